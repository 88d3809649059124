"""Degrees as people write them: decimal, with a hemisphere, or with minutes and seconds."""

from __future__ import annotations

import re

from geotrack.dates import plain_digits

_DECIMAL = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*[°º:\s]\s*(\d{1,2})\s*['’′:\s]\s*(\d{1,2}(?:\.\d+)?)\s*(?:[\"”″]|''|’’|′′)?"
)
_MINUTES = re.compile(r"(\d{1,3})\s*[°º]\s*(\d{1,2}(?:[.,]\d+)?)\s*['’′]")
# One minute is 1.85 km (a nautical mile): who writes no seconds says no more.
MINUTE_KM = 1.9
_WKT = re.compile(r"POINT\s*\(\s*(\S+)\s+(\S+)\s*\)", re.IGNORECASE)
_LETTERED = re.compile(r"([NSEW].+?)[\s,]+([NSEW].+)|(.*?[NSEW])[\s,]+(.+)", re.IGNORECASE)


def split_pair(text: str) -> tuple[str, str] | None:
    """Longitude and latitude of a cell that holds both, as written; None where it holds no two.

    Without letters the latitude comes first, as on maps and GPS receivers; in WKT it is last.

    >>> split_pair("36.19, 43.99"), split_pair("E43.99 N36.19"), split_pair("POINT (43.99 36.19)")
    (('43.99', '36.19'), ('E43.99', 'N36.19'), ('43.99', '36.19'))
    """
    text = text.strip()
    wkt = _WKT.fullmatch(text)
    if wkt:
        return wkt[1], wkt[2]
    text = text.strip("()[] ")
    lettered = _LETTERED.fullmatch(text)
    if lettered:
        parts = [part for part in lettered.groups() if part]
    else:
        marks = (mark for mark in (";", "/", "|", ", ", " ", ",") if text.count(mark) == 1)
        parts = text.split(next(marks, ";"))
    if len(parts) != 2 or not all(part.strip() for part in parts):
        return None
    first, second = (part.strip(" ,") for part in parts)
    lettered_east = any(mark in first.upper() for mark in "EW")
    return (first, second) if lettered_east else (second, first)


def is_by_minutes(text: str) -> bool:
    """Whether an angle is told in degrees and minutes only.

    >>> is_by_minutes("36°12'N"), is_by_minutes("36°12'30\\"N")
    (True, False)
    """
    return _MINUTES.fullmatch(text.strip("NSEWnsew ")) is not None


def read_degrees(text: str, letters: str) -> float | None:
    """Degrees, positive towards the first of `letters` ("NS" or "EW"); None for anything else.

    Degrees and minutes without seconds leave MINUTE_KM open: see `is_by_minutes`.

    >>> read_degrees("37.14N", "NS"), read_degrees("37°08'37\\"N", "NS")
    (37.14, 37.1436)
    >>> read_degrees("70.5° W", "EW"), read_degrees("37.14N", "EW")
    (-70.5, None)
    """
    if _DECIMAL.fullmatch(text):
        return float(text)
    text = plain_digits(text).replace("٫", ".").replace("−", "-").strip()
    sign, hemisphere = 1.0, ""
    for letter in letters + letters.lower():
        if text.endswith(letter) or text.startswith(letter):
            hemisphere, text = letter.upper(), text.strip(letter).strip()
            break
    if hemisphere:
        sign = 1.0 if hemisphere == letters[0] else -1.0
        if text.startswith(("-", "+")):
            return None
    text = text.rstrip("°º").strip()
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        text = text.replace(",", ".")
    if _DECIMAL.fullmatch(text):
        return sign * float(text)
    return _from_sixtieths(text, sign)


def _from_sixtieths(text: str, sign: float) -> float | None:
    if text.startswith("-"):
        sign, text = -sign, text[1:]
    match = _SEXAGESIMAL.fullmatch(text)
    if match is None:
        return _from_minutes(text, sign)
    if int(match[2]) >= 60 or float(match[3]) >= 60:
        return None
    # A second is 31 m: four decimals say no more.
    return sign * round(int(match[1]) + int(match[2]) / 60 + float(match[3]) / 3600, 4)


def _from_minutes(text: str, sign: float) -> float | None:
    match = _MINUTES.fullmatch(text)
    if match is None:
        return None
    minutes = float(match[2].replace(",", "."))
    return sign * round(int(match[1]) + minutes / 60, 4) if minutes < 60 else None
