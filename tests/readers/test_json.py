"""JSON of every kind: what is a list of events comes out, what is not says what was seen."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import InputError
from geotrack.readers import raw
from geotrack.readers.json import read_json_table
from geotrack.tables import records
from tests.readers.taken import only, reasons, taken

EVENT = {"date": "2024-08-15", "title": "Strike", "place": "Zakho", "tags": ["a", "b"]}


def written(path: Path, value: Any) -> Path:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*spot: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(spot)}


@pytest.mark.parametrize(
    "value",
    [[EVENT], {"data": [EVENT]}, {"events": [EVENT], "x": 1}, {"results": [EVENT]},
     json.dumps(EVENT) + "\n" + json.dumps(EVENT | {"title": "b"}) + "\n"],
)  # fmt: skip
def test_where_the_list_may_stand(tmp_path: Path, value: Any) -> None:
    found = taken(written(tmp_path / "a.json", value))
    event = records(found.events)[0]
    assert (event["title"], json.loads(event["extra"])) == ("Strike", {"tags": '["a", "b"]'})


def test_json_lines_and_sequences(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(feature(point(42.6859, 37.1487), title=t)) for t in "ab")
    assert len(taken(written(tmp_path / "a.geojsonl", lines)).events) == 2
    # The record separators of RFC 8142.
    marked = "".join(f"\x1e{line}\n" for line in lines.split("\n"))
    assert len(taken(written(tmp_path / "b.geojsonl", marked)).events) == 2


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"title": "x"}, "holds no list of events: neither features nor data, .*; it has 'title'"),
        ([1, 2], "is not a list of objects"),
        ([], "its list is empty"),
        ("{}\n{", "line 2 is not JSON"),
        ("{} {}", "line 1 is not JSON"),
        ('"text"', "is not a list of objects"),
    ],
)
def test_what_holds_no_events(tmp_path: Path, value: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_json_table(written(tmp_path / "a.json", value))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_a_table_or_an_error_that_names_the_file(value: Any) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.json", value)
        try:
            table = read_json_table(path)
        except InputError as error:
            assert str(error).startswith("a.json")
        else:
            assert len(table.frame) == len(table.rows)


# --- GeoJSON ------------------------------------------------------------------------------


def test_a_polygon_is_an_area_and_says_so(tmp_path: Path) -> None:
    ring = [[42.6, 37.1], [42.8, 37.1], [42.8, 37.2], [42.6, 37.2], [42.6, 37.1]]
    shapes = [{"type": "Polygon", "coordinates": [ring]}, point(42.7, 37.15),
              {"type": "MultiPoint", "coordinates": [[42.7, 37.15]]}]  # fmt: skip
    features = [feature(shape, title=f"Event {i}") for i, shape in enumerate(shapes)]
    found = taken(written(tmp_path / "a.geojson", {"features": features}))
    assert [p["geo_precision"] for p in records(found.named_places)] == ["area", "exact", "exact"]
    assert [row["value"] for row in records(found.rejects)] == ["1 Polygon"]


def test_the_reference_system_of_old_geojson(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    metres = feature(point(4751772.7, 4459853.9), title="x")
    found = taken(written(tmp_path / "a.geojson", {"crs": crs, "features": [metres]}))
    spot = only(found.named_places)
    assert (spot["longitude"], spot["latitude"]) == pytest.approx((42.6859, 37.1487), abs=0.001)
    crs["properties"]["name"] = "Atlantis"
    with pytest.raises(InputError, match="'Atlantis' is not known; save the file in WGS 84"):
        taken(written(tmp_path / "a.geojson", {"crs": crs, "features": [metres]}))


def test_the_id_of_a_feature_is_the_events_unless_it_has_one(tmp_path: Path) -> None:
    one = feature(point(42, 37), title="a") | {"id": 7}
    two = feature(point(42, 37), title="b", event_id="e2") | {"id": "e2@x"}
    found = taken(written(tmp_path / "a.geojson", {"features": [one, two]}))
    assert found.events["event_id"].tolist() == ["7", "e2"]


# --- Linked Places ------------------------------------------------------------------------


def trace(when: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature", "@id": "https://example.org/1", "properties": {"title": "Battle"},
        "when": {"timespans": [when]}, "names": [{"toponym": "Zakho", "lang": "en"}],
        "types": [{"identifier": "aat:1", "label": "Armed clash"}], "geometry": point(42.7, 37.1),
        "links": [{"type": "closeMatch", "identifier": "https://example.org/src"}],
        "descriptions": [{"value": "What is known", "lang": "en"}],
    } | more  # fmt: skip


def linked(path: Path, *features: dict[str, Any]) -> Path:
    context = (
        "https://raw.githubusercontent.com/LinkedPasts/linked-places/linkedplaces-context.jsonld"
    )
    data = {"type": "FeatureCollection", "@context": context, "features": list(features)}
    return written(path, data)


def test_linked_places(tmp_path: Path) -> None:
    found = taken(linked(tmp_path / "a.lpf.json", trace({"start": {"in": "2024-08-15"}})))
    event, spot = only(found.events), only(found.named_places)
    assert (event["event_id"], event["date"]) == ("https://example.org/1", "2024-08-15")
    assert (event["title"], event["notes"]) == ("Battle", "What is known")
    assert (event["event_type"], event["sub_event_type"]) == ("Battles", "Armed clash")
    assert (spot["name"], spot["longitude"]) == ("Zakho", 42.7)
    assert only(found.reports)["url"] == "https://example.org/src"


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ({"start": {"earliest": "1915-04", "latest": "1915-06"}}, "[1915-04..1915-06]"),
        ({"start": {"in": "1915"}, "end": {"in": "1918"}}, "1915/1918"),
        ({"start": {"earliest": "1914", "latest": "1915"}, "end": {"latest": "1918"}}, "1914/1918"),
        ({"start": {"in": "1915"}, "end": {"in": "1915"}}, "1915"),
        ({}, ""),
    ],
)
def test_when(tmp_path: Path, when: dict[str, Any], date: str) -> None:
    assert only(taken(linked(tmp_path / "a.jsonld", trace(when))).events)["date"] == date


def test_what_is_uncertain_is_no_pin(tmp_path: Path) -> None:
    vague = point(42.7, 37.1) | {"certainty": "uncertain"}
    found = taken(linked(tmp_path / "a.jsonld", trace({}, geometry=vague)))
    assert only(found.named_places)["geo_precision"] == "country"


# --- gzip ---------------------------------------------------------------------------------


def test_gzipped_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json.gz"
    packed = gzip.compress(json.dumps([EVENT]).encode())
    path.write_bytes(packed)
    assert only(taken(path).events)["title"] == "Strike"
    assert not reasons(taken(path))
    path.write_bytes(packed[:-12])
    with pytest.raises(InputError, match="cut off"):
        taken(path)
    path.write_bytes(packed[:10] + b"\xff" * 30)
    with pytest.raises(InputError, match=r"a\.json\.gz is damaged or cut off"):
        taken(path)
    bomb = tmp_path / "b.csv.gz"
    bomb.write_bytes(gzip.compress(b"a" * 100_000))
    with pytest.raises(InputError, match="unpacks to more than 5,000 bytes"):
        raw.read_bytes(bomb, "b.csv.gz", most=5000)
