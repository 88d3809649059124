"""The grammar of dates: patterns over kinds of words, each with what reads it.

A pattern is a regular expression whose letters are kinds (capitals; see tokens.KIND and the
tables of words) or the short forms below. Every repetition is bounded, so that the time is
linear in the text. The first pattern of the list that fits wins, so longer ones stand first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating import days, months, relative, years
from geotrack.extraction.dating.tokens import KIND
from geotrack.extraction.dating.words import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.extraction.dating.meaning import Found, Meaning


class Rule(NamedTuple):
    """A rule's name, its pattern over kinds, and the function that reads what it matched."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[Found], list[Meaning]]


_SHORT = {
    "MON": "(?:(?:MONTH|DOUBTFUL_MONTH) DOT?)",
    # 15 August/آب: both names of the month.
    "MONS": "(?:MON (?:SLASH MON|OPEN MON CLOSE)?)",
    "DAYNO": "(?:DAY|NTH)",
    "DAYWORD": "(?:DAY|NTH|ORDINAL|SECOND)",
    "WD": "(?:(?:WEEKDAY|DOUBTFUL_WEEKDAY) DOT? COMMA?)",
    "JOIN": "(?:AND|OR|TO|DASH|SLASH)",
    "CALENDAR_YEAR": "(?:OF? COMMA? UNIT? YEAR)",
    "HOUR_OF_DAY": "(?:AT? (?:CLOCK HALF_DAY?|DAY HALF_DAY|(?:YEAR|NUMBER)(?=ZONE)) ZONE?"
    " COMMA? ON?)",
    "PART_OF": "(?:THE? (?:EARLY HOUR OF|(?:(?:EARLY|LATER|EARLIER) DASH?)? PART (?:OF|ON)?))",
    "EARLYISH": "(?:(?:ABOUT|EARLY IN?|THE? EDGE OF|THE? EARLY OF?) DASH? THE?)",
    "STEER": "(?:LAST|PAST|PREVIOUS|LATEST|NEXT|COMING|FOLLOWING|THIS PAST|THIS COMING"
    "|THIS|CURRENT)",
    "STEER_AFTER": "(?:LAST_AFTER|NEXT_AFTER|THIS_AFTER)",
    "ABOUTISH": "(?:ABOUT|OVER|MORE THAN|AT MORE|AT THE MORE)",
    "COUNT": "(?:DAY|TWO_DIGITS|NUMBER|YEAR|CARDINAL DASH? CARDINAL|CARDINAL HUNDRED|CARDINAL"
    "|ARTICLE HUNDRED|HUNDRED|ARTICLE SOME OF?|SOME|ARTICLE)",
    "STRICT_COUNT": "(?:DAY|TWO_DIGITS|NUMBER|YEAR|CARDINAL DASH? CARDINAL|CARDINAL HUNDRED"
    "|CARDINAL|ARTICLE SOME OF?|SOME)",
    "UNITISH": "(?:UNITS|UNIT|QUARTER)",
}
_rel = relative
_RULES: list[tuple[str, str, Callable[[Found], list[Meaning]]]] = [
    ("iso day", "ISO", days.iso),
    ("day in numbers", "SLASHED", days.slashed),
    # --- days of the calendar
    ("day and month", "DAY DASH MON DASH YEAR", days.one_day),
    ("day and month", "YEAR COMMA? MON DAYNO", days.one_day),
    ("weekday of a month",
     "THE? (?:ORDINAL|SECOND|LAST) WEEKDAY (?:OF|IN) MON (?:CALENDAR_YEAR)?",
     days.nth_weekday_of),
    ("part of a month",
     ("THE? (?:ORDINAL|SECOND|NTH|LAST) (?:UNIT|HALF|WEEKDAY|STRICT_COUNT UNITS) (?:OF|IN) MON"
     " (?:CALENDAR_YEAR)?"), months.part_of_month),
    ("days over two months",
     "WD? DAYNO OF? MON JOIN WD? DAYNO OF? MON CALENDAR_YEAR", days.listed_days),
    ("days over two months",
     "WD? MON DAYNO JOIN WD? MON DAYNO CALENDAR_YEAR", days.listed_days),
    ("listed days",
     "WD? THE? DAYNO (?:COMMA DAYNO){0,6} COMMA? JOIN THE? DAYNO OF? MON CALENDAR_YEAR?",
     days.listed_days),
    ("listed days",
     "WD? MON THE? DAYNO (?:COMMA DAYNO){0,6} COMMA? JOIN THE? DAYNO (?:CALENDAR_YEAR)?",
     days.listed_days),
    ("week of a day", "THE? UNIT OF MON DAYNO CALENDAR_YEAR?", days.one_day),
    ("week of a day", "THE? UNIT OF DAYNO OF? MON CALENDAR_YEAR?", days.one_day),
    ("of a year told",
     "(?:DAYNO OF?)? MON DAYNO? COMMA? OF (?:THAT|THE? SAME|THE? STEER) UNIT",
     months.of_told_year),
    ("day and month",
     "HOUR_OF_DAY? (?:PART_OF|EARLYISH)? UNIT? WD? THE? DAYWORD OF? MONS CALENDAR_YEAR? PART?",
     days.one_day),
    ("month and day",
     "HOUR_OF_DAY? (?:PART_OF|EARLYISH)? STEER? WD? MON THE? DAYWORD(?: COMMA? YEAR)? PART?",
     days.one_day),
    ("holiday", "STEER? HOLIDAY (?:COMMA? YEAR)? UNIT? PART?", days.holiday),
    # --- months, seasons, quarters
    ("months", "MON JOIN MON CALENDAR_YEAR", months.month_range),
    ("month and year", "EARLYISH? UNIT? MONS CALENDAR_YEAR UNIT?", months.one_month),
    ("month and year", "EARLYISH? MON APOSTROPHE TWO_DIGITS", months.one_month),
    ("seasons", "THE? (?:SEASON|DOUBTFUL_SEASON) JOIN THE? (?:SEASON|DOUBTFUL_SEASON) OF? YEAR",
     months.seasons),
    ("season", "EARLYISH? (?:THAT|THE? STEER?) (?:SEASON|DOUBTFUL_SEASON) (?:CALENDAR_YEAR)?",
     months.season),
    ("quarter",
     "THE? (?:ORDINAL|SECOND|NTH) DASH? (?:QUARTER|HALF) OF? THE? FISCAL? (?:UNIT? YEAR)",
     months.quarter),
    ("quarter", "THE? LAST (?:QUARTER|HALF) OF THE? FISCAL? (?:UNIT? YEAR)", months.quarter),
    ("quarter", "THE? FISCAL? (?:ORDINAL|SECOND|NTH) DASH? FISCAL? QUARTER", months.quarter),
    ("half", "THE? (?:ORDINAL|SECOND|NTH) HALF OF THE? THIS? UNIT", months.quarter),
    ("quarter", "QUARTER_NUMBER (?:OF? YEAR)?", months.quarter),
    # --- years and longer
    ("years", "YEAR (?:DASH|SLASH) (?:YEAR|TWO_DIGITS|DAY)", years.year_range),
    ("before Christ", "(?:NUMBER|YEAR|DAY|TWO_DIGITS) ERA", years.before_christ),
    ("of our era", "ERA_BEFORE (?:NUMBER|YEAR|DAY|TWO_DIGITS)", years.anno_domini),
    ("of our era", "(?:NUMBER|YEAR|DAY|TWO_DIGITS) ERA_AFTER", years.anno_domini),
    ("decade", "EARLYISH? THE? (?:EARLY DASH?)? APOSTROPHE? DECADE", years.decade),
    ("decade", "EARLYISH? THE (?:EARLY DASH?)? YEAR POSSESSIVE", years.decade_of_year),
    ("century", "EARLYISH? THE? (?:CARDINAL DASH)? (?:NTH|ORDINAL|SECOND) DASH? (?:UNIT|UNITS)",
     years.century),
    # --- from the day of writing
    ("every", "EVERY STRICT_COUNT? (?:UNITISH|HOUR|WEEKDAY|MONTH|PART)", _rel.often),
    ("times a unit", "(?<=TIMES) ARTICLE (?:UNIT|HOUR)", _rel.often),
    ("often", "OFTEN|WEEKDAYS", _rel.often),
    ("ago", "ABOUTISH? COUNT (?:UNITS|UNIT|QUARTER) DASH? AGO", _rel.ago),
    ("ago", "ABOUTISH? HALF ARTICLE UNIT AGO", _rel.ago),
    ("ago", "ABOUTISH? COUNT UNITISH AND ARTICLE HALF AGO", _rel.ago),
    ("ago", "(?:UNIT DASH|SOME? UNITS) AGO", _rel.ago),
    ("ago", "AGO_FIRST (?:COUNT UNITISH|UNIT|DUAL)(?!YEAR)", _rel.ago),
    ("from now", "ABOUTISH? COUNT UNITISH FROM (?:NOW|DEICTIC_DAY)", _rel.ago),
    ("later", "ABOUTISH? COUNT UNITISH (?:LATER|EARLIER)", _rel.later),
    ("later", "UNIT DASH EARLIER", _rel.later),
    ("day from today", "THE? UNIT (?:BEFORE|AFTER) DEICTIC_DAY", _rel.deictic_day),
    ("day from today",
     ("HOUR_OF_DAY? (?:EARLY|LATER|EARLIER)? ON? (?:DEICTIC_DAY (?:APOSTROPHE|POSSESSIVE)? PART?"
     "|TONIGHT)"),
     _rel.deictic_day),
    ("part of a day", "(?:EARLY|LATER|EARLIER)? (?:THIS|LAST) PART", _rel.deictic_day),
    ("before last", "THE (?:WEEKDAY|UNIT) BEFORE LAST", _rel.before_last),
    ("day from a weekday", "THE? UNIT (?:BEFORE|AFTER) STEER? WEEKDAY", _rel.weekday),
    ("weekday",
     ("HOUR_OF_DAY? (?:PART_OF|THE? EARLY DASH?)? STEER? UNIT? (?:WEEKDAY|DOUBTFUL_WEEKDAY)"
     " STEER_AFTER? (?:POSSESSIVE)? PART? (?: UNIT? PART?)"),
     _rel.weekday),
    ("steered months", "(?:EARLYISH|LATER|EARLIER)? (?:THE? STEER) MON", months.one_month),
    ("past units", ("THE? (?:LAST|PAST|PREVIOUS|NEXT|COMING|FOLLOWING|THESE|RECENT) ABOUTISH?"
     " STRICT_COUNT (?:UNITISH|HOUR)"), _rel.duration),
    ("recent units", "THE? (?:RECENT|COMING|PAST|PREVIOUS|THESE) UNITS", _rel.recent_units),
    ("steered unit", "(?:LATER|EARLIER|EARLYISH)? THE? STEER FISCAL? (?:UNIT|QUARTER)",
     _rel.steered_unit),
    ("steered unit", "THIS? UNIT STEER_AFTER", _rel.steered_unit),
    ("told unit", "(?:LATER|EARLIER|EARLY)? ON? THAT (?:SAME)? (?:UNIT|PART)", _rel.told_unit),
    ("told unit", "(?:LATER|EARLIER|EARLY)? ON? THE? SAME (?:UNIT|PART)", _rel.told_unit),
    ("told day", "(?<=ON) THE NTH (?=COMMA|DOT|AND|BREAK|THE)", _rel.told_day),
    ("told part", "THE (?:NEXT|FOLLOWING|PREVIOUS) PART", _rel.told_unit),
    ("day before", "THE (?:UNIT|PART) (?:BEFORE|AFTER)", _rel.day_before),
    ("end of the unit", "UNIT (?:DASH|POSSESSIVE) EDGE", _rel.whole_unit),
    ("end of the unit", "THE? EDGE OF THE (?:UNIT|QUARTER)", _rel.whole_unit),
    ("weekend", "THE UNIT", lambda f: _rel.whole_unit(f) if f.text("UNIT") == "weekend" else []),
    ("clock", "(?:YEAR|NUMBER) HOUR", _rel.clock),
    ("duration", ("(?:ABOUTISH|ABOUTISH ABOUT)? COUNT DASH? (?:MORE)? (?:UNITISH|HOUR)"
     " (?:DASH? LONG)?"), _rel.duration),
    ("duration", "UNIT DASH LONG", _rel.duration),
    ("duration", "UNITS DASH LONG", _rel.recent_units),
    ("duration", "DUAL", _rel.duration),
    ("bare units", "UNITS", _rel.bare_units),
    # --- shortest: what needs its neighbours most
    ("fiscal year", "THE? FISCAL UNIT? YEAR|FISCAL_YEAR", years.one_year),
    ("month", "EARLYISH? MON", months.one_month),
    ("year", "(?:EARLYISH|THE UNIT|UNIT)? (?:EARLY DASH?)? YEAR UNIT?", years.one_year),
    ("clock", "(?:CLOCK|DAY) HALF_DAY ZONE?|(?:CLOCK|YEAR|NUMBER) ZONE|CLOCK", _rel.clock),
    ("present", "NOW|CURRENT|PRESENT|RECENTLY|AT THE? MOMENT|THE? FUTURE|THE PAST", _rel.present),
]  # fmt: skip


def _spelled(pattern: str) -> str:
    """The pattern with each kind as its character, without spaces."""
    for _ in range(4):  # short forms hold short forms
        pattern = re.sub(r"\b[A-Z_]+\b", lambda m: _SHORT.get(m[0], m[0]), pattern)
    return re.sub(r"\b[A-Z_]+\b", lambda m: KIND[m[0]], pattern).replace(" ", "")


RULES = [Rule(name, re.compile(_spelled(p)), read) for name, p, read in _RULES]
# No rule begins with these: they are passed over in one step.
_NEVER_FIRST = word_set(
    "OTHER BREAK COMMA DOT DASH SLASH OPEN CLOSE COLON POSSESSIVE HALF_DAY ZONE AND OR TO OF IN "
    "FOR FROM BETWEEN BY DURING SINCE THAN MOMENT LONG OLD ERA TIMES AGO BEFORE AFTER ERA_AFTER "
    "PARTS"
)
_STARTERS = [k for k in KIND if k not in _NEVER_FIRST]
ANY_RULE = re.compile(
    f"(?=[{''.join(KIND[k] for k in _STARTERS)}])(?:"
    + "|".join(f"(?P<r{i}>{rule.pattern.pattern})" for i, rule in enumerate(RULES))
    + ")"
)
