"""GeoParquet 1.1: one row a location, typed columns, points as WKB."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from geotrack.errors import FormatError
from geotrack.schema import INTEGER, NUMBER, Column
from geotrack.style import json_text
from geotrack.writers.geojson import facts_of
from geotrack.writers.ogr import point_wkb
from geotrack.writers.rows import DAY_COLUMNS, FEATURE_COLUMNS, all_columns, flat_features

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

# Rows that are read and unpacked together: some ten megabytes.
_GROUP_ROWS = 100_000


def write_events_parquet(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One row a location; days are dates, unknown is null; what each column means is in its field.

    Longitude and latitude stand as columns too, for programs that know no geometry. Raises
    FormatError where pyarrow (the extra `parquet`) is not installed. Source: GeoParquet 1.1.0.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise FormatError(
            f"{path.name}: GeoParquet needs pyarrow: pip install 'geotrack[parquet]'"
        ) from None
    rows = flat_features(tables, presentation.language, presentation.publish)
    columns = all_columns(FEATURE_COLUMNS, rows)
    points = point_wkb(rows)
    fields = [
        pa.field(column.name, _type(pa, column), metadata={"description": _meaning(column)})
        for column in columns
    ]
    fields.append(pa.field("geometry", pa.binary()))
    facts = {"geo": json.dumps(_geo(rows)), "geotrack": json_text(facts_of(presentation))}
    arrays = [_array(pa, rows, column) for column in columns]
    arrays.append(pa.array(points.tolist(), pa.binary()))
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=facts))
    pq.write_table(table, path, compression="zstd", row_group_size=_GROUP_ROWS)


def _type(pa: Any, column: Column) -> Any:
    if column.name in DAY_COLUMNS:
        return pa.date32()
    return {NUMBER: pa.float64(), INTEGER: pa.int64()}.get(column.type, pa.string())


def _array(pa: Any, rows: pd.DataFrame, column: Column) -> Any:
    values = rows[column.name]
    if column.type == NUMBER:
        return pa.array(values.to_numpy(dtype="float64"), pa.float64(), from_pandas=True)
    if column.type == INTEGER:
        return pa.array(values.to_numpy(dtype="int64"), pa.int64())
    texts = pa.array([text or None for text in values.tolist()], pa.string())
    return texts.cast(pa.date32()) if column.name in DAY_COLUMNS else texts


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({column.unit})" if column.unit else column.meaning


def _geo(rows: pd.DataFrame) -> dict[str, Any]:
    """The file's "geo" metadata; without a crs it is longitude and latitude, WGS 84."""
    about: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    x, y = (rows[name].to_numpy(dtype="float64") for name in ("longitude", "latitude"))
    known = ~(np.isnan(x) | np.isnan(y))
    if known.any():
        x, y = x[known], y[known]
        about["bbox"] = [float(v) for v in (x.min(), y.min(), x.max(), y.max())]
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
