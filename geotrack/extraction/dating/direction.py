"""Whether what is told lies behind or ahead: read off the verbs around a date.

No parser: the nearest telling word before the date, within its sentence, else the nearest one
behind it. A reporting verb ("said on Friday that ...") is a telling word like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.tokens import KIND
from geotrack.extraction.dating.words import ENGLISH, word_set

if TYPE_CHECKING:
    from geotrack.extraction.dating.tokens import Tokens

# So many tokens are looked at, each way.
_BACK, _ON = 24, 36

_AHEAD = word_set(
    "will 'll shall won't would may might could should can must cannot scheduled expected expects "
    "expect due planned plans plan planning hopes hope hoping intends intend intended slated "
    "upcoming forthcoming pending deadline awaits awaiting poised likely wants want "
    "postponed postpone delayed tomorrow prepares preparing prepare unless if "
    "سوف ستعقد سيعقد يعتزم المقرر دێت دەبێت yapılacak edecek olacak gidecek"
)
_BEHIND = word_set(
    "was were had did been said told met went came took made gave got saw found left felt held "
    "kept began begun became brought broke built bought caught chose cut died drew drove fell "
    "fled flew fought forgot froze grew heard hid hit hurt knew laid led lost meant paid put quit "
    "ran rang read rose sat sent set shook shot shut sang sank slept spoke spent spread stood "
    "stole struck swore swept swam swung taught tore thought threw understood woke won wore wrote "
    "says since ago has have did done "
    "قال قالت أعلن أعلنت كان كانت قتل قتلت وقع وقعت dedi etti oldu yaptı söyledi açıkladı گوتی وتی "
    "ڕایگەیاند بوو کرد"
)
# Words in -ed that are no verbs of the past, or say nothing of it.
_NOT_PAST = word_set("need needed united red bed indeed speed feed seed exceed proceed succeed "
                      "armed wanted hundred sacred wicked naked used aged shed")  # fmt: skip
# "decided to admit", "is ready to go": what follows lies ahead of what was decided.
_GOVERNING = word_set(
    "decide decides decided decision agree agrees agreed agreement promise promises promised vow "
    "vows vowed pledge pledges pledged plan plans planned refuse refuses refused threaten "
    "threatens threatened threat offer offers offered want wants wanted invite invited urge urges "
    "urged call calls called order ordered ask asked expect expects expected intend intends "
    "intended hope hopes hoped prepare prepares prepared preparing schedule scheduled aim aims "
    "aimed ready due set going likely about have has need needs is are supposed bound slated "
    "poised willing deadline chance time right ultimatum unlikely"
)
# Verbs of the timetable: in the present they tell what is to come.
_TIMETABLE = word_set(
    "begins starts ends expires opens reopens closes resumes meets convenes votes hears arrives "
    "leaves departs returns reconvenes begin expire reopen resume convene arrive depart"
)
# "the Sunday attack", "Wednesday's ruling" are over, whatever is said of them.
_OVER = word_set(
    "attack attacks bombing bombings blast blasts explosion explosions strike strikes raid raids "
    "shooting shootings killing killings murder murders assassination ambush clash clashes "
    "massacre crash earthquake ruling verdict decision announcement statement shelling incident "
    "arrest arrests death deaths operation takeover coup violence assault fire riot riots "
    "bombardment airstrike airstrikes hijacking kidnapping report statement remarks defeat "
    "victory quake"
)
# "reaction to Thursday's speech", "in the wake of Sunday's vote".
_LOOKING_BACK = word_set("reaction response wake aftermath victims responsibility blamed condemned")
_BREAK = KIND["BREAK"]
_BE = frozenset(("be", "being"))
_IS = frozenset(("is", "are", "am"))


def direction(tokens: Tokens, start: int, end: int) -> int:
    """-1: what stands at tokens `start` to `end` lies behind; 1: ahead; 0: nothing tells.

    >>> from geotrack.extraction.dating.tokens import tokenise
    >>> direction(tokenise("They will meet again on Friday."), 5, 6)
    1
    >>> direction(tokenise("They met on Friday."), 3, 4)
    -1
    """
    words = tokens.words
    after = words[end : end + 5]
    # "Tuesday night's 1-0 defeat": behind a possessive the noun may be some words on.
    near = after[1:] if after[:1] in (["'s"], ["’s"]) else after[:1]
    if _OVER.intersection(near) or _LOOKING_BACK.intersection(words[max(start - 3, 0) : start]):
        return -1
    bound = start > 0 and words[start - 1] in ("until", "till", "by")
    for at in range(start - 1, max(start - _BACK, 0) - 1, -1):
        if _ends_sentence(tokens, at):
            break
        if bound and (words[at] in ("has", "have") or words[start - 2] == "had"):
            return 1  # "has given them until Tuesday", "had until Tuesday"
        told = _telling(words, at)
        if told is not None:
            return told
    for at in range(end, min(end + _ON, len(words))):
        if _ends_sentence(tokens, at):
            break
        told = _telling(words, at)
        if told is not None:
            return told
    return 1 if bound else 0


def _telling(words: list[str], at: int) -> int | None:
    """What the word at `at` tells: behind, ahead, neither (0); None: nothing, look further."""
    word = words[at]
    if word == "to":
        return 1 if at and words[at - 1] in _GOVERNING and _is_word(words, at + 1) else None
    if word in ("may", "read", "put", "cut", "hit") and not _is_verb_here(words, at):
        return None
    if word == "set":
        return 1 if _is_set_for(words, at) else -1
    if _is_ahead(words, at):
        return 1
    past = word in _BEHIND or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST)
    return _of_participle(words, at) if past else None


def _is_ahead(words: list[str], at: int) -> bool:
    """Whether a word says that what is told is still to come."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
    if word in _AHEAD or (word in _TIMETABLE and not _is_asked(words, at)):
        return True
    if word.endswith("ing") and _IS.intersection(words[max(at - 2, 0) : at]):
        return True  # is visiting Erbil on Thursday
    if word == "takes":
        return after in ("place", "effect", "office")
    return word in ("has", "have") and after == "to"


def _is_set_for(words: list[str], at: int) -> bool:
    """`set to meet`, `set for May`, `set June 6`; not `set aside`."""
    after = words[at + 1] if at + 1 < len(words) else ""
    dated = after in ENGLISH and ENGLISH[after].kind == "MONTH"
    return dated or after in ("to", "for", "on")


def _is_asked(words: list[str], at: int) -> bool:
    """`did begin`, `to begin`: the word before decides."""
    return at > 0 and words[at - 1] in ("did", "to", "not", "n't")


def _of_participle(words: list[str], at: int) -> int:
    """`be held` lies ahead, `is held` says nothing, all else lies behind."""
    near = words[max(at - 3, 0) : at]
    if _BE.intersection(near):
        return 1
    return 0 if _IS.intersection(near[-2:]) else -1


def _is_word(words: list[str], at: int) -> bool:
    """Whether a verb may stand there: a word, no article, no number."""
    word = words[at] if at < len(words) else ""
    return word.isalpha() and word not in ("the", "a", "an", "his", "her", "its", "their")


def _is_verb_here(words: list[str], at: int) -> bool:
    """`may meet`: a word that may be a verb stands behind; `in May` has none."""
    return (
        at > 0
        and words[at - 1] not in ("in", "of", "last", "since", "on")
        and _is_word(words, at + 1)
    )


def _ends_sentence(tokens: Tokens, at: int) -> bool:
    """A blank line, or a full stop before a capital that ends no abbreviation."""
    if tokens.kinds[at] == _BREAK:
        return True
    word = tokens.words[at]
    if word in ("!", "?", "؟", "؛"):
        return True
    if word != "." or at + 1 >= len(tokens.words) or not at:
        return False
    lone = len(tokens.words[at - 1]) < 2 or tokens.kinds[at - 1] == KIND["MONTH"]
    return not lone and not tokens.text[tokens.starts[at + 1]].islower()
