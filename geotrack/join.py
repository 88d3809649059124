"""Events + places -> locations: each with a coordinate and its reason, or the reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geotrack.areas import distance_km
from geotrack.borders import lies_in
from geotrack.geocoding import MIN_SCORE, Candidate, Context, Neighbour, rank_places
from geotrack.geocoding.context import sum_up
from geotrack.geocoding.nameparts import split_name
from geotrack.schema import GEO_PRECISIONS, PRECISION_OF_KIND
from geotrack.style import words
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.geocoding.resolvers import Ranker

# A given coordinate this far from the place it is said to be at is not believed.
FAR_KM = 50.0
# A coordinate this near to a place's point was taken from there.
_SAME_POINT_KM = 0.1
# A place this surely found helps to place the others of its event.
_SURE = 0.75
# Of a table's sure places so many speak for the others, with this weight in all: as much as the
# other documents of a publisher have in the corpora the weights come from.
_MOST_HOME, _HOME_WEIGHT = 200, 20.0
# A coordinate may confirm a place that its name alone would not surely find.
_POSSIBLE = 0.35
_MAX_ALTERNATIVES = 3


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
                    spot = _overruled(chosen, gazetteer, words(context.language))
                row = {column: line[column] for column in ("event_id", "name", "role")} | spot
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
            ranked[key] = _telling(ranker(name, gazetteer, near), min_score)
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
            said[key] = _location(line, rank, context, around, min_score)
        return said[key]

    return find


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


Rank = Callable[[str, Context], list[Candidate]]


def is_nameless(line: Mapping[str, Any]) -> bool:
    """Whether a coordinate came without a place's name: its divisions then stand for one."""
    return bool(line["parents"]) and line["name"] == line["parents"]


# The kind word that a division's precision stands for where the name itself has none.
_KIND_SAID = {"admin1": "governorate", "admin2": "district"}


def _full_name(line: dict[str, Any]) -> str:
    """The name with the parents that stand in other columns.

    What is said to be a division ("Erbil" in a column of provinces, "Erbil province" in a text)
    is asked for as one: the town of the same name would be too sharp.
    """
    name = str(line["name"])
    kind = _KIND_SAID.get(line.get("geo_precision") or "", "")
    if kind and pd.isna(line["longitude"]) and not split_name(name).kind:
        own, comma, parents = name.partition(",")
        name = f"{own} {kind}{comma}{parents}"
    if is_nameless(line):
        return name
    return f"{name}, {line['parents']}" if line["parents"] else name


def full_names(named_places: pd.DataFrame) -> list[str]:
    """The distinct names of scenes and venues, with the parents that stand in other columns."""
    told = named_places[(named_places["name"] != "") & (named_places["role"] != "topic")]
    # Whether there is a point counts, not where it lies.
    points = told["longitude"].where(told["longitude"].isna(), 0.0)
    said = told[["name", "parents", "geo_precision"]].assign(longitude=points).drop_duplicates()
    return list(dict.fromkeys(map(_full_name, records(said))))


def sure_places(names: Iterable[str], rank: Rank, context: Context) -> list[Place]:
    """The places that these names surely mean by themselves, countries aside."""
    best = (rank(name, context)[:1] for name in names)
    return [c[0].place for c in best if c and c[0].score >= _SURE and c[0].place.kind != "country"]


def home_of(sure: Iterable[Place]) -> tuple[Neighbour, ...]:
    """What the table surely tells of: the places its doubtful names are likely to lie near.

    The same whatever the order: of one id there is one record, and ids decide who is kept.
    """
    kept = sorted({place.place_id: place for place in sure}.items())[:_MOST_HOME]
    weight = min(1.0, _HOME_WEIGHT / max(1, len(kept)))
    return tuple(Neighbour(place, weight) for _, place in kept)


def _telling(candidates: list[Candidate], min_score: float) -> list[Candidate]:
    """Those that a location can come to name: the best, its runners-up, and all that a given
    coordinate may confirm. Of thousands of names no more is kept."""
    least = min(min_score, _POSSIBLE)
    first = candidates[: 1 + _MAX_ALTERNATIVES]
    return first + [c for c in candidates[1 + _MAX_ALTERNATIVES :] if c.score >= least]


def _companions(lines: list[dict[str, Any]], rank: Rank, context: Context) -> tuple[Neighbour, ...]:
    """The event's places that are sure by themselves."""
    if len(lines) < 2:
        return ()
    found: dict[str, Neighbour] = {}
    for line in lines:
        if line["name"] and line["role"] != "topic":
            best = rank(_full_name(line), context)[:1]
            if best and best[0].score >= _SURE and best[0].place.kind != "country":
                found[best[0].place.place_id] = Neighbour(best[0].place)
    return tuple(found[place_id] for place_id in sorted(found))


def _location(
    line: dict[str, Any], rank: Rank, context: Context, around: Context, min_score: float
) -> dict[str, Any]:
    """Where a line's place is, with its reason: all of a location but whose it is."""
    say = words(context.language)
    alone = rank(_full_name(line), context) if line["name"] else []
    if not pd.isna(line["longitude"]):
        return _given(line, _references(line, alone, rank, context, min_score), say)
    # A place that is sure by itself needs no company; the others are ranked beside it.
    sure = bool(alone) and alone[0].score >= _SURE
    company = around.near or around.home
    candidates = alone if sure or not company else rank(_full_name(line), around)
    return _found(candidates, min_score, say)


class _References(NamedTuple):
    """What a given coordinate is checked against: places the name may mean, whether the first of
    them is surely meant, and the divisions it is said to lie in."""

    named: list[Place]
    is_sure: bool
    parents: list[Place]


def _references(
    line: dict[str, Any],
    candidates: list[Candidate],
    rank: Rank,
    context: Context,
    min_score: float,
) -> _References:
    """The places that are surely named. A parent that nobody knows must not switch the check off:
    where name and parents together name no place surely, name and country do, else the parents."""
    parents = [part.strip() for part in line["parents"].split(",") if part.strip()]
    named = [] if is_nameless(line) else candidates
    if named and parents and line["name"] and not _is_sure(candidates, min_score):
        named = rank(f"{line['name']}, {parents[-1]}", context)
    around = [rank(", ".join(parents[i:]), context) for i in range(len(parents))]
    # "Zakho" beside a name is the district, though alone it is more likely the town.
    wide = [
        next(c.place for c in found if _is_wide(c.place) and c.score >= min_score)
        for found in around
        if any(_is_wide(c.place) and c.score >= min_score for c in found)
    ]
    kept = [c.place for c in named if c.score >= _POSSIBLE]
    if line.get("coded"):
        countries = [place for place in wide if place.kind == "country"]
        return _References(kept, is_sure=False, parents=countries)
    return _References(kept, _is_sure(named, min_score), wide)


def _is_wide(place: Place) -> bool:
    return PRECISION_OF_KIND[place.kind] in ("admin1", "admin2", "country")


def _is_sure(candidates: list[Candidate], min_score: float) -> bool:
    return bool(candidates) and candidates[0].score >= min_score


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


def _overruled(place_id: str, gazetteer: Gazetteer, say: Mapping[str, str]) -> dict[str, Any]:
    if not place_id:
        return {"geo_precision": "none", "reason": say["reason.nowhere"]}
    place = gazetteer.find_place(place_id)
    if place is None:
        lost = say["reason.correction_lost"].format(place_id=place_id)
        return {"geo_precision": "none", "reason": lost, "refused": lost}
    return _at(place) | {"score": 1.0, "reason": say["reason.correction"]}


def _at(place: Place) -> dict[str, Any]:
    return {
        "place_id": place.place_id,
        "place_name": place.name,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "radius_km": place.radius_km,
        "geo_precision": PRECISION_OF_KIND[place.kind],
        "admin1": place.admin1,
        "admin2": place.admin2,
        "country": place.country,
    }


def _found(candidates: list[Candidate], min_score: float, say: Mapping[str, str]) -> dict[str, Any]:
    if not candidates:
        return {"geo_precision": "none", "score": 0.0, "reason": say["reason.not_filed"]}
    best = candidates[0]
    source = "reason.curated_source" if best.place.curated else "reason.world_source"
    reason = say[source].format(reasons="; ".join(best.reasons) or say["reason.name_alone"])
    told = {"score": best.score, "alternatives": _alternatives(best, candidates[1:])}
    if best.score < min_score:
        told["reason"] = say["reason.not_sure"].format(
            score=f"{best.score:.2f}",
            wanted=f"{min_score:.2f}",
            name=best.place.name,
            place_id=best.place.place_id,
            reason=reason,
        )
        return told | {"geo_precision": "none"}
    return _at(best.place) | told | {"reason": reason}


def _alternatives(best: Candidate, others: list[Candidate]) -> str:
    """Runners-up as "name (place_id, km away, score)", joined by "; "."""
    shown = []
    for other in others[:_MAX_ALTERNATIVES]:
        km = distance_km(
            best.place.longitude, best.place.latitude, other.place.longitude, other.place.latitude
        )
        place = other.place
        shown.append(f"{place.name} ({place.place_id}, {km:,.0f} km, {other.score:.2f})")
    return "; ".join(shown)


def _given(line: dict[str, Any], known: _References, say: Mapping[str, str]) -> dict[str, Any]:
    """A coordinate of the table, checked against the place and the divisions it is said to be in.

    It is never sharper than the place it stands for: the point of a governorate is no town.
    """
    given = {
        "longitude": line["longitude"],
        "latitude": line["latitude"],
        "radius_km": line["radius_km"],
        "geo_precision": line["geo_precision"],
        "score": 1.0,
        "reason": say["reason.given"],
    }
    outside = next((p for p in known.parents if _is_outside(line, p)), None)
    if outside is not None:
        return _refused(line, outside, "reason.given_outside", say)
    # The likeliest place that the coordinate can stand for, not just the nearest of its name;
    # one whose very point it is comes first.
    within = [p for p in known.named if _km_from(line, p) <= _reach_km(p)]
    place = next((p for p in within if _km_from(line, p) <= _SAME_POINT_KM), None)
    place = place or next(iter(within), None)
    if place is not None:
        named = {k: v for k, v in _at(place).items() if k in _NAMED}
        reason = say["reason.given_near"].format(name=place.name)
        return given | named | _no_sharper(given, place) | {"reason": reason}
    if known.is_sure:
        return _refused(line, known.named[0], "reason.given_far", say)
    return given | ({"reason": say["reason.given_unchecked"]} if line["name"] else {})


def _is_outside(line: dict[str, Any], place: Place) -> bool:
    """Whether a coordinate lies far from the division it is said to be in.

    A circle says little of a country like Chile: there its outline decides. Coders follow the
    borders of the day (South Sudan was Sudan): what lies beside the country is believed of them.
    """
    if _km_from(line, place) <= place.radius_km + FAR_KM:
        return False
    if place.kind != "country":
        return True
    spot = (line["longitude"], line["latitude"])
    return not lies_in(place.country, *spot, or_beside=bool(line.get("coded")))


def _reach_km(place: Place) -> float:
    return max(FAR_KM, 2 * place.radius_km)


def _no_sharper(given: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The given precision, or the named place's where that is a division or country."""
    if not _is_wide(place):
        return {}
    of_place = PRECISION_OF_KIND[place.kind]
    coarser = max(given["geo_precision"], of_place, key=GEO_PRECISIONS.index)
    return {"geo_precision": coarser, "radius_km": max(given["radius_km"], place.radius_km)}


def _refused(
    line: dict[str, Any], place: Place, key: str, say: Mapping[str, str]
) -> dict[str, Any]:
    """No coordinate at all: either it or the name is wrong, and nobody knows which."""
    swapped = distance_km(line["latitude"], line["longitude"], place.longitude, place.latitude)
    if swapped <= place.radius_km + FAR_KM:
        key = "reason.given_swapped"
    away = f"{_km_from(line, place):,.0f}"
    reason = say[key].format(km=away, name=place.name, place_id=place.place_id)
    refused = say["reason.given_refused"].format(reason=reason)
    return {"geo_precision": "none", "reason": refused, "refused": reason}


_NAMED = ("place_id", "place_name", "admin1", "admin2", "country")


def _km_from(line: dict[str, Any], place: Place) -> float:
    return distance_km(line["longitude"], line["latitude"], place.longitude, place.latitude)


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
