"""Places sorted on disk: what files tell in any order becomes records, one a place.

SQLite sorts, in a temporary file of its own that is gone when the process ends, however it ends.
So memory stays the same for a thousand places and for ten million.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.areas import distance_km
from geotrack.gazetteer.importing.geonames import MAX_ID, AlternateName, division_of, with_languages
from geotrack.gazetteer.importing.rows import (
    SPLIT_LANG,
    SPLIT_NAMES,
    RawPlace,
    Reject,
    Tell,
)
from geotrack.gazetteer.records import Place, PlaceName

_BATCH = 2000
# Records of one id no further apart than this are one place told twice.
_SAME_KM = 5.0
# GeoNames has 52,000; beyond this a file of divisions is none, and would fill the memory.
_MOST_DIVISIONS = 1_000_000
_FIELDS = ",".join(RawPlace._fields)
_PRAGMAS = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;
CREATE TABLE names (geonameid INTEGER, rank INTEGER, name TEXT, lang TEXT);
"""
Progress = Callable[[str, int, int], None]


class Staged(NamedTuple):
    """A database of places being imported, the names of their divisions by code, and a bit for
    each GeoNames id among them."""

    database: sqlite3.Connection
    divisions: dict[str, str]
    ids: bytearray


@contextmanager
def staged() -> Iterator[Staged]:
    """An empty one; gone behind the `with` block."""
    # No name: SQLite makes a temporary file that no one else sees, and deletes it.
    database = sqlite3.connect("", uri=True)
    database.executescript(_PRAGMAS)
    database.execute(f"CREATE TABLE places ({_FIELDS})")
    try:
        yield Staged(database, {}, bytearray(MAX_ID >> 3))
    finally:
        database.close()


def add_places(stage: Staged, places: Iterable[RawPlace]) -> int:
    """Put places in; how many there were."""
    insert = f"INSERT INTO places VALUES ({','.join('?' * len(RawPlace._fields))})"  # noqa: S608
    count = 0
    places = iter(places)
    while batch := list(islice(places, _BATCH)):
        for place in batch:
            if place.geonameid:
                stage.ids[place.geonameid >> 3] |= 1 << (place.geonameid & 7)
            if place.admin1:
                own = division_of(place)
                if own and len(stage.divisions) < _MOST_DIVISIONS:
                    stage.divisions.setdefault(*own)
        stage.database.executemany(insert, batch)
        count += len(batch)
    stage.database.commit()
    return count


def add_names(stage: Staged, names: Iterable[AlternateName]) -> int:
    """Put names of alternateNamesV2 in; how many there were."""
    count = 0
    names = iter(names)
    while batch := list(islice(names, _BATCH)):
        stage.database.executemany("INSERT INTO names VALUES (?,?,?,?)", batch)
        count += len(batch)
    stage.database.commit()
    return count


def learn_divisions(stage: Staged, world: Path) -> None:
    """Names of the divisions that neither a dump nor GeoNames' lists name, off the world index:
    what it says of the places that have the code."""
    codes = {
        "admin1": "country || '.' || substr(p.admin1, 6)",
        "admin2": "country || '.' || substr(p.admin1, 6) || '.' || substr(p.admin2, 6)",
    }
    database = stage.database
    database.execute("ATTACH ? AS world", (f"{world.resolve().as_uri()}?mode=ro&immutable=1",))
    try:
        for column, code in codes.items():
            query = (
                f"SELECT p.{code} AS code, w.{column}, count(*) FROM main.places p "  # noqa: S608
                f"JOIN world.places w ON w.place_id = p.place_id "
                f"WHERE p.{column} LIKE 'code:_%' AND w.{column} != '' "
                "GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
            )
            for found, name, _ in database.execute(query):
                stage.divisions.setdefault(found, name)
    finally:
        database.execute("DETACH world")


def records(
    stage: Staged, total: int, tell: Tell, progress: Progress
) -> Iterator[tuple[Place, list[PlaceName]]]:
    """The records of all places put in, by id.

    Rows of one id are one place where two sources tell it within 5 km; of others the one with
    most inhabitants, then the first, is kept, and the rest go to `tell`, or where they have
    another id stand under that.
    """
    query = f"SELECT {_FIELDS} FROM places ORDER BY geonameid, place_id, -population, file, row"  # noqa: S608
    places = map(RawPlace._make, stage.database.cursor().execute(query))
    tagged = _names_by_id(stage.database)
    apart: list[RawPlace] = []
    done = 0
    for _, group in groupby(places, key=lambda place: place.place_id):
        first, *others = group
        done += 1 + len(others)
        for other in others:
            first = _joined(first, other, apart, tell)
        if done % 1000 == 0:
            progress("filing places", done, total)
        yield _record(first, stage.divisions, tagged)
    taken: set[str] = set()
    for place in apart:
        if place.place_id not in taken:
            taken.add(place.place_id)
            yield _record(place, stage.divisions, tagged)


def _joined(first: RawPlace, other: RawPlace, apart: list[RawPlace], tell: Tell) -> RawPlace:
    """The first record of an id with what another one adds; see `records`."""
    twice = not other.other_id or other.other_id == first.other_id
    if twice:
        reason = f"place_id {other.place_id} stands in row {first.row} of {first.file} already"
        tell(Reject(other.file, other.row, "place_id", other.place_id, reason))
        return first
    away = distance_km(first.longitude, first.latitude, other.longitude, other.latitude)
    if away > _SAME_KM:
        apart.append(
            other._replace(place_id=other.other_id.split(";")[0], other_id="", geonameid=0)
        )
        return first
    names = SPLIT_NAMES.join(filter(None, (first.names, other.name, other.names)))
    ids = ";".join(filter(None, (first.other_id, other.other_id)))
    return first._replace(names=names, other_id=ids)


def _names_by_id(database: sqlite3.Connection) -> Callable[[int], list[tuple[str, str]]]:
    """A function that gives the tagged names of ids, asked in rising order."""
    query = "SELECT geonameid, name, lang FROM names ORDER BY geonameid, rank, name"
    groups = groupby(database.cursor().execute(query), key=lambda row: row[0])
    current: list[Any] = [next(groups, None)]

    def names_of(geonameid: int) -> list[tuple[str, str]]:
        while current[0] is not None and current[0][0] < geonameid:
            current[0] = next(groups, None)
        if current[0] is None or current[0][0] != geonameid:
            return []
        names = [(name, lang) for _, name, lang in current[0][1]]
        current[0] = next(groups, None)
        return names

    return names_of


def _record(
    raw: RawPlace, divisions: Mapping[str, str], tagged: Callable[[int], list[tuple[str, str]]]
) -> tuple[Place, list[PlaceName]]:
    names = raw.names
    if raw.geonameid:
        told = tagged(raw.geonameid)
        names = with_languages(names, told, raw.name) if told else names
    admin1, admin2 = _divisions(raw, divisions)
    place = Place(
        raw.place_id,
        raw.name,
        raw.kind,
        raw.longitude,
        raw.latitude,
        raw.radius_km,
        raw.country,
        admin1,
        admin2,
        raw.population,
        raw.source,
        raw.confidence,
        raw.other_id,
    )
    if not names:
        return place, []
    source = raw.source
    if SPLIT_LANG not in names:
        return place, [PlaceName(name, "und", source) for name in names.split(SPLIT_NAMES)]
    parts = (name.partition(SPLIT_LANG) for name in names.split(SPLIT_NAMES))
    return place, [PlaceName(name, lang or "und", source) for name, _, lang in parts]


def _divisions(raw: RawPlace, divisions: Mapping[str, str]) -> tuple[str, str]:
    """The names of a place's divisions; its own name is not that of its parent."""
    admin1, admin2 = raw.admin1, raw.admin2
    if admin1.startswith("code:"):
        code = f"{raw.country}.{admin1[5:]}"
        admin1 = divisions.get(code, "")
        admin2 = divisions.get(f"{code}.{admin2[5:]}", "") if admin2 else ""
    elif admin2.startswith("code:"):
        admin2 = ""
    if raw.kind in ("country", "region", "governorate", "continent"):
        return "", ""
    return admin1, "" if raw.kind == "district" else admin2
