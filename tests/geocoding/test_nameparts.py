"""Names taken apart, and the keys they are looked up by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.geocoding.nameparts import NameParts, loosened_keys, split_name, written_keys


@pytest.mark.parametrize(
    ("written", "head", "kind", "parents"),
    [
        ("Zakho", "Zakho", "", ()),
        ("Zakho district, Duhok", "Zakho", "district", ("Duhok",)),
        ("Zakho (Duhok governorate, Iraq)", "Zakho", "", ("Duhok", "Iraq")),
        ("Çiyayê Gara", "Gara", "mountain", ()),
        ("Gara Dağı", "Gara", "mountain", ()),
        ("جبل سنجار", "سنجار", "mountain", ()),
        ("قضاء زاخو", "زاخو", "district", ()),
        ("the governorate of Duhok", "Duhok", "governorate", ()),
        ("Gulf of Aden", "Aden", "sea", ()),
        ("Rapides Parish", "Rapides", "district", ()),
        ("Lake Van", "Van", "lake", ()),
        ("Isle of Wight", "Wight", "island", ()),
        ("Camp", "Camp", "", ()),
        ("Zakho,, ", "Zakho", "", ()),
    ],
)
def test_split_name(written: str, head: str, kind: str, parents: tuple[str, ...]) -> None:
    assert split_name(written) == NameParts(head, kind, parents)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("St. Louis", [("saint louis", "expanded")]),
        ("W. Virginia", [("west virginia", "expanded")]),
        ("the Philippines", [("philippines", "expanded")]),
        ("Iraq's", [("iraq", "expanded")]),
        ("northern Iraq", [("iraq", "part")]),
        ("شمال العراق", [("العراق", "part")]),
        ("ببيروت", [("بیروت", "clitic")]),
        ("وللعراق", [("للعراق", "clitic"), ("عراق", "clitic")]),
        ("Zakho", []),
    ],
)
def test_keys_to_try_where_the_written_ones_are_unknown(
    written: str, keys: list[tuple[str, str]]
) -> None:
    assert loosened_keys(split_name(written)) == keys


@given(st.text(max_size=60))
def test_any_text_gives_keys_that_are_not_empty_and_come_once(text: str) -> None:
    parts = split_name(text)
    for made in (written_keys(text, parts), loosened_keys(parts)):
        keys = [key for key, _ in made]
        assert all(key.strip() for key in keys)
        assert len(keys) == len(set(keys))
