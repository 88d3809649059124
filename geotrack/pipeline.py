"""The build: composition only. Inputs -> tables -> outputs, incremental, atomic, deterministic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from filelock import FileLock, Timeout

from geotrack.assembly import Assembled, Progress, assemble, silent
from geotrack.cache import CACHE_FOLDER
from geotrack.errors import InputError, LimitError, OutputError, StrictError
from geotrack.formats import BUILD_OUTPUTS, all_formats, function_of, options_had
from geotrack.intake import ignored_headers, lacking_columns
from geotrack.manifest import (
    MANIFEST,
    build_key,
    finished_manifest,
    manifest_of,
    manifest_of_large,
    save_manifest,
)
from geotrack.outputs import clear_leftovers, move_into_place, staging
from geotrack.partitions import Where, kept_at_work
from geotrack.project import Project, read_project
from geotrack.scale import outputs as scale_outputs
from geotrack.scale.building import (
    Parts,
    assemble_parts,
    assembled_parts,
    over_partitions,
    remove_parts,
)
from geotrack.scale.outputs import n_events
from geotrack.summary import counts, reject_place
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    import pandas as pd

# How long a build waits for another one of the same project.
_LOCK_SECONDS = 600


class BuildReport(NamedTuple):
    """What a build did: counts (summary.counts), files with sizes in bytes, what changed."""

    project: Project
    counts: dict[str, int]
    rejects: pd.DataFrame
    outputs: dict[str, int]
    changed: list[str]
    read_anew: int
    read_from_cache: int
    folder: Path
    # file -> the headers that were not read; they stand on the terminal only.
    ignored: Mapping[str, list[str]] = MappingProxyType({})
    # Documents, events found in them, candidates; empty where there are no reports to read.
    extraction: Mapping[str, Any] = MappingProxyType({})
    # output -> why it was not written.
    not_written: Mapping[str, str] = MappingProxyType({})
    # file -> `date`, `place`: what no column of it was read as.
    lacking: Mapping[str, Mapping[str, list[str]]] = MappingProxyType({})


def build_project(
    folder: Path,
    out: Path | None = None,
    *,
    strict: bool = False,
    since: Path | None = None,
    template: Path | None = None,
    where: Where = Where(),  # noqa: B008
    progress: Progress = silent,
) -> BuildReport:
    """Everything of `geotrack build`: geotrack.toml in `folder` -> outputs in `out`/<name>.

    `out` is `maps` beside geotrack.toml unless given; `since` (an earlier build) and `template` (a
    deck) come before what geotrack.toml says of the briefing. `where` says who works: one
    process, many, or a cluster; large inputs are built over partitions in any case (see
    docs/scale.md). Raises GeotrackError's children; with `strict`, StrictError where anything was
    rejected. Outputs stay as they were on any error.
    """
    project = _with_briefing(read_project(folder), since, template)
    target = (out.resolve() if out else project.folder / "maps") / project.name
    with _locked(project.folder, progress):
        key = build_key(project)
        done = finished_manifest(target, key)
        clear_leftovers(target)
        if done and not (strict and done["counts"]["rejects"]):
            return _unchanged(project, target, done)
        if not over_partitions(project, where):
            return _write(project, assemble(project, progress), target, key, strict, progress)
        with kept_at_work(where) as crew:
            parts = assemble_parts(project, key, crew, progress)
            if n_events(parts) > scale_outputs.PAGE_EVENTS:
                report = _write_large(project, parts, target, key, strict, (crew, progress))
            else:
                report = _write(project, assembled_parts(parts), target, key, strict, progress)
        remove_parts(project)
        return report


def _with_briefing(project: Project, since: Path | None, template: Path | None) -> Project:
    """The project with what the command line says of its briefing."""
    for path in (since, template):
        if path is not None and not path.exists():
            raise InputError(f"there is no {path.name}, which the briefing is to use")
    told = project.briefing
    briefing = told._replace(
        since=since.resolve() if since else told.since,
        template=template.resolve() if template else told.template,
    )
    return project._replace(briefing=briefing)


@contextmanager
def _locked(folder: Path, progress: Progress) -> Iterator[None]:
    """One build at a time: a second one waits, and says so."""
    cache = folder / CACHE_FOLDER
    lock = FileLock(cache / "lock")
    try:
        cache.mkdir(exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress("waiting for another build of this project", 0, 0)
            lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout:
        raise OutputError("another build of this project has been running too long") from None
    except OSError as error:
        raise OutputError(f"cannot write into {CACHE_FOLDER}: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()


def _unchanged(project: Project, target: Path, manifest: dict[str, Any]) -> BuildReport:
    sizes = {name: int(fact["bytes"]) for name, fact in manifest["outputs"].items()}
    sizes[MANIFEST] = (target / MANIFEST).stat().st_size
    listed = manifest["rejects"]
    rejects = make_table("rejects", listed if isinstance(listed, list) else ())
    n_inputs = len(project.events)
    told = manifest.get("extraction", {})
    told |= {"remembered": told["documents"]} if told else {}
    return BuildReport(
        project, manifest["counts"], rejects, sizes, [], 0, n_inputs, target,
        extraction=told, not_written=manifest.get("not_written", {}),
    )  # fmt: skip


def _refuse_rejects(rejects: pd.DataFrame, number: int, strict: bool) -> None:
    """Raises StrictError where anything was rejected and nothing may be; `number` in all."""
    if not (strict and number):
        return
    lines = [f"  {reject_place(r)}: {r['reason']}" for r in records(rejects.head(20))]
    more = f"\n  and {number - 20} more" if number > 20 else ""
    raise StrictError(f"--strict: {number} rejected, nothing written\n" + "\n".join(lines) + more)


# --- tables -> outputs --------------------------------------------------------------------


def _write(
    project: Project,
    assembled: Assembled,
    target: Path,
    key: str,
    strict: bool,
    progress: Progress,
) -> BuildReport:
    tables, presentation = assembled.tables, assembled.presentation
    _refuse_rejects(tables["rejects"], len(tables["rejects"]), strict)
    outputs = [*BUILD_OUTPUTS, *((f"briefing.{k}", f"briefing-{k}") for k in project.briefing.also)]
    too_large: dict[str, str] = {}
    with staging(target) as folder:
        for number, (name, format_name) in enumerate(outputs):
            progress(f"writing {name}", number, len(outputs))
            write = function_of(all_formats()[format_name], to_write=True)
            options = options_had(write, project.briefing.options())
            try:
                write(tables, folder / name, presentation, **options)
            except LimitError as error:
                too_large[name] = str(error)
        names = [name for name, _ in outputs if name not in too_large]
        progress("writing", len(outputs), len(outputs))
        save_manifest(folder, manifest_of(project, assembled, key, folder, names, too_large))
        changed = move_into_place(folder, target, [*names, MANIFEST])
    for name in too_large:
        # An earlier build's would tell of other data.
        (target / name).unlink(missing_ok=True)
    sizes = {name: (target / name).stat().st_size for name in (*names, MANIFEST)}
    return BuildReport(
        project, counts(tables), tables["rejects"], sizes, changed,
        assembled.read_anew, assembled.read_from_cache, target,
        ignored_headers(assembled.columns, project.publish),
        assembled.extraction, too_large, lacking_columns(assembled.columns),
    )  # fmt: skip


def _write_large(
    project: Project,
    parts: Parts,
    target: Path,
    key: str,
    strict: bool,
    how: tuple[Where, Progress],
) -> BuildReport:
    """The outputs of more events than one page can show; what else there was is taken away."""
    with staging(target) as folder:
        large = scale_outputs.write_large(parts, folder, *how)
        _refuse_rejects(large.rejects, large.counts["rejects"], strict)
        names = scale_outputs.outputs_of(large.counts)
        not_written = scale_outputs.not_written([name for name, _ in BUILD_OUTPUTS])
        facts = manifest_of_large(project, parts, large, key, folder, names, not_written)
        save_manifest(folder, facts)
        changed = move_into_place(folder, target, [*names, MANIFEST])
    for name in not_written:
        (target / name).unlink(missing_ok=True)
    sizes = {name: (target / name).stat().st_size for name in (*names, MANIFEST)}
    return BuildReport(
        project, large.counts, large.rejects, sizes, changed, len(project.events), 0, target,
        ignored_headers(parts.columns, project.publish), not_written=not_written,
        lacking=lacking_columns(parts.columns),
    )  # fmt: skip
