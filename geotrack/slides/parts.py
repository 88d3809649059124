"""A part of the briefing: what a slide, or a chapter of a handout, holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.schema import Presentation
    from geotrack.slides.chart import Bars
    from geotrack.slides.listing import Listing
    from geotrack.tables import Tables

    # Draws a map of tables, width and height in pixels, as PNG.
    Draw = Callable[[Tables, Presentation, int, int], bytes]


class Texts(NamedTuple):
    """Paragraphs under a heading (empty: none)."""

    heading: str
    lines: tuple[str, ...]


class Picture(NamedTuple):
    """A picture with its alternative text; `draw` makes it as PNG, width and height in pixels."""

    draw: Callable[[int, int], bytes]
    alt: str


class Part(NamedTuple):
    """One part of the briefing, with the numbers of the sources it cites and the notes behind it;
    what it does not have is empty. `cards` are (number, label)."""

    key: str
    title: str
    sources: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    texts: tuple[Texts, ...] = ()
    cards: tuple[tuple[str, str], ...] = ()
    listing: Listing | None = None
    picture: Picture | None = None
    bars: Bars | None = None
