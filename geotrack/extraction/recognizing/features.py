"""What speaks for and against a span naming a place: features by name, each there or not.

First a span by itself, then in company: what its neighbours and its name elsewhere in the text
most likely are. The names are read by weights.json.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geotrack.extraction.recognizing.cues import BODY_WORDS, CONJUNCTIONS, LOCATIVES
from geotrack.extraction.recognizing.tokens import LOWER, UPPER

if TYPE_CHECKING:
    from geotrack.extraction.recognizing.spans import Span
    from geotrack.extraction.recognizing.view import View


def span_features(span: Span, view: View) -> list[str]:
    """The features of a span by itself."""
    left = _left(view, span.first)
    right = _right(view, span.last + 1, span.end)
    told = [
        "bias",
        f"known {span.known}",
        f"tokens {min(span.last - span.first + 1, 4)}",
        f"L {left}",
        f"R {right}",
        f"L2 {_left(view, span.first - 1)}",
        f"R2 {_right(view, span.last + 2, -1)}",
    ]
    told += _written(span, view)
    told += _filed(span, view, left, right)
    told += _common(span, view)
    told += _personal(span, view)
    return told


# What stands between two words, in few signs; anything else is "other".
_GAPS = {" ": "", "": "", "\u00a0": "", ", ": ",", ",": ",", "-": "-", " (": "(", "(": "(",
         "/": "/", ") ": ")", "’": "'", "'": "'", ". ": ".", ".": ".", " - ": "dash",
         " – ": "dash", " — ": "dash", "—": "dash", "; ": ";", ": ": ":"}  # fmt: skip
_QUOTES = frozenset("\"“”‘’'«»")


def gap_sign(gap: str) -> str:
    """The sign of what stands between two words.

    >>> gap_sign(", "), gap_sign(' "'), gap_sign(" ")
    (',', 'quote', '')
    """
    if "\n" in gap:
        return "line"
    told = _GAPS.get(gap)
    if told is not None:
        return told
    return "other" if _QUOTES.isdisjoint(gap) else "quote"


def _left(view: View, i: int) -> str:
    """What stands left of token i: the class of the word, and the gap's sign."""
    if i <= 0:
        return "start"
    gap = gap_sign(view.tokens[i].gap)
    return f"{view.classes[i - 1]} {gap}" if gap else view.classes[i - 1]


def _right(view: View, i: int, end: int) -> str:
    """Token i as what stands right of a span that ends at `end` (-1: of the token before)."""
    if i >= len(view.tokens):
        return "finish"
    token = view.tokens[i]
    gap = gap_sign(token.gap if end < 0 else view.text[end : token.start])
    if token.begins and gap != "'":
        return "finish line" if gap == "line" else "finish"
    return f"{view.classes[i]} {gap}" if gap else view.classes[i]


def _written(span: Span, view: View) -> list[str]:
    """How a span is written, and where."""
    tokens = view.tokens[span.first : span.last + 1]
    told = ["case upper" if all(t.case == UPPER for t in tokens) else "case mixed"]
    if tokens[0].begins:
        told.append("begins")
    if span.end > tokens[-1].end:
        told.append("stopped")
    if len(tokens) > 1:
        told += [f"first {view.classes[span.first]}", f"last {view.classes[span.last]}"]
        told += ["body within" for token in tokens[:-1] if token.lower in BODY_WORDS]
    if len(tokens) > 2:
        told.append(f"second {view.classes[span.first + 1]}")
    return told


def _filed(span: Span, view: View, left: str, right: str) -> list[str]:
    """What the gazetteer tells, alone and with the words beside."""
    facts = view.facts.get(span.key)
    if not facts:
        return []
    kind, size, *_, both = facts.signs
    sort = facts.mark or kind
    begins = "begins" if view.tokens[span.first].begins else "within"
    told = [f"mark {facts.mark}", *facts.signs, f"{sort} L {left}", f"{sort} R {right}",
            f"{size} L {left}", f"{both} {begins}"]  # fmt: skip
    if facts.divisions & view.wide and not facts.wide:
        told.append("division told")
    elif facts.countries & view.wide and not facts.wide:
        told.append("country told")
    here = left in LOCATIVES
    if view.located[span.key] > here:
        told.append("located elsewhere")
    elif here:
        told.append("located here")
    return told


# Beyond the lexicon's ranks: a word it does not have.
_UNCOMMON = 9


def _common(span: Span, view: View) -> list[str]:
    """How common its words are as words."""
    tokens = [t for t in view.tokens[span.first : span.last + 1] if t.case != LOWER]
    ranks = [view.lexicon.common.get(token.lower, _UNCOMMON) for token in tokens]
    lowered = any(token.lower in view.lowered for token in tokens)
    if span.last > span.first:
        told = [f"commonest {min(ranks)}", f"rarest {max(ranks)}"]
        return [*told, "some lower in text"] if lowered else told
    facts = view.facts.get(span.key)
    told = [f"letters {min(len(tokens[0].lower), 5)}"]
    told += [f"common {ranks[0]}", f"common {ranks[0]} {facts.signs[1] if facts else ''}"]
    return [*told, "lower in text"] if lowered else told


def _personal(span: Span, view: View) -> list[str]:
    """Whether it may be a person, or a part of one's name."""
    inside = [i in view.people for i in range(span.first, span.last + 1)]
    alone = "lone " if span.first == span.last else ""
    told = []
    if all(inside):
        told.append("person")
        if span.first - 1 in view.people or span.last + 1 in view.people:
            told.append("part of person")
    elif any(inside):
        told.append("partly person")
    if view.tokens[span.last].lower in view.surnames:
        told.append(f"{alone}surname told")
    if view.tokens[span.first].lower in view.lexicon.given:
        told.append(f"{alone}given name")
    return told


# --- in company ---------------------------------------------------------------------------

_STEP, _MOST = 1.5, 3


def _level(points: float) -> int:
    """Points in coarse steps: what is near certain either way is alike."""
    if points > _STEP * _MOST:
        return _MOST
    return -_MOST if points < -_STEP * _MOST else round(points / _STEP)


def company_features(
    spans: Sequence[Span], view: View, alone: Sequence[float], points: Sequence[float]
) -> list[list[str]]:
    """For each span what the points of its name elsewhere and of its neighbours tell.

    `alone` are the spans' points by themselves, in log odds, `points` the latest.
    """
    same: dict[str, list[float]] = defaultdict(list)
    ending: dict[int, float] = {}
    starting: dict[int, float] = {}
    for span, own in zip(spans, points, strict=True):
        same[span.key].append(own)
        ending[span.last] = max(ending.get(span.last, -99.0), own)
        starting[span.first] = max(starting.get(span.first, -99.0), own)
    told = []
    for span, own, first in zip(spans, points, alone, strict=True):
        of_name = same[span.key]
        features = [f"own {_level(first)}"]
        if len(of_name) > 1:
            features.append(f"same {_level((sum(of_name) - own) / (len(of_name) - 1))}")
            features.append(f"likeliest {_level(max(of_name))}")
        features += _neighbours(span, view, ending, starting)
        told.append(features)
    return told


# Between two names that are places, joined by a comma or "and": one of a list.
_LISTED = frozenset(f"{join} {level}" for join in (",", "and") for level in (1, 2, 3))


def _neighbours(
    span: Span, view: View, ending: dict[int, float], starting: dict[int, float]
) -> list[str]:
    """The neighbours that join a span directly or by "and" and "or", and how likely they are."""
    told = []
    before, after = span.first - 1, span.last + 1
    left = right = ""
    if before in ending:
        left = f"{gap_sign(view.tokens[span.first].gap)} {_level(ending[before])}"
    elif before > 0 and before - 1 in ending and view.tokens[before].lower in CONJUNCTIONS:
        left = f"and {_level(ending[before - 1])}"
    if after in starting:
        right = f"{gap_sign(view.tokens[after].gap)} {_level(starting[after])}"
    elif after + 1 in starting and view.tokens[after].lower in CONJUNCTIONS:
        right = f"and {_level(starting[after + 1])}"
    if left:
        told.append(f"before {left}")
    if right:
        told.append(f"after {right}")
    if left in _LISTED and right in _LISTED:
        told.append("listed")
    return told
