"""Divisions of the ground: their outlines, and in which one an event surely lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geotrack.basemap.layers import load_layers
from geotrack.gazetteer.names import fold_name

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.frame import Frame

_KM_PER_DEGREE = 111.2
# How far the outlines may be off, in kilometres: those of a finer region, those of the world,
# and those of the project's own places.
_FINE_KM, _WORLD_KM, _OWN_KM = 2.0, 8.0, 1.0
# Slivers between lines that do not quite meet are no divisions (square degrees).
_SLIVER = 0.004
# Ends of lines are led to other lines no farther off than this (degrees).
_LOOSE = 0.4


class Division(NamedTuple):
    """A division: its name (empty where no source names it), its outline in degrees (longitudes
    may run past 180) and how far that may be off, in kilometres."""

    name: str
    place_id: str
    shape: BaseGeometry
    off_km: float


def divisions_of(frame: Frame, places: pd.DataFrame, by: str) -> list[Division]:
    """The divisions that reach into the frame: first-level ones, or the project's own districts.

    Where no source names first-level divisions they are what the lines of the basemap enclose.
    """
    if by == "district":
        rows = places[places["kind"].isin(("district", "subdistrict")) & (places["area"] != "")]
        found = [
            Division(row["name"], row["place_id"], shapely.from_geojson(row["area"]), _OWN_KM)
            for row in rows[rows["area_kind"] != "circle"].to_dict("records")
        ]
    else:
        found = _first_level(frame)
    edge = frame.box
    inside = []
    for division in sorted(found, key=lambda one: (one.name, one.shape.wkt)):
        shape = shapely.make_valid(frame.shape(division.shape))
        if not shapely.clip_by_rect(shape, *edge).is_empty:
            inside.append(division)
    return inside


def _first_level(frame: Frame) -> list[Division]:
    layers = load_layers(frame.bounds, margin=0.6)
    # Whole countries, so that divisions are whole; but only those that are seen.
    seen = load_layers(frame.bounds, margin=0.0, only=("countries",))["countries"]
    countries = layers["countries"]
    layers["countries"] = countries[countries["iso_a2"].isin(seen["iso_a2"])]
    known = layers["admin1_areas"]
    found = [
        Division(str(row.name_), f"gn:{row.geonames_id}", row.geometry, _FINE_KM)
        for row in known.rename(columns={"name": "name_"}).itertuples()
    ]
    covered = shapely.union_all([one.shape for one in found]) if found else shapely.Polygon()
    return found + [
        Division("", "", shape, _WORLD_KM)
        for shape in _enclosed(layers)
        if shape.intersection(covered).area < 0.1 * shape.area
    ]


def _enclosed(layers: dict[str, Any]) -> list[BaseGeometry]:
    """What coasts, borders and lines of first-level divisions enclose; whole countries where no
    such lines are known."""
    found: list[BaseGeometry] = []
    inner = layers["admin1"]
    for row in layers["countries"].itertuples():
        own = inner.loc[inner["iso_a2"] == row.iso_a2, "geometry"]
        edges = _joined(shapely.get_parts(own.to_numpy()), row.geometry.boundary)
        cut = shapely.get_parts(shapely.polygonize([shapely.union_all(edges)]))
        found += [
            part
            for part in cut
            if part.area > _SLIVER and row.geometry.contains(part.representative_point())
        ]
    return _over_the_antimeridian(found)


def _over_the_antimeridian(shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """The shapes, those cut in two at 180 degrees whole again (beyond 180)."""
    west = [one for one in shapes if one.bounds[0] < _EDGE - 360]
    rest = [one for one in shapes if one.bounds[0] >= _EDGE - 360]
    for part in west:
        moved = shapely.transform(part, lambda xy: xy + np.array([360.0, 0.0]))
        near = (i for i, o in enumerate(rest) if o.bounds[2] > _EDGE and o.dwithin(moved, 0.02))
        other = next(near, None)
        if other is None:
            rest.append(part)
        else:
            rest[other] = shapely.union_all([rest[other].buffer(0.01), moved.buffer(0.01)])
    return rest


_EDGE = 179.99


def _joined(lines: Any, edge: BaseGeometry) -> list[BaseGeometry]:
    """The lines and the edge, with loose ends led to the nearest other line: simplification has
    pulled them apart, and what they enclose would run into one."""
    every = np.array([*lines, *shapely.get_parts(edge)], dtype=object)
    tree = shapely.STRtree(every)
    links = []
    for number, line in enumerate(lines):
        for end in (shapely.get_point(line, 0), shapely.get_point(line, -1)):
            near = tree.query(end, predicate="dwithin", distance=_LOOSE)
            near = near[near != number]
            far = shapely.distance(every[near], end)
            if len(far) and far.min() > 1e-9:
                other = every[near[int(far.argmin())]]
                a, b = shapely.get_coordinates(shapely.shortest_line(end, other))
                # A little beyond, so that the two surely cross.
                links.append(shapely.LineString([a, b + (b - a) * 0.05]))
    return [*every, *links]


def assigned(rows: pd.DataFrame, divisions: list[Division]) -> np.ndarray[Any, Any]:
    """For each location the number of the division it surely lies in; -1 where that is open.

    Sure is what the gazetteer itself files under a division of that name, and a spot (or an area)
    with no more than one division as near as the outlines may be off (or as the area reaches): a
    simplified coast leaves no doubt, a border does.
    """
    found = np.full(len(rows), -1)
    if not divisions or not len(rows):
        return found
    lon, lat = rows["longitude"].to_numpy(dtype=float), rows["latitude"].to_numpy(dtype=float)
    ground = rows["ground"].to_numpy(dtype=bool)
    reach = np.where(ground, rows["radius_km"].fillna(0.0).to_numpy(dtype=float), 0.0)
    off = max(division.off_km for division in divisions)
    far = np.maximum(reach, off) / _KM_PER_DEGREE / _narrow(lat)
    shapes = np.array([division.shape for division in divisions], dtype=object)
    # A prepared outline remembers where its lines run: several times faster for many points.
    shapely.prepare(shapes)
    tree = shapely.STRtree(shapes)
    west, south, east, north = shapely.total_bounds(shapes)
    number = np.zeros(len(rows), dtype=int)
    for turn in (0.0, 360.0, -360.0):
        x = lon + turn
        seen = (x >= west - far) & (x <= east + far) & (lat >= south - far) & (lat <= north + far)
        (near,) = seen.nonzero()
        x, y, reached = x[near], lat[near], far[near]
        at, which = tree.query(shapely.box(x - reached, y - reached, x + reached, y + reached))
        close = shapely.dwithin(shapes[which], shapely.points(x, y)[at], reached[at])
        at, which = near[at[close]], which[close]
        np.add.at(number, at, 1)
        found[at] = which
    coarse = rows["geo_precision"].to_numpy() == "admin1"
    found[(number != 1) | coarse] = -1
    return _by_name(rows, divisions, found)


def _narrow(lat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The shorter of a degree's two lengths, as a share: distances are never overstated."""
    return np.asarray(np.maximum(np.cos(np.radians(lat)), 0.05))


def _by_name(
    rows: pd.DataFrame, divisions: list[Division], found: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """What the gazetteer names wins over what outlines leave open."""
    names: dict[str, int] = {}
    for number, division in enumerate(divisions):
        for key in (fold_name(division.name), division.place_id):
            if key:
                names[key] = number if key not in names else -1
    for column in ("place_id", "admin2", "admin1"):
        values = rows[column].astype(str)
        keys = {v: v if column == "place_id" else fold_name(v) for v in values.unique() if v}
        numbers = {value: names.get(key, -1) for value, key in keys.items()} | {"": -1}
        told = values.map(numbers).to_numpy()
        found = np.where((found < 0) & (told >= 0), told, found)
    return found
