"""A person's table -> settled rows -> events (grouping.py), and what was rejected.

Headers are told apart here; cells are settled in cells.py.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from geotrack.cells import Settings, is_remark, is_total, settle_row
from geotrack.columns import BEYOND, BEYOND_REASON, fold_header, match_columns
from geotrack.grouping import Intake, Line, as_json, group_rows
from geotrack.schema import column_names
from geotrack.statuswords import looks_like_status
from geotrack.style import clean_text
from geotrack.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd


class Settled(NamedTuple):
    """The rows of a table, what was rejected of them, and which header was read as what. Each row
    stands for itself: any part of a table can be settled alone."""

    rows: list[Line]
    rejects: list[dict[str, str]]
    columns: list[dict[str, str]]


def take_in(
    frame: pd.DataFrame,
    rows: list[int],
    file: str,
    settings: Settings,
    meant: Mapping[str, str] = MappingProxyType({}),
    *,
    coded: bool = False,
) -> Intake:
    """Events from a table as written (headers as people name them, every cell str).

    `rows` gives each line's row in the file, for messages; `meant` (header -> column) is what a
    published dataset's headers are known to mean: it wins over synonyms, the project over both.
    `coded`: its coordinates are those of a dataset with coders of its own (see join.locate).
    What no column of ours is read from is kept as the events' `extra`, unless the project says
    that it is to be ignored. `columns` of what comes back says which header was read as what.
    Raises InputError where no column means anything.
    """
    settled = settle_rows(frame, rows, file, settings, meant, coded=coded)
    intake = group_rows(settled.rows, file, settings.date_order, settled.rejects)
    return intake._replace(columns=make_table("columns", settled.columns))


def settle_rows(
    frame: pd.DataFrame,
    rows: list[int],
    file: str,
    settings: Settings,
    meant: Mapping[str, str] = MappingProxyType({}),
    *,
    coded: bool = False,
) -> Settled:
    """The first half of `take_in`: each row by itself."""
    mapping = match_columns(frame.columns, _wanted(settings.columns, meant), file)
    headers = [str(header) for header in frame.columns if header != BEYOND]
    columns = [{"file": file, "header": h, "column": mapping.get(h, "")} for h in headers]
    every = {header: _cleaned(frame[header]) for header in headers}
    cells = {column: every[header] for header, column in mapping.items()}
    ignored = {fold_header(header) for header, column in settings.columns.items() if not column}
    others = [h for h in headers if h not in mapping and fold_header(h) not in ignored]
    for one in columns:
        if one["header"] in others and looks_like_status(one["header"], every[one["header"]]):
            one["holds"] = "status"
    extras = _extras({h: every[h] for h in others}, len(rows))
    rejects: list[dict[str, str]] = []
    settled: list[Line] = []
    beyond = frame[BEYOND] if BEYOND in frame else [""] * len(rows)
    empty = dict.fromkeys(column_names("intake"), "")
    lines = zip(*cells.values(), strict=True)
    for i, (number, line, extra) in enumerate(zip(rows, lines, beyond, strict=True)):
        row = empty | dict(zip(cells, line, strict=True))

        def reject(column: str, value: str, reason: str, row_number: int = number) -> None:
            rejects.append(
                {"file": file, "row": str(row_number), "column": column,
                 "value": value[:200], "reason": reason}
            )  # fmt: skip

        if extra:
            reject(BEYOND, extra, BEYOND_REASON)
        elif not (row["places"] or row["longitude"]) and is_total(
            [column[i] for column in every.values()]
        ):
            # What stands in columns that nobody reads stays private.
            reject("", " ".join(filter(None, line)), "left out: a row of totals is no event")
        elif is_remark([column[i] for column in every.values()]):
            reject("", "".join(line), "left out: a remark below the table is no event")
        elif settle_row(row, settings, reject):
            settled.append(Line(number, row, extras[i], "yes" if coded else ""))
    return Settled(settled, rejects, columns)


def _wanted(own: Mapping[str, str], meant: Mapping[str, str]) -> dict[str, str]:
    """What the headers mean: as the project says, else as the dataset is known to mean them."""
    taken = {column for column in own.values() if column}
    folded = {fold_header(header) for header in own}
    kept = {h: c for h, c in meant.items() if c not in taken and fold_header(h) not in folded}
    return {**kept, **own}


def _cleaned(cells: pd.Series) -> list[str]:
    listed: list[str] = cells.tolist()
    joined = "\n".join(listed)
    # Hardly any column holds what must be cleaned: one look tells.
    if clean_text(joined) is joined:
        return [cell.strip() for cell in listed]
    return [clean_text(cell).strip() for cell in listed]


def _extras(others: Mapping[str, list[str]], n_rows: int) -> list[str]:
    """The cells that are not read as anything, a JSON object a row; empty text for none."""
    lines = zip(*others.values(), strict=True)
    told = [{h: cell for h, cell in zip(others, line, strict=True) if cell} for line in lines]
    return [as_json(one) if one else "" for one in told] or [""] * n_rows


def ignored_headers(columns: pd.DataFrame, publish: Iterable[str] = ()) -> dict[str, list[str]]:
    """file -> its headers that reach no output, for files that have any: those read as nothing
    that the project does not publish."""
    shown = set(map(fold_header, publish))
    idle = columns[(columns["column"] == "") & ~columns["header"].map(fold_header).isin(shown)]
    return {str(file): list(rows) for file, rows in idle.groupby("file", sort=False)["header"]}


def joint_columns(columns: pd.DataFrame) -> pd.DataFrame:
    """Each header of a file once: what parts of the file say of it, together."""
    once = columns.drop_duplicates(["file", "header", "column"], ignore_index=True)
    told = columns[columns["holds"] != ""]
    held = dict(zip(zip(told["file"], told["header"], strict=True), told["holds"], strict=True))
    pairs = zip(once["file"], once["header"], strict=True)
    return once.assign(holds=[held.get(pair, "") for pair in pairs])


_TELLING = {
    "date": {"date", "year"},
    "place": {"places", "venue", "topic", "longitude", "latitude", "coordinates", "country",
              "admin1", "admin2"},
}  # fmt: skip


def lacking_columns(columns: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """file -> `date`, `place`, `status`: what none of its headers was read as, each with the
    headers that look like it; for files that lack any.

    A table whose dates stand under a header nobody knows looks faultless, and all of it undated.
    One without a status is told of only where some column looks like one: else all occurred.
    """
    lacking = {}
    for file, rows in columns.groupby("file", sort=False):
        read = set(rows["column"])
        missing: dict[str, list[str]] = {k: [] for k, named in _TELLING.items() if not read & named}
        like = list(dict.fromkeys(rows.loc[rows["holds"] == "status", "header"]))
        if like and "status" not in read:
            missing["status"] = like
        if missing:
            lacking[str(file)] = missing
    return lacking
