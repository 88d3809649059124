"""Names of persons and bodies: runs of capitals, their titles, and surnames told again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.actorlist import Actor

if TYPE_CHECKING:
    from collections.abc import Collection

    from geotrack.extraction.events.actorlist import ActorList
    from geotrack.extraction.events.tokens import Tokens


def known_person(actor: Actor, persons: dict[str, Actor | None]) -> Actor:
    """A bare surname as the one person of it named before; others are remembered.

    Of two persons with one surname none is meant by it.
    """
    if actor.kind not in ("person", "name"):
        return actor
    surname = actor.name.lower().split()[-1].removeprefix("al-")
    known = persons.get(surname)
    if actor.kind == "person" and " " in actor.name:
        one = known is None or known.name == actor.name or known.name.endswith(actor.name)
        persons[surname] = actor if one and (known or surname not in persons) else None
        return actor
    if known is None:
        return actor
    return known._replace(start=actor.start, end=actor.end)


_PARTICLES = word_set("al el bin ibn bint abu de da dos del van von der den ben ould la le")
_MOST_NAME = 6


def person_at(tokens: Tokens, at: int, listed: ActorList, places: Collection[int]) -> Actor | None:
    """A run of words with capitals that is no place; titles before it are left off its name."""
    end = _run_end(tokens, at)
    start = _behind_titles(tokens, at, end, listed)
    if start == end or not _may_be_named(tokens, (at, start, end), places):
        return None
    name = written(tokens, start, end)
    if tokens.kinds[end : end + 1] == "'":
        owned, what = group_end(tokens, end + 1, listed)
        if what:
            # "Abadi's office"
            return Actor(at, owned, written(tokens, start, owned), what, name)
    if tokens.words[end - 1] in _BODIES:
        return Actor(at, end, written(tokens, at, end), "body")
    kind = "person" if end - start > 1 or start > at else "name"
    office = OFFICE if set(tokens.words[at:start]) & _OFFICES else ""
    return Actor(at, end, name, kind, office)


def _run_end(tokens: Tokens, at: int) -> int:
    kinds, words = tokens.kinds, tokens.words
    end = at
    while end < len(words) and end - at < _MOST_NAME + 4:
        joins = end > at and words[end] in _PARTICLES and kinds[end + 1 : end + 2] == "C"
        if kinds[end] != "C" and not joins:
            break
        end += 1
    return end


def _behind_titles(tokens: Tokens, start: int, end: int, listed: ActorList) -> int:
    words = tokens.words
    while start < end and (
        words[start].rstrip(".") in listed.titles or words[start] in listed.demonyms
    ):
        start += 1
        if start < end and tokens.kinds[start] == ".":
            start += 1
    return start


def _may_be_named(tokens: Tokens, span: tuple[int, int, int], places: Collection[int]) -> bool:
    """Whether such a run (with its titles from, proper from, to) may be a name of somebody."""
    at, start, end = span
    word, alone = tokens.words[start], end - start == 1
    if start == at and all(i in places for i in range(start, end)):
        return False
    if not alone and start == at and word in _MOUNTS:
        return False
    if alone and start == at and (word in _NO_NAMES or len(word) < 3):
        return False
    if alone and start == 0 and (word.endswith("ly") or tokens.kinds[1:2] == ","):
        # "Finally, ..."
        return False
    last = tokens.words[end - 1]
    return last not in _THINGS and not ("-" in last and last.endswith("ed"))


# Titles of those who act for a state.
OFFICE = "an office"
_OFFICES = word_set(
    "president minister ambassador king emir secretary chancellor governor premier envoy"
    " vice-president undersecretary sultan general colonel"
)
_MOUNTS = word_set("mount mt lake camp wadi jabal jebel tell")
_NO_NAMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december the there separately meanwhile earlier"
    " sunni shiite islam however according under despite operation also recent recently first"
    " last late early today yesterday tomorrow tensions government officials new north south east"
    " west western eastern northern southern central moscow's certain village villages town"
    " city camp camps positions targets"
)
_THINGS = word_set(
    "memorandum understanding agreement accord accords treaty operation war road street square"
    " river mountain mountains airport hospital base camp school mosque church resolution plan act"
    " law day bridge prison jail crossing region province district governorate state county city"
    " sea gulf strip bank valley peninsula highway port island islands constitution protocol summit"
    " games cup festival relations security conference"
)
_BODIES = word_set(
    "council ministry party movement front army agency organization organisation union association"
    " committee court university group company corporation bank office department presidency"
    " alliance coalition congress league watch international forum program programme times post tv"
    " television radio news network service bureau force forces command brigade church commission"
    " conference"
)


def written(tokens: Tokens, start: int, end: int) -> str:
    """The words as the text has them, put together."""
    name = ""
    for i in range(start, end):
        gap = " " if name and tokens.starts[i] > tokens.ends[i - 1] else ""
        name += gap + tokens.written[i]
    return name


def group_end(tokens: Tokens, at: int, listed: ActorList) -> tuple[int, str]:
    if at >= len(tokens.words):
        return at, ""
    for words, kind in listed.groups.get(tokens.words[at], ()):
        end = at + len(words)
        if tuple(tokens.words[at:end]) == words:
            # "junta jets", "party leaders": the last word says what they are.
            further, what = group_end(tokens, end, listed)
            return (further, what) if what else (_of_what(tokens, end), kind)
    return at, ""


def _of_what(tokens: Tokens, end: int) -> int:
    """ "Ministry of National Defence", "Council of Ministers": the whole name."""
    if tokens.words[end - 1] not in ("ministry", "department", "council", "chamber", "house"):
        return end
    if tokens.words[end : end + 1] != ["of"] or tokens.kinds[end + 1 : end + 2] != "C":
        return end
    return _run_end(tokens, end + 1)
