"""The outputs of a build that one page cannot show: tables, tiles, and a page that reads them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from geotrack.partitions import map_partitions
from geotrack.scale.building import Parts, all_rejects, sorted_rejects
from geotrack.scale.runs import (
    EVENTS,
    LOCATIONS,
    MARKS,
    merged,
    report_ids,
    run_path,
    write_runs,
)
from geotrack.scale.stages import load_table
from geotrack.tables import make_table
from geotrack.webmap.tilespage import PAGE, write_tiles_page
from geotrack.writers.csv import write_csv_table, write_events_csv, write_locations_csv
from geotrack.writers.pmtiles import Tiled, write_tiles
from geotrack.writers.tiling.marks import Bins, time_bins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from geotrack.assembly import Progress
    from geotrack.partitions import Where
    from geotrack.writers.tiling.pyramid import Keyed

# One page, one picture and one deck bear so many events.
PAGE_EVENTS = 1_000_000
REJECTS = "rejects.csv"
LARGE_OUTPUTS = (EVENTS, LOCATIONS, REJECTS, MARKS, PAGE)
# So many rejects are sorted and shown; more are written as they come.
_MOST_SORTED = 1_000_000


class Large(NamedTuple):
    """The counts of a large build (summary.counts), and its first rejects."""

    counts: dict[str, int]
    rejects: pd.DataFrame


def n_events(parts: Parts) -> int:
    """How many events there are in all buckets."""
    import pyarrow.parquet as pq

    paths = (parts.job.path("placed", bucket, "events") for bucket in parts.buckets)
    return sum(pq.read_metadata(path).num_rows for path in paths)


def write_large(parts: Parts, folder: Path, where: Where, progress: Progress) -> Large:
    """Write LARGE_OUTPUTS into `folder`, a bucket or a line of each in memory.

    events.csv and locations.csv are those of a smaller build, byte for byte.
    """
    bins = _bins(parts)
    write = partial(write_runs, job=parts.job, presentation=parts.presentation, bins=bins)
    tell = _named(progress, "sorting")
    parts_counts = map_partitions(write, parts.buckets, where, tell)
    counts = summed(parts_counts)
    counts["reports"] = n_reports(parts)
    progress(f"writing {EVENTS}", 0, len(LARGE_OUTPUTS))
    merge_runs(parts, EVENTS, folder / EVENTS, write_events_csv)
    progress(f"writing {LOCATIONS}", 1, len(LARGE_OUTPUTS))
    merge_runs(parts, LOCATIONS, folder / LOCATIONS, write_locations_csv)
    progress(f"writing {REJECTS}", 2, len(LARGE_OUTPUTS))
    rejects, counts["rejects"] = write_rejects(parts, folder / REJECTS)
    progress(f"writing {MARKS}", 3, len(LARGE_OUTPUTS))
    if counts["drawn_locations"]:
        numbers, keyed = _numbers(parts), _keyed(parts)
        tiled = Tiled(bins, counts)
        write_tiles(folder / MARKS, numbers, keyed, tiled, parts.presentation)
        del numbers
    progress(f"writing {PAGE}", 4, len(LARGE_OUTPUTS))
    write_tiles_page(folder / PAGE, parts.presentation, counts)
    progress("writing", len(LARGE_OUTPUTS), len(LARGE_OUTPUTS))
    return Large(counts, rejects)


def outputs_of(counts: dict[str, int]) -> list[str]:
    """The names of what was written: no tiles where nothing is drawn."""
    return [name for name in LARGE_OUTPUTS if name != MARKS or counts["drawn_locations"]]


def not_written(names: list[str]) -> dict[str, str]:
    """Why each other output of a build is not written."""
    reason = (
        f"more than {PAGE_EVENTS:,} events: {MARKS} and {PAGE} show them all; "
        f"{EVENTS} and {LOCATIONS} hold them all"
    )
    return {name: reason for name in names if name not in LARGE_OUTPUTS}


def _bins(parts: Parts) -> Bins:
    days: set[str] = set()
    for bucket in parts.buckets:
        columns = ["date_start", "date_end"]
        table = load_table(parts.job.path("placed", bucket, "events"), columns)
        for column in columns:
            days |= set(table[column].unique())
        days = {min(days - {""}, default=""), max(days, default="")}
    days -= {""}
    return time_bins(min(days, default=""), max(days, default=""))


def summed(found: list[dict[str, int]]) -> dict[str, int]:
    names = dict.fromkeys(name for one in found for name in one)
    plain = [name for name in names if not name.startswith("status_")]
    statuses = sorted(name for name in names if name.startswith("status_"))
    return {name: sum(one.get(name, 0) for one in found) for name in (*plain, *statuses)}


def n_reports(parts: Parts) -> int:
    """How many different reports there are: their ids as 64-bit hashes, eight bytes each."""
    hashes = [np.empty(0, np.uint64)]
    for bucket in parts.buckets:
        ids = report_ids(parts.job, bucket).astype(object)
        hashes.append(np.unique(pd.util.hash_array(ids.to_numpy(), categorize=False)))
    return len(np.unique(np.concatenate(hashes)))


def merge_runs(parts: Parts, name: str, path: Path, write: Callable[..., None]) -> None:
    """An output of all buckets: the header as its writer writes it, then all runs merged."""
    nothing = {table: make_table(table) for table in _TABLES}
    write(nothing, path, parts.presentation)
    paths = [run_path(parts.job, bucket, name) for bucket in parts.buckets]
    with path.open("a", encoding="utf-8", newline="") as file:
        file.writelines(merged(paths))


_TABLES = ("events", "locations", "accounts", "reports", "figures", "places", "rejects")


def write_rejects(parts: Parts, path: Path) -> tuple[pd.DataFrame, int]:
    """Sorted by file and row where they fit into memory, else as they come; the first of them."""
    number = sum(len(table) for table in all_rejects(parts))
    if number <= _MOST_SORTED:
        rejects = sorted_rejects(pd.concat(list(all_rejects(parts)), ignore_index=True))
        write_csv_table(path, rejects)
        return rejects, number
    first = pd.DataFrame()
    write_csv_table(path, make_table("rejects"))
    for table in all_rejects(parts):
        first = table.head(1000) if first.empty else first
        write_csv_table(path, table, more=True)
    return first, number


def _numbers(parts: Parts) -> pd.DataFrame:
    """The numbers of all marks, sorted by key: some 30 bytes a location."""
    paths = (run_path(parts.job, bucket, "marks.parquet") for bucket in parts.buckets)
    table = pd.concat([load_table(path) for path in paths], ignore_index=True)
    return table.iloc[np.argsort(table["key"].to_numpy(), kind="stable")].reset_index(drop=True)


def _keyed(parts: Parts) -> Iterator[Keyed]:
    return map(tuple, merged(run_path(parts.job, b, MARKS) for b in parts.buckets))


def _named(progress: Progress, stage: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(stage, done, total)
