"""The parts of the static map: projection and frame, scale, arrangement, text."""

from __future__ import annotations

import math

import numpy as np
import pytest

from geotrack.areas import distance_km
from geotrack.staticmap.arrangement import pattern, pushed_apart
from geotrack.staticmap.box import Box
from geotrack.staticmap.frame import (
    choose_projection,
    extent_of,
    fit_frame,
    normal_bounds,
    plain_boxes,
)
from geotrack.staticmap.furniture import round_length
from geotrack.staticmap.lettering import can_write, one_line
from geotrack.staticmap.sheet import Sheet
from geotrack.staticmap.symbols import short_number

PAGE = Box(10.0, 10.0, 510.0, 310.0)


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [
        ((41.0, 35.0, 46.0, 38.0), "utm"),
        ((34.2, 31.2, 34.6, 31.6), "utm"),
        ((177.0, -20.0, 182.0, -15.0), "utm"),
        ((22.0, 8.0, 39.0, 22.0), "azimuthal"),
        ((-75.0, 59.0, -10.0, 84.0), "azimuthal"),
        ((-170.0, -55.0, 170.0, 75.0), "world"),
    ],
)
def test_projection_follows_the_extent(
    bounds: tuple[float, float, float, float], kind: str
) -> None:
    assert choose_projection(bounds).kind == kind
    frame = fit_frame(bounds, PAGE)
    west, south, east, north = bounds
    x, y = frame.points([west, east, west, east], [south, south, north, north])
    assert (x >= PAGE.left - 0.01).all()
    assert (x <= PAGE.right + 0.01).all()
    assert (y >= PAGE.bottom - 0.01).all()
    assert (y <= PAGE.top + 0.01).all()


def test_utm_zone_is_that_of_the_centre() -> None:
    assert choose_projection((41.0, 35.0, 46.0, 38.0)).label == {"zone": 38, "hemisphere": "N"}
    assert choose_projection((177.0, -20.0, 182.0, -15.0)).label["hemisphere"] == "S"


def test_degrees_and_points_are_each_other_s_inverse() -> None:
    frame = fit_frame((177.0, -20.0, -178.0, -15.0), PAGE)
    lon, lat = frame.degrees(*frame.points([181.0, 178.0], [-17.0, -18.0]))
    assert lon == pytest.approx([181.0, 178.0])
    assert lat == pytest.approx([-17.0, -18.0])


def test_bounds_run_past_the_antimeridian() -> None:
    lon, lat = np.array([179.0, -179.0]), np.array([-17.0, -18.0])
    west, _, east, _ = extent_of(lon, lat, np.zeros(2))
    assert west < 179 < east
    assert east - west < 5
    assert normal_bounds((177.0, -20.0, -178.0, -15.0))[2] == 182.0
    assert len(plain_boxes((177.0, -20.0, 182.0, -15.0))) == 2


def test_scale_is_true_at_the_centre() -> None:
    frame = fit_frame((22.0, 8.0, 39.0, 22.0), PAGE)
    x, y = PAGE.centre
    lon, lat = frame.degrees([x - 50, x + 50], [y, y])
    km = distance_km(lon[0], lat[0], lon[1], lat[1])
    assert km == pytest.approx(100 * frame.km_per_point, rel=0.002)


def test_north_follows_the_meridians() -> None:
    frame = fit_frame((-75.0, 59.0, -10.0, 84.0), PAGE)
    assert math.degrees(frame.north_at(*PAGE.centre)) == pytest.approx(90, abs=1)
    # West of the central meridian the meridians lean to the right.
    assert math.degrees(frame.north_at(PAGE.left + 5, PAGE.bottom + 5)) < 80


def test_directions_to_places_outside() -> None:
    frame = fit_frame((41.0, 35.0, 46.0, 38.0), PAGE)
    baghdad = math.degrees(frame.direction_to(44.4, 33.34))
    ankara = math.degrees(frame.direction_to(32.85, 39.92))
    assert -110 < baghdad < -60
    assert 135 < ankara < 180
    assert math.isfinite(frame.direction_to(-136.0, -36.0))  # the other side of the globe


@pytest.mark.parametrize(("most", "length"), [(130, 100), (0.7, 0.5), (20, 20), (4999, 2000)])
def test_round_lengths(most: float, length: float) -> None:
    assert round_length(most) == pytest.approx(length)


@pytest.mark.parametrize("number", range(8))
def test_symbols_at_one_spot_do_not_overlap(number: int) -> None:
    spots = pattern(number)
    assert len(spots) == number
    for i, one in enumerate(spots):
        for other in spots[:i]:
            assert math.dist(one, other) >= 1.99


def test_groups_are_pushed_apart_within_their_freedom() -> None:
    centres = np.array([[100.0, 100.0], [102.0, 100.0], [300.0, 100.0], [11.0, 200.0]])
    halves = np.full((4, 2), 5.0)
    free = np.array([10.0, 10.0, 10.0, 10.0])
    moved = pushed_apart(centres, halves, free, PAGE)
    assert abs(moved[0] - moved[1]).max() >= 9.9
    assert (np.hypot(*(moved[:3] - centres[:3]).T) <= 10.001).all()
    assert tuple(moved[2]) == (300.0, 100.0)
    assert moved[3][0] >= PAGE.left + 5  # symbols are not cut by the frame
    still = pushed_apart(centres[:2], halves[:2], np.array([0.0, 0.0]), PAGE)
    assert (still == centres[:2]).all()


def test_the_font_has_sorani_and_arabic() -> None:
    assert can_write("ۆێەڕڵ العمادية ھەولێر Київ Şırnak")
    assert not can_write("日本")
    assert one_line("a\n b\t\x00日 \ud800") == "a b \ufffd \ufffd"


def test_text_wraps_and_is_cut_within_its_width() -> None:
    sheet = Sheet(1000, 562)
    lines = sheet.wrapped("word " * 60 + "x" * 400, 200.0, 9.0)
    assert all(sheet.width_of(line, 9.0) <= 200.5 for line in lines)
    found, size = sheet.fitted("word " * 400, 200.0, (9.0, 7.0), 2)
    assert size == 7.0
    assert len(found) == 2
    assert found[-1].endswith("…")
    assert sheet.width_of(found[-1], size) <= 200.5
    assert sheet.fitted("", 200.0, (9.0,), 1) == ([], 9.0)


def test_short_numbers() -> None:
    assert [short_number(n) for n in (7, 1000, 1500, 20_000)] == ["7", "1k", "1.5k", "20k"]
