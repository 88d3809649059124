"""geotrack's own tables as files: reports, figures, corrections."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from geotrack.columns import BEYOND, BEYOND_REASON, fold_header
from geotrack.edtf import parse_edtf
from geotrack.errors import InputError
from geotrack.schema import NUMBER, TABLES
from geotrack.style import clean_text
from geotrack.tables import conform

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.readers.raw import RawTable

Rejects = list[dict[str, str]]


def declared_table(
    name: str, raw: RawTable, key: str, rejects: Rejects, needed: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The table `name` of schema.py from a file that uses its column names.

    Rows with a broken date or number, or a `key` that is empty or used before, go to `rejects`;
    columns that are not declared stay private. Raises InputError where a needed one is missing.
    """
    declared = {column.name: column for column in TABLES[name]}
    mapping = {h: fold_header(h) for h in raw.frame.columns if fold_header(h) in declared}
    twice = next((c for c in declared if list(mapping.values()).count(c) > 1), None)
    if twice:
        raise InputError(f"{raw.file} has two columns that mean {twice!r}; rename one")
    missing = [column for column in (key, *needed) if column and column not in mapping.values()]
    if missing:
        raise InputError(
            f"{raw.file} has no column {missing[0]!r}; a table of {name} has: {', '.join(declared)}"
        )
    lines = raw.frame[list(mapping)].rename(columns=mapping).to_dict("records")
    beyond = raw.frame[BEYOND] if BEYOND in raw.frame else [""] * len(lines)
    kept: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    for number, line, extra in zip(raw.rows, lines, beyond, strict=True):
        row = {str(k): clean_text(v).strip() for k, v in line.items()}
        fault = (BEYOND, BEYOND_REASON) if extra else None
        fault = fault or _fault(row, [c.name for c in declared.values() if c.type == NUMBER])
        if key and not fault:
            fault = _key_fault(row, key, seen, number)
        if fault:
            column, reason = fault
            rejects.append({"file": raw.file, "row": str(number), "column": column,
                            "value": row.get(column, extra), "reason": reason})  # fmt: skip
        else:
            kept.append(row)
    return conform(name, pd.DataFrame(kept, columns=pd.Index(list(mapping.values()))))


def _key_fault(
    row: dict[str, str], key: str, seen: dict[str, int], number: int
) -> tuple[str, str] | None:
    if not row[key]:
        return key, f"{key} is empty"
    if row[key] in seen:
        return key, f"this {key} stands in row {seen[row[key]]} already"
    seen[row[key]] = number
    return None


def _fault(row: dict[str, str], numbers: list[str]) -> tuple[str, str] | None:
    for column, check in (("published", parse_edtf), ("date", parse_edtf)):
        fault = _check(row, column, check)
        if fault:
            return fault
    for column in numbers:
        if row.get(column):
            try:
                number = float(row[column])
            except ValueError:
                number = math.nan
            if not math.isfinite(number):
                return column, "not a number"
            # Digits of every script, as pandas reads them.
            row[column] = str(number)
    return None


def _check(
    row: dict[str, str], column: str, check: Callable[[str], object]
) -> tuple[str, str] | None:
    if not row.get(column):
        return None
    try:
        check(row[column])
    except ValueError as error:
        return column, str(error)
    return None
