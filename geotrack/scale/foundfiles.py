"""The files of `geotrack extract` over partitions: events.csv, and what goes beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geotrack.outputs import write_whole
from geotrack.partitions import map_partitions
from geotrack.scale.documents import Found, candidates_of
from geotrack.scale.outputs import Large, merge_runs, n_reports, summed, write_rejects
from geotrack.scale.runs import EVENTS, write_events_run
from geotrack.scale.stages import PLACED, load_beside, load_table
from geotrack.tables import make_table
from geotrack.writers.csv import write_csv_table, write_events_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geotrack.assembly import Progress
    from geotrack.tables import Tables


def write_found(found: Found, outputs: list[Path], rejects: Path, progress: Progress) -> Large:
    """Write events.csv under each name, a part or a line of each bucket in memory at any time.

    The bytes are those of `write_events_csv` on the tables of the whole. What was rejected goes to
    `rejects`; one of an earlier run goes where there is nothing to tell.
    """
    parts = found.parts
    write = partial(write_events_run, job=parts.job, presentation=parts.presentation)

    def tell(done: int, total: int) -> None:
        progress("sorting", done, total)

    counts = summed(map_partitions(write, parts.buckets, found.where, tell))
    counts["reports"] = n_reports(parts)
    for number, path in enumerate(outputs):
        progress(f"writing {path.name}", number, len(outputs))
        write_whole(path, lambda new: merge_runs(parts, EVENTS, new, write_events_csv))
    first = make_table("rejects")

    def write_all(new: Path) -> None:
        nonlocal first
        first, counts["rejects"] = write_rejects(parts, new)

    write_whole(rejects, write_all)
    if not counts["rejects"]:
        rejects.unlink()
    progress("writing", len(outputs), len(outputs))
    return Large(counts, first)


def write_candidates(found: Found, path: Path) -> None:
    """What was left out, part by part."""

    def write_all(new: Path) -> None:
        write_csv_table(new, make_table("candidates"))
        for table in candidates_of(found):
            write_csv_table(new, table, more=True)

    write_whole(path, write_all)


def tables_in_parts(found: Found) -> Iterator[Tables]:
    """All published tables, an event in one part; the places in the first."""
    job = found.parts.job
    yield {"places": found.parts.small["places"]}
    for bucket in found.parts.buckets:
        tables = {name: load_table(job.path("placed", bucket, name)) for name in PLACED}
        yield tables | {"figures": load_beside(job, "placed", bucket, "figures")}
