"""Vector layers: what lies where, at seams, at the antimeridian, disputed."""

from __future__ import annotations

import subprocess
import sys

import pytest
import shapely
from shapely.geometry import Point

from geotrack.basemap.layers import load_layers
from geotrack.basemap.regions import BUILT

REGION = (41.0, 34.5, 47.0, 38.5)
FIJI = (177.0, -19.5, -178.0, -16.0)
GREENLAND = (-75.0, 58.0, -10.0, 84.0)

pytestmark = pytest.mark.skipif(not BUILT.is_dir(), reason="the basemap is not built in")


def country_at(layers, longitude, latitude):
    countries = layers["countries"]
    return list(countries[countries.contains(Point(longitude, latitude))]["name"])


@pytest.fixture(scope="module")
def region():
    return load_layers(REGION)


def test_importing_is_cheap():
    code = (
        "import sys, geotrack.basemap.layers, geotrack.basemap.geojson, geotrack.basemap.terrain; "
        "print('geopandas' in sys.modules, 'numpy' in sys.modules)"
    )
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
    layers = load_layers((41.0, 33.0, 47.0, 38.5))
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
    layers = load_layers((36.0, 33.0, 46.0, 39.0))
    names = list(layers["countries"]["name"])
    assert len(names) == len(set(names))
    assert country_at(layers, 36.3, 33.5) == ["Syria"]
    assert country_at(layers, 43.1, 36.3) == ["Iraq"]
    whole = shapely.union_all(layers["countries"].geometry.to_numpy())
    assert shapely.box(37.0, 34.0, 46.0, 38.5).difference(whole).area < 1e-6


def test_fiji_comes_in_two_parts_split_at_180():
    layers = load_layers(FIJI, margin=0)
    assert "Fiji" in set(layers["countries"]["name"])
    west, _, east, _ = layers["countries"].total_bounds
    assert west >= -180
    assert east <= 180
    assert country_at(layers, 178.0, -17.8) == ["Fiji"]
    assert country_at(layers, 180 - 360 + 0.05, -16.8) in ([], ["Fiji"])


def test_longitudes_past_180_mean_the_same_as_west_over_east():
    one, other = load_layers(FIJI), load_layers((177.0, -19.5, 182.0, -16.0))
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
    layers = load_layers(bounds)
    assert name in set(layers["countries"]["name"])
    assert list(layers) == list(load_layers(REGION))
    assert layers["admin1_areas"].empty


def test_disputed_areas_are_land_and_drawn_as_disputed():
    layers = load_layers((21.0, 3.0, 39.0, 23.0))
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
    assert country_at(load_layers(around), longitude, latitude) == [name]


@pytest.mark.parametrize("iso", ["VA", "MC", "TV", "NR", "MV", "SG", "BH", "PS"])
def test_small_states_are_there(iso):
    layers = load_layers((-180.0, -90.0, 180.0, 90.0))
    assert iso in set(layers["countries"]["iso_a2"])


def test_the_open_sea_has_empty_layers_with_columns():
    layers = load_layers((-40.0, -30.0, -39.0, -29.0))
    assert all(layer.empty for layer in layers.values())
    assert {"name", "iso_a2", "name_local"} <= set(layers["countries"].columns)


def test_a_single_point_still_gets_a_map():
    assert country_at(load_layers((44.4, 33.34, 44.4, 33.34)), 44.4, 33.34) == ["Iraq"]
