"""PMTiles: read by others' packages, nothing dropped at any zoom, windows that add up."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import TileType

from geotrack.errors import OutputError
from geotrack.schema import Presentation
from geotrack.tables import Tables, empty_tables, make_table
from geotrack.writers.pmtiles import write_pmtiles
from geotrack.writers.tiling import pyramid
from geotrack.writers.tiling.marks import time_bins
from geotrack.writers.tiling.mvt import EXTENT, Point, encode_tile


def _tables(spots: list[tuple[float, float]], **more: list[Any]) -> Tables:
    """An event for each spot (longitude, latitude), on successive days of 2024."""
    n = len(spots)
    days = pd.date_range("2024-01-01", periods=n).strftime("%Y-%m-%d").tolist()
    columns = {"event_id": [f"e{i}" for i in range(n)], "date": days, "date_start": days,
               "date_end": days, "title": [f"Event {i}" for i in range(n)],
               "status": ["occurred"] * n} | more  # fmt: skip
    events = [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]
    locations = [
        {"event_id": f"e{i}", "location_id": f"e{i}@1", "name": "X", "role": "scene",
         "longitude": lon, "latitude": lat, "radius_km": 1.0, "geo_precision": "town"}
        for i, (lon, lat) in enumerate(spots)
    ]  # fmt: skip
    return empty_tables() | {
        "events": make_table("events", events),
        "locations": make_table("locations", locations),
    }


def _tiles(path: Path) -> dict[tuple[int, int, int], dict[str, list[dict[str, Any]]]]:
    """Every tile as another's reader and decoder see it: layer -> properties of its points."""
    source = MemorySource(path.read_bytes())
    assert Reader(source).header()["tile_type"] == TileType.MVT
    found = {}
    for zxy, packed in all_tiles(source):
        layers = mapbox_vector_tile.decode(gzip.decompress(packed))
        found[zxy] = {n: [f["properties"] for f in la["features"]] for n, la in layers.items()}
        assert Reader(source).get(*zxy) == packed
    return found


def _locations_in(layers: dict[str, list[dict[str, Any]]]) -> int:
    return len(layers.get("events", [])) + sum(p["n"] for p in layers.get("counts", []))


def test_another_decoder_reads_what_we_encode() -> None:
    said = {"id": "e1", "title": "Zaxo زاخۆ", "n": 300, "radius_km": 1.5, "below": -7}
    layers = {"events": [Point(0, EXTENT - 1, said), Point(17, 4, {"n": 300})], "counts": []}
    decoded = mapbox_vector_tile.decode(encode_tile(layers), default_options={"y_coord_down": True})
    assert list(decoded) == ["events"]
    features = decoded["events"]["features"]
    assert [f["properties"] for f in features] == [said, {"n": 300}]
    assert [f["geometry"]["coordinates"] for f in features] == [[0, EXTENT - 1], [17, 4]]


@given(st.lists(st.tuples(st.integers(0, EXTENT), st.text(max_size=9),
                          st.integers(-(2**40), 2**40), st.floats(allow_nan=False))))  # fmt: skip
def test_any_properties_come_back(rows: list[tuple[int, str, int, float]]) -> None:
    points = [Point(x, x, {"t": t, "i": i, "f": f}) for x, t, i, f in rows]
    decoded = mapbox_vector_tile.decode(encode_tile({"a": points}))
    told = [f["properties"] for f in decoded["a"]["features"]] if rows else []
    assert told == [p.properties for p in points]


def test_every_zoom_holds_every_location(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyramid, "MOST_EVENTS", 5)
    heap = [(44.0, 36.2)] * 9
    spread = [(-170.0 + 11 * i, -60.0 + 4 * i) for i in range(30)]
    write_pmtiles(_tables([*heap, *spread, (180.0, 89.0)]), tmp_path / "e.pmtiles", Presentation())
    per_zoom: Counter[int] = Counter()
    for (zoom, _, _), layers in _tiles(tmp_path / "e.pmtiles").items():
        assert len(layers) == 1, "a tile shows events or counts, never both"
        assert len(layers.get("events", [])) <= 5
        per_zoom[zoom] += _locations_in(layers)
    assert set(per_zoom.values()) == {40}
    assert len(per_zoom) > 1


def test_counts_keep_apart_what_did_not_occur_and_what_is_rough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyramid, "MOST_EVENTS", 1)
    tables = _tables([(44.0, 36.2)] * 4, status=["occurred", "occurred", "denied", "occurred"])
    tables["locations"].loc[3, ["geo_precision", "radius_km"]] = ["area", 15.0]
    tables["events"].loc[1, ["date", "date_start", "date_end"]] = ""
    write_pmtiles(tables, tmp_path / "e.pmtiles", Presentation())
    (first,) = (la for zxy, la in _tiles(tmp_path / "e.pmtiles").items() if zxy[0] == 0)
    told = {point.pop("occurred"): point for point in first["counts"]}
    assert told[0] == {"n": 1, "s": "2:1"}
    assert told[1] == {"n": 3, "rough": 1, "undated": 1, "s": "0:1,3:1"}


def test_a_window_counts_what_touches_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun by its end less ended before its beginning: events that last are counted once."""
    monkeypatch.setattr(pyramid, "MOST_EVENTS", 1)
    spans = [("2020-03-01", "2023-05-01"), ("2021-01-01", "2021-01-01"),
             ("2024-02-02", "2028-12-31")]  # fmt: skip
    tables = _tables(
        [(44.0, 36.2)] * 3,
        date=[f"{a}/{b}" for a, b in spans],
        date_start=[a for a, _ in spans],
        date_end=[b for _, b in spans],
    )
    write_pmtiles(tables, tmp_path / "e.pmtiles", Presentation())
    data = (tmp_path / "e.pmtiles").read_bytes()
    periods = Reader(MemorySource(data)).metadata()["geotrack"]["periods"]
    assert periods == [str(year) for year in range(2020, 2029)]
    (tile,) = (la for zxy, la in _tiles(tmp_path / "e.pmtiles").items() if zxy[0] == 0)
    (point,) = tile["counts"]

    def number(cell: str, until: int) -> int:
        pairs = (pair.split(":") for pair in cell.split(","))
        return sum(int(n) for period, n in pairs if int(period) <= until)

    for a in range(9):
        for b in range(a, 9):
            touched = sum(
                int(first[:4]) <= 2020 + b and int(last[:4]) >= 2020 + a for first, last in spans
            )
            assert number(point["s"], b) - number(point["e"], a - 1) == touched


def test_the_same_tables_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    tables = _tables([(44.0, 36.2), (43.0, 37.1), (44.0, 36.2)])
    turned = tables | {name: tables[name].iloc[::-1] for name in ("locations", "events")}
    for name, some in (("a", tables), ("b", turned)):
        write_pmtiles(some, tmp_path / name, Presentation(title="T", credits=("C",)))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_nothing_to_draw_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no event has a place"):
        write_pmtiles(empty_tables(), tmp_path / "e.pmtiles", Presentation())


@pytest.mark.parametrize(
    ("first", "last", "length", "n"),
    [("2024-01-01", "2024-01-01", 10, 1), ("2019-12-31", "2024-01-01", 7, 50),
     ("1900-01-01", "2024-01-01", 4, 125), ("", "", 4, 0), ("2024-02-01", "2024-01-01", 4, 0)],
)  # fmt: skip
def test_periods_are_as_fine_as_a_slider_bears(first: str, last: str, length: int, n: int) -> None:
    bins = time_bins(first, last)
    assert (bins.length, bins.n, len(bins.names()) if n else 0) == (length, n, n)
