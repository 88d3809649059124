"""Names in context -> ranked places, each with a score and the reasons for it.

A name is taken apart into its head, the kind it names ("Zakho *district*"), and its parents
("..., Duhok"); every place filed under the head is scored by what speaks for it. The points
below are set by hand and add up; the reasons are kept as data.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geotrack.areas import distance_km
from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.schema import DIVISION_KINDS
from geotrack.style import words

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place

# Generic words that name the kind of place, folded, before or after the head.
_KIND_WORDS: dict[str, tuple[str, ...]] = {
    "district": ("district", "qadha", "qada", "ilce", "ilcesi", "قضاء", "قضا", "قهزا"),
    "subdistrict": ("subdistrict", "sub district", "nahiya", "nahiyah", "ناحیه"),
    "governorate": ("governorate", "province", "muhafaza", "ili", "محافظه", "پاریزگا", "پاریزگای"),
    "mountain": ("mount", "mountain", "mountains", "mt", "jabal", "jebel", "cebel", "ciya",
                 "ciyaye", "dagi", "daglari", "ridge", "range", "جبل", "چیای"),
    "valley": ("valley", "vadisi", "wadi", "وادی"),
    "camp": ("camp", "kampi", "مخیم", "معسکر"),
    "base": ("base", "airbase", "military base"),
    "village": ("village", "koyu", "gund", "gundi", "قریه"),
    "city": ("city", "city of", "مدینه"),
    "town": ("town",),
    "area": ("area", "region"),
    "river": ("river", "nahr"),
    "crossing": ("border crossing", "crossing", "border gate"),
}  # fmt: skip
_WORD_KIND = {fold_name(word): kind for kind, listed in _KIND_WORDS.items() for word in listed}
# Kinds that a kind word also lets pass: people call a wide area many things.
_ALIKE = {
    "mountain": {"area", "valley"},
    "area": {"mountain", "valley", "region"},
    "valley": {"area"},
    "base": {"camp"},
    "camp": {"base"},
    "city": {"town", "village"},
    "town": {"city", "village"},
    "village": {"town"},
    "governorate": {"region"},
    "district": set(),
    "subdistrict": set(),
}
_SETTLEMENTS = ("city", "town", "village")

MIN_SCORE = 0.6
# What a place of unknown population is worth: a town outranks a hamlet of its name.
_FAME_OF_KIND = {"city": 0.2, "town": 0.12, "mountain": 0.12, "area": 0.12, "valley": 0.12,
                 "governorate": 0.2, "district": 0.12, "camp": 0.08, "base": 0.08}  # fmt: skip
# A rival within so many points makes the best candidate doubtful: its score then stays below
# the default MIN_SCORE, however well known it is.
_CLOSE = 0.1
_DOUBTFUL = 0.5
# A place that is known to lie outside a parent named with it is not meant.
_OUTSIDE, _CONTRADICTED = -0.4, 0.3
# Runners-up nearer than this are the same spot for all practical purposes.
_SAME_SPOT_KM = 10.0


class Context(NamedTuple):
    """What is known beside the name.

    `countries` (ISO codes) and `bounds` (west, south, east, north) are the project's focus;
    `near` are coordinates (longitude, latitude) of places surely told of together with this one;
    reasons are worded in `language`.
    """

    countries: tuple[str, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    near: tuple[tuple[float, float], ...] = ()
    language: str = "en"


class Candidate(NamedTuple):
    """A place that may be meant, how sure (0 to 1), and why."""

    place: Place
    score: float
    reasons: tuple[str, ...]


class NameParts(NamedTuple):
    """A name taken apart: the head as written, the kind it names (or ""), its parents."""

    head: str
    kind: str
    parents: tuple[str, ...]


def split_name(text: str) -> NameParts:
    """Head, kind and parents of a place name as written.

    >>> split_name("Zakho district, Duhok")
    NameParts(head='Zakho', kind='district', parents=('Duhok',))
    >>> split_name("Mount Gara (Duhok)")
    NameParts(head='Gara', kind='mountain', parents=('Duhok',))
    """
    outside, _, bracket = text.partition("(")
    first, *rest = [part.strip() for part in outside.split(",")]
    rest += [part.strip(" )") for part in bracket.replace("(", ",").split(",")]
    head, kind = _strip_kind(first)
    parents = tuple(_strip_kind(part)[0] for part in rest if part.strip())
    return NameParts(head, kind, parents)


_OF = re.compile(r"^(?:the\s+)?(.+?)\s+of\s+(.+)$", re.IGNORECASE)


def _strip_kind(text: str) -> tuple[str, str]:
    """The name without a generic word at either end, and the kind that word names."""
    of = _OF.match(text)
    if of and fold_name(of[1]) in _WORD_KIND:
        return of[2], _WORD_KIND[fold_name(of[1])]
    parts = text.split()
    for size in (2, 1):
        if len(parts) > size:
            for part, rest in (
                (parts[-size:], parts[:-size]),
                (parts[:size], parts[size:]),
            ):
                kind = _WORD_KIND.get(fold_name(" ".join(part)))
                if kind:
                    return " ".join(rest), kind
    return text, ""


def rank_places(name: str, gazetteer: Gazetteer, context: Context = Context()) -> list[Candidate]:  # noqa: B008
    """The places a name may mean, the likeliest first; empty where the gazetteer has none.

    The best candidate's score is what `min_score` is compared with: it is lowered where a
    runner-up elsewhere is nearly as likely.
    """
    parts = split_name(name)
    found: dict[str, tuple[Place, int]] = {}
    for level, folded in _levels(name, parts):
        for place in gazetteer.look_up(folded):
            found.setdefault(place.place_id, (place, level))
    said = _Said(
        parts.head,
        parts.kind,
        frozenset(key for _, key in _levels(parts.head, parts)),
        [_parent_places(parent, gazetteer) for parent in parts.parents],
    )
    ranked = [_scored(place, level, said, context) for place, level in found.values()]
    ranked.sort(
        key=lambda c: (-c.score, not c.place.curated, -c.place.population, c.place.place_id)
    )
    # Ranked by all points, so that two beyond the highest score keep their order.
    capped = [c._replace(score=round(min(0.99, max(0.01, c.score)), 3)) for c in ranked]
    return _doubted(_without_twins(capped), words(context.language))


def _levels(name: str, parts: NameParts) -> list[tuple[int, str]]:
    """The keys to look up, the likeliest first: 0 whole, 1 head, 2 head without article."""
    outside = name.partition("(")[0].partition(",")[0]
    whole, head = fold_name(outside), fold_name(parts.head)
    keys = enumerate((whole, head, bare_name(head)))
    # Of equal keys the first counts.
    first = {key: level for level, key in reversed(list(keys)) if key}
    return sorted((level, key) for key, level in first.items())


class _Parent(NamedTuple):
    name: str
    keys: frozenset[str]
    places: tuple[Place, ...]


class _Said(NamedTuple):
    """What a name says: its head with the keys it goes by, the kind it names, its parents."""

    head: str
    kind: str
    keys: frozenset[str]
    parents: list[_Parent]


@lru_cache(maxsize=4096)
def _parent_places(name: str, gazetteer: Gazetteer) -> _Parent:
    """Divisions and countries a parent's name may mean, with all keys they go by."""
    folded = fold_name(name)
    places = [p for key in {folded, bare_name(folded)} for p in gazetteer.look_up(key)]
    wide = tuple(p for p in places if p.kind in (*DIVISION_KINDS, "country", "region"))
    keys = {folded, bare_name(folded), *(fold_name(p.name) for p in wide)}
    return _Parent(name, frozenset(keys), wide)


def _scored(place: Place, level: int, said: _Said, context: Context) -> Candidate:
    say = words(context.language)
    own_name = fold_name(place.name) in said.keys
    alias = say["reason.other_name"].format(name=said.head)
    within = [_parent_points(place, parent, say) for parent in said.parents]
    points: list[tuple[float, str]] = [
        (0.4, ""),
        ((0.0, 0.0, -0.08)[level], ("", "", say["reason.bare"])[level]),
        (0.1, "") if own_name or place.curated else (0.0, alias),
        _kind_points(place, said.kind, say),
        *within,
        *_focus_points(place, context, bool(said.parents)),
        _fame_points(place, say),
        (-0.1 if place.confidence == "low" else 0.0, ""),
        _nearness_points(place, context),
    ]
    reasons = tuple(reason for _, reason in points if reason)
    score = round(sum(p for p, _ in points), 3)
    contradicted = any(points <= _OUTSIDE for points, _ in within)
    return Candidate(place, min(score, _CONTRADICTED) if contradicted else score, reasons)


def _kind_points(place: Place, kind: str, say: Mapping[str, str]) -> tuple[float, str]:
    if not kind:
        if place.kind == "country":
            # More than the largest city's fame: Mexico is not Mexico City, Iraq not Arak.
            return 0.5, say["reason.country"]
        # The name alone more often means the town than the division called after it.
        return (-0.08 if place.kind in DIVISION_KINDS else 0.0), ""
    if place.kind == kind:
        return 0.15, say["reason.kind"].format(kind=kind)
    if place.kind in _ALIKE.get(kind, ()):
        return 0.05, say["reason.kind_alike"].format(filed=place.kind, kind=kind)
    return -0.35, say["reason.kind_other"].format(filed=place.kind, kind=kind)


def _parent_points(place: Place, parent: _Parent, say: Mapping[str, str]) -> tuple[float, str]:
    own = {fold_name(place.admin1), fold_name(place.admin2)} - {""}
    codes = {p.country for p in parent.places if p.kind == "country"}
    if place.country in codes or own & parent.keys or place.country.casefold() in parent.keys:
        return 0.25, say["reason.parent"].format(parent=parent.name)
    # A record without divisions cannot contradict; one inside a parent's circle agrees.
    near = any(
        p.kind != "country"
        and distance_km(p.longitude, p.latitude, place.longitude, place.latitude) <= p.radius_km
        for p in parent.places
    )
    if near and not own:
        return 0.15, say["reason.parent_near"].format(parent=parent.name)
    countries = {p.country for p in parent.places} | {""}
    if not own and (not parent.places or (not codes and place.country in countries)):
        return -0.1, say["reason.parent_unknown"].format(parent=parent.name)
    return _OUTSIDE, say["reason.parent_not"].format(parent=parent.name)


def _focus_points(place: Place, context: Context, has_parents: bool) -> list[tuple[float, str]]:
    say = words(context.language)
    if not (context.countries or context.bounds):
        # Without a focus nothing supports a curated place but a named parent.
        return [
            (-0.1 if place.curated and not has_parents and place.kind != "country" else 0.0, "")
        ]
    inside = in_bounds(place.longitude, place.latitude, context.bounds)
    if place.country in context.countries or inside:
        points = [(0.15, say["reason.focus"])]
        if place.curated:
            points.append((0.1, say["reason.curated"]))
        return points
    return [(-0.1, say["reason.focus_not"])]


def in_bounds(
    longitude: float, latitude: float, bounds: tuple[float, float, float, float] | None
) -> bool:
    """Whether a point lies within (west, south, east, north); west > east crosses 180 degrees."""
    if bounds is None:
        return False
    west, south, east, north = bounds
    across = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return across and south <= latitude <= north


def _fame_points(place: Place, say: Mapping[str, str]) -> tuple[float, str]:
    """0.12 for each tenfold of inhabitants above a thousand."""
    points = 0.12 * max(0.0, math.log10(place.population + 1) - 3)
    if place.kind == "country":
        return 0.0, ""
    points = max(min(points, 0.45), 0.0 if place.population else _FAME_OF_KIND.get(place.kind, 0.0))
    told = say["reason.inhabitants"].format(n=f"{place.population:,}")
    return points, (told if place.population >= 100_000 else "")


def _nearness_points(place: Place, context: Context) -> tuple[float, str]:
    if not context.near or place.kind == "country":
        return 0.0, ""
    say = words(context.language)
    nearest = min(distance_km(*point, place.longitude, place.latitude) for point in context.near)
    if nearest <= 150:
        return 0.1, say["reason.near"].format(km=f"{nearest:.0f}")
    if nearest > 1000:
        return -0.1, say["reason.far"].format(km=f"{nearest:,.0f}")
    return 0.0, ""


def _without_twins(ranked: list[Candidate]) -> list[Candidate]:
    """Without records that are said to be the same as a better one."""
    kept: list[Candidate] = []
    known: set[str] = set()
    for candidate in ranked:
        ids = {candidate.place.place_id, *filter(None, candidate.place.same_as.split(";"))}
        if not ids & known:
            kept.append(candidate)
        known |= ids
    return kept


def _doubted(ranked: list[Candidate], say: Mapping[str, str]) -> list[Candidate]:
    """All candidates lowered where the best has a rival elsewhere that is nearly as likely.

    Where the best has none, being the only place of its name raises it a little.
    """
    if len(ranked) < 2:
        return [c._replace(score=min(0.99, round(c.score + 0.05, 3))) for c in ranked]
    best = ranked[0]
    rivals = [
        c
        for c in ranked[1:]
        if best.score - c.score < _CLOSE and _is_elsewhere(best.place, c.place)
    ]
    if not rivals:
        return ranked
    rival = rivals[0].place
    reason = say["reason.rival"].format(name=rival.name, place_id=rival.place_id)
    # As far apart as before, but all below what is placed.
    less = max(0.0, best.score - (_DOUBTFUL + best.score - rivals[0].score))
    lowered = [c._replace(score=max(0.01, round(c.score - less, 3))) for c in ranked]
    return [lowered[0]._replace(reasons=(*best.reasons, reason)), *lowered[1:]]


def _is_elsewhere(one: Place, other: Place) -> bool:
    """Whether two places are different ground: a town does not vie with the district around it."""
    apart_km = distance_km(one.longitude, one.latitude, other.longitude, other.latitude)
    around = [p.radius_km for p in (one, other) if p.kind in DIVISION_KINDS]
    return apart_km > max([_SAME_SPOT_KM, *around])
