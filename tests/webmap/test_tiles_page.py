"""map-tiles.html in a real browser: from a host that answers ranges, and from a picked file."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from geotrack.schema import Presentation
from geotrack.summary import counts
from geotrack.webmap.tilespage import PAGE, TILES, tiles_page, write_tiles_page
from geotrack.writers.pmtiles import write_pmtiles
from tests.test_tiles import _tables

pytestmark = pytest.mark.browser
_HOSTILE = '<img src=x onerror="document.title=1">'
# 1,500 at one spot (more than a tile lists), 40 apart, one of them denied, one only roughly known.
_SPOTS = [(44.0, 36.2)] * 1500 + [(20.0 + i % 8, 10.0 + i // 8) for i in range(40)]


class RangeHandler(SimpleHTTPRequestHandler):
    """A static host as such pages need: GET, with Range."""

    asked: ClassVar[list[str]] = []
    ranges: ClassVar[bool] = True

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        if wanted and self.ranges:
            first, last = int(wanted[1]), min(int(wanted[2]), len(data) - 1)
            self.asked.append(self.headers["Range"])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
            data = data[first : last + 1]
        else:
            self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page and its tiles."""
    folder = tmp_path_factory.mktemp("site")
    n = len(_SPOTS)
    status = ["occurred"] * (n - 1) + ["denied"]
    titles = [f"Event {i}" for i in range(n - 1)] + [_HOSTILE]
    tables = _tables(_SPOTS, status=status, title=titles)
    tables["events"]["event_type"] = "Battles"
    tables["locations"].loc[n - 2, ["geo_precision", "radius_km"]] = ["area", 15.0]
    presentation = Presentation(title=f"Tiles {_HOSTILE}", as_of="2028-01-01", marking="TLP:CLEAR")
    write_pmtiles(tables, folder / TILES, presentation)
    write_tiles_page(folder / PAGE, presentation, counts(tables))
    return folder


@pytest.fixture
def host(site: Path) -> Iterator[str]:
    RangeHandler.asked.clear()
    RangeHandler.ranges = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: RangeHandler(*a, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)
    yield opened
    context.close()
    assert faults == []


def _status(page: Any, pattern: str) -> str:
    page.wait_for_function(
        "p => new RegExp(p).test(document.querySelector('#gt-status').textContent)", arg=pattern
    )
    return str(page.text_content("#gt-status"))


def test_tiles_are_read_in_parts_from_a_static_host(page: Any, host: str) -> None:
    page.goto(f"{host}/{PAGE}")
    told = _status(page, "in view")
    assert "1,540 locations in view" in told
    assert "1 of what did not surely occur" in told
    assert RangeHandler.asked, "ranges, not the whole file"
    assert page.text_content("#gt-marking") == "TLP:CLEAR"
    assert _HOSTILE in page.text_content("h1")
    assert page.title() != "1"


def test_a_window_of_time_counts_what_touches_it(page: Any, host: str) -> None:
    page.goto(f"{host}/{PAGE}")
    _status(page, "1,540")
    assert "undated events included" in page.text_content("output")
    page.locator("#gt-window input").nth(1).fill("0")
    told = _status(page, r"^\d+ locations in view")
    # Event i happened i days after 1 January 2024: the first period is that month.
    assert told.startswith("31 locations in view")
    assert "2024-01: events with any possible day in it" in page.text_content("output")
    page.click("text=All times")
    _status(page, "1,540")


def test_from_a_file_the_reader_picks_the_tiles(page: Any, site: Path) -> None:
    page.goto((site / PAGE).as_uri())
    assert "may not read the file beside it" in _status(page, "Choose")
    page.set_input_files("#gt-pick", site / TILES)
    assert "1,540 locations in view" in _status(page, "in view")


def test_another_file_is_refused_in_words(page: Any, site: Path) -> None:
    page.goto((site / PAGE).as_uri())
    page.set_input_files("#gt-pick", site / PAGE)
    _status(page, "cannot be read as tiles")


def test_a_host_without_ranges_leaves_the_choice_of_a_file(page: Any, host: str) -> None:
    RangeHandler.ranges = False
    page.goto(f"{host}/{PAGE}")
    _status(page, "does not answer requests for ranges")
    assert page.is_visible("#gt-pick")


def test_what_is_clicked_is_told_as_text(page: Any, tmp_path: Path) -> None:
    tables = _tables([(44.0, 36.2), (44.0, 36.2)], title=[_HOSTILE, "Another"])
    write_pmtiles(tables, tmp_path / TILES, Presentation())
    write_tiles_page(tmp_path / PAGE, Presentation(), counts(tables))
    page.goto((tmp_path / PAGE).as_uri())
    page.set_input_files("#gt-pick", tmp_path / TILES)
    _status(page, "2 locations in view")
    box = page.locator("#gt-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    told = page.locator(".gt-about").inner_text()
    assert _HOSTILE in told
    assert "Another" in told
    assert "2024-01-01 · occurred" in told
    assert "town or village" in told
    assert page.locator(".gt-about img").count() == 0
    assert page.title() != "1"


def test_the_page_says_what_it_may_ask_for() -> None:
    tables = _tables([(44.0, 36.2)])
    html = tiles_page(Presentation(title="T"), counts(tables))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "connect-src 'self'" in policy[1]
    assert "unsafe" not in policy[1]
