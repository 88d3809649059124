"""The locator: a small map that shows where the large one lies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.path import Path

from geotrack.basemap.layers import load_layers
from geotrack.staticmap.box import Box
from geotrack.staticmap.frame import Bounds, Frame, Projection, unwrapped
from geotrack.staticmap.ground import FOCUS, SEA
from geotrack.staticmap.panel import Block, Lane
from geotrack.staticmap.shapes import on_page, path_of, polygons_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.sheet import Sheet

_INSET = 80.0
_LOCATED = "#c4161c"


def locator_block(frame: Frame, focus: str) -> Block | None:
    """A small map that shows where the large one lies; none if that shows the world already."""
    if frame.projection.kind == "world":
        return None

    def draw(lane: Lane, top: float) -> None:
        box = Box(lane.left, top - _INSET * lane.k, lane.left + lane.width, top)
        _draw_locator(lane.sheet, box, frame, focus)

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
        countries = load_layers(inset.bounds, only=("countries",))["countries"]
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
        self._ratio = 1.0


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
