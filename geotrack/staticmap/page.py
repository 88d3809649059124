"""The overview map: one page composed of map, legend, locator, title and sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib import style as matplotlib_style

from geotrack import basemap
from geotrack.staticmap import furniture, labels, naming, panel, symbols
from geotrack.staticmap.frame import Bounds, Floats, Frame, extent_of, fit_frame
from geotrack.staticmap.ground import Ground, draw_ground, load_ground
from geotrack.staticmap.sheet import Box, Sheet, one_line, shortened
from geotrack.staticmap.spots import (
    MOST_SYMBOLS,
    Spot,
    Standing,
    arrange,
    mark_boxes,
    outside_places,
    placed,
    spots_of,
    standing,
)
from geotrack.style import counted, words
from geotrack.summary import drawn_locations, period

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.tables import Tables


WIDTH_PX, HEIGHT_PX = 2000, 1125
_INCHES_WIDE = 10.0
_PANEL = 166.0
_GUTTER = 9.0
_LONGEST_SUBTITLE = 140


class Composed(NamedTuple):
    """A drawn page and what tests and logs want to know of it."""

    sheet: Sheet
    frame: Frame
    labels: tuple[labels.Placed, ...]
    labels_dropped: tuple[str, ...]
    taken: tuple[Box, ...]
    standing: Standing
    figures: tuple[str, ...]
    focus: str


def map_png(
    tables: Tables,
    presentation: Presentation,
    *,
    width_px: int = WIDTH_PX,
    height_px: int = HEIGHT_PX,
    dpi: float = 200,
) -> bytes:
    """The overview map as PNG: the same bytes for the same tables and presentation.

    The composition follows the size in pixels; `dpi` is noted in the file for printing. Names
    that found no room are logged (logger `geotrack.staticmap.labels`, level info).
    """
    with matplotlib_style.context("default"), mpl.rc_context({"hatch.linewidth": 0.7}):
        return compose(tables, presentation, width_px, height_px).sheet.png(dpi)


def write_map_png(
    tables: Tables, path: str | Path, presentation: Presentation, *, dpi: float = 200
) -> None:
    """Write the overview map, ten inches wide at `dpi`, to `path`."""
    width_px = round(_INCHES_WIDE * dpi)
    height_px = round(width_px * HEIGHT_PX / WIDTH_PX)
    data = map_png(tables, presentation, width_px=width_px, height_px=height_px, dpi=dpi)
    Path(path).write_bytes(data)


def compose(
    tables: Tables,
    presentation: Presentation,
    width_px: int = WIDTH_PX,
    height_px: int = HEIGHT_PX,
) -> Composed:
    """Draw the whole page and give it back with what was placed where."""
    sheet = Sheet(width_px, height_px)
    language, places = presentation.language, tables["places"]
    bounds = presentation.bounds or data_bounds(tables)
    layout, frame, rows, stand = _fitted(sheet, tables, presentation, bounds)
    ground, shapes = load_ground(frame, _focus(rows))
    draw_ground(sheet, frame, ground, shapes)
    figures = symbols.figures_of(tables["figures"], places, frame, language)
    drawn = _draw_events(sheet, frame, rows, figures, places)
    room = labels.Room(frame.box.grown(-2.0), drawn.taken, ground.lines)
    outside = outside_places(rows)
    plate = furniture.draw_scale_and_north(sheet, frame, room, language)
    furniture.draw_edge_arrows(sheet, frame, room, outside, language)
    towns = naming.thinned(naming.town_spots(places, frame, drawn.spots), room)
    for town in towns:
        panel.draw_town(sheet, town.x, town.y, within=frame.box)
        room.take(Box(town.x - 2.4, town.y - 2.4, town.x + 2.4, town.y + 2.4))
    done, dropped = _draw_names(sheet, frame, room, ground, figures, drawn, towns)
    sheet.box(frame.box, edge="#3b372f", lw=0.9, zorder=49)
    points = bool((rows["inside"] & ~rows["ground"]).any())
    shown = panel.Shown(points, drawn.areas, bool(figures), drawn.has_crowds, bool(towns))
    blocks = _blocks(sheet, frame, stand, shown, outside, ground.focus, language)
    panel.draw_panel(sheet, layout.panel, blocks, layout.columns)
    taken = [Box(*(float(value) for value in row)) for row in drawn.taken]
    return Composed(
        sheet, frame, tuple(done), tuple(dropped), (*taken, plate), stand,
        tuple(figure.figure_id for figure in figures), ground.focus,
    )  # fmt: skip


class _Drawn(NamedTuple):
    """The events as drawn: their spots, the boxes of symbols, the kinds of areas."""

    spots: list[Spot]
    taken: Floats
    radius: float
    gathered: bool
    has_crowds: bool
    areas: set[str]


def _draw_events(
    sheet: Sheet,
    frame: Frame,
    rows: pd.DataFrame,
    figures: list[symbols.DrawnFigure],
    places: pd.DataFrame,
) -> _Drawn:
    """Areas, figures and symbols."""
    number = int(rows["inside"].sum())
    radius, gathered = _radius(number), number > MOST_SYMBOLS
    arranged = arrange(rows, frame, radius)
    spots = spots_of(rows, arranged.moved)
    symbols.draw_figures(sheet, frame, figures)
    counted_ground = {place_id for figure in figures for place_id in figure.place_ids}
    areas: set[str] = set()
    if not gathered:
        areas = symbols.draw_areas(sheet, frame, spots, places, counted_ground)
    symbols.draw_hairlines(sheet, arranged.hairlines, frame.box)
    symbols.draw_marks(sheet, arranged.marks, frame.box)
    symbols.draw_gatherings(sheet, arranged.crowds, frame.box)
    taken = mark_boxes(arranged.marks, arranged.crowds)
    return _Drawn(spots, taken, radius, gathered, bool(arranged.crowds), areas)


def _draw_names(
    sheet: Sheet,
    frame: Frame,
    room: labels.Room,
    ground: Ground,
    figures: list[symbols.DrawnFigure],
    drawn: _Drawn,
    towns: list[Spot],
) -> tuple[list[labels.Placed], list[str]]:
    """All names on the map, the important first; those placed and the names of those dropped."""
    done, dropped = labels.place(sheet, room, naming.figure_labels(sheet, figures, frame.box))
    boxes = {one.label.name: one.box for one in done}
    for figure in figures:
        if figure.figure_id in boxes:
            symbols.draw_leaders(sheet, frame, figure, boxes[figure.figure_id])
    steps: tuple[Callable[[], list[labels.Label]], ...] = (
        lambda: naming.event_labels(drawn.spots, drawn.radius, drawn.gathered),
        lambda: naming.country_labels(sheet, ground, room),
        lambda: naming.town_labels(towns),
        lambda: naming.division_labels(sheet, ground, room),
    )
    for make in steps:  # one after the other: each looks at the room the former left
        more, gone = labels.place(sheet, room, make())
        done, dropped = done + more, dropped + gone
    labels.draw(sheet, done, frame.box)
    return done, dropped


def _blocks(
    sheet: Sheet,
    frame: Frame,
    stand: Standing,
    shown: panel.Shown,
    outside: list[tuple[str, float, float, int]],
    focus: str,
    language: str,
) -> list[panel.Block]:
    """The parts of the panel that have something to say."""
    blocks = (
        panel.locator_block(sheet, frame, focus),
        panel.types_block(sheet, stand, language),
        panel.status_block(sheet, stand, language),
        panel.precision_block(sheet, shown, language),
        panel.outside_block(sheet, frame, stand, outside, language),
        panel.nowhere_block(sheet, stand, language),
    )
    return [block for block in blocks if block is not None]


def _fitted(
    sheet: Sheet, tables: Tables, presentation: Presentation, bounds: Bounds
) -> tuple[furniture.Layout, Frame, pd.DataFrame, Standing]:
    """Head and foot drawn, and the frame between them with the locations counted in it.

    A first, rough frame tells how many lines the head takes and how high the panel is; the
    final one differs from it by a few points.
    """
    language = presentation.language
    bar = furniture.draw_marking(sheet, presentation.marking)
    rough = fit_frame(bounds, _split(sheet, bar + 45.0, bar + 16.0, 200.0).map)
    foot = furniture.draw_sources(sheet, bar, _sources(presentation, rough))
    rows = placed(tables, rough, language)
    stand = standing(tables, rows)
    shown = panel.Shown(True, {"circle", "outline"}, bool(len(tables["figures"])), True, True)
    blocks = _blocks(sheet, rough, stand, shown, outside_places(rows), "", language)
    high = panel.panel_height(blocks, _columns(sheet))
    head = furniture.head_height(sheet, presentation.title, _subtitle(tables, presentation, stand))
    layout = _split(sheet, bar + head, bar + foot, high)
    frame = fit_frame(bounds, layout.map)
    rows = placed(tables, frame, language)
    stand = standing(tables, rows)
    furniture.draw_head(
        sheet, sheet.height - bar, presentation.title, _subtitle(tables, presentation, stand)
    )
    return layout, frame, rows, stand


def _columns(sheet: Sheet) -> int:
    """Columns of the panel: one beside the map on wide pages, several below it on high ones."""
    if sheet.width >= sheet.height * 1.15:
        return 1
    return 3 if sheet.width > 500 else 2


def _split(sheet: Sheet, above: float, below: float, high: float) -> furniture.Layout:
    """The space between head and foot: map and panel, side by side or one below the other."""
    margin, columns = furniture.MARGIN, _columns(sheet)
    left, right = margin, sheet.width - margin
    bottom, top = below, sheet.height - above
    if columns == 1:
        edge = right - _PANEL
        return furniture.Layout(
            Box(left, bottom, edge - _GUTTER, top), Box(edge, bottom, right, top), 1
        )
    high = min(high, (top - bottom) * 0.5)
    return furniture.Layout(
        Box(left, bottom + high + _GUTTER, right, top),
        Box(left, bottom, right, bottom + high),
        columns,
    )


def data_bounds(tables: Tables) -> Bounds:
    """Bounds around all drawn locations, with the reach of those known as areas."""
    rows = drawn_locations(tables)
    reach = rows["radius_km"].fillna(0.0).clip(lower=0.0).to_numpy(dtype=float)
    lon, lat = rows["longitude"].to_numpy(dtype=float), rows["latitude"].to_numpy(dtype=float)
    return extent_of(lon, np.clip(lat, -90, 90), reach)


def _focus(rows: pd.DataFrame) -> str:
    """The country most events on this map lie in; empty if none says."""
    inside = rows[rows["inside"] & (rows["country"] != "")]
    if inside.empty:
        return ""
    counts = inside["country"].value_counts()
    return str(min(counts.index, key=lambda code: (-counts[code], code)))


def _radius(symbols_shown: int) -> float:
    """Symbols shrink as they become many."""
    return 4.8 if symbols_shown <= 60 else 4.2 if symbols_shown <= 120 else 3.6


def _subtitle(tables: Tables, presentation: Presentation, stand: Standing) -> str:
    language = presentation.language
    phrases = words(language)
    nowhere = sum(stand.nowhere.values())
    all_here = stand.here == stand.total and stand.total
    here = "static.all_here" if all_here else "static.here"
    parts = [phrases[here].format(n=f"{stand.here:,}")]
    if stand.outside:
        parts.append(phrases["static.beyond"].format(n=f"{stand.outside:,}"))
    if nowhere:
        parts.append(phrases["static.off"].format(n=f"{nowhere:,}"))
    total = phrases["static.total"].format(
        events=counted(language, "count.events", stand.total), parts=", ".join(parts)
    )
    own = shortened(presentation.subtitle, _LONGEST_SUBTITLE)
    known = [own, period(tables, presentation), total]
    return " · ".join(one_line(part) for part in known if part.strip())


def _sources(presentation: Presentation, frame: Frame) -> str:
    phrases = words(presentation.language)
    label = frame.projection.label
    projection = phrases[f"static.projection.{frame.projection.kind}"].format(**label)
    given = " ".join(presentation.credits)
    parts = list(presentation.credits)
    parts += [one for one in basemap.credit_lines(frame.bounds) if one.strip(". ") not in given]
    parts.append(phrases["static.projection"].format(name=projection))
    parts.append(phrases["static.disclaimer"])
    if presentation.as_of:
        parts.append(phrases["static.as_of"].format(date=presentation.as_of))
    parts.append(phrases["static.made"].format(version=presentation.version).strip())
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
