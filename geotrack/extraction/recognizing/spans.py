"""Tokens -> spans that may name a place: what the gazetteer files, and what looks like a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.recognizing.cues import (
    ARTICLES,
    INNER_WORDS,
    LOCATIVES,
    PLACE_WORDS,
    ROAD_WORDS,
)
from geotrack.extraction.recognizing.tokens import CAPITAL, LOWER, NUMBER, UPPER
from geotrack.gazetteer.names import fold_name
from geotrack.gazetteer.records import ABBREVIATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotrack.extraction.recognizing.tokens import Token
    from geotrack.gazetteer.records import Gazetteer

_MOST_TOKENS = 6
_JOINS = frozenset((" ", "\u00a0", "-", "\u2010", "\u2011", "'", "’", "ʼ", "‘", ". ", "."))
_HYPHENS = ("-", "\u2010", "\u2011")
# "Calif." and "Minn." are the longest short forms of states that are written with a full stop.
_MOST_LETTERS_SHORT = 5
_KIND_ENDS = PLACE_WORDS | ROAD_WORDS


class Span(NamedTuple):
    """Tokens `first` to `last` (inclusive) as a possible name; `end` may take a full stop in.

    `known` is how it came up: filed (the gazetteer knows it), kind (it ends or begins with a
    kind of place), plural (people of a place), run (it stands where places stand). `filed_as`
    is the gazetteer's key for it, empty where there is none.
    """

    first: int
    last: int
    start: int
    end: int
    key: str
    known: str = ""
    filed_as: str = ""


def find_spans(text: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Span]:
    """Every span that may name a place, in order of start, then end; they may overlap."""
    capitals = [i for i, token in enumerate(tokens) if token.case in (CAPITAL, UPPER)]
    firsts = [*capitals, *_articles(tokens, capitals)]
    drafts = [draft for i in sorted(firsts) for draft in _drafts(text, tokens, i)]
    asked = {draft.key for draft in drafts}
    asked |= {key[:-1] for key in asked if key.endswith("s")}
    known = frozenset(gazetteer.known_keys(asked))
    runs = _runs_located(tokens, capitals)
    spans = []
    for draft in drafts:
        known_as, key = _known_as(draft, tokens, known, gazetteer)
        if not known_as and (draft.first, draft.end) in runs:
            known_as = "run"
        if known_as:
            spans.append(draft._replace(known=known_as, filed_as=key))
    # An article tied to a name belongs to it: Hasakah within al-Hasakah is no name of its own.
    whole = {(span.first + 1, span.end) for span in spans if tokens[span.first].case == LOWER}
    return [span for span in spans if (span.first, span.end) not in whole]


def given_span(
    text: str, tokens: Sequence[Token], start: int, end: int, gazetteer: Gazetteer
) -> Span:
    """The span between two offsets, of the tokens it touches."""
    ends = [token.end for token in tokens]
    first = min(bisect_right(ends, start), max(len(tokens) - 1, 0))
    last = max(first, bisect_left([token.start for token in tokens], end) - 1)
    key = fold_name(text[start:end])
    known = frozenset(gazetteer.known_keys([key, key.removesuffix("s")]))
    span = Span(first, last, start, end, key)
    if not tokens:
        return span
    known_as, filed_as = _known_as(span, tokens, known, gazetteer)
    return span._replace(known=known_as or "run", filed_as=filed_as)


def _known_as(
    draft: Span, tokens: Sequence[Token], known: frozenset[str], gazetteer: Gazetteer
) -> tuple[str, str]:
    """How a draft is known and under which key of the gazetteer."""
    key, last = draft.key, tokens[draft.last]
    if draft.end > last.end and len(last.text) > 1 and not _is_short_form(key, gazetteer):
        return "", ""
    if key in known:
        return "filed", key
    if key.endswith("s") and key[:-1] in known and gazetteer.marks_of(key[:-1]):
        return "plural", key[:-1]
    of_kind = last.lower in _KIND_ENDS or tokens[draft.first].lower in PLACE_WORDS
    return ("kind", "") if of_kind and draft.last > draft.first else ("", "")


def _is_short_form(key: str, gazetteer: Gazetteer) -> bool:
    return ABBREVIATION in gazetteer.marks_of(key).values()


def _drafts(text: str, tokens: Sequence[Token], first: int) -> Iterator[Span]:
    """The spans that begin with a token and may be names by their writing."""
    token = tokens[first]
    for last in range(first, min(first + _MOST_TOKENS, len(tokens))):
        other = tokens[last]
        if last > first and not _joins(tokens[last - 1], other):
            return
        if other.case == LOWER:
            continue
        end = other.end
        stop = text[end : end + 1] == "."
        initials = stop and len(other.text) == 1 and last > first and other.gap in (".", ". ")
        key = fold_name(text[token.start : end])
        if not initials:
            yield Span(first, last, token.start, end, key)
        if initials or (stop and len(other.text) <= _MOST_LETTERS_SHORT):
            yield Span(first, last, token.start, end + 1, key)


def _articles(tokens: Sequence[Token], capitals: Sequence[int]) -> list[int]:
    """Articles in lower case that are tied to a word with a capital: al-Bab begins with one."""
    return [
        i - 1
        for i in capitals
        if i and tokens[i].gap in _HYPHENS and tokens[i - 1].text in ARTICLES
    ]


def _joins(before: Token, token: Token) -> bool:
    """Whether a token may go on with a name."""
    if token.gap not in _JOINS or token.case == NUMBER:
        return False
    if token.gap[0] == "." and len(before.text) > 1 and before.lower not in _SHORT:
        return False
    return token.case != LOWER or token.lower in INNER_WORDS or token.gap in ("'", "’")


_SHORT = frozenset(("st", "ste", "ft", "mt", "pt"))


def _runs_located(tokens: Sequence[Token], capitals: Sequence[int]) -> frozenset[tuple[int, int]]:
    """The longest runs of words with a capital after "in" and its like: (first, end of text)."""
    runs: set[tuple[int, int]] = set()
    inside = set(capitals)
    for first in capitals:
        if first and tokens[first].gap == " " and tokens[first - 1].lower in LOCATIVES:
            last = first
            while last + 1 in inside and tokens[last + 1].gap in (" ", "-"):
                last += 1
            runs.add((first, tokens[last].end))
    return frozenset(runs)
