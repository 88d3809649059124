"""The page in a real Chromium, from file://, with the network cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import pytest

from geotrack.schema import Presentation
from geotrack.tables import Tables, empty_tables
from geotrack.webmap.assets import asset
from geotrack.webmap.layer import EventLayer
from geotrack.webmap.page import write_map_html
from tests.samples import HOSTILE, PRESENTATION, sample_tables
from tests.webmap.many import many_events

if TYPE_CHECKING:
    from pathlib import Path

    from tests.webmap.conftest import PageOf

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    write_map_html(sample_tables(), path, PRESENTATION)
    return path


def _written(tables: Tables, folder: Path) -> Path:
    path = folder / "map.html"
    write_map_html(tables, path, Presentation(title="A test", as_of="2024-12-31"))
    return path


def _rows(page: Any) -> list[str]:
    return page.locator(".gt-row .gt-title").all_inner_texts()


def _eventually(page: Any, expression: str) -> None:
    """Wait until the expression holds (wait_for_function needs eval, which the page forbids)."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def _pixel(page: Any, lon: float, lat: float) -> tuple[float, float]:
    """Where a coordinate lies on the screen."""
    box = page.locator(".folium-map").bounding_box()
    at = page.evaluate(
        "([lat, lon]) => { const p = geotrack.map.latLngToContainerPoint([lat, lon]);"
        " return [p.x, p.y]; }",
        [lat, lon],
    )
    return box["x"] + at[0], box["y"] + at[1]


def test_the_page_is_whole(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    root = page.locator("html")
    assert root.get_attribute("data-events") == "12"
    assert int(root.get_attribute("data-frame")) >= 1
    assert len(_rows(page)) == 12
    counts = page.locator("#gt-counts").inner_text()
    assert counts == "12 events · 9 on the map · 3 not on the map · 1 without a date"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    canvas = "document.querySelector('.gt-canvas')"
    painted = page.evaluate(
        f"{canvas}.getContext('2d').getImageData(0, 0, {canvas}.width, {canvas}.height)"
        ".data.some(v => v)"
    )
    assert painted


def test_hostile_text_is_shown_as_text(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    assert HOSTILE in _rows(page)
    page.locator(".gt-title", has_text="alert(1)").click()
    card = page.locator(".gt-card").inner_text()
    assert card.count("<script>alert(1)</script>") >= 4
    assert page.locator(".gt-card a").count() == 0  # its report's address is javascript:
    assert page.evaluate("document.querySelectorAll('a[href^=javascript]').length") == 0


def test_links_of_reports_are_safe(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator(".gt-title", has_text="five mountain areas").click()
    link = page.locator(".gt-card a").first
    assert link.get_attribute("href") == "https://example.org/a"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_the_time_window_filters(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    frame = int(page.locator("html").get_attribute("data-frame"))
    page.evaluate("geotrack.setWindow('2023-10-04', '2023-10-05')")
    _eventually(page, f"+document.documentElement.dataset.frame > {frame}")
    titles = _rows(page)
    assert "Air strikes on five mountain areas" in titles
    assert "Troops at a camp near Bashiqa" in titles  # it lasts
    assert "Withdrawal demanded" not in titles  # it has no date
    assert len(titles) == 3
    text = page.locator(".gt-band-text").inner_text()
    assert "3 events" in text
    assert "1 without a date left out" in text
    page.get_by_role("button", name="All time").click()
    assert len(_rows(page)) == 12


def test_an_uncertain_date_counts_as_possible(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.evaluate("geotrack.setWindow('2021-11-10', '2021-11-11')")
    assert "Protest over the count of votes" in _rows(page)
    assert "1 of them only possibly" in page.locator(".gt-band-text").inner_text()


def test_the_window_moves_by_keys_steps_and_dragging(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.get_by_label("First day of the time window").focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert page.locator(".gt-band-text").inner_text().startswith("1 January 2018")
    page.get_by_role("button", name="One step on").click()
    page.get_by_role("button", name="All time").click()
    box = page.locator(".gt-band-canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.60, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 30, steps=4)
    page.mouse.up()
    assert len(_rows(page)) < 12
    page.get_by_role("button", name="Play through time").click()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Pause").click()


def test_search_and_filters_work_together(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.get_by_role("searchbox").fill("گاره")  # written otherwise in the data
    _eventually(page, "document.querySelectorAll('.gt-row').length === 1")
    page.get_by_role("searchbox").fill("BAGHDAD")
    _eventually(page, "document.querySelectorAll('.gt-row').length === 3")
    page.locator(".gt-key", has_text="alleged").click()
    assert len(_rows(page)) == 2
    page.get_by_role("button", name="Clear all filters").click()
    assert len(_rows(page)) == 12
    assert page.get_by_role("searchbox").input_value() == ""
    page.get_by_role("searchbox").fill("no such thing")
    page.wait_for_selector("text=No event fits these filters.")


def test_a_click_on_the_map_selects_the_row(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.mouse.click(*_pixel(page, 45.2542, 35.9375))
    page.wait_for_selector(".gt-selected")
    assert "five mountain areas" in page.locator(".gt-selected").inner_text()
    assert "Air strikes" in page.locator(".leaflet-popup").inner_text()
    assert page.locator(".gt-card").count() == 1


def test_several_events_at_one_spot_list_themselves(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator(".gt-edge-button", has_text="Baghdad").click()
    page.wait_for_timeout(400)
    page.mouse.click(*_pixel(page, 44.4009, 33.3406))
    entries = page.locator(".gt-chooser button")
    assert entries.count() == 3
    entries.filter(has_text="Joint centre").click()
    assert "planned" in page.locator(".leaflet-popup").last.inner_text()
    assert "Joint centre" in page.locator(".gt-selected").inner_text()


def test_a_click_on_a_row_shows_its_place(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    inside = "geotrack.map.getBounds().contains([39.9199, 32.8543])"
    assert not page.evaluate(inside)
    page.locator(".gt-title", has_text="Parliament extends").click()
    _eventually(page, inside)
    card = page.locator(".gt-card").inner_text()
    assert "one day between 25 October 2021 and 31 October 2021" in card
    assert "curated place within the focus" in card
    page.locator(".gt-title", has_text="Parliament extends").click()
    assert page.locator(".gt-card").count() == 0


def test_what_lies_outside_the_view_is_told(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    texts = page.locator(".gt-edge-button").all_inner_texts()
    assert any("Baghdad" in text and "3 events" in text for text in texts)
    assert any("Ankara" in text and "1 event" in text for text in texts)
    page.get_by_role("button", name="All events", exact=True).click()
    page.wait_for_timeout(300)
    assert page.locator(".gt-edge-button").count() == 0


def test_the_tray_names_each_reason(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.get_by_role("tab", name="Not on the map").click()
    tray = page.locator("#gt-panel-tray").inner_text()
    assert "known only as Iraq, too wide for a pin" in tray
    assert "no place is named" in tray
    page.locator("#gt-panel-tray button", has_text="Withdrawal demanded").first.click()
    assert "Withdrawal demanded" in page.locator(".gt-selected").inner_text()


def test_figures_and_methods_are_told(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    assert page.locator(".gt-figure-label").count() == 1
    assert "56 bases jointly" in page.locator(".gt-figure-label").inner_text()
    page.get_by_role("tab", name="Figures").click()
    assert "58 targets" in page.locator("#gt-panel-figures").inner_text()
    page.get_by_role("tab", name="Methods").click()
    methods = page.locator("#gt-panel-methods").inner_text()
    assert "a.csv, row 3, date" in methods
    assert "1 entry about inputs that could not be used as they stood" in methods
    assert "set date_order" in methods
    assert "Natural Earth" in methods
    assert "31 December 2024" in methods


def test_it_works_by_keyboard_alone(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "gt-skip"
    page.locator(".gt-title").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator(".gt-selected").count() == 1
    assert page.locator(".gt-selected .gt-title").get_attribute("aria-expanded") == "true"
    page.locator("#gt-tab-events").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#gt-panel-tray").is_visible()


def test_right_to_left_text_is_set_right(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    title = page.locator(".gt-title", has_text="غارة")
    assert title.evaluate("node => getComputedStyle(node).direction") == "rtl"


@pytest.mark.parametrize("width", [360, 390, 768])
def test_small_screens_neither_clip_nor_scroll_sideways(
    page_of: PageOf, sample: Path, width: int
) -> None:
    page = page_of(sample, width=width, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#gt-legend summary").click()
    assert page.locator(".gt-key").first.is_visible()
    page.mouse.click(*_pixel(page, 45.2542, 35.9375))
    page.get_by_role("button", name="Details and sources").click()
    assert page.locator(".gt-card").is_visible()


def test_no_event_at_all(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(_written(empty_tables(), tmp_path)).page
    assert "There are no events" in page.locator("#gt-panel-events").inner_text()
    assert not page.locator("#gt-band").is_visible()


def test_one_event(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(_written(many_events(1), tmp_path)).page
    assert len(_rows(page)) == 1
    page.mouse.click(*_pixel(page, 41.0, 35.0))
    assert "Event number 0" in page.locator(".leaflet-popup").inner_text()


def test_all_at_one_spot(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(_written(many_events(300, one_spot=True), tmp_path)).page
    page.mouse.click(*_pixel(page, 42.0, 36.0))
    assert "300 events at this spot" in page.locator(".leaflet-popup").inner_text()
    assert page.locator(".gt-chooser button").count() == 200


def test_twenty_thousand_events(page_of: PageOf, tmp_path: Path) -> None:
    tables = many_events(20_000)
    january = tables["events"]["date"].str.startswith("2021-01").sum()
    page = page_of(_written(tables, tmp_path)).page
    assert page.locator("html").get_attribute("data-events") == "20000"
    assert page.locator(".gt-row").count() == 200
    page.get_by_role("button", name="Show 19800 more rows").or_(
        page.get_by_role("button", name="Show 19,800 more rows")
    ).click()
    assert page.locator(".gt-row").count() == 200
    page.evaluate("geotrack.setWindow('2021-01-01', '2021-01-31')")
    text = "document.querySelector('.gt-band-text').textContent"
    _eventually(page, f"{text}.includes('· {january} events')")
    page.get_by_role("searchbox").fill("number 19999")
    page.get_by_role("button", name="All time").click()
    _eventually(page, "document.querySelectorAll('.gt-row').length === 1")


def test_the_layer_on_a_plain_folium_map(page_of: PageOf, tmp_path: Path) -> None:
    """With Leaflet put in from our bundle: the network, and so folium's CDN, is cut."""
    plain = folium.Map(location=[36.9, 43.5], zoom_start=8, tiles=None)
    plain.default_js, plain.default_css = [], []
    EventLayer(sample_tables()).add_to(plain)
    html = plain.get_root().render()
    leaflet = f"<script>{asset('webmap.js')}</script><style>{asset('webmap.css')}</style>"
    path = tmp_path / "plain.html"
    path.write_text(html.replace("<head>", f"<head>{leaflet}", 1), encoding="utf-8")
    page = page_of(path, ready=False).page
    page.wait_for_selector(".gt-canvas")
    page.wait_for_timeout(300)
    name = plain.get_name()
    x, y = page.evaluate(
        f"(() => {{ const p = {name}.latLngToContainerPoint([36.9, 43.0]); return [p.x, p.y] }})()"
    )
    page.mouse.click(x, y)
    assert "<script>alert(1)</script>" in page.locator(".leaflet-popup").inner_text()
