"""What tests of the event finder share: events of a made-up text, its places given by name."""

from __future__ import annotations

import re

from geotrack.extraction.dating.dates import find_dates
from geotrack.extraction.events.finding import find_events
from geotrack.extraction.found import FoundEvent, Toponym

PUBLISHED = "2024-08-21"


class Told:
    """The events of a text, and the words their positions stand for."""

    def __init__(self, text: str, *places: str, acting: tuple[str, ...] = ()) -> None:
        """`places` are literal toponyms wherever they stand, `acting` stand for governments."""
        self.text = text
        self.toponyms = toponyms_of(text, places, acting)
        self.dates = find_dates(text, PUBLISHED)
        self.all = find_events(text, self.toponyms, self.dates)
        self.events = [event for event in self.all if not event.left_out]

    def only(self) -> FoundEvent:
        """The one event there must be."""
        (event,) = self.events
        return event

    def names(self, positions: tuple[int, ...]) -> list[str]:
        return [self.toponyms[i].name for i in positions]

    def date(self, event: FoundEvent) -> str:
        return "" if event.date is None else self.dates[event.date].text


def toponyms_of(text: str, places: tuple[str, ...], acting: tuple[str, ...] = ()) -> list[Toponym]:
    named = "|".join(map(re.escape, (*places, *acting)))
    if not named:
        return []
    return [
        Toponym(m.start(), m.end(), m[0], role="actor" if m[0] in acting else "literal")
        for m in re.finditer(rf"\b(?:{named})\b", text)
    ]
