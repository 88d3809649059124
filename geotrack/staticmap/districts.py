"""Events by division: shaded outlines with classes, and never a zero nobody counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geotrack.staticmap import classes, furniture, inset, labels, layout, naming, panel, tray
from geotrack.staticmap.divisions import Division, assigned, divisions_of
from geotrack.staticmap.ground import draw_ground, load_ground
from geotrack.staticmap.labels import Label, Line
from geotrack.staticmap.lettering import one_line
from geotrack.staticmap.shapes import path_of
from geotrack.staticmap.spots import outside_places
from geotrack.style import counted, words

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geotrack.schema import Presentation
    from geotrack.staticmap.box import Box
    from geotrack.staticmap.frame import Frame
    from geotrack.staticmap.sheet import Sheet
    from geotrack.staticmap.spots import Standing
    from geotrack.tables import Tables


class Shaded(NamedTuple):
    """Divisions with their shapes on the page (points) and counts, and the number of events that
    occurred but lie in none for sure, and of those that did not occur."""

    divisions: list[Division]
    shapes: list[BaseGeometry]
    counts: list[int]
    open: int
    others: int


def shaded(tables: Tables, rows: pd.DataFrame, frame: Frame, by: str) -> Shaded:
    """The divisions in the frame, each with the events that surely occurred in it.

    A division counts its events beyond the frame too: it is one number for the whole of it.
    """
    found = divisions_of(frame, tables["places"], by)
    occurred = rows[rows["status"] == "occurred"]
    within = assigned(occurred, found)
    pairs = occurred.assign(division=within)[["event_id", "division"]].drop_duplicates()
    sure = pairs[pairs["division"] >= 0]
    counts = sure.groupby("division").size()
    here = set(occurred.loc[occurred["inside"], "event_id"])
    others = rows.loc[rows["inside"] & (rows["status"] != "occurred"), "event_id"].nunique()
    shapes = [_on_page(frame, one) for one in found]
    return Shaded(
        found, shapes, [int(counts.get(i, 0)) for i in range(len(found))],
        len(here - set(sure["event_id"])), others,
    )  # fmt: skip


def _on_page(frame: Frame, division: Division) -> BaseGeometry:
    shape = shapely.make_valid(frame.shape(division.shape))
    edge = frame.box.grown(4.0)
    return shapely.clip_by_rect(shape, *edge)


def compose_districts(
    tables: Tables, presentation: Presentation, paper: layout.Paper, by: str
) -> Sheet:
    """The page of shaded divisions."""
    sheet = layout.new_sheet(paper, presentation)
    language = presentation.language
    bounds = presentation.bounds or layout.data_bounds(tables)

    def blocks(
        frame: Frame, rows: pd.DataFrame, stand: Standing, _rough: bool
    ) -> list[panel.Block]:
        found = shaded(tables, rows, frame, by)
        return _blocks(sheet, frame, (stand, outside_places(rows)), "", (found, language))

    def subtitle(stand: Standing) -> str:
        told = layout.standing_in_words(stand, language)
        return layout.subtitle(tables, presentation, [told])

    page = layout.fitted(sheet, tables, presentation, bounds, blocks, subtitle)
    frame, rows = page.frame, page.rows
    ground, shapes = load_ground(frame, layout.focus_of(rows))
    draw_ground(sheet, frame, ground, shapes)
    found = shaded(tables, rows, frame, by)
    _draw(sheet, frame, found)
    room = labels.Room(frame.box.grown(-2.0), np.zeros((0, 4)), ground.lines)
    furniture.draw_scale_and_north(sheet, frame, room, language)
    outside = outside_places(rows)
    furniture.draw_edge_arrows(sheet, frame, room, outside, language)
    done, _ = labels.place(sheet, room, _names(frame, found))
    more, _ = labels.place(sheet, room, naming.country_labels(sheet, ground, room))
    labels.draw(sheet, done + more, frame.box)
    sheet.box(frame.box, edge=furniture.FRAME, lw=0.9, zorder=49)
    parts = _blocks(sheet, frame, (page.standing, outside), ground.focus, (found, language))
    panel.draw_panel(sheet, page.layout.panel, parts, page.layout.columns)
    return sheet


def _draw(sheet: Sheet, frame: Frame, found: Shaded) -> None:
    highest = max(found.counts, default=0)
    if not highest:
        return
    limits = classes.class_limits(highest)
    for shape, count in zip(found.shapes, found.counts, strict=True):
        if not count:
            continue
        style = {"edgecolor": "white", "lw": 0.8, "zorder": 3.5}
        colour = classes.colour_of(count, limits)
        sheet.path(path_of(shape), frame.box, facecolor=colour, alpha=classes.FILL, **style)


def _names(frame: Frame, found: Shaded) -> list[Label]:
    """The count in each shaded division, below its name where one is known; most events first."""
    order = sorted(range(len(found.counts)), key=lambda i: (-found.counts[i], i))
    made = []
    for i in order:
        if not found.counts[i]:
            continue
        lines = [Line(f"{found.counts[i]:,}", 8.4, True, naming.EVENT)]
        name = one_line(found.divisions[i].name)
        if name:
            lines.insert(0, Line(name, 6.6, False, naming.EVENT))
        anchors = _anchors(found.shapes[i], frame.box)
        made.append(Label(name or str(found.counts[i]), tuple(lines), anchors, centred=True))
    return made


def _anchors(shape: BaseGeometry, frame: Box) -> tuple[tuple[float, float, float], ...]:
    """Middles well inside the visible part of a shape, the roomiest first."""
    visible = shapely.clip_by_rect(shape, *frame.grown(-8.0))
    parts = [one for one in shapely.get_parts(visible) if one.geom_type == "Polygon"]
    if not parts:
        return ()
    largest: Any = max(parts, key=lambda one: one.area)
    west, south, east, north = largest.bounds
    x, y = (g.ravel() for g in np.meshgrid(np.linspace(west, east, 17),
                                           np.linspace(south, north, 17)))  # fmt: skip
    points = shapely.points(x, y)
    inside = shapely.contains(largest, points)
    depth = shapely.distance(largest.boundary, points)
    order = [int(i) for i in np.argsort(-np.where(inside, depth, -1.0), kind="stable")[:30]]
    first = shapely.maximum_inscribed_circle(largest, tolerance=1.0).coords[0]
    middles = [first, *((float(x[i]), float(y[i])) for i in order if inside[i])]
    return tuple((float(a), float(b), 0.0) for a, b in middles)


def _blocks(
    sheet: Sheet,
    frame: Frame,
    where: tuple[Standing, list[tuple[str, float, float, int]]],
    focus: str,
    what: tuple[Shaded, str],
) -> list[panel.Block]:
    (stand, outside), (found, language) = where, what
    phrases = words(language)
    highest = max([0, *found.counts])
    named = any(one.name for one in found.divisions)
    remarks = [
        phrases["static.districts.whole"],
        phrases["static.districts.blank"],
        "" if named else phrases["static.districts.nameless"],
        counted(language, "static.districts.open", found.open) if found.open else "",
        counted(language, "static.density.others", found.others) if found.others else "",
    ]
    limits = classes.class_limits(highest)
    head = phrases["static.districts.head"]
    blocks = (
        inset.locator_block(frame, focus),
        classes.classes_block(head, limits, highest, phrases["static.density.none"]),
        panel.note_block(sheet, "", remarks, layout.panel_text(sheet)),
        tray.outside_block(frame, stand, outside, language),
        tray.nowhere_block(stand, language),
    )
    return [block for block in blocks if block is not None]
