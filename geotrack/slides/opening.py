"""The first slides: the cover with its bottom line, and the key figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from geotrack.slides.builder import Deck, shrunk_lines
from geotrack.slides.facts import (
    Facts,
    all_sources,
    bottom_line,
    precision_sentence,
    status_sentence,
)
from geotrack.slides.grid import Cell, Column, table_pages
from geotrack.slides.marks import type_mark
from geotrack.slides.master import (
    ACCENT,
    BODY,
    COVER_SUBTITLE,
    COVER_TITLE,
    INK,
    SOFT,
    WASH,
    Box,
    rgb,
)
from geotrack.slides.text import Line, Run, bare_frame, fill_frame, set_look
from geotrack.style import type_order
from geotrack.timeline.phrases import type_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_TYPES = 8


def add_cover(deck: Deck, facts: Facts) -> None:
    """Title, period, and the bottom line written from the counts."""
    show, phrases = facts.presentation, facts.words
    slide = deck.cover()
    title, subtitle = (slide.placeholders[i] for i in (0, 1))
    text = show.title or phrases["slides.untitled"]
    sizes = (40, 36, 32, 28, 24)
    cut = deck.put(title, text, COVER_TITLE, sizes, True, "b", "FFFFFF").cut
    below = " \u00b7 ".join(part for part in (show.subtitle, facts.period) if part)
    if below:
        cut |= deck.put(subtitle, below, COVER_SUBTITLE, (20, 18, 16, 14), colour="D7DEE6").cut
    else:
        subtitle._element.getparent().remove(subtitle._element)
    sentences = bottom_line(facts)
    box = Box(COVER_TITLE.left, 4.6, COVER_TITLE.width, 2.15)
    lines, left_over = shrunk_lines(sentences, box.width, box.height, (20, 18, 16, 14, 12), 9)
    deck.text(slide, box, lines, phrases["slides.bottom_line"])
    full = [text, show.subtitle] if cut else []
    deck.note(slide, [*full, *left_over, *sentences, phrases["slides.method.count"]])


def add_key_figures(deck: Deck, facts: Facts) -> None:
    """Counts of what occurred, by type; the rest is counted apart."""
    phrases, rows = facts.words, facts.rows
    done = [row for row in rows if row["status"] == "occurred"]
    title = phrases["slides.key.title"].format(n=f"{len(done):,}", total=f"{len(rows):,}")
    slide = deck.slide(title, all_sources(done), [phrases["slides.key.note"]])
    cards = (
        (len(done), "slides.key.occurred"),
        (sum(row["n_drawn"] > 0 for row in done), "slides.key.on_map"),
        (sum(row["time_precision"] == "day" for row in done), "slides.key.to_day"),
        (len({n for row in done for n in row["source_numbers"]}), "slides.key.sources"),
    )
    width, gap = 2.85, 0.2443
    for i, (number, key) in enumerate(cards):
        box = Box(BODY.left + i * (width + gap), BODY.top + 0.05, width, 1.3)
        _card(deck, slide, box, f"{number:,}", phrases[key], i == 0)
    top = BODY.top + 1.6
    left = Box(BODY.left, top, 7.2, 6.5 - top)
    page = table_pages(*_type_table(facts), left.height)
    if page:
        deck.table(slide, page[0], left, phrases["slides.key.by_type"])
    right = Box(BODY.left + 7.6, top, BODY.width - 7.6, 6.5 - top)
    texts = [
        phrases["slides.key.all"].format(status=status_sentence(facts)),
        precision_sentence(facts),
        phrases["slides.key.note"],
    ]
    shown = texts if rows else texts[2:]
    lines, left_over = shrunk_lines(shown, right.width, right.height, (14, 13, 12, 11), 8)
    deck.text(slide, right, lines, phrases["slides.key.remarks"])
    if left_over:
        deck.note(slide, texts)


def _card(deck: Deck, slide: Any, box: Box, number: str, label: str, strong: bool) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(value) for value in box))
    shape._element.remove(shape._element.find(qn("p:style")))  # no shadow
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(ACCENT if strong else WASH)
    shape.line.fill.background()
    set_look(shape, label)
    frame = bare_frame(shape, "ctr")
    frame.margin_left = frame.margin_right = Inches(0.18)
    big, small = ("FFFFFF", "FFFFFF") if strong else (INK, SOFT)
    lines = [Line((Run(number, 32, True, colour=big),), align="l"),
             Line((Run(label, 13, colour=small),), align="l")]  # fmt: skip
    fill_frame(frame, lines, deck.language)


def _type_table(facts: Facts) -> tuple[Sequence[Column], Sequence[Sequence[Cell]]]:
    """Occurred and other events by type; beyond eight types the rest is one row."""
    phrases = facts.words
    done: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for row in facts.rows:
        (done if row["status"] == "occurred" else other)[row["event_type"]] += 1
    types = sorted({*done, *other}, key=lambda t: (type_order(t), t))
    shown, rest = (types, []) if len(types) <= _MOST_TYPES else (types[:7], types[7:])
    rows = []
    for name in shown:
        mark, colour = type_mark(name, True)
        label = Cell(type_in_words(name, phrases), mark=mark, mark_colour=colour)
        rows.append((label, _count(done[name], True), _count(other[name])))
    if rest:
        label = Cell(phrases["slides.key.other_types"].format(n=len(rest)))
        sums = (sum(counter[name] for name in rest) for counter in (done, other))
        rows.append((label, _count(next(sums), True), _count(next(sums))))
    columns = (
        Column(phrases["slides.key.type"], 3.3, 1),
        Column(phrases["slides.key.column"], 1.2, 1),
        Column(phrases["slides.chart.not_occurred"], 2.7, 1),
    )
    return columns, rows


def _count(number: int, bold: bool = False) -> Cell:
    return Cell(f"{number:,}" if number else "\u2013", bold=bold and number > 0)
