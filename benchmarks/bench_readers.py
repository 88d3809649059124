"""How fast tables are read and settled, beside pandas that only parses them.

`python benchmarks/bench_readers.py [TABLE ...]`: rows a second of the processor, the median of
three. Without a table, one in ACLED's columns is made (100,000 rows).
"""

from __future__ import annotations

import csv
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from geotrack.inputs import read_events
from geotrack.project import lone_project

ROWS = 100_000
_HEADER = ("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type",
           "actor1", "actor2", "country", "admin1", "admin2", "location", "latitude", "longitude",
           "geo_precision", "source", "notes", "fatalities", "tags")  # fmt: skip


def made(path: Path) -> Path:
    """A table of ROWS events in ACLED's columns; every value is made up by its row's number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for i in range(ROWS):
            writer.writerow(
                (f"T{i}", f"2024-{1 + i % 12:02}-{1 + i % 28:02}", 1 + i % 3, "Battles",
                 "Armed clash", f"Side {i % 50}", f"Side {i % 70}", "Iraq", "Duhok", "Zakho",
                 f"Place {i % 900}", 36 + i % 1000 / 1000, 42 + i % 999 / 1000, 1 + i % 3,
                 f"Paper {i % 40}; Agency {i % 9}", f"Made-up event number {i}.", i % 7, "x")
            )  # fmt: skip
    return path


def _seconds(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def main() -> int:
    """Print a line a table."""
    with tempfile.TemporaryDirectory() as folder:
        tables = [Path(name) for name in sys.argv[1:]] or [made(Path(folder) / "acled.csv")]
        for table in tables:
            n_rows = len(read_events(table, table.name, lone_project(table)).events)
            ours = _seconds(lambda t=table: read_events(t, t.name, lone_project(t)))  # type: ignore[misc]
            peer = _seconds(lambda t=table: pd.read_csv(t, dtype=str))  # type: ignore[misc]
            print(f"{table.name}: {n_rows:,} events; geotrack {ours:.1f} s, "
                  f"{n_rows / ours:,.0f} rows/s; pandas.read_csv alone {peer:.1f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
