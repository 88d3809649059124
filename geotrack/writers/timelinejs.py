"""TimelineJS's JSON: one slide an event, its date no sharper than it is known."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from geotrack.edtf import date_in_words, parse_edtf
from geotrack.style import clean_text, html_text, json_text, words
from geotrack.tables import records
from geotrack.writers.rows import (
    EVENT_COLUMNS,
    all_columns,
    killed_in_words,
    kind_in_words,
    own_in_words,
    told_events,
    told_title,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

_log = logging.getLogger(__name__)


def write_timelinejs(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One slide an event; what has no first day has no place on a time line and is counted.

    TimelineJS shows texts as HTML: all that comes from data is escaped. A date known to the month
    or year has no day, and `display_date` says it in words.
    """
    phrases = words(presentation.language)
    rows = told_events(tables, presentation.language, presentation.publish)
    dated = rows[rows["date_start"] != ""]
    if len(dated) < len(rows):
        _log.warning("%s: %d events without a date are left out", path.name, len(rows) - len(dated))
    as_of = phrases["timeline.as_of"].format(date=presentation.as_of)
    about = (presentation.subtitle, presentation.marking, as_of, *presentation.credits)
    title = {"text": {"headline": _html(presentation.title), "text": _lines(about)}}
    own = [column.name for column in all_columns(EVENT_COLUMNS, dated)[len(EVENT_COLUMNS) :]]
    slides = [_slide(row, phrases, own) for row in records(dated)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f'{{"title":{json_text(title)},"events":[')
        file.write(",".join("\n" + json_text(slide) for slide in slides))
        file.write("\n]}\n")


def _html(text: str) -> str:
    return str(html_text(clean_text(text)))


def _lines(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{_html(text)}</p>" for text in texts if text)


def _slide(row: dict[str, Any], phrases: Mapping[str, str], own: list[str]) -> dict[str, Any]:
    killed = killed_in_words(row["fatalities_low"], row["fatalities_high"], phrases)
    actors = " – ".join(filter(None, (row["actor1"], row["actor2"])))
    named = (("timeline.column.places", row["places"]), ("timeline.topics", row["topics"]),
             ("timeline.actors", actors), ("timeline.killed", killed),
             ("timeline.claimed_by", row["claimed_by"]),
             ("timeline.sources", row["source"]))  # fmt: skip
    told = [f"{phrases[key]}: {text}" for key, text in named if text] + own_in_words(row, own)
    slide: dict[str, Any] = {
        "unique_id": row["event_id"],
        "start_date": _parts(row, "date_start"),
        "display_date": date_in_words(row["date"], phrases),
        "text": {
            "headline": _html(told_title(row, phrases)),
            "text": _lines((row["notes"], row["quote"], *told)),
        },
        "group": kind_in_words(row["event_type"], phrases),
    }
    # One month is a start and no span.
    if row["date_end"] and (end := _parts(row, "date_end")) != slide["start_date"]:
        slide["end_date"] = end
    return slide


def _parts(row: dict[str, Any], column: str) -> dict[str, int]:
    """Year, month and day of an end of the date, as far as they are known."""
    year, month, day = map(int, row[column].split("-"))
    precision = parse_edtf(row["date"]).precision
    if precision == "year":
        return {"year": year}
    if precision in ("month", "season"):
        return {"year": year, "month": month}
    return {"year": year, "month": month, "day": day}
