"""The page in a real Chromium: from file://, without a request, with working filters."""

from __future__ import annotations

import pytest

from geotrack.timeline import write_timeline
from tests.samples import PRESENTATION, sample_tables

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, tmp_path):
    path = tmp_path / "timeline.html"
    write_timeline(sample_tables(), path, PRESENTATION)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.heard = []
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("request", lambda request: page.heard.append(request.url))
    page.on("dialog", lambda dialog: page.heard.append("dialog"))
    page.goto(path.as_uri())
    assert page.heard == [path.as_uri()]
    page.heard.clear()
    yield page
    assert page.heard == []
    page.close()


def shown(page) -> int:
    return page.locator("tr[data-t]:visible").count()


def test_all_events_are_shown_at_first(page) -> None:
    assert shown(page) == 12
    assert page.locator("#f-shown").text_content() == "Showing 12 of 12 events"


def test_search_folds_letters(page) -> None:
    page.fill("#f-text", "  ANKÁRA ")
    page.get_by_text("Showing 1 of 12 events").wait_for()
    assert shown(page) == 1
    page.fill("#f-text", "كاره")  # written with ha for ta marbuta
    page.locator("#event-e-arabic").wait_for()
    assert shown(page) == 1
    assert page.locator(".year:visible").count() == 1
    page.click("#f-clear")
    assert shown(page) == 12


def test_filters_join(page) -> None:
    page.select_option("#f-status", label="planned (1)")
    assert shown(page) == 1
    page.select_option("#f-type", label="Battles (1)")
    assert shown(page) == 0
    assert page.locator("#f-none").is_visible()
    page.click("#f-clear")
    page.select_option("#f-year", "2023")
    # Three of that year and the one that lasts through it.
    assert shown(page) == 4
    page.select_option("#f-year", "0")
    assert shown(page) == 1


def test_links_reach_hidden_events(page) -> None:
    page.select_option("#f-year", "0")
    page.evaluate("location.hash = '#event-e-strikes'")
    page.locator("#event-e-strikes").wait_for()


def test_without_script_all_is_shown(browser, tmp_path) -> None:
    path = tmp_path / "timeline.html"
    write_timeline(sample_tables(), path, PRESENTATION)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert shown(page) == 12
    assert not page.locator("#filters").is_visible()
    context.close()


@pytest.mark.parametrize("width", [360, 390, 700, 1280])
def test_nothing_is_wider_than_the_window(browser, tmp_path, width: int) -> None:
    tables = sample_tables()
    tables["events"].loc[0, "title"] = "x" * 5000
    path = tmp_path / "timeline.html"
    write_timeline(tables, path, PRESENTATION)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
