"""The index opened: look-ups in SQLite, read-only, ready in well under a millisecond.

One file holds the world (built with the package), others are a project's packs (imported, see
importing); a project's own places are indexed in memory beside them. Records of several
databases that share an id are one place: the first database's record is the answer, found by the
names of all.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.errors import GazetteerError
from geotrack.gazetteer.building import (
    FOLDING_FACT,
    INDEX_VERSION,
    folding_mark,
    ids_elsewhere,
    index_in_memory,
    spelled_names,
)
from geotrack.gazetteer.curated import read_curated
from geotrack.gazetteer.plugins import gazetteer_maker
from geotrack.gazetteer.records import Place, PlaceName, Records

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer

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


class Scope(NamedTuple):
    """What a database can hold at all, so that it need not be asked for the rest: the ids, or
    the countries. None: anything."""

    ids: frozenset[str] | None = None
    countries: frozenset[str] | None = None

    def may_hold(self, ids: Sequence[str], country: str) -> bool:
        """Whether the database may have a record of a place with these ids in this country."""
        if self.ids is not None:
            return not self.ids.isdisjoint(ids)
        return self.countries is None or country in self.countries or not country


_ANYTHING = Scope()


class Index(NamedTuple):
    """Opened databases as one gazetteer (see records.Gazetteer), the one that wins first.

    `labels` says what each of them is, `scopes` what it can hold, where that is known.
    """

    databases: tuple[sqlite3.Connection, ...]
    labels: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ()

    def look_up(self, folded: str) -> list[Place]:
        """Every place that has this folded name; of records of one place the first database's."""
        found: dict[str, Place] = {}
        held: list[dict[str, Place]] = []
        for number, database in enumerate(self.databases):
            places = [_place(row) for row in _ask(database, _BY_KEY, (folded,))]
            # An earlier database's record of the place may not bear this name: it still wins.
            for place in self._winners(number, places, held) if number else places:
                found.setdefault(place.place_id, place)
            held.append({i: place for place in reversed(places) for i in _all_ids(place)})
        return list(found.values())

    def _winners(
        self, number: int, places: list[Place], held: Sequence[Mapping[str, Place]] = ()
    ) -> list[Place]:
        """For each place of a database the record that the first of those before it has, else
        the place.

        Ids are followed from the last database to the first: a pack may know a place by an id
        that only the world's record ties to a curated one. `held` are records of each database
        by id that are at hand already.
        """
        best = list(places)
        for before in range(number - 1, -1, -1):
            scope = self.scopes[before] if self.scopes else _ANYTHING
            at_hand: Mapping[str, Place] = held[before] if held else {}
            asked: dict[str, list[int]] = {}
            for i, place in enumerate(best):
                ids = _all_ids(place)
                if place is not places[i]:
                    ids += _all_ids(places[i])
                known = next((at_hand[one] for one in ids if one in at_hand), None)
                if known:
                    best[i] = known
                elif scope.may_hold(ids, place.country):
                    for one in ids:
                        asked.setdefault(one, []).append(i)
            if asked:
                rows = _ask(self.databases[before], _PLACES_BY_IDS, (_json(list(asked)),))
                for asked_id, *row in reversed(rows):
                    for i in asked[asked_id]:
                        best[i] = _place(row)
        return best

    def marks_of(self, folded: str) -> dict[str, str]:
        """By place_id the mark of each place that has this key by marked names only."""
        found: dict[str, str] = {}
        for database in self.databases:
            found |= _marks_in(database).get(folded, {})
        return found

    def known_keys(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that a place is filed under, sorted."""
        asked = json.dumps(sorted(set(keys)), ensure_ascii=False)
        known: set[str] = set()
        for database in self.databases:
            known.update(row[0] for row in _ask(database, _KNOWN, (asked,)))
        return sorted(known)

    def find_place(self, place_id: str) -> Place | None:
        """The record of an id, or of the place that has this id elsewhere; None without one."""
        for number, database in enumerate(self.databases):
            for _, place, _ in _by_ids(database, [place_id]):
                return self._winners(number, [place])[0]
        return None

    def names_of(self, place_id: str) -> list[PlaceName]:
        """All names of a place as its sources write them, each once."""
        found: dict[str, PlaceName] = {}
        for _, place, spellings in self._records_of(place_id):
            for name in spelled_names(place.name, place.source, spellings):
                found.setdefault(name.name, name)
        return list(found.values())

    def holders(self, place_id: str) -> list[str]:
        """The labels of the databases that hold a record of this place."""
        numbers = {number for number, _, _ in self._records_of(place_id)}
        return [label for number, label in enumerate(self.labels) if number in numbers]

    def _records_of(self, place_id: str) -> list[tuple[int, Place, str]]:
        """Every database's records of one place: its number, the record and its spellings."""
        ids, asked = {place_id}, [place_id]
        found: dict[tuple[int, str], tuple[int, Place, str]] = {}
        while asked:
            more: dict[str, None] = {}
            for number, database in enumerate(self.databases):
                for _, place, spellings in _by_ids(database, asked):
                    found.setdefault((number, place.place_id), (number, place, spellings))
                    more |= dict.fromkeys(_all_ids(place))
            asked = [other for other in more if other not in ids]
            ids.update(asked)
        return sorted(found.values(), key=lambda record: record[0])

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
        for number, database in enumerate(self.databases):
            rows = _ask(database, query, (south, north, west, east, most))
            for place in self._winners(number, [_place(row) for row in rows]):
                found.setdefault(place.place_id, place)
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


def index_facts(database: sqlite3.Connection) -> dict[str, str]:
    """What an index says of itself: its sources, and how many places, names and countries."""
    told = dict(_ask(database, "SELECT name, value FROM facts ORDER BY name"))
    facts = {k: v for k, v in told.items() if k not in (FOLDING_FACT, COUNTRIES_FACT)}
    counted = "SELECT count(*), coalesce(sum(n_names), 0), count(DISTINCT country) FROM places"
    places, names, countries = _ask(database, counted)[0]
    return facts | {"places": str(places), "names": str(names), "countries": str(countries)}


@contextmanager
def opened_gazetteer(
    curated: Sequence[Path], packs: Sequence[Path] = (), plugin: str = ""
) -> Iterator[Gazetteer]:
    """The gazetteer of a project for a `with` block: what was opened is closed behind it.

    With `plugin`, the one that the entry point of this name makes of the same files (see
    plugins).
    """
    gazetteer = (
        gazetteer_maker(plugin)(curated, packs) if plugin else open_gazetteer(curated, packs)
    )
    try:
        yield gazetteer
    finally:
        close_gazetteer(gazetteer)


def close_gazetteer(gazetteer: Gazetteer) -> None:
    """Close an index's databases; another's gazetteer has a `close` of its own, or needs none."""
    if isinstance(gazetteer, Index):
        for database in gazetteer.databases:
            database.close()
    else:
        getattr(gazetteer, "close", lambda: None)()


def open_gazetteer(curated: Sequence[Path], packs: Sequence[Path] = ()) -> Index:
    """A project's curated files, its packs, and the world: the last file of each first."""
    files = [*reversed(packs), WORLD_PATH]
    opened: list[sqlite3.Connection] = []
    try:
        for path in files:
            opened.append(open_index(path))  # noqa: PERF401 - what is open is closed on an error
        scopes = [_scope(database) for database in opened]
        for path in curated:
            records = _known_records(read_curated(path), opened)
            opened.insert(0, index_in_memory(records))
            ids = frozenset(one for place, _ in records for one in _all_ids(place))
            scopes.insert(0, Scope(ids=ids))
    except BaseException:
        for database in opened:
            database.close()
        raise
    labels = [f"curated {path.name}" for path in reversed(curated)]
    labels += [f"pack {path.stem}" for path in files[:-1]]
    return Index(tuple(opened), (*labels, "world"), tuple(scopes))


def _known_records(
    records: Records, databases: Sequence[sqlite3.Connection]
) -> list[tuple[Place, Sequence[PlaceName]]]:
    """Curated records, with what the others tell of how well known their places are."""
    told = list(records)
    asked = [one for place, _ in told for one in _all_ids(place)]
    others = [{one: place for one, place, _ in _by_ids(d, asked)} for d in databases]
    known = []
    for place, names in told:
        same = [held[one] for held in others for one in _all_ids(place) if one in held]
        population = place.population or next((p.population for p in same if p.population), 0)
        most = max([len(names), *(other.n_names for other in same)])
        known.append((place._replace(population=population, n_names=most), names))
    return known


def _scope(database: sqlite3.Connection) -> Scope:
    """The countries a pack says it holds; a place without one leaves an empty code among them."""
    countries = frozenset(_fact(database, COUNTRIES_FACT).split(";"))
    return Scope() if "" in countries else Scope(countries=countries)


def _fact(database: sqlite3.Connection, name: str) -> str:
    told = _ask(database, "SELECT value FROM facts WHERE name = ?", (name,))
    return str(told[0][0]) if told else ""


def open_index(path: Path) -> sqlite3.Connection:
    """The database of an index file, read-only.

    Raises GazetteerError where the file is missing, is no index or has another version.
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


def _ask(database: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
    """The rows of a query; a broken index is said to be one."""
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.DatabaseError as error:
        path = Path(database.execute("PRAGMA database_list").fetchone()[2] or WORLD_PATH)
        raise GazetteerError(
            f"the place index {path.name} cannot be read: {error}; {_remedy(path)}"
        ) from None


def _all_ids(place: Place) -> list[str]:
    return [place.place_id, *ids_elsewhere(place.same_as)]


def _by_ids(database: sqlite3.Connection, ids: Sequence[str]) -> list[tuple[str, Place, str]]:
    """(asked id, record, its spellings) for every record that bears one of the ids."""
    rows = _ask(database, _SPELLED_BY_IDS, (_json(ids),))
    return [(row[0], _place(row[1:-1]), row[-1]) for row in rows]


def _json(ids: Sequence[str]) -> str:
    return json.dumps(ids, ensure_ascii=False)


@lru_cache(maxsize=64)
def _marks_in(database: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """All marks of a database by key; some thousand, asked for with every name."""
    found: dict[str, dict[str, str]] = {}
    for folded, place_id, mark in _ask(database, _MARKS):
        found.setdefault(folded, {})[place_id] = mark
    return found


def _place(row: Sequence[Any]) -> Place:
    return Place._make((*row[:_CURATED], bool(row[_CURATED]), *row[_CURATED + 1 :]))


_CURATED = Place._fields.index("curated")
