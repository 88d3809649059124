"""A place name taken apart: its head, the kind it names, and the parents written with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from geotrack.gazetteer.names import bare_name, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

# Generic words that name the kind of place, folded, before or after the head.
_KIND_WORDS: dict[str, tuple[str, ...]] = {
    "district": ("district", "qadha", "qada", "ilce", "ilcesi", "قضاء", "قضا", "قهزا", "county",
                 "co", "parish", "borough", "rayon", "raion", "منطقه", "مديريه", "معتمديه"),
    "subdistrict": ("subdistrict", "sub district", "nahiya", "nahiyah", "ناحیه"),
    "governorate": ("governorate", "province", "muhafaza", "ili", "محافظه", "پاریزگا", "پاریزگای",
                    "state", "oblast", "prefecture", "wilaya", "vilayet", "ولایه", "اماره",
                    "استان"),
    "mountain": ("mount", "mountain", "mountains", "mt", "jabal", "jebel", "cebel", "ciya",
                 "ciyaye", "dagi", "daglari", "ridge", "range", "جبل", "چیای"),
    "valley": ("valley", "vadisi", "wadi", "وادی"),
    "camp": ("camp", "kampi", "مخیم", "معسکر"),
    "base": ("base", "airbase", "military base", "قاعده"),
    "airport": ("airport", "international airport", "airfield", "havaalani", "مطار"),
    "village": ("village", "koyu", "gund", "gundi", "قریه", "بلده"),
    "city": ("city", "city of", "مدینه"),
    "town": ("town", "township"),
    "area": ("area", "region", "peninsula", "plain", "forest", "park", "national park"),
    "island": ("island", "islands", "isle", "adasi", "جزیره", "جزر"),
    "lake": ("lake", "reservoir", "golu", "بحیره"),
    "sea": ("sea", "ocean", "gulf", "bay", "بحر", "خلیج", "المحیط"),
    "desert": ("desert", "صحرا"),
    "river": ("river", "nahr", "creek", "nehri", "نهر"),
    "crossing": ("border crossing", "crossing", "border gate", "معبر"),
}  # fmt: skip
_WORD_KIND = {fold_name(word): kind for kind, listed in _KIND_WORDS.items() for word in listed}
# Kinds that a kind word also lets pass: people call a wide area many things.
ALIKE = {
    "mountain": {"area", "valley"},
    "area": {"mountain", "valley", "region", "island", "desert"},
    "valley": {"area", "river"},
    "base": {"camp", "site", "airport"},
    "airport": {"base", "site"},
    "camp": {"base", "site"},
    "city": {"town", "village"},
    "town": {"city", "village", "district"},
    "village": {"town"},
    "governorate": {"region"},
    "island": {"area"},
    "lake": {"river"},
    "sea": {"lake"},
    "river": {"valley", "lake"},
    "desert": {"area", "region"},
}
# Words written short before a name, folded, and what they stand for.
_WRITTEN_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "pt": "point",
                  "n": "north", "s": "south", "e": "east", "w": "west"}  # fmt: skip
# A part of a place: "northern Iraq" is in Iraq.
_PART_WORDS = frozenset(
    {"north", "northern", "south", "southern", "east", "eastern", "west", "western", "central",
     "northeast", "northeastern", "northwest", "northwestern", "southeast", "southeastern",
     "southwest", "southwestern", "upper", "lower", "greater", "downtown", "mid", "inner", "outer",
     "rural", "metro", "metropolitan", "mainland", "continental", "kuzey", "guney", "dogu", "bati",
     "شمال", "جنوب", "شرق", "غرب", "وسط"}
)  # fmt: skip
# Arabic prepositions and conjunctions written as one word with the name that follows.
_CONJUNCTIONS, _PREPOSITIONS = ("و", "ف"), ("ب", "ک", "ل")


class NameParts(NamedTuple):
    """A name taken apart: the head as written, the kind it names (or ""), its parents."""

    head: str
    kind: str
    parents: tuple[str, ...]


def split_name(text: str) -> NameParts:
    """Head, kind and parents of a place name as written.

    >>> split_name("Zakho district, Duhok")
    NameParts(head='Zakho', kind='district', parents=('Duhok',))
    >>> split_name("Mount Gara (Duhok)")
    NameParts(head='Gara', kind='mountain', parents=('Duhok',))
    """
    outside, _, bracket = text.partition("(")
    first, *rest = [part.strip() for part in outside.split(",")]
    rest += [part.strip(" )") for part in bracket.replace("(", ",").split(",")]
    head, kind = _strip_kind(first)
    parents = tuple(_strip_kind(part)[0] for part in rest if part.strip())
    return NameParts(head, kind, parents)


_OF = re.compile(r"^(?:the\s+)?(.+?)\s+of\s+(.+)$", re.IGNORECASE)


def _strip_kind(text: str) -> tuple[str, str]:
    """The name without a generic word at either end, and the kind that word names."""
    of = _OF.match(text)
    if of and fold_name(of[1]) in _WORD_KIND:
        return of[2], _WORD_KIND[fold_name(of[1])]
    parts = text.split()
    for size in (2, 1):
        if len(parts) > size:
            for part, rest in (
                (parts[-size:], parts[:-size]),
                (parts[:size], parts[size:]),
            ):
                kind = _WORD_KIND.get(fold_name(" ".join(part)))
                if kind:
                    return " ".join(rest), kind
    return text, ""


def is_written_short(head: str) -> bool:
    """Whether a name is written as abbreviations are: with a full stop, or in capitals.

    >>> is_written_short("Ala."), is_written_short("OR"), is_written_short("Or")
    (True, True, False)
    """
    return "." in head or (head.isupper() and len(head) <= 5)


def written_keys(name: str, parts: NameParts) -> list[tuple[str, str]]:
    """The keys to look up as (key, how it was made), the likeliest first, each key once.

    `whole`: as written; `head`: without the kind word; `bare`: without the article.

    >>> written_keys("Al-Gara mountain", split_name("Al-Gara mountain"))
    [('al gara mountain', 'whole'), ('al gara', 'head'), ('gara', 'bare')]
    """
    outside = name.partition("(")[0].partition(",")[0]
    head = fold_name(parts.head)
    made = ((fold_name(outside), "whole"), (head, "head"), (bare_name(head), "bare"))
    return _each_once(made)


def loosened_keys(parts: NameParts) -> list[tuple[str, str]]:
    """Keys to try where the written ones are unknown, in the form of `written_keys`.

    `expanded`: words written short in full, the possessive off; `part`: without the word that
    says which part of the place is meant; `clitic`: without an Arabic preposition.

    >>> loosened_keys(split_name("St. Louis")), loosened_keys(split_name("northern Iraq"))
    ([('saint louis', 'expanded')], [('iraq', 'part')])
    >>> loosened_keys(split_name("ببيروت"))
    [('بیروت', 'clitic')]
    """
    head = fold_name(re.sub(r"['’]s?$", "", parts.head))
    tokens = head.removeprefix("the ").split()
    full = [_WRITTEN_SHORT.get(token, token) for token in tokens[:-1]] + tokens[-1:]
    made = [(" ".join(full), "expanded")]
    if len(tokens) > 1 and tokens[0] in _PART_WORDS:
        made.append((" ".join(tokens[1:]), "part"))
    if len(tokens) > 1 and tokens[-1] in _PART_WORDS:
        made.append((" ".join(tokens[:-1]), "part"))
    made += [(key, "clitic") for key in without_clitics(head)]
    return [(key, how) for key, how in _each_once(made) if key != fold_name(parts.head)]


def without_clitics(head: str) -> list[str]:
    """An Arabic name without the conjunction, the preposition, the article joined to it."""
    if head.isascii():
        return []
    found = [head[1:]] if head[:1] in _CONJUNCTIONS else []
    for rest in (head, *found):
        if rest.startswith("لل"):
            found.append(rest[2:])
        elif rest[:1] in _PREPOSITIONS:
            found += [rest[1:], bare_name(rest[1:])]
    return [rest for rest in found if len(rest) > 2]


def _each_once(made: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    for key, how in made:
        if key:
            first.setdefault(key, how)
    return list(first.items())
