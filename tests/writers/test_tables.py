"""GeoParquet, FlatGeobuf, SQLite and ACLED's columns, read by other programs."""

from __future__ import annotations

import builtins
import csv
import logging
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pyogrio
import pytest

from geotrack.errors import FormatError
from geotrack.tables import make_table, records
from geotrack.writers.acled import COLUMNS, SUB_TYPES, time_precision
from tests.samples import sample_tables
from tests.writers.made import written

# --- GeoParquet -------------------------------------------------------------------------------


def test_geopandas_reads_the_geoparquet(tmp_path: Path) -> None:
    frame = gpd.read_parquet(written("parquet", tmp_path))
    assert frame.crs.to_epsg() in (4326, None) and frame.crs.is_geographic
    asos = frame[frame["name"] == "Asos"].iloc[0]
    assert (asos.geometry.x, asos.geometry.y) == (45.2542, 35.9375)
    assert asos["date_start"] == date(2023, 10, 4)
    assert frame.loc[frame["name"] == "Nowhereville", "geometry"].isna().all()


def test_duckdb_counts_and_dates_the_geoparquet(tmp_path: Path) -> None:
    path = written("parquet", tmp_path)
    with duckdb.connect() as database:
        source = database.read_parquet(str(path))
        kinds = dict(zip(source.columns, map(str, source.types), strict=True))
        assert (kinds["date_start"], kinds["fatalities_low"]) == ("DATE", "DOUBLE")
        counted = source.aggregate("count(*), count(DISTINCT event_id), count(longitude)")
        assert counted.limit(1).fetchall() == [(17, 12, 15)]
        killed = source.filter("event_id = 'e-denied'").project("fatalities_low")
        assert killed.limit(2).fetchall() == [(5.0,)]


def test_without_pyarrow_a_plain_message_names_the_pip_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(FormatError, match=r"pip install 'geotrack\[parquet\]'"):
        written("parquet", tmp_path)


# --- FlatGeobuf -------------------------------------------------------------------------------


def test_flatgeobuf_holds_what_has_no_place_and_is_indexed_where_all_have(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        frame = pyogrio.read_dataframe(written("flatgeobuf", tmp_path))
    assert len(frame) == 17
    assert frame["geometry"].isna().sum() == 2
    assert "no spatial index, which 2 rows without a place forbid" in caplog.text
    # A day stays a day: no midnight is made of it.
    assert frame.loc[frame["name"] == "Asos", "date_start"].tolist() == ["2023-10-04"]
    tables = sample_tables()
    places = tables["locations"]
    tables["locations"] = places[places["longitude"].notna()].reset_index(drop=True)
    kept = tables["events"]["event_id"].isin(tables["locations"]["event_id"])
    tables["events"] = tables["events"][kept].reset_index(drop=True)
    path = written("flatgeobuf", tmp_path, tables)
    near = pyogrio.read_dataframe(path, bbox=(45, 35.5, 45.5, 36.5))
    assert near["name"].tolist() == ["Asos"]


# --- SQLite -----------------------------------------------------------------------------------


def _ask(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def test_sqlite_has_keys_links_search_and_meanings(tmp_path: Path) -> None:
    path = written("sqlite", tmp_path)
    assert _ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert _ask(path, "PRAGMA foreign_key_check") == []
    links = {(row[2], row[3]) for row in _ask(path, "PRAGMA foreign_key_list(accounts)")}
    assert links == {("events", "event_id"), ("reports", "report_id")}
    found = _ask(path, "SELECT event_id FROM events JOIN events_fts ON events.rowid = "
                       "events_fts.rowid WHERE events_fts MATCH 'mountain'")  # fmt: skip
    assert found == [("e-strikes",)]
    assert _ask(path, "SELECT count(*), count(latitude) FROM event_locations") == [(17, 15)]
    assert _ask(path, "SELECT value FROM about WHERE name = 'marking'") == [("TLP:CLEAR",)]
    told = set(_ask(path, "SELECT table_name, column_name FROM dictionary"))
    for table in ("events", "locations", "reports", "accounts", "figures", "places", "rejects"):
        columns = {(table, row[1]) for row in _ask(path, f"PRAGMA table_info({table})")}
        assert columns == {pair for pair in told if pair[0] == table}
    assert _ask(path, "SELECT fatalities_high FROM events WHERE event_id = 'e-denied'") == [(None,)]


def test_sqlite_keeps_an_account_whose_report_nobody_described(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["accounts"] = make_table(
        "accounts", [*records(tables["accounts"]), {"event_id": "e-week", "report_id": "r9"}]
    )
    path = written("sqlite", tmp_path, tables)
    assert _ask(path, "PRAGMA foreign_key_check") == []
    assert _ask(path, "SELECT title FROM reports WHERE report_id = 'r9'") == [(None,)]


# --- ACLED ------------------------------------------------------------------------------------


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_acled_has_its_31_columns_and_25_sub_types(tmp_path: Path) -> None:
    assert len(COLUMNS) == 31
    assert len(SUB_TYPES) == 25
    assert list(_rows(written("acled", tmp_path))[0]) == list(COLUMNS)


def test_acled_states_only_what_its_columns_can(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        rows = _rows(written("acled", tmp_path))
    assert {row["event_id_cnty"].partition(".")[0] for row in rows} == {
        "e-protest", "e-strikes", "e-arabic", "e-hostile",
    }  # fmt: skip
    assert "8 of 12 events are left out" in caplog.text
    assert "4 that did not occur as far as known" in caplog.text
    protest = rows[0]
    assert (protest["event_date"], protest["time_precision"]) == ("2021-11-15", "3")
    assert (protest["geo_precision"], protest["country"], protest["fatalities"]) == (
        "1", "Iraq", "",
    )  # fmt: skip
    for empty in ("disorder_type", "inter1", "iso", "region", "source_scale", "timestamp"):
        assert {row[empty] for row in rows} == {""}


def test_acled_takes_the_middle_and_says_what_is_uncertain(tmp_path: Path) -> None:
    tables = sample_tables()
    protest = tables["events"]["event_id"] == "e-protest"
    told = {}
    # Its other place is not found: the five killed are not said to have died at this one.
    place = "place 1 of 2 of one event: e-protest, killed in all: 5"
    for text in ("2024-08-15", "[2021-10-25..2021-10-31]", "2024-02", "2015-12?", "2024-08-15~"):
        tables["events"].loc[protest, "date"] = text
        row = next(
            r for r in _rows(written("acled", tmp_path, tables)) if "prot" in r["event_id_cnty"]
        )
        told[text] = (row["event_date"], row["time_precision"], row["tags"])
    assert told == {
        "2024-08-15": ("2024-08-15", "1", place),
        "[2021-10-25..2021-10-31]": ("2021-10-28", "2", place),
        "2024-02": ("2024-02-15", "3", place),
        "2015-12?": ("2015-12-16", "3", f"{place}; date uncertain: 2015-12?"),
        "2024-08-15~": ("2024-08-15", "3", f"{place}; date uncertain: 2024-08-15~"),
    }


def test_acled_divides_no_fatalities_among_places(tmp_path: Path) -> None:
    tables = sample_tables()
    strikes = tables["events"]["event_id"] == "e-strikes"
    tables["events"].loc[strikes, ["fatalities_low", "fatalities_high"]] = 7
    rows = [r for r in _rows(written("acled", tmp_path, tables)) if "strikes" in r["event_id_cnty"]]
    assert [row["event_id_cnty"] for row in rows] == [f"e-strikes.{n}" for n in range(1, 6)]
    assert {row["fatalities"] for row in rows} == {""}
    assert rows[1]["tags"] == "place 2 of 5 of one event: e-strikes, killed in all: 7 to 7"
    assert {row["geo_precision"] for row in rows} == {"2"}


@pytest.mark.parametrize(
    ("text", "precision"),
    [("2024-08-15", 1), ("[2021-10-25..2021-10-31]", 2), ("2024-08", 3), ("2024-21", 0),
     ("2024-08-15?", 3), ("2024-08~", 3), ("[2024-08-15..]", 0), ("2024-08-01/2024-08-02", 0)],
)  # fmt: skip
def test_acleds_time_precision_never_sharpens(text: str, precision: int) -> None:
    assert time_precision(text) == precision
