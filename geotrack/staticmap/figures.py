"""Figures on the map: each drawn once over the ground it counts jointly, never split or summed."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely
from matplotlib.path import Path

from geotrack.areas import joint_ground
from geotrack.schema import PRECISION_OF_KIND, UNDRAWN_PRECISIONS
from geotrack.staticmap.shapes import path_of
from geotrack.style import words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.box import Box
    from geotrack.staticmap.frame import Frame
    from geotrack.staticmap.sheet import Sheet

log = logging.getLogger(__name__)

FIGURE = "#6b3f1d"


class DrawnFigure(NamedTuple):
    """A figure on the map: the ground it counts jointly (points) and what its label says."""

    figure_id: str
    place_ids: tuple[str, ...]
    ground: BaseGeometry
    head: str
    about: str


def figures_of(
    figures: pd.DataFrame, places: pd.DataFrame, frame: Frame, language: str
) -> list[DrawnFigure]:
    """The figures about places jointly that show within the frame, each once.

    Totals of other figures are left out. So are those whose places are not in the table, are
    as wide as a region or country, or lie mostly outside the frame: each is logged.
    """
    found = []
    for row in figures.to_dict("records"):
        place_ids = [part.strip() for part in row["place_ids"].split(";") if part.strip()]
        if not place_ids or row["total_of"]:
            continue
        shape, why_not = _figure_ground(places, place_ids, frame)
        if shape is None:
            log.debug("figure %s is not drawn: %s", row["figure_id"], why_not)
            continue
        head, about = figure_words(row, language)
        found.append(DrawnFigure(row["figure_id"], tuple(place_ids), shape, head, about))
    return found


def _figure_ground(
    places: pd.DataFrame, place_ids: list[str], frame: Frame
) -> tuple[BaseGeometry | None, str]:
    """The joint ground in points, or None and why it is not drawn."""
    rows = places[places["place_id"].isin(place_ids)]
    if rows["place_id"].nunique() < len(set(place_ids)):
        return None, "a place of it is not in the table of places"
    if rows["kind"].map(PRECISION_OF_KIND).isin(UNDRAWN_PRECISIONS).any():
        return None, "it is about a region or country, too wide to draw"
    ground = joint_ground(rows, place_ids)
    shape = frame.shape(ground.shape) if ground else shapely.Polygon()
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    visible = shapely.clip_by_rect(shape, *frame.box)
    if visible.is_empty or visible.area < 0.5 * shape.area:
        return None, "it lies mostly outside this map"
    return shape, ""


def figure_words(row: Mapping[Hashable, Any], language: str) -> tuple[str, str]:
    """What is said of a figure: its number and unit; then what it counts and who claims it."""
    phrases = words(language)
    low, high = row["value_low"], row["value_high"]
    unit = row["unit"] or row["what"]
    if low == high:
        key, known = "static.figure.exact", low
    elif math.isnan(high):
        key, known = "static.figure.at_least", low
    elif math.isnan(low):
        key, known = "static.figure.at_most", high
    else:
        key, known = "static.figure.range", low
    head = unit
    if not math.isnan(known):
        head = phrases[key].format(n=_plain(known), high=_plain(high), what=unit)
    if ";" in row["place_ids"].strip("; "):
        head = phrases["static.figure.jointly"].format(figure=head)
    claim = row["claimed_by"]
    about = [row["what"] if row["what"] != unit else ""]
    about.append(phrases["static.figure.claim"].format(who=claim) if claim else "")
    return head, " · ".join(part for part in about if part)


def _plain(number: float) -> str:
    return "" if math.isnan(number) else f"{number:,.10g}"


def draw_figures(sheet: Sheet, frame: Frame, figures: list[DrawnFigure]) -> None:
    """Hatch the ground of each figure, once over the union of its places."""
    for figure in figures:
        path = path_of(figure.ground)
        sheet.path(
            path, frame.box, facecolor="none", edgecolor=FIGURE, hatch="///", lw=0,
            alpha=0.38, zorder=10, gid=f"figure-{figure.figure_id}",
        )  # fmt: skip
        sheet.path(
            path, frame.box, fill=False, edgecolor=FIGURE, lw=1.1, ls=(0, (6, 2.5)), zorder=11
        )


def draw_leaders(sheet: Sheet, frame: Frame, figure: DrawnFigure, label: Box) -> None:
    """Thin lines from a figure's label to each part of its ground that the label does not touch."""
    box = shapely.box(*label.grown(1.0))
    visible = shapely.clip_by_rect(figure.ground, *frame.box)
    parts = sorted(shapely.get_parts(visible), key=lambda part: -part.area)[:6]
    for part in parts:
        if part.intersects(box) or part.area < 30:
            continue
        start, edge = shapely.shortest_line(box, part).coords
        middle = part.representative_point()
        reach = math.hypot(middle.x - edge[0], middle.y - edge[1]) or 1.0
        inward = min(4.0, reach) / reach
        end = (edge[0] + (middle.x - edge[0]) * inward, edge[1] + (middle.y - edge[1]) * inward)
        for width, colour in ((2.2, "white"), (0.9, FIGURE)):
            sheet.path(Path([start, end]), frame.box, fill=False, edgecolor=colour, lw=width,
                       zorder=28)  # fmt: skip
        dot = path_of(shapely.Point(*end).buffer(1.3))
        sheet.path(dot, frame.box, facecolor=FIGURE, edgecolor="white", lw=0.5, zorder=28)
