"""What a worksheet holds beside its values: merged cells, and formulas never reckoned."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from geotrack.columns import fold_header, match_columns
from geotrack.errors import InputError
from geotrack.readers.raw import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CHUNK = 1_000_000
# Headers stand in the first rows.
_TOP = 12
# Counts of people: one number over several rows is theirs jointly, not each one's.
_COUNTS = ("fatalities", "fatalities_low", "fatalities_high")


def scan_sheet(data: bytes, sheet: Any) -> tuple[list[str], bool]:
    """The merged ranges of a sheet of a workbook, and whether it holds any formula.

    Read off its XML, since openpyxl tells neither when it reads row by row.
    """
    merged: list[str] = []
    formulas, rest = False, b""
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        archive.open(sheet._worksheet_path.lstrip("/")) as file,
    ):
        while chunk := file.read(_CHUNK):
            chunk = rest + chunk
            formulas = formulas or _FORMULA.search(chunk) is not None
            found = list(_MERGED.finditer(chunk))
            merged += [match[1].decode() for match in found]
            # A tag cut in two is read with the next part; one read already is not read again.
            rest = chunk[max(len(chunk) - 200, found[-1].end() if found else 0) :]
    return merged, formulas


def formulas_without_value(
    data: bytes, title: str, lines: list[list[str]], header: int
) -> list[Note]:
    """A note for every formula that no program has reckoned yet: its cell would read as empty."""
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(data), read_only=True)[title]
    reason = (
        "the formula has no value; open the workbook in a spreadsheet program and save it, or "
        "put the value there"
    )
    headers = lines[header]
    return [
        Note(str(cell.row), (headers[i : i + 1] or [""])[0], str(cell.value),
             f"cell {cell.coordinate}: {reason}")
        for shown, line in zip(lines, sheet.iter_rows(), strict=True)
        for i, (text, cell) in enumerate(zip(shown, line, strict=True))
        if not text and cell.data_type == "f"
    ]  # fmt: skip


def has_comments(data: bytes) -> bool:
    """Whether anybody has left comments at cells of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(re.search(r"(?:^|/)(?:threadedC|c)omments", name) for name in archive.namelist())


def like_headers(one: list[str], other: list[str]) -> bool:
    """Whether two sheets have the same columns, in whatever order, or mean the same by them."""
    folded = [{fold_header(cell) for cell in header if cell.strip()} for header in (one, other)]
    meant = [set(_meanings(header).values()) for header in (one, other)]
    return folded[0] == folded[1] or (meant[0] == meant[1] and len(meant[0]) > 1)


def with_tall_headers(lines: list[list[str]], merged: Iterable[str]) -> list[list[str]]:
    """The lines with a header that is merged over several rows standing in each of these.

    Beside headings over several columns ("When" over "From" and "To") a plain header reaches from
    their row into the one below.

    >>> with_tall_headers([["No.", "When", ""], ["", "From", "To"]], ["A1:A2", "B1:C1"])
    [['No.', 'When', ''], ['No.', 'From', 'To']]
    """
    from openpyxl.utils.cell import range_boundaries

    top = [list(line) for line in lines[:_TOP]]
    for ref in merged:
        left, first, right, last = range_boundaries(ref)
        if left == right and last <= len(top) and left <= len(top[first - 1]):
            for line in top[first:last]:
                line[left - 1 : left] = [top[first - 1][left - 1]]
    return [*top, *lines[_TOP:]]


def fill_merged(
    lines: list[list[str]], header: int, merged: tuple[str, ...]
) -> tuple[list[list[str]], list[Note]]:
    """The lines below the header, a value merged over several of them standing in each.

    A count merged so is the rows' joint one: it is left empty and named.
    """
    from openpyxl.utils.cell import range_boundaries

    body = [list(line) for line in lines[header + 1 :]] if merged else lines[header + 1 :]
    notes: list[Note] = []
    meanings = _meanings(lines[header]) if merged else {}
    for ref in merged:
        column, first, _, last = range_boundaries(ref)
        top = first - header - 2
        if last == first or top < 0 or last - header - 1 > len(body) or column > len(body[top]):
            continue
        text, joint = body[top][column - 1], meanings.get(column) in _COUNTS
        if joint and text:
            reason = f"left empty: one count for rows {first} to {last} jointly; give each its own"
            notes.append(Note(str(first), meanings[column], text, reason))
        for line in body[top : last - header - 1]:
            line[column - 1] = "" if joint else text
    return body, notes


def _meanings(headers: list[str]) -> dict[int, str]:
    try:
        found = match_columns([header for header in headers if header], {}, "")
    except InputError:
        return {}
    return {i: found[header] for i, header in enumerate(headers, 1) if header in found}
