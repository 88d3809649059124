"""The legend: what colour, shape, fill and outline mean, with the number of events."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import shapely

from geotrack.staticmap.arrangement import Gathering, Mark
from geotrack.staticmap.figures import FIGURE
from geotrack.staticmap.furniture import INK, MUTED
from geotrack.staticmap.panel import HEAD, INDENT, ROW, TEXT, Block, Lane
from geotrack.staticmap.shapes import path_of
from geotrack.staticmap.symbols import AREA, NEUTRAL, draw_gatherings, draw_marks
from geotrack.style import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.staticmap.box import Box
    from geotrack.staticmap.sheet import Sheet


class Shown(NamedTuple):
    """What the legend must explain: which kinds of thing are on the map."""

    points: bool
    areas: set[str]
    figures: bool
    gatherings: bool
    towns: bool


def types_block(by_type: Sequence[tuple[str, int, int]], language: str) -> Block | None:
    """Event types with the number of events on this map and in all: (type, here, all)."""
    phrases = words(language)
    if not by_type:
        return None
    split = any(here != total for _, here, total in by_type)

    def draw(lane: Lane, top: float) -> None:
        k = lane.k
        y = lane.heading(top, phrases["static.legend.types"])
        for key, at in (("all", 2.0), ("here", 28.0)) if split else ():
            lane.number(top - HEAD * k, phrases[f"static.legend.{key}"], 5.8, at=at, colour=MUTED)
        for kind, here, total in by_type:
            middle = y - ROW * k * 0.45
            mark = Mark(lane.x(6), middle, kind, "occurred", 3.6 * k, "")
            draw_marks(lane.sheet, [mark])
            base = middle - 2.4 * k
            lane.write(base, phrases[f"type.{kind}"], at=INDENT)
            lane.number(base, f"{total:,}", colour=MUTED if split else INK)
            if split:
                lane.number(base, f"{here:,}", at=28.0, bold=True)
            y -= ROW * k

    return Block(ROW * (1.08 + len(by_type)), draw)


def status_block(statuses: Sequence[str], language: str) -> Block | None:
    """How the statuses that are present look."""
    phrases = words(language)
    if not statuses or list(statuses) == ["occurred"]:
        return None
    columns = 2

    def draw(lane: Lane, top: float) -> None:
        k = lane.k
        y = lane.heading(top, phrases["static.legend.status"])
        for i, status in enumerate(statuses):
            at = (i % columns) * lane.width / k / columns
            middle = y - ROW * k * (i // columns + 0.45)
            mark = Mark(lane.x(at + 6), middle, NEUTRAL, status, 3.7 * k, "")
            draw_marks(lane.sheet, [mark])
            lane.write(middle - 2.4 * k, phrases[f"status.{status}"], at=at + INDENT)

    return Block(ROW * (1.08 + math.ceil(len(statuses) / columns)), draw)


def precision_block(shown: Shown, language: str) -> Block | None:
    """What a point, a circle, an outline, a hatched ground and a counted mark mean."""
    phrases = words(language)
    keys = ["point"] * shown.points + sorted(shown.areas)
    keys += [key for key in ("figures", "gatherings", "towns") if getattr(shown, key)]
    if not keys:
        return None

    def draw(lane: Lane, top: float) -> None:
        k = lane.k
        y = lane.heading(top, phrases["static.legend.place"])
        for key in keys:
            middle = y - ROW * k * 0.45
            _sample(lane.sheet, key, lane.x(6), middle, k)
            room = lane.width - 16 * k
            sizes = (TEXT * k, 6.2 * k, 5.6 * k)
            text, size = lane.sheet.fitted(phrases[f"static.legend.{key}"], room, sizes, 1)
            lane.write(middle - 2.4 * k, text[0], size / k, at=INDENT)
            y -= ROW * k

    return Block(ROW * (1.08 + len(keys)), draw)


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
            path = path_of(shapely.Point(x, y).buffer(4.3 * k))
        sheet.path(path, facecolor=AREA, edgecolor="none", alpha=0.13)
        style = (0, (3, 1.8)) if key == "circle" else "solid"
        sheet.path(path, fill=False, edgecolor=AREA, lw=0.9, ls=style)


def draw_town(sheet: Sheet, x: float, y: float, k: float = 1.0, within: Box | None = None) -> None:
    """The small ring of a town that is only there for orientation."""
    ring = path_of(shapely.Point(x, y).buffer(1.7 * k))
    sheet.path(ring, within, facecolor="white", edgecolor="#333333", lw=0.9, zorder=26)
