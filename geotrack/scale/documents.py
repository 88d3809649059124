"""Many documents -> tables over partitions, in bounded memory, for `geotrack extract`.

Documents are searched in their order, and what so many of them tell is a bucket. From there on the
stages are those of a build (see stages.py): the tables are those of `assemble`, row for row.
Nothing of it is kept but what was found in each document (see memory.py): a run that was killed
finds all of that there, and does the rest anew.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing, contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from filelock import FileLock, Timeout

from geotrack.assembly import Assembled
from geotrack.cache import CACHE_FOLDER, program_digest
from geotrack.documents.reading import sizes_of
from geotrack.errors import OutputError
from geotrack.extracting import extract_parts
from geotrack.memory import opened_memory
from geotrack.partitions import Where, kept_at_work, map_partitions
from geotrack.presenting import places_shown, presentation_of
from geotrack.project import project_gazetteer
from geotrack.scale.building import Parts, all_rejects, distinct_spots
from geotrack.scale.stages import (
    BESIDE,
    GATHERED,
    PLACED,
    Job,
    close_opened,
    load_beside,
    load_table,
    place_bucket,
    save_table,
)
from geotrack.scale.twice import find_merges_of
from geotrack.scale.whole import Declared, declared_tables, know_whole
from geotrack.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geotrack.assembly import Progress
    from geotrack.project import Project

# Documents of more bytes than this are searched in parts; of so many each. A short document with
# two events takes some 7 kB as rows of tables: 200 MB a part.
LARGE_BYTES, MOST_DOCUMENTS = 50_000_000, 25_000
_PARTS = "parts-"


class Found(NamedTuple):
    """What documents tell, over partitions; `told` counts them (see extracting.Extracted)."""

    parts: Parts
    told: dict[str, Any]
    where: Where


def over_documents(project: Project) -> bool:
    """Whether a lone project's documents are searched in parts: where there are many of them, and
    pyarrow is installed."""
    total = 0
    for size in sizes_of(project.report_paths):
        total += size
        if total > LARGE_BYTES:
            return find_spec("pyarrow") is not None
    return False


@contextmanager
def found_in_documents(project: Project, folder: Path, progress: Progress) -> Iterator[Found]:
    """What a lone project's documents tell, for a `with` block.

    Partitions lie in `.geotrack` of the folder until the block ends; there too is kept what was
    found in each document. Raises GeotrackError's children.
    """
    told = declared_tables(project)
    with _own_folder(folder / CACHE_FOLDER) as own:
        job, counted = _gathered(project, own, folder, told.reports, progress)
        # The project's own table of reports is part of the documents' already.
        told = told._replace(reports=make_table("reports"))
        workers = (os.cpu_count() or 1) if job.n_buckets > 1 else 1
        with kept_at_work(Where(workers)) as where:
            parts = _placed(job, told, where, progress)
            parts.small["merges"] = find_merges_of(parts, where, progress)
            yield Found(parts, counted, where)


def _gathered(
    project: Project, own: Path, folder: Path, given: pd.DataFrame, progress: Progress
) -> tuple[Job, dict[str, Any]]:
    """What documents tell, a bucket for so many of them; and how much that is."""
    job = Job(project, str(own), 0, program_digest())
    counted: dict[str, Any] = {}
    with (
        opened_memory(folder) as memory,
        closing(
            extract_parts(project, given, memory, progress, lean=True, most=MOST_DOCUMENTS)
        ) as found,
    ):
        for part in found:
            tables = {name: getattr(part.intake, name) for name in GATHERED}
            for name, table in (tables | {name: getattr(part, name) for name in BESIDE}).items():
                save_table(table, job.path("gathered", job.n_buckets, name))
            job, counted = job._replace(n_buckets=job.n_buckets + 1), part.told
    return job, counted


def _placed(job: Job, told: Declared, where: Where, progress: Progress) -> Parts:
    known = know_whole(job, 0, told, where, _named(progress, "ranking names"))
    place = partial(place_bucket, job=job, whole=known.whole)
    map_partitions(place, range(job.n_buckets + 1), where, _named(progress, "placing"))
    close_opened()
    small = {"rejects": make_table("rejects", known.rejects), "places": _places(job)}
    presentation = presentation_of(job.project, known.whole.as_of, small)
    return Parts(job, 0, small, presentation, known.columns, known.corrected.apart)


def _places(job: Job) -> pd.DataFrame:
    """The places in use, and those that figures count."""
    figures = [
        load_beside(job, "placed", bucket, "figures")[["place_ids"]].drop_duplicates()
        for bucket in range(job.n_buckets + 1)
    ]
    with project_gazetteer(job.project) as gazetteer:
        counted = pd.concat(figures, ignore_index=True)
        return places_shown(distinct_spots(job), counted, job.project, gazetteer)


def assembled_documents(found: Found) -> Assembled:
    """The same tables in memory, for formats that need them all at once."""
    parts = found.parts
    tables = {
        name: pd.concat(
            [load_table(parts.job.path("placed", b, name)) for b in parts.buckets],
            ignore_index=True,
        )
        for name in PLACED
        if name != "rejects"
    }
    stages = {"figures": "placed", "mentions": "gathered", "candidates": "gathered"}
    for name, stage in stages.items():
        some = [load_beside(parts.job, stage, b, name) for b in range(parts.job.n_buckets)]
        last = load_beside(parts.job, stage, parts.job.n_buckets, name)
        # What documents mention of corrected events stands in their own buckets too.
        some += [last] if stage == "placed" else []
        tables[name] = pd.concat(some, ignore_index=True)
    tables["reports"] = tables["reports"].drop_duplicates("report_id", ignore_index=True)
    tables["rejects"] = pd.concat(list(all_rejects(parts)), ignore_index=True)
    return Assembled(
        tables | {n: parts.small[n] for n in ("places", "merges")},
        parts.presentation, 0, 0, parts.columns, found.told,
    )  # fmt: skip


def candidates_of(found: Found) -> Iterator[pd.DataFrame]:
    """The table `candidates`, part by part."""
    job = found.parts.job
    return (load_beside(job, "gathered", bucket, "candidates") for bucket in range(job.n_buckets))


@contextmanager
def _own_folder(cache: Path) -> Iterator[Path]:
    """A folder for partitions, gone afterwards; that of a run that was killed is cleared away."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        for left in cache.glob(f"{_PARTS}*.lock"):
            with suppress(Timeout), FileLock(left, timeout=0):
                shutil.rmtree(left.with_suffix(""), ignore_errors=True)
                left.unlink(missing_ok=True)
        own = cache / f"{_PARTS}{token_hex(8)}"
    except OSError as error:
        raise OutputError(f"cannot write into {CACHE_FOLDER}: {error.strerror}") from None
    with FileLock(own.with_suffix(".lock")) as lock:
        own.mkdir()
        try:
            yield own
        finally:
            shutil.rmtree(own, ignore_errors=True)
            Path(lock.lock_file).unlink(missing_ok=True)


def _named(progress: Progress, stage: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(stage, done, total)
