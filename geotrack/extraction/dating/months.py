"""Months, seasons and quarters: early August, last fall, Q3 2019, December of that year."""

from __future__ import annotations

import re

from geotrack.extraction.dating.days import NAMED_FOR_A_DAY, day_beside
from geotrack.extraction.dating.meaning import Found, Meaning
from geotrack.extraction.dating.signs import (
    FULL_MONTHS,
    MONTHS,
    Meanings,
    edge,
    is_month,
    steer_of,
    year_told,
)
from geotrack.extraction.dating.words import word_set


def one_month(found: Found) -> Meanings:
    """August 2024, early August, the end of August; `last` and `next` steer."""
    at = found.first(*MONTHS)
    if not is_month(found, at) or _is_other_may(found, at):
        return []
    if found.after() in NAMED_FOR_A_DAY and found.is_kind_before("DAY", "NTH"):
        return []
    year = year_told(found)
    return [
        Meaning("calendar" if year else "yearless", "month", year, found.number(*MONTHS),
                mod=edge(found), steer=None if year else steer_of(found))
    ]  # fmt: skip


_MONTH_SIGNALS = word_set(
    "in last next since until till by of during early late mid this from to through between "
    "before after for and or each every late-"
)


_STRONG_MONTH_SIGNALS = word_set("in last next since until till by during early late mid this")


def _is_other_may(found: Found, at: int) -> bool:
    """A verb, a person or an adjective that looks like a month: no company of a date's."""
    if found.has("YEAR", "EARLY", "EDGE", "LAST", "NEXT", "THIS", "PAST"):
        return False
    word = found.tokens.words[at]
    if word in ("may", "march", "mar"):
        return found.before() not in _MONTH_SIGNALS or (
            word == "march" and found.before() in ("of", "next", "last", "this", "to", "and")
        )
    if (
        word not in FULL_MONTHS
        and word.isascii()
        and (found.before() not in _MONTH_SIGNALS or _named(found))
    ):
        return True  # Jan Kavan, Dec, Sep: short names need company
    # April, June and August are names of persons too.
    return word in ("april", "june", "august") and _named(found)


def _named(found: Found) -> bool:
    """Whether a capitalised word stands right behind, as a family name does."""
    at = found.end
    if at >= len(found.tokens.words) or found.before() in _STRONG_MONTH_SIGNALS:
        return False
    nearby = found.tokens.starts[at] - found.tokens.ends[at - 1] == 1
    return nearby and found.tokens.written(at)[:1].isupper()


def part_of_month(found: Found) -> Meanings:
    """the first week of March 2020, the last days of May: where weeks begin is not said, so no
    sharper than the month."""
    at = found.first(*MONTHS)
    if not is_month(found, at):
        return []
    year, number = found.number("YEAR"), found.number("ORDINAL", "SECOND", "NTH")
    mod = "END" if found.has("LAST") else "START" if number == 1 else "MID"
    return [Meaning("calendar" if year else "yearless", "month", year, found.number(*MONTHS),
                    mod="END" if mod == "MID" and found.has("HALF") else mod)]  # fmt: skip


def month_range(found: Found) -> Meanings:
    """March to May 2019: both with the year, the first of the year before where it is later."""
    months = list(found.where(*MONTHS))
    if not all(is_month(found, at) for at in months):
        return []
    year = found.number("YEAR")
    first, second = (int(found.tokens.value(at)) for at in months)
    cut = months[0] + 1 + (found.tokens.words[months[0] + 1] == ".")
    return [
        Meaning("calendar", "month", year - (first > second), first, end=cut),
        Meaning("calendar", "month", year, second, start=months[1]),
    ]


def of_told_year(found: Found) -> Meanings:
    """December of that year, 5 May of the following year."""
    at = found.first(*MONTHS)
    if not is_month(found, at) or found.text("UNIT") != "year":
        return []
    steps = steer_of(found) or 0
    told = found.has("THAT", "SAME", "FOLLOWING", "PREVIOUS", "THE")
    day = day_beside(found, at) if found.has("DAY", "NTH") else 0
    return [Meaning("of_told_year" if told else "of_this_year", "day" if day else "month",
                    month=found.number(*MONTHS), day=day, steps=steps)]  # fmt: skip


def seasons(found: Found) -> Meanings:
    """the spring and summer of 1918: two, of one year."""
    first, second = list(found.where("SEASON", "DOUBTFUL_SEASON"))
    year = found.number("YEAR")
    return [
        Meaning("calendar", "season", year, int(found.tokens.value(first)), end=first + 1),
        Meaning("calendar", "season", year, int(found.tokens.value(second)), start=second),
    ]


def season(found: Found) -> Meanings:
    """last fall, summer 2019, in the spring; `fall of Kabul` is none."""
    year, steer = found.number("YEAR"), steer_of(found)
    word = found.word("SEASON", "DOUBTFUL_SEASON")
    bare = not year and steer is None and not found.has("THAT")
    if bare and not found.has("SEASON") and not _is_season_by_place(found):
        return []
    if bare and found.is_kind_after("OF"):
        return []
    if bare and found.is_kind_after("OTHER") and found.before() not in ("in", "during", "by"):
        return []
    month = found.number("SEASON", "DOUBTFUL_SEASON")
    if not month or not word:
        return []
    if found.has("THAT"):
        steer = 0
    told = found.has("THAT", "FOLLOWING", "PREVIOUS")
    return [Meaning("calendar" if year else "yearless", "season", year, month, mod=edge(found),
                    steer=None if year else steer, from_told=told)]  # fmt: skip


def _is_season_by_place(found: Found) -> bool:
    before = found.before()
    return found.has("THE") and before in ("in", "during", "by", "until", "since")


def quarter(found: Found) -> Meanings:
    """the third quarter (of 2019), Q3 2019, the first half of the year."""
    year = found.number("YEAR")
    half = found.has("HALF")
    number = found.number("ORDINAL", "SECOND", "NTH", "CARDINAL")
    if found.has("LAST"):
        number = 2 if half else 4
    at = found.first("QUARTER_NUMBER")
    if at >= 0:
        number = int(re.sub(r"\D", "", found.tokens.words[at]))
    if not 1 <= number <= (2 if half else 4):
        return []
    if half and not found.has("YEAR", "UNIT"):
        return []
    unit, months = ("half", 6) if half else ("quarter", 3)
    return [Meaning("calendar" if year else "yearless", unit, year, months * (number - 1) + 1,
                    steer=None if year else steer_of(found))]  # fmt: skip
