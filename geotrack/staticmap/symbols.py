"""Event symbols, counted marks and the ground of areas: drawn from style.py."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geotrack.areas import circle_around, place_ground
from geotrack.staticmap.shapes import path_of
from geotrack.style import SHAPES, TypeStyle, status_style, type_style
from geotrack.tables import records

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.arrangement import Gathering, Mark
    from geotrack.staticmap.box import Box
    from geotrack.staticmap.frame import Frame
    from geotrack.staticmap.sheet import Sheet
    from geotrack.staticmap.spots import Spot

AREA = "#3d5a73"
MARKS, CROWDS = 30, 34
# Shapes of equal radius look unequal; these make them weigh alike.
_WEIGHT = {"circle": 0.92, "square": 1.08, "diamond": 1.12, "triangle": 1.16, "cross": 1.0,
           "star": 1.22, "pentagon": 1.04, "hexagon": 1.0}  # fmt: skip
# A mark of no type, for the legend's key of statuses and places.
NEUTRAL = "neutral"
_NEUTRAL_STYLE = TypeStyle("#3f4347", "circle")
# A circle of uncertainty smaller than this (points) would hide under its symbol.
_LEAST_CIRCLE = 7.0


def look_of(event_type: str) -> TypeStyle:
    """Colour and shape of a mark."""
    return _NEUTRAL_STYLE if event_type == NEUTRAL else type_style(event_type)


def outline(shape: str) -> Path:
    """The outline of a symbol of radius 1 around the origin.

    >>> len(outline("square").vertices)
    5
    """
    corners = SHAPES[shape]
    weight = _WEIGHT.get(shape, 1.0)
    if corners is None:
        return Path.unit_circle().transformed(Affine2D().scale(weight))
    points = np.array([*corners, corners[0]], dtype=float)
    if shape == "triangle":  # its middle lies low
        points = points - (0, 0.12)
    codes = [Path.MOVETO, *[Path.LINETO] * (len(points) - 2), Path.CLOSEPOLY]
    return Path(points * weight, codes)


def placed_outline(mark: Mark) -> Path:
    """The outline of one mark in page coordinates."""
    move = Affine2D().scale(mark.radius).translate(mark.x, mark.y)
    return outline(look_of(mark.event_type).shape).transformed(move)


def face_of(event_type: str, status: str) -> tuple[float, float, float]:
    """The fill: the type's colour for what occurred, paler on white for what is doubtful."""
    colour = look_of(event_type).colour
    share = status_style(status).fill
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (1 - share + share * red, 1 - share + share * green, 1 - share + share * blue)


def draw_marks(sheet: Sheet, marks: list[Mark], within: Box | None = None) -> None:
    """Draw the symbols: colour and shape tell the type, fill and outline the status."""
    if not marks:
        return
    paths = [placed_outline(mark) for mark in marks]
    below: dict[str, Any] = {"facecolors": "white", "edgecolors": "white", "joinstyle": "round"}
    sheet.add(PathCollection(paths, linewidths=2.6, zorder=MARKS, **below), within)
    full = [status_style(mark.status).fill == 1.0 for mark in marks]
    styles = [(0, dashes) if dashes else "solid" for dashes in map(_dashes, marks)]
    colours = [look_of(mark.event_type).colour for mark in marks]
    symbols = PathCollection(
        paths,
        facecolors=[face_of(mark.event_type, mark.status) for mark in marks],
        edgecolors=["white" if is_full else c for is_full, c in zip(full, colours, strict=True)],
        linewidths=[0.35 if is_full else 1.15 for is_full in full],
        linestyles=styles,
        joinstyle="miter",
        zorder=MARKS + 1,
    )
    symbols.set_gid("marks")
    sheet.add(symbols, within)
    struck = [mark for mark in marks if status_style(mark.status).struck]
    if struck:
        lines = [_stroke(mark) for mark in struck]
        ink = [look_of(mark.event_type).colour for mark in struck]
        sheet.add(LineCollection(lines, colors="white", lw=2.6, zorder=MARKS + 2), within)
        sheet.add(LineCollection(lines, colors=ink, lw=1.3, zorder=MARKS + 3), within)


def draw_hairlines(
    sheet: Sheet, lines: list[tuple[tuple[float, float], tuple[float, float]]], within: Box
) -> None:
    """Dots at the true spots of symbols that were pushed aside, and lines to the symbols."""
    if not lines:
        return
    ink = "#2b2b2b"
    sheet.add(LineCollection(lines, colors="white", lw=1.8, zorder=MARKS - 4), within)
    sheet.add(LineCollection(lines, colors=ink, lw=0.6, zorder=MARKS - 3), within)
    dots = [path_of(shapely.Point(*true).buffer(1.1)) for true, _ in lines]
    sheet.add(
        PathCollection(dots, facecolors=ink, edgecolors="white", linewidths=0.4, zorder=MARKS - 2),
        within,
    )


def _dashes(mark: Mark) -> tuple[float, ...]:
    """The dashes in points; matplotlib scales them by the line's width, and symbols are small."""
    return tuple(length * 0.55 for length in status_style(mark.status).dashes)


def _stroke(mark: Mark) -> list[tuple[float, float]]:
    reach = mark.radius * 1.25
    return [(mark.x - reach, mark.y - reach), (mark.x + reach, mark.y + reach)]


# --- counted marks ------------------------------------------------------------------------


def draw_gatherings(sheet: Sheet, crowds: list[Gathering], within: Box | None = None) -> None:
    """Draw counted marks: the number inside a ring divided by event type.

    The ring is filled for what occurred and an empty outline for everything else.
    """
    for crowd in crowds:
        disc = Affine2D().scale(crowd.radius).translate(crowd.x, crowd.y)
        sheet.path(
            Path.unit_circle().transformed(disc), within,
            facecolor="white", edgecolor="white", lw=1.6, zorder=CROWDS,
        )  # fmt: skip
        paths, faces, edges = _ring(crowd)
        ring = PathCollection(
            paths, facecolors=faces, edgecolors=edges, linewidths=0.6, zorder=CROWDS + 1
        )
        sheet.add(ring, within)
        number = short_number(crowd.events)
        inner = crowd.radius * 0.68
        size = min(7.0, 1.75 * inner / max(0.62 * len(number), 1.0))
        sheet.text(
            crowd.x, crowd.y - 0.36 * size, number, size,
            bold=True, align="centre", zorder=CROWDS + 2,
        )  # fmt: skip


def _ring(crowd: Gathering) -> tuple[list[Path], list[Any], list[str]]:
    whole = sum(share[2] for share in crowd.shares)
    paths, faces, edges = [], [], []
    start = math.pi / 2
    for event_type, status, number in crowd.shares:
        stop = start - 2 * math.pi * number / whole
        turns = np.linspace(start, stop, max(3, int(40 * number / whole)))
        outer = np.column_stack([np.cos(turns), np.sin(turns)])
        corners = np.concatenate([outer, outer[::-1] * 0.72]) * crowd.radius
        ring = np.concatenate([corners, corners[:1]])
        paths.append(Path(np.add(ring, (crowd.x, crowd.y)), closed=True))
        occurred = status_style(status).fill == 1.0
        faces.append(face_of(event_type, status))
        edges.append("white" if occurred else look_of(event_type).colour)
        start = stop
    return paths, faces, edges


def short_number(number: int) -> str:
    """A count in at most four characters.

    >>> short_number(999), short_number(12_345), short_number(2_500_000)
    ('999', '12k', '2.5M')
    """
    if number < 1000:
        return str(number)
    if number < 10_000:
        return f"{number / 1000:.1f}k".replace(".0k", "k")
    if number < 1_000_000:
        return f"{number // 1000}k"
    return f"{number / 1_000_000:.1f}M"


# --- areas --------------------------------------------------------------------------------


def draw_areas(
    sheet: Sheet, frame: Frame, spots: list[Spot], places: pd.DataFrame, counted: set[str]
) -> set[str]:
    """Draw the ground of places known as areas; gives back the kinds drawn: circle, outline.

    The places in `counted` lie under a figure's hatching; their line is thinner, so that the
    figure's own line is seen.
    """
    known = records(places[places["area"] != ""])
    grounds = {row["place_id"]: place_ground(row) for row in known}
    kinds: set[str] = set()
    for spot in _distinct_areas(spots):
        ground = None if spot.is_own else grounds.get(spot.place_id)
        has_outline = ground is not None and ground.is_outline
        if ground is not None:
            shape = ground.shape
        elif spot.radius_km / frame.km_per_point > _LEAST_CIRCLE:
            shape = circle_around(spot.longitude, spot.latitude, spot.radius_km)
        else:
            continue
        kinds.add("outline" if has_outline else "circle")
        width = 0.45 if spot.place_id in counted else 0.9
        _draw_area(sheet, frame, frame.shape(shape), has_outline, width)
    return kinds


def _distinct_areas(spots: list[Spot]) -> list[Spot]:
    found = {
        (spot.place_id, round(spot.x, 1), round(spot.y, 1)): spot for spot in spots if spot.is_area
    }
    return sorted(found.values(), key=lambda spot: (-spot.radius_km, spot.x, spot.y))


def _draw_area(
    sheet: Sheet, frame: Frame, shape: BaseGeometry, is_outline: bool, width: float
) -> None:
    path = path_of(shape)
    share = shape.area / (frame.box.width * frame.box.height)
    fill = 0.11 if share < 0.05 else 0.06
    style = "solid" if is_outline else (0, (4, 2.4))
    sheet.path(path, frame.box, facecolor=AREA, edgecolor="none", alpha=fill, zorder=9.5)
    sheet.path(path, frame.box, fill=False, edgecolor=AREA, lw=width, ls=style, zorder=10.5)
