"""Heights and their shading."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from geotrack.basemap.regions import BUILT
from geotrack.basemap.terrain import FLAT, Relief, hillshade, hillshade_png, relief

REGION = (41.0, 34.5, 47.0, 38.5)
FIJI = (177.0, -19.5, -178.0, -16.0)
GREENLAND = (-75.0, 58.0, -10.0, 84.0)

pytestmark = pytest.mark.skipif(not BUILT.is_dir(), reason="the basemap is not built in")


def test_mountains_are_higher_than_the_plain_of_mosul():
    mountains = relief((43.5, 36.9, 44.5, 37.3))
    plain = relief((42.5, 36.0, 43.0, 36.3))
    assert mountains.elevation_m.mean() > 1000 > plain.elevation_m.mean() > 150
    assert mountains.elevation_m.dtype == np.float32


def test_relief_knows_where_things_lie():
    # Halgurd, Iraq's highest massif wholly inside the country, rises above 3,000 m.
    found = relief((44.8, 36.7, 44.95, 36.8))
    assert 3000 < found.elevation_m.max() < 3800
    assert found.bounds == pytest.approx((44.8, 36.7, 44.95, 36.8), abs=1 / 120)


@pytest.mark.parametrize("bounds", [FIJI, GREENLAND, (-180.0, -90.0, 180.0, 90.0)])
def test_no_relief_elsewhere(bounds):
    assert relief(bounds) is None
    assert hillshade_png(bounds) is None


def test_hillshade_lights_the_north_west():
    rows, columns = np.mgrid[0:20, 0:20]
    ridge = 100.0 * (20 - abs(rows + columns - 20))  # runs from south-west to north-east
    bounds = (44.0, 36.0, 44.0 + 20 / 120, 36.0 + 20 / 120)
    shade = hillshade(Relief(ridge.astype(np.float32), bounds))
    assert shade.dtype == np.uint8
    assert shade[5, 5] > FLAT > shade[15, 15]
    level = Relief(np.zeros((4, 4), dtype=np.float32), bounds)
    assert (hillshade(level) == FLAT).all()


def test_hillshade_png_opens_and_is_the_same_each_time():
    content, bounds = hillshade_png(REGION)
    image = Image.open(io.BytesIO(content))
    assert image.mode == "LA"
    assert len(content) < 350_000
    assert bounds == pytest.approx(REGION, abs=1 / 120)
    assert image.height / image.width == pytest.approx(0.829, abs=0.005)  # as in Web Mercator
    assert hillshade_png(REGION) == (content, bounds)
