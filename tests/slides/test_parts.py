"""One content, several writers: changes since a build, sections, areas, templates, directions."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from html import unescape

import docx
import pptx
import pytest
from lxml import html
from pptx.oxml.ns import qn
from pptx.util import Inches

from geotrack.errors import FormatError, InputError, ProjectError
from geotrack.schema import SECTIONS
from geotrack.slides import (
    write_briefing,
    write_briefing_docx,
    write_briefing_html,
    write_briefing_pdf,
)
from geotrack.slides.changes import changes_since, read_earlier
from geotrack.slides.content import briefing_parts, settings_from
from geotrack.style import words
from geotrack.tables import empty_tables, make_table
from geotrack.writers.csv import write_events_csv, write_locations_csv
from tests.samples import HOSTILE, PRESENTATION, sample_tables
from tests.slides.test_briefing import (
    LONG,
    check_boxes,
    many_events,
    nothing_runs_off,
    picture,
    texts_of,
)

WRITERS = {
    "pptx": write_briefing,
    "html": write_briefing_html,
    "docx": write_briefing_docx,
    "pdf": write_briefing_pdf,
}


def _earlier(tmp_path, **changed: object):
    """The folder of an earlier build of the sample, some cells of it otherwise."""
    tables = sample_tables()
    for event_id, (column, value) in changed.items():
        which = tables["events"]["event_id"] == event_id.replace("_", "-")
        tables["events"].loc[which, column] = value
    folder = tmp_path / "before"
    folder.mkdir()
    write_events_csv(tables, folder / "events.csv", PRESENTATION)
    write_locations_csv(tables, folder / "locations.csv", PRESENTATION)
    return folder


def _draw(*_args: object) -> bytes:
    return picture()


def _parts(sections: str = "", since: str = "", areas: int = 3):
    settings = settings_from(sections, areas, since)
    return briefing_parts(sample_tables(), PRESENTATION, settings, _draw)


# --- since --------------------------------------------------------------------------------


def test_nothing_has_changed_against_the_same_build(tmp_path) -> None:
    earlier = read_earlier(_earlier(tmp_path))
    assert changes_since(sample_tables(), "en", earlier) == []
    titles = [part.title for part in _parts(since=str(tmp_path / "before"))]
    assert words("en")["slides.since.none"] in titles


def test_new_changed_and_withdrawn_events_are_told_apart(tmp_path) -> None:
    folder = _earlier(tmp_path, e_week=("title", "Another wording"), e_denied=("status", "alleged"))
    tables = sample_tables()
    tables["events"] = tables["events"].query("event_id != 'e-protest'")
    extra = {"event_id": "e-added", "title": "Told only now", "status": "occurred"}
    extra |= {"date": "2015-01", "date_start": "2015-01-01", "date_end": "2015-01-31"}
    extra |= {"date_kind": "within"}
    tables["events"] = make_table("events", [*tables["events"].to_dict("records"), extra])
    at = tables["locations"]["event_id"] == "e-hostile"
    tables["locations"].loc[at, "latitude"] += 0.5
    found = changes_since(tables, "en", read_earlier(folder))
    kinds = {change.event_id: change.kind for change in found}
    assert kinds == {
        "e-added": "new", "e-week": "changed", "e-denied": "changed", "e-hostile": "changed",
        "e-protest": "withdrawn",
    }  # fmt: skip
    what = {change.event_id: change.what for change in found}
    assert what["e-week"] == (("title", "Another wording", "Parliament extends the mandate"),)
    assert what["e-denied"] == (("status", "alleged", "denied"),)
    assert [column for column, _, _ in what["e-hostile"]] == ["coordinates"]
    assert found[0].event_id == "e-added"  # of 2015, and new all the same


def test_a_spreadsheet_s_guard_is_no_change(tmp_path) -> None:
    tables = sample_tables()
    tables["events"].loc[0, "title"] = "=1+1"
    write_events_csv(tables, tmp_path / "events.csv", PRESENTATION)
    assert changes_since(tables, "en", read_earlier(tmp_path / "events.csv")) == []


def test_what_is_no_earlier_build_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match=r"there is no earlier build at events\.csv"):
        read_earlier(tmp_path)
    (tmp_path / "events.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="no column event_id"):
        read_earlier(tmp_path)


def test_the_deck_tells_what_changed(tmp_path) -> None:
    folder = _earlier(tmp_path, e_denied=("status", "alleged"))
    path = tmp_path / "a.pptx"
    write_briefing(sample_tables(), path, PRESENTATION, picture(), since=str(folder))
    told = [text for slide in pptx.Presentation(path).slides for text in texts_of(slide)]
    assert any(text.startswith("Since the last briefing: 0 new, 1 changed, 0") for text in told)
    assert "status: alleged → denied" in told


# --- sections, areas ----------------------------------------------------------------------


def test_sections_are_those_asked_for_in_that_order() -> None:
    keys = [part.key for part in _parts("method,key,contents")]
    assert keys == ["cover", "contents", "method", "key"]
    with pytest.raises(ProjectError, match="no section 'maps'"):
        _parts("key,maps")


def test_contents_name_every_part() -> None:
    parts = _parts(",".join(SECTIONS))
    assert parts[1].key == "contents"
    assert parts[1].texts[0].lines == tuple(part.title for part in parts[2:])


@pytest.mark.parametrize("kind", ["areas", "themes"])
def test_areas_and_themes_tell_of_their_own_events(kind: str) -> None:
    parts = [part for part in _parts(kind, areas=2) if part.key == kind]
    assert len(parts) == 2
    assert all(part.picture and part.picture.alt for part in parts)
    assert all(part.texts[0].lines for part in parts)
    assert _parts(kind, areas=0)[1:] == []


def test_every_part_that_tells_of_events_cites_sources() -> None:
    for part in _parts():
        if part.key in ("key", "map", "timeline", "chronology", "unsure", "areas"):
            assert part.sources, part.key


# --- writers ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_every_writer_gives_the_same_bytes_twice(name: str, language: str, tmp_path) -> None:
    show = PRESENTATION._replace(language=language)
    for turn in "ab":
        WRITERS[name](sample_tables(), tmp_path / f"{turn}.{name}", show, picture())
    first, second = ((tmp_path / f"{turn}.{name}").read_bytes() for turn in "ab")
    assert first == second
    assert len(first) > 5000


def test_html_is_whole_safe_and_says_what_the_deck_says(tmp_path) -> None:
    path = tmp_path / "briefing.html"
    write_briefing_html(sample_tables(), path, PRESENTATION, picture())
    text = path.read_text("utf-8")
    page = html.fromstring(text)
    assert "<script" not in text
    assert not page.xpath("//*[starts-with(@src, 'http')] | //link | //iframe")
    assert {a.get("href") for a in page.xpath("//a")} == {"https://example.org/a"}
    assert all(image.get("alt") for image in page.xpath("//img"))
    assert [h.text for h in page.xpath("//h2")] == [part.title for part in _parts()[1:]]
    assert page.xpath("//thead//th[@scope='col']")
    assert text.count("TLP:CLEAR") == 2
    assert HOSTILE.split("`")[0] in page.text_content()
    rtl = PRESENTATION._replace(language="ar")
    write_briefing_html(sample_tables(), path, rtl, picture())
    assert '<html lang="ar" dir="rtl">' in path.read_text("utf-8")


def test_word_document_has_headings_tables_and_marking(tmp_path) -> None:
    path = tmp_path / "briefing.docx"
    write_briefing_docx(sample_tables(), path, PRESENTATION, picture())
    made = docx.Document(str(path))
    heads = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert heads == [part.title for part in _parts()[1:]]
    assert "TLP:CLEAR" in made.sections[0].header.paragraphs[0].text
    assert "TLP:CLEAR" in made.sections[0].footer.paragraphs[0].text
    assert all(table._tbl.xpath(".//w:tblHeader") for table in made.tables)
    assert all(shape._inline.docPr.get("descr") for shape in made.inline_shapes)
    write_briefing_docx(sample_tables(), path, PRESENTATION._replace(language="ckb"), picture())
    made = docx.Document(str(path))
    assert all(table._tbl.xpath(".//w:bidiVisual") for table in made.tables)


@pytest.mark.slow
def test_libreoffice_opens_the_word_document_with_its_columns_as_wide_as_planned(tmp_path) -> None:
    if not shutil.which("lowriter") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice Writer and pdftotext are not installed")
    write_briefing_docx(sample_tables(), tmp_path / "briefing.docx", PRESENTATION, picture())
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        ["lowriter", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "briefing.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    read = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "briefing.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode()
    text = unescape(" ".join(re.findall(r">([^<\n]+)</word>", read)))
    for part in _parts()[1:]:
        assert part.title in text
    # The chronology's second column is twice as wide as its first.
    left = {
        word: float(x)
        for x, word in re.findall(r'xMin="([\d.]+)"[^>]*>(Date|Event|Places|Status)<', read)
    }
    first, second = left["Event"] - left["Date"], left["Places"] - left["Event"]
    assert second > 1.5 * first


def test_handout_keeps_to_its_pages(tmp_path) -> None:
    path = tmp_path / "briefing.pdf"
    write_briefing_pdf(many_events(90), path, PRESENTATION, picture())
    assert b"CreationDate" not in path.read_bytes()
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed")
    told = subprocess.run([reader, "-bbox", str(path), "-"], check=True, capture_output=True)
    pages = told.stdout.decode().split("<page ")[1:]
    assert len(pages) > 3
    found: list[str] = []
    for page in pages:
        wide, high = (
            float(n) for n in re.search(r'width="([\d.]+)" height="([\d.]+)', page).groups()
        )
        for box in re.findall(
            r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.]+)" yMax="([\d.]+)', page
        ):
            left, top, right, bottom = map(float, box)
            assert left >= 20 and top >= 8 and right <= wide - 20 and bottom <= high - 8
        assert page.count("TLP:CLEAR") == 2
        found += re.findall(r">(\d{4})</word>", page)
    assert {f"{i:04}" for i in range(90)} <= set(found)


def test_no_events_make_every_file(tmp_path) -> None:
    for name, write in WRITERS.items():
        write(empty_tables(), tmp_path / f"a.{name}", PRESENTATION, picture())
        assert (tmp_path / f"a.{name}").stat().st_size > 1000


# --- templates and directions -------------------------------------------------------------


def _template(tmp_path, width: float = 13.333):
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(width), Inches(7.5)
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "A slide of the company's"
    path = tmp_path / "corporate.pptx"
    deck.save(path)
    return path


def test_a_template_keeps_its_layouts_and_loses_its_slides(tmp_path) -> None:
    template, path = _template(tmp_path), tmp_path / "a.pptx"
    write_briefing(sample_tables(), path, PRESENTATION, picture(), template=str(template))
    deck = pptx.Presentation(path)
    names = {layout.name for layout in pptx.Presentation(template).slide_layouts}
    assert {slide.slide_layout.name for slide in deck.slides} <= names
    assert deck.slides[0].slide_layout.name == "Title Slide"
    told = [text for slide in deck.slides for text in texts_of(slide)]
    assert "A slide of the company's" not in told
    assert told.count("TLP:CLEAR") == len(deck.slides)
    check_boxes(deck)
    with zipfile.ZipFile(path) as archive:
        assert sum(name.startswith("ppt/slides/slide") for name in archive.namelist()) == len(
            deck.slides
        )
    schemes = {node.get("val") for s in deck.slides for node in s._element.iter(qn("a:schemeClr"))}
    assert {"accent1", "tx1", "bg2"} <= schemes


def test_what_is_no_template_is_refused(tmp_path) -> None:
    def write(template: str) -> None:
        write_briefing(sample_tables(), tmp_path / "a.pptx", PRESENTATION, picture(),
                       template=template)  # fmt: skip

    with pytest.raises(FormatError, match=r"there is no template none\.pptx"):
        write(str(tmp_path / "none.pptx"))
    (tmp_path / "text.pptx").write_text("no deck")
    with pytest.raises(FormatError, match="is no PowerPoint deck"):
        write(str(tmp_path / "text.pptx"))
    with pytest.raises(FormatError, match=r"10\.00 by 7\.50 inches"):
        write(str(_template(tmp_path, 10.0)))
    assert not (tmp_path / "a.pptx").exists()


@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_decks_from_right_to_left(language: str, tmp_path) -> None:
    show, path = PRESENTATION._replace(language=language), tmp_path / "a.pptx"
    write_briefing(sample_tables(), path, show, picture())
    deck = pptx.Presentation(path)
    check_boxes(deck)
    for slide in deck.slides:
        for paragraph in slide._element.iter(qn("a:p")):
            if any(node.text for node in paragraph.iter(qn("a:t"))) and not paragraph.findall(
                qn("a:fld")
            ):
                assert paragraph.find(qn("a:pPr")).get("rtl") == "1"
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.table._tbl.tblPr.get("rtl") == "1"
            if shape.has_chart:
                assert shape.chart.category_axis.reverse_order
    kinds = {s._element.ph.get("type"): s for s in deck.slides[1].placeholders}
    assert kinds["sldNum"].left < kinds["dt"].left


def test_pictures_of_maps_come_from_the_static_map(tmp_path) -> None:
    path = tmp_path / "a.pptx"
    write_briefing(sample_tables(), path, PRESENTATION, sections="map,areas", areas=1)
    pictures = [s for slide in pptx.Presentation(path).slides for s in slide.shapes
                if s.shape_type == 13]  # fmt: skip
    assert len(pictures) == 2
    assert all(io.BytesIO(p.image.blob).getvalue()[:4] == b"\x89PNG" for p in pictures)


@pytest.mark.slow
@pytest.mark.parametrize("case", ["all sections", "long titles", "template", "ar", "ckb"])
def test_nothing_runs_off_however_the_deck_is_made(case: str, tmp_path) -> None:
    tables, options = sample_tables(), {"sections": ",".join(SECTIONS), "areas": 2}
    changed = {"e_denied": ("status", "alleged"), "e_week": ("notes", LONG)}
    options["since"] = str(_earlier(tmp_path, **changed))
    show = PRESENTATION._replace(language=case) if case in ("ar", "ckb") else PRESENTATION
    if case == "long titles":
        tables["events"]["title"] = tables["events"]["claimed_by"] = LONG
    if case == "template":
        options["template"] = str(_template(tmp_path))
    path = tmp_path / "briefing.pptx"
    write_briefing(tables, path, show, picture(), **options)
    deck = pptx.Presentation(path)
    check_boxes(deck)
    sources = words(show.language)["slides.cited"].split(" ")[0]
    nothing_runs_off(deck, tmp_path, sources)
