"""Where the symbols of a map stand: in tidy groups, pushed apart, or gathered and counted."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geotrack.style import status_order, type_order

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.staticmap.box import Box
    from geotrack.staticmap.frame import Floats, Frame

# So many symbols can be told apart; more are gathered into counted marks.
MOST_SYMBOLS = 220
MOST_AT_ONE_SPOT = 7
CELL = 26.0
_SPACING = 2.15
# Symbols of exact spots are pushed aside by no more than this, in points.
_MOST_PUSH = 13.0


class Mark(NamedTuple):
    """One symbol to draw: where (points), what event type and status, how large, of which event."""

    x: float
    y: float
    event_type: str
    status: str
    radius: float
    event_id: str


class Gathering(NamedTuple):
    """Many events in one mark: how many, and how many of each (type, status)."""

    x: float
    y: float
    radius: float
    events: int
    shares: tuple[tuple[str, str, int], ...]


class Arranged(NamedTuple):
    """Everything to draw for the events: symbols, counted marks, where each spot's group came
    to stand (by rounded longitude and latitude), and hairlines from true spots to symbols."""

    marks: list[Mark]
    crowds: list[Gathering]
    moved: dict[tuple[float, float], tuple[float, float]]
    hairlines: list[tuple[tuple[float, float], tuple[float, float]]]


class _Group(NamedTuple):
    key: tuple[float, float]
    centre: tuple[float, float]
    half: tuple[float, float]
    freedom: float
    is_area: bool
    marks: list[Mark]
    crowd: Gathering | None


# What symbols need to know of a location: small groups of wide rows are slow.
_ARRANGED = (
    "event_id", "kind", "status", "x", "y", "longitude", "latitude", "radius_km", "ground",
)  # fmt: skip


def arrange(rows: pd.DataFrame, frame: Frame, radius: float, most: int = MOST_SYMBOLS) -> Arranged:
    """Symbols for the locations inside: one each, in a tidy group where several share a spot.

    More than fit at one spot become one counted mark; if there are more than `most`
    altogether, neighbours are gathered in cells. Groups that would cover each other are
    pushed apart a little: areas within their own ground, spots with a hairline to the truth.
    """
    inside = rows.loc[rows["inside"], list(_ARRANGED)].drop_duplicates(["event_id", "x", "y"])
    if len(inside) > most:
        return _gathered(inside, frame.box, radius)
    keys = [inside["longitude"].round(4), inside["latitude"].round(4)]
    by_spot: Any = inside.groupby(keys, sort=True)
    groups = [_group(key, group, radius, frame) for key, group in by_spot]
    if not groups:
        return Arranged([], [], {}, [])
    start = np.array([group.centre for group in groups])
    centres = pushed_apart(
        start, np.array([g.half for g in groups]), np.array([g.freedom for g in groups]), frame.box
    )
    marks: list[Mark] = []
    crowds: list[Gathering] = []
    hairlines: list[tuple[tuple[float, float], tuple[float, float]]] = []
    moved: dict[tuple[float, float], tuple[float, float]] = {}
    for group, true, centre in zip(groups, start, centres, strict=True):
        x, y = float(centre[0]), float(centre[1])
        moved[group.key] = (x, y)
        if not group.is_area and math.hypot(x - true[0], y - true[1]) > 1.2:
            hairlines.append(((float(true[0]), float(true[1])), (x, y)))
        if group.crowd is not None:
            crowds.append(group.crowd._replace(x=x, y=y))
        marks += [mark._replace(x=x + mark.x, y=y + mark.y) for mark in group.marks]
    return Arranged(marks, crowds, moved, hairlines)


def _group(key: Any, group: pd.DataFrame, radius: float, frame: Frame) -> _Group:
    """The symbols of one spot, placed around the origin, and how far they may be pushed."""
    first = group.iloc[0]
    centre = (float(first["x"]), float(first["y"]))
    spot = (float(key[0]), float(key[1]))
    group = group.sort_values(["kind", "event_id"], key=_in_legend_order)
    is_area = bool(group["ground"].all())
    reach = float(group["radius_km"].fillna(0.0).max()) / frame.km_per_point
    freedom = max(0.6 * reach, 2.0) if is_area else _MOST_PUSH
    if len(group) > MOST_AT_ONE_SPOT:
        crowd = _crowd(group, radius)
        return _Group(spot, centre, (crowd.radius,) * 2, freedom / 2, is_area, [], crowd)
    size = radius * (0.82 if is_area else 1.0)
    marks = [
        Mark(dx * size, dy * size, str(row.kind), str(row.status), size, str(row.event_id))
        for (dx, dy), row in zip(pattern(len(group)), group.itertuples(), strict=True)
    ]
    half = (max(abs(m.x) for m in marks) + size, max(abs(m.y) for m in marks) + size)
    if not is_area:
        freedom += max(half) - size
    return _Group(spot, centre, half, freedom, is_area, marks, None)


def pushed_apart(centres: Floats, halves: Floats, freedom: Floats, frame: Box) -> Floats:
    """Centres of boxes moved until they no longer overlap, each at most by its freedom.

    All stay inside the frame. What cannot be resolved within the freedom stays overlapping.
    """
    low = np.array([frame.left, frame.bottom]) + halves + 0.5
    high = np.array([frame.right, frame.top]) - halves - 0.5
    start = np.clip(centres, low, np.maximum(high, low))
    now = start.copy()
    order = np.sign(np.arange(len(now))[:, None] - np.arange(len(now))[None, :])
    share = freedom[:, None] / np.maximum(freedom[:, None] + freedom[None, :], 1e-9)
    for _ in range(80):
        apart = now[:, None, :] - now[None, :, :]
        depth = halves[:, None, :] + halves[None, :, :] + 0.6 - np.abs(apart)
        hit = (depth > 0).all(axis=2) & (order != 0)
        if not hit.any():
            break
        across = depth[..., 0] <= depth[..., 1]
        sign = np.where(apart != 0, np.sign(apart), order[..., None])
        push = np.where(np.stack([across, ~across], axis=2), depth * sign, 0.0)
        push *= (hit * share)[..., None] * 0.6
        step = now + push.sum(axis=1) - start
        length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
        step *= np.minimum(1.0, freedom / length)[:, None]
        now = np.clip(start + step, low, np.maximum(high, low))
    return now


def _in_legend_order(column: pd.Series) -> pd.Series:
    return column.map(type_order) if column.name == "kind" else column


def pattern(number: int) -> list[tuple[float, float]]:
    """Where so many symbols of radius 1 stand around a spot: alone, a row, rows or a ring."""
    step = _SPACING
    if number <= 1:
        return [(0.0, 0.0)][:number]
    rows = {2: (2,), 3: (1, 2), 4: (2, 2), 5: (2, 3), 6: (3, 3), 7: (2, 3, 2)}[number]
    lines = len(rows)
    return [
        ((i - (count - 1) / 2) * step, ((lines - 1) / 2 - line) * step * 0.93)
        for line, count in enumerate(rows)
        for i in range(count)
    ]


def _shares(group: pd.DataFrame) -> tuple[tuple[str, str, int], ...]:
    once = group.drop_duplicates("event_id")
    counted = Counter(zip(once["kind"].astype(str), once["status"].astype(str), strict=True))
    found = [(kind, status, number) for (kind, status), number in counted.items()]
    return tuple(sorted(found, key=lambda s: (type_order(s[0]), status_order(s[1]), s)))


def crowd_radius(events: int, radius: float) -> float:
    """How large a counted mark is: grows with the logarithm of its events."""
    return min(radius * (1.35 + 0.5 * float(np.log10(max(events, 1)))), CELL * 0.46)


def _crowd(group: pd.DataFrame, radius: float) -> Gathering:
    events = int(group["event_id"].nunique())
    x, y = float(group["x"].mean()), float(group["y"].mean())
    return Gathering(x, y, crowd_radius(events, radius), events, _shares(group))


def _gathered(inside: pd.DataFrame, frame: Box, radius: float) -> Arranged:
    """Cells of a grid, each one mark at the middle of its events (kept inside its cell)."""
    column = ((inside["x"] - frame.left) // CELL).astype(int)
    row = ((inside["y"] - frame.bottom) // CELL).astype(int)
    marks: list[Mark] = []
    crowds: list[Gathering] = []
    cells: Any = inside.groupby([column, row], sort=True)
    for (at_column, at_row), group in cells:
        left, bottom = frame.left + at_column * CELL, frame.bottom + at_row * CELL
        crowd = _crowd(group, radius)
        single = crowd.events == 1
        pad = min(radius if single else crowd.radius, CELL / 2) + 0.5
        x = float(np.clip(crowd.x, left + pad, min(left + CELL, frame.right) - pad))
        y = float(np.clip(crowd.y, bottom + pad, min(bottom + CELL, frame.top) - pad))
        if single:
            event_type, status, _ = crowd.shares[0]
            marks.append(Mark(x, y, event_type, status, radius, str(group["event_id"].iloc[0])))
        else:
            crowds.append(crowd._replace(x=x, y=y))
    return Arranged(marks, crowds, {}, [])


def mark_boxes(marks: list[Mark], crowds: list[Gathering]) -> Floats:
    """The boxes of all symbols: rows of left, bottom, right, top."""
    circles = [(m.x, m.y, m.radius) for m in marks] + [(c.x, c.y, c.radius) for c in crowds]
    if not circles:
        return np.zeros((0, 4))
    x, y, r = np.array(circles, dtype=float).T
    return np.column_stack([x - r, y - r, x + r, y + r])
