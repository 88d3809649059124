"""Long tables over as many slides as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.slides.grid import NORMAL, Cell, Column, Look, page_height, table_pages
from geotrack.slides.marks import type_mark
from geotrack.slides.master import BODY, SOFT, Box
from geotrack.slides.measure import text_width
from geotrack.slides.text import Line, Run, one_line
from geotrack.style import type_order
from geotrack.timeline.phrases import type_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geotrack.slides.builder import Deck

# A deck is shown to people: longer tables keep their newest rows, and the title says so.
MOST_ROWS = 400
_LEGEND = Box(BODY.left, 6.24, BODY.width, 0.27)


class Listing(NamedTuple):
    """A long table: title, columns, and for each row its cells, sources and note.

    `types` are (event type, occurred) of the rows' signs; a table too long for a deck keeps its
    last rows, or its first with `keep_first`.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    sources: Sequence[Sequence[int]]
    notes: Sequence[str]
    types: Sequence[tuple[str, bool]] | None = None
    look: Look = NORMAL
    keep_first: bool = False


def shown_rows(listing: Listing, phrases: Mapping[str, str]) -> tuple[int, int, str]:
    """The first row shown and the one behind the last, and the title, which says what is left
    out."""
    total = len(listing.rows)
    start = 0 if listing.keep_first else max(0, total - MOST_ROWS)
    stop = min(total, start + MOST_ROWS)
    if stop - start == total:
        return start, stop, listing.title
    key = "slides.first_of" if listing.keep_first else "slides.last_of"
    values = {"n": f"{MOST_ROWS:,}", "total": f"{total:,}"}
    return start, stop, f"{listing.title}: {phrases[key].format(**values)}"


def add_listing(deck: Deck, listing: Listing) -> None:
    """A table over as many slides as it needs; beyond MOST_ROWS the title says what is left out."""
    phrases = deck.words
    start, stop, title = shown_rows(listing, phrases)
    height = (_LEGEND.top - 0.05 if listing.types else 6.5) - BODY.top
    pages = table_pages(listing.columns, listing.rows[start:stop], height, listing.look)
    for number, page in enumerate(pages, 1):
        indexes = [start + index for index in page.indexes]
        sources = [source for index in indexes for source in listing.sources[index]]
        named = title
        if len(pages) > 1:
            named = phrases["slides.page"].format(title=title, page=number, pages=len(pages))
        slide = deck.slide(named, sources, [listing.notes[index] for index in indexes])
        deck.table(slide, page, BODY._replace(height=page_height(page)), named)
        if listing.types:
            _legend(deck, slide, [listing.types[index] for index in indexes])


def _legend(deck: Deck, slide: Any, types: Sequence[tuple[str, bool]]) -> None:
    """The signs of the types on this slide, in one line; types beyond its end are left out."""
    size = 11.0
    runs: list[Run] = []
    hollow = any(not occurred for _, occurred in types)
    note = deck.words["slides.legend.hollow"] if hollow else ""
    used = text_width(note, size) + 30
    for name in sorted({name for name, _ in types}, key=lambda t: (type_order(t), t)):
        mark, colour = type_mark(name, True)
        word = f"{one_line(type_in_words(name, deck.words))}    "
        used += text_width(word, size) + 2 * size
        if used > _LEGEND.width * 72:
            break
        runs += [Run(f"{mark} ", size, colour=colour), Run(word, size, colour=SOFT)]
    runs.append(Run(note, size, italic=True, colour=SOFT))
    deck.text(slide, _LEGEND, [Line(tuple(runs))], deck.words["slides.legend"])
