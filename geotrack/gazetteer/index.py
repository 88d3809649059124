"""A project's gazetteer opened: its own places, its packs and the world, asked as one.

One index file holds the world (built with the package), others are a project's packs (imported,
see importing); a project's own places are indexed in memory beside them. Records of several
databases that share an id are one place: the first database's record is the answer, found by the
names of all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geotrack.gazetteer.building import index_in_memory, spelled_names
from geotrack.gazetteer.curated import read_curated
from geotrack.gazetteer.indexfile import (
    WORLD_PATH,
    all_ids,
    countries_held,
    counts_in,
    keys_among,
    marks_in,
    open_index,
    places_by_ids,
    places_by_key,
    records_by_ids,
    settlements_within,
)
from geotrack.gazetteer.plugins import gazetteer_maker

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place, PlaceName, Records


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
            places = places_by_key(database, folded)
            # An earlier database's record of the place may not bear this name: it still wins.
            for place in self._winners(number, places, held) if number else places:
                found.setdefault(place.place_id, place)
            held.append({i: place for place in reversed(places) for i in all_ids(place)})
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
                ids = all_ids(place)
                if place is not places[i]:
                    ids += all_ids(places[i])
                known = next((at_hand[one] for one in ids if one in at_hand), None)
                if known:
                    best[i] = known
                elif scope.may_hold(ids, place.country):
                    for one in ids:
                        asked.setdefault(one, []).append(i)
            if asked:
                for asked_id, place in reversed(places_by_ids(self.databases[before], [*asked])):
                    for i in asked[asked_id]:
                        best[i] = place
        return best

    def marks_of(self, folded: str) -> dict[str, str]:
        """By place_id the mark of each place that has this key by marked names only."""
        found: dict[str, str] = {}
        for database in self.databases:
            found |= marks_in(database).get(folded, {})
        return found

    def known_keys(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that a place is filed under, sorted."""
        asked = sorted(set(keys))
        known: set[str] = set()
        for database in self.databases:
            known.update(keys_among(database, asked))
        return sorted(known)

    def find_place(self, place_id: str) -> Place | None:
        """The record of an id, or of the place that has this id elsewhere; None without one."""
        for number, database in enumerate(self.databases):
            for _, place, _ in records_by_ids(database, [place_id]):
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
                for _, place, spellings in records_by_ids(database, asked):
                    found.setdefault((number, place.place_id), (number, place, spellings))
                    more |= dict.fromkeys(all_ids(place))
            asked = [other for other in more if other not in ids]
            ids.update(asked)
        return sorted(found.values(), key=lambda record: record[0])

    def largest_settlements(
        self, bounds: tuple[float, float, float, float], most: int
    ) -> list[Place]:
        """The settlements with most inhabitants within (west, south, east, north), largest first.

        West greater than east crosses the antimeridian.
        """
        found: dict[str, Place] = {}
        for number, database in enumerate(self.databases):
            places = settlements_within(database, bounds, most)
            for place in self._winners(number, places):
                found.setdefault(place.place_id, place)
        ranked = sorted(found.values(), key=lambda place: (-place.population, place.place_id))
        return ranked[:most]

    def stats(self) -> dict[str, int]:
        """How many places and look-up keys the index holds, in all and by kind."""
        stats: dict[str, int] = {"places": 0, "keys": 0}
        for database in self.databases:
            keys, kinds = counts_in(database)
            stats["keys"] += keys
            for kind, number in kinds.items():
                stats["places"] += number
                stats[f"kind_{kind}"] = stats.get(f"kind_{kind}", 0) + number
        return stats


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
            ids = frozenset(one for place, _ in records for one in all_ids(place))
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
    asked = [one for place, _ in told for one in all_ids(place)]
    others = [{one: place for one, place, _ in records_by_ids(d, asked)} for d in databases]
    known = []
    for place, names in told:
        same = [held[one] for held in others for one in all_ids(place) if one in held]
        population = place.population or next((p.population for p in same if p.population), 0)
        most = max([len(names), *(other.n_names for other in same)])
        known.append((place._replace(population=population, n_names=most), names))
    return known


def _scope(database: sqlite3.Connection) -> Scope:
    """The countries a pack says it holds; a place without one leaves an empty code among them."""
    countries = countries_held(database)
    return Scope() if "" in countries else Scope(countries=countries)
