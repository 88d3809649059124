"""Classes of counts for shaded maps: few, round and never a false zero."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

import shapely

from geotrack.staticmap.furniture import INK
from geotrack.staticmap.panel import INDENT, ROW, Block, Lane
from geotrack.staticmap.shapes import path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# Light to dark, one hue family, so that order is seen in print without colour too.
RAMP = ("#fee3b6", "#fdb97a", "#f07c3e", "#c7392f", "#7d1128")
EDGE = "#5b1620"
FILL = 0.86


def class_limits(highest: int) -> list[int]:
    """The least count of each class, at most five, growing by a round factor; none for none.

    >>> class_limits(1), class_limits(4), class_limits(60), class_limits(1_000_000)
    ([1], [1, 2, 3, 4], [1, 2, 5, 10, 20], [1, 10, 100, 1000, 10000])
    """
    if highest <= len(RAMP):
        return list(range(1, highest + 1))
    for limits in ([1, 2, 4, 6, 10], [1, 2, 5, 10, 20], [1, 3, 10, 30, 100], [1, 5, 20, 100, 500]):
        if highest < 4 * limits[-1]:
            return [low for low in limits if low <= highest]
    step = 10 if highest < 4_000_000 else 100
    return [step**power for power in range(len(RAMP)) if step**power <= highest]


def colour_of(count: int, limits: Sequence[int]) -> str:
    """The colour of a count of at least 1: few classes are spread over the whole ramp."""
    at = bisect.bisect_right(limits, count) - 1
    return ramp_of(len(limits))[at]


def ramp_of(number: int) -> list[str]:
    """So many colours from light to dark."""
    # Few classes keep to the light end: two events are no deep red.
    steps = {1: (1,), 2: (0, 2), 3: (0, 2, 3), 4: (0, 1, 2, 3)}.get(number, range(number))
    return [RAMP[i] for i in steps]


def class_words(limits: Sequence[int], highest: int) -> list[str]:
    """What each class holds.

    >>> class_words([1, 2, 5], 9)
    ['1', '2–4', '5–9']
    """
    if not limits:
        return []
    ends = [*(low - 1 for low in limits[1:]), highest]
    return [
        f"{low:,}" if low >= end else f"{low:,}–{end:,}"
        for low, end in zip(limits, ends, strict=True)
    ]


def classes_block(
    heading: str, limits: Sequence[int], highest: int, none: str, corners: int = 4
) -> Block:
    """The key of the classes; the last row tells what no fill means, so that it is no zero."""
    told = [*class_words(limits, highest), none]
    fills = [*ramp_of(len(limits)), ""]

    def draw(lane: Lane, top: float) -> None:
        k = lane.k
        y = lane.heading(top, heading)
        for text, fill in zip(told, fills, strict=True):
            middle = y - ROW * k * 0.45
            x = lane.x(6)
            if corners == 6:
                shape = hexagon(x, middle, 4.9 * k)
            else:
                shape = shapely.box(x - 5.4 * k, middle - 3.8 * k, x + 5.4 * k, middle + 3.8 * k)
            face = fill or "#fbfaf5"
            lane.sheet.path(path_of(shape), facecolor=face, edgecolor=EDGE, lw=0.4)
            lane.write(middle - 2.4 * k, text, at=INDENT, colour=INK)
            y -= ROW * k

    return Block(ROW * (1.08 + len(told)), draw)


def hexagon(x: float, y: float, reach: float) -> shapely.Polygon:
    """A hexagon standing on a corner, `reach` points from its middle to a corner."""
    high, wide = reach, reach * 3**0.5 / 2
    return shapely.Polygon(
        [(x, y + high), (x + wide, y + high / 2), (x + wide, y - high / 2), (x, y - high),
         (x - wide, y - high / 2), (x - wide, y + high / 2)]
    )  # fmt: skip
