"""Toponyms found in text: golden sentences of our own, and what holds for any text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import GazetteerError, GeotrackError
from geotrack.extraction import recognizers
from geotrack.extraction.recognizers import recognizer_named
from geotrack.extraction.recognizing.lexicon import read_lexicon
from geotrack.extraction.recognizing.tokens import tokenize
from geotrack.extraction.toponyms import find_toponyms, toponyms_at
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.gazetteer.records import Gazetteer  # noqa: TC001 - hypothesis reads it

CURATED = Path(__file__).parents[2] / "data" / "gazetteer" / "places.csv"


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with opened_gazetteer([CURATED]) as opened:
        yield opened


def named(text: str, gazetteer: Gazetteer) -> list[str]:
    return [t.name for t in find_toponyms(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Strikes on Metina, Hakurk, Zap, Gara, and Asos were reported on Friday.",
         ["Metina", "Hakurk", "Zap", "Gara", "Asos"]),
        ("The Iraqi-Turkish talks went on in Baghdad.", ["Iraqi", "Turkish", "Baghdad"]),
        ("A convoy left al-Hasakah for Qamishli, near the Turkish border.",
         ["al-Hasakah", "Qamishli", "Turkish"]),
        ("He flew from St. Louis to the U.S. capital on Monday.", ["St. Louis", "U.S."]),
        ("OAKLAND, Calif. (AP) - Police in Oakland said two men were hurt.",
         ["OAKLAND", "Calif.", "Oakland"]),
        ("The mayor, Paris Hilton, and her aide Jordan Smith spoke to reporters.", []),
        ("Nobody was hurt. The mobile phones were found, and reading was hard.", []),
    ],
)  # fmt: skip
def test_names_are_found_and_words_and_people_are_not(
    text: str, names: list[str], gazetteer: Gazetteer
) -> None:
    assert named(text, gazetteer) == names


def test_who_belongs_to_a_place_is_a_demonym(gazetteer: Gazetteer) -> None:
    found = find_toponyms("Iraqi officials met in Mosul.", gazetteer)
    assert [(t.name, t.kind) for t in found] == [("Iraqi", "demonym"), ("Mosul", "place")]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ankara said on Friday that its troops would stay in Duhok.",
         {"Ankara": "actor", "Duhok": "literal"}),
        ("Students of Ankara University marched in Istanbul.",
         {"Ankara": "modifier", "Istanbul": "literal"}),
        ("Shells fell on Zakho and Amedi, and Turkey denied it.",
         {"Zakho": "literal", "Amedi": "literal", "Turkey": "actor"}),
    ],
)  # fmt: skip
def test_roles(text: str, roles: dict[str, str], gazetteer: Gazetteer) -> None:
    assert {t.name: t.role for t in find_toponyms(text, gazetteer)} == roles


def test_the_parent_of_an_enumeration_binds_to_all_of_it(gazetteer: Gazetteer) -> None:
    text = "There are bases in the Zakho and Amedi districts of Duhok governorate."
    zakho, amedi, *_ = find_toponyms(text, gazetteer)
    assert (zakho.name, zakho.parents) == ("Zakho", ("Duhok",))
    assert (amedi.name, amedi.parents) == ("Amedi", ("Duhok",))


@pytest.mark.parametrize(
    ("text", "in_full"),
    [
        ("Jets struck villages in Duhok province.", "Duhok province"),
        ("Jets struck villages in the Zakho and Amedi districts.", "Amedi district"),
        ("Jets struck villages in the province of Duhok.", "Duhok province"),
        ("Jets struck villages in the city of Duhok.", "Duhok"),
    ],
)
def test_a_division_is_asked_for_as_one(text: str, in_full: str, gazetteer: Gazetteer) -> None:
    assert find_toponyms(text, gazetteer)[-1].in_full == in_full


def test_neighbours_without_a_plural_keep_their_own_parents(gazetteer: Gazetteer) -> None:
    first, *_ = find_toponyms("Fighting in Mosul and Zakho, Duhok, went on.", gazetteer)
    assert (first.name, first.parents) == ("Mosul", ())


def test_a_village_no_gazetteer_knows_is_found_with_its_parents(gazetteer: Gazetteer) -> None:
    text = "Drones hit a car in Bebbadu village (Amedi, Dahuk) and left Um Zagha town."
    found = {t.name: (t.role, t.parents) for t in find_toponyms(text, gazetteer)}
    assert found["Bebbadu"] == ("literal", ("Amedi", "Dahuk"))
    assert found["Amedi"] == ("literal", ("Dahuk",))


def test_a_long_enumeration_is_found_whole(gazetteer: Gazetteer) -> None:
    assert len(find_toponyms("Zakho and Duhok and " * 200 + "Zakho.", gazetteer)) == 401


def test_arabic_text(gazetteer: Gazetteer) -> None:
    text = "أعلنت أنقرة أن قواتها قصفت مواقع في قضاء العمادية شمال العراق."
    found = {t.name: t.role for t in find_toponyms(text, gazetteer)}
    assert found == {"أنقرة": "actor", "العمادية": "literal", "العراق": "literal"}


def test_given_spans_get_a_role_and_a_kind(gazetteer: Gazetteer) -> None:
    text = "Ankara said Turkish troops were in Zakho."
    spans = [(0, 6), (12, 19), (35, 40)]
    found = toponyms_at(text, spans, gazetteer)
    assert [(t.name, t.role, t.kind) for t in found] == [
        ("Ankara", "actor", "place"),
        ("Turkish", "modifier", "demonym"),
        ("Zakho", "literal", "place"),
    ]


# --- any text -----------------------------------------------------------------------------

NAMES_AND_WORDS = ["Zakho", "Iraq", "U.S.", "the", "and", ", ", ". ", " in ", "al-", "'s", "دهوك"]
PIECES = st.lists(
    st.one_of(
        st.sampled_from(NAMES_AND_WORDS),
        st.text(max_size=12),
    ),
    max_size=30,
)  # fmt: skip


@given(PIECES)
def test_tokens_are_slices_of_the_text_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    before = 0
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert text[before : token.start] == token.gap
        before = token.end


@given(PIECES)
def test_toponyms_of_any_text_lie_in_it_in_order(gazetteer: Gazetteer, pieces: list[str]) -> None:
    text = "".join(pieces)
    end = 0
    for toponym in find_toponyms(text, gazetteer):
        assert end <= toponym.start < toponym.end <= len(text)
        assert text[toponym.start : toponym.end] == toponym.name
        assert toponym.role in ("literal", "actor", "modifier")
        assert toponym.kind in ("place", "demonym")
        assert 0.5 <= toponym.score <= 1
        end = toponym.end


@given(PIECES, st.data())
def test_any_given_span_is_answered(
    gazetteer: Gazetteer, pieces: list[str], data: st.DataObject
) -> None:
    text = "x" + "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (toponym,) = toponyms_at(text, [(start, end)], gazetteer)
    assert (toponym.start, toponym.end, toponym.name) == (start, end, text[start:end])


def test_a_long_text_is_read_in_parts_that_lose_nothing(gazetteer: Gazetteer) -> None:
    sentence = "Shells fell on Zakho and near Mosul on Friday. "
    found = find_toponyms(sentence * 5_000, gazetteer)
    assert len(found) == 10_000
    assert [t.start for t in found[-2:]] == [15 + 47 * 4_999, 30 + 47 * 4_999]


def test_nothing_but_capitals_is_bounded(gazetteer: Gazetteer) -> None:
    assert isinstance(find_toponyms("A " * 150_000, gazetteer), list)
    assert isinstance(find_toponyms("A" * 300_000, gazetteer), list)


# --- other recognisers --------------------------------------------------------------------


def test_spacy_is_asked_for_by_name_and_told_how_to_install(
    monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    recognizers._pipeline.cache_clear()
    with pytest.raises(GeotrackError, match=r"pip install 'geotrack\[spacy\]'"):
        recognizer_named("spacy")("Zakho", gazetteer)


def test_a_second_opinion_moves_what_is_near_the_edge_only(
    monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    text = "The Reading was in Mosul."
    entity = SimpleNamespace(start_char=0, end_char=11, label_="GPE")
    monkeypatch.setattr(recognizers, "_pipeline", lambda: lambda _: SimpleNamespace(ents=[entity]))
    plain, helped = named(text, gazetteer), recognizer_named("spacy")(text, gazetteer)
    assert plain == ["Mosul"]
    assert "Mosul" in [t.name for t in helped]


def test_an_unknown_recogniser_is_named(gazetteer: Gazetteer) -> None:
    with pytest.raises(GazetteerError, match="no recogniser plug-in 'spacey'"):
        recognizer_named("spacey")


def test_a_missing_word_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"lexicon\.tsv is missing"):
        read_lexicon(tmp_path / "lexicon.tsv")
