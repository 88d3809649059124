"""How a page is divided: marking, title, map, panel and sources, for every kind of map."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geotrack.basemap.regions import credit_lines
from geotrack.edtf import date_in_words
from geotrack.staticmap import furniture, panel
from geotrack.staticmap.box import Box
from geotrack.staticmap.frame import Bounds, Frame, extent_of, fit_frame
from geotrack.staticmap.lettering import one_line, shortened
from geotrack.staticmap.sheet import DESIGN_INCHES, Sheet
from geotrack.staticmap.spots import Standing, located, on_frame, standing
from geotrack.style import counted, is_right_to_left, words
from geotrack.summary import drawn_locations, period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

_PANEL = 166.0
_GUTTER = 9.0
_LONGEST_SUBTITLE = 140


class Paper(NamedTuple):
    """The size of a page in pixels, and in inches across where type has its true size in print."""

    width_px: int
    height_px: int
    inches: float = 0.0

    @property
    def dpi(self) -> float:
        """Pixels an inch, as if the page had a slide's width where no width is given."""
        return self.width_px / (self.inches or DESIGN_INCHES[0])


class Fitted(NamedTuple):
    """A page with head and foot drawn: where its parts stand, and the locations counted in it."""

    layout: furniture.Layout
    frame: Frame
    rows: pd.DataFrame
    standing: Standing


def new_sheet(paper: Paper, presentation: Presentation) -> Sheet:
    """An empty page of that size, for readers of the presentation's language."""
    rtl = is_right_to_left(presentation.language)
    return Sheet(paper.width_px, paper.height_px, inches=paper.inches, rtl=rtl)


def body(sheet: Sheet, presentation: Presentation, title: str, subtitle: str, sources: str) -> Box:
    """Marking, title, subtitle and sources drawn; what is left of the page between them."""
    bar = furniture.draw_marking(sheet, presentation.marking)
    foot = furniture.draw_sources(sheet, bar, sources)
    head = furniture.head_height(sheet, title, subtitle)
    furniture.draw_head(sheet, sheet.height - bar, title, subtitle)
    margin = furniture.MARGIN
    return Box(margin, bar + foot, sheet.width - margin, sheet.height - bar - head)


def fitted(
    sheet: Sheet,
    tables: Tables,
    presentation: Presentation,
    bounds: Bounds,
    blocks_of: Callable[[Frame, pd.DataFrame, Standing, bool], list[panel.Block]],
    subtitle_of: Callable[[Standing], str],
) -> Fitted:
    """Head and foot drawn, and the frame between them with the locations counted in it.

    A first, rough frame tells how many lines the head takes and how high the panel is; the
    final one differs from it by a few points.
    """
    language = presentation.language
    bar = furniture.MARKING_HEIGHT if presentation.marking.strip() else 0.0
    rough = fit_frame(bounds, split(sheet, _between(sheet, bar + 16.0, bar + 45.0), 200.0).map)
    known = located(tables, language)
    rows = on_frame(known, rough)
    stand = standing(tables, rows)
    high = panel.panel_height(blocks_of(rough, rows, stand, True), columns(sheet))
    told = sources(presentation, rough)
    room = body(sheet, presentation, presentation.title, subtitle_of(stand), told)
    layout = split(sheet, room, high)
    frame = fit_frame(bounds, layout.map)
    rows = on_frame(known, frame)
    return Fitted(layout, frame, rows, standing(tables, rows))


def _between(sheet: Sheet, below: float, above: float) -> Box:
    margin = furniture.MARGIN
    return Box(margin, below, sheet.width - margin, sheet.height - above)


def columns(sheet: Sheet) -> int:
    """Columns of the panel: one beside the map on wide pages, several below it on high ones."""
    if sheet.width >= sheet.height * 1.15:
        return 1
    return 3 if sheet.width > 440 else 2


def split(sheet: Sheet, room: Box, high: float) -> furniture.Layout:
    """The space between head and foot: map and panel, side by side or one below the other."""
    n_columns = columns(sheet)
    left, bottom, right, top = room
    if n_columns == 1:
        if sheet.rtl:
            edge = left + _PANEL
            beside, chart = Box(left, bottom, edge, top), Box(edge + _GUTTER, bottom, right, top)
        else:
            edge = right - _PANEL
            beside, chart = Box(edge, bottom, right, top), Box(left, bottom, edge - _GUTTER, top)
        return furniture.Layout(chart, beside, 1)
    high = min(high, (top - bottom) * 0.5)
    return furniture.Layout(
        Box(left, bottom + high + _GUTTER, right, top),
        Box(left, bottom, right, bottom + high),
        n_columns,
    )


def data_bounds(tables: Tables) -> Bounds:
    """Bounds around all drawn locations, with the reach of those known as areas."""
    rows = drawn_locations(tables)
    reach = rows["radius_km"].fillna(0.0).clip(lower=0.0).to_numpy(dtype=float)
    lon, lat = rows["longitude"].to_numpy(dtype=float), rows["latitude"].to_numpy(dtype=float)
    return extent_of(lon, np.clip(lat, -90, 90), reach)


def focus_of(rows: pd.DataFrame) -> str:
    """The country most events on this map lie in; empty if none says."""
    inside = rows[rows["inside"] & (rows["country"] != "")]
    if inside.empty:
        return ""
    counts = inside["country"].value_counts()
    return str(min(counts.index, key=lambda code: (-counts[code], code)))


def subtitle(tables: Tables, presentation: Presentation, parts: Sequence[str]) -> str:
    """The project's own subtitle, the period, and what else is to be told, in one line."""
    own = shortened(presentation.subtitle, _LONGEST_SUBTITLE)
    known = [own, period(tables, presentation), *parts]
    return " · ".join(one_line(part) for part in known if part.strip())


def standing_in_words(stand: Standing, language: str) -> str:
    """How many events there are: on this map, outside its frame, on no map."""
    phrases = words(language)
    nowhere = sum(stand.nowhere.values())
    all_here = stand.here == stand.total and stand.total
    here = "static.all_here" if all_here else "static.here"
    parts = [phrases[here].format(n=f"{stand.here:,}")]
    if stand.outside:
        parts.append(phrases["static.beyond"].format(n=f"{stand.outside:,}"))
    if nowhere:
        parts.append(phrases["static.off"].format(n=f"{nowhere:,}"))
    joined = phrases["list.comma"].join(parts)
    return phrases["static.total"].format(
        events=counted(language, "count.events", stand.total), parts=joined
    )


def sources(presentation: Presentation, frame: Frame | None, *more: str) -> str:
    """The line of sources: data, basemap, projection, the day of the data, who made it."""
    phrases = words(presentation.language)
    given = " ".join(presentation.credits)
    parts = [*presentation.credits]
    if frame is None:
        # A chart has no basemap: it names the data's sources only.
        parts = [part for part in parts if "Natural Earth 1:" not in part and "Relief" not in part]
    else:
        known = credit_lines(frame.bounds)
        parts += [one for one in known if one.strip(". ") not in given]
        label = frame.projection.label
        projection = phrases[f"static.projection.{frame.projection.kind}"].format(**label)
        parts += [phrases["static.projection"].format(name=projection)]
        parts += [phrases["static.disclaimer"]]
    parts += more
    if presentation.as_of:
        parts.append(phrases["static.as_of"].format(date=_day(presentation.as_of, phrases)))
    parts.append(phrases["static.made"].format(version=presentation.version).strip())
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _day(day: str, phrases: Mapping[str, str]) -> str:
    """A day in words; whatever else stands there as it is."""
    try:
        return date_in_words(day, phrases)
    except ValueError:
        return day


def panel_text(sheet: Sheet) -> float:
    """How wide remarks in the panel may be, in points."""
    n_columns = columns(sheet)
    return _PANEL - 6.0 if n_columns == 1 else (sheet.width - 24) / n_columns - panel.GUTTER
