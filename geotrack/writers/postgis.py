"""A PostGIS database: rows put in by their ids, all of them or none."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.database import SCHEMA, checked_schema, transaction
from geotrack.errors import OutputError
from geotrack.schema import INTEGER, NUMBER, TABLES, TEXT, Column
from geotrack.tables import own_cells, published
from geotrack.writers.rows import DAY_COLUMNS, OWN, all_columns, in_event_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.addresses import Address
    from geotrack.schema import Presentation
    from geotrack.tables import Tables

# In this order, so that what is pointed to comes first; with each table's primary key.
KEYS = {"reports": ("report_id",), "places": ("place_id",), "events": ("event_id",),
        "locations": ("location_id",), "accounts": (), "figures": ("figure_id",)}  # fmt: skip
# What belongs to an event is replaced with it; the rest is put in by its key.
_OF_EVENTS = ("locations", "accounts")
_POINTERS = {
    "locations": {"event_id": "events"},
    "accounts": {"event_id": "events", "report_id": "reports"},
}
_INDEXED = {"events": ("date_start", "date_end", "event_type", "status"),
            "locations": ("event_id", "place_id"), "accounts": ("event_id", "report_id"),
            "figures": ("event_id",)}  # fmt: skip
# Reckoned by the database, so that it cannot differ from what it is made of.
_SHAPES = {
    "locations": ("geometry(Point, 4326)",
                  "ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)"),
    "places": ("geometry(Geometry, 4326)",
               "ST_SetSRID(ST_GeomFromGeoJSON(area), 4326)"),
}  # fmt: skip
_TYPES = {TEXT: "text", NUMBER: "double precision", INTEGER: "bigint"}


def write_postgis(
    tables: Tables, path: Address, presentation: Presentation, *, schema: str = SCHEMA
) -> None:
    """Put events, their locations and accounts, reports, places and figures into a database.

    An event that is there already (same event_id) is replaced with all that belongs to it; others
    stay. Everything happens in one transaction under a lock of its own: a run that is killed
    leaves all as it was, and two at once come one after the other. `schema` is made if it is not
    there; columns have types and comments from schema.py, those that the project publishes of its
    own tables are text, `geom` and days have indices; the view
    `event_locations` is there for a GIS. Raises OutputError for what the database refuses.
    """
    schema = checked_schema(schema)
    with transaction(path, OutputError) as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"geotrack:{schema}",)
        )
        _make_extension(cursor, path)
        cursor.execute(_sql("CREATE SCHEMA IF NOT EXISTS {schema}", schema=schema))
        own = own_cells(tables["events"], presentation.publish)
        events = tables["events"].assign(**{_fitting(name): told for name, told in own.items()})
        for name in KEYS:
            columns = _columns(name, events)
            _make_table(cursor, schema, name, columns)
        _make_view(cursor, schema, _columns("events", events))
        _about(cursor, schema, presentation)
        for name in KEYS:
            rows = events if name == "events" else _rows(name, tables)
            _put(cursor, schema, name, rows, _columns(name, events))


def _sql(text: str, **names: str) -> Any:
    """A statement with its {names} quoted as identifiers, a dotted one part by part."""
    from psycopg import sql

    quoted = {key: sql.Identifier(*name.split("\0")) for key, name in names.items()}
    return sql.SQL(text).format(**quoted)


def _columns(name: str, events: pd.DataFrame) -> list[Column]:
    """What is published of a table; of events the person's own columns too."""
    declared = TABLES[name]
    own = all_columns(declared, events)[len(declared) :] if name == "events" else ()
    return [*(column for column in declared if column.published), *own]


def _fitting(name: str) -> str:
    """A column's name as PostgreSQL takes it: 63 bytes, and not that of our geometries.

    >>> _fitting("Ward"), _fitting("geom"), len(_fitting("x" * 99))
    ('Ward', 'geom (own)', 63)
    """
    if len(name.encode()) > _LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        return f"{name.encode()[: _LONGEST - 9].decode(errors='ignore')}-{digest}"
    return f"{name} (own)" if name == "geom" else name


_LONGEST = 63


def _type(column: Column) -> str:
    return "date" if column.name in DAY_COLUMNS else _TYPES[column.type]


def _make_extension(cursor: Any, address: Address) -> None:
    import psycopg

    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
    if cursor.fetchone():
        return
    try:
        cursor.execute("CREATE EXTENSION postgis")
    except psycopg.Error as error:
        first = str(error).splitlines()[0]
        raise OutputError(
            f"{address} has no PostGIS, and this user cannot add it ({first}); "
            "let its owner run: CREATE EXTENSION postgis"
        ) from None


def _make_table(cursor: Any, schema: str, name: str, columns: list[Column]) -> None:
    """The table if it is not there, else the columns it lacks; readers are not locked out."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = %s AND table_name = %s",
        (schema, name),
    )
    there = {row[0] for row in cursor.fetchall()}
    table = f"{schema}\0{name}"
    if not there:
        cursor.execute(_sql("CREATE TABLE {table} ()", table=table))
    for column in columns:
        if column.name in there:
            continue
        statement = f"ALTER TABLE {{table}} ADD COLUMN {{column}} {_type(column)}"
        names = {"table": table, "column": column.name}
        if target := _POINTERS.get(name, {}).get(column.name):
            # What belongs to an event goes with it; a report that is told of stays.
            gone = "CASCADE" if target == "events" else "RESTRICT"
            statement += f" REFERENCES {{target}} ON DELETE {gone}"
            names["target"] = f"{schema}\0{target}"
        if (column.name,) == KEYS[name]:
            statement += " PRIMARY KEY"
        cursor.execute(_sql(statement, **names))
        _comment(cursor, table, column)
    if name in _SHAPES and "geom" not in there:
        kind, made = _SHAPES[name]
        statement = f"ALTER TABLE {{table}} ADD COLUMN geom {kind} GENERATED ALWAYS AS ({made})"
        cursor.execute(_sql(statement + " STORED", table=table))
        cursor.execute(_sql("CREATE INDEX ON {table} USING gist (geom)", table=table))
    if not there:
        for column_name in _INDEXED.get(name, ()):
            cursor.execute(
                _sql("CREATE INDEX ON {table} ({column})", table=table, column=column_name)
            )


def _comment(cursor: Any, table: str, column: Column) -> None:
    from psycopg import sql

    unit = f" ({column.unit})" if column.unit else ""
    listed = ", ".join(filter(None, column.vocabulary))
    words = f"{column.meaning}{unit}{f'; one of: {listed}' if listed else ''}"
    cursor.execute(
        sql.SQL("COMMENT ON COLUMN {} IS {}").format(
            sql.Identifier(*table.split("\0"), column.name), sql.Literal(words)
        )
    )


def _make_view(cursor: Any, schema: str, events: list[Column]) -> None:
    """Locations with their events, for a GIS to open; columns that it lacks are added to it."""
    from psycopg import sql

    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s "
        "AND table_name = 'event_locations' ORDER BY ordinal_position",
        (schema,),
    )
    there = [row[0] for row in cursor.fetchall()]
    places = [c.name for c in TABLES["locations"] if c.published and c.name != "event_id"]
    home = dict.fromkeys([*places, "geom"], "l") | {column.name: "e" for column in events}
    cursor.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = %s AND table_name = 'events'",
        (schema,),
    )
    # Of columns that another run has published the view keeps what it shows.
    home |= {row[0]: "e" for row in cursor.fetchall() if row[0] in there and row[0] not in home}
    order = [*(column.name for column in events), *places, "geom"]
    wanted = [*there, *(name for name in order if name not in there)]
    if wanted == there or not set(there) <= set(home):
        return
    listed = sql.SQL(", ").join(sql.Identifier(home[name], name) for name in wanted)
    names = {"view": sql.Identifier(schema, "event_locations"),
             "events": sql.Identifier(schema, "events"),
             "locations": sql.Identifier(schema, "locations")}  # fmt: skip
    cursor.execute(
        sql.SQL(
            "CREATE OR REPLACE VIEW {view} AS SELECT {listed} "
            "FROM {events} e LEFT JOIN {locations} l USING (event_id)"
        ).format(listed=listed, **names)
    )


def _about(cursor: Any, schema: str, presentation: Presentation) -> None:
    """The comment on the schema: what was put in last, its day and marking."""
    from psycopg import sql

    told = (presentation.title, presentation.marking, f"as of {presentation.as_of}",
            *presentation.credits)  # fmt: skip
    words = sql.Literal("\n".join(filter(None, told)))
    cursor.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(schema), words))


def _rows(name: str, tables: Tables) -> pd.DataFrame:
    if name == "locations":
        return published(name, in_event_order(tables))
    rows = published(name, tables[name])
    if name == "reports":
        bare = sorted(set(tables["accounts"]["report_id"]) - set(rows["report_id"]) - {""})
        more = pd.DataFrame({"report_id": bare}, dtype="str")
        rows = pd.concat([rows, more]).fillna("").drop_duplicates("report_id")
    return rows


def _put(cursor: Any, schema: str, name: str, rows: pd.DataFrame, columns: list[Column]) -> None:
    """New rows by way of a temporary table: put in, or in place of those with the same key."""
    from psycopg import sql

    listed = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)
    table, fresh = sql.Identifier(schema, name), sql.Identifier(f"new_{name}")
    kinds = sql.SQL(", ").join(
        sql.SQL("{} " + _type(column)).format(sql.Identifier(column.name)) for column in columns
    )
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(fresh, kinds))
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(fresh, listed)) as copy:
        for values in _values(columns, rows):
            copy.write_row(values)
    clause: Any = sql.SQL("")
    if name == "events":
        _empty_unpublished(cursor, schema, {column.name for column in columns})
    if name in _OF_EVENTS:
        cursor.execute(
            sql.SQL(
                "DELETE FROM {table} t USING new_events n WHERE t.event_id = n.event_id"
            ).format(table=table)
        )
    if keys := KEYS[name]:
        others = [column.name for column in columns if column.name not in keys]
        clause = sql.SQL(" ON CONFLICT ({keys}) DO UPDATE SET {changes}").format(
            keys=sql.SQL(", ").join(map(sql.Identifier, keys)),
            changes=sql.SQL(", ").join(
                sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(other)) for other in others
            ),
        )
    cursor.execute(
        sql.SQL("INSERT INTO {table} ({listed}) SELECT {listed} FROM {fresh}{clause}").format(
            table=table, listed=listed, fresh=fresh, clause=clause
        )
    )


def _empty_unpublished(cursor: Any, schema: str, published: set[str]) -> None:
    """What an earlier run has published of events put in anew, and this one does not, is gone."""
    cursor.execute(
        "SELECT a.attname FROM pg_attribute a JOIN pg_description d "
        "ON d.objoid = a.attrelid AND d.objsubid = a.attnum "
        "WHERE a.attrelid = to_regclass(format('%%I.events', %s::text)) AND d.description = %s",
        (schema, OWN),
    )
    for (name,) in cursor.fetchall():
        if name not in published:
            cursor.execute(
                _sql(
                    "UPDATE {table} t SET {column} = NULL FROM new_events n "
                    "WHERE t.event_id = n.event_id",
                    table=f"{schema}\0events",
                    column=name,
                )
            )


def _values(columns: list[Column], rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    cells = [[_cell(value) for value in rows[column.name].tolist()] for column in columns]
    return zip(*cells, strict=True)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        # PostgreSQL's text holds every character but this one.
        return value.replace("\0", "") or None
    return None if isinstance(value, float) and pd.isna(value) else value
