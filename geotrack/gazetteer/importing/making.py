"""Files of places -> one pack: read, checked, sorted, united with the world, written whole."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from geotrack.errors import InputError, OutputError
from geotrack.gazetteer.building import build_index, unfinished_name
from geotrack.gazetteer.importing.geonames import admin_codes, alternate_names, dump_places
from geotrack.gazetteer.importing.reading import (
    FORMATS,
    Progress,
    detect_format,
    opened,
    silent,
    text_chunks,
    text_lines,
)
from geotrack.gazetteer.importing.staging import (
    Staged,
    add_names,
    add_places,
    learn_divisions,
    records,
    staged,
)
from geotrack.gazetteer.importing.tablefiles import csv_rows, geojson_rows, xlsx_rows
from geotrack.gazetteer.importing.tabular import table_places
from geotrack.gazetteer.importing.uniting import United, unite
from geotrack.gazetteer.importing.whosonfirst import wof_places
from geotrack.gazetteer.indexfile import COUNTRIES_FACT, WORLD_PATH, open_index
from geotrack.schema import column_names
from geotrack.style import csv_text

if TYPE_CHECKING:
    from geotrack.gazetteer.importing.rows import RawPlace, Reject
    from geotrack.gazetteer.records import Records

# A file that is wrong from end to end needs no list of all its rows.
MAX_REJECTS = 100_000
_HELPERS = ("alternate-names", "admin-codes")


class Options(NamedTuple):
    """How files are read: what the command line says."""

    format: str = ""
    country: str = ""
    source: str = ""
    encoding: str = ""
    everything: bool = False


class Made(NamedTuple):
    """What an import came to.

    `left_out` counts features that are no places of ours by their code; `united` tells how many
    places the world knew.
    """

    path: Path
    places: int
    rejects: int
    reject_file: Path | None
    left_out: dict[str, int]
    united: United
    formats: dict[str, str]


def make_pack(
    files: Sequence[Path],
    target: Path,
    options: Options = Options(),  # noqa: B008 - never changed
    progress: Progress = silent,
    *,
    world: Path = WORLD_PATH,
) -> Made:
    """Import files into the index file `target`, and what could not be used beside it.

    The old file stays until the new one is whole. Raises InputError for a file that cannot be
    used at all or where no row can be, OutputError where the disk is full.
    """
    formats = _formats(files, options)
    left_out: Counter[str] = Counter()
    filed: Counter[str] = Counter()
    united = United(0, 0)

    def count(found: United) -> None:
        nonlocal united
        united = found

    open_index(world).close()
    try:
        with _reject_file(target) as rejects, staged() as stage:
            n_rows = _read_all(stage, formats, options, rejects, left_out, progress)
            if not n_rows:
                raise InputError(_nothing(formats, rejects, left_out))
            if "geonames" in formats.values():
                learn_divisions(stage, world)
            facts = {
                "format": "; ".join(dict.fromkeys(formats.values())),
                "sources": "; ".join(path.name for path in formats),
            }
            places = records(stage, n_rows, rejects.tell, progress)
            build_index(
                target,
                _counted(places, filed),
                facts,
                lambda database: _settle(database, world, count),
            )
            rejects.keep()
    except sqlite3.Error as error:
        raise OutputError(f"{target.name} cannot be made: {error}; is the disk full?") from None
    file = rejects.path if rejects.count else None
    shown = {path.name: format_ for path, format_ in formats.items()}
    return Made(target, filed["places"], rejects.count, file, dict(left_out), united, shown)


def _settle(database: sqlite3.Connection, world: Path, found: Callable[[United], None]) -> None:
    unite(database, world, found)
    query = "SELECT DISTINCT country FROM places ORDER BY country"
    countries = [row[0] for row in database.execute(query)]
    fact = (COUNTRIES_FACT, ";".join(countries))
    database.execute("INSERT INTO facts VALUES (?,?)", fact)


def _counted(places: Records, counter: Counter[str]) -> Records:
    for place in places:
        counter["places"] += 1
        yield place


def _formats(files: Sequence[Path], options: Options) -> dict[Path, str]:
    """file -> its format, those that hold places first."""
    found: dict[Path, str] = {}
    for path in files:
        detected = detect_format(path, options.encoding)
        if options.format and detected not in _HELPERS:
            detected = options.format
        if detected not in FORMATS:
            raise InputError(f"no format {detected!r}; there are: {', '.join(FORMATS)}")
        found[path] = detected
    if all(format_ in _HELPERS for format_ in found.values()):
        listed = ", ".join(path.name for path in files)
        raise InputError(f"{listed}: names of places without the places; give the dump as well")
    return dict(sorted(found.items(), key=lambda item: item[1] in _HELPERS))


def _read_all(
    stage: Staged, formats: dict[Path, str], options: Options, rejects: _Rejects,
    left_out: Counter[str], progress: Progress,
) -> int:  # fmt: skip
    n_rows = 0
    for path, format_ in formats.items():
        if format_ == "xlsx":
            rows = xlsx_rows(path)
            source = _source(path, options)
            places = table_places(rows, path.name, options.country, source, rejects.tell)
            n_rows += add_places(stage, places)
            continue
        with opened(path, progress) as stream:
            if format_ == "alternate-names":
                lines = text_lines(stream)
                add_names(stage, alternate_names(lines, path.name, rejects.tell, stage.ids))
            elif format_ == "admin-codes":
                stage.divisions.update(admin_codes(text_lines(stream), path.name, rejects.tell))
            else:
                text = (text_chunks if format_ == "geojson" else text_lines)(
                    stream, options.encoding
                )
                n_rows += add_places(
                    stage, _places(text, format_, path, options, rejects, left_out)
                )
    return n_rows


def _places(
    text: Iterator[str], format_: str, path: Path, options: Options, rejects: _Rejects,
    left_out: Counter[str],
) -> Iterator[RawPlace]:  # fmt: skip
    file, tell = path.name, rejects.tell
    if format_ == "geonames":
        return dump_places(text, file, tell, left_out, everything=options.everything)
    if format_ == "wof":
        country = options.country or country_in(file)
        return wof_places(text, file, country, tell, left_out)
    rows = geojson_rows(text, file) if format_ == "geojson" else csv_rows(text, file)
    return table_places(rows, file, options.country, _source(path, options), tell)


def _source(path: Path, options: Options) -> str:
    return options.source or path.name.partition(".")[0]


def country_in(file: str) -> str:
    """The country that a file's name ends in; empty where it names none.

    >>> country_in("wof_iq.csv.gz"), country_in("IQ.txt"), country_in("places.csv")
    ('IQ', 'IQ', '')
    """
    found = re.match(r"(?:.*[_-])?([A-Za-z]{2})\.", file)
    return found[1].upper() if found else ""


def _nothing(formats: dict[Path, str], rejects: _Rejects, left_out: Counter[str]) -> str:
    read = ", ".join(f"{path.name} (as {format_})" for path, format_ in formats.items())
    lines = [f"  {r.file} row {r.row}: {r.reason}" for r in rejects.first]
    if left_out:
        lines.append(f"  {sum(left_out.values()):,} features have no kind of ours")
    return "\n".join([f"no row of {read} can be used; the first reasons:", *lines])


# --- what could not be used ---------------------------------------------------------------


class _Rejects:
    """The list of rejects, written as it grows and put in its place with the pack."""

    def __init__(self, path: Path, file: IO[str]) -> None:
        self.path, self.count = path, 0
        self.first: list[Reject] = []
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(column_names("rejects"))
        self._file = file
        self.kept = False

    def tell(self, reject: Reject) -> None:
        """Write one down; beyond MAX_REJECTS they are only counted."""
        self.count += 1
        if len(self.first) < 5:
            self.first.append(reject)
        if self.count <= MAX_REJECTS:
            cells = (reject.file, str(reject.row), reject.column, reject.value, reject.reason)
            self._writer.writerow([csv_text(_printable(cell)) for cell in cells])

    def keep(self) -> None:
        """Have the list put in its place."""
        if self.count > MAX_REJECTS:
            rest = f"and {self.count - MAX_REJECTS:,} more"
            self._writer.writerow(["", "", "", "", rest])
        self.kept = True


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


@contextmanager
def _reject_file(target: Path) -> Iterator[_Rejects]:
    path = target.with_name(f"{target.name.partition('.')[0]}.rejects.csv")
    new = unfinished_name(path)
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            rejects = _Rejects(path, file)
            yield rejects
        if rejects.kept and rejects.count:
            new.replace(path)
        elif rejects.kept:
            path.unlink(missing_ok=True)
    finally:
        new.unlink(missing_ok=True)
