"""The geocoder against the curated places and the world: spellings, traps, reasons, doubts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from geotrack.gazetteer.building import index_in_memory
from geotrack.gazetteer.index import Index, open_gazetteer
from geotrack.gazetteer.records import Place
from geotrack.geocoding import (
    MIN_SCORE,
    Candidate,
    Context,
    Neighbour,
    in_bounds,
    rank_places,
)

PLACES = Path(__file__).parents[2] / "data" / "gazetteer" / "places.csv"
FOCUS = Context(("IQ",), (41.2, 35.3, 46.3, 37.8))
NO_FOCUS = Context()


@cache
def world() -> Index:
    return open_gazetteer([PLACES])


def placed(name: str, context: Context) -> str:
    """The id of the place a build would pin, empty where it would pin none."""
    ranked = rank_places(name, world(), context)
    return ranked[0].place.place_id if ranked and ranked[0].score >= MIN_SCORE else ""


SPELLINGS = [
    ("gn:89570", "Zakho Zaxo Zākhō ZAKHO زاخو زاخۆ"),
    ("gn:99611", "Amedi Amediye Amêdî Al-Amadiyah Amadiya العمادية ئامێدی"),
    ("gn:97863", "Bashiqa Ba'shiqah Başika بعشيقة"),
    ("gn:95446", "Hewlêr Hewler Erbil Arbil أربيل اربيل هەولێر"),
    ("gn:96994", "Duhok Dahuk Dohuk دهوك"),
    ("gn:98463", "Sulaymaniyah Slemani السليمانية سلێمانی"),
    ("gn:99072", "Mosul الموصل"),
]


@pytest.mark.parametrize(
    ("place_id", "name"),
    [(place_id, name) for place_id, names in SPELLINGS for name in names.split()],
)
def test_every_attested_spelling_within_the_focus(place_id: str, name: str) -> None:
    assert placed(name, FOCUS) == place_id


@pytest.mark.parametrize(
    ("name", "within", "without"),
    [
        # name, place within the project's focus, place without any focus
        ("Mergasur", "gn:93455", ""),
        ("Mergasur, Erbil", "gn:93455", "gn:93455"),
        ("Mergasur (Erbil governorate)", "gn:93455", "gn:93455"),
        ("Mergasur, Duhok", "gn:446104", "gn:446104"),
        ("Mergasur, Zakho", "gn:446104", "gn:446104"),
        ("Mergasur district", "gn:9166534", ""),
        ("Zap", "gt:zap", ""),
        ("Zap, North Dakota", "usps:nd-zap", "usps:nd-zap"),
        ("Zap (North Dakota, United States)", "usps:nd-zap", "usps:nd-zap"),
        ("Gara", "gt:gara", ""),
        ("Mount Gara", "gt:gara", ""),
        ("Al Gara", "gt:gara", ""),
        ("Asos", "gt:asos", ""),
        ("Qandil", "gt:qandil", ""),
        ("Qandil mountains", "gt:qandil", ""),
        ("Soran", "gn:96961", "gn:96961"),
        ("Soran, Syria", "gn:163915", "gn:163915"),
        ("Sinjar", "gn:448149", "gn:448149"),
        ("Mount Sinjar", "gt:mount-sinjar", ""),
        ("Hewler", "gn:95446", "gn:95446"),
        ("Bashiqa", "gn:97863", ""),
        ("Bashiqa camp", "gt:bashiqa-camp", ""),
        ("Bashiqa Camp, Nineveh", "gt:bashiqa-camp", "gt:bashiqa-camp"),
        ("camp at Bashiqa", "", ""),
        ("Anbar", "gn:99592", "gn:99592"),
        ("Amedi district, Duhok", "gn:99612", "gn:99612"),
        ("governorate of Duhok", "gn:97270", "gn:97270"),
        ("Ankara", "gn:323786", "gn:323786"),
        ("Baghdad", "gn:98182", "gn:98182"),
        ("Baghdad, Baghdad", "gn:98182", "gn:98182"),
        ("Baghdad, Baghdad, IQ", "gn:98182", "gn:98182"),
        ("Erbil, Erbil, Erbil, Iraq", "gn:95446", "gn:95446"),
        ("Nowhereville", "", ""),
        ("", "", ""),
        (",", "", ""),
        ("()", "", ""),
    ],
)
def test_traps(name: str, within: str, without: str) -> None:
    assert placed(name, FOCUS) == within
    assert placed(name, NO_FOCUS) == without


def test_hewler_is_never_heuweiler() -> None:
    for context in (FOCUS, NO_FOCUS):
        ids = [c.place.country for c in rank_places("Hewler", world(), context)]
        assert set(ids) == {"IQ"}


def test_the_name_of_a_country_is_never_a_town() -> None:
    """Without a focus fame alone would send Iraq to Arak in Iran and Mexico to its capital."""
    index = open_gazetteer([])
    query = "SELECT name FROM places WHERE kind = 'country' AND population > 100000"
    for (name,) in index.databases[0].execute(query).fetchall():
        assert rank_places(name, index)[0].place.kind == "country"


# --- scores, reasons and doubts, on a gazetteer of our own --------------------------------


def place(place_id: str, name: str, longitude: float, **more: object) -> Place:
    known = {"country": "IQ", "kind": "town", "population": 20_000} | more
    return Place(place_id, name, known.pop("kind"), longitude, 36.0, 3.0, **known)


def ranked(name: str, *places: Place, context: Context = NO_FOCUS) -> list[Candidate]:
    return rank_places(name, Index((index_in_memory([(p, []) for p in places]),)), context)


def test_every_candidate_says_why() -> None:
    """What alone would be doubted: only the bare name may stand without a reason."""
    for name in ("Mergasur, Erbil", "Bashiqa camp", "Sinjar", "Gara", "Zap, North Dakota"):
        for candidate in rank_places(name, world(), FOCUS):
            assert candidate.reasons
            assert 0.01 <= candidate.score <= 0.99


def test_a_rival_elsewhere_lowers_the_score_and_is_named() -> None:
    one, far, near = place("a", "Aa", 43.0), place("b", "Aa", 45.0), place("b", "Aa", 43.05)
    context = Context(("IQ",))
    alone = ranked("Aa", one, context=context)[0]
    beside = ranked("Aa", one, far, context=context)[0]
    assert beside.score < alone.score < ranked("Aa", one, near, context=context)[0].score
    assert beside.reasons[-1] == "Aa (b) is nearly as likely"
    assert alone.reasons == ("within the project's focus",)


def test_a_much_lesser_rival_raises_no_doubt() -> None:
    great, small = (
        place("a", "Aa", 43.0, population=900_000),
        place("b", "Aa", 45.0, population=900),
    )
    assert not any("nearly" in reason for reason in ranked("Aa", great, small)[0].reasons)


def test_a_named_parent_beats_fame_nearness_and_curation() -> None:
    famous = place("a", "Aa", 43.0, admin1="Erbil", population=900_000, curated=True)
    named = place("b", "Aa", 45.0, admin1="Duhok")
    context = Context(("IQ",), near=(Neighbour(famous),))
    assert ranked("Aa", famous, named, context=context)[0].place == famous
    best = ranked("Aa, Duhok", famous, named, context=context)[0]
    assert best.place == named
    assert "lies in Duhok" in best.reasons


def test_beyond_the_highest_score_the_order_is_kept() -> None:
    """Town and district of one name in their governorate: both are sure, the town is meant."""
    town = place("z", "Aa", 43.0, admin1="Erbil", curated=True, population=90_000)
    district = place("a", "Aa", 43.0, admin1="Erbil", curated=True, kind="district")
    best, second = ranked("Aa, Erbil", town, district, context=Context(("IQ",)))
    assert best.place == town
    assert best.score == second.score == 0.99


def test_a_place_nearby_helps_and_is_named() -> None:
    one = place("a", "Aa", 43.0)
    scores = [
        ranked("Aa", one, context=Context(near=(Neighbour(place("n", "Ford", x)),)))[0]
        for x in (43.5, 48.0)
    ]
    assert scores[0].score > scores[1].score
    assert "45 km from Ford, told of with it" in scores[0].reasons


def test_found_without_the_article_counts_less_and_says_so() -> None:
    one = place("a", "Gara", 43.0)
    assert ranked("Al Gara", one)[0].score < ranked("Gara", one)[0].score
    assert "found without the article" in ranked("Al Gara", one)[0].reasons
    assert "found without the article" in ranked("Al Gara mountain", one)[0].reasons
    assert ranked("Gara", one)[0].reasons == ()


def test_low_confidence_counts_less() -> None:
    sure, unsure = place("a", "Aa", 43.0), place("a", "Aa", 43.0, confidence="low")
    assert ranked("Aa", unsure)[0].score < ranked("Aa", sure)[0].score


def test_two_records_of_one_place_are_one_candidate() -> None:
    ours = place("gt:a", "Aa", 43.0, same_as="gn:1;wof:2", population=30_000)
    assert [c.place.place_id for c in ranked("Aa", ours, place("gn:1", "Aa", 43.0))] == ["gt:a"]


def test_bounds() -> None:
    assert in_bounds(43, 36, (41, 35, 46, 38))
    assert not in_bounds(47, 36, (41, 35, 46, 38))
    assert not in_bounds(43, 36, None)
    across_180 = (170.0, -10.0, -170.0, 10.0)
    assert in_bounds(175, 0, across_180)
    assert in_bounds(-175, 0, across_180)
    assert not in_bounds(0, 0, across_180)
