"""The briefing as a PDF handout: A4 pages that flow, with text that can be searched."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib import style as matplotlib_style
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.image import BboxImage
from matplotlib.path import Path
from matplotlib.transforms import Bbox, TransformedBbox
from PIL import Image

from geotrack.edtf import date_in_words
from geotrack.slides.bars import bars_png
from geotrack.slides.builder import in_ranges
from geotrack.slides.listing import shown_rows
from geotrack.slides.master import rgb
from geotrack.staticmap.lettering import one_line
from geotrack.staticmap.sheet import Sheet
from geotrack.style import is_right_to_left, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.schema import Presentation
    from geotrack.slides.grid import Cell
    from geotrack.slides.listing import Listing
    from geotrack.slides.parts import Part

_INCHES = (8.27, 11.69)
_DPI = 100
_MARGIN, _FOOT = 42.0, 40.0
_MAP_PX = (1500, 900)
_INK, _SOFT, _RULE, _ACCENT = "#1d2733", "#5a6470", "#d5dae0", "#0072b2"
_CELL, _CELL_GAP = 7.6, 5.0


class _Flow:
    """Pages filled from top to bottom; what does not fit goes to the next page."""

    def __init__(self, presentation: Presentation) -> None:
        self.rtl = is_right_to_left(presentation.language)
        self.presentation = presentation
        self.phrases = words(presentation.language)
        self.pages: list[Sheet] = []
        self.turn()

    def turn(self) -> None:
        """A new page."""
        wide, high = (round(inch * _DPI) for inch in _INCHES)
        self.pages.append(Sheet(wide, high, inches=_INCHES[0], rtl=self.rtl))
        self.y = self.page.height - _MARGIN

    @property
    def page(self) -> Sheet:
        return self.pages[-1]

    @property
    def width(self) -> float:
        return self.page.width - 2 * _MARGIN

    def room(self, points: float) -> None:
        """Make sure of so much room, on a new page if need be."""
        if self.y - points < _FOOT + 14:
            self.turn()

    def text(
        self, text: str, size: float, *, bold: bool = False, colour: str = _INK, after: float = 4.0
    ) -> None:
        lines = self.page.wrapped(text, self.width, size, bold)
        self.room(min(len(lines), 2) * size * 1.4)
        for line in lines:
            self.room(size * 1.4)
            self.y -= size * 1.4
            self.page.lead(_MARGIN, self.y + size * 0.3, line, size, bold=bold, colour=colour)
        self.y -= after

    def heading(self, text: str, below: float) -> None:
        """A heading, never alone at the foot of a page: with so many points of what follows."""
        self.room(42.0 + below)
        self.y -= 16.0
        line = Path([(_MARGIN, self.y), (self.page.width - _MARGIN, self.y)])
        self.page.path(line, fill=False, edgecolor=_ACCENT, lw=1.4)
        self.y -= 4.0
        self.text(text, 14.0, bold=True)

    def picture(self, data: bytes) -> None:
        with Image.open(io.BytesIO(data)) as image:
            pixels = np.asarray(image.convert("RGB"))
        high = min(self.width * pixels.shape[0] / pixels.shape[1], self.page.height * 0.6)
        wide = high * pixels.shape[1] / pixels.shape[0]
        self.room(high + 6)
        left = (self.page.width - wide) / 2
        edges = Bbox([[left, self.y - high], [left + wide, self.y]])
        sheet = self.page
        shown = BboxImage(TransformedBbox(edges, sheet.axes.transData), interpolation="lanczos")
        shown.set_data(pixels)
        sheet.add(shown)
        self.y -= high + 8

    def table(self, listing: Listing) -> None:
        start, stop, title = shown_rows(listing, self.phrases)
        if (start, stop) != (0, len(listing.rows)):
            self.text(title, 8.0, colour=_SOFT)
        share = self.width / sum(column.width for column in listing.columns)
        widths = [column.width * share for column in listing.columns]
        self._head(listing, widths)
        for row in listing.rows[start:stop]:
            triples = zip(row, widths, listing.columns, strict=True)
            cells = [self._lines(cell, width, c.max_lines + 2) for cell, width, c in triples]
            high = max(len(lines) for lines in cells) * _CELL * 1.32 + 5
            if self.y - high < _FOOT + 14:
                self.turn()
                self._head(listing, widths)
            self._row(row, cells, widths, high, _RULE)

    def _head(self, listing: Listing, widths: Sequence[float]) -> None:
        cells = [self.page.wrapped(column.heading, width - _CELL_GAP, _CELL, True)
                 for column, width in zip(listing.columns, widths, strict=True)]  # fmt: skip
        high = max(len(lines) for lines in cells) * _CELL * 1.32 + 5
        self.room(high + 40)
        self._row(None, cells, widths, high, _INK)

    def _lines(self, cell: Cell, width: float, most: int) -> list[str]:
        text = f"{cell.mark} {cell.text}" if cell.mark else cell.text
        room = width - _CELL_GAP
        lines = self.page.wrapped(text, room, _CELL, cell.bold)
        return self.page.cut_to(lines, most, room, _CELL, cell.bold) or [""]

    def _row(
        self,
        row: Sequence[Cell] | None,
        cells: Sequence[list[str]],
        widths: Sequence[float],
        high: float,
        rule: str,
    ) -> None:
        at = _MARGIN
        for number, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            cell = row[number] if row else None
            y = self.y - 2
            for line in lines:
                y -= _CELL * 1.32
                colour = f"#{rgb(cell.colour)}" if cell else _INK
                bold = cell.bold if cell else True
                box = self.page.lead(at, y + 2, line, _CELL, bold=bold, colour=colour)
                if cell and cell.struck:
                    middle = y + 2 + _CELL * 0.28
                    strike = Path([(box.left, middle), (box.right, middle)])
                    self.page.path(strike, fill=False, edgecolor=colour, lw=0.6)
            at += width
        self.y -= high
        below = Path([(_MARGIN, self.y), (self.page.width - _MARGIN, self.y)])
        self.page.path(below, fill=False, edgecolor=rule, lw=0.6)

    def pdf(self) -> bytes:
        """All pages with marking, day and number."""
        self._feet()
        out = io.BytesIO()
        title = one_line(self.presentation.title)
        facts: Any = {"CreationDate": None, "Producer": None, "Creator": "geotrack", "Title": title}
        with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(out, metadata=facts) as book:
            for sheet in self.pages:
                book.savefig(sheet.figure, dpi=200)
        return out.getvalue()

    def _feet(self) -> None:
        day = ""
        if self.presentation.as_of:
            spelt = date_in_words(self.presentation.as_of, self.phrases)
            day = self.phrases["slides.as_of"].format(date=spelt)
        marking = one_line(self.presentation.marking)
        for number, sheet in enumerate(self.pages, 1):
            values = {"page": number, "pages": len(self.pages)}
            told = self.phrases["slides.handout.page"].format(**values)
            sheet.lead(_MARGIN, 22.0, day, 7.5, colour=_SOFT)
            x, align = (_MARGIN, "left") if self.rtl else (sheet.width - _MARGIN, "right")
            sheet.text(x, 22.0, told, 7.5, colour=_SOFT, align=align)
            if marking:
                text = sheet.fitted(marking, sheet.width / 2, (8.0, 7.0), 1, True)[0]
                for y in (22.0, sheet.height - 24.0):
                    sheet.text(sheet.width / 2, y, text[0], 8.0, bold=True, align="centre")


def briefing_pdf(parts: list[Part], presentation: Presentation) -> bytes:
    """The handout: the same bytes for the same content, on any day."""
    with matplotlib_style.context("default"):
        flow = _Flow(presentation)
        for part in parts:
            _add(flow, part)
        return flow.pdf()


def _add(flow: _Flow, part: Part) -> None:
    if part.key == "cover":
        flow.text(part.title, 22.0, bold=True, after=8)
    else:
        has_picture = part.picture is not None or part.bars is not None
        flow.heading(part.title, flow.width * 0.6 if has_picture else 70.0)
    if part.cards:
        flow.text(" \u00b7 ".join(f"{n} {label}" for n, label in part.cards), 10.5, bold=True)
    if part.picture is not None:
        flow.picture(part.picture.draw(*_MAP_PX))
    if part.bars is not None:
        flow.picture(bars_png(part.bars, flow.rtl))
    if part.listing is not None:
        flow.table(part.listing)
        flow.y -= 6
    for group in part.texts:
        if group.heading:
            is_cover = part.key == "cover"
            flow.text(group.heading, 10.5, bold=not is_cover, colour=_SOFT if is_cover else _ACCENT)
        for line in group.lines:
            flow.text(line, 9.5)
    if part.sources:
        numbers = in_ranges(part.sources)
        flow.text(flow.phrases["slides.cited"].format(numbers=numbers), 7.5, colour=_SOFT)
