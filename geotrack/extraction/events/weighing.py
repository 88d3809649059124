"""Which words count: what a weak trigger needs, why a reading is left out, how sure one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.events.lexicon import trigger_classes
from geotrack.extraction.events.placing import MEETINGS
from geotrack.extraction.events.triggers import VERB_GROUP, classes_of

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.tokens import Tokens
    from geotrack.extraction.events.triggers import Trigger
    from geotrack.extraction.events.uniting import Reading
    from geotrack.extraction.found import FoundEvent

_REACH = 12


_STANDING_FOR = frozenset(("@place", "@actor", "@number"))


def may_count(tokens: Tokens, trigger: Trigger) -> bool:
    """Whether a weak trigger's sentence has any word it needs; asked before all else, for speed."""
    if not trigger.weak:
        return True
    if trigger.part == "noun":
        wanted = trigger_classes()[trigger.name].noun_objects
        return not wanted or not wanted.isdisjoint(tokens.words)
    classes = (trigger_classes()[name] for name in classes_of(trigger))
    needed = (one.objects | one.doers for one in classes)
    return any(
        not _STANDING_FOR.isdisjoint(some) or not some.isdisjoint(tokens.words) for some in needed
    )


def settled_class(
    parts: Parts, trigger: Trigger, standing: Standing
) -> tuple[Trigger, Standing] | None:
    """The trigger with the class its objects fit; None for a weak verb without any.

    A verb whose object stands before it ("the memorandum signed in May") is passive.
    """
    if trigger.part == "noun" and trigger.weak and not _beside_noun(parts, trigger):
        return None
    if trigger.name == "demanded_thing" and standing.status != "demanded":
        return None
    if not trigger.weak or trigger.part == "noun":
        return trigger, standing
    for name in classes_of(trigger):
        objects = trigger_classes()[name].objects
        if _has_object(parts, trigger, standing, objects):
            return trigger._replace(name=name), standing
        doers = objects if name in MEETINGS else trigger_classes()[name].doers
        if doers and _object_before(parts, trigger, doers, _REACH if name in MEETINGS else 3):
            # "Officials will meet", "protesters marched": those are who does.
            return trigger._replace(name=name), standing
        if trigger.tense in ("either", "participle") and _object_before(parts, trigger, objects):
            return trigger._replace(name=name), standing._replace(passive=True)
    return None


def _beside_noun(parts: Parts, trigger: Trigger) -> bool:
    wanted = trigger_classes()[trigger.name].noun_objects
    clause = parts.clauses[parts.clause_of[trigger.start]]
    return not wanted or not wanted.isdisjoint(parts.tokens.words[clause.start : clause.end])


def _object_before(parts: Parts, trigger: Trigger, objects: frozenset[str], most: int = 3) -> bool:
    first = parts.clauses[parts.clause_of[trigger.start]].start
    verb = trigger.start
    while verb > first and parts.tokens.kinds[verb - 1] in VERB_GROUP:
        verb -= 1
    near = range(max(first, verb - most), trigger.start)
    return _any_object(parts, near, objects - _STANDING_FOR, False)


def _has_object(
    parts: Parts, trigger: Trigger, standing: Standing, objects: frozenset[str]
) -> bool:
    """Whether one of the objects stands behind the verb, or before it in the passive."""
    clause = parts.clauses[parts.clause_of[trigger.start]]
    reach = range(trigger.end, min(trigger.end + _REACH, clause.end))
    # "released by the army": the army is no object.
    objects_behind = objects - {"@actor", "@number"} if standing.passive else objects
    if standing.passive and not _any_object(parts, reach, objects_behind, stops=False):
        return _any_object(
            parts, range(max(clause.start, standing.group - _REACH), standing.group), objects, False
        )
    return _any_object(parts, reach, objects_behind, stops=True)


def _any_object(parts: Parts, reach: range, objects: frozenset[str], stops: bool) -> bool:
    tokens = parts.tokens
    for i in reach:
        if tokens.words[i] in objects or _stands_for(parts, i, objects):
            return True
        if stops and tokens.kinds[i] in ";.":
            return False
    return False


def _stands_for(parts: Parts, i: int, objects: frozenset[str]) -> bool:
    if "@number" in objects and parts.tokens.kinds[i] == "#":
        return True
    if "@place" in objects and any(p.start == i for p in parts.places):
        return True
    acting = (a for a in parts.actors if a.kind not in ("name", "body"))
    return "@actor" in objects and any(a.start == i for a in acting)


def score_of(parts: Parts, reading: Reading, event: FoundEvent) -> float:
    """How much speaks for an event, from 0 to 1: the kind of word, and what is told with it."""
    score = 0.6 if reading.trigger.part == "verb" else 0.5
    score -= 0.1 * reading.trigger.weak
    score += 0.1 * bool(event.actor1)
    score += 0.1 * bool(event.scenes or event.venues)
    score += 0.1 * (event.date is not None)
    score += 0.1 * bool(event.figures)
    score -= 0.1 * (parts.sentence.kind != "text")
    return round(max(0.0, min(1.0, score)), 2)
