"""The map as a value that notebooks show."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import geotrack
from geotrack.schema import Presentation
from geotrack.webmap.page import map_html
from tests.samples import HOSTILE, PRESENTATION, sample_tables

if TYPE_CHECKING:
    from pathlib import Path

    from tests.webmap.conftest import PageOf


def test_the_frame_holds_the_page_escaped() -> None:
    shown = geotrack.event_map(sample_tables(), PRESENTATION)._repr_html_()
    found = re.fullmatch(r'<iframe srcdoc="([^"]*)" title="[^"]*" [^<>]*></iframe>', shown)
    assert found is not None
    assert html.unescape(found[1]) == map_html(sample_tables(), PRESENTATION)
    assert "allow-same-origin" not in shown


def test_a_hostile_title_stays_in_its_attribute() -> None:
    frame = pd.DataFrame({"longitude": [44.0], "latitude": [36.2]})
    shown = geotrack.event_map(frame, Presentation(title=f'"><b>{HOSTILE}'))._repr_html_()
    assert "<b>" not in shown
    assert "<script" not in shown


def test_saved_it_is_the_page(tmp_path: Path) -> None:
    geotrack.event_map(sample_tables(), PRESENTATION).save(tmp_path / "map.html")
    assert (tmp_path / "map.html").read_text("utf-8") == map_html(sample_tables(), PRESENTATION)


@pytest.mark.browser
def test_it_runs_in_its_frame(page_of: PageOf, tmp_path: Path) -> None:
    shown = geotrack.event_map(sample_tables(), PRESENTATION)._repr_html_()
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{shown}", encoding="utf-8")
    page = page_of(path, ready=False).page
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=true]").wait_for()
    frame.locator(".gt-key", has_text="planned").click()
    assert frame.locator("#gt-tab-events .gt-count").inner_text() == "11"
    page.wait_for_timeout(600)  # the address, which a frame has none of its own
    frame.locator(".gt-title").first.click()
    assert frame.locator(".gt-card").count() == 1
