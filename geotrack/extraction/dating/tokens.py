"""Text -> tokens, and what each may be in a date, as one character a token.

The characters make a string of the same length as the list of tokens, so that a grammar of
dates is a regular expression over kinds of words: linear, and blind to spelling and script.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from geotrack.dates import plain_digits
from geotrack.extraction.dating.words import ENGLISH, HOLIDAYS, Word
from geotrack.extraction.dating.words_other import OTHER_WORDS, PHRASES

if TYPE_CHECKING:
    from collections.abc import Mapping

# What digits and marks may be; the kinds of words stand in the tables of words.
_KINDS_OF_SIGNS = (
    "OTHER", "BREAK", "COMMA", "DOT", "DASH", "APOSTROPHE", "SLASH", "OPEN", "CLOSE", "COLON",
    "ISO", "SLASHED", "CLOCK", "HALF_DAY", "DAY", "TWO_DIGITS", "YEAR", "NUMBER", "NTH",
    "QUARTER_NUMBER", "FISCAL_YEAR", "HOLIDAY", "POSSESSIVE",
)  # fmt: skip
_SIGNS = {
    ",": "COMMA", "،": "COMMA", ".": "DOT", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH",
    "'": "APOSTROPHE", "’": "APOSTROPHE", "‘": "APOSTROPHE", "`": "APOSTROPHE", "/": "SLASH",
    "(": "OPEN", ")": "CLOSE", ":": "COLON",
}  # fmt: skip


def _all_kinds() -> list[str]:
    words = (*ENGLISH.values(), *(w for table in OTHER_WORDS.values() for w in table.values()))
    return list(dict.fromkeys((*_KINDS_OF_SIGNS, *(word.kind for word in words))))


# One character of Unicode's private use area for each kind.
KIND = {name: chr(0xE000 + i) for i, name in enumerate(_all_kinds())}

_TOKEN = r"""(?:
  \d{4}-\d\d-\d\d(?!\d)(?:t\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:z|[+-]\d\d:?\d\d)?)?
| \d{1,4}/\d{1,2}/\d{2,4}(?![\d/])
| \d{1,4}\.\d{1,2}\.\d{2,4}(?!\.?\d)
| \d{1,2}-\d{1,2}-(?:\d{4}|\d\d)(?![\d-])
| \d{1,2}:\d\d(?::\d\d)?(?!\d)
| \d{1,3}(?:,\d{3})+(?!\d)
| \d+\.\d+(?:\.\d+)*
| [ap]\.\s?m\b\.?
| ['’]s\b
| [^\W_]+(?:[\u200c\u0640\u064b-\u0652][^\W_]*)*
| [^\w\s] | _
| \n\s*
)[^\S\n]*(?:\n(?![^\S\n]*\n)[^\S\n]*)*"""  # noqa: S105 - no password
_LETTER_MARKS = re.compile("[\u200c\u0640\u064b-\u0652]")


@cache
def _splitter(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of one token; phrases of several words are one token each."""
    joined = "".join(rf"{re.escape(p)}\b\s*|".replace(r"\ ", r"\s") for p in phrases)
    return re.compile(joined.replace("'", "['’`]") + _TOKEN, re.VERBOSE)


# Of two names that begin alike the longer comes first.
_PHRASES = tuple(sorted((*HOLIDAYS, *PHRASES), key=lambda phrase: (-len(phrase), phrase)))
# A text without any of these has none of them, and is split faster.
_SIGNS_OF_PHRASES = sorted({max(re.split("[ ']", p), key=len) for p in _PHRASES})


class Tokens(NamedTuple):
    """The tokens of a text: lower-case words, where they start and end, their kinds.

    `kinds` has one character of KIND a token; `table` is what the words were looked up in.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    kinds: str
    table: Mapping[str, Word]

    def kind_at(self, index: int) -> str:
        """The kind of a token as its character, BREAK's beyond the ends."""
        return self.kinds[index] if 0 <= index < len(self.kinds) else KIND["BREAK"]

    def value(self, index: int) -> int | str:
        """What the token stands for: a number, a unit's name."""
        word = self.words[index]
        known = self.table.get(word)
        if known:
            return known.value
        if word in PHRASES:
            return PHRASES[word]
        digits = re.match(r"\d+", word)
        return int(digits[0][:9]) if digits else 0

    def written(self, index: int) -> str:
        """The token as written, capitals and all."""
        return self.text[self.starts[index] : self.ends[index]]


def tokenise(text: str, language: str = "") -> Tokens:
    """The tokens of a text and their kinds; `language` is a BCP 47 tag or empty.

    Without a tag Turkish is known by its commonest words; the Arabic script by itself.
    """
    low = plain_digits(_lowered(text))
    table = _table(language, low)
    phrases = _PHRASES if any(sign in low for sign in _SIGNS_OF_PHRASES) else ()
    lead = len(low) - len(low.lstrip())
    parts = _splitter(phrases).findall(low, lead)
    edges = list(accumulate(map(len, parts), initial=lead))
    words = [part.rstrip() for part in parts]
    starts, ends = edges[:-1], [a + len(w) for a, w in zip(edges, words, strict=False)]
    other, get = KIND["OTHER"], table.get
    kinds = []
    for word in words:
        known = get(word)
        kinds.append(KIND[known.kind] if known else _kind_of_rest(word, other))
    return Tokens(text, words, starts, ends, "".join(kinds), table)


def _lowered(text: str) -> str:
    """Lower case, code point for code point: `İ` alone would become two."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c.lower()[0] for c in text)


_TURKISH = re.compile(r"\b(?:ve|bir|için|ile|olarak|dedi|günü|göre|sonra|kadar|değil)\b")


@cache
def _merged(*names: str) -> Mapping[str, Word]:
    return {k: v for name in names for k, v in OTHER_WORDS[name].items()} | (
        {} if "tr" in names else ENGLISH
    )


def _table(language: str, low: str) -> Mapping[str, Word]:
    """English and the scripts that cannot be confused with it; Turkish only by itself."""
    code = language.casefold().split("-")[0]
    turkish = code == "tr"
    if not code and not low.isascii():
        head = low[:20_000]
        turkish = len(_TURKISH.findall(head)) * 40 > head.count(" ") + 40
    if turkish:
        return _merged("tr")
    if low.isascii():
        return ENGLISH
    # Sorani's own letters decide where a word is spelt alike in Arabic.
    kurdish = code in ("ckb", "ku") or (not code and any(c in low for c in "ەێۆڵڕ"))
    return _merged("ar", "ckb") if kurdish else _merged("ckb", "ar")


_DIGITS = re.compile(
    r"(?P<NTH>(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th))|(?P<CENTURY>[4-9]\dth)"
    r"|(?P<DECADE>(?:1[0-9]|20)?\d0s)|(?P<QUARTER_NUMBER>[1-4]q)|(?P<CLOCK>\d{1,2}[ap]m)"
    r"|(?P<DAY>(?:0?[1-9]|[12]\d|3[01])(?:ی|ەی|ی‌)?)|(?P<TWO_DIGITS>\d\d)"
    r"|(?P<YEAR>(?:1\d|20|21)\d\d(?:ی|دا|ەوە)?)|(?P<NUMBER>\d+)"
)


# What quarters, fiscal years, a.m., p.m. and possessives begin with.
_SHORT_STARTS = frozenset("qfap'’")


def _kind_of_rest(word: str, other: str) -> str:
    """The kind of what is no word of the tables: numbers, marks, everything else."""
    if not word:  # a blank line: nothing reads across it
        return KIND["BREAK"]
    first = word[:1]
    if first.isdigit():
        return KIND[_kind_of_digits(word)]
    if word in _SIGNS:
        return KIND[_SIGNS[word]]
    if " " in word or word in HOLIDAYS or word in PHRASES:
        return KIND[_kind_of_phrase(word)]
    if first in _SHORT_STARTS and len(word) <= 6:
        return KIND[_kind_of_short(word)]
    return other


def _kind_of_digits(word: str) -> str:
    match = _DIGITS.fullmatch(word)
    if re.fullmatch(r"(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d", word):
        return "SLASHED"
    if match:
        return (match.lastgroup or "OTHER").replace("CENTURY", "NTH")
    if re.match(r"\d{4}-\d\d-", word):
        return "ISO"
    if ":" in word:
        return "CLOCK"
    if "/" in word or "-" in word or re.fullmatch(r"\d{1,4}\.\d{1,2}\.\d{2,4}", word):
        return "SLASHED"
    return "NUMBER" if re.fullmatch(r"[\d.,]+", word) else "OTHER"


def _kind_of_phrase(word: str) -> str:
    plain = " ".join(re.sub("[’`]", "'", word).split())
    if plain in HOLIDAYS:
        return "HOLIDAY"
    return "MONTH" if plain in PHRASES else "OTHER"


def _kind_of_short(word: str) -> str:
    if re.fullmatch(r"q[1-4]", word):
        return "QUARTER_NUMBER"
    if re.fullmatch(r"fy(?:\d\d)?\d\d", word):
        return "FISCAL_YEAR"
    if re.fullmatch(r"[ap]\.?\s?m\.?", word):
        return "HALF_DAY"
    return "POSSESSIVE" if re.fullmatch("['’]s", word) else "OTHER"
