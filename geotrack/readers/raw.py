"""What every reader of a table gives back, and the limits they share."""

from __future__ import annotations

import html
import json
import re
import zlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.columns import known_headers
from geotrack.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    import pandas as pd

# A table of a million events is about 1 GB; what is larger is a mistake or an attack.
MAX_BYTES = 2_000_000_000
# Titles and remarks above a header are looked through this far.
_TITLE_ROWS = 10


class Note(NamedTuple):
    """What a reader could not be sure of: a row of the rejects table but for the file."""

    row: str
    column: str
    value: str
    reason: str


class RawTable(NamedTuple):
    """A table as written: every cell str, empty text for empty cells.

    `frame` has the headers as written, `rows` the row of each line in the file (the header is
    row 1), `file` the name to put into messages; `notes` say what was guessed or left out.
    `dialect` names the published dataset it was asked to be read as; `meant` (header -> column)
    says what its headers mean, `origins` what a derived column comes from, `coded` whether its
    coordinates were given by coders (see readers/dialects). `more` are the other tables of the
    file: sheets of a workbook.
    """

    frame: pd.DataFrame
    rows: list[int]
    file: str
    notes: tuple[Note, ...] = ()
    dialect: str = ""
    meant: Mapping[str, str] = MappingProxyType({})
    origins: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    coded: bool = False
    more: tuple[RawTable, ...] = ()

    def rejects(self, used: Collection[str]) -> list[dict[str, str]]:
        """The notes as rows of the rejects table, without those on columns that are not used."""
        idle = set(self.frame.columns) - set(used)
        told = [note for note in self.notes if note.column not in idle]
        return [{"file": self.file} | note._asdict() for note in told]


def read_bytes(path: Path, file: str, most: int = MAX_BYTES) -> bytes:
    """The file's bytes, unpacked where it is gzipped.

    Raises InputError where it is missing, unreadable, too large or empty.
    """
    try:
        size = path.stat().st_size
        if size > most:
            raise InputError(f"{file} has {size:,} bytes; the limit is {most:,}")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{file} is not there") from None
    except IsADirectoryError:
        raise InputError(f"{file} is a folder, not a file") from None
    except PermissionError:
        raise InputError(f"{file} may not be read, or is held open by another program") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from None
    if data.startswith(b"\x1f\x8b"):
        data = _gunzipped(data, file, most)
    if not data.strip():
        raise InputError(f"{file} is empty")
    return data


def _gunzipped(data: bytes, file: str, most: int) -> bytes:
    """The bytes of a .gz file, unpacked no further than the limit."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        raise InputError(f"{file} is damaged or cut off: {error}") from None
    if len(unpacked) > most:
        raise InputError(f"{file} unpacks to more than {most:,} bytes; that is the limit")
    if not unpacker.eof:
        raise InputError(f"{file} is cut off: the end of the gzip file is missing")
    return unpacked


def header_at(
    lines: list[list[str]], rows: list[int], file: str, header_row: int, mapped: Collection[str]
) -> tuple[int, tuple[Note, ...]]:
    """Which of the lines is the header: the given row, the first, or one below titles.

    The first line that holds anything is the header unless it names no column of ours and one
    of the next ten names two or more, or the line below it names more (headings merged over
    several columns, "When" over "From" and "To"); what was skipped for it is in the notes.
    `mapped` are headers the project maps. Raises InputError where the given row is not there.
    """
    if header_row:
        if header_row not in rows:
            raise InputError(f"{file} has no row {header_row} to be the header")
        return rows.index(header_row), ()
    filled = (i for i, line in enumerate(lines) if any(cell.strip() for cell in line))
    first = next(filled, 0)
    count, telling = known_headers(lines[first], mapped) if lines else (0, False)
    found = first if telling or count > 1 else -1
    for i in range(first + 1, min(first + 1 + _TITLE_ROWS, len(lines)) if found < 0 else 0):
        count, telling = known_headers(lines[i], mapped)
        if telling and count > 1:
            found = i
            break
    if found < 0:
        return first, ()
    below, telling = known_headers(next(iter(lines[found + 1 : found + 2]), []), mapped)
    found += telling and below > max(count, 1)
    if found == first:
        return first, ()
    span = f"{rows[first]}" if found == first + 1 else f"{rows[first]} to {rows[found - 1]}"
    reason = f"skipped as titles: row {rows[found]} is taken for the header"
    return found, (Note(span, "", "", f"{reason}; else set [read] header_row"),)


def raw_of_records(
    records: Iterable[Mapping[str, str]], file: str, notes: tuple[Note, ...] = ()
) -> RawTable:
    """A RawTable of records with their own fields each; row 1 is the first."""
    records = list(records)
    headers = list(dict.fromkeys(name for record in records for name in record))
    lines = [[record.get(name, "") for name in headers] for record in records]
    return make_raw(headers, lines, list(range(1, len(lines) + 1)), file, notes)


def value_text(value: Any) -> str:
    """A value of JSON or of a GIS file as text: whole numbers without a point, lists as JSON.

    >>> value_text(3.0), value_text(None), value_text(["a"])
    ('3', '', '["a"]')
    """
    if value is None or value != value:  # noqa: PLR0124 - not-a-number is no value
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


_TAG = re.compile(r"<[^<>]{0,1000}>")


def without_tags(text: str) -> str:
    """Text of a cell that holds HTML, as TimelineJS's and timemap's may.

    >>> without_tags("<b>Strike</b> &amp; fire")
    'Strike & fire'
    """
    return html.unescape(_TAG.sub("", text)).strip() if "<" in text or "&" in text else text


def make_raw(
    headers: list[str],
    lines: list[list[str]],
    rows: list[int],
    file: str,
    notes: tuple[Note, ...] = (),
) -> RawTable:
    """A RawTable from headers and lines; blank lines are left out, short ones filled up.

    Raises InputError for a table without rows, without headers, or with one header twice.
    """
    # Here, not above: documents are read in processes that have no use for it.
    import pandas as pd

    from geotrack.tables import whole_text

    headers = [header.strip() for header in headers]
    width = len(headers)
    while width and not headers[width - 1]:
        width -= 1
    if not width:
        raise InputError(f"{file} has no header in its first row")
    names = [header or f"column {i}" for i, header in enumerate(headers[:width], 1)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InputError(f"{file} has two columns named {twice!r}; rename one")
    numbered = zip(rows, lines, strict=True)
    kept = [(row, line) for row, line in numbered if any(cell.strip() for cell in line)]
    if not kept:
        raise InputError(f"{file} has a header but no rows")
    cells = [(line + [""] * (width - len(line)))[:width] for _, line in kept]
    index = pd.Index([whole_text(name) for name in names])
    try:
        frame = pd.DataFrame(cells, columns=index, dtype="str")
    except UnicodeEncodeError:  # half a letter, as JSON may hold
        cells = [[whole_text(cell) for cell in line] for line in cells]
        frame = pd.DataFrame(cells, columns=index, dtype="str")
    return RawTable(frame, [row for row, _ in kept], file, notes)
