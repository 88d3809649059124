"""What the page says besides the events: its head, the figures, the rejects, the basemap."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geotrack.areas import joint_ground
from geotrack.basemap.geojson import layers_geojson, world_geojson
from geotrack.basemap.regions import boxes_of, credit_lines
from geotrack.basemap.terrain import hillshade_png
from geotrack.style import is_right_to_left
from geotrack.summary import is_drawn, period
from geotrack.tables import records
from geotrack.webmap.columns import rounded_geometry, text_list
from geotrack.webmap.names import basemap_names, within
from geotrack.webmap.payload import languages, make_payload, report_numbers

if TYPE_CHECKING:
    from geotrack.schema import Presentation
    from geotrack.tables import Tables
    from geotrack.webmap.payload import Payload

Bounds = tuple[float, float, float, float]
# Rows of rejects.csv that the methods panel lists; the rest is counted.
MOST_REJECTS = 200
# How far the fine layers reach beyond the frame, as a share of its longer side.
_MARGIN = 0.08
_DRAWN = ("countries", "admin1", "rivers", "lakes", "borders")
_WORLD: Bounds = (-170.0, -55.0, 170.0, 72.0)


def page_payload(tables: Tables, presentation: Presentation) -> Payload:
    """The whole payload of the page: that of the layer, the head, figures and rejects."""
    rejects = tables["rejects"].head(MOST_REJECTS)
    columns = ("file", "row", "column", "value", "reason")
    more = {
        "page": _head(tables, presentation),
        "figures": _figures(tables),
        "rejects": {name: text_list(rejects[name]) for name in columns},
        "n_rejects": len(tables["rejects"]),
    }
    dates = [presentation.as_of, *text_list(tables["figures"]["date"])]
    return make_payload(tables, presentation.language, more, dates)


def _head(tables: Tables, presentation: Presentation) -> dict[str, Any]:
    fields = ("title", "subtitle", "marking", "name")
    bounds = view_bounds(tables, presentation)
    lines = dict.fromkeys([*presentation.credits, *credit_lines(bounds)])
    names = languages(presentation.language)
    return {
        **dict(zip(fields, text_list(getattr(presentation, f) for f in fields), strict=True)),
        "period": {n: period(tables, presentation._replace(language=n)) for n in names},
        "as_of": text_list([presentation.as_of])[0],
        "version": text_list([presentation.version])[0],
        "rtl": [name for name in names if is_right_to_left(name)],
        "bounds": list(presentation.bounds) if presentation.bounds else None,
        "focus": _focus(tables, presentation),
        "credits": text_list(lines),
    }


def _focus(tables: Tables, presentation: Presentation) -> list[str]:
    """The country most drawn locations inside the frame lie in: it is drawn lightest."""
    drawn = tables["locations"][is_drawn(tables["locations"])]
    if presentation.bounds:
        west, south, east, north = presentation.bounds
        inside = within(drawn["longitude"], west, east) & drawn["latitude"].between(south, north)
        drawn = drawn[inside]
    counts = drawn.loc[drawn["country"] != "", "country"].value_counts()
    if counts.empty:
        return []
    return [min(str(country) for country in counts.index[counts == counts.max()])]


def view_bounds(tables: Tables, presentation: Presentation) -> Bounds:
    """The frame: the project's, else around the drawn locations, else the world."""
    if presentation.bounds:
        return presentation.bounds
    drawn = tables["locations"][is_drawn(tables["locations"])]
    if drawn.empty:
        return _WORLD
    west, east = shortest_stretch(drawn["longitude"])
    south, north = float(drawn["latitude"].min()), float(drawn["latitude"].max())
    pad = max(0.5, (east - west) * 0.1, (north - south) * 0.1)
    if east - west + 2 * pad > 180:
        return _WORLD
    west, east = west - pad, east + pad
    if east > 180 and west < 180:
        east -= 360  # west of it: the frame crosses the antimeridian
    return (max(west, -180), max(south - pad, -85), min(east, 180), min(north + pad, 85))


def shortest_stretch(longitudes: pd.Series[Any]) -> tuple[float, float]:
    """West and east of all longitudes; east passes 180 where the antimeridian lies between.

    >>> shortest_stretch(pd.Series([179.0, -178.0]))
    (179.0, 182.0)
    """
    lon = np.unique(longitudes.to_numpy(dtype=np.float64))
    gaps = np.diff(lon, append=lon[0] + 360)
    at = int(gaps.argmax())
    if at == len(lon) - 1:
        return float(lon[0]), float(lon[-1])
    return float(lon[at + 1]), float(lon[at]) + 360


def _figures(tables: Tables) -> list[dict[str, Any]]:
    reports = report_numbers(tables["reports"].sort_values("report_id"))
    rows = records(tables["figures"].sort_values("figure_id"))
    return [_figure(row, tables["places"], reports) for row in rows]


def _figure(row: dict[str, Any], places: pd.DataFrame, reports: dict[str, int]) -> dict[str, Any]:
    texts = ("what", "places", "claimed_by", "quote", "date", "event_id")
    return {
        **dict(zip(texts, text_list(row[name] for name in texts), strict=True)),
        "low": None if pd.isna(row["value_low"]) else row["value_low"],
        "high": None if pd.isna(row["value_high"]) else row["value_high"],
        "unit": text_list([row["unit"] or row["what"]])[0],
        "jointly": len(_place_ids(row)) > 1,
        "cumulative": row["cumulative"] == "yes",
        "total": row["total_of"] != "",
        "report": reports.get(row["report_id"], -1),
        **_ground(row, places),
    }


def _place_ids(row: dict[str, Any]) -> list[str]:
    return [part.strip() for part in row["place_ids"].split(";") if part.strip()]


def _ground(row: dict[str, Any], places: pd.DataFrame) -> dict[str, Any]:
    """The union of the areas that a figure counts jointly; nothing for one place or a total."""
    from shapely.geometry import mapping

    nothing = {"shape": None, "outline": False, "box": None}
    ids = _place_ids(row)
    if len(ids) < 2 or row["total_of"]:
        return nothing
    ground = joint_ground(places, ids)
    if ground is None:
        return nothing
    shape = rounded_geometry(mapping(ground.shape.simplify(0.002)))
    box = [round(edge, 4) for edge in ground.shape.bounds]
    return {"shape": shape, "outline": ground.is_outline, "box": box}


def basemap_payload(tables: Tables, presentation: Presentation) -> dict[str, Any]:
    """Vector layers, names and relief around the frame, and the world coarsely around those."""
    bounds = view_bounds(tables, presentation)
    near = _around_all(tables, bounds)
    fine = max((bounds[2] - bounds[0]) / 3000, (near[2] - near[0]) / 6000, 0.0005)
    layers = layers_geojson(near, simplify_deg=fine, margin=_MARGIN)
    world = world_geojson()
    shade = hillshade_png(_wider(bounds))
    relief = None
    if shade is not None:
        png, edges = shade
        url = "data:image/png;base64," + base64.b64encode(png).decode("ascii")
        relief = {"url": url, "bounds": [round(edge, 5) for edge in edges]}
    return {
        "near": [[round(edge, 4) for edge in b] for b in boxes_of(near, _MARGIN)],
        "layers": {name: _lean(layers[name]) for name in _DRAWN if name in layers},
        "world": {name: _lean(world[name]) for name in _DRAWN if name in world},
        "names": basemap_names(layers, world, tables, bounds),
        "relief": relief,
    }


def _around_all(tables: Tables, bounds: Bounds) -> Bounds:
    """The frame and every drawn location: where the basemap is worth its finer lines."""
    drawn = tables["locations"][is_drawn(tables["locations"])]
    if drawn.empty or bounds[0] >= bounds[2]:
        return bounds
    lon, lat = drawn["longitude"], drawn["latitude"]
    return (
        min(bounds[0], float(lon.min())),
        min(bounds[1], float(lat.min())),
        max(bounds[2], float(lon.max())),
        max(bounds[3], float(lat.max())),
    )


def _wider(bounds: Bounds) -> Bounds:
    """The frame with a third more on each side: windows are not of its shape."""
    west, south, east, north = bounds
    if west >= east:
        return bounds
    across, up = (east - west) / 3, (north - south) / 3
    return (
        max(west - across, -180),
        max(south - up, -85),
        min(east + across, 180),
        min(north + up, 85),
    )


def _lean(collection: dict[str, Any]) -> dict[str, Any]:
    """The features with only the properties that the drawing looks at."""
    kept = ("iso_a2", "kind")
    features = [
        {
            "type": "Feature",
            "properties": {k: f["properties"][k] for k in kept if f["properties"].get(k)},
            "geometry": f["geometry"],
        }
        for f in collection["features"]
    ]
    return {"type": "FeatureCollection", "features": features}
