"""One table without a project: checked, rendered, geocoded, by the build's own stages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.assembly import Progress, assemble
from geotrack.columns import match_columns
from geotrack.errors import FormatError, InputError
from geotrack.formats import format_for, function_of, options_had
from geotrack.grouping import split_names
from geotrack.join import locate
from geotrack.outputs import write_whole
from geotrack.project import Project, lone_project, project_gazetteer, read_project
from geotrack.projectkeys import FILE_NAME
from geotrack.rendering import Rendered, chosen_formats, write_outputs
from geotrack.schema import LOCATIONS
from geotrack.tables import make_table, records
from geotrack.writers.csv import write_csv_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geotrack.addresses import Address
    from geotrack.readers.raw import RawTable


class Checked(NamedTuple):
    """The faults found (table of rejects), how many events are left, how headers were read."""

    rejects: pd.DataFrame
    n_events: int
    columns: pd.DataFrame


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
    chosen = chosen_formats(outputs, format_name, options or {}, shared or {})
    assembled = assemble(project, progress, cached=False)
    return write_outputs(assembled, outputs, chosen, progress)


# What geocode adds to a table, after the columns that are there already.
ADDED = tuple(
    c.name
    for c in LOCATIONS
    if c.name not in ("location_id", "event_id", "name", "role", "parents")
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
