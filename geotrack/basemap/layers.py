"""Vector layers of a region: countries, borders, first-level units, lakes and rivers.

A world layer (about 1:50m) and finer regions (1:10m), cut to the bounds that are asked for. The
geometry for bounds across the antimeridian comes in two parts, split at 180.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.basemap.regions import basemap_file, boxes_of, region_of, regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geotrack.basemap.regions import Bounds

_NAMES = ["name_ar", "name_fa", "name_tr"]
# Each layer's columns besides geometry; "LineString" or "Polygon" is what its features are.
LAYER_COLUMNS = {
    "countries": ["name", "iso_a2", "name_local", *_NAMES, "kind"],
    "borders": ["iso_a2_left", "iso_a2_right", "kind"],
    "admin1": ["country", "iso_a2"],
    "admin1_areas": ["name", "iso_3166_2", "iso_a2", "country", "geonames_id", *_NAMES],
    "lakes": ["name"],
    "rivers": ["name", "scalerank"],
}
_AREAS = ("countries", "admin1_areas", "lakes")
_SEAM = 0.02  # degrees by which coarse areas reach under finer ones, so that no seam shows


class Features(NamedTuple):
    """A layer: each feature's properties, and beside them its shape."""

    rows: list[dict[str, Any]]
    shapes: NDArray[np.object_]

    def where(self, keep: NDArray[np.bool_]) -> Features:
        """Some of the features."""
        rows = [row for row, is_kept in zip(self.rows, keep, strict=True) if is_kept]
        return Features(rows, self.shapes[keep])


@lru_cache(maxsize=16)
def whole_layer(name: str, layer: str) -> Features:
    """One whole layer of a region or of the world; callers must not change it."""
    import numpy as np
    import shapely

    if name == "world" and layer == "admin1_areas":
        return Features([], np.array([], dtype=object))
    text = basemap_file(f"{name}-{layer}.geojson").read_text(encoding="utf-8")
    columns = LAYER_COLUMNS[layer]
    features = json.loads(text)["features"]
    rows = [{key: row["properties"][key] for key in columns} for row in features]
    return Features(rows, shapely.get_parts(shapely.from_geojson(text)))


def _clean(geometry: BaseGeometry, layer: str) -> BaseGeometry:
    """A valid geometry of the layer's kind only (empty where nothing of that kind is left)."""
    import shapely

    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    parts = shapely.get_parts(shapely.get_parts(geometry))
    parts = list(parts[shapely.get_dimensions(parts) == (2 if layer in _AREAS else 1)])
    if len(parts) == 1:
        return parts[0]
    return shapely.MultiPolygon(parts) if layer in _AREAS else shapely.MultiLineString(parts)


def reshaped(features: Features, shapes: NDArray[np.object_], layer: str) -> Features:
    """The features with other shapes, cleaned; those left without any are dropped."""
    import numpy as np
    import shapely

    shapes = np.array(shapes, dtype=object)
    plain = shapely.GeometryType.POLYGON if layer in _AREAS else shapely.GeometryType.LINESTRING
    # Most are one whole part already, and the rest is looked at one by one.
    odd = (shapely.get_type_id(shapes) != plain) | ~shapely.is_valid(shapes)
    for at in np.flatnonzero(odd):
        shapes[at] = _clean(shapes[at], layer)
    return Features(features.rows, shapes).where(~shapely.is_empty(shapes))


def _clip(features: Features, area: BaseGeometry, layer: str) -> Features:
    """The features that reach into the area, cut at its edge."""
    import shapely

    shapely.prepare(area)
    near = features.where(shapely.intersects(area, features.shapes))
    shapes = near.shapes.copy()
    cut = ~shapely.covers(area, shapes)
    shapes[cut] = shapely.intersection(shapes[cut], area)
    return reshaped(near, shapes, layer)


def _united(features: Features) -> Features:
    """One feature a country, where a country came in a fine and a coarse piece."""
    import numpy as np
    import shapely

    pieces: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(features.rows):
        pieces.setdefault(tuple(map(str, row.values())), []).append(at)
    shapes = [
        shapely.union_all(features.shapes[at]) if len(at) > 1 else features.shapes[at[0]]
        for at in pieces.values()
    ]
    rows = [features.rows[at[0]] for at in pieces.values()]
    return Features(rows, np.array(shapes, dtype=object))


def _area(bounds: Bounds, margin: float) -> BaseGeometry:
    import shapely

    return shapely.union_all([shapely.box(*box) for box in boxes_of(bounds, margin)])


def load_layers(
    bounds: Bounds, *, margin: float = 0.15, only: tuple[str, ...] = tuple(LAYER_COLUMNS)
) -> dict[str, GeoDataFrame]:
    """The vector layers around some bounds, each clipped to them, in WGS 84.

    The margin is a share of the longer side, added on all sides. Where at least half of the
    bounds lies in a finer region, its layers are used, and the world layer around it.
    Keys: countries (name, iso_a2, name_local, kind), borders (lines on land; kind is
    "international" or "disputed"), admin1 (lines), admin1_areas (finer regions only), lakes,
    rivers; `only` picks some of them. A layer may be empty, but always has its columns.

    >>> layers = load_layers((41.0, 34.5, 47.0, 38.5))
    >>> sorted(layers["countries"]["iso_a2"])
    ['AM', 'AZ', 'IQ', 'IR', 'SY', 'TR']
    """
    from geopandas import GeoDataFrame

    found = {}
    for layer, (rows, shapes) in layers_around(bounds, margin, only).items():
        data = {key: [row[key] for row in rows] for key in LAYER_COLUMNS[layer]}
        found[layer] = GeoDataFrame(data, geometry=list(shapes), crs="EPSG:4326")
    return found


def layers_around(bounds: Bounds, margin: float, only: Iterable[str]) -> dict[str, Features]:
    """The layers around some bounds, as `load_layers` tells, in plain features."""
    import numpy as np
    import shapely

    wanted = _area(bounds, margin)
    region = region_of(bounds)
    if region is None:
        return {layer: _clip(whole_layer("world", layer), wanted, layer) for layer in only}
    west, south, east, north = regions()[region]["bounds"]
    box = shapely.box(west, south, east, north)
    under = shapely.box(west + _SEAM, south + _SEAM, east - _SEAM, north - _SEAM)
    found = {layer: _clip(whole_layer(region, layer), wanted & box, layer) for layer in only}
    if not box.contains(wanted):
        for layer, fine in found.items():
            rest = wanted - (under if layer in _AREAS else box)
            coarse = _clip(whole_layer("world", layer), rest, layer)
            shapes = np.concatenate([fine.shapes, coarse.shapes])
            found[layer] = Features([*fine.rows, *coarse.rows], shapes)
        if "countries" in found:
            found["countries"] = _united(found["countries"])
    return found
