"""Who did what to whom, where, when and how many: golden sentences of our own."""

from __future__ import annotations

import pytest

from geotrack.extraction.events.actorlist import read_actors
from geotrack.extraction.events.finding import find_events

from .telling import Told


@pytest.mark.parametrize(
    ("text", "event_type", "sub_event_type"),
    [
        ("Warplanes bombed Tamo.", "Explosions/Remote violence", "Air/drone strike"),
        ("A drone strike hit Tamo.", "Explosions/Remote violence", "Air/drone strike"),
        (
            "Troops shelled Tamo.",
            "Explosions/Remote violence",
            "Shelling/artillery/missile attack",
        ),
        (
            "Two rockets landed near Tamo.",
            "Explosions/Remote violence",
            "Shelling/artillery/missile attack",
        ),
        (
            "Mortar shells fell on the village of Tamo.",
            "Explosions/Remote violence",
            "Shelling/artillery/missile attack",
        ),
        (
            "A suicide bomber attacked a market in Tamo.",
            "Explosions/Remote violence",
            "Suicide bomb",
        ),
        (
            "A car bomb exploded in Tamo.",
            "Explosions/Remote violence",
            "Remote explosive/landmine/IED",
        ),
        ("Troops clashed with rebels in Tamo.", "Battles", "Armed clash"),
        ("Gunmen killed six villagers in Tamo.", "Violence against civilians", "Attack"),
        (
            "Gunmen kidnapped two nurses in Tamo.",
            "Violence against civilians",
            "Abduction/forced disappearance",
        ),
        ("Police arrested three students in Tamo.", "Strategic developments", "Arrests"),
        ("Students demonstrated in Tamo.", "Protests", ""),
        ("Hundreds joined a peaceful protest in Tamo.", "Protests", "Peaceful protest"),
        ("Prisoners rioted in Tamo.", "Riots", "Violent demonstration"),
        (
            "Turkey set up a military base in Tamo.",
            "Strategic developments",
            "Headquarters or base established",
        ),
        ("France and Chad signed an agreement.", "Diplomacy and politics", "Agreement"),
        ("President Ann Obi met rebel leaders.", "Diplomacy and politics", "Meeting"),
        ("President Ann Obi visited Tamo.", "Diplomacy and politics", "Visit"),
        ("The Ghanaian parliament voted on Monday.", "Diplomacy and politics", "Vote"),
        ("Ghana condemned the coup.", "Diplomacy and politics", "Statement"),
    ],
)
def test_type(text: str, event_type: str, sub_event_type: str) -> None:
    event = Told(text, "Tamo").only()
    assert (event.event_type, event.sub_event_type) == (event_type, sub_event_type)


@pytest.mark.parametrize(
    "text",
    [
        "Protesters in Boro condemned the attack in Tamo on Monday.",
        "A spokesman in Boro denounced the bombing of a market in Tamo.",
    ],
)
def test_where_they_spoke_is_not_where_it_happened(text: str) -> None:
    told = Told(text, "Tamo", "Boro")
    (violent,) = (e for e in told.events if e.event_type in ("Explosions/Remote violence", "Other"))
    assert told.names(violent.scenes) == ["Tamo"]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked Tamo, Zap and Boro on Monday.",
        "There were attacks on Tamo, Zap, Boro and Kidu.",
        "Rebels attacked Tamo, Zap, and Boro on Monday, and Kidu on Tuesday.",
    ],
)
def test_a_name_nobody_knows_does_not_end_the_list(text: str) -> None:
    told = Told(text, "Tamo", "Boro", "Kidu")
    assert told.names(told.events[0].scenes)[:2] == ["Tamo", "Boro"]


def test_a_source_named_first_is_not_what_acts() -> None:
    told = Told("According to Tamo Radio, Turkish jets bombed Tamo on Monday.", "Tamo")
    assert told.only().actor1 == "Turkish jets"
    told = Told("Rockets hit Tamo on Monday.", "Tamo")
    assert told.names(told.only().scenes) == ["Tamo"]


@pytest.mark.parametrize(
    "text", ["Katyusha rockets landed in Tamo.", "Shells fell on Tamo.", "Mortars rained on Tamo."]
)
def test_what_was_fired_is_nobody(text: str) -> None:
    assert Told(text, "Tamo").only().actor1 == ""


@pytest.mark.parametrize(
    "text",
    ["Shell shares fell in Tamo.", "A helicopter landed near the rocket site in Tamo.",
     "Prices of rice fell in Tamo.", "Soldiers landed in Tamo."],
)  # fmt: skip
def test_what_falls_and_lands_is_mostly_no_fire(text: str) -> None:
    assert not Told(text, "Tamo").events


@pytest.mark.parametrize(
    ("text", "actor1", "actor2"),
    [
        ("Turkish forces attacked PKK fighters in Tamo.", "Turkish forces", "PKK fighters"),
        (
            "PKK fighters were attacked by Turkish forces in Tamo.",
            "Turkish forces",
            "PKK fighters",
        ),
        (
            "Turkish attacks on the PKK in Tamo continued.",
            "Turkey",
            "Kurdistan Workers' Party (PKK)",
        ),
        ("Talks between Chad and Sudan began in Tamo.", "Chad", "Sudan"),
        (
            "Ann Obi, head of the Green Party, met Foreign Minister Ali Sow in Tamo.",
            "Ann Obi",
            "Ali Sow",
        ),
        ("Mali, Niger and Chad signed a pact.", "Mali; Niger; Chad", ""),
        ("France completed the withdrawal of its troops from Tamo.", "France", "Troops"),
        ("They attacked rebels in Tamo.", "", "Rebels"),
    ],
)
def test_actors(text: str, actor1: str, actor2: str) -> None:
    event = Told(text, "Tamo").only()
    assert (event.actor1, event.actor2) == (actor1, actor2)


def test_a_metonym_acts_and_is_no_pin() -> None:
    told = Told("Ankara shelled Tamo on Monday.", "Tamo", acting=("Ankara",))
    event = told.only()
    assert event.actor1 == "Ankara"
    assert told.names(event.scenes) == ["Tamo"]


def test_a_surname_is_the_person_named_before() -> None:
    told = Told("Foreign Minister Ali Sow visited Tamo. Sow condemned the coup.", "Tamo")
    assert [event.actor1 for event in told.events] == ["Ali Sow", "Ali Sow"]


@pytest.mark.parametrize(
    ("text", "scenes"),
    [
        ("Strikes on Tamo, Boro, and Kidu killed two people.", ["Tamo", "Boro", "Kidu"]),
        ("A bomb exploded in the Tamo and Boro districts of Kidu.", ["Tamo", "Boro"]),
        ("Gunmen attacked the village of Tamo in western Kidu.", ["Tamo"]),
        ("Troops clashed with rebels, wounding two in Tamo.", ["Tamo"]),
        ("Troops from Tamo attacked rebels in Boro.", ["Boro"]),
        ("Troops attacked a base 5 km north of Tamo.", []),
        ("The Tamo bombing killed two people.", ["Tamo"]),
        ("The government in Tamo said rebels attacked Boro.", ["Boro"]),
    ],
)
def test_scenes(text: str, scenes: list[str]) -> None:
    told = Told(text, "Tamo", "Boro", "Kidu")
    assert told.names(told.only().scenes) == scenes


def test_venue_and_topic() -> None:
    told = Told("Ann Obi met Ali Sow in Tamo for talks on the war in Boro.", "Tamo", "Boro")
    event = told.only()
    assert told.names(event.venues) == ["Tamo"]
    assert not event.scenes


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("On 10 May, troops attacked Tamo.", "10 May"),
        ("Troops attacked Tamo on 10 May, killing two people.", "10 May"),
        ("The army said on Friday that troops had attacked Tamo.", ""),
        ("The army said on Friday that troops had attacked Tamo on Monday.", "Monday"),
        ("Troops attacked Tamo, the army said on Friday.", ""),
        ("Troops attacked Tamo.", ""),
    ],
)
def test_date_that_governs(text: str, date: str) -> None:
    told = Told(text, "Tamo")
    assert told.date(told.only()) == date


def test_two_events_with_a_day_each() -> None:
    told = Told(
        "Rebels attacked Tamo on Monday after troops bombed Boro on Sunday.", "Tamo", "Boro"
    )
    assert [(told.names(e.scenes), told.date(e)) for e in told.events] == [
        (["Tamo"], "Monday"),
        (["Boro"], "Sunday"),
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("A bomb in Tamo killed five and wounded 10.", 5, 5),
        ("At least five people were killed in a bombing in Tamo.", 5, None),
        ("Shelling killed up to 12 villagers in Tamo.", 0, 12),
        ("Between 10 and 15 people were killed in an air strike on Tamo.", 10, 15),
        ("Dozens of people were killed in an air strike on Tamo.", None, None),
        ("The 34-year-old was killed in a bombing in Tamo.", None, None),
        ("An air strike hit Tamo; no casualties were reported.", 0, None),
        ("Gunmen reportedly killed nine people in Tamo.", None, None),
        ("Twenty-one people were killed in clashes in Tamo.", 21, 21),
        ("Gunmen wounded 10 people in Tamo.", None, None),
        ("A soldier was killed in a rebel attack in Tamo.", 1, None),
        ("Two of ten people hurt in a bombing in Tamo died.", None, None),
    ],
)
def test_fatalities(text: str, low: float | None, high: float | None) -> None:
    event = Told(text, "Tamo").only()
    assert (event.fatalities_low, event.fatalities_high) == (low, high)


def test_figures_jointly_over_places() -> None:
    told = Told(
        "Chad has set up 30 military bases, with 20 located in the Tamo and Boro districts and 10"
        " in Kidu.",
        "Tamo", "Boro", "Kidu",
    )  # fmt: skip
    figures = told.only().figures
    assert [(f.unit, f.value_low, told.names(f.places)) for f in figures] == [
        ("military bases", 30, []),
        ("military bases", 20, ["Tamo", "Boro"]),
        ("military bases", 10, ["Kidu"]),
    ]


def test_two_journeys() -> None:
    told = Told(
        "President Ann Obi visited Tamo on Tuesday and later travelled to Boro.", "Tamo", "Boro"
    )
    assert [(told.names(e.venues), told.date(e)) for e in told.events] == [
        (["Tamo"], "Tuesday"),
        (["Boro"], ""),
    ]


def test_told_again_is_left_out() -> None:
    told = Told(
        "Bomb hits Tamo market\n\nA car bomb exploded at the market in Tamo on Monday, killing two"
        " people.\n\nThe blast was heard for miles.",
        "Tamo",
    )
    assert told.text[told.only().start :].startswith("A car bomb")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Tamo likes the Battle of the Bands.",
        "Sales in Tamo hit a record, and the strike rate rose.",
        "On 3 March the shop in Tamo opened.",
        "The museum shows the history of war in Tamo.",
        "Her book attacks the idea that Tamo is dull.",
        "The team fought back in Tamo.",
    ],
)
def test_silence(text: str) -> None:
    assert not [e for e in Told(text, "Tamo").events if e.event_type != "Other"]


def test_title_is_cut_between_words_and_says_what_did_not_happen() -> None:
    text = "Ghana demanded the withdrawal of " + "very " * 30 + "many rebel forces from Tamo."
    thing = Told(text, "Tamo").events[-1]
    assert thing.title.startswith("Demanded: ")
    assert len(thing.title) <= 100


def test_own_actor_list() -> None:
    own = read_actors('[organisations]\n"Free Valley Army" = ["FVA"]')
    event, *_ = find_events("FVA attacked a base.", [], [], actors=own)
    assert event.actor1 == "Free Valley Army"


def test_another_language_says_nothing() -> None:
    assert find_events("Rebels attacked a base.", [], [], language="tr") == []
