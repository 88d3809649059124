"""A sentence -> its words, and what each may be in a clause, as one character a word.

The grammar that follows is read off these characters, blind to spelling: linear, and explainable.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Tokens(NamedTuple):
    """The words and marks of a sentence: lower case, as written, where they stand, their kinds.

    `kinds` has one character a token: see KINDS.
    """

    words: list[str]
    written: list[str]
    starts: list[int]
    ends: list[int]
    kinds: str


# What the characters mean. Other words are `C` with a capital, `v` adverbs, else `o`; marks are
# `,` `;` (colon, dash, bracket) `"` and `.`; numbers `#`; the possessive `'`.
KINDS = {
    "A": "be is are was were been being am isn't wasn't aren't weren't",
    "H": "have has had having hasn't haven't hadn't",
    "D": "do does did doesn't don't didn't",
    "W": "will would shall 'll won't wouldn't",
    "M": "must should ought shouldn't mustn't",
    "P": "may might could can cannot can't couldn't",
    "N": "not never no neither nor none without hardly scarcely rarely seldom",
    "t": "to",
    "b": "by",
    "p": "of in on at for from with against over under near around across into onto within between"
    " among through throughout inside outside towards toward about upon via along off behind beyond"
    " above below alongside regarding concerning including per like",
    "d": "the a an this these those his her its their our my your some any all both each every"
    " several many most more few other another such same certain various",
    "c": "and or",
    "r": "he she they we it i you him them us i'm i've i'd i'll it's we're we've they're they've"
    " he's she's you're",
    "s": "when while as during amid after before following since until till because although though"
    " despite but if unless whether whereas where which who whose whom that once prior",
    "v": "also again already just still now then ever even once yet together however soon twice so"
    " too today yesterday only almost back further",
    "#": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
    " hundred thousand million dozen",
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
_MARKS = {
    ",": ",", "،": ",", ";": ";", ":": ";", "—": ";", "–": ";", "―": ";",
    '"': '"', "“": '"', "”": '"', "«": '"', "»": '"', "„": '"',
}  # fmt: skip
_TOKEN = re.compile(
    r"""(?:[A-Z]\.){2,}|['’‘](?:s|ll)\b|\d(?:[\d,.]*\d)?(?![^\W_])
    |[^\W_]+(?:[-‑][^\W_]+|['’ʿ‘](?!s\b|ll\b)[^\W_]+)*|[^\w\s]""",
    re.VERBOSE,
)
_POSSESSIVE = "'"


def tokenise(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of text[start:end].

    >>> tokenise("Iraq's army did not attack, he said.").kinds
    "C'oDNo,ro."
    """
    matches = list(_TOKEN.finditer(text, start, len(text) if end is None else end))
    written = [match[0] for match in matches]
    read = [_read(word) for word in written]
    return Tokens(
        [low for low, _ in read],
        written,
        [match.start() for match in matches],
        [match.end() for match in matches],
        "".join([kind for _, kind in read]),
    )


@lru_cache(maxsize=50_000)
def _read(word: str) -> tuple[str, str]:
    """A word in lower case, and its kind."""
    low = word.lower().replace("’", "'").replace("‘", "'")
    kind = _KIND_OF.get(low, "")
    if kind:
        return low, kind
    first = word[0]
    if first.isalpha():
        # "al-Khazali" is a name too.
        named = first != low[0] or ("-" in word and not word.islower())
        return low, "C" if named else "v" if low.endswith("ly") else "o"
    if first.isdigit():
        return low, "#"
    return low, _POSSESSIVE if low == "'s" else _MARKS.get(word, ".")


def token_at(tokens: Tokens, offset: int) -> int:
    """The position of the token that holds or follows this offset."""
    low, high = 0, len(tokens.ends)
    while low < high:
        middle = (low + high) // 2
        if tokens.ends[middle] <= offset:
            low = middle + 1
        else:
            high = middle
    return low
