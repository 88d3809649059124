"""Whatever the text: no crash, offsets within it, our words, nothing demanded that occurred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from geotrack.extraction.dating.dates import find_dates
from geotrack.extraction.events.finding import find_events
from geotrack.extraction.events.lexicon import governors_by_word, triggers_by_word
from geotrack.schema import EVENT_TYPES, OTHER_TYPE, STATUSES

from .telling import toponyms_of

if TYPE_CHECKING:
    from geotrack.extraction.found import FoundEvent, Toponym

WORDS = [
    *list(triggers_by_word())[::40], *list(governors_by_word())[::25],
    "Tamo", "Turkey", "Turkish", "forces", "rebels", "PKK", "President", "Ann", "Obi", "said",
    "that", "to", "will", "must", "not", "no", "by", "in", "on", "of", "from", "and", "the", "its",
    "after", "if", "while", "which", "killing", "five", "12", "20", "-", "–", ",", ".", "“", "”",
    "'s", "Monday", "10 May", "at least", "people", "\n", "\n\n", "called", "for", "demanded",
    "withdrawal", "attack", "between", "according", "he", "they", "(", ")", ":", "…", "قال", "؟",
]  # fmt: skip


def check(text: str, events: list[FoundEvent], toponyms: list[Toponym], dates: int) -> None:
    for event in events:
        assert 0 <= event.start <= event.trigger[0] < event.trigger[1] <= event.end <= len(text)
        assert event.event_type in (*EVENT_TYPES, OTHER_TYPE, "")
        assert event.left_out or event.event_type
        assert event.status in STATUSES
        assert 0 <= event.score <= 1
        assert len(event.title) <= 100
        assert event.rules
        assert event.date is None or 0 <= event.date < dates
        for place in (*event.scenes, *event.venues, *event.topics):
            assert event.start <= toponyms[place].start < event.end
            assert toponyms[place].kind == "place"
        for figure in event.figures:
            assert event.start <= figure.start < figure.end <= event.end
            assert figure.value_high is None or figure.value_low <= figure.value_high
        if event.status == "demanded":
            assert not event.scenes
            assert event.date is None
            assert event.fatalities_low is None


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_words_in_any_order(text: str) -> None:
    toponyms = toponyms_of(text, ("Tamo",), ("Turkey",))
    dates = find_dates(text, "2024-08-21")
    check(text, find_events(text, toponyms, dates), toponyms, len(dates))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text, find_events(text, [], []), [], 0)


def test_a_megabyte_is_read_to_its_end() -> None:
    sentence = "Rebels attacked Tamo on Monday, killing two people. "
    text = sentence * 200 + "\n" + "word " * 180_000 + ".\n" + sentence.replace("two", "nine")
    toponyms = toponyms_of(text, ("Tamo",))
    events = find_events(text, toponyms, [])
    assert [event.fatalities_low for event in events if not event.left_out] == [2, 9]


def test_one_endless_sentence() -> None:
    text = "Rebels attacked Tamo and " * 400 + "left."
    toponyms = toponyms_of(text, ("Tamo",))
    check(text, find_events(text, toponyms, []), toponyms, 0)
