"""Looks, words and escaping: one for all renderers."""

from __future__ import annotations

import csv
import io
import json
import re
import string
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import ProjectError
from geotrack.schema import (
    DATE_BASES,
    EVENT_TYPES,
    GEO_PRECISIONS,
    OTHER_TYPE,
    ROLES,
    STATUSES,
    TIME_PRECISIONS,
)
from geotrack.style import (
    SHAPES,
    STATUS_STYLES,
    TYPE_STYLES,
    WORDS_FOLDER,
    clean_text,
    counted,
    csv_plain,
    csv_text,
    html_text,
    is_right_to_left,
    json_for_html,
    safe_url,
    status_order,
    status_style,
    type_order,
    type_style,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


anything = st.text() | st.text(st.sampled_from("<>&\"'`=+-@\t\r\n\x00\u2028\ud800\ufffe$a{}/"))

# --- looks --------------------------------------------------------------------------------


def test_every_type_has_a_colour_and_a_shape_of_its_own() -> None:
    assert set(TYPE_STYLES) == {*EVENT_TYPES, OTHER_TYPE}
    assert len({style.colour for style in TYPE_STYLES.values()}) == len(TYPE_STYLES)
    assert len({style.shape for style in TYPE_STYLES.values()}) == len(TYPE_STYLES)
    for style in TYPE_STYLES.values():
        assert re.fullmatch("#[0-9A-F]{6}", style.colour)
        assert style.shape in SHAPES
    assert type_style("Something new") == TYPE_STYLES[OTHER_TYPE]


def test_every_shape_lies_in_the_unit_circle_and_no_two_are_alike() -> None:
    outlines = [outline for outline in SHAPES.values() if outline is not None]
    assert len(set(outlines)) == len(outlines) == len(SHAPES) - 1
    assert all(x * x + y * y <= 1.2 for outline in outlines for x, y in outline)


def test_what_did_not_occur_never_looks_like_what_did() -> None:
    assert set(STATUS_STYLES) == set(STATUSES)
    assert len(set(STATUS_STYLES.values())) == len(STATUSES)
    assert [s for s in STATUSES if STATUS_STYLES[s].fill > 0.5] == ["occurred"]
    assert status_style("rumoured") == STATUS_STYLES["alleged"]


def test_order_in_legends() -> None:
    assert sorted([OTHER_TYPE, *reversed(EVENT_TYPES)], key=type_order) == [
        *EVENT_TYPES,
        OTHER_TYPE,
    ]
    assert sorted({*STATUSES}, key=status_order) == list(STATUSES)
    assert status_order("rumoured") == len(STATUSES)


# --- words --------------------------------------------------------------------------------


def test_every_vocabulary_has_its_words() -> None:
    wanted = {
        *(f"type.{name}" for name in (*EVENT_TYPES, OTHER_TYPE)),
        *(f"status.{name}" for name in STATUSES),
        *(f"role.{name}" for name in ROLES),
        *(f"basis.{name}" for name in DATE_BASES),
        *(f"precision.{name}" for name in GEO_PRECISIONS),
        *(f"time.{name}" for name in TIME_PRECISIONS),
        *(f"date.month.{number}" for number in range(1, 13)),
        *(f"date.season.{number}" for number in range(21, 25)),
    }
    assert wanted - set(words("en")) == set()
    assert all(words("en")[key] for key in wanted)


@pytest.mark.parametrize("path", sorted(WORDS_FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_word_files_are_sorted_without_doubles_and_have_english_keys(path: Path) -> None:
    pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert all(one < other for one, other in pairwise(keys))
    assert set(keys) <= set(words("en"))
    for key, phrase in pairs:
        fields = {name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None}
        english = string.Formatter().parse(words("en")[key])
        theirs = {name for _, name, _, _ in english if name is not None}
        # "one event" may be a word of its own, as in Arabic.
        assert fields == theirs or (key.endswith(".one") and fields == theirs - {"n"}), key


def test_a_phrase_with_a_number_has_both_forms() -> None:
    keys = set(words("en"))
    for key in keys:
        stem, _, form = key.rpartition(".")
        if form in ("one", "other"):
            assert {f"{stem}.one", f"{stem}.other"} <= keys
    assert counted("en", "count.events", 0) == "0 events"


def test_unknown_languages() -> None:
    with pytest.raises(ProjectError, match="there are: ar, ckb, en, tr"):
        words("tlh")
    for name in ("../en", "", "a/b", "en.json"):
        with pytest.raises(ProjectError):
            words(name)


def test_direction() -> None:
    assert is_right_to_left("ckb-Arab")
    assert not is_right_to_left("ku-Latn")


# --- escaping -----------------------------------------------------------------------------


@given(anything)
def test_no_spreadsheet_runs_a_cell_and_the_text_comes_back(text: str) -> None:
    cell = csv_text(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert csv_plain(cell) == text
    assert cell in (text, f"'{text}")


def test_full_width_signs_are_guarded_too() -> None:
    assert [csv_text(sign + "1") for sign in "＝＋－＠"] == ["'＝1", "'＋1", "'－1", "'＠1"]


def test_plain_cells_stay_plain() -> None:
    for text in ("", "Zakho", "'s-Hertogenbosch", "1-2", "a=b", "'"):
        assert csv_text(text) == csv_plain(text) == text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | anything,
    lambda inner: st.lists(inner) | st.dictionaries(anything, inner),
    max_leaves=8,
)


@given(json_values)
def test_json_stays_itself_and_ends_no_script(value: object) -> None:
    text = json_for_html(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


def test_json_holds_no_numbers_that_javascript_cannot_read() -> None:
    with pytest.raises(ValueError):
        json_for_html([float("nan")])


@given(anything)
def test_text_stays_text_in_html(text: str) -> None:
    assert not set("<>\"'") & set(str(html_text(text)))


@given(anything)
def test_clean_text_can_be_written_anywhere(text: str) -> None:
    from lxml import etree

    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    etree.Element("a").text = cleaned
    assert clean_text(cleaned) == cleaned
    row = next(csv.reader(io.StringIO(f'"{cleaned.replace(chr(34), "")}"', newline="")), [""])
    assert row == [cleaned.replace('"', "")]


def test_clean_text_keeps_every_script() -> None:
    for text in ("Zakho\nAmêdî\t", "ئامێدی\u200cها", "𐎠 😀 e\u0301"):
        assert clean_text(text) == text


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", " JAVASCRIPT:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//example.org", "example.org",
        "http:", "http:///x", "http://[", "ftp://example.org", "\x01javascript:alert(1)",
    ],
)  # fmt: skip
def test_only_plain_addresses_become_links(url: str) -> None:
    assert safe_url(url) == ""


def test_plain_addresses_stay() -> None:
    assert safe_url(" https://example.org/a?b=1#c ") == "https://example.org/a?b=1#c"
    assert safe_url("HTTP://example.org") == "HTTP://example.org"


@given(anything)
def test_a_link_is_http_or_nothing(text: str) -> None:
    assert safe_url(text) == "" or safe_url(text).lower().startswith(("http://", "https://"))
