"""Readings of one happening put together: in a sentence, then in a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.clauses import unit_of
from geotrack.extraction.events.lexicon import VIOLENCE
from geotrack.extraction.events.placing import SAYINGS
from geotrack.extraction.events.subjects import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.events.actorlist import Actor
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger


class Reading(NamedTuple):
    """A trigger with the class its words settled on, whether it happened, and who acts."""

    trigger: Trigger
    standing: Standing
    actor1: Actor | None
    actor2: Actor | None
    victims: tuple[Actor, ...] = ()
    partners: tuple[Actor, ...] = ()
    parts: tuple[Trigger, ...] = ()

    @property
    def names(self) -> tuple[str, str]:
        """What the actors are called, empty for none."""
        one, two = name_of(self.actor1), name_of(self.actor2)
        if len(self.victims) > 1:
            two = "; ".join(map(name_of, self.victims))
        partners = [name_of(p) for p in self.partners if name_of(p) not in (one, two)]
        return "; ".join((*partners, one)), two


_CASUALTIES = word_set("killing assault death")
_MEETINGS = ("visit", "phone_call", "meeting", "discussion")
_PLAIN_SAYINGS = SAYINGS & word_set(
    "demand threat rejection disapproval approval promise statement"
)
_JOINING = word_set("and same rel part")


def unite(parts: Parts, readings: Sequence[Reading]) -> list[tuple[Reading, str]]:
    """Every reading with why it is left out for another of its sentence; empty for those that stay.

    One that stays takes over the actors it lacks from those that yield to it.
    """
    united = list(readings)
    told = ["" for _ in readings]
    for i in range(len(united)):
        for j in range(len(united)):
            if i == j or told[j] or not _is_together(parts, united[i], united[j]):
                continue
            if _yields(parts, united[i], united[j]):
                told[i] = "part of another event of the sentence"
                united[j] = _with_actors(united[j], united[i])
                break
    for i, one in enumerate(united):
        if one.trigger.name == "agreement" and not (one.actor1 or one.actor2):
            met = (m for m in united if m.trigger.name in _MEETINGS and _is_together(parts, one, m))
            talks = next(met, None)
            if talks:
                # "The talks between X and Y ended in an agreement."
                united[i] = one._replace(actor1=talks.actor1, actor2=talks.actor2)
    return list(zip(united, told, strict=True))


def _with_actors(one: Reading, part: Reading) -> Reading:
    first, second = one.actor1 or part.actor1, one.actor2 or part.actor2
    if one.trigger.name in SAYINGS:
        second = one.actor2
    if name_of(first) == name_of(second):
        second = part.actor2 if one.actor2 and part.actor2 != first else None
    return one._replace(
        actor1=first,
        actor2=second,
        victims=one.victims or part.victims,
        parts=(*one.parts, part.trigger, *part.parts),
    )


def _is_together(parts: Parts, one: Reading, other: Reading) -> bool:
    """Whether nothing between two triggers says that they are two happenings."""
    if other.standing.left_out:
        # What did not come about takes nothing in.
        return False
    if one.standing.status != other.standing.status:
        same = one.trigger.name == other.trigger.name
        return (same and _governs(other, one)) or (
            one.trigger.name == "rejection" and _governs(one, other)
        )
    first, second = (
        unit_of(parts.clauses, parts.clause_of[r.trigger.start], _JOINING) for r in (one, other)
    )
    return first == second


def _governs(one: Reading, other: Reading) -> bool:
    governor = other.standing.governor
    return governor is not None and governor.start == one.trigger.start


def _yields(parts: Parts, one: Reading, other: Reading) -> bool:
    """Whether the first reading is a part of the second."""
    a, b = one.trigger.name, other.trigger.name
    if "named_operation" in (a, b):
        return False
    if a == "rejection" and _governs(one, other):
        # "refuses to withdraw": the denied withdrawal says it all.
        return True
    if b in VIOLENCE or a in _CASUALTIES:
        return a in VIOLENCE and _is_same_violence(one, other)
    if a in _MEETINGS and b in _MEETINGS:
        journeys = a == b == "visit" and not _same_clause(parts, one, other)
        return not journeys and _ranks_behind(_MEETINGS, one, other)
    if a in _PLAIN_SAYINGS and b in (*_PLAIN_SAYINGS, *_MEETINGS):
        return _is_same_saying(one, other)
    return a == b and _later(one, other) and _same_clause(parts, one, other)


def _is_same_violence(one: Reading, other: Reading) -> bool:
    a, b = one.trigger.name, other.trigger.name
    if a in _CASUALTIES and b in ("capture", "riot"):
        return True
    apart = one.actor1 and other.actor1 and one.actor1 != other.actor1 and a not in _CASUALTIES
    return b in VIOLENCE and not apart and _ranks_behind(VIOLENCE, one, other)


def _ranks_behind(order: tuple[str, ...], one: Reading, other: Reading) -> bool:
    """Whether the first is the less telling of two of an order, or the later of two alike."""
    first, second = order.index(one.trigger.name), order.index(other.trigger.name)
    return first > second or (first == second and _later(one, other))


def _is_same_saying(one: Reading, other: Reading) -> bool:
    """One speaker's sayings are one; what is said at a meeting is part of it."""
    speaker, other_speaker = one.names[0], other.names[0]
    if other.trigger.name in _MEETINGS:
        return not other_speaker or speaker in ("", *other.names)
    if not speaker:
        return bool(other_speaker) or _later(one, other)
    return _later(one, other) and speaker == other_speaker


def _later(one: Reading, other: Reading) -> bool:
    return one.trigger.start > other.trigger.start


def _same_clause(parts: Parts, one: Reading, other: Reading) -> bool:
    clauses = parts.clause_of
    return clauses[one.trigger.start] == clauses[other.trigger.start]
