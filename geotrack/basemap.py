"""The offline basemap: countries, borders, first-level units, rivers, lakes and relief.

The data are small cuts of public-domain sources (Natural Earth, NOAA GLOBE), told of in
``data/basemap/README.md``: a world layer (about 1:50m) and finer regions (1:10m).
Bounds are always ``(west, south, east, north)`` in degrees, WGS 84, longitude first. West may
be greater than east, and longitudes may pass 180: such bounds cross the antimeridian, and the
geometry for them comes in two parts, split at 180.
"""

from __future__ import annotations

import io
import json
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.errors import GeotrackError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

BUILT = Path(__file__).parent / "_built" / "basemap"

Bounds = tuple[float, float, float, float]

_NAMES = ["name_ar", "name_fa", "name_tr"]
# Each layer's columns besides geometry; "LineString" or "Polygon" is what its features are.
_COLUMNS = {
    "countries": ["name", "iso_a2", "name_local", *_NAMES, "kind"],
    "borders": ["iso_a2_left", "iso_a2_right", "kind"],
    "admin1": ["country", "iso_a2"],
    "admin1_areas": ["name", "iso_3166_2", "iso_a2", "country", "geonames_id", *_NAMES],
    "lakes": ["name"],
    "rivers": ["name", "scalerank"],
}
_AREAS = ("countries", "admin1_areas", "lakes")
# The coarse world, which hatch_build.py makes of the world layers.
WORLD = "world-coarse.json"
_SEAM = 0.02  # degrees by which coarse areas reach under finer ones, so that no seam shows
FLAT = 180  # the hillshade of level ground


class Relief(NamedTuple):
    """Elevation above the sea in metres (float32, north row first) and its outer edges."""

    elevation_m: NDArray[np.float32]
    bounds: Bounds


# --- bounds ------------------------------------------------------------------------------


def _boxes(bounds: Bounds, margin: float = 0.0) -> list[Bounds]:
    """The bounds, widened by a share of their longer side, as one or two boxes within 180."""
    west, south, east, north = bounds
    if not all(map(math.isfinite, bounds)) or south > north:
        raise GeotrackError(f"bounds must be (west, south, east, north) in degrees, not {bounds}")
    if west > east:
        east += 360
    pad = margin * max(east - west, north - south, 0.1)
    west, east = west - pad, east + pad
    south, north = max(south - pad, -90.0), min(north + pad, 90.0)
    if east - west >= 360:
        return [(-180.0, south, 180.0, north)]
    turns = 360 * math.floor((west + 180) / 360)
    west, east = west - turns, east - turns
    if east <= 180:
        return [(west, south, east, north)]
    return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]


def _overlap(one: Bounds, other: Bounds) -> Bounds | None:
    """What two boxes share, or None."""
    west, south = max(one[0], other[0]), max(one[1], other[1])
    east, north = min(one[2], other[2]), min(one[3], other[3])
    return (west, south, east, north) if west < east and south < north else None


def _share(bounds: Bounds, cover: Bounds) -> float:
    """How much of the bounds (0 to 1) lies in the box ``cover``."""
    boxes = _boxes(bounds, 1e-6)
    shared = [part for part in (_overlap(one, cover) for one in boxes) if part]
    size = sum((e - w) * (n - s) for w, s, e, n in boxes)
    return sum((e - w) * (n - s) for w, s, e, n in shared) / size if size else 0.0


# --- reading -----------------------------------------------------------------------------


def _path(name: str) -> Path:
    path = BUILT / name
    if not path.is_file():
        raise GeotrackError(
            f"the basemap file {path} is missing; install geotrack anew (its build puts it there)"
        )
    return path


@lru_cache(maxsize=1)
def _regions() -> dict[str, dict[str, Bounds]]:
    index = json.loads(_path("index.json").read_text(encoding="utf-8"))
    return {
        name: {key: tuple(box) for key, box in boxes.items()}
        for name, boxes in index["regions"].items()
    }


def _region(bounds: Bounds, key: str = "bounds") -> str | None:
    """The finer region whose box holds at least half of the bounds (the best one)."""
    shares = {name: _share(bounds, boxes[key]) for name, boxes in _regions().items()}
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] >= 0.5 else None


class _Features(NamedTuple):
    """A layer: each feature's properties, and beside them its shape."""

    rows: list[dict[str, Any]]
    shapes: NDArray[np.object_]

    def where(self, keep: NDArray[np.bool_]) -> _Features:
        """Some of the features."""
        rows = [row for row, is_kept in zip(self.rows, keep, strict=True) if is_kept]
        return _Features(rows, self.shapes[keep])


@lru_cache(maxsize=16)
def _layer(name: str, layer: str) -> _Features:
    """One whole layer of a region or of the world; callers must not change it."""
    import numpy as np
    import shapely

    if name == "world" and layer == "admin1_areas":
        return _Features([], np.array([], dtype=object))
    text = _path(f"{name}-{layer}.geojson").read_text(encoding="utf-8")
    columns = _COLUMNS[layer]
    features = json.loads(text)["features"]
    rows = [{key: row["properties"][key] for key in columns} for row in features]
    return _Features(rows, shapely.get_parts(shapely.from_geojson(text)))


# --- vector layers -----------------------------------------------------------------------


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


def _reshape(features: _Features, shapes: NDArray[np.object_], layer: str) -> _Features:
    """The features with other shapes, cleaned; those left without any are dropped."""
    import numpy as np
    import shapely

    shapes = np.array(shapes, dtype=object)
    plain = shapely.GeometryType.POLYGON if layer in _AREAS else shapely.GeometryType.LINESTRING
    # Most are one whole part already, and the rest is looked at one by one.
    odd = (shapely.get_type_id(shapes) != plain) | ~shapely.is_valid(shapes)
    for at in np.flatnonzero(odd):
        shapes[at] = _clean(shapes[at], layer)
    return _Features(features.rows, shapes).where(~shapely.is_empty(shapes))


def _clip(features: _Features, area: BaseGeometry, layer: str) -> _Features:
    """The features that reach into the area, cut at its edge."""
    import shapely

    shapely.prepare(area)
    near = features.where(shapely.intersects(area, features.shapes))
    shapes = near.shapes.copy()
    cut = ~shapely.covers(area, shapes)
    shapes[cut] = shapely.intersection(shapes[cut], area)
    return _reshape(near, shapes, layer)


def _united(features: _Features) -> _Features:
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
    return _Features(rows, np.array(shapes, dtype=object))


def _area(bounds: Bounds, margin: float) -> BaseGeometry:
    import shapely

    return shapely.union_all([shapely.box(*box) for box in _boxes(bounds, margin)])


def load_layers(
    bounds: Bounds, *, margin: float = 0.15, only: tuple[str, ...] = tuple(_COLUMNS)
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
    for layer, (rows, shapes) in _around(bounds, margin, only).items():
        data = {key: [row[key] for row in rows] for key in _COLUMNS[layer]}
        found[layer] = GeoDataFrame(data, geometry=list(shapes), crs="EPSG:4326")
    return found


def _around(bounds: Bounds, margin: float, only: Iterable[str]) -> dict[str, _Features]:
    """The layers around some bounds, as `load_layers` tells, in plain features."""
    import numpy as np
    import shapely

    wanted = _area(bounds, margin)
    region = _region(bounds)
    if region is None:
        return {layer: _clip(_layer("world", layer), wanted, layer) for layer in only}
    west, south, east, north = _regions()[region]["bounds"]
    box = shapely.box(west, south, east, north)
    under = shapely.box(west + _SEAM, south + _SEAM, east - _SEAM, north - _SEAM)
    found = {layer: _clip(_layer(region, layer), wanted & box, layer) for layer in only}
    if not box.contains(wanted):
        for layer, fine in found.items():
            rest = wanted - (under if layer in _AREAS else box)
            coarse = _clip(_layer("world", layer), rest, layer)
            shapes = np.concatenate([fine.shapes, coarse.shapes])
            found[layer] = _Features([*fine.rows, *coarse.rows], shapes)
        if "countries" in found:
            found["countries"] = _united(found["countries"])
    return found


def _simplified(features: _Features, layer: str, degrees: float) -> _Features:
    """The features with fewer vertices; countries stay neighbours without gaps."""
    import numpy as np
    import shapely

    if layer != "countries":
        return _reshape(features, shapely.simplify(features.shapes, degrees), layer)
    shapes = shapely.coverage_simplify(features.shapes, degrees)
    seen = np.empty(len(shapes), dtype=object)
    seen[:] = [_without_islets(one, degrees) for one in shapes]
    return _reshape(features, seen, layer)


def _without_islets(geometry: BaseGeometry, degrees: float) -> BaseGeometry:
    """Drop a country's islands that are too small to be seen, but never its largest part."""
    import shapely

    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    return shapely.MultiPolygon(list(parts[areas >= min(degrees**2 * 2, areas.max(initial=0.0))]))


def _as_geojson(features: _Features, layer: str, digits: int) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with rounded coordinates, in a fixed order."""
    import numpy as np
    import shapely

    shapes = shapely.transform(features.shapes, lambda xy: np.round(xy, digits) + 0.0)
    rows, shapes = _reshape(features, shapes, layer)
    texts = shapely.to_geojson(shapely.remove_repeated_points(shapely.normalize(shapes)))
    told = [json.dumps(row, sort_keys=True) for row in rows]
    order = sorted(range(len(rows)), key=lambda at: (told[at], texts[at]))
    found = [
        {"type": "Feature", "properties": rows[at], "geometry": json.loads(texts[at])}
        for at in order
    ]
    return {"type": "FeatureCollection", "features": found}


def layers_geojson(
    bounds: Bounds, *, simplify_deg: float | None = None, margin: float = 0.15
) -> dict[str, dict[str, Any]]:
    """The layers of `load_layers` as GeoJSON FeatureCollections, small enough for a page.

    They are simplified by ``simplify_deg`` (degrees; None: a 3000th of the width). Countries are
    cut at the edge of `layer_boxes`: fill them without a stroke and draw ``borders`` as lines.

    >>> layers = layers_geojson((41.0, 34.5, 47.0, 38.5))
    >>> [one["properties"]["name"] for one in layers["countries"]["features"]][-1]
    'Türkiye'
    """
    width = sum(east - west for west, _, east, _ in _boxes(bounds))
    degrees = max(width, 0.1) / 3000 if simplify_deg is None else simplify_deg
    return {
        layer: _as_geojson(_simplified(features, layer, degrees), layer, 4)
        for layer, features in _around(bounds, margin, _COLUMNS).items()
    }


def layer_boxes(bounds: Bounds, *, margin: float = 0.15) -> list[Bounds]:
    """The one or two boxes within 180 degrees that layers of these bounds fill.

    >>> layer_boxes((177.0, -19.0, -178.0, -16.0), margin=0)
    [(177.0, -19.0, 180.0, -16.0), (-180.0, -19.0, -178.0, -16.0)]
    """
    return _boxes(bounds, margin)


@lru_cache(maxsize=1)
def world_geojson() -> dict[str, dict[str, Any]]:
    """The whole world, much coarser, to be drawn below `layers_geojson`, for who zooms out.

    Countries, borders, lakes and rivers; each country tells, besides what `load_layers` does,
    the point where its name may stand (``label``) and its size in square degrees (``size``).
    Callers must not change it. `coarse_world` made it, when the package was built.

    >>> sorted(world_geojson())
    ['borders', 'countries', 'lakes', 'rivers']
    """
    found: dict[str, dict[str, Any]] = json.loads(_path(WORLD).read_text(encoding="utf-8"))
    return found


def coarse_world(degrees: float = 0.25) -> dict[str, dict[str, Any]]:
    """What `world_geojson` reads, made of the world layers; hatch_build.py writes it."""
    import shapely

    found = {}
    for layer in ("countries", "borders", "lakes", "rivers"):
        features = _layer("world", layer)
        if layer == "rivers":
            major = [row["scalerank"] <= 3 for row in features.rows]
            features = features.where(_mask(major))
        if layer == "lakes":
            features = features.where(shapely.area(features.shapes) > 0.8)
        found[layer] = _as_geojson(_simplified(features, layer, degrees), layer, 2)
    for country in found["countries"]["features"]:
        shape = shapely.geometry.shape(country["geometry"])
        middle = shape.representative_point()
        label = [round(middle.x, 3), round(middle.y, 3)]
        country["properties"] |= {"label": label, "size": round(shape.area, 2)}
    return found


def _mask(values: list[bool]) -> NDArray[np.bool_]:
    import numpy as np

    return np.array(values, dtype=bool)


# --- relief ------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def _elevation(region: str) -> tuple[NDArray[np.float32], Bounds]:
    """The whole grid of a region: metres, and its edges. How it is coded: see the README."""
    import numpy as np

    with np.load(_path(f"{region}-relief.npz"), allow_pickle=False) as file:
        coded = file["low"].astype(np.int32) | (file["high"].astype(np.int32) << 8)
        west, south, east, north = file["bounds"].tolist()
        step_m = int(file["step_m"])
    steps = (coded >> 1) ^ -(coded & 1)
    elevation_m = np.cumsum(steps, axis=1).astype(np.float32) * step_m
    return elevation_m, (west, south, east, north)


def relief(bounds: Bounds) -> Relief | None:
    """The elevation inside the bounds, or None where the data cover less than half of them.

    Cells are 30 arc seconds (about 0.9 km from north to south); the bounds returned are their
    outer edges, at most a cell wider than asked. Seas are 0.

    >>> found = relief((43.0, 36.8, 44.0, 37.4))
    >>> found.elevation_m.shape, bool(found.elevation_m.max() > 2000)
    ((72, 120), True)
    """
    region = _region(bounds, "relief_bounds")
    if region is None:
        return None
    elevation_m, edges = _elevation(region)
    cover = _overlap(_boxes(bounds)[0], edges)
    if cover is None:
        return None
    per_degree = elevation_m.shape[1] / (edges[2] - edges[0])
    left = math.floor((cover[0] - edges[0]) * per_degree + 1e-6)
    right = math.ceil((cover[2] - edges[0]) * per_degree - 1e-6)
    top = math.floor((edges[3] - cover[3]) * per_degree + 1e-6)
    bottom = math.ceil((edges[3] - cover[1]) * per_degree - 1e-6)
    if right - left < 2 or bottom - top < 2:
        return None
    west, north = edges[0] + left / per_degree, edges[3] - top / per_degree
    east, south = edges[0] + right / per_degree, edges[3] - bottom / per_degree
    return Relief(elevation_m[top:bottom, left:right].copy(), (west, south, east, north))


def hillshade(relief: Relief, *, exaggeration: float = 3.0) -> NDArray[np.uint8]:
    """Soft shading lit from four sides, mostly the north-west: 0 dark to 255 light.

    Level ground is `FLAT`. Meant to lie at low opacity under a map.
    """
    import numpy as np

    rows, columns = relief.elevation_m.shape
    west, south, east, north = relief.bounds
    metres = 111_195.0
    down, right = np.gradient(relief.elevation_m)
    latitudes = np.radians(north - (np.arange(rows) + 0.5) * (north - south) / rows)
    across = (east - west) / columns * metres * np.maximum(np.cos(latitudes), 0.01)
    slope_east = right * exaggeration / across[:, None]
    slope_north = -down * exaggeration / ((north - south) / rows * metres)
    steep = np.sqrt(1 + slope_east**2 + slope_north**2)
    shade = np.zeros_like(steep)
    for azimuth, weight in ((225, 0.15), (270, 0.25), (315, 0.4), (360, 0.2)):
        angle = math.radians(azimuth)
        toward = slope_east * math.sin(angle) + slope_north * math.cos(angle)
        shade += weight * np.clip(math.sqrt(0.5) * (1 - toward) / steep, 0, 1)
    grey: NDArray[np.uint8] = np.round(shade / math.sqrt(0.5) * FLAT).clip(0, 255).astype(np.uint8)
    return grey


def hillshade_png(bounds: Bounds) -> tuple[bytes, Bounds] | None:
    """The hillshade as a PNG for a Leaflet imageOverlay, with the bounds to lay it at, or None.

    Rows are spaced as in Web Mercator. Shadow is black, light is white, and the alpha tells
    how much: level ground is transparent, and so is the image's rim, so ask for more than is seen.
    The same bounds give the same bytes.
    """
    import numpy as np
    from PIL import Image

    found = relief(bounds)
    if found is None:
        return None
    shade = hillshade(found).astype(np.float32) - FLAT
    west, south, east, north = found.bounds
    rows, columns = shade.shape
    top, bottom = (math.asinh(math.tan(math.radians(degree))) for degree in (north, south))
    height = max(2, round((top - bottom) / math.radians(east - west) * columns))
    mercator = top - (np.arange(height) + 0.5) * (top - bottom) / height
    latitudes = np.degrees(np.arctan(np.sinh(mercator)))
    at = ((north - latitudes) / (north - south) * rows - 0.5).clip(0, rows - 1)
    above = np.minimum(at.astype(int), rows - 2)
    part = (at - above)[:, None]
    shade = shade[above] * (1 - part) + shade[above + 1] * part
    edge_y, edge_x = (np.minimum(np.arange(n), np.arange(n)[::-1]) for n in shade.shape)
    fade = np.minimum(np.minimum.outer(edge_y, edge_x) / 24, 1)  # no hard edge on the map
    alpha = (np.minimum(np.abs(shade) * 1.8, 248) * fade / 8).round().astype(np.uint8) * 8
    light = np.where((shade > 0) & (alpha > 0), 255, 0).astype(np.uint8)
    image = Image.merge("LA", (Image.fromarray(light), Image.fromarray(alpha)))
    file = io.BytesIO()
    image.save(file, format="PNG", compress_level=7)
    return file.getvalue(), found.bounds


def credit_lines(bounds: Bounds) -> list[str]:
    """Sentences naming the sources of what a map of these bounds shows.

    >>> credit_lines((41.0, 34.5, 47.0, 38.5))
    ['Basemap: Natural Earth 1:10m (public domain).', 'Relief: NOAA GLOBE (unrestricted).']
    """
    scale = "simplified" if _region(bounds) is None else "1:10m"
    found = [f"Basemap: Natural Earth {scale} (public domain)."]
    if _region(bounds, "relief_bounds") is not None:
        found.append("Relief: NOAA GLOBE (unrestricted).")
    return found
