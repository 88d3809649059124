"""Placing labels so that none collides: greedy, the important first, measured text.

A label that finds no room is left out and named in the log.
"""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.path import Path

from geotrack.staticmap.box import Box

if TYPE_CHECKING:
    from geotrack.staticmap.frame import Floats
    from geotrack.staticmap.sheet import Sheet

log = logging.getLogger(__name__)

_GAP = 1.0
LEADING = 0.1
# Nearer than this (across, up) to another symbol, a label may be read as that symbol's.
_NEAR_X, _NEAR_Y = 9.0, 3.0


class Line(NamedTuple):
    """One line of a label."""

    text: str
    size: float
    bold: bool = False
    colour: str = "#1f1f1f"


class Label(NamedTuple):
    """A label to place: what it is called in the log, its lines and the spots it may take.

    `anchors` are (x, y) with a clearance in points; for each, eight positions around it are
    tried in order of preference. `centred` puts it onto the anchors themselves instead;
    `led` lets it stand further off, with a thin line to its anchor.
    """

    name: str
    lines: tuple[Line, ...]
    anchors: tuple[tuple[float, float, float], ...]
    centred: bool = False
    led: bool = False


class Placed(NamedTuple):
    """A label that found room: its box, the side its text leans to, and whether it is far off."""

    label: Label
    box: Box
    align: str
    far: bool


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

    def between(self, anchor: tuple[float, float, float], box: Box) -> bool:
        """Whether something taken stands between an anchor (beyond its clearance) and a box."""
        x, y, clear = anchor
        end = (min(max(x, box.left), box.right), min(max(y, box.bottom), box.top))
        reach = math.hypot(end[0] - x, end[1] - y)
        if reach <= clear:
            return False
        parts = np.linspace(clear / reach, 1.0, max(3, int(reach / 3)), endpoint=False)[1:]
        px, py = (x + parts * (end[0] - x))[:, None], (y + parts * (end[1] - y))[:, None]
        left, bottom, right, top = self._taken.T
        return bool(np.any((px > left) & (px < right) & (py > bottom) & (py < top)))

    def strangers(self, anchor: tuple[float, float, float], box: Box) -> int:
        """How many taken boxes, other than the anchor's own, stand so near that a label in
        `box` might be read as theirs."""
        x, y, clear = anchor
        left, bottom, right, top = self._taken.T
        near = (left < box.right + _NEAR_X) & (right > box.left - _NEAR_X)
        near &= (bottom < box.top + _NEAR_Y) & (top > box.bottom - _NEAR_Y)
        own = np.hypot((left + right) / 2 - x, (bottom + top) / 2 - y) <= clear
        return int(np.count_nonzero(near & ~own))

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
_FAR_REACHES = (15.0, 24.0, 34.0, 46.0, 60.0)


def size_of(sheet: Sheet, label: Label) -> tuple[float, float]:
    """Width and height of a label, in points."""
    extents = [sheet.extent(line.text, line.size, line.bold) for line in label.lines]
    leading = sum(line.size * LEADING for line in label.lines[1:])
    return max(e[0] for e in extents), sum(e[1] + e[2] for e in extents) + leading


class _Candidate(NamedTuple):
    cost: float
    anchor: tuple[float, float, float]
    box: Box
    align: str
    far: bool


def candidates(label: Label, width: float, height: float) -> list[_Candidate]:
    """The boxes a label may take, each with what it costs and how its text is aligned."""
    found: list[_Candidate] = []
    for rank, anchor in enumerate(label.anchors):
        x, y, clear = anchor
        if label.centred:
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            found.append(_Candidate(rank * 0.4, anchor, box, "centre", False))
            continue
        for reach in (*_REACHES, *(_FAR_REACHES if label.led else ())):
            for preference, (across, up, align) in enumerate(_SIDES):
                diagonal = 0.75 if across and up else 1.0
                gap = clear * diagonal + reach
                left = x - width / 2 if not across else (x + gap if across > 0 else x - gap - width)
                far = reach > _REACHES[-1]
                lift = gap + height / 2 if not across or far else height / 2
                middle = y + up * lift
                box = Box(left, middle - height / 2, left + width, middle + height / 2)
                cost = rank * 4 + preference + reach * 1.2
                found.append(_Candidate(cost, anchor, box, align, far))
    return found


def place(sheet: Sheet, room: Room, labels: list[Label]) -> tuple[list[Placed], list[str]]:
    """Place the labels in their order; gives back those placed and the names of those dropped."""
    done: list[Placed] = []
    dropped: list[Label] = []
    for label in labels:
        best = _best(room, candidates(label, *size_of(sheet, label)))
        if best is None:
            dropped.append(label)
            continue
        room.take(best.box)
        done.append(Placed(label, best.box, best.align, best.far))
    # A place of an event without its name is news; a town for orientation is not.
    for level, is_led in ((logging.INFO, True), (logging.DEBUG, False)):
        names = [label.name for label in dropped if label.led is is_led]
        if names:
            log.log(level, "labels dropped for want of room: %s", ", ".join(names))
    return done, [label.name for label in dropped]


def _best(room: Room, found: list[_Candidate]) -> _Candidate | None:
    """The cheapest free candidate; crossing borders costs."""
    best: _Candidate | None = None
    for candidate in sorted(found, key=lambda c: c.cost):
        if best is not None and candidate.cost >= best.cost:
            break
        if room.is_free(candidate.box.grown(_GAP)):
            cost = candidate.cost + min(0.4 * room.crossings(candidate.box), 5.0)
            cost += 14.0 * room.between(candidate.anchor, candidate.box)
            cost += min(4.0 * room.strangers(candidate.anchor, candidate.box), 12.0)
            if best is None or cost < best.cost:
                best = candidate._replace(cost=cost)
    return best


def _leader(sheet: Sheet, placed: Placed, within: Box) -> None:
    """A thin line from the place to a label that stands far off."""
    x, y, _ = placed.label.anchors[0]
    box = placed.box
    end = (min(max(x, box.left), box.right), min(max(y, box.bottom), box.top))
    for colour, width in (("white", 2.0), ("#2b2b2b", 0.6)):
        line = Path([(x, y), end])
        sheet.path(line, within, fill=False, edgecolor=colour, lw=width, zorder=25)


def draw(sheet: Sheet, placed: list[Placed], within: Box) -> None:
    """Write the placed labels, each line with a halo beneath."""
    for one in placed:
        label, box, align, far = one
        if far:
            _leader(sheet, one, within)
        y = box.top
        x = {"left": box.left, "centre": box.centre[0], "right": box.right}[align]
        for line in label.lines:
            _, height, depth = sheet.extent(line.text, line.size, line.bold)
            written = sheet.text(
                x, y - height, line.text, line.size,
                bold=line.bold, colour=line.colour, align=align, zorder=45,
            )  # fmt: skip
            sheet.halo(written, y - height, line.text, line.size, line.bold)
            y -= height + depth + line.size * LEADING
