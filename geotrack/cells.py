"""One row of a person's table: each cell brought to our vocabularies, or named as a reject.

A row that cannot be understood is rejected whole; a cell that is not needed to draw the event
(a death toll, a precision) is left empty and named. Nothing vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from geotrack.dates import DATE_ORDERS, date_to_edtf, join_dates, plain_digits, widen_date
from geotrack.schema import DATE_BASES, EVENT_TYPES, STATUSES

Row = dict[str, str]
# Called with column, value and reason.
Reject = Callable[[str, str, str], None]

MAX_CELL = 100_000
# Statuses as people write them; a table without the column tells of what occurred.
_STATUS_WORDS = {
    "": "occurred", "confirmed": "occurred", "verified": "occurred", "happened": "occurred",
    "claimed": "alleged", "unconfirmed": "alleged", "reported": "alleged",
    "announced": "planned", "called for": "demanded", "refuted": "denied",
} | {status: status for status in STATUSES}  # fmt: skip
_TYPE_WORDS = {name.casefold(): name for name in EVENT_TYPES}
# ACLED's geo_precision (1 the town, 2 near it, 3 a larger region) and ours; the radii are
# rules of ours: how far the true spot may be from the coordinate.
_GEO_PRECISION_WORDS: dict[str, tuple[str, float]] = {
    "1": ("town", 3.0), "town": ("town", 3.0),
    "2": ("area", 15.0), "area": ("area", 15.0),
    "3": ("admin1", 60.0), "admin1": ("admin1", 60.0), "admin2": ("admin2", 30.0),
    "country": ("country", 500.0),
}  # fmt: skip


class Settings(NamedTuple):
    """How a project's tables are to be read: column names, order of day and month."""

    columns: Mapping[str, str] = {}
    date_order: str = ""


def settle_row(row: Row, settings: Settings, reject: Reject) -> bool:
    """Bring a row's cells to our vocabularies; False where the row is rejected."""
    for column, text in row.items():
        if len(text) > MAX_CELL:
            reject(column, text, f"{len(text):,} characters; the limit is {MAX_CELL:,}")
            return False
    try:
        row["date"] = _settled_date(row, settings.date_order)
    except ValueError as error:
        reject("date", row["date"], str(error))
        return False
    status = row["status"].casefold()
    if status not in _STATUS_WORDS:
        reject("status", row["status"], f"no such status; write one of {', '.join(STATUSES)}")
        return False
    row["status"] = _STATUS_WORDS[status]
    row["event_type"] = _TYPE_WORDS.get(row["event_type"].casefold(), row["event_type"])
    if row["date_basis"] not in DATE_BASES:
        known = ", ".join(DATE_BASES[:-1])
        reject("date_basis", row["date_basis"], f"left empty; known are {known}")
        row["date_basis"] = ""
    _settle_fatalities(row, reject)
    _settle_coordinates(row, reject)
    _settle_precision(row, reject)
    row["title"] = row["title"] or _title_for(row)
    if not row["title"]:
        reject("title", "", "neither a title nor a type, a note or a place: nothing to show")
        return False
    return True


def _settled_date(row: Row, order: str) -> str:
    if order and order not in DATE_ORDERS:
        raise ValueError(f"date_order {order!r} is none of {', '.join(DATE_ORDERS)}")
    start, end = date_to_edtf(row["date"], order), date_to_edtf(row["date_end"], order)
    return join_dates(widen_date(start, row["time_precision"]), end)


def _settle_fatalities(row: Row, reject: Reject) -> None:
    for i, column in enumerate(("fatalities_low", "fatalities_high")):
        row[column] = _bounds(row[column], column, reject)[i]
    if not (row["fatalities_low"] or row["fatalities_high"]):
        row["fatalities_low"], row["fatalities_high"] = _bounds(
            row["fatalities"], "fatalities", reject
        )
    low, high = row["fatalities_low"], row["fatalities_high"]
    if low and high and float(low) > float(high):
        reject("fatalities_high", high, f"left empty: it is below fatalities_low ({low})")
        row["fatalities_high"] = ""


_COUNT = re.compile(
    r"(?P<least>at least |min\.? ?|≥ ?|>= ?)?(?P<low>\d{1,9})"
    r"(?:(?P<plus> ?\+)| ?(?:-|–|to) ?(?P<high>\d{1,9}))?(?:\.0+)?",
    re.IGNORECASE,
)


def _bounds(text: str, column: str, reject: Reject) -> tuple[str, str]:
    """ "12" -> (12, 12); "5-10" -> (5, 10); "at least 5", "5+" -> (5, unknown)."""
    if text.casefold() in ("", "unknown", "n/a", "?", "-"):
        return "", ""
    match = _COUNT.fullmatch(plain_digits(text))
    if match is None:
        reject(column, text, "left empty: not a number such as 5, 5-10 or at least 5")
        return "", ""
    low = match["low"]
    if match["least"] or match["plus"]:
        return low, ""
    return low, match["high"] or low


def _number(text: str) -> float | None:
    text = plain_digits(text).replace("٫", ".").replace("−", "-").rstrip("°").strip()
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)", text) else None


def _settle_coordinates(row: Row, reject: Reject) -> None:
    """Leave a pair of numbers on the globe, or nothing (the place's name then decides)."""
    texts = row["longitude"], row["latitude"]
    if not any(texts):
        return
    longitude, latitude = (_number(text) for text in texts)
    reason = ""
    if longitude is None or latitude is None:
        reason = "left empty: longitude and latitude must both be decimal degrees"
    elif longitude == 0 and latitude == 0:
        reason = "left empty: 0, 0 lies in the Atlantic and mostly means a missing value"
    elif abs(latitude) > 90 and abs(longitude) <= 90 and abs(latitude) <= 180:
        reason = "left empty: latitude is beyond 90; are longitude and latitude swapped?"
    elif abs(latitude) > 90 or abs(longitude) > 180:
        reason = "left empty: not on the globe"
    if reason:
        reject("longitude, latitude", ", ".join(texts), reason)
        row["longitude"] = row["latitude"] = ""
    else:
        row["longitude"], row["latitude"] = str(longitude), str(latitude)


def _settle_precision(row: Row, reject: Reject) -> None:
    """A precision we do not know is named; the coordinate's own decimals then decide."""
    stated = row["geo_precision"]
    if row["longitude"] and stated.casefold() not in ("", "exact", *_GEO_PRECISION_WORDS):
        known = ", ".join(_GEO_PRECISION_WORDS)
        reject("geo_precision", stated, f"left empty; known are exact, {known}")
        row["geo_precision"] = ""


def _title_for(row: Row) -> str:
    """A title for a row that has none: its type and places, else the beginning of its notes."""
    what = row["sub_event_type"] or row["event_type"]
    where = row["places"] or row["venue"]
    if what:
        return f"{what}: {where}" if where else what
    if row["notes"]:
        return row["notes"] if len(row["notes"]) <= 80 else row["notes"][:79].rstrip() + "…"
    return where


def given_precision(row: Row) -> tuple[str, float]:
    """What a given coordinate is worth: the stated precision, else what its decimals can tell.

    The last of n decimals of a degree stands for 111 km / 10^n; half of that is the radius.
    """
    stated = _GEO_PRECISION_WORDS.get(row["geo_precision"].casefold())
    if stated:
        return stated
    decimals = min(len(row[c].partition(".")[2].rstrip("0")) for c in ("longitude", "latitude"))
    return "exact", round(max(111.2 / 10**decimals / 2, 0.1), 1)
