"""What a place's name stands for: the place, those who act for it, or a word that qualifies.

Features are few and coarse, as there is little to learn them from: the sort of place, the word
before, what sort of word follows the name and the names it is joined to, and whether the name
acts elsewhere in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.recognizing.choosing import points_of
from geotrack.extraction.recognizing.cues import (
    AUXILIARIES,
    CONJUNCTIONS,
    FUNCTION_WORDS,
    GROUND_VERBS,
)
from geotrack.extraction.recognizing.features import gap_sign
from geotrack.extraction.recognizing.tokens import CAPITAL, CASELESS, UPPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.recognizing.choosing import Weights
    from geotrack.extraction.recognizing.spans import Span
    from geotrack.extraction.recognizing.view import View

LITERAL, ACTOR, MODIFIER = "literal", "actor", "modifier"
ROLE_NAMES = (LITERAL, ACTOR, MODIFIER)
# The feature of a name that says, demands or denies; Arabic puts the verb first.
_SAYS = "it says"
_SPEAKING = ("speech", "said", "says")
_SUBJECT = frozenset(
    ("start", ",", "and", "but", "while", "that", "because", "when", "as", "quote")
)


def roles_of(spans: Sequence[Span], view: View, weights: dict[str, Weights]) -> list[str]:
    """The likeliest role of each of the spans that name places.

    What the weights cannot know is ruled by hand: a name that says or demands acts, for towns do
    not speak; in other languages than English only such a name is no place on the ground.
    """
    told = role_features(spans, view)
    if not view.english:
        return [ACTOR if _SAYS in features else LITERAL for features in told]
    return [
        ACTOR
        if _SAYS in features
        else max(ROLE_NAMES, key=lambda role: points_of(features, weights[role]))
        for features in told
    ]


def role_features(spans: Sequence[Span], view: View) -> list[list[str]]:
    """For each span what tells its role."""
    ends = [_coordinated(span, view) for span in spans]
    follows = [_following(view, end) for end in ends]
    acting = {s.key for s, what in zip(spans, follows, strict=True) if what in _ACTING}
    told = []
    for span, end, what in zip(spans, ends, follows, strict=True):
        facts = view.facts.get(span.key)
        sort = (facts.mark or facts.signs[0]) if facts else span.known
        before = _before(view, span.first)
        features = [
            "bias", f"sort {sort}", f"before {before}", f"follows {what}",
            f"{sort} follows {what}", f"{sort} before {before}", f"before {before} follows {what}",
        ]  # fmt: skip
        verb_first = view.tokens[span.first].case == CASELESS if view.tokens else False
        if before == "speech" if verb_first else what in _SPEAKING and before in _SUBJECT:
            features.append(_SAYS)
        if span.key in acting and what not in _ACTING:
            features.append("acts elsewhere")
        if end > span.last + 1:
            features.append("joined")
        if span.last > span.first:
            features.append(f"last {view.classes[span.last]}")
        told.append(features)
    return told


_ACTING = ("auxiliary", "speech", "verb s", "verb ed")


def _before(view: View, first: int) -> str:
    """The word before a name, and before "the" and directions: itself where it is a function
    word, else its sort."""
    while first > 0 and not view.tokens[first].begins and _passed(view, first - 1):
        first -= 1
    if first == 0 or view.tokens[first].begins:
        return "start"
    token, sort = view.tokens[first - 1], view.classes[first - 1]
    gap = gap_sign(view.tokens[first].gap)
    if gap and gap != "-":
        return gap
    if sort in FUNCTION_WORDS:
        return sort
    if sort in ("speech", "direction", "placeword", "people", "body", "number"):
        return sort
    if sort == "lower":
        if token.lower.startswith(GROUND_VERBS):
            return "ground verb"
        return "verb" if token.lower.endswith(("ed", "es", "ing")) else "lower"
    return "capital" if gap != "-" else "hyphen"


def _passed(view: View, i: int) -> bool:
    return view.tokens[i + 1].gap == " " and view.classes[i] in ("the", "a", "direction")


# How many tokens of an enumeration are looked through for its verb: cost stays linear in length.
_MOST_COORDINATED = 60


def _coordinated(span: Span, view: View) -> int:
    """The first token behind a span and the names it is joined to: "Baghdad and Ankara have"."""
    tokens, i = view.tokens, span.last + 1
    most = min(len(tokens), i + _MOST_COORDINATED)
    while i + 1 < most and tokens[i].lower in CONJUNCTIONS and tokens[i].gap == " ":
        after = i + 1
        while after < most and tokens[after].case in (CAPITAL, UPPER):
            after += 1
        if after == i + 1:
            break
        i = after
    return i


def _following(view: View, i: int) -> str:
    """What follows a name: a verb, a body, people, a noun it qualifies, a possessive, an end."""
    if i >= len(view.tokens) or (view.tokens[i].begins and view.tokens[i].gap[:1] not in "'’"):
        return "finish"
    token = view.tokens[i]
    gap = gap_sign(token.gap)
    if gap == "'" and token.lower == "s":
        return f"possessive {_noun(view, i + 1)}"
    if gap:
        return gap
    if token.lower in AUXILIARIES:
        return "auxiliary"
    return _noun(view, i)


_KNOWN_NOUNS = ("speech", "people", "body", "placeword", "title", "road", "direction", "number")


def _noun(view: View, i: int) -> str:
    """The sort of word at i; lower-case words by their ending."""
    if i >= len(view.tokens):
        return "finish"
    token, sort = view.tokens[i], view.classes[i].removesuffix("+")
    if sort in _KNOWN_NOUNS:
        return sort if view.classes[i] == sort else f"{sort} capital"
    if sort in FUNCTION_WORDS:
        return sort
    if sort != "lower":
        return "capital"
    return next((f"verb {e}" for e in ("ed", "s") if token.lower.endswith(e)), "noun")
