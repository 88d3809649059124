"""Dates told from the day of writing or from a date told before; durations and sets."""

from __future__ import annotations

from geotrack.extraction.dating.meaning import Found, Meaning
from geotrack.extraction.dating.signs import Meanings, edge, part_of_day, steer_of
from geotrack.extraction.dating.tokens import KIND
from geotrack.extraction.dating.words import word_set

_NUMBERS = ("DAY", "TWO_DIGITS", "NUMBER", "YEAR", "CARDINAL", "HUNDRED")
_LETTERS = {"day": "D", "week": "W", "month": "M", "year": "Y", "weekend": "WE", "quarter": "Q"}
_UNITS = ("UNITS", "UNIT", "DUAL", "QUARTER", "HALF")


def counted(found: Found) -> tuple[int, bool]:
    """How many, and whether the words know: `two` 2, `twenty-five` 25, `a few` unknown.

    >>> from geotrack.extraction.dating.tokens import tokenise
    >>> counted(Found(tokenise("twenty-five years"), 0, 4)), counted(Found(tokenise("a few"), 0, 2))
    ((25, True), (0, False))
    """
    total, numbers = 0, list(found.where(*_NUMBERS))
    for at in numbers:
        word = found.tokens.words[at].replace(",", "")
        if word == "hundred":
            total = max(total, 1) * 100
        elif word[:1].isdigit():
            if not word.isdigit() or len(word) > 6:
                return 0, False
            total += int(word)
        else:
            total += int(found.tokens.value(at))
    if numbers:
        return total, True
    if found.has("SOME"):
        return 0, False
    return (2, True) if found.has("DUAL") else (1, True)


def _unit(found: Found) -> str:
    return found.text(*_UNITS)


def duration_value(count: int, known: bool, unit: str) -> str:
    """TIMEX3's value of so many units; decades and centuries in years.

    >>> duration_value(2, True, "week"), duration_value(0, False, "decade")
    ('P2W', 'PXY')
    """
    if unit in ("H", "M", "S"):
        return f"PT{count if known else 'X'}{unit}"
    years = {"decade": 10, "century": 100}.get(unit)
    if years:
        return f"P{count * years}Y" if known else "PXY"
    if unit == "fortnight":
        return f"P{2 * count}W" if known else "PXW"
    return f"P{count if known else 'X'}{_LETTERS.get(unit, 'Y')}"


def _duration(found: Found, mod: str = "") -> Meanings:
    count, known = counted(found)
    value = duration_value(count, known, found.text("HOUR") or _unit(found))
    return [Meaning("value", type="DURATION", value=value, mod=mod)]


# `a day` lasts behind these; elsewhere it is a day, or each day.
_OF_TIME = word_set("for in within after of half than last")


def duration(found: Found) -> Meanings:
    """two weeks, nearly a decade, the past several days, two-day; not a two-year-old."""
    if found.has("QUARTER"):
        return []  # a quarter of the population; of years there are `two quarters`
    if found.is_kind_after("OLD") or (found.is_kind_after("DASH") and found.after(1) == "old"):
        return []
    if found.has("YEAR") and _unit(found) == "year" and 1500 < found.number("YEAR") < 2200:
        return [Meaning("calendar", "year", found.number("YEAR"))]  # 2019 yılında
    bare = found.has("ARTICLE") and not found.has(
        *_NUMBERS, "SOME", "ABOUT", "OVER", "MORE", "LONG"
    )
    if bare and found.before() not in _OF_TIME:
        return []
    return _duration(found, found.text("ABOUT", "OVER", "MORE"))


def bare_units(found: Found) -> Meanings:
    """`for years`, `in days`, `weeks of`: a duration of unknown length."""
    if found.before() not in ("for", "in", "within", "of", "after") and not (
        found.is_kind_after("OF", "AGO", "BEFORE", "AFTER", "LATER", "EARLIER")
    ):
        return []
    if found.is_kind_after("AGO"):
        return []
    return [Meaning("value", type="DURATION", value=duration_value(0, False, _unit(found)))]


def recent_units(found: Found) -> Meanings:
    """recent days, the coming weeks: a vague time; the past years, decades-long: a duration."""
    if found.has("RECENT"):
        return [Meaning("value", value="PAST_REF")]
    if found.has("COMING"):
        return [Meaning("value", value="FUTURE_REF")]
    return [Meaning("value", type="DURATION", value=duration_value(0, False, _unit(found)))]


def often(found: Found) -> Meanings:
    """daily, every day, every two weeks, each Friday, twice a week, Mondays."""
    if found.has("OFTEN"):
        return [Meaning("value", type="SET", value=found.text("OFTEN"))]
    weekday = found.first("WEEKDAY", "WEEKDAYS")
    if weekday >= 0:
        return [Meaning("value", type="SET",
                        value=f"XXXX-WXX-{int(found.tokens.value(weekday)) + 1}")]  # fmt: skip
    if found.has("MONTH"):
        return [Meaning("value", type="SET", value=f"XXXX-{found.number('MONTH'):02}")]
    if found.has("PART"):
        return [Meaning("value", type="SET", value=f"XXXX-XX-XX{part_of_day(found)}")]
    count, known = counted(found)
    value = duration_value(count, known, found.text("HOUR") or _unit(found))
    return [Meaning("value", type="SET", value=value)]


def ago(found: Found) -> Meanings:
    """two weeks ago, a decade ago, in two weeks from now: as sharp as the unit."""
    count, known = counted(found)
    unit = found.text("UNITS", "UNIT", "DUAL", "QUARTER")
    if not known or (found.has("UNITS") and not found.has(*_NUMBERS)):
        return [Meaning("value", value="PAST_REF")]
    if found.has("HALF"):
        months = 12 * {"year": 1, "decade": 10, "century": 100}.get(unit, 0)
        both = found.has("AND")
        whole, half = (months * count if both else 0), months // 2
        how_many = {"month": whole + half} if whole + half < 24 else {"year": (whole + half) // 12}
        unit, count = next(iter(how_many.items()))
        return _shift("shift", unit, -count, found) if months else []
    sign = 1 if found.has("FROM") else -1
    return _shift("shift", unit, sign * count, found)


def _shift(how: str, unit: str, count: int, found: Found) -> Meanings:
    """So many units on or back; of decades and centuries the year, about."""
    mod = found.text("ABOUT", "OVER", "MORE")
    unit, times = {"fortnight": ("week", 2), "decade": ("year", 10), "century": ("year", 100)}.get(
        unit, (unit, 1)
    )
    if unit not in ("day", "week", "month", "year", "weekend", "quarter"):
        return []
    if times >= 10:
        mod = mod or "APPROX"
    return [Meaning(how, unit, steps=count * times, mod=mod)]


def later(found: Found) -> Meanings:
    """two days later, a year earlier: from the date told before."""
    count, known = counted(found)
    if not known:
        return []
    if _unit(found) == "year" and found.has("EARLIER"):
        return _shift("earlier", "year", -count, found)
    return _shift("told", _unit(found), count * found.number("LATER", "EARLIER"), found)


def deictic_day(found: Found) -> Meanings:
    """today, yesterday, tonight, the day before yesterday, this morning, last night."""
    count, part = found.number("DEICTIC_DAY"), part_of_day(found)
    if found.text("UNIT") == "day":
        count += found.number("BEFORE", "AFTER")
    elif found.has("LAST", "LAST_AFTER"):
        count = -1
    return [Meaning("shift", "day", steps=count, part=part, mod=_mod_of_day(found))]


def _mod_of_day(found: Found) -> str:
    return edge(found) or {-1: "START", 1: "END"}.get(found.number("EARLIER", "LATER"), "")


def steered_unit(found: Found) -> Meanings:
    """last week, early next month, later this year, the following day, the previous year."""
    unit, count = _unit(found), steer_of(found)
    if count is None or (found.before() in ("a", "an") and not found.has("THE")):
        return []
    if found.has("LAST") and (unit == "day" or found.is_kind_after("OF")):
        # The last day, the last week of the talks: not those before this one.
        return []
    the = found.has("THE") and not found.has("EARLY", "EDGE")
    if found.has("PAST") and not found.has("THIS"):
        # The past year is not the one before this.
        return [Meaning("value", type="DURATION", value=duration_value(1, True, unit))]
    if found.has("PAST"):
        count = -1
    how = "shift"
    if found.has("FOLLOWING", "PREVIOUS") or (the and found.has("NEXT") and unit == "day"):
        how = "told"
    if the and found.has("NEXT") and unit != "day":
        how = "next"
    if unit == "century" and count == 0:
        return [Meaning("shift", unit)]
    if unit in ("decade", "century", "half"):
        return [Meaning("shift", unit, steps=count, mod=_mod_of_day(found))]
    return [m._replace(mod=_mod_of_day(found)) for m in _shift(how, unit, count, found)]


def before_last(found: Found) -> Meanings:
    """the Sunday before last, the week before last."""
    at = found.first("WEEKDAY")
    if at >= 0:
        return [Meaning("weekday", "day", weekday=int(found.tokens.value(at)), steer=-1, steps=-7)]
    unit = found.text("UNIT")
    known = unit in ("week", "month", "year", "weekend")
    return [Meaning("shift", unit, steps=-2)] if known else []


def told_unit(found: Found) -> Meanings:
    """that day, the same year, later that month, the next morning."""
    unit = _unit(found) or "day"
    count = steer_of(found) or 0
    if unit not in ("day", "week", "month", "year", "weekend", "decade", "quarter"):
        return []
    return [Meaning("told", unit, steps=count, part=part_of_day(found), mod=_mod_of_day(found))]


def told_day(found: Found) -> Meanings:
    """`on the 15th`: of the month told before."""
    return [Meaning("told_day", "day", day=found.number("NTH"))]


def day_before(found: Found) -> Meanings:
    """`the day before.` where nothing is said before what: the date told before."""
    if not found.is_kind_after("DOT", "COMMA", "BREAK"):
        return []
    return [Meaning("told", _unit(found) or "day", steps=found.number("BEFORE", "AFTER"),
                    part=part_of_day(found))]  # fmt: skip


def whole_unit(found: Found) -> Meanings:
    """the end of the year, the weekend: of the unit that runs now."""
    unit = _unit(found)
    mod = found.text("EDGE")
    if unit == "weekend":
        return [Meaning("yearless", unit, mod=mod)]
    if unit not in ("week", "month", "year", "decade", "century", "quarter"):
        return []
    return [Meaning("shift", unit, mod=mod)]


def weekday(found: Found) -> Meanings:
    """Friday, last Friday, Monday morning, 9 a.m. Tuesday; no newspaper, no Good Friday."""
    at = found.first("WEEKDAY", "DOUBTFUL_WEEKDAY")
    written = found.tokens.written(at)
    if written.isascii() and written.islower():
        return []
    if found.tokens.kinds[at] == KIND["DOUBTFUL_WEEKDAY"] and found.before() != "on":
        return []
    if found.after() in _TITLES or found.before() in ("bloody", "black", "good", "ash", "palm"):
        return []
    if found.before() == "on" and found.before(2) == "mail":
        return []
    steer, count = steer_of(found), found.number("BEFORE", "AFTER")
    if found.text("UNIT") not in ("", "day"):
        return []  # Monday week
    return [Meaning("weekday", "day", weekday=int(found.tokens.value(at)), steer=steer, steps=count,
                    part=part_of_day(found), mod=edge(found))]  # fmt: skip


_TITLES = word_set("times telegraph mirror express mail herald post star people independent "
                    "world review night's prayer prayers")  # fmt: skip


def clock(found: Found) -> Meanings:
    """10:35 a.m., 4 p.m., 3pm, 0735 GMT: a time of the day told beside it or last."""
    if found.has("HOUR"):
        # 0445 hours; 1500 hours may be a long time.
        word = found.tokens.words[found.start]
        told = word[:1] == "0" or found.before() in ("at", "around", "by")
        hour = len(word) == 4 and word.isdigit() and word < "2400" and word[2] < "6"
        part = f"T{word[:2]}:{word[2:]}"
        return [Meaning("clock", "day", part=part, type="TIME")] if told and hour else []
    at = found.first("CLOCK")
    bare = at >= 0 and not found.has("HALF_DAY", "ZONE")
    if bare and not found.tokens.words[at].endswith("m"):
        return []
    part = part_of_day(found)
    return [Meaning("clock", "day", part=part, type="TIME")] if part else []


def present(found: Found) -> Meanings:
    """now, currently, recently, the future, the past."""
    if found.has("NOW", "CURRENT"):
        return [Meaning("value", value="PRESENT_REF")]
    value = found.text("PRESENT", "RECENTLY")
    if value:
        return [Meaning("value", value=value)]
    if found.has("FUTURE"):
        lone = found.has("THE") or found.before() in ("near", "distant", "immediate")
        noun = found.is_kind_after("OTHER") and found.after()[:1].isalpha()
        ok = lone and (not noun or found.after() in _VERBS)
        return [Meaning("value", value="FUTURE_REF")] if ok else []
    if found.has("PAST"):
        ok = found.before() in ("in", "of", "from", "to") and (
            not found.is_kind_after("OTHER") or not found.after()[:1].isalpha()
        )
        return [Meaning("value", value="PAST_REF")] if ok else []
    return [Meaning("value", value="PRESENT_REF")]


_VERBS = word_set("is was of will would looks look as he she they it but that holds if")
