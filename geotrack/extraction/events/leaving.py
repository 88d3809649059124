"""Why a reading is no event but a candidate: one small check after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.kinds import MEANS, words_beside
from geotrack.extraction.events.lexicon import trigger_classes
from geotrack.extraction.events.placing import SAYINGS
from geotrack.extraction.events.status import DESCRIBING

if TYPE_CHECKING:
    from geotrack.extraction.events.actorlist import Actor
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.triggers import Trigger
    from geotrack.extraction.events.uniting import Reading
    from geotrack.extraction.found import FoundEvent


class _Case(NamedTuple):
    """A reading and the event it would be.

    `told`: a place, date or number is told with it; `acting`: somebody is.
    """

    parts: Parts
    reading: Reading
    event: FoundEvent
    told: bool
    acting: bool

    @property
    def trigger(self) -> Trigger:
        return self.reading.trigger

    @property
    def sides(self) -> tuple[Actor | None, Actor | None]:
        return self.reading.actor1, self.reading.actor2


def left_out(parts: Parts, reading: Reading, event: FoundEvent) -> str:
    """Why a reading is a candidate only; empty for an event."""
    told = bool(event.scenes or event.venues or event.date is not None or event.figures)
    acting = bool(event.actor1 or event.actor2)
    sides = (reading.actor1, reading.actor2)
    if reading.trigger.part == "noun" and event.event_type in _FORCE and not _any_group(sides):
        acting = bool(reading.victims)
    case = _Case(parts, reading, event, told, acting)
    checks = _OF_DEMANDS if event.status == "demanded" else _CHECKS
    return next(filter(None, (check(case) for check in (*_FIRST, *checks))), "")


# --- of all


def _not_so(case: _Case) -> str:
    return case.reading.standing.left_out


def _asked(case: _Case) -> str:
    words = [word for word in case.parts.tokens.words[-3:] if word not in _QUOTES]
    return "a question" if words[-1:] == ["?"] else ""


_QUOTES = frozenset("\"“”»'’)")


def _only_found(case: _Case) -> str:
    """ "Police defused a bomb", "a mine was found": a thing, and nothing that it did."""
    tokens, (start, end) = case.parts.tokens, case.trigger[:2]
    if case.trigger.part != "noun" or tokens.words[end - 1] not in _THINGS:
        return ""
    clause = case.parts.clauses[case.parts.clause_of[start]]
    before = max(clause.start, start - _NEAR)
    while before < start and set(tokens.kinds[before:start]) & set("p,;"):
        before += 1
    verb = end
    while (
        verb < clause.end and tokens.kinds[verb] in "pdCoH#" and tokens.words[verb] not in _FINDING
    ):
        verb += 1
    been = tokens.words[verb + 1 : verb + 3] if tokens.kinds[verb : verb + 1] == "A" else []
    found = {*tokens.words[before:start], *been} & _FINDING
    return "found, not told as used" if found else ""


_NEAR = 5
_THINGS = word_set(
    "bomb bombs mine mines landmine landmines ied ieds device devices grenade grenades"
)
_FINDING = word_set(
    "found finds finding discovered discovers discovering defused defuses defusing disarmed disarms"
    " seized seizes seizing recovered recovers uncovered detected dismantled dismantles deactivated"
    " located confiscated removed cleared clearing removing spotted neutralised neutralized"
    " destroyed disposed"
)


def _describing(case: _Case) -> str:
    """ "trial court", "the banned party"; but "the recently signed accord" was signed."""
    following = case.parts.tokens.words[case.trigger.end : case.trigger.end + 1]
    before_head = case.trigger.part == "noun" and bool(following) and following[0] in _HEADS
    participle = case.reading.standing.rule == DESCRIBING and case.trigger.name != "agreement"
    return "only describes" if before_head or participle else ""


_HEADS = word_set(
    "court records record victim victims site scene helicopter helicopters squad suspect suspects"
    " survivor survivors plan plans group groups team teams member members room season process"
    " program programme leader leaders zone system warrant rate toll law laws policy crime crimes"
    " case cases charge charges threat threats ship ships dog mode style commission committee"
    " campaign campaigns results result observers fraud day date"
)


def _no_sentence(case: _Case) -> str:
    return "no sentence" if case.parts.sentence.kind == "fragment" else ""


def _merely_not(case: _Case) -> str:
    """What somebody denies or refuses is one; what merely did not happen is none."""
    governor = case.reading.standing.governor
    refused = governor is not None and governor.name in ("denied", "planned")
    ruled_out = refused or bool(case.event.claimed_by)
    return "told as not done" if case.event.status == "denied" and not ruled_out else ""


# --- of what is demanded


def _attitude(case: _Case) -> str:
    only_said = case.trigger.name in SAYINGS - _CONCRETE
    return "an attitude demanded" if only_said else ""


def _nobody_demands(case: _Case) -> str:
    return "" if case.event.actor1 or case.event.claimed_by else "nobody who demands it"


# --- of all that is not demanded


def _broad(case: _Case) -> str:
    actor, name = case.reading.actor1, case.trigger.name
    # "Farmers held a protest": those are who do.
    marching = name == "protest" and actor is not None and actor.kind == "civil"
    return "a broad word" if case.trigger.broad and not (_is_public(actor) or marching) else ""


def _private(case: _Case) -> str:
    """Pacts, sanctions and aid are of states and groups; so are meetings worth telling."""
    name = case.trigger.name
    political = any(actor is not None and actor.kind == "political" for actor in case.sides)
    public = any(map(_is_public, case.sides))
    unofficial = name in _PUBLIC and not (public or case.told or political)
    unmet = name in _MEETINGS and case.acting and not any(map(_may_meet, case.sides))
    return "nobody who acts for a state or group" if unofficial or unmet else ""


def _nowhere(case: _Case) -> str:
    if case.event.event_type not in _FORCE:
        return ""
    grounded = bool(case.event.figures) or _any_group(case.sides)
    deed = case.trigger.part == "verb" and case.trigger.name in _DEEDS
    if not deed or case.reading.standing.passive:
        grounded = grounded or bool(case.event.scenes)
    words = words_beside(case.parts, case.trigger)
    hit = case.reading.victims or not trigger_classes()["strike"].objects.isdisjoint(words)
    # "Rockets hit Tamo": by what stands in for by whom.
    hit = hit or (bool(case.event.scenes) and not MEANS.isdisjoint(words))
    return "" if grounded or hit else "nobody and nowhere"


def _nobody(case: _Case) -> str:
    name, event = case.trigger.name, case.event
    placed = bool(event.scenes or event.venues or event.date is not None)
    alone = name in _NEED_ACTOR and not case.acting and not (placed and name in _EITHER_SIDE)
    unmet = name in _MEETINGS and case.trigger.part == "verb" and not event.actor1
    if alone or unmet:
        return "nobody who acts"
    return "nobody who speaks" if name in SAYINGS and not event.actor1 else ""


def _unsaid(case: _Case) -> str:
    unsaid = case.event.status in ("planned", "alleged")
    return "not told as said" if case.trigger.name in SAYINGS - _CONCRETE and unsaid else ""


def _bare_noun(case: _Case) -> str:
    """A noun is an event where somebody, somewhere, some day or some number is told with it."""
    if case.trigger.part != "noun" or case.told:
        return ""
    first, second = case.sides
    both = bool(first and (second or case.event.event_type == "Explosions/Remote violence"))
    several = case.trigger.tense == "many" and not both and not _is_done(case)
    return "named only" if several or not case.acting else ""


def _is_done(case: _Case) -> bool:
    """Whether a verb of beginning or doing governs the noun ("launched attacks")."""
    start = case.trigger.start
    return any(
        g.name == "aspect" and g.part == "verb" and 0 <= start - g.end <= 5
        for g in case.parts.governors
    )


_FIRST = (_not_so, _asked, _only_found, _describing, _no_sentence, _merely_not)
_OF_DEMANDS = (_attitude, _nobody_demands)
_CHECKS = (_broad, _private, _nowhere, _nobody, _unsaid, _bare_noun)

# --- what they ask


# Classes that are no event without somebody who acts.
_NEED_ACTOR = SAYINGS | word_set(
    "institution meeting discussion visit phone_call vote agreement operation cooperation base"
    " withdrawal deployment release"
)
_EITHER_SIDE = word_set("meeting visit agreement vote base institution withdrawal deployment")
# Sayings that are acts as well: they can be asked for.
_CONCRETE = word_set(
    "sanction concession aid cooperation demanded_thing legal_step resignation truce"
)
_PUBLIC = word_set("sanction aid cooperation concession institution agreement truce resignation")
_MEETINGS = word_set("meeting discussion visit phone_call")
# Verbs of these tell of violence only where some group is told with them.
_DEEDS = word_set("clash attack capture killing assault strike")
_FORCE = frozenset(
    ("Battles", "Explosions/Remote violence", "Violence against civilians", "Other",
     "Strategic developments")
)  # fmt: skip


def _is_public(actor: Actor | None) -> bool:
    """A state, its offices and forces, a listed organisation."""
    if actor is None or actor.kind == "people":
        return False
    return actor.kind in ("state", "organisation", "armed") or bool(actor.whose)


def _may_meet(actor: Actor | None) -> bool:
    return actor is not None and actor.kind not in ("name", "body", "civil", "people")


def _any_group(sides: tuple[Actor | None, Actor | None]) -> bool:
    return any(a is not None and a.kind not in ("name", "person", "body") for a in sides)
