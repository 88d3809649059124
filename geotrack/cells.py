"""One row of a person's table: each cell brought to our vocabularies, or named as a reject.

A row that cannot be understood is rejected whole; a cell that is not needed to draw the event
(a death toll, a precision) is left empty and named. Nothing vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from geotrack.columns import Reject, Row, fold_header
from geotrack.datecells import date_of_parts, join_dates, widen_date, within_dates
from geotrack.dates import DATE_ORDERS, date_to_edtf, plain_digits
from geotrack.placecells import settle_coordinates, settle_precision
from geotrack.schema import DATE_BASES, STATUSES
from geotrack.statuswords import STATUS_WORDS
from geotrack.style import safe_url
from geotrack.typewords import type_of_word

MAX_CELL = 100_000


class Settings(NamedTuple):
    """How a project's tables are to be read: column names, order of day and month.

    `read` are options of the readers (encoding, separator, sheet, header_row).
    """

    columns: Mapping[str, str] = {}
    date_order: str = ""
    read: Mapping[str, str | int] = {}


def settle_row(row: Row, settings: Settings, reject: Reject) -> bool:
    """Bring a row's cells to our vocabularies; False where the row is rejected."""
    if max(map(len, row.values())) > MAX_CELL:
        long = max(row, key=lambda column: len(row[column]))
        reject(long, row[long], f"{len(row[long]):,} characters; the limit is {MAX_CELL:,}")
        return False
    try:
        row["date"] = _settled_date(row, settings.date_order)
    except ValueError as error:
        reject("date", row["date"], str(error))
        return False
    status = fold_header(row["status"]) if row["status"] else ""
    if status not in STATUS_WORDS or (row["status"] and not status):
        reject("status", row["status"], f"no such status; write one of {', '.join(STATUSES)}")
        return False
    row["status"] = STATUS_WORDS[status]
    _settle_type(row)
    if row["date_basis"] not in DATE_BASES:
        known = ", ".join(DATE_BASES[:-1])
        reject("date_basis", row["date_basis"], f"left empty; known are {known}")
        row["date_basis"] = ""
    _settle_url(row, reject)
    _settle_fatalities(row, reject)
    settle_coordinates(row, reject)
    settle_precision(row, reject)
    row["title"] = row["title"] or _title_for(row)
    if not row["title"]:
        reject("title", "", "neither title, type, actor, note nor place: nothing to show")
        return False
    return True


def _settle_type(row: Row) -> None:
    """One of our types, where the word plainly means one; the word itself is then the sub-type."""
    written = row["event_type"]
    # A type is looked for in the sub-type where only that is told.
    found = _type_of(written or row["sub_event_type"])
    if found:
        row["event_type"] = found
        if fold_header(written) != fold_header(found):
            row["sub_event_type"] = row["sub_event_type"] or written


_type_of = lru_cache(maxsize=10_000)(type_of_word)


def _settled_date(row: Row, order: str) -> str:
    parts = (row["year"], row["month"], row["day"])
    code = row["date_prec"]
    # Their parts and UCDP's code are said in the date from here on.
    row["year"] = row["month"] = row["day"] = row["date_prec"] = ""
    return _date_of(row["date"], row["date_end"], parts, code, row["time_precision"], order)


# The days of a table are far fewer than its rows.
@lru_cache(maxsize=50_000)
def _date_of(
    date: str, date_end: str, parts: tuple[str, str, str], code: str, precision: str, order: str
) -> str:
    if order and order not in DATE_ORDERS:
        raise ValueError(f"date_order {order!r} is none of {', '.join(DATE_ORDERS)}")
    start, end = date_to_edtf(date, order), date_to_edtf(date_end, order)
    start = start or date_of_parts(*parts)
    if code and (start or end):
        return within_dates(start, end, code)
    return join_dates(widen_date(start, precision), end)


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def _settle_url(row: Row, reject: Reject) -> None:
    """No address but http and https is kept; what is no address stays text, and is no link."""
    if row["url"] and not safe_url(row["url"]) and _SCHEME.match(row["url"]):
        reject("url", row["url"], "left empty: not an http or https address")
        row["url"] = ""


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


# What parts thousands: 1,200 and 1.200, 1 200 and 1'200; three digits follow it, never more.
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:([,.'’ \u00a0\u202f])\d{3})(?:\1\d{3})*(?![\d,.])")
_POINT = re.compile(r"(?<![\d,.])\d{1,3}[.]000(?![\d,.])")


def _bounds(text: str, column: str, reject: Reject) -> tuple[str, str]:
    """ "12" -> (12, 12); "5-10" -> (5, 10); "at least 5", "5+" -> (5, unknown)."""
    bounds = _count(text)
    if bounds is None:
        reason = "not a number such as 5, 5-10 or at least 5"
        if _POINT.search(text):
            reason = f"{text} may have thousands or decimals; write it without the point"
        reject(column, text, f"left empty: {reason}")
        return "", ""
    return bounds


@lru_cache(maxsize=10_000)
def _count(text: str) -> tuple[str, str] | None:
    if text.casefold() in ("", "unknown", "n/a", "?", "-"):
        return "", ""
    text = plain_digits(text)
    # People are whole: 1.200 can only be thousands. 1.000 may be either.
    match = _COUNT.fullmatch(_THOUSANDS.sub(lambda m: re.sub(r"\D", "", m[0]), text))
    if match is None or _POINT.search(text):
        return None
    low = match["low"]
    if match["least"] or match["plus"]:
        return low, ""
    return low, match["high"] or low


# What stands before a sum below a table, folded.
_TOTALS = frozenset(
    fold_header(word)
    for word in ("total", "totals", "grand total", "subtotal", "sum", "toplam", "genel toplam",
                 "المجموع", "الإجمالي", "مجموع")
)  # fmt: skip


def is_total(cells: list[str]) -> bool:
    """Whether a row sums up others: its first filled cell says so, and it holds little else.

    >>> is_total(["", "Total:", "", "45"]), is_total(["Total war", "2024", "Zakho"])
    (True, False)
    """
    filled = [cell for cell in cells if cell]
    return 1 < len(filled) <= 1 + len(cells) // 2 and fold_header(filled[0]) in _TOTALS


# How remarks below a table begin.
_REMARK = re.compile(
    r"[*†‡]|\([*†‡]\)|(?:notes?|n\.?b\.?|sources?|legend|key|last updated?|updated?|compiled by"
    r"|kaynak(?:lar)?|not(?:lar)?|güncelleme|المصدر|المصادر|ملاحظة|ملاحظات)\s*[:.：]",
    re.IGNORECASE,
)
_REMARK_WIDTH = 3


def is_remark(cells: list[str]) -> bool:
    """Whether a row is a remark below the table: its one filled cell begins as such do.

    >>> is_remark(["* as of May", "", ""]), is_remark(["Strike", "", ""])
    (True, False)
    """
    filled = [cell for cell in cells if cell]
    wide = len(cells) >= _REMARK_WIDTH
    return wide and len(filled) == 1 and _REMARK.match(filled[0]) is not None


def _title_for(row: Row) -> str:
    """A title for a row that has none: its type and places, its actors, or its notes' beginning."""
    what = row["sub_event_type"] or row["event_type"]
    where = row["places"] or row["venue"]
    if what:
        return f"{what}: {where}" if where else what
    actors = " – ".join(filter(None, (row["actor1"], row["actor2"])))
    if actors:
        return f"{actors}: {where}" if where else actors
    if row["notes"]:
        return row["notes"] if len(row["notes"]) <= 80 else row["notes"][:79].rstrip() + "…"
    spot = f"{row['latitude']}, {row['longitude']}" if row["date"] and row["longitude"] else ""
    return where or spot
