"""Why a date cell is refused, and how what it says is written so that it is read rightly."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable

from geotrack.edtf import parse_edtf

_DASH = r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*"
_DAYS_FIRST = re.compile(rf"(\d{{1,2}}){_DASH}(\d{{1,2}})([\s.]+\D+\d{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"(\D+)(\d{{1,2}}){_DASH}(\d{{1,2}})(,?\s+\d{{4}})", re.IGNORECASE)
_MONTHS = re.compile(rf"([^\W\d_]+){_DASH}([^\W\d_]+)(\s+\d{{4}})", re.IGNORECASE)
_SPACED = re.compile(r"\s+(?:-|–|—|to|until)\s+|–|—|(?<=\d{4})-(?=\d{1,2}[./])", re.IGNORECASE)
_QUARTER = re.compile(
    r"(?:q([1-4])|([1-4])(?:st|nd|rd|th) quarter(?: of)?)\s*(\d{4})|(\d{4})\s*q([1-4])",
    re.IGNORECASE,
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASON = re.compile(rf"({'|'.join(_SEASONS)})(?: of)?,?\s+(\d{{4}})", re.IGNORECASE)
_BETWEEN = re.compile(r"between\s+(.+?)\s+(?:and|to)\s+(.+)", re.IGNORECASE)
_CIRCA = re.compile(
    r"(?:c\.?|ca\.?|circa|about|around|approx(?:imately|\.)?)\s*(?=\S)", re.IGNORECASE
)
_ABOUT = re.compile(r"\b(early|mid|middle|late|beginning|start|end)\b", re.IGNORECASE)


def refusal(text: str, read: Callable[[str], str]) -> str:
    """What is wrong with a date that could not be read; `read` makes EDTF of a part or raises.

    >>> refusal("summer 2024", str)
    "'summer 2024': one day of that season (northern, by months) is written 2024-22"
    """
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        number = int(quarter[1] or quarter[2] or quarter[5])
        year = quarter[3] or quarter[4]
        return _both_ways(text, f"{year}-{3 * number - 2:02}", f"{year}-{3 * number:02}")
    season = _SEASON.fullmatch(text)
    if season:
        code = f"{season[2]}-{_SEASONS[season[1].casefold()]}"
        return f"{text!r}: one day of that season (northern, by months) is written {code}"
    between = _BETWEEN.fullmatch(text)
    ends = _ends(f"{between[1]} - {between[2]}" if between else text, read)
    if ends:
        return _both_ways(text, *ends)
    circa = _CIRCA.match(text)
    if circa:
        try:
            return f"{text!r}: a date that is about right is written {read(text[circa.end() :])}~"
        except ValueError:
            pass
    about = _ABOUT.search(text)
    if about:
        known = _known_in(text, read)
        unit = "year" if len(known) == len("2024") else "month"
        first, last = _third(about[1].casefold(), known)
        within = f"one day within a span, such as [{first}..{last}]"
        return f"{text!r}: write the {unit}, {known}, or {within}"
    return f"{text!r} is no date that can be read; write 2024-08-15, 2024-08 or 2024"


def _known_in(text: str, read: Callable[[str], str]) -> str:
    """The month or year that "early August 2024" names, as EDTF; one to go by where it names
    none."""
    try:
        month = read(" ".join(_ABOUT.sub(" ", text).replace("-", " ").split()))
    except ValueError:
        return "2024-08"
    return month if re.fullmatch(r"\d{4}(?:-(0[1-9]|1[0-2]))?", month) else "2024-08"


def _third(word: str, known: str) -> tuple[str, str]:
    """The first and last day or month of what "early", "mid" or "late" may mean of a month or
    year."""
    third = 0 if word in ("early", "beginning", "start") else 1 if word.startswith("mid") else 2
    if len(known) == len("2024"):
        return f"{known}-{(1, 5, 10)[third]:02}", f"{known}-{(3, 8, 12)[third]:02}"
    end = monthrange(int(known[:4]), int(known[5:7]))[1]
    return f"{known}-{(1, 11, 21)[third]:02}", f"{known}-{(10, 20, end)[third]:02}"


def _both_ways(text: str, start: str, end: str) -> str:
    within, lasting = f"[{start}..{end}]", f"{start}/{end}"
    return f"{text!r} is a span: one day within it is written {within}, all of it {lasting}"


def _ends(text: str, read: Callable[[str], str]) -> tuple[str, str] | None:
    """The beginning and the end of a span of days or months, as EDTF."""
    pairs = [(m[1] + m[3], m[2] + m[3]) for m in [_DAYS_FIRST.fullmatch(text)] if m]
    pairs += [(m[1] + m[2] + m[4], m[1] + m[3] + m[4]) for m in [_MONTH_FIRST.fullmatch(text)] if m]
    pairs += [(m[1] + m[3], m[2] + m[3]) for m in [_MONTHS.fullmatch(text)] if m]
    parts = _SPACED.split(text)
    if len(parts) == 2:
        year = re.search(r"\s\d{4}$", parts[1])
        pairs += [(parts[0], parts[1]), (parts[0] + (year[0] if year else ""), parts[1])]
    for first, last in pairs:
        try:
            start, end = read(first.strip()), read(last.strip())
            parse_edtf(f"[{start}..{end}]")
        except ValueError:
            continue
        return start, end
    return None
