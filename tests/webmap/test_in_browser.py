"""The page in a real Chromium, from file://, with the network cut: map, time, table, filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import pandas as pd
import pytest

from geotrack.tables import empty_tables
from geotrack.webmap.assets import asset
from geotrack.webmap.layer import EventLayer
from tests.samples import HOSTILE, sample_tables
from tests.webmap.many import many_events
from tests.webmap.pages import count, eventually, pixel, titles, written

if TYPE_CHECKING:
    from pathlib import Path

    from tests.webmap.conftest import PageOf

pytestmark = pytest.mark.browser


def test_the_page_is_whole(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    root = page.locator("html")
    assert root.get_attribute("data-events") == "12"
    assert int(root.get_attribute("data-frame")) >= 1
    assert count(page) == 12
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
    assert HOSTILE in titles(page)
    page.locator(".gt-title", has_text="alert(1)").click()
    card = page.locator(".gt-card").inner_text()
    assert card.count("<script>alert(1)</script>") >= 4
    assert page.locator(".gt-card a").count() == 0  # its report's address is javascript:
    assert page.evaluate("document.querySelectorAll('a[href^=javascript]').length") == 0


def test_odd_texts_do_no_harm(page_of: PageOf, tmp_path: Path) -> None:
    """A title of a million letters, lone surrogates, bidi overrides, template marks."""
    tables = many_events(6)
    odd = [
        "x" * 1_000_000,
        "lone \ud800 surrogate",
        "bidi \u202e override \u2066 isolate",
        "`${alert(1)}` {{ 7 * 7 }} {% raw %}",
        "</script><img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
    ]
    texts = pd.Series(odd, dtype=object)  # pandas would keep no lone surrogate in a column of texts
    tables["events"]["title"] = texts
    tables["events"]["notes"] = texts
    tables["locations"]["name"] = texts
    page = page_of(written(tables, tmp_path)).page
    for event in range(6):
        page.evaluate(f"geotrack.store.set({{selected: {event}}})")
        assert page.locator(".gt-card h2").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown = "".join(titles(page))
    assert "{{ 7 * 7 }}" in shown
    assert "<img src=x" in shown
    assert page.locator("img[src=x]").count() == 0


def test_links_of_reports_are_safe(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator(".gt-title", has_text="five mountain areas").click()
    link = page.locator(".gt-card a").first
    assert link.get_attribute("href") == "https://example.org/a"
    assert link.get_attribute("rel") == "noopener noreferrer"


# --- time ---------------------------------------------------------------------------------


def test_the_time_window_filters(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    frame = int(page.locator("html").get_attribute("data-frame"))
    page.evaluate("geotrack.setWindow('2023-10-04', '2023-10-05')")
    eventually(page, f"+document.documentElement.dataset.frame > {frame}")
    shown = titles(page)
    assert "Air strikes on five mountain areas" in shown
    assert "Troops at a camp near Bashiqa" in shown  # it lasts
    assert "Withdrawal demanded" not in shown  # it has no date
    assert len(shown) == 3
    text = page.locator(".gt-band-text").inner_text()
    assert "3 events" in text
    assert "1 without a date left out" in text
    page.locator(".gt-presets").select_option(label="All time")
    assert count(page) == 12
    page.locator(".gt-presets").select_option(label="2021")
    assert count(page) == 4


def test_an_uncertain_date_counts_as_possible(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.evaluate("geotrack.setWindow('2021-11-10', '2021-11-11')")
    assert "Protest over the count of votes" in titles(page)
    assert "1 of them only possibly" in page.locator(".gt-band-text").inner_text()


def test_the_window_moves_by_keys_steps_and_brush(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    text = page.locator(".gt-band-text")
    page.get_by_label("First day of the time window").focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    assert text.inner_text().startswith("1 January 2018")
    page.keyboard.press("Shift+ArrowLeft")  # the whole window, not its first day alone
    assert text.inner_text().startswith("1 December 2017")
    page.locator(".gt-presets").select_option(label="All time")
    box = page.locator(".gt-band-canvas").bounding_box()

    def brush(start: float, end: float) -> None:
        page.mouse.move(box["x"] + box["width"] * start, box["y"] + 30)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * end, box["y"] + 30, steps=4)
        page.mouse.up()

    brush(0.604, 0.746)
    assert text.inner_text().startswith("1 January 2021 to 30 June 2022")
    brush(0.70, 0.801)  # inside the window: it moves as it is
    assert text.inner_text().startswith("1 January 2022 to 30 June 2023")


def test_playback_slides_or_grows_and_can_be_paused(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    window = "geotrack.store.state.window"
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Play through time").click()
    first = page.evaluate(window)
    eventually(page, f"{window}[1] > {first[1]}")
    page.get_by_role("button", name="Pause").click()
    slid = page.evaluate(window)
    assert slid[0] > first[0]
    page.get_by_role("button", name="Cumulative").click()
    page.get_by_role("button", name="One step on").click()
    grown = page.evaluate(window)
    assert grown[0] == slid[0]
    assert grown[1] > slid[1]


# --- search and filters -------------------------------------------------------------------


def test_search_and_filters_work_together(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    search = page.locator("#gt-search")
    search.fill("گاره")  # written otherwise in the data
    eventually(page, "geotrack.store.nVisible === 1")
    search.fill("BAGHDAD")
    eventually(page, "geotrack.store.nVisible === 3")
    page.locator(".gt-key", has_text="alleged").click()
    assert count(page) == 2
    assert page.locator(".gt-key", has_text="alleged").locator(".gt-count").inner_text() == "1"
    page.get_by_role("button", name="Clear all filters").click()
    assert count(page) == 12
    assert search.input_value() == ""
    search.fill("no such thing")
    page.wait_for_selector("text=No event fits these filters.")


def test_lists_of_actors_sources_and_precision(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.get_by_text("Actors, sources, precision").click()
    precision = page.get_by_role("group", name="Place known to")
    town = precision.locator("label", has_text="town or village")
    assert town.locator(".gt-count").inner_text() == "4"
    town.click()
    assert count(page) == 4
    assert (
        precision.locator("label", has_text="wider area").locator(".gt-count").inner_text() == "3"
    )
    precision.locator("label", has_text="wider area").click()
    assert count(page) == 7
    page.get_by_role("group", name="Sources").locator("label", has_text="A Daily").click()
    assert count(page) == 7


def test_only_what_is_in_view(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.get_by_label("Only what is in view").check()
    inside = count(page)
    assert 0 < inside < 9
    page.evaluate("void geotrack.map.setView([33.34, 44.4], 8, {animate: false})")
    eventually(page, "geotrack.store.nVisible === 3")
    assert "Joint centre to be set up" in titles(page)
    page.get_by_label("Only what is in view").uncheck()
    assert count(page) == 12


# --- map and table ------------------------------------------------------------------------


def test_a_click_on_the_map_selects_the_row(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.mouse.click(*pixel(page, 45.2542, 35.9375))
    page.wait_for_selector(".gt-selected")
    assert "five mountain areas" in page.locator(".gt-selected").inner_text()
    assert "Air strikes" in page.locator(".leaflet-popup").inner_text()
    assert page.locator(".gt-card").count() == 1


def test_hovering_marks_both_ways(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.mouse.move(*pixel(page, 45.2542, 35.9375))
    page.wait_for_selector(".gt-hovered")
    assert "five mountain areas" in page.locator(".gt-hovered").inner_text()
    frame = int(page.locator("html").get_attribute("data-frame"))
    page.locator(".gt-row", has_text="Troops at a camp").hover()
    eventually(page, f"+document.documentElement.dataset.frame > {frame}")
    assert page.evaluate("geotrack.store.state.hovered") == 0


def test_several_events_at_one_spot_list_themselves(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator(".gt-edge-button", has_text="Baghdad").click()
    page.wait_for_timeout(400)
    page.mouse.click(*pixel(page, 44.4009, 33.3406))
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
    eventually(page, inside)
    card = page.locator(".gt-card").inner_text()
    assert "one day between 25 October 2021 and 31 October 2021" in card
    assert "curated place within the focus" in card
    page.locator(".gt-title", has_text="Parliament extends").click()
    assert page.locator(".gt-card").count() == 0


def test_the_card_leads_to_its_neighbours(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.locator(".gt-title", has_text="Troops at a camp").click()
    assert page.locator(".gt-position").inner_text() == "1 of 12"
    assert page.get_by_role("button", name="Previous").is_disabled()
    page.get_by_role("button", name="Next").click()
    assert page.locator(".gt-position").inner_text() == "2 of 12"
    assert "A killing" in page.locator(".gt-selected").inner_text()


def test_the_table_sorts(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample).page
    page.get_by_role("button", name="Sort by Event").click()
    shown = titles(page)
    assert shown == sorted(shown, key=str.lower)
    page.get_by_role("button", name="Sorted by Event").click()
    assert titles(page) == shown[::-1]


def test_the_ground_goes_with_the_map_while_it_flies(page_of: PageOf, sample: Path) -> None:
    page = page_of(sample, reduced_motion="no-preference").page
    scale = "document.querySelector('.gt-ground').style.transform.match(/scale\\((.*)\\)/)[1]"
    assert page.evaluate(f"+({scale})") == 1
    page.evaluate("void geotrack.map.flyTo([33.3, 44.4], 9, {duration: 3})")
    eventually(page, f"+({scale}) !== 1")
    # Stopped, it is drawn anew.
    page.evaluate("void geotrack.map.stop()")
    eventually(page, f"+({scale}) === 1")


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


# --- few, many, odd -----------------------------------------------------------------------


def test_no_event_at_all(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(written(empty_tables(), tmp_path)).page
    assert "There are no events" in page.locator("#gt-panel-events").inner_text()
    assert not page.locator("#gt-band").is_visible()


def test_one_event(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(written(many_events(1), tmp_path)).page
    assert count(page) == 1
    page.mouse.click(*pixel(page, 41.0, 35.0))
    assert "Event number 0" in page.locator(".leaflet-popup").inner_text()


def test_all_at_one_spot(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(written(many_events(300, one_spot=True), tmp_path)).page
    page.mouse.click(*pixel(page, 42.0, 36.0))
    assert "300 events at this spot" in page.locator(".leaflet-popup").inner_text()
    assert page.locator(".gt-chooser button").count() == 200


def test_across_the_antimeridian(page_of: PageOf, tmp_path: Path) -> None:
    tables = many_events(2)
    tables["locations"]["longitude"] = [178.5, -178.5]
    tables["locations"]["latitude"] = [-17.0, -16.0]
    page = page_of(written(tables, tmp_path)).page
    width = page.evaluate("geotrack.map.getBounds().getEast() - geotrack.map.getBounds().getWest()")
    assert width < 40  # side by side, not at both ends of the world
    for event, lon in ((0, 178.5), (1, 181.5)):
        page.mouse.click(*pixel(page, lon, -17.0 + event))
        page.wait_for_selector(f".gt-selected[data-event='{event}']")


def test_twenty_thousand_events(page_of: PageOf, tmp_path: Path) -> None:
    tables = many_events(20_000)
    january = int(tables["events"]["date"].str.startswith("2021-01").sum())
    page = page_of(written(tables, tmp_path)).page
    assert page.locator("html").get_attribute("data-events") == "20000"
    assert page.locator(".gt-row").count() < 40  # only the rows in sight exist
    assert page.locator(".gt-table").get_attribute("aria-rowcount") == "20001"
    assert page.locator(".gt-dense-note").is_visible()
    page.locator("#gt-panel-events").evaluate("node => { node.scrollTop = node.scrollHeight }")
    last = page.evaluate("geotrack.store.data.events.title.at(19999)")
    page.locator(".gt-title", has_text=last).wait_for()
    page.evaluate("geotrack.setWindow('2021-01-01', '2021-01-31')")
    text = "document.querySelector('.gt-band-text').textContent"
    eventually(page, f"{text}.includes('· {january} events')")
    page.locator("#gt-search").fill("number 19999")
    page.locator(".gt-presets").select_option(label="All time")
    eventually(page, "geotrack.store.nVisible === 1")


def test_a_click_where_symbols_are_dense(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(written(many_events(5000), tmp_path)).page
    found = page.evaluate(
        "() => { const d = geotrack.store.data; const b = geotrack.map.getBounds();"
        " for (let i = 0; i < d.spots.rows; i++)"
        " if (b.pad(-0.3).contains([d.spots.lat[i], d.spots.lon[i]]))"
        " return [d.spots.lon[i], d.spots.lat[i]]; }"
    )
    page.mouse.click(*pixel(page, *found))
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    assert "Event number" in popup.inner_text()


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
