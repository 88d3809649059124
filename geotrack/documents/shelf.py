"""Rows of reports on disk while they are gathered: so many may come that memory does not hold them.

A shelf is a temporary SQLite database, gone when it is closed. Rows are put on it as they are read,
in any order; then it is settled which of them stand, and they are taken down in the order of their
files.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geotrack.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Row = dict[str, Any]
_TABLES = """
CREATE TABLE rows (path BLOB, number INTEGER, sha256 TEXT, report_id BLOB, row BLOB);
CREATE TABLE kept (position INTEGER PRIMARY KEY, row INTEGER);
CREATE TABLE known (mark INTEGER PRIMARY KEY, position INTEGER);
CREATE TABLE given (position INTEGER, cells BLOB);
"""
# Pages held in memory; the rest lies in a temporary file. In kB.
_CACHE_KB = 32_000


@contextmanager
def opened_shelf() -> Iterator[sqlite3.Connection]:
    """An empty shelf for a `with` block.

    >>> with opened_shelf() as shelf:
    ...     put(shelf, {"path": "b", "number": 0, "sha256": "2", "report_id": "d-2"})
    ...     put(shelf, {"path": "a", "number": 0, "sha256": "1", "report_id": "d-1"})
    ...     settle(shelf, [])
    ...     [row["path"] for row in rows_in_order(shelf)]
    (2, [])
    ['a', 'b']
    """
    # An empty name: SQLite keeps what is too much for memory in a file that it removes itself.
    shelf = sqlite3.connect("", isolation_level=None)
    try:
        shelf.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        shelf.execute("PRAGMA journal_mode = OFF")
        shelf.executescript(_TABLES)
        # One transaction for all there is: a commit after each line takes longer than the line.
        shelf.execute("BEGIN")
        yield shelf
    except sqlite3.OperationalError as error:
        raise OutputError(f"no room for reports in the temporary folder: {error}") from None
    finally:
        shelf.close()


def put(shelf: sqlite3.Connection, row: Row) -> None:
    """Put a report's row on the shelf; it has path, number, sha256 and report_id."""
    shelf.execute(
        "INSERT INTO rows VALUES (?, ?, ?, ?, ?)",
        (_bytes(row["path"]), row["number"], row["sha256"], _bytes(row["report_id"]), _packed(row)),
    )


def settle(shelf: sqlite3.Connection, given: Iterable[Row]) -> tuple[int, list[Row]]:
    """Settle which rows stand, and in what order: how many have a text, and what is rejected.

    Each document stands once: a second with the same checksum or id is a reject. `given` are rows
    of the project's own table: one whose path, sha256 or report_id is a document's gives or
    corrects its cells; the others stand behind.
    """
    shelf.execute("CREATE INDEX by_path ON rows (path, number)")
    rejects: list[Row] = []
    number = 0
    found = shelf.execute("SELECT rowid, sha256, report_id, path, number FROM rows "
                          "ORDER BY path, number, rowid")  # fmt: skip
    for row in found:
        marks = (_mark(row[1]), _mark(row[2]))
        twin = next((t for t in (_at(shelf, mark) for mark in marks) if t and _same(t, row)), None)
        if twin:
            rejects.append(_twice(row, twin))
            continue
        shelf.execute("INSERT INTO kept VALUES (?, ?)", (number, row[0]))
        lines = ((mark, number) for mark in marks)
        shelf.executemany("INSERT OR IGNORE INTO known VALUES (?, ?)", lines)
        number += 1
    return _give(shelf, given, number), rejects


def rows_in_order(shelf: sqlite3.Connection) -> Iterator[Row]:
    """The rows that stand, with the cells given for them."""
    lines = shelf.execute(
        "SELECT kept.position, rows.row FROM kept LEFT JOIN rows ON rows.rowid = kept.row "
        "ORDER BY kept.position"
    )
    given: dict[int, list[Row]] = {}
    for position, cells in shelf.execute("SELECT position, cells FROM given ORDER BY rowid"):
        given.setdefault(position, []).append(_unpacked(cells))
    for position, packed in lines:
        row = _unpacked(packed) if packed else {"number": 0}
        for cells in given.get(position, ()):
            row |= {k: v for k, v in cells.items() if k not in ("text", "sha256") or not packed}
        yield row


# --- twins --------------------------------------------------------------------------------


def _at(shelf: sqlite3.Connection, mark: int) -> Any:
    """The kept row of a mark; None where there is none."""
    return shelf.execute(
        "SELECT rows.rowid, sha256, report_id, path, number FROM known "
        "JOIN kept ON kept.position = known.position JOIN rows ON rows.rowid = kept.row "
        "WHERE mark = ?",
        (mark,),
    ).fetchone()


def _same(twin: Any, row: Any) -> bool:
    return bool(twin[1] == row[1] or twin[2] == row[2])


def _twice(row: Any, twin: Any) -> Row:
    what = "document" if twin[1] == row[1] else "report_id"
    path, report_id = _text(row[3]), _text(row[2])
    where = f"{_text(twin[3])} row {twin[4]}" if twin[4] else _text(twin[3])
    return {"file": path, "row": str(row[4] or ""), "value": report_id,
            "reason": f"{path} holds the same {what} as {where}"}  # fmt: skip


def _mark(key: str | bytes) -> int:
    """64 bits of a key's checksum; that two keys share them is looked into."""
    told = key if isinstance(key, bytes) else key.encode()
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), signed=True)


# --- cells given --------------------------------------------------------------------------


def _give(shelf: sqlite3.Connection, given: Iterable[Row], number: int) -> int:
    """File the cells given under the rows they are for; how many rows with a text there are."""
    listed, bare = list(given), 0
    found: dict[str, int] = {}
    if listed:
        wanted = {told[key] for told in listed for key in ("path", "sha256", "report_id")} - {""}
        found = _positions(shelf, wanted)
    for told in listed:
        keys = ("path", "sha256", "report_id")
        at = next((found[told[key]] for key in keys if told[key] in found), None)
        cells = {key: value for key, value in told.items() if value != ""}
        if cells.get("published"):
            cells.setdefault("published_basis", "analyst")
        if at is None:
            at = number
            shelf.execute("INSERT INTO kept VALUES (?, NULL)", (at,))
            number += 1
            bare += not cells.get("text")
        shelf.execute("INSERT INTO given VALUES (?, ?)", (at, _packed(cells)))
    return number - bare


def _positions(shelf: sqlite3.Connection, wanted: set[str]) -> dict[str, int]:
    """Where the rows stand that go by one of these checksums, ids or paths."""
    found: dict[str, int] = {}
    lines = shelf.execute("SELECT position, sha256, report_id, path, number FROM kept "
                          "JOIN rows ON rows.rowid = kept.row ORDER BY position")  # fmt: skip
    for position, sha256, report_id, path, number in lines:
        # A JSONL file's path names many documents: its rows are known by their ids.
        keys = (sha256, _text(report_id), "" if number else _text(path))
        found |= {key: position for key in keys if key in wanted}
    return found


def _packed(row: Row) -> bytes:
    return _bytes(json.dumps(row, ensure_ascii=False))


def _unpacked(data: bytes) -> Row:
    row: Row = json.loads(_text(data))
    return row


# File names and ids may hold halves of letters; in this order of bytes texts sort as in Python.
def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
