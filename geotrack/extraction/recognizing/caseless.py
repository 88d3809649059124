"""Spans that may name a place in scripts without capitals: Arabic, and what is written with it.

Only what the gazetteer files can be a name here, with the conjunction, preposition or article
taken off that Arabic writes as one word with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.recognizing.spans import Span
from geotrack.extraction.recognizing.tokens import CASELESS
from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.geocoding.nameparts import without_clitics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.recognizing.tokens import Token
    from geotrack.gazetteer.records import Gazetteer

_MOST_TOKENS = 4
_JOINS = frozenset((" ", "\u00a0", "_", "-"))
_LEAST_LETTERS = 3


def caseless_spans(text: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Span]:
    """Every span of words without capitals that a place is filed under, in order of start."""
    drafts = []
    for first, token in enumerate(tokens):
        for last in range(first, min(first + _MOST_TOKENS, len(tokens))):
            other = tokens[last]
            if other.case != CASELESS or (last > first and other.gap not in _JOINS):
                break
            key = fold_name(text[token.start : other.end])
            if len(key) >= _LEAST_LETTERS:
                drafts.append((Span(first, last, token.start, other.end, key), _written(key)))
    known = frozenset(gazetteer.known_keys({key for _, keys in drafts for key, _ in keys}))
    spans = []
    for span, keys in drafts:
        filed = next(((key, how) for key, how in keys if key in known), None)
        if filed:
            spans.append(span._replace(key=filed[0], filed_as=filed[0], known=filed[1]))
    return spans


def _written(key: str) -> list[tuple[str, str]]:
    """The keys a name may be filed under, each with how it came up: filed, bare or clitic."""
    found = [(key, "filed"), (bare_name(key), "bare")]
    return found + [(rest, "clitic") for rest in without_clitics(key)]
