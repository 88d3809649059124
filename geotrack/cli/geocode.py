"""`geotrack geocode`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.options import Bounds, table_options
from geotrack.cli.printing import progress_bar

if TYPE_CHECKING:
    from geotrack.addresses import Address


@click.command("geocode")
@table_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The CSV file to write.",
)
@click.option("--column", default="", help="The column that holds the place names.")  # fmt: skip
def command(
    table: Path | Address,
    output: Path,
    column: str,
    date_order: str | None,
    countries: tuple[str, ...],
    bounds: Bounds | None,
    read: dict[str, str],
) -> None:
    """Write TABLE again with coordinates, precision, score, reason and runners-up.

    One line a place name. A name that is not surely found stays without coordinates, and the
    reason says so.
    """
    from geotrack.project import lone_project
    from geotrack.single import geocode_table

    project = lone_project(
        table, date_order=date_order or "", countries=countries, bounds=bounds, read=read
    )
    with progress_bar() as progress:
        done = geocode_table(project, output, column=column, progress=progress)
    click.echo(f"{done['names']:,} place names, {done['placed']:,} placed; wrote {output}")
