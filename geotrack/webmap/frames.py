"""A plain DataFrame of events -> the tables that the map draws."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from geotrack.edtf import DateSpan, days_within, parse_edtf
from geotrack.errors import InputError
from geotrack.schema import GEO_PRECISIONS
from geotrack.tables import Tables, conform, empty_tables

_EVENT = (
    "event_id", "date", "date_basis", "title", "notes", "event_type", "sub_event_type",
    "actor1", "actor2", "fatalities_low", "fatalities_high", "status", "claimed_by",
)  # fmt: skip
_LOCATION = ("longitude", "latitude", "radius_km", "geo_precision", "admin1", "admin2", "country")


def tables_of(frame: pd.DataFrame) -> Tables:
    """One row an event, at one point each. Raises InputError where there is no coordinate.

    >>> frame = pd.DataFrame({"longitude": [44.0], "latitude": [36.2], "date": ["2024-08"]})
    >>> tables_of(frame)["events"].loc[0, "date_end"]
    '2024-08-31'
    """
    rows = _with_coordinates(frame).reset_index(drop=True)
    ids = rows["event_id"].astype("str") if "event_id" in rows else _numbers(rows)
    rows = rows.assign(event_id=ids.where(~ids.duplicated(), ids + "-" + _numbers(rows)))
    tables = empty_tables()
    tables["events"] = conform("events", _events(rows))
    tables["locations"] = conform("locations", _locations(rows))
    return tables


def _numbers(rows: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(range(1, len(rows) + 1), index=rows.index).astype("str")


def _with_coordinates(frame: pd.DataFrame) -> pd.DataFrame:
    if "longitude" in frame and "latitude" in frame:
        return pd.DataFrame(frame)
    shapes = getattr(frame, "geometry", None)
    if shapes is None:
        given = ", ".join(map(str, frame.columns)) or "none"
        raise InputError(
            f"events need the columns longitude and latitude, or geometries; there are: {given}"
        )
    if shapes.crs is not None and shapes.crs.to_epsg() != 4326:
        shapes = shapes.to_crs(4326)
    points = shapes.representative_point()
    plain = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return plain.assign(longitude=points.x, latitude=points.y)


def _events(rows: pd.DataFrame) -> pd.DataFrame:
    data = rows[[name for name in _EVENT if name in rows]].copy()
    if "date" in data:
        # Days repeat: each different one is read once.
        codes, different = pd.factorize(rows["date"].to_numpy(dtype=object), use_na_sentinel=False)
        texts, read = zip(*map(_as_edtf, different), strict=True) if len(different) else ((), ())
        data["date"] = np.array(texts, dtype=object)[codes]
        names = ["date_start", "date_end", "date_kind", "time_precision"]
        spans = list(zip(*map(_days, read), strict=True)) or [()] * len(names)
        for name, values in zip(names, spans, strict=True):
            data[name] = np.array(values, dtype=object)[codes]
    if "status" not in data:
        data["status"] = "occurred"
    return data


def _as_edtf(value: Any) -> tuple[str, DateSpan | None]:
    """A date as EDTF text and read; timestamps lose their hour, what is no date counts as none."""
    if value is None or pd.isna(value):
        return "", None
    text = value.strftime("%Y-%m-%d") if isinstance(value, date) else str(value).strip()
    try:
        return text, parse_edtf(text)
    except ValueError:
        return "", None


def _days(span: DateSpan | None) -> tuple[str, str, str, str]:
    if span is None:
        return "", "", "", "unknown"
    first, last = days_within(span, date.max)
    return str(first or ""), str(last or ""), span.kind, span.precision


def _locations(rows: pd.DataFrame) -> pd.DataFrame:
    data = rows[["event_id", *(name for name in _LOCATION if name in rows)]].copy()
    data["location_id"] = rows["event_id"]
    data["name"] = rows["place"].astype("str") if "place" in rows else ""
    data["role"] = "scene"
    missing = data["longitude"].isna() | data["latitude"].isna()
    if "geo_precision" in data:
        data["geo_precision"] = data["geo_precision"].where(
            data["geo_precision"].isin(GEO_PRECISIONS), "exact"
        )
    else:
        data["geo_precision"] = "exact"
        if "radius_km" in data:
            wide = pd.to_numeric(data["radius_km"], errors="coerce") > 1
            data.loc[wide, "geo_precision"] = "area"
    data.loc[missing, "geo_precision"] = "none"
    return data
