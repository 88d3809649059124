"""The page for more events than one page can hold: it reads the tiles beside it, range by range.

From a static host it asks for parts of `events.pmtiles`; opened as a file it cannot (a file:// page
may not fetch its neighbours), and the reader picks the file instead. It holds no event itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from geotrack.basemap.geojson import layers_geojson
from geotrack.schema import EVENT_TYPES, OTHER_TYPE, STATUSES
from geotrack.style import SHAPES, is_right_to_left, json_text, status_style, type_style, words
from geotrack.webmap.assets import asset
from geotrack.webmap.columns import text_list
from geotrack.webmap.packing import gzipped_json
from geotrack.webmap.skeleton import with_policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geotrack.schema import Presentation

PAGE = "map-tiles.html"
TILES = "events.pmtiles"
_WORLD = (-180.0, -85.0, 180.0, 85.0)
# Of the basemap only what is worth its bytes over the whole world.
_LAYERS = ("countries", "lakes", "borders")
_SIMPLIFIED_DEGREES = 0.01
_TEMPLATE = """<!DOCTYPE html>
<html lang="{{ language }}" dir="{{ direction }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="geotrack-csp">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ title }}</title>
<style>{{ css }}</style>
</head>
<body>
<div id="gt-tiles">
<noscript><p class="gt-noscript">{{ noscript }}</p></noscript>
<header>{% if marking %}
<p id="gt-marking" dir="auto">{{ marking }}</p>
{% endif %}
<h1 dir="auto">{{ title }}</h1>
<p id="gt-line" dir="auto">{{ line }}</p>
</header>
<section id="gt-window" aria-label="{{ time }}"></section>
<main id="gt-map" role="application" aria-label="{{ map_label }}"></main>
<p id="gt-status" role="status"></p>
<footer id="gt-foot" dir="auto"></footer>
</div>
<script type="text/plain" id="gt-head">{{ head }}</script>
<script type="text/plain" id="gt-basemap">{{ basemap }}</script>
<script>{{ js }}</script>
</body>
</html>
"""


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(_TEMPLATE)


def write_tiles_page(path: Path, presentation: Presentation, counts: Mapping[str, int]) -> None:
    """Write the page that reads `events.pmtiles` beside it; `counts` are summary.counts."""
    path.write_text(tiles_page(presentation, counts), encoding="utf-8", newline="\n")


def tiles_page(presentation: Presentation, counts: Mapping[str, int]) -> str:
    """The page as text."""
    phrases = words(presentation.language)
    said = {name: text for name, text in phrases.items() if name.startswith(_PHRASES)}
    title, marking = text_list([presentation.title or presentation.name, presentation.marking])
    head: dict[str, Any] = {
        "tiles": TILES,
        "words": said,
        "counts": dict(counts),
        "types": [_type(name) for name in (*EVENT_TYPES, OTHER_TYPE)],
        "statuses": [_status(name) for name in STATUSES],
        "credits": text_list(presentation.credits),
        "bounds": list(presentation.bounds) if presentation.bounds else None,
    }
    on_map, events = counts["on_map"], counts["events"]
    line = phrases["tiles.line"].format(events=f"{events:,}", on_map=f"{on_map:,}")
    right = is_right_to_left(presentation.language)
    html = _template().render(
        language=presentation.language,
        direction="rtl" if right else "ltr",
        title=title or phrases["map.untitled"],
        marking=marking,
        line=line,
        noscript=phrases["tiles.noscript"],
        time=phrases["map.time"],
        map_label=phrases["map.map_label"],
        head=gzipped_json(json_text(head)),
        basemap=gzipped_json(json_text(_basemap())),
        # Our own built files, never data: the one thing here that is not escaped.
        css=Markup(asset("tiles.css")),  # noqa: S704
        js=Markup(asset("tiles.js")),  # noqa: S704
    )
    # Its own tiles are all that it may ask for.
    return with_policy(html, connect="'self'")


_PHRASES = ("tiles.", "map.zoom", "status.", "precision.", "type.")


def _type(name: str) -> dict[str, Any]:
    style = type_style(name)
    corners = SHAPES[style.shape]
    shape = [list(corner) for corner in corners] if corners else None
    return {"key": name, "colour": style.colour, "shape": shape}


def _status(name: str) -> dict[str, Any]:
    style = status_style(name)
    return {"key": name, "fill": style.fill, "dashes": list(style.dashes), "struck": style.struck}


def _basemap() -> dict[str, Any]:
    layers = layers_geojson(_WORLD, simplify_deg=_SIMPLIFIED_DEGREES)
    return {"layers": {name: layers[name] for name in _LAYERS if name in layers}, "relief": None}
