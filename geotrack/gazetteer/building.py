"""Records -> an index: places and their names in SQLite, found again by folded key."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.gazetteer.records import Place, PlaceName, Records

# Raised with every change of the tables below; an index of another version is refused.
INDEX_VERSION = 1

# Names stand twice, each in the form that is needed: their folded keys sorted for look-ups,
# their spellings as JSON with the place: [name, lang, source], the last two left out where
# they are `und` and the place's own source.
_TABLES = """
CREATE TABLE places (
    place_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    longitude REAL NOT NULL, latitude REAL NOT NULL, radius_km REAL NOT NULL,
    country TEXT NOT NULL, admin1 TEXT NOT NULL, admin2 TEXT NOT NULL,
    population INTEGER NOT NULL, source TEXT NOT NULL, confidence TEXT NOT NULL,
    same_as TEXT NOT NULL, curated INTEGER NOT NULL, spellings TEXT NOT NULL);
CREATE TABLE keys (folded TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (folded, place))
    WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_INDICES = "CREATE UNIQUE INDEX places_id ON places (place_id);"


def build_index(path: Path, records: Records, facts: dict[str, str]) -> None:
    """Write an index file of (place, its names); the old file stays until the new one is whole."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.unlink(missing_ok=True)
    database = sqlite3.connect(unfinished)
    try:
        _fill(database, records, facts)
        database.execute("VACUUM")
    finally:
        database.close()
    unfinished.replace(path)


def index_in_memory(records: Records) -> sqlite3.Connection:
    """An index of a project's own places, for as long as the process lives."""
    database = sqlite3.connect(":memory:")
    _fill(database, records, {})
    return database


def _fill(database: sqlite3.Connection, records: Records, facts: dict[str, str]) -> None:
    columns = (*Place._fields, "spellings")
    insert = f"INSERT INTO places (rowid, {','.join(columns)}) VALUES (?{',?' * len(columns)})"  # noqa: S608
    with database:
        database.executescript(_TABLES)
        for row_id, (place, names) in enumerate(records, 1):
            database.execute(insert, (row_id, *place, _spellings(place, names)))
            keys = _keys([place.name, *(name.name for name in names)])
            database.executemany("INSERT INTO keys VALUES (?,?)", ((key, row_id) for key in keys))
        database.executemany("INSERT INTO facts VALUES (?,?)", sorted(facts.items()))
        database.executescript(_INDICES)
        database.execute(f"PRAGMA user_version = {INDEX_VERSION}")


def _spellings(place: Place, names: Sequence[PlaceName]) -> str:
    plain = ("und", place.source)
    told = [
        [name.name] if name[1:] == plain else list(name)
        for name in dict.fromkeys(names)
        if name != (place.name, *plain)
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""


def _keys(names: Iterable[str]) -> set[str]:
    """Each name's folded key and, where it has an article, the bare one too."""
    folded = {fold_name(name) for name in names}
    return (folded | {bare_name(key) for key in folded}) - {""}
