"""Type signs as letters, for tables: filled for what occurred, hollow for what did not."""

from __future__ import annotations

from geotrack.style import type_style

_FILLED = {
    "circle": "\u25cf", "triangle": "\u25b2", "square": "\u25a0", "diamond": "\u25c6",
    "pentagon": "\u2b1f", "hexagon": "\u2b22", "star": "\u2605", "cross": "\u271a",
}  # fmt: skip
_HOLLOW = {
    "circle": "\u25cb", "triangle": "\u25b3", "square": "\u25a1", "diamond": "\u25c7",
    "pentagon": "\u2b20", "hexagon": "\u2b21", "star": "\u2606", "cross": "\u2719",
}  # fmt: skip


def type_mark(event_type: str, occurred: bool) -> tuple[str, str]:
    """The sign of a type and its colour.

    >>> type_mark("Battles", True)[0], type_mark("Battles", False)[0]
    ('◆', '◇')
    """
    look = type_style(event_type)
    return (_FILLED if occurred else _HOLLOW)[look.shape], look.colour
