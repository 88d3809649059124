"""Files -> the table of reports, what could not be read -> rejects."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pandas as pd

from geotrack.documents.document import MAX_BYTES
from geotrack.documents.jsonl import read_jsonl
from geotrack.documents.one import read_one, row_of, with_dateline
from geotrack.documents.shelf import opened_shelf, put, rows_in_order, settle
from geotrack.documents.sniffing import format_of
from geotrack.errors import GeotrackError, InputError
from geotrack.guarded import MEMORY_MB, SECONDS, guarded
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Row = dict[str, Any]


class Reports(NamedTuple):
    """The tables `reports` and `rejects`."""

    reports: pd.DataFrame
    rejects: pd.DataFrame


class Remembers(Protocol):
    """What keeps values under what they were made from (see memory.py)."""

    def recall(self, *parts: object) -> Any:
        """The value made from these parts; None where there is none."""

    def keep(self, value: Any, *parts: object) -> None:
        """File a value."""


class Shelved(NamedTuple):
    """Reports gathered on a shelf: how many have a text, the table `rejects`, and the reports
    themselves, as tables of some hundred each."""

    number: int
    rejects: pd.DataFrame
    tables: Iterator[pd.DataFrame]


# So many reports are taken from the shelf at once.
_BATCH = 500


@contextmanager
def shelved_reports(
    paths: Iterable[Path],
    root: Path,
    *,
    given: pd.DataFrame | None = None,
    jobs: int = 0,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
    memory: Remembers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Shelved]:
    """The reports in files and folders, for a `with` block, only a few in memory at any time.

    Names in messages and `path` are relative to `root`.
    `given` is the project's own table of reports: a row whose `path`, `sha256` or `report_id` is
    a document's gives or corrects its cells. A file that cannot be read is a reject and the rest
    goes on; each file may take `seconds` and `memory_mb`. What `memory` holds of a file with the
    same bytes is not read anew. `progress` is called with how many documents are done, of how
    many: files, or lines of JSONL.
    """
    files, rejects = list_documents(paths, root)
    sizes = [_n_documents(path) for path in files]
    total, done, told = sum(sizes), 0, 0
    with opened_shelf() as shelf:
        read = _read_all(files, sizes, root, jobs, (seconds, memory_mb), memory)
        for n_done, rows, faults in read:
            for row in rows:
                put(shelf, row)
            rejects += faults
            done += n_done
            if progress is not None and told < done >= min(told + total // 1000, total):
                told = done
                progress(done, total)
        number, twice = settle(shelf, [] if given is None else records(given))
        rejects += twice
        rejects.sort(key=lambda row: (row["file"], int(row.get("row") or 0)))
        tables = (
            make_table("reports", [{k: v for k, v in row.items() if k != "number"} for row in rows])
            for rows in _batches(rows_in_order(shelf))
        )
        yield Shelved(number, make_table("rejects", rejects), tables)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def read_reports(paths: Iterable[Path], root: Path, **options: Any) -> Reports:
    """The same at once, for few documents; `options` are those of `shelved_reports`."""
    with shelved_reports(paths, root, **options) as shelved:
        tables = [make_table("reports"), *shelved.tables]
        return Reports(pd.concat(tables, ignore_index=True), shelved.rejects)


# --- which files --------------------------------------------------------------------------

# Browsers keep a page's pictures and scripts in a folder of this ending beside it.
_PARTS_OF_PAGE = ("_files", ".files", "_archivos", "_dosyalar", "-Dateien", "_fichiers")


def list_documents(paths: Iterable[Path], root: Path) -> tuple[list[Path], list[Row]]:
    """The documents among files and folders, in order, and rejects for what is none.

    Folders are looked through to the bottom, but for hidden ones and those in which a browser
    keeps the parts of a saved page; links to folders are not followed.
    """
    files: dict[Path, None] = {}
    rejects: list[Row] = []
    for path in paths:
        if not path.exists():
            rejects.append(_reject(path, root, "is not there"))
            continue
        for one in _walk(path) if path.is_dir() else [path]:
            try:
                format_of(one, _name(one, root))
            except InputError as error:
                rejects.append({"file": _name(one, root), "reason": str(error)})
            else:
                files[one] = None
    return list(files), rejects


def sizes_of(paths: Iterable[Path]) -> Iterator[int]:
    """The bytes of each file that `list_documents` would look at."""
    for path in paths:
        for one in _walk(path) if path.is_dir() else [path]:
            with suppress(OSError):
                yield one.stat().st_size


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and not f.endswith(_PARTS_OF_PAGE)
        )
        yield from (Path(here) / name for name in sorted(names) if not name.startswith("."))


def _name(path: Path, root: Path) -> str:
    """The path as shown: relative to the root where it lies below it, else its name."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.name


def _reject(path: Path, root: Path, reason: str) -> Row:
    file = _name(path, root)
    return {"file": file, "reason": f"{file} {reason}"}


# --- files -> rows ------------------------------------------------------------------------

# Read in this process: nothing but characters in them.
_PLAIN = ("text", "markdown", "jsonl")
# Lines are read one at a time and kept on disk: this bounds the disk, not memory.
_MAX_JSONL = 100_000_000_000


def _n_documents(path: Path) -> int:
    """How many documents a file has: the lines of a JSONL file, else one."""
    if format_of(path, "") != "jsonl":
        return 1
    try:
        with path.open("rb") as file:
            return max(1, sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b"")))
    except OSError:
        return 1


def _read_all(
    files: list[Path],
    sizes: list[int],
    root: Path,
    jobs: int,
    bounds: tuple[float, int],
    memory: Remembers | None,
) -> Iterator[tuple[int, list[Row], list[Row]]]:
    """Rows and rejects of each file, and how many documents that were: plain formats here, the
    others in processes of their own."""
    risky: list[tuple[Path, str]] = []
    for path, size in zip(files, sizes, strict=True):
        if format_of(path, "") in _PLAIN:
            yield from _read_here(path, _name(path, root), size)
            continue
        key = _key(path) if memory else ""
        known = memory.recall("read", _name(path, root), key) if memory and key else None
        if known is not None:
            yield 1, *_split(known)
        else:
            risky.append((path, key))
    seconds, memory_mb = bounds
    outcomes = guarded(
        "geotrack.documents.one:read_one",
        ({"path": str(path), "file": _name(path, root)} for path, _ in risky),
        jobs=jobs, seconds=seconds, memory_mb=memory_mb,
    )  # fmt: skip
    for outcome in outcomes:
        path, key = risky[outcome.position]
        file = _name(path, root)
        if outcome.fault:
            told = outcome.fault.startswith(file)
            reason = outcome.fault if told else f"{file} {outcome.fault}"
            yield 1, [], [{"file": file, "reason": reason}]
        else:
            if memory and key:
                memory.keep(outcome.value, "read", file, key)
            yield 1, *_split(outcome.value)


def _key(path: Path) -> str:
    """A file's checksum; empty for one that is too large or cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read_here(path: Path, file: str, size: int) -> Iterator[tuple[int, list[Row], list[Row]]]:
    """The same of a file of `size` documents, line by line."""
    left = size
    try:
        if format_of(path, file) == "jsonl":
            for rows, faults in _read_lines(path, file):
                step = int(left > 1)
                left -= step
                yield step, rows, faults
        else:
            yield 0, *_split(read_one({"path": str(path), "file": file}))
    except GeotrackError as error:
        yield 0, [], [{"file": file, "reason": str(error)}]
    yield left, [], []


def _split(row: Row) -> tuple[list[Row], list[Row]]:
    """A row, and a reject for each of its notes: read, but not all of it, or not surely."""
    notes = row.pop("told_notes")
    line = {"row": str(row["number"])} if row["number"] else {}
    return [row], [{"file": row["path"], "reason": note} | line for note in notes]


def _read_lines(path: Path, file: str) -> Iterator[tuple[list[Row], list[Row]]]:
    """A JSONL file, line by line; the checksum of each document is that of its text."""
    size = path.stat().st_size
    if size > _MAX_JSONL:
        raise InputError(f"{file} has {size:,} bytes; the limit is {_MAX_JSONL:,}")
    for number, own, document in read_jsonl(path, file):
        if isinstance(document, InputError):
            yield [], [{"file": file, "row": str(number), "reason": str(document)}]
            continue
        told = hashlib.sha256(document.text.encode()).hexdigest()
        found, notes = _split(row_of(with_dateline(document), file, told) | {"number": number})
        yield [row | ({"report_id": own} if own else {}) for row in found], notes
