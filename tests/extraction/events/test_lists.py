"""The word lists that come with the finder are sound, and forms are made right."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.actorlist import default_actors
from geotrack.extraction.events.forms import noun_forms, verb_forms
from geotrack.extraction.events.lexicon import trigger_classes, triggers_by_word
from geotrack.extraction.events.plover import main_event, plover_type
from geotrack.schema import EVENT_TYPES, OTHER_TYPE

from .telling import Told

PLOVER = word_set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT DEMAND DISAPPROVE REJECT THREATEN PROTEST"
    " SANCTION MOBILIZE COERCE ASSAULT FIGHT INVESTIGATE"
)
FIELDS = {
    "type", "sub_type", "plover", "objects", "noun_objects", "doers",
    *(b + w + p for b in ("", "broad_") for w in ("", "weak_") for p in ("verbs", "nouns")),
}  # fmt: skip


def test_classes_have_our_types_and_plovers() -> None:
    for told in trigger_classes().values():
        assert told.event_type in (*EVENT_TYPES, OTHER_TYPE, ""), told.name
        assert told.plover in PLOVER | {""}, told.name


def test_lexicon_has_no_unknown_field() -> None:
    text = (files("geotrack.extraction.events") / "lexicon.toml").read_text("utf-8")
    for name, told in tomllib.loads(text).items():
        assert set(told) <= FIELDS, name
        has_weak_verbs = any("weak_verbs" in field for field in told)
        assert not has_weak_verbs or (told.get("objects") or told.get("doers")), name


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("deny", "deny denies denied denying"),
        ("stop+", "stop stops stopped stopping"),
        ("strike", "strike strikes struck striking"),
        ("take hostage", "take takes took taken taking"),
        ("smite|smote|smitten", "smite smites smote smitten smiting"),
        ("clash", "clash clashes clashed clashing"),
    ],
)
def test_verb_forms(entry: str, forms: str) -> None:
    assert [form.words[0] for form in verb_forms(entry)] == forms.split()


def test_noun_forms() -> None:
    assert [form.words[-1] for form in noun_forms("memorandum of understanding")]
    assert [" ".join(form.words) for form in noun_forms("car bomb")] == ["car bomb", "car bombs"]


def test_actors_are_listed_with_aliases_and_demonyms() -> None:
    listed = default_actors()
    assert ("pkk",) in [words for words, _, _ in listed.names["pkk"]]
    assert listed.demonyms["turkish"] == "Turkey"
    assert "iraq" not in listed.demonyms


def test_every_first_word_is_lower_case() -> None:
    assert all(word == word.lower() for word in triggers_by_word())


@pytest.mark.parametrize(
    ("text", "plover"),
    [
        ("Chad shelled a village.", "FIGHT"),
        ("Chad will send aid to Sudan.", "AGREE"),
        ("Chad threatened to cut ties with Sudan.", "THREATEN"),
        ("Chad refused to send aid to Sudan.", "REJECT"),
        ("Chad demanded that Sudan withdraw its troops.", "DEMAND"),
        ("Chad condemned the coup.", "DISAPPROVE"),
        ("President Ann Obi met Ali Sow.", "CONSULT"),
    ],
)
def test_plover_type(text: str, plover: str) -> None:
    event = main_event(Told(text).all)
    assert event is not None
    assert plover_type(event) == plover
