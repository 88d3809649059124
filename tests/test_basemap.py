"""The offline basemap: layers, GeoJSON for the web page, relief, and the data's own README."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image
from shapely.geometry import Point, shape

from geotrack import basemap
from geotrack.errors import GeotrackError

REGION = (41.0, 34.5, 47.0, 38.5)
FIJI = (177.0, -19.5, -178.0, -16.0)
GREENLAND = (-75.0, 58.0, -10.0, 84.0)
DATA = Path(__file__).resolve().parent.parent / "data" / "basemap"

pytestmark = pytest.mark.skipif(not basemap.BUILT.is_dir(), reason="the basemap is not built in")


def country_at(layers, longitude, latitude):
    countries = layers["countries"]
    return list(countries[countries.contains(Point(longitude, latitude))]["name"])


@pytest.fixture(scope="module")
def region():
    return basemap.load_layers(REGION)


def test_importing_is_cheap():
    code = "import sys, geotrack.basemap; print('geopandas' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_region_has_its_countries(region):
    assert {"Iraq", "Türkiye", "Iran", "Syria"} <= set(region["countries"]["name"])
    iraq = region["countries"].set_index("iso_a2").loc["IQ"]
    assert iraq["name_local"] == "العراق"


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [(44.40, 33.34, "Iraq"), (42.686, 37.149, "Iraq"), (43.74, 37.57, "Türkiye")],
    ids=["Baghdad", "Zakho", "Hakkari"],
)
def test_towns_lie_in_their_country(longitude, latitude, country):
    layers = basemap.load_layers((41.0, 33.0, 47.0, 38.5))
    assert country_at(layers, longitude, latitude) == [country]


def test_borders_lie_between_the_countries(region):
    borders = region["borders"]
    assert ("IQ", "TR") in set(zip(borders["iso_a2_left"], borders["iso_a2_right"], strict=True))
    assert set(borders.geom_type) <= {"LineString", "MultiLineString"}
    assert set(borders["kind"]) == {"international"}


def test_lakes_rivers_and_governorates(region):
    van, urmia = Point(42.9, 38.6), Point(45.4, 37.9)
    assert region["lakes"].contains(van).any()
    assert region["lakes"].contains(urmia).any()
    assert "Tigris" in set(region["rivers"]["name"])
    assert {"Duhok", "Erbil", "Nineveh"} <= set(region["admin1_areas"]["name"])
    assert "IQ" in set(region["admin1"]["iso_a2"])


def test_layers_are_clipped_to_the_bounds_and_margin(region):
    for layer in region.values():
        west, south, east, north = layer.total_bounds
        assert (west, south) >= (40.0, 33.5)
        assert east <= 48.0
        assert north <= 39.5
        assert layer.is_valid.all()


def test_a_map_reaching_out_of_the_region_has_no_hole():
    layers = basemap.load_layers((36.0, 33.0, 46.0, 39.0))
    names = list(layers["countries"]["name"])
    assert len(names) == len(set(names))
    assert country_at(layers, 36.3, 33.5) == ["Syria"]
    assert country_at(layers, 43.1, 36.3) == ["Iraq"]
    whole = shapely.union_all(layers["countries"].geometry.to_numpy())
    assert shapely.box(37.0, 34.0, 46.0, 38.5).difference(whole).area < 1e-6


def test_fiji_comes_in_two_parts_split_at_180():
    layers = basemap.load_layers(FIJI, margin=0)
    assert "Fiji" in set(layers["countries"]["name"])
    west, _, east, _ = layers["countries"].total_bounds
    assert west >= -180
    assert east <= 180
    assert country_at(layers, 178.0, -17.8) == ["Fiji"]
    assert country_at(layers, 180 - 360 + 0.05, -16.8) in ([], ["Fiji"])


def test_longitudes_past_180_mean_the_same_as_west_over_east():
    one, other = basemap.load_layers(FIJI), basemap.load_layers((177.0, -19.5, 182.0, -16.0))
    assert one["countries"].geometry.equals(other["countries"].geometry)


@pytest.mark.parametrize(
    ("bounds", "name"),
    [
        (GREENLAND, "Greenland"),
        ((22.0, 44.0, 40.5, 52.5), "Ukraine"),
        ((21.0, 3.0, 39.0, 23.0), "Sudan"),
        ((-180.0, -90.0, 180.0, -60.0), "Antarctica"),
        ((-180.0, -90.0, 180.0, 90.0), "Iraq"),
    ],
)
def test_other_parts_of_the_world(bounds, name):
    layers = basemap.load_layers(bounds)
    assert name in set(layers["countries"]["name"])
    assert list(layers) == list(basemap.load_layers(REGION))
    assert layers["admin1_areas"].empty


def test_disputed_areas_are_land_and_drawn_as_disputed():
    layers = basemap.load_layers((21.0, 3.0, 39.0, 23.0))
    assert country_at(layers, 28.42, 9.67) == ["Abyei"]
    assert "disputed" in set(layers["borders"]["kind"])


@pytest.mark.parametrize(
    ("longitude", "latitude", "name"),
    [
        (34.1, 45.0, "Ukraine"),
        (33.5, 35.3, "Cyprus"),
        (45.0, 9.8, "Somalia"),
        (41.0, 43.0, "Georgia"),
        (44.0, 42.3, "Georgia"),
        (21.0, 42.6, "Kosovo"),
        (-13.0, 25.0, "Western Sahara"),
        (35.73, 33.03, "Golan Heights"),
    ],
)
def test_disputed_borders_are_as_the_readme_says(longitude, latitude, name):
    around = (longitude - 1, latitude - 1, longitude + 1, latitude + 1)
    assert country_at(basemap.load_layers(around), longitude, latitude) == [name]


@pytest.mark.parametrize("iso", ["VA", "MC", "TV", "NR", "MV", "SG", "BH", "PS"])
def test_small_states_are_there(iso):
    layers = basemap.load_layers((-180.0, -90.0, 180.0, 90.0))
    assert iso in set(layers["countries"]["iso_a2"])


def test_the_open_sea_has_empty_layers_with_columns():
    layers = basemap.load_layers((-40.0, -30.0, -39.0, -29.0))
    assert all(layer.empty for layer in layers.values())
    assert {"name", "iso_a2", "name_local"} <= set(layers["countries"].columns)


def test_a_single_point_still_gets_a_map():
    assert country_at(basemap.load_layers((44.4, 33.34, 44.4, 33.34)), 44.4, 33.34) == ["Iraq"]


@pytest.mark.parametrize("bounds", [(41.0, 38.5, 47.0, 34.5), (float("nan"), 0.0, 1.0, 1.0)])
def test_wrong_bounds_are_refused(bounds):
    with pytest.raises(GeotrackError, match="west, south, east, north"):
        basemap.load_layers(bounds)


def test_missing_data_files_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(basemap, "BUILT", tmp_path)
    with pytest.raises(GeotrackError, match=r"nowhere-rivers\.geojson"):
        basemap._path("nowhere-rivers.geojson")


@pytest.mark.parametrize("bounds", [REGION, FIJI, GREENLAND])
def test_geojson_is_small_valid_and_the_same_each_time(bounds):
    found = basemap.layers_geojson(bounds)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 600_000
    for collection in found.values():
        assert collection["type"] == "FeatureCollection"
        for feature in collection["features"]:
            assert shape(feature["geometry"]).is_valid
    again = json.dumps(basemap.layers_geojson(bounds), ensure_ascii=False, separators=(",", ":"))
    assert text == again


def test_geojson_coordinates_are_rounded():
    text = json.dumps(basemap.layers_geojson(REGION)["borders"])
    assert not re.search(r"\.\d{5,}", text)


def test_geojson_ends_where_its_boxes_end():
    (box,) = basemap.layer_boxes(REGION)
    for collection in basemap.layers_geojson(REGION).values():
        for feature in collection["features"]:
            west, south, east, north = shape(feature["geometry"]).bounds
            assert (west, south) >= (box[0] - 1e-4, box[1] - 1e-4)
            assert (east, north) <= (box[2] + 1e-4, box[3] + 1e-4)


def test_the_coarse_world_is_drawn_around_the_region():
    near = {
        f["properties"]["name"] for f in basemap.layers_geojson(REGION)["countries"]["features"]
    }
    assert {"Iraq", "Iran"} <= near
    assert "France" not in near
    world = basemap.world_geojson()
    text = json.dumps(world, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 600_000
    assert not re.search(r"\.\d{4,}", text)
    countries = {f["properties"]["name"]: f for f in world["countries"]["features"]}
    assert {"Brazil", "France", "Iraq"} <= set(countries)
    for collection in world.values():
        for feature in collection["features"]:
            assert shape(feature["geometry"]).is_valid
    for feature in countries.values():
        grown = shape(feature["geometry"]).buffer(0.01)
        assert grown.contains(Point(*feature["properties"]["label"]))


def test_the_coarse_world_is_made_of_the_world_layers():
    made = json.dumps(basemap.coarse_world(), ensure_ascii=False, separators=(",", ":"))
    assert made == (basemap.BUILT / basemap.WORLD).read_text(encoding="utf-8")


def test_mountains_are_higher_than_the_plain_of_mosul():
    mountains = basemap.relief((43.5, 36.9, 44.5, 37.3))
    plain = basemap.relief((42.5, 36.0, 43.0, 36.3))
    assert mountains.elevation_m.mean() > 1000 > plain.elevation_m.mean() > 150
    assert mountains.elevation_m.dtype == np.float32


def test_relief_knows_where_things_lie():
    # Halgurd, Iraq's highest massif wholly inside the country, rises above 3,000 m.
    found = basemap.relief((44.8, 36.7, 44.95, 36.8))
    assert 3000 < found.elevation_m.max() < 3800
    assert found.bounds == pytest.approx((44.8, 36.7, 44.95, 36.8), abs=1 / 120)


@pytest.mark.parametrize("bounds", [FIJI, GREENLAND, (-180.0, -90.0, 180.0, 90.0)])
def test_no_relief_elsewhere(bounds):
    assert basemap.relief(bounds) is None
    assert basemap.hillshade_png(bounds) is None


def test_hillshade_lights_the_north_west():
    rows, columns = np.mgrid[0:20, 0:20]
    ridge = 100.0 * (20 - abs(rows + columns - 20))  # runs from south-west to north-east
    bounds = (44.0, 36.0, 44.0 + 20 / 120, 36.0 + 20 / 120)
    shade = basemap.hillshade(basemap.Relief(ridge.astype(np.float32), bounds))
    assert shade.dtype == np.uint8
    assert shade[5, 5] > basemap.FLAT > shade[15, 15]
    level = basemap.Relief(np.zeros((4, 4), dtype=np.float32), bounds)
    assert (basemap.hillshade(level) == basemap.FLAT).all()


def test_hillshade_png_opens_and_is_the_same_each_time():
    content, bounds = basemap.hillshade_png(REGION)
    image = Image.open(io.BytesIO(content))
    assert image.mode == "LA"
    assert len(content) < 350_000
    assert bounds == pytest.approx(REGION, abs=1 / 120)
    assert image.height / image.width == pytest.approx(0.829, abs=0.005)  # as in Web Mercator
    assert basemap.hillshade_png(REGION) == (content, bounds)


def test_credits_name_what_is_used():
    assert any("GLOBE" in line for line in basemap.credit_lines(REGION))
    assert basemap.credit_lines(FIJI) == ["Basemap: Natural Earth simplified (public domain)."]


def test_every_data_file_is_in_the_readme_with_its_licence():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \|.*\| ([^|]+) \|$", readme, flags=re.MULTILINE))
    files = {path.name for path in DATA.iterdir()} - {"README.md"}
    assert set(rows) == files
    assert all(re.search("public domain|unrestricted", licence) for licence in rows.values())


def test_the_data_are_small():
    sizes = [path.stat().st_size for path in DATA.iterdir()]
    assert max(sizes) < 1_400_000
    assert sum(sizes) < 3_000_000
