"""Days told by the calendar: 15 August, 12-14 March 2024, 8/15/2024, Christmas."""

from __future__ import annotations

import re

from geotrack.dates import FIRST_YEAR
from geotrack.extraction.dating.meaning import Found, Meaning
from geotrack.extraction.dating.signs import (
    DAYS,
    MONTHS,
    Meanings,
    edge,
    is_month,
    part_of_day,
    steer_of,
    year_told,
)
from geotrack.extraction.dating.tokens import KIND
from geotrack.extraction.dating.words import word_set


def iso(found: Found) -> Meanings:
    """2024-08-15, a time behind it."""
    word = found.tokens.words[found.start]
    year, month, day = (int(part) for part in word[:10].split("-"))
    part = "T" + word[11:16] if len(word) > 10 else ""
    return [Meaning("calendar", "day", year, month, day, part=part)]


def slashed(found: Found) -> Meanings:
    """15/8/2024, 15.08.2024, 8/15/24, 20240815; what could be two days is left open."""
    word = found.tokens.words[found.start]
    if word.isdigit():
        return [Meaning("calendar", "day", int(word[:4]), int(word[4:6]), int(word[6:]))]
    numbers = re.split(r"[./-]", word)
    if len(numbers[0]) == 4:
        return [_numbers(numbers)] if len(numbers[2]) < 3 else []
    if len(numbers[0]) > 2 or len(numbers[2]) == 3 or ("." in word and len(numbers[2]) == 2):
        return []
    first, second, year = map(int, numbers)
    short = len(numbers[2]) == 2
    year += (1900 if year > 49 else 2000) if short else 0
    if not _can_be_a_day(first, second) or not FIRST_YEAR <= year < 2200:
        return []
    if short or (first < 13 and second < 13 and first != second):
        # 11-15-89 is a date where it is the day of writing; else a score, a number.
        how = "written" if short and "-" in word else "order"
        return [Meaning(how, "day", year, first, second)]
    return [Meaning("calendar", "day", year, *((second, first) if first > 12 else (first, second)))]


def _can_be_a_day(first: int, second: int) -> bool:
    return 0 < min(first, second) < 13 and max(first, second) < 32


def _numbers(parts: list[str]) -> Meaning:
    year, month, day = map(int, parts)
    return Meaning("calendar", "day", year, month, day)


def one_day(found: Found) -> Meanings:
    """15 August (2024), August 15(, 2024), Monday the 15th of August, the evening of ..."""
    at = found.first(*MONTHS)
    if not is_month(found, at):
        return []
    weekday = found.first("WEEKDAY", "DOUBTFUL_WEEKDAY")
    if weekday >= 0 and not _is_weekday(found, weekday):
        return []
    year = year_told(found)
    day = day_beside(found, at)
    if not year and (_counts_something(found, at) or found.after() in NAMED_FOR_A_DAY):
        return []
    how = "calendar" if year else "yearless"
    week = found.number("WEEKDAY", "DOUBTFUL_WEEKDAY") if weekday >= 0 else -1
    part, wrap = part_of_day(found), found.text("UNIT")
    wrap = wrap if wrap in ("week", "weekend") else ""
    month = found.number(*MONTHS)
    return [Meaning(how, "day", year, month, day, part=part, wrap=wrap, mod=edge(found),
                    steer=None if year else steer_of(found), weekday=week)]  # fmt: skip


# The 14 July Revolution, the 17 November group, the 15 July Martyrs Bridge are no dates.
NAMED_FOR_A_DAY = word_set(
    "revolution movement bridge square brigade brigades group organization organisation martyrs "
    "uprising university street avenue party coalition"
)


def day_beside(found: Found, month: int) -> int:
    """The number beside the month's name, not that of the hour."""
    days = list(found.where(*DAYS))
    near = [at for at in days if 0 < month - at < 3 and not _is_hour(found, at)]
    at = near[-1] if near else next((at for at in days if at > month), days[0])
    return int(found.tokens.value(at))


def _is_hour(found: Found, at: int) -> bool:
    return found.tokens.kind_at(at + 1) == KIND["HALF_DAY"]


def _counts_something(found: Found, month: int) -> bool:
    """May 15 soldiers? A day behind its month, and a counted noun behind the day."""
    day = found.first(*DAYS)
    doubtful = found.tokens.words[month] in ("may", "march", "mar")
    return doubtful and day > month and found.after().endswith("s") and found.after() != "'s"


def _is_weekday(found: Found, at: int) -> bool:
    written = found.tokens.written(at)
    return not written.islower() or not written.isascii()


def nth_weekday_of(found: Found) -> Meanings:
    """the first Sunday of May 2020, the last Friday in June."""
    at = found.first(*MONTHS)
    nth = -1 if found.has("LAST") else found.number("ORDINAL", "SECOND")
    if not is_month(found, at) or not -2 < nth < 5:
        return []
    year = found.number("YEAR")
    return [Meaning("calendar" if year else "yearless", "day", year, found.number(*MONTHS),
                    weekday=found.number("WEEKDAY"), nth=nth)]  # fmt: skip


def listed_days(found: Found) -> Meanings:
    """3, 5 and 7 May (2019); March 12-14; 31 October to 2 November 2019: a date each."""
    months = list(found.where(*MONTHS))
    if not all(is_month(found, at) for at in months):
        return []
    days = list(found.where("DAY", "NTH"))
    months_first = months[0] < days[0]
    year = found.number("YEAR")
    if months_first and not year and _runs_on(found, days):
        return []
    told: Meanings = []
    spans = _spans_of_days(found, days, months)
    for day, (start, end) in zip(days, spans, strict=True):
        sides = [m for m in months if (m < day) == months_first] or months
        month = sides[-1] if months_first else sides[0]
        number = found.tokens.value(month)
        told.append(
            Meaning("calendar" if year else "yearless", "day", year, int(number),
                    int(found.tokens.value(day)), start=start, end=end)
        )  # fmt: skip
    return _rolled_back(told)


def _runs_on(found: Found, days: list[int]) -> bool:
    """`Aug. 3, 5 and 7 people`: what stands behind the last number is counted by it."""
    counted = found.is_kind_after("OTHER", "UNITS", "UNIT", "HOUR", "CARDINAL", "HUNDRED")
    word = found.after()
    joined = any(found.tokens.words[i] in ("-", "–", "to", "through") for i in
                 range(days[0], days[-1]))  # fmt: skip
    return counted and word[:1].isalpha() and (len(days) > 2 or not joined) and word.endswith("s")


def _spans_of_days(found: Found, days: list[int], months: list[int]) -> list[tuple[int, int]]:
    """Each day with its own month where that stands beside it; the year goes to the last."""
    spans = [[day, day + 1] for day in days]
    for month in months:
        nearest = min(range(len(days)), key=lambda i: abs(days[i] - month))
        spans[nearest][0] = min(spans[nearest][0], month)
        spans[nearest][1] = max(spans[nearest][1], month + 1)
    spans[-1][1] = found.end
    spans[0][0] = found.start
    return [(a, b) for a, b in spans]


def _rolled_back(told: Meanings) -> Meanings:
    """30 December to 2 January 2020: the first is of the year before."""
    last = told[-1]
    return [
        m._replace(year=m.year - 1) if m.year and (m.month, m.day) > (last.month, last.day) else m
        for m in told
    ]


def holiday(found: Found) -> Meanings:
    """Christmas (2019), last Thanksgiving, Easter week."""
    at = found.first("HOLIDAY")
    # "a May day" is none.
    if not found.tokens.written(at).split()[-1][:1].isupper():
        return []
    name = " ".join(re.sub("[’`]", "'", found.tokens.words[at]).split())
    if name == "good friday" and found.after() in ("agreement", "accord", "accords", "agreements"):
        return []
    year = found.number("YEAR")
    wrap = "week" if found.text("UNIT") == "week" else ""
    return [Meaning("calendar" if year else "yearless", "day", year, holiday=name, wrap=wrap,
                    part=part_of_day(found), steer=None if year else steer_of(found))]  # fmt: skip
