"""Dates as people write them in tables, brought to EDTF without gaining sharpness.

Understood: EDTF itself; 2024/08/15, 15.08.2024, 15 Aug 2024, August 15, 2024, Aug. 2024; month
names in English, Turkish and Arabic; Arabic, Persian and other digits; Excel's day numbers.
`03/04/2024` needs the project's `date_order`; without it the reader is told both readings.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from geotrack.edtf import PRECISIONS, parse_edtf, week_of

DATE_ORDERS = ("dmy", "mdy", "ymd")
# Excel counts days from 1899-12-30 (1900 system). Five digits reach from 1927 to 2119.
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(10_000, 80_000)

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ar-EG": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    # The Levant's and Iraq's own month names, one word each; those of two words stand below.
    "ar-IQ": "- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -",
}
_TWO_WORD_MONTHS = {
    "كانون الثاني": 1,
    "تشرين الأول": 10,
    "تشرين الثاني": 11,
    "كانون الأول": 12,
}


# Letters that people write either way: Turkish capitals lose their dots, alef its hamza.
_EITHER_WAY = str.maketrans({"ı": "i", "\u0307": None, "أ": "ا", "إ": "ا", "آ": "ا"})


def _fold_words(text: str) -> str:
    return text.casefold().translate(_EITHER_WAY)


def _month_numbers() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for language, names in _MONTHS.items():
        for number, name in enumerate(_fold_words(names).split(), 1):
            if name == "-":
                continue
            numbers[name] = number
            if language == "en":
                numbers.setdefault(name[:3], number)
    return numbers | {"sept": 9}


_MONTH_NUMBER = _month_numbers()
_NUMBERS = re.compile(r"(\d{1,4})[./\-](\d{1,2})[./\-](\d{1,4})")
_MONTH_YEAR_NUMBERS = re.compile(r"(\d{1,2})[./](\d{4})")
_WORD = r"([^\W\d_]+)\.?"
_DAY_MONTH_YEAR = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]+{_WORD},?[\s-]+(\d{{4}})")
_MONTH_DAY_YEAR = re.compile(rf"{_WORD}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")
_MONTH_YEAR = re.compile(rf"{_WORD},?[\s-]+(\d{{4}})")
_CLOCK = re.compile(
    r"[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[AaPp][Mm]|[+-]\d{2}:?\d{2})?$"
)


def plain_digits(text: str) -> str:
    """The text with every script's decimal digits written 0 to 9.

    >>> plain_digits("١٥/٠٨/٢٠٢٤")
    '15/08/2024'
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def date_to_edtf(text: str, order: str = "") -> str:
    """A date cell as EDTF; an empty cell stays empty.

    `order` is `dmy`, `mdy`, `ymd` or empty (unknown). Raises ValueError with what would be
    right, both readings named where the order decides.

    >>> date_to_edtf("Aug. 15, 2024"), date_to_edtf("May 2025"), date_to_edtf("45519")
    ('2024-08-15', '2025-05', '2024-08-15')
    >>> date_to_edtf("03/04/2024", order="dmy")
    '2024-04-03'
    """
    text = " ".join(plain_digits(text).split())
    if not text:
        return ""
    try:
        parse_edtf(text)
    except ValueError as error:
        # What looks like EDTF but names no day of the calendar has no second reading.
        if "not a day of the calendar" in str(error):
            raise
    else:
        return text
    text = _CLOCK.sub("", text)
    for read in (_read_edtf, _read_digits, _read_numbers, _read_words):
        found = read(text, order)
        if found:
            return found
    raise ValueError(f"{text!r} is no date that can be read; write 2024-08-15, 2024-08 or 2024")


def _read_edtf(text: str, _order: str) -> str:
    try:
        parse_edtf(text)
    except ValueError:
        return ""
    return text


def _read_digits(text: str, _order: str) -> str:
    """20240815 as databases export it, or Excel's number of a day."""
    if re.fullmatch(r"(?:19|20)\d{6}", text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]), text)
    match = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if match and int(match[1]) in _EXCEL_DAYS:
        return str(_EXCEL_EPOCH + timedelta(days=int(match[1])))
    return ""


def _read_numbers(text: str, order: str) -> str:
    match = _MONTH_YEAR_NUMBERS.fullmatch(text)
    if match:
        return _month(int(match[2]), int(match[1]), text)
    match = _NUMBERS.fullmatch(text)
    if not match:
        return ""
    first, second, third = match.groups()
    if len(first) == 4:
        return _day(int(first), int(second), int(third), text)
    if len(third) != 4:
        raise ValueError(f"{text!r} writes the year with {len(third)} digits; write four")
    return _ordered(int(first), int(second), int(third), order, text)


def _ordered(first: int, second: int, year: int, order: str, text: str) -> str:
    """Day and month from two numbers: the one above 12 is the day, else `order` decides."""
    if first == second:
        return _day(year, first, second, text)
    if first > 12 or (order == "dmy" and second <= 12):
        return _day(year, second, first, text)
    if second > 12 or order == "mdy":
        return _day(year, first, second, text)
    one, other = date(year, second, first), date(year, first, second)
    raise ValueError(
        f"{text!r} is {one} (day first) or {other} (month first); "
        'set date_order = "dmy" or "mdy" in geotrack.toml'
    )


def _read_words(text: str, _order: str) -> str:
    text = _fold_words(text)
    for words, number in _TWO_WORD_MONTHS.items():
        text = text.replace(_fold_words(words), _MONTHS["en"].split()[number - 1])
    for pattern, day, month, year in ((_DAY_MONTH_YEAR, 1, 2, 3), (_MONTH_DAY_YEAR, 2, 1, 3)):
        match = pattern.fullmatch(text)
        if match and match[month] in _MONTH_NUMBER:
            return _day(int(match[year]), _MONTH_NUMBER[match[month]], int(match[day]), text)
    match = _MONTH_YEAR.fullmatch(text)
    if match and match[1] in _MONTH_NUMBER:
        return _month(int(match[2]), _MONTH_NUMBER[match[1]], text)
    return ""


def _day(year: int, month: int, day: int, text: str) -> str:
    try:
        return str(date(year, month, day))
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day of the calendar: {error}") from None


def _month(year: int, month: int, text: str) -> str:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ValueError(f"{text!r} is not a month of the calendar")
    return f"{year:04}-{month:02}"


def widen_date(edtf: str, precision: str) -> str:
    """A day made as wide as a separate precision column says (ACLED: 1 day, 2 week, 3 month).

    A date already wider than a day is left alone, `?` and `~` stay; an unknown precision raises
    ValueError.

    >>> widen_date("2021-10-27", "2"), widen_date("2021-10-27", "3"), widen_date("2021", "1")
    ('[2021-10-25..2021-10-31]', '2021-10', '2021')
    """
    word = precision.strip().casefold()
    if word in PRECISIONS and (not edtf or parse_edtf(edtf).kind != "day"):
        return edtf
    if word not in _PRECISION_WORDS:
        raise ValueError(f"{precision!r} is no precision; write 1 (day), 2 (week) or 3 (month)")
    width = _PRECISION_WORDS[word]
    if not edtf or width == "day":
        return edtf
    span = parse_edtf(edtf)
    if span.kind != "day" or span.first is None:
        return edtf
    mark = "%" if span.uncertain and span.approximate else "?" * span.uncertain
    mark = mark or "~" * span.approximate
    if width == "week":
        monday, sunday = week_of(span.first).strip("[]").split("..")
        return f"[{monday}{mark}..{sunday}{mark}]"
    return f"{span.first}"[: {"month": 7, "year": 4}[width]] + mark


_PRECISION_WORDS = {
    "": "day", "1": "day", "day": "day", "exact": "day",
    "2": "week", "week": "week",
    "3": "month", "month": "month",
    "year": "year",
}  # fmt: skip


def join_dates(start: str, end: str) -> str:
    """A beginning and an end as one EDTF text; equal or missing ends add nothing.

    >>> join_dates("2022-04-17", "2022-07"), join_dates("2022", "2022"), join_dates("2022", "")
    ('2022-04-17/2022-07', '2022', '2022')
    """
    if not end or start == end:
        return start
    both = [text for text in (start, end) if text]
    interval = next((text for text in both if "/" in text or "[" in text), None)
    if interval:
        raise ValueError(
            f"{interval!r} is an interval already, so it cannot be joined: "
            f"beginning {start!r}, end {end!r}"
        )
    parse_edtf(f"{start}/{end}")
    return f"{start}/{end}"
