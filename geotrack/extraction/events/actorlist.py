"""The actor list: who may act, by name, and the words groups are called by (actors.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from geotrack.extraction.events.tokens import tokenise


class ActorList(NamedTuple):
    """What actors.toml says, folded for looking up.

    `names` maps the first word of a name to its words and the actor meant; `demonyms` a word
    ("turkish") to its state, or to itself for a people without one; `groups` the first word of
    a group's name to all its words and their kind.
    """

    names: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    demonyms: dict[str, str]
    groups: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    titles: frozenset[str]


class Actor(NamedTuple):
    """Someone named in a sentence: tokens `start` to before `end`.

    `kind`: state, people, organisation (listed), body (by its name's last word), armed,
    political or civil (groups), person or name (a single word). `whose` is the state or people
    a group belongs to, or that a person holds an office.
    """

    start: int
    end: int
    name: str
    kind: str
    whose: str = ""


def read_actors(toml: str) -> ActorList:
    """The actor list written as actors.toml is.

    >>> own = read_actors('[organisations]\\n"Free Valley Army" = ["FVA"]')
    >>> own.names["fva"]
    ((('fva',), 'Free Valley Army', 'organisation'),)
    """
    told = tomllib.loads(toml)
    names: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    demonyms = {word.lower(): word for word in told.get("peoples", {}).get("names", ())}
    for kind, table in (("organisation", "organisations"), ("state", "states")):
        for name, aliases in told.get(table, {}).items():
            for alias in (name, *aliases):
                words = tuple(_parts(alias))
                names.setdefault(words[0], []).append((words, name, kind))
    for name, words_of in told.get("demonyms", {}).items():
        demonyms |= {" ".join(_parts(word)): name for word in words_of}
        for word in words_of:
            parts = tuple(_parts(word))
            names.setdefault(parts[0], []).append((parts, name, "people"))
    groups: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, entries in told.get("groups", {}).items():
        for entry in entries:
            parts = tuple(entry.split())
            groups.setdefault(parts[0], []).append((parts, kind))
    return ActorList(
        {word: tuple(sorted(some, key=_length)) for word, some in names.items()},
        demonyms,
        {word: tuple(sorted(some, key=_length)) for word, some in groups.items()},
        frozenset(told.get("titles", {}).get("words", ())),
    )


@cache
def default_actors() -> ActorList:
    """The actor list that comes with geotrack."""
    return read_actors((files(__package__) / "actors.toml").read_text("utf-8"))


def _length(entry: tuple[tuple[str, ...], *tuple[str, ...]]) -> int:
    return -len(entry[0])


def _parts(alias: str) -> list[str]:
    return tokenise(alias).words
