"""Excel workbooks (.xlsx), one sheet."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from geotrack.columns import known_headers
from geotrack.errors import InputError
from geotrack.readers.dialects import dialect_of
from geotrack.readers.ours import is_events, is_locations, with_locations
from geotrack.readers.raw import MAX_BYTES, Note, RawTable, header_at, make_raw, read_bytes
from geotrack.readers.sheets import (
    fill_merged,
    formulas_without_value,
    has_comments,
    like_headers,
    scan_sheet,
    with_tall_headers,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


def read_xlsx_table(
    path: Path,
    *,
    file: str = "",
    mapped: Collection[str] = (),
    sheet: str = "",
    header_row: int = 0,
) -> RawTable:
    """The table of one sheet: the named one, else the first that names columns of ours.

    Sheets with the same columns (a sheet a month) are `more` of what comes back; `sheet="*"`
    reads every sheet that names columns. Of a workbook of geotrack's own the sheets events and
    locations are read as one table (see ours.py). Days come as YYYY-MM-DD, or only as their month
    or year where the cell shows no more (Excel makes a day of "Aug 2024"); whole numbers come
    without a point; a value merged over several rows counts for each. What is not read (other
    sheets, comments, formulas that were never reckoned) is in the notes. Raises InputError for what
    is no workbook, a sheet that is not there, or a file that unpacks to more than 2 GB.
    """
    file = file or path.name
    data = read_bytes(path, file)
    _check_zip(data, file)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations it does not keep; we only read cells.
            warnings.simplefilter("ignore")
            return _read(data, file, sheet, header_row, mapped)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its XML parser meets
        raise InputError(f"{file} is not a workbook that can be read: {error}") from None


def _read(data: bytes, file: str, sheet: str, header_row: int, mapped: Collection[str]) -> RawTable:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = {ws.title: ws for ws in book.worksheets}
    if sheet not in ("", "*", *sheets):
        raise InputError(f"{file} has no sheet {sheet!r}; it has: {', '.join(sheets)}")
    filled = {title: ws for title, ws in sheets.items() if _holds_anything(ws)}
    wanted = [sheet] if sheet not in ("", "*") else list(filled)
    if not wanted or wanted[0] not in filled:
        raise InputError(f"{file} is empty")
    merged = {title: scan_sheet(data, filled[title]) for title in wanted}
    lines = {t: with_tall_headers(_lines(filled[t]), merged[t][0]) for t in wanted}
    # A given row is the header of the sheets that have it: lists beside them may be shorter.
    long = [title for title in wanted if len(lines[title]) >= header_row]
    heads = {t: _head(lines[t], file, header_row, mapped) for t in long or wanted}
    telling = [title for title in heads if heads[title][2]]
    first = next(iter(telling), next(iter(heads)))
    like = [title for title in telling if title != first
            and (sheet == "*" or like_headers(lines[first][heads[first][0]],
                                              lines[title][heads[title][0]]))]  # fmt: skip

    def table(title: str) -> RawTable:
        about = (title, *merged[title])
        return _table(data, about, lines[title], heads[title], _name(file, title, first))

    tables = [table(title) for title in (first, *like)]
    told = list(tables[0].notes)
    read = [first, *like]
    places = next((t for t in heads if is_locations(lines[t][heads[t][0]]) and lines[t][1:]), "")
    if not sheet and places and is_events(lines[first][heads[first][0]]):
        tables[0] = with_locations(tables[0], table(places)._replace(file=f"{file} [{places}]"))
        told = list(tables[0].notes)
        read.append(places)
    others = [title for title in wanted if title not in read]
    if others:
        reason = f"not read: only {', '.join(map(repr, read))}"
        told.append(
            Note("", "", ", ".join(map(repr, others)), f"{reason}; to read it, set [read] sheet")
        )
    if has_comments(data):
        reason = "comments at cells are not read; what matters belongs into a column of its own"
        told.append(Note("", "", "", reason))
    return tables[0]._replace(notes=tuple(told), more=tuple(tables[1:]))


def _name(file: str, title: str, first: str) -> str:
    """The first sheet goes by the file's name, so that ids stay when a sheet is added."""
    return file if title == first else f"{file} [{title}]"


def _lines(sheet: Any) -> list[list[str]]:
    return [[_shown(cell) for cell in line] for line in sheet.iter_rows()]


_Head = tuple[int, tuple[Note, ...], bool]


def _head(lines: list[list[str]], file: str, header_row: int, mapped: Collection[str]) -> _Head:
    """Which line is the header, what was skipped for it, and whether it names columns of ours."""
    at, notes = header_at(lines, list(range(1, len(lines) + 1)), file, header_row, mapped)
    count, telling = known_headers(lines[at], mapped)
    return at, notes, (telling and count > 1) or dialect_of(lines[at]) is not None


def _table(
    data: bytes, about: tuple[str, list[str], bool], lines: list[list[str]], head: _Head, file: str
) -> RawTable:
    at, notes, _ = head
    title, merged, has_formulas = about
    body, told = fill_merged(lines, at, tuple(merged))
    if has_formulas:
        told += formulas_without_value(data, title, lines, at)
    rows = list(range(at + 2, len(lines) + 1))
    return make_raw(lines[at], body, rows, file, (*notes, *told))


def _holds_anything(sheet: Any) -> bool:
    return any(cell is not None for line in sheet.iter_rows(values_only=True) for cell in line)


def _check_zip(data: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError):
        raise InputError(f"{file} is not an .xlsx workbook; save it as .xlsx or .csv") from None
    if unpacked > MAX_BYTES:
        raise InputError(f"{file} unpacks to {unpacked:,} bytes; the limit is {MAX_BYTES:,}")


# What a number format holds beside its codes: quoted and escaped text, [colours and locales].
_NO_CODES = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')


def _shown(cell: Any) -> str:
    """A cell's text, a date no sharper than the cell's format shows it."""
    text = cell_text(cell.value)
    if not isinstance(cell.value, date):
        return text
    codes = _NO_CODES.sub("", cell.number_format or "").lower()
    if "y" not in codes or "d" in codes:
        return text
    return text[:7] if "m" in codes else text[:4]


def cell_text(value: Any) -> str:
    """A cell's value as people would write it.

    >>> cell_text(datetime(2024, 8, 15)), cell_text(3.0), cell_text(None)
    ('2024-08-15', '3', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # A workbook's way of writing an underscore that begins no escape; openpyxl leaves it in.
    return str(value).replace("_x005F_", "_").strip()
