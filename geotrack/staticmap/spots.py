"""Which event stands where: what is on this map, outside its frame, and on no map at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geotrack.schema import DRAWN_ROLES, OTHER_TYPE
from geotrack.staticmap.lettering import one_line
from geotrack.style import TYPE_STYLES, status_order, type_order, words
from geotrack.summary import drawn_locations, is_ground

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geotrack.staticmap.frame import Frame
    from geotrack.tables import Tables

# Kinds that share their names with towns: the map says which is meant.
_TOLD_KINDS = ("subdistrict", "district", "governorate")
# The reasons why an event is on no map, in the order they are told.
REASONS = ("no_place", "coarse", "not_placed")
_MOST_SPOTS = 3000


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
