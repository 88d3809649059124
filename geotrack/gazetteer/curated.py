"""A project's own places: hand-checked CSV files, with their names and outlines beside them."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.errors import InputError
from geotrack.gazetteer.records import Place, PlaceName, Records
from geotrack.schema import PLACE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NEEDED = ("place_id", "name", "kind", "longitude", "latitude")
# Where a curated record states no radius, its kind says how wide the place is.
_RADIUS_OF_KIND_KM = {"city": 8.0, "town": 3.0, "village": 1.5, "crossing": 1.0, "country": 500.0}
_DEFAULT_RADIUS_KM = 15.0


def read_curated(path: Path) -> Records:
    """Places of a CSV file (columns of the places table) with the names of `names.csv` beside it.

    Raises InputError naming file, row and column for a record that cannot be used.
    """
    names = _read_names(path.with_name("names.csv"))
    records = []
    seen: dict[str, int] = {}
    for row_number, row in _rows(path, _NEEDED):
        place = curated_place(row, f"{path.name} row {row_number}")
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


def curated_place(row: Mapping[str, str], where: str) -> Place:
    """The place of one row of such a file; `where` begins the message of an InputError."""
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
    return Place(
        row["place_id"],
        row["name"],
        row["kind"],
        numbers["longitude"],
        numbers["latitude"],
        radius_km,
        country=row.get("country", ""),
        admin1=row.get("admin1", ""),
        admin2=row.get("admin2", ""),
        population=int(numbers["population"]),
        source=row.get("source", ""),
        confidence=row.get("confidence", ""),
        same_as=row.get("same_as", ""),
        curated=True,
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
