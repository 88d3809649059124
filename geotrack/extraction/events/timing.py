"""Which of a sentence's dates governs a trigger."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geotrack.extraction.events.placing import MEETINGS, SAYINGS, sharing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.dating.dates import DateMention
    from geotrack.extraction.events.parts import Parts, Placed
    from geotrack.extraction.events.triggers import Trigger


def date_of(parts: Parts, trigger: Trigger, dates: Sequence[DateMention]) -> tuple[int | None, str]:
    """The date that governs a trigger, as its position in the report's, and the rule.

    The nearest of its own clause; else that of a clause that shares its day. A date between
    another trigger and its neighbours, or with a verb of saying, is theirs.
    """
    told = [d for d in parts.dates if _is_point(dates[d.mention])]
    # "between June and August" is either's interval; without one neither is the day.
    told = [d for d in told if dates[d.mention].interval or not _is_end_of_range(parts, d)]
    if not told:
        return None, ""
    own = parts.clause_of[trigger.start]
    for rule, clauses in (
        ("date: own clause", [own]),
        ("date: clause beside", sharing(parts, own)),
    ):
        near = [d for d in told if parts.clause_of[d.start] in clauses]
        near = [d for d in near if _governs(parts, trigger, d) and _reaches(parts, trigger, d)]
        if near:
            best = min(near, key=lambda d: _distance(trigger, d))
            return best.mention, rule
    return None, ""


def _reaches(parts: Parts, trigger: Trigger, date: Placed) -> bool:
    """Whether a date is told with the trigger: one in "..., begun in May" is of the noun before.

    A participle takes the day of its clause only where it tells more of the same violence.
    """
    own, its = parts.clause_of[trigger.start], parts.clause_of[date.start]
    if own == its:
        return True
    if parts.clauses[its].link == "rel":
        return trigger.end >= parts.clauses[its].start - 1
    apart = {parts.clauses[own].link, parts.clauses[its].link}
    return "part" not in apart or trigger.name not in SAYINGS | MEETINGS


def _is_point(date: DateMention) -> bool:
    if date.type not in ("DATE", "TIME") or date.value.endswith("_REF"):
        return False
    return bool(date.edtf or date.interval or date.open)


def _distance(trigger: Trigger, date: Placed) -> int:
    return date.start - trigger.end if date.start >= trigger.end else trigger.start - date.end + 1


def _governs(parts: Parts, trigger: Trigger, date: Placed) -> bool:
    """Whether no other trigger has the better claim to a date."""
    words = parts.tokens.words
    if words[max(date.start - 1, 0)] in ("until", "till", "by") and trigger.start < date.start:
        return False
    if trigger.part == "noun" and date.start < trigger.start and trigger.name not in SAYINGS:
        between = (t for t in parts.triggers if date.end <= t.start < trigger.start)
        if any(t.part == "verb" and t.name in SAYINGS for t in between):
            # "On Friday he condemned the attacks": the day he spoke.
            return False
    claims = [g for g in parts.governors if g.name == "said" and g.part == "verb"]
    for other in (*parts.triggers, *claims):
        if other.start == trigger.start or _holds(trigger, other):
            continue
        if other.start == date.end and trigger.start != date.end:
            # "the Sunday attack"
            return False
        adjacent = other.end in (date.start, date.start - 1)
        if adjacent and other.part == "verb" and not trigger.start < other.start:
            # "signed on Friday was called": the day of signing.
            return trigger.start < date.start and trigger.start == other.start
    return True


def _is_end_of_range(parts: Parts, date: Placed) -> bool:
    words = parts.tokens.words
    for one, two in pairwise(parts.dates):
        joined = words[one.end : two.start] in (["and"], ["to"], ["until"], ["till"])
        opened = words[max(one.start - 1, 0)] in ("between", "from")
        if joined and opened and date in (one, two):
            return True
    return False


def _holds(trigger: Trigger, other: Trigger) -> bool:
    return trigger.start <= other.start < trigger.end
