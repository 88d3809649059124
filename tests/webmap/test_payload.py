"""Tables -> payload: order, counts, what is drawn, what never leaves the house."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.schema import STATUSES
from geotrack.style import STATUS_STYLES, clean_text
from geotrack.summary import chronological, counts
from geotrack.tables import empty_tables
from geotrack.webmap.columns import text_list
from geotrack.webmap.packing import Packer
from geotrack.webmap.payload import UNKNOWN, VERSION, Payload, layer_payload
from geotrack.webmap.presented import page_payload, view_bounds
from tests.samples import HOSTILE, PRESENTATION, sample_tables
from tests.webmap.decoded import tables_in
from tests.webmap.many import many_events


def _page() -> tuple[dict[str, Any], dict[str, dict[str, list[Any]]]]:
    payload = page_payload(sample_tables(), PRESENTATION)
    return payload.head, tables_in(payload)


def test_columns_of_a_table_are_of_one_length() -> None:
    head, tables = _page()
    for name, columns in tables.items():
        lengths = {len(column) for column in columns.values()}
        assert lengths == {head["tables"][name]["rows"]}, name
    assert head["version"] == VERSION


def test_each_status_keeps_its_own_look() -> None:
    head, tables = _page()
    events = tables["events"]
    for event_id, status in zip(events["event_id"], events["status"], strict=True):
        assert head["statuses"][status]["key"] == {
            "e-planned": "planned", "e-demanded": "demanded",
            "e-alleged": "alleged", "e-denied": "denied",
        }.get(event_id, "occurred")  # fmt: skip
    looks = {json.dumps(status | {"key": ""}) for status in head["statuses"]}
    assert len(looks) == len(STATUSES)
    assert head["statuses"][0]["fill"] == STATUS_STYLES["occurred"].fill


def test_an_unknown_type_is_other_and_an_unknown_status_doubtful() -> None:
    tables = sample_tables()
    tables["events"].loc[0, ["event_type", "status"]] = ["Kite flying", "rumoured"]
    payload = layer_payload(tables)
    events = tables_in(payload)["events"]
    at = events["event_id"].index(tables["events"].loc[0, "event_id"])
    assert payload.head["types"][events["type"][at]]["key"] == "Other"
    assert payload.head["statuses"][events["status"][at]]["key"] == "alleged"


def test_what_is_drawn_is_what_every_output_counts_as_drawn() -> None:
    locations = _page()[1]["locations"]
    drawn = {e for e, on in zip(locations["event"], locations["drawn"], strict=True) if on}
    assert len(drawn) == counts(sample_tables())["on_map"]


def test_events_are_chronological_and_locations_follow_them() -> None:
    tables = _page()[1]
    wanted = chronological(sample_tables()["events"])["event_id"].tolist()
    assert tables["events"]["event_id"] == wanted
    order = tables["locations"]["event"]
    assert order == sorted(order)
    assert tables["events"]["first"][-1] == UNKNOWN


def test_coordinates_keep_a_metre_and_the_unknown_stays_unknown() -> None:
    tables = _page()[1]
    spots, places = tables["spots"], tables["places"]
    at = places["spot"][places["name"].index("Asos")]
    assert (spots["lon"][at], spots["lat"][at]) == (4_525_420, 3_593_750)
    nowhere = places["spot"][places["name"].index("Nowhereville")]
    assert spots["lon"][nowhere] == spots["lat"][nowhere] == UNKNOWN


def test_places_at_one_point_share_a_spot() -> None:
    places = _page()[1]["places"]
    names = {places["name"][i] for i, spot in enumerate(places["spot"])
             if spot == places["spot"][places["name"].index("Gara")]}  # fmt: skip
    assert names == {"Gara", "كارة"} or names == {"Gara"}


def test_dates_are_worded_in_every_language() -> None:
    head, tables = _page()
    week = head["date_keys"].index("[2021-10-25..2021-10-31]")
    assert head["dates"]["en"][week] == "one day between 25 October 2021 and 31 October 2021"
    assert set(head["words"]) == set(head["dates"]) == set(head["page"]["period"])
    at = tables["events"]["event_id"].index("e-week")
    assert tables["events"]["date"][at] == week


def test_nothing_unpublished_reaches_the_payload() -> None:
    tables = sample_tables()
    tables["events"]["origin"] = "SECRET-ROW"
    tables["reports"]["path"] = "SECRET-PATH"
    tables["reports"]["text"] = "SECRET-TEXT"
    payload = page_payload(tables, PRESENTATION)
    assert "SECRET" not in json.dumps(payload.head)
    assert b"SECRET" not in gzip.decompress(payload.data)


def test_unsafe_links_and_markup_stay_text() -> None:
    tables = _page()[1]
    assert "javascript:" not in "".join(tables["reports"]["url"])
    assert tables["events"]["title"].count(HOSTILE) == 1


def test_a_joint_figure_is_drawn_once_and_a_lone_one_is_listed() -> None:
    joint, lone = _page()[0]["figures"]
    assert (joint["low"], joint["high"], joint["unit"], joint["jointly"]) == (56, 56, "bases", True)
    assert joint["shape"] is not None
    assert not joint["outline"]  # one of its parts is only a circle
    assert lone["shape"] is None
    assert lone["cumulative"]


def test_only_figures_of_several_places_are_joint() -> None:
    tables = sample_tables()
    tables["figures"].loc[0, "place_ids"] = "gt:zakho-district;"
    assert not page_payload(tables, PRESENTATION).head["figures"][0]["jointly"]


def test_a_rough_coordinate_is_ground_and_has_no_outline_of_a_place() -> None:
    tables = sample_tables()
    rough = tables["locations"]["event_id"] == "e-denied"
    tables["locations"].loc[rough, ["geo_precision", "radius_km"]] = ["exact", 25.0]
    places = tables_in(page_payload(tables, PRESENTATION))["places"]
    known = dict(zip(places["name"], places["ground"], strict=True))
    assert (known["Zakho district"], known["Gara"], known["Baghdad"]) == (1, 1, 0)
    assert places["outline"][places["name"].index("Zakho district")] == -1


def test_a_total_is_never_drawn_beside_its_parts() -> None:
    tables = sample_tables()
    tables["figures"].loc[0, "total_of"] = "a;b"
    assert all(f["shape"] is None for f in page_payload(tables, PRESENTATION).head["figures"])


def test_empty_tables_make_an_empty_payload() -> None:
    payload = page_payload(empty_tables(), PRESENTATION)
    assert payload.head["tables"]["events"]["rows"] == 0
    assert payload.head["types"] == []
    assert all(not column for table in tables_in(payload).values() for column in table.values())


def test_the_frame_may_cross_the_antimeridian() -> None:
    tables = many_events(2)
    tables["locations"]["longitude"] = [178.0, -179.0]
    west, south, east, north = view_bounds(tables, PRESENTATION._replace(bounds=None))
    assert 170 < west < 178
    assert -179 < east < -170
    assert south < 35 < north


# --- packing ------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)


def _there_and_back(make: Callable[[Packer], dict[str, Any]]) -> list[Any]:
    packer = Packer(1)
    head = {"tables": {"t": {"columns": {"c": make(packer)}}}}
    return tables_in(Payload(head, packer.packed()))["t"]["c"]


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_whole_numbers_survive(values: list[int]) -> None:
    assert _there_and_back(lambda packer: packer.numbers(values)) == values


@given(st.lists(_TEXT))
def test_texts_survive(values: list[str]) -> None:
    wanted = [clean_text(text) for text in values]
    assert _there_and_back(lambda packer: packer.texts(values)) == wanted


def test_texts_that_all_differ_and_texts_that_repeat() -> None:
    for values in ([f"t{i}" for i in range(3000)], ["a", "", "ü"] * 1000):
        assert _there_and_back(lambda packer, v=values: packer.texts(v)) == values


def test_texts_lose_what_no_file_can_hold() -> None:
    values = ["a\ud800b\x07", "a\x00b", "ok"]
    assert _there_and_back(lambda packer: packer.texts(values)) == ["a\ufffdb", "ab", "ok"]
    assert text_list(values) == ["a\ufffdb", "ab", "ok"]


def test_numbers_past_32_bits_are_refused() -> None:
    with pytest.raises(OverflowError):
        Packer(1).numbers([2**40])
