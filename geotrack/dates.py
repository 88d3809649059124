"""Dates as people write them in tables, brought to EDTF without gaining sharpness.

Understood: EDTF itself; 2024/08/15, 15.08.2024, 15 Aug 2024, August 15, 2024, Aug. 2024; month
names in English, Turkish and Arabic; Arabic, Persian and other digits; Excel's day numbers.
`03/04/2024` needs the project's `date_order`; without it the reader is told both readings.
What could be meant in two ways (12-14 August 2024) is refused, the ways to write it named.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from geotrack.datehints import refusal
from geotrack.edtf import parse_edtf

DATE_ORDERS = ("dmy", "mdy", "ymd")
# Excel counts days from 1899-12-30 (1900 system); a number outside 1950 to 2100 is no day.
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(18_264, 73_416)
# A table's year before this is of another calendar, or a slip.
FIRST_YEAR = 1700
# What people and programs write into a date cell that has none, folded.
_NOTHING = frozenset(
    ("unknown", "n/a", "na", "nan", "nat", "null", "none", "-", "–", "?", "bilinmiyor",
     "غير معروف")
)  # fmt: skip

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
            if language in ("en", "tr"):
                numbers.setdefault(name[:3], number)
    return numbers | {"sept": 9}


_MONTH_NUMBER = _month_numbers()


def month_number(name: str) -> int:
    """1 to 12 for a month's name, 0 for any other word.

    >>> month_number("Ağustos"), month_number("soon")
    (8, 0)
    """
    return _MONTH_NUMBER.get(_fold_words(name), 0)


_NUMBERS = re.compile(r"(\d{1,4})[./\-](\d{1,2})[./\-](\d{1,4})")
_MONTH_YEAR_NUMBERS = re.compile(r"(\d{1,2})[./](\d{4})")
_WORD = r"([^\W\d_]+)\.?"
_GAP, _DAY = r"[\s./-]+", r"(\d{1,2})(?:st|nd|rd|th)?\.?"
# Each with the groups of day, month and year.
_WORDED = (
    (re.compile(rf"{_DAY}{_GAP}(?:of )?{_WORD},?{_GAP}(\d{{4}})"), (1, 2, 3)),
    (re.compile(rf"{_WORD}\s+{_DAY},?\s+(\d{{4}})"), (2, 1, 3)),
    (re.compile(rf"(\d{{4}}){_GAP}{_WORD}{_GAP}{_DAY}"), (3, 2, 1)),
)
_MONTH_YEAR = re.compile(rf"{_WORD},?{_GAP}(\d{{4}})")
_SHORT_YEAR = re.compile(rf"{_DAY}{_GAP}{_WORD},?{_GAP}'?\d{{2}}")
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "en-short": "mon tue wed thu fri sat sun",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}
_WEEKDAY = re.compile(rf"(?:on )?{_WORD},?\s+(.+)")
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
    if not text or text.casefold() in _NOTHING:
        return ""
    found = _read(text, order)
    for year in re.findall(r"(?:^|\[|/|\.\.)(\d{4})", found):
        if int(year) < FIRST_YEAR:
            raise ValueError(f"the year {year} {_calendar(int(year))}")
    return found


def _read(text: str, order: str) -> str:
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
    raise ValueError(refusal(text, lambda part: _read(part, order)))


def _calendar(year: int) -> str:
    if 1330 <= year <= 1420:
        return "looks like the Iranian calendar (or the Islamic one); convert it"
    if 1420 < year <= 1500:
        return "looks like the Islamic calendar; convert it"
    return f"is before {FIRST_YEAR}; geotrack reads the common calendar only"


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
        'set date_order = "dmy" or "mdy" in geotrack.toml, or --date-order'
    )


def _read_words(text: str, _order: str) -> str:
    text = _fold_words(text)
    for words, number in _TWO_WORD_MONTHS.items():
        text = text.replace(_fold_words(words), _MONTHS["en"].split()[number - 1])
    weekday, rest = _split_weekday(text)
    for pattern, (day, month, year) in _WORDED:
        match = pattern.fullmatch(rest)
        if match and match[month] in _MONTH_NUMBER:
            found = _day(int(match[year]), _MONTH_NUMBER[match[month]], int(match[day]), text)
            return _on_weekday(found, weekday, text)
    if _SHORT_YEAR.fullmatch(rest):
        raise ValueError(f"{text!r} writes the year with 2 digits; write four")
    match = _MONTH_YEAR.fullmatch(text)
    if match and match[1] in _MONTH_NUMBER:
        return _month(int(match[2]), _MONTH_NUMBER[match[1]], text)
    return ""


def _split_weekday(text: str) -> tuple[int, str]:
    """0 (Monday) to 6 and the date behind a weekday's name; -1 where there is none."""
    match = _WEEKDAY.fullmatch(text)
    for names in _WEEKDAYS.values() if match else ():
        listed = _fold_words(names).split()
        if match and match[1] in listed:
            return listed.index(match[1]), match[2]
    return -1, text


def _on_weekday(found: str, weekday: int, text: str) -> str:
    own = date.fromisoformat(found).weekday()
    if weekday not in (-1, own):
        names = _WEEKDAYS["en"].title().split()
        raise ValueError(
            f"{text!r} is no {names[weekday]} but a {names[own]}; one of both is wrong"
        )
    return found


def _day(year: int, month: int, day: int, text: str) -> str:
    try:
        return str(date(year, month, day))
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day of the calendar: {error}") from None


def _month(year: int, month: int, text: str) -> str:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ValueError(f"{text!r} is not a month of the calendar")
    return f"{year:04}-{month:02}"
