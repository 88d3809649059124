"""A document as its spans are looked at: what its words are, who its people are, what is told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.recognizing.cues import FUNCTION_WORDS, LOCATIVES, WORD_SORTS
from geotrack.extraction.recognizing.facts import Facts, facts_of
from geotrack.extraction.recognizing.tokens import CAPITAL, LOWER, NUMBER, UPPER, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.recognizing.lexicon import Lexicon
    from geotrack.extraction.recognizing.spans import Span
    from geotrack.gazetteer.records import Gazetteer


class View(NamedTuple):
    """A document, made once by `view_of`.

    `classes` tells of each token what sort of word it is; `lowered` are the words that stand in
    lower case somewhere; `people` the tokens within persons' names and `surnames` those names'
    last words; `facts` by key what the gazetteer knows; `located` how often a key follows "in"
    and its like; `wide` the countries and first-level divisions named.
    """

    text: str
    tokens: Sequence[Token]
    classes: list[str]
    lexicon: Lexicon
    lowered: frozenset[str]
    people: frozenset[int]
    surnames: frozenset[str]
    facts: dict[str, Facts]
    located: Counter[str]
    wide: frozenset[str]


def view_of(
    text: str,
    tokens: Sequence[Token],
    spans: Sequence[Span],
    lexicon: Lexicon,
    gazetteer: Gazetteer,
) -> View:
    """What all spans of a document share."""
    facts = {span.key: facts_of(span.filed_as, gazetteer) for span in spans if span.filed_as}
    known = {span.first for span in spans if span.filed_as and span.first == span.last}
    classes = [_class(token, i in known, lexicon) for i, token in enumerate(tokens)]
    people, surnames = _people(tokens, classes)
    located = Counter(s.key for s in spans if s.first and tokens[s.first - 1].lower in LOCATIVES)
    wide = frozenset(w for told in facts.values() for w in told.wide)
    lowered = frozenset(token.text for token in tokens if token.case == LOWER)
    return View(text, tokens, classes, lexicon, lowered, people, surnames, facts, located, wide)


def _class(token: Token, known: bool, lexicon: Lexicon) -> str:
    """What sort of word: a function word itself, a list it stands in (`+` with a capital), or
    how it is written."""
    if token.case == NUMBER:
        return "number"
    lower = token.lower
    capital = token.case in (CAPITAL, UPPER)
    if lower in FUNCTION_WORDS:
        return f"{lower}+" if capital and not token.begins else lower
    listed = WORD_SORTS.get(lower)
    if listed:
        return f"{listed}+" if capital else listed
    if not capital:
        return token.case
    if len(lower) == 1:
        return "initial"
    if lower in lexicon.given:
        return "given known" if known else "given"
    return "known" if known else token.case


# --- people -------------------------------------------------------------------------------

_PARTICLES = frozenset(("al", "bin", "ibn", "van", "de", "von", "der", "abu"))
_NOT_IN_NAMES = ("placeword", "body", "road", "month", "direction")


def _people(
    tokens: Sequence[Token], classes: Sequence[str]
) -> tuple[frozenset[int], frozenset[str]]:
    """Tokens within persons' names, and the last words of those names.

    A person is a given name and what follows with capitals, or what follows a title.
    """
    inside: set[int] = set()
    surnames: set[str] = set()
    i = 0
    while i < len(tokens):
        titled = classes[i] == "title+"
        end = i + 1
        if titled or classes[i].startswith("given"):
            while end < len(tokens) and _goes_on(tokens, classes, end):
                end += 1
            first = i + titled
            if end - first >= 2 - titled:
                inside.update(range(first, end))
                surnames.add(tokens[end - 1].lower)
        i = end
    return frozenset(inside), frozenset(surnames)


def _goes_on(tokens: Sequence[Token], classes: Sequence[str], i: int) -> bool:
    """Whether token i belongs to the person's name that the one before it belongs to."""
    token = tokens[i]
    if token.case not in (CAPITAL, UPPER):
        return token.gap == " " and token.lower in _PARTICLES
    if token.gap not in (" ", ". ", "-", "’", "'"):
        return False
    if token.gap == ". " and classes[i - 1] not in ("initial", "title+"):
        return False
    return not classes[i].startswith(_NOT_IN_NAMES)
