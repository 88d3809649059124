"""Names in a text that tell where it plays, though nobody asked for them.

Countries, divisions and well-known towns are found by their capital letters and looked up;
they are evidence for the names in question and answers to nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotrack.gazetteer.names import fold_name
from geotrack.geocoding.together import Mention

if TYPE_CHECKING:
    from collections.abc import Collection

    from geotrack.gazetteer.records import Gazetteer

# Runs of words that begin with a capital, or of words in a script without capitals.
_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ɏ][\w'’-]*|[\u0600-\u06ff]{3,})"
_RUN = re.compile(rf"{_WORD}(?:[ \u00a0]{_WORD})*")
_MOST_WORDS = 3
_WEIGHT = 0.5
_MOST_TEXT = 20_000


def context_mentions(
    text: str, taken: Collection[tuple[int, int]], gazetteer: Gazetteer
) -> list[Mention]:
    """Names in the text outside the spans `taken` that a place is filed under, each once.

    Longer names win over shorter ones within them. Only the first 20,000 characters are read.
    """
    grams: dict[str, str] = {}
    runs = []
    for run in _RUN.finditer(text[:_MOST_TEXT]):
        if any(start < run.end() and run.start() < end for start, end in taken):
            continue
        tokens = run[0].split()
        runs.append(tokens)
        for size in range(1, _MOST_WORDS + 1):
            for i in range(len(tokens) - size + 1):
                gram = " ".join(tokens[i : i + size]).removesuffix("'s").removesuffix("’s")
                grams.setdefault(gram, fold_name(gram))
    known = set(gazetteer.known_keys(set(grams.values())))
    found: dict[str, Mention] = {}
    for tokens in runs:
        i = 0
        while i < len(tokens):
            for size in range(min(_MOST_WORDS, len(tokens) - i), 0, -1):
                gram = " ".join(tokens[i : i + size]).removesuffix("'s").removesuffix("’s")
                if grams[gram] in known and len(gram) > 2:
                    found.setdefault(grams[gram], Mention(gram, (), _WEIGHT))
                    i += size - 1
                    break
            i += 1
    return list(found.values())
