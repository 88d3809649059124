"""Two events beside each other: what they share, where they disagree, how alike they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from geotrack.schema import OTHER_TYPE

# A stretch of time of so many days at most is evidence of this strength; a longer one is none.
DATE_WEIGHTS = ((1, 1.0), (7, 0.7), (31, 0.4))
SHARP_DAYS, WEEK_DAYS = 31, 7
# What each kind of evidence adds, full strength, and what each conflict takes away. Set by hand
# on the example's curated events, of which four pairs are known to be told twice.
_SHARES = {"date": 0.3, "type": 0.15, "place": 0.2, "actors": 0.3, "words": 0.35, "numbers": 0.1}
_CONFLICTS = {"date": 0.2, "type": 0.2, "place": 0.15, "actors": 0.15, "numbers": 0.1,
              "status": 0.15}  # fmt: skip
# From here on a kind of evidence counts as shared.
_SHARED = {"date": 0.4, "type": 0.5, "place": 0.5, "actors": 0.4, "words": 0.25, "numbers": 1.0}
# Events a day apart may be one: reports count from different midnights.
LATE_DAYS = 1


class Spot(NamedTuple):
    """A place of an event: its id ("" where not found) and name, the divisions it lies in, the
    division it is itself (country, governorate, district), and whether it is too wide to tell."""

    place_id: str
    name: str
    within: tuple[tuple[str, ...], ...] = ()
    ground: tuple[str, ...] = ()
    wide: bool = False


class Facts(NamedTuple):
    """What an event is compared by. Days are ordinals, None where unknown or open; `actors` and
    `words` map stems to words as written; `weight` is the rarity of all words; `told` are the
    reports and their quotes; `numbers` are things counted, with their bounds."""

    event_id: str
    extracted: bool
    first: int | None
    last: int | None
    event_type: str
    sub_type: str
    status: str
    spots: tuple[Spot, ...] = ()
    actors: Mapping[str, str] = MappingProxyType({})
    words: Mapping[str, str] = MappingProxyType({})
    weight: float = 0.0
    reports: frozenset[str] = frozenset()
    told: frozenset[tuple[str, str]] = frozenset()
    numbers: tuple[tuple[str, float, float], ...] = ()

    def days(self) -> int | None:
        """How many days the date covers; None where it is unknown or open."""
        if self.first is None or self.last is None:
            return None
        return self.last - self.first + 1


class Likeness(NamedTuple):
    """How alike two events are (0 to 1), the fields they share, and those in conflict."""

    score: float
    shared: tuple[str, ...]
    conflicts: tuple[str, ...]


def likeness(
    one: Facts,
    other: Facts,
    rarity: Mapping[str, float],
    least: float = 0.0,
    most: float | None = None,
) -> Likeness | None:
    """How alike two events are; None where they cannot be one, are less alike than `least`, or
    nothing but their type or an overlap of long times speaks for it. `rarity` weighs words; `most`
    is the rarest one's.

    >>> meeting = Facts("a", True, 10, 10, "Diplomacy", "Meeting", "occurred",
    ...                 actors={"amer": "ameri"}, words={"amer": "ameri"})
    >>> likeness(meeting, meeting._replace(event_id="b"), {"amer": 1.0}).conflicts
    ()
    >>> likeness(meeting, meeting._replace(first=40, last=40), {"amer": 1.0})
    """
    if "demanded" in (one.status, other.status) and one.status != other.status:
        # A demand has two sides: the statement and the thing demanded are two events.
        return None
    dates = _dates(one, other)
    if dates is None:
        return None
    types = _types(one, other)
    if _most_alike(dates, types) < least:
        return None
    strengths = {
        "date": dates,
        "type": types,
        "place": _places(one, other),
        "actors": _actors(one.actors, other.actors, rarity, most),
        "numbers": _numbers(one, other) if one.numbers and other.numbers else 0.0,
    }
    conflicts = [k for k, strength in strengths.items() if strength < 0]
    conflicts += ["status"] if one.status != other.status else []
    score = sum(_SHARES[k] * strength for k, strength in strengths.items() if strength > 0)
    score -= sum(_CONFLICTS[k] for k in conflicts)
    if score + _SHARES["words"] < least:
        return None
    strengths["words"] = _words(one, other, rarity)
    score += _SHARES["words"] * strengths["words"]
    shared = tuple(k for k in _SHARES if strengths[k] >= _SHARED[k])
    evidence = {*shared} - {"type"}
    if score < least or len(evidence) < 2 or not evidence & {"date", "words"}:
        return None
    return Likeness(round(max(0.0, min(1.0, score)), 2), shared, tuple(sorted(conflicts)))


def _most_alike(dates: float, types: float) -> float:
    """What the score can come to when all else agrees."""
    both = (("date", dates), ("type", types))
    told = sum(_SHARES[k] * strength if strength > 0 else 0.0 for k, strength in both)
    against = sum(_CONFLICTS[k] for k, strength in both if strength < 0)
    return told - against + sum(_SHARES[k] for k in ("place", "actors", "words", "numbers"))


def _dates(one: Facts, other: Facts) -> float | None:
    """Evidence in the dates; -1 a conflict, None where they rule each other out."""
    if one.first is None or other.first is None:
        return 0.0
    if one.last is None or other.last is None:
        # An open end: only a beginning after the other's end rules it out.
        ends = [(a.last, b.first) for a, b in ((one, other), (other, one))]
        late = any(end is not None and first is not None and first > end for end, first in ends)
        return None if late else 0.0
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap > 0:
        both_days = one.first == one.last and other.first == other.last
        return -1.0 if gap <= LATE_DAYS and both_days else None
    longest = max(one.last - one.first, other.last - other.first) + 1
    return next((weight for days, weight in DATE_WEIGHTS if longest <= days), 0.0)


def _types(one: Facts, other: Facts) -> float:
    if one.event_type != other.event_type:
        vague = OTHER_TYPE in (one.event_type, other.event_type)
        same_name = bool(one.sub_type) and one.sub_type == other.sub_type
        return 0.7 if same_name else (0.0 if vague else -1.0)
    if one.sub_type == other.sub_type:
        return 1.0
    return 0.7 if not (one.sub_type and other.sub_type) else 0.3


def _places(one: Facts, other: Facts) -> float:
    """1 the same place, less where one lies in a division of the other's; -1 places apart."""
    sharp = [[spot for spot in facts.spots if not spot.wide] for facts in (one, other)]
    if not all(sharp):
        return 0.0
    best = max(_near(a, b) for a in sharp[0] for b in sharp[1])
    return best or -1.0


# A district says more than a governorate.
_INSIDE = {3: 0.8, 2: 0.6}


def _near(one: Spot, other: Spot) -> float:
    if one.name == other.name or (one.place_id and one.place_id == other.place_id):
        return 1.0
    # A division contains what lies in it; two towns of a district are two towns.
    for inner, outer in ((one, other), (other, one)):
        if outer.ground and outer.ground in inner.within:
            return _INSIDE[len(outer.ground)]
    return 0.0


Words = Mapping[str, str]


def _actors(one: Words, other: Words, rarity: Mapping[str, float], most: float | None) -> float:
    """How many names both have, and how much those say: a person's more than a country's."""
    if not one or not other:
        return 0.0
    shared = one.keys() & other.keys()
    if not shared:
        return -1.0
    if most is None:
        most = max(rarity.values(), default=1.0)
    telling = max(rarity.get(stem, most) for stem in shared) / max(most, 0.1)
    return len(shared) / min(len(one), len(other)) * (0.5 + 0.5 * telling)


def _words(one: Facts, other: Facts, rarity: Mapping[str, float]) -> float:
    """The rarity of the words both use, of that of the one that uses fewer."""
    shared = one.words.keys() & other.words.keys()
    if not shared:
        return 0.0
    return min(1.0, sum(rarity.get(w, 1.0) for w in shared) / max(min(one.weight, other.weight), 1))


def _numbers(one: Facts, other: Facts) -> float:
    """1 where a count of the same thing is the same, -1 where bounds exclude each other."""
    theirs = {what: (low, high) for what, low, high in other.numbers}
    best = 0.0
    for what, low, high in one.numbers:
        if what in theirs:
            low2, high2 = theirs[what]
            if low > high2 or low2 > high:
                return -1.0
            best = max(best, 1.0 if low == low2 and low > 0 else 0.0)
    return best


def shared_in(field: str, one: Facts, other: Facts) -> str:
    """In what a shared field agrees, in a few words."""
    if field == "type":
        return one.sub_type if one.sub_type == other.sub_type and one.sub_type else one.event_type
    if field == "place":
        pairs = [(a, b) for a in one.spots for b in other.spots if _near(a, b)]
        return ", ".join(dict.fromkeys(min(pair).name for pair in pairs))
    if field == "numbers":
        theirs = {what: low for what, low, _ in other.numbers}
        same = [(what, low) for what, low, _ in one.numbers if theirs.get(what) == low]
        return ", ".join(f"{what} {low:g}" for what, low in same)
    if field in ("actors", "words"):
        mine, theirs = getattr(one, field), getattr(other, field)
        return ", ".join(sorted({mine[stem] for stem in mine.keys() & theirs.keys()})[:8])
    return ""
