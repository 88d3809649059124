"""The timeline as a native bar chart that the reader can edit.

Every event stands in exactly one bar, as a whole number. A bar is a month, a year or a longer
step; an event whose date leaves several of them open, or lasts through several, stands in a bar
of its own kind at the end, and one without a date in the last: nothing is spread or guessed.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Inches, Pt

from geotrack.slides.master import INK, RULE, SOFT, Box, rgb
from geotrack.slides.steady import stamp_of
from geotrack.slides.text import one_line
from geotrack.style import type_order, type_style
from geotrack.timeline.phrases import type_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_BARS = 24
_MONTHS = 12


class Series(NamedTuple):
    """One colour of the stack; `colour` is empty for what did not occur (hatched)."""

    name: str
    values: tuple[int, ...]
    colour: str


class Bars(NamedTuple):
    """The chart's content: `step` is month, year or span; the counts beside the periods."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    step: str
    spanning: int
    undated: int


def event_bars(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> Bars:
    """Events (rows of summary.event_rows) dealt out to bars. The bars' sum is len(rows)."""
    dated = [row for row in rows if row["date_start"]]
    months = _step_of([_month_number(row["date_start"]) for row in dated])
    found: Counter[tuple[str, str]] = Counter()
    periods: set[int] = set()
    names = {}
    for row in rows:
        period = _period(row, months)
        if isinstance(period, int):
            periods.add(period)
        key = row["event_type"] if row["status"] == "occurred" else None
        name = words["slides.chart.not_occurred"] if key is None else type_in_words(key, words)
        names[name] = key
        found[str(period), name] += 1
    keys = [str(p) for p in range(min(periods), max(periods) + 1)] if periods else []
    labels = [_label(int(key), months) for key in keys]
    step = "month" if months == 1 else "year" if months == _MONTHS else "span"
    for key, word in (("spanning", f"slides.chart.spanning.{step}"), ("undated", "date.none")):
        if any(period == key for period, _ in found):
            keys.append(key)
            labels.append(words[word])
    return Bars(
        tuple(labels),
        tuple(_series(found, names, keys)),
        step,
        sum(n for (period, _), n in found.items() if period == "spanning"),
        sum(n for (period, _), n in found.items() if period == "undated"),
    )


def _series(
    found: Counter[tuple[str, str]], names: Mapping[str, str | None], keys: Sequence[str]
) -> list[Series]:
    def order(name: str) -> tuple[bool, int, str]:
        key = names[name]
        return key is None, type_order(key or ""), name

    series = []
    for name in sorted(names, key=order):
        key = names[name]
        colour = "" if key is None else type_style(key).colour
        values = tuple(found[period, name] for period in keys)
        series.append(Series(one_line(name), values, colour))
    return series


def _month_number(day: str) -> int:
    return int(day[:4]) * _MONTHS + int(day[5:7]) - 1


def _step_of(starts: Sequence[int]) -> int:
    """The shortest step in months that keeps the number of bars readable."""
    if not starts:
        return _MONTHS
    months = 1
    for months in (1, 12, 120, 1200, 12000):
        if max(starts) // months - min(starts) // months < _MOST_BARS:
            return months
    return months


def _period(row: Mapping[str, Any], months: int) -> int | str:
    if not row["date"]:
        return "undated"
    if not (row["date_start"] and row["date_end"]):
        return "spanning"
    first, last = (_month_number(row[key]) // months for key in ("date_start", "date_end"))
    return first if first == last else "spanning"


def _label(period: int, months: int) -> str:
    first = period * months
    if months == 1:
        return f"{first // _MONTHS}-{first % _MONTHS + 1:02d}"
    if months == _MONTHS:
        return str(period)
    years = months // _MONTHS
    return f"{period * years}\u2013{period * years + years - 1}"


def add_chart(slide: Any, bars: Bars, box: Box, as_of: str, rtl: bool = False) -> Any:
    """Place the chart; returns its graphic frame."""
    data: Any = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format="0"
    )
    data.categories = bars.categories
    for number, series in enumerate(bars.series):
        # The real names are put in with our own workbook: as typed here they could be formulas.
        data.add_series(f"series {number}", series.values)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_STACKED, *(Inches(value) for value in box), data
    )
    chart = frame.chart
    chart.font.size = Pt(12)
    chart.font.color.rgb = rgb(INK)
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for made, series in zip(plot.series, bars.series, strict=True):
        _rename(made, series.name)
        _paint(made, series.colour)
    _axes(chart, bars)
    chart.category_axis.reverse_order = rtl
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(bars, as_of))
    return frame


def _rename(series: Any, name: str) -> None:
    for text in series._element.xpath("./c:tx//c:v"):
        text.text = name


def _paint(series: Any, colour: str) -> None:
    fill, line = series.format.fill, series.format.line
    if colour:
        fill.solid()
        fill.fore_color.rgb = rgb(colour)
        line.color.rgb = rgb("FFFFFF")
    else:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = rgb("9AA3AD"), rgb("FFFFFF")
        line.color.rgb = rgb(SOFT)
    line.width = Pt(0.75)
    series.invert_if_negative = False


def _axes(chart: Any, bars: Bars) -> None:
    highest = max((sum(s.values[i] for s in bars.series) for i in range(len(bars.categories))),
                  default=1)  # fmt: skip
    values, categories = chart.value_axis, chart.category_axis
    values.minimum_scale = 0
    values.major_unit = _tick(highest)
    values.maximum_scale = -(-highest // values.major_unit) * values.major_unit
    values.major_gridlines.format.line.color.rgb = rgb(RULE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    categories.format.line.color.rgb = rgb(SOFT)
    categories.has_major_gridlines = False
    for axis in (values, categories):
        axis.tick_labels.font.size = Pt(12 if len(bars.categories) <= 16 else 10)


def _tick(highest: int) -> int:
    """A round step that makes at most six lines."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= 6 * factor * size:
                return factor * size
        size *= 10


def _workbook(bars: Bars, as_of: str) -> bytes:
    """The sheet behind the chart: text stays text, no hour of writing in it."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": stamp_of(as_of)})
        sheet = book.add_worksheet()
        sheet.write_column(1, 0, bars.categories)
        for column, series in enumerate(bars.series, 1):
            sheet.write_string(0, column, series.name)
            sheet.write_column(1, column, series.values)
    return out.getvalue()
