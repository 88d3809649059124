"""One event: where it is, how sharply that is known, and what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.edtf import date_in_words
from geotrack.errors import FormatError
from geotrack.staticmap import layout, panel
from geotrack.staticmap.frame import at_least
from geotrack.staticmap.overview import Composed, compose
from geotrack.style import counted, words
from geotrack.summary import drawn_locations, event_sources, off_map
from geotrack.tables import only_events, records

if TYPE_CHECKING:
    from geotrack.schema import Presentation
    from geotrack.staticmap.sheet import Sheet
    from geotrack.tables import Tables

# A locator shows so much of the land around at least, in kilometres.
_LEAST_KM = 140.0
_MOST_SOURCES = 4


def compose_locator(
    tables: Tables, presentation: Presentation, paper: layout.Paper, event: str
) -> Composed:
    """The page of one event. Raises FormatError where there is no such event or it has no place
    that can be drawn, with the reason."""
    row = _row(tables, event, presentation.language)
    own = only_events(tables, {event})
    own["figures"] = own["figures"][own["figures"]["event_id"] == event]
    bounds = at_least(layout.data_bounds(own), _LEAST_KM)
    show = presentation._replace(
        title=row["title"] or presentation.title, subtitle=presentation.title, bounds=bounds
    )
    facts = _facts(own, row, show)

    def block(width: float, sheet: Sheet) -> panel.Block | None:
        return panel.note_block(sheet, words(show.language)["static.event"], facts, width)

    return compose(own, show, paper, extra=block)


def _row(tables: Tables, event: str, language: str) -> dict[str, Any]:
    events = tables["events"]
    if not event:
        raise FormatError("a locator needs event=ID, the id of the event it shows")
    found = records(events[events["event_id"] == event])
    if not found:
        raise FormatError(f"there is no event {event!r}; ids stand in events.csv")
    if event not in set(drawn_locations(tables)["event_id"]):
        reasons = off_map(tables, language)
        (reason,) = reasons.loc[reasons["event_id"] == event, "reason"]
        raise FormatError(f"event {event} has no place that can be drawn: {reason}")
    return found[0]


def _facts(tables: Tables, row: dict[str, Any], presentation: Presentation) -> list[str]:
    """What is known of the event, one line a fact, no sharper than the data."""
    language = presentation.language
    phrases = words(language)
    status = phrases.get(f"status.{row['status']}", row["status"])
    kind = phrases.get(f"type.{row['event_type'] or 'Other'}", row["event_type"])
    facts = [f"{date_in_words(row['date'], phrases)} · {kind} · {status}"]
    if row["claimed_by"]:
        facts.append(phrases["static.figure.claim"].format(who=row["claimed_by"]))
    drawn = drawn_locations(tables)
    for place in drawn.drop_duplicates(["name", "geo_precision"]).head(8).to_dict("records"):
        told = phrases.get(f"precision.{place['geo_precision']}", place["geo_precision"])
        facts.append(f"{place['place_name'] or place['name']}: {told}")
    sources = event_sources(tables).get(row["event_id"], [])
    told = [source["title"] or source["publisher"] or source["report_id"] for source in sources]
    if told:
        facts.append(
            phrases["static.event.sources"].format(sources="; ".join(told[:_MOST_SOURCES]))
        )
        if len(told) > _MOST_SOURCES:
            facts.append(counted(language, "static.event.more", len(told) - _MOST_SOURCES))
    else:
        facts.append(phrases["static.event.no_source"])
    return facts
