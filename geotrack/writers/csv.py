"""CSV: one row an event, one row a location, one row a reject."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.schema import NUMBER, TABLES, Presentation
from geotrack.style import csv_text
from geotrack.summary import chronological, event_rows, event_sources
from geotrack.tables import Tables, own_cells, published

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What an event's row says beside its own columns; see summary.event_rows. `sources` are the
# report ids; `source` and `source_url` say whose reports these are and where they can be read.
EVENT_EXTRAS = (
    "places",
    "topics",
    "n_locations",
    "n_drawn",
    "sources",
    "quote",
    "source",
    "source_url",
)


def write_events_csv(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One row an event, chronological; its places, reports and quotes joined by '; '."""
    rows = event_rows(tables, presentation.language)
    rows["quote"] = rows["quotes"].map(" / ".join)
    sources = event_sources(tables)
    told = rows["event_id"].map(lambda event_id: sources.get(event_id, []))
    rows["source"] = told.map(source_names)
    rows["source_url"] = told.map(source_urls)
    own = own_cells(rows, presentation.publish)
    columns = [*published("events", rows).columns, *EVENT_EXTRAS, *own]
    write_csv_table(path, rows.assign(**own)[columns])


def write_locations_csv(tables: Tables, path: Path, presentation: Presentation) -> None:  # noqa: ARG001
    """One row a location, found or not, in the order of the events."""
    rows = in_event_order(tables)
    columns = list(published("locations", rows).columns)
    write_csv_table(path, rows[columns])


def write_rejects_csv(tables: Tables, path: Path, presentation: Presentation) -> None:  # noqa: ARG001
    """What could not be used: file, row, column, value, reason."""
    write_csv_table(path, tables["rejects"])


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


_NUMBERS = {c.name for columns in TABLES.values() for c in columns if c.type == NUMBER}


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def write_csv_rows(path: Path, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    """UTF-8 with LF; text guarded against formulas, numbers without needless digits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(map(csv_text, columns))
        writer.writerows([cell(name, row[name]) for name in columns] for row in rows)


def write_csv_table(path: Path, table: pd.DataFrame, *, more: bool = False) -> None:
    """The same of a table, column by column: each distinct value is brought into form once.

    `more` rows of a file that is there already are written behind it.
    """
    columns = []
    for name in table.columns:
        values = table[name].to_numpy(dtype=object).tolist()
        formed = {value: cell(name, value) for value in set(values)}
        columns.append([formed[value] for value in values])
    with path.open("a" if more else "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not more:
            writer.writerow(table.columns)
        writer.writerows(zip(*columns, strict=True))


def cell(name: str, value: Any) -> str:
    """One cell: a number in its shortest form, an unknown one empty, all else guarded text."""
    if isinstance(value, float):
        return "" if pd.isna(value) else number_text(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return text if name in _NUMBERS and _NUMBER.fullmatch(text) else csv_text(text)


def number_text(value: float) -> str:
    """A number with at most six decimals (11 cm on the ground) and no trailing zeros.

    >>> number_text(43.500000), number_text(5.0), number_text(0.1 + 0.2)
    ('43.5', '5', '0.3')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")
