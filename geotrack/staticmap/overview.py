"""The overview: every event that can be drawn, with its place, status and precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.staticmap import figures as figured
from geotrack.staticmap import (
    furniture,
    inset,
    labels,
    layout,
    legend,
    naming,
    panel,
    symbols,
    tray,
)
from geotrack.staticmap.arrangement import MOST_SYMBOLS, arrange, mark_boxes
from geotrack.staticmap.box import Box
from geotrack.staticmap.ground import Ground, draw_ground, load_ground
from geotrack.staticmap.spots import Spot, Standing, outside_places, spots_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.staticmap.frame import Floats, Frame
    from geotrack.staticmap.sheet import Sheet
    from geotrack.tables import Tables


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


def compose(
    tables: Tables,
    presentation: Presentation,
    paper: layout.Paper,
    extra: Callable[[float, Sheet], panel.Block | None] | None = None,
) -> Composed:
    """Draw the whole page and give it back with what was placed where.

    `extra` makes one more block of the panel, below the locator.
    """
    sheet = layout.new_sheet(paper, presentation)
    language, places = presentation.language, tables["places"]
    bounds = presentation.bounds or layout.data_bounds(tables)
    more = extra(layout.panel_text(sheet), sheet) if extra else None

    def rough_blocks(
        frame: Frame, rows: pd.DataFrame, stand: Standing, _rough: bool
    ) -> list[panel.Block]:
        shown = legend.Shown(True, {"circle", "outline"}, bool(len(tables["figures"])), True, True)
        return _blocks(frame, stand, shown, outside_places(rows), ("", language), more)

    def subtitle(stand: Standing) -> str:
        told = layout.standing_in_words(stand, language)
        return layout.subtitle(tables, presentation, [told])

    page = layout.fitted(sheet, tables, presentation, bounds, rough_blocks, subtitle)
    frame, rows, stand = page.frame, page.rows, page.standing
    ground, shapes = load_ground(frame, layout.focus_of(rows))
    draw_ground(sheet, frame, ground, shapes)
    figures = figured.figures_of(tables["figures"], places, frame, language)
    drawn = draw_events(sheet, frame, rows, figures, places)
    room = labels.Room(frame.box.grown(-2.0), drawn.taken, ground.lines)
    outside = outside_places(rows)
    plate = furniture.draw_scale_and_north(sheet, frame, room, language)
    furniture.draw_edge_arrows(sheet, frame, room, outside, language)
    towns = naming.thinned(naming.town_spots(places, frame, drawn.spots), room)
    for town in towns:
        legend.draw_town(sheet, town.x, town.y, within=frame.box)
        room.take(Box(town.x - 2.4, town.y - 2.4, town.x + 2.4, town.y + 2.4))
    done, dropped = draw_names(sheet, frame, room, ground, figures, drawn, towns)
    sheet.box(frame.box, edge=furniture.FRAME, lw=0.9, zorder=49)
    points = bool((rows["inside"] & ~rows["ground"]).any())
    shown = legend.Shown(points, drawn.areas, bool(figures), drawn.has_crowds, bool(towns))
    blocks = _blocks(frame, stand, shown, outside, (ground.focus, language), more)
    panel.draw_panel(sheet, page.layout.panel, blocks, page.layout.columns)
    taken = [Box(*(float(value) for value in row)) for row in drawn.taken]
    return Composed(
        sheet, frame, tuple(done), tuple(dropped), (*taken, plate), stand,
        tuple(figure.figure_id for figure in figures), ground.focus,
    )  # fmt: skip


class Drawn(NamedTuple):
    """The events as drawn: their spots, the boxes of symbols, the kinds of areas."""

    spots: list[Spot]
    taken: Floats
    radius: float
    gathered: bool
    has_crowds: bool
    areas: set[str]


def draw_events(
    sheet: Sheet,
    frame: Frame,
    rows: pd.DataFrame,
    figures: list[figured.DrawnFigure],
    places: pd.DataFrame,
    radius: float = 0.0,
    most: int = MOST_SYMBOLS,
) -> Drawn:
    """Areas, figures and symbols; the radius of symbols follows their number unless given.

    More symbols than `most` are gathered into counted marks.
    """
    number = int(rows["inside"].sum())
    radius, gathered = radius or _radius(number), number > most
    arranged = arrange(rows, frame, radius, most)
    spots = spots_of(rows, arranged.moved)
    figured.draw_figures(sheet, frame, figures)
    counted_ground = {place_id for figure in figures for place_id in figure.place_ids}
    areas: set[str] = set()
    if not gathered:
        areas = symbols.draw_areas(sheet, frame, spots, places, counted_ground)
    symbols.draw_hairlines(sheet, arranged.hairlines, frame.box)
    symbols.draw_marks(sheet, arranged.marks, frame.box)
    symbols.draw_gatherings(sheet, arranged.crowds, frame.box)
    taken = mark_boxes(arranged.marks, arranged.crowds)
    return Drawn(spots, taken, radius, gathered, bool(arranged.crowds), areas)


def draw_names(
    sheet: Sheet,
    frame: Frame,
    room: labels.Room,
    ground: Ground,
    figures: list[figured.DrawnFigure],
    drawn: Drawn,
    towns: list[Spot],
) -> tuple[list[labels.Placed], list[str]]:
    """All names on the map, the important first; those placed and the names of those dropped."""
    done, dropped = labels.place(sheet, room, naming.figure_labels(sheet, figures, frame.box))
    boxes = {one.label.name: one.box for one in done}
    for figure in figures:
        if figure.figure_id in boxes:
            figured.draw_leaders(sheet, frame, figure, boxes[figure.figure_id])
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
    frame: Frame,
    stand: Standing,
    shown: legend.Shown,
    outside: list[tuple[str, float, float, int]],
    focus_and_language: tuple[str, str],
    more: panel.Block | None,
) -> list[panel.Block]:
    """The parts of the panel that have something to say."""
    focus, language = focus_and_language
    blocks = (
        inset.locator_block(frame, focus),
        more,
        legend.types_block(stand.by_type, language),
        legend.status_block(stand.statuses, language),
        legend.precision_block(shown, language),
        tray.outside_block(frame, stand, outside, language),
        tray.nowhere_block(stand, language),
    )
    return [block for block in blocks if block is not None]


def _radius(symbols_shown: int) -> float:
    """Symbols shrink as they become many."""
    return 4.8 if symbols_shown <= 60 else 4.2 if symbols_shown <= 120 else 3.6
