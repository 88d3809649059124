"""Excel workbooks (.xlsx), one sheet."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.readers.raw import MAX_BYTES, RawTable, make_raw, read_bytes

if TYPE_CHECKING:
    from pathlib import Path


def read_xlsx_table(path: Path, *, file: str = "", sheet: str = "") -> RawTable:
    """The table of one sheet: the named one, else the first that holds anything.

    Days come as YYYY-MM-DD, or only as their month or year where the cell shows no more (Excel
    makes a day of "Aug 2024"); whole numbers come without a point. Raises InputError for what is no
    workbook, a sheet that is not there, or a file that unpacks to more than 2 GB.
    """
    file = file or path.name
    data = read_bytes(path, file)
    _check_zip(data, file)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations it does not keep; we only read cells.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {ws.title: ws for ws in book.worksheets}
            if sheet and sheet not in sheets:
                raise InputError(f"{file} has no sheet {sheet!r}; it has: {', '.join(sheets)}")
            chosen = [sheets[sheet]] if sheet else list(sheets.values())
            for ws in chosen:
                lines = [[_shown(cell) for cell in line] for line in ws.iter_rows()]
                if any(any(line) for line in lines):
                    return _from_lines(lines, file)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its XML parser meets
        raise InputError(f"{file} is not a workbook that can be read: {error}") from None
    raise InputError(f"{file} is empty")


def _from_lines(lines: list[list[str]], file: str) -> RawTable:
    first = next(i for i, line in enumerate(lines) if any(line))
    rows = list(range(first + 2, len(lines) + 1))
    return make_raw(lines[first], lines[first + 1 :], rows, file)


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
    return str(value).strip()
