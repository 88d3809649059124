"""The interactive map as one self-contained file: `write_map_html`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.schema import Presentation
from geotrack.style import json_for_html, words
from geotrack.webmap.assets import asset
from geotrack.webmap.columns import text_list
from geotrack.webmap.presented import basemap_payload, page_payload

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
    html = map_html(tables, presentation or Presentation())
    Path(path).write_text(html, encoding="utf-8", newline="\n")


def map_html(tables: Tables, presentation: Presentation) -> str:
    """The page as text.

    >>> from geotrack.tables import empty_tables
    >>> "default-src 'none'" in map_html(empty_tables(), Presentation(title="Empty"))
    True
    """
    # folium is slow to load: only when a page is really made.
    from geotrack.webmap.offline import OfflineMap, PageFigure, RawText, counted_ids, with_policy

    payload = page_payload(tables, presentation)
    background = basemap_payload(tables, presentation)
    with counted_ids():
        figure = PageFigure(_texts(payload["page"], presentation))
        figure.header.add_child(RawText(f"<style>{asset('webmap.css')}</style>"), name="css")
        folium_map = OfflineMap(
            words(presentation.language)["map.map_label"],
            location=[0.0, 0.0],
            zoom_start=2,
            attribution_control=False,
            zoom_snap=0.25,
            wheel_px_per_zoom_level=90,
            max_zoom=14,
            min_zoom=2,
            world_copy_jump=True,
        )
        figure.add_child(folium_map)
        for name, value in (("gt-payload", payload), ("gt-basemap", background)):
            data = f'<script type="application/json" id="{name}">{json_for_html(value)}</script>'
            figure.html.add_child(RawText(data), name=name)
        figure.html.add_child(RawText(f"<script>{asset('webmap.js')}</script>"), name="js")
        folium_map.render()  # type: ignore[no-untyped-call]
        start = RawText(f"window.geotrackPage({folium_map.get_name()});")
        figure.script.add_child(start, name="start")
        return with_policy(figure.render())


def _texts(page: dict[str, Any], presentation: Presentation) -> dict[str, str]:
    """What the page's skeleton says."""
    phrases = words(presentation.language)
    title, name = text_list([presentation.title, presentation.name])
    line = " · ".join(part for part in (page["subtitle"], page["period"]) if part)
    return {
        "language": presentation.language,
        "direction": page["direction"],
        "title": title or name or phrases["map.untitled"],
        "line": line,
        "marking": page["marking"],
        "skip": phrases["map.skip"],
        "noscript": phrases["map.noscript"],
        "legend": phrases["map.legend"],
        "map": phrases["map.map_label"],
        "table": phrases["map.tabs"],
        "time": phrases["map.time"],
    }
