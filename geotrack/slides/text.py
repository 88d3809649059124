"""Putting text into shapes: cleaned, measured, with its direction and language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree
from pptx.oxml.ns import qn

from geotrack.slides.master import INK, paint, points
from geotrack.slides.measure import starts_right_to_left
from geotrack.style import clean_text, is_right_to_left, safe_url

if TYPE_CHECKING:
    from collections.abc import Iterable

# What XML 1.0 has no place for, besides what clean_text takes away.
_NOT_XML = re.compile("[\ufffe\uffff\v\f]")


class Run(NamedTuple):
    """A stretch of text with one look. `link` is kept only if it is plain http(s)."""

    text: str
    size: float = 12
    bold: bool = False
    italic: bool = False
    struck: bool = False
    colour: str = INK
    link: str = ""


class Line(NamedTuple):
    """A paragraph: its runs, the space before it (points) and whether it is centred."""

    runs: tuple[Run, ...]
    before: float = 0
    align: str = ""


def tidy(text: str) -> str:
    """The text as a slide can hold it, on one line where it was one paragraph."""
    return _NOT_XML.sub("\ufffd", clean_text(text)).replace("\t", " ")


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(tidy(text).split())


def fill_frame(frame: Any, lines: Iterable[Line], language: str) -> None:
    """Write paragraphs into a text frame, each set in its own direction."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        text = "".join(run.text for run in line.runs)
        properties = paragraph._p.get_or_add_pPr()
        right_to_left = is_right_to_left(language) or starts_right_to_left(text)
        if right_to_left:
            properties.set("rtl", "1")
            properties.set("algn", line.align or "r")
        elif line.align:
            properties.set("algn", line.align)
        if line.before:
            paragraph.space_before = points(line.before)
        for run in line.runs:
            _add_run(paragraph, run, _language_of(text, language))


def _language_of(text: str, language: str) -> str:
    """The language a spelling checker should take a paragraph for."""
    if is_right_to_left(language):
        return language
    return "ar" if starts_right_to_left(text) else language


def _add_run(paragraph: Any, run: Run, language: str) -> None:
    if not run.text:
        return
    made = paragraph.add_run()
    made.text = run.text
    font = made.font
    font.size, font.bold, font.italic = points(run.size), run.bold, run.italic
    paint(font.color, run.colour)
    properties = made._r.get_or_add_rPr()
    properties.set("lang", language)
    if run.struck:
        properties.set("strike", "sngStrike")
    address = safe_url(run.link)
    if address:
        made.hyperlink.address = address


def set_look(shape: Any, name: str, description: str = "") -> None:
    """Name a shape and give it its alternative text."""
    (properties,) = shape._element.xpath("./*/p:cNvPr")
    properties.set("name", name)
    if description:
        properties.set("descr", one_line(description))


def bare_frame(shape: Any, anchor: str = "t") -> Any:
    """The shape's text frame: wrapped, without margins, its size never changed by the program."""
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    body = frame._txBody.bodyPr
    for child in list(body):
        body.remove(child)
    etree.SubElement(body, qn("a:noAutofit"))
    body.set("anchor", anchor)
    return frame
