"""Layers through GDAL (pyogrio): columns as typed arrays, points as WKB, no clock."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from geotrack.schema import INTEGER, NUMBER, Column
from geotrack.writers.rows import DAY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy.typing as npt
    import pandas as pd

    from geotrack.schema import Presentation


def point_wkb(rows: pd.DataFrame) -> npt.NDArray[np.object_]:
    """WKB of each row's longitude and latitude, None where there are none."""
    import shapely

    x, y = (rows[name].to_numpy(dtype="float64") for name in ("longitude", "latitude"))
    found: npt.NDArray[np.object_] = np.full(len(rows), None, dtype=object)
    known = ~(np.isnan(x) | np.isnan(y))
    if known.any():
        found[known] = shapely.to_wkb(shapely.points(x[known], y[known]), byte_order=1)
    return found


def typed_values(rows: pd.DataFrame, column: Column, *, days: bool = True) -> npt.NDArray[Any]:
    """A column as GDAL takes it: text with None where unknown, days, numbers, counts.

    Without `days` a day stays text, for formats that would make a midnight of it.
    """
    values = rows[column.name]
    if column.type == INTEGER:
        return values.to_numpy(dtype="int64")
    if column.type == NUMBER:
        return values.to_numpy(dtype="float64")
    texts = values.to_numpy(dtype=object)
    if days and column.name in DAY_COLUMNS:
        return np.array([text or "NaT" for text in texts.tolist()], dtype="datetime64[D]")
    return np.array([text or None for text in texts.tolist()], dtype=object)


@contextmanager
def fixed_clock(presentation: Presentation) -> Iterator[None]:
    """GDAL stamps files with the day of the data, not with today's."""
    import pyogrio

    stamp = f"{presentation.as_of or '1980-01-01'}T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_layer(
    path: Path,
    driver: str,
    layer: str,
    columns: Iterable[Column],
    rows: pd.DataFrame,
    geometry: tuple[str, npt.NDArray[np.object_]] | None,
    *,
    days: bool = True,
    **options: Any,
) -> None:
    """One layer of a file; `geometry` is its type and the WKB of each row, None: a plain table.

    Coordinates stand in the geometry only. `options` go to the driver.
    """
    from pyogrio.raw import write

    kept = [column for column in columns if not (geometry and column.unit == "degree")]
    write(
        str(path),
        geometry[1] if geometry else None,
        [typed_values(rows, column, days=days) for column in kept],
        [column.name for column in kept],
        layer=layer,
        driver=driver,
        geometry_type=geometry[0] if geometry else None,
        crs="EPSG:4326" if geometry else None,
        **options,
    )
