"""A deck under construction: slides with title, content, cited sources, marking and notes."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING, Any

from PIL import Image
from pptx.oxml.ns import qn
from pptx.util import Inches

from geotrack.slides.grid import Page, add_table
from geotrack.slides.master import (
    BODY,
    COVER_SUBTITLE,
    FOOT_LEFT,
    FOOT_MIDDLE,
    FOOT_RIGHT,
    INK,
    SOFT,
    SOURCES,
    TITLE,
    Box,
    mirror,
    mirrored,
    new_deck,
    place,
)
from geotrack.slides.measure import Fitted, fit, line_height
from geotrack.slides.steady import stamp_of, steady_zip
from geotrack.slides.template import open_template
from geotrack.slides.text import Line, Run, bare_frame, fill_frame, one_line, set_look, tidy
from geotrack.style import is_right_to_left, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from geotrack.schema import Presentation

_COVER, _PLAIN = 0, 1


class Deck:
    """Collects slides. Every text is cleaned and measured; what is cut stands in the notes."""

    def __init__(self, presentation: Presentation, template: Path | None = None) -> None:
        self.presentation = presentation
        self.words = words(presentation.language)
        self.language = presentation.language
        self.rtl = is_right_to_left(presentation.language)
        self.has_own_look = template is None
        if template is None:
            self.deck = new_deck(self.rtl)
            self._layouts = tuple(self.deck.slide_layouts)
        else:
            self.deck, *layouts = open_template(template)
            self._layouts = tuple(layouts)

    def cover(self) -> Any:
        """The first slide, with its footer; the caller fills title and subtitle."""
        return self._new_slide(_COVER)

    def cover_places(self, slide: Any) -> tuple[Any, Any]:
        """The shapes for title and subtitle of the cover; a template may lack the second."""
        title = slide.shapes.title
        for shape in slide.placeholders:
            if shape._element.ph.get("type") == "subTitle":
                return title, shape
        box = slide.shapes.add_textbox(*(Inches(value) for value in COVER_SUBTITLE))
        return title, box

    def slide(self, title: str, sources: Iterable[int], notes: Iterable[str] = ()) -> Any:
        """A titled slide that cites these source numbers."""
        slide = self._new_slide(_PLAIN)
        fitted = self.put(slide.shapes.title, title, TITLE, (28, 26, 24, 22, 20), True, "b")
        lines = [one_line(title)] if fitted.cut else []
        self._cite(slide, sources)
        self.note(slide, [*lines, *notes])
        return slide

    def put(
        self,
        shape: Any,
        text: str,
        box: Box,
        sizes: tuple[float, ...],
        bold: bool = False,
        anchor: str = "t",
        colour: str = INK,
    ) -> Fitted:
        """Write one text into a shape at the largest size that fits its box.

        On a slide of a template the shape is put where it was measured for.
        """
        if not self.has_own_look:
            place(shape, mirrored(box) if self.rtl else box)
        fitted = fit(one_line(text), box.width * 72 - 4, box.height * 72, sizes, bold)
        run = Run(fitted.text, fitted.size, bold, colour=colour)
        fill_frame(bare_frame(shape, anchor), [Line((run,))], self.language)
        return fitted

    def text(self, slide: Any, box: Box, lines: Sequence[Line], name: str) -> Any:
        """A text box; the caller has measured the lines."""
        shape = slide.shapes.add_textbox(*(Inches(value) for value in box))
        set_look(shape, name)
        fill_frame(bare_frame(shape), lines, self.language)
        return shape

    def table(self, slide: Any, page: Page, box: Box, name: str) -> Any:
        """One page of a native table."""
        frame = add_table(slide, page, box, self.language)
        set_look(frame, name, name)
        return frame

    def picture(self, slide: Any, data: bytes, box: Box, description: str, name: str) -> Any:
        """A picture in the middle of a box, whole and undistorted."""
        with Image.open(io.BytesIO(data)) as image:
            ratio = image.width / image.height
        width = min(box.width, box.height * ratio)
        height = width / ratio
        left = box.left + (box.width - width) / 2
        top = box.top + (box.height - height) / 2
        shape = slide.shapes.add_picture(
            io.BytesIO(data), *(Inches(value) for value in (left, top, width, height))
        )
        set_look(shape, name, description)
        return shape

    def note(self, slide: Any, lines: Iterable[str]) -> None:
        """Speaker notes, one paragraph a line."""
        kept = [tidy(line) for line in lines if line]
        if kept:
            slide.notes_slide.notes_text_frame.text = "\n".join(kept)

    def bytes(self) -> bytes:
        """The finished file: the same bytes for the same content, on any day."""
        for slide in self.deck.slides:
            self._footers_last(slide)
            for shape in slide.shapes if self.rtl else ():
                if not shape.is_placeholder:
                    mirror(shape)
        self._set_properties()
        out = io.BytesIO()
        self.deck.save(out)
        return steady_zip(out.getvalue())

    # --- what every slide carries ---------------------------------------------------------

    def _new_slide(self, layout: int) -> Any:
        slide = self.deck.slides.add_slide(self._layouts[layout])
        self._add_footers(slide)
        return slide

    def _add_footers(self, slide: Any) -> None:
        """As_of, marking and slide number, as the placeholders that the layout declares."""
        texts = {"dt": self._as_of(), "ftr": one_line(self.presentation.marking)}
        boxes = {"dt": FOOT_LEFT, "ftr": FOOT_MIDDLE}
        if not self.has_own_look:
            self._plain_footers(slide, texts, boxes)
            return
        for shape in slide.slide_layout.placeholders:
            kind = shape._element.ph.get("type")
            if kind not in ("dt", "ftr", "sldNum") or not texts.get(kind, "number"):
                continue
            element = copy.deepcopy(shape._element)
            slide.shapes._spTree.append(element)
            made = slide.shapes[-1]
            made._element.nvSpPr.cNvPr.set("id", str(900 + shape.placeholder_format.idx))
            if kind in boxes:
                for child in element.txBody.findall(qn("a:p"))[1:]:
                    element.txBody.remove(child)
                frame = made.text_frame
                frame.text = ""
                colour, bold = (INK, True) if kind == "ftr" else (SOFT, False)
                self.put(made, texts[kind], boxes[kind], (11, 10, 9, 8), bold, "ctr", colour)

    def _plain_footers(self, slide: Any, texts: dict[str, str], boxes: dict[str, Box]) -> None:
        """On a template the marking and the day are text of their own: its layouts may have no
        place for them, and a marking must stand on every slide."""
        for shape in slide.slide_layout.placeholders:
            if shape._element.ph.get("type") == "sldNum":
                slide.shapes._spTree.append(copy.deepcopy(shape._element))
                place(slide.shapes[-1], mirrored(FOOT_RIGHT) if self.rtl else FOOT_RIGHT)
                slide.shapes[-1]._element.nvSpPr.cNvPr.set("id", "950")
        names = {"dt": self.words["slides.as_of"].format(date=""), "ftr": "Marking"}
        for kind, text in texts.items():
            if text:
                shape = slide.shapes.add_textbox(*(Inches(value) for value in boxes[kind]))
                set_look(shape, names[kind].strip())
                colour, bold = (INK, True) if kind == "ftr" else (SOFT, False)
                fitted = fit(text, boxes[kind].width * 72 - 4, boxes[kind].height * 72,
                             (11, 10, 9, 8), bold)  # fmt: skip
                run = Run(fitted.text, fitted.size, bold, colour=colour)
                align = "ctr" if kind == "ftr" else ""
                fill_frame(bare_frame(shape, "ctr"), [Line((run,), align=align)], self.language)

    def _as_of(self) -> str:
        day = self.presentation.as_of
        if not day:
            return ""
        from geotrack.edtf import date_in_words

        return self.words["slides.as_of"].format(date=date_in_words(day, self.words))

    def _footers_last(self, slide: Any) -> None:
        """Readers meet title, content and sources before the footer: the order of the tree."""
        tree = slide.shapes._spTree
        last = [s._element for s in slide.shapes if s.name == self.words["slides.sources.cited"]]
        kinds = ("dt", "ftr", "sldNum")
        last += [s._element for s in slide.placeholders if s._element.ph.get("type") in kinds]
        for element in last:
            tree.remove(element)
            tree.append(element)

    def _cite(self, slide: Any, sources: Iterable[int]) -> None:
        numbers = in_ranges(sources)
        if not numbers:
            return
        text = self.words["slides.cited"].format(numbers=numbers)
        shape = slide.shapes.add_textbox(*(Inches(value) for value in SOURCES))
        set_look(shape, self.words["slides.sources.cited"])
        self.put(shape, text, SOURCES, (11, 10), anchor="ctr", colour=SOFT)

    def _set_properties(self) -> None:
        core = self.deck.core_properties
        core.title = one_line(self.presentation.title)[:255]
        core.subject = one_line(self.presentation.subtitle)[:255]
        core.author = core.last_modified_by = "geotrack"
        core.language = self.language
        core.created = core.modified = stamp_of(self.presentation.as_of)
        core.revision = 1


def in_ranges(numbers: Iterable[int]) -> str:
    """Numbers as short text.

    >>> in_ranges([3, 1, 2, 7])
    '1\\u20133, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(
        str(a) if a == b else (f"{a}, {b}" if b == a + 1 else f"{a}\u2013{b}") for a, b in runs
    )


def text_lines(
    texts: Iterable[str], width: float, height: float, size: float, gap: float = 6
) -> tuple[list[Line], list[str]]:
    """Paragraphs that fit a column (inches) and those that do not."""
    from geotrack.slides.measure import wrapped

    room = height * 72
    lines: list[Line] = []
    left_over: list[str] = []
    for text in map(one_line, texts):
        need = len(wrapped(text, width * 72 - 4, size)) * line_height(text, size)
        need += gap if lines else 0
        if left_over or need > room:
            left_over.append(text)
            continue
        room -= need
        lines.append(Line((Run(text, size),), gap if lines else 0))
    return lines, left_over


def shrunk_lines(
    texts: Sequence[str], width: float, height: float, sizes: Sequence[float], gap: float = 6
) -> tuple[list[Line], list[str]]:
    """Paragraphs at the largest of `sizes` at which all fit, and what fits at none of them."""
    for size in sizes:
        lines, left_over = text_lines(texts, width, height, size, gap)
        if not left_over:
            break
    return lines, left_over


__all__ = ["BODY", "Deck", "in_ranges", "place", "shrunk_lines", "text_lines"]
