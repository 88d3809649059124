"""Names that the basemap shows: countries, first-level units and the region's towns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.gazetteer.names import fold_name
from geotrack.summary import is_drawn
from geotrack.webmap.columns import text_list

if TYPE_CHECKING:
    from geotrack.tables import Tables

Bounds = tuple[float, float, float, float]
MOST_TOWNS = 60
_SMALL = 0.9  # square degrees; smaller areas are named only near by
# Countries whose first-level units the layer names in their own script as `name_ar`.
_ARABIC = frozenset(
    {"AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "OM", "QA", "SA", "SD", "SY", "TN",
     "YE"}
)  # fmt: skip


def basemap_names(
    layers: dict[str, dict[str, Any]],
    world: dict[str, dict[str, Any]],
    tables: Tables,
    bounds: Bounds,
) -> list[dict[str, Any]]:
    """Names in the order in which they may claim room: towns, countries, first-level units.

    `layers` are those around the frame, `world` the coarse ones, which know their names' points.
    """
    return [
        *_towns(tables, bounds),
        *_of_areas(layers.get("countries"), bounds, "country", 0.0),
        *_of_the_world(world["countries"]),
        *_of_areas(layers.get("admin1_areas"), bounds, "admin1", 6.5),
    ]


def within(longitudes: pd.Series[Any], west: float, east: float) -> pd.Series[bool]:
    """Which longitudes lie from west to east, across the antimeridian if east is less."""
    if west <= east:
        return longitudes.between(west, east)
    return (longitudes >= west) | (longitudes <= east)


def _of_areas(
    layer: dict[str, Any] | None, bounds: Bounds, kind: str, min_zoom: float
) -> list[dict[str, Any]]:
    """A name in the middle of each area; one that the frame cuts has another point inside it."""
    from shapely.geometry import box, shape

    # Across the antimeridian the frame is not one box; the areas' own middles do then.
    frame = box(*bounds) if bounds[0] < bounds[2] else box(-180, bounds[1], 180, bounds[3])
    found: list[tuple[int, float, dict[str, Any]]] = []
    for feature in (layer or {"features": []})["features"]:
        properties = feature["properties"]
        if properties.get("kind") == "disputed" or not properties["name"]:
            continue  # the name of what is disputed would take a side
        whole = shape(feature["geometry"])
        zoom = min_zoom if whole.area > _SMALL else max(min_zoom, 7.0)
        for rank, ground in enumerate((whole.intersection(frame), whole)):
            if not ground.is_empty:
                point = ground.representative_point()
                entry = _named(properties, point.x, point.y, kind, zoom)
                found.append((rank, -ground.area, entry))
    return _ordered(found)


def _of_the_world(countries: dict[str, Any]) -> list[dict[str, Any]]:
    """A name in the middle of each country of the world."""
    found: list[tuple[int, float, dict[str, Any]]] = []
    for feature in countries["features"]:
        properties = feature["properties"]
        if properties["kind"] == "disputed" or not properties["name"]:
            continue
        zoom = 0.0 if properties["size"] > _SMALL else 7.0
        lon, lat = properties["label"]
        entry = _named(properties, lon, lat, "country", zoom)
        found.append((0, -properties["size"], entry))
    return _ordered(found)


def _ordered(found: list[tuple[int, float, dict[str, Any]]]) -> list[dict[str, Any]]:
    found.sort(key=lambda item: (item[0], item[1], item[2]["text"]))
    return [entry for _, _, entry in found]


def _named(
    properties: dict[str, Any], lon: float, lat: float, kind: str, zoom: float
) -> dict[str, Any]:
    entry = _entry(properties["name"], _local(properties), lon, lat, kind, zoom)
    told = _told(properties)
    return entry | ({"names": told} if told else {})


def _local(properties: dict[str, Any]) -> str:
    """The name as written in the country itself, where the layer knows it."""
    if "name_local" in properties:
        return str(properties["name_local"])
    column = "name_ar" if properties["iso_a2"] in _ARABIC else "name_fa"
    return str(properties[column]) if properties["iso_a2"] in {*_ARABIC, "IR"} else ""


def _told(properties: dict[str, Any]) -> dict[str, str]:
    """The name in the page's languages, as far as the layer knows it."""
    names = {tag: str(properties.get(f"name_{tag}") or "") for tag in ("ar", "tr")}
    return {tag: name for tag, name in names.items() if name}


def _towns(tables: Tables, bounds: Bounds) -> list[dict[str, Any]]:
    """The largest towns of the gazetteer in the frame that no event is drawn at."""
    places, locations = tables["places"], tables["locations"]
    west, south, east, north = bounds
    busy = set(locations.loc[is_drawn(locations), "place_id"])
    towns = places[
        places["kind"].isin(["city", "town"])
        & within(places["longitude"], west, east)
        & places["latitude"].between(south, north)
        & ~places["place_id"].isin(busy)
    ]
    towns = towns.assign(size=towns["population"].fillna(0))
    towns = towns.sort_values(["size", "place_id"], ascending=[False, True]).head(MOST_TOWNS)
    return [_town(row) for row in towns.to_dict("records")]


def _town(row: dict[Any, Any]) -> dict[str, Any]:
    zoom = 5.5 if row["size"] >= 150_000 else 7.5 if row["size"] >= 30_000 else 8.5
    if pd.isna(row["population"]) and row["kind"] == "city":
        zoom = 6.5
    local = row["name_local"]
    return _entry(row["name"], local, row["longitude"], row["latitude"], "town", zoom)


def _entry(
    text: str, local: str, lon: float, lat: float, kind: str, min_zoom: float
) -> dict[str, Any]:
    name, second = text_list([text, local if fold_name(local) != fold_name(text) else ""])
    return {
        "text": name,
        "local": second,
        "lon": round(float(lon), 3),
        "lat": round(float(lat), 3),
        "kind": kind,
        "min_zoom": min_zoom,
    }
