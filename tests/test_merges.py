"""The same happening told twice: what is a pair, what is none, and what it costs to look."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack import merging
from geotrack.assembly import assemble
from geotrack.eventdays import settle_days
from geotrack.eventfacts import common_words, facts_in_order, stems_of
from geotrack.likeness import Facts, Spot, likeness
from geotrack.merging import find_merges
from geotrack.project import read_project
from geotrack.schema import column_names
from geotrack.tables import Tables, empty_tables, make_table, records
from tests.projects import ROOT

STRIKE = {
    "date": "2023-10-04",
    "title": "Turkish jets strike Metina",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike",
    "actor1": "Turkish air force",
    "status": "occurred",
}
METINA = {"place_id": "gt:metina", "place_name": "Metina", "country": "IQ", "admin1": "Duhok",
          "admin2": "Amedi", "geo_precision": "area"}  # fmt: skip
AMEDI = {"place_id": "gn:1", "place_name": "Amedi", "country": "IQ", "admin1": "Duhok",
         "geo_precision": "admin2"}  # fmt: skip
ZAKHO = {"place_id": "gn:2", "place_name": "Zakho", "country": "IQ", "admin1": "Duhok",
         "admin2": "Zakho", "geo_precision": "town"}  # fmt: skip


def tables_of(*events: dict[str, Any]) -> Tables:
    """Events with their places under `at`, their report under `report`."""
    rows, locations, accounts = [], [], []
    for number, told in enumerate(events):
        row = {"event_id": f"x-{number}"} | {k: v for k, v in told.items()
                                             if k not in ("at", "report")}  # fmt: skip
        rows.append(row)
        for i, place in enumerate(told.get("at", ())):
            locations.append(
                {"event_id": row["event_id"], "location_id": f"{number}-{i}", "role": "scene",
                 "name": place["place_name"]} | place
            )  # fmt: skip
        report = told.get("report", f"r{number}")
        accounts.append({"event_id": row["event_id"], "report_id": report, "quote": row["title"]})
    made = {"events": rows, "locations": locations, "accounts": accounts}
    tables = empty_tables() | {name: make_table(name, told) for name, told in made.items()}
    return tables | {"events": settle_days(tables["events"], "2024-12-31")}


def pairs(*events: dict[str, Any]) -> list[dict[str, Any]]:
    return records(find_merges(tables_of(*events)))


def test_one_strike_of_two_reports_is_a_pair_with_its_reasons() -> None:
    (pair,) = pairs(STRIKE | {"at": [METINA]}, STRIKE | {"at": [METINA], "notes": "more"})
    assert (pair["event_id"], pair["column"], pair["new"]) == ("x-0", "merge", "x-1")
    assert pair["shared"].startswith("date; type (Air/drone strike); place (metina); actors (")
    assert (pair["conflicting"], pair["sources"], pair["into_sources"]) == ("", "r0", "r1")
    assert pair["reason"].startswith("Told twice, it seems: the same date;")
    assert 0.42 <= pair["score"] <= 1


def test_a_row_begins_as_a_correction() -> None:
    assert column_names("merges")[:6] == column_names("corrections")


@pytest.mark.parametrize(
    "date", ["", "2023", "[2023-01-01..]", "[..2024-01-01]", "2015/..", "2023-09-01/2024-02-01"]
)
def test_long_or_unknown_times_that_overlap_are_no_evidence(date: str) -> None:
    """The same actor and type, but nothing says when or in like words."""
    one = STRIKE | {"date": date, "at": [METINA], "title": "Bombs fall upon a village"}
    other = STRIKE | {"date": date, "at": [METINA], "title": "Raid kills several herders"}
    assert pairs(one, other) == []


@pytest.mark.parametrize("date", ["2023-10-07", "2023-11", "[2023-11-01..2023-11-20]"])
def test_days_apart_are_two_happenings(date: str) -> None:
    assert pairs(STRIKE | {"at": [METINA]}, STRIKE | {"at": [METINA], "date": date}) == []


def test_the_day_after_is_a_conflict_to_look_at() -> None:
    late = STRIKE | {"date": "2023-10-05", "at": [METINA]}
    (pair,) = pairs(STRIKE | {"at": [METINA]}, late)
    assert pair["conflicting"] == "date"


def test_a_place_within_the_others_district_is_the_same_ground() -> None:
    (pair,) = pairs(STRIKE | {"at": [METINA]}, STRIKE | {"at": [AMEDI]})
    assert "place (" in pair["shared"]
    assert pair["conflicting"] == ""


def test_places_apart_are_a_conflict() -> None:
    found = pairs(STRIKE | {"at": [METINA]}, STRIKE | {"at": [ZAKHO]})
    assert all("place" in pair["conflicting"] for pair in found)


def test_a_demand_is_not_what_is_demanded() -> None:
    assert pairs(STRIKE, STRIKE | {"status": "demanded"}) == []


def test_numbers_that_exclude_each_other_are_a_conflict() -> None:
    told = STRIKE | {"at": [METINA]}
    few, more = {"fatalities_low": 2, "fatalities_high": 2}, {"fatalities_low": 5}
    (pair,) = pairs(told | few, told | more)
    assert pair["conflicting"] == "numbers"
    (pair,) = pairs(told | few, told | few)
    assert "numbers (fatalities 2)" in pair["shared"]


def test_what_a_person_entered_takes_what_was_extracted() -> None:
    (pair,) = pairs(STRIKE | {"event_id": "by-hand"}, STRIKE | {"notes": "a", "at": [METINA]})
    assert (pair["event_id"], pair["new"]) == ("x-1", "by-hand")


def test_rows_a_person_entered_from_one_report_are_told_apart_already() -> None:
    one, other = STRIKE | {"event_id": "a"}, STRIKE | {"event_id": "b"}
    assert pairs(one | {"report": "r"}, other | {"report": "r"}) == []
    assert pairs(one | {"report": ""}, other | {"report": ""}) == []
    assert len(pairs(one, other)) == 1


def test_two_events_of_one_sentence_are_told_apart_by_it() -> None:
    assert pairs(STRIKE | {"report": "r"}, STRIKE | {"report": "r"}) == []


def test_pairs_that_are_settled_are_left_out() -> None:
    tables = tables_of(STRIKE, STRIKE)
    assert len(find_merges(tables)) == 1
    assert find_merges(tables, [frozenset(("x-0", "x-1"))]).empty


def test_the_examples_known_pairs_are_found_and_little_else() -> None:
    """The four merges of data/corrections.csv, before they are applied."""
    project = read_project(ROOT)._replace(corrections=None, report_paths=())
    found = records(assemble(project, cached=False).tables["merges"])
    told = {frozenset((pair["event_id"], pair["new"])) for pair in found}
    known = ("khazali-inan-meeting", "khazali-withdrawal-demanded", "khazali-roadmap-demanded",
             "memorandum-signed")  # fmt: skip
    assert {frozenset((f"ni-{name}", f"ni-{name}-001")) for name in known} <= told
    assert len(told) <= 10


def test_the_work_grows_with_the_events_not_with_their_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A block in which every event resembles every other: each is compared with a few."""
    compared = 0
    real = merging.likeness

    def counted(*told: Any) -> Any:
        nonlocal compared
        compared += 1
        return real(*told)

    monkeypatch.setattr(merging, "likeness", counted)
    find_merges(tables_of(*[STRIKE | {"at": [METINA]}] * 600))
    assert compared <= 600 * 60


def test_pairs_are_those_of_the_next_few_in_each_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is forgotten on the way could not have been a pair."""
    dice = random.Random(7)  # noqa: S311 - the same events every time
    days = ["", "2023", "2023-05-01/2023-05-04", "2022-12-30/2023-01-03", "2023-05/.."]
    events = [
        STRIKE
        | {"title": f"Raid {dice.randint(10, 40)} on {dice.choice('abcdefg') * 5}",
           "date": dice.choice([*days, f"2023-0{dice.randint(1, 9)}-{dice.randint(10, 28)}"]),
           "actor1": dice.choice(("Turkish jets", "Iraqi army", "Gunmen")),
           "at": [dice.choice((METINA, ZAKHO, AMEDI))]}
        for _ in range(400)
    ]  # fmt: skip
    tables = tables_of(*events)
    common = common_words(tables)
    rarity = dict.fromkeys(common, 1.0)
    facts = list(facts_in_order(tables, rarity))
    assert [f.event_id for f in facts] == [
        f.event_id for f in sorted(facts, key=lambda f: (f.first or 0, f.event_id))
    ]
    blocks: dict[object, list[int]] = {}
    for position, fact in enumerate(facts):
        for key in merging._keys(fact, common):
            blocks.setdefault(key, []).append(position)
    wanted = {
        (one, other)
        for block in blocks.values()
        for at, one in enumerate(block)
        for other in block[at + 1 : at + 1 + merging._NEIGHBOURS]
    }
    monkeypatch.setattr(merging, "_TIDIED", 50)
    place = {fact.event_id: position for position, fact in enumerate(facts)}
    found = [(place[a.event_id], place[b.event_id]) for a, b in merging._pairs(facts, common)]
    assert len(found) == len(set(found)) > 1000
    assert set(found) <= wanted
    lost = [(facts[a], facts[b]) for a, b in wanted - set(found)]
    assert not [pair for pair in lost if likeness(*pair, rarity)]


def test_only_the_likeliest_pairs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [
        STRIKE | {"at": [METINA], "title": f"Jets strike {n % 7} villages"} for n in range(60)
    ]
    every = pairs(*events)
    monkeypatch.setattr(merging, "MOST_PAIRS", 20)
    assert pairs(*events) == every[:20]


def test_stems_put_a_country_beside_its_people() -> None:
    assert stems_of("Turkey", 3).keys() == stems_of("Turkish", 3).keys()
    assert stems_of("the army of 25", 4, ("army",)) == {"25": "25"}


facts = st.builds(
    Facts,
    event_id=st.sampled_from("ab"),
    extracted=st.booleans(),
    first=st.integers(1, 9),
    last=st.integers(9, 50),
    event_type=st.sampled_from(["Battles", "Other", "Protests"]),
    sub_type=st.sampled_from(["", "Armed clash"]),
    status=st.sampled_from(["occurred", "demanded", "alleged"]),
    spots=st.lists(
        st.builds(
            Spot,
            place_id=st.sampled_from(["", "p", "q"]),
            name=st.sampled_from("mn"),
            within=st.just((("iq", "duhok"),)),
            ground=st.sampled_from([(), ("iq", "duhok")]),
        ),
        max_size=2,
    ).map(tuple),
    actors=st.dictionaries(st.sampled_from("tpk"), st.just("w")),
    words=st.dictionaries(st.sampled_from("tpkmz"), st.just("w")),
    numbers=st.lists(st.tuples(st.just("dead"), st.floats(0, 5), st.floats(5, 9)), max_size=1).map(
        tuple
    ),
)


@given(facts, facts)
def test_likeness_is_the_same_both_ways_and_between_0_and_1(one: Facts, other: Facts) -> None:
    rarity = {"t": 0.5, "z": 3.0}
    there, back = likeness(one, other, rarity), likeness(other, one, rarity)
    assert (there is None) == (back is None)
    if there and back:
        assert there.score == back.score
        assert 0 <= there.score <= 1
        assert there.conflicts == back.conflicts
