"""Places as told -> locations: what wins, what is refused, and that each says why."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest

from geotrack.gazetteer.building import index_in_memory
from geotrack.gazetteer.index import Index
from geotrack.gazetteer.records import Place, PlaceName
from geotrack.geocoding import Context
from geotrack.join import Located, locate
from geotrack.places import local_name, resolve_figures, used_places
from geotrack.tables import make_table, records

FOCUS = Context(("IQ",))


def place(place_id: str, name: str, longitude: float, latitude: float, **more: Any) -> Place:
    known = {"kind": "town", "radius_km": 3.0, "country": "IQ", "curated": True} | more
    return Place(place_id, name, longitude=longitude, latitude=latitude, **known)


@cache
def index() -> Index:
    records_ = [
        (place("gt:zakho", "Zakho", 42.69, 37.15, admin1="Duhok"), [PlaceName("زاخۆ", "ckb", "x")]),
        (place("gt:zakho-district", "Zakho", 42.8, 37.2, kind="district", radius_km=30), []),
        (place("gt:soran", "Soran", 44.54, 36.66, admin1="Erbil"), []),
        (place("gt:west", "Aa", 42.7, 37.1, admin1="Duhok"), []),
        (place("gt:east", "Aa", 44.5, 36.7, admin1="Erbil"), []),
        (place("gn:1", "Faint", 44.0, 36.0, curated=False, country="US"), []),
        (place("gt:iraq", "Iraq", 43.8, 33.0, kind="country"), []),
        (place("gt:duhok", "Duhok", 43.1, 37.0, kind="governorate"), []),
    ]
    return Index((index_in_memory(records_),))


def located(*lines: dict[str, Any], **options: Any) -> Located:
    """Locations of one event's places; what a line leaves out is as usual."""
    usual = {"event_id": "e1", "role": "scene", "origin": "a.csv row 2"}
    return locate(
        make_table("named_places", [usual | line for line in lines]), index(), FOCUS, **options
    )


def one(line: dict[str, Any], **options: Any) -> dict[str, Any]:
    (row,) = records(located(line, **options).locations)
    return row


def given(longitude: float, latitude: float, name: str = "", **more: Any) -> dict[str, Any]:
    known = {"name": name, "radius_km": 0.5, "geo_precision": "exact"}
    return known | {"longitude": longitude, "latitude": latitude} | more


# --- found or not -------------------------------------------------------------------------


def test_a_name_is_found_with_its_reason_and_runners_up() -> None:
    row = one({"name": "Zakho"})
    assert (row["place_id"], row["longitude"], row["geo_precision"]) == ("gt:zakho", 42.69, "town")
    assert (row["admin1"], row["country"]) == ("Duhok", "IQ")
    assert row["reason"] == "curated gazetteer: within the project's focus; curated place"
    assert row["alternatives"].startswith("Zakho (gt:zakho-district, 11 km, 0.")


def test_what_is_not_found_stays_and_says_so() -> None:
    row = one({"name": "Nowhereville"})
    assert (row["geo_precision"], row["reason"]) == ("none", "not in the gazetteer")
    assert math.isnan(row["longitude"])
    row = one({"name": "Faint"})
    assert row["geo_precision"] == "none"
    assert row["reason"].startswith("not sure enough (0.")
    assert "Faint (gn:1)" in row["reason"]
    assert math.isnan(row["longitude"])


def test_the_least_score_is_the_callers() -> None:
    assert one({"name": "Zakho"}, min_score=1.0)["geo_precision"] == "none"
    assert one({"name": "Faint"}, min_score=0.01)["place_id"] == "gn:1"


def test_parents_of_other_columns_count() -> None:
    assert one({"name": "Aa", "parents": "Erbil"})["place_id"] == "gt:east"
    assert one({"name": "Aa", "parents": "Duhok"})["place_id"] == "gt:west"


def test_the_events_sure_places_help_with_the_others() -> None:
    for sure, doubtful in (("Soran", "gt:east"), ("Zakho", "gt:west")):
        rows = records(located({"name": sure}, {"name": "Aa"}).locations)
        assert rows[1]["place_id"] == doubtful
        assert f"from {sure}, told of with it" in rows[1]["reason"]
    # Those of the table's other events help less; what is only talked about does not.
    alone = one({"name": "Aa"})["score"]
    together = located({"name": "Soran"}, {"name": "Aa"})
    apart = located({"name": "Soran", "event_id": "e2"}, {"name": "Aa"})
    topic = located({"name": "Soran", "role": "topic"}, {"name": "Aa"})
    scores = [records(found.locations)[1]["score"] for found in (topic, apart, together)]
    assert scores[0] == alone < scores[1] < scores[2]


# --- given coordinates --------------------------------------------------------------------


def test_a_given_coordinate_wins() -> None:
    row = one(given(42.7, 37.2, "Zakho"))
    assert (row["longitude"], row["latitude"], row["score"]) == (42.7, 37.2, 1.0)
    assert (row["place_id"], row["geo_precision"], row["radius_km"]) == ("gt:zakho", "exact", 0.5)
    assert row["reason"] == "coordinates given in the table, near Zakho as named"


def test_a_given_coordinate_of_a_place_nobody_knows() -> None:
    row = one(given(42.7, 37.2, "Nowhereville"))
    assert row["longitude"] == 42.7
    assert row["reason"] == "coordinates given in the table, name not checked"
    assert one(given(42.7, 37.2))["reason"] == "coordinates given in the table"


def test_it_may_lie_near_any_place_of_the_name() -> None:
    assert one(given(44.5, 36.7, "Aa"))["place_id"] == "gt:east"


def test_an_unknown_or_wrong_parent_does_not_switch_the_check_off() -> None:
    for name in ("Zakho", "Nowhereville"):
        found = located(given(47.8, 30.5, name, parents="Nowhere district, Duhok"))
        (row,) = records(found.locations)
        assert math.isnan(row["longitude"])
        assert "where the place is said to be" in row["reason"]
        assert len(found.rejects) == 1


def test_a_nameless_coordinate_is_checked_against_its_divisions_but_not_widened_to_them() -> None:
    row = one(given(43.0, 36.9, "Duhok", parents="Duhok"))
    assert (row["geo_precision"], row["radius_km"], row["longitude"]) == ("exact", 0.5, 43.0)
    away = one(given(2.35, 48.85, "Duhok", parents="Duhok"))
    assert away["geo_precision"] == "none"


def test_the_point_of_a_division_is_no_sharper_than_the_division() -> None:
    row = one(given(42.9, 37.2, "Zakho district"))
    assert row["geo_precision"] == "admin2"
    assert row["radius_km"] >= 30


def test_a_coordinate_far_from_its_place_is_refused() -> None:
    found = located(given(44.5, 36.7, "Zakho"))
    (row,) = records(found.locations)
    assert row["geo_precision"] == "none"
    assert math.isnan(row["longitude"])
    (reject,) = found.rejects
    assert (reject["file"], reject["row"]) == ("a.csv", "2")
    assert (reject["column"], reject["value"]) == ("longitude, latitude", "44.5, 36.7")
    assert "lie 168 km from Zakho (gt:zakho)" in reject["reason"]
    assert "swapped" not in reject["reason"]


def test_swapped_coordinates_are_seen() -> None:
    (reject,) = located(given(37.15, 42.69, "Zakho")).rejects
    assert "longitude and latitude look swapped" in reject["reason"]


# --- corrections of places ----------------------------------------------------------------


def test_an_override_by_event_beats_one_by_name_and_a_coordinate() -> None:
    overrides = {("e1", "Zakho"): "gt:soran", ("", "Zakho"): "gt:east"}
    found = located(
        given(42.7, 37.2, "Zakho"), {"event_id": "e2", "name": "Zakho"}, overrides=overrides
    )
    rows = records(found.locations)
    assert [row["place_id"] for row in rows] == ["gt:soran", "gt:east"]
    assert (rows[0]["score"], rows[0]["reason"]) == (1.0, "chosen by a correction")
    assert rows[0]["longitude"] == 44.54


def test_an_override_may_place_nowhere() -> None:
    row = one({"name": "Zakho"}, overrides={("", "Zakho"): ""})
    assert (row["geo_precision"], row["reason"]) == ("none", "placed nowhere by a correction")


def test_an_override_to_no_place_is_rejected() -> None:
    found = located({"name": "Zakho"}, overrides={("e1", "Zakho"): "gt:nope"})
    assert found.locations["geo_precision"].tolist() == ["none"]
    (reject,) = found.rejects
    assert (reject["row"], reject["column"], reject["value"]) == ("2", "places", "Zakho")
    assert "gt:nope, which is not in the gazetteer" in reject["reason"]


# --- ids ----------------------------------------------------------------------------------


def test_location_ids_do_not_depend_on_order_and_tell_places_apart() -> None:
    lines = [
        {"name": "Zakho"},
        {"name": "Zakho", "role": "venue"},
        {"name": "Aa", "parents": "Duhok"},
        {"name": "Aa", "parents": "Erbil"},
        given(42.7, 37.2),
        given(42.8, 37.2),
        {"name": "Zakho", "event_id": "e2"},
    ]
    straight, turned = located(*lines).locations, located(*reversed(lines)).locations
    assert straight["location_id"].is_unique
    assert len(straight) == len(lines)
    assert set(straight["location_id"]) == set(turned["location_id"])


def test_a_place_told_twice_is_one_location() -> None:
    assert len(located({"name": "Zakho"}, {"name": "Zakho"}).locations) == 1


def test_progress_counts_names() -> None:
    seen: list[int] = []
    located(
        {"name": "Zakho"}, {"name": "Aa"}, {"name": "Aa", "event_id": "e2"}, progress=seen.append
    )
    assert seen == [2, 1]


# --- figures and used places --------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "given_ids", "ids"),
    [
        ("Zakho district; Soran", "", "gt:zakho-district;gt:soran"),
        ("Zakho district; Nowhereville", "", ""),
        ("Faint", "", ""),
        ("", "", ""),
        ("", "gt:zakho; gt:soran", "gt:zakho;gt:soran"),
        ("Zakho", "gt:soran;gt:nope", ""),
    ],
)
def test_a_figure_has_the_ids_of_all_its_places_or_none(
    places: str, given_ids: str, ids: str
) -> None:
    figures = make_table("figures", [{"places": places, "place_ids": given_ids}])
    assert resolve_figures(figures, index(), FOCUS)["place_ids"].tolist() == [ids]


def test_used_places_have_outline_and_local_name() -> None:
    table = used_places(
        ["gt:zakho", "gt:nope", "gt:soran", "gt:zakho"], index(), {"gt:soran": "{}"}
    )
    assert table[["place_id", "name_local", "area"]].to_numpy().tolist() == [
        ["gt:soran", "", "{}"],
        ["gt:zakho", "زاخۆ", ""],
    ]
    assert table["population"].isna().all()
    assert len(used_places([], index(), {})) == 0


def test_a_local_name_is_in_the_language_of_the_land() -> None:
    names = [PlaceName("Mosul", "en"), PlaceName("مووسڵ", "ckb"), PlaceName("الموصل", "ar")]
    mosul = place("gt:mosul", "Mosul", 43, 36, admin1="Nineveh")
    duhok = place("gt:duhok", "Duhok", 43, 36, admin1="Duhok")
    known = Index((index_in_memory([(mosul, names), (duhok, names)]),))
    assert local_name(mosul, known) == "الموصل"
    assert local_name(duhok, known) == "مووسڵ"
    assert local_name(mosul._replace(country="DE"), known) == ""


@pytest.mark.parametrize(("said", "place_id"), [("", "gt:zakho"), ("admin2", "gt:zakho-district")])
def test_what_is_said_to_be_a_division_is_no_town(said: str, place_id: str) -> None:
    row = {"event_id": "a", "name": "Zakho", "role": "scene", "geo_precision": said}
    found = locate(make_table("named_places", [row]), index(), FOCUS)
    assert found.locations["place_id"].tolist() == [place_id]
