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


@lru_cache(maxsize=16)
def _layer(name: str, layer: str) -> GeoDataFrame:
    """One whole layer of a region or of the world; callers must not change it."""
    import shapely
    from geopandas import GeoDataFrame

    rows: list[dict[str, Any]] = []
    shapes: list[BaseGeometry] = []
    if name != "world" or layer != "admin1_areas":
        text = _path(f"{name}-{layer}.geojson").read_text(encoding="utf-8")
        rows = json.loads(text)["features"]
        shapes = list(shapely.get_parts(shapely.from_geojson(text)))
    data = {key: [row["properties"][key] for row in rows] for key in _COLUMNS[layer]}
    return GeoDataFrame(data, geometry=shapes, crs="EPSG:4326")


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


def _reshape(frame: GeoDataFrame, shapes: Any, layer: str) -> GeoDataFrame:
    """The frame with other geometries, cleaned; rows left without any are dropped."""
    new = frame.set_geometry([_clean(one, layer) for one in shapes], crs="EPSG:4326")
    return new[~new.is_empty].reset_index(drop=True)


def _clip(frame: GeoDataFrame, area: BaseGeometry, layer: str) -> GeoDataFrame:
    """The features of a frame that reach into the area, cut at its edge."""
    near = frame[frame.intersects(area)]
    return _reshape(near, near.intersection(area), layer)


def _united(frame: GeoDataFrame) -> GeoDataFrame:
    """One row a country, where a country came in a fine and a coarse piece."""
    keys = _COLUMNS["countries"]
    if not frame.duplicated(keys).any():
        return frame
    return frame.dissolve(by=keys, sort=False, as_index=False)[[*keys, "geometry"]]


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
    import pandas as pd
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
            both = [fine, _clip(_layer("world", layer), rest, layer)]
            found[layer] = pd.concat([one for one in both if len(one)] or both[:1])
            found[layer] = found[layer].reset_index(drop=True)
        if "countries" in found:
            found["countries"] = _united(found["countries"])
    return found


def _simplified(frame: GeoDataFrame, layer: str, degrees: float) -> GeoDataFrame:
    """The frame with fewer vertices; countries stay neighbours without gaps."""
    import shapely

    shapes = frame.geometry.to_numpy()
    if layer == "countries":
        shapes = shapely.coverage_simplify(shapes, degrees)
        shapes = [_without_islets(one, degrees) for one in shapes]
    else:
        shapes = shapely.simplify(shapes, degrees)
    return _reshape(frame, shapes, layer)


def _without_islets(geometry: BaseGeometry, degrees: float) -> BaseGeometry:
    """Drop a country's islands that are too small to be seen, but never its largest part."""
    import shapely

    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    return shapely.MultiPolygon(list(parts[areas >= min(degrees**2 * 2, areas.max(initial=0.0))]))


def _features(frame: GeoDataFrame, layer: str, digits: int, scale: str) -> list[dict[str, Any]]:
    """Plain GeoJSON features with rounded coordinates, in a fixed order."""
    import numpy as np
    import shapely

    shapes = shapely.transform(frame.geometry.to_numpy(), lambda xy: np.round(xy, digits) + 0.0)
    frame = _reshape(frame, shapes, layer)
    columns = [key for key in _COLUMNS[layer] if scale == "near" or key not in _NAMES]
    rows = frame[columns].to_dict("records")
    found = [
        {
            "type": "Feature",
            "properties": {**row, "scale": scale},
            "geometry": json.loads(
                shapely.to_geojson(shapely.remove_repeated_points(shapely.normalize(one)))
            ),
        }
        for row, one in zip(rows, frame.geometry, strict=True)
    ]

    def order(one: dict[str, Any]) -> str:
        return json.dumps([one["properties"], one["geometry"]], sort_keys=True)

    return sorted(found, key=order)


def layers_geojson(
    bounds: Bounds,
    *,
    simplify_deg: float | None = None,
    context_deg: float = 0.25,
    margin: float = 0.15,
) -> dict[str, dict[str, Any]]:
    """The layers of `load_layers` as GeoJSON FeatureCollections, small enough for a page.

    Around the bounds they are simplified by ``simplify_deg`` (degrees; None: a 3000th of the
    width). The rest of the world follows much coarser (``context_deg``; 0: not at all), for
    who zooms out. Each feature tells its ``scale``: "near" or "context"; context comes first, to
    be drawn below. Countries are cut at the edge between both: fill them without a stroke and
    draw ``borders`` as lines.

    >>> layers = layers_geojson((41.0, 34.5, 47.0, 38.5), context_deg=0)
    >>> [one["properties"]["name"] for one in layers["countries"]["features"]][-1]
    'Türkiye'
    """
    import shapely

    boxes = _boxes(bounds)
    width = sum(east - west for west, _, east, _ in boxes)
    near_deg = max(width, 0.1) / 3000 if simplify_deg is None else simplify_deg
    near, wanted = load_layers(bounds, margin=margin), _area(bounds, margin)
    found: dict[str, dict[str, Any]] = {}
    for layer in _COLUMNS:
        features = _features(_simplified(near[layer], layer, near_deg), layer, 4, "near")
        if context_deg > 0 and not layer.startswith("admin1"):
            hole = shapely.buffer(wanted, -_SEAM) if layer in _AREAS else wanted
            far = _simplified(_context(layer), layer, context_deg)
            far = _clip(far, shapely.box(-180, -90, 180, 90) - hole, layer)
            features = _features(far, layer, 2, "context") + features
        found[layer] = {"type": "FeatureCollection", "features": features}
    return found


def _context(layer: str) -> GeoDataFrame:
    """The features of the world layer that are worth showing far from the events."""
    import shapely

    frame = _layer("world", layer)
    if layer == "rivers":
        return frame[frame["scalerank"] <= 3]
    if layer == "lakes":
        return frame[shapely.area(frame.geometry.to_numpy()) > 0.8]
    return frame


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
