"""From tables to what one row of the page says; nothing here knows HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.edtf import date_in_words, parse_edtf
from geotrack.schema import DRAWN_ROLES
from geotrack.style import words
from geotrack.summary import GROUND_KM, event_rows, numbered_sources
from geotrack.timeline.phrases import killed_in_words, status_in_words, type_in_words
from geotrack.timeline.slots import Slot, slot_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geotrack.tables import Tables

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class PlaceName(NamedTuple):
    """A place of an event: as written, and the record's name where it differs."""

    name: str
    known_as: str


class PlaceLine(NamedTuple):
    """Places of an event that are known equally sharply, and how sharply."""

    names: tuple[PlaceName, ...]
    precision: str


class Account(NamedTuple):
    """A report telling of the event: its number (0: not listed), quote and words of its own."""

    number: int
    quote: str
    language: str
    told_date: str
    claimed_by: str


class Entry(NamedTuple):
    """One event as the page shows it; words are ready, texts are raw (the template escapes)."""

    anchor: str
    slot: Slot
    date: str
    date_notes: tuple[str, ...]
    iso: str
    years: tuple[int, int]
    title: str
    event_type: str
    type_word: str
    sub_type: str
    status: str
    status_word: str
    actors: tuple[str, ...]
    killed: str
    claimed_by: str
    notes: str
    places: tuple[PlaceLine, ...]
    topics: tuple[PlaceLine, ...]
    accounts: tuple[Account, ...]


def anchor_of(event_id: str) -> str:
    """An id for links into the page; different events never share one.

    >>> anchor_of("e 1"), anchor_of("e-1")
    ('event-e_20_1', 'event-e-1')
    """
    return "event-" + re.sub(r"[^A-Za-z0-9.-]", lambda m: f"_{ord(m[0]):x}_", event_id)


def language_tag(text: str) -> str:
    """The text if it can stand in a `lang` attribute, else empty."""
    return text if _LANGUAGE_TAG.fullmatch(text) else ""


def event_entries(tables: Tables, language: str) -> list[Entry]:
    """Every event once, in the order of the page."""
    phrases = words(language)
    rows = event_rows(tables, language)
    dates = {date: _date_parts(date, phrases) for date in rows["date"].unique()}
    scenes, topics = _places(tables, phrases)
    accounts = _accounts(tables)
    entries = [
        _entry(row, dates[row["date"]], scenes, topics, accounts, phrases)
        for row in rows.to_dict("records")
    ]
    return sorted(entries, key=lambda entry: entry.slot.order)


class _DateParts(NamedTuple):
    slot: Slot
    notes: tuple[str, ...]
    iso: str


def _date_parts(date: str, phrases: Mapping[str, str]) -> _DateParts:
    slot = slot_of(date, phrases)
    if not date:
        return _DateParts(slot, (), "")
    span = parse_edtf(date)
    notes: tuple[str, ...] = ()
    if span.kind == "within" and date[0] != "[" and span.precision in ("month", "season", "year"):
        notes = (phrases[f"timeline.only_to.{span.precision}"],)
    plain = re.match(r"\d{4}(-\d{2}(-\d{2})?)?(?=T|$|[?~%]$)", date)
    iso = plain[0] if plain and span.precision in ("day", "month", "year") else ""
    return _DateParts(slot, notes, iso)


def _entry(
    row: Mapping[Any, Any],
    date: _DateParts,
    scenes: Mapping[str, tuple[PlaceLine, ...]],
    topics: Mapping[str, tuple[PlaceLine, ...]],
    accounts: Mapping[str, tuple[Account, ...]],
    phrases: Mapping[str, str],
) -> Entry:
    event_id = row["event_id"]
    stated = row["date"] and row["date_basis"]
    basis = (phrases[f"basis.{row['date_basis']}"],) if stated else ()
    return Entry(
        anchor=anchor_of(event_id),
        slot=date.slot,
        date=row["date_words"],
        date_notes=date.notes + basis,
        iso=date.iso,
        years=_years(row),
        title=row["title"] or phrases["timeline.no_title"],
        event_type=row["event_type"],
        type_word=type_in_words(row["event_type"], phrases),
        sub_type=row["sub_event_type"],
        status=row["status"],
        status_word=status_in_words(row["status"], phrases),
        actors=tuple(actor for actor in (row["actor1"], row["actor2"]) if actor),
        killed=killed_in_words(row["fatalities_low"], row["fatalities_high"], phrases),
        claimed_by=row["claimed_by"],
        notes=row["notes"],
        places=scenes.get(event_id, ()),
        topics=topics.get(event_id, ()),
        accounts=accounts.get(event_id, ()),
    )


def _years(row: Mapping[Any, Any]) -> tuple[int, int]:
    """First and last possible year; (0, 0) without a date."""
    ends = [int(day[:4]) for day in (row["date_start"], row["date_end"]) if day[:4].isdigit()]
    return (ends[0], ends[-1]) if ends else (0, 0)


_Lines = dict[str, tuple[PlaceLine, ...]]


def _places(tables: Tables, phrases: Mapping[str, str]) -> tuple[_Lines, _Lines]:
    """For each event its scenes and venues, and the places only talked about."""
    scenes: dict[str, dict[str, list[PlaceName]]] = {}
    topics: dict[str, dict[str, list[PlaceName]]] = {}
    columns = ("event_id", "name", "place_name", "role", "geo_precision", "radius_km")
    locations = tables["locations"]
    for event_id, name, known_as, role, precision, radius_km in zip(
        *(locations[column] for column in columns), strict=True
    ):
        side = scenes if role in DRAWN_ROLES else topics
        told = _precision_in_words(precision, role, radius_km, phrases)
        names = side.setdefault(event_id, {}).setdefault(told, [])
        place = PlaceName(name, known_as if known_as != name else "")
        if place not in names:
            names.append(place)
    return _lines(scenes), _lines(topics)


def _precision_in_words(
    precision: str, role: str, radius_km: float, phrases: Mapping[str, str]
) -> str:
    told = phrases.get(f"precision.{precision}", precision)
    least = GROUND_KM if precision == "exact" else 0.0
    if precision not in ("none", "country") and radius_km > least:
        told = phrases["timeline.within_km"].format(precision=told, km=f"{radius_km:g}")
    return f"{phrases['role.venue']}, {told}" if role == "venue" else told


def _lines(sides: Mapping[str, Mapping[str, list[PlaceName]]]) -> _Lines:
    return {
        event_id: tuple(PlaceLine(tuple(names), told) for told, names in lines.items())
        for event_id, lines in sides.items()
    }


def _accounts(tables: Tables) -> dict[str, tuple[Account, ...]]:
    """For each event who tells of it, in the order of the sources' numbers."""
    sources = numbered_sources(tables)
    known = {
        report_id: (number, language_tag(language))
        for report_id, number, language in zip(
            *(sources[column] for column in ("report_id", "number", "language")), strict=True
        )
    }
    gathered: dict[str, list[Account]] = {}
    columns = ("event_id", "report_id", "quote", "date_told", "claimed_by")
    for event_id, report_id, quote, told, claimed_by in zip(
        *(tables["accounts"][column] for column in columns), strict=True
    ):
        number, language = known.get(report_id, (0, ""))
        account = Account(number, quote, language, told, claimed_by)
        if account not in gathered.setdefault(event_id, []):
            gathered[event_id].append(account)
    return {key: tuple(sorted(value)) for key, value in gathered.items()}


def span_of_years(entries: Iterable[Entry]) -> dict[int, int]:
    """For each year that some event begins or ends in, how many events may lie in it."""
    spans = [entry.years for entry in entries]
    years = sorted({year for span in spans for year in span})
    return {year: sum(first <= year <= last for first, last in spans) for year in years}


def date_or_empty(date: str, phrases: Mapping[str, str]) -> str:
    """A date in words, empty where there is none."""
    return date_in_words(date, phrases) if date else ""
