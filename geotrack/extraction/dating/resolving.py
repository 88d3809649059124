"""A meaning and the day it was written -> a stretch of the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.units import (
    UNITS,
    Stretch,
    easter,
    nth_weekday,
    shifted,
    stretch_of,
)
from geotrack.extraction.dating.words import HOLIDAYS

if TYPE_CHECKING:
    from geotrack.extraction.dating.meaning import Meaning


class Ground(NamedTuple):
    """What a meaning is reckoned from.

    `day` is the day of writing, None where unknown; `told` the date told last before, None at
    the beginning; `direction` as direction gives it; `narrative`: dates follow what was told
    before rather than the day of writing, as in a history; `order`: dmy or mdy for 3/4/2024.
    """

    day: date | None
    told: Stretch | None
    direction: int = 0
    narrative: bool = False
    order: str = ""


class Unresolved(Exception):  # noqa: N818 - says what is missing, is no fault
    """What a date lacks to be resolved, in words."""


# How many months back and on a month without a year may lie, by direction.
_MONTH_WINDOW = {-1: (11, 0), 0: (7, 4), 1: (0, 11)}
# The same of a day and month without a year, in days back.
_DAY_WINDOW = {-1: 320, 0: 220, 1: 45}
NO_PUBLICATION = "no date of publication to reckon from"
_BEFORE_TOLD = "no date told before to reckon from"


def resolve(meaning: Meaning, ground: Ground) -> Stretch:
    """The stretch of the calendar that is meant. Raises Unresolved with what is missing.

    >>> from geotrack.extraction.dating.meaning import Meaning
    >>> resolve(Meaning("weekday", weekday=4), Ground(date(2024, 8, 21), None, -1)).first
    datetime.date(2024, 8, 16)
    """
    try:
        found = _RESOLVERS[meaning.how](meaning, ground)
    except (ValueError, OverflowError) as error:
        raise Unresolved(f"not a day of the calendar: {error}") from None
    return stretch_of(found.first, meaning.wrap) if meaning.wrap else found


def _calendar(meaning: Meaning, _ground: Ground) -> Stretch:
    year = meaning.year
    if meaning.holiday:
        return Stretch("day", _holiday(meaning.holiday, year))
    if meaning.nth:
        return Stretch("day", nth_weekday(year, meaning.month, meaning.weekday, meaning.nth))
    if meaning.unit == "day":
        return Stretch("day", date(year, meaning.month, meaning.day))
    if meaning.unit in ("decade", "century"):
        return stretch_of(date(max(year, 1), 1, 1), meaning.unit)
    return Stretch(meaning.unit, date(year, meaning.month or 1, 1))


def _holiday(name: str, year: int) -> date:
    told = HOLIDAYS[name]
    if len(told) == 3:
        return nth_weekday(year, *told)
    if len(told) == 2:
        return date(year, *told)
    return easter(year) + timedelta(days=told[0])


def _order(meaning: Meaning, ground: Ground) -> Stretch:
    """Day and month as the caller or the text's other dates order them, or as one reading only
    is a day, or is the day of writing."""
    year, first, second = meaning.year, meaning.month, meaning.day
    both = {"mdy": (first, second), "dmy": (second, first)}
    days = {o: date(year, m, d) for o, (m, d) in both.items() if m < 13}
    if ground.day is not None and ground.day in days.values():
        return Stretch("day", ground.day)
    if len(set(days.values())) == 1:
        return Stretch("day", next(iter(days.values())))
    if ground.order in days:
        return Stretch("day", days[ground.order])
    raise Unresolved("day first or month first is not known")


def _written(meaning: Meaning, ground: Ground) -> Stretch:
    found = _order(meaning, ground)
    if found.first != ground.day:
        raise Unresolved("a number, or a date with a year of two digits")
    return found


def _of_told_year(meaning: Meaning, ground: Ground) -> Stretch:
    if ground.told is None:
        raise Unresolved(_BEFORE_TOLD)
    return _of_year(meaning, ground.told.first.year + meaning.steps)


def _of_this_year(meaning: Meaning, ground: Ground) -> Stretch:
    return _of_year(meaning, _needs_day(ground).year + meaning.steps)


def _needs_day(ground: Ground) -> date:
    if ground.day is None:
        raise Unresolved(NO_PUBLICATION)
    return ground.day


def _yearless(meaning: Meaning, ground: Ground) -> Stretch:
    if ground.narrative and ground.told is not None and meaning.steer is None:
        return _after_told(meaning, ground.told)
    from_told = ground.narrative or meaning.from_told
    day = ground.told.first if from_told and ground.told is not None else _needs_day(ground)
    if meaning.unit == "weekend":
        here = stretch_of(day, "weekend")
        if here.first > day and ground.direction < 1:
            return shifted(here, -1)
        return here
    near = [_of_year(meaning, day.year + n) for n in (-1, 0, 1)]
    if meaning.steer is not None:
        return _steered(near, stretch_of(day, meaning.unit), meaning.steer)
    if meaning.unit == "day" and meaning.weekday >= 0 and not meaning.nth:
        fitting = [s for s in near if s.first.weekday() == meaning.weekday]
        near = fitting if len(fitting) == 1 else near
    if len(near) == 1:
        return near[0]
    if meaning.unit == "day":
        low = day - timedelta(days=_DAY_WINDOW[ground.direction])
        return next((s for s in near if low <= s.first < low + timedelta(days=367)), near[1])
    back, on = _MONTH_WINDOW[ground.direction]
    here = stretch_of(day, "month")
    low, high = shifted(here, -back).first, shifted(here, on).first
    inside = [s for s in near if low <= s.first <= high or s.first <= day <= s.last]
    return inside[-1] if ground.direction < 1 and inside else (inside or near)[0]


def _of_year(meaning: Meaning, year: int) -> Stretch:
    """The stretch in that year; the leap day in the year before where it has none."""
    if (meaning.month, meaning.day) == (2, 29):
        while year % 4 or (year % 100 == 0 and year % 400):
            year -= 1
    return _calendar(meaning._replace(year=year), Ground(None, None))


def _steered(near: list[Stretch], here: Stretch, steer: int) -> Stretch:
    """The last one that is over, the next one that has not begun, or this year's."""
    if steer < 0:
        return ([s for s in near if s.first < here.first] or near)[-1]
    if steer > 0:
        return next((s for s in near if s.first > here.first), near[-1])
    return min(near, key=lambda s: abs((s.first - here.first).days))


# A history goes on: a month or day is sought from so many days before what was told last.
_LOOK_BACK_DAYS = 100


def _after_told(meaning: Meaning, told: Stretch) -> Stretch:
    if UNITS.index(told.unit) >= UNITS.index("year"):
        return _of_year(meaning, told.first.year)
    low = told.first - timedelta(days=_LOOK_BACK_DAYS)
    near = [_of_year(meaning, told.first.year + n) for n in (-1, 0, 1)]
    return next((s for s in near if s.first >= low), near[1])


def _weekday(meaning: Meaning, ground: Ground) -> Stretch:
    return shifted(_this_weekday(meaning, ground), meaning.steps)


def _this_weekday(meaning: Meaning, ground: Ground) -> Stretch:
    if ground.narrative and ground.told is not None and ground.told.unit == "day":
        return Stretch("day", _nearest_weekday(ground.told.first, meaning.weekday))
    day = _needs_day(ground)
    back = (day.weekday() - meaning.weekday) % 7
    if meaning.steer == -1:
        return Stretch("day", day - timedelta(days=back or 7))
    on = -back % 7
    if meaning.steer == 1:
        return Stretch("day", day + timedelta(days=on or 7))
    if meaning.steer == 0:
        monday = day - timedelta(days=day.weekday())
        return Stretch("day", monday + timedelta(days=meaning.weekday))
    ahead = ground.direction > 0
    return Stretch("day", day + timedelta(days=on) if ahead else day - timedelta(days=back))


def _nearest_weekday(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday() + 2) % 7 - 2)


def _shift(meaning: Meaning, ground: Ground) -> Stretch:
    return shifted(stretch_of(_needs_day(ground), meaning.unit), meaning.steps)


def _told(meaning: Meaning, ground: Ground) -> Stretch:
    told = ground.told
    if told is None:
        raise Unresolved(_BEFORE_TOLD)
    if UNITS.index(told.unit) > UNITS.index(meaning.unit):
        raise Unresolved(f"the date told before is no {meaning.unit}")
    return shifted(stretch_of(told.first, meaning.unit), meaning.steps)


def _history(meaning: Meaning, ground: Ground) -> Stretch:
    """`a year earlier`, `the next year`: from what a history told, else from the day of writing."""
    return _told(meaning, ground) if ground.narrative else _shift(meaning, ground)


def _told_day(meaning: Meaning, ground: Ground) -> Stretch:
    told = ground.told
    if told is None or told.unit not in ("day", "month"):
        raise Unresolved("no month told before to reckon from")
    return Stretch("day", told.first.replace(day=meaning.day))


def _clock(_meaning: Meaning, ground: Ground) -> Stretch:
    if ground.told is None or ground.told.unit != "day":
        raise Unresolved("no day told before to reckon from")
    return ground.told


_RESOLVERS = {
    "calendar": _calendar,
    "order": _order,
    "written": _written,
    "of_told_year": _of_told_year,
    "of_this_year": _of_this_year,
    "yearless": _yearless,
    "weekday": _weekday,
    "shift": _shift,
    "next": _history,
    "told": _told,
    "earlier": _history,
    "told_day": _told_day,
    "clock": _clock,
}
