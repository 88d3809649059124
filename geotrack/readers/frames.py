"""A table of GDAL's or Parquet's, with or without geometry -> a table as written."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.readers.raw import Note, RawTable, make_raw, value_text
from geotrack.readers.shapes import circle_about, shape_notes

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def frame_table(frame: pd.DataFrame, file: str, notes: tuple[Note, ...] = ()) -> RawTable:
    """The rows of a frame as text; its geometry in WGS 84 as longitude and latitude.

    Lines and polygons become the circle around them, with a note. A geometry without a
    reference system is taken for WGS 84 where its numbers are degrees. Raises InputError where
    they are not.
    """
    import geopandas as gpd

    cells: dict[str, list[str]] = {}
    told = list(notes)
    geometry = ""
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        geometry = str(frame.active_geometry_name)
        frame, note = _in_degrees(frame, file)
        told += note
    for name in frame.columns:
        if name != geometry:
            cells[str(name)] = [plain_text(value) for value in frame[name].tolist()]
    if geometry:
        spots = [circle_about(shape) for shape in frame.geometry]
        told += shape_notes(kind for _, kind in spots)
        named = dict.fromkeys(name for spot, _ in spots for name in spot)
        for name in named:
            # A column of that name stays where there is no geometry.
            own = cells.get(name, [""] * len(spots))
            cells[name] = [spot.get(name, "" if spot else o)
                           for (spot, _), o in zip(spots, own, strict=True)]  # fmt: skip
    lines = [list(line) for line in zip(*cells.values(), strict=True)]
    return make_raw(list(cells), lines, list(range(1, len(lines) + 1)), file, tuple(told))


def _in_degrees(frame: gpd.GeoDataFrame, file: str) -> tuple[gpd.GeoDataFrame, list[Note]]:
    from pyproj.exceptions import CRSError, ProjError

    if frame.crs is not None:
        try:
            return frame.to_crs(4326), []
        except (CRSError, ProjError, ValueError) as error:
            raise InputError(
                f"{file} cannot be brought to WGS 84 ({error}); save it in EPSG:4326"
            ) from None
    west, south, east, north = frame.total_bounds.tolist()
    if not all(map(math.isfinite, (west, south, east, north))):
        return frame, []
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise InputError(
            f"{file} does not say its coordinate reference system, and its coordinates "
            f"({west:.0f}, {south:.0f} ...) are no degrees; save it in WGS 84 (EPSG:4326)"
        )
    reason = "it does not say its coordinate reference system: taken for WGS 84 degrees"
    return frame, [Note("", "geometry", "", reason)]


def plain_text(value: Any) -> str:
    """A value of a database as text: days as YYYY-MM-DD, nothing for null.

    >>> plain_text(datetime(2024, 8, 15)), plain_text(2.0), plain_text(float("nan"))
    ('2024-08-15', '2', '')
    """
    if isinstance(value, bytes | bytearray | memoryview):
        return ""
    if isinstance(value, datetime):
        # pandas' missing time is a datetime too, and is not equal to itself.
        if value != value:  # noqa: PLR0124
            return ""
        return str(value.date()) if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return str(value)
    if hasattr(value, "item"):
        value = value.item() if getattr(value, "size", 1) == 1 else value.tolist()
    return value_text(value)
