"""Projection and extent: from degrees to points on the page, for any region of the world.

The projection follows the extent: the UTM zone of the centre up to some 1,200 km, Lambert's
azimuthal equal-area beyond, Equal Earth for the whole world. All three run on past the
antimeridian when centred near it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod, Transformer

from geotrack.areas import distance_km

if TYPE_CHECKING:
    from geotrack.staticmap.box import Box

Floats = npt.NDArray[np.float64]
Bounds = tuple[float, float, float, float]

WORLD: Bounds = (-180.0, -58.0, 180.0, 80.0)
UTM_KM, AZIMUTHAL_KM = 1200.0, 12_000.0
UTM_DEGREES = 12.0
_KM_PER_DEGREE = 111.2
# A fitted frame is at least so wide, and leaves this share of the extent as margin.
LEAST_KM, MARGIN = 40.0, 0.12


class Projection(NamedTuple):
    """A projection: PROJ text, kind (utm, azimuthal, world) and what to call it on the map."""

    proj: str
    kind: str
    label: dict[str, Any]


class Frame:
    """Degrees to points on the page and back, within `box`."""

    def __init__(self, projection: Projection, bounds: Bounds, box: Box) -> None:
        self.projection, self.box = projection, box
        self.lon_0 = (bounds[0] + bounds[2]) / 2
        self._transformer = Transformer.from_crs("EPSG:4326", projection.proj, always_xy=True)
        self._fit(bounds)
        self.bounds = self._covered()

    def _fit(self, bounds: Bounds) -> None:
        """Set scale (metres per point) and centre so that the box shows all of the bounds."""
        x, y = self._metres(*_grid(bounds))
        x, y = x[np.isfinite(x)], y[np.isfinite(y)]
        self._ratio = float(np.ptp(x) / max(np.ptp(y), 1e-6))
        self._scale = max(np.ptp(x) / self.box.width, np.ptp(y) / self.box.height, 1e-6)
        self._x = (x.min() + x.max()) / 2
        self._y = (y.min() + y.max()) / 2

    def _metres(self, lon: Any, lat: Any) -> tuple[Floats, Floats]:
        x, y = self._transformer.transform(
            np.asarray(lon, dtype=float), np.asarray(lat, dtype=float), errcheck=False
        )
        return np.asarray(x), np.asarray(y)

    def points(self, lon: Any, lat: Any) -> tuple[Floats, Floats]:
        """Page coordinates of degrees; NaN where the projection has no answer."""
        x, y = self._metres(lon, lat)
        centre_x, centre_y = self.box.centre
        with np.errstate(invalid="ignore", over="ignore"):
            px = centre_x + (x - self._x) / self._scale
            py = centre_y + (y - self._y) / self._scale
        far = ~(np.isfinite(px) & np.isfinite(py))
        return np.where(far, np.nan, px), np.where(far, np.nan, py)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Page coordinates of one place."""
        x, y = self.points([lon], [lat])
        return float(x[0]), float(y[0])

    def degrees(self, px: Any, py: Any) -> tuple[Floats, Floats]:
        """Longitude (running on around the frame's centre, not cut at 180) and latitude."""
        centre_x, centre_y = self.box.centre
        x = (np.asarray(px, dtype=float) - centre_x) * self._scale + self._x
        y = (np.asarray(py, dtype=float) - centre_y) * self._scale + self._y
        lon, lat = self._transformer.transform(x, y, direction="INVERSE", errcheck=False)
        lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        good = np.isfinite(lon) & np.isfinite(lat)
        lon = np.where(good, lon, np.nan)
        return unwrapped(lon, self.lon_0), np.where(good, lat, np.nan)

    def shape(self, geometry: Any) -> Any:
        """A geometry (or an array of them) in page coordinates."""

        def move(xy: Floats) -> Floats:
            return np.column_stack(self.points(xy[:, 0], xy[:, 1]))

        return shapely.transform(geometry, move)

    def _covered(self) -> Bounds:
        """What degrees the frame shows; west and east may run past 180."""
        if self.projection.kind == "world":
            return (-180.0, -90.0, 180.0, 90.0)
        xs = np.linspace(self.box.left, self.box.right, 25)
        ys = np.linspace(self.box.bottom, self.box.top, 25)
        lon, lat = self.degrees(*(grid.ravel() for grid in np.meshgrid(xs, ys)))
        west, east = float(np.nanmin(lon)), float(np.nanmax(lon))
        south, north = float(np.nanmin(lat)), float(np.nanmax(lat))
        for pole in (90.0, -90.0):
            if self.box.has(*self.point(self.lon_0, pole)):
                west, east = self.lon_0 - 180, self.lon_0 + 180
                south, north = min(south, pole), max(north, pole)
        return west, max(-90.0, south), east, min(90.0, north)

    @property
    def shape_ratio(self) -> float:
        """Width by height of the bounds asked for, as the projection shows them."""
        return self._ratio

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude in the middle of the frame."""
        lon, lat = self.degrees([self.box.centre[0]], [self.box.centre[1]])
        return float(lon[0]), float(lat[0])

    @property
    def km_per_point(self) -> float:
        """Kilometres on the ground per point on the page, east to west through the centre."""
        x, y = self.box.centre
        step = min(10.0, self.box.width / 20)
        lon, lat = self.degrees([x - step, x + step], [y, y])
        km = distance_km(float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1]))
        return km / (2 * step)

    def north_at(self, px: float, py: float) -> float:
        """Direction of true north at a spot of the page: radians, anticlockwise from right."""
        lon, lat = (float(value[0]) for value in self.degrees([px], [py]))
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return math.pi / 2
        step = min(0.05, (90 - lat) / 2)
        x, y = self.points([lon, lon], [lat - step, lat + step])
        return math.atan2(float(y[1] - y[0]), float(x[1] - x[0]))

    def direction_to(self, lon: float, lat: float) -> float:
        """Direction on the page from the frame's centre: radians, anticlockwise from right.

        It follows the great circle, so it holds for places the projection cannot show.
        """
        px, py = self.point(lon, lat)
        centre_x, centre_y = self.box.centre
        near = 2 * max(self.box.width, self.box.height)
        if math.isfinite(px) and math.hypot(px - centre_x, py - centre_y) < near:
            return math.atan2(py - centre_y, px - centre_x)
        azimuth = Geod(ellps="WGS84").inv(*self.centre, lon, lat)[0]
        return self.north_at(centre_x, centre_y) - math.radians(azimuth)


def unwrapped(lon: Any, around: float) -> Floats:
    """Longitudes within 180 degrees of `around`, so that they run on past the antimeridian.

    >>> unwrapped(-178.0, 179.0)
    array(182.)
    """
    return np.asarray((np.asarray(lon, dtype=float) - around + 180) % 360 - 180 + around)


def _grid(bounds: Bounds) -> tuple[Floats, Floats]:
    west, south, east, north = bounds
    lon, lat = np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41))
    return lon.ravel(), lat.ravel()


def normal_bounds(bounds: Bounds) -> Bounds:
    """Bounds in order: south below north, east beyond west (past 180 if they cross it)."""
    west, south, east, north = bounds
    south, north = max(-90.0, min(south, north)), min(90.0, max(south, north))
    if east < west:
        east += 360
    if east - west > 360:
        west, east = -180.0, 180.0
    return at_least((west, south, east, north), 1.0)


def at_least(bounds: Bounds, km: float) -> Bounds:
    """Bounds grown about their centre until no side is shorter than `km`."""
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    high = max((north - south) / 2, km / 2 / _KM_PER_DEGREE)
    narrowing = max(math.cos(math.radians(lat)), 0.02)
    wide = min(180.0, max((east - west) / 2, km / 2 / _KM_PER_DEGREE / narrowing))
    return lon - wide, max(-90.0, lat - high), lon + wide, min(90.0, lat + high)


def extent_of(lon: Floats, lat: Floats, reach_km: Floats) -> Bounds:
    """The smallest bounds around the points with their radii, a margin and a least size.

    The shorter way around the globe is taken. Without points: the inhabited world.
    """
    if not len(lon):
        return WORLD
    lon = unwrapped(lon, 0.0)
    ordered = np.sort(lon)
    gaps = np.diff(np.append(ordered, ordered[0] + 360))
    start = ordered[(int(np.argmax(gaps)) + 1) % len(ordered)]
    lon = (lon - start) % 360 + start
    high = reach_km / _KM_PER_DEGREE
    wide = high / np.maximum(np.cos(np.radians(lat)), 0.02)
    west, east = float((lon - wide).min()), float((lon + wide).max())
    south, north = float((lat - high).min()), float((lat + high).max())
    if east - west > 330:
        return WORLD
    over, up = (east - west) * MARGIN, (north - south) * MARGIN
    return at_least((west - over, south - up, east + over, min(north + up, 90.0)), LEAST_KM)


def choose_projection(bounds: Bounds) -> Projection:
    """The projection for a region (see the module's head)."""
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    lon = float(unwrapped(lon, 0.0))
    nearest = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    wide = (east - west) * _KM_PER_DEGREE * math.cos(math.radians(nearest))
    high = (north - south) * _KM_PER_DEGREE
    if max(wide, high) > AZIMUTHAL_KM or (wide > 9000 and south < 0 < north):
        return Projection("+proj=eqearth +lon_0=0 +datum=WGS84", "world", {})
    if max(wide, high) <= UTM_KM and east - west <= UTM_DEGREES and -80 <= lat <= 84:
        zone = min(60, int((lon + 180) // 6) + 1)
        south_part = " +south" if lat < 0 else ""
        label = {"zone": zone, "hemisphere": "S" if lat < 0 else "N"}
        return Projection(f"+proj=utm +zone={zone}{south_part} +datum=WGS84", "utm", label)
    lon, lat = round(lon), round(lat)
    label = {"lon": abs(lon), "lat": abs(lat)}
    label |= {"east": "E" if lon >= 0 else "W", "north": "N" if lat >= 0 else "S"}
    return Projection(f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84", "azimuthal", label)


def fit_frame(bounds: Bounds, box: Box) -> Frame:
    """The frame that shows all of `bounds` (degrees) within `box` (points)."""
    bounds = normal_bounds(bounds)
    return Frame(choose_projection(bounds), bounds, box)


def plain_boxes(bounds: Bounds) -> list[Bounds]:
    """Bounds that may run past 180 as one or two boxes that do not.

    >>> plain_boxes((177.0, -20.0, 183.0, -15.0))
    [(177.0, -20.0, 180.0, -15.0), (-180.0, -20.0, -177.0, -15.0)]
    """
    west, south, east, north = bounds
    if east - west >= 360:
        return [(-180.0, south, 180.0, north)]
    if west < -180:
        west, east = west + 360, east + 360
    if east <= 180:
        return [(west, south, east, north)]
    if west >= 180:
        return [(west - 360, south, east - 360, north)]
    return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
