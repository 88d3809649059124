"""Degrees as people write them: decimal, with a hemisphere, or with minutes and seconds."""

from __future__ import annotations

import re

from geotrack.dates import plain_digits

_DECIMAL = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*[°º:\s]\s*(\d{1,2})\s*['’′:\s]\s*(\d{1,2}(?:\.\d+)?)\s*(?:[\"”″]|''|’’|′′)?"
)


def read_degrees(text: str, letters: str) -> float | None:
    """Degrees, positive towards the first of `letters` ("NS" or "EW"); None for anything else.

    Degrees and minutes without seconds are refused: their last digit stands for two kilometres.

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
    if match is None or int(match[2]) >= 60 or float(match[3]) >= 60:
        return None
    # A second is 31 m: four decimals say no more.
    return sign * round(int(match[1]) + int(match[2]) / 60 + float(match[3]) / 3600, 4)
