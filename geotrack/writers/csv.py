"""CSV: one row an event, one row a location, one row a reject."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geotrack.schema import NUMBER, TABLES, Presentation, column_names
from geotrack.style import csv_text
from geotrack.summary import chronological_order
from geotrack.tables import Tables, published, records
from geotrack.writers.rows import in_event_order, told_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write_events_csv(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One row an event, chronological; its places, reports and quotes joined by '; '."""
    if len(tables["events"]) <= _MOST_EVENTS:
        write_csv_table(path, told_events(tables, presentation.language, presentation.publish))
        return
    for number, part in enumerate(_in_parts(tables)):
        told = told_events(part, presentation.language, presentation.publish)
        write_csv_table(path, told, more=number > 0)


# So many events are brought into form at once.
_MOST_EVENTS = 50_000


def _in_parts(tables: Tables) -> Iterator[Tables]:
    """The tables cut at so many events each, in their order in time."""
    events = tables["events"]
    events = events.iloc[chronological_order(events)]
    part_of = pd.Series(np.arange(len(events)) // _MOST_EVENTS, index=events["event_id"])
    numbers = {n: tables[n]["event_id"].map(part_of) for n in ("locations", "accounts")}
    reports = tables["reports"]
    # Figures only give reports their numbers, which no cell of this table has.
    whole = tables | {"figures": tables["figures"].iloc[:0]}
    for number in range(int(part_of.iloc[-1]) + 1):
        part = {n: tables[n][at == number] for n, at in numbers.items()}
        first = number * _MOST_EVENTS
        part["events"] = events.iloc[first : first + _MOST_EVENTS]
        used = part["accounts"]["report_id"].unique()
        part["reports"] = reports[reports["report_id"].isin(used)]
        yield whole | part


def write_locations_csv(tables: Tables, path: Path, presentation: Presentation) -> None:  # noqa: ARG001
    """One row a location, found or not, in the order of the events."""
    write_csv_table(path, published("locations", in_event_order(tables)))


def write_rejects_csv(tables: Tables, path: Path, presentation: Presentation) -> None:  # noqa: ARG001
    """What could not be used: file, row, column, value, reason."""
    write_csv_table(path, tables["rejects"])


def write_merges_csv(tables: Tables, path: Path, presentation: Presentation) -> None:  # noqa: ARG001
    """Pairs of events that may be one: first the cells of a correction, then what speaks for it."""
    _write_declared("merges", tables, path)


def write_candidates_csv(tables: Tables, path: Path, presentation: Presentation) -> None:  # noqa: ARG001
    """What rules saw in reports and did not take for an event, with the reason."""
    _write_declared("candidates", tables, path)


def _write_declared(name: str, tables: Tables, path: Path) -> None:
    """A table as declared; one that a caller's tables lack has no rows."""
    table = tables.get(name)
    rows = [] if table is None else records(table)
    write_csv_rows(path, column_names(name), rows)


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
