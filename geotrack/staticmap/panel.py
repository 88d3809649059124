"""The panel beside (or below) the map: locator, legend with counts, and what is not shown."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from matplotlib.path import Path

from geotrack import basemap
from geotrack.staticmap.frame import Bounds, Frame, Projection, unwrapped
from geotrack.staticmap.furniture import INK, MUTED, RULE, draw_arrow
from geotrack.staticmap.ground import FOCUS, SEA, on_page, path_of, polygons_of
from geotrack.staticmap.sheet import Box, Sheet
from geotrack.staticmap.spots import REASONS, Gathering, Mark, Standing
from geotrack.staticmap.symbols import AREA, FIGURE, NEUTRAL, draw_gatherings, draw_marks
from geotrack.style import counted, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

_ROW, _TEXT, _HEAD, _GAP = 10.2, 6.8, 7.2, 7.0
_INSET = 80.0
_MOST_PLACES = 6
_LOCATED = "#c4161c"


class Block(NamedTuple):
    """One part of the panel: its height at full size, and how to draw it."""

    height: float
    draw: Callable[[float, float, float, float], None]  # left, top, width, scale


class Shown(NamedTuple):
    """What the legend must explain: which kinds of thing are on the map."""

    points: bool
    areas: set[str]
    figures: bool
    gatherings: bool
    towns: bool


# --- locator ------------------------------------------------------------------------------


def locator_block(sheet: Sheet, frame: Frame, focus: str) -> Block | None:
    """A small map that shows where the large one lies; none if that shows the world already."""
    if frame.projection.kind == "world":
        return None

    def draw(left: float, top: float, width: float, scale: float) -> None:
        box = Box(left, top - _INSET * scale, left + width, top)
        _draw_locator(sheet, box, frame, focus)

    return Block(_INSET, draw)


def _draw_locator(sheet: Sheet, box: Box, frame: Frame, focus: str) -> None:
    inset, countries, shapes = _locator_ground(frame, box)
    sheet.box(box, fill=SEA, zorder=70)
    for shape, code in zip(shapes, countries, strict=True):
        fill = "#d9c9a8" if code == focus and focus else FOCUS
        sheet.path(path_of(shape), box, facecolor=fill, edgecolor="#8f8878", lw=0.35, zorder=71)
    edge = _edge_of(frame, inset)
    if edge.get_extents().width < 7.0:
        edge = path_of(shapely.Point(*inset.box.centre).buffer(5.0))
    sheet.path(edge, box, facecolor=(0.77, 0.09, 0.11, 0.12), edgecolor=_LOCATED, lw=1.3, zorder=72)
    sheet.box(box, edge="#6b6559", lw=0.7, zorder=73)


def _locator_ground(frame: Frame, box: Box) -> tuple[Frame, list[str], list[BaseGeometry]]:
    """A frame wide enough to show some land around, with country codes and shapes on it."""
    wide_km = frame.km_per_point * frame.box.width
    reach = min(max(wide_km * 2.4, 1500.0), 5200.0)
    while True:
        inset = _locator_frame(frame, box, reach)
        countries = basemap.load_layers(inset.bounds, only=("countries",))["countries"]
        shapes = [polygons_of(shape) for shape in on_page(inset, countries.geometry)]
        land = sum(shape.area for shape in shapes) / (box.width * box.height)
        if land > 0.12 or reach >= 5200.0:
            return inset, list(countries["iso_a2"]), shapes
        reach = min(reach * 1.9, 5200.0)


def _locator_frame(frame: Frame, box: Box, reach: float) -> Frame:
    lon, lat = frame.centre
    proj = f"+proj=laea +lat_0={lat:.2f} +lon_0={float(unwrapped(lon, 0.0)):.2f} +datum=WGS84"
    high = reach / 111.2
    wide = min(179.0, high / max(math.cos(math.radians(min(abs(lat) + high * 0.5, 85))), 0.05))
    around = (lon - wide, max(-90.0, lat - high), lon + wide, min(90.0, lat + high))
    return _AzimuthalFrame(Projection(proj, "azimuthal", {}), around, box, reach)


class _AzimuthalFrame(Frame):
    """A frame around a centre whose half height is `reach` kilometres."""

    def __init__(self, projection: Projection, bounds: Bounds, box: Box, reach: float) -> None:
        self._reach = reach
        super().__init__(projection, bounds, box)

    def _fit(self, bounds: Bounds) -> None:  # noqa: ARG002 (the reach decides, not the bounds)
        self._scale = self._reach * 2000 / max(self.box.width, self.box.height)
        self._x = self._y = 0.0


def _edge_of(frame: Frame, inset: Frame) -> Path:
    """The large map's frame as a line on the small one."""
    box = frame.box
    t = np.linspace(0, 1, 20)
    x = np.concatenate([box.left + t * box.width, np.full(20, box.right),
                        box.right - t * box.width, np.full(20, box.left)])  # fmt: skip
    y = np.concatenate([np.full(20, box.bottom), box.bottom + t * box.height,
                        np.full(20, box.top), box.top - t * box.height])  # fmt: skip
    px, py = inset.points(*frame.degrees(x, y))
    good = np.isfinite(px) & np.isfinite(py)
    points = np.column_stack([px[good], py[good]])
    return Path(np.concatenate([points, points[:1]]), closed=True) if len(points) else Path([])


# --- legend -------------------------------------------------------------------------------


def _heading(sheet: Sheet, x: float, top: float, text: str, scale: float) -> float:
    size = _HEAD * scale
    sheet.text(x, top - size, text, size, bold=True, colour=INK)
    return top - _ROW * scale * 1.08


def types_block(sheet: Sheet, standing: Standing, language: str) -> Block | None:
    """Event types with the number of events on this map and in all."""
    phrases = words(language)
    rows = standing.by_type
    if not rows:
        return None
    split = any(here != total for _, here, total in rows)

    def draw(left: float, top: float, width: float, k: float) -> None:
        right = left + width - 2
        y = _heading(sheet, left, top, phrases["static.legend.types"], k)
        heads = (("all", right), ("here", right - 26 * k))
        for key, x in heads if split else ():
            text = phrases[f"static.legend.{key}"]
            sheet.text(x, top - _HEAD * k, text, 5.8 * k, colour=MUTED, align="right")
        for kind, here, total in rows:
            middle = y - _ROW * k * 0.45
            draw_marks(sheet, [Mark(left + 6 * k, middle, kind, "occurred", 3.6 * k, "")])
            base = middle - 2.4 * k
            sheet.text(left + 15 * k, base, phrases[f"type.{kind}"], _TEXT * k)
            for x, number in ((right, total), (right - 26 * k, here)):
                if x == right or split:
                    bold = x != right
                    colour = INK if bold or not split else MUTED
                    sheet.text(
                        x, base, f"{number:,}", _TEXT * k, align="right", bold=bold, colour=colour
                    )
            y -= _ROW * k

    return Block(_ROW * (1.08 + len(rows)), draw)


def status_block(sheet: Sheet, standing: Standing, language: str) -> Block | None:
    """How the statuses that are present look."""
    phrases = words(language)
    statuses = standing.statuses
    if not statuses or statuses == ["occurred"]:
        return None
    columns = 2

    def draw(left: float, top: float, width: float, k: float) -> None:
        y = _heading(sheet, left, top, phrases["static.legend.status"], k)
        for i, status in enumerate(statuses):
            x = left + (i % columns) * width / columns
            middle = y - _ROW * k * (i // columns + 0.45)
            mark = Mark(x + 6 * k, middle, NEUTRAL, status, 3.7 * k, "")
            draw_marks(sheet, [mark])
            sheet.text(x + 15 * k, middle - 2.4 * k, phrases[f"status.{status}"], _TEXT * k)

    return Block(_ROW * (1.08 + math.ceil(len(statuses) / columns)), draw)


def precision_block(sheet: Sheet, shown: Shown, language: str) -> Block | None:
    """What a point, a circle, an outline, a hatched ground and a counted mark mean."""
    phrases = words(language)
    keys = ["point"] * shown.points + sorted(shown.areas)
    keys += [key for key in ("figures", "gatherings", "towns") if getattr(shown, key)]
    if not keys:
        return None

    def draw(left: float, top: float, width: float, k: float) -> None:
        y = _heading(sheet, left, top, phrases["static.legend.place"], k)
        for key in keys:
            middle = y - _ROW * k * 0.45
            _sample(sheet, key, left + 6 * k, middle, k)
            room = width - 16 * k
            text, size = sheet.fitted(
                phrases[f"static.legend.{key}"], room, (_TEXT * k, 6.2 * k, 5.6 * k), 1
            )
            sheet.text(left + 15 * k, middle - 2.4 * k, text[0], size)
            y -= _ROW * k

    return Block(_ROW * (1.08 + len(keys)), draw)


def _sample(sheet: Sheet, key: str, x: float, y: float, k: float) -> None:
    """The small picture of a legend entry."""
    if key == "point":
        draw_marks(sheet, [Mark(x, y, NEUTRAL, "occurred", 3.4 * k, "")])
    elif key == "towns":
        draw_town(sheet, x, y, k)
    elif key == "gatherings":
        shares = (("Battles", "occurred", 5), ("Protests", "occurred", 4))
        draw_gatherings(sheet, [Gathering(x, y, 5.2 * k, 9, shares)])
    else:
        path = path_of(shapely.box(x - 5.4 * k, y - 3.8 * k, x + 5.4 * k, y + 3.8 * k))
        if key == "figures":
            sheet.path(path, facecolor="none", edgecolor=FIGURE, hatch="/////", lw=0, alpha=0.5)
            sheet.path(path, fill=False, edgecolor=FIGURE, lw=0.9, ls=(0, (4, 2)))
            return
        if key == "circle":
            disc = shapely.Point(x, y).buffer(4.3 * k)
            path = path_of(disc)
        sheet.path(path, facecolor=AREA, edgecolor="none", alpha=0.13)
        style = (0, (3, 1.8)) if key == "circle" else "solid"
        sheet.path(path, fill=False, edgecolor=AREA, lw=0.9, ls=style)


def draw_town(sheet: Sheet, x: float, y: float, k: float = 1.0, within: Box | None = None) -> None:
    """The small ring of a town that is only there for orientation."""
    ring = path_of(shapely.Point(x, y).buffer(1.7 * k))
    sheet.path(ring, within, facecolor="white", edgecolor="#333333", lw=0.9, zorder=26)


# --- what is not on the map ---------------------------------------------------------------


def outside_block(
    sheet: Sheet, frame: Frame, standing: Standing, places: list[tuple[str, float, float, int]],
    language: str,
) -> Block | None:  # fmt: skip
    """The places outside the frame, with direction and number of events."""
    if not places:
        return None
    phrases = words(language)
    shown = places[:_MOST_PLACES] if len(places) <= _MOST_PLACES + 1 else places[: _MOST_PLACES - 1]
    shown = places if len(places) <= _MOST_PLACES else shown
    rest = len(places) - len(shown)
    head = phrases["static.outside"].format(
        events=counted(language, "count.events", standing.outside)
    )

    def draw(left: float, top: float, width: float, k: float) -> None:
        y = _heading(sheet, left, top, head, k)
        for name, lon, lat, number in shown:
            middle = y - _ROW * k * 0.45
            draw_arrow(sheet, (left + 6 * k, middle), frame.direction_to(lon, lat), 4.2 * k)
            text = sheet.fitted(name, width - 40 * k, (_TEXT * k,), 1)[0]
            sheet.text(left + 15 * k, middle - 2.4 * k, "".join(text[:1]), _TEXT * k)
            sheet.text(left + width - 2, middle - 2.4 * k, f"{number:,}", _TEXT * k, align="right")
            y -= _ROW * k
        if rest:
            more = phrases["static.outside.more"].format(n=f"{rest:,}")
            sheet.text(left + 15 * k, y - _ROW * k * 0.45 - 2.4 * k, more, _TEXT * k, colour=MUTED)

    return Block(_ROW * (1.08 + len(shown) + bool(rest)), draw)


def nowhere_block(sheet: Sheet, standing: Standing, language: str) -> Block | None:
    """How many events are on no map, and why."""
    total = sum(standing.nowhere.values())
    if not total:
        return None
    phrases = words(language)
    rows = [(reason, standing.nowhere[reason]) for reason in REASONS if standing.nowhere[reason]]
    head = phrases["static.nowhere"].format(events=counted(language, "count.events", total))

    def draw(left: float, top: float, width: float, k: float) -> None:
        y = _heading(sheet, left, top, head, k)
        for reason, number in rows:
            base = y - _ROW * k * 0.45 - 2.4 * k
            sheet.text(left + 15 * k, base, phrases[f"static.nowhere.{reason}"], _TEXT * k)
            sheet.text(left + width - 2, base, f"{number:,}", _TEXT * k, align="right")
            y -= _ROW * k

    return Block(_ROW * (1.08 + len(rows)), draw)


# --- the whole ----------------------------------------------------------------------------


def draw_panel(sheet: Sheet, box: Box, blocks: list[Block], columns: int) -> None:
    """Draw the blocks one below the other (in columns if asked), shrunk if they do not fit."""
    stacks = _stacks(blocks, columns)
    tallest = max((_height(stack) for stack in stacks), default=0.0)
    scale = min(1.0, box.height / tallest) if tallest else 1.0
    gutter = 16.0
    width = (box.width - gutter * (columns - 1)) / columns
    for number, stack in enumerate(stacks):
        left, y = box.left + number * (width + gutter), box.top
        for i, block in enumerate(stack):
            if i:
                y -= _GAP * scale / 2
                line = Path([(left, y), (left + width, y)])
                sheet.path(line, fill=False, edgecolor=RULE, lw=0.5)
                y -= _GAP * scale / 2
            block.draw(left, y, width, scale)
            y -= block.height * scale


def _height(stack: list[Block]) -> float:
    return sum(block.height for block in stack) + _GAP * max(len(stack) - 1, 0)


def panel_height(blocks: list[Block], columns: int) -> float:
    """How high a panel of these blocks is at full size."""
    return max((_height(stack) for stack in _stacks(blocks, columns)), default=0.0)


def _stacks(blocks: list[Block], columns: int) -> list[list[Block]]:
    """The blocks in order, shared out so that the highest column is as low as can be."""
    cuts = itertools.combinations_with_replacement(range(len(blocks) + 1), columns - 1)
    shared = [[blocks[a:b] for a, b in itertools.pairwise((0, *cut, len(blocks)))] for cut in cuts]
    return min(shared, key=lambda stacks: max(_height(stack) for stack in stacks))
