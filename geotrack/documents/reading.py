"""Files -> the table of reports, what could not be read -> rejects."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from geotrack.documents.document import MAX_BYTES
from geotrack.documents.jsonl import read_jsonl
from geotrack.documents.one import read_one, row_of, with_dateline
from geotrack.documents.sniffing import format_of
from geotrack.errors import GeotrackError, InputError
from geotrack.guarded import MEMORY_MB, SECONDS, guarded
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

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


def read_reports(
    paths: Iterable[Path],
    root: Path,
    *,
    given: pd.DataFrame | None = None,
    jobs: int = 0,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
    memory: Remembers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reports:
    """The reports in files and folders; names in messages and `path` are relative to `root`.

    `given` is the project's own table of reports: a row whose `path`, `sha256` or `report_id` is
    a document's gives or corrects its cells. A file that cannot be read is a reject and the rest
    goes on; each file may take `seconds` and `memory_mb`. What `memory` holds of a file with the
    same bytes is not read anew. `progress` is called with how many files are done, of how many.
    """
    files, rejects = list_documents(paths, root)
    rows: list[Row] = []
    read = _read_all(files, root, jobs, (seconds, memory_mb), memory)
    for count, (found, faults) in enumerate(read, 1):
        rows += found
        rejects += faults
        if progress is not None:
            progress(count, len(files))
    rows.sort(key=lambda row: (row["path"], row["number"]))
    kept = _with_given(_without_twins(rows, rejects), given)
    rejects.sort(key=lambda row: (row["file"], int(row.get("row") or 0)))
    plain = [{k: v for k, v in row.items() if k != "number"} for row in kept]
    return Reports(make_table("reports", plain), make_table("rejects", rejects))


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
_MAX_JSONL = 2_000_000_000


def _read_all(
    files: list[Path],
    root: Path,
    jobs: int,
    bounds: tuple[float, int],
    memory: Remembers | None,
) -> Iterator[tuple[list[Row], list[Row]]]:
    """Rows and rejects of each file: plain formats here, the others in processes of their own."""
    named = [{"path": str(path), "file": _name(path, root)} for path in files]
    risky, keys = [], []
    for item in named:
        if format_of(Path(item["path"]), "") in _PLAIN:
            yield _read_here(Path(item["path"]), item["file"])
            continue
        key = _key(item) if memory else ""
        known = memory.recall("read", item["file"], key) if memory and key else None
        if known is not None:
            yield _split(known)
        else:
            risky.append(item)
            keys.append(key)
    seconds, memory_mb = bounds
    outcomes = guarded(
        "geotrack.documents.one:read_one", risky, jobs=jobs, seconds=seconds,
        memory_mb=memory_mb,
    )  # fmt: skip
    for outcome in outcomes:
        file = risky[outcome.position]["file"]
        if outcome.fault:
            told = outcome.fault.startswith(file)
            reason = outcome.fault if told else f"{file} {outcome.fault}"
            yield [], [{"file": file, "reason": reason}]
        else:
            if memory and keys[outcome.position]:
                memory.keep(outcome.value, "read", file, keys[outcome.position])
            yield _split(outcome.value)


def _key(item: dict[str, str]) -> str:
    """A file's checksum; empty for one that is too large or cannot be read."""
    path = Path(item["path"])
    try:
        if path.stat().st_size > MAX_BYTES:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read_here(path: Path, file: str) -> tuple[list[Row], list[Row]]:
    try:
        if format_of(path, file) == "jsonl":
            return _read_lines(path, file)
        return _split(read_one({"path": str(path), "file": file}))
    except GeotrackError as error:
        return [], [{"file": file, "reason": str(error)}]


def _split(row: Row) -> tuple[list[Row], list[Row]]:
    """A row, and a reject for each of its notes: read, but not all of it, or not surely."""
    notes = row.pop("told_notes")
    line = {"row": str(row["number"])} if row["number"] else {}
    return [row], [{"file": row["path"], "reason": note} | line for note in notes]


def _read_lines(path: Path, file: str) -> tuple[list[Row], list[Row]]:
    """A JSONL file; the checksum of each document is that of its text."""
    size = path.stat().st_size
    if size > _MAX_JSONL:
        raise InputError(f"{file} has {size:,} bytes; the limit is {_MAX_JSONL:,}")
    rows, rejects = [], []
    for number, own, document in read_jsonl(path, file):
        if isinstance(document, InputError):
            rejects.append({"file": file, "row": str(number), "reason": str(document)})
            continue
        told = hashlib.sha256(document.text.encode()).hexdigest()
        found, notes = _split(row_of(with_dateline(document), file, told) | {"number": number})
        rows += [row | ({"report_id": own} if own else {}) for row in found]
        rejects += notes
    return rows, rejects


# --- rows together ------------------------------------------------------------------------


def _without_twins(rows: list[Row], rejects: list[Row]) -> list[Row]:
    """Each document once: a second with the same checksum or id is a reject."""
    kept: list[Row] = []
    seen: dict[str, Row] = {}
    for row in rows:
        twin = seen.get(row["sha256"]) or seen.get(row["report_id"])
        if twin is None:
            kept.append(row)
            seen[row["sha256"]] = seen[row["report_id"]] = row
            continue
        what = "document" if twin["sha256"] == row["sha256"] else "report_id"
        rejects.append(
            {"file": row["path"], "row": str(row["number"] or ""), "value": row["report_id"],
             "reason": f"{row['path']} holds the same {what} as {_where(twin)}"}
        )  # fmt: skip
    return kept


def _where(row: Row) -> str:
    return f"{row['path']} row {row['number']}" if row["number"] else str(row["path"])


def _with_given(rows: list[Row], given: pd.DataFrame | None) -> list[Row]:
    """The rows with the cells that the project's table gives; its other rows stand behind."""
    if given is None:
        return rows
    found: dict[str, int] = {}
    for i, row in enumerate(rows):
        # A JSONL file's path names many documents: its rows are known by their ids.
        keys = (row["sha256"], row["report_id"], "" if row["number"] else row["path"])
        found |= {key: i for key in keys if key}
    done = list(rows)
    for told in records(given):
        at = next(
            (found[told[key]] for key in ("path", "sha256", "report_id") if told[key] in found),
            None,
        )
        cells = {key: value for key, value in told.items() if value != ""}
        if cells.get("published"):
            cells.setdefault("published_basis", "analyst")
        if at is None:
            done.append(cells | {"number": 0})
        else:
            done[at] = done[at] | {k: v for k, v in cells.items() if k not in ("text", "sha256")}
    return done
