"""Inputs -> tables: everything of a project read, corrected, placed and settled."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geotrack.columns import fold_header
from geotrack.company import company_of, without_repeats
from geotrack.corrections import Corrected, apply_corrections
from geotrack.errors import InputError, ProjectError
from geotrack.eventdays import newest_day, settle_days
from geotrack.extracting import extract_reports
from geotrack.geocoding.resolvers import ranker_of
from geotrack.inputs import all_reports, declared, joined_intakes, read_inputs
from geotrack.intake import ignored_headers
from geotrack.join import Located, Shared, locate
from geotrack.memory import opened_memory
from geotrack.merging import find_merges
from geotrack.places import resolve_figures
from geotrack.presenting import places_shown, presentation_of
from geotrack.project import project_gazetteer
from geotrack.summary import reject_place
from geotrack.tables import Tables, make_table, records

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer
    from geotrack.geocoding.context import Neighbour
    from geotrack.project import Project
    from geotrack.schema import Presentation

# Called with a stage's name, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for those who do not look."""


class Assembled(NamedTuple):
    """All tables of a project, what stands on its outputs, and how its inputs were read.

    `extraction` counts documents, events found in them and candidates; empty without reports.
    """

    tables: Tables
    presentation: Presentation
    read_anew: int
    read_from_cache: int
    columns: pd.DataFrame
    extraction: Mapping[str, Any] = MappingProxyType({})


def assemble(
    project: Project,
    progress: Progress = silent,
    *,
    cached: bool = True,
    check: bool = False,
    memory: Path | None = None,
    lean: bool = False,
) -> Assembled:
    """All of a project's tables, corrected and located, without writing any output.

    `cached`: inputs read before come from `.geotrack/`, and new ones are filed there; what is
    found in documents also in that of the folder `memory`. `lean` leaves out of reports and
    mentions what no output holds (see extracting.extract_reports). Raises InputError where there
    is no event at all, unless it is a `check` that is to list every fault.
    """
    intakes, n_cached = read_inputs(project, progress, cached=cached)
    rejects: list[dict[str, str]] = []
    reports = declared(project, project.reports, "reports", "report_id", rejects)
    memory = memory or (project.folder if cached and project.report_paths else None)
    with opened_memory(memory) as kept:
        extracted = extract_reports(project, reports, kept, progress, lean=lean)
    joined = joined_intakes([*intakes, extracted.intake], rejects)
    check_publish(project.publish, joined.columns)
    if joined.events.empty and not check:
        raise InputError(nothing_left(joined.rejects, joined.columns))
    figures = declared(project, project.figures, "figures", "figure_id", rejects)
    corrections = declared(
        project, project.corrections, "corrections", "", rejects, ("event_id", "column", "new")
    )
    reports = all_reports(extracted.intake.reports, joined, rejects)
    file = project.shown(project.corrections) if project.corrections else ""
    corrected = apply_corrections(
        joined.events,
        joined.named_places,
        joined.accounts,
        corrections,
        file,
        project.settings.date_order,
    )
    as_of = day_of_data(project, corrected.events, reports)
    with project_gazetteer(project) as gazetteer:
        company = company_of(corrected.accounts, extracted.mentions, gazetteer)
        found = _located(project, corrected, company, gazetteer, progress)
        figures = pd.concat([figures, extracted.figures], ignore_index=True)
        figures = figures_placed(figures, corrected, project, gazetteer)
        # A figure found in a report goes with an event that a person has dropped.
        gone = figures["figure_id"].isin(extracted.figures["figure_id"])
        gone &= ~figures["event_id"].isin(corrected.events["event_id"])
        figures = without_repeats(figures[~gone], extracted.figures)
        places = places_shown(found.locations, figures, project, gazetteer)
    hand_made = figures[~figures["figure_id"].isin(extracted.figures["figure_id"])]
    faults = figure_faults(hand_made, corrected.events, project)
    rejects += corrected.misfits + found.rejects + faults
    tables = {
        "events": settle_days(corrected.events, as_of),
        "locations": found.locations,
        "accounts": corrected.accounts.reset_index(drop=True),
        "reports": reports,
        "figures": figures,
        "places": places,
        "rejects": pd.concat([joined.rejects, make_table("rejects", rejects)], ignore_index=True),
        "mentions": extracted.mentions,
        "candidates": extracted.candidates,
    }
    tables["merges"] = find_merges(tables, corrected.apart, project.language, progress)
    presentation = presentation_of(project, as_of, tables)
    anew = len(intakes) - n_cached
    told = extracted.told if project.report_paths else {}
    return Assembled(tables, presentation, anew, n_cached, joined.columns, told)


def figures_placed(
    figures: pd.DataFrame, corrected: Corrected, project: Project, gazetteer: Gazetteer
) -> pd.DataFrame:
    """Figures with the ids of their places, each at the event that took over its own."""
    figures = resolve_figures(figures, gazetteer, project.context, project.min_score)
    return figures.assign(event_id=figures["event_id"].replace(corrected.merged))


def check_publish(publish: tuple[str, ...], columns: pd.DataFrame) -> None:
    """Raises ProjectError where a column to be published is in no table."""
    told = [part for header in columns["header"] for part in (*header.split(" + "), header)]
    known = {fold_header(header): header for header in told}
    for header in publish:
        if fold_header(header) not in known:
            near = difflib.get_close_matches(fold_header(header), known, n=1)
            hint = f"did you mean {known[near[0]]!r}?" if near else "no table has it"
            raise ProjectError(f"columns.publish names the column {header!r}; {hint}")


def nothing_left(rejects: pd.DataFrame, columns: pd.DataFrame | None = None) -> str:
    """Why there is no event at all: the first reasons, and which columns were not read."""
    first = [
        f"  {reject_place(r)}: {r['reason']}"
        for r in records(rejects[rejects["row"] != ""].head(3))
    ]
    if not first:
        return "no event was found in the reports; `geotrack extract --candidates` tells why"
    idle = ignored_headers(columns) if columns is not None else {}
    unread = [f"  {file}: no column of ours was seen in {', '.join(map(repr, headers[:8]))}; "
              "map what tells of events under [columns] in geotrack.toml"
              for file, headers in idle.items()]  # fmt: skip
    said = ["no row of the event tables can be used; the first reasons:", *first, *unread[:3]]
    return "\n".join(said)


def _located(
    project: Project,
    corrected: Corrected,
    company: Mapping[str, tuple[Neighbour, ...]],
    gazetteer: Gazetteer,
    progress: Progress,
) -> Located:
    total, done = len(corrected.named_places), 0

    def count(number: int) -> None:
        nonlocal done
        done += number
        progress("placing", done, total)

    return locate(
        corrected.named_places,
        gazetteer,
        project.context,
        corrected.places,
        project.min_score,
        count,
        ranker_of(project.resolver),
        Shared(None, {}, {}, company),
    )


def figure_faults(
    figures: pd.DataFrame, events: pd.DataFrame, project: Project
) -> list[dict[str, str]]:
    """A reject for every figure whose places are not all surely found, or whose event is gone."""
    file = project.shown(project.figures) if project.figures else ""
    lost = figures[(figures["places"] != "") & (figures["place_ids"] == "")]
    orphans = figures[(figures["event_id"] != "") & ~figures["event_id"].isin(events["event_id"])]
    faults = (
        (lost, "places", "not all of these places are surely found: the figure is drawn nowhere"),
        (orphans, "event_id", "there is no such event (any more); the figure stands alone"),
    )
    return [
        {"file": file, "row": "", "column": column, "reason": reason,
         "value": f"{row['figure_id']}: {row[column]}"}
        for table, column, reason in faults
        for row in records(table)
    ]  # fmt: skip


def day_of_data(project: Project, events: pd.DataFrame, reports: pd.DataFrame) -> str:
    """The project's own day, else SOURCE_DATE_EPOCH's, else the newest the data state."""
    if project.as_of:
        return project.as_of
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return newest_day(events, reports)
