"""What was found out about documents, kept in `.geotrack/` so that no work is done twice.

One SQLite file: a run that is interrupted, however hard, loses at most the document in hand, and
ten thousand documents are one file. It is an aid, never the truth: a broken one is made anew.
"""

from __future__ import annotations

import json
import sqlite3
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
# Beyond so many values the oldest go.
_MOST = 200_000
_WAIT_SECONDS = 60


class Memory(NamedTuple):
    """Values under the checksum of what they were made from; without a database it forgets all."""

    database: sqlite3.Connection | None = None

    def recall(self, *parts: object) -> Any:
        """The value made from these parts by this very program; None where there is none."""
        if self.database is None:
            return None
        key = digest_of(*parts, program_digest())
        try:
            row = self.database.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            return json.loads(zlib.decompress(row[0])) if row else None
        except (sqlite3.DatabaseError, zlib.error, ValueError):
            return None

    def keep(self, value: Any, *parts: object) -> None:
        """File a value (what JSON holds) at once. Raises OutputError where the disk is full."""
        if self.database is None:
            return
        packed = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 1)
        line = (digest_of(*parts, program_digest()), program_digest(), packed)
        try:
            self.database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", line)
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
    try:
        yield Memory(database)
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
