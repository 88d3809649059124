"""Dates that say how much is known: EDTF text <-> first and last possible day.

geotrack reads ISO 8601-2 (EDTF) levels 0 and 1, and `[a..b]` of level 2:

==================  ===========  ====================================================
text                kind         meaning
==================  ===========  ====================================================
2024-08-15          day          that day
2024-08, 2024       within       one day, not known which, within the month or year
2024-21             within       spring (northern, meteorological: March to May)
202X, 2024-XX       within       unspecified digits
[2021-10-25..2021-10-31]  within one day within that week
[2024-08-15..]      within       one day, that day or later
2022-04/2023        lasting      from some day in April 2022 until some day in 2023
2022-04/..          lasting      from April 2022, going on
2022-04/            lasting      from April 2022, end unknown
==================  ===========  ====================================================

`?` (uncertain), `~` (approximate) and `%` (both) may follow a date or either end.
Years run from 0001 to 9999. Source of the grammar: Library of Congress, "Extended Date/Time
Format (EDTF) Specification", 2019.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# A season's first month; winter (24) runs into the next year.
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}
# Coarser and coarser; the position is the order.
PRECISIONS = ("day", "week", "month", "season", "year", "longer", "unknown")

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?"
    r"(?P<time>T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
    r"(?P<mark>[?~%]?)",
    re.ASCII,
)


class DateSpan(NamedTuple):
    """What an EDTF text says.

    `first` and `last` are the first and last possible day, None where the text leaves that
    side open; `kind` is `day`, `within` or `lasting`; `precision` one of `PRECISIONS`;
    `ongoing` is True for an end written `..` (in a lasting date: it still goes on).
    """

    first: date | None
    last: date | None
    kind: str
    precision: str
    uncertain: bool = False
    approximate: bool = False
    ongoing: bool = False


class _Point(NamedTuple):
    first: date
    last: date
    precision: str
    mark: str


def parse_edtf(text: str) -> DateSpan:
    """Read one EDTF text.

    Raises ValueError, with what would be right, for anything else. An empty text is no date:
    test for it first.

    >>> parse_edtf("2024-08")[:4]
    (datetime.date(2024, 8, 1), datetime.date(2024, 8, 31), 'within', 'month')
    >>> parse_edtf("2022-04/..").kind
    'lasting'
    """
    text = text.strip()
    if text.startswith("["):
        return _parse_set(text)
    if "/" in text:
        return _parse_interval(text)
    point = _parse_point(text)
    kind = "day" if point.precision == "day" else "within"
    return DateSpan(point.first, point.last, kind, point.precision, *_marks(point))


def _parse_point(text: str) -> _Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an EDTF date, such as 2024-08-15, 2024-08 or 2024?")
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"]
    if match["time"] and (day is None or day == "XX"):
        raise ValueError(f"{text!r} has a time but no day")
    try:
        first, last, precision = _days(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day of the calendar: {error}") from None
    return _Point(first, last, precision, mark)


def _days(year: str, month: str | None, day: str | None) -> tuple[date, date, str]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low == 0 and "X" in year:
        low = 1
    if month is None or month == "XX":
        if day not in (None, "XX"):
            raise ValueError("a day needs its month")
        return date(low, 1, 1), date(high, 12, 31), "longer" if "X" in year else "year"
    if "X" in year:
        raise ValueError("a month needs its year")
    number = int(month)
    if number in _SEASON_START and day is None:
        return _season(low, _SEASON_START[number])
    if day is None or day == "XX":
        return date(low, number, 1), date(low, number, monthrange(low, number)[1]), "month"
    exact = date(low, number, int(day))
    return exact, exact, "day"


def _season(year: int, month: int) -> tuple[date, date, str]:
    end_year, end_month = (year, month + 2) if month < 12 else (year + 1, 2)
    end = date(end_year, end_month, monthrange(end_year, end_month)[1])
    return date(year, month, 1), end, "season"


def _marks(*points: _Point | None) -> tuple[bool, bool]:
    marks = "".join(point.mark for point in points if point)
    return "?" in marks or "%" in marks, "~" in marks or "%" in marks


def _parse_set(text: str) -> DateSpan:
    match = re.fullmatch(r"\[([^\[\],/]*?)\.\.([^\[\],/]*?)\]", text)
    if match is None or not (match[1] or match[2]):
        raise ValueError(f"{text!r} is not one day within, such as [2021-10-25..2021-10-31]")
    low = _parse_point(match[1].strip()) if match[1] else None
    high = _parse_point(match[2].strip()) if match[2] else None
    first, last = low.first if low else None, high.last if high else None
    if first and last and first > last:
        raise ValueError(f"{text!r} ends before it begins")
    kind = "day" if first == last else "within"
    return DateSpan(first, last, kind, _width(first, last), *_marks(low, high))


def _width(first: date | None, last: date | None) -> str:
    """The finest precision that still covers `first` to `last`."""
    if first is None or last is None:
        return "longer"
    days = (last - first).days + 1
    steps = ((1, "day"), (7, "week"), (31, "month"), (92, "season"), (366, "year"))
    return next((name for limit, name in steps if days <= limit), "longer")


def _parse_interval(text: str) -> DateSpan:
    left, _, right = text.partition("/")
    left, right = left.strip(), right.strip()
    low = _parse_point(left) if left not in ("", "..") else None
    high = _parse_point(right) if right not in ("", "..") else None
    if low is None and high is None:
        raise ValueError(f"{text!r} has neither a beginning nor an end")
    if low and high and low.first > high.last:
        raise ValueError(f"{text!r} ends before it begins")
    coarsest = max((p.precision for p in (low, high) if p), key=PRECISIONS.index)
    return DateSpan(
        low.first if low else None,
        high.last if high else None,
        "lasting",
        coarsest,
        *_marks(low, high),
        ongoing=right == "..",
    )


def days_within(span: DateSpan, as_of: date) -> tuple[date | None, date | None]:
    """The span's first and last day, an open end stopped at `as_of` (or at its own first day).

    >>> days_within(parse_edtf("2022-04/.."), date(2024, 12, 31))[1]
    datetime.date(2024, 12, 31)
    """
    last = span.last
    if last is None and span.first is not None:
        last = max(as_of, span.first)
    return span.first, last


def week_of(day: date) -> str:
    """The week (Monday to Sunday) that holds `day`, as EDTF; EDTF itself has no weeks.

    >>> week_of(date(2021, 10, 27))
    '[2021-10-25..2021-10-31]'
    """
    monday = day - timedelta(days=day.weekday())
    # The calendar's last week ends on a Friday.
    sunday = monday + min(timedelta(days=6), date.max - monday)
    return f"[{monday}..{sunday}]"


def date_in_words(text: str, words: Mapping[str, str]) -> str:
    """The date as a sentence part, with its uncertainty; `words` is `style.words(language)`.

    >>> from geotrack.style import words
    >>> date_in_words("2024-08-15?", words("en"))
    '15 August 2024 (uncertain)'
    >>> date_in_words("2022-04/..", words("en"))
    'from April 2022, ongoing'
    """
    text = text.strip()
    if not text:
        return words["date.none"]
    if text.startswith("["):
        left, _, right = text[1:-1].partition("..")
        phrase = _join_words(left.strip(), right.strip(), words, "date.within")
    elif "/" in text:
        left, _, right = text.partition("/")
        phrase = _join_words(left.strip(), right.strip(), words, "date.lasting")
    else:
        phrase = _point_words(text, words)
    return phrase + _mark_words(parse_edtf(text), words)


def _join_words(left: str, right: str, words: Mapping[str, str], key: str) -> str:
    first = _point_words(left, words) if left not in ("", "..") else ""
    last = _point_words(right, words) if right not in ("", "..") else ""
    if first and last:
        suffix = ""
    elif first:
        suffix = ".ongoing" if right == ".." else ".after"
    else:
        suffix = ".before"
    return words[key + suffix].format(first=first, last=last)


def _point_words(text: str, words: Mapping[str, str]) -> str:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an EDTF date")
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        span = _parse_point(text)
        return words["date.years"].format(first=span.first.year, last=span.last.year)
    if month is None or month == "XX":
        return year
    if int(month) in _SEASON_START and day is None:
        return words["date.season"].format(season=words[f"date.season.{month}"], year=year)
    name = words[f"date.month.{int(month)}"]
    if day is None or day == "XX":
        return words["date.month"].format(month=name, year=year)
    return words["date.day"].format(day=int(day), month=name, year=year)


def _mark_words(span: DateSpan, words: Mapping[str, str]) -> str:
    key = (
        "date.mark."
        + ("uncertain" if span.uncertain else "")
        + ("approximate" if span.approximate else "")
    )
    return "" if key == "date.mark." else f" ({words[key]})"
