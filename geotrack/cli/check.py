"""`geotrack check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.options import PathOrAddress, input_format_option, read_option
from geotrack.cli.printing import echo_columns, echo_lacking, echo_rejects, plural

if TYPE_CHECKING:
    from geotrack.addresses import Address


@click.command("check")
@click.argument("path", type=PathOrAddress(), default=Path())
@click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), default=None,
              help="How 03/04/2024 is to be read, for a table on its own.")  # fmt: skip
@read_option
@input_format_option
def command(path: Path | Address, date_order: str | None, read: dict[str, str]) -> None:
    """Find every fault in a project's folder or in one table; exit 1 if there is any."""
    from geotrack.intake import lacking_columns
    from geotrack.single import check_path

    rejects, n_events, columns = check_path(path, date_order or "", read)
    echo_columns(columns)
    echo_lacking(lacking_columns(columns))
    if len(rejects):
        echo_rejects(rejects, most=len(rejects))
        click.echo(f"{plural(len(rejects), 'fault')}; {plural(n_events, 'event')} can be used")
        raise SystemExit(1)
    click.echo(f"No fault found in {plural(n_events, 'event')}.")
