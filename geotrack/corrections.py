"""A person's decisions, replayed at every build: drop, merge, split, another value or place.

What a correction no longer fits is listed among the rejects, never dropped silently.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from geotrack.dates import date_to_edtf
from geotrack.schema import DATE_BASES, EVENT_TYPES, OTHER_TYPE, STATUSES, column_names
from geotrack.tables import records

ACTIONS = ("drop", "merge", "apart", "split", "place")
# Columns that follow from others or name the event itself.
_DERIVED = ("event_id", "date_start", "date_end", "date_kind", "time_precision", "origin")
CORRECTABLE = tuple(c for c in column_names("events") if c not in _DERIVED)
# A column that means nothing without the one before it.
_SECOND = {"date": "date_basis", "event_type": "sub_event_type"}
_BOUNDS = ("fatalities_low", "fatalities_high")
# Columns that do not make two rows of a place different things told.
_NOT_TOLD = ("origin", "radius_km", "geo_precision")


class Corrected(NamedTuple):
    """The tables after corrections, place overrides for the geocoder, and what did not fit.

    `places` maps (event_id or "", place name as written) to a place id, or to "" where the
    place shall stand nowhere. `merged` maps each id that is gone to the one that took it over;
    `apart` are pairs of events that a person says are not the same happening.
    """

    events: pd.DataFrame
    named_places: pd.DataFrame
    accounts: pd.DataFrame
    places: dict[tuple[str, str], str]
    misfits: list[dict[str, str]]
    merged: dict[str, str]
    apart: frozenset[frozenset[str]] = frozenset()


def apply_corrections(
    events: pd.DataFrame,
    named_places: pd.DataFrame,
    accounts: pd.DataFrame,
    corrections: pd.DataFrame,
    file: str = "corrections.csv",
    date_order: str = "",
) -> Corrected:
    """Apply corrections in the order of their rows (a merge moves what comes later with it).

    `corrections` is the table of schema.py. Nothing is raised for a correction that does not
    fit: it is listed in `misfits` with its row and the reason.
    """
    if corrections.empty:
        return Corrected(events, named_places, accounts, {}, [], {})
    state = _State(events, named_places, accounts, date_order)
    for row_number, row in enumerate(records(corrections), 2):
        reason = state.apply({name: str(value) for name, value in row.items()})
        if reason:
            state.misfits.append(
                {"file": file, "row": str(row_number), "column": str(row["column"]),
                 "value": str(row["event_id"] or row["name"]), "reason": reason}
            )  # fmt: skip
    merged = {event_id: state.moved(event_id) for event_id in state.merged}
    apart = frozenset(frozenset(map(state.moved, pair)) for pair in state.apart)
    return Corrected(
        state.events, state.named_places, state.accounts, state.places, state.misfits, merged, apart
    )


class _State:
    """The tables while corrections are applied to them; copies, the inputs stay untouched."""

    def __init__(
        self,
        events: pd.DataFrame,
        named_places: pd.DataFrame,
        accounts: pd.DataFrame,
        date_order: str,
    ) -> None:
        self.events = events.copy()
        self.named_places = named_places.copy()
        self.accounts = accounts.copy()
        self.places: dict[tuple[str, str], str] = {}
        self.misfits: list[dict[str, str]] = []
        self.merged: dict[str, str] = {}
        self.apart: list[tuple[str, str]] = []
        self.known = set(events["event_id"])
        self.types = {*EVENT_TYPES, OTHER_TYPE, *events["event_type"]}
        self.date_order = date_order

    def apply(self, row: dict[str, str]) -> str:
        """Apply one correction; the reason why it does not fit, or the empty text.

        One for an id that has since been lengthened, because another row came to share date,
        title and places (see intake), holds for every event of that id.
        """
        heirs = self._heirs(row["event_id"])
        reasons = [self._apply_to(event_id, row) for event_id in heirs or [row["event_id"]]]
        return "; ".join(dict.fromkeys(filter(None, reasons)))

    def _heirs(self, event_id: str) -> list[str]:
        if not event_id or self._in_use(event_id):
            return []
        return sorted(known for known in self.known if known.startswith(f"{event_id}-"))

    def _apply_to(self, told_id: str, row: dict[str, str]) -> str:
        event_id = self.moved(told_id)
        column = row["column"]
        if column == "place":
            return self._place(event_id, row)
        if not event_id:
            return "no event_id; only a `place` correction may hold for all events"
        if event_id not in self.known:
            return f"there is no event {row['event_id']!r} (any more)"
        if column == "drop" and event_id != told_id:
            return f"it was merged into {event_id!r}; to drop that one, name it"
        steps = {
            "drop": self._drop, "merge": self._merge, "apart": self._apart, "split": self._split
        }  # fmt: skip
        if column in steps:
            return steps[column](event_id, row)
        if column not in CORRECTABLE:
            return f"no such column; there are: {', '.join((*ACTIONS, *CORRECTABLE))}"
        return self._edit(event_id, row)

    def moved(self, event_id: str) -> str:
        """The id an event goes by after the merges so far."""
        while event_id in self.merged:
            event_id = self.merged[event_id]
        return event_id

    def _in_use(self, event_id: str) -> bool:
        return event_id in self.known or event_id in self.merged

    def _drop(self, event_id: str, _row: dict[str, str]) -> str:
        for name in ("events", "named_places", "accounts"):
            table = getattr(self, name)
            setattr(self, name, table[table["event_id"] != event_id])
        self.known.discard(event_id)
        return ""

    def _merge(self, event_id: str, row: dict[str, str]) -> str:
        """The event's accounts and places go to another; what that one does not know is kept."""
        target = self.moved(row["new"])
        if target not in self.known:
            return f"there is no event {row['new']!r} to merge into"
        if target == event_id:
            # Of three tellings of one happening the third pair is settled by the first two.
            done = row["event_id"] in self.merged and row["event_id"] != row["new"]
            return "" if done else "an event cannot be merged into itself"
        gone = self.events[self.events["event_id"] == event_id].iloc[0]
        into = self.events["event_id"] == target
        for column in _taken_over(self.events[into].iloc[0], gone):
            self.events.loc[into, column] = gone[column]
        for name in ("named_places", "accounts"):
            table = getattr(self, name)
            moved = table.assign(event_id=table["event_id"].replace(event_id, target))
            keys = [column for column in moved.columns if column not in _NOT_TOLD]
            setattr(self, name, moved.drop_duplicates(subset=keys))
        for (of, name), place_id in list(self.places.items()):
            if of == event_id:
                self.places.setdefault((target, name), place_id)
        self.events = self.events[self.events["event_id"] != event_id]
        self.known.discard(event_id)
        self.merged[event_id] = target
        return ""

    def _apart(self, event_id: str, row: dict[str, str]) -> str:
        """Two events that are not one: merges.csv lists them no more."""
        other = self.moved(row["new"])
        if other not in self.known:
            return f"there is no event {row['new']!r} to keep apart from"
        if other == event_id:
            return f"it was merged with {row['new']!r}"
        self.apart.append((event_id, other))
        return ""

    def _split(self, event_id: str, row: dict[str, str]) -> str:
        """A copy of the event takes the places named in `old` with it; `new` is its id."""
        new_id = row["new"]
        if not new_id or self._in_use(new_id):
            return f"`new` must be an id not yet in use for the second event, not {new_id!r}"
        taken = {part.strip() for part in row["old"].split(";") if part.strip()}
        here = self.named_places["event_id"] == event_id
        missing = taken - set(self.named_places.loc[here, "name"])
        if not taken or missing:
            listed = ", ".join(sorted(missing)) or "none given"
            return f"`old` must name places of the event; not among them: {listed}"
        for name in ("events", "accounts"):
            table = getattr(self, name)
            copies = table[table["event_id"] == event_id].assign(event_id=new_id)
            setattr(self, name, pd.concat([table, copies], ignore_index=True))
        self.named_places.loc[here & self.named_places["name"].isin(taken), "event_id"] = new_id
        for name in taken:
            if (event_id, name) in self.places:
                self.places[(new_id, name)] = self.places.pop((event_id, name))
        self.known.add(new_id)
        return ""

    def _edit(self, event_id: str, row: dict[str, str]) -> str:
        column, value = row["column"], row["new"]
        here = self.events["event_id"] == event_id
        current = self.events.loc[here, column].iloc[0]
        shown = f"{current:.15g}" if isinstance(current, float) else str(current)
        if pd.isna(current):
            shown = ""
        if row["old"] and row["old"] != shown:
            return f"{column} is {shown!r} now, not {row['old']!r}"
        if column == "status" and value not in STATUSES:
            return f"no such status; write one of {', '.join(STATUSES)}"
        if column == "event_type" and value not in self.types:
            return f"no such type; write one of {', '.join(EVENT_TYPES)}"
        if column == "date_basis" and value not in DATE_BASES:
            return f"no such basis; write one of {', '.join(filter(None, DATE_BASES))}"
        try:
            if column == "date":
                value = date_to_edtf(value, self.date_order)
            if column.startswith("fatalities"):
                self.events.loc[here, column] = _count(value)
                return ""
        except ValueError as error:
            return str(error)
        self.events.loc[here, column] = value
        return ""

    def _place(self, event_id: str, row: dict[str, str]) -> str:
        name = row["name"] or row["old"]
        if not name:
            return "a `place` correction needs the place's name as written"
        if event_id and event_id not in self.known:
            return f"there is no event {row['event_id']!r} (any more)"
        told = self.named_places["name"] == name
        if event_id:
            told &= self.named_places["event_id"] == event_id
        if not told.any():
            return f"no event names the place {name!r}" + (" here" if event_id else "")
        self.places[(event_id, name)] = row["new"]
        return ""


def _taken_over(kept: pd.Series, gone: pd.Series) -> set[str]:
    """The columns an event takes from one merged into it: what it does not know itself.

    A date brings its own basis, a type its own sub-type; one event's lower bound never meets
    the other's upper one.
    """
    taken = {column for column in CORRECTABLE if _is_unknown(kept[column])}
    for first, second in _SECOND.items():
        if first in taken and not _is_unknown(gone[first]):
            taken.add(second)
        elif kept[first] != gone[first]:
            taken.discard(second)
    return taken if taken.issuperset(_BOUNDS) else taken.difference(_BOUNDS)


def _is_unknown(value: object) -> bool:
    return value == "" or (isinstance(value, float) and math.isnan(value))


def _count(text: str) -> float:
    if not text:
        return math.nan
    if not text.isdecimal() or len(text) > 9:
        raise ValueError(f"{text!r} is not a number such as 5")
    return float(text)
