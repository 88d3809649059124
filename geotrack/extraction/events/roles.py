"""Who did it and to whom: the actors on either side of a trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.actorlist import Actor
from geotrack.extraction.events.placing import SAYINGS
from geotrack.extraction.events.status import DESCRIBING

if TYPE_CHECKING:
    from geotrack.extraction.events.clauses import Clause
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger

_NEAR = 8
# What joins a noun of violence to its victim, and one of talks to the other side.
_TOWARDS = word_set("on against of at with targeting to")
_WITH = word_set("with to against between among")
_INHERITING = word_set("and part")


def actors_of(
    parts: Parts, trigger: Trigger, standing: Standing
) -> tuple[Actor | None, Actor | None]:
    """Who acted and on or with whom; None where the sentence does not say.

    A pronoun names nobody: whom it means is not guessed.
    """
    if standing.rule == DESCRIBING:
        return _pair_before(parts, trigger)
    of_part = _of_verb if trigger.part == "verb" else _of_noun
    first, second = of_part(parts, trigger, standing)
    return first, None if name_of(second) == name_of(first) else second


def _pair_before(parts: Parts, trigger: Trigger) -> tuple[Actor | None, Actor | None]:
    """ "the recently signed Iraqi-Turkish memorandum": two states in one word."""
    for i in range(trigger.end, min(trigger.end + 4, len(parts.tokens.words))):
        told = [name for name in parts.tokens.words[i].split("-") if name in parts.demonyms]
        if len(told) == 2:
            one, two = (Actor(i, i + 1, parts.demonyms[name], "state") for name in told)
            return one, two
    return None, None


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
        return _behind(parts, trigger, word_set("by")), left
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
    i = actor.start - 1
    while i >= 0 and (tokens.kinds[i] in "dvo#'\"" or tokens.kinds[i] == "C"):
        if tokens.words[i].endswith("ing") or tokens.kinds[i] == "'":
            break
        i -= 1
    if i >= 0 and tokens.kinds[i] in "pbt":
        return False
    if i > 0 and tokens.kinds[i] in "c,":
        # One of several: as free as the first.
        before = [
            a for a in parts.actors if a.end == i or (a.end == i - 1 and tokens.kinds[i - 1] == ",")
        ]
        if before and not is_free(parts, before[-1]):
            return False
    if any(t.start == actor.end and t.part == "noun" for t in parts.triggers):
        # "The Turkish attacks threaten": they are the subject.
        return False
    return tokens.kinds[actor.end : actor.end + 1] != "'"


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


def _object_of(parts: Parts, trigger: Trigger) -> Actor | None:
    """The first actor behind the verb within its clause."""
    tokens = parts.tokens
    saying = trigger.name in SAYINGS
    if saying and tokens.words[trigger.end - 1] == "for":
        return None
    end = parts.clauses[parts.clause_of[trigger.start]].end
    i = trigger.end
    while i < min(end, trigger.end + _NEAR):
        actor = _at(parts, i)
        if actor and tokens.words[actor.end - 1] in _WEAPONS:
            i = actor.end
            continue
        if actor:
            if tokens.kinds[actor.end : actor.end + 1] == "'":
                i = actor.end + 1
                continue
            return actor
        if tokens.kinds[i] in ",;":
            return None
        if tokens.kinds[i] == "p" and (saying or tokens.words[i] not in _TOWARDS):
            return None
        i += 1
    return None


_WEAPONS = word_set(
    "drone drones jet jets tank tanks helicopter helicopters warplane warplanes artillery"
)


def _at(parts: Parts, i: int) -> Actor | None:
    return next((actor for actor in parts.actors if actor.start <= i < actor.end), None)


def _behind(parts: Parts, trigger: Trigger, words: frozenset[str]) -> Actor | None:
    """The actor one of these prepositions ties to a trigger, before the next noun that tells."""
    tokens, at = parts.tokens, trigger.end
    end = parts.clauses[parts.clause_of[trigger.start]].end
    others = (t.start for t in parts.triggers if t.start >= at)
    end = min(end, at + 2 * _NEAR, next(others, end))
    for i in range(at, end):
        if tokens.kinds[i] in ",;" and "by" not in words:
            return None
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
    by = _behind(parts, trigger, word_set("by"))
    owner = _owner(parts, trigger)
    towards = _WITH if trigger.name in _MUTUAL else _TOWARDS
    other = _behind(parts, trigger, towards)
    first = by or owner
    if first is None and trigger.name in _OBJECTIVE:
        # "the withdrawal of Turkish troops": they are the ones who go.
        first = _behind(parts, trigger, word_set("of"))
        if first is None and trigger.name in _GOING:
            return other, None
    if first is None or _is_owned(parts, first):
        # "completed the withdrawal of its troops": whose, the subject says.
        verb = light_verb(parts, trigger)
        if verb < 0 and first is not None:
            return first, other if other != first else None
        first = (subject_before(parts, verb) if verb >= 0 else None) or first
    return first, other if other != first else None


def partners_of(parts: Parts, actor: Actor | None) -> tuple[Actor, ...]:
    """Who stands before an actor with "and" or a comma: "Mali, Niger and Chad signed"."""
    found: list[Actor] = []
    if actor is None or actor.kind not in ("person", "state", "organisation"):
        return ()
    last, joins = actor, "c"
    for other in reversed(parts.actors):
        between = parts.tokens.kinds[other.end : last.start]
        if other.start >= last.start or other.kind != actor.kind:
            continue
        if not (
            0 < len(between) <= 9 and set(joins) & set(between) and set(between) <= set("cC.o,")
        ):
            break
        if not is_free(parts, other):
            return ()
        found.insert(0, other)
        last, joins = other, ","
    return tuple(found)


def victims_of(parts: Parts, trigger: Trigger, standing: Standing) -> tuple[Actor, ...]:
    """The persons a sentence names as killed: "the assassination of X and Y", "X was shot dead"."""
    if trigger.name != "killing" or "attempt" in parts.tokens.words[trigger.start : trigger.end]:
        return ()
    if trigger.part == "verb" and standing.passive:
        named = subject_before(parts, standing.group)
        return (named,) if named and named.kind == "person" else ()
    if trigger.part == "noun" and parts.tokens.words[trigger.end : trigger.end + 1] != ["of"]:
        return ()
    found: list[Actor] = []
    at = trigger.end
    for actor in parts.actors:
        if actor.start < at or actor.start - at > _NEAR:
            continue
        between = parts.tokens.kinds[at : actor.start]
        if set(between) & set("sb;A") or (found and not set(between) <= set("c,")):
            break
        if actor.kind == "person":
            found.append(actor)
            at = actor.end
    return tuple(found)


_MUTUAL = word_set("meeting visit phone_call clash agreement truce")
_GOING = word_set("withdrawal deployment surrender resignation release")
_OBJECTIVE = _GOING | {"operation", "attack", "visit", "protest", "riot", "rejection"}


def _is_owned(parts: Parts, actor: Actor) -> bool:
    """ "its troops"."""
    return parts.tokens.words[max(actor.start - 1, 0)] in ("its", "their", "his", "her", "our")


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
