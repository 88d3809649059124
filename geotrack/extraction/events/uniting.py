"""Readings of one happening put together: in a sentence, then in a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.events.placing import SAYINGS
from geotrack.extraction.events.roles import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.events.actors import Actor
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger
    from geotrack.extraction.found import FoundEvent


class Reading(NamedTuple):
    """A trigger with the class its words settled on, whether it happened, and who acts."""

    trigger: Trigger
    standing: Standing
    actor1: Actor | None
    actor2: Actor | None

    @property
    def names(self) -> tuple[str, str]:
        """What the actors are called, empty for none."""
        return name_of(self.actor1), name_of(self.actor2)


# Violence told in one sentence is one event of the most telling class.
VIOLENCE = (
    "suicide_bombing", "air_strike", "bombing", "shelling", "strike", "sexual_violence",
    "abduction", "clash", "attack", "killing", "assault", "death", "destruction", "operation",
)  # fmt: skip
_CASUALTIES = frozenset(("killing", "assault", "death"))
_MEETINGS = ("visit", "phone_call", "meeting")
_PLAIN_SAYINGS = SAYINGS & frozenset(
    "demand threat rejection disapproval approval promise statement".split()
)
_APART = frozenset(("other", "that", "if", "said"))


def unite(parts: Parts, readings: Sequence[Reading]) -> list[tuple[Reading, str]]:
    """Every reading with why it is left out for another of its sentence; empty for those that stay."""
    told = {i: "" for i in range(len(readings))}
    for i, one in enumerate(readings):
        for j, other in enumerate(readings):
            if i == j or told[i] or told[j] or not _is_together(parts, one, other):
                continue
            if _yields(parts, one, other):
                told[i] = "part of another event of the sentence"
    return [(reading, told[i]) for i, reading in enumerate(readings)]


def _is_together(parts: Parts, one: Reading, other: Reading) -> bool:
    """Whether nothing between two triggers says that they are two happenings."""
    if one.standing.status != other.standing.status:
        return False
    low, high = sorted((one.trigger.start, other.trigger.start))
    between = range(parts.clause_of[low] + 1, parts.clause_of[high] + 1)
    return not any(parts.clauses[k].link in _APART for k in between)


def _yields(parts: Parts, one: Reading, other: Reading) -> bool:
    """Whether the first reading is a part of the second."""
    a, b = one.trigger.name, other.trigger.name
    if a in VIOLENCE and b in VIOLENCE:
        if VIOLENCE.index(a) == VIOLENCE.index(b):
            return one.trigger.start > other.trigger.start
        return VIOLENCE.index(a) > VIOLENCE.index(b)
    if a in _CASUALTIES and b in ("capture", "riot"):
        return True
    if a in _MEETINGS and b in _MEETINGS:
        if a == b:
            return one.trigger.start > other.trigger.start
        return _MEETINGS.index(a) > _MEETINGS.index(b)
    speaker, other_speaker = one.names[0], other.names[0]
    if a in _PLAIN_SAYINGS and b in _PLAIN_SAYINGS:
        return _later(one, other) and speaker in ("", other_speaker)
    if a in _PLAIN_SAYINGS and b in _MEETINGS:
        return not other_speaker or speaker in ("", *other.names)
    return a == b and one.trigger.start > other.trigger.start and _same_clause(parts, one, other)


def _later(one: Reading, other: Reading) -> bool:
    return one.trigger.start > other.trigger.start


def _same_clause(parts: Parts, one: Reading, other: Reading) -> bool:
    clauses = parts.clause_of
    return clauses[one.trigger.start] == clauses[other.trigger.start]
