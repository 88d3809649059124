"""The briefing as a Word document: headings, native tables with repeated headers, pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from geotrack.edtf import date_in_words
from geotrack.slides.bars import bars_png
from geotrack.slides.builder import in_ranges
from geotrack.slides.listing import shown_rows
from geotrack.slides.master import rgb
from geotrack.slides.steady import stamp_of, steady_zip
from geotrack.slides.text import one_line
from geotrack.style import is_right_to_left, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.schema import Presentation
    from geotrack.slides.grid import Cell
    from geotrack.slides.listing import Listing
    from geotrack.slides.parts import Part

_MAP_PX = (1600, 900)
_WIDTH = Cm(25.7)  # of an A4 page across, between its margins


class _Document:
    """A document under construction, in one direction of writing."""

    def __init__(self, presentation: Presentation) -> None:
        self.phrases = words(presentation.language)
        self.rtl = is_right_to_left(presentation.language)
        self.made = docx.Document()
        _page(self.made.sections[0])
        self._styles()
        self._feet(presentation)
        core = self.made.core_properties
        core.title, core.author = one_line(presentation.title)[:255], "geotrack"
        core.last_modified_by, core.language = "geotrack", presentation.language
        core.comments = ""
        core.created = core.modified = stamp_of(presentation.as_of)

    def _styles(self) -> None:
        for name, size in (("Normal", 10.5), ("Title", 26), ("Heading 1", 17), ("Heading 2", 13)):
            style = self.made.styles[name]
            style.font.name, style.font.size = "Calibri", Pt(size)
            if name != "Normal":
                style.font.color.rgb = RGBColor.from_string(str(rgb("text")))

    def _feet(self, presentation: Presentation) -> None:
        """The marking above and below every page, and the day of the data."""
        section = self.made.sections[0]
        marking = one_line(presentation.marking)
        day = ""
        if presentation.as_of:
            spelt = date_in_words(presentation.as_of, self.phrases)
            day = self.phrases["slides.as_of"].format(date=spelt)
        for part, texts in ((section.header, [marking]), (section.footer, [marking, day])):
            text = " \u00b7 ".join(one for one in texts if one)
            paragraph = part.paragraphs[0]
            run = paragraph.add_run(text)
            run.bold = bool(marking)
            paragraph.alignment = 1

    def heading(self, text: str, level: int) -> None:
        self._direct(self.made.add_heading(one_line(text), level))

    def paragraph(self, text: str, *, size: float = 0.0, bullet: bool = False) -> None:
        style = "List Number" if bullet else None
        paragraph = self.made.add_paragraph(one_line(text), style=style)
        if size:
            paragraph.runs[0].font.size = Pt(size)
        self._direct(paragraph)

    def picture(self, data: bytes, alt: str) -> None:
        shape = self.made.add_picture(io.BytesIO(data), width=int(_WIDTH * 0.9))
        properties = shape._inline.docPr
        properties.set("descr", one_line(alt))

    def table(self, columns: Sequence[str], widths: Sequence[float], rows: Any) -> None:
        table = self.made.add_table(rows=1 + len(rows), cols=len(columns))
        table.style = "Light Grid Accent 1"
        table.autofit = False
        if self.rtl:
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        head, *others = table.rows
        marked = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(marked)
        for cell, text in zip(head.cells, columns, strict=True):
            cell.paragraphs[0].add_run(one_line(text)).bold = True
            self._direct(cell.paragraphs[0])
        share = _WIDTH / sum(widths)
        for made, row in zip(others, rows, strict=True):
            for cell, told in zip(made.cells, row, strict=True):
                self._fill(cell, told)
        # Word goes by the cells' widths, LibreOffice by the columns'.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = int(width * share)
        for row in table.rows:
            unbroken = OxmlElement("w:cantSplit")
            row._tr.get_or_add_trPr().append(unbroken)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = int(width * share)

    def _fill(self, cell: Any, told: Cell) -> None:
        paragraph = cell.paragraphs[0]
        if told.mark:
            mark = paragraph.add_run(f"{told.mark} ")
            mark.font.color.rgb = RGBColor.from_string(str(rgb(told.mark_colour)))
        run = paragraph.add_run(one_line(told.text))
        run.bold, run.italic, run.font.strike = told.bold, told.italic, told.struck
        run.font.size = Pt(9.5)
        self._direct(paragraph)

    def _direct(self, paragraph: Any) -> None:
        if self.rtl:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(OxmlElement("w:bidi"))
            for run in paragraph.runs:
                run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.made.save(out)
        return steady_zip(out.getvalue())


def _page(section: Any) -> None:
    """A4 across: the tables are wide."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)


def briefing_docx(parts: list[Part], presentation: Presentation) -> bytes:
    """The document: the same bytes for the same content, on any day."""
    document = _Document(presentation)
    for part in parts:
        document.heading(part.title, 0 if part.key == "cover" else 1)
        if part.cards:
            document.paragraph(" \u00b7 ".join(f"{n} {label}" for n, label in part.cards), size=13)
        if part.picture is not None:
            document.picture(part.picture.draw(*_MAP_PX), part.picture.alt)
        if part.bars is not None:
            document.picture(bars_png(part.bars, document.rtl), part.title)
        if part.listing is not None:
            _add_listing(document, part.listing)
        _add_texts(document, part)
    return document.bytes()


def _add_texts(document: _Document, part: Part) -> None:
    for group in part.texts:
        if group.heading and part.key == "cover":
            document.paragraph(group.heading, size=12)
        elif group.heading:
            document.heading(group.heading, 2)
        for line in group.lines:
            document.paragraph(line, bullet=part.key == "contents")
    if part.sources:
        numbers = in_ranges(part.sources)
        document.paragraph(document.phrases["slides.cited"].format(numbers=numbers), size=9)


def _add_listing(document: _Document, listing: Listing) -> None:
    start, stop, title = shown_rows(listing, document.phrases)
    if (start, stop) != (0, len(listing.rows)):
        document.paragraph(title, size=9)
    headings = [column.heading for column in listing.columns]
    widths = [column.width for column in listing.columns]
    document.table(headings, widths, listing.rows[start:stop])
