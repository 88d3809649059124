"""Tables -> what events are compared by, in the order of their days, a part of them in memory."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geotrack.edtf import parse_edtf
from geotrack.extraction.rows import EXTRACTED
from geotrack.gazetteer.names import fold_name
from geotrack.likeness import Facts, Spot
from geotrack.schema import DRAWN_ROLES, UNDRAWN_PRECISIONS
from geotrack.tables import records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import numpy.typing as npt

    from geotrack.tables import Tables

Row = dict[str, Any]
# So many events are rows at once.
_MOST = 10_000


def facts_in_order(tables: Tables, rarity: Mapping[str, float]) -> Iterator[Facts]:
    """What each event is compared by, by their first days, the undated first; `rarity` weighs
    their words (see `common_words`)."""
    events = tables["events"]
    days = {edtf: _days(edtf) for edtf in events["date"].unique()}
    ids = events["event_id"].to_numpy(dtype=object)
    firsts = np.fromiter((days[edtf][0] or 0 for edtf in events["date"]), np.int64, len(events))
    order = np.argsort(ids, kind="stable")
    order = order[np.argsort(firsts[order], kind="stable")]
    places = pd.Index(ids[order])
    beside = {name: _Beside(tables[name], places) for name in ("locations", "accounts", "figures")}
    for start in range(0, len(order), _MOST):
        part = slice(start, start + _MOST)
        spots = _by_event(beside["locations"].of(part), _spot)
        accounts = _by_event(beside["accounts"].of(part), _account)
        figures = _by_event(beside["figures"].of(part), _number)
        for row in records(events.iloc[order[part]]):
            event_id = row["event_id"]
            told = accounts.get(event_id, [])
            words = _words(row["title"], (quote for _, quote in told))
            dead = _counted("fatalities", row["fatalities_low"], row["fatalities_high"])
            yield Facts(
                event_id,
                event_id.startswith(EXTRACTED),
                *days[row["date"]],
                row["event_type"],
                row["sub_event_type"],
                row["status"],
                tuple(dict.fromkeys(filter(None, spots.get(event_id, ())))),
                stems_of(f"{row['actor1']} {row['actor2']}", 3, _OFFICES),
                words,
                sum(rarity[word] for word in words),
                frozenset(report_id for report_id, _ in told if report_id),
                frozenset(told),
                tuple(dict.fromkeys(filter(None, [dead, *figures.get(event_id, ())]))),
            )


class _Beside:
    """A table's rows by the place of their event in an order, however the table is sorted."""

    def __init__(self, table: pd.DataFrame, ids: pd.Index) -> None:
        at = ids.get_indexer(pd.Index(table["event_id"].to_numpy(dtype=object)))
        self._table = table
        self._order: npt.NDArray[np.intp] = np.argsort(at, kind="stable")
        self._at = at[self._order]

    def of(self, part: slice) -> pd.DataFrame:
        """The rows of the events at these places, in the table's order for each event."""
        first, last = np.searchsorted(self._at, (part.start, part.stop))
        return self._table.iloc[self._order[first:last]]


def common_words(tables: Tables) -> Counter[str]:
    """In how many events each word (see `stems_of`) stands."""
    ids = pd.Index(tables["events"]["event_id"].to_numpy(dtype=object))
    accounts = _Beside(tables["accounts"], ids)
    found: Counter[str] = Counter()
    for start in range(0, len(ids), _MOST):
        part = slice(start, start + _MOST)
        quotes = _by_event(accounts.of(part), _account)
        events = tables["events"].iloc[part]
        for event_id, title in zip(events["event_id"], events["title"], strict=True):
            found.update(list(_words(title, (quote for _, quote in quotes.get(event_id, ())))))
    return found


def _words(title: str, quotes: Iterator[str]) -> dict[str, str]:
    return stems_of(" ".join((title, *quotes)), 4, _EMPTY)


def _account(row: Row) -> tuple[str, str]:
    return row["report_id"], row["quote"]


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


_OF_SPOT = ("place_id", "country", "admin1", "admin2", "geo_precision")


def _spot(row: Row) -> Spot | None:
    if row["role"] not in DRAWN_ROLES:
        return None
    return _spot_of(row["place_name"] or row["name"], *(row[c] for c in _OF_SPOT))


@lru_cache(maxsize=10_000)
def _spot_of(called: str, place_id: str, *told: str) -> Spot:
    country, admin1, admin2 = map(fold_name, told[:3])
    name, precision = fold_name(called), told[3]
    depth = {"admin1": 2, "admin2": 3}.get(precision, 0)
    ground = (country, admin1, name)[:: 2 if depth == 2 else 1] if depth else ()
    within = [d for d in ((country, admin1, admin2), (country, admin1)) if all(d) and d != ground]
    wide = precision in UNDRAWN_PRECISIONS and bool(place_id)
    return Spot(place_id, name, tuple(within), ground, wide)


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
            found.setdefault(intern(stem), intern(word))
    return found


_EMPTY_WORDS = "with from that this have been said told their they were will also into"
_EMPTY = frozenset(_EMPTY_WORDS.split())
_OFFICES = frozenset(word[:_STEM] for word in _OFFICES_WORDS.split())
