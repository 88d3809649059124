"""Tables -> payload: order, counts, what is drawn, what never leaves the house."""

from __future__ import annotations

import json
import math

from geotrack.schema import STATUSES
from geotrack.style import STATUS_STYLES, json_for_html
from geotrack.summary import counts
from geotrack.tables import empty_tables
from geotrack.webmap.columns import day_list, text_list
from geotrack.webmap.payload import VERSION, layer_payload, range_in_words
from geotrack.webmap.presented import page_payload
from tests.samples import HOSTILE, PRESENTATION, sample_tables


def test_columns_of_a_table_are_of_one_length() -> None:
    payload = page_payload(sample_tables(), PRESENTATION)
    for name in ("events", "places", "locations", "accounts", "reports", "rejects"):
        lengths = {len(column) for column in payload[name].values()}
        assert len(lengths) == 1, name
    assert payload["version"] == VERSION


def test_each_status_keeps_its_own_look() -> None:
    payload = layer_payload(sample_tables())
    for event_id, status in zip(payload["events"]["id"], payload["events"]["status"], strict=True):
        key = payload["statuses"][status]["key"]
        assert key == {
            "e-planned": "planned", "e-demanded": "demanded",
            "e-alleged": "alleged", "e-denied": "denied",
        }.get(event_id, "occurred")  # fmt: skip
    looks = {json.dumps(status | {"key": ""}) for status in payload["statuses"]}
    assert len(looks) == len(STATUSES)
    assert payload["statuses"][0]["fill"] == STATUS_STYLES["occurred"].fill


def test_an_unknown_type_is_other_and_an_unknown_status_doubtful() -> None:
    tables = sample_tables()
    tables["events"].loc[0, ["event_type", "status"]] = ["Kite flying", "rumoured"]
    payload = layer_payload(tables)
    at = payload["events"]["id"].index(tables["events"].loc[0, "event_id"])
    assert payload["types"][payload["events"]["type"][at]]["key"] == "Other"
    assert payload["statuses"][payload["events"]["status"][at]]["key"] == "alleged"


def test_events_off_the_map_carry_their_reason() -> None:
    tables = sample_tables()
    payload = layer_payload(tables)
    off = [reason for reason in payload["events"]["off_map"] if reason]
    assert len(off) == counts(tables)["off_map"]
    drawn = {
        event
        for event, is_drawn in zip(
            payload["locations"]["event"], payload["locations"]["drawn"], strict=True
        )
        if is_drawn
    }
    assert len(drawn) == counts(tables)["on_map"]


def test_locations_come_in_the_order_of_their_events() -> None:
    order = layer_payload(sample_tables())["locations"]["event"]
    assert order == sorted(order)


def test_nothing_unpublished_reaches_the_payload() -> None:
    tables = sample_tables()
    tables["events"]["origin"] = "SECRET-ROW"
    tables["reports"]["path"] = "SECRET-PATH"
    tables["reports"]["text"] = "SECRET-TEXT"
    assert "SECRET" not in json.dumps(page_payload(tables, PRESENTATION))


def test_unsafe_links_and_markup_stay_text() -> None:
    payload = page_payload(sample_tables(), PRESENTATION)
    assert "javascript:" not in "".join(payload["reports"]["url"])
    text = json_for_html(payload)
    assert "<" not in text
    assert json.loads(text)["events"]["title"].count(HOSTILE) == 1


def test_a_joint_figure_is_drawn_once_and_a_lone_one_is_listed() -> None:
    payload = page_payload(sample_tables(), PRESENTATION)
    joint, lone = payload["figures"]
    assert joint["value"] == "56 bases jointly"
    assert joint["shape"] is not None
    assert not joint["outline"]  # one of its parts is only a circle
    assert lone["shape"] is None
    assert lone["cumulative"]


def test_only_figures_of_several_places_are_joint() -> None:
    tables = sample_tables()
    tables["figures"].loc[0, "place_ids"] = "gt:zakho-district;"
    assert page_payload(tables, PRESENTATION)["figures"][0]["value"] == "56 bases"


def test_a_rough_coordinate_is_ground_and_has_no_outline_of_a_place() -> None:
    tables = sample_tables()
    rough = tables["locations"]["event_id"] == "e-denied"
    tables["locations"].loc[rough, ["geo_precision", "radius_km"]] = ["exact", 25.0]
    places = page_payload(tables, PRESENTATION)["places"]
    known = dict(zip(places["name"], places["ground"], strict=True))
    assert (known["Zakho district"], known["Gara"], known["Baghdad"]) == (1, 1, 0)
    assert places["outline"][places["name"].index("Zakho district")] == -1


def test_a_total_is_never_drawn_beside_its_parts() -> None:
    tables = sample_tables()
    tables["figures"].loc[0, "total_of"] = "a;b"
    assert all(f["shape"] is None for f in page_payload(tables, PRESENTATION)["figures"])


def test_empty_tables_make_an_empty_payload() -> None:
    payload = page_payload(empty_tables(), PRESENTATION)
    assert payload["events"]["id"] == []
    assert payload["types"] == []


def test_bounds_of_a_number_in_words() -> None:
    nan = math.nan
    said = [
        range_in_words(*pair, "en") for pair in ((5, nan), (nan, 9), (3, 3), (3, 9), (nan, nan))
    ]
    assert said == ["at least 5", "at most 9", "3", "3 to 9", ""]


def test_texts_lose_what_no_file_can_hold() -> None:
    assert text_list(["a\ud800b\x07", "ok"]) == ["a\ufffdb", "ok"]
    assert day_list(["1969-12-31", "", "2024-08-15"]) == [-1, None, 19950]
