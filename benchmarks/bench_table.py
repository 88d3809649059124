"""A table read, geocoded, joined and written as CSV and GeoJSON, beside the obvious script.

    python benchmarks/bench_table.py                       # 25,000, 50,000 and 100,000 rows
    python benchmarks/bench_table.py 1000000 --folder DIR

Four ways over the same made rows, each in a process of its own:

* `geotrack render`, in memory and in one process;
* the stages of `geotrack build` over partitions with one worker, and with two; the two files are
  then written in this one process, as a build of a million events or fewer writes them;
* pandas and geopandas: `read_csv`, `to_datetime`, `drop_duplicates`, a merge of place and country
  with a table of the world index's main names, `to_csv`, `to_file`. It finds exact names only,
  takes any namesake, checks no coordinate, gives no reason and reports no fault.

Read the processor's seconds: the clock shows what else the machine did.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from made_events import towns, write_made
from measured import Cost, load, run

SIZES = (25_000, 50_000, 100_000)
WAYS = ("geotrack", "parts-1", "parts-2", "pandas")
# A table is cut into so many pieces here, of no more rows than those of a build.
_PIECES, _MOST_ROWS = 8, 100_000


class Table(NamedTuple):
    """A table of made rows, how many they are, and where outputs go."""

    path: Path
    rows: int
    out: Path


def write_gazetteer(path: Path) -> None:
    """The table that the script merges with: each name's largest town in its country."""
    seen = set()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("place", "country", "x", "y"))
        for town in towns(-1):
            if town[:2] not in seen:
                seen.add(town[:2])
                writer.writerow(town)


def with_pandas(table: Table, gazetteer: Path) -> dict[str, int]:
    """What a person would write without geotrack."""
    import geopandas as gpd
    import pandas as pd

    rows = pd.read_csv(table.path).drop_duplicates()
    rows["date"] = pd.to_datetime(rows["date"], format="ISO8601")
    known = pd.read_csv(gazetteer, keep_default_na=False)
    joined = rows.merge(known, on=["place", "country"], how="left")
    x = joined["longitude"].fillna(joined["x"])
    y = joined["latitude"].fillna(joined["y"])
    joined = joined.drop(columns=["x", "y"]).assign(longitude=x, latitude=y)
    joined.to_csv(table.out / "pandas.csv", index=False)
    points = gpd.points_from_xy(x, y, crs="EPSG:4326")
    frame = gpd.GeoDataFrame(joined.drop(columns=["longitude", "latitude"]), geometry=points)
    frame.to_file(table.out / "pandas.geojson", driver="GeoJSON")
    return {"events": len(joined), "placed": int(x.notna().sum())}


def over_parts(table: Table, workers: int) -> dict[str, float]:
    """The same tables over partitions, written by `geotrack render`'s writers."""
    from geotrack.partitions import Where
    from geotrack.project import lone_project
    from geotrack.scale.building import assemble_parts, assembled_parts, remove_parts
    from geotrack.summary import is_drawn
    from geotrack.writers.csv import write_events_csv
    from geotrack.writers.geojson import write_events_geojson

    project = lone_project(table.path)._replace(folder=table.out)
    rows = min(_MOST_ROWS, -(-table.rows // _PIECES))
    begun = time.perf_counter()
    parts = assemble_parts(project, "benchmark", Where(workers), lambda *_: None, rows)
    stages = time.perf_counter() - begun
    done = assembled_parts(parts)
    write_events_csv(done.tables, table.out / "parts.csv", done.presentation)
    write_events_geojson(done.tables, table.out / "parts.geojson", done.presentation)
    remove_parts(project)
    drawn = int(is_drawn(done.tables["locations"]).sum())
    return {"events": len(done.tables["events"]), "placed": drawn, "stages_s": stages}


def render(table: Table) -> dict[str, Any]:
    """`geotrack render`, by its own function: read, geocoded, joined and written.

    `spent` has the processor's seconds until each stage was done, from the process's start.
    """
    from geotrack.project import lone_project
    from geotrack.single import render_table

    spent: dict[str, float] = {}

    def tell(stage: str, _done: int, _total: int) -> None:
        spent[stage.replace("writing geotrack", "all before")] = time.process_time()

    outputs = [table.out / "geotrack.csv", table.out / "geotrack.geojson"]
    spent["imports"] = time.process_time()
    done = render_table(lone_project(table.path), outputs, progress=tell)
    spent["all"] = time.process_time()
    counts = done.counts
    return {"events": counts["events"], "placed": counts["drawn_locations"], "spent": spent}


def measured(way: str, table: Table, gazetteer: Path) -> Cost:
    """One way in a process of its own."""
    files = [str(table.path), str(table.out), str(gazetteer)]
    return run([sys.executable, __file__, str(table.rows), "--way", way, "--files", *files])


def show(way: str, rows: int, cost: Cost, peer: Cost | None) -> None:
    """One line of the table printed."""
    told = cost.told()
    ratio = f"{cost.cpu_s / peer.cpu_s:6.1f}" if peer else "     1"
    stages = f"{told['stages_s']:8.1f}" if "stages_s" in told else f"{'':8}"
    print(
        f"{rows:>9,} {way:10} {cost.seconds:8.1f} {stages} {cost.cpu_s:8.1f} {ratio} "
        f"{cost.cpu_s * 1e6 / rows:10.0f} {cost.peak_mb:6} {told['events']:>9} {told['placed']:>9}",
        flush=True,
    )
    if "spent" in told:
        passed = (f"{stage} {seconds:.1f}" for stage, seconds in told["spent"].items())
        print(f"{'':9} of the processor, in all after: {', '.join(passed)}", flush=True)


def bench(sizes: list[int], folder: Path, ways: tuple[str, ...]) -> None:
    """All ways at all sizes."""
    gazetteer = folder / "gazetteer.csv"
    write_gazetteer(gazetteer)
    head = f"{'s':>8} {'stages s':>8} {'cpu s':>8} {'ratio':>6} {'cpu s/1e6':>10} {'MB':>6}"
    print(f"load {load()}\n{'rows':>9} {'way':10} {head} {'events':>9} {'placed':>9}")
    for rows in sizes:
        table = Table(folder / f"events-{rows}.csv", rows, folder / f"out-{rows}")
        table.out.mkdir(exist_ok=True)
        write_made(table.path, rows)
        peer = measured("pandas", table, gazetteer)
        show("pandas", rows, peer, None)
        for way in ways:
            if way != "pandas":
                show(way, rows, measured(way, table, gazetteer), peer)
    print(f"load {load()}")


def main() -> None:
    """Print a line a way and size: ratios are the processor's seconds over the script's."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--folder", type=Path, help="where files go; else a temporary one")
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=WAYS)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--files", type=Path, nargs=3, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.way:
        table = Table(told.files[0], told.rows[0], told.files[1])
        found = (
            with_pandas(table, told.files[2]) if told.way == "pandas"
            else render(table) if told.way == "geotrack"
            else over_parts(table, int(told.way[-1]))
        )  # fmt: skip
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        bench(told.rows, folder, tuple(told.ways))


if __name__ == "__main__":
    main()
