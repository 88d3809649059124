"""The date of an event from the several cells that tell of it: ends, parts, precision codes."""

from __future__ import annotations

import re
from datetime import timedelta

from geotrack.dates import date_to_edtf, month_number, plain_digits
from geotrack.edtf import PRECISIONS, parse_edtf, week_of


def widen_date(edtf: str, precision: str) -> str:
    """A day made as wide as a separate precision column says (ACLED: 1 day, 2 week, 3 month).

    A date already wider than a day is left alone, `?` and `~` stay; an unknown precision raises
    ValueError.

    >>> widen_date("2021-10-27", "2"), widen_date("2021-10-27", "3"), widen_date("2021", "1")
    ('[2021-10-25..2021-10-31]', '2021-10', '2021')
    """
    word = precision.strip().casefold()
    if word in PRECISIONS and (not edtf or parse_edtf(edtf).kind != "day"):
        return edtf
    if word not in _PRECISION_WORDS:
        raise ValueError(f"{precision!r} is no precision; write 1 (day), 2 (week) or 3 (month)")
    width = _PRECISION_WORDS[word]
    if not edtf or width == "day":
        return edtf
    span = parse_edtf(edtf)
    if span.kind != "day" or span.first is None:
        return edtf
    mark = "%" if span.uncertain and span.approximate else "?" * span.uncertain
    mark = mark or "~" * span.approximate
    if width == "week":
        monday, sunday = week_of(span.first).strip("[]").split("..")
        return f"[{monday}{mark}..{sunday}{mark}]"
    return f"{span.first}"[: {"month": 7, "year": 4}[width]] + mark


_PRECISION_WORDS = {
    "": "day", "1": "day", "day": "day", "exact": "day",
    "2": "week", "week": "week",
    "3": "month", "month": "month",
    "year": "year",
}  # fmt: skip


def join_dates(start: str, end: str) -> str:
    """A beginning and an end as one EDTF text; equal or missing ends add nothing.

    >>> join_dates("2022-04-17", "2022-07"), join_dates("2022", "2022"), join_dates("2022", "")
    ('2022-04-17/2022-07', '2022', '2022')
    """
    if not end or start == end:
        return start
    both = [text for text in (start, end) if text]
    interval = next((text for text in both if "/" in text or "[" in text), None)
    if interval:
        raise ValueError(
            f"{interval!r} is an interval already, so it cannot be joined: "
            f"beginning {start!r}, end {end!r}"
        )
    parse_edtf(f"{start}/{end}")
    return f"{start}/{end}"


def date_of_parts(year: str, month: str, day: str) -> str:
    """A date from columns of its parts, as sharp as they are; 0 means unknown, as in the GTD.

    >>> date_of_parts("2024", "8", "15"), date_of_parts("2024", "August", "0")
    ('2024-08-15', '2024-08')
    """
    told = [_part(text) for text in (year, month, day)]
    if not any(told):
        return ""
    if not all(told[: max(i for i, text in enumerate(told) if text)]):
        raise ValueError(
            f"year {year!r}, month {month!r}, day {day!r}: a part before another is missing"
        )
    number = month_number(told[1])
    if number:
        told[1] = str(number)
    if not all(text.isdigit() for text in filter(None, told)) or len(told[0]) != 4:
        raise ValueError(f"year {year!r}, month {month!r}, day {day!r} make no date")
    return date_to_edtf("-".join(text.zfill(2) for text in told if text))


def _part(text: str) -> str:
    text = re.sub(r"\.0+$", "", plain_digits(text).strip())
    return "" if text.strip("0-?") == "" or text.casefold() in ("unknown", "n/a") else text


def within_dates(start: str, end: str, code: str) -> str:
    """UCDP's date: code 1 is the day, 2 to 5 one day between start and end, never all of them.

    Without an end the code says how wide: up to a week either way (2, 3), the month (4), the
    year (5).

    >>> within_dates("2021-10-25", "2021-10-31", "3"), within_dates("2021-10-25", "2021-10-25", "1")
    ('[2021-10-25..2021-10-31]', '2021-10-25')
    >>> within_dates("2021-10-27", "", "2"), within_dates("2021-10-27", "", "4")
    ('[2021-10-21..2021-11-02]', '2021-10')
    """
    code = _part(code)
    if code not in ("1", "2", "3", "4", "5"):
        raise ValueError(f"date_prec {code!r} is not 1 (the day) to 5 (the year)")
    if not start or (end and end != start):
        both = f"[{start}..{end}]"
        parse_edtf(both)
        return both
    day = parse_edtf(start)
    if code == "1" or day.kind != "day" or day.first is None:
        return start
    if code in ("4", "5"):
        return str(day.first)[: 7 if code == "4" else 4]
    return f"[{day.first - timedelta(days=6)}..{day.first + timedelta(days=6)}]"
