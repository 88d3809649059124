"""Input files -> pieces that are read one by one: CSV is cut at rows, all else stays whole."""

from __future__ import annotations

import csv
import json
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geotrack.errors import InputError
from geotrack.formats import format_for, function_of, options_had
from geotrack.readers.csv import _MAX_CELL, _SEP_LINE, _SEPARATORS, _guess_separator, read_csv_table
from geotrack.readers.gdelt_header import gdelt_header
from geotrack.readers.raw import Note, RawTable, header_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import TextIOWrapper

    from geotrack.project import Project

# So many characters tell a file's separator and header.
_HEAD = 100_000


class Piece(NamedTuple):
    """Rows of an input file. `path` is a CSV of them below their header, `first_row` the first
    one's row in the file; where `first_row` is 0, `path` is the input itself, to be read whole."""

    number: int
    file: str
    path: str
    first_row: int = 0
    separator: str = ""
    notes: tuple[tuple[str, str, str, str], ...] = ()


def cut_inputs(
    project: Project, folder: Path, rows: int, progress: Callable[[int, int], None]
) -> list[Piece]:
    """The project's event tables as pieces of so many rows each, filed in `folder`.

    What an earlier, killed run has cut is taken as it is.
    """
    listing = folder / "pieces.json"
    if listing.is_file():
        listed = json.loads(listing.read_text(encoding="utf-8"))
        return [Piece._make([*line[:-1], tuple(map(tuple, line[-1]))]) for line in listed]
    folder.mkdir(parents=True, exist_ok=True)
    pieces: list[Piece] = []
    for number, path in enumerate(project.events, 1):
        pieces += _pieces(project, path, folder, rows, len(pieces))
        progress(number, len(project.events))
    unfinished = listing.with_suffix(".tmp")
    unfinished.write_text(json.dumps(pieces), encoding="utf-8")
    unfinished.replace(listing)
    return pieces


def read_piece(piece: Piece, project: Project) -> RawTable:
    """The rows of a piece as its input's reader gives them, with their rows in the file."""
    settings = project.settings
    mapped = tuple(settings.columns)
    if not piece.first_row:
        name = str(settings.read.get("format", ""))
        read = function_of(format_for(Path(piece.path), name, to_write=False), to_write=False)
        options = options_had(read, {**settings.read, "mapped": mapped})
        raw: RawTable = read(Path(piece.path), file=piece.file, **options)
        return raw
    has_header = int(bool(piece.separator))
    raw = read_csv_table(
        Path(piece.path), file=piece.file, encoding="utf-8", separator=piece.separator,
        header_row=has_header, mapped=mapped,
    )  # fmt: skip
    # Where a piece has a header it is row 1; the row below it is the first of these.
    rows = [row + piece.first_row - 1 - has_header for row in raw.rows]
    return raw._replace(rows=rows, notes=tuple(Note(*note) for note in piece.notes))


def _pieces(project: Project, path: Path, folder: Path, rows: int, begun: int) -> Iterator[Piece]:
    file = project.shown(path)
    whole = Piece(begun, file, str(path))
    format_ = format_for(path, str(project.settings.read.get("format", "")), to_write=False)
    if format_.name not in ("csv", "tsv"):
        yield whole
        return
    encoding = str(project.settings.read.get("encoding", "")) or "utf-8-sig"
    cut: list[Piece] = []
    try:
        with path.open(encoding=encoding, newline="") as text:
            cut += _cut(text, file, folder, project, (rows, begun))
    except (UnicodeDecodeError, LookupError, csv.Error):
        # Another encoding, packed, or broken: its reader finds out which from the whole file.
        cut = [whole]
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from None
    yield from cut or [whole]


def _cut(
    text: TextIOWrapper, file: str, folder: Path, project: Project, size: tuple[int, int]
) -> Iterator[Piece]:
    """Pieces of a CSV file; row numbers count records, as the reader of CSV does."""
    rows, begun = size
    settings = project.settings
    mapped = tuple(settings.columns)
    head = text.read(_HEAD)
    text.seek(0)
    if gdelt_header(head):
        # No header, and nothing quoted: its reader knows the columns from the first line.
        below = (_Record(row, [], line) for row, line in enumerate(text, 1))
        yield from _written(below, "", folder, Piece(begun, file, "", 1), rows)
        return
    said = _SEP_LINE.match(head)
    given = str(settings.read.get("separator", ""))
    mark = _SEPARATORS.get(given, given) or (said[1] if said else "")
    mark = mark or _guess_separator(head, mapped)
    if len(mark) != 1:
        return  # its reader names what is wrong
    records = _records(text, mark)
    top = [next(records, None) for _ in range(12)]
    known = [record for record in top if record is not None]
    if said:
        known = known[1:]
    if not known:
        return
    lines, numbers = [r.cells for r in known], [r.row for r in known]
    wanted = int(settings.read.get("header_row", 0))
    at, notes = header_at(lines, numbers, file, wanted, mapped)
    header = known[at].text
    header = header if header.endswith(("\n", "\r")) else f"{header}\n"
    told = tuple((n.row, n.column, n.value, n.reason) for n in notes)
    first = Piece(begun, file, "", 1, mark, told)
    yield from _written(chain(known[at + 1 :], records), header, folder, first, rows)


def _written(
    records: Iterator[_Record], header: str, folder: Path, first: Piece, rows: int
) -> Iterator[Piece]:
    """The records below the header, in pieces; notes go with the first."""
    piece = first
    while (record := next(records, None)) is not None:
        path = folder / f"{piece.number:06}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            out.write(header)
            out.write(record.text)
            out.writelines(other.text for other in islice(records, rows - 1))
        yield piece._replace(path=str(path), first_row=record.row)
        piece = piece._replace(number=piece.number + 1, notes=())


class _Record(NamedTuple):
    row: int
    cells: list[str]
    text: str


def _records(text: TextIOWrapper, mark: str) -> Iterator[_Record]:
    """The records of a CSV file with the very text they were read from.

    csv.Error for a broken one.
    """
    csv.field_size_limit(_MAX_CELL)
    held: list[str] = []

    def lines() -> Iterator[str]:
        for line in text:
            held.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=mark, strict=True)
    row = 0
    while True:
        row += 1
        cells = next(reader, None)
        if cells is None:
            return
        yield _Record(row, cells, "".join(held))
        held.clear()
