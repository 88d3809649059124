"""Names resolved together: company, parents written beside, one sense a document."""

from __future__ import annotations

from geotrack.gazetteer.building import index_in_memory
from geotrack.gazetteer.index import Index
from geotrack.gazetteer.records import Place, PlaceName
from geotrack.geocoding import Candidate, Context, Mention, Neighbour, resolve_together
from geotrack.geocoding.together import sense_keys


def town(place_id: str, name: str, longitude: float, admin1: str, country: str = "AA") -> Place:
    return Place(place_id, name, "town", longitude, 10.0, 3.0, country, admin1, population=20_000)


def division(place_id: str, name: str, longitude: float, country: str = "AA") -> Place:
    return Place(place_id, name, "governorate", longitude, 10.0, 150.0, country, name)


WEST, EAST = division("w", "Westland", 10.0), division("e", "Eastland", 40.0)
MILL_WEST, MILL_EAST = town("mw", "Mill", 10.5, "Westland"), town("me", "Mill", 40.5, "Eastland")
FORD, HILL = town("f", "Ford", 10.2, "Westland"), town("h", "Hill", 40.2, "Eastland")
PLACES = [WEST, EAST, MILL_WEST, MILL_EAST, FORD, HILL]
INDEX = Index((index_in_memory([(p, [PlaceName(p.name)] * 3) for p in PLACES]),))


def best(*mentions: Mention, context: Context = Context()) -> list[str]:  # noqa: B008
    return [ranked[0].place.place_id for ranked in resolve_together(mentions, INDEX, context)]


def score(ranked: list[Candidate], place_id: str) -> float:
    return next(c.score for c in ranked if c.place.place_id == place_id)


def test_the_company_decides() -> None:
    assert best(Mention("Mill"), Mention("Ford")) == ["mw", "f"]
    assert best(Mention("Mill"), Mention("Hill")) == ["me", "h"]


def test_a_parent_beside_beats_the_company() -> None:
    assert best(Mention("Mill", ("Eastland",)), Mention("Ford"))[0] == "me"


def test_one_name_has_one_sense_in_a_document() -> None:
    mentions = [Mention("Mill"), Mention("Ford"), Mention("Mill", ("Eastland",)), Mention("Mill")]
    assert best(*mentions) == ["me", "f", "me", "me"]


def test_two_parents_make_two_senses_and_the_bare_name_goes_with_the_one_before() -> None:
    mentions = [
        Mention("Mill", ("Westland",)), Mention("Mill"),
        Mention("MILL", ("Eastland",)), Mention("Mill"),
    ]  # fmt: skip
    assert best(*mentions) == ["mw", "mw", "me", "me"]
    keys = sense_keys(mentions)
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_what_the_publisher_tells_of_elsewhere_speaks_for_a_place() -> None:
    alone = resolve_together([Mention("Mill")], INDEX)[0]
    home = Context(home=(Neighbour(HILL, 3.0), Neighbour(EAST, 2.0)))
    at_home = resolve_together([Mention("Mill")], INDEX, home)[0]
    assert at_home[0].place.place_id == "me"
    assert score(at_home, "me") > score(alone, "me")


def test_the_reason_names_the_company() -> None:
    ranked = resolve_together([Mention("Mill"), Mention("Ford")], INDEX)[0]
    assert "33 km from Ford, told of with it" in ranked[0].reasons


def test_an_unknown_name_has_no_candidates_and_disturbs_nobody() -> None:
    ranked = resolve_together([Mention("Nowhereville"), Mention("Ford")], INDEX)
    assert ranked[0] == []
    assert ranked[1][0].place.place_id == "f"
    assert resolve_together([], INDEX) == []
