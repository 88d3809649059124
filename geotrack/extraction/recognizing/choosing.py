"""Likely spans -> the ones that stand: those that do not overlap and are likeliest together."""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.recognizing.cues import SETTLEMENTS, SURROUNDINGS
from geotrack.extraction.recognizing.features import company_features, span_features
from geotrack.extraction.recognizing.tokens import CASELESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.recognizing.spans import Span
    from geotrack.extraction.recognizing.view import View

_WEIGHTS = Path(__file__).parent / "weights.json"

Weights = dict[str, float]
# Twice, so that a name known for a place carries an enumeration over two it would not carry alone.
_ROUNDS = 2
# Names of a project's own gazetteer are what the project looks for. Set by hand: the corpora have
# no projects. At 2 a name that is likelier than one in eight by itself is taken.
_CURATED = 2.0
# "In Bebad village": a name no gazetteer knows, which the text calls a settlement. By hand as
# well: articles call hardly any village so, notes on events most. At 4 nearly all are taken.
_SETTLEMENT = 4.0
# The same of a name that a gazetteer knows: "Azaz city", "the countryside" behind it.
_CALLED = 2.0


class Fitted(NamedTuple):
    """The weights of a span by itself and in company, the same for scripts without capitals, and
    by role; see eval/fit_recognizer.py."""

    alone: Weights
    company: Weights
    caseless_alone: Weights
    caseless_company: Weights
    roles: dict[str, Weights]


@cache
def read_weights(path: Path = _WEIGHTS) -> Fitted:
    """The weights as fitted."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Fitted(**told)


def points_of(features: Sequence[str], weights: Weights) -> float:
    """The sum of the features' weights, in log odds; unknown features weigh nothing."""
    return sum([weights[name] for name in features if name in weights])


def weigh_spans(spans: Sequence[Span], view: View, fitted: Fitted) -> list[float]:
    """For each span how likely it names a place, in log odds."""
    features = [span_features(span, view) for span in spans]
    caseless = [view.tokens[span.first].case == CASELESS for span in spans]
    first = [fitted.caseless_alone if c else fitted.alone for c in caseless]
    second = [fitted.caseless_company if c else fitted.company for c in caseless]
    bonus = [_bonus(span, view) for span in spans]
    alone = [points_of(t, w) + more for t, w, more in zip(features, first, bonus, strict=True)]
    by_itself = [points_of(t, w) + more for t, w, more in zip(features, second, bonus, strict=True)]
    points = alone
    for _ in range(_ROUNDS):
        company = company_features(spans, view, alone, points)
        points = [
            own + points_of(told, weights)
            for own, told, weights in zip(by_itself, company, second, strict=True)
        ]
    return points


def _bonus(span: Span, view: View) -> float:
    """The points set by hand, for what articles hardly show."""
    points = _CURATED if span.filed_as and view.facts[span.key].curated else 0.0
    called = _called(span, view)
    if span.known == "run" and called in SETTLEMENTS:
        points += _SETTLEMENT
    if span.known == "filed" and (called in SETTLEMENTS or called in SURROUNDINGS):
        points += _CALLED
    return points


def _called(span: Span, view: View) -> str:
    """The word right behind a name: what the text may call it."""
    following = view.tokens[span.last + 1] if span.last + 1 < len(view.tokens) else None
    return following.text if following and following.gap == " " else ""


def choose_spans(spans: Sequence[Span], points: Sequence[float]) -> list[int]:
    """The positions of the spans, none overlapping, whose points above 0 sum up highest.

    The classic dynamic programme over intervals sorted by their end.
    """
    order = sorted((i for i in range(len(spans)) if points[i] > 0), key=lambda i: spans[i].end)
    ends = [spans[i].end for i in order]
    best = [0.0]
    before = []
    for number, i in enumerate(order):
        before.append(bisect_right(ends, spans[i].start, 0, number))
        best.append(max(best[-1], best[before[-1]] + points[i]))
    chosen = []
    number = len(order)
    while number:
        if best[number] > best[number - 1]:
            chosen.append(order[number - 1])
            number = before[number - 1]
        else:
            number -= 1
    return chosen[::-1]
