"""Text -> its sentences, headlines and fragments, by marks and line breaks alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from geotrack.extraction.dating.words import word_set


class Sentence(NamedTuple):
    """A stretch of text; offsets are code points, `end` exclusive.

    `kind` is `text`, `headline` (a line of its own near the top that ends without a mark) or
    `fragment` (another such line: a caption, a menu, an item of a list). `block` counts the
    paragraphs.
    """

    start: int
    end: int
    kind: str
    block: int


# A mark that may end a sentence, with the quotes and brackets that close behind it.
_END = re.compile(r"""[.!?…؟۔।。！？]+[\"'”’»)\]]*(?=\s|$)""")
_LINE = re.compile(r"[^\n]+")
_ABBREVIATIONS = word_set(
    "Mr Mrs Ms Dr Prof Gen Lt Col Maj Brig Sgt Capt Cmdr Cpl Pvt Adm Gov Sen Rep Rev Hon St Mt Ft"
    " Sr Jr No Nos Ave Dept Assn Bros Fig Art Vol Pres Supt Insp Spc Messrs vs approx est al cf ca"
)
# These end a sentence where the next word begins one ("on Aug. The talks").
_CALENDAR = word_set(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun"
)
# Those that end a sentence as often as not: the next word decides.
_EITHER = frozenset(("u.s", "u.k", "u.n", "e.u", "a.m", "p.m", "d.c", "etc", "inc", "co", "ltd"))
_STARTERS = word_set(
    "the a an in on at it he she they we this that these those but however and as after"
    " before when while meanwhile its his her their there according"
)
_WORD_BEFORE = re.compile(r"([^\W_](?:[^\W_]|\.)*)\.[\"'”’»)\]]*$")
_NEXT_WORD = re.compile(r"\s*([\"'“‘«(\[]*)(\S?[^\W_]*)")
# "BAGHDAD (Agency) —": where a report was filed is no part of its first sentence.
_DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:[ ,/][ ]?[\w.'’-]+){0,5}(?:\s*\([^()\n]{1,40}\))?"
    r"\s*(?:—|–|--|―| - )\s*"
)
_MOST_HEADLINE, _HEADLINE_BLOCKS = 160, 4
_MOST_SENTENCE = 1_000
_WRAP_WIDTH = 120


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order.

    >>> text = "Talks held\\n\\nCAIRO (Press) — Gen. Ali met the U.S. envoy on Aug. 15. He left."
    >>> [(text[s.start:s.end], s.kind) for s in split_sentences(text)]
    [('Talks held', 'headline'), ('Gen. Ali met the U.S. envoy on Aug. 15.', 'text'),
     ('He left.', 'text')]
    """
    found: list[Sentence] = []
    for block, (start, end) in enumerate(_blocks(text)):
        first = start + _dateline(text, start, end)
        spans = [part for span in _spans(text, first, end) for part in _bounded(text, *span)]
        for begin, stop in spans:
            kind = "text"
            if begin == first and stop == end and not _END.search(text, max(begin, stop - 6), stop):
                # A long line lacks no more than its full stop.
                short = stop - begin <= _MOST_HEADLINE
                kind = "text" if not short else "fragment"
                kind = "headline" if short and block < _HEADLINE_BLOCKS else kind
            found.append(Sentence(begin, stop, kind, block))
    return found


def _blocks(text: str) -> list[tuple[int, int]]:
    """Paragraphs: lines that were only wrapped are put together."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    widest = max((end - start for start, end in lines), default=0)
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if blocks and _is_wrapped(text, blocks[-1][1], start, end, widest):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return [_stripped(text, start, end) for start, end in blocks]


def _is_wrapped(text: str, before: int, start: int, end: int, widest: int) -> bool:
    """Whether the line that starts here goes on from the one that ends at `before`."""
    if text.count("\n", before, start) > 1:
        return False
    if text[start:end].lstrip()[:1].islower():
        return True
    length = before - text.rfind("\n", 0, before) - 1
    return widest <= _WRAP_WIDTH and length >= 0.75 * widest and widest > 40


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _dateline(text: str, start: int, end: int) -> int:
    """How long the dateline is that a paragraph begins with, 0 for none."""
    found = _DATELINE.match(text, start, min(end, start + 80))
    if not found:
        return 0
    town = (
        text[start : found.end()]
        .split("(", maxsplit=1)[0]
        .split(",", maxsplit=1)[0]
        .rstrip(" —–-―")
    )
    return found.end() - start if town.isupper() or "(" in found[0] else 0


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    for mark in _END.finditer(text, start, end):
        if mark.end() < end and not _ends_here(text, start, mark):
            continue
        spans.append(_stripped(text, start, mark.end()))
        start = mark.end()
    last = _stripped(text, start, end)
    if last[0] < last[1]:
        spans.append(last)
    return spans


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence nobody wrote is cut between words, so that cost stays linear in length."""
    parts = []
    while end - start > _MOST_SENTENCE:
        space = text.rfind(" ", start, start + _MOST_SENTENCE)
        cut = space if space > start else start + _MOST_SENTENCE
        parts.append(_stripped(text, start, cut))
        start = _stripped(text, cut, end)[0]
    return [(a, b) for a, b in (*parts, (start, end)) if a < b]


def _ends_here(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether the sentence that began at `start` ends with this mark."""
    following = _NEXT_WORD.match(text, mark.end())
    word = following[2] if following else ""
    if word[:1].islower():
        return False
    if "." not in mark[0] or "..." in mark[0]:
        return True
    before = _WORD_BEFORE.search(text, max(start, mark.start() - 24), mark.end())
    if not before:
        return True
    last = before[1]
    if last.lower() in _EITHER or last in _CALENDAR:
        return word.lower() in _STARTERS
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isupper())
