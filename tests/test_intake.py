"""From a person's table to events: what is understood, what is rejected; nothing vanishes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geotrack.cells import Settings
from geotrack.columns import BEYOND
from geotrack.coordinates import split_pair
from geotrack.errors import InputError
from geotrack.eventdays import newest_day, settle_days
from geotrack.grouping import Intake, split_names
from geotrack.intake import ignored_headers, joint_columns, lacking_columns, take_in
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from collections.abc import Sequence


def intake(header: str, *rows: Sequence[str], order: str = "", **mapping: str) -> Intake:
    """What becomes of a table whose first data row is row 2."""
    frame = pd.DataFrame(list(rows), columns=pd.Index(header.split(",")), dtype="str")
    return take_in(frame, list(range(2, len(rows) + 2)), "a.csv", Settings(mapping, order))


def rejected(found: Intake) -> list[tuple[str, str, str]]:
    return [(r["row"], r["column"], r["reason"]) for r in records(found.rejects)]


def one_event(header: str, *row: str) -> dict[str, object]:
    (event,) = records(intake(header, row).events)
    return event


# --- reading ------------------------------------------------------------------------------


def test_a_plain_table() -> None:
    found = intake(
        "Date,Headline,place,Lat,Lon,Killed,Sources,secret",
        ("15 Aug 2024", "Strike", "Zakho", "37.1487", "42,6859", "at least 5", "A; B", "phone"),
    )
    (event,) = records(found.events)
    assert (event["date"], event["title"], event["status"]) == ("2024-08-15", "Strike", "occurred")
    assert event["fatalities_low"] == 5
    assert math.isnan(event["fatalities_high"])
    (place,) = records(found.named_places)
    assert (place["name"], place["role"], place["longitude"]) == ("Zakho", "scene", 42.6859)
    assert found.reports["publisher"].tolist() == ["A", "B"]
    assert found.accounts["report_id"].tolist() == found.reports["report_id"].tolist()
    assert not rejected(found)
    assert event["extra"] == '{"secret": "phone"}'
    outside = [t.drop(columns="extra", errors="ignore").to_dict("records") for t in found]
    assert "phone" not in str(outside)


def test_a_row_of_acled() -> None:
    found = intake(
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,country,admin1,"
        "admin2,location,latitude,longitude,geo_precision,source,notes,fatalities",
        (
            "IRQ1", "27 October 2021", "2", "battles", "Armed clash", "PKK", "Iraq", "Dahuk",
            "Amedi", "Kani Masi", "37.2278", "43.4373", "2", "A; B", "Some text.", "0",
        ),
    )  # fmt: skip
    (event,) = records(found.events)
    assert event["event_id"] == "IRQ1"
    assert event["date"] == "[2021-10-25..2021-10-31]"
    assert event["event_type"] == "Battles"
    assert event["title"] == "Armed clash: Kani Masi"
    assert (event["fatalities_low"], event["fatalities_high"]) == (0, 0)
    (place,) = records(found.named_places)
    assert place["parents"] == "Amedi, Dahuk, Iraq"
    assert (place["geo_precision"], place["radius_km"]) == ("area", 15)
    assert not rejected(found)


def test_a_row_of_ucdp() -> None:
    found = intake(
        "id,year,side_a,side_b,where_prec,latitude,longitude,country,adm_1,date_prec,date_start,"
        "date_end,best,high,low",
        (
            "42", "2021", "Government of Turkey", "PKK", "4", "37.2278", "43.4373", "Iraq",
            "Dahuk", "3", "2021-10-25 00:00:00.000", "2021-10-31 00:00:00.000", "4", "5", "3",
        ),
    )  # fmt: skip
    (event,) = records(found.events)
    assert event["date"] == "[2021-10-25..2021-10-31]"
    assert event["title"] == "Government of Turkey – PKK"
    assert (event["fatalities_low"], event["fatalities_high"]) == (3, 5)
    assert found.named_places["geo_precision"].tolist() == ["admin1"]
    assert not rejected(found)


def test_parts_of_a_date_are_joined() -> None:
    assert one_event("iyear,imonth,iday,title", "2014", "6", "0", "x")["date"] == "2014-06"
    assert one_event("day,title", "2014-06-10", "x")["date"] == "2014-06-10"
    assert one_event("event_date,year,day,title", "2014-06-10", "2014", "10", "x")["date"] == (
        "2014-06-10"
    )


def test_a_link_that_is_no_address_of_the_web_is_listed() -> None:
    found = intake("title,url", ("x", "javascript:alert(1)"), ("y", "https://example.org/a"))
    assert rejected(found) == [("2", "url", "left empty: not an http or https address")]
    assert found.reports["url"].tolist() == ["https://example.org/a"]


def test_begin_and_end_make_a_lasting_date() -> None:
    assert one_event("start,end,title", "2022-04-17", "2022-07", "x")["date"] == (
        "2022-04-17/2022-07"
    )


@pytest.mark.parametrize(
    ("header", "row", "title"),
    [
        ("date,type,place", ("2024", "Battles", "Zakho"), "Battles: Zakho"),
        ("date,type", ("2024", "Battles"), "Battles"),
        ("date,notes", ("2024", "n" * 100), "n" * 79 + "…"),
        ("date,place", ("2024", "Zakho"), "Zakho"),
        ("date,actor1,actor2", ("2024", "PKK", "Army"), "PKK – Army"),
        ("date,side_b,place", ("2024", "Army", "Zakho"), "Army: Zakho"),
        ("date,lat,lon", ("2024", "37.15", "42.68"), "37.15, 42.68"),
    ],
)
def test_a_title_is_made_where_none_is_given(header: str, row: tuple[str, ...], title: str) -> None:
    assert one_event(header, *row)["title"] == title


def test_control_characters_are_taken_out_of_every_cell() -> None:
    event = one_event("date,title,notes", "2024\x00", "a\x07b\ufffe", "\x1b[31mred\x1b[0m\nnext")
    assert (event["date"], event["title"]) == ("2024", "ab\ufffd")
    assert event["notes"] == "[31mred[0m\nnext"


def test_place_names_are_parted() -> None:
    assert split_names(" Metina ;Zap\nGara | Asos;; Zap ") == ["Metina", "Zap", "Gara", "Asos"]
    found = intake("date,title,place,venue,topic", ("2024", "x", "Metina; Zap", "Baghdad", "Iraq"))
    assert found.named_places[["name", "role"]].to_numpy().tolist() == [
        ["Metina", "scene"], ["Zap", "scene"], ["Baghdad", "venue"], ["Iraq", "topic"],
    ]  # fmt: skip


def test_what_each_header_was_read_as_is_kept() -> None:
    found = intake("Date,Olay,secret,Durum", ("2024", "x", "y", "iddia"))
    assert found.columns.to_numpy().tolist() == [
        ["a.csv", "Date", "date", ""], ["a.csv", "Olay", "title", ""],
        ["a.csv", "secret", "", ""], ["a.csv", "Durum", "status", ""],
    ]  # fmt: skip


# --- cells that cannot be used ------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("", None, None), ("unknown", None, None), ("0", 0, 0), ("5", 5, 5), ("5.0", 5, 5),
        ("5-10", 5, 10), ("5 to 10", 5, 10), ("5–10", 5, 10), ("٥", 5, 5),
        ("at least 5", 5, None), ("At least 5", 5, None), ("5+", 5, None), ("≥ 5", 5, None),
        ("min. 5", 5, None), ("1,200", 1200, 1200), ("1,000-1,200", 1000, 1200),
        ("1.200", 1200, 1200), ("1 200", 1200, 1200), ("1\u202f200", 1200, 1200),
        ("1'200+", 1200, None), ("1.000.000", 1_000_000, 1_000_000), ("5.000000", 5, 5),
    ],
)  # fmt: skip
def test_fatalities(written: str, low: float | None, high: float | None) -> None:
    event = one_event("title,fatalities", "x", written)
    for bound, value in ((low, event["fatalities_low"]), (high, event["fatalities_high"])):
        assert pd.isna(value) if bound is None else value == bound


@pytest.mark.parametrize(
    "written",
    ["many", "-5", "5 or 6", "1,20", "1.20", "1.000", "1.2001", "9" * 400, "nan", "1e999"],
)
def test_fatalities_that_are_no_number_are_left_empty_and_named(written: str) -> None:
    found = intake("title,fatalities", ("x", written))
    assert found.events["fatalities_low"].isna().all()
    assert [(row, column) for row, column, _ in rejected(found)] == [("2", "fatalities")]


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        (("2", "8", "99"), 2, 8),
        (("2", "", "99"), 2, None),
        (("2", "5-10", ""), 2, 10),
        (("2", "5+", ""), 2, None),
        (("unknown", "", "12"), 12, 12),
    ],
)
def test_both_bounds_given(row: tuple[str, ...], low: float, high: float | None) -> None:
    event = one_event("title,low,high,best", "x", *row)
    assert event["fatalities_low"] == low
    assert pd.isna(event["fatalities_high"]) if high is None else event["fatalities_high"] == high


def test_an_upper_bound_below_the_lower_one() -> None:
    found = intake("title,low,high", ("x", "8", "2"))
    assert found.events["fatalities_high"].isna().all()
    assert rejected(found) == [
        ("2", "fatalities_high", "left empty: it is below fatalities_low (8)")
    ]


def test_degrees_and_minutes_are_as_wide_as_a_minute() -> None:
    (place,) = records(intake("title,place,lon,lat", ("x", "Z", "43°21'E", "36°12'N")).named_places)
    assert (place["longitude"], place["latitude"]) == (43.35, 36.2)
    assert (place["geo_precision"], place["radius_km"]) == ("exact", 1.9)


@pytest.mark.parametrize(
    ("cell", "longitude", "latitude"),
    [
        ("36.1901, 43.9930", 43.993, 36.1901),
        ("36.1901 43.9930", 43.993, 36.1901),
        ("36,1901; 43,9930", 43.993, 36.1901),
        ("36.1901/43.9930", 43.993, 36.1901),
        ("(36.1901,43.9930)", 43.993, 36.1901),
        ("43.9930 E, 36.1901 N", 43.993, 36.1901),
        ("N 36.1901, E 43.9930", 43.993, 36.1901),
        ("36°11'24\"N 43°59'35\"E", 43.9931, 36.19),
        ("POINT (43.9930 36.1901)", 43.993, 36.1901),
    ],
)
def test_both_coordinates_in_one_cell(cell: str, longitude: float, latitude: float) -> None:
    found = intake("title,place,Coordinates", ("x", "Erbil", cell))
    (place,) = records(found.named_places)
    assert (place["longitude"], place["latitude"]) == (longitude, latitude)
    assert not rejected(found)


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from([", ", ";", " ", " / "]))
def test_a_pair_is_read_as_it_was_written(longitude: float, latitude: float, between: str) -> None:
    x, y = f"{longitude:.5f}", f"{latitude:.5f}"
    assert split_pair(f"{y}{between}{x}") == (x, y)
    east, north = f"{abs(longitude):.5f}°E", f"{abs(latitude):.5f}°N"
    assert split_pair(f"{east}, {north}") == split_pair(f"{north} {east}") == (east, north)


@pytest.mark.parametrize("cell", ["36.19", "Erbil", "36.19, 43.99, 400", "36,19,43,99", "a, b"])
def test_one_cell_that_holds_no_pair(cell: str) -> None:
    found = intake("title,place,Coordinates", ("x", "Erbil", cell))
    assert found.named_places["longitude"].isna().all()
    ((row, _, reason),) = rejected(found)
    assert row == "2"
    assert reason.startswith("left empty")


def test_a_row_of_totals_is_no_event() -> None:
    rows = [("1", "2024-08-15", "Zakho", "3"), ("", "Total:", "", "3"), ("2", "2024", "Zakho", "")]
    found = intake("No,date,place,killed", *rows)
    assert len(found.events) == 2
    assert rejected(found) == [("3", "", "left out: a row of totals is no event")]


def test_what_a_total_says_in_columns_that_nobody_reads_stays_private() -> None:
    found = intake("No,place,killed,phone", ("1", "Zakho", "3", ""), ("Total", "", "3", "0750"))
    assert [row["value"] for row in records(found.rejects)] == ["3"]


@pytest.mark.parametrize(
    "remark", ["* as of May", "Source: own files", "Note: provisional", "Kaynak: X", "ملاحظة: س"]
)
def test_a_remark_below_the_table_is_no_event(remark: str) -> None:
    rows = [("Strike", "2024-08-15", "Zakho"), (remark, "", ""), ("* Zap", "2024", "")]
    found = intake("title,date,place", *rows)
    assert found.events["title"].tolist() == ["Strike", "* Zap"]
    assert rejected(found) == [("3", "", "left out: a remark below the table is no event")]
    (row,) = records(found.rejects)
    assert row["value"] == remark


def test_other_columns_of_an_event_of_several_rows_are_joined() -> None:
    rows = [("e1", "2024", "a", "Zakho", "x"), ("e1", "2024", "a", "Amedi", "y")]
    found = intake("event_id,date,title,place,ward", *rows)
    assert found.events["extra"].tolist() == ['{"ward": "x; y"}']


def test_a_published_column_is_not_said_to_be_private() -> None:
    columns = intake("title,Ward,Phone", ("x", "3", "0750")).columns
    assert ignored_headers(columns, ["ward"]) == {"a.csv": ["Phone"]}


def test_an_ignored_column_is_not_kept() -> None:
    found = intake("date,place,ward", ("2024", "Zakho", "x"), ward="")
    assert found.events["extra"].tolist() == [""]


@pytest.mark.parametrize(
    ("radius", "precision"), [("4", "exact"), ("40", "area"), ("400", "country")]
)
def test_a_stated_radius(radius: str, precision: str) -> None:
    found = intake("title,place,lon,lat,radius_km", ("x", "Z", "43.35", "36.2", radius))
    (place,) = records(found.named_places)
    assert (place["geo_precision"], place["radius_km"]) == (precision, float(radius))


def test_headlines_and_days_of_sources() -> None:
    header = "date,place,source,report_title,report_date,url"
    found = intake(header, ("2024", "Zakho", "A; B", "One\nTwo", "1 May 2024; May 2024", ""))
    told = [(r["publisher"], r["title"], r["published"]) for r in records(found.reports)]
    assert told == [("A", "One", "2024-05-01"), ("B", "Two", "2024-05")]
    found = intake(header, ("2024", "Zakho", "A; B", "One", "soon", ""))
    assert found.reports["title"].tolist() == ["", ""]
    assert [column for _, column, _ in rejected(found)] == ["report_date"]


@pytest.mark.parametrize(
    ("longitude", "latitude", "reason"),
    [
        ("0", "0", "0, 0 lies in the Atlantic"),
        ("36.4", "143.3", "are longitude and latitude swapped?"),
        ("243", "36", "not on the globe"),
        ("43", "91", "swapped?"),
        ("1" * 400, "36", "not on the globe"),
        ("43", "", "must both be decimal degrees"),
        ("", "36", "must both be decimal degrees"),
        ("43°21", "36", "must both be decimal degrees"),
        ("43.35N", "36", "must both be decimal degrees"),
        ("43°71'00\"E", "36", "must both be decimal degrees"),
        ("nan", "nan", "must both be decimal degrees"),
    ],
)
def test_coordinates_that_cannot_be(longitude: str, latitude: str, reason: str) -> None:
    found = intake("title,place,lon,lat", ("x", "Zakho", longitude, latitude))
    assert found.named_places["longitude"].isna().all()
    assert found.named_places["name"].tolist() == ["Zakho"]
    ((row, column, told),) = rejected(found)
    assert (row, column) == ("2", "longitude, latitude")
    assert reason in told


@pytest.mark.parametrize(
    ("written", "number"),
    [("43.35", 43.35), ("43,35", 43.35), (" 43.35° ", 43.35), ("٤٣٫٣٥", 43.35), ("−43", -43),
     ("43.35E", 43.35), ("43.35° E", 43.35), ("43.35 w", -43.35), ("43°21'00\"E", 43.35),
     ("43 21 36.5 W", -43.3601), ("E 43:21:00", 43.35)],
)  # fmt: skip
def test_coordinates_as_people_write_them(written: str, number: float) -> None:
    found = intake("title,lon,lat", ("x", written, "36"))
    assert found.named_places["longitude"].tolist() == [number]


@pytest.mark.parametrize(
    ("longitude", "latitude", "stated", "precision", "radius_km"),
    [
        ("43.4373", "37.2278", "", "exact", 0.1),
        ("43.4", "37.2278", "", "exact", 5.6),
        ("43", "37.2278", "", "area", 55.6),
        ("43", "37", "exact", "area", 55.6),
        ("43.4373", "37.2278", "1.0", "town", 3),
        ("43.4373", "37.2278", "2.0", "area", 15),
        ("43.4373", "37.2278", "٣", "admin1", 60),
        ("43.4373", "37.2278", "n/a", "exact", 0.1),
        ("43.4373", "37.2278", "1", "town", 3),
        ("43.4373", "37.2278", "Admin1", "admin1", 60),
    ],
)
def test_what_a_coordinate_is_worth(
    longitude: str, latitude: str, stated: str, precision: str, radius_km: float
) -> None:
    found = intake("title,lon,lat,geo_precision", ("x", longitude, latitude, stated))
    (place,) = records(found.named_places)
    assert (place["geo_precision"], place["radius_km"]) == (precision, radius_km)
    assert not rejected(found)


@pytest.mark.parametrize("stated", ["district centroid", "4", "5.0", "roughly", "?"])
def test_an_unknown_precision_is_never_a_pin(stated: str) -> None:
    found = intake("title,lon,lat,geo_precision", ("x", "43.4373", "37.2278", stated))
    (place,) = records(found.named_places)
    assert (place["longitude"], place["geo_precision"]) == (43.4373, "country")
    ((row, column, reason),) = rejected(found)
    assert (row, column) == ("2", "geo_precision")
    assert "is not drawn" in reason


@pytest.mark.parametrize(
    ("code", "precision", "radius_km", "named"),
    [
        ("1", "exact", 0.1, 0), ("2", "area", 25, 0), ("3", "admin2", 30, 0),
        ("4", "admin1", 60, 0), ("6", "country", 500, 0), ("9", "country", 500, 1),
    ],
)  # fmt: skip
def test_the_precision_of_ucdp(code: str, precision: str, radius_km: float, named: int) -> None:
    found = intake("title,longitude,latitude,where_prec", ("x", "43.4373", "37.2278", code))
    (place,) = records(found.named_places)
    assert (place["geo_precision"], place["radius_km"]) == (precision, radius_km)
    assert len(found.rejects) == named


def test_one_coordinate_for_several_places_is_refused() -> None:
    found = intake("title,place,lon,lat", ("x", "Metina; Zap", "43.4", "37.2"))
    assert found.named_places["longitude"].isna().all()
    assert "one coordinate for 2 places" in rejected(found)[0][2]


def test_a_lone_venue_has_the_rows_coordinate() -> None:
    found = intake("title,venue,topic,lon,lat", ("x", "Baghdad", "Iraq", "44.4", "33.3"))
    baghdad, iraq = records(found.named_places)
    assert (baghdad["name"], baghdad["role"], baghdad["longitude"]) == ("Baghdad", "venue", 44.4)
    assert (iraq["name"], iraq["role"]) == ("Iraq", "topic")
    assert math.isnan(iraq["longitude"])


def test_a_coordinate_without_a_place_stands_under_its_divisions() -> None:
    found = intake("title,admin1,country,lon,lat", ("x", "Duhok", "Iraq", "43.4", "37.2"))
    (place,) = records(found.named_places)
    assert (place["name"], place["parents"]) == ("Duhok, Iraq", "Duhok, Iraq")
    found = intake("title,admin1,country", ("x", "Duhok", "Iraq"))
    assert found.named_places[["name", "parents"]].to_numpy().tolist() == [["Duhok, Iraq", ""]]


def test_statuses() -> None:
    for written, status in (("", "occurred"), ("Verified", "occurred"), ("claimed", "alleged"),
                            ("PLANNED", "planned"), ("called for", "demanded"),
                            ("Gerçekleşti", "occurred"), ("İddia", "alleged"),
                            ("talep edildi", "demanded"), ("reddedildi", "denied"),
                            ("planlandı", "planned"), ("مؤكد", "occurred")):  # fmt: skip
        assert one_event("title,status", "x", written)["status"] == status


# --- rows that cannot be used -------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "column", "reason"),
    [
        ("date,title", ("03/04/2024", "x"), "date", "2024-04-03 (day first) or 2024-03-04"),
        ("date,title", ("31/02/2024", "x"), "date", "not a day of the calendar"),
        ("start,end,title", ("2024", "2023", "x"), "date", "ends before it begins"),
        ("start,end,title", ("", "[2021..2022]", "x"), "date", "interval already"),
        ("date,date_precision,title", ("2024", "9", "x"), "date", "no precision"),
        ("date,status,title", ("2024", "maybe", "x"), "status", "write one of occurred, planned"),
        ("date,status,title", ("2024", "?", "x"), "status", "no such status"),
        ("date,source", ("2024", "A"), "title", "nothing to show"),
        ("date,title", ("1403-05-25", "x"), "date", "Iranian calendar"),
        ("start,date_prec,title", ("2024", "9", "x"), "date", "date_prec"),
        ("year,day,title", ("2024", "15", "x"), "date", "is missing"),
        ("date,notes", ("2024", "n" * 1_000_000), "notes", "1,000,000 characters"),
        (f"date,title,{BEYOND}", ("2024", "x", "y"), BEYOND, "more cells than the header"),
    ],
)
def test_a_row_is_rejected_with_its_reason(
    header: str, row: tuple[str, ...], column: str, reason: str
) -> None:
    found = intake(header, row)
    ((number, at, told),) = rejected(found)
    assert (number, at) == ("2", column)
    assert reason in told
    assert len(found.rejects["value"][0]) <= 200
    assert len(found.events) == len(found.named_places) == 0


def test_the_other_rows_go_on() -> None:
    found = intake("date,title", ("soon", "x"), ("2024", "y"), ("never", "z"))
    assert found.events["title"].tolist() == ["y"]
    assert [row for row, _, _ in rejected(found)] == ["2", "4"]


def test_the_order_of_day_and_month_is_the_projects() -> None:
    found = intake("date,title", ("03/04/2024", "x"), order="dmy")
    assert found.events["date"].tolist() == ["2024-04-03"]


def test_a_table_without_events_is_an_error() -> None:
    with pytest.raises(InputError, match="tells of events"):
        intake("a,b", ("1", "2"))


# --- one event or several -----------------------------------------------------------------


def test_rows_of_one_id_that_differ_in_their_places_are_one_event() -> None:
    found = intake(
        "id,date,title,place,lat,lon",
        ("s1", "2023-10-04", "Strikes", "Metina", "37.13", "43.45"),
        ("s1", "2023-10-04", "Strikes", "Gara", "37.00", "43.42"),
        ("s1", "2023-10-04", "Strikes", "Asos", "", ""),
    )
    assert found.events["event_id"].tolist() == ["s1"]
    assert found.named_places["name"].tolist() == ["Metina", "Gara", "Asos"]
    assert found.events["origin"].tolist() == ["a.csv row 2"]
    assert not rejected(found)


def test_a_row_told_twice_is_rejected_with_both_rows() -> None:
    for header, row in (("date,title", ("2024", "x")), ("id,date,title", ("e1", "2024", "x"))):
        found = intake(header, row, row)
        assert len(found.events) == 1
        assert [(r, reason) for r, _, reason in rejected(found)] == [("3", "the same as row 2")]


def test_one_id_for_two_events_keeps_the_first() -> None:
    found = intake("id,date,title", ("e1", "2024", "x"), ("e1", "2024", "y"))
    assert found.events["title"].tolist() == ["x"]
    assert rejected(found)[0][2] == "this event_id stands in row 2 for another event"


def test_many_events_alike_but_for_their_coordinates_stay_apart() -> None:
    """Rows without id, title or place share file, date, title and places: only the rest differs."""
    rows = [("2024-08-15", "Battles", f"{36 + i / 1000}", "43") for i in range(1000)]
    found = intake("date,type,lat,lon", *rows)
    assert len(set(found.events["event_id"])) == len(found.events) == 1000
    assert not rejected(found)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "2024", "15 Aug 2024", "03/04/2024", "soon"]),
        st.sampled_from(["Strike", "Meeting", ""]),
        st.sampled_from(["", "Zakho", "Metina; Zap"]),
        st.sampled_from(["", "one", "two"]),
        st.sampled_from(["", "", "planned", "maybe"]),
    ),
    min_size=1,
    max_size=12,
)
HEADER = "date,title,place,notes,status"


@settings(max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_of_rows(
    rows: list[tuple[str, ...]], dice: st.randoms
) -> None:
    mixed = list(rows)
    dice.shuffle(mixed)

    def by_content(found: Intake) -> set[tuple[str, ...]]:
        columns = ["event_id", "date", "title", "notes", "status"]
        return set(map(tuple, found.events[columns].to_numpy().tolist()))

    assert by_content(intake(HEADER, *rows)) == by_content(intake(HEADER, *mixed))


@settings(max_examples=40)
@given(ROWS)
def test_ids_do_not_depend_on_rows_that_tell_of_something_else(
    rows: list[tuple[str, ...]],
) -> None:
    before = set(intake(HEADER, *rows).events["event_id"])
    more = [("2020", "Something else", "", "", ""), *rows, ("2021", "Other", "", "", "")]
    assert before <= set(intake(HEADER, *more).events["event_id"])


@settings(max_examples=40)
@given(ROWS.map(lambda rows: [(*row, f"P{i}") for i, row in enumerate(rows)]), st.booleans())
def test_nothing_vanishes(rows: list[tuple[str, ...]], with_ids: bool) -> None:
    """Every row is an event's (its own place says so) or among the rejects, never both."""
    header = f"{HEADER},topic"
    if with_ids:
        header = f"id,{header}"
        rows = [(f"e{i // 2}", *row) for i, row in enumerate(rows)]
    found = intake(header, *rows)
    used = {
        int(origin.rpartition(" ")[2])
        for origin, role in zip(
            found.named_places["origin"], found.named_places["role"], strict=True
        )
        if role == "topic"
    }
    out = [int(row) for row in found.rejects["row"]]
    assert len(out) == len(set(out))
    assert used | set(out) == set(range(2, len(rows) + 2))
    assert not used & set(out)


# --- days ---------------------------------------------------------------------------------


def test_days_are_read_off_the_date() -> None:
    dates = ["2024-08", "2022-04/..", "2030/..", "/2020", "", "[2021-10-25..2021-10-31]"]
    events = make_table("events", [{"date": text} for text in dates])
    settled = settle_days(events, "2024-12-31")
    columns = ["date_start", "date_end", "date_kind", "time_precision"]
    assert settled[columns].to_numpy().tolist() == [
        ["2024-08-01", "2024-08-31", "within", "month"],
        ["2022-04-01", "2024-12-31", "lasting", "month"],
        ["2030-01-01", "2030-01-01", "lasting", "year"],
        ["", "2020-12-31", "lasting", "year"],
        ["", "", "", "unknown"],
        ["2021-10-25", "2021-10-31", "within", "week"],
    ]
    assert events["date_start"].tolist() == [""] * 6


def test_the_newest_day_is_that_of_reports_else_of_what_occurred() -> None:
    events = make_table(
        "events",
        [{"date": "2024-08", "status": "occurred"}, {"date": "2031", "status": "planned"},
         {"date": "2030/..", "status": "occurred"}],
    )  # fmt: skip
    nothing = make_table("reports")
    assert newest_day(events, nothing) == "2024-08-31"
    reports = make_table("reports", [{"published": "2021-11-10"}, {"published": "soon"}])
    assert newest_day(events, reports) == "2021-11-10"
    assert newest_day(make_table("events"), nothing) == ""


def test_a_day_that_cannot_be_is_not_the_newest() -> None:
    nothing = make_table("reports")
    dates = [f"2024-01-{day:02}" for day in range(1, 13)]

    def newest(*more: str) -> str:
        rows = [{"date": text, "status": "occurred"} for text in [*dates, *more]]
        return newest_day(make_table("events", rows), nothing)

    assert newest("2567-01-01") == newest("2042-01-01") == newest() == "2024-01-12"
    assert newest("2026-01-01") == "2026-01-01"


def test_each_publisher_has_its_own_address() -> None:
    def told(source: str, url: str) -> list[list[str]]:
        reports = intake("title,source,url", ("x", source, url)).reports
        return sorted(reports[["publisher", "url"]].to_numpy().tolist())

    one, two = "https://example.org/1", "https://example.org/2"
    assert told("A; B", f"{one} {two}") == [["A", one], ["B", two]]
    assert told("A; B", one) == [["A", one], ["B", one]]
    assert told("", one) == [["", one]]
    # Two addresses for three publishers: nobody knows whose they are, and none is lost.
    assert told("A; B; C", f"{one} {two}") == [
        ["", one],
        ["", two],
        ["A", ""],
        ["B", ""],
        ["C", ""],
    ]


def test_a_column_says_what_the_places_are_to_the_event() -> None:
    """So that what is only talked about does not come back from our own outputs as a scene."""
    found = intake(
        "event_id,date,title,place,role,lon,lat",
        ("1", "2024-08-15", "Talks", "Ankara", "venue", "32.85", "39.92"),
        ("1", "2024-08-15", "Talks", "Mosul", "topic", "", ""),
        ("2", "2024-08-16", "Strike", "Zakho", "", "", ""),
        ("3", "2024-08-17", "Strike", "Duhok", "target", "", ""),
    )
    told = [(p["event_id"], p["name"], p["role"]) for p in records(found.named_places)]
    assert told == [
        ("1", "Ankara", "venue"), ("1", "Mosul", "topic"), ("2", "Zakho", "scene"),
        ("3", "Duhok", "scene"),
    ]  # fmt: skip
    assert rejected(found) == [
        ("5", "role", "read as scene: it is none of scene, venue, topic"),
    ]


@pytest.mark.parametrize(
    ("header", "cells", "name", "said"),
    [
        ("date,province,district", ("2024", "Duhok", "Amedi"), "Amedi, Duhok", "admin2"),
        ("date,province,country", ("2024", "Erbil", "Iraq"), "Erbil, Iraq", "admin1"),
        ("date,country", ("2024", "Iraq"), "Iraq", ""),
        ("date,town,province", ("2024", "Soran", "Erbil"), "Soran", ""),
    ],
)
def test_columns_of_divisions_alone_name_a_division(
    header: str, cells: tuple[str, ...], name: str, said: str
) -> None:
    (line,) = records(intake(f"title,{header}", ("A strike", *cells)).named_places)
    assert (line["name"], line["geo_precision"]) == (name, said)


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        ("date,place", []),
        ("dia,place", ["date"]),
        ("year,lugar", ["place"]),
        ("aa", ["date", "place"]),
    ],
)
def test_what_no_header_was_read_as_is_told(header: str, lacking: list[str]) -> None:
    columns = intake(f"title,{header}", ("x", *("2024" for _ in header.split(",")))).columns
    assert list(map(list, lacking_columns(columns).values())) == ([lacking] if lacking else [])


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        ("Confirmed?", ("yes", "no"), True),
        ("Doğrulandı mı?", ("Evet", "Hayır"), True),
        ("Assessment", ("confirmed", "alleged"), True),
        ("Verified", ("yes", "yes"), False),
        ("Children among them", ("yes", "no"), False),
        ("Remarks", ("alleged by the mayor", "no"), False),
        ("Verified", ("", ""), False),
        ("Status", ("occurred", "alleged"), False),
    ],
)
def test_a_column_that_looks_like_a_status_is_told_of(
    header: str, cells: tuple[str, ...], *, told: bool
) -> None:
    found = intake(f"title,date,place,{header}", *(("x", "2024", "Zakho", c) for c in cells))
    assert lacking_columns(found.columns) == ({"a.csv": {"status": [header]}} if told else {})
    twice = pd.concat([found.columns.assign(holds=""), found.columns])
    assert joint_columns(twice).equals(found.columns)
