"""`geotrack render`."""

from __future__ import annotations

from pathlib import Path

import click

from geotrack.cli.options import Bounds, option_pairs, table_options
from geotrack.cli.printing import echo_rejects, plural, progress_bar, size_text


@click.command("render")
@table_options
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
@click.option("--title", default="", help="The title.  [default: the table's name]")
@click.option("--marking", default="", help="TLP or classification, on every output.")
@click.option("--language", default="en", show_default=True, help="The language of the page.")
@click.option("--set", "options", multiple=True, callback=option_pairs, metavar="NAME=VALUE",
              help="An option of the format; `geotrack formats NAME` lists them.")  # fmt: skip
def command(
    table: Path,
    outputs: tuple[Path, ...],
    format_name: str,
    title: str,
    marking: str,
    language: str,
    options: dict[str, str],
    date_order: str | None,
    countries: tuple[str, ...],
    bounds: Bounds | None,
    read: dict[str, str],
) -> None:
    """Turn TABLE into maps, tables and slides; the suffix of each output names the format.

    What has no coordinates is looked up in the gazetteer; what cannot be used goes to
    OUTPUT.rejects.csv.
    """
    from geotrack.project import lone_project
    from geotrack.single import render_table

    project = lone_project(
        table, title=title, date_order=date_order or "", countries=countries, bounds=bounds,
        marking=marking, language=language, read=read,
    )  # fmt: skip
    with progress_bar() as progress:
        done = render_table(
            project, outputs, format_name=format_name, options=options, progress=progress
        )
    n = done.counts
    click.echo(
        f"{plural(n['events'], 'event')}: {n['on_map']:,} on the map, {n['off_map']:,} not; "
        f"{n['rejects']:,} rejected"
    )
    echo_rejects(done.rejects)
    for path in done.outputs:
        click.echo(f"  wrote {path} {size_text(path.stat().st_size)}")
