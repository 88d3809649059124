"""Base forms of English words -> the forms they take in text, by rule; irregular ones are told."""

from __future__ import annotations

from typing import NamedTuple

from geotrack.extraction.dating.words import word_set

VOWELS = "aeiou"


class Form(NamedTuple):
    """A form of a verb or noun of one or several words.

    `tense` of a verb: `base`, `present` (third person), `past`, `participle` (of the past),
    `either` (past or its participle) or `ing`; of a noun: `one` or `many`.
    """

    words: tuple[str, ...]
    tense: str


def verb_forms(entry: str) -> list[Form]:
    """The forms of a verb written as in lexicon.toml.

    >>> [f"{' '.join(f.words)} {f.tense}" for f in verb_forms("ban+")]
    ['ban base', 'bans present', 'banned either', 'banning ing']
    >>> [f.words[0] for f in verb_forms("take hostage")]
    ['take', 'takes', 'took', 'taken', 'taking']
    """
    first, *rest = entry.split()
    first, *told = first.split("|")
    base = first.rstrip("+")
    past = told or _IRREGULAR.get(base) or [_with_ed(base, first.endswith("+"))]
    pairs = [
        (base, "base"),
        (_with_s(base), "present"),
        (_with_ing(base, first.endswith("+")), "ing"),
    ]
    if len(past) == 1:
        pairs.insert(2, (past[0], "either"))
    else:
        pairs[2:2] = [(past[0], "past"), (past[1], "participle")]
    return [Form((form, *rest), tense) for form, tense in pairs]


def noun_forms(entry: str) -> list[Form]:
    """The forms of a noun; its last word changes, but not before "of", "for" and their like.

    >>> [" ".join(f.words) for f in noun_forms("air raid")], noun_forms("ambush")[1].words
    (['air raid', 'air raids'], ('ambushes',))
    """
    words = entry.split()
    if words[-1] in _FIXED or (words[-1].endswith(("ing", "ss", "ies")) and len(words[-1]) > 8):
        return [Form(tuple(words), "one")]
    one = Form(tuple(words), "many" if words[-1] in _PLURAL else "one")
    if words[-1] in _PLURAL:
        return [one]
    return [one, Form((*words[:-1], _with_s(words[-1])), "many")]


_FIXED = word_set("of for to by from against that fire violence looting arson gunfire")
_PLURAL = word_set("talks hostilities elections polls discussions games")


_IRREGULAR: dict[str, tuple[str, ...]] = {
    line.split()[0]: tuple(line.split()[1:])
    for line in (
        "hit hit", "strike struck", "blow blew blown", "go went gone", "set set", "shoot shot",
        "fight fought", "overrun overran overrun", "retake retook retaken", "take took taken",
        "fall fell fallen", "overthrow overthrew overthrown", "slay slew slain",
        "beat beat beaten", "hold held", "lose lost", "throw threw thrown", "send sent",
        "keep kept", "build built", "withdraw withdrew withdrawn", "leave left", "lay laid",
        "drive drove driven", "shut shut", "meet met", "pay paid", "fly flew flown",
        "speak spoke spoken", "put put", "bring brought", "quit quit", "give gave given",
        "forgive forgave forgiven", "seek sought", "swear swore sworn", "break broke broken",
        "undertake undertook undertaken", "make made", "cut cut", "freeze froze frozen",
        "withhold withheld", "lend lent", "tell told", "mean meant", "begin began begun",
        "undergo underwent undergone", "see saw seen", "say said", "write wrote written",
        "find found", "deal dealt", "catch caught", "spread spread",
        "rise rose risen", "hurt hurt", "win won", "think thought", "flee fled", "kneel knelt",
    )
}  # fmt: skip


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + "es" if word in ("veto", "go") else word + "s"


def _with_ed(word: str, doubled: bool) -> str:
    if doubled:
        return word + word[-1] + "ed"
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _with_ing(word: str, doubled: bool) -> str:
    if doubled:
        return word + word[-1] + "ing"
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith("ee"):
        return word[:-1] + "ing"
    return word + "ing"
