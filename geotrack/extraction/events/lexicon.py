"""The word lists of this folder, read once: what tells of events, what says if they happened."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.extraction.events.forms import Form, noun_forms, verb_forms

if TYPE_CHECKING:
    from collections.abc import Iterable


# Violence told in one sentence is one event of the most telling of these classes.
VIOLENCE = (
    "suicide_bombing", "air_strike", "bombing", "shelling", "impact", "strike", "clash", "attack",
    "killing", "assault", "death", "destruction", "operation",
)  # fmt: skip


class TriggerClass(NamedTuple):
    """A class of lexicon.toml: geotrack's types, PLOVER's, and what its weak words need: objects,
    or doers."""

    name: str
    event_type: str
    sub_event_type: str
    plover: str
    objects: frozenset[str]
    noun_objects: frozenset[str]
    doers: frozenset[str]


class Listed(NamedTuple):
    """A form in a word list: the words behind its first one, and what it is.

    `name` is the class of the lexicon or the effect of status.toml; `part` is `verb`, `noun` or
    `phrase`; `tense` is that of forms.Form; `weak` and `broad` as the lexicon explains them.
    """

    rest: tuple[str, ...]
    name: str
    part: str
    tense: str
    weak: bool
    broad: bool = False


Index = dict[str, tuple[Listed, ...]]


@cache
def trigger_classes() -> dict[str, TriggerClass]:
    """The classes of lexicon.toml by name."""
    found = {}
    for name, told in _read("lexicon.toml").items():
        found[name] = TriggerClass(
            name,
            told.get("type", ""),
            told.get("sub_type", ""),
            told.get("plover", ""),
            _objects(told.get("objects", ())),
            _objects(told.get("noun_objects", ())),
            _objects(told.get("doers", ())),
        )
    return found


def _objects(entries: Iterable[str]) -> frozenset[str]:
    """Nouns in one and many; what stands for others ("@place") as it is."""
    return frozenset(
        " ".join(form.words)
        for entry in entries
        for form in ([Form((entry,), "")] if entry[0] == "@" else noun_forms(entry))
    )


@cache
def triggers_by_word() -> Index:
    """The forms of lexicon.toml by their first word, longest first, then as the file has them."""
    listed: dict[str, list[Listed]] = {}
    for name, told in _read("lexicon.toml").items():
        for broad in ("", "broad_"):
            for weak in ("", "weak_"):
                for part in ("verb", "noun"):
                    for entry in told.get(f"{broad}{weak}{part}s", ()):
                        _add(listed, Listed((), name, part, "", bool(weak), bool(broad)), entry)
    return _longest_first(listed)


@cache
def governors_by_word() -> Index:
    """The forms of status.toml by their first word, longest first."""
    listed: dict[str, list[Listed]] = {}
    for effect, told in _read("status.toml").items():
        for entry in told.get("verbs", ()):
            _add(listed, Listed((), effect, "verb", "", False), entry)
        for phrase in told.get("phrases", ()):
            first, *rest = phrase.split()
            listed.setdefault(first, []).append(Listed(tuple(rest), effect, "phrase", "", False))
        for word in told.get("infinitives", ()):
            listed.setdefault(word, []).append(Listed((), effect, "phrase", "infinitive", False))
    return _longest_first(listed)


def _add(listed: dict[str, list[Listed]], what: Listed, entry: str) -> None:
    for form in verb_forms(entry) if what.part == "verb" else noun_forms(entry):
        first, *rest = form.words
        listed.setdefault(first, []).append(what._replace(rest=tuple(rest), tense=form.tense))


def _longest_first(listed: dict[str, list[Listed]]) -> Index:
    return {
        word: tuple(sorted(some, key=lambda form: -len(form.rest))) for word, some in listed.items()
    }


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))
