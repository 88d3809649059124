"""EventLayer on other people's folium maps."""

from __future__ import annotations

import re

import folium
import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from geotrack.errors import InputError
from geotrack.webmap.layer import EventLayer
from tests.samples import HOSTILE, sample_tables


def _frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "longitude": [44.0, 43.5, float("nan")],
            "latitude": [36.2, 37.1, float("nan")],
            "title": ["A meeting", HOSTILE, "Nowhere"],
            "date": ["2024-08", "not a date", ""],
            "status": ["occurred", "planned", "occurred"],
        }
    )


def test_on_a_plain_map() -> None:
    plain = folium.Map()
    layer = EventLayer(sample_tables()).add_to(plain)
    html = plain.get_root().render()
    assert html.count("window.geotrackLayer=") == 1
    assert f'id="{layer.get_name()}_columns"' in html
    assert f"{layer.get_name()}.addTo({plain.get_name()})" in html
    assert "<script>alert(1)" not in html


def test_its_own_code_links_nothing() -> None:
    plain = folium.Map(tiles=None)
    before = set(re.findall(r'(?:src|href)="([^"]+)"', plain.get_root().render()))
    other = folium.Map(tiles=None)
    EventLayer(_frame()).add_to(other)
    after = set(re.findall(r'(?:src|href)="([^"]+)"', other.get_root().render()))
    assert after == before


def test_two_layers_on_one_map_and_one_on_another() -> None:
    first, second = folium.Map(), folium.Map()
    EventLayer(_frame(), "One").add_to(first)
    EventLayer(sample_tables(), "Two").add_to(first)
    EventLayer(_frame()).add_to(second)
    folium.LayerControl().add_to(first)
    html = first.get_root().render()
    assert html.count("window.geotrackLayer=") == 1
    assert html.count('_columns">') == 2
    assert second.get_root().render().count('_columns">') == 1


def test_rendering_twice_adds_nothing() -> None:
    plain = folium.Map(tiles=None)
    EventLayer(_frame()).add_to(plain)
    plain.get_root().render()
    html = plain.get_root().render()
    assert html.count("window.geotrackLayer=") == 1
    assert html.count('_columns">') == 1


def test_geodataframe_in_another_projection() -> None:
    points = gpd.GeoDataFrame(
        {"title": ["A"]}, geometry=[Point(44.0, 36.2)], crs="EPSG:4326"
    ).to_crs(3857)
    (south, west), _ = EventLayer(points).get_bounds()
    assert (round(west, 4), round(south, 4)) == (44.0, 36.2)


def test_bounds_and_empty_frames() -> None:
    assert EventLayer(_frame()).get_bounds() == [[36.2, 43.5], [37.1, 44.0]]
    empty = EventLayer(_frame().head(0)).add_to(folium.Map())
    assert empty.get_bounds() == [[None, None], [None, None]]


def test_without_coordinates_the_message_names_the_columns() -> None:
    with pytest.raises(InputError, match=r"longitude and latitude.*there are: title"):
        EventLayer(pd.DataFrame({"title": ["A"]}))


def test_outside_a_map_it_says_so() -> None:
    with pytest.raises((TypeError, AssertionError, AttributeError)):
        EventLayer(_frame()).render()
