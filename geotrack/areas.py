"""The ground a place covers: its outline where a licensed one exists, else a circle."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.schema import DIVISION_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

# Mean radius of the earth (IUGG), as in the haversine formula.
EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180


class Ground(NamedTuple):
    """A shape on the ground (WGS 84) and whether it is a real outline (else: a dashed circle)."""

    shape: BaseGeometry
    is_outline: bool


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance (haversine).

    >>> round(distance_km(42.6859, 37.1487, 44.3023, 36.8407))
    148
    """
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def circle_around(longitude: float, latitude: float, radius_km: float) -> BaseGeometry:
    """A circle on the ground as a polygon of 64 corners (WGS 84).

    Good to a percent for radii up to some hundred km away from the poles.
    """
    from shapely.geometry import Polygon

    height = radius_km / KM_PER_DEGREE
    width = height / max(math.cos(math.radians(latitude)), 0.01)
    turns = (2 * math.pi * i / 64 for i in range(64))
    corners = ((longitude + width * math.cos(t), latitude + height * math.sin(t)) for t in turns)
    return Polygon(list(corners))


def place_ground(place: Mapping[str, Any]) -> Ground:
    """The ground of one row of the places table."""
    from shapely.geometry import shape

    if place["area"]:
        return Ground(shape(json.loads(place["area"])), place.get("area_kind") != "circle")
    radius_km = place["radius_km"] if place["radius_km"] > 0 else 1.0
    return Ground(circle_around(place["longitude"], place["latitude"], radius_km), False)


# A division lies in its country, so its circle need not reach over the border. Sources of border
# lines lie 1 to 3 km apart: that much is left to it beyond the line (in degrees of latitude).
_BORDER_DEGREES = 0.03


def cut_circle(place: Mapping[str, Any], country: BaseGeometry) -> str:
    """The circle of a division without an outline, cut at its country's border, as GeoJSON text.

    Empty for other places, and where the cut takes nothing away or leaves out the place itself.
    """
    from shapely import set_precision
    from shapely.geometry import Point, mapping

    if place["area"] or place["kind"] not in DIVISION_KINDS:
        return ""
    circle = circle_around(place["longitude"], place["latitude"], place["radius_km"])
    land = country.buffer(_BORDER_DEGREES)
    if land.contains(circle) or not land.contains(Point(place["longitude"], place["latitude"])):
        return ""
    return json.dumps(mapping(set_precision(circle & land, 1e-4)), separators=(",", ":"))


def joint_ground(places: pd.DataFrame, place_ids: Iterable[str]) -> Ground | None:
    """The union of several places' grounds: what a figure about them jointly is drawn over.

    None where none of the ids is in `places`. It is an outline only if every part is one.
    """
    from shapely import union_all

    rows: Any = places[places["place_id"].isin(list(place_ids))].to_dict("records")
    parts = [place_ground(row) for row in rows]
    if not parts:
        return None
    return Ground(union_all([p.shape for p in parts]), all(p.is_outline for p in parts))
