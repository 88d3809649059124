"""What lies under the events: sea, relief, countries, divisions, borders, rivers and lakes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.collections import LineCollection
from matplotlib.image import BboxImage
from matplotlib.path import Path
from matplotlib.transforms import Bbox, TransformedBbox

from geotrack import basemap
from geotrack.areas import distance_km

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.frame import Bounds, Floats, Frame
    from geotrack.staticmap.sheet import Box, Sheet

SEA, WATER, WATER_EDGE = "#d3e3ee", "#bcd8ea", "#86aecb"
NEIGHBOUR, FOCUS, COAST = "#e7e4dc", "#fbfaf5", "#9fb4c2"
BORDER, DIVISION, RIVER = "#4f4a42", "#a49d8f", "#7faed2"
GRATICULE = "#5b6b78"
# Coarser rivers (Natural Earth's scalerank) are left out where a point is many kilometres.
_RIVER_RANKS = ((0.8, 12), (2.0, 8), (5.0, 6), (12.0, 4), (math.inf, 1))
_SHADE, _TINT = 0.42, 0.20
_WARM, _STEPS = (0.66, 0.52, 0.30), 24
_FADE = 60.0  # cells


class Country(NamedTuple):
    """A country or division: its country's ISO code, names and shape on the page (points)."""

    code: str
    name: str
    name_local: str
    shape: BaseGeometry


class Ground(NamedTuple):
    """What later steps need of the basemap: countries, first-level divisions, borders as points."""

    countries: list[Country]
    divisions: list[Country]
    focus: str
    lines: Floats


def path_of(geometry: BaseGeometry) -> Path:
    """A polygonal or linear geometry as one path; holes stay holes."""
    vertices: list[Floats] = []
    codes: list[npt.NDArray[np.uint8]] = []
    for part in shapely.get_parts(geometry):
        rings = [part] if part.geom_type != "Polygon" else [part.exterior, *part.interiors]
        for ring in rings:
            points = np.asarray(ring.coords)[:, :2]
            if len(points) < 2:
                continue
            steps = np.full(len(points), Path.LINETO, dtype=np.uint8)
            steps[0] = Path.MOVETO
            if part.geom_type == "Polygon":
                steps[-1] = Path.CLOSEPOLY
            vertices.append(points)
            codes.append(steps)
    if not vertices:
        return Path(np.zeros((0, 2)))
    return Path(np.concatenate(vertices), np.concatenate(codes))


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a geometry; empty if it has none."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [polygons_of(part) for part in getattr(geometry, "geoms", ())]
    return shapely.union_all([part for part in parts if not part.is_empty])


def on_page(frame: Frame, geometries: Any, margin: float = 4.0) -> list[BaseGeometry]:
    """Shapes in points, cut a little outside the frame; empty where nothing of them shows.

    Parts on the far side of the globe, which a projection would turn inside out, are left out.
    """
    edge = frame.box.grown(margin)
    found = []
    for geometry in geometries:
        near = _near_side(frame, geometry)
        moved = frame.shape(near)
        if moved.is_empty:
            found.append(moved)
            continue
        if not moved.is_valid:
            moved = shapely.make_valid(moved)
        found.append(shapely.clip_by_rect(moved, edge.left, edge.bottom, edge.right, edge.top))
    return found


def _near_side(frame: Frame, geometry: BaseGeometry) -> BaseGeometry:
    """The parts of a geometry that the projection can show."""
    if frame.projection.kind == "world":
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if _is_near(frame, part)]
    kinds = {part.geom_type for part in parts}
    if kinds <= {"Polygon"}:
        return shapely.MultiPolygon(parts)
    return shapely.GeometryCollection(parts)


def _is_near(frame: Frame, part: BaseGeometry) -> bool:
    x, y = frame.points(*shapely.get_coordinates(part).T)
    if not np.isfinite(x).all() or not np.isfinite(y).all():
        return False
    if frame.projection.kind == "utm":
        return True
    lon, lat = frame.centre
    west, south, east, north = part.bounds
    corners = [(a, b) for a in (west, east) for b in (south, north)]
    return min(distance_km(lon, lat, a, b) for a, b in corners) < 14_000


def load_ground(frame: Frame, focus: str) -> tuple[Ground, dict[str, list[Any]]]:
    """The basemap within the frame, in points; `focus` is the code of the country to stress.

    Without one it is the country that fills most of the frame.
    """
    layers = basemap.load_layers(frame.bounds)
    shapes = {name: on_page(frame, layer.geometry) for name, layer in layers.items()}
    countries = _countries(layers["countries"], shapes["countries"])
    if focus not in {country.code for country in countries}:
        focus = _largest(countries)
    coasts = [country.shape.boundary for country in countries]
    inner = _along(shapes["admin1"], 9.0)  # fewer points: crossing them matters less
    lines = np.concatenate([_along(shapes["borders"]), inner, _along(coasts)])
    shapes["river_rank"] = list(layers["rivers"]["scalerank"])
    shapes["admin1_code"] = list(layers["admin1"]["iso_a2"])
    shapes["border_kind"] = list(layers["borders"]["kind"])
    divisions = _countries(layers["admin1_areas"], shapes["admin1_areas"])
    return Ground(countries, divisions, focus, lines), shapes


def _countries(layer: GeoDataFrame, shapes: list[BaseGeometry]) -> list[Country]:
    rows: dict[tuple[str, str], list[Any]] = {}
    local_names = layer["name_local"] if "name_local" in layer else [""] * len(layer)
    columns = (layer["iso_a2"], layer["name"], local_names)
    for code, name, local, shape in zip(*columns, map(polygons_of, shapes), strict=True):
        if not shape.is_empty:
            rows.setdefault((str(code), str(name)), [str(local or "")]).append(shape)
    return [
        Country(code, name, local, parts[0] if len(parts) == 1 else shapely.union_all(parts))
        for (code, name), (local, *parts) in sorted(rows.items(), key=lambda item: item[0])
    ]


def _largest(countries: list[Country]) -> str:
    return max(countries, key=lambda c: (c.shape.area, c.code)).code if countries else ""


def _along(lines: list[BaseGeometry], step: float = 3.0) -> Floats:
    """Spots some points apart along lines: what labels should not cross."""
    kept = [line for line in lines if not line.is_empty]
    if not kept:
        return np.zeros((0, 2))
    fine = shapely.segmentize(np.array(kept, dtype=object), step)
    return np.asarray(shapely.get_coordinates(fine))


# --- drawing ------------------------------------------------------------------------------


def shifted(
    ground: Ground, shapes: dict[str, list[Any]], dx: float, dy: float
) -> tuple[Ground, dict[str, list[Any]]]:
    """The same ground so many points further right and up, for another map of the same scale."""
    if not dx and not dy:
        return ground, shapes

    shift = np.array([dx, dy])

    def moved(found: list[Any]) -> list[Any]:
        return list(shapely.transform(np.array(found, dtype=object), lambda xy: xy + shift))

    def named(rows: list[Country]) -> list[Country]:
        new = moved([row.shape for row in rows])
        return [row._replace(shape=shape) for row, shape in zip(rows, new, strict=True)]

    other = {k: v if k in _FACTS else moved(v) for k, v in shapes.items()}
    lines = ground.lines + shift
    return Ground(named(ground.countries), named(ground.divisions), ground.focus, lines), other


_FACTS = ("river_rank", "admin1_code", "border_kind")


def draw_ground(
    sheet: Sheet,
    frame: Frame,
    ground: Ground,
    shapes: dict[str, list[Any]],
    *,
    relief: bool = True,
) -> None:
    """Draw the basemap within the frame; `relief` False leaves it to `draw_relief`."""
    box = frame.box
    sheet.box(box, fill=SEA, zorder=1)
    for country in ground.countries:
        fill = FOCUS if country.code == ground.focus and country.code else NEIGHBOUR
        sheet.path(path_of(country.shape), box, facecolor=fill, edgecolor=COAST, lw=0.5, zorder=2)
    if relief:
        draw_relief(sheet, frame.box, relief_pixels(sheet, frame))
    scale = frame.km_per_point
    if scale < 6:
        for line, code in zip(shapes["admin1"], shapes["admin1_code"], strict=True):
            strength = 1.0 if code == ground.focus else 0.45
            _lines(sheet, box, [line], color=DIVISION, lw=0.5, alpha=strength,
                   linestyle=(0, (4, 2.5)), zorder=5)  # fmt: skip
    _draw_rivers(sheet, frame, shapes)
    for lake in shapes["lakes"]:
        sheet.path(path_of(lake), box, facecolor=WATER, edgecolor=WATER_EDGE, lw=0.5, zorder=7)
    kinds = shapes["border_kind"]
    for disputed in (False, True):
        lines = [
            line
            for line, kind in zip(shapes["borders"], kinds, strict=True)
            if (kind == "disputed") == disputed
        ]
        style = (0, (3, 2)) if disputed else "solid"
        width = 1.1 if scale < 3 else 0.8 if scale < 8 else 0.5
        _lines(sheet, box, lines, color="#ffffff", lw=width + 1.5, alpha=0.55, zorder=8)
        _lines(sheet, box, lines, color=BORDER, lw=width, linestyle=style, zorder=9)


def _draw_rivers(sheet: Sheet, frame: Frame, shapes: dict[str, list[Any]]) -> None:
    scale = frame.km_per_point
    coarsest = next(rank for limit, rank in _RIVER_RANKS if scale <= limit)
    for shape, rank in zip(shapes["rivers"], shapes["river_rank"], strict=True):
        if rank <= coarsest:
            width = 0.6 + 0.12 * max(0, 6 - rank)
            _lines(sheet, frame.box, [shape], color=RIVER, lw=min(width, 1.2), zorder=6)


def _lines(sheet: Sheet, box: Box, shapes: list[BaseGeometry], **style: Any) -> None:
    segments = [
        np.asarray(line.coords)[:, :2]
        for shape in shapes
        for line in _line_strings(shape)
        if len(line.coords) > 1
    ]
    if segments:
        sheet.add(LineCollection(segments, capstyle="round", joinstyle="round", **style), box)


def _line_strings(shape: BaseGeometry) -> list[BaseGeometry]:
    if shape.geom_type == "LineString":
        return [shape]
    if hasattr(shape, "geoms"):
        return [line for part in shape.geoms for line in _line_strings(part)]
    return []


def relief_pixels(sheet: Sheet, frame: Frame) -> Any:
    """The hillshade, and a warm tint for height, faint enough to read everything over it.

    One RGBA pixel for each of the page's within the frame; None where there are no heights.
    """
    relief = basemap.relief(frame.bounds)
    if relief is None:
        return None
    shade = np.asarray(basemap.hillshade(relief), dtype=np.float32)
    columns = round(frame.box.width * sheet.dpi / 72)
    rows = round(frame.box.height * sheet.dpi / 72)
    at_column, at_row = _source_cells(frame, relief.bounds, shade.shape, columns, rows)
    light = _sampled(shade, at_column, at_row)
    height = _sampled(np.asarray(relief.elevation_m, dtype=np.float32), at_column, at_row)
    fade = _faded(frame.bounds, relief.bounds, shade.shape, at_column, at_row)
    return _shaded(light, height, fade)


def draw_relief(sheet: Sheet, box: Box, pixels: Any) -> None:
    """Lay the pixels of `relief_pixels` into a box of the frame's size."""
    if pixels is None:
        return
    edges = Bbox([[box.left, box.bottom], [box.right, box.top]])
    image = BboxImage(
        TransformedBbox(edges, sheet.axes.transData), interpolation="nearest", zorder=4
    )
    image.set_data(pixels)
    sheet.add(image, box)


def _faded(
    shown: Bounds, held: Bounds, shape: tuple[int, ...], at_column: Floats, at_row: Floats
) -> Any:
    """1, and towards edges of the relief that lie inside the map down to 0: no hard end."""
    rows, columns = shape
    fade = np.ones(at_column.shape, dtype=np.float32)
    near = 0.05
    if held[0] > shown[0] + near:
        fade = np.minimum(fade, at_column / _FADE)
    if held[2] < shown[2] - near:
        fade = np.minimum(fade, (columns - 1 - at_column) / _FADE)
    if held[3] < shown[3] - near:
        fade = np.minimum(fade, at_row / _FADE)
    if held[1] > shown[1] + near:
        fade = np.minimum(fade, (rows - 1 - at_row) / _FADE)
    return np.clip(np.nan_to_num(fade), 0, 1).astype(np.float32)


def _source_cells(
    frame: Frame, bounds: Bounds, shape: tuple[int, ...], columns: int, rows: int
) -> tuple[Floats, Floats]:
    """For each pixel of the frame (top row first) its column and row in the relief."""
    coarse_x = np.linspace(frame.box.left, frame.box.right, 33)
    coarse_y = np.linspace(frame.box.top, frame.box.bottom, 25)
    lon, lat = frame.degrees(*(grid.ravel() for grid in np.meshgrid(coarse_x, coarse_y)))
    west, south, east, north = bounds
    at_column = ((lon - west) / (east - west) * shape[1] - 0.5).reshape(25, 33)
    at_row = ((north - lat) / (north - south) * shape[0] - 0.5).reshape(25, 33)
    fine_x, fine_y = np.linspace(0, 32, columns), np.linspace(0, 24, rows)
    return _stretched(at_column, fine_x, fine_y), _stretched(at_row, fine_x, fine_y)


def _stretched(grid: Floats, fine_x: Floats, fine_y: Floats) -> Floats:
    wide = np.stack([np.interp(fine_x, np.arange(grid.shape[1]), row) for row in grid])
    x0 = np.minimum(fine_y.astype(int), grid.shape[0] - 2)
    part = (fine_y - x0)[:, None]
    return np.asarray(wide[x0] * (1 - part) + wide[x0 + 1] * part)


def _sampled(values: Any, at_column: Floats, at_row: Floats) -> Any:
    """Bilinear values at fractional cells; NaN outside."""
    rows, columns = values.shape
    outside = (at_column < 0) | (at_row < 0) | (at_column > columns - 1) | (at_row > rows - 1)
    outside |= ~np.isfinite(at_column) | ~np.isfinite(at_row)
    c = np.where(outside, 0, at_column)
    r = np.where(outside, 0, at_row)
    c0 = np.minimum(c.astype(np.int32), columns - 2)
    r0 = np.minimum(r.astype(np.int32), rows - 2)
    fc, fr = (c - c0).astype(np.float32), (r - r0).astype(np.float32)
    top = values[r0, c0] * (1 - fc) + values[r0, c0 + 1] * fc
    low = values[r0 + 1, c0] * (1 - fc) + values[r0 + 1, c0 + 1] * fc
    return np.where(outside, np.nan, top * (1 - fr) + low * fr)


def _shaded(light: Any, height: Any, fade: Any) -> Any:
    """Shadow, light and a warm tint that grows with the height (to 3,000 m) as one RGBA image.

    In few steps, which the eye does not see and the file's size does.
    """
    flat = float(basemap.FLAT)
    known = np.where(np.isfinite(light), light, flat).astype(np.float32)
    shade = np.where(known < flat, (known - flat) / flat, (known - flat) / (255 - flat))
    shade = np.round(np.clip(shade, -1, 1) * fade * _STEPS) / _STEPS * _SHADE
    warm = np.clip((np.nan_to_num(height) - 300) / 2700, 0, 1).astype(np.float32) * fade
    warm = np.round(warm * _STEPS / 3) / (_STEPS / 3) * _TINT
    over = np.abs(shade)
    alpha = over + warm * (1 - over)
    grey = np.where(shade > 0, np.float32(1.0), np.float32(0.13))
    share = np.divide(over, alpha, out=np.zeros_like(over), where=alpha > 0)[..., None]
    pixels = np.empty((*light.shape, 4), dtype=np.float32)
    pixels[..., :3] = grey[..., None] * share + np.array(_WARM, dtype=np.float32) * (1 - share)
    pixels[..., 3] = alpha
    return (pixels * 255).round().astype(np.uint8)
