"""Datasets told by their columns: which there are, and a table brought to our columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.columns import fold_header
from geotrack.errors import InputError
from geotrack.readers.dialects.acled import ACLED
from geotrack.readers.dialects.gdelt import GDELT
from geotrack.readers.dialects.gtd import GTD
from geotrack.readers.dialects.polecat import POLECAT
from geotrack.readers.dialects.rules import translated
from geotrack.readers.dialects.timelines import (
    TIMELINEJS,
    TIMEMAP,
    TIMEMAP_CATEGORIES,
    TIMEMAP_SOURCES,
)
from geotrack.readers.dialects.ucdp import UCDP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geotrack.readers.dialects.rules import Dialect
    from geotrack.readers.raw import RawTable

DIALECTS = {
    dialect.name: dialect
    for dialect in (
        ACLED, UCDP, GDELT, GTD, POLECAT, TIMELINEJS, TIMEMAP, TIMEMAP_SOURCES, TIMEMAP_CATEGORIES
    )
}  # fmt: skip


def dialect_of(headers: Iterable[str]) -> Dialect | None:
    """The dataset that has such columns; none for a person's own table.

    >>> dialect_of(["event_id_cnty", "event_date", "notes"]).name
    'acled'
    """
    there = {fold_header(str(header)) for header in headers}
    return next(
        (d for d in DIALECTS.values() if any(there.issuperset(mark) for mark in d.marks)), None
    )


def in_our_columns(raw: RawTable, own: Collection[str] = (), table: str = "events") -> RawTable:
    """The table as its dataset is to be read; a table of no known dataset stays as it is.

    `own` are headers whose meaning the project states. Raises InputError where the dataset is
    not of events (or of `table`), or lacks the columns of the one that was asked for.
    """
    dialect = DIALECTS[raw.dialect] if raw.dialect else dialect_of(raw.frame.columns)
    if dialect is None or (dialect.table != table and table == "reports"):
        return raw
    if dialect.table != table:
        refused = "it is a table of reports: name it as inputs.reports in geotrack.toml"
        raise InputError(f"{raw.file}: {dialect.refused or refused}")
    if raw.dialect:
        _check_asked_for(raw, dialect)
    return translated(raw, dialect, own)


def _check_asked_for(raw: RawTable, dialect: Dialect) -> None:
    """Raises InputError where a table has hardly any column of the dataset it is said to be."""
    there = {fold_header(str(header)) for header in raw.frame.columns}
    wanted = dict.fromkeys(rule.headers[0] for rule in dialect.rules)
    found = [header for header in wanted if fold_header(header) in there]
    if 2 * len(found) < len(wanted):
        missing = ", ".join(header for header in wanted if header not in found)
        seen = ", ".join(map(str, raw.frame.columns[:8]))
        raise InputError(
            f"{raw.file} has not the columns of {dialect.meaning}: it lacks {missing}; it has "
            f"{seen} ...; leave the format out, or name the right one"
        )
