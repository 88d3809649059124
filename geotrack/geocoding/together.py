"""The names of one document, resolved together: each is evidence for the others.

First every name is weighed by itself; then, some rounds long, in the company of what the others
most likely mean. One name has one sense in a document, unless different parents stand with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from geotrack.gazetteer.names import fold_name
from geotrack.geocoding.context import Around, Context, Neighbour, sum_up
from geotrack.geocoding.ranking import (
    Candidate,
    Named,
    find_named,
    in_context,
    likelihoods,
    ranked,
)

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place

_ROUNDS = 3
# Of each name's candidates the likeliest few are evidence, if they are this likely at all.
_FEW, _LEAST = 3, 0.1


class Mention(NamedTuple):
    """A name in a document; `beside` are wider places written right after it.

    `weight` is how much it counts as evidence for the others.
    """

    name: str
    beside: tuple[str, ...] = ()
    weight: float = 1.0


class Sense(NamedTuple):
    """A name and parents that mean one place throughout a document; `weight` as evidence."""

    key: tuple[str, tuple[str, ...]]
    named: Named
    weight: float


def resolve_together(
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    context: Context = Context(),  # noqa: B008
) -> list[list[Candidate]]:
    """For each mention its ranked candidates (see ranking.rank_places), in the same order."""
    keys = sense_keys(mentions)
    senses = find_senses(mentions, keys, gazetteer)
    company = settle(senses, context)
    home = sum_up(context.home)
    answers = {
        sense.key: ranked(sense.named, context, around, home)
        for sense, around in zip(senses, company, strict=True)
    }
    return [answers[key] for key in keys]


def sense_keys(mentions: Sequence[Mention]) -> list[tuple[str, tuple[str, ...]]]:
    """For each mention the sense it belongs to.

    A name without parents goes with the same name's nearest mention that has some, the one
    before it first.
    """
    folded = [fold_name(mention.name) for mention in mentions]
    keys = []
    for i, mention in enumerate(mentions):
        beside = mention.beside
        if not beside:
            same = [j for j, name in enumerate(folded) if name == folded[i] and mentions[j].beside]
            if same:
                beside = mentions[max((j for j in same if j < i), default=same[0])].beside
        keys.append((mention.name, beside))
    first: dict[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}
    return [first.setdefault((name, key[1]), key) for name, key in zip(folded, keys, strict=True)]


def find_senses(
    mentions: Sequence[Mention],
    keys: Sequence[tuple[str, tuple[str, ...]]],
    gazetteer: Gazetteer,
) -> list[Sense]:
    """The document's senses, each once, in the order of their first mention."""
    senses: dict[tuple[str, tuple[str, ...]], Sense] = {}
    for mention, key in zip(mentions, keys, strict=True):
        known = senses.get(key)
        weight = max(mention.weight, known.weight if known else 0.0)
        senses[key] = Sense(key, known.named if known else find_named(*key, gazetteer), weight)
    return list(senses.values())


def settle(senses: Sequence[Sense], context: Context) -> list[Around]:
    """The company of each sense after the last round."""
    given = list(context.near)
    home = sum_up(context.home)
    company = [Around() for _ in senses]
    # Two senses of one name are two places: neither speaks for the other.
    names = [fold_name(sense.key[0]) for sense in senses]
    others = [[j for j, name in enumerate(names) if name != own] for own in names]
    for _ in range(_ROUNDS):
        evidence = [
            _evidence(sense, context, around, home)
            for sense, around in zip(senses, company, strict=True)
        ]
        company = [
            sum_up([*given, *(n for j in others[i] for n in evidence[j])])
            for i in range(len(senses))
        ]
    return company


def likeliest(
    senses: Sequence[Sense], company: Sequence[Around], context: Context
) -> list[tuple[Place, float]]:
    """For each sense that has any, its likeliest place and how likely it is (0 to 1)."""
    home = sum_up(context.home)
    found = [
        _likely(sense, context, around, home)[:1]
        for sense, around in zip(senses, company, strict=True)
    ]
    return [best[0] for best in found if best]


def _evidence(sense: Sense, context: Context, around: Around, home: Around) -> list[Neighbour]:
    return [
        Neighbour(place, sense.weight * likely)
        for place, likely in _likely(sense, context, around, home)[:_FEW]
        if likely >= _LEAST
    ]


def _likely(
    sense: Sense, context: Context, around: Around, home: Around
) -> list[tuple[Place, float]]:
    """The places a sense may mean and how likely each is, the likeliest first."""
    found = sense.named.found
    told = [in_context(f, context, around, home) for f in found]
    likely = likelihoods([total for _, total in told])
    order = sorted(range(len(likely)), key=lambda i: -likely[i])
    return [(found[i].place, likely[i]) for i in order]
