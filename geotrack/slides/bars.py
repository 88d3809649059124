"""The briefing's bar chart as a picture, for writers that have no native charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import shapely
from matplotlib import style as matplotlib_style
from matplotlib.path import Path

from geotrack.slides.master import rgb
from geotrack.staticmap.box import Box
from geotrack.staticmap.shapes import path_of
from geotrack.staticmap.sheet import Sheet

if TYPE_CHECKING:
    from geotrack.slides.chart import Bars

_WIDTH_PX, _HEIGHT_PX = 1600, 640
_INK, _RULE = "#1d2733", "#d5dae0"


def bars_png(bars: Bars, rtl: bool = False) -> bytes:
    """The chart as PNG: a bar a period, stacked by type; what did not occur is hatched."""
    with matplotlib_style.context("default"), mpl.rc_context({"hatch.linewidth": 0.7}):
        return _drawn(bars, rtl).png(160)


def _drawn(bars: Bars, rtl: bool) -> Sheet:
    sheet = Sheet(_WIDTH_PX, _HEIGHT_PX, rtl=rtl)
    totals = [sum(values) for values in zip(*(s.values for s in bars.series), strict=True)]
    highest = max([1, *totals])
    box = Box(34.0, 30.0, sheet.width - 8.0, sheet.height - 26.0)
    tick = next(f * 10**p for p in range(9) for f in (1, 2, 5) if highest <= 5 * f * 10**p)
    top = -(-highest // tick) * tick
    for value in range(0, top + 1, tick):
        y = box.bottom + box.height * value / top
        sheet.path(Path([(box.left, y), (box.right, y)]), fill=False, edgecolor=_RULE, lw=0.6)
        sheet.text(box.left - 5, y - 3, f"{value:,}", 8.5, colour=_INK, align="right")
    step = box.width / max(len(bars.categories), 1)
    for i, name in enumerate(bars.categories):
        place = len(bars.categories) - 1 - i if rtl else i
        left = box.left + place * step
        base = box.bottom
        for series in bars.series:
            high = box.height * series.values[i] / top
            if high:
                _part(sheet, Box(left + step * 0.16, base, left + step * 0.84, base + high),
                      series.colour)  # fmt: skip
            base += high
        text, size = sheet.fitted(name, step - 3, (8.5, 7.5, 6.5, 5.5), 2)
        for line, words in enumerate(text):
            sheet.text(left + step / 2, box.bottom - 11 - line * 9, words, size, align="centre")
    _legend(sheet, bars)
    return sheet


def _part(sheet: Sheet, box: Box, colour: str) -> None:
    path = path_of(shapely.box(*box))
    if colour:
        sheet.path(path, facecolor=f"#{rgb(colour)}", edgecolor="white", lw=0.6, zorder=5)
    else:
        sheet.path(path, facecolor="white", edgecolor="#9aa3ad", hatch="////", lw=0.6, zorder=5)


def _legend(sheet: Sheet, bars: Bars) -> None:
    x, y = 34.0, sheet.height - 13.0
    for series in bars.series:
        wide = sheet.width_of(series.name, 8.0) + 26
        if x + wide > sheet.width:
            break
        left = sheet.width - x - 8 if sheet.rtl else x
        _part(sheet, Box(left, y, left + 8, y + 8), series.colour)
        sheet.lead(x + 12, y + 1, series.name, 8.0, colour=_INK)
        x += wide
