"""A project's files -> its tables as told: events, reports, figures, corrections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geotrack.cache import (
    CACHE_FOLDER,
    digest_of,
    file_digest,
    load_intake,
    program_digest,
    save_intake,
)
from geotrack.columns import fold_header
from geotrack.errors import InputError
from geotrack.formats import format_for, function_of, options_had
from geotrack.grouping import Intake, group_rows
from geotrack.intake import Settled, settle_rows
from geotrack.readers.declared import declared_table
from geotrack.readers.dialects import in_our_columns
from geotrack.tables import make_table

if TYPE_CHECKING:
    from geotrack.addresses import Address
    from geotrack.cells import Settings
    from geotrack.project import Project
    from geotrack.readers.raw import RawTable


def read_inputs(
    project: Project, progress: Callable[[str, int, int], None], *, cached: bool
) -> tuple[list[Intake], int]:
    """The project's event tables, one by one, and how many of them were read before (`cached`)."""
    folder = project.folder / CACHE_FOLDER / "intake"
    intakes, n_cached = [], 0
    sources: tuple[Path | Address, ...] = (*project.events, *project.databases)
    for number, path in enumerate(sources, 1):
        file = project.shown(path)
        key = ""
        if cached and isinstance(path, Path):
            key = digest_of(file, file_digest(path), project.settings, program_digest())
        intake = load_intake(folder, key) if key else None
        if intake is not None:
            n_cached += 1
        else:
            intake = read_events(path, file, project)
            if key:
                save_intake(folder, key, intake)
        intakes.append(intake)
        progress("reading", number, len(sources))
    return intakes, n_cached


def read_events(path: Path | Address, file: str, project: Project) -> Intake:
    """One event table of a project, in whatever format its suffix or the project names.

    The sheets of a workbook that are read follow one another; an id used twice keeps its first
    event.
    """
    settings = project.settings
    format_ = format_for(path, str(settings.read.get("format", "")), to_write=False)
    read = function_of(format_, to_write=False)
    options = options_had(read, {**settings.read, "mapped": tuple(settings.columns)})
    raw: RawTable = read(path, file=file, **options)
    intakes = [_taken_in(one, settings) for one in (raw, *raw.more)]
    if len(intakes) == 1:
        return intakes[0]
    rejects: list[dict[str, str]] = []
    joined = joined_intakes(intakes, rejects)
    told = make_table("rejects", rejects)
    return joined._replace(rejects=pd.concat([joined.rejects, told], ignore_index=True))


def _taken_in(raw: RawTable, settings: Settings) -> Intake:
    settled = settled_table(raw, settings)
    return group_rows(settled.rows, raw.file, settings.date_order, settled.rejects)._replace(
        columns=make_table("columns", settled.columns)
    )


def settled_table(raw: RawTable, settings: Settings) -> Settled:
    """The rows of a table, or of a part of one, settled one by one; its notes come first."""
    raw = in_our_columns(raw, tuple(settings.columns))
    settled = settle_rows(raw.frame, raw.rows, raw.file, settings, raw.meant, coded=raw.coded)
    used = [row["header"] for row in settled.columns if row["column"]]
    return settled._replace(
        rejects=[*raw.rejects(used), *settled.rejects],
        columns=_as_written(settled.columns, raw.origins),
    )


def _as_written(
    columns: list[dict[str, str]], origins: Mapping[str, tuple[str, ...]]
) -> list[dict[str, str]]:
    """What the headers were read as, derived columns under the headers they come from."""
    used = {header for headers in origins.values() for header in headers}
    return [
        row | {"header": " + ".join(origins.get(row["header"], (row["header"],)))}
        for row in columns
        if row["column"] or row["header"] not in used
    ]


def joined_intakes(intakes: list[Intake], rejects: list[dict[str, str]]) -> Intake:
    """The intakes one below the other; an id used in two files keeps its first event."""
    if len(intakes) == 1:
        return Intake(*(table.reset_index(drop=True) for table in intakes[0]))
    seen: dict[str, str] = {}
    kept = []
    for intake in intakes:
        twice = intake.events[intake.events["event_id"].isin(seen)]
        for event_id, origin in zip(twice["event_id"], twice["origin"], strict=True):
            rejects.append(_twice(origin, event_id, seen[event_id]))
        gone = set(twice["event_id"])
        events = intake.events[~intake.events["event_id"].isin(gone)]
        seen |= dict(zip(events["event_id"], events["origin"], strict=True))
        named = intake.named_places[~intake.named_places["event_id"].isin(gone)]
        accounts = intake.accounts[~intake.accounts["event_id"].isin(gone)]
        kept.append(intake._replace(events=events, named_places=named, accounts=accounts))
    return Intake(*(pd.concat(tables, ignore_index=True) for tables in zip(*kept, strict=True)))


def _twice(origin: str, event_id: str, first: str) -> dict[str, str]:
    file, _, row = origin.rpartition(" row ")
    reason = f"this event_id stands in {first} already"
    return {"file": file, "row": row, "column": "event_id", "value": event_id, "reason": reason}


def declared(
    project: Project,
    path: Path | None,
    name: str,
    key: str,
    rejects: list[dict[str, str]],
    needed: tuple[str, ...] = (),
) -> pd.DataFrame:
    if path is None:
        return make_table(name)
    read = function_of(format_for(path, to_write=False), to_write=False)
    try:
        raw = read(path, file=project.shown(path))
    except InputError as error:
        # A corrections file with nothing but its header is how every project begins.
        if name == "corrections" and str(error).endswith("has a header but no rows"):
            return make_table(name)
        raise
    for other in raw.more:
        reason = f"not read: a table of {name} is one sheet; put all of its rows there"
        rejects.append({"file": other.file, "row": "", "column": "", "value": "", "reason": reason})
    if name == "reports":
        raw = _reports_in_our_columns(raw)
    table = declared_table(name, raw, key, rejects, needed)
    rejects += raw.rejects([h for h in raw.frame.columns if fold_header(h) in table.columns])
    return table


def _reports_in_our_columns(raw: RawTable) -> RawTable:
    """A published table of sources (timemap's) with our column names."""
    raw = in_our_columns(raw, table="reports")
    named = {header: column or f"({header})" for header, column in raw.meant.items()}
    return raw._replace(frame=raw.frame.rename(columns=named)) if named else raw


def all_reports(told: pd.DataFrame, joined: Intake, rejects: list[dict[str, str]]) -> pd.DataFrame:
    """Declared reports, those that tables name as sources, and bare ones for unknown ids."""
    known = pd.concat([told, joined.reports], ignore_index=True).drop_duplicates("report_id")
    missing = sorted(set(joined.accounts["report_id"]) - set(known["report_id"]))
    reason = "no table of reports has this id; the event is kept, its source is bare"
    about = {"file": "", "row": "", "column": "report_id", "reason": reason}
    rejects.extend(about | {"value": report_id} for report_id in missing)
    bare = make_table("reports", [{"report_id": report_id} for report_id in missing])
    return pd.concat([known, bare], ignore_index=True)
