"""Events out of a PostGIS database that geotrack has filled: one row an event at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.database import SCHEMA, checked_schema, transaction
from geotrack.errors import InputError
from geotrack.readers.ours import OF_LOCATIONS
from geotrack.readers.raw import RawTable, make_raw
from geotrack.schema import EVENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geotrack.addresses import Address

_QUERY = """
SELECT {listed} FROM {events} e LEFT JOIN {locations} l USING (event_id)
ORDER BY e.event_id, l.location_id"""
_TOLD = """
SELECT a.event_id, a.quote, coalesce(r.publisher, r.title), r.url
FROM {accounts} a LEFT JOIN {reports} r USING (report_id)
ORDER BY a.event_id, a.report_id, a.quote"""
# Between quotes, publishers and addresses of one cell; a publisher's name holds no semicolon.
_BETWEEN = (" / ", "; ", " ")


def read_postgis_table(
    path: Address,
    *,
    file: str = "",
    mapped: Collection[str] = (),  # noqa: ARG001 - every reader takes it
    schema: str = SCHEMA,
) -> RawTable:
    """The events of a schema with their places and who tells of them, in order of their ids.

    Raises InputError where the database cannot be reached or holds no tables of geotrack's.
    """
    file = file or path.shown
    schema = checked_schema(schema)
    events = [column.name for column in EVENTS if column.published]
    with transaction(path, InputError) as cursor:
        cursor.execute("SELECT to_regclass(format('%%I.locations', %s::text)) IS NULL", (schema,))
        if cursor.fetchone()[0]:
            raise InputError(
                f"{file} has no tables of geotrack's in schema {schema!r}; "
                "`geotrack render` writes them, `--read schema=NAME` names another"
            )
        events += _own_columns(cursor, schema)
        cursor.execute(_query(_TOLD, schema, [], []))
        told = _told(cursor)
        # A schema that an earlier version filled may lack one of them.
        there = _columns(cursor, schema, "locations")
        of_location = [name for name in OF_LOCATIONS if name in there]
        cursor.execute(_query(_QUERY, schema, events, of_location))
        lines = [[*map(_text, line), *told.get(line[0], ("", "", ""))] for line in cursor]
    headers = [*events, *(OF_LOCATIONS[name] for name in of_location), "quote", "source", "url"]
    return make_raw(headers, lines, list(range(1, len(lines) + 1)), file)


def _own_columns(cursor: Any, schema: str) -> list[str]:
    """The columns of events that are not geotrack's, but for geometries and the like."""
    ours = {column.name for column in EVENTS}
    return [name for name in _columns(cursor, schema, "events") if name not in ours]


def _columns(cursor: Any, schema: str, table: str) -> list[str]:
    """A table's columns of plain values, in their order."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s "
        "AND table_name = %s AND data_type NOT IN ('USER-DEFINED', 'ARRAY', 'bytea') "
        "ORDER BY ordinal_position",
        (schema, table),
    )
    return [row[0] for row in cursor.fetchall()]


def _query(text: str, schema: str, events: list[str], of_location: list[str]) -> Any:
    from psycopg import sql

    names = {name: sql.Identifier(schema, name)
             for name in ("events", "locations", "accounts", "reports")}  # fmt: skip
    listed = [*(sql.Identifier("e", name) for name in events),
              *(sql.Identifier("l", name) for name in of_location)]  # fmt: skip
    return sql.SQL(text).format(listed=sql.SQL(", ").join(listed), **names)


def _told(accounts: Iterable[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """For each event its quotes, publishers and addresses, each once, in the reports' order."""
    gathered: dict[str, tuple[dict[str, None], ...]] = {}
    for event_id, *values in accounts:
        cells = gathered.setdefault(event_id, ({}, {}, {}))
        for cell, value, between in zip(cells, values, _BETWEEN, strict=True):
            if value:
                cell[value.replace(";", ",") if between == "; " else value] = None
    return {
        event_id: tuple(between.join(cell) for between, cell in zip(_BETWEEN, cells, strict=True))
        for event_id, cells in gathered.items()
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
