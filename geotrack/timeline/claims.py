"""The counted things as claims: who says so, about which places jointly, and what to beware of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.style import words
from geotrack.summary import numbered_sources
from geotrack.timeline.entries import anchor_of, date_or_empty
from geotrack.timeline.phrases import bounds_in_words

if TYPE_CHECKING:
    from geotrack.tables import Tables


class Claim(NamedTuple):
    """One row of the figures table, ready to show; `event_anchor` is empty without an event."""

    number: int
    value: str
    what: str
    places: str
    jointly: bool
    date: str
    claimed_by: str
    remarks: tuple[str, ...]
    quote: str
    source: int
    event_id: str
    event_anchor: str


def claim_rows(tables: Tables, language: str) -> list[Claim]:
    """Every figure once, numbered from 1, in the order of the table. Nothing is added up."""
    phrases = words(language)
    figures = tables["figures"].to_dict("records")
    numbers = {figure["figure_id"]: i for i, figure in enumerate(figures, 1)}
    listed = numbered_sources(tables)
    sources = dict(zip(listed["report_id"], listed["number"], strict=True))
    claims = []
    for number, figure in enumerate(figures, 1):
        value = bounds_in_words(figure["value_low"], figure["value_high"], phrases)
        what, unit = figure["what"], figure["unit"]
        if unit and value:
            value = f"{value} {unit}"
        place_count = len([part for part in figure["places"].split(";") if part.strip()])
        claims.append(
            Claim(
                number=number,
                value=value or phrases["timeline.figure.unknown"],
                what=what,
                places=figure["places"],
                jointly=place_count > 1,
                date=date_or_empty(figure["date"], phrases),
                claimed_by=figure["claimed_by"],
                remarks=_remarks(figure["cumulative"], figure["total_of"], numbers, language),
                quote=figure["quote"],
                source=int(sources.get(figure["report_id"], 0)),
                event_id=figure["event_id"],
                event_anchor=anchor_of(figure["event_id"]) if figure["event_id"] else "",
            )
        )
    return claims


def _remarks(
    cumulative: str, total_of: str, numbers: dict[str, int], language: str
) -> tuple[str, ...]:
    phrases = words(language)
    remarks = []
    if cumulative.strip().lower() in ("yes", "true", "1"):
        remarks.append(phrases["timeline.figure.cumulative"])
    parts = [part.strip() for part in total_of.split(";") if part.strip()]
    if parts:
        named = ", ".join(str(numbers.get(part, part)) for part in parts)
        remarks.append(phrases["timeline.figure.total"].format(parts=named))
    return tuple(remarks)
