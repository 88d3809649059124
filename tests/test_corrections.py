"""A person's decisions: each does what it says, survives the others, or is listed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from geotrack.corrections import Corrected, apply_corrections
from geotrack.tables import make_table, records

EVENTS = [
    {"event_id": "a", "date": "2024-08-15?", "date_basis": "outside", "title": "Meeting",
     "status": "occurred", "fatalities_low": 5},
    {"event_id": "b", "date": "", "date_basis": "none", "title": "Meeting again",
     "status": "occurred", "claimed_by": "office", "fatalities_low": 2, "fatalities_high": 3},
    {"event_id": "c", "date": "2023-10", "date_basis": "text", "title": "Strikes",
     "status": "alleged", "event_type": "Battles", "sub_event_type": "Armed clash",
     "fatalities_low": 1_234_567, "fatalities_high": 2_000_000},
]  # fmt: skip
NAMED = [
    {"event_id": "a", "name": "Baghdad", "role": "venue"},
    {"event_id": "b", "name": "Baghdad", "role": "venue"},
    {"event_id": "b", "name": "Iraq", "role": "topic"},
    {"event_id": "c", "name": "Metina", "role": "scene"},
    {"event_id": "c", "name": "Gara", "role": "scene"},
    {"event_id": "c", "name": "Zap", "role": "scene"},
]
ACCOUNTS = [{"event_id": e, "report_id": f"r-{e}", "told_as": e} for e in "abc"]


def tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return (
        make_table("events", EVENTS),
        make_table("named_places", NAMED),
        make_table("accounts", ACCOUNTS),
    )


def corrected(*rows: tuple[str, str, str] | tuple[str, str, str, str], name: str = "") -> Corrected:
    """Corrections as (event_id, column, new) or (event_id, column, old, new)."""
    lines = [
        {"event_id": row[0], "column": row[1], "old": row[2] if len(row) == 4 else "",
         "new": row[-1], "name": name}
        for row in rows
    ]  # fmt: skip
    return apply_corrections(*tables(), make_table("corrections", lines), "fixes.csv")


def event(found: Corrected, event_id: str) -> dict[str, Any]:
    return next(row for row in records(found.events) if row["event_id"] == event_id)


def names(found: Corrected, event_id: str) -> list[str]:
    told = found.named_places
    return told.loc[told["event_id"] == event_id, "name"].tolist()


def placing(event_id: str, name: str, new: str) -> dict[str, str]:
    return {"event_id": event_id, "column": "place", "name": name, "new": new}


# --- each action --------------------------------------------------------------------------


def test_without_corrections_nothing_changes() -> None:
    found = corrected()
    for before, after in zip(tables(), found, strict=False):
        assert after.equals(before)
    assert (found.places, found.misfits) == ({}, [])


def test_drop_takes_an_event_out_of_every_table() -> None:
    found = corrected(("c", "drop", ""))
    for table in (found.events, found.named_places, found.accounts):
        assert "c" not in set(table["event_id"])
        assert {"a", "b"} <= set(table["event_id"])


def test_merge_moves_accounts_and_places() -> None:
    found = corrected(("b", "merge", "a"))
    assert found.events["event_id"].tolist() == ["a", "c"]
    assert names(found, "a") == ["Baghdad", "Iraq"]
    told = found.accounts[found.accounts["event_id"] == "a"]
    assert told[["report_id", "told_as"]].to_numpy().tolist() == [["r-a", "a"], ["r-b", "b"]]
    assert event(found, "a")["claimed_by"] == "office"
    assert event(found, "a")["title"] == "Meeting"


def test_a_merge_never_mixes_a_date_with_anothers_basis() -> None:
    kept = event(corrected(("b", "merge", "a")), "a")
    assert (kept["date"], kept["date_basis"]) == ("2024-08-15?", "outside")
    filled = event(corrected(("a", "merge", "b")), "b")
    assert (filled["date"], filled["date_basis"]) == ("2024-08-15?", "outside")


def test_a_merge_never_makes_a_range_of_two_counts() -> None:
    kept = event(corrected(("b", "merge", "a")), "a")
    assert kept["fatalities_low"] == 5
    assert pd.isna(kept["fatalities_high"])


def test_a_merge_brings_a_type_with_its_sub_type() -> None:
    kept = event(corrected(("c", "merge", "a")), "a")
    assert (kept["event_type"], kept["sub_event_type"]) == ("Battles", "Armed clash")
    other = corrected(("a", "event_type", "Protests"), ("c", "merge", "a"))
    assert (event(other, "a")["event_type"], event(other, "a")["sub_event_type"]) == (
        "Protests",
        "",
    )


def test_a_merge_keeps_nameless_coordinates_apart() -> None:
    spots = [
        {"event_id": e, "name": "", "role": "scene", "longitude": x, "latitude": 36}
        for e, x in (("a", 43), ("b", 44), ("c", 45), ("c", 46))
    ]
    merge = make_table("corrections", [{"event_id": "b", "column": "merge", "new": "a"}])
    events, _, accounts = tables()
    found = apply_corrections(events, make_table("named_places", spots), accounts, merge)
    assert found.named_places[["event_id", "longitude"]].to_numpy().tolist() == [
        ["a", 43], ["a", 44], ["c", 45], ["c", 46],
    ]  # fmt: skip


def test_merges_in_a_chain_and_what_comes_after_them() -> None:
    found = corrected(("a", "merge", "b"), ("b", "merge", "c"), ("a", "status", "denied"))
    assert found.events["event_id"].tolist() == ["c"]
    assert event(found, "c")["status"] == "denied"
    assert set(found.accounts["event_id"]) == {"c"}
    assert not found.misfits


def test_split_takes_places_with_it() -> None:
    found = corrected(("c", "split", "Gara; Zap", "c2"), ("c2", "status", "denied"))
    assert (names(found, "c"), names(found, "c2")) == (["Metina"], ["Gara", "Zap"])
    assert (event(found, "c")["status"], event(found, "c2")["status"]) == ("alleged", "denied")
    assert event(found, "c2")["title"] == "Strikes"
    assert found.accounts["event_id"].tolist() == ["a", "b", "c", "c2"]


@pytest.mark.parametrize(
    ("column", "new", "value"),
    [
        ("date", "15 Aug 2024", "2024-08-15"),
        ("date", "", ""),
        ("status", "denied", "denied"),
        ("event_type", "Protests", "Protests"),
        ("fatalities_low", "7", 7),
        ("title", "Better", "Better"),
    ],
)
def test_a_column_is_edited(column: str, new: str, value: Any) -> None:
    found = corrected(("c", column, new))
    assert event(found, "c")[column] == value
    assert not found.misfits


def test_what_stood_there_is_checked_when_given() -> None:
    found = corrected(
        ("c", "fatalities_low", "1234567", "7"),
        ("c", "fatalities_high", "3", ""),
        ("b", "date", "", "2024"),
    )
    assert event(found, "c")["fatalities_low"] == 7
    assert event(found, "b")["date"] == "2024"
    assert [m["reason"] for m in found.misfits] == ["fatalities_high is '2000000' now, not '3'"]


def test_places_by_event_and_by_name() -> None:
    lines = [
        placing("a", "Baghdad", "gt:x"),
        placing("", "Baghdad", "gt:y"),
        placing("", "Zap", ""),
    ]
    found = apply_corrections(*tables(), make_table("corrections", lines))
    assert found.places == {("a", "Baghdad"): "gt:x", ("", "Baghdad"): "gt:y", ("", "Zap"): ""}
    assert not found.misfits


def test_a_corrected_place_goes_along_with_a_merge_and_a_split() -> None:
    lines = [
        placing("b", "Iraq", "gt:x"),
        {"event_id": "b", "column": "merge", "new": "a"},
        placing("c", "Zap", "gt:z"),
        {"event_id": "c", "column": "split", "old": "Zap", "new": "c2"},
    ]
    found = apply_corrections(*tables(), make_table("corrections", lines))
    assert found.places[("a", "Iraq")] == "gt:x"
    assert found.places[("c2", "Zap")] == "gt:z"


# --- what does not fit --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("x", "drop", ""), "there is no event 'x' (any more)"),
        (("", "drop", ""), "no event_id"),
        (("a", "merge", "x"), "there is no event 'x' to merge into"),
        (("a", "merge", "a"), "cannot be merged into itself"),
        (("a", "apart", "x"), "there is no event 'x' to keep apart from"),
        (("a", "apart", "a"), "it was merged with 'a'"),
        (("c", "split", "Gara", "a"), "an id not yet in use"),
        (("c", "split", "Gara", ""), "an id not yet in use"),
        (("c", "split", "Baghdad", "c2"), "not among them: Baghdad"),
        (("c", "split", "", "c2"), "not among them: none given"),
        (("a", "origin", "x"), "no such column; there are: drop, merge, apart, split, place"),
        (("a", "date_start", "2024"), "no such column"),
        (("a", "status", "Maybe"), "no such status; write one of occurred"),
        (("a", "date_basis", "hearsay"), "no such basis; write one of text"),
        (("a", "date", "03/04/2024"), "(day first)"),
        (("a", "date", "2023", "2024"), "date is '2024-08-15?' now, not '2023'"),
        (("a", "fatalities_low", "many"), "not a number"),
        (("a", "fatalities_low", "inf"), "not a number"),
        (("a", "fatalities_low", "-1"), "not a number"),
        (("a", "place", "gt:x"), "needs the place's name"),
        (("a", "place", "Zap", "gt:x"), "no event names the place 'Zap' here"),
        (("", "place", "Mosul", "gt:x"), "no event names the place 'Mosul'"),
        (("x", "place", "Zap", "gt:x"), "there is no event 'x' (any more)"),
    ],
)
def test_a_misfit_is_listed_and_changes_nothing(row: Any, reason: str) -> None:
    found = corrected(row)
    (misfit,) = found.misfits
    assert reason in misfit["reason"]
    assert (misfit["file"], misfit["row"], misfit["column"]) == ("fixes.csv", "2", row[1])
    for before, after in zip(tables(), found, strict=False):
        assert after.equals(before)
    assert found.places == {}


def test_an_event_that_was_dropped_or_merged_is_gone_for_good() -> None:
    found = corrected(("a", "drop", ""), ("a", "status", "denied"), ("b", "merge", "a"))
    assert [m["row"] for m in found.misfits] == ["3", "4"]
    # A merged id still means the event it went into; it is not free for another.
    found = corrected(("a", "merge", "b"), ("b", "merge", "a"), ("c", "split", "Zap", "a"))
    assert [m["reason"][:30] for m in found.misfits] == [
        "an event cannot be merged into",
        "`new` must be an id not yet in",
    ]


# --- steady -------------------------------------------------------------------------------

ALL = [
    {"event_id": "b", "column": "merge", "new": "a"},
    {"event_id": "c", "column": "split", "old": "Gara", "new": "c2"},
    {"event_id": "b", "column": "date", "new": "2024-08"},
    placing("", "Zap", "gt:z"),
    {"event_id": "c2", "column": "drop"},
]


def test_inputs_are_not_changed() -> None:
    before, given = tables(), tables()
    apply_corrections(*given, make_table("corrections", ALL))
    for one, other in zip(before, given, strict=True):
        assert one.equals(other)


def test_resorted_inputs_give_the_same() -> None:
    corrections = make_table("corrections", ALL)
    straight = apply_corrections(*tables(), corrections)
    turned = apply_corrections(*(t[::-1].reset_index(drop=True) for t in tables()), corrections)
    for one, other in zip(straight[:3], turned[:3], strict=True):
        columns = list(one.columns)
        assert sorted(map(str, records(one[columns]))) == sorted(map(str, records(other[columns])))
    assert straight.places == turned.places
    assert not straight.misfits + turned.misfits


def test_of_three_tellings_the_third_pair_is_settled_by_the_first_two() -> None:
    found = corrected(("b", "merge", "a"), ("c", "merge", "a"), ("c", "merge", "b"))
    assert found.misfits == []
    assert found.merged == {"b": "a", "c": "a"}


def test_pairs_kept_apart_follow_merges() -> None:
    found = corrected(("a", "apart", "b"), ("b", "merge", "c"))
    assert found.misfits == []
    assert found.apart == {frozenset(("a", "c"))}
