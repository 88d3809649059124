"""The type of an event, where its word alone leaves it open: by means, victim and sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.lexicon import trigger_classes
from geotrack.extraction.events.placing import SAYINGS

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.triggers import Trigger
    from geotrack.extraction.events.uniting import Reading

_MEANS = {
    "Air/drone strike": "air airstrike airstrikes warplane warplanes drone drones jet jets"
    " helicopter helicopters aircraft uav uavs predator plane planes",
    "Shelling/artillery/missile attack": "artillery mortar mortars rocket rockets missile missiles"
    " shells howitzers shellfire",
    "Suicide bomb": "suicide",
    "Remote explosive/landmine/IED": "ied ieds landmine landmines roadside explosives mine bomb",
    "Grenade": "grenade grenades",
}
_MEANS_OF = {word: sub for sub, words in _MEANS.items() for word in words.split()}
MEANS = frozenset(_MEANS_OF)
_REMOTE = "Explosions/Remote violence"
# Classes a weapon beside them makes a remote attack.
_OPEN = word_set("strike attack killing operation assault bombing destruction")
_CIVILIANS = word_set(
    "civilian civilians people villagers residents women children worshippers students journalist"
    " journalists refugees passengers shoppers farmers men man woman boy girl aid worker workers"
    " doctors nurses teachers activist activists protesters demonstrators pupils"
)
# What these say, they say in the street.
_PROTESTERS = (["protesters"], ["protestors"], ["demonstrators"], ["marchers"])
_ARMED = word_set("armed organisation")
_TARGETS = word_set("targets target positions tank tanks depot depots hideouts shelters")


def type_of(parts: Parts, reading: Reading) -> tuple[str, str]:
    """geotrack's event type and sub-type of a reading."""
    name = reading.trigger.name
    listed = trigger_classes()[name]
    if reading.standing.status == "demanded" and name not in ("demand",):
        return "Diplomacy and politics", "Demand"
    if name == "institution":
        planned = reading.standing.status == "planned"
        return listed.event_type, listed.sub_event_type if planned else ""
    if name in SAYINGS:
        in_street = reading.names[0].lower().split(" ")[-1:] in _PROTESTERS
        return ("Protests", "") if in_street else (listed.event_type, listed.sub_event_type)
    if name in _OPEN:
        return _by_means(parts, reading)
    if name == "protest":
        return listed.event_type, _manner(parts)
    if name == "capture":
        return listed.event_type, _taking(parts, reading)
    return listed.event_type, listed.sub_event_type


def _clause_words(parts: Parts, reading: Reading) -> list[str]:
    """The words of the trigger's clause, and of the actor's name."""
    return [
        *words_beside(parts, reading.trigger),
        *reading.names[0].lower().replace(";", "").split(),
    ]


def words_beside(parts: Parts, trigger: Trigger) -> list[str]:
    """The words of a trigger's clause; a verb itself ("will bomb") is no means."""
    clause = parts.clauses[parts.clause_of[trigger.start]]
    words = parts.tokens.words
    if trigger.part == "noun":
        return words[clause.start : clause.end]
    return words[clause.start : trigger.start] + words[trigger.end : clause.end]


def _by_means(parts: Parts, reading: Reading) -> tuple[str, str]:
    name = reading.trigger.name
    listed = trigger_classes()[name]
    words = _clause_words(parts, reading)
    means = {_MEANS_OF[word] for word in words if word in _MEANS_OF}
    if "Suicide bomb" in means:
        return _REMOTE, "Suicide bomb"
    if means and name != "operation":
        return _REMOTE, means.pop() if len(means) == 1 else ""
    if name == "destruction" and _TARGETS & set(words):
        return _REMOTE, ""
    if name in ("attack", "killing", "strike") and _hits_civilians(parts, reading):
        return "Violence against civilians", "Attack" if reading.actor1 else ""
    if name in ("attack", "killing") and _both_armed(reading):
        return "Battles", "Armed clash"
    return listed.event_type, listed.sub_event_type


def _hits_civilians(parts: Parts, reading: Reading) -> bool:
    """Whether civilians are what it is done to: behind the word, before a passive."""
    if reading.actor2 is not None:
        return reading.actor2.kind == "civil"
    clause = parts.clauses[parts.clause_of[reading.trigger.start]]
    if reading.standing.passive:
        near = range(clause.start, reading.standing.group)
    else:
        near = range(reading.trigger.end, min(clause.end, reading.trigger.end + 7))
    tokens = parts.tokens
    return any(tokens.words[i] in _CIVILIANS and tokens.kinds[i] == "o" for i in near)


def _both_armed(reading: Reading) -> bool:
    one, two = reading.actor1, reading.actor2
    return bool(one and two and two.kind in _ARMED and one.kind in (*_ARMED, "state"))


def _manner(parts: Parts) -> str:
    words = set(parts.tokens.words)
    if {"tear", "gas"} <= words or words & {"dispersed", "disperse"}:
        return "Protest with intervention"
    return "Peaceful protest" if words & {"peaceful", "peacefully"} else ""


_BACK = frozenset(
    ("retook", "retaken", "retake", "recaptured", "recapture", "regained", "liberated")
)


def _taking(parts: Parts, reading: Reading) -> str:
    word = parts.tokens.words[reading.trigger.start]
    actor = reading.actor1
    if actor is None:
        return ""
    if actor.kind == "organisation" or (actor.kind == "armed" and not actor.whose):
        return "Non-state actor overtakes territory"
    return "Government regains territory" if word in _BACK else ""
