"""manifest.json: what went into a build, what came out, what was left out and why.

Its key is a checksum of everything the outputs depend on: a build whose key is that of the
manifest, with outputs as it left them, has nothing to do. Nothing in it changes by the day.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.cache import digest_of, file_digest, program_digest
from geotrack.documents.reading import list_documents
from geotrack.extraction.recognizers import recognizer_version
from geotrack.plugins import GAZETTEER, RECOGNIZER, RESOLVER, plugin_version
from geotrack.presenting import package_version
from geotrack.scale.outputs import REJECTS
from geotrack.scale.runs import LOCATIONS
from geotrack.summary import counts, off_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geotrack.assembly import Assembled
    from geotrack.project import Project
    from geotrack.scale.building import Parts
    from geotrack.scale.outputs import Large
    from geotrack.schema import Presentation

MANIFEST = "manifest.json"
_LIBRARIES = ("geotrack", "folium", "geopandas", "matplotlib", "pandas", "pyogrio", "python-pptx",
              "shapely", "xlsxwriter")  # fmt: skip


def build_key(project: Project) -> str:
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


def finished_manifest(target: Path, key: str) -> dict[str, Any] | None:
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


def manifest_of(
    project: Project,
    assembled: Assembled,
    key: str,
    folder: Path,
    names: list[str],
    not_written: Mapping[str, str],
) -> dict[str, Any]:
    """The manifest of a build whose outputs `names` lie in `folder`."""
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
        "not_written": dict(not_written),
    }


def manifest_of_large(
    project: Project,
    parts: Parts,
    large: Large,
    key: str,
    folder: Path,
    names: list[str],
    not_written: Mapping[str, str],
) -> dict[str, Any]:
    """The manifest of a build that no page can show: its tables list what is off the map."""
    about = f"{large.counts['off_map']:,} events; {LOCATIONS} gives each one's reason"
    listed = f"{large.counts['rejects']:,} rows; {REJECTS} lists them"
    return _about(project, parts.presentation, parts.columns, key) | {
        "counts": large.counts,
        "off_map": about,
        "rejects": listed,
        "not_written": dict(not_written),
        "outputs": _written(folder, names),
        "credits": list(parts.presentation.credits),
    }


def save_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write a manifest into a folder.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_manifest(Path(folder), {"key": "k", "outputs": {}})
    ...     finished_manifest(Path(folder), "k"), finished_manifest(Path(folder), "other")
    ({'key': 'k', 'outputs': {}}, None)
    """
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _about(
    project: Project, presentation: Presentation, columns: pd.DataFrame, key: str
) -> dict[str, Any]:
    """What every manifest begins with: the project, and what went in."""
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


def _input_files(project: Project) -> list[Path]:
    """Every file the outputs are made from but for the packs, in a fixed order."""
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
