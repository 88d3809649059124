"""Short notes on single events, and headlines: golden sentences of our own."""

from __future__ import annotations

import pytest

from .telling import Told


def test_a_day_before_an_actor_is_no_part_of_its_name() -> None:
    event = Told("On Monday Turkish jets bombed Tamo.", "Tamo").only()
    assert (event.actor1, event.status) == ("Turkish jets", "occurred")


def test_the_month_of_may_makes_nothing_possible() -> None:
    told = Told(
        "On 8 May 2023, an unidentified armed group shot and killed a farmer in Tamo.", "Tamo"
    )
    event = told.only()
    assert event.actor1 == "Unidentified armed group"
    assert told.date(event) == "8 May 2023"


def test_two_peoples_share_a_group() -> None:
    event = Told("Iraqi and Turkish officials met in Tamo.", "Tamo").only()
    assert event.actor1 == "Iraqi officials; Turkish officials"


def test_who_will_meet_plans_to() -> None:
    told = Told("Officials will meet next week in Tamo.", "Tamo")
    event = told.only()
    assert (event.status, event.sub_event_type, told.names(event.venues)) == (
        "planned",
        "Meeting",
        ["Tamo"],
    )


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Rebel forces denied having shelled a market in Tamo.", ["denied"]),
        ("Turkey claims that 19 rebels were killed in Tamo.", ["alleged"]),
        ("Shelling, allegedly by rebel forces, hit a market in Tamo.", ["alleged"]),
        ("No civilians were killed in Tamo.", []),
        ("The minister said that an attack on Tamo would be answered.", []),
        ("The parliament will vote next week on extending the mandate in Tamo.", ["planned"]),
    ],
)
def test_what_is_not_told_as_done_did_not_occur(text: str, statuses: list[str]) -> None:
    assert [event.status for event in Told(text, "Tamo").events] == statuses


def test_each_claim_is_its_own_speakers() -> None:
    told = Told(
        "Turkey claims that 19 rebels were killed, while the PKK claims that 7 soldiers were hurt"
        " and killed."
    )
    assert [event.claimed_by for event in told.events] == [
        "Turkey",
        "Kurdistan Workers' Party (PKK)",
    ]


def test_casualties_of_the_next_sentence_are_the_events() -> None:
    event = Told(
        "Troops shelled Tamo. 12 civilians were killed and 3 others wounded.", "Tamo"
    ).only()
    assert (event.fatalities_low, event.fatalities_high) == (12, 12)


def test_no_casualties_reported_behind_an_event() -> None:
    event = Told("Troops shelled Tamo. No casualties were reported.", "Tamo").only()
    assert (event.fatalities_low, event.fatalities_high) == (0, None)


def test_a_whole_wars_dead_are_not_the_events() -> None:
    first, *_ = Told(
        "Troops shelled Tamo. 9,000 people have been killed since the war began."
    ).events
    assert first.fatalities_low is None


def test_two_counts_of_dead_leave_the_upper_bound_open() -> None:
    event = Told("Rebels attacked Tamo. 65 civilians and 15 guards were killed.", "Tamo").only()
    assert (event.fatalities_low, event.fatalities_high) == (65, None)


def test_a_range_of_dates_governs_as_a_whole() -> None:
    told = Told("Turkish forces conducted 38 strikes in Tamo between June and August 2023.", "Tamo")
    event = told.only()
    assert event.date is not None
    assert told.dates[event.date].interval == "[2023-06..2023-08]"


def test_a_headline_in_capitals_is_read() -> None:
    event = Told("Turkish Jets Strike Village Near Tamo, Killing Two", "Tamo").only()
    assert (event.actor1, event.fatalities_low) == ("Turkish Jets", 2)


def test_who_holds_a_protest_protests() -> None:
    event = Told("Farmers held a protest in Tamo against water shortages.", "Tamo").only()
    assert (event.event_type, event.actor1) == ("Protests", "Farmers")


def test_protesters_who_march_protest() -> None:
    event = Told("Hundreds of protesters marched in Tamo on 28 April 2021.", "Tamo").only()
    assert event.event_type == "Protests"


def test_arms_joined_by_and_are_both_told() -> None:
    event = Told("Turkish warplanes and artillery targeted PKK positions in Tamo.", "Tamo").only()
    assert (event.actor1, event.sub_event_type) == ("Turkish warplanes; Artillery", "")


def test_a_text_without_full_stops_is_read_in_bounded_pieces() -> None:
    told = Told("Tamo near Boro shelled " * 300, "Tamo", "Boro")
    assert max(event.end - event.start for event in told.all) <= 1_000
