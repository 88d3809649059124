"""A document as its spans are looked at: what its words are, who its people are, what is told."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.recognizing.cues import FUNCTION_WORDS, LOCATIVES, WORD_SORTS
from geotrack.extraction.recognizing.facts import Facts, facts_of
from geotrack.extraction.recognizing.tokens import CAPITAL, CASELESS, LOWER, NUMBER, UPPER, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geotrack.extraction.recognizing.lexicon import Lexicon
    from geotrack.extraction.recognizing.spans import Span
    from geotrack.gazetteer.records import Gazetteer


class View(NamedTuple):
    """A document, made once by `view_of`.

    `classes` tells of each token what sort of word it is; `lowered` are the words that stand in
    lower case somewhere; `people` the tokens within persons' names and `surnames` those names'
    last words; `facts` by key what the gazetteer knows; `located` how often a key follows "in"
    and its like; `wide` the countries and first-level divisions named, `english` whether the
    language is English.
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
    english: bool


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
    sort_of = _sorter(lexicon.given)
    classes = [sort_of(t.lower, t.case, t.begins, i in known) for i, t in enumerate(tokens)]
    people, surnames = _people(tokens, classes)
    located = Counter(s.key for s in spans if s.first and tokens[s.first - 1].lower in LOCATIVES)
    wide = frozenset(w for told in facts.values() for w in told.wide)
    lowered = frozenset(token.text for token in tokens if token.case == LOWER)
    return View(
        text, tokens, classes, lexicon, lowered, people, surnames, facts, located, wide,
        _is_english(tokens),
    )  # fmt: skip


# Of the words of English articles two in five are among the function words of cues.toml; of other
# languages' hardly one in ten.
_ENGLISH_SHARE = 0.2


def _is_english(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens if token.case in (LOWER, CASELESS)]
    told = sum([word in FUNCTION_WORDS and word.isascii() for word in words])
    return told >= _ENGLISH_SHARE * len(words)


@cache
def _sorter(given_names: frozenset[str]) -> Callable[[str, str, bool, bool], str]:
    """What tells the sort of a word; remembers, for words come again and again."""

    @lru_cache(maxsize=50_000)
    def sort_of(lower: str, case: str, begins: bool, known: bool) -> str:
        """A function word itself, the list it stands in (`+` with a capital), or how it is
        written."""
        if case == NUMBER:
            return "number"
        capital = case in (CAPITAL, UPPER)
        listed = lower if lower in FUNCTION_WORDS else WORD_SORTS.get(lower)
        if listed:
            plain = not capital or (begins and listed == lower)
            return listed if plain else f"{listed}+"
        if case == LOWER:
            return case
        if len(lower) == 1:
            return "initial"
        if lower in given_names:
            return "given known" if known else "given"
        return "known" if known else case

    return sort_of


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
    end = 0
    for i, sort in enumerate(classes):
        titled = sort == "title+"
        if i >= end and (titled or sort in ("given", "given known")):
            end = i + 1
            while end < len(tokens) and _goes_on(tokens, classes, end):
                end += 1
            first = i + titled
            if end - first >= 2 - titled:
                inside.update(range(first, end))
                surnames.add(tokens[end - 1].lower)
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
