"""One report telling of one happening twice: only the first telling is kept as an event."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.dating.dates import DateMention
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.triggers import Trigger
    from geotrack.extraction.found import FoundEvent, Toponym

AGAIN = "told again"
# The rule of a noun that points back: "the attack".
DEFINITE = "points back"
_NEAR_EVENTS, _NEAR_NOUNS = 40, 10
_WORD = re.compile(r"[^\W\d_]{4,}")


class _Telling(NamedTuple):
    """What two tellings are compared by."""

    event: FoundEvent
    words: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    date: str
    trigger: str


def mark_repeats(
    text: str,
    events: Sequence[FoundEvent],
    toponyms: Sequence[Toponym],
    dates: Sequence[DateMention],
) -> list[FoundEvent]:
    """The events, those that tell of an earlier one again left out as such.

    They agree in type and status, in actors as far as told, and bring no other day, place or
    number; things done and things demanded share half their longer words too. What one speaker
    says in a report without another day or place is one saying.
    """
    settled: list[FoundEvent] = []
    kept: list[_Telling] = []
    for event in events:
        if event.left_out:
            settled.append(event)
            continue
        told = _telling(text, event, toponyms, dates)
        if any(_is_same(earlier, told) for earlier in kept[-_NEAR_EVENTS:]) or any(
            _points_back(earlier, told) for earlier in kept[-_NEAR_NOUNS:]
        ):
            settled.append(event._replace(left_out=AGAIN))
        else:
            kept.append(told)
            settled.append(event)
    return settled


def is_definite(parts: Parts, trigger: Trigger) -> bool:
    """Whether a noun is told as known: "the talks", "this attack"."""
    if trigger.part != "noun":
        return False
    i = trigger.start
    told = {g.start for g in (*parts.governors, *parts.triggers)} | {
        k for actor in parts.actors for k in range(actor.start, actor.end)
    }
    while i > 0 and parts.tokens.kinds[i - 1] == "o" and i - 1 not in told:
        i -= 1
    return i > 0 and parts.tokens.words[i - 1] in ("the", "this", "these", "that", "those")


def _points_back(first: _Telling, again: _Telling) -> bool:
    """Whether "the attack" without a day, place or number of its own is one told before."""
    one, two = first.event, again.event
    bare = not (again.date or again.places or two.figures) and DEFINITE in two.rules
    same = one.event_type == two.event_type or {one.event_type, two.event_type} <= _VIOLENT
    meeting = two.event_type != "Diplomacy and politics" or one.sub_event_type == two.sub_event_type
    done = one.status == two.status == "occurred"
    met = two.sub_event_type == "Meeting"
    return bare and same and meeting and done and (met or _same_actor(one, two))


_VIOLENT = frozenset(
    ("Battles", "Explosions/Remote violence", "Violence against civilians", "Other")
)


def _telling(
    text: str, event: FoundEvent, toponyms: Sequence[Toponym], dates: Sequence[DateMention]
) -> _Telling:
    places = (*event.scenes, *event.venues)
    date = "" if event.date is None else dates[event.date].edtf or dates[event.date].text
    return _Telling(
        event,
        _stems(text[event.start : event.end]),
        _name_stems(f"{event.actor1} {event.actor2}"),
        frozenset(toponyms[i].name.lower() for i in places),
        date,
        text[event.trigger[0] : event.trigger[1]][:5].lower(),
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5].lower() for word in _WORD.findall(text))


def _name_stems(text: str) -> frozenset[str]:
    """So short that "Turkish" and "Turkey" are one."""
    return frozenset(word[:4].lower() for word in _WORD.findall(text)) - _OFFICES


# "Abadi's office" is Abadi's.
_OFFICES = word_set("offi mini gove spok medi pres")
_SAYINGS = word_set("Statement Meeting Demand")


def _is_same(first: _Telling, again: _Telling) -> bool:
    one, two = first.event, again.event
    if (one.event_type, one.status) != (two.event_type, two.status):
        return False
    if _brings_more(first, again) or not _same_actor(one, two):
        return False
    sayings = {one.sub_event_type, two.sub_event_type} <= _SAYINGS and one.status == "occurred"
    ordered = [event.rules[0] == "trigger: directive" for event in (one, two)]
    other_thing = one.status == "demanded" and first.trigger != again.trigger
    if ordered[0] != ordered[1] or other_thing:
        return False
    if one.sub_event_type != two.sub_event_type and not sayings:
        return False
    shared = len(first.words & again.words)
    fewest = min(len(first.words), len(again.words))
    if sayings and one.actor1:
        return bool(two.actor1) or shared * 3 >= fewest
    return shared * 2 >= fewest or (shared * 5 >= fewest and bool(first.names & again.names))


def _brings_more(first: _Telling, again: _Telling) -> bool:
    """Another day, place or number."""
    told = {(f.what, f.value_low) for f in first.event.figures}
    new = {(f.what, f.value_low) for f in again.event.figures} - told
    return again.date not in ("", first.date) or not again.places <= first.places or bool(new)


def _same_actor(one: FoundEvent, two: FoundEvent) -> bool:
    return not one.actor1 or not two.actor1 or _may_be_same(one.actor1, two.actor1)


def _may_be_same(one: str, two: str) -> bool:
    """Whether one name may stand for the other: "Khazali" and "Qais al-Khazali".

    >>> _may_be_same("Qais al-Khazali", "Khazali"), _may_be_same("Iraq", "Turkey")
    (True, False)
    """
    first, second = _name_stems(one), _name_stems(two)
    return one == two or bool(first and second and (first <= second or second <= first))
