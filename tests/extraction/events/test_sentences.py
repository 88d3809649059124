"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.extraction.events.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It was signed on Aug. 15 in Oran. He left.", "It was signed on Aug. 15 in Oran."),
        ("Gen. Omar met the U.S. envoy. He left.", "Gen. Omar met the U.S. envoy."),
        ("They met in the U.S. The talks failed.", "They met in the U.S."),
        ("J. B. Adu spoke. He left.", "J. B. Adu spoke."),
        ("“We will stay.” He left.", "“We will stay.”"),
        ("“Will they stay?” he asked. No.", "“Will they stay?” he asked."),
        ("It rose 3.5 points. He left.", "It rose 3.5 points."),
        ("He sat. Omar left.", "He sat."),
        ("هل انسحبت القوات؟ نعم، انسحبت.", "هل انسحبت القوات؟"),
        ("فوج چلی گئی۔ پھر امن ہوا۔", "فوج چلی گئی۔"),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    assert sentences(text)[0] == first
    assert len(sentences(text)) == 2


def test_headline_dateline_and_caption() -> None:
    text = (
        "Army retakes two towns\n\nACCRA (Wire) — Troops entered Tamo on Monday.\n\n"
        "It rained.\n\nIt rained.\n\nA soldier (right) in Tamo"
    )
    found = split_sentences(text)
    assert [s.kind for s in found] == ["headline", "text", "text", "text", "fragment"]
    assert text[found[1].start : found[1].end] == "Troops entered Tamo on Monday."


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The army said on Monday that it had taken back the\n"
        "town of Tamo and the villages around it after three\n"
        "Days of rain. Then it left.\n"
    )
    assert len(sentences(text)) == 2


@given(st.text(alphabet=st.sampled_from("aB. ,\n!?“”\"'()—؟۔1"), max_size=80))
def test_sentences_lie_in_order_and_lose_only_space_and_datelines(text: str) -> None:
    end = 0
    for sentence in split_sentences(text):
        assert end <= sentence.start < sentence.end <= len(text)
        end = sentence.end
