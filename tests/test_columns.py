"""Headers as people and published datasets write them."""

from __future__ import annotations

import pytest

from geotrack.columns import check_mapping, fold_header, match_columns
from geotrack.errors import InputError, ProjectError

# The 31 columns as ACLED publishes them, and what each means here.
ACLED = {
    "event_id_cnty": "event_id", "event_date": "date", "year": "",
    "time_precision": "time_precision", "disorder_type": "", "event_type": "event_type",
    "sub_event_type": "sub_event_type", "actor1": "actor1", "assoc_actor_1": "", "inter1": "",
    "actor2": "actor2", "assoc_actor_2": "", "inter2": "", "interaction": "",
    "civilian_targeting": "", "iso": "", "region": "", "country": "country", "admin1": "admin1",
    "admin2": "admin2", "admin3": "", "location": "places", "latitude": "latitude",
    "longitude": "longitude", "geo_precision": "geo_precision", "source": "source",
    "source_scale": "", "notes": "notes", "fatalities": "fatalities", "tags": "", "timestamp": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Date", "date"), ("Event Date", "date"), ("WHEN", "date"), ("Tarih", "date"),
        ("التاريخ", "date"), ("End date", "date_end"), ("Headline", "title"),
        ("Başlık", "title"), ("place", "places"), ("Locations", "places"), ("المكان", "places"),
        ("Lat", "latitude"), ("lng", "longitude"), ("X", "longitude"), ("Y", "latitude"),
        ("Killed", "fatalities"), ("Sources", "source"), ("Link", "url"),
        ("According to", "claimed_by"), ("İlçe", "admin2"), ("Ülke", "country"),
    ],
)  # fmt: skip
def test_what_people_call_our_columns(header: str, column: str) -> None:
    assert match_columns([header, "notes"], {}, "a.csv")[header] == column


def test_acled_as_published() -> None:
    assert len(ACLED) == 31
    known = {header: column for header, column in ACLED.items() if column}
    assert match_columns(ACLED, {}, "acled.csv") == known


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Durum", "status"), ("Ölü sayısı", "fatalities"), ("Enlem", "latitude"),
        ("Boylam", "longitude"), ("الحالة", "status"), ("خط العرض", "latitude"),
        ("خط الطول", "longitude"), ("القتلى", "fatalities"), ("Yaralı", None), ("name", None),
        ("Text", None), ("comments", None),
    ],
)  # fmt: skip
def test_what_turkish_and_arabic_tables_call_them_and_what_stays_private(
    header: str, column: str | None
) -> None:
    assert match_columns([header, "title"], {}, "a.csv").get(header) == column


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        ("year month day title", {"year": "year", "month": "month", "day": "day"}),
        ("year date title", {"date": "date"}),
        ("date_start year day title", {"date_start": "date"}),
        ("day month title", {"day": "date"}),
    ],
)
def test_a_day_is_a_date_only_where_no_year_stands_beside_it(
    headers: str, read: dict[str, str]
) -> None:
    assert match_columns(headers.split(), {}, "a.csv") == {**read, "title": "title"}


def test_what_means_nothing_stays_home() -> None:
    assert match_columns(["Date", "informant's phone"], {}, "a.csv") == {"Date": "date"}


def test_the_mapping_wins_over_the_synonyms() -> None:
    mapping = {"Reported on": "date", "Date": "", "Where exactly": "places"}
    found = match_columns(["Date", "Reported on", "place", "Where exactly"], mapping, "a.csv")
    assert found == {"Reported on": "date", "Where exactly": "places"}
    # ... wherever the mapped column stands, and however its header is written.
    assert match_columns(["where  EXACTLY", "place"], mapping, "a.csv") == {
        "where  EXACTLY": "places"
    }


def test_of_two_headers_the_one_of_the_very_name_wins() -> None:
    for headers in (["when", "date"], ["date", "when"]):
        assert match_columns(headers, {}, "a.csv") == {"date": "date"}


def test_two_headers_for_one_column_are_a_mistake() -> None:
    with pytest.raises(InputError, match=r"a\.csv: the columns 'when' and 'day' both mean date"):
        match_columns(["when", "day"], {}, "a.csv")


def test_two_headers_that_differ_in_case_only_are_a_mistake_too() -> None:
    with pytest.raises(InputError, match="'date' and 'Date' both mean date; rename one"):
        match_columns(["date", "Date", "title"], {}, "a.csv")


def test_a_table_that_tells_of_no_events() -> None:
    with pytest.raises(InputError, match=r"none of its columns tells of events \('a', 'b'\)"):
        match_columns(["a", "b"], {}, "a.csv")


def test_a_mapping_to_no_column_names_the_nearest() -> None:
    check_mapping({"Datum": "date", "Geheim": ""})
    with pytest.raises(ProjectError, match="did you mean 'latitude'"):
        check_mapping({"B": "latitud"})


def test_headers_are_folded() -> None:
    assert fold_header(" EVENT-Date* ") == "event_date"
    assert fold_header("AÇIKLAMA") == "aciklama"
    assert fold_header("\ufeffdate") == "date"
