"""A short title for an event: the words of its own clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger

_MOST, _SLACK, _SHORT = 100, 40, 25
# What the next clause leaves behind: ", just days".
_REST = re.compile(r",(?:\s+\w+){1,3}\s*\Z")
_LEADING = re.compile(
    r"^(?:However|Meanwhile|Separately|In addition|Also|Moreover|Earlier|And|But|Which)\b,? "
)
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
        first = parts.clauses[first].parent
    label = _LABELS.get(status, "")
    room = _MOST - len(label)
    stop = parts.tokens.ends[_last(parts, k) - 1]
    told = parts.tokens.ends[trigger.end - 1]
    rest = _REST.search(text, told, stop)
    stop = rest.start() if rest else stop
    begin = parts.tokens.starts[_from(parts, parts.clauses[first].start)]
    if told - begin > room:
        begin = parts.tokens.starts[_from(parts, parts.clauses[k].start)]
    if told - begin > room + _SLACK:
        begin = parts.tokens.starts[max(parts.clauses[k].start, trigger.start - 6)]
    governor = standing.governor
    if governor and governor.end <= trigger.start and status != "alleged":
        at = standing.group if governor.tense == "infinitive" else governor.end
        behind = parts.tokens.starts[at]
        begin = behind if stop - behind >= _SHORT else begin
    words = _LEADING.sub("", " ".join(text[begin:stop].split()))
    if "(" in words and ")" not in words[words.rindex("(") :]:
        words = words[: words.rindex("(")]
    words = words.strip(' ,;:—–-."“”«»‘()')
    if len(words) > room:
        words = words[: room - 1].rsplit(" ", 1)[0].rstrip(' ,;:—–-"“”') + "…"
    return label + words[:1].upper() + words[1:]


def _last(parts: Parts, k: int) -> int:
    """Where the clause ends; a very short one goes on into the next that hangs on it."""
    clause = parts.clauses[k]
    if k + 1 < len(parts.clauses) and clause.end - clause.start < 5:
        following = parts.clauses[k + 1]
        if following.parent == k and following.link in ("and", "same", "part", "rel"):
            return following.end
    return clause.end


def _from(parts: Parts, start: int) -> int:
    """Without the conjunction, comma or quote a clause begins with."""
    last = len(parts.tokens.words) - 1
    while start < last and parts.tokens.kinds[start] in ',;"sc.':
        start += 1
    return start
