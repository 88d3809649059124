"""Small helpers that turn table columns into plain lists for the payload."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.style import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

# What clean_text takes out; most texts have none of it, and then nothing is copied.
_UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EPOCH = date(1970, 1, 1).toordinal()


def text_list(values: Iterable[object]) -> list[str]:
    """Texts without control characters and lone surrogates.

    >>> text_list(["a", "b\\x00"])
    ['a', 'b']
    """
    return [clean_text(text) if _UNCLEAN.search(text) else text for text in map(str, values)]


def day_list(values: Iterable[str]) -> list[int | None]:
    """ISO days as days since 1970-01-01, None for the empty text.

    >>> day_list(["1970-01-02", ""])
    [1, None]
    """
    known: dict[str, int | None] = {"": None}
    days: list[int | None] = []
    for text in values:
        if text not in known:
            known[text] = date.fromisoformat(text).toordinal() - _EPOCH
        days.append(known[text])
    return days


def number_list(values: pd.Series[Any], digits: int) -> list[float | None]:
    """Rounded numbers, None for the unknown."""
    return [None if pd.isna(value) else round(float(value), digits) for value in values]


def rounded(shape: Any, digits: int = 4) -> Any:
    """GeoJSON coordinates (nested lists) rounded.

    >>> rounded([[1.23456, 2.0]])
    [[1.2346, 2.0]]
    """
    if isinstance(shape, (list, tuple)):
        return [rounded(part, digits) for part in shape]
    return round(shape, digits)


def rounded_geometry(geometry: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON geometry with coordinates of about ten metres."""
    if "geometries" in geometry:
        parts = [rounded_geometry(part) for part in geometry["geometries"]]
        return {"type": geometry["type"], "geometries": parts}
    return {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}
