"""`geotrack places find | stats`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.options import Bounds, BoundsType

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer
    from geotrack.geocoding import Candidate

_FILE = click.option("--places", "files", type=click.Path(path_type=Path), multiple=True,
                     help="A project's own places (CSV), before the world's.")  # fmt: skip


@click.group("places")
def command() -> None:
    """Look into the gazetteer: the world's cities and the curated places."""


@command.command("find")
@click.argument("name")
@_FILE
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="CODE",
    help="A country in question, such as IQ.",
)
@click.option("--bbox", "bounds", type=BoundsType(), default=None, help="The region in question.")
@click.option("--most", default=8, show_default=True, help="How many candidates to show.")
def find(
    name: str,
    files: tuple[Path, ...],
    countries: tuple[str, ...],
    bounds: Bounds | None,
    most: int,
) -> None:
    """Show the places NAME may mean, the likeliest first; exit 1 if there is none."""
    from geotrack.gazetteer.index import opened_gazetteer
    from geotrack.geocoding import MIN_SCORE, Context, rank_places

    with opened_gazetteer(list(files)) as gazetteer:
        ranked = rank_places(name, gazetteer, Context(countries, bounds))
        for candidate in ranked[:most]:
            _echo(candidate, ranked[0], gazetteer)
    if not ranked:
        click.echo(f"No place named {name!r} in the gazetteer.")
        raise SystemExit(1)
    if ranked[0].score < MIN_SCORE:
        click.echo(f"None is sure enough ({MIN_SCORE}); say more: a parent, --country.")


def _echo(candidate: Candidate, best: Candidate, gazetteer: Gazetteer) -> None:
    from geotrack.areas import distance_km

    place = candidate.place
    parents = ", ".join(filter(None, (place.admin2, place.admin1, place.country)))
    away = distance_km(best.place.longitude, best.place.latitude, place.longitude, place.latitude)
    beside = f", {away:,.0f} km from the first" if candidate is not best else ""
    click.echo(f"{candidate.score:.2f}  {place.name} ({place.kind}), {parents}  [{place.place_id}]")
    click.echo(
        f"      {place.latitude:.4f} N {place.longitude:.4f} E ±{place.radius_km:g} km{beside}"
    )
    names = [n.name for n in gazetteer.names_of(place.place_id) if n.name != place.name]
    if names:
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        click.echo(f"      also: {', '.join(names[:10])}{more}")
    click.echo(f"      source: {place.source}")
    if candidate.reasons:
        click.echo(f"      {'; '.join(candidate.reasons)}")


@command.command("stats")
@_FILE
def stats(files: tuple[Path, ...]) -> None:
    """Count what the gazetteer holds."""
    from geotrack.gazetteer.index import opened_gazetteer

    with opened_gazetteer(list(files)) as gazetteer:
        counted = gazetteer.stats()
    for name, number in counted.items():
        click.echo(f"{name.replace('kind_', '  '):14} {number:>10,}")
