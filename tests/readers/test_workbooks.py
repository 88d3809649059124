"""A messy workbook, as people keep them: what can be used is used, what cannot is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from geotrack.errors import InputError
from geotrack.tables import records
from geotrack.writers.xlsx import write_events_xlsx
from tests.readers.taken import only, reasons, taken
from tests.samples import PRESENTATION, sample_tables

HEADER = ["No", "Date", "Location", "Governorate", "Coordinates", "What happened", "Type",
          "Killed", "Source", "Remarks (internal)", "", ""]  # fmt: skip
ROWS: list[list[Any]] = [
    [1, date(2024, 1, 12), "Metina", "Duhok", "37°05'N 43°30'E", "Strike on a mountain",
     "Air strike", "3", "Rudaw; Kurdistan24", "by phone"],
    [2, "15.02.2024", "Amedi", None, "37,0919; 43,4881", "Shelling", "shelling", 0, "Shafaq"],
    [3, "16 May 2024", "Zakho district", "Duhok", None, "A drone", "Drone strike", "at least 2"],
    [4, "Aug 2024", "Sidakan", "Erbil", None, "Clashes", "clash", "5-10", "CPT"],
    [5, "unknown", "Qandil", None, None, "Strikes", "hava saldırısı", "unknown"],
    ["Total", None, None, None, None, None, None, 10],
]  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Read me"
    cover.append(["Incidents, kept by the field office"])
    for year in (2024, 2023):
        sheet = book.create_sheet(str(year))
        sheet.append([f"Incidents in {year}"])
        sheet.append([])
        sheet.append(HEADER)
        for row in ROWS if year == 2024 else [[1, date(2023, 3, 5), "Bashiqa"]]:
            sheet.append(row)
    sheet = book["2024"]
    sheet.merge_cells("D4:D5")
    sheet["F4"].comment = Comment("wishes not to be named", "A.")
    legend = book.create_sheet("Legend")
    legend.append(["Code", "Meaning"])
    legend.append(["AS", "Air strike"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_messy_workbook(workbook: Path) -> None:
    found = taken(workbook)
    dates = ["2024-01-12", "2024-02-15", "2024-05-16", "2024-08", "", "2023-03-05"]
    events = records(found.events)
    assert [event["date"] for event in events] == dates
    assert [event["title"] for event in events][:2] == ["Strike on a mountain", "Shelling"]
    remote = "Explosions/Remote violence"
    assert [e["event_type"] for e in events] == [remote, remote, remote, "Battles", remote, ""]
    assert [e["fatalities_low"] for e in events][:4] == [3, 0, 2, 5]
    spots = records(found.named_places)
    assert (spots[0]["longitude"], spots[0]["latitude"]) == (43.5, 37.0833)
    assert (spots[1]["longitude"], spots[1]["latitude"]) == (43.4881, 37.0919)
    # The governorate was merged over both rows.
    assert [spot["parents"] for spot in spots][:2] == ["Duhok", "Duhok"]
    assert events[0]["extra"] == '{"No": "1", "Remarks (internal)": "by phone"}'
    assert events[-1]["origin"] == "a.xlsx [2023] row 4"


def test_what_is_left_out_is_said(workbook: Path) -> None:
    told = reasons(taken(workbook))
    assert [reason for reason in told if "totals" in reason] == [
        "left out: a row of totals is no event"
    ]
    (others,) = [r for r in records(taken(workbook).rejects) if "not read: only" in r["reason"]]
    assert others["value"] == "'Read me', 'Legend'"
    assert others["reason"].startswith("not read: only '2024', '2023'")
    assert any("comments at cells are not read" in reason for reason in told)
    assert len(told) == 5


def test_one_sheet_or_all(workbook: Path) -> None:
    assert only(taken(workbook, sheet="2023").events)["date"] == "2023-03-05"
    assert len(taken(workbook, sheet="*").events) == 6
    with pytest.raises(InputError, match="none of its columns tells of events"):
        taken(workbook, sheet="Legend")


def test_an_id_used_on_two_sheets_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("more")):
        sheet.append(["event_id", "date", "place"])
        sheet.append(["e1", "2024", "Zakho"])
    book.save(tmp_path / "a.xlsx")
    found = taken(tmp_path / "a.xlsx")
    assert len(found.events) == 1
    assert reasons(found) == ["this event_id stands in a.xlsx row 2 already"]


def test_headings_over_several_headers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Incidents"])
    sheet.append(["Killed", "When", None, "Where", None])
    sheet.append([None, "From", "To", "Place", "District"])
    sheet.append([3, date(2024, 1, 5), date(2024, 1, 9), "Zap", "Duhok"])
    for cells in ("A2:A3", "B2:C2", "D2:E2"):
        sheet.merge_cells(cells)
    book.create_sheet("Codes").append(["a"])
    book.save(tmp_path / "a.xlsx")
    for header_row in (0, 3):
        found = taken(tmp_path / "a.xlsx", header_row=header_row)
        event = only(found.events)
        assert (event["date"], event["fatalities_low"]) == ("2024-01-05/2024-01-09", 3)
        assert only(found.named_places)["parents"] == "Duhok"
    with pytest.raises(InputError, match="has no row 9 to be the header"):
        taken(tmp_path / "a.xlsx", header_row=9)


# --- workbooks of our own ---------------------------------------------------------------------


def _own(tmp_path: Path) -> Path:
    path = tmp_path / "events.xlsx"
    write_events_xlsx(sample_tables(), path, PRESENTATION)
    return path


def test_a_workbook_of_our_own_is_read_with_its_locations(tmp_path: Path) -> None:
    found = taken(_own(tmp_path))
    tables = sample_tables()
    assert len(found.events) == len(tables["events"])
    roles = {(r["event_id"], r["name"]): r["role"] for r in records(found.named_places)}
    assert roles["e-week", "Ankara"] == "venue"
    assert roles["e-demanded", "Iraq"] == "topic"
    assert found.named_places["longitude"].notna().sum() == 15
    (note,) = reasons(found)
    assert note.startswith("not read: only 'events', 'locations'")


def test_places_changed_by_hand_in_the_sheet_of_events_count(tmp_path: Path) -> None:
    path = _own(tmp_path)
    book = openpyxl.load_workbook(path)
    events, locations = book["events"], book["locations"]
    headers = [cell.value for cell in events[1]]
    row = next(r for r in events.iter_rows(min_row=2) if r[0].value == "e-alleged")
    row[headers.index("places")].value = "Zakho"
    events.append(["e-new", "2024", *[None] * (headers.index("title") - 2), "A new one"])
    events.cell(events.max_row, headers.index("places") + 1).value = "Amedi"
    locations.append(["x@y", "e-gone", "Zap", "scene"])
    book.save(path)
    found = taken(path)
    named = {(r["event_id"], r["name"]) for r in records(found.named_places)}
    assert {("e-alleged", "Zakho"), ("e-new", "Amedi")} <= named
    assert ("e-alleged", "Baghdad") not in named
    told = [r for r in records(found.rejects) if "sheet of locations" in r["reason"]]
    assert {r["value"] for r in told} == {"", "e-gone"}
    assert len(told) == 3
