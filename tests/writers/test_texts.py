"""KML, TimelineJS, Linked Places and Markdown: what comes from data is text, never markup."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.samples import HOSTILE, sample_tables
from tests.writers.made import written

_KML = {"k": "http://www.opengis.net/kml/2.2"}


def _marks(path: Path) -> list[Any]:
    found: list[Any] = etree.parse(path).findall(".//k:Placemark", _KML)
    return found


def _data(mark: Any) -> dict[str, str]:
    return {
        data.get("name"): data.findtext("k:value", namespaces=_KML)
        for data in mark.findall("k:ExtendedData/k:Data", _KML)
    }


def test_kml_spans_run_from_the_first_to_the_last_possible_day(tmp_path: Path) -> None:
    marks = {_data(mark)["event_id"]: mark for mark in _marks(written("kml", tmp_path))}
    spans = {
        event_id: [
            mark.findtext(f"k:TimeSpan/k:{end}", namespaces=_KML) for end in ("begin", "end")
        ]
        for event_id, mark in marks.items()
    }
    assert spans["e-week"] == ["2021-10-25", "2021-10-31"]
    assert spans["e-strikes"] == ["2023-10-04", "2023-10-04"]
    assert spans["e-demanded"] == [None, None]


def test_kml_says_that_there_are_no_notes(tmp_path: Path) -> None:
    """Else a reader takes the description, which is another for each place, for notes."""
    strikes = [m for m in _marks(written("kml", tmp_path)) if "strikes" in _data(m)["event_id"]]
    assert [_data(mark)["notes"] for mark in strikes] == [""] * 5


def test_kml_ticks_only_what_maps_draw(tmp_path: Path) -> None:
    folders = etree.parse(written("kml", tmp_path)).findall(".//k:Folder", _KML)
    shown = {
        _data(mark)["event_id"]: folder.findtext("k:visibility", namespaces=_KML)
        for folder in folders
        for mark in folder.findall("k:Placemark", _KML)
    }
    assert (shown["e-strikes"], shown["e-country"], shown["e-demanded"]) == ("1", "0", "0")
    assert len(shown) == 12


def test_no_tag_of_the_data_reaches_a_balloon(tmp_path: Path) -> None:
    path = written("kml", tmp_path)
    hostile = next(m for m in _marks(path) if _data(m)["event_id"] == "e-hostile")
    description = hostile.findtext("k:description", namespaces=_KML)
    assert set(re.findall(r"<[^>]*>", description)) == {"<br/>"}
    assert HOSTILE in unescape(description)
    assert _data(hostile)["title"] == HOSTILE
    balloons = {e.text for e in etree.parse(path).findall(".//k:BalloonStyle/k:text", _KML)}
    assert balloons == {"$[description]"}
    assert b"href" not in path.read_bytes()


def test_kml_names_say_what_did_not_occur(tmp_path: Path) -> None:
    names = {m.findtext("k:name", namespaces=_KML) for m in _marks(written("kml", tmp_path))}
    assert "Joint centre to be set up (planned)" in names
    assert "Air strikes on five mountain areas" in names


def _slides(path: Path) -> dict[str, dict[str, Any]]:
    return {slide["unique_id"]: slide for slide in json.loads(path.read_text("utf-8"))["events"]}


def test_timelinejs_dates_are_no_sharper_than_they_are_known(tmp_path: Path) -> None:
    slides = _slides(written("timelinejs", tmp_path))
    assert slides["e-strikes"]["start_date"] == {"year": 2023, "month": 10, "day": 4}
    assert "end_date" not in slides["e-strikes"]
    assert slides["e-denied"]["start_date"] == {"year": 2022, "month": 7}
    assert "end_date" not in slides["e-denied"]
    assert slides["e-week"]["end_date"] == {"year": 2021, "month": 10, "day": 31}
    assert slides["e-country"]["start_date"] == {"year": 2024}
    assert slides["e-country"]["display_date"] == "2024"
    assert slides["e-lasting"]["display_date"].startswith("from 2015, ongoing")
    assert "e-demanded" not in slides
    assert len(slides) == 11


def test_timelinejs_shows_markup_as_text(tmp_path: Path) -> None:
    slide = _slides(written("timelinejs", tmp_path))["e-hostile"]
    assert "<" not in slide["text"]["headline"]
    assert unescape(slide["text"]["headline"]) == HOSTILE
    assert set(re.findall(r"<[^>]*>", slide["text"]["text"])) == {"<p>", "</p>"}


def _features(path: Path) -> dict[str, dict[str, Any]]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return {feature["properties"]["event_id"]: feature for feature in features}


def test_linked_places_say_what_kind_of_time_it_is(tmp_path: Path) -> None:
    features = _features(written("linked-places", tmp_path))

    def span(event_id: str) -> Any:
        return features[event_id]["when"]["timespans"][0]

    assert span("e-strikes") == {"start": {"in": "2023-10-04"}}
    within = {"earliest": "2021-10-25", "latest": "2021-10-31"}
    assert span("e-week") == {"start": within, "end": within}
    # Nobody knows the end of what goes on, nor the last day a plan may come true.
    assert span("e-lasting") == {"start": {"in": "2015%"}, "end": {"earliest": "2024-12-31"}}
    assert span("e-planned")["start"] == {"earliest": "2024-08-15"}
    assert "when" not in features["e-demanded"]


def test_linked_places_name_places_and_how_sure_they_are(tmp_path: Path) -> None:
    features = _features(written("linked-places", tmp_path))
    denied = features["e-denied"]
    assert denied["properties"]["title"] == "Zakho district"
    assert denied["names"][0]["citations"] == [{"label": "A Daily", "@id": "https://example.org/a"}]
    assert denied["geometry"]["geometries"][0]["certainty"] == "less-certain"
    assert features["e-country"]["geometry"]["geometries"][0]["certainty"] == "uncertain"
    assert "e-nowhere" not in features
    nowhere = json.loads((tmp_path / "events.lpf.json").read_text("utf-8"))["features"]
    (unplaced,) = [f for f in nowhere if f["properties"]["name"] == "Nowhereville"]
    assert unplaced["geometry"]["geometries"] == []
    tables = sample_tables()
    tables["locations"]["place_id"] = "gn:97863"
    linked = _features(written("linked-places", tmp_path, tables))["e-denied"]["links"]
    assert linked == [{"type": "closeMatch", "identifier": "https://www.geonames.org/97863"}]


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "a | b\n| c", "**bold** `code`",
     "![x](http://x/y.png)", "# head", "<!-- --> &lt;", "\\", "http://example.org @name"],
)  # fmt: skip
def test_markdown_shows_markup_as_text(text: str, tmp_path: Path) -> None:
    """Through a Markdown program of others, HTML allowed: no tag and no link comes of data."""
    from markdown_it import MarkdownIt

    tables = sample_tables()
    for column in ("title", "notes", "actor1", "claimed_by", "event_type"):
        tables["events"][column] = text
    tables["locations"]["name"] = text
    tables["figures"]["what"] = text
    tables["reports"]["publisher"] = text
    page = MarkdownIt("gfm-like", {"linkify": False}).render(
        written("markdown", tmp_path, tables).read_text("utf-8")
    )
    tags = set(re.findall(r"</?([a-z0-9]+)", page))
    assert tags <= {"h1", "h2", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "br",
                    "ol", "li", "a"}  # fmt: skip
    assert set(re.findall(r'href="([^"]*)"', page)) == {"https://example.org/a"}
    shown = unescape(re.sub(r"<[^>]*>", "", page))
    assert " ".join(text.split()) in shown
    # Six columns in every line of the table, whatever bars the data hold.
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[1:13]
    assert {row.count("<td") for row in rows} == {6}


def test_markdown_says_what_is_uncertain(tmp_path: Path) -> None:
    text = written("markdown", tmp_path).read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert "| one day between 25 October 2021 and 31 October 2021 |" in text
    assert "Metina (wider area)" in text
    assert "Nowhereville (not placed)" in text
    assert "**Joint centre to be set up (planned)**" in text
    assert "at least 5" in text
    assert lines[13].startswith("| No date |")
    assert text.count("**TLP:CLEAR**") == 2
