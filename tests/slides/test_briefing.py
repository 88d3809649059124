"""The briefing deck: native, whole, safe, steady, nothing overflowing or overlapping."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import zipfile
from functools import cache
from itertools import combinations

import openpyxl
import pptx
import pytest
from lxml import etree
from PIL import Image
from pptx.oxml.ns import qn

from geotrack.schema import Presentation
from geotrack.slides import write_briefing
from geotrack.slides.chart import event_bars
from geotrack.slides.listing import MOST_ROWS
from geotrack.style import words
from geotrack.summary import counts, event_rows
from geotrack.tables import Tables, empty_tables, make_table
from tests.samples import HOSTILE, PRESENTATION, put, sample_tables

WORDS = words("en")
LONG = "A long title that goes on and on " * 152


@cache
def picture() -> bytes:
    """A stand-in for the map, so that these tests are about the deck alone."""
    out = io.BytesIO()
    Image.new("RGB", (364, 153), "#dde6ee").save(out, "PNG")
    return out.getvalue()


def deck_of(tables: Tables, tmp_path, presentation: Presentation = PRESENTATION):
    path = tmp_path / "briefing.pptx"
    write_briefing(tables, path, presentation, picture())
    return pptx.Presentation(path)


def many_events(number: int) -> Tables:
    tables = sample_tables()
    months = [f"{2015 + i % 10}-{i % 12 + 1:02d}" for i in range(number)]
    tables["events"] = make_table(
        "events",
        [
            {"event_id": f"m{i:04}", "date": month, "date_start": f"{month}-01",
             "date_end": f"{month}-28", "date_kind": "within", "time_precision": "month",
             "date_basis": "text", "title": f"Event number {i:04} of many, told at length",
             "event_type": "Battles", "status": "occurred" if i % 3 else "alleged"}
            for i, month in enumerate(months)
        ],
    )  # fmt: skip
    tables["accounts"] = make_table(
        "accounts", [{"event_id": f"m{i:04}", "report_id": "r1"} for i in range(number)]
    )
    return tables


def texts_of(slide) -> list[str]:
    return [node.text or "" for node in slide._element.iter(qn("a:t"))]


def tables_on(slide) -> list:
    return [shape for shape in slide.shapes if shape.has_table]


def slides_titled(deck, title: str) -> list:
    return [s for s in deck.slides if s.shapes.title.text_frame.text.startswith(title)]


def check_boxes(deck) -> None:
    """No shape outside the slide, none over another; a table is as high as its rows."""
    for number, slide in enumerate(deck.slides, 1):
        boxes = []
        for shape in slide.shapes:
            height = shape.height
            if shape.has_table:
                height = sum(row.height for row in shape.table.rows)
                assert sum(c.width for c in shape.table.columns) <= deck.slide_width
            box = (shape.left, shape.top, shape.left + shape.width, shape.top + height)
            assert min(box) >= 0, (number, shape.name)
            assert box[2] <= deck.slide_width, (number, shape.name)
            assert box[3] <= deck.slide_height, (number, shape.name)
            boxes.append((shape.name, box))
        for (name, a), (other, b) in combinations(boxes, 2):
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (number, name, other)


def test_same_bytes_on_any_day(tmp_path, monkeypatch) -> None:
    first, second = tmp_path / "a.pptx", tmp_path / "b.pptx"
    write_briefing(sample_tables(), first, PRESENTATION, picture())
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 1e8)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(now + 1e8))
    write_briefing(sample_tables(), second, PRESENTATION, picture())
    assert first.read_bytes() == second.read_bytes()


def test_slides_and_their_order(tmp_path) -> None:
    deck = deck_of(sample_tables(), tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    wanted = [
        PRESENTATION.title, "Key figures: 8 of 12", "Figures as claimed", "Overview map: 9 of 12",
        "Timeline", "Chronological table", "What is uncertain", "Alleged, denied",
        "Not on the map: 3", "Sources", "Method and licences",
    ]  # fmt: skip
    found = [next(i for i, t in enumerate(titles) if t.startswith(w)) for w in wanted]
    assert found == sorted(found)
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_counts_are_the_summary_s(tmp_path) -> None:
    tables = sample_tables()
    number = counts(tables)
    deck = deck_of(tables, tmp_path)
    cover = " ".join(texts_of(deck.slides[0]))
    assert f"{number['events']} events from {number['reports']} reports" in cover
    assert f"{number['status_occurred']} occurred" in cover
    assert f"{number['on_map']} on the map, {number['off_map']} not" in cover
    assert texts_of(deck.slides[1])[1] == str(number["status_occurred"])


def test_what_could_not_be_used_or_placed_is_told_as_it_is(tmp_path) -> None:
    tables = sample_tables()
    tables["locations"].loc[tables["locations"]["event_id"] == "e-hostile", "radius_km"] = 25.0
    tables["events"]["date_basis"] = ""
    deck = deck_of(tables, tmp_path)
    told = [text for slide in deck.slides for text in texts_of(slide)]
    assert sum("1 entry about inputs that could not be used as they stood" in t for t in told) == 2
    assert "1 place is named, but not placed" in told
    assert "8 places are wider areas, not spots" in told
    assert WORDS["basis."] not in " ".join(s.notes_slide.notes_text_frame.text for s in deck.slides)


def test_every_event_stands_once_in_the_chronology(tmp_path) -> None:
    tables = many_events(300)
    deck = deck_of(tables, tmp_path)
    slides = slides_titled(deck, WORDS["slides.chronology"])
    shown = [
        row.cells[1].text_frame.text
        for slide in slides
        for row in list(tables_on(slide)[0].table.rows)[1:]
    ]
    assert len(shown) == len(set(shown)) == 300
    assert len(slides) > 10
    check_boxes(deck)


def test_a_very_long_table_says_what_it_leaves_out(tmp_path) -> None:
    deck = deck_of(many_events(MOST_ROWS + 7), tmp_path)
    slides = slides_titled(deck, WORDS["slides.chronology"])
    assert f"last {MOST_ROWS} of {MOST_ROWS + 7}" in slides[0].shapes.title.text_frame.text


def test_chart_and_tables_are_native(tmp_path) -> None:
    tables = sample_tables()
    deck = deck_of(tables, tmp_path)
    (frame,) = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    plot = frame.chart.plots[0]
    assert sum(sum(series.values) for series in plot.series) == counts(tables)["events"]
    assert list(plot.categories) == ["2020", "2021", "2022", "2023", "2024", "several years",
                                     "no date"]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    names = [cell.value for cell in book.active[1][1:]]
    assert names == [series.name for series in plot.series]
    for slide in deck.slides:
        for shape in tables_on(slide):
            assert shape.table.first_row


def test_formulas_in_the_chart_stay_text(tmp_path) -> None:
    tables = sample_tables()
    tables["events"].loc[0, "event_type"] = '=HYPERLINK("http://x")'
    tables["events"].loc[1, "event_type"] = "external:c:\\x"
    deck = deck_of(tables, tmp_path)
    (frame,) = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    blob = frame.chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    assert '=HYPERLINK("http://x")' in [cell.value for cell in sheet[1]]
    assert all(cell.data_type != "f" and not cell.hyperlink for row in sheet for cell in row)
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        assert not any("externalLink" in name for name in archive.namelist())


def test_bars_hold_every_event_once() -> None:
    rows = event_rows(sample_tables()).to_dict("records")
    bars = event_bars(rows, WORDS)
    assert sum(sum(series.values) for series in bars.series) == len(rows)
    assert (bars.step, bars.spanning, bars.undated) == ("year", 1, 1)


@pytest.mark.parametrize(
    ("days", "step", "first"),
    [
        (["2024-01-03", "2024-03-01"], "month", "2024-01"),
        (["2015-01-03", "2024-03-01"], "year", "2015"),
        (["1915-01-03", "2024-03-01"], "span", "1910\u20131919"),
        (["0001-01-03", "9999-03-01"], "span", "0\u2013999"),
    ],
)
def test_steps_of_the_chart(days: list[str], step: str, first: str) -> None:
    rows = [
        {"date": d, "date_start": d, "date_end": d, "event_type": "", "status": "occurred"}
        for d in days
    ]
    bars = event_bars(rows, WORDS)
    assert (bars.step, bars.categories[0]) == (step, first)
    assert len(bars.categories) <= 24


def test_year_only_is_in_no_month() -> None:
    row = {"event_type": "Riots", "status": "occurred"}
    rows = [
        {**row, "date": "2024", "date_start": "2024-01-01", "date_end": "2024-12-31"},
        {**row, "date": "2024-01-05", "date_start": "2024-01-05", "date_end": "2024-01-05"},
    ]
    bars = event_bars(rows, WORDS)
    assert bars.categories == ("2024-01", "several months")
    assert bars.series[0].values == (1, 1)


def test_hostile_text_stays_text(tmp_path) -> None:
    tables = sample_tables()
    put(tables["events"], "title", "=1+1\x00\x0b\ud800\ufffe", 0)
    show = PRESENTATION._replace(title=HOSTILE, subtitle=HOSTILE, marking=HOSTILE[:40])
    deck = deck_of(tables, tmp_path, show)
    everything = " ".join(text for slide in deck.slides for text in texts_of(slide))
    assert "=1+1\ufffd\ufffd" in everything
    assert "<script>alert(1)</script>" in everything
    check_boxes(deck)


def test_only_safe_links_go_out(tmp_path) -> None:
    path = tmp_path / "a.pptx"
    write_briefing(sample_tables(), path, PRESENTATION, picture())
    targets = set()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in archive.namelist():
            if name.endswith(".rels"):
                for relation in etree.fromstring(archive.read(name)):
                    if relation.get("TargetMode") == "External":
                        targets.add(relation.get("Target"))
        assert not any("thumbnail" in n or "printerSettings" in n for n in archive.namelist())
    assert targets == {"https://example.org/a"}


def test_marking_number_and_date_on_every_slide(tmp_path) -> None:
    deck = deck_of(sample_tables(), tmp_path)
    for slide in deck.slides:
        kinds = {s._element.ph.get("type"): s for s in slide.placeholders}
        assert kinds["ftr"].text_frame.text == "TLP:CLEAR"
        assert kinds["dt"].text_frame.text == "Data as of 31 December 2024"
        assert kinds["sldNum"]._element.findall(".//" + qn("a:fld"))


def test_reading_order_and_no_empty_placeholders(tmp_path) -> None:
    for show in (PRESENTATION, Presentation()):
        deck = deck_of(sample_tables(), tmp_path, show)
        for slide in deck.slides:
            assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
            last = slide.shapes[-1]
            assert last._element.ph.get("type") == "sldNum"
            identifiers = [shape.shape_id for shape in slide.shapes]
            assert len(identifiers) == len(set(identifiers))
            for shape in slide.placeholders:
                assert shape.text_frame.text.strip() or shape._element.ph.get("type") == "sldNum"


def test_sources_are_cited_and_notes_hold_reasons(tmp_path) -> None:
    deck = deck_of(sample_tables(), tmp_path)
    for slide in slides_titled(deck, WORDS["slides.chronology"]):
        assert any(text.startswith("Sources: ") for text in texts_of(slide))
        notes = slide.notes_slide.notes_text_frame.text
        assert "Sources: " in notes
    (first, *_) = slides_titled(deck, WORDS["slides.chronology"])
    assert "curated place within the focus" in first.notes_slide.notes_text_frame.text


def test_pictures_charts_and_tables_have_alternative_text(tmp_path) -> None:
    deck = deck_of(sample_tables(), tmp_path)
    described = 0
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                (properties,) = shape._element.xpath("./*/p:cNvPr")
                assert properties.get("descr")
                described += 1
    assert described > 6


def test_right_to_left_paragraphs(tmp_path) -> None:
    deck = deck_of(sample_tables(), tmp_path)
    arabic = [
        paragraph
        for slide in deck.slides
        for paragraph in slide._element.iter(qn("a:p"))
        if re.search("[\u0600-\u06ff]", "".join(t.text or "" for t in paragraph.iter(qn("a:t"))))
    ]
    own = [p for p in arabic if p.find(qn("a:pPr")).get("rtl") == "1"]
    assert own
    assert all(p.find(qn("a:pPr")).get("algn") == "r" for p in own)


def test_long_titles_are_cut_and_kept_in_the_notes(tmp_path) -> None:
    tables = sample_tables()
    for column in ("title", "claimed_by", "actor1", "notes"):
        tables["events"][column] = LONG
    tables["locations"]["name"] = LONG
    tables["reports"][["title", "publisher"]] = LONG
    tables["reports"]["url"] = "https://example.org/" + "x" * 5000
    tables["figures"][["what", "places", "claimed_by", "unit"]] = LONG
    tables["events"].loc[0, "title"] = "x" * 5000
    tables["events"].loc[1, "title"] = "غارة " * 1000
    show = PRESENTATION._replace(title=LONG, subtitle=LONG, marking=LONG, credits=(LONG,) * 9)
    deck = deck_of(tables, tmp_path, show)
    check_boxes(deck)
    (first, *_) = slides_titled(deck, WORDS["slides.chronology"])
    assert LONG.strip() in first.notes_slide.notes_text_frame.text
    sizes = {
        int(node.get("sz"))
        for slide in deck.slides
        for node in slide._element.iter(qn("a:rPr"))
        if node.get("sz")
    }
    assert min(sizes) >= 800


def test_no_events_make_a_deck(tmp_path) -> None:
    deck = deck_of(empty_tables(), tmp_path, Presentation())
    assert "There are no events in the data." in texts_of(deck.slides[0])
    check_boxes(deck)


def test_sample_boxes(tmp_path) -> None:
    check_boxes(deck_of(sample_tables(), tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("long", [False, True], ids=["sample", "long"])
def test_libreoffice_opens_it_and_nothing_runs_off(tmp_path, long: bool) -> None:
    tables = sample_tables()
    if long:
        tables["events"]["title"] = LONG
        tables["locations"]["name"] = LONG
    deck = deck_of(tables, tmp_path)
    nothing_runs_off(deck, tmp_path)


def nothing_runs_off(deck, tmp_path, sources: str = "Sources:") -> None:
    """Open tmp_path/briefing.pptx with LibreOffice: text ends above the sources and the footer."""
    soffice = shutil.which("soffice")
    reader = shutil.which("pdftotext")
    if not soffice or not reader:
        pytest.skip("LibreOffice (soffice) and pdftotext are not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "briefing.pptx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    words_of = subprocess.run(
        [reader, "-bbox", str(tmp_path / "briefing.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode()
    pages = words_of.split("<page ")[1:]
    assert len(pages) == len(deck.slides)
    for page in pages:
        height = float(re.search(r'height="([\d.]+)"', page)[1])
        found = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)', page)
        cited = [float(top) for top, _, word in found if word == sources]
        limit = cited[-1] if cited else height * 6.9 / 7.5
        foot = height * 6.9 / 7.5
        for top, bottom, word in found:
            if float(top) < limit - 1:
                assert float(bottom) <= limit + 3, word
            assert float(top) >= limit - 1 or float(bottom) < foot, word
