"""Several small maps of one frame and scale on a page: by month or year, or before and after."""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from geotrack.errors import FormatError
from geotrack.staticmap import furniture, inset, labels, layout, legend, naming, panel, tray
from geotrack.staticmap.box import Box
from geotrack.staticmap.frame import fit_frame
from geotrack.staticmap.ground import draw_ground, load_ground, shifted
from geotrack.staticmap.overview import draw_events
from geotrack.staticmap.periods import deal
from geotrack.staticmap.shading import draw_relief, relief_pixels
from geotrack.staticmap.spots import on_frame, standing
from geotrack.style import counted, words
from geotrack.summary import drawn_locations
from geotrack.tables import only_events

if TYPE_CHECKING:
    from geotrack.schema import Presentation
    from geotrack.staticmap.frame import Frame
    from geotrack.staticmap.overview import Drawn
    from geotrack.staticmap.sheet import Sheet
    from geotrack.staticmap.spots import Standing
    from geotrack.tables import Tables

MOST_CELLS = 36
_GAP, _HEAD = 7.0, 11.5
# With more symbols than this a cell gathers them; a small map holds fewer than a large one.
_SYMBOLS_PER_AREA = 1 / 520.0


class Cell(NamedTuple):
    """One small map: what stands above it, and the ids of the events it shows."""

    title: str
    events: frozenset[str]


class Series(NamedTuple):
    """The small maps of a page, remarks on events that stand in none or in several, and the ids
    of those in none."""

    cells: list[Cell]
    remarks: list[str]
    left_out: frozenset[str]


def compose_multiples(
    tables: Tables, presentation: Presentation, paper: layout.Paper, by: str
) -> Sheet:
    """Small maps by month or year, one frame and scale; what spans several has a map of its own."""
    return _compose(tables, presentation, paper, by_period(tables, presentation.language, by))


def compose_compared(
    tables: Tables, presentation: Presentation, paper: layout.Paper, day: str
) -> Sheet:
    """Two maps of one frame: what was before a day, and what from that day on."""
    return _compose(tables, presentation, paper, before_after(tables, presentation.language, day))


def by_period(tables: Tables, language: str, by: str) -> Series:
    """A cell a month or year, and a last one for events that may lie in several, where any of
    them can be drawn."""
    phrases = words(language)
    dealt = deal(tables["events"], by, phrases, MOST_CELLS)
    both = pd.concat([dealt.sure, dealt.lasting])
    found = both.groupby("period")["event_id"].agg(frozenset)
    cells = [Cell(p.label, found.get(p.number, frozenset())) for p in dealt.periods]
    spanning = frozenset(dealt.open["event_id"])
    has_place = not spanning.isdisjoint(drawn_locations(tables)["event_id"])
    if has_place:
        cells.append(Cell(phrases["static.cell.open"], spanning))
    repeated = dealt.lasting["event_id"].value_counts()
    remarks = [
        _told(language, "static.cells.lasting", int((repeated > 1).sum())),
        _told(language, f"static.cells.open{'' if has_place else '.nowhere'}", len(spanning)),
        _told(language, "static.cells.undated", len(dealt.undated)),
    ]
    out = frozenset(dealt.undated) | (frozenset() if has_place else spanning)
    return Series(cells, [r for r in remarks if r], out)


def before_after(tables: Tables, language: str, day: str) -> Series:
    """Events surely before a day, and surely from it on; lasting ones in both they touch."""
    from datetime import date

    from geotrack.edtf import date_in_words

    try:
        day = date.fromisoformat(day).isoformat()
    except ValueError:
        raise FormatError(
            f"before-after needs day=YYYY-MM-DD, the day that parts them, not {day!r}"
        ) from None
    phrases, events = words(language), tables["events"]
    known = (events["date"] != "") & (events["date_start"] != "") & (events["date_end"] != "")
    lasts = events["date_kind"] == "lasting"
    before, after = known & (events["date_start"] < day), known & (events["date_end"] >= day)
    either = before & after & ~lasts
    ids = events["event_id"]
    spelt = date_in_words(day, phrases)
    cells = [
        Cell(phrases[f"static.cell.{key}"].format(day=spelt), frozenset(ids[which & ~either]))
        for key, which in (("before", before), ("after", after))
    ]
    remarks = [
        _told(language, "static.cells.both", int((before & after & lasts).sum())),
        _told(language, "static.cells.either", int(either.sum())),
        _told(language, "static.cells.undated", int((~known).sum())),
    ]
    return Series(cells, [r for r in remarks if r], frozenset(ids[either | ~known]))


def _told(language: str, key: str, number: int) -> str:
    return counted(language, key, number) if number else ""


# --- the page -----------------------------------------------------------------------------


def _compose(
    tables: Tables, presentation: Presentation, paper: layout.Paper, series: Series
) -> Sheet:
    if not series.cells:
        raise FormatError("no event has a date, so there are no periods to make maps of")
    sheet = layout.new_sheet(paper, presentation)
    language, everything = presentation.language, len(tables["events"])
    bounds = presentation.bounds or layout.data_bounds(tables)
    tables = only_events(tables, frozenset().union(*(cell.events for cell in series.cells)))

    def blocks(
        frame: Frame, _rows: pd.DataFrame, stand: Standing, _rough: bool
    ) -> list[panel.Block]:
        shown = legend.Shown(True, {"circle", "outline"}, False, True, False)
        return _blocks(sheet, frame, stand, shown, "", series, language)

    def subtitle(stand: Standing) -> str:
        told = layout.standing_in_words(stand, language)
        if stand.total < everything:
            phrase = words(language)["static.cells.total"]
            told = phrase.format(all=f"{everything:,}", told=told)
        return layout.subtitle(tables, presentation, [told])

    page = layout.fitted(sheet, tables, presentation, bounds, blocks, subtitle)
    boxes = grid(page.layout.map, len(series.cells), bounds, sheet.rtl)
    frame = fit_frame(bounds, boxes[0]._replace(top=boxes[0].top - _HEAD))
    rows = on_frame(page.rows, frame)
    focus, shown = _draw_cells(sheet, frame, rows, tables["places"], series.cells, boxes, language)
    parts = _blocks(sheet, frame, standing(tables, rows), shown, focus, series, language)
    panel.draw_panel(sheet, page.layout.panel, parts, page.layout.columns)
    return sheet


def _draw_cells(
    sheet: Sheet,
    frame: Frame,
    rows: pd.DataFrame,
    places: pd.DataFrame,
    cells: list[Cell],
    boxes: list[Box],
    language: str,
) -> tuple[str, legend.Shown]:
    """All small maps over one ground; the country stressed and what the legend must explain."""
    ground, shapes = load_ground(frame, layout.focus_of(rows))
    pixels = relief_pixels(sheet, frame)
    areas: set[str] = set()
    crowds = points = False
    for number, (cell, box) in enumerate(zip(cells, boxes, strict=True)):
        here = _moved(frame, box._replace(top=box.top - _HEAD))
        dx, dy = here.box.left - frame.box.left, here.box.bottom - frame.box.bottom
        own_ground, own_shapes = shifted(ground, shapes, dx, dy)
        draw_ground(sheet, here, own_ground, own_shapes, relief=False)
        draw_relief(sheet, here.box, pixels)
        own = rows[rows["event_id"].isin(list(cell.events))]
        own = own.assign(x=own["x"] + dx, y=own["y"] + dy)
        drawn = draw_events(sheet, here, own, [], places, *_symbols(here))
        room = labels.Room(here.box.grown(-1.5), drawn.taken, own_ground.lines)
        if number == 0:
            north = here.box.width >= 220
            furniture.draw_scale_and_north(sheet, here, room, language, north=north)
        _draw_names(sheet, here, drawn, room)
        _head(sheet, box, cell.title, own.loc[own["inside"], "event_id"].nunique())
        areas |= drawn.areas
        crowds |= drawn.has_crowds
        points |= bool((own["inside"] & ~own["ground"]).any())
    return ground.focus, legend.Shown(points, areas, False, crowds, False)


def _symbols(frame: Frame) -> tuple[float, int]:
    """The radius of symbols on a small map, and how many of them it holds ungathered."""
    area = frame.box.width * frame.box.height
    radius = 4.2 if area > 60_000 else 3.6 if area > 30_000 else 3.0 if area > 9_000 else 2.4
    return radius, max(12, int(area * _SYMBOLS_PER_AREA))


def _draw_names(sheet: Sheet, frame: Frame, drawn: Drawn, room: labels.Room) -> None:
    """The names of the places with most events, where a small map has room for any."""
    area = frame.box.width * frame.box.height
    if area > 9_000:
        few, size = (drawn.spots[:12], 0.92) if area > 60_000 else (drawn.spots[:4], 0.8)
        named = naming.event_labels(few, drawn.radius, drawn.gathered, size)
        done, _ = labels.place(sheet, room, named)
        labels.draw(sheet, done, frame.box)
    sheet.box(frame.box, edge=furniture.FRAME, lw=0.7, zorder=49)


def _head(sheet: Sheet, box: Box, title: str, number: int) -> None:
    size = 7.4
    told = f"{number:,}"
    room = box.width - sheet.width_of(told, size, True) - 6
    text = sheet.fitted(title, room, (size, 6.6, 5.8), 1, True)
    start, end = (box.right, box.left) if sheet.rtl else (box.left, box.right)
    align = ("right", "left") if sheet.rtl else ("left", "right")
    y = box.top - 8.0
    sheet.text(start, y, "".join(text[0][:1]), text[1], bold=True, align=align[0])
    colour = furniture.INK if number else furniture.MUTED
    sheet.text(end, y, told, size, bold=number > 0, colour=colour, align=align[1])


def _moved(frame: Frame, box: Box) -> Frame:
    """The same projection and scale in another box of the same size."""
    other = copy.copy(frame)
    other.box = box
    return other


def grid(
    room: Box, number: int, bounds: tuple[float, float, float, float], rtl: bool = False
) -> list[Box]:
    """Boxes for so many maps, row by row, in the grid that shows the region largest."""
    shape = fit_frame(bounds, Box(0, 0, 400, 400))
    ratio = shape.shape_ratio
    best = max(range(1, number + 1), key=lambda n: (_scale(room, number, n, ratio), -n))
    rows = math.ceil(number / best)
    width = (room.width - _GAP * (best - 1)) / best
    height = (room.height - _GAP * (rows - 1)) / rows
    boxes = []
    for i in range(number):
        across = best - 1 - i % best if rtl else i % best
        left, top = room.left + across * (width + _GAP), room.top - (i // best) * (height + _GAP)
        boxes.append(Box(left, top - height, left + width, top))
    return boxes


def _scale(room: Box, number: int, n_columns: int, ratio: float) -> float:
    rows = math.ceil(number / n_columns)
    width = (room.width - _GAP * (n_columns - 1)) / n_columns
    height = (room.height - _GAP * (rows - 1)) / rows - _HEAD
    return min(width / ratio, height) if height > 0 else 0.0


def _blocks(
    sheet: Sheet, frame: Frame, stand: Standing, shown: legend.Shown, focus: str, series: Series,
    language: str,
) -> list[panel.Block]:  # fmt: skip
    phrases = words(language)
    width = layout.panel_text(sheet)
    blocks = (
        inset.locator_block(frame, focus),
        legend.types_block(stand.by_type, language),
        legend.status_block(stand.statuses, language),
        legend.precision_block(shown, language),
        panel.note_block(sheet, phrases["static.cells.read"], [phrases["static.cells.head"],
                         *series.remarks], width),
        tray.nowhere_block(stand, language),
    )  # fmt: skip
    return [block for block in blocks if block is not None]
