"""Random points joined with districts and provinces, beside geopandas, DuckDB and PostGIS.

    python benchmarks/bench_spatial_join.py                 # 200,000 points
    python benchmarks/bench_spatial_join.py 1000000 --duckdb DIR

The areas are the outlines of data/gazetteer and the first-level divisions of the basemap
(30 and 106; most of the former lie in one of the latter). Two questions, each answered on one
thread, in a process of its own, from arrays in memory to the number of points in each area:

* `within`: the points in exactly one area;
* `surely`: the points with exactly one area within 2 km, which maps shaded by division ask, for
  borders are no more exact than that (geotrack.staticmap.divisions.assigned). Degrees are
  lengthened as there: by the cosine of the latitude.

Every way's numbers, area by area, must be the same, or the benchmark fails. PostGIS (Debian's
packages) runs on a socket in a temporary folder. DuckDB's extension `spatial` comes from its own
site; where that cannot be reached, `pip install --target DIR duckdb==1.5.5
duckdb-extension-spatial==1.5.5` has it from PyPI, and --duckdb DIR uses it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from measured import ROOT, load, run

_FILES = ("data/gazetteer/areas.geojson", "data/basemap/middle-east-north-admin1_areas.geojson")
_SEED = 20241122
# How far an outline may be off, and a degree's length, as geotrack.staticmap.divisions has them.
_OFF_KM, _KM_PER_DEGREE = 2.0, 111.2
# Of the join: the area's number for each pair of a point and an area that match.
_ONE_AREA = (
    "SELECT area, count(*) FROM (SELECT min(a.number) AS area FROM points p JOIN areas a ON {match}"
    " GROUP BY p.number HAVING count(*) = 1) found GROUP BY area"
)

_POINTS = (
    "CREATE TEMP TABLE points AS SELECT number, reach, "
    "ST_SetSRID(ST_MakePoint(x, y), 4326) AS geom FROM told"
)


class Case(NamedTuple):
    """Points (degrees), areas, and how near an area must be to each point (degrees; 0: within)."""

    lon: Any
    lat: Any
    areas: list[Any]
    reach: Any


class Answer(NamedTuple):
    """Points in each area; seconds of loading, of joining, and of the processor for both."""

    counts: dict[int, int]
    load_s: float
    join_s: float
    cpu_s: float


def made_case(number: int, question: str) -> Case:
    """Points drawn evenly over the frame of all areas; the same for the same number."""
    import numpy as np
    import shapely

    features = [
        feature
        for name in _FILES
        for feature in json.loads((ROOT / name).read_text(encoding="utf-8"))["features"]
    ]
    areas = [shapely.make_valid(shapely.from_geojson(json.dumps(f["geometry"]))) for f in features]
    west, south, east, north = shapely.total_bounds(areas)
    draw = np.random.default_rng(_SEED)
    lon, lat = draw.uniform(west, east, number), draw.uniform(south, north, number)
    far = _OFF_KM / _KM_PER_DEGREE / np.maximum(np.cos(np.radians(lat)), 0.05)
    return Case(lon, lat, areas, far if question == "surely" else np.zeros(number))


class Clock:
    """Starts when made, when everything is imported; `loaded` ends the loading."""

    def __init__(self) -> None:
        self.begun, self.worked = time.perf_counter(), time.process_time()
        self.half = self.begun

    def loaded(self) -> None:
        """What follows is the join."""
        self.half = time.perf_counter()

    def answer(self, counts: dict[int, int], server_cpu_s: float = 0.0) -> Answer:
        """The answer, with what it took."""
        done, worked = time.perf_counter(), time.process_time() - self.worked
        return Answer(counts, self.half - self.begun, done - self.half, worked + server_cpu_s)


def _alone(points: Iterable[int], areas: Iterable[int]) -> dict[int, int]:
    """How many points lie in each area and in no other."""
    import pandas as pd

    pairs = pd.DataFrame({"point": points, "area": areas})
    only = pairs.loc[~pairs["point"].duplicated(keep=False), "area"]
    return {int(area): int(n) for area, n in only.value_counts().items()}


def with_geotrack(case: Case, _folder: str) -> Answer:
    """`assigned`, which shades maps, asked for points that no gazetteer knows."""
    import pandas as pd

    from geotrack.staticmap.divisions import Division, assigned

    clock = Clock()
    off_km = _OFF_KM if case.reach.any() else 0.0
    divisions = [Division("", "", area, off_km) for area in case.areas]
    rows = pd.DataFrame({"longitude": case.lon, "latitude": case.lat})
    rows = rows.assign(ground=False, radius_km=0.0, geo_precision="town",
                       place_id="", admin1="", admin2="")  # fmt: skip
    clock.loaded()
    found = assigned(rows, divisions)
    counts = Counter(found[found >= 0].tolist())
    return clock.answer(dict(counts))


def with_geopandas(case: Case, _folder: str) -> Answer:
    """`geopandas.sjoin`, and the pairs counted by pandas."""
    import geopandas as gpd

    clock = Clock()
    geometry = gpd.points_from_xy(case.lon, case.lat, crs="EPSG:4326")
    points = gpd.GeoDataFrame(geometry=geometry)
    areas = gpd.GeoDataFrame(geometry=case.areas, crs="EPSG:4326")
    clock.loaded()
    if case.reach.any():
        joined = gpd.sjoin(points, areas, predicate="dwithin", distance=case.reach)
    else:
        joined = gpd.sjoin(points, areas, predicate="intersects")
    counts = _alone(joined.index.to_numpy(), joined["index_right"].to_numpy())
    return clock.answer(counts)


def _match(case: Case) -> str:
    if case.reach.any():
        return "ST_DWithin(p.geom, a.geom, p.reach)"
    return "ST_Intersects(p.geom, a.geom)"


def with_duckdb(case: Case, folder: str) -> Answer:
    """DuckDB's spatial join over tables in memory."""
    if folder:
        sys.path.insert(0, folder)
    import duckdb
    import pandas as pd

    connection = duckdb.connect(config={"allow_unsigned_extensions": True})
    packed = [str(path) for path in Path(folder).rglob("spatial.duckdb_extension")]
    if folder and packed:
        connection.load_extension(packed[0])
    else:
        connection.install_extension("spatial")
        connection.load_extension("spatial")
    clock = Clock()
    connection.execute("SET threads = 1")
    points = pd.DataFrame({"lon": case.lon, "lat": case.lat, "reach": case.reach})
    areas = pd.DataFrame({"number": range(len(case.areas)), "wkb": [a.wkb for a in case.areas]})
    connection.register("told_points", points.assign(number=points.index))
    connection.register("told_areas", areas)
    connection.execute(
        "CREATE TABLE points AS SELECT number, reach, ST_Point(lon, lat) AS geom FROM told_points"
    )
    connection.execute(
        "CREATE TABLE areas AS SELECT number, ST_GeomFromWKB(wkb) AS geom FROM told_areas"
    )
    clock.loaded()
    counts = connection.execute(_ONE_AREA.format(match=_match(case))).fetchall()
    return clock.answer(dict(counts))


def with_postgis(case: Case, _folder: str) -> Answer:
    """PostGIS: COPY, an index on each table, statistics; then the join."""
    sys.path.insert(0, str(ROOT))
    import psycopg

    from tests.postgres import server

    with server() as address, psycopg.connect(address) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute("SET max_parallel_workers_per_gather = 0")
        backend = connection.info.backend_pid
        clock, worked = Clock(), _ticks(backend)
        connection.execute("CREATE TEMP TABLE told (number int, x float8, y float8, reach float8)")
        connection.execute("CREATE TEMP TABLE areas (number int, geom geometry)")
        with connection.cursor() as cursor:
            with cursor.copy("COPY told FROM STDIN (FORMAT binary)") as copy:
                copy.set_types(["int4", "float8", "float8", "float8"])
                for row in zip(range(len(case.lon)), case.lon.tolist(), case.lat.tolist(),
                               case.reach.tolist(), strict=True):  # fmt: skip
                    copy.write_row(row)
            cursor.executemany(
                "INSERT INTO areas VALUES (%s, ST_GeomFromWKB(%s, 4326))",
                [(number, area.wkb) for number, area in enumerate(case.areas)],
            )
        for statement in (
            _POINTS,
            "CREATE INDEX ON points USING gist (geom)",
            "CREATE INDEX ON areas USING gist (geom)",
            "ANALYZE points",
            "ANALYZE areas",
        ):
            connection.execute(statement)
        clock.loaded()
        question = _ONE_AREA.format(match=_match(case))
        counts = connection.execute(question.encode()).fetchall()
        return clock.answer(dict(counts), _ticks(backend) - worked)


def _ticks(process: int) -> float:
    """The processor's seconds of another process so far; 0 where the system does not say."""
    import os

    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


WAYS: dict[str, Callable[[Case, str], Answer]] = {
    "geotrack": with_geotrack,
    "geopandas": with_geopandas,
    "duckdb": with_duckdb,
    "postgis": with_postgis,
}


def answer(way: str, number: int, question: str, folder: str) -> None:
    """One way's answer as a line of JSON, or why it cannot be asked."""
    case = made_case(number, question)
    try:
        found = WAYS[way](case, folder)
    except Exception as error:
        if way != "duckdb" or type(error).__name__ != "IOException":
            raise
        print(json.dumps({"missing": str(error).splitlines()[0]}))
        return
    counts = sorted((int(area), int(n)) for area, n in found.counts.items())
    print(json.dumps(found._asdict() | {"counts": counts}))


def bench(number: int, ways: list[str], folder: str) -> None:
    """All ways and both questions; fails where two disagree."""
    print(f"{number:,} points, load {load()}")
    head = f"{'load s':>7} {'join s':>7} {'cpu s':>7} {'ratio':>6} {'MB':>6} {'points in one':>13}"
    print(f"{'question':9} {'way':10} {head}")
    for question in ("within", "surely"):
        agreed, ours = None, 0.0
        for way in ways:
            told = ["--answer", way, question, "--duckdb", folder]
            cost = run([sys.executable, __file__, str(number), *told])
            found = cost.told()
            if "missing" in found:
                print(f"{question:9} {way:10} not measured: {found['missing']}")
                continue
            agreed = agreed or found["counts"]
            if found["counts"] != agreed:
                sys.exit(f"{way} counts otherwise than {ways[0]}: {question}")
            ours = ours or found["cpu_s"]
            total = sum(n for _, n in agreed)
            print(
                f"{question:9} {way:10} {found['load_s']:7.2f} {found['join_s']:7.2f} "
                f"{found['cpu_s']:7.2f} {found['cpu_s'] / ours:6.2f} {cost.peak_mb:6} {total:13,}",
                flush=True,
            )
    print(f"the same numbers in every area; load {load()}")


def main() -> None:
    """Print a line a way: ratios are the processor's seconds over those of the first way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("points", type=int, nargs="?", default=200_000)
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--duckdb", default="", help="a folder with duckdb and its extension")
    parser.add_argument("--answer", nargs=2, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.answer:
        answer(told.answer[0], told.points, told.answer[1], told.duckdb)
    else:
        bench(told.points, told.ways, told.duckdb)


if __name__ == "__main__":
    main()
