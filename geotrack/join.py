"""Events + places -> locations: each with a coordinate and its reason, or the reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geotrack.geocoding import MIN_SCORE, Candidate, Context, Neighbour, rank_places
from geotrack.geocoding.context import sum_up
from geotrack.spots import SURE, Rank, full_name, overruled, spot_of, telling
from geotrack.style import words
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.geocoding.resolvers import Ranker

# Of a table's sure places so many speak for the others, with this weight in all: as much as the
# other documents of a publisher have in the corpora the weights come from.
_MOST_HOME, _HOME_WEIGHT = 200, 20.0


class Located(NamedTuple):
    """The locations table, the ids of the places used, and coordinates that were refused."""

    locations: pd.DataFrame
    place_ids: list[str]
    rejects: list[dict[str, str]]


Overrides = Mapping[tuple[str, str], str]
# What names were ranked as, by name, companions, and whether home was looked at.
Ranked = dict[tuple[str, tuple[Neighbour, ...], bool], list[Candidate]]
# So many are remembered; a candidate list takes some kilobytes.
_MOST_RANKED = 100_000


class Shared(NamedTuple):
    """What the parts of one table have in common: its sure places (see `home_of`), what names were
    ranked as and where lines lie so far, for one gazetteer, ranker, score and context alone.
    `home` is None where the table itself tells it; `company` are places that an event's reports
    surely tell of."""

    home: tuple[Neighbour, ...] | None
    ranked: Ranked
    said: dict[tuple[object, ...], dict[str, Any]]
    company: Mapping[str, tuple[Neighbour, ...]] = MappingProxyType({})


def locate(
    named_places: pd.DataFrame,
    gazetteer: Gazetteer,
    context: Context = Context(),  # noqa: B008
    overrides: Overrides | None = None,
    min_score: float = MIN_SCORE,
    progress: Callable[[int], None] | None = None,
    ranker: Ranker = rank_places,
    shared: Shared | None = None,
) -> Located:
    """A location for every named place (table of schema.py), found or not.

    `overrides` maps (event_id or "", name as written) to a place id ("": nowhere). A coordinate
    given in the table wins unless it lies far from the place it is said to be at; then the
    location stays without one and the conflict is among the rejects. The coordinates of a dataset
    with coders of its own (`coded`) are held against their country only: they have looked the
    place up, and a village of the same name in our gazetteer is no argument. `progress` is
    called with the number of names done; `ranker` says what a name means. `shared` is what parts
    of one table have in common, and what is known of events beyond the table; without its `home`
    `named_places` is the whole table.
    """
    overrides = overrides or {}
    rank = _remembering(ranker, gazetteer, min_score, shared.ranked if shared else {})
    rejects: list[dict[str, str]] = []
    shared = shared or Shared(None, {}, {})
    home = shared.home
    if home is None:
        home = home_of(sure_places(full_names(named_places), rank, context))
    summed = sum_up(home)
    find = _spot_finder(rank, context, min_score, shared.said)
    parts = [make_table("locations")]
    for part in _whole_events(named_places):
        rows: list[dict[str, Any]] = []
        for lines in _by_event(records(part)):
            near = _companions(lines, rank, context)
            if lines[0]["event_id"] in shared.company:
                taken = {neighbour.place.place_id for neighbour in near}
                others = shared.company[lines[0]["event_id"]]
                near += tuple(one for one in others if one.place.place_id not in taken)
            around = context._replace(near=near, home=home, home_around=summed)
            for line in lines:
                chosen = _overriding(line, overrides)
                if chosen is None:
                    spot = find(line, around)
                else:
                    spot = overruled(chosen, gazetteer, words(context.language))
                row = {column: line[column] for column in _OF_LINE} | spot
                row["location_id"] = _location_id(line)
                if row.get("refused"):
                    rejects.append(_refusal(line, row.pop("refused")))
                rows.append(row)
            if progress:
                progress(len(lines))
        parts.append(make_table("locations", rows))
    locations = pd.concat(parts, ignore_index=True).drop_duplicates("location_id")
    used = sorted(set(locations["place_id"]) - {""})
    return Located(locations.reset_index(drop=True), used, rejects)


# So many lines are worked on as rows at once: a row takes many times what it takes in a table.
_MOST_LINES = 20_000


def _whole_events(named_places: pd.DataFrame) -> Iterable[pd.DataFrame]:
    """The lines in parts, those of an event in one, events in the order of their first lines."""
    if len(named_places) <= _MOST_LINES:
        yield named_places
        return
    events = pd.factorize(named_places["event_id"].to_numpy(dtype=object))[0]
    order = np.argsort(events, kind="stable")
    events = events[order]
    start = 0
    while start < len(order):
        end = min(start + _MOST_LINES, len(order))
        end = int(np.searchsorted(events, events[end - 1], side="right"))
        yield named_places.iloc[order[start:end]]
        start = end


def _remembering(ranker: Ranker, gazetteer: Gazetteer, min_score: float, ranked: Ranked) -> Rank:
    """The ranker, asked once for each name and company; home is one and the same throughout."""

    def rank(name: str, near: Context) -> list[Candidate]:
        key = (name, near.near, bool(near.home))
        if key not in ranked:
            if len(ranked) >= _MOST_RANKED:
                ranked.clear()
            ranked[key] = telling(ranker(name, gazetteer, near), min_score)
        return ranked[key]

    return rank


def _spot_finder(
    rank: Rank, context: Context, min_score: float, said: dict[tuple[object, ...], dict[str, Any]]
) -> Callable[[dict[str, Any], Context], dict[str, Any]]:
    """Where a line lies, by what it says of its place: many lines of a table say the same."""

    def find(line: dict[str, Any], around: Context) -> dict[str, Any]:
        key = (*(v for v in map(line.get, _SAID) if not pd.isna(v)), around.near)
        if key not in said:
            if len(said) >= _MOST_RANKED:
                said.clear()
            said[key] = spot_of(line, rank, context, around, min_score)
        return said[key]

    return find


# What a location has of the line it stands for.
_OF_LINE = ("event_id", "name", "role", "parents")
# The columns that a spot depends on; an unknown number (NaN) is left out of the key.
_SAID = (
    "name", "parents", "longitude", "latitude", "radius_km", "geo_precision", "coded",
)  # fmt: skip


def _overriding(line: Mapping[str, Any], overrides: Overrides) -> str | None:
    """The place a person has decided on, for this event or for the name anywhere."""
    if not overrides:
        return None
    return overrides.get((line["event_id"], line["name"]), overrides.get(("", line["name"])))


def _by_event(lines: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        groups.setdefault(line["event_id"], []).append(line)
    return groups.values()


def full_names(named_places: pd.DataFrame) -> list[str]:
    """The distinct names of scenes and venues, with the parents that stand in other columns."""
    told = named_places[(named_places["name"] != "") & (named_places["role"] != "topic")]
    # Whether there is a point counts, not where it lies.
    points = told["longitude"].where(told["longitude"].isna(), 0.0)
    said = told[["name", "parents", "geo_precision"]].assign(longitude=points).drop_duplicates()
    return list(dict.fromkeys(map(full_name, records(said))))


def sure_places(names: Iterable[str], rank: Rank, context: Context) -> list[Place]:
    """The places that these names surely mean by themselves, countries aside."""
    best = (rank(name, context)[:1] for name in names)
    return [c[0].place for c in best if c and c[0].score >= SURE and c[0].place.kind != "country"]


def home_of(sure: Iterable[Place]) -> tuple[Neighbour, ...]:
    """What the table surely tells of: the places its doubtful names are likely to lie near.

    The same whatever the order: of one id there is one record, and ids decide who is kept.
    """
    kept = sorted({place.place_id: place for place in sure}.items())[:_MOST_HOME]
    weight = min(1.0, _HOME_WEIGHT / max(1, len(kept)))
    return tuple(Neighbour(place, weight) for _, place in kept)


def _companions(lines: list[dict[str, Any]], rank: Rank, context: Context) -> tuple[Neighbour, ...]:
    """The event's places that are sure by themselves."""
    if len(lines) < 2:
        return ()
    found: dict[str, Neighbour] = {}
    for line in lines:
        if line["name"] and line["role"] != "topic":
            best = rank(full_name(line), context)[:1]
            if best and best[0].score >= SURE and best[0].place.kind != "country":
                found[best[0].place.place_id] = Neighbour(best[0].place)
    return tuple(found[place_id] for place_id in sorted(found))


def _location_id(line: dict[str, Any]) -> str:
    """Event id and a hash of what the place is called and is to the event: stable over re-sorts.

    Two places of one name are told apart by their coordinates, else by their parents.
    """
    parts = [line["name"], line["role"]]
    if not pd.isna(line["longitude"]):
        parts += [f"{line['longitude']:.6f}", f"{line['latitude']:.6f}"]
    elif line["parents"]:
        parts.append(line["parents"])
    return f"{line['event_id']}@{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:10]}"


def _refusal(line: dict[str, Any], reason: str) -> dict[str, str]:
    file, _, number = str(line["origin"]).rpartition(" row ")
    given = not pd.isna(line["longitude"])
    value = f"{line['longitude']}, {line['latitude']}" if given else str(line["name"])
    return {
        "file": file,
        "row": number,
        "column": "longitude, latitude" if given else "places",
        "value": value,
        "reason": f"{reason}; the event is kept without this place",
    }
