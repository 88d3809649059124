"""Stretches of the calendar that words name, and how TIMEX3 and EDTF write them.

A `Stretch` is one unit of the calendar (a day, a week, a quarter, a decade ...) and its first
day. Nothing finer than the unit is ever written.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from geotrack.edtf import week_of

# Finest first; the position is the order. `half` is of a year, `season` is meteorological.
UNITS = (
    "day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century",
)  # fmt: skip
_MONTHS_IN = {"month": 1, "season": 3, "quarter": 3, "half": 6, "year": 12, "decade": 120,
              "century": 1200}  # fmt: skip
_DAYS_IN = {"day": 1, "weekend": 7, "week": 7}
# TIMEX3 writes seasons by letters, EDTF by numbers; keyed by the first month.
_SEASONS = {3: ("SP", 21), 6: ("SU", 22), 9: ("FA", 23), 12: ("WI", 24)}


class Stretch(NamedTuple):
    """One unit of the calendar, beginning with the day `first`."""

    unit: str
    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        if self.unit == "weekend":
            return self.first + timedelta(days=1)
        try:
            return shifted(self, 1).first - timedelta(days=1)
        except ValueError:  # the calendar's end
            return date.max


def stretch_of(day: date, unit: str) -> Stretch:
    """The unit of the calendar that holds `day`; the weekend is that of its week.

    >>> stretch_of(date(2024, 8, 15), "quarter").first
    datetime.date(2024, 7, 1)
    """
    if unit == "day":
        return Stretch(unit, day)
    if unit in _DAYS_IN:
        monday = day - timedelta(days=min(day.weekday(), (day - date.min).days))
        saturday = monday + timedelta(days=min(5, (date.max - monday).days))
        return Stretch(unit, saturday if unit == "weekend" else monday)
    if unit == "season":
        back = day.month % 3
        year, month = (day.year, day.month - back) if day.month > 2 else (day.year - 1, 12)
        return Stretch(unit, date(max(year, 1), month, 1))
    months = (day.year * 12 + day.month - 1) // _MONTHS_IN[unit] * _MONTHS_IN[unit]
    return Stretch(unit, _month_start(max(months, 12)))


def _month_start(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def shifted(stretch: Stretch, count: int) -> Stretch:
    """The stretch `count` units later (earlier where negative).

    Raises ValueError where that is beyond the calendar.

    >>> shifted(stretch_of(date(2024, 1, 31), "month"), -2)
    Stretch(unit='month', first=datetime.date(2023, 11, 1))
    """
    unit, first = stretch
    try:
        if unit in _DAYS_IN:
            return Stretch(unit, first + timedelta(days=count * _DAYS_IN[unit]))
        months = first.year * 12 + first.month - 1 + count * _MONTHS_IN[unit]
        return Stretch(unit, _month_start(months))
    except (ValueError, OverflowError):
        raise ValueError(f"{count} {unit}s from {first} is beyond the calendar") from None


def timex_value(stretch: Stretch) -> str:
    """The stretch as a TIMEX3 value.

    >>> [timex_value(stretch_of(date(1998, 10, 23), u)) for u in ("week", "season", "decade")]
    ['1998-W43', '1998-FA', '199X']
    """
    unit, first = stretch
    year = f"{first.year:04}"
    if unit in ("week", "weekend"):
        iso = first.isocalendar()
        return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if unit == "weekend" else "")
    return {
        "day": str(first),
        "month": year + f"-{first.month:02}",
        "season": f"{year}-{_SEASONS.get(first.month, ('', 0))[0]}",
        "quarter": f"{year}-Q{(first.month + 2) // 3}",
        "half": f"{year}-H{1 + first.month // 7}",
        "year": year,
        "decade": year[:3] + "X",
        "century": year[:2] + "XX",
    }[unit]


def edtf_text(stretch: Stretch) -> str:
    """The stretch as EDTF: one day or stretch of days within it.

    >>> edtf_text(stretch_of(date(1998, 10, 23), "weekend"))
    '[1998-10-24..1998-10-25]'
    """
    unit, first = stretch
    if unit == "week":
        return week_of(first)
    if unit == "weekend":
        return f"[{first}..{stretch.last}]"
    if unit in ("quarter", "half"):
        return f"[{str(first)[:7]}..{str(stretch.last)[:7]}]"
    if unit == "season":
        return f"{first.year:04}-{_SEASONS[first.month][1]}"
    return timex_value(stretch)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Meeus, Jones and Butcher's rule, 1876).

    >>> easter(2000)
    datetime.date(2000, 4, 23)
    """
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth Monday (weekday 0) to Sunday (6) of a month; the last one where nth is -1.

    >>> nth_weekday(1999, 11, 3, 4)
    datetime.date(1999, 11, 25)
    """
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = stretch_of(date(year, month, 1), "month").last
    return last - timedelta(days=(last.weekday() - weekday) % 7)
