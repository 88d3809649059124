"""The chronological table: whole, honest, safe, the same on any day."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest

from geotrack.schema import Presentation
from geotrack.style import words
from geotrack.summary import counts, off_map
from geotrack.tables import Tables, empty_tables, make_table
from geotrack.timeline import timeline_html, write_timeline
from geotrack.timeline.entries import anchor_of
from geotrack.timeline.slots import slot_of
from tests.samples import HOSTILE, PRESENTATION, put, sample_tables

WORDS = words("en")


class Page(HTMLParser):
    """The start tags of a page, and the text of each <section> heading in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def rows_of(html: str) -> list[dict[str, str]]:
    return [row for row in Page(html).all("tr") if "data-t" in row]


def many_events(number: int) -> Tables:
    tables = empty_tables()
    days = [f"{2000 + i % 24}-{i % 12 + 1:02d}-{i % 28 + 1:02d}" for i in range(number)]
    tables["events"] = make_table(
        "events",
        [
            {"event_id": f"e{i:05}", "date": day, "date_start": day, "date_end": day,
             "date_kind": "day", "time_precision": "day", "date_basis": "text",
             "title": f"Event number {i}", "event_type": "Battles", "status": "occurred"}
            for i, day in enumerate(days)
        ],
    )  # fmt: skip
    return tables


def test_every_event_stands_once() -> None:
    tables = sample_tables()
    html = timeline_html(tables, PRESENTATION)
    anchors = [row["id"] for row in rows_of(html)]
    assert sorted(anchors) == sorted(anchor_of(i) for i in tables["events"]["event_id"])
    assert f"{counts(tables)['events']} events" in html
    assert len(off_map(tables)) == html.split('id="off-map"')[1].count('<th scope="row">')


def test_same_bytes_on_any_day(tmp_path, monkeypatch) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    write_timeline(sample_tables(), first, PRESENTATION)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: 4e9)
    write_timeline(sample_tables(), second, PRESENTATION)
    assert first.read_bytes() == second.read_bytes()
    assert b"\r" not in first.read_bytes()


def test_hostile_text_stays_text() -> None:
    html = timeline_html(sample_tables(), PRESENTATION._replace(title=HOSTILE, marking=HOSTILE))
    page = Page(html)
    assert "<script>alert" not in html
    assert len(page.all("script")) == 2
    assert HOSTILE in "".join(page.texts)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert not any("javascript:" in a.get("href", "") for a in page.all("a"))


def test_nothing_external_but_links_to_sources() -> None:
    page = Page(timeline_html(sample_tables(), PRESENTATION))
    for name, attributes in page.tags:
        assert "src" not in attributes
        assert "style" not in attributes
        target = attributes.get("href", "#")
        if not target.startswith("#"):
            assert (name, target) == ("a", "https://example.org/a")
            assert "noopener" in attributes["rel"]
    (policy,) = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_links_into_the_page_have_targets() -> None:
    page = Page(timeline_html(sample_tables(), PRESENTATION))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")} <= set(ids)
    assert {use["href"][1:] for use in page.all("use")} <= set(ids)


@pytest.mark.parametrize(
    ("date", "year", "month"),
    [
        ("2024", "2024", "2024, month not known"),
        ("2024?", "2024", "2024, month not known"),
        ("2024-21", "2024", "2024, month not known"),
        ("2023-24", "2023", "2023, month not known"),
        ("2024-01", "2024", "January 2024"),
        ("2015%/..", "2015", "2015, month not known"),
        ("2022-04/2023", "2022", "April 2022"),
        ("[2021-10-25..2021-11-02]", "2021", "October 2021"),
        ("[2024-08-15?..]", "2024", "August 2024"),
        ("202X", "2020 to 2029, year not known", ""),
        ("[2020..2022]", "2020 to 2022, year not known", ""),
        ("[2020..]", "2020 or later, year not known", ""),
        ("[..2024-05]", "Beginning not known", ""),
        ("../2024-05", "Beginning not known", ""),
        ("", "No date", ""),
    ],
)
def test_slots(date: str, year: str, month: str) -> None:
    slot = slot_of(date, WORDS)
    assert (slot.year, slot.month) == (year, month)


def test_year_only_is_not_in_january_and_undated_come_last() -> None:
    html = timeline_html(sample_tables(), PRESENTATION)
    headings = re.findall(r"<h3>([^<]*)", html)
    assert "January 2024" not in "".join(headings)
    assert "2024, month not known " in headings or "2024, month not known" in headings
    anchors = [row["id"] for row in rows_of(html)]
    assert anchors[-1] == "event-e-demanded"


def test_right_to_left_text_and_languages() -> None:
    html = timeline_html(sample_tables(), PRESENTATION)
    assert '<html lang="en" dir="ltr">' in html
    assert '<p class="title" dir="auto">غارة' in html
    assert "<bdi>كارة</bdi>" in html


def test_what_did_not_occur_looks_different() -> None:
    html = timeline_html(sample_tables(), PRESENTATION)
    looks = {row["id"]: row["class"].split() for row in rows_of(html)}
    for event_id, status in zip(
        *(sample_tables()["events"][c] for c in ("event_id", "status")), strict=True
    ):
        assert ("fact" in looks[anchor_of(event_id)]) == (status == "occurred")


def test_bounds_figures_and_totals() -> None:
    tables = sample_tables()
    figures = tables["figures"].to_dict("records")
    total = {**figures[0], "figure_id": "f-74", "value_low": 74.0, "total_of": "f-56;f-58"}
    tables["figures"] = make_table("figures", [*figures, {**total, "value_high": float("nan")}])
    html = timeline_html(tables, PRESENTATION)
    assert "at least 5</dd>" in html
    assert "0 reported</dd>" in html
    assert "at least 74 bases" in html
    assert "Total of figures 1, 2; not to be added to them." in html
    assert WORDS["timeline.figure.cumulative"] in html
    assert "1 entry about inputs that could not be used as they stood" in html


def test_a_date_without_a_basis_says_nothing_of_it() -> None:
    tables = sample_tables()
    assert "stated in the report" in timeline_html(tables, PRESENTATION)
    tables["events"]["date_basis"] = ""
    assert WORDS["basis."] not in timeline_html(tables, PRESENTATION)


def test_a_rough_coordinate_says_how_rough() -> None:
    tables = sample_tables()
    rough = tables["locations"]["event_id"] == "e-hostile"
    assert "given coordinates</small>" in timeline_html(tables, PRESENTATION)
    tables["locations"].loc[rough, "radius_km"] = 25.0
    assert "given coordinates, within 25 km" in timeline_html(tables, PRESENTATION)


def test_empty_tables_make_a_page() -> None:
    html = timeline_html(empty_tables(), Presentation())
    assert "There are no events." in html
    assert not rows_of(html)


def test_unclean_text_is_cleaned(tmp_path) -> None:
    tables = sample_tables()
    put(tables["events"], "title", "a\x00b\ud800c" + "x" * 5000, 0)
    write_timeline(tables, tmp_path / "a.html", PRESENTATION)
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "ab\ufffdcxxx" in text


def test_no_words_without_a_meaning() -> None:
    """Every phrase of the page is in the catalogue: StrictUndefined and a KeyError would tell."""
    tables = sample_tables()
    tables["events"].loc[:, "event_type"] = ""
    tables["events"].loc[:, "status"] = "rumoured"
    tables["events"].loc[:, "title"] = ""
    tables["accounts"] = make_table("accounts")
    html = timeline_html(tables, PRESENTATION)
    assert "rumoured" in html
    assert WORDS["timeline.no_source"] in html


@pytest.mark.slow
def test_twenty_thousand_events_in_seconds() -> None:
    tables = many_events(20_000)
    start = time.perf_counter()
    html = timeline_html(tables, PRESENTATION)
    assert len(rows_of(html)) == 20_000
    assert time.perf_counter() - start < 30
    assert '<body class="large">' in html
