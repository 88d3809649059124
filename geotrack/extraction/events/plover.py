"""geotrack's events in PLOVER's terms: what would a coder of PLOVER call them?

PLOVER codes what is done to a relation: a help that is promised is AGREE, one that is refused
REJECT, a blow that is announced THREATEN, anything asked for DEMAND (REQUEST in version 2).
Source: PLOVER manual, Open Event Data Alliance, 2017 to 2023.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.lexicon import trigger_classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.extraction.found import FoundEvent

# Version 2 has fewer names than the first; the finder's lists use those of the first.
PLOVER_2 = {
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT",
}  # fmt: skip
CONDITION = "a condition beside it"
# A withdrawal that hangs on a condition is a threat; an attack by an army is war.
_YIELDING = word_set("RETREAT CONCEDE AID SUPPORT")
_BY_SIDE = word_set("attack strike")
_ARMIES = word_set(
    "army troops forces military soldiers tanks warplanes jets helicopters planes navy commandos"
    " gunboats artillery aircraft"
)
_HOSTILE = word_set("SANCTION COERCE FIGHT ASSAULT PROTEST REJECT DISAPPROVE THREATEN MOBILIZE")
# What stands in the way of a main event: it says why something is not one.
_MINOR = frozenset(
    (
        "nobody and nowhere",
        "only describes",
        "named only",
        "a condition",
        "no sentence",
        "a possibility",
    )
)


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
        hostile = told in _HOSTILE or (told in _YIELDING and CONDITION in event.rules)
        return "THREATEN" if hostile else "AGREE"
    name = event.rules[0].removeprefix("trigger: ")
    if name in _BY_SIDE and set(event.actor1.lower().split()) & _ARMIES:
        return "FIGHT"
    return told


def main_event(events: Sequence[FoundEvent]) -> FoundEvent | None:
    """The event a sentence is about, candidates included: the first that nothing speaks against."""
    weighed = [e for e in events if plover_type(e)]
    for kept in ([e for e in weighed if e.left_out not in _MINOR], weighed):
        if kept:
            return kept[0]
    return None
