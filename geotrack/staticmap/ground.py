"""What lies under the events: sea, relief, countries, divisions, borders, rivers and lakes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from matplotlib.collections import LineCollection

from geotrack.basemap.layers import load_layers
from geotrack.staticmap.shading import draw_relief, relief_pixels
from geotrack.staticmap.shapes import line_strings, on_page, path_of, polygons_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.box import Box
    from geotrack.staticmap.frame import Floats, Frame
    from geotrack.staticmap.sheet import Sheet

SEA, WATER, WATER_EDGE = "#d3e3ee", "#bcd8ea", "#86aecb"
NEIGHBOUR, FOCUS, COAST = "#e7e4dc", "#fbfaf5", "#9fb4c2"
BORDER, DIVISION, RIVER = "#4f4a42", "#a49d8f", "#7faed2"
# Coarser rivers (Natural Earth's scalerank) are left out where a point is many kilometres.
_RIVER_RANKS = ((0.8, 12), (2.0, 8), (5.0, 6), (12.0, 4), (math.inf, 1))


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


def load_ground(frame: Frame, focus: str) -> tuple[Ground, dict[str, list[Any]]]:
    """The basemap within the frame, in points; `focus` is the code of the country to stress.

    Without one it is the country that fills most of the frame.
    """
    layers = load_layers(frame.bounds)
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
        for line in line_strings(shape)
        if len(line.coords) > 1
    ]
    if segments:
        sheet.add(LineCollection(segments, capstyle="round", joinstyle="round", **style), box)
