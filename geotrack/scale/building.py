"""A project's tables over partitions: cut, settled, gathered and placed, in bounded memory.

Everything lies in `.geotrack/parts/` under the build's key until the build is done: a build that
was killed goes on where it stood.
"""

from __future__ import annotations

import shutil
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from geotrack.assembly import Assembled, check_publish, figure_faults, figures_placed
from geotrack.cache import CACHE_FOLDER, program_digest
from geotrack.errors import ClusterError
from geotrack.merging import find_merges
from geotrack.partitions import map_partitions
from geotrack.presenting import places_shown, presentation_of
from geotrack.project import project_gazetteer
from geotrack.scale.cutting import cut_inputs
from geotrack.scale.stages import (
    PLACED,
    Job,
    close_opened,
    gather_bucket,
    load_table,
    place_bucket,
    settle_piece,
)
from geotrack.scale.whole import check_some, declared_tables, know_whole
from geotrack.summary import is_drawn
from geotrack.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geotrack.assembly import Progress
    from geotrack.partitions import Where
    from geotrack.project import Project
    from geotrack.schema import Presentation
    from geotrack.tables import Tables

# So many rows at most are worked on at once by a process: about half a gigabyte of its memory.
# Smaller inputs come in so many pieces, that several workers have something to do, but in none
# so small that opening it costs more than its rows.
MOST_ROWS, _LEAST_ROWS, _PIECES = 100_000, 5_000, 16
# A row of an input that cannot be cut, in bytes, to tell how many buckets its rows need.
_ROW_BYTES = 100


# Inputs of more bytes than this are built over partitions: a million rows are about so many.
LARGE_BYTES = 100_000_000


def over_partitions(project: Project, where: Where) -> bool:
    """Whether a project is built over partitions: where asked for, and where it is large.

    Raises ClusterError where that was asked for without the package it needs, or for a project
    with reports to read: those are searched on all cores in any case, and what they tell is
    joined in one process. A large project is then built in memory, as any other.
    """
    asked = where.workers > 1 or bool(where.scheduler)
    large = sum(path.stat().st_size for path in project.events) > LARGE_BYTES
    if not (asked or large):
        return False
    if project.report_paths:
        if asked:
            raise ClusterError(
                "a project with reports.paths is not built over partitions; leave out --workers "
                "and --scheduler: reports are searched on all cores in any case"
            )
        return False
    if find_spec("pyarrow") is None:
        if asked:
            raise ClusterError("partitions need pyarrow: pip install 'geotrack[cluster]'")
        return False
    return True


class Parts(NamedTuple):
    """A project over partitions. `small` has all tables but events, locations, accounts and
    reports, which stand in files, a bucket each; of rejects it has those of no bucket. `apart`
    are the pairs of events that a person keeps apart."""

    job: Job
    n_pieces: int
    small: Tables
    presentation: Presentation
    columns: pd.DataFrame
    apart: frozenset[frozenset[str]] = frozenset()

    @property
    def buckets(self) -> range:
        """The numbers of all buckets; the last holds the corrected events."""
        return range(self.job.n_buckets + 1)

    def tables(self, bucket: int) -> Tables:
        """All tables of one bucket, with the small tables of the whole."""
        found = {name: load_table(self.job.path("placed", bucket, name)) for name in PLACED}
        return self.small | found


def assemble_parts(
    project: Project, key: str, where: Where, progress: Progress, rows: int = 0
) -> Parts:
    """All of a project's tables, in files under `.geotrack/parts/`.

    The tables are those of `assemble`, row for row, however the inputs are cut and whoever works
    on them; a piece has `rows` rows (if 0, as many as suit the inputs). `key` names the build: what
    another one has left is removed. Raises GeotrackError's children.
    """
    rows = rows or _rows_of_piece(project)
    folder = _folder(project, f"{key[:16]}-{rows}")
    pieces = cut_inputs(project, folder / "raw", rows, _named(progress, "cutting"))
    n_buckets = sum(max(1, -(-Path(p.path).stat().st_size // (rows * _ROW_BYTES)))
                    if not p.first_row else 1 for p in pieces)  # fmt: skip
    job = Job(project, str(folder), n_buckets, program_digest())
    settle = partial(settle_piece, job=job)
    map_partitions(settle, pieces, where, _named(progress, "reading"))
    gather = partial(gather_bucket, job=job, n_pieces=len(pieces))
    map_partitions(gather, range(n_buckets), where, _named(progress, "gathering"))
    check_some(job, len(pieces))
    told = declared_tables(project)
    known = know_whole(job, len(pieces), told, where, _named(progress, "ranking names"))
    place = partial(place_bucket, job=job, whole=known.whole)
    map_partitions(place, range(n_buckets + 1), where, _named(progress, "placing"))
    close_opened()
    event_ids = _there(job, set(told.figures["event_id"]))
    with project_gazetteer(project) as gazetteer:
        figures = figures_placed(told.figures, known.corrected, project, gazetteer)
        places = places_shown(distinct_spots(job), figures, project, gazetteer)
    moved = set(figures["event_id"]) - set(told.figures["event_id"])
    events = make_table("events", [{"event_id": i} for i in sorted(event_ids | moved)])
    rejects = known.rejects + figure_faults(figures, events, project)
    small = {"figures": figures, "places": places, "rejects": make_table("rejects", rejects),
             **{n: make_table(n) for n in ("mentions", "candidates", "merges")}}  # fmt: skip
    check_publish(project.publish, known.columns)
    presentation = presentation_of(project, known.whole.as_of, small)
    return Parts(job, len(pieces), small, presentation, known.columns, known.corrected.apart)


def all_rejects(parts: Parts) -> Iterator[pd.DataFrame]:
    """Everything that could not be used, table by table."""
    for number in range(parts.n_pieces):
        yield load_table(parts.job.path("settled", number, "rejects"))
    for bucket in parts.buckets:
        yield load_table(parts.job.path("placed", bucket, "rejects"))
    yield parts.small["rejects"]


def assembled_parts(parts: Parts) -> Assembled:
    """The same tables in memory, for builds that one page can show."""
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in PLACED}
    for bucket in parts.buckets:
        for name in PLACED:
            found[name].append(load_table(parts.job.path("placed", bucket, name)))
    found["rejects"] = list(all_rejects(parts))
    tables = {name: pd.concat(some, ignore_index=True) for name, some in found.items()}
    tables["events"] = tables["events"].sort_values("event_id", ignore_index=True)
    tables["reports"] = tables["reports"].drop_duplicates("report_id", ignore_index=True)
    tables["rejects"] = sorted_rejects(tables["rejects"])
    tables = parts.small | tables
    tables["merges"] = find_merges(tables, parts.apart, parts.job.project.language)
    return Assembled(tables, parts.presentation, parts.n_pieces, 0, parts.columns)


def sorted_rejects(rejects: pd.DataFrame) -> pd.DataFrame:
    """By file and row; what concerns no row comes first."""
    rows = pd.to_numeric(rejects["row"], errors="coerce").fillna(0)
    by = ["file", "number", "column", "reason", "value"]
    return rejects.assign(number=rows).sort_values(by, ignore_index=True).drop(columns="number")


def remove_parts(project: Project) -> None:
    """Clear away the partitions of a build that is done."""
    shutil.rmtree(project.folder / CACHE_FOLDER / "parts", ignore_errors=True)


def _rows_of_piece(project: Project) -> int:
    n_bytes = sum(path.stat().st_size for path in project.events)
    return min(MOST_ROWS, max(_LEAST_ROWS, n_bytes // _ROW_BYTES // _PIECES))


def _folder(project: Project, name: str) -> Path:
    parts = project.folder / CACHE_FOLDER / "parts"
    folder = parts / name
    if parts.is_dir():
        for other in parts.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _named(progress: Progress, stage: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(stage, done, total)


def distinct_spots(job: Job) -> pd.DataFrame:
    """The distinct spots of all locations: place_id, role, geo_precision, longitude, latitude."""
    spots = []
    columns = ["place_id", "role", "geo_precision", "longitude", "latitude"]
    for bucket in range(job.n_buckets + 1):
        table = load_table(job.path("placed", bucket, "locations"), columns)
        drawn = table[is_drawn(table) | (table["place_id"] != "")]
        spots.append(drawn.drop_duplicates())
    return pd.concat(spots, ignore_index=True).drop_duplicates(ignore_index=True)


def _there(job: Job, event_ids: set[str]) -> set[str]:
    """Those of the event ids that there are."""
    found: set[str] = set()
    for bucket in range(job.n_buckets + 1):
        own = load_table(job.path("placed", bucket, "events"), ["event_id"])["event_id"]
        found |= set(own[own.isin(event_ids)])
    return found
