"""How long static maps and the briefing take, cold, beside what a reader would write by hand.

    python benchmarks/bench_staticmap.py            # all
    python benchmarks/bench_staticmap.py --quick    # without the million events

Each row is a process of its own, from a cold interpreter to the file on disk, with its highest
memory. The peer is a bare geopandas plot of the same countries and points: no labels, no legend,
no relief, nothing kept apart. `limit` is what this project promises on a machine of its own: the
run fails where the processor time of the whole process is beyond it (of the drawing alone, where
a million events had to be made up first), for a shared machine stretches the other columns.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


class Case(NamedTuple):
    """What is drawn, by which function below, with how many events, and within how many seconds."""

    name: str
    run: str
    events: int
    limit: float


CASES = (
    Case("overview, PNG, the example's table", "example", 70, 4.0),
    Case("peer: bare geopandas plot", "peer", 70, 0.0),
    Case("overview, PNG", "overview", 200, 4.0),
    Case("12 multiples by month, PNG", "multiples", 200, 10.0),
    Case("density, PNG", "density", 10_000, 10.0),
    Case("divisions, PNG", "districts", 10_000, 10.0),
    Case("timeline, PNG", "timeline", 10_000, 10.0),
    Case("overview, PNG", "overview", 1_000_000, 120.0),
    Case("density, PNG", "density", 1_000_000, 120.0),
    Case("12 multiples by month, PNG", "multiples", 1_000_000, 120.0),
    Case("peer: bare geopandas plot", "peer", 1_000_000, 0.0),
)


def many_tables(events: int):
    """Made-up events of one year around six towns, most with coordinates of their own."""
    import numpy as np
    import pandas as pd

    from geotrack.schema import EVENT_TYPES, STATUSES
    from geotrack.tables import conform, empty_tables
    from tests.staticmap.cases import NORTHERN_IRAQ as TOWNS

    chance = np.random.default_rng(7)
    ids = np.char.add("e", np.arange(events).astype(str))
    day = np.datetime64("2023-01-01") + chance.integers(0, 365, events)
    town = chance.integers(0, len(TOWNS), events)
    own = chance.random(events) < 0.7
    spread = np.where(own, 0.25, 0.0)
    statuses = np.array(["occurred"] * 6 + list(STATUSES))
    tables = empty_tables()
    tables["events"] = conform("events", pd.DataFrame({
        "event_id": ids, "date": day.astype(str), "date_start": day.astype(str),
        "date_end": day.astype(str), "date_kind": "day", "time_precision": "day",
        "title": np.char.add("Event ", np.arange(events).astype(str)),
        "event_type": np.array(EVENT_TYPES)[chance.integers(0, len(EVENT_TYPES), events)],
        "status": statuses[chance.integers(0, len(statuses), events)],
    }))  # fmt: skip
    lon, lat = (np.array([getattr(t, a) for t in TOWNS])[town] for a in ("longitude", "latitude"))
    names = np.array([place.name for place in TOWNS])[town]
    tables["locations"] = conform("locations", pd.DataFrame({
        "location_id": ids, "event_id": ids, "name": names, "role": "scene",
        "place_id": np.where(own, "", np.char.add("x:", names)), "place_name": names,
        "longitude": lon + chance.normal(0, 1, events) * spread,
        "latitude": lat + chance.normal(0, 1, events) * spread, "radius_km": 3.0,
        "geo_precision": np.where(own, "exact", "town"), "country": "IQ",
    }))  # fmt: skip
    return tables


def run_one(name: str, events: int, out: Path) -> None:
    """One case, in its own process."""
    if name == "example":
        from geotrack.cli import main

        table = ROOT / "maps" / "northern-iraq" / "events.geojson"
        main(["render", str(table), "-o", str(out)])
        return
    tables = many_tables(events)
    start = time.perf_counter()
    if name == "peer":
        _peer(tables, out)
    else:
        from geotrack.schema import Presentation
        from geotrack.staticmap import write_map_png

        show = Presentation(title="Made-up events", bounds=(41.0, 35.0, 46.0, 38.0))
        write_map_png(tables, out, show, kind=name)
    print(f"drawing {time.perf_counter() - start:.3f}", flush=True)


def _peer(tables, out: Path) -> None:
    import geopandas as gpd
    from matplotlib.figure import Figure

    from geotrack.basemap.layers import load_layers

    rows = tables["locations"]
    points = gpd.GeoDataFrame(
        rows, geometry=gpd.points_from_xy(rows["longitude"], rows["latitude"]), crs=4326
    )
    axes = Figure(figsize=(10, 5.6)).add_subplot()
    load_layers((41.0, 35.0, 46.0, 38.0))["countries"].to_crs(32638).plot(ax=axes)
    points.to_crs(32638).plot(ax=axes, markersize=4)
    axes.figure.savefig(out, dpi=200)


def measured(case: Case, folder: Path) -> tuple[float, float, float, float]:
    """Seconds from start to end of the process, seconds of drawing, those the processor spent on
    the whole (what counts where a machine is shared), highest memory in MB."""
    out = folder / "map.png"
    code = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'benchmarks')!r}]; "
    code += "from pathlib import Path; import bench_staticmap, resource; "
    code += f"\ntry: bench_staticmap.run_one({case.run!r}, {case.events}, Path({str(out)!r}))"
    code += "\nexcept SystemExit as end: assert not end.code"
    code += "\nused = resource.getrusage(resource.RUSAGE_SELF)"
    code += "\nprint('memory', used.ru_maxrss // 1024)"
    code += "\nprint('processor', used.ru_utime + used.ru_stime)"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode or not out.is_file():
        raise SystemExit(f"{case.name}: {done.stderr}")
    facts = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines() if " " in line)
    drawing = float(facts.get("drawing", seconds))
    return seconds, drawing, float(facts["processor"]), float(facts["memory"])


def main() -> None:
    """Print the table of cases; exit 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="without the million events")
    quick = parser.parse_args().quick
    broken = []
    print(
        f"{'case':36} {'events':>9} {'cold s':>7} {'draw s':>7} {'cpu s':>6} {'MB':>6} {'limit':>6}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            if quick and case.events > 100_000:
                continue
            cold, drawing, processor, memory = measured(case, Path(folder))
            # Making a million events up is not what is measured.
            counts = processor if case.events < 100_000 else drawing
            limit = f"{case.limit:.0f}" if case.limit else "-"
            seconds = " ".join(f"{value:7.1f}" for value in (cold, drawing, processor))
            print(f"{case.name:36} {case.events:9,} {seconds} {memory:7.0f} {limit:>7}", flush=True)
            if case.limit and counts > case.limit:
                broken.append(case.name)
    if broken:
        raise SystemExit(f"slower than promised: {', '.join(broken)}")


if __name__ == "__main__":
    main()
