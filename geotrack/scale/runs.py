"""Sorted runs: what one bucket adds to each large output, in the order that the output has.

A run is a file of JSON lines [key, record]; runs of all buckets are merged by their keys, a line
of each in memory. The records are made by the very writers of smaller builds.
"""

from __future__ import annotations

import csv
import heapq
import json
import os
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.scale.stages import PLACED, Job, load_table, save_table
from geotrack.summary import chronological, counts
from geotrack.tables import Tables, make_table
from geotrack.writers.csv import write_events_csv, write_locations_csv
from geotrack.writers.tiling.marks import Bins, marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from geotrack.schema import Presentation

_ENCODED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
EVENTS, LOCATIONS, MARKS = "events.csv", "locations.csv", "events.pmtiles"


def write_runs(bucket: int, job: Job, presentation: Presentation, bins: Bins) -> dict[str, int]:
    """The runs of one bucket, filed in `runs`; its counts (see summary.counts)."""
    done = run_path(job, bucket, "counts.json")
    if done.is_file():
        told: dict[str, int] = json.loads(done.read_text(encoding="utf-8"))
        return told
    tables = _tables(job, bucket)
    keys = _save_events(tables, job, bucket, presentation)
    draft = done.with_suffix(f".{os.getpid()}.csv")
    write_locations_csv(tables, draft, presentation)
    order = [keys[event_id] for event_id in _column(draft, "event_id")]
    save_run(run_path(job, bucket, LOCATIONS), zip(order, _records(draft), strict=True))
    draft.unlink()
    _save_marks(tables, job, bucket, bins)
    found = counts(tables) | {"reports": 0}
    _save_text(done, json.dumps(found))
    return found


def write_events_run(bucket: int, job: Job, presentation: Presentation) -> dict[str, int]:
    """The run of one bucket for events.csv alone; its counts (see summary.counts)."""
    tables = _tables(job, bucket)
    _save_events(tables, job, bucket, presentation)
    return counts(tables) | {"reports": 0}


def _save_events(
    tables: Tables, job: Job, bucket: int, presentation: Presentation
) -> dict[str, list[str]]:
    """The run for events.csv; by event_id the keys it is sorted by."""
    run = run_path(job, bucket, EVENTS)
    run.parent.mkdir(parents=True, exist_ok=True)
    draft = run.with_suffix(f".{os.getpid()}.csv")
    write_events_csv(tables, draft, presentation)
    keys = _keys(tables["events"])
    save_run(run, zip(keys.values(), _records(draft), strict=True))
    draft.unlink()
    return keys


def _tables(job: Job, bucket: int) -> Tables:
    """A bucket's tables, their texts as plain objects: what goes through rows one by one is
    faster so."""
    tables = {name: load_table(job.path("placed", bucket, name)) for name in PLACED}
    tables |= {name: make_table(name) for name in ("figures", "places")}
    return {
        name: table.astype({c: object for c in table.columns if table[c].dtype == "str"})
        for name, table in tables.items()
    }


def run_path(job: Job, bucket: int, name: str) -> Path:
    """The run of a bucket for an output."""
    return Path(job.folder) / "runs" / f"{bucket:05}-{name}"


def _keys(events: pd.DataFrame) -> dict[str, list[str]]:
    """For each event, in chronological order, a key that sorts as `chronological` does."""
    last = "9999-99-99"
    ordered = chronological(events)
    columns = ("event_id", "date", "date_start", "date_end", "title")
    return {
        event_id: [(start if date else "") or last, end or last, f"{title}\0{event_id}"]
        for event_id, date, start, end, title in zip(*(ordered[c] for c in columns), strict=True)
    }


def _records(path: Path) -> Iterator[str]:
    """The records of a CSV file below its header, as they stand there; some span lines."""
    with path.open(encoding="utf-8", newline="") as file:
        held: list[str] = []

        def lines() -> Iterator[str]:
            for line in file:
                held.append(line)
                yield line

        for number, _ in enumerate(csv.reader(lines())):
            if number:
                yield "".join(held)
            held.clear()


def _column(path: Path, name: str) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        at = next(rows).index(name)
        yield from (row[at] for row in rows)


def save_run(path: Path, lines: Iterable[tuple[Any, Any]]) -> None:
    """File a run: pairs of key and record, in the order of their keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{_ENCODED(line)}\n" for line in lines)
    unfinished.replace(path)


def _save_text(path: Path, text: str) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def _save_marks(tables: Tables, job: Job, bucket: int, bins: Bins) -> None:
    marks = marks_of(tables, bins)
    numbers = marks.numbers
    keyed = zip(*(numbers[c].tolist() for c in ("key", "x", "y")), marks.properties, strict=True)
    lines = sorted(
        (([key, str(said["id"]), str(said.get("place", ""))], [key, x, y, said])
         for key, x, y, said in keyed),
        key=itemgetter(0),
    )  # fmt: skip
    save_run(run_path(job, bucket, MARKS), lines)
    save_table(numbers, run_path(job, bucket, "marks.parquet"))


def merged(paths: Iterable[Path]) -> Iterator[Any]:
    """The records of all runs in the order of their keys."""
    with ExitStack() as stack:
        files = [stack.enter_context(path.open(encoding="utf-8", newline="")) for path in paths]
        # A record's own line breaks are escaped in JSON: a line is a record.
        runs = [map(json.loads, file) for file in files]
        for _, record in heapq.merge(*runs, key=itemgetter(0)):
            yield record


def report_ids(job: Job, bucket: int) -> pd.Series:
    """The ids of the reports that a bucket knows."""
    return load_table(job.path("placed", bucket, "reports"), ["report_id"])["report_id"]
