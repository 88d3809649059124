"""CSV and GeoJSON: what goes out is what is meant, and harms no one who opens it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.cells import Settings
from geotrack.errors import FormatError
from geotrack.formats import all_formats, checked_options, format_for
from geotrack.intake import take_in
from geotrack.readers.csv import read_csv_table
from geotrack.readers.json import read_json_table
from geotrack.schema import TABLES
from geotrack.summary import counts
from geotrack.tables import make_table
from geotrack.writers.csv import (
    number_text,
    write_csv_rows,
    write_events_csv,
    write_locations_csv,
)
from geotrack.writers.geojson import write_events_geojson
from tests.samples import HOSTILE, PRESENTATION, sample_tables


def _cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_events_csv_has_one_row_an_event_in_chronological_order(tmp_path: Path) -> None:
    write_events_csv(sample_tables(), tmp_path / "e.csv", PRESENTATION)
    rows = _cells(tmp_path / "e.csv")
    assert len(rows) == counts(sample_tables())["events"]
    dated = [row["date_start"] for row in rows if row["date_start"]]
    assert dated == sorted(dated)
    assert rows[-1]["event_id"] == "e-demanded"
    strikes = next(row for row in rows if row["event_id"] == "e-strikes")
    assert strikes["places"] == "Metina; Hakurk; Zap; Gara; Asos"
    assert (strikes["n_locations"], strikes["n_drawn"]) == ("5", "5")


def test_events_csv_says_whose_reports_and_where_to_read_them(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["reports"].loc[0, "publisher"] = ""
    extra = {"event_id": "e-strikes", "report_id": "r0", "quote": "other words"}
    tables["accounts"] = make_table("accounts", [*tables["accounts"].to_dict("records"), extra])
    first = {"report_id": "r0", "publisher": "One; Two", "url": "http://example.org/x y"}
    tables["reports"] = make_table("reports", [*tables["reports"].to_dict("records"), first])
    write_events_csv(tables, tmp_path / "e.csv", PRESENTATION)
    by_id = {row["event_id"]: row for row in _cells(tmp_path / "e.csv")}
    strikes = by_id["e-strikes"]
    assert strikes["sources"] == "r0;r1"
    assert strikes["source"] == "One, Two; Strikes after an attack"
    assert strikes["source_url"] == "http://example.org/x%20y https://example.org/a"
    assert strikes["quote"] == "other words / a short quote"
    assert by_id["e-hostile"]["source_url"] == ""
    write_events_geojson(tables, tmp_path / "e.geojson", PRESENTATION)
    features = json.loads((tmp_path / "e.geojson").read_text("utf-8"))["features"]
    told = [f["properties"] for f in features if f["properties"]["event_id"] == "e-strikes"]
    assert [report["report_id"] for report in told[0]["sources"]] == ["r0", "r1"]
    assert told[0]["sources"][1] == {
        "report_id": "r1", "title": "Strikes after an attack", "publisher": None,
        "published": "2023-10", "url": "https://example.org/a",
    }  # fmt: skip
    assert told[0]["quotes"] == ["other words", "a short quote"]
    assert told[0]["source"] == strikes["source"]
    turned = tables | {"accounts": tables["accounts"].iloc[::-1].reset_index(drop=True)}
    write_events_geojson(turned, tmp_path / "t.geojson", PRESENTATION)
    assert (tmp_path / "t.geojson").read_bytes() == (tmp_path / "e.geojson").read_bytes()


def test_our_tables_come_back_with_their_sources(tmp_path: Path) -> None:
    tables = sample_tables()
    write_events_csv(tables, tmp_path / "e.csv", PRESENTATION)
    write_events_geojson(tables, tmp_path / "e.geojson", PRESENTATION)
    for raw in (
        read_csv_table(tmp_path / "e.csv"),
        read_json_table(tmp_path / "e.geojson"),
    ):
        back = take_in(raw.frame, raw.rows, raw.file, Settings())
        publishers = set(back.reports["publisher"])
        assert "A Daily" in publishers
        assert not any(name.startswith("[") or "report_id" in name for name in publishers)
        daily = back.reports[back.reports["publisher"] == "A Daily"]
        assert daily["url"].tolist() == ["https://example.org/a"]


def test_unknown_numbers_are_empty_and_known_ones_plain(tmp_path: Path) -> None:
    write_events_csv(sample_tables(), tmp_path / "e.csv", PRESENTATION)
    by_id = {row["event_id"]: row for row in _cells(tmp_path / "e.csv")}
    assert by_id["e-protest"]["fatalities_low"] == "5"
    assert by_id["e-protest"]["fatalities_high"] == ""
    assert by_id["e-alleged"]["fatalities_high"] == "0"


def test_no_text_cell_begins_like_a_formula(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["events"].loc[0, "title"] = '=HYPERLINK("http://x","y")'
    tables["events"].loc[1, "notes"] = "@SUM(1)"
    tables["locations"].loc[0, "name"] = "+cmd|' /C calc'!A0"
    write_events_csv(tables, tmp_path / "e.csv", PRESENTATION)
    write_locations_csv(tables, tmp_path / "l.csv", PRESENTATION)
    for name in ("e.csv", "l.csv"):
        for row in _cells(tmp_path / name):
            for column, cell in row.items():
                if column not in ("longitude", "latitude"):
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (column, cell)


def test_only_published_columns_leave_the_house(tmp_path: Path) -> None:
    write_events_csv(sample_tables(), tmp_path / "e.csv", PRESENTATION)
    write_events_geojson(sample_tables(), tmp_path / "e.geojson", PRESENTATION)
    private = {c.name for columns in TABLES.values() for c in columns if not c.published}
    assert private
    assert not private & set(_cells(tmp_path / "e.csv")[0])
    features = json.loads((tmp_path / "e.geojson").read_text("utf-8"))["features"]
    assert not private & set(features[0]["properties"])


def test_geojson_has_a_feature_a_location_and_null_where_there_is_no_point(
    tmp_path: Path,
) -> None:
    tables = sample_tables()
    write_events_geojson(tables, tmp_path / "e.geojson", PRESENTATION)
    features = json.loads((tmp_path / "e.geojson").read_text("utf-8"))["features"]
    without = set(tables["events"]["event_id"]) - set(tables["locations"]["event_id"])
    assert len(features) == len(tables["locations"]) + len(without)
    nowhere = next(f for f in features if f["properties"]["name"] == "Nowhereville")
    assert nowhere["geometry"] is None
    assert all(-180 <= f["geometry"]["coordinates"][0] <= 180 for f in features if f["geometry"])
    assert len({f["id"] for f in features}) == len(features)
    assert any(f["properties"]["title"] == HOSTILE for f in features)


def test_our_geojson_comes_back_as_the_same_events_at_the_same_places(tmp_path: Path) -> None:
    tables = sample_tables()
    write_events_geojson(tables, tmp_path / "e.geojson", PRESENTATION)
    raw = read_json_table(tmp_path / "e.geojson")
    back = take_in(raw.frame, raw.rows, raw.file, Settings())
    assert set(back.events["event_id"]) == set(tables["events"]["event_id"])
    assert list(back.rejects["reason"]) == []
    dates = dict(zip(tables["events"]["event_id"], tables["events"]["date"], strict=True))
    assert dict(zip(back.events["event_id"], back.events["date"], strict=True)) == dates
    strikes = back.named_places[back.named_places["event_id"] == "e-strikes"]
    assert set(strikes["name"]) == {"Metina", "Hakurk", "Zap", "Gara", "Asos"}
    assert strikes["longitude"].notna().all()


@given(st.lists(st.text(min_size=1), min_size=1, max_size=6))
def test_any_text_survives_csv_out_and_in(tmp_path_factory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    texts = [t for t in texts if t.strip() and "\0" not in t and t.isprintable()]
    write_csv_rows(path, ["title", "n"], [{"title": t, "n": 1} for t in texts or ["x"]])
    back = read_csv_table(path, separator="comma")
    assert list(back.frame["title"]) == (texts or ["x"])


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.5, "-0.5"), (1e-9, "0"), (123456.0, "123456")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number_text(value) == text


def test_the_longest_suffix_names_the_format() -> None:
    assert format_for(Path("a.locations.csv"), to_write=True).name == "locations"
    assert format_for(Path("timeline.html"), to_write=True).name == "timeline"
    assert format_for(Path("out/locations.csv"), to_write=True).name == "locations"
    assert format_for(Path("a.csv"), to_write=True).name == "csv"
    assert format_for(Path("A.HTML"), to_write=True).name == "map"
    with pytest.raises(FormatError, match="no such files"):
        format_for(Path("a.odt"), to_write=True)
    with pytest.raises(FormatError, match="did you mean 'geojson'"):
        format_for(Path("a.x"), "geojsn", to_write=True)


def test_every_format_names_functions_that_are_there() -> None:
    from geotrack.formats import function_of, options_of

    for format_ in all_formats().values():
        for side, to_write in ((format_.reader, False), (format_.writer, True)):
            if side:
                options_of(function_of(format_, to_write=to_write))


def test_options_are_checked_against_the_signature() -> None:
    png = all_formats()["png"]
    assert checked_options(png, {"dpi": "150"}, to_write=True) == {"dpi": 150}
    with pytest.raises(FormatError, match="dpi must be int"):
        checked_options(png, {"dpi": "fine"}, to_write=True)
    with pytest.raises(FormatError, match="no option 'colour'"):
        checked_options(png, {"colour": "red"}, to_write=True)
