"""Some documents without a project -> their events, in memory or, of many, over partitions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.assembly import Progress, assemble
from geotrack.losses import lost
from geotrack.outputs import write_whole
from geotrack.project import Project, lone_project
from geotrack.rendering import (
    Chosen,
    Rendered,
    chosen_formats,
    path_beside,
    warn_of,
    write_beside,
    write_outputs,
)
from geotrack.scale.documents import (
    Found,
    assembled_documents,
    found_in_documents,
    over_documents,
)
from geotrack.scale.foundfiles import tables_in_parts, write_candidates, write_found
from geotrack.writers.csv import write_candidates_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.addresses import Address
    from geotrack.tables import Tables


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
    chosen = chosen_formats(outputs, format_name, options or {}, {})
    folder = outputs[0].resolve().parent
    if over_documents(project):
        with found_in_documents(project, folder, progress) as found:
            if all(format_.name == "csv" for format_, _ in chosen):
                done = _written_in_parts(found, list(outputs), chosen, progress)
            else:
                done = write_outputs(assembled_documents(found), outputs, chosen, progress)
            done.outputs.extend(write_beside(outputs[0], "merges", found.parts.small["merges"]))
            if candidates is not None:
                write_candidates(found, candidates)
                done.outputs.append(candidates)
        return done
    assembled = assemble(project, progress, cached=False, check=True, memory=folder, lean=True)
    done = write_outputs(assembled, outputs, chosen, progress)
    tables, presentation = assembled.tables, assembled.presentation
    done.outputs.extend(write_beside(outputs[0], "merges", tables["merges"]))
    if candidates is not None:
        write_whole(candidates, lambda new: write_candidates_csv(tables, new, presentation))
        done.outputs.append(candidates)
    return done


def _written_in_parts(
    found: Found, outputs: list[Path], formats: Chosen, progress: Progress
) -> Rendered:
    """CSV files of a table that need not be in memory, and OUT.rejects.csv beside the first."""
    missed = lost(formats[0][0].loses, tables_in_parts(found), found.parts.presentation)
    warn_of(missed, outputs[0])
    rejects = path_beside(outputs[0], "rejects")
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
