"""Which event stands where: what is on this map, outside its frame, and on no map at all."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geotrack.schema import DRAWN_ROLES, OTHER_TYPE
from geotrack.staticmap.sheet import Box, one_line
from geotrack.style import TYPE_STYLES, status_order, type_order, words
from geotrack.summary import drawn_locations, is_ground

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geotrack.staticmap.frame import Floats, Frame
    from geotrack.tables import Tables

# Kinds that share their names with towns: the map says which is meant.
_TOLD_KINDS = ("subdistrict", "district", "governorate")
# The reasons why an event is on no map, in the order they are told.
REASONS = ("no_place", "coarse", "not_placed")
# So many symbols can be told apart; more are gathered into counted marks.
MOST_SYMBOLS = 220
MOST_AT_ONE_SPOT = 7
CELL = 26.0
_MOST_SPOTS = 3000
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


class Spot(NamedTuple):
    """A place on the page with its events."""

    x: float
    y: float
    name: str
    name_local: str
    base_name: str
    place_id: str
    is_area: bool
    is_own: bool
    longitude: float
    latitude: float
    radius_km: float
    events: int


class Standing(NamedTuple):
    """How many events are on this map, outside its frame and on no map, and why."""

    total: int
    here: int
    outside: int
    nowhere: dict[str, int]
    by_type: list[tuple[str, int, int]]
    statuses: list[str]


def known_type(event_type: str) -> str:
    """The type as the legend counts it: types without a style of their own are `Other`."""
    return event_type if event_type in TYPE_STYLES else OTHER_TYPE


def placed(tables: Tables, frame: Frame, language: str) -> pd.DataFrame:
    """The drawn locations with page coordinates x and y, whether they are inside, and names."""
    return on_frame(located(tables, language), frame)


def located(tables: Tables, language: str) -> pd.DataFrame:
    """The drawn locations with the names to show, whatever the frame.

    `ground` tells which are only known to a stretch of ground, `own` which bear a coordinate of
    their own: around that the ground is a circle, whatever the place's outline.
    """
    rows = drawn_locations(tables)
    kinds = {value: known_type(value) for value in rows["event_type"].unique()}
    return rows.assign(
        kind=rows["event_type"].map(kinds),
        ground=is_ground(rows),
        own=rows["geo_precision"] == "exact",
        **_names(rows, tables["places"], words(language)),
    )


def on_frame(rows: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Located rows with page coordinates x and y and whether these are inside the frame."""
    x, y = frame.points(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    edge = frame.box
    with np.errstate(invalid="ignore"):
        inside = (x >= edge.left) & (x <= edge.right) & (y >= edge.bottom) & (y <= edge.top)
    return rows.assign(x=x, y=y, inside=inside)


def _names(
    rows: pd.DataFrame, places: pd.DataFrame, phrases: Mapping[str, str]
) -> dict[str, pd.Series]:
    """The names to show: the gazetteer's, else the location's own; districts are called so."""
    places = places.drop_duplicates("place_id").set_index("place_id")
    own = rows["place_name"].where(rows["place_name"] != "", rows["name"])
    latin = rows["place_id"].map(places["name"]).fillna("").astype(str)
    local = rows["place_id"].map(places["name_local"]).fillna("").astype(str)
    base = latin.where(latin != "", own).astype(str)
    kinds = rows["place_id"].map(places["kind"]).fillna("").astype(str)
    shown = base.copy()
    for kind in _TOLD_KINDS:
        phrase, word = phrases[f"static.kind.{kind}"], phrases[f"static.kind.{kind}.word"]
        names = base[kinds == kind]
        names = names[~names.str.lower().str.contains(word, regex=False)]
        spelt = {name: phrase.format(name=name) for name in names.unique()}
        shown.loc[names.index] = names.map(spelt)
    return {"shown": shown.astype(str), "shown_local": local, "base_name": base}


def standing(tables: Tables, rows: pd.DataFrame) -> Standing:
    """Count events: each is on this map, or outside its frame, or on no map."""
    events = tables["events"]
    here = rows.loc[rows["inside"], "event_id"].drop_duplicates()
    drawn = rows["event_id"].drop_duplicates()
    kinds = events["event_type"].map({v: known_type(v) for v in events["event_type"].unique()})
    counted = pd.DataFrame({"kind": kinds, "here": events["event_id"].isin(here)})
    grouped = counted.groupby("kind")["here"].agg(["sum", "size"])
    by_type = [(str(kind), int(row["sum"]), int(row["size"])) for kind, row in grouped.iterrows()]
    return Standing(
        total=len(events),
        here=len(here),
        outside=len(drawn) - len(here),
        nowhere=_nowhere(tables, drawn),
        by_type=sorted(by_type, key=lambda item: (type_order(item[0]), item[0])),
        statuses=sorted({_status(s) for s in events["status"].unique()}, key=status_order),
    )


def _status(status: str) -> str:
    return status if status_order(status) < 5 else "alleged"


def _nowhere(tables: Tables, drawn: pd.Series) -> dict[str, int]:
    """Events on no map by reason: no place named, known too coarsely, or named but not placed."""
    locations, events = tables["locations"], tables["events"]
    missing = events.loc[~events["event_id"].isin(drawn), "event_id"]
    scenes = locations[locations["role"].isin(DRAWN_ROLES)]
    scenes = scenes[scenes["event_id"].isin(missing)]
    named = set(scenes["event_id"])
    coarse = named - set(scenes.loc[scenes["geo_precision"] != "country", "event_id"])
    found = {"coarse": len(coarse), "not_placed": len(named - coarse)}
    return {"no_place": len(missing) - len(named)} | found


def outside_places(rows: pd.DataFrame) -> list[tuple[str, float, float, int]]:
    """Places beyond the frame, most events first: name, longitude, latitude, events."""
    beyond = rows[~rows["inside"]]
    if beyond.empty:
        return []
    known = beyond[beyond["place_id"] != ""].groupby("shown")["place_id"].nunique()
    twice = beyond["shown"].isin(known.index[known > 1])  # different places of one name
    key = beyond["shown"].where(~twice, beyond["shown"] + "|" + beyond["place_id"])
    grouped = beyond.groupby(key, sort=True).agg(
        name=("shown", "first"),
        lon=("longitude", "first"),
        lat=("latitude", "first"),
        n=("event_id", "nunique"),
    )
    found = [
        (one_line(str(name)), float(lon), float(lat), int(n))
        for name, lon, lat, n in grouped.itertuples(index=False)
    ]
    return sorted(found, key=lambda item: (-item[3], item[0]))


def spots_of(
    rows: pd.DataFrame, moved: dict[tuple[float, float], tuple[float, float]]
) -> list[Spot]:
    """The places within the frame, most events first; one for each spot and place.

    x and y are where the spot's symbols came to stand.
    """
    inside = rows[rows["inside"]]
    if inside.empty:
        return []
    keys = [inside["longitude"].round(4), inside["latitude"].round(4), inside["place_id"]]
    grouped = inside.groupby(keys, sort=True).agg(
        px=("x", "first"), py=("y", "first"), name=("shown", "first"),
        name_local=("shown_local", "first"), is_area=("ground", "any"), own=("own", "any"),
        lon=("longitude", "first"), lat=("latitude", "first"), radius=("radius_km", "max"),
        base=("base_name", "first"), place=("place_id", "first"), n=("event_id", "nunique"),
    )  # fmt: skip
    # Names are shown of some dozen; beyond that many only their own symbols count.
    grouped = grouped.sort_values("n", ascending=False, kind="stable").head(_MOST_SPOTS)
    found = [_spot(row, moved) for row in grouped.to_dict("records")]
    return sorted(found, key=lambda spot: (-spot.events, spot.name, spot.x, spot.y))


def _spot(
    row: Mapping[Hashable, Any], moved: dict[tuple[float, float], tuple[float, float]]
) -> Spot:
    x, y = moved.get((round(row["lon"], 4), round(row["lat"], 4)), (row["px"], row["py"]))
    return Spot(
        x=float(x),
        y=float(y),
        name=one_line(row["name"]),
        name_local=one_line(row["name_local"]),
        base_name=row["base"],
        place_id=row["place"],
        is_area=bool(row["is_area"]),
        is_own=bool(row["own"]),
        longitude=row["lon"],
        latitude=row["lat"],
        radius_km=row["radius"] if row["radius"] > 0 else 0.0,
        events=int(row["n"]),
    )


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
