"""Tokens -> what the rules read in them, before any of it is resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.grammar import ANY_RULE, RULES
from geotrack.extraction.dating.meaning import Found, Meaning
from geotrack.extraction.dating.signs import is_abbreviated_month
from geotrack.extraction.dating.tokens import KIND

if TYPE_CHECKING:
    from geotrack.extraction.dating.tokens import Tokens


class Read(NamedTuple):
    """A meaning with its tokens and rule, before it is resolved."""

    start: int
    end: int
    meaning: Meaning
    rule: str


def reads_of(tokens: Tokens) -> list[Read]:
    """What the rules read in a text, from its beginning, none over another."""
    reads: list[Read] = []
    at, kinds = 0, tokens.kinds
    while True:
        match = ANY_RULE.search(kinds, at)
        if match is None:
            return reads
        start, end, found = match.start(), match.end(), int((match.lastgroup or "r0")[1:])
        read = _try(tokens, found, start, end)
        for number in range(found + 1, len(RULES)) if not read else ():
            again = RULES[number].pattern.match(kinds, start)
            if again and again.end() > start:
                read = _try(tokens, number, start, again.end())
                if read:
                    end = again.end()
                    break
        reads += read
        at = max(read[-1].end if read else start + 1, start + 1)


_LEADING = frozenset(KIND[k] for k in ("COMMA", "DOT", "ON", "IN", "OF", "AT", "FOR", "APOSTROPHE"))
_TRAILING = _LEADING | {KIND["POSSESSIVE"], KIND["OPEN"], KIND["THE"], KIND["DASH"]}


def _try(tokens: Tokens, number: int, start: int, end: int) -> list[Read]:
    """What a rule reads at its match: nothing where it rejects it."""
    rule = RULES[number]
    while end > start + 1 and tokens.kinds[end - 1] in _TRAILING:
        if tokens.words[end - 1] == "." and is_abbreviated_month(tokens, end - 2):
            break
        end -= 1
    found = Found(tokens, start, end)
    reads = []
    for meaning in rule.read(found):
        first = meaning.start if meaning.start >= 0 else start
        last = meaning.end if meaning.end >= 0 else end
        while first < last - 1 and tokens.kinds[first] in _LEADING:
            first += 1
        reads.append(Read(first, last, meaning, rule.name))
    return reads
