"""The slides that are tables: claims, chronology, what is uncertain or off the map, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.edtf import date_in_words
from geotrack.slides.builder import Deck, text_lines
from geotrack.slides.facts import (
    Facts,
    Row,
    all_sources,
    event_note,
    is_disputed,
    source_note,
    uncertainty,
)
from geotrack.slides.grid import DENSE, Cell, Column
from geotrack.slides.listing import Listing, add_listing
from geotrack.slides.marks import type_mark
from geotrack.slides.master import ACCENT, BODY, INK, SOFT, Box
from geotrack.slides.text import Line, Run
from geotrack.style import counted, safe_url
from geotrack.timeline.phrases import status_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence


def add_claims(deck: Deck, facts: Facts) -> None:
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
    rows, sources, notes = [], [], []
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
        sources.append([claim.source] if claim.source else [])
        cited = [phrases["slides.cited"].format(numbers=claim.source)] if claim.source else []
        notes.append(" \u00b7 ".join([claim.value, what, where, who, claim.quote, *cited]))
    title = phrases["slides.claims.title"]
    add_listing(deck, Listing(title, columns, rows, sources, notes), keep_first=True)


def add_chronology(deck: Deck, facts: Facts) -> None:
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
    add_listing(
        deck,
        Listing(
            phrases["slides.chronology"], columns, rows,
            [row["source_numbers"] for row in facts.rows],
            [event_note(facts, row) for row in facts.rows],
            [(row["event_type"], row["status"] == "occurred") for row in facts.rows],
        ),
    )  # fmt: skip


def add_uncertain(deck: Deck, facts: Facts) -> None:
    """What is uncertain: counts in three columns, then event by event."""
    if not facts.rows:
        return
    phrases = facts.words
    slide = deck.slide(phrases["slides.unsure"], all_sources(facts.rows))
    width, gap = 3.844, 0.3
    left_over: list[str] = []
    for i, (heading, texts) in enumerate(uncertainty(facts)):
        left = BODY.left + i * (width + gap)
        head = Box(left, BODY.top + 0.05, width, 0.4)
        deck.text(slide, head, [Line((Run(heading, 16, True, colour=ACCENT),))], heading)
        box = Box(left, BODY.top + 0.55, width, BODY.height - 0.6)
        lines, more = text_lines(texts, box.width, box.height, 14, 8)
        deck.text(slide, box, lines, f"{heading}: {phrases['slides.unsure']}")
        left_over += more
    deck.note(slide, [phrases["slides.unsure.note"], *left_over])
    _disputed(deck, facts)


def _disputed(deck: Deck, facts: Facts) -> None:
    """Event by event who says so; what the dates leave open stands in the chronology."""
    phrases = facts.words
    columns = (
        Column(phrases["timeline.column.date"], 2.5, 4),
        Column(phrases["timeline.column.event"], 5.0, 3),
        Column(phrases["slides.column.status"], 1.2, 2),
        Column(phrases["slides.column.claimed"], 2.5, 3),
        Column(phrases["slides.column.source"], 0.933, 3),
    )
    disputed = [row for row in facts.rows if is_disputed(row)]
    rows = [
        (
            Cell(row["date_words"]),
            _title_cell(facts, row),
            _status_cell(facts, row),
            Cell(row["claimed_by"] or "\u2013"),
            _numbers(row["source_numbers"]),
        )
        for row in disputed
    ]
    add_listing(
        deck,
        Listing(
            phrases["slides.disputed"],
            columns,
            rows,
            [row["source_numbers"] for row in disputed],
            [event_note(facts, row) for row in disputed],
            [(row["event_type"], row["status"] == "occurred") for row in disputed],
            DENSE,
        ),
    )


def add_off_map(deck: Deck, facts: Facts) -> None:
    """What no map shows, and why; equal reasons stand together, "no place" last."""
    phrases = facts.words
    columns = (
        Column(phrases["timeline.off_map.reason"], 3.0, 3),
        Column(phrases["timeline.column.event"], 5.6, 3),
        Column(phrases["timeline.column.date"], 2.6, 3),
        Column(phrases["slides.column.source"], 0.933, 3),
    )
    nameless = phrases["off_map.no_place"]
    missing = sorted(facts.off_map, key=lambda row: (row["reason"] == nameless, row["reason"]))
    rows = [
        (
            Cell(row["reason"]),
            Cell(row["title"] or phrases["timeline.no_title"]),
            Cell(row["date_words"]),
            _numbers(row["source_numbers"]),
        )
        for row in missing
    ]
    notes = [f"{row['title']} \u00b7 {row['reason']}" for row in missing]
    sources = [row["source_numbers"] for row in missing]
    title = phrases["slides.off_map"].format(
        events=counted(facts.presentation.language, "count.events", len(rows))
    )
    add_listing(deck, Listing(title, columns, rows, sources, notes, look=DENSE))


def add_sources(deck: Deck, facts: Facts) -> None:
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
    listing = Listing(phrases["timeline.sources"], columns, rows, [[] for _ in rows], notes)
    add_listing(deck, listing, keep_first=True)


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
