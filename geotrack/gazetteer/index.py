"""The index opened: look-ups in SQLite, read-only, ready in well under a millisecond.

One file holds the world (built with the package); a project's own places are indexed in
memory beside it. Where both hold a record of one id, the project's wins.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.errors import GazetteerError
from geotrack.gazetteer.building import INDEX_VERSION, index_in_memory
from geotrack.gazetteer.curated import read_curated
from geotrack.gazetteer.records import Place, PlaceName

WORLD_PATH = Path(__file__).parents[1] / "_built" / "world.sqlite"
_COLUMNS = ",".join(Place._fields)
# SQLite takes no more values in one query; older builds of it have this limit.
_MOST_VALUES = 900


class Index(NamedTuple):
    """Opened databases as one gazetteer (see records.Gazetteer), the one that wins first."""

    databases: tuple[sqlite3.Connection, ...]

    def look_up(self, folded: str) -> list[Place]:
        """Every place that has this folded name; of records with one id the first database's."""
        found: dict[str, Place] = {}
        query = (
            f"SELECT {_COLUMNS} FROM keys JOIN places ON places.rowid = keys.place "  # noqa: S608
            "WHERE folded = ? ORDER BY place_id"
        )
        for number, database in enumerate(self.databases):
            for row in _ask(database, query, (folded,)):
                # An earlier database's record of the place may not bear this name: it still wins.
                place = _find(self.databases[:number], row[0]) or _place(row)
                found.setdefault(place.place_id, place)
        return list(found.values())

    def known_keys(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that a place is filed under, sorted."""
        asked = sorted(set(keys))
        known: set[str] = set()
        for start in range(0, len(asked), _MOST_VALUES):
            some = tuple(asked[start : start + _MOST_VALUES])
            marks = ",".join("?" * len(some))
            query = f"SELECT DISTINCT folded FROM keys WHERE folded IN ({marks})"  # noqa: S608
            for database in self.databases:
                known.update(row[0] for row in _ask(database, query, some))
        return sorted(known)

    def find_place(self, place_id: str) -> Place | None:
        """The record of an id, None where no database has it."""
        return _find(self.databases, place_id)

    def names_of(self, place_id: str) -> list[PlaceName]:
        """All names of a place as its sources write them, each once."""
        found: dict[str, PlaceName] = {}
        query = "SELECT name, source, spellings FROM places WHERE place_id = ?"
        for database in self.databases:
            for name, source, spellings in _ask(database, query, (place_id,)):
                for told in json.loads(spellings or "[]"):
                    full = PlaceName(*told) if len(told) == 3 else PlaceName(told[0], "und", source)
                    found.setdefault(full.name, full)
                found.setdefault(name, PlaceName(name, "und", source))
        return list(found.values())

    def largest_settlements(
        self, bounds: tuple[float, float, float, float], most: int
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
        for database in self.databases:
            for row in _ask(database, query, (south, north, west, east, most)):
                found.setdefault(row[0], _place(row))
        ranked = sorted(found.values(), key=lambda place: (-place.population, place.place_id))
        return ranked[:most]

    def stats(self) -> dict[str, int]:
        """How many places and look-up keys the index holds, in all and by kind."""
        stats: dict[str, int] = {"places": 0, "keys": 0}
        for database in self.databases:
            stats["keys"] += _ask(database, "SELECT count(*) FROM keys")[0][0]
            for kind, number in _ask(database, "SELECT kind, count(*) FROM places GROUP BY kind"):
                stats["places"] += number
                stats[f"kind_{kind}"] = stats.get(f"kind_{kind}", 0) + number
        return stats


@contextmanager
def opened_gazetteer(curated: list[Path]) -> Iterator[Index]:
    """`open_gazetteer` for a `with` block: the databases are closed behind it."""
    index = open_gazetteer(curated)
    try:
        yield index
    finally:
        for database in index.databases:
            database.close()


def open_gazetteer(curated: list[Path]) -> Index:
    """The world index with a project's curated files before it, the last file first."""
    packs = tuple(index_in_memory(read_curated(path)) for path in reversed(curated))
    return Index((*packs, open_index(WORLD_PATH)))


def open_index(path: Path) -> sqlite3.Connection:
    """The database of an index file, read-only.

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


def _ask(database: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
    """The rows of a query; a broken index is said to be one."""
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise GazetteerError(
            f"the place index cannot be read: {error}; reinstall geotrack"
        ) from None


def _find(databases: tuple[sqlite3.Connection, ...], place_id: str) -> Place | None:
    query = f"SELECT {_COLUMNS} FROM places WHERE place_id = ?"  # noqa: S608
    for database in databases:
        for row in _ask(database, query, (place_id,)):
            return _place(row)
    return None


def _place(row: tuple[Any, ...]) -> Place:
    return Place(*row)._replace(curated=bool(row[-1]))
