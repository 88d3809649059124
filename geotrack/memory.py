"""What was found out about documents, kept in `.geotrack/` so that no work is done twice.

One SQLite file: a run that is interrupted, however hard, loses at most what it kept in the last
second, and a million documents are one file. It is an aid, never the truth: a broken one is made
anew.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.cache import CACHE_FOLDER, digest_of, program_digest
from geotrack.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "documents.sqlite"
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, program TEXT, value BLOB)"
# Beyond so many values the oldest go: two of each of a million documents, and as many again. Of
# short documents a value takes 1 kB.
_MOST = 4_000_000
_WAIT_SECONDS = 60
# Values are written together, but wait no longer than this.
KEEP_SECONDS = 0.5


class Memory(NamedTuple):
    """Values under the checksum of what they were made from; without a database it forgets all.

    `kept` are values not yet written down, with when the first of them came under an empty key.
    """

    database: sqlite3.Connection | None = None
    kept: dict[str, Any] = {}  # noqa: RUF012 - each opened memory brings its own

    def recall(self, *parts: object) -> Any:
        """The value made from these parts by this very program; None where there is none."""
        if self.database is None:
            return None
        key = digest_of(*parts, program_digest())
        try:
            row = self.database.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            packed = row[0] if row else self.kept.get(key)
            return json.loads(zlib.decompress(packed)) if packed else None
        except (sqlite3.DatabaseError, zlib.error, ValueError):
            return None

    def keep(self, value: Any, *parts: object) -> None:
        """File a value (what JSON holds). Raises OutputError where the disk is full."""
        if self.database is None:
            return
        now = time.monotonic()
        begun = self.kept.setdefault("", now)
        packed = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 1)
        self.kept[digest_of(*parts, program_digest())] = packed
        if now - begun >= KEEP_SECONDS:
            self.settle()

    def settle(self) -> None:
        """Write down what was kept last. Raises OutputError where the disk is full."""
        if self.database is None or not self.kept:
            return
        self.kept.pop("")
        lines = [(key, program_digest(), packed) for key, packed in self.kept.items()]
        self.kept.clear()
        try:
            self.database.execute("BEGIN IMMEDIATE")
            self.database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", lines)
            self.database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise OutputError(f"cannot write into {CACHE_FOLDER}: {error}") from None


@contextmanager
def opened_memory(folder: Path | None) -> Iterator[Memory]:
    """The memory in the `.geotrack` of a folder for a `with` block; None: one that forgets.

    Raises OutputError where the folder cannot be written to.

    >>> with opened_memory(None) as memory:
    ...     memory.recall("a.txt")
    """
    if folder is None:
        yield Memory()
        return
    path = folder / CACHE_FOLDER / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = _opened(path)
        except sqlite3.DatabaseError:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            database = _opened(path)
    except (OSError, sqlite3.DatabaseError) as error:
        raise OutputError(f"cannot write into {CACHE_FOLDER}: {error}") from None
    memory = Memory(database, {})
    try:
        yield memory
    finally:
        try:
            memory.settle()
        finally:
            database.close()


def _opened(path: Path) -> sqlite3.Connection:
    """The file, tidied: what another version of the program kept is of no use any more."""
    database = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(_TABLE)
        database.execute("DELETE FROM kept WHERE program != ?", (program_digest(),))
        database.execute(
            "DELETE FROM kept WHERE rowid <= (SELECT max(rowid) FROM kept) - ?", (_MOST,)
        )
    except BaseException:
        database.close()
        raise
    return database
