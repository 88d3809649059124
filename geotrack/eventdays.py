"""EDTF dates -> the days that maps, tables and windows of time count with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.edtf import parse_edtf

if TYPE_CHECKING:
    import pandas as pd


def settle_days(events: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Events with date_start, date_end, date_kind and time_precision read off their EDTF date.

    An open end stops at `as_of` (YYYY-MM-DD), or at the first day where that is later.
    """
    days = {text: _days(text, as_of) for text in events["date"].unique()}
    columns = ("date_start", "date_end", "date_kind", "time_precision")
    settled = {
        column: [days[text][i] for text in events["date"]] for i, column in enumerate(columns)
    }
    return events.assign(**settled)


def _days(text: str, as_of: str) -> tuple[str, str, str, str]:
    if not text:
        return "", "", "", "unknown"
    span = parse_edtf(text)
    first = span.first.isoformat() if span.first else ""
    last = span.last.isoformat() if span.last else (max(as_of, first) if first else "")
    return first, last, span.kind, span.precision


def newest_day(events: pd.DataFrame, reports: pd.DataFrame) -> str:
    """The day the data speak for: the newest day of publication, else of what occurred.

    Only days the data state count; an open end states none, a day that cannot be (after 2100,
    or years after all of ten others) is a slip. Empty where nothing is dated.
    """
    told = [text for text in reports["published"].unique() if text]
    told = told or list(events.loc[events["status"] == "occurred", "date"].unique())
    ends = []
    for text in filter(None, told):
        try:
            last = parse_edtf(text).last
        except ValueError:
            continue
        if last is not None and last.year <= _LAST_YEAR:
            ends.append(last)
    ends.sort()
    if len(ends) > _MANY and ends[-1].year - ends[-2].year > _LONE_YEARS:
        ends.pop()
    return ends[-1].isoformat() if ends else ""


# A lone day so many years after the next newest, of more than so many days, is a slip.
_LAST_YEAR, _LONE_YEARS, _MANY = 2100, 5, 10
