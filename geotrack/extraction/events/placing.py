"""Which of a sentence's places and dates belong to a trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.clauses import SHARING, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.dating.dates import DateMention
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
    "demand directive threat rejection disapproval approval promise statement sanction concession aid"
    " cooperation demanded_thing legal_step lawsuit resignation truce"
)
_MOVES = word_set("withdrawal deployment visit displacement release")


def places_of(
    parts: Parts, trigger: Trigger, toponyms: Sequence[Toponym], status: str
) -> tuple[Spots, tuple[str, ...]]:
    """The places of a trigger's clause (or of one that shares its scene), and the rules that fired."""
    own = parts.clause_of[trigger.start]
    found = _in_clause(parts, trigger, toponyms, own)
    rules: list[str] = ["place: own clause"] if found else []
    if not found:
        for k in _sharing(parts, own):
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
    if status in ("demanded", "denied") or trigger.name in SAYINGS:
        return Spots(topics=indexes), (*rules, "role: topic")
    if trigger.name in MEETINGS:
        return _of_meeting(parts, trigger, indexes), (*rules, "role: venue")
    return Spots(scenes=indexes), (*rules, "role: scene")


def _of_meeting(parts: Parts, trigger: Trigger, indexes: tuple[int, ...]) -> Spots:
    """People meet in or visit the first places; those behind "on" or "about" are talked about."""
    words = parts.tokens.words
    venues, topics = [], []
    for place in parts.places:
        if place.index in indexes:
            told = set(words[trigger.end : place.start]) & _ABOUT
            (topics if told else venues).append(place.index)
    return Spots(venues=tuple(venues), topics=tuple(topics))


_ABOUT = word_set("on upon about regarding concerning discuss discussed allows demand over")


def _sharing(parts: Parts, own: int) -> list[int]:
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
    found: list[int] = []
    last: Placed | None = None
    for place in parts.places:
        inside = clause.start <= place.start < clause.end
        if not inside or not _is_ground(toponyms[place.index]):
            last = place if inside and last and _listed(parts, last, place) else None
            continue
        others = k == parts.clause_of[trigger.start] and any(t.start > trigger.end and t.end <= place.start and t.part == "noun" and
                     t.name != trigger.name and t.name in _OWN_SCENES
                     for t in parts.triggers if clause.start <= t.start)  # fmt: skip
        joined = last is not None and _listed(parts, last, place)
        if last is not None and not joined and _is_parent(parts, last, place):
            continue
        others = others or _is_of_infinitive(parts, trigger, place)
        if (joined or _put(parts, trigger, place, toponyms)) and not (others and not joined):
            found.append(place.index)
            last = place
        else:
            last = None
    return tuple(found)


def _is_of_infinitive(parts: Parts, trigger: Trigger, place: Placed) -> bool:
    """ "signed a pact to end attacks in X": X is where the attacks are."""
    verbs = (t for t in parts.triggers if trigger.end <= t.start < place.start)
    return any(t.part == "verb" and parts.tokens.kinds[t.start - 1] == "t" for t in verbs)


_OWN_SCENES = word_set("attack bombing suicide_bombing air_strike shelling clash protest")


def _is_ground(toponym: Toponym) -> bool:
    return toponym.kind == "place" and toponym.role in ("literal", "modifier")


def _listed(parts: Parts, last: Placed, place: Placed) -> bool:
    """Whether a place goes on an enumeration: "Metina, Hakurk, and Zap"."""
    between = range(last.end, place.start)
    kinds = parts.tokens.kinds
    words = parts.tokens.words
    return (
        0 < len(between) <= 4
        and all(kinds[i] in ",cd" or words[i] in _PLACE_NOUNS for i in between)
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
    if tokens.kinds[place.end : place.end + 1] == "'":
        return False
    actor = next((a for a in parts.actors if a.start < place.start < a.end or
                  (a.start <= place.start and a.end > place.end)), None)  # fmt: skip
    if actor and actor.kind in ("person", "organisation", "armed", "political"):
        return False
    i = place.start - 1
    while i >= 0 and (
        tokens.kinds[i] in "dC#" or tokens.words[i] in _PLACE_NOUNS or (tokens.kinds[i] in "ov"
        and tokens.words[i] in _QUALIFIERS)
    ):  # fmt: skip
        i -= 1
    if i < 0:
        return toponyms[place.index].role == "modifier" and trigger.start == place.end
    word = tokens.words[i]
    if any(a.end == i and a.kind == "political" for a in parts.actors) and trigger.end < i:
        # "the government in Baghdad": where it sits.
        return trigger.name in MEETINGS and word in ("in", "at")
    if word == "of":
        return _of_place(parts, trigger, i)
    if word in _AT:
        return not _is_talk(parts, trigger, i)
    if word in ("to", "from"):
        return trigger.name in _MOVES and not _by_direction(parts, i)
    if trigger.part == "verb" and trigger.end == i + 1:
        return True
    return trigger.part == "noun" and place.end == trigger.start and place.start - 1 == i


_QUALIFIERS = word_set(
    "northern southern eastern western central north south east west occupied besieged nearby"
    " neighbouring neighboring government-held rebel-held disputed coastal downtown"
)


def _by_direction(parts: Parts, i: int) -> bool:
    return parts.tokens.words[i - 1] in _DIRECTIONS


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


# --- dates


def date_of(parts: Parts, trigger: Trigger, dates: Sequence[DateMention]) -> tuple[int | None, str]:
    """The date that governs a trigger, as its position in the report's, and the rule.

    The nearest of its own clause; else that of a clause that shares its day. A date between
    another trigger and its neighbours, or with a verb of saying, is theirs.
    """
    told = [d for d in parts.dates if _is_point(dates[d.index])]
    if not told:
        return None, ""
    own = parts.clause_of[trigger.start]
    for rule, clauses in (
        ("date: own clause", [own]),
        ("date: clause beside", _sharing(parts, own)),
    ):
        near = [d for d in told if parts.clause_of[d.start] in clauses]
        near = [d for d in near if _governs(parts, trigger, d) and _reaches(parts, trigger, d)]
        if near:
            best = min(near, key=lambda d: _distance(trigger, d))
            return best.index, rule
    return None, ""


def _reaches(parts: Parts, trigger: Trigger, date: Placed) -> bool:
    """Whether a date is told with the trigger: one in "..., begun in May" is of the noun before.

    A participle takes the day of its clause only where it tells more of the same violence.
    """
    own, its = parts.clause_of[trigger.start], parts.clause_of[date.start]
    if own == its:
        return True
    if parts.clauses[its].link == "rel":
        return trigger.end >= parts.clauses[its].start - 1
    apart = {parts.clauses[own].link, parts.clauses[its].link}
    return "part" not in apart or trigger.name not in SAYINGS | MEETINGS


def _is_point(date: DateMention) -> bool:
    if date.type not in ("DATE", "TIME") or date.value.endswith("_REF"):
        return False
    return bool(date.edtf or date.interval or date.open)


def _distance(trigger: Trigger, date: Placed) -> int:
    return date.start - trigger.end if date.start >= trigger.end else trigger.start - date.end + 1


def _governs(parts: Parts, trigger: Trigger, date: Placed) -> bool:
    """Whether no other trigger has the better claim to a date."""
    words = parts.tokens.words
    if words[max(date.start - 1, 0)] in ("until", "till", "by") and trigger.start < date.start:
        return False
    if trigger.part == "noun" and date.start < trigger.start and trigger.name not in SAYINGS:
        between = (t for t in parts.triggers if date.end <= t.start < trigger.start)
        if any(t.part == "verb" and t.name in SAYINGS for t in between):
            # "On Friday he condemned the attacks": the day he spoke.
            return False
    claims = [g for g in parts.governors if g.name == "said" and g.part == "verb"]
    for other in (*parts.triggers, *claims):
        if other.start == trigger.start or _holds(trigger, other):
            continue
        if other.start == date.end and trigger.start != date.end:
            # "the Sunday attack"
            return False
        adjacent = other.end in (date.start, date.start - 1)
        if adjacent and other.part == "verb" and not trigger.start < other.start:
            # "signed on Friday was called": the day of signing.
            return trigger.start < date.start and trigger.start == other.start
    return True


def _holds(trigger: Trigger, other: Trigger) -> bool:
    return trigger.start <= other.start < trigger.end
