"""`geotrack build`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.printing import (
    echo_extraction,
    echo_ignored,
    echo_lacking,
    echo_rejects,
    plural,
    progress_bar,
    size_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geotrack.pipeline import BuildReport


@click.command("build")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--out", type=click.Path(path_type=Path, file_okay=False),
              help="Where outputs go.  [default: maps beside geotrack.toml]")  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail, and write nothing, if anything is rejected.")
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="BUILD",
    help="An earlier build: the briefing tells what is new since.",
)
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.pptx",
              help="A deck whose layouts, colours and fonts the briefing takes.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 256), default=1, metavar="N",
              help="Work on partitions of tables in so many processes.  [default: 1]")  # fmt: skip
@click.option("--scheduler", default="", metavar="tcp://HOST:PORT",
              help="Work on them on the Dask cluster of this scheduler.")  # fmt: skip
def command(
    folder: Path,
    out: Path | None,
    strict: bool,
    since: Path | None,
    template: Path | None,
    workers: int,
    scheduler: str,
) -> None:
    """Build everything geotrack.toml in FOLDER asks for.

    Only what changed is read anew; outputs are replaced when all of them are whole. Large tables
    are worked on in partitions; a build that was killed goes on where it stood.
    """
    from geotrack.partitions import Where
    from geotrack.pipeline import build_project

    with progress_bar() as progress:
        report = build_project(
            folder, out, strict=strict, since=since, template=template,
            where=Where(workers, scheduler), progress=progress,
        )  # fmt: skip
    _echo(report)


def _echo(report: BuildReport) -> None:
    counts = report.counts
    n_tables = report.read_anew + report.read_from_cache
    unchanged = f" ({report.read_from_cache} unchanged)" if report.read_from_cache else ""
    click.echo(f"{report.project.title}")
    click.echo(
        f"Read     {plural(n_tables, 'table')}{unchanged}: {plural(counts['events'], 'event')}"
        f" from {plural(counts['reports'], 'report')}"
    )
    echo_extraction(report.extraction)
    click.echo(
        f"Placed   {plural(counts['on_map'], 'event')} on the map, "
        f"at {plural(counts['drawn_locations'], 'location')}"
    )
    click.echo(
        f"Not placed  {plural(counts['off_map'], 'event')} (in the tray, each with its reason); "
        f"{counts['undated']:,} undated"
    )
    echo_ignored(report.ignored)
    echo_lacking(report.lacking)
    if counts["rejects"]:
        click.echo(f"Rejected {plural(counts['rejects'], 'entry').replace('entrys', 'entries')}:")
        echo_rejects(report.rejects, n_all=counts["rejects"])
    if not report.changed:
        click.echo("Nothing has changed since the last build; all outputs stand as they were.")
    for name, size in report.outputs.items():
        mark = "wrote " if name in report.changed else "kept  "
        click.echo(f"  {mark} {name:16} {size_text(size):>9}")
    for reason, names in _by_reason(report.not_written).items():
        click.echo(f"  not written: {', '.join(names)}: {reason}")
    page = "map.html" if "map.html" in report.outputs else "map-tiles.html"
    click.echo(_shown(report.folder / page))


def _by_reason(not_written: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, reason in not_written.items():
        found.setdefault(reason, []).append(name)
    return found


def _shown(path: Path) -> str:
    """The path as one would type it: relative where that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
