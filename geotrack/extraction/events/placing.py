"""Which of a sentence's places belong to a trigger, and as what."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.clauses import SHARING, is_list_item, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.events.parts import Parts, Placed
    from geotrack.extraction.events.triggers import Trigger
    from geotrack.extraction.found import Toponym


class Spots(NamedTuple):
    """Positions in the report's toponyms, by what the places are to the event."""

    scenes: tuple[int, ...] = ()
    venues: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()


# Words that put what follows them on the ground.
_AT = word_set(
    "in at near on around across outside inside over throughout within into towards along off"
    " targeting against through"
)
_TO = word_set("to from of for")
_PLACE_NOUNS = word_set(
    "city town village district districts province provinces governorate state county region area"
    " areas capital port outskirts suburb suburbs neighborhood neighbourhood border part parts"
    " municipality island camp north south east west villages towns cities centre center vicinity"
    " mountains valley hills coast countryside department subdistrict"
)
_DIRECTIONS = word_set(
    "north south east west northeast northwest southeast southwest north-east north-west"
    " south-east south-west away km kilometers kilometres miles"
)
# Classes whose places are where people met, and those whose places are only talked about.
MEETINGS = word_set("meeting discussion visit phone_call agreement vote")
SAYINGS = word_set(
    "demand directive threat rejection disapproval approval promise statement sanction concession"
    " aid cooperation demanded_thing legal_step lawsuit resignation truce"
)
_MOVES = word_set("withdrawal deployment visit displacement release")


def places_of(
    parts: Parts, trigger: Trigger, toponyms: Sequence[Toponym], status: str
) -> tuple[Spots, tuple[str, ...]]:
    """The places of a trigger's clause (or of one that shares its scene), and the rules."""
    own = parts.clause_of[trigger.start]
    found = _in_clause(parts, trigger, toponyms, own)
    rules: list[str] = ["place: own clause"] if found else []
    if not found:
        for k in sharing(parts, own):
            found = _in_clause(parts, trigger, toponyms, k)
            if found:
                rules.append("place: clause beside")
                break
    if not found:
        return Spots(), ()
    wider = {parent for i in found for parent in toponyms[i].parents}
    named = {toponyms[i].name for i in found}
    indexes = tuple(
        i for i in found if toponyms[i].name not in wider or not named - {toponyms[i].name}
    )
    if status == "demanded":
        indexes = tuple(i for i in indexes if not _is_before_demand(parts, trigger, i))
    if status in ("demanded", "denied") or trigger.name in SAYINGS:
        return Spots(topics=indexes), (*rules, "role: topic")
    if trigger.name in MEETINGS:
        return _of_meeting(parts, trigger, indexes), (*rules, "role: venue")
    return Spots(scenes=indexes), (*rules, "role: scene")


def _is_before_demand(parts: Parts, trigger: Trigger, mention: int) -> bool:
    """ "marched in A to demand a withdrawal from B": A is where they marched."""
    place = next(place for place in parts.places if place.mention == mention)
    between = (t for t in (*parts.triggers, *parts.governors) if t.part == "verb")
    return any(place.end <= t.start < trigger.start for t in between)


def _of_meeting(parts: Parts, trigger: Trigger, indexes: tuple[int, ...]) -> Spots:
    """People meet in or visit the first places; those behind "on" or "about" are talked about."""
    words = parts.tokens.words
    venues: list[int] = []
    topics: list[int] = []
    for place in parts.places:
        if place.mention in indexes:
            told = set(words[trigger.end : place.start]) & _ABOUT
            (topics if told else venues).append(place.mention)
    return Spots(venues=tuple(venues), topics=tuple(topics))


_ABOUT = word_set("on upon about regarding concerning discuss discussed allows demand over")


def sharing(parts: Parts, own: int) -> list[int]:
    """The clauses that share day and scene with this one, nearest first."""
    unit = unit_of(parts.clauses, own, SHARING)
    same = [
        k for k in range(len(parts.clauses)) if unit_of(parts.clauses, k, SHARING) == unit != k
        or k == unit
    ]  # fmt: skip
    return sorted((k for k in same if k != own), key=lambda k: abs(k - own))


def _in_clause(
    parts: Parts, trigger: Trigger, toponyms: Sequence[Toponym], k: int
) -> tuple[int, ...]:
    """The literal places of a clause that a preposition or verb puts on the ground."""
    clause = parts.clauses[k]
    scene = _own_scene_from(parts, trigger) if k == parts.clause_of[trigger.start] else _NOWHERE
    infinitive = _infinitive_from(parts, trigger)
    found: list[int] = []
    last: Placed | None = None
    for place in parts.places:
        inside = clause.start <= place.start < clause.end
        if not inside or not _is_ground(toponyms[place.mention]):
            last = place if inside and last and _listed(parts, last, place) else None
            continue
        joined = last is not None and _listed(parts, last, place)
        if last is not None and not joined and _is_parent(parts, last, place):
            continue
        others = scene <= place.start or infinitive < place.start
        others = others or _is_speakers(parts, trigger, place)
        if (joined or _put(parts, trigger, place, toponyms)) and not (others and not joined):
            found.append(place.mention)
            last = place
        else:
            last = None
    return tuple(found)


_NOWHERE = 1_000_000


def _own_scene_from(parts: Parts, trigger: Trigger) -> int:
    """The token from which places are those of another thing that happens somewhere."""
    ends = (
        t.end
        for t in parts.triggers
        if trigger.end < t.start
        and t.part == "noun"
        and t.name != trigger.name
        and t.name in _OWN_SCENES
    )
    return min(ends, default=_NOWHERE)


def _is_speakers(parts: Parts, trigger: Trigger, place: Placed) -> bool:
    """ "Protesters in A condemned the attack on B": A is where they spoke."""
    return trigger.part == "noun" and any(
        place.end <= t.start < trigger.start and t.part == "verb" and t.name in SAYINGS
        for t in parts.triggers
    )


def _infinitive_from(parts: Parts, trigger: Trigger) -> int:
    """ "signed a pact to end attacks in X": X, behind this token, is where the attacks are."""
    verbs = (t.start for t in parts.triggers if t.part == "verb" and trigger.end <= t.start)
    return min((at for at in verbs if parts.tokens.kinds[at - 1] == "t"), default=_NOWHERE)


_OWN_SCENES = word_set("attack bombing suicide_bombing air_strike shelling impact clash protest")


def _is_ground(toponym: Toponym) -> bool:
    return toponym.kind == "place" and toponym.role in ("literal", "modifier")


def _listed(parts: Parts, last: Placed, place: Placed) -> bool:
    """Whether a place goes on an enumeration: "Metina, Hakurk, and Zap"."""
    between = range(last.end, place.start)
    kinds = parts.tokens.kinds
    words = parts.tokens.words
    return (
        0 < len(between) <= 4
        and all(
            kinds[i] in ",cd" or words[i] in _PLACE_NOUNS or is_list_item(parts.tokens, i)
            for i in between
        )
        and any(kinds[i] in ",c" for i in between)
    )


def _is_parent(parts: Parts, last: Placed, place: Placed) -> bool:
    """ "the districts of Duhok" behind the districts' names: the wider place only says which."""
    words = parts.tokens.words[last.end : place.start]
    named = 0 < len(words) <= 4 and bool({"of", "in", ","} & set(words)) and "and" not in words
    known = _PLACE_NOUNS | _QUALIFIERS | {"of", "in", ",", "the"}
    return named and all(word in known for word in words)


def _put(parts: Parts, trigger: Trigger, place: Placed, toponyms: Sequence[Toponym]) -> bool:
    """Whether what stands before a place puts it on the ground."""
    tokens = parts.tokens
    if trigger.part == "noun" and place.end == trigger.start:
        # "the Baghdad meeting"
        return True
    if _is_in_name(parts, place) or toponyms[place.mention].role == "modifier":
        return False
    i = _before_phrase(parts, place)
    if i < 0:
        return False
    word = tokens.words[i]
    if trigger.end < i and _ends_office(parts, i):
        # "the government in Baghdad": where it sits.
        return trigger.name in MEETINGS and word in ("in", "at")
    if word == "of":
        return _of_place(parts, trigger, i)
    if word in ("to", "from"):
        return trigger.name in _MOVES and tokens.words[i - 1] not in _DIRECTIONS
    stands = word in _AT and not _is_talk(parts, trigger, i)
    return stands or (trigger.part == "verb" and trigger.end == i + 1)


def _ends_office(parts: Parts, i: int) -> bool:
    at = bisect_right(parts.actors, i - 1, key=lambda actor: actor.start)
    return bool(at) and parts.actors[at - 1].end == i and parts.actors[at - 1].kind == "political"


def _is_in_name(parts: Parts, place: Placed) -> bool:
    """ "Baghdad's police", "Ankara University"."""
    if parts.tokens.kinds[place.end : place.end + 1] == "'":
        return True
    at = bisect_right(parts.actors, place.start, key=lambda actor: actor.start)
    if not at or parts.actors[at - 1].kind not in _NAMED:
        return False
    actor = parts.actors[at - 1]
    within = actor.start < place.start < actor.end
    return within or actor.start <= place.start < place.end < actor.end


_NAMED = word_set("person organisation armed political")


def _before_phrase(parts: Parts, place: Placed) -> int:
    """The token before the place's phrase: before "the western", "the city"."""
    tokens, i = parts.tokens, place.start - 1
    while i >= 0 and (
        tokens.kinds[i] in "dC#"
        or tokens.words[i] in _PLACE_NOUNS
        or (tokens.kinds[i] in "ov" and tokens.words[i] in _QUALIFIERS)
    ):
        i -= 1
    return i


_QUALIFIERS = word_set(
    "northern southern eastern western central north south east west occupied besieged nearby"
    " neighbouring neighboring government-held rebel-held disputed coastal downtown"
)


def _of_place(parts: Parts, trigger: Trigger, i: int) -> bool:
    """ "the city of X", "the siege of X"; not "northeast of X" or "the president of X"."""
    before = parts.tokens.words[i - 1] if i else ""
    if before in _DIRECTIONS and parts.tokens.words[max(i - 2, 0)] not in ("the", "in"):
        return False
    return before in _PLACE_NOUNS or before == "out" or i == trigger.end


def _is_talk(parts: Parts, trigger: Trigger, i: int) -> bool:
    """ "on Syria" is a scene for strikes, a topic for talks."""
    word = parts.tokens.words[i]
    return word in ("on", "over", "against") and trigger.name in SAYINGS | MEETINGS
