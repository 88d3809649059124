"""Geometries on the page: moved there from the globe, taken apart, and as paths to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path

from geotrack.areas import distance_km

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.frame import Floats, Frame


def path_of(geometry: BaseGeometry) -> Path:
    """A polygonal or linear geometry as one path; holes stay holes.

    >>> len(path_of(shapely.box(0, 0, 2, 1).difference(shapely.box(1, 0.2, 1.5, 0.8))))
    10
    """
    vertices: list[Floats] = []
    codes: list[npt.NDArray[np.uint8]] = []
    for part in shapely.get_parts(geometry):
        rings = [part] if part.geom_type != "Polygon" else [part.exterior, *part.interiors]
        for ring in rings:
            points = np.asarray(ring.coords)[:, :2]
            if len(points) < 2:
                continue
            steps = np.full(len(points), Path.LINETO, dtype=np.uint8)
            steps[0] = Path.MOVETO
            if part.geom_type == "Polygon":
                steps[-1] = Path.CLOSEPOLY
            vertices.append(points)
            codes.append(steps)
    if not vertices:
        return Path(np.zeros((0, 2)))
    return Path(np.concatenate(vertices), np.concatenate(codes))


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a geometry; empty if it has none.

    >>> mixed = "GEOMETRYCOLLECTION (POINT (5 5), POLYGON ((0 0, 1 0, 1 1, 0 0)))"
    >>> polygons_of(shapely.from_wkt(mixed)).area
    0.5
    """
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [polygons_of(part) for part in getattr(geometry, "geoms", ())]
    return shapely.union_all([part for part in parts if not part.is_empty])


def on_page(frame: Frame, geometries: Any, margin: float = 4.0) -> list[BaseGeometry]:
    """Shapes in points, cut a little outside the frame; empty where nothing of them shows.

    Parts on the far side of the globe, which a projection would turn inside out, are left out.
    """
    edge = frame.box.grown(margin)
    found = []
    for geometry in geometries:
        near = _near_side(frame, geometry)
        moved = frame.shape(near)
        if moved.is_empty:
            found.append(moved)
            continue
        if not moved.is_valid:
            moved = shapely.make_valid(moved)
        found.append(shapely.clip_by_rect(moved, edge.left, edge.bottom, edge.right, edge.top))
    return found


def _near_side(frame: Frame, geometry: BaseGeometry) -> BaseGeometry:
    """The parts of a geometry that the projection can show."""
    if frame.projection.kind == "world":
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if _is_near(frame, part)]
    kinds = {part.geom_type for part in parts}
    if kinds <= {"Polygon"}:
        return shapely.MultiPolygon(parts)
    return shapely.GeometryCollection(parts)


def _is_near(frame: Frame, part: BaseGeometry) -> bool:
    x, y = frame.points(*shapely.get_coordinates(part).T)
    if not np.isfinite(x).all() or not np.isfinite(y).all():
        return False
    if frame.projection.kind == "utm":
        return True
    lon, lat = frame.centre
    west, south, east, north = part.bounds
    corners = [(a, b) for a in (west, east) for b in (south, north)]
    return min(distance_km(lon, lat, a, b) for a, b in corners) < 14_000


def line_strings(shape: BaseGeometry) -> list[BaseGeometry]:
    """The single lines of a geometry; polygons and points have none.

    >>> [line.wkt for line in line_strings(shapely.from_wkt("MULTILINESTRING ((0 0, 1 1))"))]
    ['LINESTRING (0 0, 1 1)']
    """
    if shape.geom_type == "LineString":
        return [shape]
    if hasattr(shape, "geoms"):
        return [line for part in shape.geoms for line in line_strings(part)]
    return []
