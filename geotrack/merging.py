"""The same happening told twice: pairs of events that may be one, for a person to decide.

Nothing is merged here. The pairs become merges.csv; who agrees copies a row's first cells to the
corrections. Pairs are looked for among events that share a week or month and an actor or place, or
rare words, and only among so many neighbours each: the work grows with the number of events.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from geotrack.eventfacts import common_words, facts_in_order
from geotrack.extraction.rows import EXTRACTED
from geotrack.likeness import (
    LATE_DAYS,
    SHARP_DAYS,
    WEEK_DAYS,
    Facts,
    Likeness,
    likeness,
    shared_in,
)
from geotrack.style import words as phrases_of
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pandas as pd

    from geotrack.tables import Tables

Progress = Callable[[str, int, int], None]
Pair = tuple[Likeness, Facts, Facts]
Row = dict[str, Any]
# A pair less alike is not listed, and of more pairs only the likeliest so many are.
LEAST_SCORE, MOST_PAIRS = 0.42, 5000
# Events of one report are rather two happenings: the writer tells them apart.
_SAME_REPORT = 0.15
# Beyond so many events, those a person has entered are compared with extracted ones alone.
_MOST_BY_HAND = 20_000
# How many of the next in time, of those that share a key, an event is compared with.
_NEIGHBOURS = 15
# A word in so many events at most is rare; so many of its rarest are an event's keys.
_RARE, _RAREST = 30, 5


def find_merges(
    tables: Tables,
    apart: Collection[frozenset[str]] = (),
    language: str = "en",
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The table `merges`: pairs of events that may be one happening, the likeliest first.

    `tables` hold events (settled), locations, accounts and figures; `apart` are pairs that a
    person has settled. The hand-made event, else the one that knows more, takes the other. Two
    events that a person has entered are a pair only where different reports tell of them.
    `progress` is called with a stage, how many events are done, and of how many.
    """
    ids = tables["events"]["event_id"]
    if len(ids) > _MOST_BY_HAND and not ids.str.startswith(EXTRACTED).any():
        return make_table("merges")
    common = common_words(tables)
    facts = facts_in_order(tables, rarity_of(common, len(ids)))
    found = likeliest_pairs(facts, common, len(ids), apart, progress)
    return merges_of(found, tables["events"], language)


def rarity_of(common: Mapping[str, int], number: int) -> dict[str, float]:
    """How much each word tells, by in how many of so many events it stands."""
    return {word: math.log((number + 1) / times) for word, times in common.items()}


def likeliest_pairs(
    facts: Iterable[Facts],
    common: Mapping[str, int],
    number: int,
    apart: Collection[frozenset[str]] = (),
    progress: Progress | None = None,
) -> list[Pair]:
    """The MOST_PAIRS likeliest pairs, the likeliest first.

    `facts` are those of `number` events in order (see `facts_in_order`), held only as long as
    another event can be one with them; `common` says in how many of them each word stands.
    """
    rarity = rarity_of(common, number)
    most = max(rarity.values(), default=1.0)
    best = _Best()
    for one, other in _pairs(_counted(facts, number, progress), common):
        if _may_be_one(one, other, number, apart):
            alike = likeness(one, other, rarity, max(_least(one, other), best.least), most)
            if alike:
                best.add(alike, one, other)
    return best.pairs()


def _counted(facts: Iterable[Facts], number: int, progress: Progress | None) -> Iterator[Facts]:
    for done, fact in enumerate(facts, 1):
        yield fact
        if progress and (done == number or done % 1000 == 0):
            progress("looking for events told twice", done, number)


class _Best:
    """The MOST_PAIRS likeliest pairs so far; one less alike than `least` is none of them."""

    def __init__(self) -> None:
        self.least = 0.0
        self._found: list[Pair] = []

    def add(self, alike: Likeness, one: Facts, other: Facts) -> None:
        self._found.append((alike, one, other))
        if len(self._found) >= 2 * MOST_PAIRS:
            self._found = self.pairs()
            # Scores are rounded to two digits; of the same score ids decide.
            self.least = self._found[-1][0].score - 0.005

    def pairs(self) -> list[Pair]:
        """These pairs, the likeliest first."""
        ranked = sorted(self._found, key=lambda p: (-p[0].score, p[1].event_id, p[2].event_id))
        return ranked[:MOST_PAIRS]


def _least(one: Facts, other: Facts) -> float:
    return LEAST_SCORE + (_SAME_REPORT if one.reports & other.reports else 0.0)


def _may_be_one(one: Facts, other: Facts, number: int, apart: Collection[frozenset[str]]) -> bool:
    """Whether a person may still have to decide: see find_merges."""
    if apart and frozenset((one.event_id, other.event_id)) in apart:
        return False
    if any(report_id for report_id, _ in one.told & other.told):
        # Two events of one sentence: it tells them apart itself.
        return False
    if one.extracted or other.extracted:
        return True
    told = one.reports and other.reports and not one.reports & other.reports
    return bool(told) and number <= _MOST_BY_HAND


# --- pairs ------------------------------------------------------------------------------


def _pairs(facts: Iterable[Facts], common: Mapping[str, int]) -> Iterator[tuple[Facts, Facts]]:
    """Pairs that share a key, each once; `facts` come in order of their first day.

    Of each key the last few facts are held, and no longer than another can come.
    """
    blocks: dict[object, dict[object, Block]] = {}
    left = {word: times for word, times in common.items() if 1 < times <= _RARE}
    day = 0
    for number, fact in enumerate(facts, 1):
        near: dict[str, Facts] = {}
        for scope, key in _keys(fact, common):
            block = blocks.setdefault(scope, {}).setdefault(key, deque(maxlen=_NEIGHBOURS))
            near.update((one.event_id, one) for one in block if one)
            block.append(fact)
        for one in near.values():
            yield one, fact
        words = blocks.get(_WORDS, {})
        for word in fact.words:
            if word in left:
                left[word] -= 1
                if not left[word]:
                    del left[word]
                    words.pop(word, None)
        if (fact.first or 0) // 7 != day // 7:
            day = fact.first or 0
            _forget_before(day, blocks)
        if number % _TIDIED == 0:
            _forget_over(day, words)


Block = deque[Facts | None]
_WORDS = "words"


# After so many events the blocks of words are looked through.
_TIDIED = 20_000


def _forget_before(day: int, blocks: dict[object, dict[object, Block]]) -> None:
    """Let go of the blocks of weeks and months before a day."""
    week, month = day // 7, _month(day) if day else (0, 0)
    for scope in list(blocks):
        if (isinstance(scope, int) and scope < week) or (
            isinstance(scope, tuple) and scope < month
        ):
            del blocks[scope]


def _forget_over(day: int, words: dict[object, Block]) -> None:
    """Let go of facts whose time is over: what comes cannot be one with them. They keep their
    place among the neighbours."""
    for block in words.values():
        for at, fact in enumerate(block):
            is_over = fact and fact.first is not None and fact.last is not None
            if fact and is_over and (fact.last or 0) + LATE_DAYS < day:
                block[at] = None


def _keys(fact: Facts, common: Mapping[str, int]) -> Iterator[tuple[object, object]]:
    """What an event is found by: actor or place within a week or month, and its rarest words."""
    rare = sorted((common[w], w) for w in fact.words if 1 < common[w] <= _RARE)[:_RAREST]
    for _, word in rare:
        yield _WORDS, word
    days = fact.days()
    if days is None or days > SHARP_DAYS or fact.first is None or fact.last is None:
        return
    about = {*fact.actors, *(spot.place_id or spot.name for spot in fact.spots if not spot.wide)}
    about |= {"/".join((spot.within or (spot.ground,))[-1]) for spot in fact.spots}
    weeks = {fact.first // 7, (fact.first + 1) // 7, fact.last // 7} if days <= WEEK_DAYS else set()
    for scope in (*weeks, *{_month(day) for day in (fact.first, fact.last)}):
        for one in about:
            yield scope, one


def _month(day: int) -> tuple[int, int]:
    told = date.fromordinal(day)
    return told.year, told.month


# --- rows -------------------------------------------------------------------------------


def merges_of(found: Iterable[Pair], events: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """The table `merges` of these pairs; `events` has at least theirs."""
    return make_table("merges", _rows(list(found), events, language))


def _rows(found: list[Pair], told: pd.DataFrame, language: str) -> Iterator[Row]:
    paired = {fact.event_id for _, one, other in found for fact in (one, other)}
    events = {row["event_id"]: row for row in records(told[told["event_id"].isin(paired)])}
    say = phrases_of(language)
    for alike, one, other in found:
        gone, into = _direction(one, other, events)
        fields = {field: shared_in(field, one, other) for field in alike.shared}
        shared = "; ".join(f"{k} ({what})" if what else k for k, what in fields.items())
        yield {
            "event_id": gone.event_id,
            "column": "merge",
            "new": into.event_id,
            "reason": say["merge.reason"].format(shared=shared),
            "score": alike.score,
            "shared": shared,
            "conflicting": "; ".join(alike.conflicts),
            "title": events[gone.event_id]["title"],
            "into_title": events[into.event_id]["title"],
            "date": events[gone.event_id]["date"],
            "into_date": events[into.event_id]["date"],
            "sources": ";".join(sorted(gone.reports)),
            "into_sources": ";".join(sorted(into.reports)),
        }


def _direction(one: Facts, other: Facts, events: Mapping[str, Row]) -> tuple[Facts, Facts]:
    """Which of the two would be dissolved, and which would take it."""

    def worth(fact: Facts) -> tuple[bool, int, str]:
        known = sum(value not in ("", None) for value in events[fact.event_id].values())
        return fact.extracted, -known - len(fact.spots), fact.event_id

    into, gone = sorted((one, other), key=worth)
    return gone, into
