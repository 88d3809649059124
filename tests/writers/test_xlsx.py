"""The workbook: typed, filtered, explained; text stays text."""

from __future__ import annotations

import logging
import zipfile
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from geotrack.errors import LimitError
from geotrack.schema import TABLES
from geotrack.writers import xlsx
from tests.samples import HOSTILE, sample_tables
from tests.writers.made import written

SHEETS = ["events", "locations", "figures", "sources", "rejects", "dictionary"]


def _sheet(path: Path, name: str) -> list[dict[str, object]]:
    rows = load_workbook(path)[name].iter_rows(values_only=True)
    headers = next(rows)
    return [dict(zip(headers, row, strict=True)) for row in rows]


def test_sheets_have_a_fixed_header_and_a_filter(tmp_path: Path) -> None:
    book = load_workbook(written("xlsx", tmp_path))
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(cell.font.bold for cell in sheet[1])


def test_numbers_are_numbers_and_days_are_days(tmp_path: Path) -> None:
    path = written("xlsx", tmp_path)
    events = {row["event_id"]: row for row in _sheet(path, "events")}
    assert len(events) == 12
    assert events["e-strikes"]["date"] == datetime.fromisoformat("2023-10-04")
    # A month, a week or an open end is no day and stays as it is told.
    assert events["e-denied"]["date"] == "2022-07"
    assert events["e-denied"]["date_start"] == datetime.fromisoformat("2022-07-01")
    assert events["e-week"]["date"] == "[2021-10-25..2021-10-31]"
    assert events["e-protest"]["fatalities_low"] == 5
    assert events["e-protest"]["fatalities_high"] is None
    places = {row["location_id"]: row for row in _sheet(path, "locations")}
    assert places["e-strikes@Gara"]["longitude"] == 43.4958
    assert places["e-protest@Nowhereville"]["longitude"] is None


def test_a_day_before_excels_first_stays_text(tmp_path: Path) -> None:
    tables = sample_tables()
    first = tables["events"]["event_id"] == "e-strikes"
    tables["events"].loc[first, ["date", "date_start", "date_end"]] = "1899-07-01"
    events = {r["event_id"]: r for r in _sheet(written("xlsx", tmp_path, tables), "events")}
    assert events["e-strikes"]["date"] == "1899-07-01"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", HOSTILE, "http://x"])
def test_no_text_becomes_a_formula_or_a_link(text: str, tmp_path: Path) -> None:
    tables = sample_tables()
    tables["events"]["title"] = text
    path = written("xlsx", tmp_path, tables)
    for row in load_workbook(path)["events"].iter_rows(min_row=2):
        cell = row[7]
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "inlineStr", None) or (
            cell.value == text and cell.data_type == "s" and cell.hyperlink is None
        )
        assert cell.quotePrefix or text in (HOSTILE, "http://x")
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_the_dictionary_explains_every_column_of_every_sheet(tmp_path: Path) -> None:
    path = written("xlsx", tmp_path)
    told = {(row["sheet"], row["column"]): row for row in _sheet(path, "dictionary")}
    for sheet in SHEETS[:-1]:
        headers = [cell.value for cell in load_workbook(path)[sheet][1]]
        assert [column for name, column in told if name == sheet] == headers
    assert all(row["meaning"] for row in told.values())
    status = next(c for c in TABLES["events"] if c.name == "status")
    assert told["events", "status"]["one_of"] == ", ".join(status.vocabulary)
    assert told["locations", "radius_km"]["unit"] == "km"


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tables = sample_tables()
    tables["events"].loc[0, "notes"] = "𠮷" * 40_000
    with caplog.at_level(logging.WARNING):
        path = written("xlsx", tmp_path, tables)
    cut = [row["notes"] for row in _sheet(path, "events") if row["notes"]]
    long = max(map(str, cut), key=len)
    assert long.endswith("[cut here: Excel holds no more]")
    assert len(long.encode("utf-16-le")) // 2 <= 32_767
    assert "1 texts are cut" in caplog.text


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 12)
    with pytest.raises(LimitError, match=r"sheet events would need 13 rows; a sheet holds 12"):
        written("xlsx", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_pandas_reads_it_as_it_is(tmp_path: Path) -> None:
    frame = pd.read_excel(written("xlsx", tmp_path), sheet_name="locations")
    assert frame["longitude"].dtype == "float64"
    assert len(frame) == 16


def test_rows_are_as_high_as_their_wrapped_texts(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["events"].loc[tables["events"]["event_id"] == "e-week", "notes"] = "words " * 50
    sheet = load_workbook(written("xlsx", tmp_path, tables))["events"]
    heights = {row[0].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows()}
    assert heights["e-week"] == 15 * 6
    assert heights["e-lasting"] in (None, 15)
