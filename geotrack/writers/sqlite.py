"""An SQLite database that Datasette serves as it is: keys, links, full-text search, meanings."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.schema import EVENT_EXTRAS, INTEGER, NUMBER, TABLES, TEXT, Column
from geotrack.tables import published
from geotrack.writers.rows import EVENT_COLUMNS, all_columns, in_event_order, told_events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

# In this order, so that what is pointed to comes first. A table's primary key, empty: its rowid.
KEYS = {"reports": "report_id", "places": "place_id", "events": "event_id", "accounts": "",
        "locations": "location_id", "figures": "figure_id", "rejects": ""}  # fmt: skip
# Columns that hold another table's key; empty is NULL.
POINTERS = {
    "locations": {"event_id": "events"},
    "accounts": {"event_id": "events", "report_id": "reports"},
    "figures": {"event_id": "events", "report_id": "reports"},
}
_INDEXED = {"events": ("date_start", "date_end", "event_type", "status"),
            "locations": ("event_id", "place_id"), "accounts": ("event_id", "report_id"),
            "figures": ("event_id", "report_id")}  # fmt: skip
_SEARCHED = ("title", "notes", "actor1", "actor2", "claimed_by")
_TYPES = {TEXT: "TEXT", NUMBER: "REAL", INTEGER: "INTEGER"}
_BATCH = 10_000


def write_sqlite(tables: Tables, path: Path, presentation: Presentation) -> None:
    """All published tables with primary and foreign keys, indices and what each column means.

    View `event_locations` joins events and locations (Datasette's map plug-ins look for its
    latitude and longitude); `events_fts` searches titles, notes and actors; `about` says what the
    data are and `dictionary` what columns mean. Unknown is NULL.
    """
    path.unlink(missing_ok=True)
    described: list[tuple[str, Column]] = []
    with closing(sqlite3.connect(path)) as database, database:
        for name, key in KEYS.items():
            rows = _rows(name, tables, presentation)
            columns = _columns(name, rows)
            database.execute(_create(name, columns, key))
            _fill(database, name, columns, rows)
            for column in _INDEXED.get(name, ()):
                database.execute(f"CREATE INDEX {name}_{column} ON {name} ({column})")
            described += [(name, c) for c in columns]
        _about(database, presentation, described)
        database.execute(_VIEW)
        listed = ", ".join(_SEARCHED)
        database.execute(f"CREATE VIRTUAL TABLE events_fts USING fts5 ({listed}, content='events')")
        database.execute("INSERT INTO events_fts (events_fts) VALUES ('rebuild')")


def _columns(name: str, rows: pd.DataFrame) -> tuple[Column, ...]:
    """What is published of a table; of events the person's own columns too."""
    if name != "events":
        return tuple(column for column in TABLES[name] if column.published)
    gathered = {column.name for column in EVENT_EXTRAS}
    return tuple(c for c in all_columns(EVENT_COLUMNS, rows) if c.name not in gathered)


def _rows(name: str, tables: Tables, presentation: Presentation) -> pd.DataFrame:
    if name == "events":
        return told_events(tables, presentation.language, presentation.publish)
    if name == "locations":
        return published(name, in_event_order(tables))
    rows = published(name, tables[name])
    if name == "reports":
        told = set(tables["accounts"]["report_id"]) | set(tables["figures"]["report_id"])
        bare = sorted(told - set(rows["report_id"]) - {""})
        rows = pd.concat([rows, pd.DataFrame({"report_id": bare}, dtype="str")])
        rows = rows.fillna("").sort_values("report_id")
    return rows


def _create(name: str, columns: tuple[Column, ...], key: str) -> str:
    """The table's statement; comments in it stay in the database."""
    pointers = POINTERS.get(name, {})
    lines = []
    for at, column in enumerate(columns):
        quoted = column.name.replace('"', '""')
        words = [f'"{quoted}"', _TYPES[column.type]]
        if column.name == key:
            words.append("PRIMARY KEY NOT NULL")
        if column.name in pointers:
            target = pointers[column.name]
            words.append(f'REFERENCES {target} ("{KEYS[target]}")')
        comma = "," if at < len(columns) - 1 else ""
        lines.append(f"  {' '.join(words)}{comma} -- {column.meaning}")
    return f"CREATE TABLE {name} (\n" + "\n".join(lines) + "\n)"


def _fill(
    database: sqlite3.Connection, name: str, columns: tuple[Column, ...], rows: pd.DataFrame
) -> None:
    marks = ", ".join("?" * len(columns))
    # Table names are our own, values are bound.
    statement = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608
    database.executemany(statement, _values(columns, rows))


def _values(columns: tuple[Column, ...], rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    for first in range(0, len(rows), _BATCH):
        part = rows.iloc[first : first + _BATCH]
        cells = [[_cell(value) for value in part[column.name].tolist()] for column in columns]
        yield from zip(*cells, strict=True)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return None if pd.isna(value) else round(value, 6)
    return value


def _about(
    database: sqlite3.Connection,
    presentation: Presentation,
    described: list[tuple[str, Column]],
) -> None:
    database.execute("CREATE TABLE about (name TEXT PRIMARY KEY NOT NULL, value TEXT)")
    told = {"title": presentation.title, "subtitle": presentation.subtitle,
            "as_of": presentation.as_of, "marking": presentation.marking,
            "credits": "\n".join(presentation.credits)}  # fmt: skip
    database.executemany("INSERT INTO about VALUES (?, ?)", told.items())
    database.execute(
        "CREATE TABLE dictionary (table_name TEXT, column_name TEXT, type TEXT, unit TEXT, "
        "meaning TEXT, one_of TEXT, PRIMARY KEY (table_name, column_name))"
    )
    rows = [
        (name, c.name, c.type, c.unit, c.meaning, ", ".join(filter(None, c.vocabulary)))
        for name, c in described
    ]
    database.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?, ?, ?)", rows)


_VIEW = """CREATE VIEW event_locations AS
SELECT events.*, locations.location_id, locations.name, locations.role, locations.place_id,
  locations.place_name, locations.longitude, locations.latitude, locations.radius_km,
  locations.geo_precision, locations.admin1, locations.admin2, locations.country,
  locations.score, locations.reason
FROM events LEFT JOIN locations USING (event_id)"""
