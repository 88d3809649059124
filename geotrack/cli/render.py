"""`geotrack render`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.options import Bounds, PathOrAddress, option_pairs, table_options
from geotrack.cli.printing import echo_lacking, echo_rejects, plural, progress_bar, size_text

if TYPE_CHECKING:
    from geotrack.addresses import Address


@click.command("render")
@table_options
@click.option(
    "-o",
    "--output",
    "outputs",
    type=PathOrAddress(file_only=True),
    multiple=True,
    required=True,
    help="A file to write, or a PostGIS database (postgresql://user@host/name); may be given "
    "several times.",
)
@click.option("--format", "format_name", default="", help="The format, whatever the suffix.")
@click.option("--title", default="", help="The title.  [default: the table's name]")
@click.option("--marking", default="", help="TLP or classification, on every output.")
@click.option(
    "--lang",
    "--language",
    "language",
    default="en",
    show_default=True,
    help="The language of the page.",
)
@click.option("--kind", default="", help="Which static map; `geotrack formats png` lists them.")
@click.option(
    "--by",
    default="",
    metavar="month|year|district",
    help="What multiples and charts step by; what is shaded.",
)
@click.option("--day", default="", metavar="YYYY-MM-DD", help="Parts before from after.")
@click.option("--event", default="", metavar="ID", help="The one event of a locator.")
@click.option(
    "--size", default="", metavar="slide|a4|column|square", help="The page of a static map."
)
@click.option("--dpi", default="", help="Pixels an inch of a static map.")
@click.option("--template", default="", metavar="FILE.pptx", help="The briefing's own look.")
@click.option(
    "--since",
    default="",
    metavar="BUILD",
    help="An earlier build: the briefing tells what is new since.",
)
@click.option("--set", "options", multiple=True, callback=option_pairs, metavar="NAME=VALUE",
              help="An option of the format; `geotrack formats NAME` lists them.")  # fmt: skip
def command(
    table: Path | Address,
    outputs: tuple[Path | Address, ...],
    format_name: str,
    title: str,
    marking: str,
    language: str,
    options: dict[str, str],
    kind: str,
    by: str,
    day: str,
    event: str,
    size: str,
    dpi: str,
    template: str,
    since: str,
    date_order: str | None,
    countries: tuple[str, ...],
    bounds: Bounds | None,
    read: dict[str, str],
) -> None:
    """Turn TABLE into maps, tables and slides; the suffix of each output names the format.

    TABLE and outputs may be the address of a PostGIS database: nothing else reaches the network.

    What has no coordinates is looked up in the gazetteer; what cannot be used goes to
    OUTPUT.rejects.csv.
    """
    from geotrack.project import lone_project
    from geotrack.single import render_table

    project = lone_project(
        table, title=title, date_order=date_order or "", countries=countries, bounds=bounds,
        marking=marking, language=language, read=read,
    )  # fmt: skip
    named = {
        "kind": kind, "by": by, "day": day, "event": event, "size": size, "dpi": dpi,
        "template": template, "since": since,
    }  # fmt: skip
    shared = {name: value for name, value in named.items() if value}
    with progress_bar() as progress:
        done = render_table(
            project, outputs, format_name=format_name, options=options, shared=shared,
            progress=progress,
        )  # fmt: skip
    n = done.counts
    click.echo(
        f"{plural(n['events'], 'event')}: {n['on_map']:,} on the map, {n['off_map']:,} not; "
        f"{n['rejects']:,} rejected"
    )
    echo_lacking(done.lacking)
    echo_rejects(done.rejects)
    for path in done.outputs:
        size = size_text(path.stat().st_size) if isinstance(path, Path) else ""
        click.echo(f"  wrote {path} {size}".rstrip())
