"""Dates told by the calendar: days, months, seasons, quarters, years, decades, centuries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotrack.dates import FIRST_YEAR
from geotrack.extraction.datemeaning import Found, Meaning
from geotrack.extraction.datetokens import KIND
from geotrack.extraction.datewords import word_set

if TYPE_CHECKING:
    from geotrack.extraction.datetokens import Tokens

Meanings = list[Meaning]
_MONTHS = ("MONTH", "DOUBTFUL_MONTH")
_DAYS = ("DAY", "NTH", "ORDINAL", "SECOND")
_PARTS = {"MO": "TMO", "AF": "TAF", "EV": "TEV", "NI": "TNI", "12:00": "T12:00", "24:00": "T24:00"}
_FULL_NAMES = word_set(
    "january february march april may june july august september october november december"
)


def part_of_day(found: Found) -> str:
    """`TMO`, `TNI` ... where a part of the day is told, or the clock's time."""
    clock = clock_time(found)
    return clock or _PARTS.get(found.text("PART") or found.text("TONIGHT"), "")


def clock_time(found: Found) -> str:
    """`T16:35` of 4:35 p.m.; empty where no clock's time is told.

    >>> from geotrack.extraction.datetokens import tokenise
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
    return tokens.kinds[at] in months and tokens.words[at] not in _FULL_NAMES


def is_month(found: Found, at: int) -> bool:
    """Whether a token is a month's name: in Latin letters with its capital, and with a dot
    behind only where it is short."""
    tokens = found.tokens
    dotted = at + 1 < found.end and tokens.words[at + 1] == "."
    if dotted and tokens.words[at] in _FULL_NAMES:
        return False
    written = tokens.written(at)
    return not written.islower() or not written.isascii()


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
    at = found.first(*_MONTHS)
    if not is_month(found, at):
        return []
    weekday = found.first("WEEKDAY", "DOUBTFUL_WEEKDAY")
    if weekday >= 0 and not _is_weekday(found, weekday):
        return []
    year = _year(found)
    day = _day_beside(found, at)
    if not year and (_counts_something(found, at) or found.after() in _NAMED_FOR_A_DAY):
        return []
    how = "calendar" if year else "yearless"
    week = found.number("WEEKDAY", "DOUBTFUL_WEEKDAY") if weekday >= 0 else -1
    part, wrap = part_of_day(found), found.text("UNIT")
    wrap = wrap if wrap in ("week", "weekend") else ""
    month = found.number(*_MONTHS)
    return [Meaning(how, "day", year, month, day, part=part, wrap=wrap, mod=edge(found),
                    steer=None if year else steer_of(found), weekday=week)]  # fmt: skip


# The 14 July Revolution, the 17 November group, the 15 July Martyrs Bridge are no dates.
_NAMED_FOR_A_DAY = word_set(
    "revolution movement bridge square brigade brigades group organization organisation martyrs "
    "uprising university street avenue party coalition"
)


def _day_beside(found: Found, month: int) -> int:
    """The number beside the month's name, not that of the hour."""
    days = list(found.where(*_DAYS))
    near = [at for at in days if 0 < month - at < 3 and not _is_hour(found, at)]
    at = near[-1] if near else next((at for at in days if at > month), days[0])
    return int(found.tokens.value(at))


def _is_hour(found: Found, at: int) -> bool:
    return found.tokens.kind_at(at + 1) == KIND["HALF_DAY"]


def _counts_something(found: Found, month: int) -> bool:
    """May 15 soldiers? A day behind its month, and a counted noun behind the day."""
    day = found.first(*_DAYS)
    doubtful = found.tokens.words[month] in ("may", "march", "mar")
    return doubtful and day > month and found.after().endswith("s") and found.after() != "'s"


def _is_weekday(found: Found, at: int) -> bool:
    written = found.tokens.written(at)
    return not written.islower() or not written.isascii()


def nth_weekday_of(found: Found) -> Meanings:
    """the first Sunday of May 2020, the last Friday in June."""
    at = found.first(*_MONTHS)
    nth = -1 if found.has("LAST") else found.number("ORDINAL", "SECOND")
    if not is_month(found, at) or not -2 < nth < 5:
        return []
    year = found.number("YEAR")
    return [Meaning("calendar" if year else "yearless", "day", year, found.number(*_MONTHS),
                    weekday=found.number("WEEKDAY"), nth=nth)]  # fmt: skip


def part_of_month(found: Found) -> Meanings:
    """the first week of March 2020, the last days of May: where weeks begin is not said, so no
    sharper than the month."""
    at = found.first(*_MONTHS)
    if not is_month(found, at):
        return []
    year, number = found.number("YEAR"), found.number("ORDINAL", "SECOND", "NTH")
    mod = "END" if found.has("LAST") else "START" if number == 1 else "MID"
    return [Meaning("calendar" if year else "yearless", "month", year, found.number(*_MONTHS),
                    mod="END" if mod == "MID" and found.has("HALF") else mod)]  # fmt: skip


def _year(found: Found) -> int:
    """The year told; `'98` is 1998."""
    year = found.number("YEAR")
    short = found.first("TWO_DIGITS")
    if year or short < 0:
        return year
    number = found.tokens.value(short)
    return 1900 + number if isinstance(number, int) else 0


def listed_days(found: Found) -> Meanings:
    """3, 5 and 7 May (2019); March 12-14; 31 October to 2 November 2019: a date each."""
    months = list(found.where(*_MONTHS))
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


def one_month(found: Found) -> Meanings:
    """August 2024, early August, the end of August; `last` and `next` steer."""
    at = found.first(*_MONTHS)
    if not is_month(found, at) or _is_other_may(found, at):
        return []
    if found.after() in _NAMED_FOR_A_DAY and found.is_kind_before("DAY", "NTH"):
        return []
    year = _year(found)
    return [
        Meaning("calendar" if year else "yearless", "month", year, found.number(*_MONTHS),
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
        word not in _FULL_NAMES
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


_STEERS = {"LAST": -1, "PAST": -1, "PREVIOUS": -1, "LATEST": -1, "LAST_AFTER": -1, "NEXT": 1,
           "COMING": 1, "FOLLOWING": 1, "NEXT_AFTER": 1, "THIS": 0, "CURRENT": 0,
           "THIS_AFTER": 0}  # fmt: skip


def steer_of(found: Found) -> int | None:
    """-1 for last, 0 for this, 1 for next; None where nothing of that is said."""
    return next((n for kind, n in _STEERS.items() if found.has(kind)), None)


def month_range(found: Found) -> Meanings:
    """March to May 2019: both with the year, the first of the year before where it is later."""
    months = list(found.where(*_MONTHS))
    if not all(is_month(found, at) for at in months):
        return []
    year = found.number("YEAR")
    first, second = (int(found.tokens.value(at)) for at in months)
    cut = months[0] + 1 + (found.tokens.words[months[0] + 1] == ".")
    return [
        Meaning("calendar", "month", year - (first > second), first, end=cut),
        Meaning("calendar", "month", year, second, start=months[1]),
    ]


def seasons(found: Found) -> Meanings:
    """the spring and summer of 1918: two, of one year."""
    first, second = list(found.where("SEASON", "DOUBTFUL_SEASON"))
    year = found.number("YEAR")
    return [
        Meaning("calendar", "season", year, int(found.tokens.value(first)), end=first + 1),
        Meaning("calendar", "season", year, int(found.tokens.value(second)), start=second),
    ]


def of_told_year(found: Found) -> Meanings:
    """December of that year, 5 May of the following year."""
    at = found.first(*_MONTHS)
    if not is_month(found, at) or found.text("UNIT") != "year":
        return []
    steps = steer_of(found) or 0
    told = found.has("THAT", "SAME", "FOLLOWING", "PREVIOUS", "THE")
    day = _day_beside(found, at) if found.has("DAY", "NTH") else 0
    return [Meaning("of_told_year" if told else "of_this_year", "day" if day else "month",
                    month=found.number(*_MONTHS), day=day, steps=steps)]  # fmt: skip


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
