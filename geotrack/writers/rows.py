"""The rows that several formats write: events with what is told of them, and features."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geotrack.schema import EVENT_EXTRAS, EVENTS, INTEGER, LOCATIONS, TEXT, Column
from geotrack.summary import chronological, event_rows, event_sources
from geotrack.tables import own_cells, published

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.tables import Tables

# Days in text columns: YYYY-MM-DD or empty. Formats with a type for days use it.
DAY_COLUMNS = ("date_start", "date_end")
# One column of every kind a feature has: an event's, then its location's.
_FEATURE_EXTRAS = ("n_locations", "sources", "quote", "source", "source_url")
OWN = "a column of the table's own"
EVENT_COLUMNS: tuple[Column, ...] = (*(c for c in EVENTS if c.published), *EVENT_EXTRAS)
FEATURE_COLUMNS: tuple[Column, ...] = (
    *(column for column in EVENTS if column.published),
    *(column for column in EVENT_EXTRAS if column.name in _FEATURE_EXTRAS),
    *(column for column in LOCATIONS if column.published and column.name != "event_id"),
)


def told_events(tables: Tables, language: str = "en", publish: Iterable[str] = ()) -> pd.DataFrame:
    """One row an event, chronological: its published columns and schema.EVENT_EXTRAS.

    `sources` are the report ids; `source` and `source_url` say whose reports these are and where
    they can be read.
    """
    rows = event_rows(tables, language)
    rows["quote"] = rows["quotes"].map(" / ".join)
    sources = event_sources(tables)
    told = rows["event_id"].map(lambda event_id: sources.get(event_id, []))
    rows["source"] = told.map(source_names)
    rows["source_url"] = told.map(source_urls)
    own = own_cells(rows, publish)
    return rows.assign(**own)[[*(column.name for column in EVENT_COLUMNS), *own]]


def nested_features(
    tables: Tables, language: str = "en", publish: Iterable[str] = ()
) -> pd.DataFrame:
    """One row a location with its event's columns; an event without any place is one row too.

    `sources` (see summary.event_sources) and `quotes` are lists; `source` and `source_url` are
    the same as plain text for programs that show no lists.
    """
    locations = in_event_order(tables)
    rows = event_rows(tables, language)
    told = event_sources(tables)
    sources = rows["event_id"].map(lambda event_id: told.get(event_id, []))
    events = published("events", rows).assign(
        n_locations=rows["event_id"].map(locations["event_id"].value_counts()).fillna(0),
        source=sources.map(source_names),
        source_url=sources.map(source_urls),
        sources=sources,
        quotes=rows["quotes"],
        **own_cells(rows, publish),
    )
    return events.merge(published("locations", locations), on="event_id", how="left")


def flat_features(
    tables: Tables, language: str = "en", publish: Iterable[str] = ()
) -> pd.DataFrame:
    """The same rows with FEATURE_COLUMNS first: text, numbers (NaN where unknown), counts.

    >>> from geotrack.tables import empty_tables
    >>> [c for c in flat_features(empty_tables()).columns if c.startswith("date")]
    ['date', 'date_start', 'date_end', 'date_kind', 'date_basis']
    """
    rows = nested_features(tables, language, publish)
    rows["sources"] = rows["sources"].map(lambda told: ";".join(r["report_id"] for r in told))
    rows["quote"] = rows.pop("quotes").map(" / ".join)
    for column in FEATURE_COLUMNS:
        if column.type == INTEGER:
            rows[column.name] = rows[column.name].astype("int64")
        elif column.name in ("longitude", "latitude"):
            # Six decimals, as in every output: 11 cm on the ground.
            rows[column.name] = rows[column.name].round(6)
        elif column.type == TEXT:
            rows[column.name] = rows[column.name].fillna("").astype("str")
    return rows[[column.name for column in all_columns(FEATURE_COLUMNS, rows)]]


def all_columns(declared: tuple[Column, ...], rows: pd.DataFrame) -> tuple[Column, ...]:
    """The declared columns, and those that rows have besides: text of the person's own.

    >>> import pandas as pd
    >>> [column.name for column in all_columns((), pd.DataFrame({"Ward": ["3"]}))]
    ['Ward']
    """
    known = {column.name for column in declared}
    own = [str(name) for name in rows.columns if name not in known]
    return (*declared, *map(own_column, own))


def own_column(name: str) -> Column:
    """A column of the person's own, as formats that describe their columns have it."""
    return Column(name, TEXT, OWN)


def source_names(reports: Iterable[dict[str, str]]) -> str:
    """Who tells of an event: publishers, or titles where no publisher is known, joined by '; '.

    >>> source_names([{"publisher": "A", "title": "B"}, {"publisher": "", "title": "C; D"}])
    'A; C, D'
    """
    names = (report["publisher"] or report["title"] for report in reports)
    return "; ".join(dict.fromkeys(name.replace(";", ",") for name in names if name))


def source_urls(reports: Iterable[dict[str, str]]) -> str:
    """Where those reports can be read: addresses joined by a space.

    >>> source_urls([{"url": "https://example.org/a b"}, {"url": ""}])
    'https://example.org/a%20b'
    """
    urls = ("%20".join(report["url"].split()) for report in reports)
    return " ".join(dict.fromkeys(url for url in urls if url))


def in_event_order(tables: Tables) -> pd.DataFrame:
    """All locations, chronologically by event, then by role and name."""
    order = {e: i for i, e in enumerate(chronological(tables["events"])["event_id"])}
    locations = tables["locations"]
    return (
        locations.assign(order=locations["event_id"].map(order))
        .sort_values(["order", "role", "name", "location_id"])
        .drop(columns="order")
        .reset_index(drop=True)
    )


def kind_in_words(event_type: str, phrases: Mapping[str, str]) -> str:
    """An event type as the reader sees it; one the catalogue lacks stands as it is.

    >>> kind_in_words("", {"type.Other": "Other"})
    'Other'
    """
    return phrases.get(f"type.{event_type or 'Other'}", event_type)


def own_in_words(row: Mapping[str, Any], publish: Iterable[str]) -> list[str]:
    """The filled cells of the person's own columns, each behind its header.

    >>> own_in_words({"Ward": "3", "Unit": ""}, ["Ward", "Unit"])
    ['Ward: 3']
    """
    return [f"{name}: {row[name]}" for name in publish if row[name]]


def told_title(row: Mapping[str, str], phrases: Mapping[str, str]) -> str:
    """An event's title; behind it its status, unless it occurred."""
    title = row["title"] or phrases["timeline.no_title"]
    status = row["status"]
    if status == "occurred":
        return title
    return (
        f"{title} ({phrases.get(f'status.{status}', status or phrases['timeline.status_unknown'])})"
    )


def killed_in_words(low: float, high: float, phrases: Mapping[str, str]) -> str:
    """How many were killed, no surer than it is known; empty where nothing is.

    >>> killed_in_words(5.0, float("nan"), {"timeline.at_least": "at least {n}"})
    'at least 5'
    """
    known_low, known_high = not math.isnan(low), not math.isnan(high)
    if known_low and known_high:
        if low == high:
            return phrases["timeline.killed.zero"] if low == 0 else f"{low:,.0f}"
        return phrases["timeline.between"].format(low=f"{low:,.0f}", high=f"{high:,.0f}")
    if known_low:
        return phrases["timeline.at_least"].format(n=f"{low:,.0f}")
    return phrases["timeline.at_most"].format(n=f"{high:,.0f}") if known_high else ""
