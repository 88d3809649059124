"""The panel beside (or below) the map: blocks of text and signs, one below the other."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.path import Path

from geotrack.staticmap.furniture import INK, MUTED, RULE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geotrack.staticmap.box import Box
    from geotrack.staticmap.sheet import Sheet

ROW, TEXT, HEAD, _GAP = 10.2, 6.8, 7.2, 7.0
# How far from the side where reading starts the text of a row stands, after its sign.
INDENT = 15.0


class Lane(NamedTuple):
    """A column of the panel to write in. `k` scales everything; distances are counted from the
    side where reading starts: the left, or the right for Arabic and its like."""

    sheet: Sheet
    left: float
    width: float
    k: float

    def x(self, offset: float) -> float:
        """Page coordinate of a distance from the start."""
        if self.sheet.rtl:
            return self.left + self.width - offset * self.k
        return self.left + offset * self.k

    def end(self, offset: float) -> float:
        """Page coordinate of a distance from the far side."""
        if self.sheet.rtl:
            return self.left + offset * self.k
        return self.left + self.width - offset * self.k

    def write(
        self, y: float, text: str, size: float = TEXT, *, at: float = 0.0, bold: bool = False,
        colour: str = INK,
    ) -> None:  # fmt: skip
        """Write text that begins at a distance from the start."""
        rtl = self.sheet.rtl
        if rtl:  # "2-3" must not become "3-2"; words read from the right whatever they begin with
            text = ("\u200f" if any(c.isalpha() for c in text) else "\u200e") + text
        self.sheet.text(
            self.x(at), y, text, size * self.k,
            bold=bold, colour=colour, align="right" if rtl else "left",
        )  # fmt: skip

    def number(
        self, y: float, text: str, size: float = TEXT, *, at: float = 2.0, bold: bool = False,
        colour: str = INK,
    ) -> None:  # fmt: skip
        """Write text that ends at a distance from the far side."""
        self.sheet.text(
            self.end(at), y, text, size * self.k,
            bold=bold, colour=colour, align="left" if self.sheet.rtl else "right",
        )  # fmt: skip

    def heading(self, top: float, text: str) -> float:
        """A heading; gives back where what stands below it begins."""
        self.write(top - HEAD * self.k, text, HEAD, bold=True)
        return top - ROW * self.k * 1.08

    def paragraph(self, top: float, lines: Sequence[str], colour: str = MUTED) -> float:
        """Small lines of text; gives back where they end."""
        for line in lines:
            top -= SMALL_ROW * self.k
            self.write(top + 0.25 * SMALL_ROW * self.k, line, SMALL, colour=colour)
        return top


SMALL, SMALL_ROW = 6.0, 8.0


class Block(NamedTuple):
    """One part of the panel: its height at full size, and how to draw it from a top downwards."""

    height: float
    draw: Callable[[Lane, float], None]


def note_block(sheet: Sheet, heading: str, texts: Sequence[str], width: float) -> Block | None:
    """Remarks in small type under a heading, wrapped to a column `width` points wide."""
    lines = [line for text in texts if text for line in sheet.wrapped(text, width, SMALL)]
    if not lines:
        return None
    head = ROW * 1.08 if heading else 0.0

    def draw(lane: Lane, top: float) -> None:
        y = lane.heading(top, heading) if heading else top
        lane.paragraph(y, lines)

    return Block(head + len(lines) * SMALL_ROW + 1.0, draw)


def draw_panel(sheet: Sheet, box: Box, blocks: list[Block], columns: int) -> None:
    """Draw the blocks one below the other (in columns if asked), shrunk if they do not fit."""
    stacks = _stacks(blocks, columns)
    tallest = max((_height(stack) for stack in stacks), default=0.0)
    scale = min(1.0, box.height / tallest) if tallest else 1.0
    width = lane_width(box, columns)
    for number, stack in enumerate(stacks):
        place = columns - 1 - number if sheet.rtl else number
        left, y = box.left + place * (width + GUTTER), box.top
        for i, block in enumerate(stack):
            if i:
                y -= _GAP * scale / 2
                line = Path([(left, y), (left + width, y)])
                sheet.path(line, fill=False, edgecolor=RULE, lw=0.5)
                y -= _GAP * scale / 2
            block.draw(Lane(sheet, left, width, scale), y)
            y -= block.height * scale


GUTTER = 16.0


def lane_width(box: Box, columns: int) -> float:
    """The width of one column of a panel, in points."""
    return (box.width - GUTTER * (columns - 1)) / columns


def _height(stack: list[Block]) -> float:
    return sum(block.height for block in stack) + _GAP * max(len(stack) - 1, 0)


def panel_height(blocks: list[Block], columns: int) -> float:
    """How high a panel of these blocks is at full size."""
    return max((_height(stack) for stack in _stacks(blocks, columns)), default=0.0)


def _stacks(blocks: list[Block], columns: int) -> list[list[Block]]:
    """The blocks in order, shared out so that the highest column is as low as can be."""
    cuts = itertools.combinations_with_replacement(range(len(blocks) + 1), columns - 1)
    shared = [[blocks[a:b] for a, b in itertools.pairwise((0, *cut, len(blocks)))] for cut in cuts]
    return min(shared, key=lambda stacks: max(_height(stack) for stack in stacks))
