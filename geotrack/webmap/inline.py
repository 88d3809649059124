"""`EventMap`: the interactive map as a value, shown inline by notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.schema import Presentation
from geotrack.style import html_text
from geotrack.webmap.frames import tables_of
from geotrack.webmap.page import map_html, write_map_html

if TYPE_CHECKING:
    import os

    import pandas as pd

    from geotrack.tables import Tables

_FRAME = (
    '<iframe srcdoc="{page}" title="{title}" width="100%" height="{height}" '
    'sandbox="allow-scripts allow-downloads allow-modals allow-popups" '
    'style="border:1px solid #ccc"></iframe>'
)


class EventMap(NamedTuple):
    """The page of `write_map_html`, to be looked at in a notebook or saved.

    The last value of a cell shows itself: the same page as in map.html, in a frame of `height`
    pixels that may run its own code and nothing else.
    """

    tables: Tables
    presentation: Presentation
    height: int = 640

    def _repr_html_(self) -> str:
        """The page in a frame; its text is escaped, so that no notebook reads it as its own."""
        page = html_text(map_html(self.tables, self.presentation))
        title = html_text(self.presentation.title)
        return _FRAME.format(page=page, title=title, height=int(self.height))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page as a file of its own."""
        write_map_html(self.tables, path, self.presentation)


def event_map(
    events: Tables | pd.DataFrame,
    presentation: Presentation | None = None,
    *,
    height: int = 640,
) -> EventMap:
    """Events as an interactive map that a notebook shows.

    `events` is either the tables of geotrack or a DataFrame or GeoDataFrame with one row an
    event, as `EventLayer` takes it. Raises InputError where there is no coordinate.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"longitude": [44.0], "latitude": [36.2], "title": ["A meeting"]})
    >>> event_map(frame)._repr_html_()[:15]
    '<iframe srcdoc='
    """
    tables = events if isinstance(events, dict) else tables_of(events)
    return EventMap(tables, presentation or Presentation(title="Events"), height)
