"""Records -> an index: places and their names in SQLite, found again by folded key."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.gazetteer.records import MARKS, Place, PlaceName, Records

# Raised with every change of the tables below; an index of another version is refused.
INDEX_VERSION = 3

# Names stand twice, each in the form that is needed: their folded keys sorted for look-ups,
# their spellings as JSON with the place: [name, lang, source], the last two left out where
# they are `und` and the place's own source. `same` files a place under its ids elsewhere.
# `marked` tells of keys that are no plain names of the place: they are among `keys` as well.
_TABLES = """
CREATE TABLE places (
    place_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    longitude REAL NOT NULL, latitude REAL NOT NULL, radius_km REAL NOT NULL,
    country TEXT NOT NULL, admin1 TEXT NOT NULL, admin2 TEXT NOT NULL,
    population INTEGER NOT NULL, source TEXT NOT NULL, confidence TEXT NOT NULL,
    same_as TEXT NOT NULL, curated INTEGER NOT NULL, n_names INTEGER NOT NULL,
    spellings TEXT NOT NULL);
CREATE TABLE keys (folded TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (folded, place))
    WITHOUT ROWID;
CREATE TABLE marked (folded TEXT NOT NULL, place INTEGER NOT NULL, mark TEXT NOT NULL,
    PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE same (id TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (id, place))
    WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# The second one answers `largest_settlements` without reading millions of hamlets.
_INDICES = """
CREATE UNIQUE INDEX places_id ON places (place_id);
CREATE INDEX settlements ON places (latitude) WHERE kind IN ('city', 'town') AND population > 0;
"""
# The file is no one's until it is whole, so it needs no journal. The cache bounds the memory that
# sorting takes as well: beyond it SQLite sorts on disk.
_PRAGMAS = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -48000;
ATTACH '' AS unsorted; PRAGMA unsorted.journal_mode = OFF; PRAGMA unsorted.synchronous = OFF;
CREATE TABLE unsorted.keys (folded TEXT, place INTEGER);
CREATE TABLE unsorted.same (id TEXT, place INTEGER);
"""
_SORT = """
INSERT INTO main.keys SELECT folded, place FROM unsorted.keys ORDER BY folded, place;
INSERT INTO main.same SELECT DISTINCT id, place FROM unsorted.same ORDER BY id, place;
"""
_ARABIC = re.compile("[\u0620-\u06ff]")
_BATCH = 2000
# What is done to the places before the file is closed, such as finding them in another index.
Settle = Callable[[sqlite3.Connection], None]


def build_index(
    path: Path, records: Records, facts: dict[str, str], settle: Settle | None = None
) -> None:
    """Write an index file of (place, its names); the old file stays until the new one is whole.

    `records` are read once and never held together, so that a million need no more memory than
    a thousand. `settle` is called with the filled database. Raises sqlite3.IntegrityError where
    two records have one id.
    """
    unfinished = unfinished_name(path)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.unlink(missing_ok=True)
    database = sqlite3.connect(unfinished, uri=True)
    try:
        _fill(database, records, facts)
        if settle:
            settle(database)
            database.commit()
    except BaseException:
        database.close()
        unfinished.unlink(missing_ok=True)
        raise
    database.close()
    _to_disk(unfinished)
    unfinished.replace(path)


def unfinished_name(path: Path) -> Path:
    """Where a file is made before it takes its place."""
    return path.with_name(f"{path.name}.{os.getpid()}.tmp")


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def index_in_memory(records: Records) -> sqlite3.Connection:
    """An index of a project's own places, for as long as the process lives."""
    database = sqlite3.connect(":memory:")
    _fill(database, records, {})
    return database


# The fact in which an index tells how its keys were folded.
FOLDING_FACT = "folding"
_PROBES = (
    "Zākhō", "Ba'shiqah", "Al-‘Amādīyah", "العمادية", "زاخۆ", "ئامێدی", "DİYARBAKIR", "Ağrı Dağı",
    "Çiyayê Gara", "St. John's", "Нью-Йорк", "Tall_Afar", "Straße", "Ørsta", "أإآ ى ك ة ء ھ",
    "Ấp 3", "Łódź", "as-Sulaymānīyah", "el-Kûfe", "Mount Zion", "東京", "बाँके",
)  # fmt: skip


@cache
def folding_mark() -> str:
    """What names.py makes of names of all sorts, as a checksum.

    An index whose keys were folded otherwise would be asked for keys that it does not have.
    """
    folded = [(fold_name(name), bare_name(fold_name(name))) for name in _PROBES]
    return hashlib.sha256(json.dumps(folded).encode()).hexdigest()[:12]


def ids_elsewhere(same_as: str) -> list[str]:
    """The ids of a place's `same_as`.

    >>> ids_elsewhere("wof:1; gn:2")
    ['wof:1', 'gn:2']
    """
    return [part.strip() for part in same_as.split(";") if part.strip()] if same_as else []


def _fill(database: sqlite3.Connection, records: Records, facts: dict[str, str]) -> None:
    columns = (*Place._fields, "spellings")
    insert = f"INSERT INTO places (rowid, {','.join(columns)}) VALUES (?{',?' * len(columns)})"  # noqa: S608
    database.executescript(_PRAGMAS + _TABLES)
    numbered = enumerate(records, 1)
    while batch := list(islice(numbered, _BATCH)):
        lines, keys, same, marked = [], [], [], []
        for row_id, (place, names) in batch:
            known = max(place.n_names, len(names))
            lines.append((row_id, *place[:-1], known, spellings_text(place, names)))
            keys += [(key, row_id) for key in _keys([place.name, *[n[0] for n in names]])]
            marked += [(key, row_id, mark) for key, mark in _marked(place, names)]
            if place.same_as:
                same += [(other, row_id) for other in ids_elsewhere(place.same_as)]
        database.executemany(insert, lines)
        database.executemany("INSERT INTO unsorted.keys VALUES (?,?)", keys)
        database.executemany("INSERT INTO unsorted.same VALUES (?,?)", same)
        database.executemany("INSERT INTO marked VALUES (?,?,?)", marked)
    database.commit()
    database.executescript(_SORT)
    database.execute("DETACH unsorted")
    with database:
        told = facts | {FOLDING_FACT: folding_mark()}
        database.executemany("INSERT INTO facts VALUES (?,?)", sorted(told.items()))
        database.executescript(_INDICES)
        database.execute(f"PRAGMA user_version = {INDEX_VERSION}")


def spellings_text(place: Place, names: Sequence[PlaceName]) -> str:
    """The names of a place as its record holds them; its own name is told by the record."""
    if not names:
        return ""
    plain, own = ("und", place.source), place.name
    told = [
        [name[0]] if name[1:] == plain else name
        for name in dict.fromkeys(names)
        if name[0] != own or name[1:] != plain
    ]
    return _ENCODE(told) if told else ""


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def spelled_names(name: str, source: str, spellings: str) -> list[PlaceName]:
    """The names that `spellings_text` wrote down, the record's own name last."""
    told = [
        PlaceName(*parts) if len(parts) == 3 else PlaceName(parts[0], "und", source)
        for parts in json.loads(spellings or "[]")
    ]
    return [*told, PlaceName(name, "und", source)]


def _marked(place: Place, names: Sequence[PlaceName]) -> Iterable[tuple[str, str]]:
    """The keys that only marked names of a place have, each with its mark."""
    marks = {}
    for name in names:
        if name.source in MARKS:
            marks.update(dict.fromkeys(_keys([name.name]), name.source))
    if marks:
        plain = _keys([place.name, *(name.name for name in names if name.source not in MARKS)])
        marks = {key: mark for key, mark in marks.items() if key not in plain}
    return marks.items()


def _keys(names: Iterable[str]) -> set[str]:
    """Each name's folded key and, where it has an article, the bare one too."""
    keys = {fold_name(name) for name in names}
    # Without a gap or an Arabic article there is none to take off.
    keys |= {bare_name(key) for key in keys if " " in key or "ال" in key}
    # An Arabic name of two words is often written as one, in hashtags above all.
    keys |= {key.replace(" ", "") for key in keys if key.count(" ") == 1 and _ARABIC.match(key)}
    keys.discard("")
    return keys
