"""What speaks for and against a place that bears the name: features, their weights, the reasons.

A candidate's points are the sum of its features times their weights (weights.json: fitted to
published corpora by eval/fit_weights.py; those of a project's focus, which no corpus has, set by
hand). A feature is a number; 0 says nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from geotrack.areas import distance_km
from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.gazetteer.records import DEMONYM, MARKS
from geotrack.geocoding.context import Around, Context, in_bounds, nearest_to, pull_of
from geotrack.geocoding.nameparts import ALIKE, NameParts, is_written_short
from geotrack.schema import DIVISION_KINDS

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place

Features = dict[str, float]
_SETTLEMENTS = ("city", "town", "village")
# Kinds of which no settlement or division of the name is one.
_APART = frozenset(
    {"mountain", "valley", "river", "lake", "sea", "island", "desert", "camp", "base", "airport",
     "crossing"}
)  # fmt: skip
# Where nobody tells the inhabitants, the kind does: about where GeoNames draws the lines.
_USUAL_POPULATION = {"city": 100_000, "town": 5_000, "village": 500}
# What of the company is worth telling as a reason.
_NEAR_KM, _MOST_OF_THEM, _SOME_PULL = 150.0, 0.6, 0.3
WIDE_KINDS = (*DIVISION_KINDS, "country", "region", "continent")
# Kinds that share a weight; a settlement is what the others are measured against.
_GROUP = {
    "country": "country", "governorate": "admin1", "district": "admin2", "subdistrict": "admin2",
    "region": "region", "continent": "region", "sea": "region", "base": "site", "camp": "site",
    "crossing": "site", "airport": "site", "site": "site",
}  # fmt: skip


class Parent(NamedTuple):
    """A parent as named: the keys it goes by, the divisions and countries it may mean."""

    name: str
    keys: frozenset[str]
    places: tuple[Place, ...]


class Said(NamedTuple):
    """What a name says: its parts, the keys it goes by, its parents.

    `parents` are named as such (brackets, columns); `beside` merely follow it in a text, where
    an enumeration looks the same.
    """

    parts: NameParts
    keys: frozenset[str]
    parents: tuple[Parent, ...] = ()
    beside: tuple[Parent, ...] = ()


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each feature, in log-odds."""
    text = files("geotrack.geocoding").joinpath("weights.json").read_text("utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)
    return loaded["fitted"] | loaded["set"]


@lru_cache(maxsize=4096)
def find_parent(name: str, gazetteer: Gazetteer) -> Parent:
    """Divisions and countries a parent's name may mean, with all keys they go by.

    An abbreviation must be written as one; a demonym is no parent.
    """
    folded = fold_name(name)
    marks = gazetteer.marks_of(folded)
    unfit = {DEMONYM} if is_written_short(name) else set(MARKS)
    places = [
        place
        for key in {folded, bare_name(folded)}
        for place in gazetteer.look_up(key)
        if marks.get(place.place_id) not in unfit
    ]
    wide = tuple(p for p in places if p.kind in WIDE_KINDS)
    if not wide:
        # Filed under its full name only: "Dohuk" is a spelling of "Dohuk Governorate".
        longer = (f"{folded} {word}" for word in ("governorate", "province", "district"))
        found = [place for key in longer for place in gazetteer.look_up(key)]
        wide = tuple({p.place_id: p for p in found if p.kind in DIVISION_KINDS}.values())
    keys = {folded, bare_name(folded), *(fold_name(p.name) for p in wide)}
    return Parent(name, frozenset(keys), wide)


def relation(place: Place, parent: Parent) -> str:
    """`in`, `near` (within its circle), `unknown` or `not`: how a place lies to a parent."""
    own = {fold_name(place.admin1), fold_name(place.admin2)} - {""}
    codes = {p.country for p in parent.places if p.kind == "country"}
    if place.country in codes or own & parent.keys or place.country.casefold() in parent.keys:
        return "in"
    # A record without divisions cannot contradict; one inside a parent's circle agrees.
    # None is its own parent: "Baghdad, Baghdad" is the city in the governorate.
    near = any(
        p.kind != "country"
        and p.place_id != place.place_id
        and distance_km(p.longitude, p.latitude, place.longitude, place.latitude) <= p.radius_km
        for p in parent.places
    )
    if near and not own:
        return "near"
    countries = {p.country for p in parent.places} | {""}
    if not own and (not parent.places or (not codes and place.country in countries)):
        return "unknown"
    return "not"


def own_features(place: Place, how: str, said: Said) -> Features:
    """Features of the record itself and of what the name says; they do not change with company.

    `how` is how the key was made under which it was found (see nameparts).
    """
    found: Features = {"base": 1.0}
    if how not in ("whole", "head"):
        found[f"found_{how}"] = 1.0
    group = _GROUP.get(place.kind, "nature" if place.kind not in _SETTLEMENTS else "")
    if group:
        found[f"is_{group}"] = 1.0
    own_key = fold_name(place.name)
    # The names of a curated place are as well attested as its first one.
    if own_key not in said.keys and not place.curated:
        # A name in another script cannot be the main one; it is no sign against the place.
        is_latin = all(key.isascii() for key in said.keys)
        other = "other_name" if own_key.isascii() == is_latin else "other_script"
        found[other] = 1.0
        if group:
            found[f"{other}_{group}"] = 1.0
    found |= _fame_features(place, group)
    if said.parts.kind:
        # What is filed with the kind word in its name is of that kind, whatever it is filed as.
        filed = said.parts.kind if how == "whole" else place.kind
        found[_kind_feature(filed, said.parts.kind)] = 1.0
    for named, parents in (("parent", said.parents), ("beside", said.beside)):
        for parent in parents:
            feature = f"{named}_{relation(place, parent)}"
            found[feature] = found.get(feature, 0.0) + 1.0
    if place.confidence == "low":
        found["low_confidence"] = 1.0
    return found


def _fame_features(place: Place, group: str) -> Features:
    found = {"names": math.log1p(place.n_names)}
    if group in ("", "admin1", "admin2", "country"):
        suffix = f"_{group}" if group else ""
        size = place.population or _USUAL_POPULATION.get(place.kind, 0)
        found[f"people{suffix}"] = math.log10(size + 1)
        if not place.population:
            found[f"people_unknown{suffix}"] = 1.0
    return found


def _kind_feature(filed: str, said: str) -> str:
    if filed == said:
        return "kind_said"
    if filed in ALIKE.get(said, ()):
        return "kind_alike"
    # The Mississippi River is not Mississippi; Zakho district may be filed as the town.
    return "kind_apart" if said in _APART else "kind_other"


def context_features(place: Place, own: Features, context: Context) -> Features:
    """Features of the project's focus and the publisher's country; `own` are the place's own."""
    found = _focus_features(place, own, context)
    if context.publisher_country and context.publisher_country == place.country:
        found["publisher_country"] = 1.0
    return found


def _focus_features(place: Place, features: Features, context: Context) -> Features:
    """What the name says outweighs the focus: what lies outside a parent named, or is another
    kind of thing, gains nothing by it, what lies in the parent loses nothing."""
    gainsaid = bool(features.get("parent_not") or features.get("kind_apart"))
    inside_parent = bool(features.get("parent_in") or features.get("parent_near"))
    if not (context.countries or context.bounds):
        # Without a focus nothing supports a place of our own but a named parent.
        lonely = place.place_id.startswith("gt:") and not inside_parent
        return {"curated_alone": 1.0} if lonely else {}
    inside = in_bounds(place.longitude, place.latitude, context.bounds)
    if place.country in context.countries or inside:
        if gainsaid:
            return {}
        own = {"focus_own": 1.0} if place.place_id.startswith("gt:") else {}
        return {"focus": 1.0} | ({"focus_curated": 1.0} | own if place.curated else {})
    return {} if inside_parent else {"focus_not": 1.0}


def company_features(place: Place, around: Around, prefix: str = "") -> Features:
    """Features of the places told of together with it (or, with a prefix, of other company)."""
    if not around.total:
        return {}
    country, admin1 = place.country, place.admin1
    nearest, pull = pull_of(place, around)
    found = {
        "country": around.countries.get(country, 0.0) / around.total,
        "nearest": nearest,
        "pull": math.log1p(pull),
    }
    if country and place.kind != "country":
        found["country_named"] = around.named.get((country, ""), 0.0)
    # Another name that means this very place: common for countries ("Iraqi"), rare for towns.
    itself = around.ids.get(place.place_id, 0.0)
    found["itself_country" if place.kind == "country" else "itself"] = itself
    if place.kind not in ("country", "governorate") and admin1:
        found["admin1"] = around.admin1.get((country, admin1), 0.0) / around.total
        found["admin1_named"] = around.named.get((country, admin1), 0.0)
        if place.admin2:
            found["admin2"] = around.admin2.get((country, place.admin2), 0.0) / around.total
            found["admin2_named"] = around.named.get((country, place.admin2), 0.0)
    return {f"{prefix}{name}": value for name, value in found.items() if value}


def points(features: Features) -> float:
    """The sum of the features' weights."""
    weight_of = weights()
    total = 0.0
    for name, value in features.items():
        total += weight_of.get(name, 0.0) * value
    return total


def reasons(
    place: Place, features: Features, said: Said, around: Around, say: Mapping[str, str]
) -> list[str]:
    """The features worth telling, worded; `say` are the words of a language."""
    kind, head = said.parts.kind, said.parts.head
    worded = {
        "is_country": {}, "other_name": {"name": head}, "other_script": {"name": head},
        "kind_said": {"kind": kind},
        "kind_alike": {"filed": place.kind, "kind": kind},
        "kind_other": {"filed": place.kind, "kind": kind},
        "kind_apart": {"filed": place.kind, "kind": kind},
        "focus": {}, "focus_curated": {}, "focus_not": {}, "curated_alone": {},
        "low_confidence": {},
    }  # fmt: skip
    worded |= {name: {"name": head} for name in features if name.startswith("found_")}
    told = [
        say[f"reason.{name}"].format(**values)
        for name, values in worded.items()
        if features.get(name)
    ]
    told += [
        say[f"reason.parent_{relation(place, parent)}"].format(parent=parent.name)
        for parent in (*said.parents, *said.beside)
    ]
    if place.population >= 100_000 and place.kind != "country":
        told.append(say["reason.inhabitants"].format(n=f"{place.population:,}"))
    km, neighbour = nearest_to(place, around)
    if km <= _NEAR_KM and place.kind not in WIDE_KINDS:
        told.append(say["reason.near"].format(km=f"{km:.0f}", name=neighbour))
    elif features.get("country", 0) >= _MOST_OF_THEM:
        told.append(say["reason.country_of_others"].format(country=place.country))
    if features.get("home_nearest", 0) >= _SOME_PULL:
        told.append(say["reason.home"])
    return told
