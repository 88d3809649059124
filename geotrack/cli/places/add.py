"""`geotrack places add`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.schema import PLACE_KINDS

if TYPE_CHECKING:
    from geotrack.curating import Added


@click.command("add")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice(PLACE_KINDS), help="What sort of place.")
@click.option("--lon", required=True, help="Degrees east, WGS 84.")
@click.option("--lat", required=True, help="Degrees north, WGS 84.")
@click.option("--source", required=True, help="Who attests it: a person or a publication.")
@click.option("--radius-km", default="", help="The true spot lies within; else by the kind.")
@click.option("--name", "names", multiple=True, metavar="NAME:LANGUAGE",
              help="Another name, such as زاخو:ar; may be given several times.")  # fmt: skip
@click.option("--country", default="", metavar="CODE")
@click.option("--admin1", default="", help="Governorate, province, state.")
@click.option("--admin2", default="", help="District.")
@click.option("--population", default="")
@click.option("--confidence", type=click.Choice(["high", "medium", "low"]), default="medium",
              show_default=True)  # fmt: skip
@click.option("--id", "place_id", default="", help="Its id, such as gt:my-place or gn:97863.")
@click.option("--same-as", default="", help="Its ids elsewhere, joined by ';'.")
@click.option("--notes", default="", help="Remarks.")
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The project.  [default: the folder with geotrack.toml, here or above]",
)
def command(name: str, lon: str, lat: str, names: tuple[str, ...], project: Path,
            **told: str) -> None:  # fmt: skip
    """Add the place NAME to a project's own; nothing that is there is changed.

    A negative coordinate is written with an equals sign: --lon=-3.7.
    """
    from geotrack.curating import NewPlace, add_place

    pairs = tuple((n, lang) if mark else (n + lang, "")
                  for n, mark, lang in (text.rpartition(":") for text in names))  # fmt: skip
    new = NewPlace(name=name, longitude=lon, latitude=lat, names=pairs, **told)
    _echo(add_place(project, new))


def _echo(added: Added) -> None:
    place = added.place
    east, north = place.longitude, place.latitude
    click.echo(
        f"Added    {place.name} ({place.kind}) [{place.place_id}] at longitude {east:g}, "
        f"latitude {north:g}, ±{place.radius_km:g} km"
    )
    known = added.known
    if known:
        click.echo(f"Same as  {known.name} [{known.place_id}], for which it now stands")
    elsewhere = f" and {added.n_names} to {added.names_file.name}" if added.n_names else ""
    click.echo(f"Wrote    a line to {added.file.name}{elsewhere}, in {added.file.parent}")
    for line in added.changes:
        click.echo(f"  geotrack.toml {line}")
    undo = f"the last line of {added.file.name}"
    if added.n_names:
        lines = "line" if added.n_names == 1 else f"{added.n_names} lines"
        undo += f" and the last {lines} of {added.names_file.name}"
    click.echo(f"To undo  delete {undo}")
