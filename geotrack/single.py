"""One table, or some documents, without a project: of the build's own stages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.addresses import Address
from geotrack.assembly import Assembled, Progress, assemble
from geotrack.columns import match_columns
from geotrack.errors import FormatError, InputError
from geotrack.formats import (
    Format,
    checked_options,
    format_for,
    function_of,
    options_had,
    options_of,
)
from geotrack.grouping import split_names
from geotrack.intake import lacking_columns
from geotrack.join import locate
from geotrack.losses import lost
from geotrack.outputs import write_whole
from geotrack.project import Project, lone_project, project_gazetteer, read_project
from geotrack.projectkeys import FILE_NAME
from geotrack.scale.documents import (
    Found,
    assembled_documents,
    found_in_documents,
    over_documents,
)
from geotrack.scale.foundfiles import tables_in_parts, write_candidates, write_found
from geotrack.schema import LOCATIONS
from geotrack.summary import counts
from geotrack.tables import make_table, records
from geotrack.writers.csv import write_candidates_csv, write_csv_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geotrack.readers.raw import RawTable
    from geotrack.tables import Tables

_log = logging.getLogger(__name__)


class Checked(NamedTuple):
    """The faults found (table of rejects), how many events are left, how headers were read."""

    rejects: pd.DataFrame
    n_events: int
    columns: pd.DataFrame


class Rendered(NamedTuple):
    """What was written, the counts of the data (see summary.counts), and what was rejected.

    `extraction` counts the documents read, and what was found in them (see extracting.Extracted).
    `lacking` tells of a table without dates or places (see intake.lacking_columns).
    """

    outputs: list[Path | Address]
    counts: dict[str, int]
    rejects: pd.DataFrame
    extraction: Mapping[str, Any] = MappingProxyType({})
    lacking: Mapping[str, Mapping[str, list[str]]] = MappingProxyType({})


def check_path(
    path: Path | Address, date_order: str = "", read: Mapping[str, str] | None = None
) -> Checked:
    """Every fault of a project's folder or of one table.

    Raises GeotrackError's children where the whole cannot be read.
    """
    if isinstance(path, Path) and (path.is_dir() or path.name == FILE_NAME):
        if read:
            raise FormatError(f"a project says how its tables are read under [read] in {FILE_NAME}")
        project = read_project(path)
    else:
        project = lone_project(path, date_order=date_order, read=read)
    assembled = assemble(project, cached=False, check=True)
    tables = assembled.tables
    return Checked(tables["rejects"], len(tables["events"]), assembled.columns)


def render_table(
    project: Project,
    outputs: Sequence[Path | Address],
    *,
    format_name: str = "",
    options: Mapping[str, str] | None = None,
    shared: Mapping[str, str] | None = None,
    progress: Progress,
) -> Rendered:
    """Write a lone table's events to files or databases, the format by suffix or `format_name`.

    Every format must have each of `options`; one of `shared` goes to the formats that have it,
    and one of them at least must. What a format cannot hold of these data is logged. What was
    rejected goes to OUT.rejects.csv beside the first file. Raises
    FormatError before anything is read where a format or option does not exist.
    """
    chosen = _chosen(outputs, format_name, options or {}, shared or {})
    assembled = assemble(project, progress, cached=False)
    return _written(assembled, outputs, chosen, progress)


def extract_documents(
    project: Project,
    outputs: Sequence[Path],
    *,
    candidates: Path | None = None,
    format_name: str = "",
    options: Mapping[str, str] | None = None,
    progress: Progress,
) -> Rendered:
    """Write the events that a lone project's reports tell of; all else as `render_table`.

    What was found in each document is kept in `.geotrack/` beside the first output, so that a
    second run goes on where one was stopped. Pairs that may be one event go to OUT.merges.csv,
    what was left out to `candidates`. Many documents go through partitions (see
    scale/documents.py); of them CSV alone is written without all tables in memory.
    """
    chosen = _chosen(outputs, format_name, options or {}, {})
    folder = outputs[0].resolve().parent
    if over_documents(project):
        with found_in_documents(project, folder, progress) as found:
            if all(format_.name == "csv" for format_, _ in chosen):
                done = _written_in_parts(found, list(outputs), chosen, progress)
            else:
                done = _written(assembled_documents(found), outputs, chosen, progress)
            done.outputs.extend(_beside(outputs[0], "merges", found.parts.small["merges"]))
            if candidates is not None:
                write_candidates(found, candidates)
                done.outputs.append(candidates)
        return done
    assembled = assemble(project, progress, cached=False, check=True, memory=folder, lean=True)
    done = _written(assembled, outputs, chosen, progress)
    tables, presentation = assembled.tables, assembled.presentation
    done.outputs.extend(_beside(outputs[0], "merges", tables["merges"]))
    if candidates is not None:
        write_whole(candidates, lambda new: write_candidates_csv(tables, new, presentation))
        done.outputs.append(candidates)
    return done


def _written_in_parts(
    found: Found, outputs: list[Path], formats: Chosen, progress: Progress
) -> Rendered:
    """CSV files of a table that need not be in memory, and OUT.rejects.csv beside the first."""
    missed = lost(formats[0][0].loses, tables_in_parts(found), found.parts.presentation)
    _warn_of(missed, outputs[0])
    rejects = _path_beside(outputs[0], "rejects")
    large = write_found(found, outputs, rejects, progress)
    written: list[Path | Address] = [*outputs, *([rejects] if rejects.exists() else [])]
    return Rendered(written, large.counts, large.rejects, found.told)


def extract(
    paths: Sequence[Path | str],
    *,
    language: str = "",
    date_order: str = "",
    countries: tuple[str, ...] = (),
    bounds: tuple[float, float, float, float] | None = None,
) -> Tables:
    """The tables of the events that documents tell of: files and folders, nothing kept on disk.

    `language` is that of documents that do not say theirs; `countries` and `bounds` are the
    region in question. Among the tables are `candidates`, `mentions` and `merges`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.txt")
    ...     _ = path.write_text("Turkish warplanes bombed Metina on 3 May 2021.")
    ...     tables = extract([path], countries=("IQ",))
    >>> tables["events"]["date"].to_list()
    ['2021-05-03']
    """
    project = lone_project(
        [Path(path) for path in paths], date_order=date_order, countries=countries, bounds=bounds
    )._replace(report_language=language)
    return assemble(project, cached=False, check=True).tables


Chosen = list[tuple["Format", dict[str, Any]]]


def _chosen(
    outputs: Sequence[Path | Address],
    format_name: str,
    options: Mapping[str, str],
    shared: Mapping[str, str],
) -> Chosen:
    """Each output's format and its options, checked."""
    formats = [format_for(path, format_name, to_write=True) for path in outputs]
    return list(zip(formats, _settled(formats, options, shared), strict=True))


def _written(
    assembled: Assembled, outputs: Sequence[Path | Address], formats: Chosen, progress: Progress
) -> Rendered:
    """The outputs, and OUT.rejects.csv beside the first file where anything was rejected."""
    written: list[Path | Address] = []
    for number, (path, (format_, chosen)) in enumerate(zip(outputs, formats, strict=True)):
        progress(f"writing {path.name}", number, len(outputs))
        write = function_of(format_, to_write=True)
        missed = lost(format_.loses, [assembled.tables], assembled.presentation)
        _warn_of(missed, path)

        def write_one(new: Path, write: Any = write, chosen: dict[str, Any] = chosen) -> None:
            write(assembled.tables, new, assembled.presentation, **chosen)

        if isinstance(path, Address):
            write(assembled.tables, path, assembled.presentation, **chosen)
        else:
            write_whole(path, write_one)
        written.append(path)
    rejects = assembled.tables["rejects"]
    files = [path for path in outputs if isinstance(path, Path)]
    written += _beside(files[0] if files else Path(outputs[0].name), "rejects", rejects)
    lacking = lacking_columns(assembled.columns)
    return Rendered(written, counts(assembled.tables), rejects, assembled.extraction, lacking)


def _warn_of(missed: list[str], path: Path | Address) -> None:
    if missed:
        _log.warning("%s does not hold: %s", path.name, "; ".join(missed))


def _path_beside(output: Path, name: str) -> Path:
    return output.with_name(f"{output.name}.{name}.csv")


def _beside(output: Path, name: str, table: pd.DataFrame) -> list[Path]:
    """A table as OUT.<name>.csv; one of an earlier run goes where there is nothing to tell."""
    beside = _path_beside(output, name)
    if table.empty:
        beside.unlink(missing_ok=True)
        return []
    write_whole(beside, lambda new: write_csv_rows(new, list(table.columns), records(table)))
    return [beside]


def _settled(
    formats: Sequence[Format], options: Mapping[str, str], shared: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The options of each output, checked."""
    known = [options_of(function_of(format_, to_write=True)) for format_ in formats]
    for name in shared:
        if not any(name in one for one in known):
            names = ", ".join(dict.fromkeys(format_.name for format_ in formats))
            raise FormatError(f"--{name} means nothing to {names}")
    return [
        checked_options(
            format_, {**{n: v for n, v in shared.items() if n in one}, **options}, to_write=True
        )
        for format_, one in zip(formats, known, strict=True)
    ]


# What geocode adds to a table, after the columns that are there already.
ADDED = tuple(
    c.name for c in LOCATIONS if c.name not in ("location_id", "event_id", "name", "role")
)


def geocode_table(
    project: Project, out: Path, *, column: str = "", progress: Progress
) -> dict[str, int]:
    """The table of `project` with ADDED columns, written as CSV: one line a place name.

    `column` is the header that holds the place names, found by its name if empty. A cell that
    names several places becomes as many lines. Added columns that the table has already get the
    prefix `geotrack_`. Returns how many names there are and how many were placed.
    """
    if out.suffix.lower() != ".csv":
        raise FormatError(f"{out.name}: geocode writes .csv")
    if not project.events:
        raise FormatError("geocode reads a file, not a database; render it to a .csv first")
    (path,) = project.events
    name = str(project.settings.read.get("format", ""))
    read = function_of(format_for(path, name, to_write=False), to_write=False)
    mapped = (column,) if column else ()
    raw: RawTable = read(path, **options_had(read, {**project.settings.read, "mapped": mapped}))
    named = _named_column(raw, column)
    done = 0

    def located(number: int) -> None:
        nonlocal done
        done += number
        progress("placing", done, len(named))

    with project_gazetteer(project) as gazetteer:
        found = locate(
            named, gazetteer, project.context, min_score=project.min_score, progress=located
        )
    lines = _with_locations(raw, found.locations)
    write_whole(out, lambda new: write_csv_rows(new, list(lines[0]), lines))
    placed = int(found.locations["longitude"].notna().sum())
    return {"names": len(found.locations), "placed": placed}


def _named_column(raw: RawTable, column: str) -> pd.DataFrame:
    """The named places of a raw table; the row's position stands for the event id."""
    mapping = {column: "places"} if column else {}
    if column and column not in raw.frame.columns:
        raise InputError(
            f"{raw.file} has no column {column!r}; it has: {', '.join(map(str, raw.frame))}"
        )
    headers = {c: h for h, c in match_columns(raw.frame.columns, mapping, raw.file).items()}
    if "places" not in headers:
        raise InputError(
            f"{raw.file}: none of its columns is known to hold place names; name it with --column"
        )
    parent_headers = [headers[c] for c in ("admin2", "admin1", "country") if c in headers]
    rows = []
    for i, line in enumerate(records(raw.frame)):
        parents = ", ".join(line[h] for h in parent_headers if line[h].strip())
        rows += [
            {"event_id": str(i), "name": name, "role": "scene", "parents": parents,
             "origin": f"{raw.file} row {raw.rows[i]}"}
            for name in split_names(line[headers["places"]])
        ]  # fmt: skip
    return make_table("named_places", rows)


def _with_locations(raw: RawTable, locations: pd.DataFrame) -> list[dict[str, Any]]:
    taken = set(raw.frame.columns)
    names = {name: f"geotrack_{name}" if name in taken else name for name in (*ADDED, "name")}
    found: dict[str, list[dict[str, Any]]] = {}
    for location in records(locations):
        found.setdefault(location["event_id"], []).append(location)
    nothing = dict.fromkeys(ADDED, "") | {"name": "", "reason": "no place is named"}
    return [
        line | {names[name]: location[name] for name in ("name", *ADDED)}
        for i, line in enumerate(records(raw.frame))
        for location in found.get(str(i), [nothing])
    ]
