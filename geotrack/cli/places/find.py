"""`geotrack places find`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.options import Bounds, BoundsType
from geotrack.cli.places.shared import chosen_gazetteer, gazetteer_options

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer
    from geotrack.geocoding import Candidate, Context
    from geotrack.project import Project


@click.command("find")
@click.argument("name")
@gazetteer_options
@click.option("--country", "countries", multiple=True, metavar="CODE",
              help="A country in question, such as IQ.")  # fmt: skip
@click.option("--bbox", "bounds", type=BoundsType(), default=None, help="The region in question.")
@click.option("--most", default=8, show_default=True, help="How many candidates to show.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each, for programs.")
def command(
    name: str,
    project: Path | None,
    files: tuple[Path, ...],
    countries: tuple[str, ...],
    bounds: Bounds | None,
    most: int,
    as_json: bool,
) -> None:
    """Show the places NAME may mean, the likeliest first; exit 1 if there is none."""
    from geotrack.geocoding import MIN_SCORE, rank_places

    with chosen_gazetteer(project, files) as (gazetteer, told):
        context = _context(told, countries, bounds)
        ranked = rank_places(name, gazetteer, context)
        correction = _corrected(told, name)
        facts = [_facts(candidate, ranked[0], gazetteer) for candidate in ranked[:most]]
    for fact in facts:
        if as_json:
            click.echo(json.dumps(fact, ensure_ascii=False))
        else:
            _echo(fact)
    if correction is not None and not as_json:
        where = f"at {correction}" if correction else "nowhere"
        click.echo(f"corrections.csv places {name!r} {where}, whatever stands above.")
    if not ranked:
        click.echo(f"No place named {name!r} in the gazetteer.", err=as_json)
        raise SystemExit(1)
    least = told.min_score if told else MIN_SCORE
    if ranked[0].score < least and not as_json:
        click.echo(f"None is sure enough ({least}); say more: a parent, --country.")


def _context(project: Project | None, countries: tuple[str, ...], bounds: Bounds | None) -> Context:
    """The project's focus, what the command line says in its place."""
    from geotrack.geocoding import Context

    if project is None:
        return Context(countries, bounds)
    if countries or bounds:
        return project.context._replace(countries=countries, bounds=bounds)
    return project.context


def _corrected(project: Project | None, name: str) -> str | None:
    """Where the project's corrections place this name in all events; None where they do not."""
    import csv

    if project is None or project.corrections is None:
        return None
    with project.corrections.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)}
            for row in csv.DictReader(file)
        ]
    for row in rows:
        if row.get("column") == "place" and not row.get("event_id") and row.get("name") == name:
            return row.get("new", "")
    return None


def _facts(candidate: Candidate, best: Candidate, gazetteer: Gazetteer) -> dict[str, Any]:
    """All that is shown of a candidate, as data."""
    from geotrack.areas import distance_km
    from geotrack.gazetteer.building import ids_elsewhere
    from geotrack.gazetteer.index import Index

    place, first = candidate.place, best.place
    away = distance_km(first.longitude, first.latitude, place.longitude, place.latitude)
    holders = gazetteer.holders(place.place_id) if isinstance(gazetteer, Index) else []
    return {
        "place_id": place.place_id,
        "name": place.name,
        "kind": place.kind,
        "parents": [parent for parent in (place.admin2, place.admin1, place.country) if parent],
        "longitude": place.longitude,
        "latitude": place.latitude,
        "radius_km": place.radius_km,
        "population": place.population or None,
        "score": candidate.score,
        "km_from_first": round(away, 1),
        "names": [
            {"name": name.name, "lang": name.lang}
            for name in gazetteer.names_of(place.place_id)
            if name.name != place.name
        ],
        "source": place.source,
        "held_by": holders,
        "same_as": ids_elsewhere(place.same_as),
        "reasons": list(candidate.reasons),
    }


def _echo(fact: dict[str, Any]) -> None:
    away = f", {fact['km_from_first']:,.0f} km from the first" if fact["km_from_first"] else ""
    parents = "".join(f", {parent}" for parent in fact["parents"])
    click.echo(
        f"{fact['score']:.2f}  {fact['name']} ({fact['kind']}){parents}  [{fact['place_id']}]"
    )
    east, north = fact["longitude"], fact["latitude"]
    click.echo(
        f"      {abs(north):.4f} {'N' if north >= 0 else 'S'} "
        f"{abs(east):.4f} {'E' if east >= 0 else 'W'} ±{fact['radius_km']:g} km{away}"
    )
    names = [name["name"] for name in fact["names"]]
    if names:
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        click.echo(f"      also: {', '.join(names[:10])}{more}")
    held = f" ({', '.join(fact['held_by'])})" if fact["held_by"] else ""
    click.echo(f"      source: {fact['source']}{held}")
    if fact["same_as"]:
        click.echo(f"      same as: {', '.join(fact['same_as'])}")
    if fact["reasons"]:
        click.echo(f"      {'; '.join(fact['reasons'])}")
