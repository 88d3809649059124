"""`geotrack extract`."""

from __future__ import annotations

from pathlib import Path

import click

from geotrack.cli.options import Bounds, BoundsType, option_pairs
from geotrack.cli.printing import (
    echo_extraction,
    echo_rejects,
    plural,
    progress_bar,
    size_text,
)

_INTERRUPTED = 130


@click.command("extract")
@click.argument(
    "paths", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="PATH..."
)
@click.option(
    "-o",
    "--output",
    "outputs",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    required=True,
    help="A file to write; may be given several times.",
)
@click.option("--format", "format_name", default="", help="The format, whatever the suffix.")
@click.option(
    "--candidates",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Also write what was left out, and why.",
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE.csv",
    help="Decisions to replay: drop, merge, split, edit.",
)
@click.option(
    "--reports",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE.csv",
    help="What the documents do not say of themselves, by their path.",
)
@click.option(
    "--language",
    default="",
    metavar="CODE",
    help="Of documents that do not say theirs.  [default: en]",
)
@click.option(
    "--recognizer",
    default="",
    metavar="NAME",
    help="What finds toponyms: spacy (ours and a spaCy pipeline) or an installed plug-in.",
)
@click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    default=None,
    help="How 03/04/2024 is to be read.",
)
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="CODE",
    help="A country in question, such as IQ; may be given several times.",
)
@click.option(
    "--bbox",
    "bounds",
    type=BoundsType(),
    default=None,
    help="The region in question; places within it come first.",
)
@click.option("--title", default="", help="The title of maps and slides.")
@click.option(
    "--set",
    "options",
    multiple=True,
    callback=option_pairs,
    metavar="NAME=VALUE",
    help="An option of the format; `geotrack formats NAME` lists them.",
)
def command(
    paths: tuple[Path, ...],
    outputs: tuple[Path, ...],
    format_name: str,
    candidates: Path | None,
    corrections: Path | None,
    reports: Path | None,
    language: str,
    recognizer: str,
    date_order: str | None,
    countries: tuple[str, ...],
    bounds: Bounds | None,
    title: str,
    options: dict[str, str],
) -> None:
    """Find the events that documents tell of: who did what, where and when, each with its sentence.

    PATH is a document or a folder of them (.txt .md .html .pdf .docx .eml .msg .jsonl). What
    could not be read goes to OUTPUT.rejects.csv, pairs that may be one event to OUTPUT.merges.csv.
    A run that was stopped goes on where it was: start it again.
    """
    from geotrack.project import lone_project
    from geotrack.searching import extract_documents

    project = lone_project(
        paths, title=title, date_order=date_order or "", countries=countries,
        bounds=bounds,
    )._replace(
        report_language=language, recognizer=recognizer, corrections=_resolved(corrections),
        reports=_resolved(reports),
    )  # fmt: skip
    try:
        with progress_bar() as progress:
            done = extract_documents(
                project, outputs, candidates=candidates, format_name=format_name,
                options=options, progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        click.echo(
            "geotrack: stopped. Nothing was written; what was found so far is kept in .geotrack "
            "beside the output, and the same command goes on from there.",
            err=True,
        )
        raise SystemExit(_INTERRUPTED) from None
    echo_extraction(done.extraction)
    n = done.counts
    click.echo(
        f"{plural(n['events'], 'event')}: {n['on_map']:,} on the map, {n['off_map']:,} not; "
        f"{n['rejects']:,} rejected"
    )
    echo_rejects(done.rejects, n_all=n["rejects"])
    for path in done.outputs:
        size = size_text(path.stat().st_size) if isinstance(path, Path) else ""
        click.echo(f"  wrote {path} {size}".rstrip())


def _resolved(path: Path | None) -> Path | None:
    return path.resolve() if path else None
