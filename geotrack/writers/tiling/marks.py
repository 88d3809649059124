"""Drawn locations as marks: where on the square of Web Mercator, when, and what is said of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geotrack.summary import is_drawn, is_ground
from geotrack.tables import records

if TYPE_CHECKING:
    import numpy.typing as npt

    from geotrack.tables import Tables

# The world is a square of 2**32 units; so many bits of x and of y stand interleaved in a key.
BITS = 32
# Nothing is drawn beyond: Web Mercator ends here.
_MOST_LATITUDE = 85.051128
# A page's slider has at most about so many steps.
_MOST_BINS = 72
UNDATED = -1


class Bins(NamedTuple):
    """The periods that a time window is made of: days, months or years, one after the other.

    `length` is how much of YYYY-MM-DD names one: 10, 7 or 4.
    """

    length: int
    first: str
    n: int

    def names(self) -> list[str]:
        """The periods in order, as EDTF writes them."""
        return [str(p) for p in _periods(self.first, self.length, self.n)]


class Marks(NamedTuple):
    """A row a drawn location, in any order: keys and numbers as arrays, the rest as properties."""

    numbers: pd.DataFrame
    properties: list[dict[str, str | float]]


def time_bins(first: str, last: str) -> Bins:
    """Periods from the first day (YYYY-MM-DD) to the last, as fine as a slider can bear.

    >>> time_bins("2015-01-01", "2024-12-31")
    Bins(length=4, first='2015', n=10)
    >>> time_bins("2024-11-20", "2025-01-02").n
    44
    """
    if not _DAY.fullmatch(first) or not _DAY.fullmatch(last) or last < first:
        return Bins(4, "", 0)
    for length in (10, 7):
        n = _ordinal(last, length) - _ordinal(first, length) + 1
        if n <= _MOST_BINS:
            return Bins(length, first[:length], n)
    return Bins(4, first[:4], int(last[:4]) - int(first[:4]) + 1)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNITS = {10: "D", 7: "M", 4: "Y"}


def _ordinal(day: str, length: int) -> int:
    return int(np.array(day[:length], dtype=f"datetime64[{_UNITS[length]}]").astype(np.int64))


def _periods(first: str, length: int, n: int) -> npt.NDArray[np.datetime64]:
    unit = _UNITS[length]
    begun = np.array(first, dtype=f"datetime64[{unit}]")
    return np.asarray(begun + np.arange(n).astype(f"timedelta64[{unit}]"))


def _bin_of(days: pd.Series, bins: Bins, unknown: int) -> npt.NDArray[np.int32]:
    """The period each day lies in; days outside go to the nearest, a missing one to `unknown`."""
    told = {day: _bin(str(day), bins, unknown) for day in days.unique()}
    return days.map(told).to_numpy(dtype=np.int32)


def _bin(day: str, bins: Bins, unknown: int) -> int:
    if not bins.n or not _DAY.fullmatch(day):
        return unknown
    return min(max(_ordinal(day, bins.length) - _ordinal(bins.first, bins.length), 0), bins.n - 1)


def marks_of(tables: Tables, bins: Bins) -> Marks:
    """The marks of all drawn locations, each with what its event is, when, and how sure.

    Properties: id, title, type, status, date (EDTF), place, precision, radius_km, and the first
    and last period of the date (`s`, `e`; absent where undated).
    """
    locations = tables["locations"]
    drawn = locations[is_drawn(locations)]
    columns = ["event_id", "title", "event_type", "status", "date", "date_start", "date_end"]
    rows = drawn.merge(tables["events"][columns], on="event_id", how="inner")
    start, end = (_bin_of(rows[c], bins, UNDATED) for c in ("date_start", "date_end"))
    # A date without a beginning has begun before all; one without an end goes on.
    start = np.where((start == UNDATED) & (end != UNDATED), 0, start)
    end = np.where((end == UNDATED) & (start != UNDATED), bins.n - 1, end)
    x, y = mercator(rows["longitude"], rows["latitude"])
    numbers = pd.DataFrame(
        {"key": interleaved(x, y), "x": x, "y": y, "start": start, "end": end,
         "occurred": (rows["status"] == "occurred").to_numpy(),
         "rough": is_ground(rows).to_numpy()}
    )  # fmt: skip
    said = rows.rename(columns=_SHORT)[list(_SHORT.values())]
    said = said.astype({c: object for c in said.columns if c != "radius_km"})
    properties = [
        _said(line, first, last)
        for line, first, last in zip(records(said), start.tolist(), end.tolist(), strict=True)
    ]
    return Marks(numbers, properties)


_SHORT = {"event_id": "id", "title": "title", "event_type": "type", "status": "status",
          "date": "date", "name": "place", "geo_precision": "precision",
          "radius_km": "radius_km"}  # fmt: skip
# A tile holds thousands of events: a title is cut as a label would be.
_LONGEST = 120


def _said(line: dict[str, Any], start: int, end: int) -> dict[str, str | float]:
    told = {name: value for name, value in line.items() if value != "" and value == value}  # noqa: PLR0124 - not NaN
    for name in ("title", "place"):
        if len(told.get(name, "")) > _LONGEST:
            told[name] = told[name][: _LONGEST - 1] + "…"
    if start != UNDATED:
        told |= {"s": start, "e": end}
    return told


def mercator(
    longitude: pd.Series, latitude: pd.Series
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Degrees (WGS 84) -> x east and y south on a square of 2**32 units (EPSG:3857's).

    >>> x, y = mercator(pd.Series([0.0]), pd.Series([0.0]))
    >>> int(x[0]) == int(y[0]) == 2**31
    True
    """
    lon = longitude.to_numpy(dtype=np.float64)
    lat = np.radians(np.clip(latitude.to_numpy(dtype=np.float64), -_MOST_LATITUDE, _MOST_LATITUDE))
    across = (lon + 180) / 360 % 1.0
    down = (1 - np.arcsinh(np.tan(lat)) / np.pi) / 2
    side = 2.0**BITS
    return tuple(np.clip(a * side, 0, side - 1).astype(np.uint64) for a in (across, down))  # type: ignore[return-value]


def interleaved(x: npt.NDArray[np.uint64], y: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The bits of x and y by turns: tiles are beginnings of these keys, at every zoom.

    >>> [int(k) for k in interleaved(np.array([0, 1], "u8"), np.array([1, 1], "u8"))]
    [2, 3]
    """
    return _spread(x) | _spread(y) << np.uint64(1)


_MASKS = ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
          (2, 0x3333333333333333), (1, 0x5555555555555555))  # fmt: skip


def _spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    for shift, mask in _MASKS:
        values = (values | values << np.uint64(shift)) & np.uint64(mask)
    return values
