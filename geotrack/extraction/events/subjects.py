"""Subjects of verbs: the actor before a verb group that no preposition ties to something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set

if TYPE_CHECKING:
    from geotrack.extraction.events.actorlist import Actor
    from geotrack.extraction.events.clauses import Clause
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.triggers import Trigger

_INHERITING = word_set("and part then")


def name_of(actor: Actor | None) -> str:
    """How an actor is called in the tables."""
    if actor is None:
        return ""
    return actor.name[:1].upper() + actor.name[1:] if actor.kind != "person" else actor.name


def subject_before(parts: Parts, at: int) -> Actor | None:
    """The actor that is subject of the verb group that begins at token `at`."""
    k = parts.clause_of[min(at, len(parts.clause_of) - 1)]
    while True:
        clause = parts.clauses[k]
        found = _head_before(parts, at, clause.start, clause.link == "rel")
        if found or k == 0 or _pronoun_before(parts, at, clause.start):
            return found
        if clause.link == "rel":
            return _last_before(parts, clause.start)
        if clause.link not in _INHERITING or _is_ambiguous(parts, clause):
            return None
        k = clause.parent
        at = _verb_start(parts, k)


def _is_ambiguous(parts: Parts, clause: Clause) -> bool:
    """ "He said that they left, urging ...": whose participle it is, the sentence leaves open."""
    parent = parts.clauses[clause.parent]
    return (
        clause.link == "part" and parent.link == "that" and parts.tokens.kinds[clause.start] == ","
    )


def _verb_start(parts: Parts, k: int) -> int:
    """Where the first finite verb of a clause stands, else its end."""
    clause = parts.clauses[k]
    for i in range(clause.start + 1, clause.end):
        if parts.tokens.kinds[i] in "AHWMPD":
            return i
    verbs = [t.start for t in (*parts.triggers, *parts.governors) if t.part == "verb"]
    return min((i for i in verbs if clause.start < i < clause.end), default=clause.end)


def _head_before(parts: Parts, at: int, start: int, relative: bool) -> Actor | None:
    """The nearest actor before `at` that no preposition ties to something else; else none."""
    found = None
    for actor in parts.actors:
        if actor.start < start or actor.end > at or relative:
            continue
        if is_free(parts, actor):
            found = actor if found is None or not _is_apposition(parts, found, actor) else found
    return found


def is_free(parts: Parts, actor: Actor) -> bool:
    """Whether an actor is no part of "leader of X", "against X" or "X's troops"."""
    tokens = parts.tokens
    first = parts.clauses[parts.clause_of[actor.start]].start
    i = actor.start - 1
    while i >= first and (tokens.kinds[i] in "dvo#'\"" or tokens.kinds[i] == "C"):
        if tokens.words[i].endswith("ing") or tokens.kinds[i] == "'":
            break
        if tokens.kinds[i] == "#" and any(date.start <= i < date.end for date in parts.dates):
            # "On Monday Turkish jets": the preposition is the day's.
            break
        i -= 1
    if i >= first and tokens.kinds[i] in "pbt":
        return False
    if i > first and tokens.kinds[i] in "c,":
        # One of several: as free as the first.
        before = [
            a for a in parts.actors if a.end == i or (a.end == i - 1 and tokens.kinds[i - 1] == ",")
        ]
        opening = tokens.kinds[i] == "," and before and _opens(parts, before[-1], first)
        if before and not opening and not is_free(parts, before[-1]):
            return False
    if any(t.start == actor.end and t.part == "noun" for t in parts.triggers):
        # "The Turkish attacks threaten": they are the subject.
        return False
    return tokens.kinds[actor.end : actor.end + 1] != "'"


def _opens(parts: Parts, actor: Actor, first: int) -> bool:
    """ "According to the army, ...": what the preposition ties to ends with the comma."""
    at = actor.start - 1
    while at > first and parts.tokens.kinds[at] in "dvoC#":
        at -= 1
    if parts.tokens.words[first : at + 1] == ["according", "to"]:
        return True
    return at == first and parts.tokens.kinds[at] == "p"


def _is_apposition(parts: Parts, first: Actor, second: Actor) -> bool:
    """ "Tawfiq, director at the presidency": the second only describes the first."""
    if first.kind not in ("person", "name") or second.kind == "person":
        return False
    return parts.tokens.kinds[first.end : first.end + 1] == ","


def _pronoun_before(parts: Parts, at: int, start: int) -> bool:
    return at > start and parts.tokens.kinds[at - 1] == "r"


def _last_before(parts: Parts, at: int) -> Actor | None:
    near = [a for a in parts.actors if a.end <= at and at - a.end <= 4 and is_free(parts, a)]
    return near[-1] if near else None


_LIGHT_REACH = 8


def light_verb(parts: Parts, trigger: Trigger) -> int:
    """Where the verb group begins that a noun is the object of ("launched an attack"); -1: none."""
    tokens = parts.tokens
    first = parts.clauses[parts.clause_of[trigger.start]].start
    for governor in reversed(parts.governors):
        near = 0 <= trigger.start - governor.end <= _LIGHT_REACH
        if (
            governor.name == "aspect"
            and governor.part == "verb"
            and near
            and governor.start >= first
        ):
            between = tokens.kinds[governor.end : trigger.start]
            if not set(between) & set(";s"):
                return _group(parts, governor.start, first)
    for i in range(trigger.start - 1, max(first, trigger.start - _LIGHT_REACH) - 1, -1):
        if tokens.words[i] in _LIGHT:
            return _group(parts, i, first)
        if tokens.kinds[i] in "p,;s":
            return -1
    return -1


_LIGHT = word_set(
    "has have had took takes paid pays gave gives made makes held hold holds attended joined led"
    " led concluded ended faced saw hosted opened began"
)


def _group(parts: Parts, at: int, first: int) -> int:
    while at > first and parts.tokens.kinds[at - 1] in "vNAHDWMPt":
        at -= 1
    return at
