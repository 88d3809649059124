"""CSV in any common separator and encoding."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from geotrack.columns import BEYOND
from geotrack.errors import InputError
from geotrack.readers.raw import RawTable, make_raw, read_bytes
from geotrack.style import csv_plain

if TYPE_CHECKING:
    from pathlib import Path

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# A cell of a megabyte is text someone pasted; beyond that the quotes are broken.
_MAX_CELL = 10_000_000


def read_csv_table(
    path: Path, *, file: str = "", encoding: str = "", separator: str = ""
) -> RawTable:
    """The table of a CSV file.

    `encoding` and `separator` (comma, semicolon, tab, pipe or the character itself) are found
    out where not given; `file` is the name for messages. Raises InputError where they cannot
    be, saying what was seen.
    """
    file = file or path.name
    text = decode_text(read_bytes(path, file), file, encoding)
    mark = _SEPARATORS.get(separator, separator) or _guess_separator(text)
    if len(mark) != 1:
        raise InputError(f"{file}: separator {separator!r} is none of {', '.join(_SEPARATORS)}")
    csv.field_size_limit(_MAX_CELL)
    lines: list[list[str]] = []
    rows: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for number, line in enumerate(reader, 1):
            rows.append(number)
            lines.append([csv_plain(cell) for cell in line])
    except csv.Error as error:
        raise InputError(f"{file} row {len(rows) + 1}: broken CSV ({error})") from None
    if not lines:
        raise InputError(f"{file} is empty")
    header, *body = _with_beyond(lines, mark)
    return make_raw(header, body, rows[1:], file)


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


def decode_text(data: bytes, file: str, encoding: str = "") -> str:
    """The text of a file: the given encoding, else a BOM's, UTF-8, or the likeliest other.

    Raises InputError where no encoding fits or the file is plainly not text.
    """
    if encoding:
        try:
            return data.decode(encoding)
        except (LookupError, ValueError) as error:
            raise InputError(f"{file} cannot be read as {encoding}: {error}") from None
    for mark, name in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _decoded(data, name, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        guess = from_bytes(data[:200_000]).best()
        if guess is None or b"\x00" in data[:10_000]:
            raise InputError(
                f"{file} is not text in any encoding geotrack knows; save it as UTF-8 CSV"
            ) from None
        text = _decoded(data, guess.encoding, file)
    if "\x00" in text:
        raise InputError(f"{file} holds binary data; is it really a CSV file?")
    return text


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file} looked like {encoding} but is not ({error.reason}, byte {error.start}); "
            "save it as UTF-8"
        ) from None


def _guess_separator(text: str) -> str:
    """The mark that stands most often in the header line, outside quotes; a comma if none does."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(part for i, part in enumerate(header.split('"')) if i % 2 == 0)
    return max(_SEPARATORS.values(), key=lambda mark: (outside.count(mark), mark == ","))
