"""A name in context -> ranked places, each with a score and the reasons for it.

Every place filed under the name gets points (features.py); a softmax over them, with "none of
these" as one more answer, turns the points into scores: the score of an answer is how likely
it is right. Candidates on the same ground (a town and the district around it) count for each
other: either answer puts the pin on the right spot.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geotrack.areas import distance_km
from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.gazetteer.records import ABBREVIATION
from geotrack.geocoding.context import Around, Context, around_home, sum_up
from geotrack.geocoding.features import (
    Features,
    Said,
    company_features,
    context_features,
    find_parent,
    own_features,
    points,
    reasons,
)
from geotrack.geocoding.nameparts import (
    NameParts,
    is_written_short,
    loosened_keys,
    split_name,
    written_keys,
)
from geotrack.geocoding.spelling import slip_keys, sound_keys
from geotrack.schema import DIVISION_KINDS
from geotrack.style import words

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place

MIN_SCORE = 0.6
# Runners-up nearer than this are the same spot for all practical purposes.
_SAME_SPOT_KM = 10.0
# A degree of latitude is nowhere shorter on the sphere that distances are measured on.
_LEAST_DEGREE_KM = 111.0
# A rival this likely is named among the reasons.
_RIVAL = 0.1
# A town comes before a division up to this wide around it, if it is this likely beside it.
_SMALL_KM, _TOWN_SHARE = 150.0, 0.2
_SETTLEMENTS = ("city", "town", "village")
# Candidates less likely than this add nothing to the score of their neighbours.
_WEIGHTY = 0.002
# Of the places of one name only so many are weighed in company: the likeliest by themselves.
_MOST = 50


class Candidate(NamedTuple):
    """A place that may be meant, how sure (0 to 1), and why."""

    place: Place
    score: float
    reasons: tuple[str, ...]


class Found(NamedTuple):
    """A place filed under the name, its own features and their points."""

    place: Place
    features: Features
    points: float


class Named(NamedTuple):
    """A name taken apart, and the places it may mean, the likeliest by themselves first."""

    said: Said
    found: tuple[Found, ...]


def rank_places(name: str, gazetteer: Gazetteer, context: Context = Context()) -> list[Candidate]:  # noqa: B008
    """The places a name may mean, the likeliest first; empty where the gazetteer has none.

    The best candidate's score is what `min_score` is compared with.
    """
    named = find_named(name, (), gazetteer)
    return ranked(named, context, sum_up(context.near), around_home(context))


def rank_column(
    names: Sequence[str],
    gazetteer: Gazetteer,
    context: Context = Context(),  # noqa: B008
) -> list[Candidate | None]:
    """The best candidate of each name of a column, None where there is none.

    Each distinct name is ranked once, so that a long column costs little more than a short one.
    """
    around, home = sum_up(context.near), around_home(context)
    best: dict[str, Candidate | None] = {}
    for name in dict.fromkeys(names):
        named = find_named(name, (), gazetteer)
        best[name] = next(iter(ranked(named, context, around, home, most=1)), None)
    return [best[name] for name in names]


@lru_cache(maxsize=8192)
def find_named(name: str, beside: tuple[str, ...], gazetteer: Gazetteer) -> Named:
    """The name taken apart with the places filed under it; `beside` follow it in a text."""
    parts = split_name(name)
    keys = written_keys(name, parts)
    found = (
        _look_up(keys, gazetteer, is_written_short(parts.head))
        or _look_up(loosened_keys(parts), gazetteer)
        or _look_up(_respelled(parts, gazetteer), gazetteer)
    )
    said = Said(
        parts,
        frozenset(key for key, _ in (*keys, *written_keys(parts.head, parts))),
        tuple(find_parent(parent, gazetteer) for parent in parts.parents),
        tuple(find_parent(parent, gazetteer) for parent in beside),
    )
    weighed = []
    for place, how in found:
        features = own_features(place, how, said)
        weighed.append(Found(place, features, points(features)))
    weighed.sort(key=lambda f: (-f.points, f.place.place_id))
    return Named(said, tuple(_without_twins(weighed)[:_MOST]))


def _respelled(parts: NameParts, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """Known keys that sound like the head or are one slip away from it."""
    slips = slip_keys(bare_name(fold_name(parts.head)))
    for made, how in ((sound_keys(parts.head), "sound"), (slips, "slip")):
        known = gazetteer.known_keys(made)
        if known:
            return [(key, how) for key in known]
    return []


def _look_up(
    keys: Sequence[tuple[str, str]], gazetteer: Gazetteer, is_short: bool = False
) -> list[tuple[Place, str]]:
    """The places of the first of the keys they have, each with how it was found: its mark, else
    how the key was made. An abbreviation must be written as one."""
    found: dict[str, tuple[Place, str]] = {}
    for key, how in keys:
        places = gazetteer.look_up(key)
        marks = gazetteer.marks_of(key) if places else {}
        for place in places:
            mark = marks.get(place.place_id, "")
            if mark != ABBREVIATION or is_short:
                found.setdefault(place.place_id, (place, mark or how))
    return list(found.values())


def ranked(
    named: Named, context: Context, around: Around, home: Around, most: int = _MOST
) -> list[Candidate]:
    """The likeliest candidates of a name, scored and reasoned in its context."""
    say = words(context.language)
    told = [in_context(f, context, around, home) for f in named.found]
    likely = likelihoods([points for _, points in told])
    order = sorted(
        range(len(told)), key=lambda i: (-likely[i], -named.found[i].place.population, i)
    )
    if not named.said.parts.kind:
        order = _town_first(order, named.found, likely)
    weighty = [i for i in order if likely[i] >= _WEIGHTY]
    candidates = []
    for i in order[:most]:
        place = named.found[i].place
        same = (j for j in weighty if j != i and not _is_elsewhere(place, named.found[j].place))
        score = likely[i] + sum(likely[j] for j in same)
        why = reasons(place, told[i][0], named.said, around, say)
        candidates.append(Candidate(place, round(min(0.99, max(0.01, score)), 3), tuple(why)))
    rival = next(
        (
            named.found[j].place
            for j in order[1:]
            if likely[j] >= _RIVAL and _is_elsewhere(candidates[0].place, named.found[j].place)
        ),
        None,
    )
    return _with_rival(candidates, rival, say) if rival else candidates


def _town_first(order: list[int], found: Sequence[Found], likely: Sequence[float]) -> list[int]:
    """The name alone more often means the town than the small division called after it."""
    if not order:
        return order
    best = found[order[0]].place
    if best.kind not in DIVISION_KINDS or best.radius_km > _SMALL_KM:
        return order
    for i in order[1:]:
        place = found[i].place
        if likely[i] < _TOWN_SHARE * likely[order[0]]:
            break
        if place.kind in _SETTLEMENTS and not _is_elsewhere(best, place):
            return [i, *(j for j in order if j != i)]
    return order


def in_context(
    found: Found, context: Context, around: Around, home: Around
) -> tuple[Features, float]:
    """All features of a candidate, and their points."""
    more = context_features(found.place, found.features, context)
    if around.total:
        more |= company_features(found.place, around)
    if home.total:
        more |= company_features(found.place, home, "home_")
    if found.place.kind == "country" and not (around.total or home.total):
        # The corpora have hardly a name without company; there a country is what is meant.
        more["country_alone"] = 1.0
    return (found.features | more, found.points + points(more)) if more else found[1:]


def likelihoods(totals: Sequence[float]) -> list[float]:
    """Softmax of the candidates' points, with 0 points for "none of these".

    >>> [round(p, 2) for p in likelihoods([2.0, 0.0])]
    [0.79, 0.11]
    """
    top = max((0.0, *totals))
    powers = [math.exp(total - top) for total in totals]
    whole = sum(powers) + math.exp(-top)
    return [power / whole for power in powers]


def _without_twins(found: list[Found]) -> list[Found]:
    """Without records that are said to be the same as a likelier one."""
    kept: list[Found] = []
    known: set[str] = set()
    for one in found:
        ids = {one.place.place_id, *filter(None, one.place.same_as.split(";"))}
        if not ids & known:
            kept.append(one)
        known |= ids
    return kept


def _with_rival(
    candidates: list[Candidate], rival: Place, say: Mapping[str, str]
) -> list[Candidate]:
    """The best names its rival, which is elsewhere and not much less likely."""
    best = candidates[0]
    reason = say["reason.rival"].format(name=rival.name, place_id=rival.place_id)
    return [best._replace(reasons=(*best.reasons, reason)), *candidates[1:]]


def _is_elsewhere(one: Place, other: Place) -> bool:
    """Whether two places are different ground: a town does not vie with the district around it."""
    around = [p.radius_km for p in (one, other) if p.kind in DIVISION_KINDS]
    reach_km = max([_SAME_SPOT_KM, *around])
    # Most are told apart by their latitudes alone, which is much cheaper.
    if abs(one.latitude - other.latitude) * _LEAST_DEGREE_KM > reach_km:
        return True
    return distance_km(one.longitude, one.latitude, other.longitude, other.latitude) > reach_km
