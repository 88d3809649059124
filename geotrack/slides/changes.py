"""What is new, changed or withdrawn against an earlier build, event by event.

Events are compared by their ids and never by their dates: yesterday's report may tell of last week.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.edtf import date_in_words
from geotrack.errors import InputError
from geotrack.style import csv_plain, words
from geotrack.summary import event_rows
from geotrack.tables import records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geotrack.tables import Tables

# The columns of events.csv that a reader would call a change; a build's own reckoning is none.
COMPARED = (
    "date", "title", "event_type", "sub_event_type", "actor1", "actor2", "fatalities_low",
    "fatalities_high", "status", "claimed_by", "notes", "places", "topics", "sources",
)  # fmt: skip
# Far more than any project's events.csv; a wrong file is refused before it fills the memory.
_MOST_BYTES = 2_000_000_000
_LONGEST_CELL = 10_000_000


class Change(NamedTuple):
    """One event: kind (new, changed, withdrawn), id, title, date in words, and what changed as
    (column, before, after); the source numbers of this build."""

    kind: str
    event_id: str
    title: str
    date_words: str
    what: tuple[tuple[str, str, str], ...]
    sources: tuple[int, ...]


def read_earlier(build: Path) -> dict[str, dict[str, str]]:
    """The events of an earlier build by id: of its folder, or of its events.csv.

    Positions are added under `coordinates` where locations.csv stands beside it. Raises InputError
    where there is none or it is none of geotrack's.
    """
    path = build / "events.csv" if build.is_dir() else build
    rows = _read(path)
    if rows and ("event_id" not in rows[0] or "title" not in rows[0]):
        raise InputError(f"{path.name} is not geotrack's events.csv: it has no column event_id")
    found = {row["event_id"]: row for row in rows}
    beside = path.with_name("locations.csv")
    if beside.is_file():
        spots = _spots(_read(beside))
        for event_id, row in found.items():
            row["coordinates"] = spots.get(event_id, "")
    return found


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise InputError(
            f"there is no earlier build at {path.name}: name its folder or its events.csv"
        )
    if path.stat().st_size > _MOST_BYTES:
        raise InputError(f"{path.name} is too large to be an earlier build's table")
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                {str(k): csv_plain(v or "") for k, v in row.items() if k is not None}
                for row in csv.DictReader(file)
            ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name} cannot be read as an earlier build: {error}") from None


def _spots(rows: list[dict[str, str]]) -> dict[str, str]:
    """For each event where its places stand, in one text that can be compared."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.get("longitude") and row.get("latitude"):
            lon, lat = float(row["longitude"]), float(row["latitude"])
            name = row.get("place_name") or row.get("name", "")
            found.setdefault(row["event_id"], []).append(f"{name} {lat:.2f}, {lon:.2f}")
    return {event_id: "; ".join(sorted(spots)) for event_id, spots in found.items()}


def changes_since(tables: Tables, language: str, earlier: Mapping[str, Mapping[str, str]]) -> list[
    Change
]:  # fmt: skip
    """New events, changed and withdrawn ones, each in chronological order."""
    rows = records(event_rows(tables, language))
    located = records(tables["locations"])
    spots = _spots([{k: _text(v) for k, v in row.items()} for row in located])
    new, changed = [], []
    for row in rows:
        numbers = tuple(row["source_numbers"])
        about = (row["event_id"], row["title"], row["date_words"])
        before = earlier.get(row["event_id"])
        if before is None:
            new.append(Change("new", *about, (), numbers))
            continue
        now = {column: _text(row[column]) for column in COMPARED}
        now["coordinates"] = spots.get(row["event_id"], "")
        what = _differences(before, now)
        if what:
            changed.append(Change("changed", *about, what, numbers))
    here = {row["event_id"] for row in rows}
    gone = [row for event_id, row in earlier.items() if event_id not in here]
    gone.sort(key=lambda row: (row.get("date_start") or "9999", row["event_id"]))
    phrases = words(language)
    withdrawn = [
        Change("withdrawn", row["event_id"], row["title"], _spelt(row.get("date", ""), phrases),
               (), ())
        for row in gone
    ]  # fmt: skip
    return [*new, *changed, *withdrawn]


def _spelt(date: str, phrases: Mapping[str, str]) -> str:
    try:
        return date_in_words(date, phrases)
    except ValueError:
        return date


def _differences(
    before: Mapping[str, str], now: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """(column, before, after) of every column that both builds have and that differs."""
    return tuple(
        (column, *_apart(column, before[column], now[column]))
        for column in (*COMPARED, "coordinates")
        if column in before and column in now and not _same(before[column], now[column])
    )


def _apart(column: str, before: str, now: str) -> tuple[str, str]:
    """Of lists only what is in one of the two: five places of which one moved are one change."""
    if column not in ("coordinates", "places", "topics", "sources"):
        return before, now
    old, new = ([one.strip() for one in text.split(";")] for text in (before, now))
    only_old, only_new = [o for o in old if o not in new], [n for n in new if n not in old]
    return "; ".join(only_old), "; ".join(only_new)


def _same(one: str, other: str) -> bool:
    if " ".join(one.split()) == " ".join(other.split()):
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _text(value: Any) -> str:
    """A cell as events.csv would hold it."""
    if isinstance(value, float):
        return "" if value != value else f"{value:g}"  # noqa: PLR0124 - NaN is not itself
    return str(value)
