"""Placing labels so that none collides: greedy, the important first, measured text.

A label that finds no room is left out and named in the log.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

import numpy as np

from geotrack.staticmap.frame import Floats
from geotrack.staticmap.sheet import Box, Sheet

log = logging.getLogger(__name__)

_GAP = 1.0
LEADING = 0.1


class Line(NamedTuple):
    """One line of a label."""

    text: str
    size: float
    bold: bool = False
    colour: str = "#1f1f1f"


class Label(NamedTuple):
    """A label to place: what it is called in the log, its lines and the spots it may take.

    `anchors` are (x, y) with a clearance in points; for each, eight positions around it are
    tried in order of preference. `centred` puts it onto the anchors themselves instead.
    """

    name: str
    lines: tuple[Line, ...]
    anchors: tuple[tuple[float, float, float], ...]
    centred: bool = False
    marker: bool = False


class Placed(NamedTuple):
    """A label that found room: its box and the side its text leans to."""

    label: Label
    box: Box
    align: str


class Room:
    """The space of a map: what is taken, and what had better not be crossed."""

    def __init__(self, frame: Box, taken: Floats, lines: Floats) -> None:
        self.frame = frame
        self._taken = np.asarray(taken, dtype=float).reshape(-1, 4)
        self._lines = np.asarray(lines, dtype=float).reshape(-1, 2)

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self._taken = np.vstack([self._taken, np.array([box], dtype=float)])

    def is_free(self, box: Box) -> bool:
        """Whether the box lies inside the frame and touches nothing taken."""
        if not self.frame.holds(box):
            return False
        taken = self._taken
        return not bool(
            np.any(
                (taken[:, 0] < box.right)
                & (taken[:, 2] > box.left)
                & (taken[:, 1] < box.top)
                & (taken[:, 3] > box.bottom)
            )
        )

    def taken_in(self, box: Box) -> int:
        """How many taken boxes reach into a box."""
        taken = self._taken
        across = (taken[:, 0] < box.right) & (taken[:, 2] > box.left)
        return int(np.count_nonzero(across & (taken[:, 1] < box.top) & (taken[:, 3] > box.bottom)))

    def distance(self, centres: Floats, width: float, height: float) -> Floats:
        """From boxes of one size around `centres` to the nearest taken box, in points."""
        if not len(self._taken):
            return np.full(len(centres), np.inf)
        x, y = centres[:, :1], centres[:, 1:]
        left, bottom, right, top = self._taken.T
        across = np.maximum(np.maximum(left - x, x - right) - width / 2, 0)
        up = np.maximum(np.maximum(bottom - y, y - top) - height / 2, 0)
        return np.asarray(np.hypot(across, up).min(axis=1))

    def crossings(self, box: Box) -> int:
        """How much of borders and coasts runs under the box."""
        x, y = self._lines[:, 0], self._lines[:, 1]
        inside = (x > box.left) & (x < box.right) & (y > box.bottom) & (y < box.top)
        return int(np.count_nonzero(inside))


# Where a label may stand around its anchor: (across, up, alignment); -1 left or below, 1 right
# or above, 0 centred. In order of preference (Imhof: right and slightly above is best).
_SIDES = (
    (1, 0.0, "left"), (-1, 0.0, "right"), (0, 1.0, "centre"), (0, -1.0, "centre"),
    (1, 0.8, "left"), (1, -0.8, "left"), (-1, 0.8, "right"), (-1, -0.8, "right"),
)  # fmt: skip
_REACHES = (1.0, 3.5, 8.0)


def size_of(sheet: Sheet, label: Label) -> tuple[float, float]:
    """Width and height of a label, in points."""
    extents = [sheet.extent(line.text, line.size, line.bold) for line in label.lines]
    leading = sum(line.size * LEADING for line in label.lines[1:])
    return max(e[0] for e in extents), sum(e[1] + e[2] for e in extents) + leading


def candidates(label: Label, width: float, height: float) -> list[tuple[float, Box, str]]:
    """The boxes a label may take, each with what it costs and how its text is aligned."""
    found: list[tuple[float, Box, str]] = []
    for rank, (x, y, clear) in enumerate(label.anchors):
        if label.centred:
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            found.append((rank * 0.4, box, "centre"))
            continue
        for reach in _REACHES:
            for preference, (across, up, align) in enumerate(_SIDES):
                diagonal = 0.75 if across and up else 1.0
                gap = clear * diagonal + reach
                left = x - width / 2 if not across else (x + gap if across > 0 else x - gap - width)
                middle = y + up * (gap + height / 2) if not across else y + up * (height / 2)
                box = Box(left, middle - height / 2, left + width, middle + height / 2)
                found.append((rank * 4 + preference + reach * 1.2, box, align))
    return found


def place(sheet: Sheet, room: Room, labels: list[Label]) -> tuple[list[Placed], list[str]]:
    """Place the labels in their order; gives back those placed and the names of those dropped."""
    done: list[Placed] = []
    dropped: list[str] = []
    for label in labels:
        width, height = size_of(sheet, label)
        best: tuple[float, Box, str] | None = None
        for cost, box, align in candidates(label, width, height):
            if best is not None and cost >= best[0]:
                continue
            if room.is_free(box.grown(_GAP)):
                whole = cost + 0.5 * room.crossings(box)
                if best is None or whole < best[0]:
                    best = (whole, box, align)
        if best is None:
            dropped.append(label.name)
            continue
        room.take(best[1])
        done.append(Placed(label, best[1], best[2]))
    if dropped:
        log.info("labels dropped for want of room: %s", ", ".join(dropped))
    return done, dropped


def draw(sheet: Sheet, placed: list[Placed], halo: str = "#ffffff") -> None:
    """Write the placed labels, each line with a halo beneath."""
    for label, box, align in placed:
        y = box.top
        x = {"left": box.left, "centre": box.centre[0], "right": box.right}[align]
        for line in label.lines:
            _, height, depth = sheet.extent(line.text, line.size, line.bold)
            sheet.text(
                x, y - height, line.text, line.size, bold=line.bold, colour=line.colour,
                align=align, halo=2.0, halo_colour=halo, zorder=45,
            )  # fmt: skip
            y -= height + depth + line.size * LEADING
