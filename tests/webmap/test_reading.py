"""Links to a view, take-away, keyboard, screen readers, languages and small screens."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PIL import Image

from geotrack.style import words
from tests.projects import ROOT
from tests.samples import HOSTILE, sample_tables
from tests.webmap.pages import count, eventually, pixel, titles, written

if TYPE_CHECKING:
    from tests.webmap.conftest import PageOf

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


# --- links --------------------------------------------------------------------------------


def test_a_link_restores_the_whole_view(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator("#gt-search").fill("baghdad")
    page.locator(".gt-key", has_text="denied").click()
    page.evaluate("geotrack.setWindow('2021-01-01', '2024-12-31')")
    page.evaluate("void geotrack.map.setView([34.5, 43.9], 7.5, {animate: false})")
    eventually(page, "geotrack.store.nVisible === 3")
    page.locator(".gt-title", has_text="Joint centre").click()
    eventually(page, "location.hash.includes('event=e-planned')")
    fragment = page.evaluate("location.hash")
    other = page_of(sample, fragment=fragment).page
    same = (
        "(({window, query, selected, status}) => JSON.stringify([window, query, selected,"
        " [...status], geotrack.map.getZoom()]))(geotrack.store.state)"
    )
    assert other.evaluate(same) == page.evaluate(same)
    middle = "(({lat, lng}) => [lat, lng])(geotrack.map.getCenter())"
    # A pixel is 0.008 degrees here, and maps stand on whole pixels.
    assert other.evaluate(middle) == pytest.approx(page.evaluate(middle), abs=0.02)
    assert "Joint centre" in other.locator(".gt-card").inner_text()
    assert count(other) == 3


def test_back_undoes_a_step_and_forward_does_it_again(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator(".gt-key", has_text="planned").click()
    eventually(page, "location.hash.includes('status=planned')")
    page.locator(".gt-title", has_text="Troops at a camp").click()
    eventually(page, "location.hash.includes('event=e-lasting')")
    page.go_back()
    eventually(page, "geotrack.store.state.selected === -1")
    assert count(page) == 11
    page.go_back()
    eventually(page, "geotrack.store.nVisible === 12")
    page.go_forward()
    eventually(page, "geotrack.store.nVisible === 11")


def test_a_broken_link_opens_the_page_as_it_is(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample, fragment="#time=x&event=<b>&map=a,b&type=%E0%A4&q=%").page
    assert count(page) == 12


# --- take away ----------------------------------------------------------------------------


def _saved(page: Any, item: str, folder: Path) -> Path:
    page.locator(".gt-menu > summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=item).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_filtered_events_as_csv(page_of: PageOf, sample: Path, tmp_path: Path) -> None:
    page = page_of(sample).page
    page.evaluate("geotrack.setWindow('2023-10-04', '2023-10-06')")
    path = _saved(page, "Filtered events as CSV", tmp_path)
    assert path.name == "sample.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["event_id"] for row in rows] == ["e-lasting", "e-strikes", "e-arabic", "e-hostile"]
    assert rows[1]["places"] == "Asos, Gara, Hakurk, Metina, Zap"
    assert rows[3]["title"] == HOSTILE
    assert rows[1]["status"] == "occurred"


def test_filtered_events_as_geojson(page_of: PageOf, sample: Path, tmp_path: Path) -> None:
    page = page_of(sample).page
    page.locator("#gt-search").fill("five mountain")
    eventually(page, "geotrack.store.nVisible === 1")
    data = json.loads(_saved(page, "Filtered events as GeoJSON", tmp_path).read_text("utf-8"))
    assert data["type"] == "FeatureCollection"
    assert data["metadata"]["marking"] == "TLP:CLEAR"
    assert len(data["features"]) == 5
    assert data["features"][0]["geometry"] == {"type": "Point", "coordinates": [45.2542, 35.9375]}
    assert {f["properties"]["event_id"] for f in data["features"]} == {"e-strikes"}


def test_the_view_as_a_picture(page_of: PageOf, sample: Path, tmp_path: Path) -> None:
    page = page_of(sample).page
    path = _saved(page, "This view as a picture", tmp_path)
    with Image.open(path) as image:
        assert image.width >= 1600
        assert len(image.convert("RGB").resize((200, 150)).getcolors(30_000)) > 500


def test_printing_shows_all_rows_on_white(page_of: PageOf, sample: Path, tmp_path: Path) -> None:
    page = page_of(sample, color_scheme="dark").page
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert page.locator(".gt-row").count() == 12
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".gt-tools").is_visible()
    assert page.pdf().startswith(b"%PDF")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_printed_page_has_the_basemap_below_the_events(page_of: PageOf, sample: Path) -> None:
    """Land and sea once were wiped out on paper by the clearing of the canvas above them."""
    page = page_of(sample).page
    document = pypdfium2.PdfDocument(page.pdf())
    printed = document[0].render(scale=1).to_pil().convert("RGB")
    ground = {(239, 236, 227), (251, 250, 245), (207, 223, 230)}  # land, focus and sea of theme.ts
    colours = printed.getcolors(printed.width * printed.height)
    found = sum(n for n, colour in colours if colour in ground)
    assert found > 0.05 * printed.width * printed.height
    assert len(document) > 1
    document.close()


def test_the_link_is_copied(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample, permissions=["clipboard-read", "clipboard-write"]).page
    page.locator(".gt-title", has_text="Troops at a camp").click()
    page.locator(".gt-card").get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied.").first.wait_for()
    assert "event=e-lasting" in page.evaluate("navigator.clipboard.readText()")


# --- keyboard and screen readers ----------------------------------------------------------


def _tab_to(page: Any, selector: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_a_path_by_keyboard_alone(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "gt-skip"
    _tab_to(page, ".gt-menu > summary")
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Print").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Print").is_visible()
    _tab_to(page, "#gt-legend input")
    page.keyboard.press("Space")
    assert count(page) == 11
    page.keyboard.press("Space")
    _tab_to(page, "#gt-search")
    page.keyboard.type("baghdad")
    eventually(page, "geotrack.store.nVisible === 3")
    _tab_to(page, ".gt-reset")
    page.keyboard.press("Enter")
    eventually(page, "geotrack.store.nVisible === 12")
    page.locator(".gt-title").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(".gt-selected .gt-title").get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.id") == "gt-card-title"
    page.keyboard.press("Escape")
    assert page.locator(".gt-card").count() == 0
    assert page.evaluate("document.activeElement.className") == "gt-title"
    page.keyboard.press("End")
    assert "Withdrawal" in page.evaluate("document.activeElement.textContent")
    page.locator("#gt-tab-events").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#gt-panel-tray").is_visible()


def test_changes_are_told(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator("#gt-search").fill("baghdad")
    eventually(page, "document.querySelector('[role=status]').textContent === '3 events shown'")


@pytest.mark.parametrize(
    ("width", "scheme", "fragment"),
    [(1280, "light", ""), (1280, "dark", "#event=e-strikes"), (390, "light", ""),
     (390, "dark", "#lang=ar")],
)  # fmt: skip
def test_axe_finds_nothing(
    page_of: PageOf, sample: Path, width: int, scheme: str, fragment: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci in frontend/")
    page = page_of(sample, width=width, height=844, color_scheme=scheme, fragment=fragment).page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for open_more in (False, True):
        if open_more:
            if width < 900:
                page.locator(".gt-sheet-handle").click()
                page.locator("#gt-legend summary").click()
            page.locator(".gt-more-filters > summary").click()
            page.wait_for_timeout(300)
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa',"
            "'best-practice']})"
            ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)"
            " + ' ' + n.failureSummary).join(' | ')))"
        )
        assert found == []


# --- languages ----------------------------------------------------------------------------


def test_a_page_in_arabic_runs_from_right_to_left(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(written(sample_tables(), tmp_path, "ar")).page
    assert page.evaluate("[document.documentElement.lang, document.dir]") == ["ar", "rtl"]
    assert page.locator("#gt-tab-tray").inner_text().startswith("خارج الخريطة")
    assert "Unreviewed" in page.locator(".gt-unreviewed").inner_text()
    side = page.locator("#gt-side").bounding_box()
    assert side["x"] < 10  # the table stands at the left now
    chart = page.locator(".gt-band-chart")
    assert chart.evaluate("node => getComputedStyle(node).direction") == "ltr"  # time does not
    page.locator("#gt-search").fill("الاتحاد")
    eventually(page, "geotrack.store.nVisible === 0")
    page.get_by_role("button", name="مسح كل التصفية").click()
    page.locator(".gt-title", has_text="Parliament extends").click()
    assert "25 تشرين الأول/أكتوبر 2021" in page.locator(".gt-card").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_reader_chooses_a_language_and_keeps_the_view(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.evaluate("geotrack.setWindow('2023-10-04', '2023-10-05')")
    with page.expect_navigation():
        page.get_by_label("Language").select_option("tr")
    page.wait_for_selector("html[data-ready=true]")
    assert count(page) == 3
    page.evaluate("geotrack.store.reset()")
    assert page.locator(".gt-band-text").inner_text().startswith("Tüm dönem")
    assert "3 olay" in page.locator(".gt-edge-button", has_text="Baghdad").inner_text()


def test_right_to_left_text_in_an_english_page(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    title = page.locator(".gt-title", has_text="غارة")
    assert title.evaluate("node => getComputedStyle(node).direction") == "rtl"


@pytest.mark.parametrize("language", ["ar", "ckb", "tr"])
def test_translations_say_everything_the_page_says(language: str) -> None:
    known = json.loads((ROOT / f"geotrack/words/{language}.json").read_text("utf-8"))
    prefixes = ("map.", "status.", "type.", "precision.", "basis.", "role.", "count.", "date.")
    wanted = {key for key in words("en") if key.startswith((*prefixes, "off_map.", "language."))}
    assert wanted - set(known) == set()
    assert known["language.unreviewed"]


# --- sizes --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 390, 640, 768])
def test_small_screens_neither_clip_nor_scroll_sideways(
    page_of: PageOf, sample: Path, width: int
) -> None:
    page = page_of(sample, width=width, height=400 if width == 640 else 780).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    side = page.locator("#gt-side")
    assert side.get_attribute("data-sheet") == "peek"
    page.mouse.click(*pixel(page, 45.2542, 35.9375)) if width != 640 else page.evaluate(
        "geotrack.store.set({selected: 5})"
    )
    if width == 640:  # 1280 px wide, at 200 %
        page.locator(".gt-sheet-handle").click()
    else:
        details = page.get_by_role("button", name="Details and sources")
        details.wait_for()
        # The map still moves to make room for the popup: a button that flees is not hit.
        page.wait_for_function("!document.querySelector('.leaflet-pan-anim')")
        details.click()
    assert side.get_attribute("data-sheet") == "half"
    assert page.locator(".gt-card").is_visible()
    page.locator(".gt-card").get_by_role("button", name="Close").click()
    assert page.locator(".gt-row").first.is_visible()
    assert re.search(r"\d+", page.locator("#gt-tab-events").inner_text())
    assert titles(page)
    page.locator(".gt-sheet-handle").click()
    page.locator(".gt-sheet-handle").click()
    page.locator("#gt-legend summary").click()
    assert page.locator(".gt-key").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
