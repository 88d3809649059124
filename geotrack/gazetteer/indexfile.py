"""One index file in SQLite: opened read-only, checked, and asked by key or id.

Ready in well under a millisecond; a file that is missing, broken or of another version is told
of with what to do about it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from geotrack.errors import GazetteerError
from geotrack.gazetteer.building import FOLDING_FACT, INDEX_VERSION, folding_mark, ids_elsewhere
from geotrack.gazetteer.records import Place

WORLD_PATH = Path(__file__).parents[1] / "_built" / "world.sqlite"
_COLUMNS = ",".join(f"places.{field}" for field in Place._fields)
_BY_KEY = (
    f"SELECT {_COLUMNS} FROM keys JOIN places ON places.rowid = keys.place "  # noqa: S608
    "WHERE folded = ? ORDER BY place_id"
)
# Asked with a JSON list of ids: one question however many there are. A record of that very id
# comes before one that only says it is the same.
_BY_IDS = (
    "SELECT asked.value, {columns} FROM json_each(?1) AS asked "
    "CROSS JOIN places ON places.place_id = asked.value UNION ALL "
    "SELECT asked.value, {columns} FROM json_each(?1) AS asked "
    "CROSS JOIN same ON same.id = asked.value JOIN places ON places.rowid = same.place"
)
_PLACES_BY_IDS = _BY_IDS.format(columns=_COLUMNS)
_SPELLED_BY_IDS = _BY_IDS.format(columns=f"{_COLUMNS}, places.spellings")
# The fact in which a pack tells the codes of its countries, joined by ';'.
COUNTRIES_FACT = "countries_held"
_MARKS = "SELECT folded, place_id, mark FROM marked JOIN places ON places.rowid = marked.place"
_KNOWN = "SELECT DISTINCT folded FROM keys WHERE folded IN (SELECT value FROM json_each(?))"
_CURATED = Place._fields.index("curated")


def open_index(path: Path) -> sqlite3.Connection:
    """The database of an index file, read-only.

    Raises GazetteerError where the file is missing, is no index or has another version.

    >>> from contextlib import closing
    >>> with closing(open_index(WORLD_PATH)) as world:
    ...     [place.country for _, place in places_by_ids(world, ["gn:98182"])]
    ['IQ']
    """
    if not path.is_file():
        more = ", or in a checkout run: python hatch_build.py" if _is_world(path) else ""
        where = " from this installation" if _is_world(path) else ""
        raise GazetteerError(
            f"the place index {path.name} is missing{where}; {_remedy(path)}{more}"
        )
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        _check(database, path)
    except GazetteerError:
        database.close()
        raise
    return database


def index_facts(database: sqlite3.Connection) -> dict[str, str]:
    """What an index says of itself: its sources, and how many places, names and countries."""
    told = dict(_ask(database, "SELECT name, value FROM facts ORDER BY name"))
    facts = {k: v for k, v in told.items() if k not in (FOLDING_FACT, COUNTRIES_FACT)}
    counted = "SELECT count(*), coalesce(sum(n_names), 0), count(DISTINCT country) FROM places"
    places, names, countries = _ask(database, counted)[0]
    return facts | {"places": str(places), "names": str(names), "countries": str(countries)}


def places_by_key(database: sqlite3.Connection, folded: str) -> list[Place]:
    """The records filed under a folded name, sorted by id."""
    return [_place(row) for row in _ask(database, _BY_KEY, (folded,))]


def places_by_ids(database: sqlite3.Connection, ids: Sequence[str]) -> list[tuple[str, Place]]:
    """(asked id, record) for every record with one of the ids, those of that very id first."""
    rows = _ask(database, _PLACES_BY_IDS, (_json(ids),))
    return [(row[0], _place(row[1:])) for row in rows]


def records_by_ids(
    database: sqlite3.Connection, ids: Sequence[str]
) -> list[tuple[str, Place, str]]:
    """(asked id, record, its spellings) for every record that bears one of the ids."""
    rows = _ask(database, _SPELLED_BY_IDS, (_json(ids),))
    return [(row[0], _place(row[1:-1]), row[-1]) for row in rows]


def keys_among(database: sqlite3.Connection, keys: Sequence[str]) -> list[str]:
    """Those of the keys that a record is filed under."""
    return [row[0] for row in _ask(database, _KNOWN, (_json(keys),))]


@lru_cache(maxsize=64)
def marks_in(database: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """All marks of a database by key; some thousand, asked for with every name."""
    found: dict[str, dict[str, str]] = {}
    for folded, place_id, mark in _ask(database, _MARKS):
        found.setdefault(folded, {})[place_id] = mark
    return found


def settlements_within(
    database: sqlite3.Connection, bounds: tuple[float, float, float, float], most: int
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
    return [_place(row) for row in _ask(database, query, (south, north, west, east, most))]


def countries_held(database: sqlite3.Connection) -> frozenset[str]:
    """The codes of the countries a pack says it holds; an empty code where a place has none, or
    where nothing is said."""
    return frozenset(_fact(database, COUNTRIES_FACT).split(";"))


def counts_in(database: sqlite3.Connection) -> tuple[int, dict[str, int]]:
    """How many keys there are, and how many places of each kind."""
    kinds = _ask(database, "SELECT kind, count(*) FROM places GROUP BY kind")
    return _ask(database, "SELECT count(*) FROM keys")[0][0], dict(kinds)


def all_ids(place: Place) -> list[str]:
    """The id of a record, and those that its place has elsewhere."""
    return [place.place_id, *ids_elsewhere(place.same_as)]


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Raises GazetteerError where this program cannot find anything in an index."""
    version = _ask(database, "PRAGMA user_version")[0][0]
    if version != INDEX_VERSION:
        raise GazetteerError(
            f"the place index {path.name} has version {version}, this geotrack needs "
            f"{INDEX_VERSION}; {_remedy(path)}"
        )
    folding = _fact(database, FOLDING_FACT)
    if folding and folding != folding_mark():
        raise GazetteerError(
            f"the place index {path.name} was made by a geotrack that files names otherwise; "
            f"{_remedy(path)}"
        )


def _is_world(path: Path) -> bool:
    return path.name == WORLD_PATH.name


def _remedy(path: Path) -> str:
    """What to do about an index file that cannot be used."""
    return "reinstall geotrack" if _is_world(path) else "run `geotrack places import` again"


def _fact(database: sqlite3.Connection, name: str) -> str:
    told = _ask(database, "SELECT value FROM facts WHERE name = ?", (name,))
    return str(told[0][0]) if told else ""


def _ask(database: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
    """The rows of a query; a broken index is said to be one."""
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.DatabaseError as error:
        path = Path(database.execute("PRAGMA database_list").fetchone()[2] or WORLD_PATH)
        raise GazetteerError(
            f"the place index {path.name} cannot be read: {error}; {_remedy(path)}"
        ) from None


def _place(row: Sequence[Any]) -> Place:
    """A row of the columns of `Place`, in their order."""
    return Place._make((*row[:_CURATED], bool(row[_CURATED]), *row[_CURATED + 1 :]))


def _json(ids: Sequence[str]) -> str:
    return json.dumps(ids, ensure_ascii=False)
