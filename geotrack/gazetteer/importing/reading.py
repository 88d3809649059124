"""Opening files of places: plain, gzip or zip, streamed, bounded; and what format they are."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from geotrack.errors import GeotrackError, InputError

# allCountries.txt unpacks 4 times, alternateNamesV2 5 times its size; text packs to a hundredth
# only where it says the same over and over.
_MAX_RATIO = 200
_SMALL = 50_000_000
_MAX_UNPACKED = 50_000_000_000
# A line of a dump has 20 kB at the very most.
_MAX_LINE = 1_000_000
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for those who do not look."""


class Stream(io.RawIOBase):
    """The unpacked bytes of a file, counted and bounded; tells progress by the packed size."""

    def __init__(self, inner: IO[bytes], outer: IO[bytes], total: int, shown: str,
                 progress: Progress) -> None:  # fmt: skip
        self._inner, self._outer, self._total = inner, outer, total
        self._shown, self._progress = shown, progress
        self.unpacked = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer. Raises InputError for a file that is cut off, damaged or a bomb."""
        try:
            data = self._inner.read(min(len(buffer), 1 << 18))
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            raise InputError(
                f"{self._shown} is cut off or damaged ({error}); download it again"
            ) from None
        self.unpacked += len(data)
        packed = self._outer.tell()
        bound = max(_SMALL, _MAX_RATIO * max(packed, 1))
        if self.unpacked > min(bound, _MAX_UNPACKED):
            raise InputError(
                f"{self._shown} unpacks to more than {_MAX_RATIO} times its size: this is no "
                "file of places"
            )
        self._progress(f"reading {self._shown}", min(packed, self._total), self._total)
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: Path, progress: Progress = silent, member: str = "") -> Iterator[Stream]:
    """The bytes of a file, or of the one table inside a zip (`member` names it, else found).

    Raises InputError naming the file where it is missing, cut off, encrypted or unsafe.
    """
    try:
        with path.open("rb") as outer:
            total = max(1, path.stat().st_size)
            head = outer.read(4)
            outer.seek(0)
            if head[:2] == b"\x1f\x8b":
                with gzip.GzipFile(fileobj=outer) as inner:
                    yield Stream(inner, outer, total, path.name, progress)  # type: ignore[arg-type]
            elif head == b"PK\x03\x04" and path.suffix.lower() != ".xlsx":
                with _archive(outer, path.name) as archive:
                    info = _member(archive, path.name, member)
                    with archive.open(info) as inner_file:
                        yield Stream(inner_file, outer, total, path.name, progress)
            else:
                yield Stream(outer, outer, total, path.name, progress)
    except GeotrackError:
        raise
    except FileNotFoundError:
        raise InputError(f"{path} is not there") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder, not a file") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{path.name} is cut off or no zip file ({error})") from None


def _archive(outer: IO[bytes], shown: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(outer)
    except zipfile.BadZipFile:
        raise InputError(f"{shown} is cut off or no zip file; download it again") from None


def _member(archive: zipfile.ZipFile, shown: str, member: str) -> zipfile.ZipInfo:
    """The one table of an archive; nothing is ever unpacked to disk, yet a name that leads out
    of a folder is a sign of a file made to do harm."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    for info in infos:
        parts = PurePosixPath(info.filename.replace("\\", "/")).parts
        if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in info.filename:
            raise InputError(f"{shown} holds {info.filename!r}, a path that leads out of it")
    wanted = [
        info for info in infos if (info.filename == member if member else _is_table(info.filename))
    ]
    stem = shown.partition(".")[0].casefold()
    named = [i for i in wanted if PurePosixPath(i.filename).stem.casefold() == stem]
    if len(wanted) > 1 and len(named) == 1:
        wanted = named
    if len(wanted) != 1:
        listed = ", ".join(repr(info.filename) for info in infos[:6]) or "nothing"
        raise InputError(f"{shown} should hold one table of places; it holds {listed}")
    if wanted[0].flag_bits & 1:
        raise InputError(f"{shown} is encrypted; unpack it first")
    return wanted[0]


def _is_table(name: str) -> bool:
    """Whether a member is data: GeoNames' archives hold a readme and a list of languages too."""
    base = PurePosixPath(name).name.casefold()
    return base.endswith((".txt", ".csv", ".tsv", ".json", ".geojson")) and base not in (
        "readme.txt",
        "iso-languagecodes.txt",
    )


def text_lines(stream: Stream, encoding: str = "") -> Iterator[str]:
    """The lines of a file; a line of a megabyte is refused.

    Bytes that are no text in the encoding (UTF-8 unless given or marked) stay as lone
    surrogates.
    """
    text = _text(stream, encoding)
    while line := text.readline(_MAX_LINE):
        if len(line) >= _MAX_LINE:
            raise InputError(f"a line of more than {_MAX_LINE:,} characters is no row of places")
        yield line


def text_chunks(stream: Stream, encoding: str = "") -> Iterator[str]:
    """The text of a file in parts, for what has no lines."""
    text = _text(stream, encoding)
    while chunk := text.read(1 << 16):
        yield chunk


def _text(stream: Stream, encoding: str) -> io.TextIOWrapper:
    buffered = io.BufferedReader(stream, 1 << 18)
    wide = not encoding and buffered.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff")
    # What cannot be decoded stays in the text as a lone surrogate, so that its row can be named.
    errors = "replace" if wide else "surrogateescape"
    name = encoding or ("utf-16" if wide else "utf-8-sig")
    try:
        return io.TextIOWrapper(buffered, name, errors=errors, newline="\n")
    except LookupError:
        raise InputError(f"there is no encoding {encoding!r}; try windows-1256") from None


def head_of(path: Path, encoding: str = "") -> list[str]:
    """The first lines of a file, a few kilobytes of them."""
    with opened(path) as stream:
        text = next(text_chunks(stream, encoding), "")
    lines = text.split("\n")
    whole = lines if len(lines) == 1 else lines[:-1]
    return [line.rstrip("\r") for line in whole[:50]]


# Format -> what it is, for messages and `--help`.
FORMATS = {
    "geonames": "a GeoNames dump, 19 columns (IQ.zip, allCountries.zip)",
    "alternate-names": "GeoNames' alternateNamesV2.zip",
    "admin-codes": "GeoNames' admin1CodesASCII.txt or admin2Codes.txt",
    "wof": "Who's On First as CSV",
    "csv": "any table with a name and a coordinate",
    "xlsx": "an Excel workbook with such a table",
    "geojson": "GeoJSON, a feature a place",
}
_ADMIN_CODE = re.compile(r"[A-Z]{2}\.[^\t]+\t[^\t]+\t[^\t]*\t\d+$")


def detect_format(path: Path, encoding: str = "") -> str:
    """Which of FORMATS a file is, by what stands in it.

    Raises InputError for an empty file and for one that is none of them.
    """
    if path.suffix.lower() == ".xlsx":
        return "xlsx"
    lines = [line for line in head_of(path, encoding) if line.strip()]
    if not lines:
        raise InputError(f"{path.name} is empty")
    if lines[0].lstrip("\ufeff \t")[:1] in "{[":
        return "geojson"
    for format_, fits in (
        ("geonames", _is_dump),
        ("alternate-names", _is_alternate),
        ("admin-codes", lambda line: bool(_ADMIN_CODE.match(line))),
    ):
        if sum(map(fits, lines)) * 2 > len(lines):
            return format_
    if "\x00" in lines[0]:
        raise InputError(f"{path.name} holds binary data; geotrack imports text tables")
    header = [cell.strip(' "').casefold() for cell in lines[0].split(",")]
    if {"wof_id", "placetype"} <= set(header):
        return "wof"
    return "csv"


def _is_dump(line: str) -> bool:
    cells = line.split("\t")
    return len(cells) == 19 and cells[0].isdigit()


def _is_alternate(line: str) -> bool:
    cells = line.split("\t")
    return len(cells) in (8, 10) and cells[0].isdigit() and cells[1].isdigit()
