"""English words that dates are made of, each with its kind and value.

A kind is what the patterns of grammar.py are written with: MONTH, WEEKDAY, UNIT ... A word
with two readings has a kind of its own (`may`: DOUBTFUL_MONTH), and a rule decides.
"""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """What a word may be in a date. `value` is a number or the name of a unit."""

    kind: str
    value: int | str = 0


def listed(kind: str, words: str, start: int = 0) -> dict[str, Word]:
    """Words in their order, valued `start` and up; `|` parts spellings of one value.

    >>> listed("MONTH", "january|jan february|feb", 1)["feb"].value
    2
    """
    entries = enumerate(words.split(), start)
    return {word: Word(kind, i) for i, spellings in entries for word in spellings.split("|")}


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


def same(kind: str, words: str, value: int | str = 0) -> dict[str, Word]:
    """Words that all mean the same."""
    return dict.fromkeys(words.split(), Word(kind, value))


_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)

ENGLISH: dict[str, Word] = {
    **listed(
        "MONTH",
        "january|jan february|feb -m- april|apr -m- june|jun july|jul august|aug "
        "september|sept|sep october|oct november|nov december|dec",
        1,
    ),
    # Verbs and names too: a rule asks for a capital and for company.
    **same("DOUBTFUL_MONTH", "march mar", 3),
    **same("DOUBTFUL_MONTH", "may", 5),
    **listed(
        "WEEKDAY",
        "monday tuesday|tues|tue wednesday thursday|thurs|thur|thu friday|fri saturday sunday",
    ),
    **listed("DOUBTFUL_WEEKDAY", "mon -t- wed -t- -f- sat sun"),
    **listed("WEEKDAYS", "mondays tuesdays wednesdays thursdays fridays saturdays sundays"),
    **{f"{w}s": Word("UNITS", w) for w in ("day", "week", "month", "year", "decade")},
    **{w: Word("UNIT", w) for w in ("day", "week", "month", "year", "decade", "century")},
    **same("UNITS", "centuries", "century"),
    **same("UNITS", "quarters", "quarter"),
    **same("UNITS", "weekends", "weekend"),
    **same("UNIT", "weekend", "weekend"),
    **same("UNIT", "fortnight", "fortnight"),
    **same("UNIT", "yr", "year"),
    **same("UNITS", "yrs", "year"),
    "quarter": Word("QUARTER", "quarter"),
    "half": Word("HALF", "half"),
    **same("HOUR", "hour hours hr hrs", "H"),
    **same("HOUR", "minute minutes min mins", "M"),
    **same("HOUR", "seconds", "S"),
    **listed("CARDINAL", _CARDINALS),
    **same("CARDINAL", "thirty", 30),
    **same("CARDINAL", "forty", 40),
    **same("CARDINAL", "fifty", 50),
    **same("CARDINAL", "sixty", 60),
    **same("CARDINAL", "seventy", 70),
    **same("CARDINAL", "eighty", 80),
    **same("CARDINAL", "ninety", 90),
    **same("HUNDRED", "hundred", 100),
    **listed("ORDINAL", _ORDINALS, 1),
    **same("ORDINAL", "thirtieth", 30),
    "second": Word("SECOND", 2),
    **same("ARTICLE", "a an", 1),
    "the": Word("THE"),
    # How many is not said.
    **same("SOME", "few several some many couple dozens numerous"),
    **same("LAST", "last"),
    **same("PAST", "past"),
    **same("PREVIOUS", "previous preceding prior"),
    **same("NEXT", "next"),
    **same("COMING", "coming upcoming forthcoming"),
    **same("FOLLOWING", "following ensuing subsequent"),
    **same("THIS", "this"),
    **same("CURRENT", "current"),
    **same("THESE", "these those"),
    **same("RECENT", "recent"),
    **same("SAME", "same very"),
    **same("THAT", "that"),
    **same("LATEST", "latest"),
    **same("EARLY", "early", "START"),
    **same("EARLY", "late", "END"),
    **same("EARLY", "mid middle", "MID"),
    **same("EDGE", "beginning start onset", "START"),
    **same("EDGE", "end close", "END"),
    **same("EDGE", "midpoint", "MID"),
    **same("AGO", "ago"),
    **same("BEFORE", "before", -1),
    **same("AFTER", "after", 1),
    **same("LATER", "later afterwards afterward", 1),
    **same("EARLIER", "earlier previously beforehand", -1),
    "from": Word("FROM"),
    "now": Word("NOW"),
    **same("TO", "to through until till thru"),
    **same("OR", "or"),
    "and": Word("AND"),
    "between": Word("BETWEEN"),
    "of": Word("OF"),
    "in": Word("IN"),
    "for": Word("FOR"),
    "on": Word("ON"),
    "at": Word("AT"),
    **same("DEICTIC_DAY", "today"),
    **same("DEICTIC_DAY", "yesterday", -1),
    **same("DEICTIC_DAY", "tomorrow", 1),
    **same("TONIGHT", "tonight", "NI"),
    **same("PART", "morning dawn daybreak", "MO"),
    **same("PART", "afternoon", "AF"),
    **same("PART", "evening dusk", "EV"),
    **same("PART", "night", "NI"),
    **same("PART", "noon midday", "12:00"),
    **same("PART", "midnight", "24:00"),
    **same("PARTS", "mornings afternoons evenings nights"),
    **same("SEASON", "summer", 6),
    **same("SEASON", "autumn", 9),
    **same("SEASON", "winter", 12),
    **same("DOUBTFUL_SEASON", "spring", 3),
    **same("DOUBTFUL_SEASON", "fall", 9),
    **{f"{word}ies": Word("DECADE", n) for word, n in (("twent", 20), ("thirt", 30), ("fort", 40),
       ("fift", 50), ("sixt", 60), ("sevent", 70), ("eight", 80), ("ninet", 90))},
    **same("FISCAL", "fiscal financial"),
    **same("PRESENT", "currently nowadays presently", "PRESENT_REF"),
    **same("RECENTLY", "recently lately", "PAST_REF"),
    **same("FUTURE", "future", "FUTURE_REF"),
    **same("MOMENT", "moment present"),
    **same("EVERY", "every each"),
    **same("OFTEN", "daily", "P1D"),
    **same("OFTEN", "weekly", "P1W"),
    **same("OFTEN", "monthly", "P1M"),
    **same("OFTEN", "yearly annually", "P1Y"),
    **same("OFTEN", "quarterly", "P3M"),
    **same("TIMES", "once twice thrice times"),
    **same("ABOUT", "about around approximately roughly circa some", "APPROX"),
    **same("ABOUT", "nearly almost", "LESS_THAN"),
    **same("OVER", "over", "MORE_THAN"),
    **same("MORE", "more", "MORE_THAN"),
    **same("MORE", "less", "LESS_THAN"),
    **same("MORE", "least", "EQUAL_OR_MORE"),
    **same("MORE", "most", "EQUAL_OR_LESS"),
    "than": Word("THAN"),
    **same("LONG", "long"),
    **same("OLD", "old olds"),
    **same("ERA", "bc bce", "BC"),
    **same("ERA_BEFORE", "ad"),
    **same("ERA_AFTER", "ce"),
    **same("ZONE", "gmt utc est edt cst cdt mst mdt pst pdt cet cest eet eest bst"),
    **same("SINCE", "since"),
    **same("BY", "by"),
    **same("DURING", "during"),
}  # fmt: skip
ENGLISH = {word: meaning for word, meaning in ENGLISH.items() if not word.startswith("-")}

# Days with names, lower case, and how each is found: (month, day), or (month, weekday, nth),
# or days from Easter Sunday. Only what means one day wherever it is read.
HOLIDAYS: dict[str, tuple[int, ...]] = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "st. patrick's day": (3, 17),
    "april fools' day": (4, 1),
    "may day": (5, 1),
    "halloween": (10, 31),
    "all saints' day": (11, 1),
    "bastille day": (7, 14),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
    "thanksgiving day": (11, 3, 4),
    "thanksgiving": (11, 3, 4),
    "labor day": (9, 0, 1),
    "memorial day": (5, 0, -1),
    "martin luther king day": (1, 0, 3),
    "presidents day": (2, 0, 3),
    "easter sunday": (0,),
    "easter monday": (1,),
    "easter": (0,),
    "good friday": (-2,),
    "palm sunday": (-7,),
    "ash wednesday": (-46,),
}
