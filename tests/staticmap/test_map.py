"""The overview map: its bytes, its counts, its labels, its symbols, and extreme data."""

from __future__ import annotations

import io
import itertools
import logging
import time

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from geotrack.schema import Presentation
from geotrack.staticmap import map_png, write_map_png
from geotrack.staticmap.arrangement import Mark
from geotrack.staticmap.layout import Paper
from geotrack.staticmap.naming import name_lines
from geotrack.staticmap.overview import Composed, compose
from geotrack.staticmap.sheet import Sheet
from geotrack.staticmap.symbols import draw_marks
from geotrack.summary import counts
from geotrack.tables import Tables, empty_tables, make_table
from tests.samples import HOSTILE, PRESENTATION, sample_tables
from tests.staticmap import cases

SLIDE = Paper(2000, 1125)
BOUNDS = (41.0, 35.0, 46.0, 38.0)


def _size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


def _sound(composed: Composed) -> None:
    """Labels lie inside the frame and touch neither each other nor a symbol."""
    boxes = [one.box for one in composed.labels]
    assert all(composed.frame.box.holds(box) for box in boxes)
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    for box, symbol in itertools.product(boxes, composed.taken):
        assert not box.overlaps(symbol)


@pytest.fixture(scope="module")
def sample() -> Composed:
    return compose(sample_tables(), PRESENTATION, SLIDE)


def test_same_input_gives_the_same_bytes_of_the_size_asked() -> None:
    first = map_png(sample_tables(), PRESENTATION, width_px=1000, height_px=640, dpi=150)
    settings = {"font.size": 31.0, "text.usetex": False, "figure.facecolor": "red"}
    with mpl.rc_context(settings):
        second = map_png(sample_tables(), PRESENTATION, width_px=1000, height_px=640, dpi=150)
        assert mpl.rcParams["font.size"] == 31.0
    assert first == second
    assert _size(first) == (1000, 640)
    assert b"Software" not in first
    assert round(Image.open(io.BytesIO(first)).info["dpi"][0]) == 150


@pytest.mark.parametrize("size", [(2000, 1125), (800, 800), (600, 1000)])
def test_sizes(size: tuple[int, int]) -> None:
    png = map_png(sample_tables(), PRESENTATION, width_px=size[0], height_px=size[1])
    assert _size(png) == size


def test_write(tmp_path) -> None:
    write_map_png(sample_tables(), tmp_path / "map.png", PRESENTATION, dpi=100)
    assert _size((tmp_path / "map.png").read_bytes()) == (1000, 562)


def test_labels_do_not_collide_on_the_sample(sample: Composed) -> None:
    _sound(sample)
    names = {one.label.name for one in sample.labels}
    assert {"Metina", "Hakurk", "Gara", "Asos", "Bashiqa camp", "Iraq"} <= names


@pytest.mark.parametrize(("events", "scatter"), [(180, 0.12), (3000, 0.3), (60, 0.0)])
def test_labels_do_not_collide_when_crowded(
    events: int, scatter: float, caplog: pytest.LogCaptureFixture
) -> None:
    tables = cases.region_tables(cases.NORTHERN_IRAQ, events, scatter=scatter, country="IQ")
    with caplog.at_level(logging.DEBUG, logger="geotrack.staticmap.labels"):
        composed = compose(tables, Presentation(title="Crowded", bounds=BOUNDS), SLIDE)
    _sound(composed)
    for name in composed.labels_dropped:
        assert name in caplog.text


def test_local_names_stand_under_the_latin_ones(sample: Composed) -> None:
    lines = {one.label.name: [line.text for line in one.label.lines] for one in sample.labels}
    assert lines["Zakho district"] == ["Zakho district", "زاخۆ"]


def test_legend_counts_are_the_summary_s(sample: Composed) -> None:
    tables, stand = sample_tables(), sample.standing
    known = counts(tables)
    assert sum(total for _, _, total in stand.by_type) == stand.total == known["events"]
    assert stand.here + stand.outside == known["on_map"]
    assert sum(stand.nowhere.values()) == known["off_map"]
    assert sum(here for _, here, _ in stand.by_type) == stand.here
    by_type = tables["events"]["event_type"].value_counts()
    assert {kind: total for kind, _, total in stand.by_type} == by_type.to_dict()
    assert stand.nowhere == {"no_place": 2, "coarse": 1, "not_placed": 0}
    assert stand.statuses == ["occurred", "planned", "demanded", "alleged", "denied"]


def _texts(composed: Composed) -> set[str]:
    return {text.get_text() for text in composed.sheet.axes.texts} | {
        artist.get_text() for artist in composed.sheet.axes.artists if hasattr(artist, "get_text")
    }


def test_what_is_not_on_the_map_is_said(sample: Composed) -> None:
    texts = _texts(sample)
    assert "Outside this map: 4 events" in texts
    assert "Baghdad: 3 events" in texts
    assert "On no map: 3 events" in texts
    assert "TLP:CLEAR" in texts
    assert any("5 on this map, 4 outside its frame, 3 on no map" in text for text in texts)


def test_a_place_named_but_not_placed_is_not_said_to_be_missing() -> None:
    tables = sample_tables()
    lost = {"location_id": "e-country@x", "event_id": "e-country", "name": "X", "role": "scene"}
    lost |= {"geo_precision": "none", "reason": "said to be where its coordinates are not"}
    more = [*tables["locations"].to_dict("records"), lost]
    tables["locations"] = make_table("locations", more)
    composed = compose(tables, PRESENTATION, SLIDE)
    assert composed.standing.nowhere == {"no_place": 2, "coarse": 0, "not_placed": 1}
    assert "place named, but not placed" in _texts(composed)


def test_a_coordinate_that_may_be_far_off_is_drawn_as_its_ground() -> None:
    tables = sample_tables()
    tables["locations"] = tables["locations"].query("event_id == 'e-hostile'")
    assert "town or exact spot" in _texts(compose(tables, PRESENTATION, SLIDE))
    tables["locations"]["radius_km"] = 25.0
    texts = _texts(compose(tables, PRESENTATION, SLIDE))
    assert "somewhere within this circle" in texts
    assert "town or exact spot" not in texts


def test_a_town_is_a_spot_however_large() -> None:
    tables = sample_tables()
    tables["locations"] = tables["locations"].query("event_id == 'e-hostile'")
    tables["locations"] = tables["locations"].assign(geo_precision="town", radius_km=15.0)
    assert "somewhere within this circle" not in _texts(compose(tables, PRESENTATION, SLIDE))


def test_another_spelling_is_not_another_name() -> None:
    def texts(name: str, local: str) -> list[str]:
        return [line.text for line in name_lines(name, local, 7.0, False, "#000000")]

    assert texts("Şırnak", "Şirnak") == ["Şırnak"]
    assert texts("Zakho", "زاخۆ") == ["Zakho", "زاخۆ"]
    assert texts("Hakkari", "Colemêrg") == ["Hakkari", "Colemêrg"]


def test_sources_are_named_once() -> None:
    told = ("Places: GeoNames (CC BY 4.0)", "Basemap: Natural Earth 1:10m (public domain)")
    composed = compose(sample_tables(), PRESENTATION._replace(credits=told), SLIDE)
    assert sum(text.count("Natural Earth 1:10m") for text in _texts(composed)) == 1
    assert any("Relief: NOAA GLOBE" in text for text in _texts(composed))


def _pixel(status: str) -> np.ndarray:
    sheet = Sheet(200, 200)
    draw_marks(sheet, [Mark(sheet.width / 2, sheet.height / 2, "Protests", status, 30.0, "e")])
    return np.asarray(Image.open(io.BytesIO(sheet.png(72))).convert("RGB"))[100, 100]


def test_what_did_not_occur_is_not_filled_like_what_did() -> None:
    occurred = _pixel("occurred")
    assert tuple(occurred) == (0x00, 0x80, 0x5A)
    assert tuple(_pixel("planned")) == (255, 255, 255)
    assert tuple(_pixel("demanded")) == (255, 255, 255)
    assert abs(_pixel("alleged").astype(int) - occurred).max() > 100
    alleged, strange = _pixel("alleged"), _pixel("said by somebody")
    assert tuple(alleged) == tuple(strange)


def test_figures_are_drawn_once_over_the_joint_ground(sample: Composed) -> None:
    assert sample.figures == ("f-56",)
    drawn = [artist for artist in sample.sheet.axes.patches if artist.get_gid() == "figure-f-56"]
    assert len(drawn) == 1
    named = [one for one in sample.labels if one.label.name == "f-56"]
    assert len(named) == 1
    assert named[0].label.lines[0].text == "56 bases jointly"


def test_figures_that_would_mislead_are_left_out(caplog: pytest.LogCaptureFixture) -> None:
    tables = sample_tables()
    places = tables["places"].to_dict("records")
    wide = {"place_id": "gt:region", "name": "Region", "kind": "region", "longitude": 44.0,
            "latitude": 36.0, "radius_km": 200.0}  # fmt: skip
    tables["places"] = make_table("places", [*places, wide])
    figures = [
        {"figure_id": "f-wide", "place_ids": "gt:region", "value_low": 58},
        {"figure_id": "f-total", "place_ids": "gt:gara", "total_of": "f-56", "value_low": 74},
        {"figure_id": "f-lost", "place_ids": "gt:gara;gt:nowhere", "value_low": 3},
        {"figure_id": "f-least", "place_ids": "gt:gara", "value_low": 5, "what": "killed"},
    ]
    tables["figures"] = make_table("figures", figures)
    with caplog.at_level(logging.DEBUG, logger="geotrack"):
        composed = compose(tables, PRESENTATION, SLIDE)
    assert composed.figures == ("f-least",)
    assert "f-wide" in caplog.text
    assert "f-lost" in caplog.text
    heads = [one.label.lines[0].text for one in composed.labels if one.label.name == "f-least"]
    assert heads == ["at least 5 killed"]


REGIONS = {
    "ukraine": (cases.UKRAINE, "UA"),
    "sudan": (cases.SUDAN, "SD"),
    "gaza": (cases.GAZA, "PS"),
    "fiji": (cases.FIJI, "FJ"),
    "greenland": (cases.GREENLAND, "GL"),
    "world": (cases.WORLD, ""),
    "pole": (cases.POLE, ""),
}


@pytest.mark.parametrize("region", REGIONS)
def test_any_region(region: str) -> None:
    places, country = REGIONS[region]
    composed = compose(
        cases.region_tables(places, 14, country=country),
        Presentation(title=region),
        Paper(1000, 562),
    )
    _sound(composed)
    assert composed.standing.here == 14
    assert _size(composed.sheet.png(100)) == (1000, 562)
    if country:
        assert composed.focus == country


def _one(**location: object) -> Tables:
    tables = cases.region_tables(cases.NORTHERN_IRAQ[:1], 1)
    for column, value in location.items():
        tables["locations"][column] = value
    return tables


@pytest.mark.parametrize(
    ("tables", "bounds"),
    [
        (empty_tables(), None),
        (empty_tables(), BOUNDS),
        (_one(), None),
        (_one(longitude=180.0), None),
        (_one(latitude=-90.0), None),
        (_one(geo_precision="area", radius_km=900.0), None),
        (_one(), (44.0, 36.0, 44.0, 36.0)),
        (_one(), (177.0, -20.0, -178.0, -15.0)),
        (_one(), (-180.0, -90.0, 180.0, 90.0)),
        (cases.region_tables(cases.NORTHERN_IRAQ[:1], 35), None),
        (cases.region_tables(cases.NORTHERN_IRAQ[:1], 7), None),
    ],
)
def test_extremes(tables: Tables, bounds: tuple[float, float, float, float] | None) -> None:
    composed = compose(tables, Presentation(title="Extreme", bounds=bounds), Paper(800, 450))
    _sound(composed)
    assert _size(composed.sheet.png(100)) == (800, 450)


def test_hostile_and_endless_text(caplog: pytest.LogCaptureFixture) -> None:
    wild = HOSTILE + " $x^2$ $\\frac{1}{0}$ \n\x00\ud800 日本 "
    tables = sample_tables()
    # Tables hold no half characters: they are marked when tables are made (see test_tables).
    told = wild.replace("\ud800", "")
    tables["locations"].loc[0, "place_name"] = told
    tables["places"]["name"] = told
    tables["places"]["name_local"] = "日本 $"
    tables["events"]["event_type"] = told
    tables["events"]["status"] = told
    tables["figures"]["claimed_by"] = told
    wild = wild * 40
    presentation = PRESENTATION._replace(
        title=wild, subtitle=wild, marking=wild, as_of=wild, credits=(wild, wild), version=wild
    )
    composed = compose(tables, presentation, SLIDE)
    _sound(composed)
    page = composed.sheet
    for text in page.axes.texts:
        left, _ = text.get_position()
        width = page.width_of(text.get_text(), text.get_fontsize(), text.get_fontweight() == "bold")
        assert left >= 0
        assert left + width <= page.width + 1
    assert _size(page.png(100)) == (2000, 1125)
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


def test_a_dollar_stays_a_dollar() -> None:
    composed = compose(sample_tables(), PRESENTATION._replace(title="$5 and $x^2$"), SLIDE)
    assert "$5 and $x^2$" in _texts(composed)
    composed.sheet.png(100)


def test_many_events_are_gathered_and_quick() -> None:
    tables = cases.region_tables(cases.NORTHERN_IRAQ, 20_000, scatter=0.3, country="IQ")
    start = time.perf_counter()
    composed = compose(tables, Presentation(title="Many", bounds=BOUNDS), SLIDE)
    composed.sheet.png(100)
    assert time.perf_counter() - start < 30  # about 5 s on two cores; leaves room for slow ones
    _sound(composed)
    assert composed.standing.total == 20_000
