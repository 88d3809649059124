"""`EventLayer`: geotrack's events on anybody's folium map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from branca.element import Figure
from folium.map import Layer
from folium.template import Template

from geotrack.style import json_text, words
from geotrack.summary import is_drawn
from geotrack.webmap.assets import asset
from geotrack.webmap.frames import tables_of
from geotrack.webmap.packing import gzipped_json, in_base64
from geotrack.webmap.payload import layer_payload
from geotrack.webmap.rawtext import RawText

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.tables import Tables


class EventLayer(Layer):
    """Events as symbols, areas and popups on a folium map.

    `events` is either the tables of geotrack, or a DataFrame or GeoDataFrame with one row an
    event: `longitude` and `latitude` (or point geometries), and as far as there are any:
    title, date (EDTF), event_type, status, notes, radius_km, geo_precision, place, actor1,
    actor2, claimed_by, event_id. Texts stay texts, whatever they hold.

    >>> import folium
    >>> import pandas as pd
    >>> m = folium.Map(tiles=None)
    >>> frame = pd.DataFrame({"longitude": [44.0], "latitude": [36.2], "title": ["A meeting"]})
    >>> layer = EventLayer(frame).add_to(m)
    >>> m.fit_bounds(layer.get_bounds())
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = window.geotrackLayer("{{ this.get_name() }}");
        {% endmacro %}
        """
    )

    def __init__(
        self,
        events: Tables | pd.DataFrame,
        name: str | None = None,
        *,
        language: str = "en",
        control: bool = True,
        show: bool = True,
    ) -> None:
        title = words(language)["map.layer_name"] if name is None else name
        super().__init__(name=title, overlay=True, control=control, show=show)
        self._name = "EventLayer"
        tables = events if isinstance(events, dict) else tables_of(events)
        drawn = tables["locations"][is_drawn(tables["locations"])]
        self._points = drawn[["latitude", "longitude"]]
        self._payload = layer_payload(tables, language)

    def _get_self_bounds(self) -> list[list[float | None]]:
        if self._points.empty:
            return [[None, None], [None, None]]
        low, high = self._points.min(), self._points.max()
        return [
            [float(low["latitude"]), float(low["longitude"])],
            [float(high["latitude"]), float(high["longitude"])],
        ]

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # folium's return nothing
        """Put the layer's code (once a page) and data (once a layer) into the page."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise TypeError("EventLayer must be added to a folium map before it is rendered")
        code = f"<style>{asset('layer.css')}</style><script>{asset('layer.js')}</script>"
        figure.header.add_child(RawText(code), name="geotrack_layer")
        parts = {
            "head": gzipped_json(json_text(self._payload.head)),
            "columns": in_base64(self._payload.data),
        }
        for part, data in parts.items():
            name = f"{self.get_name()}_{part}"
            text = f'<script type="text/plain" id="{name}">{data}</script>'
            figure.html.add_child(RawText(text), name=name)
