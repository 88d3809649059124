"""The build: composition only. Inputs -> tables -> outputs, incremental, atomic, deterministic."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from filelock import FileLock, Timeout

from geotrack.assembly import Assembled, Progress, assemble, package_version, silent
from geotrack.cache import (
    CACHE_FOLDER,
    digest_of,
    file_digest,
    program_digest,
)
from geotrack.documents.reading import list_documents
from geotrack.errors import InputError, LimitError, OutputError, StrictError
from geotrack.extraction.recognizers import recognizer_version
from geotrack.formats import BUILD_OUTPUTS, all_formats, function_of, options_had
from geotrack.intake import ignored_headers, lacking_columns
from geotrack.outputs import clear_leftovers, move_into_place, staging
from geotrack.partitions import Where
from geotrack.plugins import GAZETTEER, RECOGNIZER, RESOLVER, plugin_version
from geotrack.project import Project, read_project
from geotrack.scale import outputs as scale_outputs
from geotrack.scale.building import (
    Parts,
    assemble_parts,
    assembled_parts,
    over_partitions,
    remove_parts,
)
from geotrack.scale.outputs import REJECTS, n_events
from geotrack.scale.runs import LOCATIONS
from geotrack.summary import counts, off_map, reject_place
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.schema import Presentation

MANIFEST = "manifest.json"
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
    lacking: Mapping[str, list[str]] = MappingProxyType({})


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
        key = _build_key(project)
        done = _finished(target, key)
        clear_leftovers(target)
        if done and not (strict and done["counts"]["rejects"]):
            return _unchanged(project, target, done)
        if not over_partitions(project, where):
            return _write(project, assemble(project, progress), target, key, strict, progress)
        parts = assemble_parts(project, key, where, progress)
        if n_events(parts) > scale_outputs.PAGE_EVENTS:
            report = _write_large(project, parts, target, key, strict, (where, progress))
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


def _input_files(project: Project) -> list[Path]:
    single = [path for path in (project.reports, project.figures, project.corrections) if path]
    beside = [p.with_name(n) for p in project.places for n in ("names.csv", "areas.geojson")]
    return [
        *project.events, *_documents(project)[0], *single, *project.places,
        *(p for p in beside if p.is_file()), *_briefing_files(project),
    ]  # fmt: skip


def _documents(project: Project) -> tuple[list[Path], list[str]]:
    """The reports to find events in, and what stands among them and is none."""
    files, rejects = list_documents(project.report_paths, project.folder)
    return files, [str(reject["reason"]) for reject in rejects]


def _briefing_files(project: Project) -> list[Path]:
    """The template, and the tables of the earlier build."""
    template, since = project.briefing.template, project.briefing.since
    found = [template] if template else []
    if since is not None:
        tables = [since / "events.csv", since / "locations.csv"] if since.is_dir() else [since]
        found += [path for path in tables if path.is_file()]
    return found


def _pack_digests(project: Project) -> dict[str, str]:
    """Each pack's sha256, which `read_project` has held against the file."""
    return {project.shown(pack.path): pack.sha256 for pack in project.packs}


def _build_key(project: Project) -> str:
    """A checksum of everything the outputs depend on."""
    inputs = {project.shown(path): file_digest(path) for path in _input_files(project)}
    inputs |= _pack_digests(project)
    settings = project._replace(
        folder=Path(), events=(), places=(), packs=(), reports=None, figures=None, corrections=None,
        report_paths=(), briefing=project.briefing._replace(template=None, since=None),
    )  # fmt: skip
    order = [*map(project.shown, _input_files(project)), *_pack_digests(project)]
    return digest_of(
        inputs,
        [*order, *_documents(project)[1], *_plugins(project).values()],
        settings,
        program_digest(),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
    )


def _finished(target: Path, key: str) -> dict[str, Any] | None:
    """The manifest of an earlier build with this key whose outputs are all as it left them."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        same = manifest["key"] == key and all(
            file_digest(target / name) == fact["sha256"]
            for name, fact in manifest["outputs"].items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if same else None


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
        manifest = _manifest(project, assembled, key, folder, names)
        _save_manifest(folder, manifest | {"not_written": too_large})
        changed = move_into_place(folder, target, [*names, MANIFEST])
    for name in too_large:
        # An earlier build's would tell of other data.
        (target / name).unlink(missing_ok=True)
    sizes = {name: (target / name).stat().st_size for name in (*names, MANIFEST)}
    return BuildReport(
        project, counts(tables), tables["rejects"], sizes, changed,
        assembled.read_anew, assembled.read_from_cache, target, ignored_headers(assembled.columns),
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
        about = f"{large.counts['off_map']:,} events; {LOCATIONS} gives each one's reason"
        listed = f"{large.counts['rejects']:,} rows; {REJECTS} lists them"
        facts = _about(project, parts.presentation, parts.columns, key) | {
            "counts": large.counts,
            "off_map": about,
            "rejects": listed,
            "not_written": not_written,
            "outputs": _written(folder, names),
            "credits": list(parts.presentation.credits),
        }
        _save_manifest(folder, facts)
        changed = move_into_place(folder, target, [*names, MANIFEST])
    for name in not_written:
        (target / name).unlink(missing_ok=True)
    sizes = {name: (target / name).stat().st_size for name in (*names, MANIFEST)}
    return BuildReport(
        project, large.counts, large.rejects, sizes, changed, len(project.events), 0, target,
        ignored_headers(parts.columns), not_written=not_written,
        lacking=lacking_columns(parts.columns),
    )  # fmt: skip


_LIBRARIES = ("geotrack", "folium", "geopandas", "matplotlib", "pandas", "pyogrio", "python-pptx",
              "shapely", "xlsxwriter")  # fmt: skip


def _manifest(
    project: Project, assembled: Assembled, key: str, folder: Path, names: list[str]
) -> dict[str, Any]:
    """What went in, what came out, what was left out and why; nothing that changes by the day."""
    tables, presentation = assembled.tables, assembled.presentation
    # How much of it was remembered is this run's affair: the same inputs give the same bytes.
    told = {k: v for k, v in assembled.extraction.items() if k != "remembered"}
    return {
        **_about(project, presentation, assembled.columns, key),
        "counts": counts(tables),
        "merges": len(tables["merges"]),
        **({"extraction": told} if told else {}),
        "off_map": off_map(tables).to_dict("records"),
        "rejects": tables["rejects"].to_dict("records"),
        "outputs": _written(folder, names),
        "credits": list(presentation.credits),
    }


def _about(
    project: Project, presentation: Presentation, columns: pd.DataFrame, key: str
) -> dict[str, Any]:
    """What went in."""
    return {
        "project": project.name,
        "title": project.title,
        "as_of": presentation.as_of,
        "marking": project.marking,
        "key": key,
        "versions": _versions(project),
        "inputs": {
            **{project.shown(p): {"sha256": file_digest(p)} for p in _input_files(project)},
            **{shown: {"sha256": digest} for shown, digest in _pack_digests(project).items()},
        },
        "columns": _columns_read(columns),
    }


def _written(folder: Path, names: list[str]) -> dict[str, dict[str, Any]]:
    return {
        name: {"sha256": file_digest(folder / name), "bytes": (folder / name).stat().st_size}
        for name in names
    }


def _save_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _versions(project: Project) -> dict[str, str]:
    versions = {name: package_version(name) for name in _LIBRARIES}
    return versions | _plugins(project)


def _plugins(project: Project) -> dict[str, str]:
    """The plug-ins a project uses, each with its package and version."""
    used = ((GAZETTEER, project.gazetteer), (RESOLVER, project.resolver))
    told = {f"{slot.what} {name}": plugin_version(slot, name) for slot, name in used if name}
    if project.recognizer:
        told[f"{RECOGNIZER.what} {project.recognizer}"] = recognizer_version(project.recognizer)
    return told


def _columns_read(columns: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """For each file what its headers were read as; of the ignored ones only how many there are."""
    told: dict[str, dict[str, Any]] = {}
    for row in columns.to_dict("records"):
        about = told.setdefault(row["file"], {"read": {}, "ignored": 0})
        if row["column"]:
            # Of one header of a dataset several of our columns may come.
            others = about["read"].get(row["header"])
            about["read"][row["header"]] = f"{others}, {row['column']}" if others else row["column"]
        else:
            about["ignored"] += 1
    return told
