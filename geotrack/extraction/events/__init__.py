"""Text -> the events it tells of. A STAND-IN: the real finder takes this file's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geotrack.extraction.found import FoundEvent, FoundFigure, Toponym

if TYPE_CHECKING:
    from geotrack.extraction.dating.dates import DateMention

_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?](?=\s|$)|(?=\n|$))")
_TRIGGERS = (
    (r"air ?strikes?|struck|bombed", "Explosions/Remote violence", "Air/drone strike"),
    (r"shell(?:ed|ing)", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    (r"clash(?:es|ed)?", "Battles", "Armed clash"),
    (r"met|received|meeting", "Diplomacy and politics", "Meeting"),
    (r"voted", "Diplomacy and politics", "Vote"),
    (r"signed", "Diplomacy and politics", "Agreement"),
    (r"demand(?:s|ed)?", "Diplomacy and politics", "Demand"),
)
_KILLED = re.compile(r"(at least )?\b(?:killed (\d+)|(\d+) (?:people )?killed)")


def find_events(
    text: str, toponyms: Sequence[Toponym], dates: Sequence[DateMention], language: str = "en"
) -> list[FoundEvent]:
    """The events of a text and its candidates, in order."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        for pattern, event_type, sub_type in _TRIGGERS:
            trigger = re.search(rf"\b(?:{pattern})\b", sentence[0])
            if trigger:
                start, end = sentence.span()
                inside = [i for i, t in enumerate(toponyms) if start <= t.start < end]
                inside = [i for i in inside if toponyms[i].kind == "place"]
                dated = [i for i, d in enumerate(dates) if start <= d.start < end]
                dead = _KILLED.search(sentence[0])
                number = float(dead[2] or dead[3]) if dead else None
                meeting = sub_type == "Meeting"
                found.append(
                    FoundEvent(
                        start, end, (start + trigger.start(), start + trigger.end()), event_type,
                        sub_type, "demanded" if sub_type == "Demand" else "occurred",
                        sentence[0][:100], scenes=() if meeting else tuple(inside),
                        venues=tuple(inside) if meeting else (),
                        date=dated[0] if dated else None, fatalities_low=number,
                        fatalities_high=None if dead and dead[1] else number,
                        figures=(
                            FoundFigure(start + dead.start(), start + dead.end(), "killed",
                                        "persons", number, None, tuple(inside)),
                        ) if dead and number is not None else (),
                        score=0.5, rules=(f"trigger:{trigger[0]}",),
                        left_out="" if dated or inside else "neither a date nor a place",
                    )
                )  # fmt: skip
                break
    return found
