"""What every renderer counts and orders: events, not locations."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from geotrack.schema import Presentation
from geotrack.summary import (
    chronological,
    counts,
    drawn_locations,
    event_rows,
    event_sources,
    is_ground,
    numbered_sources,
    off_map,
    period,
)
from geotrack.tables import Tables, empty_tables, make_table
from tests.samples import sample_tables


def tables(events: list[dict[str, Any]], locations: list[dict[str, Any]] = ()) -> Tables:  # type: ignore[assignment]
    pinned = {"role": "scene", "longitude": 43, "latitude": 36, "geo_precision": "town"}
    found = empty_tables()
    found["events"] = make_table("events", [{"status": "occurred"} | e for e in events])
    found["locations"] = make_table("locations", [pinned | place for place in locations])
    return found


# --- counts -------------------------------------------------------------------------------


def test_an_event_at_five_places_is_one_event() -> None:
    found = counts(sample_tables())
    assert found == {
        "events": 12,
        "on_map": 9,
        "off_map": 3,
        "undated": 1,
        "not_to_the_day": 7,
        "locations": 16,
        "drawn_locations": 13,
        "reports": 2,
        "rejects": 1,
        "status_alleged": 1,
        "status_demanded": 1,
        "status_denied": 1,
        "status_occurred": 8,
        "status_planned": 1,
    }
    assert len(drawn_locations(sample_tables())) == found["drawn_locations"]
    assert len(off_map(sample_tables())) == found["off_map"]


def test_counts_of_nothing() -> None:
    assert set(counts(empty_tables()).values()) == {0}
    assert len(event_rows(empty_tables())) == len(drawn_locations(empty_tables())) == 0


@pytest.mark.parametrize(
    ("precision", "radius_km", "ground"),
    [
        ("exact", 0.1, False),
        ("exact", 8.0, False),
        ("exact", 12.0, True),
        ("exact", float("nan"), False),
        ("town", 20.0, False),
        ("area", 2.0, True),
        ("admin1", float("nan"), True),
    ],
)
def test_what_is_a_spot_and_what_is_ground(precision: str, radius_km: float, ground: bool) -> None:
    row = make_table("locations", [{"geo_precision": precision, "radius_km": radius_km}])
    assert is_ground(row).tolist() == [ground]


# --- off the map --------------------------------------------------------------------------


def test_why_an_event_is_on_no_map() -> None:
    lost = {"name": "X", "geo_precision": "none", "longitude": None, "reason": "not filed"}
    found = off_map(
        tables(
            [
                {"event_id": e, "title": e}
                for e in ("none", "coarse", "topic", "lost", "both", "on")
            ],
            [
                {"event_id": "coarse", "name": "Iraq", "geo_precision": "country"},
                {"event_id": "topic", "name": "Baghdad", "role": "topic"},
                lost | {"event_id": "lost"},
                {"event_id": "both", "name": "Iraq", "geo_precision": "country"},
                lost | {"event_id": "both"},
                {"event_id": "on", "name": "Zakho"},
                {"event_id": "on", "name": "Iraq", "geo_precision": "country"},
            ],
        )
    )
    assert dict(zip(found["event_id"], found["reason"], strict=True)) == {
        "none": "no place is named",
        "topic": "no place is named",
        "coarse": "known only as Iraq, too wide for a pin",
        "lost": "X: not filed",
        "both": "known only as Iraq, too wide for a pin; X: not filed",
    }


def test_sample_events_off_the_map() -> None:
    assert off_map(sample_tables())["event_id"].tolist() == ["e-nowhere", "e-country", "e-demanded"]


# --- order --------------------------------------------------------------------------------


def test_chronological_order_with_the_undated_last() -> None:
    days = [
        ("undated", "", "", ""),
        ("until", "/2014", "", "2014-12-31"),
        ("month", "2024-08", "2024-08-01", "2024-08-31"),
        ("day", "2024-08-01", "2024-08-01", "2024-08-01"),
        ("b-same", "2024-08-01", "2024-08-01", "2024-08-01"),
        ("a-same", "2024-08-01", "2024-08-01", "2024-08-01"),
        ("early", "2015", "2015-01-01", "2015-12-31"),
    ]
    rows = [
        {"event_id": i, "date": d, "date_start": s, "date_end": e, "title": i.partition("-")[2]}
        for i, d, s, e in days
    ]
    straight = chronological(tables(rows)["events"])["event_id"].tolist()
    assert straight == ["early", "day", "a-same", "b-same", "month", "until", "undated"]
    turned = chronological(tables(rows[::-1])["events"])["event_id"].tolist()
    assert turned == straight


def test_locations_follow_their_events() -> None:
    found = drawn_locations(sample_tables())
    starts = found["date_start"].replace("", "9999").tolist()
    assert starts == sorted(starts)
    assert "order" not in found.columns


# --- rows of tables -----------------------------------------------------------------------


def test_event_rows_gather_places_sources_and_quotes() -> None:
    rows = event_rows(sample_tables()).set_index("event_id")
    strikes = rows.loc["e-strikes"]
    assert strikes["date_words"] == "4 October 2023"
    assert strikes["places"] == "Metina; Hakurk; Zap; Gara; Asos"
    assert (strikes["n_locations"], strikes["n_drawn"], strikes["topics"]) == (5, 5, "")
    assert (strikes["sources"], strikes["source_numbers"]) == ("r1", [1])
    assert strikes["quotes"] == ["a short quote"]
    assert rows.loc["e-hostile", "source_numbers"] == [2]
    assert (rows.loc["e-demanded", "places"], rows.loc["e-demanded", "topics"]) == ("", "Iraq")
    assert (rows.loc["e-protest", "n_locations"], rows.loc["e-protest", "n_drawn"]) == (2, 1)
    assert rows.loc["e-nowhere", "n_locations"] == 0


def test_sources_and_quotes_do_not_hang_on_the_order_of_rows() -> None:
    straight, turned = sample_tables(), sample_tables()
    told = [
        {"event_id": "e-strikes", "report_id": report_id, "quote": quote, "start": start}
        for report_id, quote, start in (("r2", "c", 0), ("r1", "b", 9), ("r1", "a", 70))
    ]
    straight["accounts"] = make_table("accounts", told)
    turned["accounts"] = make_table("accounts", told[::-1])
    both = (event_rows(found).set_index("event_id") for found in (straight, turned))
    rows = [found.loc["e-strikes"] for found in both]
    assert [row["sources"] for row in rows] == ["r1;r2"] * 2
    assert [row["source_numbers"] for row in rows] == [[1, 2]] * 2
    assert [row["quotes"] for row in rows] == [["b", "a", "c"]] * 2
    assert event_sources(straight) == event_sources(turned)


def test_sources_of_an_event_are_what_readers_may_know() -> None:
    tables = sample_tables()
    extra = make_table("accounts", [{"event_id": "e-week", "report_id": "r9"}])
    tables["accounts"] = pd.concat([tables["accounts"], extra], ignore_index=True)
    found = event_sources(tables)
    assert found["e-strikes"] == [
        {"report_id": "r1", "title": "Strikes after an attack", "publisher": "A Daily",
         "published": "2023-10", "url": "https://example.org/a"}
    ]  # fmt: skip
    assert found["e-hostile"][0]["url"] == ""
    assert [report["report_id"] for report in found["e-week"]] == ["r1", "r9"]


def test_only_reports_that_are_cited_have_a_number() -> None:
    found = sample_tables()
    more = make_table("reports", [{"report_id": "r0"}, *found["reports"].to_dict("records")])
    numbered = numbered_sources(found | {"reports": more})
    assert numbered[["report_id", "number"]].to_numpy().tolist() == [["r1", 1], ["r2", 2]]


def test_the_input_tables_stay_as_they_are() -> None:
    before, given = sample_tables(), sample_tables()
    event_rows(given), off_map(given), counts(given), drawn_locations(given)
    for name, table in before.items():
        assert table.equals(given[name])


# --- the period ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([], ""),
        ([("", "")], ""),
        ([("2024-08-15", "2024-08-15")], "August 2024"),
        (
            [("2024-08-15", "2024-08-15"), ("2024-10-01", "2024-10-31")],
            "August 2024 to October 2024",
        ),
        ([("2015-01-01", "2015-12-31"), ("2024-08-15", "2024-08-15")], "2015 to 2024"),
    ],
)
def test_the_period(spans: list[tuple[str, str]], words: str) -> None:
    rows = [{"event_id": str(i), "date_start": s, "date_end": e} for i, (s, e) in enumerate(spans)]
    assert period(tables(rows), Presentation()) == words
