"""The relief under a static map: shadow, light and a warm tint, one pixel of the page each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.image import BboxImage
from matplotlib.transforms import Bbox, TransformedBbox

from geotrack.basemap.terrain import FLAT, hillshade, relief

if TYPE_CHECKING:
    from geotrack.staticmap.box import Box
    from geotrack.staticmap.frame import Bounds, Floats, Frame
    from geotrack.staticmap.sheet import Sheet

# How strong shadow and light are at most, and the tint for height.
_SHADE, _TINT = 0.42, 0.20
_WARM, _STEPS = (0.66, 0.52, 0.30), 24
_FADE = 60.0  # cells


def relief_pixels(sheet: Sheet, frame: Frame) -> Any:
    """The hillshade, and a warm tint for height, faint enough to read everything over it.

    One RGBA pixel for each of the page's within the frame; None where there are no heights.
    """
    heights = relief(frame.bounds)
    if heights is None:
        return None
    shade = np.asarray(hillshade(heights), dtype=np.float32)
    columns = round(frame.box.width * sheet.dpi / 72)
    rows = round(frame.box.height * sheet.dpi / 72)
    at_column, at_row = _source_cells(frame, heights.bounds, shade.shape, columns, rows)
    light = _sampled(shade, at_column, at_row)
    height = _sampled(np.asarray(heights.elevation_m, dtype=np.float32), at_column, at_row)
    fade = _faded(frame.bounds, heights.bounds, shade.shape, at_column, at_row)
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
    flat = float(FLAT)
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
