"""A short title for an event: the words of its own clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger

_MOST, _SLACK = 100, 40
_LABELS = {
    "planned": "Planned: ", "demanded": "Demanded: ", "alleged": "Alleged: ", "denied": "Denied: ",
}  # fmt: skip


def title_of(text: str, parts: Parts, trigger: Trigger, standing: Standing, status: str) -> str:
    """The clause of a trigger, at most 100 characters with its label, cut between words.

    What is demanded, planned or denied is told from behind the word that says so.
    """
    k = parts.clause_of[trigger.start]
    first = k
    while first > 0 and parts.clauses[first].link in ("part", "and", "rel"):
        first -= 1
    label = _LABELS.get(status, "")
    room = _MOST - len(label)
    start = _from(parts, parts.clauses[first].start)
    last = k
    if k + 1 < len(parts.clauses) and parts.clauses[k].end - parts.clauses[k].start < 5:
        last = k + 1
    stop = parts.tokens.ends[parts.clauses[last].end - 1]
    begin = parts.tokens.starts[start]
    if parts.tokens.ends[trigger.end - 1] - begin > room:
        start = _from(parts, parts.clauses[k].start)
        begin = parts.tokens.starts[start]
    if parts.tokens.ends[trigger.end - 1] - begin > room + _SLACK:
        begin = parts.tokens.starts[max(start, trigger.start - 6)]
    governor = standing.governor
    if governor and governor.end <= trigger.start:
        begin = parts.tokens.starts[governor.end]
    words = " ".join(text[begin:stop].split())
    words = re.sub(r",(?: \w+){1,3}$", "", words)
    words = words.strip(" ,;:—–-.\"“”«»‘()")
    if len(words) > room:
        words = words[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:—–-\"“”") + "…"
    return label + words[:1].upper() + words[1:]


def _from(parts: Parts, start: int) -> int:
    """Without the conjunction, comma or quote a clause begins with."""
    last = len(parts.tokens.words) - 1
    while start < last and parts.tokens.kinds[start] in ",;\"sc.":
        start += 1
    return start
