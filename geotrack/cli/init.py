"""`geotrack init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "table",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="A spreadsheet (CSV, XLSX, GeoJSON) to start from; it is copied.",
)
@click.option("--title", default="", help="The title of the maps.")
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="CODE",
    help="A country in question, such as IQ; may be given several times.",
)
@click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), default=None,
              help="How 03/04/2024 is to be read.")  # fmt: skip
def command(
    folder: Path,
    table: Path | None,
    title: str,
    countries: tuple[str, ...],
    date_order: str | None,
) -> None:
    """Make a project in FOLDER, ready to build; nothing that is there is overwritten."""
    from geotrack.scaffold import make_project

    made = make_project(folder, table, title, countries, date_order or "")
    for path in made:
        click.echo(f"  made {path}")
    if table is None:
        click.echo(f"Now write your events into {folder / 'data' / 'events.csv'}, then:")
    else:
        click.echo("Now:")
    click.echo(f"  geotrack build {folder}")
