"""What several rules ask of the words they matched: months, years, edges, times of day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotrack.extraction.dating.meaning import Found, Meaning
from geotrack.extraction.dating.tokens import KIND
from geotrack.extraction.dating.words import word_set

if TYPE_CHECKING:
    from geotrack.extraction.dating.tokens import Tokens


Meanings = list[Meaning]


MONTHS = ("MONTH", "DOUBTFUL_MONTH")
DAYS = ("DAY", "NTH", "ORDINAL", "SECOND")


_PARTS = {"MO": "TMO", "AF": "TAF", "EV": "TEV", "NI": "TNI", "12:00": "T12:00", "24:00": "T24:00"}
FULL_MONTHS = word_set(
    "january february march april may june july august september october november december"
)


def part_of_day(found: Found) -> str:
    """`TMO`, `TNI` ... where a part of the day is told, or the clock's time."""
    clock = clock_time(found)
    return clock or _PARTS.get(found.text("PART") or found.text("TONIGHT"), "")


def clock_time(found: Found) -> str:
    """`T16:35` of 4:35 p.m.; empty where no clock's time is told.

    >>> from geotrack.extraction.dating.tokens import tokenise
    >>> clock_time(Found(tokenise("4:35 p.m."), 0, 2))
    'T16:35'
    """
    half = found.first("HALF_DAY")
    at = found.first("CLOCK")
    if at < 0 and half > found.start:
        at = half - 1
    if at < 0 and found.has("ZONE"):
        at = found.first("ZONE") - 1
    if at < 0:
        return ""
    word = found.tokens.words[at]
    digits = re.findall(r"\d+", word)
    if len(word) == 4 and word.isdigit():
        digits = [word[:2], word[2:]]
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    letters = (found.tokens.words[half] if half >= 0 else word).lstrip("0123456789:. ")
    if letters[:1] == "p" and hour < 12:
        hour += 12
    elif letters[:1] == "a" and hour == 12:
        hour = 0
    return f"T{hour:02}:{minute:02}" if hour < 25 and minute < 60 else ""


def edge(found: Found) -> str:
    """TIMEX3's START, MID or END of early, mid, late, the end of; APPROX of about."""
    return found.text("EARLY", "EDGE") or found.text("ABOUT")


def is_abbreviated_month(tokens: Tokens, at: int) -> bool:
    """Whether a token is a month's short name, so that a dot behind belongs to it."""
    months = (KIND["MONTH"], KIND["DOUBTFUL_MONTH"])
    return tokens.kinds[at] in months and tokens.words[at] not in FULL_MONTHS


def is_month(found: Found, at: int) -> bool:
    """Whether a token is a month's name: in Latin letters with its capital, and with a dot
    behind only where it is short."""
    tokens = found.tokens
    dotted = at + 1 < found.end and tokens.words[at + 1] == "."
    if dotted and tokens.words[at] in FULL_MONTHS:
        return False
    written = tokens.written(at)
    return not written.islower() or not written.isascii()


_STEERS = {"LAST": -1, "PAST": -1, "PREVIOUS": -1, "LATEST": -1, "LAST_AFTER": -1, "NEXT": 1,
           "COMING": 1, "FOLLOWING": 1, "NEXT_AFTER": 1, "THIS": 0, "CURRENT": 0,
           "THIS_AFTER": 0}  # fmt: skip


def steer_of(found: Found) -> int | None:
    """-1 for last, 0 for this, 1 for next; None where nothing of that is said."""
    return next((n for kind, n in _STEERS.items() if found.has(kind)), None)


def year_told(found: Found) -> int:
    """The year told; `'98` is 1998."""
    year = found.number("YEAR")
    short = found.first("TWO_DIGITS")
    if year or short < 0:
        return year
    number = found.tokens.value(short)
    return 1900 + number if isinstance(number, int) else 0
