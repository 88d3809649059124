"""A text as tokens: its words with their offsets, their case, and what stands between them."""

from __future__ import annotations

import re
from typing import NamedTuple

from geotrack.extraction.recognizing.cues import SHORTENED

# Letters of any script with their combining marks; a digit run is a token of its own.
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*|\d+")
# After these a sentence begins; a colon, a dash or a quotation mark leaves it open.
_SENTENCE_END = re.compile(r"[.!?…؟۔]|\n")

CAPITAL, UPPER, LOWER, CASELESS, NUMBER = "capital", "upper", "lower", "caseless", "number"


class Token(NamedTuple):
    """One word: where it stands, how it is written, and the characters before it.

    `case` is capital (Erbil), upper (ERBIL, of two letters and more), lower, caseless (a script
    without capitals) or number. `begins` tells that a sentence or line begins with it.
    """

    start: int
    end: int
    text: str
    lower: str
    case: str
    gap: str
    begins: bool


def tokenize(text: str) -> list[Token]:
    """The words of a text, in order.

    >>> [(t.text, t.case, t.begins) for t in tokenize("In Ba'ath-run Iraq")][:3]
    [('In', 'capital', True), ('Ba', 'capital', False), ('ath', 'lower', False)]
    """
    tokens: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match[0]
        gap = text[before:start]
        before = end
        # Most words stand behind one space, in lower case: these go by without a call.
        begins = not tokens or (gap != " " and _begins(gap, tokens[-1]))
        if word.islower():
            tokens.append(Token(start, end, word, word, LOWER, gap, begins))
        else:
            tokens.append(Token(start, end, word, word.lower(), _case(word), gap, begins))
    return tokens


def _case(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return NUMBER
    if first.islower():
        return LOWER
    if first.isupper() or first.istitle():
        return UPPER if len(word) > 1 and word.isupper() else CAPITAL
    return CASELESS


def _begins(gap: str, before: Token) -> bool:
    end = _SENTENCE_END.search(gap)
    if not end:
        return False
    return not (gap.startswith(".") and "\n" not in gap and before.lower in SHORTENED)
