"""What every reader of a table gives back, and the limits they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from geotrack.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

# A table of a million events is about 1 GB; what is larger is a mistake or an attack.
MAX_BYTES = 2_000_000_000


class RawTable(NamedTuple):
    """A table as written: every cell str, empty text for empty cells.

    `frame` has the headers as written, `rows` the row of each line in the file (the header is
    row 1), `file` the name to put into messages.
    """

    frame: pd.DataFrame
    rows: list[int]
    file: str


def read_bytes(path: Path, file: str) -> bytes:
    """The file's bytes. Raises InputError where it is missing, unreadable, too large or empty."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"{file} has {size:,} bytes; the limit is {MAX_BYTES:,}")
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{file} is not there") from None
    except IsADirectoryError:
        raise InputError(f"{file} is a folder, not a file") from None
    except PermissionError:
        raise InputError(f"{file} may not be read, or is held open by another program") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from None
    if not data.strip():
        raise InputError(f"{file} is empty")
    return data


def make_raw(headers: list[str], lines: list[list[str]], rows: list[int], file: str) -> RawTable:
    """A RawTable from headers and lines; blank lines are left out, short ones filled up.

    Raises InputError for a table without rows, without headers, or with one header twice.
    """
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
    frame = pd.DataFrame(cells, columns=pd.Index(names), dtype="str")
    return RawTable(frame, [row for row, _ in kept], file)
