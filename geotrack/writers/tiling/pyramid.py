"""Marks -> tiles of every zoom: events one by one where there is room, else counts of them.

A tile with at most MOST_EVENTS marks (a fifth of that before the last zoom: what is there will be
there again below) holds them all in its layer `events`. A fuller one holds a layer `counts`: a
point for each small square that has any, at the middle of its marks, those that occurred apart from
those that did not. It says how many (`n`), how many of these are only roughly
placed (`rough`), how many bear no date (`undated`), and how many begin (`s`) and end (`e`) in each
period, as "period:number,...": a window of time from a to b touches those that have begun by b
less those that ended before a. Nothing is dropped at any zoom, and nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geotrack.writers.tiling.marks import BITS, UNDATED
from geotrack.writers.tiling.mvt import EXTENT, Point

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

MOST_EVENTS = 1000
MOST_EVENTS_BEFORE = 200
# Down to this zoom a tile's units are 38 m and more: too coarse to magnify.
LEAST_LAST_ZOOM, MOST_ZOOM = 8, 12
# Squares along a tile's side; at the last zoom finer, for nothing finer follows.
_SQUARES, _LAST_SQUARES = 32, 128
# Zooms are added until this much of all that more zooms could single out is single.
_ENOUGH = 0.99


class Tile(NamedTuple):
    """A tile's zoom and place, and its layers."""

    zoom: int
    x: int
    y: int
    layers: dict[str, list[Point]]


class Plan(NamedTuple):
    """The last zoom, and for each zoom the sorted beginnings of keys that are too full."""

    last: int
    full: list[npt.NDArray[np.uint64]]


Keyed = tuple[int, int, int, dict[str, str | float]]


def make_plan(keys: npt.NDArray[np.uint64]) -> Plan:
    """What is to be counted where, and down to which zoom it is worth to go. `keys` are sorted."""
    counted = [np.unique(_tile_keys(keys, z), return_counts=True) for z in range(MOST_ZOOM + 1)]
    single = [int(n[n <= MOST_EVENTS].sum()) for _, n in counted]
    enough = _ENOUGH * single[-1]
    last = next(z for z in range(LEAST_LAST_ZOOM, MOST_ZOOM + 1) if single[z] >= enough)
    before = min(MOST_EVENTS, MOST_EVENTS_BEFORE)
    full = [tiles[n > before] for tiles, n in counted[:last]]
    tiles, n = counted[last]
    return Plan(last, [*full, tiles[n > MOST_EVENTS]])


def event_tiles(marks: Iterable[Keyed], plan: Plan) -> Iterator[Tile]:
    """The tiles that hold events; marks (key, x, y, properties) come in the order of their keys."""
    zooms = range(plan.last + 1)
    full = [set(tiles.tolist()) for tiles in plan.full]
    held: list[tuple[int, list[Point]]] = [(-1, []) for _ in zooms]
    for key, x, y, properties in marks:
        for zoom in zooms:
            tile = key >> 2 * (BITS - zoom)
            if tile != held[zoom][0]:
                yield from _closed(zoom, *held[zoom])
                held[zoom] = (tile, [])
            if tile not in full[zoom]:
                held[zoom][1].append(Point(*_within(x, y, zoom), properties))
    for zoom in zooms:
        yield from _closed(zoom, *held[zoom])


def _closed(zoom: int, tile: int, points: list[Point]) -> Iterator[Tile]:
    if points:
        yield Tile(zoom, *_place(tile, zoom), {"events": points})


def _place(tile: int, zoom: int) -> tuple[int, int]:
    """A key's beginning -> column and row of the tile."""
    x = sum((tile >> 2 * bit & 1) << bit for bit in range(zoom))
    y = sum((tile >> 2 * bit + 1 & 1) << bit for bit in range(zoom))
    return x, y


def _within(x: int, y: int, zoom: int) -> tuple[int, int]:
    side = 1 << (BITS - zoom)
    return x % side * EXTENT // side, y % side * EXTENT // side


def _tile_keys(keys: npt.NDArray[np.uint64], zoom: int) -> npt.NDArray[np.uint64]:
    return keys >> np.uint64(2 * (BITS - zoom)) if zoom else np.zeros_like(keys)


# --- counts -------------------------------------------------------------------------------


def count_tiles(numbers: pd.DataFrame, plan: Plan) -> Iterator[Tile]:
    """The tiles that hold counts; `numbers` (see marks.py) are sorted by key."""
    keys = numbers["key"].to_numpy()
    for zoom, full in enumerate(plan.full):
        if len(full):
            tiles = _tile_keys(keys, zoom)
            inside = np.isin(tiles, full)
            squares = _LAST_SQUARES if zoom == plan.last else _SQUARES
            yield from _counted(numbers[inside], tiles[inside], zoom, squares)


def _counted(
    numbers: pd.DataFrame, tiles: npt.NDArray[np.uint64], zoom: int, squares: int
) -> Iterator[Tile]:
    """Tiles of one zoom with a point for each square, occurred or not."""
    deeper = zoom + squares.bit_length() - 1
    square = _tile_keys(numbers["key"].to_numpy(), deeper)
    group = square << np.uint64(1) | numbers["occurred"].to_numpy(dtype=np.uint64)
    ids, first, index, n = np.unique(
        group, return_index=True, return_inverse=True, return_counts=True
    )
    mean = [np.bincount(index, numbers[c].to_numpy(dtype=np.float64)) / n for c in ("x", "y")]
    rough = np.bincount(index, numbers["rough"].to_numpy(dtype=np.float64)).astype(np.int64)
    start, end = numbers["start"].to_numpy(), numbers["end"].to_numpy()
    undated = np.bincount(index, start == UNDATED).astype(np.int64)
    begun, ended = _histograms(index, start, len(ids)), _histograms(index, end, len(ids))
    at = -1
    points: list[Point] = []
    for i, tile in enumerate(tiles[first].tolist()):
        if tile != at:
            if points:
                yield Tile(zoom, *_place(at, zoom), {"counts": points})
            at, points = tile, []
        said: dict[str, str | float] = {"n": int(n[i]), "occurred": int(ids[i]) & 1}
        optional = (("rough", int(rough[i])), ("undated", int(undated[i])))
        said |= {name: value for name, value in optional if value}
        if begun[i]:
            said["s"] = begun[i]
        if ended[i] != begun[i]:
            said["e"] = ended[i]
        points.append(Point(*_within(int(mean[0][i]), int(mean[1][i]), zoom), said))
    if points:
        yield Tile(zoom, *_place(at, zoom), {"counts": points})


def _histograms(
    index: npt.NDArray[np.intp], periods: npt.NDArray[np.int32], n_groups: int
) -> list[str]:
    """For each group how many of its marks lie in each period: "3:1,4:12"."""
    dated = periods != UNDATED
    pairs = index[dated].astype(np.int64) << 20 | periods[dated].astype(np.int64)
    different, numbers = np.unique(pairs, return_counts=True)
    said: list[list[str]] = [[] for _ in range(n_groups)]
    for pair, number in zip(different.tolist(), numbers.tolist(), strict=True):
        said[pair >> 20].append(f"{pair & 0xFFFFF}:{number}")
    return [",".join(parts) for parts in said]
