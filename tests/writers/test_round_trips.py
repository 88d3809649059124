"""What a format can hold comes back equal: every format that is both written and read.

Formats that get a reader are taken up by themselves; what one cannot hold stands in its row of
the registry, and nothing else may differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geotrack.addresses import Address
from geotrack.assembly import assemble
from geotrack.eventdays import settle_days
from geotrack.formats import Format, all_formats, function_of
from geotrack.inputs import read_events
from geotrack.project import lone_project
from geotrack.schema import EVENT_TYPES, ROLES, STATUSES, Presentation
from geotrack.style import clean_text
from geotrack.tables import Tables, empty_tables, make_table, records
from tests.postgres import server

if TYPE_CHECKING:
    from geotrack.grouping import Intake

BOTH_WAYS = [f for f in all_formats().values() if f.reader and f.writer]
# What a reader says of sheets and layers beside the one it reads.
_BESIDE = ("only sheet ", "only layer ", "not read: ")
_READ_BACK = ("date", "date_basis", "title", "notes", "event_type", "sub_event_type", "actor1",
              "actor2", "fatalities_low", "fatalities_high", "status", "claimed_by")  # fmt: skip
_PRESENTATION = Presentation(title="Round and round", as_of="2026-01-01")

# --- tables that a person's spreadsheet could have become -------------------------------------

_DATES = ("", "2024-08-15", "2024-08", "2024", "2024-21", "202X", "[2021-10-25..2021-10-31]",
          "2022-04/2023-01", "2022-04/..", "2015%/..", "[2024-08-15?..]",
          "2024-02-29~")  # fmt: skip
# Every script, formulas, markup, quotes and separators; lines as a cell may hold them.
_TEXT = st.one_of(
    st.sampled_from(["=1+1", "'=cmd|' /C calc'!A0", "@x", "-", "+5", "<script>alert(1)</script>",
                     "&amp; & <b>", 'a "quoted" one', "back\\slash", "a,b;c\td", "_x0041_",
                     "غارة على جبل كارة", "ھێرش", "日本 𠮷野家", "2024-08-15", "5", "TRUE",
                     "two\nlines", "]]>", "http://example.org/?a=1&b=2"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30),
).map(lambda text: clean_text(text).strip())  # fmt: skip
_NAMES = st.sampled_from(["Metina", "Zakho", "جبل كارة", "Camp <1> & Co", "=Place", "L'Aquila"])
_PUBLISHERS = st.sampled_from(["A Daily", "B & C <Weekly>", "وكالة", "=Agency"])
_PLACE_IDS = st.sampled_from(["", "gn:97863", "wof:85669799", "gt:metina"])
_REACHES = (("town", 3.0), ("area", 12.5), ("exact", 0.4), ("admin1", 77.0), ("country", 500.0))
_DEGREES = st.integers(1_000_000, 59_999_999).map(lambda n: n / 1e6)


@st.composite
def some_tables(draw: st.DrawFn, *, plain: bool = False) -> Tables:
    """One to four events: dates of all kinds, any text, up to three places and two sources.

    `plain` ones occurred at one known place on a day, for formats that hold no others.
    """
    events, locations, accounts, reports = [], [], [], {}
    for number in range(draw(st.integers(1, 4))):
        event_id = f"e{number}"
        low = draw(st.one_of(st.none(), st.integers(0, 500)))
        high = draw(st.none() if low is None else st.integers(low, 900))
        about = {name: draw(_TEXT) for name in ("notes", "sub_event_type", "claimed_by")}
        actors = {name: draw(_TEXT) for name in ("actor1", "actor2")}
        events.append(
            {"event_id": event_id, "date": draw(st.sampled_from(_DATES[1:2] if plain else _DATES)),
             "title": draw(_TEXT.filter(bool)),
             "event_type": draw(st.sampled_from(EVENT_TYPES[:6] if plain else EVENT_TYPES)),
             "status": draw(st.sampled_from(STATUSES[:1] if plain else STATUSES)),
             "fatalities_low": low,
             "fatalities_high": high, "date_basis": draw(st.sampled_from(("text", "outside", ""))),
             **about, **actors}
        )  # fmt: skip
        sizes = {"min_size": int(plain), "max_size": 1 if plain else 3}
        for name in draw(st.lists(_NAMES, unique=True, **sizes)):
            placed = plain or draw(st.booleans())
            precision, radius_km = draw(st.sampled_from(_REACHES[:1] if plain else _REACHES))
            locations.append(
                {"location_id": f"{event_id}@{name}", "event_id": event_id, "name": name,
                 "role": draw(st.sampled_from(ROLES[:1] if plain else ROLES)),
                 "parents": "" if placed else draw(st.sampled_from(("", "Duhok", "Amedi, Duhok"))),
                 "place_id": draw(_PLACE_IDS) if placed else "",
                 "place_name": name if placed else "",
                 "longitude": draw(_DEGREES) if placed else math.nan,
                 "latitude": draw(_DEGREES) if placed else math.nan,
                 "radius_km": radius_km if placed else math.nan, "reason": "made for this test",
                 "geo_precision": precision if placed else "none"}
            )  # fmt: skip
        for publisher in draw(st.lists(_PUBLISHERS, max_size=2, unique=True)):
            report_id = f"r-{publisher}"
            reports[report_id] = {"report_id": report_id, "publisher": publisher,
                                  "url": f"https://example.org/{len(publisher)}",
                                  "title": "A headline", "published": "2024-05-01"}  # fmt: skip
            accounts.append({"event_id": event_id, "report_id": report_id, "quote": "words",
                             "start": 5, "date_told": "in May"})  # fmt: skip
    tables = empty_tables()
    tables["events"] = settle_days(make_table("events", events), "2026-01-01")
    tables["locations"] = make_table("locations", locations)
    tables["accounts"] = make_table("accounts", accounts)
    tables["reports"] = make_table("reports", list(reports.values()))
    return tables


_SPOT = ("longitude", "latitude", "radius_km")

# --- there and back ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with server() as address:
        yield address


def _there_and_back(format_: Format, tables: Tables, target: Path | Address) -> Intake:
    function_of(format_, to_write=True)(tables, target, _PRESENTATION)
    return read_events(target, "a file", lone_project(target))


def _target(format_: Format, folder: Path, request: pytest.FixtureRequest) -> Path | Address:
    if format_.suffix.endswith("://"):
        return Address(request.getfixturevalue("database"))
    return folder / f"events{format_.suffix}"


@pytest.mark.parametrize("format_", BOTH_WAYS, ids=lambda f: f.name)
def test_what_a_format_holds_comes_back_equal(
    format_: Format, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path_factory.mktemp("round")
    lost = {loss.what for loss in (*format_.loses, *format_.unread)}
    # Figures are a table of their own, which a project names; outlines are the gazetteer's.
    assert {"figures", "places.area"} <= lost

    # A found fault is told as it was found: making it small would take minutes.
    @settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(some_tables(plain="events" in lost))
    def there_and_back(tables: Tables) -> None:
        target = _target(format_, folder, request)
        _emptied(target)
        back = _there_and_back(format_, tables, target)
        assert [r for r in back.rejects["reason"] if not r.startswith(_BESIDE)] == []
        given_events = {row["event_id"]: row for row in records(tables["events"])}
        found = {row["event_id"]: row for row in records(back.events)}
        assert set(found) == set(given_events)
        for column in _READ_BACK:
            if f"events.{column}" not in lost:
                told = {event_id: _plain(row[column]) for event_id, row in found.items()}
                assert told == {e: _plain(given_events[e][column]) for e in found}, column
        by_name = "locations.longitude" in lost
        if "locations.name" not in lost:
            with_parents = "locations.parents" not in lost
            _same_places(tables, back, set(found), by_name=by_name, with_parents=with_parents)
        if "accounts.quote" not in lost:
            _same_sources(tables, back, set(found))
        if "reports.published" not in lost:
            told = back.reports[["title", "published"]]
            assert set(map(tuple, told.to_numpy())) == {("A headline", "2024-05-01")}
        if "accounts.start" not in lost:
            assert set(back.accounts["start"]) == {5.0}
        if "accounts.date_told" not in lost:
            assert set(back.accounts["date_told"]) == {"in May"}

    there_and_back()


def _emptied(target: Path | Address) -> None:
    if isinstance(target, Path):
        target.unlink(missing_ok=True)
        return
    import psycopg

    with psycopg.connect(target.secret) as connection:
        connection.execute("DROP SCHEMA IF EXISTS geotrack CASCADE")


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _same_places(
    tables: Tables, back: Intake, event_ids: set[str], *, by_name: bool, with_parents: bool
) -> None:
    def told(rows: Any) -> set[tuple[Any, ...]]:
        return {
            (row["event_id"], row["name"],
             *(() if by_name else
               (row["role"], *(_plain(round(row[c], 6)) for c in _SPOT),
                row["geo_precision"] if row["longitude"] == row["longitude"] else "",
                row["parents"] if with_parents and row["longitude"] != row["longitude"] else "")))
            for row in records(rows)
            if row["event_id"] in event_ids
        }  # fmt: skip

    assert told(back.named_places) == told(tables["locations"])


def _same_sources(tables: Tables, back: Intake, event_ids: set[str]) -> None:
    def told(accounts: Any, reports: Any) -> set[tuple[str, str, str, str]]:
        known = {row["report_id"]: row for row in records(reports)}
        return {
            (row["event_id"], row["quote"], known[row["report_id"]]["publisher"],
             known[row["report_id"]]["url"])
            for row in records(accounts)
            if row["event_id"] in event_ids and row["report_id"]
        }  # fmt: skip

    assert told(back.accounts, back.reports) == told(tables["accounts"], tables["reports"])


@pytest.mark.parametrize("name", ["kml", "geojson", "linked-places", "parquet"])
def test_a_place_without_day_or_spot_comes_back(name: str, tmp_path: Path) -> None:
    tables = empty_tables()
    tables["events"] = settle_days(make_table("events", [{"event_id": "e", "title": "x"}]), "")
    spot = {"location_id": "e@Zap", "event_id": "e", "name": "Zap", "role": "topic"}
    tables["locations"] = make_table("locations", [spot])
    format_ = all_formats()[name]
    back = _there_and_back(format_, tables, tmp_path / f"a{format_.suffix}")
    assert [(row["name"], row["role"]) for row in records(back.named_places)] == [("Zap", "topic")]


def test_names_of_formats_are_told_apart() -> None:
    from geotrack.formats import BUILT_IN

    names = [format_.name for format_ in BUILT_IN]
    assert len(names) == len(set(names))
    suffixes = [format_.suffix for format_ in BUILT_IN]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("name", ["geojson", "xlsx", "gpkg", "kml", "parquet"])
def test_what_its_divisions_kept_off_the_map_stays_off_it(name: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("id,date,title,places,country\n1,2024-05-03,A raid,Metina,Peru\n", "utf-8")
    first = assemble(lone_project(table), cached=False)
    assert first.tables["locations"]["longitude"].isna().all()
    assert first.tables["locations"]["parents"].to_list() == ["Peru"]
    format_ = all_formats()[name]
    out = tmp_path / f"out{format_.suffix}"
    function_of(format_, to_write=True)(first.tables, out, first.presentation)
    again = assemble(lone_project(out), cached=False).tables["locations"]
    assert again["longitude"].isna().all()
    pd.testing.assert_frame_equal(again, first.tables["locations"])
