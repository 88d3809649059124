"""Other ways to write a name: what is found by sound and by one slip, and what is not."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.geocoding.spelling import slip_keys, sound_keys


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Zaxo", "zakho"),
        ("زاخو", "zakho"),
        ("دهوك", "dahuk"),
        ("بغداد", "baghdad"),
        ("هەولێر", "hewler"),
        ("العمادية", "amadiyah"),
        ("سيدكان", "sidakan"),
        ("Киев", "kiev"),
        ("ქუთაისი", "kutaisi"),
    ],
)
def test_names_that_sound_alike(written: str, key: str) -> None:
    assert key in sound_keys(written)


@pytest.mark.parametrize("name", ["Hewler", "هەولێر", "Hewlêr"])
def test_hewler_neither_sounds_like_heuweiler_nor_is_one_slip_away(name: str) -> None:
    assert "heuweiler" not in sound_keys(name) | slip_keys(fold_name(name))


def test_a_short_name_has_no_slips() -> None:
    assert slip_keys("zap") == slip_keys("gara") == set()


LETTERS = st.text(alphabet=string.ascii_lowercase, min_size=5, max_size=12)


@given(LETTERS)
def test_every_slip_is_one_edit_away(key: str) -> None:
    for other in slip_keys(key):
        assert OSA.distance(key, other) == 1


@given(LETTERS, st.data())
def test_every_edit_of_one_letter_is_a_slip(key: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(key) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    edits = {key[:at] + letter + key[at + 1 :], key[:at] + letter + key[at:]}
    edits |= {key[:at] + key[at + 1 :], key[:at] + key[at + 1 : at + 2] + key[at] + key[at + 2 :]}
    assert edits - {key} <= slip_keys(key)


@given(st.text(max_size=30))
def test_any_text_gives_folded_keys_and_not_too_many(text: str) -> None:
    made = sound_keys(text)
    assert len(made) <= 4000
    assert all(fold_name(key) == key for key in made)
    assert bare_name(fold_name(text)) not in slip_keys(bare_name(fold_name(text)))
