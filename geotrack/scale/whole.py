"""What only the whole table can tell, gathered from its buckets: corrections, sure places, days.

These are worked out once, here, and handed to every worker: small tables and lists, never rows.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from geotrack.assembly import day_of_data, nothing_left
from geotrack.corrections import Corrected, apply_corrections
from geotrack.errors import InputError
from geotrack.grouping import Intake
from geotrack.inputs import all_reports, declared
from geotrack.intake import joint_columns
from geotrack.join import home_of
from geotrack.partitions import map_partitions
from geotrack.scale.stages import (
    DECLARED,
    Job,
    Whole,
    load_beside,
    load_table,
    names_told,
    save_table,
    sure_of,
)
from geotrack.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from geotrack.partitions import Where
    from geotrack.project import Project

# So many distinct names are ranked as one partition.
_NAMES = 5_000


class Declared(NamedTuple):
    """A project's small tables, and what in them could not be used."""

    reports: pd.DataFrame
    figures: pd.DataFrame
    corrections: pd.DataFrame
    rejects: list[dict[str, str]]


class Known(NamedTuple):
    """What workers are told, the outcome of corrections, rejects of none of the buckets, and what
    headers were read as."""

    whole: Whole
    corrected: Corrected
    rejects: list[dict[str, str]]
    columns: pd.DataFrame


def declared_tables(project: Project) -> Declared:
    """The reports, figures and corrections that the project names."""
    rejects: list[dict[str, str]] = []
    reports = declared(project, project.reports, "reports", "report_id", rejects)
    figures = declared(project, project.figures, "figures", "figure_id", rejects)
    needed = ("event_id", "column", "new")
    corrections = declared(project, project.corrections, "corrections", "", rejects, needed)
    return Declared(reports, figures, corrections, rejects)


def know_whole(
    job: Job, n_pieces: int, told: Declared, where: Where, progress: Callable[[int, int], None]
) -> Known:
    """Everything that the buckets must know of each other."""
    rejects = list(told.rejects)
    save_table(_reports(job, told.reports, rejects), Path(job.folder) / DECLARED)
    touched, corrected = _corrected(job, told.corrections)
    _save_corrected(job, corrected, touched)
    as_of = day_of_data(job.project, _days(job, touched), _published(job, told.reports))
    buckets = range(job.n_buckets + 1)
    names = sorted({name for b in buckets for name in names_told(b, job, touched)})
    listed = [names[i : i + _NAMES] for i in range(0, len(names), _NAMES)]
    found = map_partitions(partial(sure_of, job=job), listed, where, progress)
    home = home_of(place for part in found for place in part)
    columns = [load_table(job.path("settled", n, "columns")) for n in range(n_pieces)]
    read = joint_columns(pd.concat([make_table("columns"), *columns], ignore_index=True))
    rejects += corrected.misfits
    return Known(Whole(home, as_of, corrected.places, touched), corrected, rejects, read)


def check_some(job: Job, n_pieces: int) -> None:
    """Raises InputError where no row of any table can be used."""
    if all(events.empty for events in _gathered(job, "events", ["event_id"])):
        raise InputError(nothing_left(_first_rejects(job, n_pieces)))


def _gathered(job: Job, name: str, columns: list[str] | None = None) -> Iterator[pd.DataFrame]:
    """A table of all buckets, one after the other."""
    for bucket in range(job.n_buckets):
        yield load_table(job.path("gathered", bucket, name), columns)


def _reports(job: Job, told: pd.DataFrame, rejects: list[dict[str, str]]) -> pd.DataFrame:
    """The declared reports, and those that a bucket names but only another one knows, or nobody."""
    known = set(told["report_id"])
    missing: set[str] = set()
    both = (_gathered(job, name, ["report_id"]) for name in ("accounts", "reports"))
    for accounts, reports in zip(*both, strict=True):
        missing |= set(accounts["report_id"]) - known - set(reports["report_id"])
    elsewhere = [t[t["report_id"].isin(missing)] for t in _gathered(job, "reports") if missing]
    joined = Intake(*map(make_table, Intake._fields))._replace(
        reports=pd.concat([make_table("reports"), *elsewhere], ignore_index=True),
        accounts=make_table("accounts", [{"report_id": i} for i in sorted(missing)]),
    )
    return all_reports(told, joined, rejects)


# --- corrections --------------------------------------------------------------------------


def _corrected(job: Job, corrections: pd.DataFrame) -> tuple[frozenset[str], Corrected]:
    """The ids of the events that corrections need to see, and these events corrected.

    They need the events they name, and of those for all events one that the name, or a type, is
    known from.
    """
    touched: set[str] = set()
    parts: dict[str, list[pd.DataFrame]] = {n: [] for n in ("events", "named_places", "accounts")}
    if len(corrections):
        for bucket in range(job.n_buckets):
            tables = {name: load_table(job.path("gathered", bucket, name)) for name in parts}
            ids = _ids_needed(tables, corrections)
            touched |= ids
            for name, table in tables.items():
                parts[name].append(table[table["event_id"].isin(ids)])
    seen = {name: pd.concat([make_table(name), *parts[name]], ignore_index=True) for name in parts}
    project = job.project
    file = project.shown(project.corrections) if project.corrections else ""
    order = project.settings.date_order
    return frozenset(touched), apply_corrections(
        seen["events"], seen["named_places"], seen["accounts"], corrections, file, order
    )


def _ids_needed(tables: Mapping[str, pd.DataFrame], corrections: pd.DataFrame) -> set[str]:
    events, named = tables["events"], tables["named_places"]
    ids = {i for column in ("event_id", "new") for i in corrections[column] if i}
    mine = events["event_id"]
    own = mine[mine.isin(ids) | mine.str.startswith(tuple(f"{i}-" for i in ids))]
    types = set(corrections.loc[corrections["column"] == "event_type", "new"])
    of_type = events[events["event_type"].isin(types)].drop_duplicates("event_type")["event_id"]
    names = {*corrections["name"], *corrections["old"]} - {""}
    with_name = named[named["name"].isin(names)].drop_duplicates("name")["event_id"]
    return {*own, *of_type, *with_name}


def _save_corrected(job: Job, corrected: Corrected, touched: frozenset[str]) -> None:
    """A bucket of their own, behind the others; with it goes what documents tell of them."""
    ids = set(corrected.accounts["report_id"])
    found = [table[table["report_id"].isin(ids)] for table in _gathered(job, "reports") if ids]
    reports = pd.concat([make_table("reports"), *found], ignore_index=True)
    tables = {
        "events": corrected.events,
        "named_places": corrected.named_places,
        "accounts": corrected.accounts,
        "reports": reports.drop_duplicates("report_id"),
        "rejects": make_table("rejects"),
    }
    for name, events in (("figures", touched), ("mentions", ids)):
        column = "event_id" if name == "figures" else "report_id"
        parts = [load_beside(job, "gathered", b, name) for b in range(job.n_buckets) if events]
        told = [part[part[column].isin(events)] for part in parts]
        tables[name] = pd.concat([make_table(name), *told], ignore_index=True)
    moved = tables["figures"]["event_id"].replace(corrected.merged)
    figures = tables["figures"].assign(event_id=moved)
    # A figure found in a report goes with an event that a person has dropped.
    tables["figures"] = figures[moved.isin(corrected.events["event_id"])]
    for name, table in tables.items():
        save_table(table, job.path("gathered", job.n_buckets, name))


# --- days ---------------------------------------------------------------------------------


def _days(job: Job, touched: frozenset[str]) -> pd.DataFrame:
    """The distinct dates of all events, each with its status."""
    columns = ["event_id", "date", "status"]
    found = []
    for bucket in range(job.n_buckets + 1):
        events = load_table(job.path("gathered", bucket, "events"), columns)
        if bucket < job.n_buckets:
            events = events[~events["event_id"].isin(touched)]
        found.append(events[["date", "status"]].drop_duplicates())
    return pd.concat(found, ignore_index=True).drop_duplicates(ignore_index=True)


def _published(job: Job, told: pd.DataFrame) -> pd.DataFrame:
    """The days on which declared reports, and those of the buckets, were published."""
    found = [told[["published"]]]
    for reports in _gathered(job, "reports", ["report_id", "published"]):
        others = reports[~reports["report_id"].isin(told["report_id"])]
        found.append(others[["published"]].drop_duplicates())
    return pd.concat(found, ignore_index=True).drop_duplicates(ignore_index=True)


def _first_rejects(job: Job, n_pieces: int) -> pd.DataFrame:
    found = [load_table(job.path("settled", n, "rejects")).head(3) for n in range(n_pieces)]
    found += [table.head(3) for table in _gathered(job, "rejects")]
    return pd.concat(found, ignore_index=True)
