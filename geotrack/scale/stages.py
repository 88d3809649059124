"""The stages of a build over partitions: each a pure function of files that comes out as files.

settle   a piece of an input -> its rows settled, sorted into buckets by what their ids hang on
gather   a bucket of every piece -> events, their places as told, accounts, reports, rejects
place    the same bucket -> locations and days, knowing what the whole table surely tells of

Rows that can meet in one event id meet in one bucket, in the order of the files: so no id, no
duplicate and no reject depends on how a table was cut. A stage whose output is there already has
been done, by this build or by one that was killed.
"""

from __future__ import annotations

import os
import zlib
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geotrack.cache import program_digest
from geotrack.company import company_of, without_repeats
from geotrack.errors import ClusterError
from geotrack.eventdays import settle_days
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.geocoding.resolvers import ranker_of
from geotrack.grouping import Intake, Line, group_rows, grouping_key
from geotrack.inputs import joined_intakes, settled_table
from geotrack.join import Shared, full_names, locate, sure_places
from geotrack.places import resolve_figures
from geotrack.scale.cutting import Piece, read_piece
from geotrack.schema import column_names
from geotrack.tables import conform, make_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.geocoding import Neighbour
    from geotrack.join import Overrides, Ranked
    from geotrack.project import Project

# The tables a bucket is gathered into, and those it is placed into.
GATHERED = ("events", "named_places", "accounts", "reports", "rejects")
PLACED = ("events", "locations", "accounts", "reports", "rejects")
# What documents tell besides: of a table's rows none is filed.
BESIDE = ("figures", "mentions", "candidates")


class Job(NamedTuple):
    """What every worker must know: the project, the folder of partitions that all of them see,
    into how many buckets rows go, and by which program."""

    project: Project
    folder: str
    n_buckets: int
    program: str

    def path(self, stage: str, number: int, name: str) -> Path:
        """The file of a stage's partition."""
        return Path(self.folder) / stage / f"{number:05}-{name}.parquet"


def _check(job: Job) -> None:
    """Raises ClusterError on a worker that is not what the build counts on."""
    if job.program != program_digest():
        raise ClusterError("a worker runs another version of geotrack; install the same one there")
    if not Path(job.folder).is_dir():
        raise ClusterError(
            "a worker does not see the project's .geotrack folder; a cluster needs a file system "
            "that all its machines share"
        )


def _is_done(mark: Path) -> bool:
    return mark.is_file()


def save_table(table: pd.DataFrame, path: Path, **options: Any) -> None:
    """File a table; a reader never sees half a file, nor do two writers of the same meet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    table.to_parquet(unfinished, index=False, compression="zstd", **options)
    unfinished.replace(path)


def load_table(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    """A filed table."""
    return pd.read_parquet(path, columns=columns)


def load_beside(job: Job, stage: str, bucket: int, name: str) -> pd.DataFrame:
    """One of the tables BESIDE; without rows where none is filed."""
    path = job.path(stage, bucket, name)
    return load_table(path) if path.is_file() else make_table(name)


# --- settle -------------------------------------------------------------------------------


def settle_piece(piece: Piece, job: Job) -> None:
    """The piece's rows, settled, one row group a bucket, and what was rejected."""
    _check(job)
    target = job.path("settled", piece.number, "rows")
    if _is_done(target):
        return
    raw = read_piece(piece, job.project)
    lines: list[tuple[str, Line]] = []
    rejects: list[dict[str, str]] = []
    columns: list[dict[str, str]] = []
    for table in (raw, *raw.more):
        settled = settled_table(table, job.project.settings)
        lines += ((table.file, line) for line in settled.rows)
        rejects += settled.rejects
        columns += settled.columns
    save_table(make_table("rejects", rejects), job.path("settled", piece.number, "rejects"))
    save_table(make_table("columns", columns), job.path("settled", piece.number, "columns"))
    _save_in_buckets(lines, target, job.n_buckets)


# What a row bears beside its own columns.
_BESIDE = ("_file", "_row", "_extra", "_coded")


def _save_in_buckets(lines: list[tuple[str, Line]], target: Path, n_buckets: int) -> None:
    """One row group a bucket, so that a bucket is read without the others."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buckets: list[list[tuple[str, Line]]] = [[] for _ in range(n_buckets)]
    for file, line in lines:
        key = grouping_key(line.row, file)
        buckets[zlib.crc32(key.encode()) % n_buckets].append((file, line))
    names = column_names("intake")
    types = {name: pa.string() for name in (*_BESIDE, *names)} | {"_row": pa.int64()}
    schema = pa.schema(list(types.items()))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.tmp")
    with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
        for members in buckets:
            beside = zip(
                *((f, n, extra, coded) for f, (n, _, extra, coded) in members), strict=True
            )
            told = (
                dict(zip(_BESIDE, beside, strict=True)) if members else dict.fromkeys(_BESIDE, ())
            )
            data = {name: [line.row[name] for _, line in members] for name in names}
            table = pa.table({**told, **data}, schema=schema)
            writer.write_table(table, row_group_size=max(1, len(members)))
    unfinished.replace(target)


# --- gather -------------------------------------------------------------------------------


def gather_bucket(bucket: int, job: Job, n_pieces: int) -> None:
    """The bucket's events over all pieces, in the order of files and rows."""
    _check(job)
    target = job.path("gathered", bucket, "events")
    if _is_done(target):
        return
    rejects: list[dict[str, str]] = []
    files: dict[str, list[Line]] = {}
    for number in range(n_pieces):
        for file, line in _bucket_lines(job, number, bucket):
            files.setdefault(file, []).append(line)
    order = job.project.settings.date_order
    intakes = [group_rows(lines, file, order, []) for file, lines in files.items()]
    intakes = intakes or [Intake(*map(make_table, Intake._fields))]
    joined = joined_intakes(intakes, rejects)
    told = pd.concat([joined.rejects, make_table("rejects", rejects)], ignore_index=True)
    _save_gathered(joined._replace(rejects=told), job, bucket)


def _save_gathered(intake: Intake, job: Job, bucket: int) -> None:
    for name in reversed(GATHERED):  # events come last: they mark the stage as done
        save_table(getattr(intake, name), job.path("gathered", bucket, name))


def _bucket_lines(job: Job, piece: int, bucket: int) -> Iterator[tuple[str, Line]]:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(job.path("settled", piece, "rows")).read_row_group(bucket)
    columns = table.to_pydict()
    beside = zip(*(columns.pop(name) for name in _BESIDE), strict=True)
    names = list(columns)
    cells = zip(*columns.values(), strict=True)
    for (file, number, extra, coded), line in zip(beside, cells, strict=True):
        yield file, Line(number, dict(zip(names, line, strict=True)), extra, coded)


# --- place --------------------------------------------------------------------------------


class Whole(NamedTuple):
    """What a bucket must know of the whole table: its sure places, the day its data speak for,
    places decided on by a person, and the events that corrections touch (they are in a bucket of
    their own)."""

    home: tuple[Neighbour, ...]
    as_of: str
    overrides: Overrides
    touched: frozenset[str]


class _Open(NamedTuple):
    """A gazetteer held open, and what was found with it so far (see join.Shared)."""

    manager: AbstractContextManager[Gazetteer]
    gazetteer: Gazetteer
    ranked: Ranked
    said: dict[tuple[object, ...], dict[str, Any]]


@lru_cache(maxsize=32)
def _open(
    folder: str,  # noqa: ARG001 - another build remembers other rankings
    thread: int,  # noqa: ARG001 - SQLite answers only the thread that opened it
    places: tuple[Path, ...],
    packs: tuple[Path, ...],
    plugin: str,
) -> _Open:
    manager = opened_gazetteer(places, packs, plugin)
    return _Open(manager, manager.__enter__(), {}, {})


def _opened(job: Job) -> _Open:
    """The build's gazetteer, open as long as its process works for this build."""
    project = job.project
    packs = tuple(pack.path for pack in project.packs)
    return _open(job.folder, get_ident(), project.places, packs, project.gazetteer)


def close_opened() -> None:
    """Close what this process holds open for builds that are over."""
    _open.cache_clear()


def names_told(bucket: int, job: Job, touched: frozenset[str]) -> list[str]:
    """The distinct names of a bucket's scenes and venues, with their parents."""
    columns = ["event_id", "name", "role", "parents", "longitude", "geo_precision"]
    named = load_table(job.path("gathered", bucket, "named_places"), columns)
    return full_names(named[~named["event_id"].isin(_out(bucket, job, touched))])


def _out(bucket: int, job: Job, touched: frozenset[str]) -> frozenset[str]:
    """The events that stand in the bucket of the corrected ones instead."""
    return touched if bucket < job.n_buckets else frozenset()


def sure_of(names: list[str], job: Job) -> list[Place]:
    """The places that names surely mean by themselves."""
    _check(job)
    gazetteer = _opened(job).gazetteer
    rank = ranker_of(job.project.resolver)
    return sure_places(names, lambda name, near: rank(name, gazetteer, near), job.project.context)


def place_bucket(bucket: int, job: Job, whole: Whole) -> None:
    """The bucket's locations and days; all its tables stand in `placed` afterwards."""
    _check(job)
    target = job.path("placed", bucket, "events")
    if _is_done(target):
        return
    gathered = {name: load_table(job.path("gathered", bucket, name)) for name in GATHERED}
    gathered |= {
        name: load_beside(job, "gathered", bucket, name) for name in ("figures", "mentions")
    }
    out = _out(bucket, job, whole.touched)
    if out:
        for name in ("events", "named_places", "accounts", "figures"):
            table = gathered[name]
            gathered[name] = table[~table["event_id"].isin(out)]
    opened = _opened(job)
    company = company_of(gathered["accounts"], gathered["mentions"], opened.gazetteer)
    found = locate(
        gathered["named_places"], opened.gazetteer, job.project.context, whole.overrides,
        job.project.min_score, None, ranker_of(job.project.resolver),
        Shared(whole.home, opened.ranked, opened.said, company),
    )  # fmt: skip
    rejects = [gathered["rejects"], make_table("rejects", found.rejects)]
    placed = {
        "events": conform("events", settle_days(gathered["events"], whole.as_of)),
        "locations": found.locations,
        "accounts": gathered["accounts"],
        "reports": _reports_of(gathered, job),
        "rejects": pd.concat(rejects, ignore_index=True),
    }
    if len(gathered["figures"]):
        told, project = gathered["figures"], job.project
        told = resolve_figures(told, opened.gazetteer, project.context, project.min_score)
        save_table(without_repeats(told, told), job.path("placed", bucket, "figures"))
    for name in reversed(PLACED):
        save_table(placed[name].reset_index(drop=True), job.path("placed", bucket, name))


def _reports_of(gathered: dict[str, pd.DataFrame], job: Job) -> pd.DataFrame:
    """The reports that the bucket knows or its events name: as declared, else as told here."""
    told = load_table(Path(job.folder) / DECLARED)
    ids = {*gathered["accounts"]["report_id"], *gathered["reports"]["report_id"]}
    told = told[told["report_id"].isin(ids)]
    return pd.concat([told, gathered["reports"]]).drop_duplicates("report_id")


# The reports that all buckets may name: the project's own, and those that are only an id.
DECLARED = "reports.parquet"
