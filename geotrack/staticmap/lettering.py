"""The map's font, which characters it has, and text made fit to be written with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font

from geotrack.style import clean_text

_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}


@cache
def font_of(bold: bool) -> FontProperties:
    """The map's font, which comes inside matplotlib."""
    file = Path(mpl.get_data_path()) / "fonts" / "ttf" / _FILES[bold]
    # Family and weight are for SVG, which names its fonts; the file is for everything else.
    return FontProperties(
        family="DejaVu Sans", weight="bold" if bold else "normal", fname=str(file)
    )


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(str(font_of(False).get_file())).get_charmap())


def can_write(text: str) -> bool:
    """Whether the map's font has a glyph for every character.

    >>> can_write("ھەولێر"), can_write("日本")
    (True, False)
    """
    return all(ord(char) in _glyphs() or char.isspace() for char in text)


def one_line(text: str) -> str:
    """Cleaned text on one line; characters the font lacks become a visible replacement sign.

    >>> one_line("Zakho,\\n 日")
    'Zakho, �'
    """
    cleaned = " ".join(clean_text(text).split())
    return "".join(c if ord(c) in _glyphs() or c == " " else "\ufffd" for c in cleaned)


def shortened(text: str, length: int) -> str:
    """The text, cut at `length` characters with an ellipsis if it is longer.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
