"""The GeoPackage: typed layers, a style for each status, time for QGIS."""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from geotrack.style import STATUS_STYLES, TYPE_STYLES
from geotrack.writers.qml import locations_qml
from tests.samples import HOSTILE, sample_tables
from tests.writers.made import written


def _ask(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def test_layers_are_typed_and_whole(tmp_path: Path) -> None:
    path = written("gpkg", tmp_path)
    assert [name for name, _ in pyogrio.list_layers(path)] == [
        "locations", "areas", "events", "accounts", "figures", "sources", "layer_styles",
    ]  # fmt: skip
    info = pyogrio.read_info(path, layer="locations")
    kinds = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert kinds["date_start"].startswith("datetime64")
    assert (kinds["fatalities_low"], kinds["n_locations"]) == ("float64", "int64")
    assert info["crs"] == "EPSG:4326"
    assert _ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert _ask(path, "PRAGMA foreign_key_check") == []
    assert _ask(path, "SELECT typeof(date_start), date_start FROM locations LIMIT 1") == [
        ("text", "2015-01-01")
    ]


def test_a_location_without_a_place_has_no_point(tmp_path: Path) -> None:
    frame = pyogrio.read_dataframe(written("gpkg", tmp_path), layer="locations")
    by_name = frame.set_index("name")
    assert by_name.loc["Nowhereville", "geometry"] is None
    assert by_name.loc["Asos", "geometry"].x == 45.2542
    assert by_name.loc["Asos", "date_start"].date() == date(2023, 10, 4)
    assert HOSTILE in by_name.index


def test_every_column_is_explained(tmp_path: Path) -> None:
    path = written("gpkg", tmp_path)
    told = _ask(path, "SELECT table_name, column_name FROM gpkg_data_columns")
    for table in ("locations", "events", "figures", "sources"):
        columns = {row[1] for row in _ask(path, f"PRAGMA table_info({table})")}
        assert {column for name, column in told if name == table} == columns - {
            "fid", "geom", "number",
        }  # fmt: skip


def test_the_default_style_is_where_qgis_looks_for_it(tmp_path: Path) -> None:
    path = written("gpkg", tmp_path)
    styles = _ask(
        path,
        "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, useAsDefault, "
        "styleQML FROM layer_styles",
    )
    assert [row[:5] for row in styles] == [
        ("", "", "locations", "geom", 1), ("", "", "areas", "geom", 1),
    ]  # fmt: skip
    root = ET.fromstring(styles[0][5])  # noqa: S314 - written by ourselves
    time = root.find("temporal")
    assert time is not None
    assert time.get("enabled") == "1"
    assert (time.get("startField"), time.get("endField")) == ("date_start", "date_end")
    # The undated are in view from the first day to the last.
    assert "'2015-01-01'" in str(time.get("startExpression"))
    assert "'2024-12-31'" in str(time.get("endExpression"))
    labels = [rule.get("label") for rule in root.iter("rule")]
    assert "Explosions/Remote violence" in labels
    assert "Explosions/Remote violence (alleged)" in labels


def test_what_did_not_occur_is_not_filled_like_what_did() -> None:
    pairs = [(kind, status) for kind in TYPE_STYLES for status in STATUS_STYLES]
    root = ET.fromstring(locations_qml(pairs, ("2024-01-01", "2024-12-31")))  # noqa: S314
    rules = list(root.iter("rule"))
    assert len(rules) == len(pairs)
    fills: dict[str, set[str]] = {}
    for rule in rules:
        symbol = root.find(f".//symbols/symbol[@name='{rule.get('symbol')}']")
        assert symbol is not None
        marker = symbol.findall("layer[@class='SimpleMarker']")[0]
        colour = marker.find("Option/Option[@name='color']")
        assert colour is not None
        status = str(rule.get("label")).rpartition("(")[2].rstrip(")")
        fills.setdefault(status if status in STATUS_STYLES else "occurred", set()).add(
            str(colour.get("value")).rpartition(",")[2]
        )
    assert fills["occurred"] == {"255"}
    assert fills["planned"] == fills["demanded"] == fills["denied"] == {"0"}
    assert fills["alleged"] == {"76"}


def test_quotes_in_a_status_cannot_leave_their_expression() -> None:
    root = ET.fromstring(locations_qml([("Battles", "x' OR 'a'='a")], ("", "")))  # noqa: S314
    (rule,) = root.iter("rule")
    assert "\"status\" = 'x'' OR ''a''=''a'" in str(rule.get("filter"))
    assert root.find("temporal") is None


def test_an_event_type_of_ones_own_is_drawn_as_other(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["events"]["event_type"] = "Flood"
    (qml,) = _ask(written("gpkg", tmp_path, tables), "SELECT styleQML FROM layer_styles LIMIT 1")
    labels = {rule.get("label") for rule in ET.fromstring(qml[0]).iter("rule")}  # noqa: S314
    assert "Other" in labels
    assert not any("Flood" in str(label) for label in labels)


@pytest.mark.parametrize("as_of", ["2024-12-31"])
def test_the_clock_of_the_file_is_that_of_the_data(as_of: str, tmp_path: Path) -> None:
    stamps = _ask(written("gpkg", tmp_path), "SELECT DISTINCT last_change FROM gpkg_contents")
    assert stamps == [(f"{as_of}T00:00:00.000Z",)]
