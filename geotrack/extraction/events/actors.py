"""Who is named in a sentence: listed organisations, states, groups and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.actorlist import Actor
from geotrack.extraction.events.lexicon import (
    governors_by_word,
    trigger_classes,
    triggers_by_word,
)
from geotrack.extraction.events.persons import OFFICE, group_end, person_at, written
from geotrack.extraction.events.triggers import is_verb

if TYPE_CHECKING:
    from collections.abc import Collection

    from geotrack.extraction.events.actorlist import ActorList
    from geotrack.extraction.events.tokens import Tokens


def find_actors(
    tokens: Tokens, listed: ActorList, places: Collection[int], acting: Collection[int]
) -> list[Actor]:
    """The actors of a sentence, in order.

    `places` are the tokens of toponyms, which are no persons; `acting` those of places that
    stand for their government, which act.
    """
    found: list[Actor] = []
    taken = 0
    # "Katyusha rockets landed": a name without anybody behind it.
    fired = trigger_classes()["impact"].doers
    for i, kind in enumerate(tokens.kinds):
        if i < taken or kind not in "oCr" or (kind == "o" and tokens.words[i] not in listed.groups):
            continue
        if tokens.words[i] in fired:
            continue
        actor = _actor_at(tokens, i, listed, places, acting)
        if actor:
            found.append(actor)
            taken = actor.end
    return found


def _actor_at(
    tokens: Tokens,
    at: int,
    listed: ActorList,
    places: Collection[int],
    acting: Collection[int],
) -> Actor | None:
    kind = tokens.kinds[at]
    if kind == "o":
        return _plain_group(tokens, at, listed, places)
    named = _named(tokens, at, listed)
    if named and (kind == "C" or tokens.written[at].isupper()):
        # "US" is a state, "us" is not.
        grown = _group_behind(tokens, at, named, listed)
        if grown:
            return _with_person(tokens, grown, listed, places)
        goes_on = tokens.kinds[named.end : named.end + 1] == "C" and named.end not in places
        return person_at(tokens, at, listed, places) if goes_on else named
    if at in acting:
        end = next(i for i in range(at, len(tokens.words) + 1) if i not in acting)
        return Actor(at, end, written(tokens, at, end), "state")
    if kind == "r":
        return None
    end, what = group_end(tokens, at, listed)
    if what and not (tokens.kinds[end : end + 1] == "C" and tokens.words[at] in listed.titles):
        return _with_person(tokens, Actor(at, end, written(tokens, at, end), what), listed, places)
    return person_at(tokens, at, listed, places)


def _plain_group(
    tokens: Tokens, at: int, listed: ActorList, places: Collection[int]
) -> Actor | None:
    """ "masked gunmen", "the president": a group's name in plain words."""
    end, what = group_end(tokens, at, listed)
    if not what or _is_modifier(tokens, end):
        return None
    name = written(tokens, _with_adjectives(tokens, at), end)
    return _with_person(tokens, Actor(at, end, name, what), listed, places)


def _named(tokens: Tokens, at: int, listed: ActorList) -> Actor | None:
    """The longest listed name that begins here."""
    for words, name, kind in listed.names.get(tokens.words[at], ()):
        end = at + len(words)
        if tuple(tokens.words[at:end]) == words:
            short = len(words) == 1 and len(tokens.written[at]) <= 4
            if short and kind == "organisation" and not tokens.written[at].isupper():
                continue
            return Actor(at, end, name, kind, "" if kind == "organisation" else name)
    people = listed.demonyms.get(tokens.words[at])
    if people:
        return Actor(at, at + 1, people, "people", people)
    return None


_MOST_BETWEEN = 3


def _group_behind(tokens: Tokens, at: int, named: Actor, listed: ActorList) -> Actor | None:
    """ "Turkish air forces", "Iraq's federal government", "PKK fighters"."""
    i = named.end
    if tokens.kinds[i : i + 1] == "'":
        i += 1
    if tokens.kinds[i : i + 1] == "c" and named.kind == "people":
        return _shared_group(tokens, at, named, listed)
    for j in range(i, min(i + _MOST_BETWEEN, len(tokens.words))):
        if tokens.kinds[j] not in "oC":
            return None
        end, what = group_end(tokens, j, listed)
        if what and not _is_modifier(tokens, end):
            name = written(tokens, at, end)
            return Actor(at, end, name, what, named.whose or named.name)
        if not what and any(f.part == "noun" for f in triggers_by_word().get(tokens.words[j], ())):
            return None
    return None


def _shared_group(tokens: Tokens, at: int, named: Actor, listed: ActorList) -> Actor | None:
    """ "Iraqi and Turkish officials": the first are officials too."""
    other = _named(tokens, named.end + 1, listed)
    if other is None or other.kind != "people":
        return None
    group = _group_behind(tokens, other.start, other, listed)
    if group is None or group.end > other.end + 2:
        return None
    what = written(tokens, other.end, group.end)
    return Actor(at, named.end, f"{written(tokens, at, named.end)} {what}", group.kind, named.name)


def _is_modifier(tokens: Tokens, end: int) -> bool:
    """Whether what ends here only describes the next word: "military operations"."""
    word = tokens.words[end] if end < len(tokens.words) else ""
    forms = triggers_by_word().get(word, ())
    if not any(f.part == "noun" and not f.rest for f in forms):
        acting = any(f.part == "verb" for f in governors_by_word().get(word, ()))
        describing = tokens.words[end - 1] in _DESCRIBING and not (forms or acting)
        return describing and tokens.kinds[end : end + 1] == "o"
    return not is_verb(tokens, end, end + 1, "present" if word.endswith("s") else "base")


_DESCRIBING = word_set("military police government army opposition rebel militia")


def _with_adjectives(tokens: Tokens, at: int) -> int:
    """Where the name of a group begins: one capital or plain word before it belongs to it."""
    i = at
    while i > 0 and at - i < 2 and tokens.words[i - 1] in _ADJECTIVES:
        i -= 1
    return i


_ADJECTIVES = word_set(
    "armed masked foreign federal military civil paramilitary islamist separatist local senior"
    " peaceful anti-government government opposition rebel tribal coalition border unarmed"
    " suspected ethnic riot security unidentified unknown university"
)


def _with_person(tokens: Tokens, group: Actor, listed: ActorList, places: Collection[int]) -> Actor:
    """ "Iraqi Foreign Minister Fuad Hussein" is the person; "the Iraqi foreign minister" is not."""
    end = group.end
    if group.kind != "political" or tokens.kinds[end : end + 1] != "C" or end in places:
        return group
    if tokens.words[end - 1].endswith("s"):
        return group
    person = person_at(tokens, end, listed, places)
    return person._replace(start=group.start, whose=group.whose or OFFICE) if person else group
