"""The interactive map as one self-contained file: `write_map_html`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.schema import Presentation
from geotrack.style import is_right_to_left, json_text, words
from geotrack.webmap.columns import text_list
from geotrack.webmap.packing import gzipped_json, in_base64
from geotrack.webmap.presented import basemap_payload, page_payload
from geotrack.webmap.skeleton import skeleton

if TYPE_CHECKING:
    import os

    from geotrack.tables import Tables


def write_map_html(
    tables: Tables, path: str | os.PathLike[str], presentation: Presentation | None = None
) -> None:
    """Write the page. The same tables and presentation give the same bytes.

    It opens from file:// without a network, and its content security policy lets it ask for
    nothing. The file is written in place: callers who want it whole or not at all write beside
    and move.
    """
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(map_parts(tables, presentation or Presentation()))


def map_html(tables: Tables, presentation: Presentation) -> str:
    """The page as text.

    >>> from geotrack.tables import empty_tables
    >>> "default-src 'none'" in map_html(empty_tables(), Presentation(title="Empty"))
    True
    """
    return "".join(map_parts(tables, presentation))


def map_parts(tables: Tables, presentation: Presentation) -> list[str]:
    """The page in parts, so that a large payload is never copied into one text."""
    import shapely.geometry  # noqa: F401  # both threads use it, and imports must not race

    with ThreadPoolExecutor(1) as pool:  # compressing and cutting shapes leave a core free
        background = pool.submit(_basemap, tables, presentation)
        payload = page_payload(tables, presentation)
        before, after = skeleton(_texts(payload.head["page"], presentation))
        parts = {
            "gt-head": gzipped_json(json_text(payload.head)),
            "gt-columns": in_base64(payload.data),
            "gt-basemap": background.result(),
        }
    data = [f'<script type="text/plain" id="{name}">{p}</script>\n' for name, p in parts.items()]
    return [before, *data, after]


def _basemap(tables: Tables, presentation: Presentation) -> str:
    return gzipped_json(json_text(basemap_payload(tables, presentation)))


def _texts(page: dict[str, Any], presentation: Presentation) -> dict[str, str]:
    """What the page's skeleton says."""
    phrases = words(presentation.language)
    title, name = text_list([presentation.title, presentation.name])
    period = page["period"][presentation.language]
    line = " · ".join(part for part in (page["subtitle"], period) if part)
    right = is_right_to_left(presentation.language)
    return {
        "language": presentation.language,
        "direction": "rtl" if right else "ltr",
        "title": title or name or phrases["map.untitled"],
        "line": line,
        "marking": page["marking"],
        "skip": phrases["map.skip"],
        "noscript": phrases["map.noscript"],
        "loading": phrases["map.loading"],
        "map": phrases["map.map_region"],
        "map_label": phrases["map.map_label"],
        "table": phrases["map.tabs"],
        "time": phrases["map.time"],
    }
