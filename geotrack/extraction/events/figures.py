"""Counted things of a sentence: "58 targets", "at least five killed", "20-25 tanks"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.tokens import token_at
from geotrack.extraction.found import FoundFigure

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.tokens import Tokens

_UNITS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
# Bounds: which of low and high a word in front leaves.
_AT_LEAST = frozenset(("at least", "more than", "over", "some more than", "no fewer than",
                       "not less than", "no less than", "upwards of", "in excess of"))  # fmt: skip
_AT_MOST = frozenset(("up to", "at most", "fewer than", "less than", "no more than", "as many as"))
_KILLED = word_set("killed kill kills killing dead died deaths fatalities slain murdered killings "
                    "die massacred executed beheaded lives martyred assassinated")  # fmt: skip
_WOUNDED = word_set("wounded injured hurt wound wounding injuring injuries injures maimed")
_OTHER = {
    "arrested": "arrested", "arresting": "arrested", "detained": "arrested",
    "detaining": "arrested", "kidnapped": "abducted", "abducted": "abducted",
    "kidnapping": "abducted", "displaced": "displaced", "displacing": "displaced",
    "missing": "missing", "captured": "captured", "destroyed": "destroyed",
    "destroying": "destroyed", "deployed": "deployed",
}  # fmt: skip
_SKIPPED = "oCv'd"
_NOT_COUNTED = word_set(
    "year years month months week weeks day days hour hours minute minutes percent per km"
    " kilometers kilometres miles mile meters metres am pm a.m p.m o'clock time times others"
    " decade decades dollars dollar euros pounds degrees point points countries"
)


_SIDES = word_set("sides parties nations states neighbors neighbours neighboring leaders")


class Number(NamedTuple):
    """A number of the sentence: its tokens, and its bounds (None: open)."""

    start: int
    end: int
    low: float
    high: float | None


def find_figures(parts: Parts) -> list[FoundFigure]:
    """The counted things of a sentence in order; none is made up for "dozens".

    What is counted jointly at several places carries their positions.
    """
    figures: list[FoundFigure] = []
    numbers = _numbers(parts)
    for k, number in enumerate(numbers):
        stop = numbers[k + 1].start if k + 1 < len(numbers) else len(parts.tokens.words)
        if _is_measure(parts, number):
            continue
        unit, end = _unit(parts, number, stop)
        what = _what(parts, number, end, stop, bool(unit))
        if not unit and not what and figures and _goes_on(parts, number):
            # "74 bases, with 56 located in ..."
            unit = figures[-1].unit
        if not unit and what:
            unit = "people"
        if not unit:
            continue
        tokens = parts.tokens
        places = _places(parts, number.end, stop)
        what = what or unit
        figures.append(
            FoundFigure(
                tokens.starts[number.start], tokens.ends[max(end, number.end) - 1], what, unit,
                number.low, number.high, places,
            )
        )  # fmt: skip
    return [_joined(parts, figures, k) for k in range(len(figures))]


def _joined(parts: Parts, figures: list[FoundFigure], k: int) -> FoundFigure:
    """ "two fighters and five civilians died": what befell the last befell the first."""
    one = figures[k]
    if k + 1 < len(figures) and one.what == one.unit:
        first, last = (token_at(parts.tokens, o) for o in (one.end - 1, figures[k + 1].start))
        if parts.tokens.kinds[first + 1 : last] in ("c", ",", ",c", "cd"):
            return one._replace(what=figures[k + 1].what)
    return one


def _numbers(parts: Parts) -> list[Number]:
    tokens = parts.tokens
    dated = {i for date in parts.dates for i in range(date.start, date.end)}
    found: list[Number] = []
    i = 0
    for at, kind in enumerate(tokens.kinds):
        # Numbers stand in digits, words, or words with a hyphen.
        if (
            at < i
            or at in dated
            or not (kind == "#" or tokens.words[at] in _UNITS or "-" in tokens.words[at])
        ):
            continue
        i = at
        value, end = _value(tokens, i)
        if value is None:
            continue
        loose = tokens.words[i] == "one" and tokens.kinds[i - 1] == "d"
        part = i > 1 and tokens.words[i - 1] == "of" and found and found[-1].end == i - 1
        named = i > 1 and tokens.kinds[i - 1] == "C" and i - 1 not in dated
        if i and (tokens.kinds[i - 1] == "N" or loose or part or named):
            # "no one", "the one killed", the ten of "two of ten people", "Channel 24"
            i = end
            continue
        low, high, start = _bounds(tokens, i, value)
        joined = tokens.words[end : end + 1]
        between = i > 0 and tokens.words[i - 1] == "between" and joined == ["and"]
        if (joined in (["-"], ["–"], ["to"]) or between) and end + 1 not in dated:
            upper, after = _value(tokens, end + 1)
            if upper is not None and upper > value:
                low, high, end = value, upper, after
        found.append(Number(start, end, low, high))
        i = end
    return found


def _value(tokens: Tokens, i: int) -> tuple[float | None, int]:
    """The number that begins at token `i` and where it ends."""
    if i >= len(tokens.words):
        return None, i + 1
    word = tokens.words[i]
    if word[0].isdigit():
        if not re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+|\d{1,9}(?:\.\d+)?", word):
            return None, i + 1
        value = float(re.sub(r"[,.](?=\d{3}\b)", "", word))
    elif word in _UNITS and (word not in ("a", "an") or tokens.words[i + 1 : i + 2] in
                             (["dozen"], ["hundred"], ["thousand"])):  # fmt: skip
        value = float(_UNITS[word])
    else:
        compound = word.split("-")
        if len(compound) != 2 or not all(part in _UNITS for part in compound):
            return None, i + 1
        value = float(_UNITS[compound[0]] + _UNITS[compound[1]])
    end = i + 1
    while end < len(tokens.words) and tokens.words[end] in _SCALES:
        value *= _SCALES[tokens.words[end]]
        end += 1
    return value, end


def _bounds(tokens: Tokens, i: int, value: float) -> tuple[float, float | None, int]:
    words = tokens.words
    for size in (3, 2, 1):
        before = " ".join(words[max(i - size, 0) : i])
        if i >= size and before in _AT_LEAST:
            return value, None, i - size
        if i >= size and before in _AT_MOST:
            return 0.0, value, i - size
    return value, value, i


def _unit(parts: Parts, number: Number, stop: int) -> tuple[str, int]:
    """The noun that is counted and where it ends; ("", end of the number) if none follows."""
    tokens = parts.tokens
    i = number.end
    if parts.tokens.words[i : i + 1] == ["of"] and parts.tokens.kinds[i + 1 : i + 2] == "d":
        # "28 of the drones"
        i += 2
    elif parts.tokens.words[i : i + 1] == ["of"] and parts.tokens.kinds[i + 1 : i + 2] == "#":
        # "two of ten people"
        i += 2
    words: list[str] = []
    while i < min(stop, number.end + 5) and tokens.kinds[i] in "oC" and i < len(tokens.words):
        word = tokens.words[i]
        if word in _NOT_COUNTED or word in _SIDES:
            return "", number.end
        if _is_verb_form(word):
            break
        words.append(tokens.written[i])
        i += 1
        if word.endswith("s") and not word.endswith("ss"):
            break
        if word in _PEOPLE:
            break
    if not words or not (words[-1].lower().endswith("s") or words[-1].lower() in _PEOPLE or
                         number.high == 1):  # fmt: skip
        return "", number.end
    return " ".join(words), i


_PEOPLE = word_set("people men women children civilians police personnel troops person")


def _is_verb_form(word: str) -> bool:
    return word in _KILLED or word in _WOUNDED or word in _OTHER or word in ("were", "located")


def _is_measure(parts: Parts, number: Number) -> bool:
    """Ages, durations, sums: "34-year-old", "four years", "$5"."""
    words, kinds = parts.tokens.words, parts.tokens.kinds
    after = words[number.end : number.end + 2]
    if after and (after[0] in _NOT_COUNTED or after[0].split("-")[0] in _NOT_COUNTED):
        return True
    if (
        after[:1] in (["-"], ["%"], ["/"], ["st"], ["th"])
        or words[max(number.start - 1, 0)] in "$€£"
    ):
        return True
    # ", 47, ": an age behind a name.
    return kinds[max(number.start - 1, 0)] == "," and kinds[number.end : number.end + 1] == ","


def _what(parts: Parts, number: Number, end: int, stop: int, counted: bool) -> str:
    """What befell them: from the words right behind or right before.

    A number without a noun must touch the word: "killed five", "five were killed".
    """
    tokens = parts.tokens
    clause = parts.clauses[parts.clause_of[number.start]]
    before = _fate(tokens.words[number.start - 1]) if number.start else ""
    if before:
        return before
    for i in range(end, min(stop, end + (6 if counted else 3))):
        told = _fate(tokens.words[i])
        if told:
            return told
        if tokens.kinds[i] in ",;sc" or (not counted and tokens.kinds[i] not in "Av"):
            break
    if not counted:
        return ""
    for i in range(number.start - 1, max(clause.start, number.start - 7) - 1, -1):
        told = _fate(tokens.words[i])
        if told:
            return told
        if tokens.kinds[i] in ",;.":
            break
    return ""


def _fate(word: str) -> str:
    if word in _KILLED:
        return "killed"
    return "wounded" if word in _WOUNDED else _OTHER.get(word, "")


def _goes_on(parts: Parts, number: Number) -> bool:
    words = parts.tokens.words
    before, after = words[max(number.start - 1, 0)], words[number.end : number.end + 1]
    return before in ("with", "and", "including", "of") and after[:1] in (["located"], ["in"])


def _places(parts: Parts, start: int, stop: int) -> tuple[int, ...]:
    """The places a count holds for jointly: those behind "in" right after it."""
    words = parts.tokens.words
    within = [p for p in parts.places if start <= p.start < stop]
    if not within or not set(words[start : within[0].start]) & {"in", "within", "across", "at"}:
        return ()
    return tuple(place.mention for place in within)


_NONE = word_set("casualties deaths fatalities")


def none_killed(parts: Parts) -> bool:
    """Whether the sentence says that nobody died: "no casualties were reported"."""
    return tells_none_killed(parts.tokens)


def tells_none_killed(tokens: Tokens) -> bool:
    """The same of a sentence's tokens.

    >>> from geotrack.extraction.events.tokens import tokenise
    >>> tells_none_killed(tokenise("There were no fatalities."))
    True
    """
    return any(word == "no" and tokens.words[i + 1 : i + 2] and tokens.words[i + 1] in _NONE
               for i, word in enumerate(tokens.words))  # fmt: skip


def fatalities(figures: tuple[FoundFigure, ...]) -> tuple[float | None, float | None]:
    """The least and most killed that the figures tell; the largest count where several do.

    >>> fatalities((FoundFigure(0, 5, "killed", "people", 5, None),))
    (5, None)
    """
    killed = [f for f in figures if f.what == "killed" and f.unit not in _THINGS]
    if not killed:
        return None, None
    most = max(killed, key=lambda figure: figure.value_low)
    several = len({figure.unit for figure in killed}) > 1
    # "65 civilians and 15 guards": more than 65, and no sum is told.
    return most.value_low, None if several else most.value_high


_THINGS = word_set("targets bases vehicles tanks")
