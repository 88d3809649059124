"""The index: places and their names in SQLite, opened read-only in well under a millisecond.

One file holds the world (built with the package); a project's own places are indexed in
memory beside it. Where both hold a record of one id, the project's wins.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.errors import GazetteerError
from geotrack.gazetteer.names import bare_name, fold_name

WORLD_PATH = Path(__file__).parents[1] / "_built" / "world.sqlite"
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


class Place(NamedTuple):
    """A record of the gazetteer; `curated` is True for hand-checked ones.

    Coordinates are WGS 84 degrees; the true spot lies within `radius_km`.
    """

    place_id: str
    name: str
    kind: str
    longitude: float
    latitude: float
    radius_km: float
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    source: str = ""
    confidence: str = ""
    same_as: str = ""
    curated: bool = False


class PlaceName(NamedTuple):
    """One name of a place, its BCP 47 tag (`und` where unknown) and who attests it."""

    name: str
    lang: str = "und"
    source: str = ""


class Index(NamedTuple):
    """Opened databases, the one that wins first."""

    databases: tuple[sqlite3.Connection, ...]


Records = Iterable[tuple[Place, Sequence[PlaceName]]]


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


def open_world(path: Path = WORLD_PATH) -> sqlite3.Connection:
    """The world index, read-only.

    Raises GazetteerError where the file is missing, is no index or has another version.
    """
    if not path.is_file():
        raise GazetteerError(
            f"the place index {path.name} is missing from this installation; "
            "reinstall geotrack, or in a checkout run: python hatch_build.py"
        )
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        version = _ask(database, "PRAGMA user_version")[0][0]
    except GazetteerError:
        database.close()
        raise
    if version != INDEX_VERSION:
        database.close()
        raise GazetteerError(
            f"the place index {path.name} has version {version}, this geotrack needs "
            f"{INDEX_VERSION}; reinstall geotrack"
        )
    return database


def _ask(database: sqlite3.Connection, query: str, values: tuple[str, ...] = ()) -> list[Any]:
    """The rows of a query; a broken index is said to be one."""
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise GazetteerError(
            f"the place index cannot be read: {error}; reinstall geotrack"
        ) from None


_COLUMNS = ",".join(Place._fields)


def look_up(index: Index, folded: str) -> list[Place]:
    """Every place that has this folded name; of records with one id the first database's."""
    found: dict[str, Place] = {}
    query = (
        f"SELECT {_COLUMNS} FROM keys JOIN places ON places.rowid = keys.place "  # noqa: S608
        "WHERE folded = ? ORDER BY place_id"
    )
    for database in index.databases:
        for row in _ask(database, query, (folded,)):
            # A project's own record of the place may no longer bear this name: it still wins.
            place = find_place(index, row[0]) or _place(row)
            found.setdefault(place.place_id, place)
    return list(found.values())


def _place(row: tuple[Any, ...]) -> Place:
    return Place(*row)._replace(curated=bool(row[-1]))


def find_place(index: Index, place_id: str) -> Place | None:
    """The record of an id, None where no database has it."""
    query = f"SELECT {_COLUMNS} FROM places WHERE place_id = ?"  # noqa: S608
    for database in index.databases:
        for row in _ask(database, query, (place_id,)):
            return _place(row)
    return None


def largest_settlements(
    index: Index, bounds: tuple[float, float, float, float], most: int
) -> list[Place]:
    """The settlements with most inhabitants within (west, south, east, north), largest first.

    West greater than east crosses the antimeridian.
    """
    west, south, east, north = bounds
    either = "AND" if west <= east else "OR"
    query = (
        f"SELECT {_COLUMNS} FROM places WHERE kind IN ('city', 'town') AND population > 0 "  # noqa: S608
        f"AND latitude BETWEEN ? AND ? AND (longitude >= ? {either} longitude <= ?) "
        "ORDER BY population DESC, place_id LIMIT ?"
    )
    found: dict[str, Place] = {}
    for database in index.databases:
        for row in database.execute(query, (south, north, west, east, most)):
            found.setdefault(row[0], _place(row))
    ranked = sorted(found.values(), key=lambda place: (-place.population, place.place_id))
    return ranked[:most]


def names_of(index: Index, place_id: str) -> list[PlaceName]:
    """All names of a place as its sources write them, each once."""
    found: dict[str, PlaceName] = {}
    query = "SELECT name, source, spellings FROM places WHERE place_id = ?"
    for database in index.databases:
        for name, source, spellings in _ask(database, query, (place_id,)):
            for told in json.loads(spellings or "[]"):
                full = PlaceName(*told) if len(told) == 3 else PlaceName(told[0], "und", source)
                found.setdefault(full.name, full)
            found.setdefault(name, PlaceName(name, "und", source))
    return list(found.values())


def index_stats(index: Index) -> dict[str, int]:
    """How many places and look-up keys the index holds, in all and by kind."""
    stats: dict[str, int] = {"places": 0, "keys": 0}
    for database in index.databases:
        stats["keys"] += _ask(database, "SELECT count(*) FROM keys")[0][0]
        for kind, number in _ask(database, "SELECT kind, count(*) FROM places GROUP BY kind"):
            stats["places"] += number
            stats[f"kind_{kind}"] = stats.get(f"kind_{kind}", 0) + number
    return stats
