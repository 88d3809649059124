"""Which words count: what a weak trigger needs, why a reading is left out, how sure one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.lexicon import trigger_classes
from geotrack.extraction.events.placing import SAYINGS
from geotrack.extraction.events.status import DESCRIBING
from geotrack.extraction.events.triggers import classes_of

if TYPE_CHECKING:
    from geotrack.extraction.events.actorlist import Actor
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
    classes = (trigger_classes()[name].objects for name in classes_of(trigger))
    return any(
        not _STANDING_FOR.isdisjoint(some) or not some.isdisjoint(tokens.words) for some in classes
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
        if trigger.tense in ("either", "participle") and _object_before(parts, trigger, objects):
            return trigger._replace(name=name), standing._replace(passive=True)
    return None


def _beside_noun(parts: Parts, trigger: Trigger) -> bool:
    wanted = trigger_classes()[trigger.name].noun_objects
    clause = parts.clauses[parts.clause_of[trigger.start]]
    return not wanted or not wanted.isdisjoint(parts.tokens.words[clause.start : clause.end])


def _object_before(parts: Parts, trigger: Trigger, objects: frozenset[str]) -> bool:
    first = parts.clauses[parts.clause_of[trigger.start]].start
    return _any_object(parts, range(max(first, trigger.start - 3), trigger.start), objects, False)


def _has_object(
    parts: Parts, trigger: Trigger, standing: Standing, objects: frozenset[str]
) -> bool:
    """Whether one of the objects stands behind the verb, or before it in the passive."""
    clause = parts.clauses[parts.clause_of[trigger.start]]
    reach = range(trigger.end, min(trigger.end + _REACH, clause.end))
    if standing.passive:
        # "released by the army": the army is no object.
        objects_behind = objects - {"@actor", "@number"}
    else:
        objects_behind = objects
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


# Classes that are no event without somebody who acts.
_NEED_ACTOR = SAYINGS | word_set(
    "institution meeting discussion visit phone_call vote agreement operation cooperation base"
    " withdrawal deployment release"
)
_EITHER_SIDE = word_set("meeting visit agreement vote base institution")


def left_out(parts: Parts, reading: Reading, event: FoundEvent) -> str:
    """Why a reading is a candidate only; empty for an event."""
    standing, trigger = reading.standing, reading.trigger
    if standing.left_out:
        return standing.left_out
    if trigger.part == "noun" and _is_before_head(parts, trigger):
        return "only describes"
    if standing.rule == DESCRIBING and trigger.name != "agreement":
        return "only describes"
    if parts.sentence.kind == "fragment":
        return "no sentence"
    if event.status == "denied" and not _is_ruled_out(reading, event):
        return "told as not done"
    told = bool(event.scenes or event.venues or event.date is not None or event.figures)
    named = reading.trigger.part == "noun" and event.event_type in _FORCE
    acting = bool(event.actor1 or event.actor2)
    if named and not (_is_group(reading.actor1) or _is_group(reading.actor2)):
        acting = bool(reading.victims)
    if event.status == "demanded":
        if trigger.name in SAYINGS and trigger.name not in _CONCRETE:
            return "an attitude demanded"
        return "" if event.actor1 or event.claimed_by else "nobody who demands it"
    if trigger.broad and not _is_public(reading.actor1):
        return "a broad word"
    sides = (reading.actor1, reading.actor2)
    if trigger.name in _PUBLIC and not (any(map(_is_public, sides)) or told or _is_politics(sides)):
        return "nobody who acts for a state or group"
    if trigger.name in _MEETINGS and acting and not any(map(_may_meet, sides)):
        return "nobody who acts for a state or group"
    grounded = bool(event.scenes or event.figures) or any(map(_is_group, sides))
    if event.event_type in _FORCE and not grounded and not _has_target(parts, reading):
        return "nobody and nowhere"
    if trigger.name in _NEED_ACTOR and not acting and not (told and trigger.name in _EITHER_SIDE):
        return "nobody who acts"
    if trigger.name in SAYINGS and not event.actor1:
        return "nobody who speaks"
    if trigger.name in _MEETINGS and trigger.part == "verb" and not event.actor1:
        return "nobody who acts"
    if trigger.name in SAYINGS - _CONCRETE and event.status in ("planned", "alleged"):
        return "not told as said"
    if trigger.part == "noun":
        return _bare_noun(parts, reading, event, told, acting)
    return ""


# Sayings that are acts as well: they can be asked for.
_CONCRETE = word_set(
    "sanction concession aid cooperation demanded_thing legal_step resignation truce"
)
# Politics done by states, offices and organisations only.
_PUBLIC = word_set("sanction aid cooperation concession institution agreement truce resignation")
_FORCE = frozenset(
    ("Battles", "Explosions/Remote violence", "Violence against civilians", "Other",
     "Strategic developments")
)  # fmt: skip


def _is_public(actor: Actor | None) -> bool:
    """A state, its offices and forces, a listed organisation."""
    if actor is None:
        return False
    if actor.kind == "people":
        return False
    return actor.kind in ("state", "organisation", "armed") or bool(actor.whose)


_MEETINGS = word_set("meeting discussion visit phone_call")


def _may_meet(actor: Actor | None) -> bool:
    return actor is not None and actor.kind not in ("name", "body", "civil", "people")


def _is_politics(sides: tuple[Actor | None, ...]) -> bool:
    return any(actor is not None and actor.kind == "political" for actor in sides)


def _is_group(actor: Actor | None) -> bool:
    return actor is not None and actor.kind not in ("name", "person", "body")


def _has_target(parts: Parts, reading: Reading) -> bool:
    """Whether a thing that is attacked stands in the clause: "his residence was targeted"."""
    clause = parts.clauses[parts.clause_of[reading.trigger.start]]
    words = set(parts.tokens.words[clause.start : clause.end])
    named = reading.victims or trigger_classes()["strike"].objects & words
    return bool(named)


def _is_ruled_out(reading: Reading, event: FoundEvent) -> bool:
    """Whether somebody denies or refuses it; what merely did not happen is no event."""
    governor = reading.standing.governor
    refused = governor is not None and governor.name in ("denied", "planned")
    return refused or bool(event.claimed_by)


_MEANS_TOLD = ("Explosions/Remote violence",)


_HEADS = word_set(
    "court records record victim victims site scene helicopter helicopters squad suspect suspects"
    " survivor survivors plan plans group groups team teams member members room season process"
    " program programme leader leaders zone system warrant rate toll law laws policy crime crimes"
    " case cases charge charges threat threats ship ships dog mode style commission committee"
    " campaign results result observers fraud day date"
)


def _is_before_head(parts: Parts, trigger: Trigger) -> bool:
    """Whether a noun only describes the next: "trial court", "attack helicopters"."""
    following = parts.tokens.words[trigger.end : trigger.end + 1]
    return bool(following) and following[0] in _HEADS


def _bare_noun(parts: Parts, reading: Reading, event: FoundEvent, told: bool, acting: bool) -> str:
    trigger = reading.trigger
    if trigger.weak and not told and not acting:
        return "named only"
    both = bool(reading.actor1 and (reading.actor2 or event.event_type in _MEANS_TOLD))
    if trigger.tense == "many" and not told and not both and not _is_object(parts, reading):
        return "named only"
    return "" if told or acting else "named only"


def _is_object(parts: Parts, reading: Reading) -> bool:
    """Whether a verb of beginning or doing governs the noun ("launched attacks")."""
    start = reading.trigger.start
    return any(
        g.name == "aspect" and g.part == "verb" and 0 <= start - g.end <= 5 for g in parts.governors
    )


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
