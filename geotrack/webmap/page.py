"""The interactive map as one self-contained file: `write_map_html`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.schema import Presentation
from geotrack.style import is_right_to_left, json_text, words
from geotrack.webmap.assets import asset
from geotrack.webmap.columns import text_list
from geotrack.webmap.packing import gzipped_json, in_base64
from geotrack.webmap.presented import basemap_payload, page_payload

if TYPE_CHECKING:
    import os

    from geotrack.tables import Tables

# Where the data come to stand; data cannot hold it, for texts are escaped on the way in.
_DATA = "<!--geotrack-data-->"


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
    payload = page_payload(tables, presentation)
    background = basemap_payload(tables, presentation)
    before, after = _skeleton(payload.head, presentation)
    parts = {
        "gt-head": gzipped_json(json_text(payload.head)),
        "gt-basemap": gzipped_json(json_text(background)),
        "gt-columns": in_base64(payload.data),
    }
    data = [f'<script type="text/plain" id="{name}">{part}</script>\n' for name, part in parts.items()]
    return [before, *data, after]


def _skeleton(head: dict[str, Any], presentation: Presentation) -> tuple[str, str]:
    """The page before and after its data. folium is slow to load: only when a page is made."""
    from geotrack.webmap.offline import OfflineMap, PageFigure, RawText, counted_ids, with_policy

    with counted_ids():
        figure = PageFigure(_texts(head["page"], presentation))
        figure.header.add_child(RawText(f"<style>{asset('webmap.css')}</style>"), name="css")
        folium_map = OfflineMap(
            words(presentation.language)["map.map_label"],
            location=[0.0, 0.0],
            zoom_start=2,
            attribution_control=False,
            zoom_snap=0.25,
            wheel_px_per_zoom_level=90,
            max_zoom=14,
            min_zoom=1,
            world_copy_jump=True,
        )
        figure.add_child(folium_map)
        figure.html.add_child(RawText(_DATA), name="data")
        figure.html.add_child(RawText(f"<script>{asset('webmap.js')}</script>"), name="js")
        folium_map.render()  # type: ignore[no-untyped-call]
        start = RawText(f"window.geotrackPage({folium_map.get_name()});")
        figure.script.add_child(start, name="start")
        before, after = with_policy(figure.render()).split(_DATA)
        return before, after


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
    }
