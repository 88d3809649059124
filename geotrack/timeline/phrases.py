"""Numbers with their bounds, in words: a figure is never sharper than its source."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def number_in_words(value: float) -> str:
    """A number with its thousands marked, without a needless fraction.

    >>> number_in_words(1200.0), number_in_words(2.5)
    ('1,200', '2.5')
    """
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def bounds_in_words(low: float, high: float, words: Mapping[str, str]) -> str:
    """The bounds of a counted thing; empty where neither is known.

    >>> from geotrack.style import words
    >>> nan = float("nan")
    >>> bounds_in_words(5, nan, words("en")), bounds_in_words(5, 8, words("en"))
    ('at least 5', '5 to 8')
    """
    has_low, has_high = not math.isnan(low), not math.isnan(high)
    if not has_low and not has_high:
        return ""
    if not has_high:
        return words["timeline.at_least"].format(n=number_in_words(low)) if low > 0 else ""
    if not has_low:
        return words["timeline.at_most"].format(n=number_in_words(high))
    if low == high:
        return number_in_words(low)
    bounds = {"low": number_in_words(low), "high": number_in_words(high)}
    return words["timeline.between"].format(**bounds)


def killed_in_words(low: float, high: float, words: Mapping[str, str]) -> str:
    """How many were killed: `at least 5`, `0 reported`; empty where nothing is said.

    >>> from geotrack.style import words
    >>> killed_in_words(0, 0, words("en"))
    '0 reported'
    """
    if low == 0 and high == 0:
        return words["timeline.killed.zero"]
    return bounds_in_words(low, high, words)


def type_in_words(event_type: str, words: Mapping[str, str]) -> str:
    """An event type as the reader sees it; one the catalogue lacks stands as it is."""
    return words.get(f"type.{event_type or 'Other'}", event_type)


def status_in_words(status: str, words: Mapping[str, str]) -> str:
    """A status as the reader sees it."""
    return words.get(f"status.{status}", status or words["timeline.status_unknown"])
