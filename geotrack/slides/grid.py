"""Native tables, measured and paged so that no row runs off its slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree
from pptx.oxml.ns import qn
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from geotrack.slides.master import INK, RULE, Box
from geotrack.slides.measure import line_height, shorten, text_width
from geotrack.slides.text import Line, Run, fill_frame, one_line
from geotrack.style import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAD_X = 5.0  # between columns, points
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


class Look(NamedTuple):
    """Font sizes of rows and header, and the space above and below a cell's text, in points."""

    size: float
    head: float
    pad: float


NORMAL = Look(12.0, 11.0, 3.5)
DENSE = Look(11.0, 11.0, 2.0)


class Column(NamedTuple):
    """A column: heading, width in inches, and how many lines its cells may have."""

    heading: str
    width: float
    max_lines: int = 4


class Cell(NamedTuple):
    """A cell's text and look; `mark` is a coloured sign before the text."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    colour: str = INK
    link: str = ""
    mark: str = ""
    mark_colour: str = INK


class _Row(NamedTuple):
    cells: tuple[Cell, ...]
    height: float
    place: int


class Page(NamedTuple):
    """The rows of one slide, ready to place; `indexes` are their places in the whole table."""

    columns: tuple[Column, ...]
    rows: tuple[_Row, ...]
    look: Look

    @property
    def indexes(self) -> list[int]:
        """Which rows of the whole table stand here."""
        return [row.place for row in self.rows]


def table_pages(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], height: float, look: Look = NORMAL
) -> list[Page]:
    """Rows dealt out to pages of at most `height` inches; long cells end in an ellipsis."""
    room = height * 72 - _head_height(columns, look)
    fitted = [_fit_row(columns, row, place, look) for place, row in enumerate(rows)]
    return [Page(tuple(columns), tuple(page), look) for page in _dealt(fitted, room)]


def _dealt(rows: Sequence[_Row], room: float) -> list[list[_Row]]:
    """Rows in as few pages as can be, and about equally full: no page with one lost row."""
    fewest = _filled(rows, room)
    if len(fewest) < 2:
        return fewest
    even = sum(row.height for row in rows) / len(fewest)
    for share in range(20):
        pages = _filled(rows, even + (room - even) * share / 20)
        if len(pages) == len(fewest):
            return pages
    return fewest


def _filled(rows: Sequence[_Row], room: float) -> list[list[_Row]]:
    pages: list[list[_Row]] = []
    used = room
    for row in rows:
        if not pages or used + row.height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _inner(column: Column) -> float:
    return column.width * 72 - 2 * _PAD_X - 1


def _head_height(columns: Sequence[Column], look: Look) -> float:
    lines = [shorten(c.heading, _inner(c), 2, look.head, True).lines for c in columns]
    return max(lines) * line_height("", look.head) + 2 * look.pad


def _fit_row(columns: Sequence[Column], cells: Sequence[Cell], place: int, look: Look) -> _Row:
    fitted = []
    height = 0.0
    for column, cell in zip(columns, cells, strict=True):
        mark = f"{cell.mark} " if cell.mark else ""
        # The mark may come from another font: room for a wide one.
        reserve = text_width("\u2588\u2588", look.size) if mark else 0.0
        width = _inner(column) - reserve
        cut = shorten(one_line(cell.text), width, column.max_lines, look.size, cell.bold)
        height = max(height, cut.lines * line_height(cut.text, look.size))
        fitted.append(cell._replace(text=cut.text, mark=mark))
    return _Row(tuple(fitted), height + 2 * look.pad, place)


def page_height(page: Page) -> float:
    """The height of a page's table in inches."""
    return (_head_height(page.columns, page.look) + sum(row.height for row in page.rows)) / 72


def add_table(slide: Any, page: Page, box: Box, language: str) -> Any:
    """Place one page of a table; its first row is flagged as the header."""
    height = page_height(page)
    frame = slide.shapes.add_table(
        len(page.rows) + 1, len(page.columns),
        *(Inches(v) for v in (box.left, box.top, box.width, height)),
    )  # fmt: skip
    table = frame.table
    table.first_row, table.horz_banding = True, False
    if is_right_to_left(language):
        table._tbl.tblPr.set("rtl", "1")
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    for column, made in zip(page.columns, table.columns, strict=True):
        made.width = Inches(column.width)
    heights = [_head_height(page.columns, page.look), *(row.height for row in page.rows)]
    rows = [_header(page), *(row.cells for row in page.rows)]
    for number, (tr, cells) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        tr.h = Pt(heights[number])
        for tc, cell in zip(tr.tc_lst, cells, strict=True):
            _fill_cell(table, tc, cell, page.look, number == 0, language)
    return frame


def _header(page: Page) -> tuple[Cell, ...]:
    return tuple(
        Cell(shorten(c.heading, _inner(c), 2, page.look.head, True).text, bold=True)
        for c in page.columns
    )


def _fill_cell(table: Any, tc: Any, cell: Cell, look: Look, is_head: bool, language: str) -> None:
    size = look.head if is_head else look.size
    runs = (
        Run(cell.mark, size, colour=cell.mark_colour),
        Run(cell.text, size, cell.bold, cell.italic, cell.struck, cell.colour, cell.link),
    )
    frame = TextFrame(tc.get_or_add_txBody(), table)
    if cell.text:
        fill_frame(frame, [Line(runs)], language)
    else:  # an empty cell would take the default size of 18 points
        frame.paragraphs[0].font.size = Pt(size)
    properties = tc.get_or_add_tcPr()
    for side, value in (("marL", 0), ("marR", 2 * _PAD_X),
                        ("marT", look.pad), ("marB", look.pad)):  # fmt: skip
        properties.set(side, str(int(Pt(value))))
    _borders(properties, is_head)


def _borders(properties: Any, is_head: bool) -> None:
    width = 1.25 if is_head else 0.75
    for name in ("a:lnL", "a:lnR", "a:lnT"):
        line = etree.SubElement(properties, qn(name), w="0")
        etree.SubElement(line, qn("a:noFill"))
    line = etree.SubElement(properties, qn("a:lnB"), w=str(int(Pt(width))))
    fill = etree.SubElement(line, qn("a:solidFill"))
    if is_head:
        etree.SubElement(fill, qn("a:schemeClr"), val="tx1")
    else:
        etree.SubElement(fill, qn("a:srgbClr"), val=RULE)
    etree.SubElement(properties, qn("a:noFill"))
