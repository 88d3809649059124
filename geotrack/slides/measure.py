"""How much room a text needs, measured before it is placed.

DejaVu Sans, which matplotlib brings along, is wider than Calibri, Arial and Noto Sans, so what
fits here fits there. Letters are measured one by one (no kerning, no joining): wider again.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl
from PIL import ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator

ELLIPSIS = "\u2026"
# Height of a line in font sizes: Noto Sans needs 1.36, Arabic faces more.
_LINE, _LINE_RTL = 1.38, 1.62
_UNIT = 100


class Fitted(NamedTuple):
    """A text as it goes on the slide: `cut` tells that some of it had to be left out."""

    text: str
    size: float
    lines: int
    cut: bool


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / name), _UNIT, layout_engine=ImageFont.Layout.BASIC)


@cache
def _char_width(char: str, bold: bool) -> float:
    """The width of one letter in font sizes."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return float(_font(bold).getlength(char)) / _UNIT


def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a line of text in points."""
    return size * sum(_char_width(char, bold) for char in text)


def line_height(text: str, size: float) -> float:
    """The height of each line of this text in points."""
    return size * (_LINE_RTL if starts_right_to_left(text) else _LINE)


def starts_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction of its own runs from right to left.

    >>> starts_right_to_left("12 غارة"), starts_right_to_left("Gara گارە")
    (True, False)
    """
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def wrapped(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """The text in lines of at most `width` points; a word too long is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(paragraph, width, size, bold))
    return lines


def _wrap_paragraph(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    line, used = "", 0.0
    space = text_width(" ", size, bold)
    for word in text.split():
        for piece in _pieces(word, width, size, bold):
            length = text_width(piece, size, bold)
            if line and used + space + length > width:
                yield line
                line, used = piece, length
            else:
                line, used = (f"{line} {piece}", used + space + length) if line else (piece, length)
    yield line


def _pieces(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    """The word, broken where it is wider than a line."""
    piece, used = "", 0.0
    for char in word:
        length = size * _char_width(char, bold)
        if piece and used + length > width:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + char, used + length
    yield piece


def fit(
    text: str,
    width: float,
    height: float,
    sizes: tuple[float, ...],
    bold: bool = False,
) -> Fitted:
    """The text at the largest of `sizes` at which it fits the box (points), else shortened."""
    for size in sizes:
        lines = wrapped(text, width, size, bold)
        if len(lines) * line_height(text, size) <= height:
            return Fitted(text, size, len(lines), False)
    size = sizes[-1]
    return shorten(text, width, max(1, int(height / line_height(text, size))), size, bold)


def shorten(text: str, width: float, max_lines: int, size: float, bold: bool = False) -> Fitted:
    """The text in at most `max_lines` lines, with an ellipsis where it had to be cut."""
    lines = wrapped(text, width, size, bold)
    if len(lines) <= max_lines:
        return Fitted(text, size, len(lines), False)
    last = lines[max_lines - 1]
    while last and text_width(last + ELLIPSIS, size, bold) > width:
        last = last[:-1]
    kept = [*lines[: max_lines - 1], last.rstrip() + ELLIPSIS]
    return Fitted(" ".join(kept), size, max_lines, True)
