"""Parts of the briefing on slides: where everything stands, measured so that nothing runs off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from geotrack.slides.builder import Deck, shrunk_lines, text_lines
from geotrack.slides.chart import add_chart
from geotrack.slides.grid import table_pages
from geotrack.slides.listing import add_listing
from geotrack.slides.master import (
    ACCENT,
    BODY,
    COVER_SUBTITLE,
    COVER_TITLE,
    INK,
    SOFT,
    WASH,
    WHITE,
    Box,
    paint,
)
from geotrack.slides.measure import line_height, wrapped
from geotrack.slides.text import Line, Run, bare_frame, fill_frame, set_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.slides.parts import Part

_DPI = 180
_MAP = Box(BODY.left, BODY.top, 7.7, BODY.height)


def add_part(deck: Deck, part: Part) -> None:
    """Lay one part out, on as many slides as it needs."""
    _LAYOUTS.get(part.key, _listing)(deck, part)


def _listing(deck: Deck, part: Part) -> None:
    """A table, over as many slides as it needs; a remark where there is none."""
    if part.listing is not None:
        add_listing(deck, part.listing._replace(title=part.title))
        return
    slide = deck.slide(part.title, part.sources, part.notes)
    lines, _ = shrunk_lines(part.texts[0].lines, BODY.width, BODY.height, (16, 14, 12), 8)
    deck.text(slide, BODY, lines, part.title)


def _cover(deck: Deck, part: Part) -> None:
    below, bottom = part.texts
    slide = deck.cover()
    title, subtitle = deck.cover_places(slide)
    on_dark = deck.has_own_look
    strong, soft = (WHITE, "D7DEE6") if on_dark else (INK, SOFT)
    large, small = (40.0, 36.0, 32.0, 28.0, 24.0), (20.0, 18.0, 16.0, 14.0)
    cut = deck.put(title, part.title, COVER_TITLE, large, True, "b", strong).cut
    if below.heading:
        cut |= deck.put(subtitle, below.heading, COVER_SUBTITLE, small, colour=soft).cut
    else:
        subtitle._element.getparent().remove(subtitle._element)
    box = Box(COVER_TITLE.left, 4.6, COVER_TITLE.width, 2.15)
    lines, left_over = shrunk_lines(bottom.lines, box.width, box.height, (20, 18, 16, 14, 12), 9)
    deck.text(slide, box, lines, bottom.heading)
    full = [part.title, below.heading] if cut else []
    deck.note(slide, [*full, *left_over, *part.notes])


def _contents(deck: Deck, part: Part) -> None:
    """The titles of the parts in one or two columns; what has no room is counted by nobody, for
    a deck has fewer parts than that."""
    slide = deck.slide(part.title, part.sources, part.notes)
    lines = [f"{i}. {line}" for i, line in enumerate(part.texts[0].lines, 1)]
    half = len(lines) if len(lines) <= 9 else (len(lines) + 1) // 2
    width = BODY.width if half == len(lines) else (BODY.width - 0.4) / 2
    for number, chunk in enumerate((lines[:half], lines[half:])):
        if chunk:
            box = Box(BODY.left + number * (width + 0.4), BODY.top + 0.05, width, BODY.height)
            found, more = shrunk_lines(chunk, box.width, box.height, (18, 16, 14, 12, 11), 8)
            deck.text(slide, box, found, f"{part.title} {number + 1}")
            deck.note(slide, [*part.notes, *more])


def _key(deck: Deck, part: Part) -> None:
    slide = deck.slide(part.title, part.sources, part.notes)
    width, gap = 2.85, 0.2443
    for i, (number, label) in enumerate(part.cards):
        box = Box(BODY.left + i * (width + gap), BODY.top + 0.05, width, 1.3)
        _card(deck, slide, box, number, label, i == 0)
    top = BODY.top + 1.6
    left = Box(BODY.left, top, 7.2, 6.5 - top)
    if part.listing is not None:
        page = table_pages(part.listing.columns, part.listing.rows, left.height)
        if page:
            deck.table(slide, page[0], left, part.listing.title)
    right = Box(BODY.left + 7.6, top, BODY.width - 7.6, 6.5 - top)
    texts = part.texts[0].lines
    lines, left_over = shrunk_lines(texts, right.width, right.height, (14, 13, 12, 11), 8)
    deck.text(slide, right, lines, deck.words["slides.key.remarks"])
    if left_over:
        deck.note(slide, texts)


def _card(deck: Deck, slide: Any, box: Box, number: str, label: str, strong: bool) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(value) for value in box))
    shape._element.remove(shape._element.find(qn("p:style")))  # no shadow
    shape.fill.solid()
    paint(shape.fill.fore_color, ACCENT if strong else WASH)
    shape.line.fill.background()
    set_look(shape, label)
    frame = bare_frame(shape, "ctr")
    frame.margin_left = frame.margin_right = Inches(0.18)
    big, small = (WHITE, WHITE) if strong else (INK, SOFT)
    align = "r" if deck.rtl else "l"
    lines = [Line((Run(number, 32, True, colour=big),), align=align),
             Line((Run(label, 13, colour=small),), align=align)]  # fmt: skip
    fill_frame(frame, lines, deck.language)


def _map(deck: Deck, part: Part) -> None:
    slide = deck.slide(part.title, part.sources, part.notes)
    _picture(deck, slide, part, BODY, deck.words["slides.map.name"])


def _area(deck: Deck, part: Part) -> None:
    """The map beside what is told; what has no room stands in the notes."""
    slide = deck.slide(part.title, part.sources, part.notes)
    _picture(deck, slide, part, _MAP, deck.words["slides.map.of"].format(place=part.title))
    left = _MAP.left + _MAP.width + 0.3
    box = Box(left, BODY.top, BODY.left + BODY.width - left, BODY.height)
    (texts,) = part.texts
    head = Line((Run(texts.heading, 16, True, colour=ACCENT),))
    short = [_shortened(line) for line in texts.lines]
    sizes = (14, 13, 12, 11, 10)
    lines, more = shrunk_lines(short, box.width, box.height - 0.45, sizes, 6)
    spaced = [line._replace(before=6) for line in lines]
    deck.text(slide, box, [head, *spaced], texts.heading)
    if more or short != list(texts.lines):
        deck.note(slide, [*texts.lines, *part.notes])


_LONGEST_LINE = 190


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1].rstrip() + "\u2026"


def _picture(deck: Deck, slide: Any, part: Part, box: Box, name: str) -> None:
    if part.picture is not None:
        data = part.picture.draw(round(box.width * _DPI), round(box.height * _DPI))
        deck.picture(slide, data, box, part.picture.alt, name)


def _timeline(deck: Deck, part: Part) -> None:
    """The native chart and how to read it."""
    slide = deck.slide(part.title, part.sources, part.notes)
    bars, phrases = part.bars, deck.words
    if bars is None:
        return
    text = " ".join(part.texts[0].lines)
    lines = len(wrapped(text, BODY.width * 72 - 4, 12))
    height = lines * line_height(text, 12) / 72 + 0.02
    box = BODY._replace(height=BODY.height - height - 0.08)
    chart = add_chart(slide, bars, box, deck.presentation.as_of, deck.rtl)
    totals = (sum(values) for values in zip(*(s.values for s in bars.series), strict=True))
    values = ", ".join(f"{k}: {n}" for k, n in zip(bars.categories, totals, strict=True))
    alt = phrases["slides.chart.alt"].format(title=part.title, values=values)
    set_look(chart, part.title, alt)
    note = Box(BODY.left, box.top + box.height + 0.08, BODY.width, height)
    deck.text(slide, note, [Line((Run(text, 12, colour=SOFT),))], phrases["slides.chart.remark"])


def _unsure(deck: Deck, part: Part) -> None:
    """Counts in three columns."""
    slide = deck.slide(part.title, part.sources, part.notes)
    width, gap = 3.844, 0.3
    left_over: list[str] = []
    for i, texts in enumerate(part.texts):
        left = BODY.left + i * (width + gap)
        head = Box(left, BODY.top + 0.05, width, 0.4)
        lines = [Line((Run(texts.heading, 16, True, colour=ACCENT),))]
        deck.text(slide, head, lines, texts.heading)
        box = Box(left, BODY.top + 0.55, width, BODY.height - 0.6)
        lines, more = text_lines(texts.lines, box.width, box.height, 14, 8)
        deck.text(slide, box, lines, f"{texts.heading}: {part.title}")
        left_over += more
    if left_over:
        deck.note(slide, [*part.notes, *left_over])


def _method(deck: Deck, part: Part) -> None:
    """How it was counted and placed, and the licences."""
    slide = deck.slide(part.title, part.sources, part.notes)
    method, credit = part.texts
    left = Box(BODY.left, BODY.top + 0.05, 7.0, BODY.height - 0.05)
    right = Box(BODY.left + 7.5, BODY.top + 0.05, BODY.width - 7.5, BODY.height - 0.05)
    lines, _ = shrunk_lines(method.lines, left.width, left.height, (14, 13, 12, 11), 7)
    deck.text(slide, left, lines, part.title)
    head = Line((Run(credit.heading, 16, True, colour=ACCENT),))
    lines, more = shrunk_lines(credit.lines, right.width, right.height - 0.45, (12, 11, 10), 5)
    spaced = [line._replace(before=6) for line in lines]
    deck.text(slide, right, [head, *spaced], credit.heading)
    if more:
        deck.note(slide, [*method.lines, *credit.lines])


_LAYOUTS: dict[str, Callable[[Deck, Part], None]] = {
    "cover": _cover,
    "contents": _contents,
    "key": _key,
    "map": _map,
    "timeline": _timeline,
    "areas": _area,
    "themes": _area,
    "unsure": _unsure,
    "method": _method,
}
