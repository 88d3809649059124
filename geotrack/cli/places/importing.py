"""`geotrack places import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.printing import plural, progress_bar, size_text

if TYPE_CHECKING:
    from geotrack.additions import Imported

_FORMATS = ["geonames", "wof", "csv", "xlsx", "geojson"]


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "--project",
    "project",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The project.  [default: the folder with geotrack.toml, here or above]",
)
@click.option("--name", default="", help="What the pack is called.  [default: the file's name]")
@click.option("--alternate-names", "names", multiple=True, type=click.Path(path_type=Path),
              help="GeoNames' alternateNamesV2.zip: names with their languages.")  # fmt: skip
@click.option(
    "--admin-codes",
    "codes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="GeoNames' admin1CodesASCII.txt or admin2Codes.txt: names of divisions.",
)
@click.option("--format", "format_name", type=click.Choice(_FORMATS), default=None,
              help="What FILES are, where their content does not tell.")  # fmt: skip
@click.option("--country", default="", metavar="CODE", help="The country of a table without one.")
@click.option("--source", default="", help="Who attests the places of an own table.")
@click.option("--encoding", default="", help="Of a table that is not UTF-8: windows-1256 ...")
@click.option("--all-features", "everything", is_flag=True,
              help="Take GeoNames' hotels, schools, roads ... too, as areas.")  # fmt: skip
def command(
    files: tuple[Path, ...],
    project: Path,
    name: str,
    names: tuple[Path, ...],
    codes: tuple[Path, ...],
    format_name: str | None,
    country: str,
    source: str,
    encoding: str,
    everything: bool,
) -> None:
    """Take FILES into a project as one pack, and name it in geotrack.toml.

    A GeoNames dump (IQ.zip, allCountries.zip), Who's On First as CSV, or any CSV, workbook or
    GeoJSON with a name and a coordinate. What cannot be used is listed beside the pack. An import
    that is interrupted leaves everything as it was.
    """
    from geotrack.additions import import_places
    from geotrack.errors import InputError
    from geotrack.gazetteer.importing.making import Options

    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise InputError(f"--country {country!r} is no two-letter code such as IQ")
    options = Options(format_name or "", country.upper(), source, encoding, everything)
    with progress_bar() as progress:
        done = import_places((*files, *names, *codes), project, name, options, progress)
    _echo(done)


def _echo(done: Imported) -> None:
    made = done.made
    for file, format_ in made.formats.items():
        click.echo(f"Read     {file} as {format_}")
    click.echo(
        f"Pack     {done.pack.name}: {plural(made.places, 'place')}, "
        f"{size_text(done.pack.path.stat().st_size)}"
    )
    united = made.united
    click.echo(
        f"United   {united.by_id + united.by_name:,} with places of the world "
        f"({united.by_id:,} by id, {united.by_name:,} by name and nearness)"
    )
    if made.left_out:
        told = sorted(made.left_out.items(), key=lambda item: (-item[1], item[0]))
        most = ", ".join(f"{code} {number:,}" for code, number in told[:5])
        more = f" and {len(told) - 5} more kinds" if len(told) > 5 else ""
        total = plural(sum(made.left_out.values()), "feature")
        click.echo(f"Left out {total} that are no places of ours: {most}{more}")
    if made.reject_file:
        listed = made.reject_file.relative_to(done.project)
        click.echo(f"Rejected {plural(made.rejects, 'line')}; see {listed.as_posix()}")
    click.echo("geotrack.toml:" if done.changes else "geotrack.toml names this pack already.")
    for line in done.changes:
        click.echo(f"  {line}")
