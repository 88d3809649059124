"""Bounds on the globe, the basemap's files, and which finer region covers some bounds.

Bounds are always ``(west, south, east, north)`` in degrees, WGS 84, longitude first. West may
be greater than east, and longitudes may pass 180: such bounds cross the antimeridian and are
two boxes, split at 180.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path

from geotrack.errors import GeotrackError

BUILT = Path(__file__).parents[1] / "_built" / "basemap"

Bounds = tuple[float, float, float, float]


def boxes_of(bounds: Bounds, margin: float = 0.0) -> list[Bounds]:
    """The bounds, widened by a share of their longer side, as one or two boxes within 180.

    Raises GeotrackError for bounds that are not finite or whose south lies above their north.

    >>> boxes_of((177.0, -19.0, -178.0, -16.0))
    [(177.0, -19.0, 180.0, -16.0), (-180.0, -19.0, -178.0, -16.0)]
    """
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


def overlap(one: Bounds, other: Bounds) -> Bounds | None:
    """What two boxes share, or None.

    >>> overlap((40.0, 30.0, 44.0, 38.0), (42.0, 36.0, 50.0, 40.0))
    (42.0, 36.0, 44.0, 38.0)
    """
    west, south = max(one[0], other[0]), max(one[1], other[1])
    east, north = min(one[2], other[2]), min(one[3], other[3])
    return (west, south, east, north) if west < east and south < north else None


def _share(bounds: Bounds, cover: Bounds) -> float:
    """How much of the bounds (0 to 1) lies in the box ``cover``."""
    boxes = boxes_of(bounds, 1e-6)
    shared = [part for part in (overlap(one, cover) for one in boxes) if part]
    size = sum((e - w) * (n - s) for w, s, e, n in boxes)
    return sum((e - w) * (n - s) for w, s, e, n in shared) / size if size else 0.0


# --- files and regions -------------------------------------------------------------------


def basemap_file(name: str) -> Path:
    """A file of the basemap. Raises GeotrackError where it was not built."""
    path = BUILT / name
    if not path.is_file():
        raise GeotrackError(
            f"the basemap file {path} is missing; install geotrack anew (its build puts it there)"
        )
    return path


@lru_cache(maxsize=1)
def regions() -> dict[str, dict[str, Bounds]]:
    """The finer regions: by name the box of their layers and that of their relief.

    >>> regions()["middle-east-north"]["relief_bounds"]
    (39.5, 33.0, 48.5, 39.5)
    """
    index = json.loads(basemap_file("index.json").read_text(encoding="utf-8"))
    return {
        name: {key: tuple(box) for key, box in boxes.items()}
        for name, boxes in index["regions"].items()
    }


def region_of(bounds: Bounds, key: str = "bounds") -> str | None:
    """The finer region whose box holds at least half of the bounds (the best one).

    >>> region_of((41.0, 34.5, 47.0, 38.5)), region_of((22.0, 44.0, 40.5, 52.5))
    ('middle-east-north', None)
    """
    shares = {name: _share(bounds, boxes[key]) for name, boxes in regions().items()}
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] >= 0.5 else None


def credit_lines(bounds: Bounds) -> list[str]:
    """Sentences naming the sources of what a map of these bounds shows.

    >>> credit_lines((41.0, 34.5, 47.0, 38.5))
    ['Basemap: Natural Earth 1:10m (public domain).', 'Relief: NOAA GLOBE (unrestricted).']
    """
    scale = "simplified" if region_of(bounds) is None else "1:10m"
    found = [f"Basemap: Natural Earth {scale} (public domain)."]
    if region_of(bounds, "relief_bounds") is not None:
        found.append("Relief: NOAA GLOBE (unrestricted).")
    return found
