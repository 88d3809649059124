"""Which places of a pack the world knows already: those become one with the world's record.

A shared id settles it, but for one that ties a town to the division called after it (Who's On
First has hundreds): that tie is cut. Else two records are one place if they are filed under one
key, are of kinds that may be one, and lie near each other: villages within 3 km, towns and cities
within 10. A town is never the district around it, however near their points lie. What the pack
does not tell of such a place (inhabitants, divisions) is taken from the world's record; one that
is curated there stays as it is and gets the pack's names.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from geotrack.areas import distance_km
from geotrack.gazetteer.building import ids_elsewhere, spelled_names, spellings_text
from geotrack.gazetteer.importing.kinds import radius_of
from geotrack.gazetteer.records import Place
from geotrack.schema import DIVISION_KINDS

VILLAGE_KM, TOWN_KM = 3.0, 10.0
_SETTLEMENTS = ("city", "town", "village")
_FIELDS = ",".join(Place._fields)


class United(NamedTuple):
    """How many places of a pack are the world's too: by a shared id, by name and nearness."""

    by_id: int
    by_name: int


def may_be_one(one: Place, other: Place) -> bool:
    """Whether two places that share a name are near enough, and of kinds, to be one.

    >>> town = Place("gn:1", "Soran", "town", 44.54, 36.66, 3.0)
    >>> may_be_one(town, town._replace(longitude=44.6))
    True
    >>> far, district = town._replace(latitude=37), town._replace(kind="district")
    >>> may_be_one(town, far), may_be_one(town, district)
    (False, False)
    """
    if one.kind in _SETTLEMENTS and other.kind in _SETTLEMENTS:
        # Of a large town and a hamlet the hamlet is another place, unless all but in it.
        kinds = {one.kind, other.kind}
        within = VILLAGE_KM if "village" in kinds else TOWN_KM
    elif one.kind == other.kind and one.kind != "river":
        within = TOWN_KM if one.kind not in ("governorate", "country") else 75.0
    else:
        return False
    away = distance_km(one.longitude, one.latitude, other.longitude, other.latitude)
    return away <= within


def unite(database: sqlite3.Connection, world: Path, found: Callable[[United], None]) -> None:
    """Tie the places of a filled pack to those of the world index, in the pack."""
    database.execute("ATTACH ? AS world", (f"{world.resolve().as_uri()}?mode=ro&immutable=1",))
    try:
        by_id = _same_ids(database)
        for own, other in _ties_to_cut(database, by_id).items():
            _cut(database, own, other)
            del by_id[own]
        by_name = _same_names(database, set(by_id), set(by_id.values()))
        for own, other in {**by_id, **by_name}.items():
            _settle(database, own, other)
        database.commit()
    finally:
        database.execute("DETACH world")
    found(United(len(by_id), len(by_name)))


def _same_ids(database: sqlite3.Connection) -> dict[int, int]:
    """Row of the pack -> row of the world, where they share an id; each of the world once."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for query in (
        "SELECT p.rowid, w.rowid FROM main.places p JOIN world.places w ON w.place_id = p.place_id",
        "SELECT s.place, w.rowid FROM main.same s JOIN world.places w ON w.place_id = s.id",
        "SELECT p.rowid, s.place FROM world.same s JOIN main.places p ON p.place_id = s.id",
        "SELECT o.place, s.place FROM main.same o JOIN world.same s ON s.id = o.id",
    ):
        for own, other in database.execute(query):
            if own not in pairs and other not in taken:
                pairs[own] = other
                taken.add(other)
    return pairs


def _ties_to_cut(database: sqlite3.Connection, pairs: Mapping[int, int]) -> dict[int, int]:
    """Those of the pairs of which one is a settlement and the other a division."""
    own_kind = "SELECT kind FROM main.places WHERE rowid = ?"
    known_kind = "SELECT kind FROM world.places WHERE rowid = ?"
    found = {}
    for own, other in pairs.items():
        kinds = {
            database.execute(own_kind, (own,)).fetchone()[0],
            database.execute(known_kind, (other,)).fetchone()[0],
        }
        if kinds & set(_SETTLEMENTS) and kinds & {*DIVISION_KINDS, "country"}:
            found[own] = other
    return found


def _cut(database: sqlite3.Connection, own: int, other: int) -> None:
    """Give a place an id of its own where it goes by one that is another place's."""
    place, known = _place(database, "main", own), _place(database, "world", other)
    foreign = {known.place_id, *ids_elsewhere(known.same_as)}
    ids = [one for one in (place.place_id, *ids_elsewhere(place.same_as)) if one not in foreign]
    free = "SELECT 1 FROM main.places WHERE place_id = ? AND rowid != ?"
    ids = [one for one in ids if not database.execute(free, (one, own)).fetchone()]
    ids = ids or [f"own:{place.place_id}"]
    update = "UPDATE main.places SET place_id = ?, same_as = ? WHERE rowid = ?"
    database.execute(update, (ids[0], ";".join(ids[1:]), own))
    database.execute("DELETE FROM main.same WHERE place = ?", (own,))
    database.executemany("INSERT INTO main.same VALUES (?,?)", [(one, own) for one in ids[1:]])


def _same_names(database: sqlite3.Connection, settled: set[int], taken: set[int]) -> dict[int, int]:
    """The same by name and nearness: of several the nearest, each place of the world once."""
    query = (
        "SELECT DISTINCT k.place, o.place FROM main.keys k "
        "CROSS JOIN world.keys o ON o.folded = k.folded "
        "JOIN main.places p ON p.rowid = k.place JOIN world.places w ON w.rowid = o.place "
        "WHERE abs(p.latitude - w.latitude) < 0.7 AND abs(p.longitude - w.longitude) < 2"
    )
    close: list[tuple[float, int, int]] = []
    near: dict[int, list[int]] = defaultdict(list)
    for own, other in database.execute(query):
        if own not in settled and other not in taken:
            near[own].append(other)
    for own, others in near.items():
        place = _place(database, "main", own)
        for other in others:
            rival = _place(database, "world", other)
            if may_be_one(place, rival) and place.country in ("", rival.country):
                away = distance_km(place.longitude, place.latitude, rival.longitude, rival.latitude)
                close.append((away, own, other))
    pairs: dict[int, int] = {}
    for _, own, other in sorted(close):
        if own not in pairs and other not in taken:
            pairs[own] = other
            taken.add(other)
    return pairs


def _settle(database: sqlite3.Connection, own: int, other: int) -> None:
    """Fill a place with what the world knows of it."""
    place, known = _place(database, "main", own), _place(database, "world", other)
    ids = [known.place_id, *ids_elsewhere(known.same_as), *ids_elsewhere(place.same_as)]
    if known.curated:
        ids = [place.place_id, *ids]
        united = known
    else:
        united = place._replace(
            population=place.population or known.population,
            country=place.country or known.country,
            admin1=place.admin1 or known.admin1,
            admin2=place.admin2 or known.admin2,
        )
        if not place.population and known.population and place.kind in _SETTLEMENTS:
            kind = known.kind if known.kind in _SETTLEMENTS else place.kind
            united = united._replace(kind=kind, radius_km=radius_of(kind, known.population))
    same = list(dict.fromkeys(one for one in ids if one != united.place_id))
    # A famous place stays one, however few of its names the pack tells.
    most = max(place.n_names, known.n_names)
    united = united._replace(same_as=";".join(same), n_names=most)
    if united == place:
        return
    names = database.execute("SELECT spellings FROM places WHERE rowid = ?", (own,)).fetchone()[0]
    told = [name for name in spelled_names(place.name, place.source, names) if name.name]
    spelled = spellings_text(united, told)
    marks = ",".join(f"{field} = ?" for field in Place._fields)
    query = f"UPDATE main.places SET {marks}, spellings = ? WHERE rowid = ?"  # noqa: S608
    database.execute(query, (*united, spelled, own))
    insert = "INSERT OR IGNORE INTO main.same VALUES (?, ?)"
    database.executemany(insert, [(one, own) for one in same])


def _place(database: sqlite3.Connection, schema: str, row_id: int) -> Place:
    query = f"SELECT {_FIELDS} FROM {schema}.places WHERE rowid = ?"  # noqa: S608
    row = database.execute(query, (row_id,)).fetchone()
    place = Place(*row)
    return place._replace(curated=bool(place.curated))
