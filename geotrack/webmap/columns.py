"""Small helpers that turn table columns into plain lists for the payload."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geotrack.style import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

# What clean_text takes out; most texts have none of it, and then nothing is copied.
_UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EPOCH = date(1970, 1, 1).toordinal()


def text_list(values: Iterable[object]) -> list[str]:
    """Texts without control characters and lone surrogates.

    >>> text_list(["a", "b\\x00"])
    ['a', 'b']
    """
    return [clean_text(text) if _UNCLEAN.search(text) else text for text in map(str, values)]


def day_numbers(values: npt.NDArray[Any], unknown: int) -> npt.NDArray[np.int64]:
    """ISO days as days since 1970-01-01; `unknown` for the empty text.

    >>> day_numbers(np.array(["1970-01-02", ""], dtype=object), -9).tolist()
    [1, -9]
    """
    codes, different = pd.factorize(values)
    days = [date.fromisoformat(day).toordinal() - _EPOCH if day else unknown for day in different]
    return np.array(days, dtype=np.int64)[codes]


def coded(values: npt.NDArray[Any], codes: Mapping[str, int], other: int) -> npt.NDArray[np.int64]:
    """Texts as numbers; `other` for those without one.

    >>> coded(np.array(["b", "x", "b"], dtype=object), {"b": 3}, -1).tolist()
    [3, -1, 3]
    """
    rows, different = pd.factorize(values)
    return np.array([codes.get(text, other) for text in different], dtype=np.int64)[rows]


def group_numbers(columns: Iterable[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows alike in all columns get one number, counted in order of their first appearance.

    Also gives the position of the first row of each group.

    >>> numbers, first = group_numbers([np.array([5, 7, 5]), np.array([1, 1, 1])])
    >>> numbers.tolist(), first.tolist()
    ([0, 1, 0], [0, 1])
    """
    numbers: Any = None
    for column in columns:
        codes, different = pd.factorize(np.asarray(column), use_na_sentinel=False)
        if numbers is None:
            numbers = codes.astype(np.int64)
        else:
            numbers, _ = pd.factorize(numbers * max(len(different), 1) + codes)
    _, first = np.unique(numbers, return_index=True)
    return numbers.astype(np.int64), first


def event_rows_of(
    table: pd.DataFrame, ids: pd.Index[Any], name: str
) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """The rows of known events in the events' order, then by `name`; and each row's event."""
    events = ids.get_indexer(pd.Index(table["event_id"].to_numpy(dtype=object)))
    known = events >= 0
    if not known.all():
        table, events = table[known], events[known]
    several = len(events) > 0 and np.bincount(events).max() > 1
    ties = np.zeros(len(events), dtype=np.int64)
    if several:
        ties, _ = pd.factorize(table[name].to_numpy(dtype=object), sort=True)
    order = np.lexsort((ties, events))
    if (order == np.arange(len(order))).all():
        return table, events.astype(np.int64)
    return table.iloc[order], events[order].astype(np.int64)


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
