"""The slides with a picture: the overview map and the timeline chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.slides.chart import add_chart, event_bars
from geotrack.slides.facts import Facts, all_sources
from geotrack.slides.master import BODY, SOFT, Box
from geotrack.slides.measure import line_height, wrapped
from geotrack.slides.text import Line, Run, set_look
from geotrack.style import counted
from geotrack.summary import drawn_locations

if TYPE_CHECKING:
    from geotrack.slides.builder import Deck
    from geotrack.tables import Tables

_DPI = 180


def add_overview_map(deck: Deck, facts: Facts, tables: Tables, picture: bytes | None) -> None:
    """The map as a picture with alternative text."""
    phrases = facts.words
    if picture is None:
        from geotrack.staticmap import map_png

        picture = map_png(
            tables, facts.presentation,
            width_px=round(BODY.width * _DPI), height_px=round(BODY.height * _DPI),
            dpi=_DPI,
        )  # fmt: skip
    number = facts.counts
    values = {"n": f"{number['on_map']:,}", "total": f"{number['events']:,}"}
    drawn = drawn_locations(tables)
    on_map = set(drawn["event_id"])
    sources = all_sources([row for row in facts.rows if row["event_id"] in on_map])
    title = phrases["slides.map.title"].format(**values)
    notes = [phrases["slides.map.note"], *facts.presentation.credits]
    slide = deck.slide(title, sources, notes)
    places = list(dict.fromkeys(drawn["name"]))
    alt = phrases["slides.map.alt"].format(
        **values, locations=f"{number['drawn_locations']:,}", places="; ".join(places[:12])
    )
    deck.picture(slide, picture, BODY, alt)


def add_timeline(deck: Deck, facts: Facts) -> None:
    """The native chart and how to read it."""
    if not facts.rows:
        return
    phrases = facts.words
    bars = event_bars(facts.rows, phrases)
    title = phrases[f"slides.chart.title.{bars.step}"]
    texts = [phrases["slides.chart.note"]]
    language = facts.presentation.language
    if bars.spanning:
        texts.append(counted(language, f"slides.chart.spanning_note.{bars.step}", bars.spanning))
    if bars.undated:
        texts.append(counted(language, "slides.chart.undated_note", bars.undated))
    slide = deck.slide(title, all_sources(facts.rows), texts)
    text = " ".join(texts)
    lines = len(wrapped(text, BODY.width * 72 - 4, 12))
    height = lines * line_height(text, 12) / 72 + 0.02
    box = BODY._replace(height=BODY.height - height - 0.08)
    chart = add_chart(slide, bars, box, facts.presentation.as_of)
    totals = (sum(values) for values in zip(*(s.values for s in bars.series), strict=True))
    values = ", ".join(f"{k}: {n}" for k, n in zip(bars.categories, totals, strict=True))
    set_look(chart, title, phrases["slides.chart.alt"].format(title=title, values=values))
    note = Box(BODY.left, box.top + box.height + 0.08, BODY.width, height)
    deck.text(slide, note, [Line((Run(text, 12, colour=SOFT),))], phrases["slides.chart.remark"])
