"""The same happening told twice: pairs of events that may be one, for a person to decide.

Nothing is merged here. The pairs become merges.csv; who agrees copies a row's first cells to the
corrections. Pairs are looked for among events that share a week or month and an actor or place, or
rare words, and only among so many neighbours each: the work grows with the number of events.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from geotrack.edtf import parse_edtf
from geotrack.extraction.rows import EXTRACTED
from geotrack.gazetteer.names import fold_name
from geotrack.likeness import SHARP_DAYS, WEEK_DAYS, Facts, Likeness, Spot, likeness, shared_in
from geotrack.schema import DRAWN_ROLES, UNDRAWN_PRECISIONS
from geotrack.style import words as phrases_of
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pandas as pd

    from geotrack.tables import Tables

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
    tables: Tables, apart: Collection[frozenset[str]] = (), language: str = "en"
) -> pd.DataFrame:
    """The table `merges`: pairs of events that may be one happening, the likeliest first.

    `tables` hold events (settled), locations, accounts and figures; `apart` are pairs that a
    person has settled. The hand-made event, else the one that knows more, takes the other. Two
    events that a person has entered are a pair only where different reports tell of them.
    """
    ids = tables["events"]["event_id"]
    if len(ids) > _MOST_BY_HAND and not ids.str.startswith(EXTRACTED).any():
        return make_table("merges")
    facts = sorted(_all_facts(tables), key=lambda f: (f.first or 0, f.event_id))
    rarity, common = _rarity(facts)
    facts = [f._replace(weight=sum(rarity[word] for word in f.words)) for f in facts]
    found = [
        (alike, one, other)
        for one, other in _pairs(facts, common)
        if _may_be_one(one, other, len(facts), apart)
        for alike in [likeness(one, other, rarity, _least(one, other))]
        if alike
    ]
    found.sort(key=lambda pair: (-pair[0].score, pair[1].event_id, pair[2].event_id))
    return make_table("merges", _rows(found[:MOST_PAIRS], tables, language))


def _least(one: Facts, other: Facts) -> float:
    return LEAST_SCORE + (_SAME_REPORT if one.reports & other.reports else 0.0)


def _may_be_one(one: Facts, other: Facts, number: int, apart: Collection[frozenset[str]]) -> bool:
    """Whether a person may still have to decide: see find_merges."""
    if frozenset((one.event_id, other.event_id)) in apart:
        return False
    if any(report_id for report_id, _ in one.told & other.told):
        # Two events of one sentence: it tells them apart itself.
        return False
    if one.extracted or other.extracted:
        return True
    told = one.reports and other.reports and not one.reports & other.reports
    return bool(told) and number <= _MOST_BY_HAND


# --- facts ------------------------------------------------------------------------------


def _all_facts(tables: Tables) -> Iterator[Facts]:
    spots = _by_event(tables["locations"], _spot)
    accounts = _by_event(tables["accounts"], lambda row: (row["report_id"], row["quote"]))
    figures = _by_event(tables["figures"], _number)
    for row in records(tables["events"]):
        event_id = row["event_id"]
        told = accounts.get(event_id, [])
        texts = (row["title"], *(quote for _, quote in told))
        dead = _counted("fatalities", row["fatalities_low"], row["fatalities_high"])
        yield Facts(
            event_id,
            event_id.startswith(EXTRACTED),
            *_days(row["date"]),
            row["event_type"],
            row["sub_event_type"],
            row["status"],
            tuple(dict.fromkeys(filter(None, spots.get(event_id, ())))),
            stems_of(f"{row['actor1']} {row['actor2']}", 3, _OFFICES),
            stems_of(" ".join(texts), 4, _EMPTY),
            reports=frozenset(report_id for report_id, _ in told if report_id),
            told=frozenset(told),
            numbers=tuple(dict.fromkeys(filter(None, [dead, *figures.get(event_id, ())]))),
        )


def _by_event(table: pd.DataFrame, make: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in records(table):
        found.setdefault(row["event_id"], []).append(make(row))
    return found


def _days(edtf: str) -> tuple[int | None, int | None]:
    """First and last day as ordinals, None where open: as told, not as settled at as_of."""
    if not edtf:
        return None, None
    span = parse_edtf(edtf)
    return tuple(day.toordinal() if day else None for day in (span.first, span.last))  # type: ignore[return-value]


def _spot(row: Row) -> Spot | None:
    if row["role"] not in DRAWN_ROLES:
        return None
    country, admin1, admin2 = (fold_name(row[c]) for c in ("country", "admin1", "admin2"))
    name = fold_name(row["place_name"] or row["name"])
    depth = {"admin1": 2, "admin2": 3}.get(row["geo_precision"], 0)
    ground = (country, admin1, name)[:: 2 if depth == 2 else 1] if depth else ()
    within = [d for d in ((country, admin1, admin2), (country, admin1)) if all(d) and d != ground]
    wide = row["geo_precision"] in UNDRAWN_PRECISIONS and bool(row["place_id"])
    return Spot(row["place_id"], name, tuple(within), ground, wide)


def _number(row: Row) -> tuple[str, float, float] | None:
    return _counted(fold_name(row["unit"] or row["what"]), row["value_low"], row["value_high"])


def _counted(what: str, low: float, high: float) -> tuple[str, float, float] | None:
    return None if math.isnan(low) else (what, low, math.inf if math.isnan(high) else high)


# Words of offices and forces: that both sides have ministers makes them no same actors.
_STEM = 4
_OFFICES_WORDS = """forces force army armed military troops ministry minister president prime
government party leader ambassador group groups unnamed officials official council parliament office
the and for foreign defence defense air security national media general major"""
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def stems_of(text: str, least: int, passed: Collection[str] = ()) -> dict[str, str]:
    """The first letters of the words of at least so many letters, but those `passed` over; numbers
    whole. A crude stem: it puts "Turkey" beside "Turkish".

    >>> stems_of("Turkey's 58 targets", 4)
    {'turk': 'turkeys', '58': '58', 'targ': 'targets'}
    """
    found: dict[str, str] = {}
    for word in _WORD.findall(fold_name(text)):
        stem = word if word.isdigit() else word[:_STEM]
        if stem not in passed and (word.isdigit() or len(word) >= least):
            found.setdefault(stem, word)
    return found


_EMPTY_WORDS = "with from that this have been said told their they were will also into"
_EMPTY = frozenset(_EMPTY_WORDS.split())
_OFFICES = frozenset(word[:_STEM] for word in _OFFICES_WORDS.split())


def _rarity(facts: list[Facts]) -> tuple[dict[str, float], Counter[str]]:
    """How much each word says (the rarer the more), and in how many events it stands."""
    common = Counter(word for fact in facts for word in fact.words)
    number = len(facts) + 1
    return {word: math.log(number / times) for word, times in common.items()}, common


# --- pairs ------------------------------------------------------------------------------


def _pairs(facts: list[Facts], common: Mapping[str, int]) -> Iterator[tuple[Facts, Facts]]:
    """Pairs that share a key, each once; `facts` are in order of their first day."""
    keys = [_keys(fact, common) for fact in facts]
    blocks: dict[tuple[object, ...], list[int]] = {}
    for position, own in enumerate(keys):
        for key in own:
            blocks.setdefault(key, []).append(position)
    for position, fact in enumerate(facts):
        near: set[int] = set()
        for key in keys[position]:
            block = blocks[key]
            after = bisect_right(block, position)
            near.update(block[after : after + _NEIGHBOURS])
        for other in sorted(near):
            yield fact, facts[other]


def _keys(fact: Facts, common: Mapping[str, int]) -> set[tuple[object, ...]]:
    """What an event is found by: actor or place within a week or month, and its rarest words."""
    rare = sorted((common[w], w) for w in fact.words if 1 < common[w] <= _RARE)[:_RAREST]
    keys: set[tuple[object, ...]] = {("word", word) for _, word in rare}
    days = fact.days()
    if days is None or days > SHARP_DAYS or fact.first is None or fact.last is None:
        return keys
    about = {*fact.actors, *(spot.place_id or spot.name for spot in fact.spots if not spot.wide)}
    about |= {"/".join((spot.within or (spot.ground,))[-1]) for spot in fact.spots}
    if days <= WEEK_DAYS:
        weeks = {fact.first // 7, (fact.first + 1) // 7, fact.last // 7}
        keys |= {("week", week, one) for week in weeks for one in about}
    months = {date.fromordinal(day).strftime("%Y-%m") for day in (fact.first, fact.last)}
    return keys | {("month", month, one) for month in months for one in about}


# --- rows -------------------------------------------------------------------------------


def _rows(
    found: Iterable[tuple[Likeness, Facts, Facts]], tables: Tables, language: str
) -> Iterator[Row]:
    events = {row["event_id"]: row for row in records(tables["events"])}
    say = phrases_of(language)
    for alike, one, other in found:
        gone, into = _direction(one, other, events)
        fields = {field: shared_in(field, one, other) for field in alike.shared}
        shared = "; ".join(f"{k} ({told})" if told else k for k, told in fields.items())
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
