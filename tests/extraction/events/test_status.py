"""Whether a thing happened: what was demanded, planned, denied or only said never did."""

from __future__ import annotations

import pytest

from geotrack.extraction.events.lexicon import triggers_by_word
from geotrack.schema import EVENT_TYPES

from .telling import Told


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Rebels attacked Tamo.", "attacked", "occurred"),
        ("Rebels reportedly attacked Tamo.", "attacked", "alleged"),
        ("The army claims to have attacked Tamo.", "attacked", "alleged"),
        ("The army accused the rebels of bombing Tamo.", "bombing", "alleged"),
        ("The army will withdraw from Tamo.", "withdraw", "planned"),
        ("The army plans to withdraw from Tamo.", "withdraw", "planned"),
        ("The army agreed to withdraw from Tamo.", "withdraw", "planned"),
        ("The withdrawal of the army from Tamo is expected next month.", "withdrawal", "planned"),
        ("Ghana demanded the withdrawal of the army from Tamo.", "withdrawal", "demanded"),
        ("Ghana demanded that the army withdraw from Tamo.", "withdraw", "demanded"),
        ("Ghana urged the army to withdraw from Tamo.", "withdraw", "demanded"),
        ("The army must withdraw from Tamo, Ghana said.", "withdraw", "demanded"),
        ("Ghana stressed the need for a withdrawal of the army.", "withdrawal", "demanded"),
        ("The army refused to withdraw from Tamo.", "withdraw", "denied"),
        ("The army denied shelling Tamo.", "shelling", "denied"),
    ],
)
def test_status(text: str, trigger: str, status: str) -> None:
    told = Told(text, "Tamo")
    found = [e for e in told.events if text[e.trigger[0] : e.trigger[1]] == trigger]
    assert [event.status for event in found] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "The army may attack Tamo.",
        "If the army attacks Tamo, thousands will leave.",
        "The mandate allows for military operations in Tamo.",
        "Troops foiled an attack in Tamo.",
        "The army failed to capture Tamo.",
        "The army did not attack Tamo.",
        "Police had feared an attack in Tamo.",
        "Parliament will vote on the withdrawal of foreign troops from Tamo.",
        "Ghana stressed the need for a roadmap to discuss the withdrawal of troops from Tamo.",
    ],
)
def test_what_is_no_event_is_a_candidate_that_says_why(text: str) -> None:
    told = Told(text, "Tamo")
    assert not [e for e in told.events if e.event_type != "Diplomacy and politics"]
    assert all(event.left_out for event in told.all if event not in told.events)
    assert told.all


def test_a_demand_has_two_sides() -> None:
    told = Told("On Monday, Ghana demanded the withdrawal of rebel forces from Tamo.", "Tamo")
    saying, thing = told.events
    assert (saying.status, saying.sub_event_type, saying.actor1) == (
        "occurred", "Statement", "Ghana",
    )  # fmt: skip
    assert (thing.status, thing.sub_event_type, thing.actor1) == ("demanded", "Demand", "Ghana")
    assert told.date(saying) == "Monday"
    assert thing.date is None
    assert not thing.scenes
    assert told.names(thing.topics) == ["Tamo"]


def test_where_they_marched_is_not_what_they_demand() -> None:
    text = "Students marched in Tamo to demand the withdrawal of troops from Boro."
    told = Told(text, "Tamo", "Boro")
    march, thing = told.events
    assert told.names(march.scenes) == ["Tamo"]
    assert told.names(thing.topics) == ["Boro"]


def test_a_threat_is_said_and_not_done() -> None:
    told = Told("ECOWAS threatened to impose sanctions on Mali.", "Mali")
    assert told.only().status == "occurred"
    assert told.only().sub_event_type == "Statement"


def test_who_says_so() -> None:
    told = Told("The Ghanaian army announced that troops had captured Tamo.", "Tamo")
    assert told.only().claimed_by == "Ghanaian army"
    told = Told("Troops captured Tamo, residents said on Tuesday.", "Tamo")
    assert told.only().claimed_by == "Residents"
    assert told.only().date is None, "Tuesday is when they spoke"


FORCE = {*EVENT_TYPES, "Other"} - {"Diplomacy and politics", "Protests"}


@pytest.mark.parametrize(
    "pattern",
    [
        "Ghana demanded that the rebels {} the soldiers in Tamo.",
        "Ghana urged the rebels to {} the soldiers in Tamo.",
        "The rebels must {} the soldiers in Tamo, Ghana said.",
        "Ghana called on the rebels on Monday to {} the soldiers in Tamo.",
        "The rebels should {} the soldiers in Tamo.",
        "The rebels will {} the soldiers in Tamo.",
        "The rebels may {} the soldiers in Tamo.",
        "The rebels did not {} the soldiers in Tamo.",
        "The rebels rarely {} the soldiers in Tamo.",
        "Did the rebels {} the soldiers in Tamo?",
    ],
)
def test_no_listed_verb_that_is_demanded_planned_possible_or_negated_occurred(pattern: str) -> None:
    verbs = {
        " ".join((word, *form.rest))
        for word, forms in triggers_by_word().items()
        for form in forms
        if form.part == "verb" and form.tense == "base"
    }
    for verb in verbs:
        for event in Told(pattern.format(verb), "Tamo").events:
            happened = event.event_type in FORCE and event.status == "occurred"
            assert not happened, (verb, event.rules)


@pytest.mark.parametrize(
    "pattern",
    [
        "No rebels {} the soldiers in Tamo on Monday.",
        "None of the rebels {} the soldiers in Tamo.",
        "Neither side {} the soldiers in Tamo, residents said.",
        "Nobody {} the soldiers in Tamo.",
        "Not a single rebel {} the soldiers in Tamo.",
        "The rebels almost {} the soldiers in Tamo.",
        "The rebels would have {} the soldiers in Tamo.",
        "Had the rebels {} the soldiers in Tamo, many would have left.",
    ],
)
def test_what_nobody_did_or_might_have_done_did_not_occur(pattern: str) -> None:
    verbs = {
        " ".join((word, *form.rest))
        for word, forms in triggers_by_word().items()
        for form in forms
        if form.part == "verb" and form.tense in ("past", "either")
    }
    for verb in verbs:
        for event in Told(pattern.format(verb), "Tamo").events:
            happened = event.event_type in FORCE and event.status == "occurred"
            assert not happened, (verb, event.rules)


@pytest.mark.parametrize(
    "text",
    [
        "Analysts say an attack on Tamo is unlikely.",
        "Troops prevented rebels from attacking Tamo on Monday.",
        "The attack on Tamo on Monday never happened.",
        "Residents of Tamo fear that rebels will attack the town.",
        "Residents fear rebels will bomb Tamo.",
        "A simulated attack on Tamo took place on Monday.",
        "Police found a roadside bomb in Tamo on Monday.",
        "A car bomb was defused in Tamo on Monday.",
    ],
)
def test_what_did_not_come_to_pass_is_no_violence(text: str) -> None:
    violent = FORCE - {"Strategic developments"}
    assert not [e for e in Told(text, "Tamo").events if e.event_type in violent]


@pytest.mark.parametrize(
    "text",
    [
        "The attack on Tamo, probably by rebels, killed 12 people.",
        "The attack on Tamo was likely carried out by rebels.",
        "The attack on a village not far from Tamo killed 12 people.",
        "Perhaps the deadliest attack in years killed 12 people in Tamo.",
        "Rumours spread in Tamo after rebels attacked the town.",
        "An explosion hit Tamo on Monday, and two bodies were found.",
    ],
)
def test_who_is_guessed_at_what_is_sure(text: str) -> None:
    told = [e for e in Told(text, "Tamo").events if e.event_type in FORCE]
    assert told
    assert {event.status for event in told} == {"occurred"}


def test_a_bomb_that_went_off_is_one() -> None:
    for text in (
        "A car bomb hit a market in Tamo and a weapon was found.",
        "A roadside bomb killed four soldiers in Tamo on Monday.",
        "A car bomb exploded in Tamo, where police later found weapons.",
        "Police said a bomb went off in Tamo.",
    ):
        assert "Explosions/Remote violence" in [e.event_type for e in Told(text, "Tamo").events], (
            text
        )


@pytest.mark.parametrize(
    "text",
    [
        "It is false that rebels attacked Tamo.",
        "There is no evidence that rebels attacked Tamo on Monday.",
        "Reports that rebels attacked Tamo are untrue, the army said.",
        "Rumours that rebels attacked Tamo spread.",
        "Rebels attacked Tamo on Monday, a rumour that proved false.",
        "Rebels probably attacked Tamo on Monday.",
    ],
)
def test_what_is_doubted_is_alleged_at_most(text: str) -> None:
    told = [e for e in Told(text, "Tamo").events if e.event_type in FORCE]
    assert [event.status for event in told] == ["alleged"]


def test_nobody_else_is_not_nobody() -> None:
    for text in (
        "With no warning troops attacked Tamo.",
        "There was no answer and troops attacked Tamo.",
        "No one was hurt when troops attacked Tamo.",
    ):
        assert "occurred" in [event.status for event in Told(text, "Tamo").events], text


@pytest.mark.parametrize(
    "pattern",
    [
        "Ghana demanded the {} in Tamo.",
        "Ghana called for a {} in Tamo.",
        "Ghana stressed the need for an immediate {} in Tamo.",
    ],
)
def test_no_listed_noun_that_is_demanded_occurred(pattern: str) -> None:
    nouns = {
        " ".join((word, *form.rest))
        for word, forms in triggers_by_word().items()
        for form in forms
        if form.part == "noun" and form.tense == "one"
    }
    for noun in nouns:
        for event in Told(pattern.format(noun), "Tamo").events:
            happened = event.event_type in FORCE and event.status == "occurred"
            assert not happened, (noun, event.rules)
