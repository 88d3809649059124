"""Casualties told in the sentence right behind a violent event: they are that event's.

"Soldiers shelled Tamo. Two people were killed." is one happening, as is "No casualties were
reported."
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.events.figures import fatalities, tells_none_killed

if TYPE_CHECKING:
    from geotrack.extraction.events.sentences import Sentence
    from geotrack.extraction.events.tokens import Tokens
    from geotrack.extraction.found import FoundEvent

AFTERMATH = "casualties of the event before"
_VIOLENT = frozenset(
    ("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots", "Other")
)
_CASUALTIES = frozenset(f"trigger: {name}" for name in ("killing", "assault", "death"))


def with_aftermath(
    before: list[FoundEvent],
    last: Sentence | None,
    sentence: Sentence,
    tokens: Tokens,
    found: list[FoundEvent],
) -> list[FoundEvent]:
    """The events of a sentence; bare casualties go to the only violent one of the sentence before.

    `before` are the events so far, of which the last is changed in place; `last` is the sentence
    before. Counts with a perfect ("have been killed") or "since" may be those of a whole war.
    """
    if last is None or last.block != sentence.block:
        return found
    at = _struck(before, last)
    kept = [event for event in found if not event.left_out]
    if at < 0 or "H" in tokens.kinds or "since" in tokens.words or "total" in tokens.words:
        return found
    struck = before[at]
    if not kept and tells_none_killed(tokens):
        before[at] = struck._replace(fatalities_low=0.0, rules=(*struck.rules, AFTERMATH))
        return found
    if len(kept) != 1 or not _is_bare(kept[0]):
        return found
    told = kept[0]
    figures = (*struck.figures, *told.figures)
    low, high = fatalities(figures)
    before[at] = struck._replace(
        figures=figures,
        fatalities_low=low,
        fatalities_high=high,
        rules=(*struck.rules, AFTERMATH),
    )
    return [e._replace(left_out=AFTERMATH) if e is told else e for e in found]


def _struck(before: list[FoundEvent], last: Sentence) -> int:
    """The only violent event of the sentence before, if nobody is counted with it; else -1."""
    near = [
        i
        for i in range(len(before) - 1, max(len(before) - 12, 0) - 1, -1)
        if before[i].start == last.start and not before[i].left_out
    ]
    violent = [i for i in near if before[i].event_type in _VIOLENT]
    if len(violent) != 1 or before[violent[0]].status != "occurred":
        return -1
    return -1 if before[violent[0]].fatalities_low is not None else violent[0]


def _is_bare(event: FoundEvent) -> bool:
    """Casualties with a number and nothing else: no doer, place or day of their own."""
    elsewhere = event.scenes or event.venues or event.date is not None or event.claimed_by
    counted = event.figures and event.status == "occurred" and not event.actor1
    return bool(counted and not elsewhere and event.rules[0] in _CASUALTIES)
