"""Who did it and to whom: the actors on either side of a trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotrack.extraction.events.actors import Actor
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger

_NEAR = 8
# What joins a noun of violence to its victim, and one of talks to the other side.
_TOWARDS = frozenset("on against of at with targeting to".split())
_WITH = frozenset(("with", "to", "against", "between", "among"))
_INHERITING = frozenset(("and", "part"))


def actors_of(
    parts: Parts, trigger: Trigger, standing: Standing
) -> tuple[Actor | None, Actor | None]:
    """Who acted and on or with whom; None where the sentence does not say.

    A pronoun names nobody: whom it means is not guessed.
    """
    of_part = _of_verb if trigger.part == "verb" else _of_noun
    first, second = of_part(parts, trigger, standing)
    return first, None if name_of(second) == name_of(first) else second


def name_of(actor: Actor | None) -> str:
    """How an actor is called in the tables."""
    if actor is None:
        return ""
    return actor.name[:1].upper() + actor.name[1:] if actor.kind != "person" else actor.name


def _of_verb(
    parts: Parts, trigger: Trigger, standing: Standing
) -> tuple[Actor | None, Actor | None]:
    left = subject_before(parts, standing.group)
    if standing.passive:
        return _behind(parts, trigger.end, frozenset(("by",))), left
    return left, _object_of(parts, trigger)


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
        if clause.link not in _INHERITING:
            return None
        k -= 1
        at = clause.start


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
    i = actor.start - 1
    while i >= 0 and (tokens.kinds[i] in "dvo#'\"" or tokens.kinds[i] == "C"):
        if tokens.words[i].endswith("ing") or tokens.kinds[i] == "'":
            break
        i -= 1
    if i >= 0 and tokens.kinds[i] in "pb" and not _opens(parts, i):
        return False
    return tokens.kinds[actor.end : actor.end + 1] != "'"


def _opens(parts: Parts, i: int) -> bool:
    return parts.tokens.words[i] in ("like",)


def _is_apposition(parts: Parts, first: Actor, second: Actor) -> bool:
    """ "Tawfiq, director at the presidency": the second only describes the first."""
    if first.kind not in ("person", "name") or second.kind == "person":
        return False
    return parts.tokens.kinds[first.end : first.end + 1] == ","


def _pronoun_before(parts: Parts, at: int, start: int) -> bool:
    return at > start and parts.tokens.kinds[at - 1] == "r"


def _last_before(parts: Parts, at: int) -> Actor | None:
    near = [a for a in parts.actors if a.end <= at and at - a.end <= 2]
    return near[-1] if near else None


def _object_of(parts: Parts, trigger: Trigger) -> Actor | None:
    """The first actor behind the verb within its clause."""
    tokens = parts.tokens
    end = parts.clauses[parts.clause_of[trigger.start]].end
    i = trigger.end
    while i < min(end, trigger.end + _NEAR):
        actor = _at(parts, i)
        if actor:
            if tokens.kinds[actor.end : actor.end + 1] == "'":
                i = actor.end + 1
                continue
            return actor
        if tokens.kinds[i] in ",;":
            return None
        if tokens.kinds[i] == "p" and tokens.words[i] not in _TOWARDS:
            return None
        i += 1
    return None


def _at(parts: Parts, i: int) -> Actor | None:
    return next((actor for actor in parts.actors if actor.start <= i < actor.end), None)


def _behind(parts: Parts, at: int, words: frozenset[str]) -> Actor | None:
    """The actor tied by one of these prepositions to what ends at `at`."""
    tokens = parts.tokens
    end = parts.clauses[parts.clause_of[min(at, len(parts.clause_of) - 1)]].end
    for i in range(at, min(end, at + 2 * _NEAR)):
        if tokens.words[i] not in words:
            continue
        for j in range(i + 1, min(end, i + _NEAR)):
            actor = _at(parts, j)
            if actor:
                return actor
            if tokens.kinds[j] in "pbs,;":
                break
    return None


def _of_noun(
    parts: Parts, trigger: Trigger, standing: Standing
) -> tuple[Actor | None, Actor | None]:
    between = _pair_behind(parts, trigger)
    if between:
        return between
    by = _behind(parts, trigger.end, frozenset(("by",)))
    owner = _owner(parts, trigger)
    towards = _WITH if trigger.name in _MUTUAL else _TOWARDS
    other = _behind(parts, trigger.end, towards)
    first = by or owner
    if first is None and trigger.name in _OBJECTIVE and other is not None:
        # "the withdrawal of Turkish troops": they are the ones who go.
        return other, None
    if first is None:
        verb = _light_verb(parts, trigger)
        first = subject_before(parts, verb) if verb >= 0 else None
    return first, other if other != first else None


_MUTUAL = frozenset(("meeting", "visit", "phone_call", "clash", "agreement", "truce"))
_OBJECTIVE = frozenset(("withdrawal", "deployment", "surrender", "resignation", "release"))


def _pair_behind(parts: Parts, trigger: Trigger) -> tuple[Actor, Actor] | None:
    """ "talks between X and Y"."""
    tokens = parts.tokens
    end = parts.clauses[parts.clause_of[trigger.start]].end
    for i in range(trigger.end, min(trigger.end + 4, end)):
        if tokens.words[i] in ("between", "among"):
            pair = [a for a in parts.actors if a.start > i and a.start - i < 2 * _NEAR]
            if len(pair) > 1:
                return pair[0], pair[1]
    return None


def _owner(parts: Parts, trigger: Trigger) -> Actor | None:
    """ "Turkey's attacks", "Turkish attacks", "rebel attack"."""
    tokens = parts.tokens
    i = trigger.start
    while i > 0 and tokens.kinds[i - 1] in "oC'v":
        i -= 1
    found = [a for a in parts.actors if i <= a.start and a.end <= trigger.start]
    return found[-1] if found else None


_LIGHT_REACH = 8


def _light_verb(parts: Parts, trigger: Trigger) -> int:
    """Where the verb group begins that a noun is the object of ("launched an attack"); -1: none."""
    tokens = parts.tokens
    first = parts.clauses[parts.clause_of[trigger.start]].start
    for governor in reversed(parts.governors):
        near = 0 <= trigger.start - governor.end <= _LIGHT_REACH
        if governor.part == "verb" and near and governor.start >= first:
            between = tokens.kinds[governor.end : trigger.start]
            if not set(between) & set(";s"):
                return _group(parts, governor.start, first)
    for i in range(trigger.start - 1, max(first, trigger.start - _LIGHT_REACH) - 1, -1):
        if tokens.words[i] in _LIGHT:
            return _group(parts, i, first)
        if tokens.kinds[i] in "p,;s":
            return -1
    return -1


_LIGHT = frozenset(
    "has have had took takes paid pays gave gives made makes held hold holds attended joined led"
    " led concluded ended faced saw hosted opened began".split()
)


def _group(parts: Parts, at: int, first: int) -> int:
    while at > first and parts.tokens.kinds[at - 1] in "vNAHDWMPt":
        at -= 1
    return at
