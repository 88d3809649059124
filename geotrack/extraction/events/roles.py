"""Who did it and to whom: the actors on either side of a trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.actorlist import Actor
from geotrack.extraction.events.persons import OFFICE
from geotrack.extraction.events.placing import SAYINGS
from geotrack.extraction.events.status import DESCRIBING
from geotrack.extraction.events.subjects import is_free, light_verb, name_of, subject_before

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger

_NEAR = 8
# What joins a noun of violence to its victim, and one of talks to the other side.
_TOWARDS = word_set("on against of at with targeting to")
_WITH = word_set("with to against between among")


def actors_of(
    parts: Parts, trigger: Trigger, standing: Standing
) -> tuple[Actor | None, Actor | None]:
    """Who acted and on or with whom; None where the sentence does not say.

    A pronoun names nobody: whom it means is not guessed.
    """
    if standing.rule == DESCRIBING:
        return _pair_before(parts, trigger)
    if trigger.part == "verb":
        first, second = _of_verb(parts, trigger, standing)
    else:
        first, second = _of_noun(parts, trigger)
    return first, None if name_of(second) == name_of(first) else second


def _pair_before(parts: Parts, trigger: Trigger) -> tuple[Actor | None, Actor | None]:
    """ "the recently signed Iraqi-Turkish memorandum": two states in one word."""
    for i in range(trigger.end, min(trigger.end + 4, len(parts.tokens.words))):
        told = [name for name in parts.tokens.words[i].split("-") if name in parts.demonyms]
        if len(told) == 2:
            one, two = (Actor(i, i + 1, parts.demonyms[name], "state") for name in told)
            return one, two
    return None, None


def _of_verb(
    parts: Parts, trigger: Trigger, standing: Standing
) -> tuple[Actor | None, Actor | None]:
    left = subject_before(parts, standing.group)
    if standing.passive:
        return _behind(parts, trigger, word_set("by")), left
    return left, _object_of(parts, trigger)


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


def _of_noun(parts: Parts, trigger: Trigger) -> tuple[Actor | None, Actor | None]:
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
    # "Turkish warplanes and artillery": the last may be nobody's by name.
    if actor is None or not (_may_join(actor) or actor.kind == "armed"):
        return ()
    last, joins = actor, "c"
    for other in reversed(parts.actors):
        between = parts.tokens.kinds[other.end : last.start]
        if other.start >= last.start or not _may_join(other):
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


def _may_join(actor: Actor) -> bool:
    """Names, and the groups of a state or organisation; not "police and residents"."""
    named = actor.kind in ("person", "state", "organisation", "name")
    return named or (actor.kind in ("armed", "political") and actor.whose not in ("", OFFICE))


def victims_of(parts: Parts, trigger: Trigger, standing: Standing) -> tuple[Actor, ...]:
    """The persons a sentence names as killed: "the assassination of X and Y", "X was shot dead"."""
    if trigger.name != "killing" or "attempt" in parts.tokens.words[trigger.start : trigger.end]:
        return ()
    if trigger.part == "verb" and standing.passive:
        named = subject_before(parts, standing.group)
        return (named,) if named and _is_one(parts, named) else ()
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
        if _is_one(parts, actor):
            found.append(actor)
            at = actor.end
    return tuple(found)


def _is_one(parts: Parts, actor: Actor) -> bool:
    """A person by name, or "a soldier"."""
    if actor.kind == "person":
        return True
    single = not parts.tokens.words[actor.end - 1].endswith("s")
    i = actor.start - 1
    while i > 0 and parts.tokens.kinds[i] in "o":
        i -= 1
    article = i >= 0 and parts.tokens.words[i] in ("a", "an")
    return article and single and actor.kind in ("armed", "political", "civil")


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
    groups = (a for a in parts.actors if a.kind not in ("name", "body"))
    found = [a for a in groups if i <= a.start and a.end <= trigger.start]
    return found[-1] if found else None
