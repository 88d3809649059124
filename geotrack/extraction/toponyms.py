"""Text -> its toponyms: found, with their role, and with the places they are said to lie in."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from geotrack.extraction.beside import parents_beside
from geotrack.extraction.found import Toponym
from geotrack.extraction.recognizing.caseless import caseless_spans
from geotrack.extraction.recognizing.choosing import choose_spans, read_weights, weigh_spans
from geotrack.extraction.recognizing.lexicon import read_lexicon
from geotrack.extraction.recognizing.roles import roles_of
from geotrack.extraction.recognizing.spans import find_spans, given_span
from geotrack.extraction.recognizing.tokens import CASELESS, tokenize
from geotrack.extraction.recognizing.view import view_of
from geotrack.gazetteer.records import DEMONYM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geotrack.extraction.recognizing.spans import Span
    from geotrack.extraction.recognizing.view import View
    from geotrack.gazetteer.records import Gazetteer

    Opinion = Callable[[int, int], float]


def find_toponyms(text: str, gazetteer: Gazetteer, opinion: Opinion | None = None) -> list[Toponym]:
    """The toponyms of a text in their order, none overlapping another.

    `score` is how likely the span names a place or a place's people, as fitted on annotated
    articles; spans below one half are left out. `opinion` is another's: the log odds it adds to
    the span between two offsets.

    >>> from geotrack.gazetteer.index import open_gazetteer
    >>> text = "Ankara said on Friday that troops were in Zakho, near Duhok."
    >>> [(t.name, t.role) for t in find_toponyms(text, open_gazetteer([]))]
    [('Ankara', 'actor'), ('Zakho', 'literal'), ('Duhok', 'literal')]
    """
    found: list[Toponym] = []
    for start, end in _parts(text):
        part = _find_in(text[start:end], gazetteer, opinion, start)
        found += [t._replace(start=t.start + start, end=t.end + start) for t in part]
    return _bind_parents(text, found, gazetteer)


# A book is read in parts, so that memory stays bounded; an article is one part.
_MOST_AT_ONCE = 100_000
_CUT = re.compile(r".*(?:\n|[.!?؟۔] )|.*\s", re.DOTALL)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the parts a long text is read in, cut behind a sentence where there is one."""
    start = 0
    while len(text) - start > _MOST_AT_ONCE:
        cut = _CUT.match(text, start, start + _MOST_AT_ONCE)
        end = cut.end() if cut else start + _MOST_AT_ONCE
        yield start, end
        start = end
    yield start, len(text)


def _find_in(
    text: str, gazetteer: Gazetteer, opinion: Opinion | None, offset: int
) -> list[Toponym]:
    """The toponyms of one part, which begins at `offset` of the whole text."""
    view, spans = _read(text, gazetteer)
    points = weigh_spans(spans, view, read_weights())
    if opinion:
        asked = [opinion(span.start + offset, span.end + offset) for span in spans]
        points = [own + other for own, other in zip(points, asked, strict=True)]
    chosen = choose_spans(spans, points)
    found = _told([spans[i] for i in chosen], view, gazetteer)
    return [t._replace(score=_likelihood(points[i])) for t, i in zip(found, chosen, strict=True)]


def toponyms_at(
    text: str, offsets: Sequence[tuple[int, int]], gazetteer: Gazetteer
) -> list[Toponym]:
    """The toponyms that stand at these offsets, in their order, with the role and kind the text
    gives them; nothing is looked for."""
    view, spans = _read(text, gazetteer, given=offsets)
    return _told(spans[: len(offsets)], view, gazetteer)


def _read(
    text: str, gazetteer: Gazetteer, given: Sequence[tuple[int, int]] = ()
) -> tuple[View, list[Span]]:
    """The text as its spans are looked at, and the spans: given ones first."""
    tokens = tokenize(text)
    spans = [given_span(text, tokens, start, end, gazetteer) for start, end in given]
    spans += find_spans(text, tokens, gazetteer)
    if not text.isascii() and any(token.case == CASELESS for token in tokens):
        spans += caseless_spans(text, tokens, gazetteer)
    return view_of(text, tokens, spans, read_lexicon(), gazetteer), spans


def _told(spans: Sequence[Span], view: View, gazetteer: Gazetteer) -> list[Toponym]:
    text = view.text
    roles = roles_of(spans, view, read_weights().roles)
    return [
        Toponym(
            span.start, span.end, text[span.start : span.end], _kind(span, view), role,
            parents_beside(text, span.end, gazetteer), rule=span.known,
            division=_division(text, span.start, span.end),
        )
        for span, role in zip(spans, roles, strict=True)
    ]  # fmt: skip


def _likelihood(points: float) -> float:
    return round(1 / (1 + math.exp(-min(points, 50.0))), 3)


def _kind(span: Span, view: View) -> str:
    facts = view.facts.get(span.key)
    of_people = span.known == "plural" or bool(facts and facts.mark == DEMONYM)
    return "demonym" if of_people else "place"


# What joins the members of an enumeration, and the kind of place that may close it.
_JOIN = re.compile(r"\s*(?:,|;|،|,?\s+(?:and|or|as well as)|\s+و)\s*(?:and\s+)?(?:the\s+)?")
_KIND = re.compile(
    r"\s+(?:(?:sub-?)?districts?|provinces?|governorates?|areas?|regions?|count(?:y|ies)|towns?|"
    r"villages?|cit(?:y|ies)|mountains?|valleys?|states?)\b"
)


# "The Dallas area", "the city of": other words leave open which place of the name is meant.
_DIVISIONS = frozenset(("district", "subdistrict", "sub-district", "governorate", "province"))


_DIVISION_OF = re.compile(r"\b([a-z-]+) of (?:the )?$", re.IGNORECASE)
_REACH = 25


def _division(text: str, start: int, end: int) -> str:
    """The kind of division written behind a name or before it ("the province of"), in the
    singular; empty without one."""
    kind = _KIND.match(text, end)
    before = _DIVISION_OF.search(text[max(0, start - _REACH) : start])
    word = kind[0].strip() if kind else before[1].lower() if before else ""
    word = word.removesuffix("s")
    return word if word in _DIVISIONS else ""


def _bind_parents(text: str, found: Sequence[Toponym], gazetteer: Gazetteer) -> list[Toponym]:
    """Parents behind a kind of place, for all that a plural closes: "the Zakho and Amedi
    districts of Duhok governorate" lie both in Duhok."""
    bound = list(found)
    shared: tuple[str, ...] = ()
    for i in range(len(bound) - 1, -1, -1):
        one = bound[i]
        kind = _KIND.match(text, one.end)
        joined = i + 1 < len(bound) and _JOIN.fullmatch(text[one.end : bound[i + 1].start])
        if kind:
            parents = one.parents or parents_beside(text, kind.end(), gazetteer)
            shared = parents if kind[0].endswith("s") else ()
        else:
            shared = shared if joined and not one.parents else ()
            parents = one.parents or shared
        bound[i] = one._replace(parents=parents)
    return bound
