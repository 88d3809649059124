"""CSV in any common separator and encoding."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal

from geotrack.columns import BEYOND, known_headers
from geotrack.errors import InputError
from geotrack.readers.encoding import decode_text
from geotrack.readers.gdelt_header import gdelt_header
from geotrack.readers.raw import RawTable, header_at, make_raw, read_bytes
from geotrack.style import csv_plain

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
# A cell of a megabyte is text someone pasted; beyond that the quotes are broken.
_MAX_CELL = 10_000_000


def read_csv_table(
    path: Path,
    *,
    file: str = "",
    mapped: Collection[str] = (),
    encoding: str = "",
    separator: str = "",
    header_row: int = 0,
) -> RawTable:
    """The table of a CSV file.

    `encoding`, `separator` (comma, semicolon, tab, pipe or the character itself) and
    `header_row` (1 is the first) are found out where not given; a first line `sep=;` is
    honoured. `file` is the name for messages, `mapped` the headers that the project maps. Raises
    InputError where they cannot be, saying what was seen.
    """
    file = file or path.name
    decoded = decode_text(read_bytes(path, file), file, encoding)
    text = decoded.text
    said = _SEP_LINE.match(text)
    mark = _SEPARATORS.get(separator, separator) or (said[1] if said else "")
    header_of_gdelt = () if header_row or mark.strip("\t") else gdelt_header(text)
    if header_of_gdelt:
        # These files quote nothing: a quotation mark is part of the text.
        lines, rows = _parsed(text, "\t", file, quoted=False)
        return make_raw(list(header_of_gdelt), lines, rows, file, decoded.notes)
    mark = mark or _guess_separator(text, mapped)
    if len(mark) != 1:
        raise InputError(f"{file}: separator {separator!r} is none of {', '.join(_SEPARATORS)}")
    lines, rows = _parsed(text, mark, file)
    if said:
        lines, rows = lines[1:], rows[1:]
    if not lines:
        raise InputError(f"{file} is empty")
    at, notes = header_at(lines, rows, file, header_row, mapped)
    header, *body = _with_beyond(lines[at:], mark)
    return make_raw(header, body, rows[at + 1 :], file, decoded.notes + notes)


# Excel's way of saying the separator.
_SEP_LINE = re.compile(r'\ufeff?"?sep=([^\r\n"])"?[ \t]*(?:\r?\n|$)', re.IGNORECASE)


def _parsed(
    text: str, mark: str, file: str, *, quoted: bool = True
) -> tuple[list[list[str]], list[int]]:
    csv.field_size_limit(_MAX_CELL)
    lines: list[list[str]] = []
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=mark, strict=True, quoting=quoting
        )
        lines.extend([csv_plain(cell) for cell in line] for line in reader)
    except (csv.Error, ValueError) as error:
        if quoted and mark == "\t":
            # Many programs write tabs and quote nothing.
            return _parsed(text, mark, file, quoted=False)
        raise InputError(
            f"{file} row {len(lines) + 1}: broken CSV ({error}); it was read with "
            f"{_shown(mark)} between its cells: if that is wrong, set [read] separator"
        ) from None
    return lines, list(range(1, len(lines) + 1))


def _shown(mark: str) -> str:
    return next((name for name, known in _SEPARATORS.items() if known == mark), repr(mark))


def _with_beyond(lines: list[list[str]], mark: str) -> list[list[str]]:
    """The lines, cells beyond the header gathered in a last column BEYOND where there are any."""
    width = len(lines[0])
    beyond = any(cell.strip() for line in lines for cell in line[width:])
    if not beyond or not any(lines[0]):
        return lines
    return [[*lines[0], BEYOND]] + [
        [*line[:width], *[""] * (width - len(line)), mark.join(line[width:]).strip(f"{mark} ")]
        for line in lines[1:]
    ]


def _guess_separator(text: str, mapped: Collection[str]) -> str:
    """The mark that stands most often in the first line, outside quotes; a comma if none does.

    Where that line names no columns (a title), the mark by which a line below names most.
    """
    top = [line for line in text[:_TOP].splitlines() if line.strip()][:11]
    marks = list(_SEPARATORS.values())

    def named(line: str, mark: str) -> int:
        return known_headers((cell.strip(' "') for cell in line.split(mark)), mapped)[0]

    header = top[0] if top else ""
    outside = "".join(part for i, part in enumerate(header.split('"')) if i % 2 == 0)
    likely = max(marks, key=lambda mark: (outside.count(mark), mark == ","))
    if named(header, likely) > 1:
        return likely
    best = max(marks, key=lambda mark: (max((named(line, mark) for line in top), default=0),
                                        mark == likely))  # fmt: skip
    return best if any(named(line, best) > 1 for line in top) else likely


# So much of a file is looked at for its separator.
_TOP = 100_000
