"""What governs a trigger: the nearest word of status.toml whose reach is not cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.triggers import Trigger

MOST_REACH = 16


def governor_of(parts: Parts, before: int, nominal: bool, whole: Trigger) -> Trigger | None:
    """The nearest governor before this token whose reach is not cut off.

    What a noun is governed through is short ("calls for the complete withdrawal"); an infinitive
    may stand behind a long object ("ordered the troops in the town to leave").
    """
    first = parts.clauses[parts.clause_of[max(before - 1, 0)]].start
    for found in reversed(parts.governors):
        if found.end > before or found.start < first:
            continue
        if before - found.end > MOST_REACH:
            return None
        if found.start == whole.start or not _fits(parts, found, before, nominal):
            continue
        if _reaches(parts, found, before, nominal):
            return found
    return None


def _fits(parts: Parts, found: Trigger, before: int, nominal: bool) -> bool:
    """Whether such a governor governs such a thing at all."""
    if found.name == "doubted":
        return False
    if found.tense == "infinitive":
        return not nominal
    last = parts.tokens.words[found.end - 1]
    if found.part == "phrase" and not nominal and last == "of":
        return found.end == before
    return True


_THROUGH = "dCov#'\"Nc"


def _reaches(parts: Parts, found: Trigger, before: int, nominal: bool) -> bool:
    tokens, kinds = parts.tokens, parts.tokens.kinds
    verbs = {t.start for t in parts.triggers if t.part == "verb" and t.start > found.start}
    if not nominal and before > found.end and kinds[before - 1] == "t":
        before -= 1
    for i in range(found.end, before):
        kind = kinds[i]
        if i in verbs and (nominal or kinds[i - 1] not in "dC'o"):
            if tokens.words[i].endswith("ing") and (not nominal or i == found.end):
                continue
            return False
        if kind in _THROUGH:
            continue
        # "prevented rebels from attacking"
        through = ("of", "for", "from") if found.name == "averted" else ("of", "for")
        if kind == "p" and (not nominal or tokens.words[i] in through):
            continue
        if kind == "," and _in_list(kinds, i):
            continue
        return False
    return True


def _in_list(kinds: str, i: int) -> bool:
    return kinds[i - 1 : i] in ("o", "C") and kinds[i + 1 : i + 2] in ("o", "C", "c")
