"""The timeline as a chart: events by month or year, stacked by type, uncertain dates spread.

A solid bar counts events dated within its period. An event whose one day may lie in several
periods is spread over them by days, and hatched; one that lasts is a line below, as long as it
lasted. What did not occur stands apart, hollow. Nothing without a date is drawn: it is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from matplotlib.path import Path

from geotrack.errors import FormatError
from geotrack.staticmap import layout, panel
from geotrack.staticmap.box import Box
from geotrack.staticmap.furniture import INK, MUTED, RULE
from geotrack.staticmap.periods import Dealt, deal
from geotrack.staticmap.shapes import path_of
from geotrack.staticmap.spots import known_type
from geotrack.style import counted, status_order, type_order, type_style, words

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.staticmap.frame import Floats
    from geotrack.staticmap.sheet import Sheet
    from geotrack.tables import Tables

MOST_BARS = 120
_MOST_LINES, _LINE = 12, 11.5
_NOT_OCCURRED = "not_occurred"


class Stack(NamedTuple):
    """The layers of the chart: for each (type, sharp or spread) a height in every period."""

    keys: list[tuple[str, bool]]
    heights: dict[tuple[str, bool], Floats]


def stacked(events: pd.DataFrame, dealt: Dealt) -> Stack:
    """Heights by type in the legend's order, sharp before spread, what did not occur on top."""
    kinds = {value: known_type(value) for value in events["event_type"].unique()}
    occurred = events["status"] == "occurred"
    kind = events["event_type"].map(kinds).where(occurred, _NOT_OCCURRED)
    kind.index = events["event_id"]
    first = dealt.periods[0].number if dealt.periods else 0
    heights: dict[tuple[str, bool], Floats] = {}
    for table, is_spread in ((dealt.sure.assign(share=1.0), False), (dealt.open, True)):
        rows = table.assign(kind=table["event_id"].map(kind))
        for name, group in rows.groupby("kind", sort=True):
            bars = np.bincount(
                group["period"].to_numpy(dtype=int) - first,
                weights=group["share"].to_numpy(dtype=float),
                minlength=len(dealt.periods),
            )
            heights[str(name), is_spread] = bars.astype(float)
    order = sorted(heights, key=lambda key: (key[0] == _NOT_OCCURRED, type_order(key[0]), key))
    return Stack(order, heights)


def compose_chart(
    tables: Tables, presentation: Presentation, paper: layout.Paper, by: str
) -> Sheet:
    """The page of the chart."""
    sheet = layout.new_sheet(paper, presentation)
    language = presentation.language
    phrases, events = words(language), tables["events"]
    dealt = deal(events, by, phrases, MOST_BARS)
    if not dealt.periods:
        raise FormatError("no event has a date, so there is no timeline to draw")
    stack = stacked(events, dealt)
    told = counted(language, "count.events", len(events))
    subtitle = layout.subtitle(tables, presentation, [told])
    sources = layout.sources(presentation, None)
    room = layout.body(sheet, presentation, presentation.title, subtitle, sources)
    blocks = _blocks(sheet, dealt, stack, language)
    high = panel.panel_height(blocks, layout.columns(sheet))
    parts = layout.split(sheet, room, high)
    lasting = _lasting(events, dealt)
    below = 0.0 if lasting.empty else 16.0 + _LINE * min(len(lasting), _MOST_LINES + 1)
    before, after = (4, 26) if sheet.rtl else (26, 4)  # the numbers stand where reading starts
    bars = Box(parts.map.left + before, parts.map.bottom + below + 20,
               parts.map.right - after, parts.map.top - 12)  # fmt: skip
    _draw_axes(sheet, bars, dealt, stack, phrases["static.chart.axis"])
    _draw_bars(sheet, bars, dealt, stack)
    if not lasting.empty:
        _draw_lasting(sheet, bars, parts.map.bottom, lasting, dealt, language)
    panel.draw_panel(sheet, parts.panel, blocks, parts.columns)
    return sheet


# --- bars ---------------------------------------------------------------------------------


def _top_of(stack: Stack) -> tuple[float, float]:
    """The highest tick and the step between ticks: round, whole, at most six."""
    heights = list(stack.heights.values())
    highest = max(1.0, float(np.sum(heights, axis=0).max()) if heights else 1.0)
    step, power = 1.0, 1.0
    while highest > 6 * step:
        for factor in (1, 2, 5):
            step = factor * power
            if highest <= 6 * step:
                break
        else:
            power *= 10
    return float(np.ceil(highest / step - 1e-9) * step), step


def _across(box: Box, dealt: Dealt, rtl: bool) -> tuple[float, float]:
    """Where the first period begins, and how far it is from one to the next; time runs with
    the direction of reading."""
    step = box.width / len(dealt.periods)
    return (box.right, -step) if rtl else (box.left, step)


def _draw_axes(sheet: Sheet, box: Box, dealt: Dealt, stack: Stack, title: str) -> None:
    top, tick = _top_of(stack)
    for value in np.arange(0, top + tick / 2, tick):
        y = box.bottom + box.height * value / top
        line = Path([(box.left, y), (box.right, y)])
        sheet.path(line, fill=False, edgecolor=INK if value == 0 else RULE,
                   lw=0.8 if value == 0 else 0.5, zorder=2)  # fmt: skip
        x, align = (box.right + 5, "left") if sheet.rtl else (box.left - 5, "right")
        sheet.text(x, y - 2.4, f"{value:,.0f}", 6.8, colour=MUTED, align=align)
    sheet.lead(12.0 if not sheet.rtl else sheet.width - box.right, box.top + 6, title, 6.8,
               colour=MUTED)  # fmt: skip
    start, step = _across(box, dealt, sheet.rtl)
    labels = [_short(dealt, i) for i in range(len(dealt.periods))]
    widest = max(sheet.width_of(one, 6.6) for one in labels) + 5
    every = max(1, int(np.ceil(widest / abs(step))))
    for i in range(0, len(labels), every):
        x = start + (i + 0.5) * step
        sheet.text(x, box.bottom - 9.5, labels[i], 6.6, colour=INK, align="centre")


def _short(dealt: Dealt, number: int) -> str:
    """A period as the axis names it: a year, or year and month as numbers."""
    return str(dealt.periods[number].first)[: 4 if _is_years(dealt) else 7]


def _is_years(dealt: Dealt) -> bool:
    period = dealt.periods[0]
    return int((period.end - period.first).astype(int)) > 31


def _draw_bars(sheet: Sheet, box: Box, dealt: Dealt, stack: Stack) -> None:
    top, _ = _top_of(stack)
    start, step = _across(box, dealt, sheet.rtl)
    base = np.zeros(len(dealt.periods))
    for key in stack.keys:
        heights = stack.heights[key]
        for i in np.nonzero(heights > 0)[0]:
            a, b = sorted((start + (i + 0.12) * step, start + (i + 0.88) * step))
            y = box.bottom + box.height * base[i] / top
            high = box.height * heights[i] / top
            paint(sheet, Box(a, y, b, y + high), *key)
        base += heights


def paint(sheet: Sheet, box: Box, kind: str, is_spread: bool) -> None:
    """One part of a bar: solid, hatched where spread, hollow for what did not occur."""
    path = path_of(shapely.box(*box))
    hollow = kind == _NOT_OCCURRED
    colour = "#5f6368" if hollow else type_style(kind).colour
    face = "white" if hollow or is_spread else colour
    edge = colour if hollow or is_spread else "white"
    dashes = (0, (2.2, 1.6)) if hollow else "solid"
    sheet.path(path, facecolor=face, edgecolor=edge, lw=0.6, ls=dashes, zorder=10)
    if is_spread:
        sheet.path(path, facecolor="none", edgecolor=colour, hatch="/////", lw=0, zorder=11)


# --- what lasts ---------------------------------------------------------------------------


def _lasting(events: pd.DataFrame, dealt: Dealt) -> pd.DataFrame:
    rows = events[events["event_id"].isin(set(dealt.lasting["event_id"]))]
    order = rows["status"].map(status_order)
    return rows.assign(order=order).sort_values(["order", "date_start", "date_end", "title"])


def _draw_lasting(
    sheet: Sheet, box: Box, bottom: float, rows: pd.DataFrame, dealt: Dealt, language: str
) -> None:
    """A line for each event that lasted, with its title; those without room are counted."""
    phrases = words(language)
    start, step = _across(box, dealt, sheet.rtl)
    first, days = dealt.periods[0].first, [p.end for p in dealt.periods]
    edges = np.array([first, *days]).astype("datetime64[D]").astype(int)
    y = box.bottom - 24
    head = phrases["static.chart.lasting"]
    sheet.lead(12.0 if not sheet.rtl else sheet.width - box.right, y, head, 6.8, bold=True)
    shown = rows.head(_MOST_LINES if len(rows) > _MOST_LINES + 1 else _MOST_LINES + 1)
    for row in shown.to_dict("records"):
        y -= _LINE
        span = np.array([row["date_start"], row["date_end"]], dtype="datetime64[D]").astype(int)
        at = np.interp(span + np.array([0, 1]), edges, np.arange(len(edges)))
        a, b = sorted(start + at * step)
        kind = known_type(row["event_type"])
        occurred = row["status"] == "occurred"
        bar = Box(a, y + 0.2, max(b, a + 2.0), y + 3.4)
        paint(sheet, bar, kind if occurred else _NOT_OCCURRED, False)
        _title_beside(sheet, box, bar, row["title"] or phrases["timeline.no_title"])
    if len(rows) > len(shown):
        rest = counted(language, "static.chart.lasting.more", len(rows) - len(shown))
        sheet.lead(12.0, max(y - _LINE, bottom), rest, 6.2, colour=MUTED)


def _title_beside(sheet: Sheet, box: Box, bar: Box, title: str) -> None:
    """The title where there is more room: before or behind its bar, else above its middle."""
    size, left, right = 6.2, bar.left - box.left - 4, box.right - bar.right - 4
    wide = max(left, right)
    if wide < 60:
        text = sheet.cut_to(sheet.wrapped(title, bar.width - 6, size), 1, bar.width - 6, size)
        sheet.text(bar.left + 2, bar.top + 0.8, "".join(text[:1]), size - 0.4, colour=INK)
        return
    text = sheet.cut_to(sheet.wrapped(title, wide, size), 1, wide, size)
    if right >= left:
        sheet.text(bar.right + 4, bar.bottom - 0.4, "".join(text[:1]), size, colour=INK)
    else:
        sheet.text(bar.left - 4, bar.bottom - 0.4, "".join(text[:1]), size, align="right")


# --- legend -------------------------------------------------------------------------------


def _blocks(sheet: Sheet, dealt: Dealt, stack: Stack, language: str) -> list[panel.Block]:
    phrases = words(language)
    kinds = sorted(
        {key[0] for key in stack.keys}, key=lambda k: (k == _NOT_OCCURRED, type_order(k))
    )
    step = "year" if _is_years(dealt) else "month"
    n_open = dealt.open["event_id"].nunique()
    n_lasting = dealt.lasting["event_id"].nunique()
    remarks = [
        phrases["static.chart.read"],
        counted(language, f"static.chart.open.{step}", n_open) if n_open else "",
        counted(language, "static.chart.lasts", n_lasting) if n_lasting else "",
        counted(language, "static.chart.undated", len(dealt.undated)) if dealt.undated else "",
    ]
    width = layout.panel_text(sheet)
    found = (
        _keys_block(stack, kinds, language),
        panel.note_block(sheet, phrases["static.chart.how"], remarks, width),
    )
    return [block for block in found if block is not None]


def _keys_block(stack: Stack, kinds: list[str], language: str) -> panel.Block | None:
    phrases = words(language)
    rows = [(kind, False) for kind in kinds]
    spread = any(is_spread for _, is_spread in stack.keys)
    n_rows = len(rows) + spread

    def draw(lane: panel.Lane, top: float) -> None:
        k = lane.k
        y = lane.heading(top, phrases["static.legend.types"])
        for kind, is_spread in [*rows, *([("Other", True)] if spread else [])]:
            middle = y - panel.ROW * k * 0.45
            x = lane.x(6)
            box = Box(x - 4.6 * k, middle - 3.4 * k, x + 4.6 * k, middle + 3.4 * k)
            paint(lane.sheet, box, kind, is_spread)
            key = f"type.{kind}"
            if is_spread:
                key = "static.chart.spread"
            elif kind == _NOT_OCCURRED:
                key = "slides.chart.not_occurred"
            sizes = (panel.TEXT * k, 6.2 * k, 5.6 * k, 5.2 * k)
            text, size = lane.sheet.fitted(phrases[key], lane.width - 16 * k, sizes, 1)
            lane.write(middle - 2.4 * k, text[0], size / k, at=panel.INDENT)
            y -= panel.ROW * k

    return panel.Block(panel.ROW * (1.08 + n_rows), draw) if n_rows else None
