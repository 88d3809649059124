"""Where a date stands in a chronological table: its year, its month, or neither.

A date known only to the year stands in "2024, month not known", never in January.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geotrack.edtf import DateSpan, parse_edtf

if TYPE_CHECKING:
    from collections.abc import Mapping

# Behind every real year: dates without a beginning, then no date at all.
_OPEN, _NONE = 100_000, 100_001
_MONTH_UNKNOWN = 13
_MONTH = re.compile(r"\[?\s*(\d{4})-(0[1-9]|1[0-2])(?!\d)")


class Slot(NamedTuple):
    """A place in the table: the sorting key and the headings; `month` may be empty."""

    order: tuple[int, int, int]
    year: str
    month: str


def slot_of(date: str, words: Mapping[str, str]) -> Slot:
    """The slot of one EDTF text, under its first possible month or year.

    >>> from geotrack.style import words
    >>> slot_of("2024", words("en")).month
    '2024, month not known'
    >>> slot_of("[2021-10-25..2021-11-02]", words("en")).month
    'October 2021'
    """
    date = date.strip()
    if not date:
        return Slot((_NONE, 0, 0), words["timeline.no_date"], "")
    span = parse_edtf(date)
    if span.first is None:
        return Slot((_OPEN, 0, 0), words["timeline.no_beginning"], "")
    year = span.first.year
    match = _MONTH.match(date)
    if match:
        month = int(match[2])
        name = words["date.month"].format(month=words[f"date.month.{month}"], year=year)
        return Slot((year, 0, month), str(year), name)
    if _year_unknown(span):
        return Slot((year, 1, 0), _years_heading(span, words), "")
    unknown = words["timeline.month_unknown"].format(year=year)
    return Slot((year, 0, _MONTH_UNKNOWN), str(year), unknown)


def _year_unknown(span: DateSpan) -> bool:
    """Whether one unknown day may lie in any of several years (a winter is not meant)."""
    if span.kind != "within" or span.precision == "season":
        return False
    return span.last is None or span.first is None or span.last.year != span.first.year


def _years_heading(span: DateSpan, words: Mapping[str, str]) -> str:
    first = span.first.year if span.first else ""
    if span.last is None:
        return words["timeline.years_open"].format(first=first)
    return words["timeline.years_unknown"].format(first=first, last=span.last.year)
