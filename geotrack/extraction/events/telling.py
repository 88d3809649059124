"""Who says so: the speaker a sentence ascribes what it tells to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.status import DESCRIBING, standing_of
from geotrack.extraction.events.subjects import name_of, subject_before
from geotrack.extraction.events.triggers import VERB_GROUP

if TYPE_CHECKING:
    from geotrack.extraction.events.actorlist import Actor
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.triggers import Trigger

_MOST_WORDS = 9


def claimed_by(parts: Parts, trigger: Trigger) -> tuple[str, str]:
    """Who is said to say what this trigger tells, and the status that manner of saying gives it.

    The status is `alleged` for "claims", "denied" for "denied that", else empty.
    """
    according = _according_to(parts)
    if according:
        return according, ""
    k = parts.clause_of[trigger.start]
    for said in reversed(parts.governors):
        if said.name not in _SAYING or said.part != "verb":
            continue
        if said.start <= trigger.start < said.end or standing_of(parts, said).rule == DESCRIBING:
            continue
        own = parts.clause_of[said.start]
        last = parts.clauses[own].link == "said" and own >= k
        first = own < k and _leads_to(parts, own, k)
        if last or first:
            name = _speaker(parts, said)
            if name:
                return name, _MANNER.get(said.name, "")
    return "", ""


_SAYING = word_set("said alleged denied")
_MANNER = {"alleged": "alleged", "denied": "denied"}


def _leads_to(parts: Parts, speech: int, told: int) -> bool:
    """Whether the clause `told` stands in what the clause `speech` says."""
    if parts.clauses[speech + 1].link != "that":
        return False
    return all(parts.clauses[k].link != "said" for k in range(speech + 1, told + 1))


def _according_to(parts: Parts) -> str:
    words = parts.tokens.words
    for i in range(len(words) - 2):
        if words[i] == "according" and words[i + 1] == "to":
            return _phrase(parts, i + 2)
    return ""


def _speaker(parts: Parts, said: Trigger) -> str:
    """The subject of a verb of saying, or the words before it where nobody is listed."""
    group = said.start
    while group > 0 and parts.tokens.kinds[group - 1] in VERB_GROUP:
        group -= 1
    if group > 0 and parts.tokens.kinds[group - 1] == "r":
        return ""
    actor = subject_before(parts, group)
    if actor is None:
        actor = _inverted(parts, said)
    if actor:
        return name_of(actor)
    first = parts.clauses[parts.clause_of[said.start]].start
    source = _source_in(parts, first, group)
    return source or _words(parts, max(first, group - _MOST_WORDS), group)


def _inverted(parts: Parts, said: Trigger) -> Actor | None:
    """ "..., said X"."""
    at = said.end + (parts.tokens.kinds[said.end : said.end + 1] == "d")
    return next((actor for actor in parts.actors if actor.start == at), None)


def _source_in(parts: Parts, first: int, group: int) -> str:
    """ "a report from X indicates", "a statement by X's office said": the last one named."""
    named = [a for a in parts.actors if first <= a.start and a.end <= group]
    if not named:
        return ""
    last = named[-1]
    if parts.tokens.kinds[last.end : last.end + 1] == "'":
        return _words(parts, last.start, group)
    return name_of(last)


def _phrase(parts: Parts, start: int) -> str:
    """The words of a noun phrase that begins here: "a statement from X's office" is X's office."""
    end = start
    kinds = parts.tokens.kinds
    while end < len(kinds) and end - start < 2 * _MOST_WORDS and kinds[end] not in ',;.s"':
        if kinds[end] in "AHDWMP":
            break
        end += 1
    return _source_in(parts, start, end) or _words(parts, start, min(end, start + _MOST_WORDS))


def _words(parts: Parts, start: int, end: int) -> str:
    """The words as written, without the article and what cannot begin or end a name."""
    tokens = parts.tokens
    while start < end and (tokens.kinds[start] in 'd,"svc' or tokens.words[start] in ("to",)):
        start += 1
    while end > start and tokens.kinds[end - 1] in ',"pc;':
        end -= 1
    if start >= end:
        return ""
    written = ""
    for i in range(start, end):
        gap = " " if written and tokens.starts[i] > tokens.ends[i - 1] else ""
        written += gap + tokens.written[i]
    return written[:1].upper() + written[1:]
