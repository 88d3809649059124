"""geotrack's events in PLOVER's terms: what would a coder of PLOVER call them?

PLOVER codes what is done to a relation: a help that is promised is AGREE, one that is refused
REJECT, a blow that is announced THREATEN, anything asked for DEMAND (REQUEST in version 2).
Source: PLOVER manual, Open Event Data Alliance, 2017 to 2023.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.events.lexicon import trigger_classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.found import FoundEvent

# Version 2 has fewer names than the first; the finder's lists use those of the first.
PLOVER_2 = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT",
}  # fmt: skip
_HOSTILE = frozenset(
    "SANCTION COERCE FIGHT ASSAULT PROTEST REJECT DISAPPROVE THREATEN MOBILIZE".split()
)
# What stands in the way of a main event: it says why something is not one.
_MINOR = frozenset(("only describes", "named only", "a condition", "no sentence", "a possibility"))


def plover_type(event: FoundEvent) -> str:
    """The type PLOVER (first version) gives an event, empty where its word has none."""
    told = trigger_classes()[event.rules[0].removeprefix("trigger: ")].plover
    if not told or told == "DEMAND":
        return told
    if event.status == "demanded":
        return "DEMAND"
    if event.status == "denied":
        return "REJECT"
    if event.status == "planned":
        return "THREATEN" if told in _HOSTILE else "AGREE"
    return told


def main_event(events: Sequence[FoundEvent]) -> FoundEvent | None:
    """The event a sentence is about, candidates included: the first that nothing speaks against."""
    weighed = [e for e in events if plover_type(e)]
    kept = [e for e in weighed if e.left_out not in _MINOR] or weighed
    return kept[0] if kept else None
