"""Whether what is told lies behind or ahead: read off the verbs around a date.

No parser: the nearest telling word before the date, within its sentence, else the nearest one
behind it. A reporting verb ("said on Friday that ...") is a telling word like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.datetokens import KIND

if TYPE_CHECKING:
    from geotrack.extraction.datetokens import Tokens

# So many tokens are looked at, each way.
_BACK, _ON = 24, 14

_AHEAD = frozenset(
    "will 'll shall won't would may might could should can must cannot scheduled expected expects "
    "expect due planned plans plan planning hopes hope hoping intends intend intended set slated "
    "upcoming forthcoming pending deadline awaits awaiting poised likely wants want ahead "
    "postponed postpone delayed until tomorrow prepares preparing prepare unless if "
    "ال سوف ستعقد سيعقد يعتزم المقرر دێت دەبێت yapılacak edecek olacak gidecek gelecek".split()
)
_BEHIND = frozenset(
    "was were had did been said told met went came took made gave got saw found left felt held "
    "kept began begun became brought broke built bought caught chose cut died drew drove fell "
    "fled flew fought forgot froze grew heard hid hit hurt knew laid led lost meant paid put quit "
    "ran rang read rose sat sent set shook shot shut sang sank slept spoke spent spread stood "
    "stole struck swore swept swam swung taught tore thought threw understood woke won wore wrote "
    "seized says since ago has have "
    "قال قالت أعلن أعلنت كان كانت قتل قتلت وقع وقعت dedi etti oldu yaptı söyledi açıkladı گوتی وتی "
    "ڕایگەیاند بوو کرد".split()
)
# Words in -ed that are no verbs of the past, or say nothing of it.
_NOT_PAST = frozenset("need needed united red bed indeed speed feed seed exceed proceed succeed "
                      "armed wanted hundred sacred wicked naked used aged shed".split())  # fmt: skip
_VERBS = frozenset(
    "meet hold begin start arrive leave return vote decide discuss visit travel hear announce open "
    "go take make be have send end resume sign attend appear fly release give bring deliver "
    "present submit join host play face reach move stop continue come see speak talk address "
    "launch withdraw pull deploy report file plead testify argue rule consider complete finish "
    "close hand turn pay get keep stay run march protest strike marry celebrate mark observe "
    "become replace expire retire resign step quit fight join enter cross head lead review "
    "inspect tour see watch debate pass approve ratify adopt elect choose pick name swear "
    "inaugurate bury cremate burn die kill attack bomb".split()
)
_ENDS = frozenset((KIND["BREAK"],))


def direction(tokens: Tokens, start: int, end: int) -> int:
    """-1: what stands at tokens `start` to `end` lies behind; 1: ahead; 0: nothing tells.

    >>> from geotrack.extraction.datetokens import tokenise
    >>> direction(tokenise("They will meet again on Friday."), 5, 6)
    1
    >>> direction(tokenise("They met on Friday."), 3, 4)
    -1
    """
    words = tokens.words
    for at in range(start - 1, max(start - _BACK, 0) - 1, -1):
        if _ends_sentence(tokens, at):
            break
        told = _telling(words, at)
        if told:
            return told
    for at in range(end, min(end + _ON, len(words))):
        if _ends_sentence(tokens, at):
            break
        told = _telling(words, at)
        if told:
            return told
    return 0


def _telling(words: list[str], at: int) -> int:
    word = words[at]
    if word in _VERBS and at and words[at - 1] == "to":
        return 1
    if word == "to" or len(word) < 2:
        return 0
    if word in ("may", "set", "read", "put", "cut", "hit") and not _is_verb_here(words, at):
        return 0
    if word in _AHEAD:
        return 1
    if word in ("has", "have") and at + 1 < len(words) and words[at + 1] == "to":
        return 1
    if word in _BEHIND or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST):
        return -1
    return 0


def _is_verb_here(words: list[str], at: int) -> bool:
    """`may meet`, `is set to`: what stands behind is a verb."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return after in ("to", "be", "have") or after in _VERBS or after == "for"


def _ends_sentence(tokens: Tokens, at: int) -> bool:
    """A blank line, or a full stop before a capital that ends no abbreviation."""
    if tokens.kinds[at] in _ENDS:
        return True
    word = tokens.words[at]
    if word in ("!", "?", "؟", "؛"):
        return True
    if word != "." or at + 1 >= len(tokens.words) or not at:
        return False
    lone = len(tokens.words[at - 1]) < 2 or tokens.kinds[at - 1] == KIND["MONTH"]
    return not lone and not tokens.text[tokens.starts[at + 1]].islower()
