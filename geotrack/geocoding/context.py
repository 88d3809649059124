"""What is known beside a name: the project's focus, and the places told of together with it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from geotrack.areas import distance_km

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Place

# How fast the pull of a place told of together fades: by half in about 70 km.
_FADING_KM = 100.0
# Beyond this nothing is left of it; a degree of latitude is 111 km.
_REACH_DEGREES = 5.0
# Only neighbours this sure are named as a reason.
_SURE = 0.5


class Neighbour(NamedTuple):
    """A place told of together with the name in question, and how surely (0 to 1)."""

    place: Place
    weight: float = 1.0


class Around(NamedTuple):
    """Neighbours, summed up: their weights in all, by country and by division; their points.

    `named` holds the countries and divisions that are themselves among the neighbours, `ids` all
    neighbours by their place id, `pulls` what `pull_of` has worked out of places so far.
    """

    total: float = 0.0
    countries: dict[str, float] = {}  # noqa: RUF012 - never changed
    admin1: dict[tuple[str, str], float] = {}  # noqa: RUF012
    admin2: dict[tuple[str, str], float] = {}  # noqa: RUF012
    named: dict[tuple[str, str], float] = {}  # noqa: RUF012
    ids: dict[str, float] = {}  # noqa: RUF012
    points: tuple[Neighbour, ...] = ()
    pulls: dict[str, tuple[float, float]] = {}  # noqa: RUF012


class Context(NamedTuple):
    """What is known beside the name.

    `countries` (ISO codes) and `bounds` (west, south, east, north) are the project's focus;
    `near` are places surely told of together with this one; `home` are places told of by the
    same publisher elsewhere, `publisher_country` its country; reasons are worded in `language`.
    `home_around` is `home` summed up, where many names share it.
    """

    countries: tuple[str, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    near: tuple[Neighbour, ...] = ()
    home: tuple[Neighbour, ...] = ()
    publisher_country: str = ""
    language: str = "en"
    home_around: Around | None = None


def around_home(context: Context) -> Around:
    """The context's home, summed up.

    >>> around_home(Context()).total
    0.0
    """
    return sum_up(context.home) if context.home_around is None else context.home_around


def sum_up(neighbours: Iterable[Neighbour]) -> Around:
    """Neighbours -> Around.

    >>> from geotrack.gazetteer.records import Place
    >>> zakho = Place("gn:89570", "Zakho", "town", 42.69, 37.15, 3, "IQ", "Duhok")
    >>> sum_up([Neighbour(zakho, 0.5)]).countries
    {'IQ': 0.5}
    """
    found = Around(0.0, {}, {}, {}, {}, {}, (), {})
    total = 0.0
    points = []
    for neighbour in neighbours:
        place, weight = neighbour
        total += weight
        found.ids[place.place_id] = max(found.ids.get(place.place_id, 0.0), weight)
        _add(found.countries, place.country, weight)
        _add(found.admin1, (place.country, _division_of(place)), weight)
        _add(found.admin2, (place.country, place.admin2), weight)
        if place.kind in ("country", "governorate", "district"):
            key = (place.country, "" if place.kind == "country" else place.name)
            found.named[key] = max(found.named.get(key, 0.0), weight)
        if place.kind not in ("country", "region", "continent", "sea"):
            points.append(neighbour)
    return found._replace(total=total, points=tuple(points))


def _division_of(place: Place) -> str:
    """The first-level division a place lies in or is."""
    return place.name if place.kind == "governorate" else place.admin1


def _add(sums: dict, key: object, weight: float) -> None:  # type: ignore[type-arg]
    sums[key] = sums.get(key, 0.0) + weight


def nearest_to(place: Place, around: Around) -> tuple[float, str]:
    """How far off the nearest neighbour is (km) and its name; infinitely far without any."""
    found = (
        (
            distance_km(place.longitude, place.latitude, n.place.longitude, n.place.latitude),
            n.place.name,
        )
        for n in around.points
        if n.weight >= _SURE and n.place.place_id != place.place_id
    )
    return min(found, default=(math.inf, ""))


def pull_of(place: Place, around: Around) -> tuple[float, float]:
    """How strongly the neighbours draw a place: the nearest's pull, and all in sum.

    A country or first-level division is drawn by what lies in it, any other place by what lies
    near. The place itself, named otherwise, does not draw.
    """
    if not around.total:
        return 0.0, 0.0
    known = around.pulls.get(place.place_id)
    if known is None:
        known = around.pulls[place.place_id] = _pull_of(place, around)
    return known


def _pull_of(place: Place, around: Around) -> tuple[float, float]:
    itself = around.ids.get(place.place_id, 0.0)
    if place.kind in ("country", "governorate"):
        inside = (
            around.countries.get(place.country, 0.0)
            if place.kind == "country"
            else around.admin1.get((place.country, place.name), 0.0)
        )
        total = max(0.0, inside - itself)
        return min(1.0, total), total
    nearest = total = 0.0
    for other, weight in around.points:
        if other.place_id == place.place_id:
            continue
        if abs(other.latitude - place.latitude) > _REACH_DEGREES:
            continue
        apart_km = distance_km(place.longitude, place.latitude, other.longitude, other.latitude)
        pull = weight * math.exp(-apart_km / _FADING_KM)
        nearest = max(nearest, pull)
        total += pull
    return nearest, total


def in_bounds(
    longitude: float, latitude: float, bounds: tuple[float, float, float, float] | None
) -> bool:
    """Whether a point lies within (west, south, east, north); west > east crosses 180 degrees."""
    if bounds is None:
        return False
    west, south, east, north = bounds
    across = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return across and south <= latitude <= north
