"""GeoPackage: locations, events, figures and sources, styled and dated for QGIS."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np

from geotrack.schema import ACCOUNTS, FIGURES, PLACES, REPORTS, Column
from geotrack.style import clean_text
from geotrack.summary import is_drawn, numbered_sources
from geotrack.writers.ogr import fixed_clock, point_wkb, write_layer
from geotrack.writers.qml import areas_qml, locations_qml
from geotrack.writers.rows import (
    DAY_COLUMNS,
    EVENT_COLUMNS,
    FEATURE_COLUMNS,
    all_columns,
    flat_features,
    told_events,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

# The newest version that every QGIS from 3.22 on opens without a warning.
_VERSION = "1.2"


def write_events_gpkg(tables: Tables, path: Path, presentation: Presentation) -> None:
    """Layer `locations` (points, null where there is none) with its style and its time.

    Beside it `areas` (outlines of places, where there are any) and the plain tables `events`,
    `accounts`, `figures` and `sources`. Days are of type DATE. A layer's default style stands in
    `layer_styles`, as QGIS keeps it; what columns mean in `gpkg_data_columns`.
    """
    path.unlink(missing_ok=True)
    places = flat_features(tables, presentation.language, presentation.publish)
    columns = all_columns(FEATURE_COLUMNS, places)
    events = told_events(tables, presentation.language, presentation.publish)
    areas = _areas(tables)
    plain = {
        "events": (all_columns(EVENT_COLUMNS, events), events),
        "accounts": (_shown(ACCOUNTS), tables["accounts"]),
        "figures": (_shown(FIGURES), tables["figures"]),
        "sources": (_shown(REPORTS), numbered_sources(tables)),
    }
    styles = {"locations": _locations_style(places, areas, presentation.language)}
    about = clean_text(" · ".join(filter(None, (presentation.title, presentation.marking,
                       f"as of {presentation.as_of}", *presentation.credits))))  # fmt: skip
    described: dict[str, Any] = {"layer_options": {"DESCRIPTION": about}}
    with fixed_clock(presentation):
        write_layer(path, "GPKG", "locations", columns, places,
                    ("Point", point_wkb(places)), **described,
                    dataset_options={"VERSION": _VERSION})  # fmt: skip
        if len(areas):
            kept = tuple(c for c in _shown(PLACES) if c.name != "area" and c.unit != "degree")
            write_layer(path, "GPKG", "areas", kept, areas,
                        ("MultiPolygon", _area_wkb(areas)), append=True, **described)  # fmt: skip
            styles["areas"] = areas_qml()
        for name, (listed, rows) in plain.items():
            write_layer(path, "GPKG", name, listed, rows, None, append=True, **described)
    meanings = {"locations": columns} | {name: told[0] for name, told in plain.items()}
    stamp = f"{presentation.as_of or '1980-01-01'}T00:00:00.000Z"
    # One connection, committed once: the same pages every time.
    with closing(sqlite3.connect(path)) as database, database:
        _describe(database, meanings)
        _add_styles(database, styles, stamp)


def _shown(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.published)


def _areas(tables: Tables) -> pd.DataFrame:
    """The places with an outline where anything is drawn or counted."""
    locations, places = tables["locations"], tables["places"]
    ids = set(locations.loc[is_drawn(locations), "place_id"])
    ids |= {place_id for cell in tables["figures"]["place_ids"] for place_id in cell.split(";")}
    return places[(places["area"] != "") & places["place_id"].isin(ids)].reset_index(drop=True)


def _locations_style(places: pd.DataFrame, areas: pd.DataFrame, language: str) -> str:
    pairs = zip(places["event_type"], places["status"], strict=True)
    starts, ends = (places.loc[places[name] != "", name] for name in DAY_COLUMNS)
    days = (min(starts, default=""), max(ends, default=""))
    return locations_qml(pairs, days, sorted(areas["place_id"]), language)


def _area_wkb(areas: pd.DataFrame) -> Any:
    import shapely

    found = np.full(len(areas), None, dtype=object)
    for at, text in enumerate(areas["area"]):
        shape = shapely.from_geojson(text)
        parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
        found[at] = shapely.to_wkb(shapely.MultiPolygon(parts), byte_order=1)
    return found


def _describe(database: sqlite3.Connection, meanings: dict[str, tuple[Column, ...]]) -> None:
    """What each column means, as the GeoPackage schema extension has it (OGC 12-128r18, F.9)."""
    database.executescript("""
        CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT,
            extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
            CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
        CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL,
            column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
            constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
            CONSTRAINT gdc_tn UNIQUE (table_name, name));
        CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (constraint_name TEXT NOT NULL,
            constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
            max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
            CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
    """)
    database.executemany(
        "INSERT OR IGNORE INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', "
        "'http://www.geopackage.org/spec/#extension_schema', 'read-write')",
        [("gpkg_data_columns",), ("gpkg_data_column_constraints",)],
    )
    described = [
        (table, column.name, None, None,
         f"{column.meaning} ({column.unit})" if column.unit else column.meaning)
        for table, columns in meanings.items()
        for column in columns
        if not (table == "locations" and column.unit == "degree")
    ]  # fmt: skip
    database.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)", described
    )


def _add_styles(database: sqlite3.Connection, styles: dict[str, str], stamp: str) -> None:
    """Default styles of layers, in the table that QGIS looks for."""
    database.executescript("""
        CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
            f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
            f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
            useAsDefault BOOLEAN, description TEXT(256), owner TEXT(30), ui TEXT(30),
            update_time DATETIME);
    """)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'styles of layers for QGIS', ?)",
        (stamp,),
    )
    rows = [("", "", layer, "geom", layer, qml, "", 1, "geotrack", "", None, stamp)
            for layer, qml in styles.items()]  # fmt: skip
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
