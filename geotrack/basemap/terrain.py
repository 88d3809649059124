"""Heights above the sea, and the soft shading of slopes that lies under a map."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geotrack.basemap.regions import basemap_file, boxes_of, overlap, region_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geotrack.basemap.regions import Bounds

FLAT = 180  # the hillshade of level ground


class Relief(NamedTuple):
    """Elevation above the sea in metres (float32, north row first) and its outer edges."""

    elevation_m: NDArray[np.float32]
    bounds: Bounds


@lru_cache(maxsize=2)
def _elevation(region: str) -> tuple[NDArray[np.float32], Bounds]:
    """The whole grid of a region: metres, and its edges. How it is coded: see the README."""
    import numpy as np

    with np.load(basemap_file(f"{region}-relief.npz"), allow_pickle=False) as file:
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
    region = region_of(bounds, "relief_bounds")
    if region is None:
        return None
    elevation_m, edges = _elevation(region)
    cover = overlap(boxes_of(bounds)[0], edges)
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
