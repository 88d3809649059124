"""Pages opened from file:// in a real Chromium with the network cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from geotrack.webmap.page import write_map_html
from tests.samples import PRESENTATION, sample_tables

if TYPE_CHECKING:
    from pathlib import Path


class OpenPage(NamedTuple):
    """A page, and what went wrong in it: console errors, refused code, requests, dialogs."""

    page: Any
    faults: list[str]


PageOf = Callable[..., OpenPage]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of tests/samples.py."""
    path = tmp_path_factory.mktemp("map") / "map.html"
    write_map_html(sample_tables(), path, PRESENTATION)
    return path


@pytest.fixture
def page_of(browser: Any) -> Iterator[PageOf]:
    """Open a file offline and wait until it is interactive; no test may end with a fault."""
    opened: list[tuple[Any, OpenPage]] = []

    def open_page(
        path: Path,
        *,
        fragment: str = "",
        width: int = 1280,
        height: int = 800,
        ready: bool = True,
        **options: Any,
    ) -> OpenPage:
        size = {"width": width, "height": height}
        options = {"reduced_motion": "reduce", "accept_downloads": True, **options}
        context = browser.new_context(viewport=size, offline=True, **options)
        found = OpenPage(context.new_page(), [])
        opened.append((context, found))
        _watch(found)
        context.route("**/*", lambda route: _only_files(route, found.faults))
        found.page.goto(path.as_uri() + fragment)
        if ready:
            found.page.wait_for_selector("html[data-ready=true]", timeout=60_000)
        return found

    yield open_page
    for context, found in opened:
        context.close()
        assert not found.faults, found.faults


def _only_files(route: Any, faults: list[str]) -> None:
    url = route.request.url
    if url.startswith(("file:", "data:", "blob:")):
        route.continue_()
    else:
        faults.append(f"request: {url}")
        route.abort()


def _watch(found: OpenPage) -> None:
    page, faults = found
    page.on("console", lambda message: _heard(message, faults))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", lambda dialog: _dialog(dialog, faults))
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " e => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )


def _heard(message: Any, faults: list[str]) -> None:
    if message.type in ("error", "warning"):
        faults.append(f"{message.type}: {message.text}")


def _dialog(dialog: Any, faults: list[str]) -> None:
    faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()
