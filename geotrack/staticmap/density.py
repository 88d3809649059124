"""Density: how many events occurred in each hexagon, for tables too full for symbols.

A hexagon counts an event once, however many of its places lie in it. What is known less sharply
than a hexagon is wide is not put into one: it is counted beside the map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.collections import PathCollection

from geotrack.staticmap import (
    classes,
    furniture,
    inset,
    labels,
    layout,
    legend,
    naming,
    panel,
    tray,
)
from geotrack.staticmap.box import Box
from geotrack.staticmap.ground import draw_ground, load_ground
from geotrack.staticmap.shapes import path_of
from geotrack.staticmap.spots import outside_places
from geotrack.style import counted, words

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.staticmap.frame import Floats, Frame
    from geotrack.staticmap.sheet import Sheet
    from geotrack.staticmap.spots import Standing
    from geotrack.tables import Tables

# From side to side, in points; the map's scale makes kilometres of it.
_WIDTH = 13.0
_MOST_NAMES = 14


class Hexagons(NamedTuple):
    """Middles of the hexagons (points), how many events each counts, and how many events were
    counted or left out: known too coarsely, or not occurred."""

    centres: Floats
    counts: npt.NDArray[np.int64]
    counted: int
    coarse: int
    others: int


def binned(rows: pd.DataFrame, frame: Frame, width: float = _WIDTH) -> Hexagons:
    """The events inside the frame, counted in hexagons `width` points from side to side."""
    inside = rows[rows["inside"]]
    occurred = inside["status"] == "occurred"
    width_km = width * frame.km_per_point
    reach = inside["radius_km"].fillna(0.0)
    # A division or area is ground however small its radius; unknown reach is not sharp either.
    sharp = ~inside["ground"] | ((reach > 0) & (reach <= width_km / 2))
    used = inside[occurred & sharp]
    x = used["x"].to_numpy() - frame.box.left
    y = used["y"].to_numpy() - frame.box.bottom
    column, row = nearest_hexagon(x, y, width)
    keys = used.assign(column=column, row=row)[["event_id", "column", "row"]].drop_duplicates()
    grouped = keys.groupby(["row", "column"]).size()
    at = np.array(grouped.index.tolist()).reshape(-1, 2)
    centres = np.column_stack([
        (at[:, 1] + 0.5 * (at[:, 0] % 2)) * width + frame.box.left,
        at[:, 0] * width * 3**0.5 / 2 + frame.box.bottom,
    ])  # fmt: skip
    counts: npt.NDArray[np.int64] = grouped.to_numpy().astype(np.int64)
    done = set(used["event_id"])
    ids = set(inside.loc[occurred, "event_id"])
    others = set(inside.loc[~occurred, "event_id"])
    return Hexagons(centres, counts, len(done), len(ids - done), len(others))


def nearest_hexagon(x: Floats, y: Floats, width: float) -> tuple[Floats, Floats]:
    """Column and row of the hexagon (rows shifted by half a width in turn) nearest to each spot."""
    high = width * 3**0.5 / 2
    below = np.floor(y / high).astype(int)
    best_column = best_row = np.zeros(len(x), dtype=int)
    best = np.full(len(x), np.inf)
    for row in (below, below + 1):
        column = np.round(x / width - 0.5 * (row % 2)).astype(int)
        dx = x - (column + 0.5 * (row % 2)) * width
        distance = dx**2 + (y - row * high) ** 2
        nearer = distance < best
        best = np.where(nearer, distance, best)
        best_column = np.where(nearer, column, best_column)
        best_row = np.where(nearer, row, best_row)
    return best_column.astype(float), best_row.astype(float)


def compose_density(tables: Tables, presentation: Presentation, paper: layout.Paper) -> Sheet:
    """The page of hexagons."""
    sheet = layout.new_sheet(paper, presentation)
    language = presentation.language
    bounds = presentation.bounds or layout.data_bounds(tables)

    def blocks(frame: Frame, rows: pd.DataFrame, stand: Standing, _: bool) -> list[panel.Block]:
        found = binned(rows, frame)
        return _blocks(sheet, frame, stand, outside_places(rows), "", (found, language))

    def subtitle(stand: Standing) -> str:
        told = layout.standing_in_words(stand, language)
        return layout.subtitle(tables, presentation, [told])

    page = layout.fitted(sheet, tables, presentation, bounds, blocks, subtitle)
    frame, rows, stand = page.frame, page.rows, page.standing
    ground, shapes = load_ground(frame, layout.focus_of(rows))
    draw_ground(sheet, frame, ground, shapes)
    found = binned(rows, frame)
    _draw(sheet, frame, found)
    outside = outside_places(rows)
    half = np.array([_WIDTH / 2, _WIDTH / 2])
    filled = np.hstack([found.centres - half, found.centres + half])
    corner = labels.Room(frame.box.grown(-2.0), filled, ground.lines)
    plate = furniture.draw_scale_and_north(sheet, frame, corner, language)
    # Names may stand over hexagons, but not over each other, the plate or arrows.
    room = labels.Room(frame.box.grown(-2.0), np.array([plate]), ground.lines)
    furniture.draw_edge_arrows(sheet, frame, room, outside, language)
    _draw_names(sheet, frame, room, rows, tables["places"])
    more, _ = labels.place(sheet, room, naming.country_labels(sheet, ground, room))
    labels.draw(sheet, more, frame.box)
    sheet.box(frame.box, edge=furniture.FRAME, lw=0.9, zorder=49)
    parts = _blocks(sheet, frame, stand, outside, ground.focus, (found, language))
    panel.draw_panel(sheet, page.layout.panel, parts, page.layout.columns)
    return sheet


def _draw(sheet: Sheet, frame: Frame, found: Hexagons) -> None:
    if not len(found.counts):
        return
    limits = classes.class_limits(int(found.counts.max()))
    paths = [path_of(classes.hexagon(x, y, _WIDTH / 3**0.5)) for x, y in found.centres]
    faces = [classes.colour_of(int(count), limits) for count in found.counts]
    hexagons = PathCollection(
        paths, facecolors=faces, edgecolors="white", linewidths=0.5, alpha=classes.FILL, zorder=20
    )
    hexagons.set_gid("hexagons")
    sheet.add(hexagons, frame.box)


def _draw_names(
    sheet: Sheet, frame: Frame, room: labels.Room, rows: pd.DataFrame, places: pd.DataFrame
) -> None:
    """The places with most events and the largest towns, so that a reader finds the way."""
    inside = rows[rows["inside"] & ~rows["ground"] & (rows["place_id"] != "")]
    top = inside.groupby("place_id")["event_id"].nunique().nlargest(_MOST_NAMES).index
    known = places[places["place_id"].isin(top)].assign(kind="town")
    spots = naming.town_spots(known, frame, []) + naming.town_spots(places, frame, [])
    for town in naming.thinned(spots, room)[:_MOST_NAMES]:
        legend.draw_town(sheet, town.x, town.y, within=frame.box)
        room.take(Box(town.x - 2.4, town.y - 2.4, town.x + 2.4, town.y + 2.4))
        done, _ = labels.place(sheet, room, naming.town_labels([town]))
        labels.draw(sheet, done, frame.box)


def _blocks(
    sheet: Sheet, frame: Frame, stand: Standing, outside: list[tuple[str, float, float, int]],
    focus: str, what: tuple[Hexagons, str],
) -> list[panel.Block]:  # fmt: skip
    found, language = what
    phrases = words(language)
    highest = int(found.counts.max()) if len(found.counts) else 0
    wide = _WIDTH * frame.km_per_point
    heading = phrases["static.density.head"]
    remarks = [
        phrases["static.density.width"].format(km=f"{wide:,.2g}" if wide < 10 else f"{wide:,.0f}"),
        phrases["static.density.once"],
        counted(language, "static.density.coarse", found.coarse) if found.coarse else "",
        counted(language, "static.density.others", found.others) if found.others else "",
    ]
    limits = classes.class_limits(highest)
    blocks = (
        inset.locator_block(frame, focus),
        classes.classes_block(heading, limits, highest, phrases["static.density.none"], 6),
        panel.note_block(sheet, "", remarks, layout.panel_text(sheet)),
        legend.types_block(stand.by_type, language),
        tray.outside_block(frame, stand, outside, language),
        tray.nowhere_block(stand, language),
    )
    return [block for block in blocks if block is not None]
