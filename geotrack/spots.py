"""One place as told -> its spot: where it lies and why, or why that cannot be said.

A name is what the ranker makes of it; a coordinate is held against the name and its divisions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geotrack.areas import distance_km
from geotrack.borders import lies_in
from geotrack.geocoding import Candidate, Context
from geotrack.geocoding.nameparts import split_name
from geotrack.schema import GEO_PRECISIONS, PRECISION_OF_KIND
from geotrack.style import words

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place

# A given coordinate this far from the place it is said to be at is not believed.
FAR_KM = 50.0
# A coordinate this near to a place's point was taken from there.
_SAME_POINT_KM = 0.1
# A place this surely found helps to place the others of its event.
SURE = 0.75
# A coordinate may confirm a place that its name alone would not surely find.
_POSSIBLE = 0.35
_MAX_ALTERNATIVES = 3


Rank = Callable[[str, Context], list[Candidate]]


def is_nameless(line: Mapping[str, Any]) -> bool:
    """Whether a coordinate came without a place's name: its divisions then stand for one."""
    return bool(line["parents"]) and line["name"] == line["parents"]


# The kind word that a division's precision stands for where the name itself has none.
_KIND_SAID = {"admin1": "governorate", "admin2": "district"}


def full_name(line: dict[str, Any]) -> str:
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


def telling(candidates: list[Candidate], min_score: float) -> list[Candidate]:
    """Those that a location can come to name: the best, its runners-up, and all that a given
    coordinate may confirm. Of thousands of names no more is kept."""
    least = min(min_score, _POSSIBLE)
    first = candidates[: 1 + _MAX_ALTERNATIVES]
    return first + [c for c in candidates[1 + _MAX_ALTERNATIVES :] if c.score >= least]


def spot_of(
    line: dict[str, Any], rank: Rank, context: Context, around: Context, min_score: float
) -> dict[str, Any]:
    """Where a line's place is, with its reason: all of a location but whose it is."""
    say = words(context.language)
    alone = rank(full_name(line), context) if line["name"] else []
    if not pd.isna(line["longitude"]):
        return _given(line, _references(line, alone, rank, context, min_score), say)
    # A place that is sure by itself needs no company; the others are ranked beside it.
    sure = bool(alone) and alone[0].score >= SURE
    company = around.near or around.home
    candidates = alone if sure or not company else rank(full_name(line), around)
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


def overruled(place_id: str, gazetteer: Gazetteer, say: Mapping[str, str]) -> dict[str, Any]:
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
