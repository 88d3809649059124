"""What the words of a verb group and right before it say: not, nobody, only a participle, had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.events.triggers import VERB_GROUP

if TYPE_CHECKING:
    from geotrack.extraction.events.clauses import Clause
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.tokens import Tokens
    from geotrack.extraction.events.triggers import Trigger


def group_start(tokens: Tokens, at: int, first: int) -> int:
    """Where the verb group that ends before `at` begins."""
    i = at
    while i > first and tokens.kinds[i - 1] in VERB_GROUP:
        i -= 1
    return i


def is_negated(tokens: Tokens, start: int, end: int) -> bool:
    """Whether one of these words is "not" or its like."""
    return any(
        tokens.kinds[i] == "N" or tokens.words[i].endswith(("n't", "cannot"))
        for i in range(start, end)
    )


def is_none(tokens: Tokens, group: int) -> bool:
    """Whether the subject right before a verb group is nobody: "no soldiers", "none of the
    rockets"; not in "with no warning troops attacked"."""
    i = group - 1
    while i > 0 and tokens.kinds[i] in "oC#":
        i -= 1
    i = max(i, 0)
    before = tokens.words[max(i - 2, 0) : i]
    if tokens.words[i] == "a" and before[-1:] == ["not"]:
        # "not a single rocket"
        return True
    if tokens.words[i] in _NOBODY and tokens.kinds[max(i - 1, 0) : i] == "p":
        return False
    of = before[-1:] == ["of"] and before[0] in _NOBODY
    return of or tokens.words[i] in _NOBODY or tokens.words[group - 1] in _NOBODY


_NOBODY = frozenset(("no", "none", "nobody", "neither"))


def is_reduced(parts: Parts, trigger: Trigger) -> bool:
    """ "an attack claimed by", "the pact signed on Friday": a participle behind its noun."""
    kinds, at = parts.tokens.kinds, trigger.start
    if at == 0 or trigger.end >= len(kinds):
        return False
    if kinds[trigger.end] == "b":
        return True
    if parts.tokens.words[trigger.end] == "of" and kinds[at - 1] != "C":
        # "once accused of"
        return True
    dated = any(date.start == trigger.end for date in parts.dates)
    behind = kinds[trigger.end] == "p" or dated
    return behind and kinds[at - 1] == ","


def is_describing(tokens: Tokens, trigger: Trigger) -> bool:
    """ "the banned party", "the recently signed accord"."""
    kinds, i = tokens.kinds, trigger.start - 1
    while i >= 0 and kinds[i] == "v":
        i -= 1
    noun_behind = kinds[trigger.end : trigger.end + 1] in tuple('oC"')
    past = trigger.tense in ("either", "participle")
    return past and noun_behind and i >= 0 and kinds[i] in "dp'"


def is_inverted(parts: Parts, clause: Clause, trigger: Trigger) -> bool:
    """ "Had the army attacked, many would have died"."""
    tokens, first = parts.tokens, clause.start
    behind = tokens.kinds[first + 1 : first + 2]
    return trigger.part == "verb" and tokens.words[first] == "had" and behind in tuple("dCor#")
