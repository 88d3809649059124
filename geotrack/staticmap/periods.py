"""Months or years in a row, and which events stand in which: a date is never sharpened.

An event dated within one period stands there; one that lasts stands in every period it touches; one
whose single day may lie in several is told apart, with its share of each by days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geotrack.edtf import date_in_words
from geotrack.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Mapping

Integers = npt.NDArray[np.int64]
STEPS = {"month": 1, "year": 12}


class Period(NamedTuple):
    """A month or year: its number, what to call it, its first day and the day after its last."""

    number: int
    label: str
    first: np.datetime64
    end: np.datetime64


class Dealt(NamedTuple):
    """Events dealt out to periods.

    `sure` and `lasting` have a row an event and period (event_id, period); `open` too, with the
    share (0 to 1) of its possible days; `undated` are ids without two ends.
    """

    periods: list[Period]
    sure: pd.DataFrame
    lasting: pd.DataFrame
    open: pd.DataFrame
    undated: list[str]


def deal(events: pd.DataFrame, by: str, phrases: Mapping[str, str], most: int) -> Dealt:
    """The events of a table dealt out to months or years; `by` empty: months if few enough.

    Raises FormatError where there would be more than `most` periods, or `by` is neither.
    """
    known = (events["date"] != "") & (events["date_start"] != "") & (events["date_end"] != "")
    dated = events.loc[known, ["event_id", "date_start", "date_end", "date_kind"]]
    undated = events.loc[~known, "event_id"].tolist()
    months = _months(dated["date_start"]), _months(dated["date_end"])
    step = _step(by, months, most)
    first, last = (m // STEPS[step] for m in months)
    lasts = (dated["date_kind"] == "lasting").to_numpy()
    one = ~lasts & (first == last)
    several = ~lasts & (first != last)
    ids = dated["event_id"].to_numpy()
    numbers = range(int(first.min()), int(last.max()) + 1) if len(dated) else range(0)
    _check(len(numbers), step, most)
    return Dealt(
        [_period(number, step, phrases) for number in numbers],
        pd.DataFrame({"event_id": ids[one], "period": first[one]}),
        _spread(ids[lasts], first[lasts], last[lasts]),
        _shares(dated[several], first[several], last[several], step),
        undated,
    )


def _months(days: pd.Series) -> Integers:
    """Months since year 0 of ISO days."""
    year = days.str[:4].astype("int64").to_numpy()
    return np.asarray(year * 12 + days.str[5:7].astype("int64").to_numpy() - 1)


def _step(by: str, months: tuple[Integers, Integers], most: int) -> str:
    if by not in ("", *STEPS):
        raise FormatError(f"by {by!r} is neither month nor year")
    if by:
        return by
    first, last = months
    return "month" if not len(first) or last.max() - first.min() < min(most, 24) else "year"


def _check(number: int, step: str, most: int) -> None:
    if number > most:
        better = "; by year makes fewer" if step == "month" else "; give a table of fewer years"
        raise FormatError(f"by {step} makes {number} periods; at most {most} can be shown{better}")


def _period(number: int, step: str, phrases: Mapping[str, str]) -> Period:
    text = f"{number // 12:04}-{number % 12 + 1:02}" if step == "month" else f"{number:04}"
    first = np.datetime64(text)
    edtf = str(first)
    days = first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]")
    return Period(number, date_in_words(edtf, phrases), *days)


def _spread(ids: npt.NDArray[Any], first: Integers, last: Integers) -> pd.DataFrame:
    """One row for every period an event touches."""
    times = last - first + 1
    starts = np.repeat(first, times)
    offset = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return pd.DataFrame({"event_id": np.repeat(ids, times), "period": starts + offset})


def _shares(dated: pd.DataFrame, first: Integers, last: Integers, step: str) -> pd.DataFrame:
    rows = _spread(dated["event_id"].to_numpy(), first, last)
    unit = "datetime64[M]" if step == "month" else "datetime64[Y]"
    epoch = 1970 * 12 if step == "month" else 1970
    start = (rows["period"].to_numpy() - epoch).astype(unit)
    times = last - first + 1
    days = [np.repeat(dated[c].to_numpy().astype("datetime64[D]"), times) for c in _ENDS]
    begin = np.maximum(start.astype("datetime64[D]"), days[0])
    end = np.minimum((start + 1).astype("datetime64[D]"), days[1] + 1)
    inside = (end - begin).astype("int64")
    return rows.assign(share=inside / (days[1] + 1 - days[0]).astype("int64"))


_ENDS = ("date_start", "date_end")
