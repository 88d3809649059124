"""What the browser tests do to a page, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.schema import Presentation
from geotrack.webmap.page import write_map_html

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.tables import Tables


def written(tables: Tables, folder: Path, language: str = "en") -> Path:
    path = folder / "map.html"
    as_of = "2024-12-31"
    write_map_html(tables, path, Presentation(title="A test", as_of=as_of, language=language))
    return path


def titles(page: Any) -> list[str]:
    """Of the rows that exist: those in sight, and a few above and below."""
    return [str(text) for text in page.locator(".gt-row .gt-title").all_inner_texts()]


def count(page: Any) -> int:
    """How many events pass the filters, as the tab tells it."""
    return int(page.locator("#gt-tab-events .gt-count").inner_text().replace(",", ""))


def eventually(page: Any, expression: str) -> None:
    """Wait until the expression holds (wait_for_function needs eval, which the page forbids)."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def pixel(page: Any, lon: float, lat: float) -> tuple[float, float]:
    """Where a coordinate lies on the screen."""
    box = page.locator("#gt-map").bounding_box()
    at = page.evaluate(
        "([lat, lon]) => { const p = geotrack.map.latLngToContainerPoint([lat, lon]);"
        " return [p.x, p.y]; }",
        [lat, lon],
    )
    return box["x"] + at[0], box["y"] + at[1]
