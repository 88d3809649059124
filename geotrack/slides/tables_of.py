"""The parts that are tables: types, claims, chronology, changes, disputes, what is off the map,
sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geotrack.edtf import date_in_words
from geotrack.slides.facts import (
    Facts,
    Row,
    event_note,
    is_disputed,
    source_note,
)
from geotrack.slides.grid import DENSE, Cell, Column
from geotrack.slides.listing import Listing
from geotrack.slides.marks import type_mark
from geotrack.slides.master import ACCENT, INK, SOFT
from geotrack.style import counted, safe_url, type_order
from geotrack.timeline.phrases import status_in_words, type_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geotrack.slides.changes import Change


def claims(facts: Facts) -> Listing:
    """Figures with who claims them, never added up."""
    phrases = facts.words
    columns = (
        Column(phrases["timeline.figures.number"], 0.5, 1),
        Column(phrases["timeline.figures.value"], 1.75, 3),
        Column(phrases["timeline.figures.what"], 4.0, 5),
        Column(phrases["timeline.figures.places"], 3.0, 4),
        Column(phrases["timeline.figures.claimed"], 2.0, 3),
        Column(phrases["slides.column.source"], 0.883, 1),
    )
    rows, cited_by, notes = [], [], []
    for claim in facts.claims:
        what = ". ".join(part for part in (claim.what, claim.date, *claim.remarks) if part)
        where = claim.places or phrases["timeline.figures.no_place"]
        if claim.jointly:
            where = f"{where} ({phrases['timeline.figures.jointly']})"
        who = claim.claimed_by or phrases["timeline.figures.no_claimant"]
        rows.append(
            (
                Cell(str(claim.number), colour=SOFT), Cell(claim.value, bold=True), Cell(what),
                Cell(where), Cell(who), Cell(str(claim.source or "")),
            )
        )  # fmt: skip
        cited_by.append([claim.source] if claim.source else [])
        cited = [phrases["slides.cited"].format(numbers=claim.source)] if claim.source else []
        notes.append(" \u00b7 ".join([claim.value, what, where, who, claim.quote, *cited]))
    title = phrases["slides.claims.title"]
    return Listing(title, columns, rows, cited_by, notes, keep_first=True)


def chronology(facts: Facts) -> Listing:
    """Every event with date, places, status and sources."""
    phrases = facts.words
    columns = (
        Column(phrases["timeline.column.date"], 2.7, 4),
        Column(phrases["timeline.column.event"], 5.0, 4),
        Column(phrases["timeline.column.places"], 2.3, 4),
        Column(phrases["slides.column.status"], 1.2, 2),
        Column(phrases["slides.column.source"], 0.933, 3),
    )
    rows = [
        (
            Cell(row["date_words"]),
            _title_cell(facts, row),
            _places_cell(facts, row),
            _status_cell(facts, row),
            _numbers(row["source_numbers"]),
        )
        for row in facts.rows
    ]
    return Listing(
        phrases["slides.chronology"], columns, rows,
        [row["source_numbers"] for row in facts.rows],
        [event_note(facts, row) for row in facts.rows],
        [(row["event_type"], row["status"] == "occurred") for row in facts.rows],
    )  # fmt: skip


def disputed(facts: Facts) -> Listing:
    """Event by event who says so; what the dates leave open stands in the chronology."""
    phrases = facts.words
    columns = (
        Column(phrases["timeline.column.date"], 2.5, 4),
        Column(phrases["timeline.column.event"], 5.0, 3),
        Column(phrases["slides.column.status"], 1.2, 2),
        Column(phrases["slides.column.claimed"], 2.5, 3),
        Column(phrases["slides.column.source"], 0.933, 3),
    )
    told = [row for row in facts.rows if is_disputed(row)]
    rows = [
        (
            Cell(row["date_words"]),
            _title_cell(facts, row),
            _status_cell(facts, row),
            Cell(row["claimed_by"] or "\u2013"),
            _numbers(row["source_numbers"]),
        )
        for row in told
    ]
    return Listing(
        phrases["slides.disputed"], columns, rows,
        [row["source_numbers"] for row in told],
        [event_note(facts, row) for row in told],
        [(row["event_type"], row["status"] == "occurred") for row in told],
        DENSE,
    )  # fmt: skip


def missing(facts: Facts) -> Listing:
    """What no map shows, and why; equal reasons stand together, "no place" last."""
    phrases = facts.words
    columns = (
        Column(phrases["timeline.off_map.reason"], 3.0, 3),
        Column(phrases["timeline.column.event"], 5.6, 3),
        Column(phrases["timeline.column.date"], 2.6, 3),
        Column(phrases["slides.column.source"], 0.933, 3),
    )
    nameless = phrases["off_map.no_place"]
    off_map = sorted(facts.off_map, key=lambda row: (row["reason"] == nameless, row["reason"]))
    rows = [
        (
            Cell(row["reason"]),
            Cell(row["title"] or phrases["timeline.no_title"]),
            Cell(row["date_words"]),
            _numbers(row["source_numbers"]),
        )
        for row in off_map
    ]
    notes = [f"{row['title']} \u00b7 {row['reason']}" for row in off_map]
    cited = [row["source_numbers"] for row in off_map]
    title = phrases["slides.off_map"].format(
        events=counted(facts.presentation.language, "count.events", len(rows))
    )
    return Listing(title, columns, rows, cited, notes, look=DENSE)


def sources(facts: Facts) -> Listing:
    """The numbered sources with their addresses."""
    phrases = facts.words
    columns = (
        Column(phrases["timeline.figures.number"], 0.6, 1),
        Column(phrases["slides.column.publisher"], 2.3, 2),
        Column(phrases["slides.column.title"], 4.3, 3),
        Column(phrases["slides.column.published"], 2.3, 3),
        Column(phrases["slides.column.address"], 2.633, 3),
    )
    rows, notes = [], []

    for source in facts.sources:
        published, url = source["published"], safe_url(source["url"])
        told = phrases["timeline.sources.undated"]
        if published:
            told = date_in_words(published, phrases)
        rows.append(
            (
                Cell(str(source["number"]), bold=True), Cell(source["publisher"]),
                Cell(source["title"] or phrases["timeline.no_title"]), Cell(told),
                Cell(url, colour=ACCENT if url else SOFT, link=url),
            )
        )  # fmt: skip
        notes.append(source_note(facts, {**source, "url": url}))
    cited: list[list[int]] = [[] for _ in rows]
    return Listing(phrases["timeline.sources"], columns, rows, cited, notes, keep_first=True)


def _title_cell(facts: Facts, row: Row, marked: bool = True) -> Cell:
    occurred = row["status"] == "occurred"
    mark, colour = type_mark(row["event_type"], occurred) if marked else ("", INK)
    return Cell(
        row["title"] or facts.words["timeline.no_title"],
        italic=not occurred,
        struck=row["status"] == "denied",
        colour=INK if occurred else SOFT,
        mark=mark,
        mark_colour=colour,
    )


def _numbers(numbers: Sequence[int]) -> Cell:
    return Cell(", ".join(map(str, numbers)) or "\u2013", colour=SOFT)


def _places_cell(facts: Facts, row: Row) -> Cell:
    if row["places"]:
        return Cell(row["places"])
    return Cell(facts.words["timeline.no_place"], colour=SOFT)


def _status_cell(facts: Facts, row: Row) -> Cell:
    occurred = row["status"] == "occurred"
    return Cell(status_in_words(row["status"], facts.words), occurred, not occurred)


MOST_TYPES = 8


def types(facts: Facts) -> Listing:
    """Occurred and other events by type; beyond eight types the rest is one row."""
    phrases = facts.words
    done: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for row in facts.rows:
        (done if row["status"] == "occurred" else other)[row["event_type"]] += 1
    types = sorted({*done, *other}, key=lambda t: (type_order(t), t))
    shown, rest = (types, []) if len(types) <= MOST_TYPES else (types[:7], types[7:])
    rows = []
    for name in shown:
        mark, colour = type_mark(name, True)
        label = Cell(type_in_words(name, phrases), mark=mark, mark_colour=colour)
        rows.append((label, _count(done[name], True), _count(other[name])))
    if rest:
        label = Cell(phrases["slides.key.other_types"].format(n=len(rest)))
        sums = (sum(counter[name] for name in rest) for counter in (done, other))
        rows.append((label, _count(next(sums), True), _count(next(sums))))
    columns = (
        Column(phrases["slides.key.type"], 3.3, 1),
        Column(phrases["slides.key.column"], 1.2, 1),
        Column(phrases["slides.chart.not_occurred"], 2.7, 1),
    )
    nothing: list[list[int]] = [[] for _ in rows]
    return Listing(phrases["slides.key.by_type"], columns, rows, nothing, [""] * len(rows))


def _count(number: int, bold: bool = False) -> Cell:
    return Cell(f"{number:,}" if number else "\u2013", bold=bold and number > 0)


def changed(facts: Facts, changes: Sequence[Change]) -> Listing:
    """What is new, changed or withdrawn, each event with what changed."""
    phrases = facts.words
    columns = (
        Column(phrases["slides.since.kind"], 1.2, 1),
        Column(phrases["timeline.column.date"], 2.3, 3),
        Column(phrases["timeline.column.event"], 4.0, 3),
        Column(phrases["slides.since.what"], 3.7, 5),
        Column(phrases["slides.column.source"], 0.933, 2),
    )
    rows, notes = [], []
    for change in changes:
        what = "; ".join(_difference(one, facts) for one in change.what)
        if change.kind != "changed":
            what = phrases["slides.since.added" if change.kind == "new" else "slides.since.gone"]
        kind = phrases[f"slides.since.{change.kind}"]
        gone = change.kind == "withdrawn"
        title = change.title or phrases["timeline.no_title"]
        rows.append((
            Cell(kind, bold=True, colour=SOFT if gone else INK),
            Cell(change.date_words),
            Cell(title, colour=SOFT if gone else INK),
            Cell(what),
            _numbers(change.sources),
        ))  # fmt: skip
        notes.append(f"{kind}: {title} \u00b7 {change.date_words} \u00b7 {what}")
    cited = [list(change.sources) for change in changes]
    return Listing(phrases["slides.since.what"], columns, rows, cited, notes, keep_first=True)


def _difference(what: tuple[str, str, str], facts: Facts) -> str:
    """`date: May 2023 -> 4 May 2023`: dates, types and statuses as readers know them."""
    column, before, after = what
    phrases = facts.words
    empty = phrases["slides.since.empty"]
    old, new = (_spelt(column, value, phrases) or empty for value in (before, after))
    named = phrases[f"slides.field.{column}"]
    return phrases["slides.since.from_to"].format(what=named, old=old, new=new)


def _spelt(column: str, value: str, phrases: Mapping[str, str]) -> str:
    if column == "date" and value:
        try:
            return date_in_words(value, phrases)
        except ValueError:
            return value
    if column in ("status", "event_type") and value:
        return phrases.get(f"{column.removeprefix('event_')}.{value}", value)
    return value
