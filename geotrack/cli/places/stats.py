"""`geotrack places stats`."""

from __future__ import annotations

from pathlib import Path

import click

from geotrack.cli.places.shared import chosen_gazetteer, gazetteer_options


@click.command("stats")
@gazetteer_options
def command(project: Path | None, files: tuple[Path, ...]) -> None:
    """Count what the gazetteer holds: by source, then by kind over all of them."""
    from geotrack.errors import GazetteerError
    from geotrack.gazetteer.index import Index
    from geotrack.gazetteer.indexfile import index_facts

    with chosen_gazetteer(project, files) as (gazetteer, _):
        if not isinstance(gazetteer, Index):
            raise GazetteerError("this project's gazetteer is a plug-in, which is not counted here")
        for label, database in zip(gazetteer.labels, gazetteer.databases, strict=True):
            _echo_source(label, index_facts(database))
        counted = gazetteer.stats()
    click.echo("in all")
    for name, number in counted.items():
        click.echo(f"  {name.replace('kind_', '  '):20} {number:>10,}")


def _echo_source(label: str, facts: dict[str, str]) -> None:
    click.echo(label)
    for name in ("places", "names", "countries"):
        click.echo(f"  {name:20} {int(facts.pop(name)):>10,}")
    for name, value in facts.items():
        click.echo(f"  {name:20} {value}")
