"""Geometries of GIS files -> points; what is no point becomes the circle around it, and says so."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from geotrack.areas import distance_km
from geotrack.errors import InputError
from geotrack.readers.raw import Note

if TYPE_CHECKING:
    from pyproj import CRS

# Brings x and y of a file to longitude and latitude.
Reproject = Callable[[Any], Any]
# A wider circle says no more than "somewhere in the country": it is not drawn.
_WIDE_KM = 250.0


def circle_about(shape: Any, turn: Reproject | None = None) -> tuple[dict[str, str], str]:
    """Cells for a shapely geometry, and its kind where it is no point.

    A point gives longitude and latitude. Anything else gives the middle of its bounds, the
    distance to its farthest vertex as radius_km, and geo_precision "area" ("country", which is
    not drawn, beyond 250 km).
    """
    import shapely

    if shape is None or shape.is_empty:
        return {}, ""
    if turn is not None:
        shape = shapely.transform(shape, turn)
    while shape.geom_type.startswith(("Multi", "GeometryCollection")) and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    vertices = shapely.get_coordinates(shape).tolist()
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in vertices):
        return {}, ""
    if shape.geom_type == "Point":
        return _cells(*vertices[0]), ""
    west, south, east, north = shape.bounds
    x, y = (west + east) / 2, (south + north) / 2
    radius_km = max(distance_km(x, y, *vertex) for vertex in vertices)
    wide = "country" if radius_km > _WIDE_KM else "area"
    # Rounded up: a circle that is too small would be a false statement.
    rounded = math.ceil(radius_km * 10) / 10
    return _cells(x, y) | {"radius_km": f"{rounded:g}", "geo_precision": wide}, shape.geom_type


def _cells(x: float, y: float) -> dict[str, str]:
    return {"longitude": f"{x:.7f}".rstrip("0").rstrip("."),
            "latitude": f"{y:.7f}".rstrip("0").rstrip(".")}  # fmt: skip


def shape_notes(kinds: Iterable[str]) -> tuple[Note, ...]:
    """What is to be told of geometries that are no points: one note for all of them."""
    counted = Counter(kind for kind in kinds if kind)
    if not counted:
        return ()
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items()))
    reason = (
        "events stand at points: each of these is shown as an area, the circle around it; an "
        "outline to be drawn itself belongs into the gazetteer: `geotrack places import`"
    )
    return (Note("", "geometry", told, reason),)


def known_crs(name: str, file: str) -> CRS:
    """The coordinate reference system of that name. Raises InputError where nobody knows it."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(name)
    except CRSError:
        raise InputError(
            f"{file}: the coordinate reference system {name[:80]!r} is not known; save the file "
            "in WGS 84 (EPSG:4326)"
        ) from None


def reprojection(name: str, file: str) -> Reproject | None:
    """What brings coordinates of the named system to WGS 84; None where they are in it already.

    >>> reprojection("", "a.geojson"), reprojection("urn:ogc:def:crs:OGC:1.3:CRS84", "a.geojson")
    (None, None)
    """
    if not name or name.upper().endswith(("CRS84", "EPSG::4326", "EPSG:4326")):
        return None
    import numpy as np
    from pyproj import Transformer

    change = Transformer.from_crs(known_crs(name, file), "EPSG:4326", always_xy=True)

    def turn(vertices: Any) -> Any:
        return np.column_stack(change.transform(vertices[:, 0], vertices[:, 1]))

    return turn
