"""Which names stand on the map, how large, and where each may go."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geotrack.gazetteer.names import fold_name
from geotrack.staticmap.arrangement import MOST_AT_ONE_SPOT, crowd_radius
from geotrack.staticmap.box import Box
from geotrack.staticmap.figures import FIGURE, DrawnFigure
from geotrack.staticmap.labels import Label, Line, Room
from geotrack.staticmap.lettering import can_write, one_line, shortened
from geotrack.staticmap.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geotrack.staticmap.frame import Frame
    from geotrack.staticmap.ground import Country, Ground
    from geotrack.staticmap.sheet import Sheet

COUNTRY, DIVISION_NAME, TOWN, EVENT = "#857d6e", "#9a927f", "#4a4a4a", "#161616"
MOST_EVENT_NAMES, MOST_TOWNS = 60, 14
_TOWN_KINDS = ("city", "town")
_LONGEST = 34


def name_lines(name: str, local: str, size: float, bold: bool, colour: str) -> tuple[Line, ...]:
    """The Latin name over the local one, where there is one that can be written and differs.

    Another spelling of the same name tells a reader nothing: it is left out.
    """
    shown = shortened(one_line(name), _LONGEST)
    lines = [Line(shown, size, bold, colour)]
    local = one_line(local)
    if local and fold_name(local) != fold_name(name) and "\ufffd" not in local:
        lines.append(Line(shortened(local, _LONGEST), size * 0.95, False, colour))
    return tuple(lines)


def event_labels(
    spots: list[Spot], radius: float, gathered: bool, shrunk: float = 1.0
) -> list[Label]:
    """Labels of the places with events, most events first; small maps have them `shrunk`."""
    found = []
    for spot in _named_once(spots)[:MOST_EVENT_NAMES]:
        size = 7.6 if spot.events >= 5 else 7.0 if spot.events > 1 else 6.6
        lines = name_lines(spot.name, spot.name_local, size * shrunk, True, EVENT)
        anchor = (spot.x, spot.y, _reach(spot, radius, gathered))
        found.append(Label(spot.name, lines, (anchor,), led=True))
    return found


def _named_once(spots: list[Spot]) -> list[Spot]:
    """Spots with a name; coordinates of their own that share a name are named once.

    The place of the gazetteer comes first, then the spot with the most events.
    """
    seen = {spot.name for spot in spots if spot.place_id}
    kept = []
    for spot in spots:
        if not spot.name or (not spot.place_id and spot.name in seen):
            continue
        seen.add(spot.name)
        kept.append(spot)
    return kept


def _reach(spot: Spot, radius: float, gathered: bool) -> float:
    """How far from the spot its symbols extend, in points."""
    if gathered or spot.events > MOST_AT_ONE_SPOT:
        return crowd_radius(spot.events, radius) + 1.0
    columns = {1: 1.0, 2: 2.1, 3: 2.1, 4: 2.1}.get(spot.events, 3.2)
    return radius * columns + 1.0


def town_spots(places: pd.DataFrame, frame: Frame, spots: list[Spot]) -> list[Spot]:
    """The largest towns within the frame that have no events of their own, for orientation."""
    towns = places[places["kind"].isin(_TOWN_KINDS) & places["longitude"].notna()]
    towns = towns[~towns["place_id"].isin({spot.place_id for spot in spots})]
    towns = towns[~towns["name"].isin({spot.base_name for spot in spots})]
    if towns.empty:
        return []
    x, y = frame.points(towns["longitude"].to_numpy(), towns["latitude"].to_numpy())
    towns = towns.assign(x=x, y=y)
    edge = frame.box.grown(-4.0)
    inside = (x > edge.left) & (x < edge.right) & (y > edge.bottom) & (y < edge.top)
    towns = towns[inside].sort_values(
        ["population", "name"], ascending=[False, True], na_position="last", kind="stable"
    )
    return [_town(row) for row in towns.head(MOST_TOWNS * 3).to_dict("records")]


def _town(row: Mapping[Hashable, Any]) -> Spot:
    return Spot(
        x=row["x"],
        y=row["y"],
        name=one_line(row["name"]),
        name_local=one_line(row["name_local"]),
        base_name=row["name"],
        place_id=row["place_id"],
        is_area=False,
        is_own=False,
        longitude=row["longitude"],
        latitude=row["latitude"],
        radius_km=0.0,
        events=0,
    )


def thinned(towns: list[Spot], room: Room) -> list[Spot]:
    """The towns whose ring stands free and not too near another, largest first."""
    kept: list[Spot] = []
    for town in towns:
        ring = Box(town.x - 2.5, town.y - 2.5, town.x + 2.5, town.y + 2.5)
        near = any(math.hypot(town.x - k.x, town.y - k.y) < 34.0 for k in kept)
        if not near and room.is_free(ring) and len(kept) < MOST_TOWNS:
            kept.append(town)
    return kept


def town_labels(towns: list[Spot]) -> list[Label]:
    """Labels of the towns for orientation."""
    return [
        Label(
            town.name,
            name_lines(town.name, town.name_local, 6.2, False, TOWN),
            ((town.x, town.y, 2.6),),
        )
        for town in towns
    ]


def figure_labels(sheet: Sheet, figures: list[DrawnFigure], frame: Box) -> list[Label]:
    """One label a figure, on or beside the ground it counts."""
    found = []
    for figure in figures:
        mark = "\u200f" if sheet.rtl else ""
        head = Line(mark + shortened(one_line(figure.head), 46), 7.6, True, FIGURE)
        about = sheet.cut_to(sheet.wrapped(mark + figure.about, 122.0, 5.7), 4, 122.0, 5.7)
        lines = (head, *(Line(text, 5.7, False, FIGURE) for text in about))
        height = sum(sum(sheet.extent(line.text, line.size)[1:]) for line in lines)
        width = max(sheet.width_of(line.text, line.size, line.bold) for line in lines)
        points = _label_points(figure.ground, frame, height)
        others = [one.ground for one in figures if one is not figure]
        points = _by_clearness(points, figure.ground, others, (width, height))
        anchors = tuple((x, y, 0.0) for x, y in points)
        found.append(Label(figure.figure_id, lines, anchors, centred=True))
    return found


def _by_clearness(
    points: list[tuple[float, float]],
    own: BaseGeometry,
    others: list[BaseGeometry],
    size: tuple[float, float],
) -> list[tuple[float, float]]:
    """The middles of a label in the order of how plainly it belongs to its ground.

    Never on what another figure counts if that can be helped, and wholly on its own ground or
    wholly beside it.
    """

    def unclear(point: tuple[float, float]) -> tuple[bool, bool]:
        (x, y), (width, height) = point, size
        box = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        share = box.intersection(own).area / box.area
        strange = any(box.intersection(ground).area > 1.0 for ground in others)
        return strange, 0.03 < share < 0.97

    return sorted(points, key=unclear)


def _label_points(ground: BaseGeometry, frame: Box, height: float) -> list[tuple[float, float]]:
    """Middles for a label of a figure: above and below its ground, on it, then further off."""
    visible = shapely.clip_by_rect(ground, *frame)
    if visible.is_empty:
        return []
    west, south, east, north = visible.bounds
    wide, off = east - west, height / 2 + 2.5
    slide = (0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95)
    points = [(west + wide * across, y) for across in slide for y in (north + off, south - off)]
    inner = [
        (west + wide * across, south + (north - south) * float(up))
        for up in np.linspace(0.88, 0.12, 6)
        for across in (0.5, 0.3, 0.7, 0.15, 0.85)
    ]
    points += [point for point in inner if visible.contains(shapely.Point(point))]
    for away in (14.0, 30.0):
        for across in slide:
            x = west + wide * across
            points += [(x, north + off + away), (x, south - off - away)]
    for away in (60.0, 90.0):
        points += [(west - away, (south + north) / 2), (east + away, (south + north) / 2)]
    return points


# --- names of areas -----------------------------------------------------------------------


def spaced(name: str) -> str:
    """A country's name in spaced capitals, as atlases write areas.

    >>> spaced("Iran")
    'I\\u2009R\\u2009A\\u2009N'
    """
    return "\u2009".join(name.upper()).replace("\u2009 \u2009", "   ")


def country_labels(sheet: Sheet, ground: Ground, room: Room) -> list[Label]:
    """Names of the countries, each with anchors well inside its visible part, largest first."""
    whole = room.frame.width * room.frame.height
    found = []
    order = sorted(ground.countries, key=lambda c: (-c.shape.area, c.name))
    for country in order:
        share = country.shape.area / whole
        if share < 0.004:
            continue
        size = 10.5 if share > 0.15 else 9.0 if share > 0.05 else 7.0 if share > 0.015 else 5.8
        name = country.name.replace("i", "İ") if country.code == "TR" else country.name
        lines = [Line(spaced(one_line(name)), size, False, COUNTRY)]
        local = one_line(country.name_local)
        differs = fold_name(local) != fold_name(country.name)
        if local and differs and can_write(country.name_local):
            lines.append(Line(local, size * 0.82, False, COUNTRY))
        anchors = _country_anchors(sheet, country, lines, room)
        if anchors:
            label = Label(country.name, tuple(lines), anchors, centred=True)
            found.append(label)
    return found


def division_labels(sheet: Sheet, ground: Ground, room: Room) -> list[Label]:
    """Names of the first-level divisions of the country in focus, small and light."""
    whole = room.frame.width * room.frame.height
    found = []
    for division in ground.divisions:
        if division.shape.area / whole < 0.015 or division.code != ground.focus:
            continue
        lines = [Line(spaced(one_line(division.name)), 5.0, False, DIVISION_NAME)]
        anchors = _country_anchors(sheet, division, lines, room)
        if anchors:
            name = f"{division.name} (division)"
            found.append(Label(name, tuple(lines), anchors, centred=True))
    return found


def _country_anchors(
    sheet: Sheet, country: Country, lines: list[Line], room: Room
) -> tuple[tuple[float, float, float], ...]:
    """Middles where the whole label lies inside the country and the frame, roomiest first."""
    extents = [sheet.extent(line.text, line.size, line.bold) for line in lines]
    width, height = max(e[0] for e in extents), sum(e[1] + e[2] for e in extents)
    inner = room.frame.grown(-5.0)
    visible = shapely.clip_by_rect(country.shape, *inner)
    if visible.is_empty:
        return ()
    west, south, east, north = visible.bounds
    xs = np.linspace(west + width / 2, east - width / 2, 25)
    ys = np.linspace(south + height / 2, north - height / 2, 21)
    if east - west < width or north - south < height:
        return ()
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    boxes = shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    shapely.prepare(visible)
    inside = shapely.contains(visible, boxes)
    if not inside.any():
        return ()
    x, y, boxes = x[inside], y[inside], boxes[inside]
    edge = shapely.distance(boxes, visible.boundary)
    clear = np.minimum(room.distance(np.column_stack([x, y]), width, height), 40.0)
    middle = visible.centroid
    far = np.hypot(x - middle.x, y - middle.y)
    order = np.lexsort((x, y, far * 0.22 - np.minimum(edge, 25.0) - clear))
    return tuple((float(x[i]), float(y[i]), 0.0) for i in order[:40])
