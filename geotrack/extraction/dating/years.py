"""Years and longer: 2019, 1939-45, fiscal 2020, the 1990s, the 19th century, 431 BC."""

from __future__ import annotations

import re

from geotrack.extraction.dating.meaning import Found, Meaning
from geotrack.extraction.dating.signs import (
    Meanings,
    edge,
)
from geotrack.extraction.dating.tokens import KIND
from geotrack.extraction.dating.words import word_set


def one_year(found: Found) -> Meanings:
    """2019, early 2019, the year 2019, fiscal 2019; not 2019 people, not No. 2019."""
    year = found.number("YEAR")
    at = found.first("FISCAL_YEAR")
    if at >= 0:
        digits = re.sub(r"\D", "", found.tokens.words[at])
        year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    elif not found.has("UNIT", "FISCAL", "EARLY", "EDGE") and not _is_year(found, year):
        return []
    return [Meaning("calendar", "year", year, mod=edge(found))]


_YEAR_SIGNALS = word_set(
    "in since until till by from during of before after through to between and mid early late "
    "for ( , - – — / year around about circa c. spring summer autumn fall winter و في منذ عام "
    "لە ساڵی"
)


# A number before 1900 is a year only behind one of these.
_OLD_YEAR_SIGNALS = _YEAR_SIGNALS - word_set(", of to for about around and - from by")
_COUNTING = word_set("$ € £ # + no number nr chapter article resolution section unit area "
                      "flight page room road route highway bus model")  # fmt: skip


_MEASURES = word_set(
    "people persons men women children soldiers troops fighters militants civilians dead deaths "
    "injured wounded houses homes families refugees prisoners tons tonnes metres meters feet miles "
    "km kilometers kilometres hours minutes seconds days weeks months years dollars euros pounds "
    "rubles percent % c f degrees points votes units cars tanks planes aircraft ships members "
    "workers police officers students protesters demonstrators rounds pieces times copies gmt hrs "
    "hp cc mm cm kg lbs square cubic barrels calories words square acres hectares"
)


def _is_year(found: Found, year: int) -> bool:
    """A number of four digits that is a year by its neighbours."""
    before, after = found.before(), found.after()
    if before in (",", "and", "or") and _follows_a_year(found):
        return after not in _MEASURES
    if before in _COUNTING or after in _MEASURES or before.isdigit():
        return False
    if after in ("-", "–", "/", ".") and _glued(found) and not found.after(1)[:2].isdigit():
        return not found.after(1)[:1].isalnum() or after != "."
    if found.start and before in ("-", ".") and _glued_before(found):
        # F-2000, 3.2000; but 1914-1918 and mid-1990 were read before.
        return before == "-" and found.before(2) in ("post", "pre", "mid", "early", "late")
    if 1900 <= year < 2100:
        plural = after.endswith("s") and after.isalpha() and len(after) > 3
        if plural and year % 100 == 0:
            return False
        told = before in _YEAR_SIGNALS or before in ("the", "'s", "’s")
        return not plural or told or after in ("was", "this", "has", "is")
    counting = after.endswith("s") and len(after) > 3
    return (before in _OLD_YEAR_SIGNALS or (before == "the" and year > 1500)) and not counting


def _follows_a_year(found: Found) -> bool:
    """1777, 1779 and 1780: one of a list whose first was read as a year."""
    back = 3 if found.before(2) == "," else 2
    tokens, at = found.tokens, found.start - back
    signals = (",", "and", "or", "in", "since", "until", "of", "from", "between", "during")
    return (
        at > 0
        and tokens.kinds[at] == KIND["YEAR"]
        and tokens.words[at - 1] in signals
        and int(tokens.value(at)) < found.number("YEAR")
    )


def _glued(found: Found) -> bool:
    tokens = found.tokens
    if found.end + 1 >= len(tokens.words):
        return False
    return tokens.ends[found.end - 1] == tokens.starts[found.end] and (
        tokens.ends[found.end] == tokens.starts[found.end + 1]
    )


def _glued_before(found: Found) -> bool:
    tokens = found.tokens
    return tokens.ends[found.start - 1] == tokens.starts[found.start] and (
        found.start < 2 or tokens.ends[found.start - 2] == tokens.starts[found.start - 1]
    )


def year_range(found: Found) -> Meanings:
    """1914-1918, 1939-45, 2014/15: two years."""
    first, second = (found.start, found.end - 1)
    low = int(found.tokens.value(first))
    high = int(found.tokens.words[second])
    if high < 100:
        high += low // 100 * 100
    if not low < high <= low + 120:
        return []
    return [
        Meaning("calendar", "year", low, end=first + 1),
        Meaning("calendar", "year", high, start=second),
    ]


def decade(found: Found) -> Meanings:
    """the 1990s, the early '90s, the nineties; ages (her fifties) are none."""
    at = found.first("DECADE")
    word = found.tokens.words[at]
    number = int(found.tokens.value(at)) if not word[0].isdigit() else int(re.sub(r"\D", "", word))
    if number < 100:
        before = found.tokens.words[at - 1] if at else ""
        if before not in ("the", "-", "early", "late", "mid", "'", "’", "‘", "`"):
            return []
        number += 2000 if number < 30 else 1900
    if number % 100 == 0 and number < 1900:
        return [Meaning("calendar", "century", number)]
    return [Meaning("calendar", "decade", number, mod=edge(found))]


def decade_of_year(found: Found) -> Meanings:
    """the 1990's: as people write the 1990s; not the 1992's."""
    year = found.number("YEAR")
    return [Meaning("calendar", "decade", year, mod=edge(found))] if year % 10 == 0 else []


def century(found: Found) -> Meanings:
    """the 19th century, the twenty-first century."""
    number = found.number("NTH", "ORDINAL", "SECOND") + found.number("CARDINAL")
    if not 1 <= number <= 22 or found.text("UNIT", "UNITS") != "century":
        return []
    return [Meaning("calendar", "century", max(number * 100 - 100, 1), mod=edge(found))]


def before_christ(found: Found) -> Meanings:
    """431 BC: a value, for EDTF's years here begin with 1."""
    year = found.number("NUMBER", "YEAR", "DAY", "TWO_DIGITS")
    if not 0 < year < 10_000:
        return []
    return [Meaning("value", value=f"BC{year:04}")]


def anno_domini(found: Found) -> Meanings:
    """AD 70, 70 CE."""
    year = found.number("NUMBER", "YEAR", "DAY", "TWO_DIGITS")
    era = found.first("ERA_BEFORE", "ERA_AFTER")
    if not 0 < year < 2200 or not found.tokens.written(era).isupper():
        return []
    return [Meaning("calendar", "year", year)]
