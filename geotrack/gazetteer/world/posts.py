"""Airports, and places of the United States that only the Postal Service tells of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geotrack.gazetteer.names import fold_name
from geotrack.gazetteer.records import Place, PlaceName
from geotrack.gazetteer.world.tables import rows

# The grounds of an airport, and the ground a rural post office serves; ours.
_AIRPORT_KM, _POST_OFFICE_KM = 3.0, 8.0
# What people shorten to "Airport".
_AIRPORT_WORDS = ("International Airport", "Regional Airport", "Municipal Airport")


def airport_records(
    airports: Mapping[str, Any], divisions: Iterable[tuple[Place, Iterable[PlaceName]]]
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """airportsdata's airports that airlines serve (those with an IATA code), by ICAO code.

    Their first-level division is called as that of `divisions` by one of whose names they have it.

    Codes are no names. "Erbil International Airport" is found as "Erbil Airport" too, not as
    "Erbil".
    """
    usual = {
        (place.country, fold_name(name.name)): place.name
        for place, names in divisions
        if place.kind == "governorate"
        for name in (PlaceName(place.name), *names)
    }
    for icao, airport in sorted(airports.items()):
        if not airport["iata"] or not airport["name"]:
            continue
        place = Place(
            f"icao:{icao}",
            airport["name"],
            "airport",
            round(float(airport["lon"]), 5),
            round(float(airport["lat"]), 5),
            _AIRPORT_KM,
            country=airport["country"],
            admin1=usual.get((airport["country"], fold_name(airport["subd"])), ""),
            source="airportsdata",
            confidence="high",
        )
        names = _airport_names(airport["name"], airport["city"])
        yield place, [PlaceName(name, "en", "airportsdata") for name in names]


def _airport_names(name: str, city: str) -> list[str]:
    """Shorter names of an airport.

    >>> _airport_names("London Heathrow Airport", "London")
    ['Heathrow Airport']
    >>> _airport_names("Chicago O'Hare International Airport", "Chicago")
    ["O'Hare International Airport", "Chicago O'Hare Airport", "O'Hare Airport"]
    """
    named = [name]
    if city and name.startswith(f"{city} ") and name != f"{city} Airport":
        rest = name.removeprefix(f"{city} ")
        named += [rest] if rest not in _AIRPORT_WORDS else []
    named += [
        f"{long.removesuffix(words)}Airport"
        for long in tuple(named)
        for words in _AIRPORT_WORDS
        if long.endswith(f" {words}")
    ]
    return [*named[1:], *([f"{city} Airport"] if city and city not in name else [])]


def post_office_records(
    tables: Path, state_names: Mapping[str, str]
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """Post offices of the United States that lie near no settlement of their name.

    `state_names` are the states by postal code.
    """
    for row in rows(tables / "post_offices.csv"):
        slug = fold_name(row["name"]).replace(" ", "-")
        place = Place(
            f"usps:{row['state'].lower()}-{slug}",
            row["name"],
            "village",
            float(row["longitude"]),
            float(row["latitude"]),
            _POST_OFFICE_KM,
            country="US",
            admin1=state_names[row["state"]],
            admin2=row["county"],
            source="zipcodes",
            confidence="medium",
        )
        yield place, []
