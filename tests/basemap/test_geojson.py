"""Layers for web pages: small, valid, rounded; the coarse world around them."""

from __future__ import annotations

import json
import re

import pytest
from shapely.geometry import Point, shape

from geotrack.basemap.geojson import WORLD, coarse_world, layers_geojson, world_geojson
from geotrack.basemap.layers import whole_layer
from geotrack.basemap.regions import BUILT, boxes_of

REGION = (41.0, 34.5, 47.0, 38.5)
FIJI = (177.0, -19.5, -178.0, -16.0)
GREENLAND = (-75.0, 58.0, -10.0, 84.0)

pytestmark = pytest.mark.skipif(not BUILT.is_dir(), reason="the basemap is not built in")


@pytest.mark.parametrize("bounds", [REGION, FIJI, GREENLAND])
def test_geojson_is_small_valid_and_the_same_each_time(bounds):
    found = layers_geojson(bounds)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 600_000
    for collection in found.values():
        assert collection["type"] == "FeatureCollection"
        for feature in collection["features"]:
            assert shape(feature["geometry"]).is_valid
    again = json.dumps(layers_geojson(bounds), ensure_ascii=False, separators=(",", ":"))
    assert text == again


def test_geojson_coordinates_are_rounded():
    text = json.dumps(layers_geojson(REGION)["borders"])
    assert not re.search(r"\.\d{5,}", text)


def test_geojson_ends_where_its_boxes_end():
    (box,) = boxes_of(REGION, 0.15)
    for collection in layers_geojson(REGION).values():
        for feature in collection["features"]:
            west, south, east, north = shape(feature["geometry"]).bounds
            assert (west, south) >= (box[0] - 1e-4, box[1] - 1e-4)
            assert (east, north) <= (box[2] + 1e-4, box[3] + 1e-4)


def test_the_coarse_world_is_drawn_around_the_region():
    near = {f["properties"]["name"] for f in layers_geojson(REGION)["countries"]["features"]}
    assert {"Iraq", "Iran"} <= near
    assert "France" not in near
    world = world_geojson()
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


def test_the_coarse_world_leaves_the_world_layers_as_they_are():
    coarse_world()
    assert all("label" not in row for row in whole_layer("world", "countries").rows)


def test_the_coarse_world_is_made_of_the_world_layers():
    made = json.dumps(coarse_world(), ensure_ascii=False, separators=(",", ":"))
    assert made == (BUILT / WORLD).read_text(encoding="utf-8")
