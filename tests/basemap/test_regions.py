"""The basemap's files, the bounds they serve, and the data's own README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geotrack.basemap import regions
from geotrack.basemap.layers import load_layers
from geotrack.basemap.regions import BUILT, credit_lines
from geotrack.errors import GeotrackError

REGION = (41.0, 34.5, 47.0, 38.5)
FIJI = (177.0, -19.5, -178.0, -16.0)
DATA = Path(__file__).resolve().parents[2] / "data" / "basemap"

pytestmark = pytest.mark.skipif(not BUILT.is_dir(), reason="the basemap is not built in")


@pytest.mark.parametrize("bounds", [(41.0, 38.5, 47.0, 34.5), (float("nan"), 0.0, 1.0, 1.0)])
def test_wrong_bounds_are_refused(bounds):
    with pytest.raises(GeotrackError, match="west, south, east, north"):
        load_layers(bounds)


def test_missing_data_files_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(regions, "BUILT", tmp_path)
    with pytest.raises(GeotrackError, match=r"nowhere-rivers\.geojson"):
        regions.basemap_file("nowhere-rivers.geojson")


def test_credits_name_what_is_used():
    assert any("GLOBE" in line for line in credit_lines(REGION))
    assert credit_lines(FIJI) == ["Basemap: Natural Earth simplified (public domain)."]


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
