"""The layers as GeoJSON small enough for a web page, and the whole world coarsely around them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geotrack.basemap.layers import LAYER_COLUMNS, layers_around, reshaped, whole_layer
from geotrack.basemap.regions import basemap_file, boxes_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geotrack.basemap.layers import Features
    from geotrack.basemap.regions import Bounds

# The coarse world, which hatch_build.py makes of the world layers.
WORLD = "world-coarse.json"


def layers_geojson(
    bounds: Bounds, *, simplify_deg: float | None = None, margin: float = 0.15
) -> dict[str, dict[str, Any]]:
    """The layers of `load_layers` as GeoJSON FeatureCollections, small enough for a page.

    They are simplified by ``simplify_deg`` (degrees; None: a 3000th of the width). Countries are
    cut at the edge of `boxes_of(bounds, margin)`: fill them without a stroke and draw
    ``borders`` as lines.

    >>> layers = layers_geojson((41.0, 34.5, 47.0, 38.5))
    >>> [one["properties"]["name"] for one in layers["countries"]["features"]][-1]
    'Türkiye'
    """
    width = sum(east - west for west, _, east, _ in boxes_of(bounds))
    degrees = max(width, 0.1) / 3000 if simplify_deg is None else simplify_deg
    return {
        layer: _as_geojson(_simplified(features, layer, degrees), layer, 4)
        for layer, features in layers_around(bounds, margin, LAYER_COLUMNS).items()
    }


@lru_cache(maxsize=1)
def world_geojson() -> dict[str, dict[str, Any]]:
    """The whole world, much coarser, to be drawn below `layers_geojson`, for who zooms out.

    Countries, borders, lakes and rivers; each country tells, besides what `load_layers` does,
    the point where its name may stand (``label``) and its size in square degrees (``size``).
    Callers must not change it. `coarse_world` made it, when the package was built.

    >>> sorted(world_geojson())
    ['borders', 'countries', 'lakes', 'rivers']
    """
    found: dict[str, dict[str, Any]] = json.loads(basemap_file(WORLD).read_text(encoding="utf-8"))
    return found


def coarse_world(degrees: float = 0.25) -> dict[str, dict[str, Any]]:
    """What `world_geojson` reads, made of the world layers; hatch_build.py writes it."""
    import numpy as np
    import shapely

    found = {}
    for layer in ("countries", "borders", "lakes", "rivers"):
        features = whole_layer("world", layer)
        if layer == "rivers":
            major = [row["scalerank"] <= 3 for row in features.rows]
            features = features.where(np.array(major, dtype=bool))
        if layer == "lakes":
            features = features.where(shapely.area(features.shapes) > 0.8)
        found[layer] = _as_geojson(_simplified(features, layer, degrees), layer, 2)
    for country in found["countries"]["features"]:
        shape = shapely.geometry.shape(country["geometry"])
        middle = shape.representative_point()
        label = [round(middle.x, 3), round(middle.y, 3)]
        told = {"label": label, "size": round(shape.area, 2)}
        country["properties"] = country["properties"] | told  # a new row: the layer's stays
    return found


def _simplified(features: Features, layer: str, degrees: float) -> Features:
    """The features with fewer vertices; countries stay neighbours without gaps."""
    import numpy as np
    import shapely

    if layer != "countries":
        return reshaped(features, shapely.simplify(features.shapes, degrees), layer)
    shapes = shapely.coverage_simplify(features.shapes, degrees)
    seen = np.empty(len(shapes), dtype=object)
    seen[:] = [_without_islets(one, degrees) for one in shapes]
    return reshaped(features, seen, layer)


def _without_islets(geometry: BaseGeometry, degrees: float) -> BaseGeometry:
    """Drop a country's islands that are too small to be seen, but never its largest part."""
    import shapely

    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    return shapely.MultiPolygon(list(parts[areas >= min(degrees**2 * 2, areas.max(initial=0.0))]))


def _as_geojson(features: Features, layer: str, digits: int) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with rounded coordinates, in a fixed order."""
    import numpy as np
    import shapely

    shapes = shapely.transform(features.shapes, lambda xy: np.round(xy, digits) + 0.0)
    rows, shapes = reshaped(features, shapes, layer)
    texts = shapely.to_geojson(shapely.remove_repeated_points(shapely.normalize(shapes)))
    told = [json.dumps(row, sort_keys=True) for row in rows]
    order = sorted(range(len(rows)), key=lambda at: (told[at], texts[at]))
    found = [
        {"type": "Feature", "properties": rows[at], "geometry": json.loads(texts[at])}
        for at in order
    ]
    return {"type": "FeatureCollection", "features": found}
