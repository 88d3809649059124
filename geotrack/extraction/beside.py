"""The wider places a text writes right after a name: "Alexandria, La.", "Zakho in Duhok province".

They are read from the text itself, so that they help whether or not they are mentions of their
own. An enumeration ("Texas, Arizona") looks the same; the geocoder weighs that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotrack.geocoding.features import find_parent

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer

# What may stand between a name and its parent: comma or bracket, "in" and its like, or the
# words of a definition ("is a small town in the south of").
_PART = r"(?:the\s+)?(?:(?:north|south|east|west|central)[\w-]*\s+(?:of\s+|part\s+of\s+)?)?"
_DEFINED = re.compile(
    rf"""\s*(?:\([^()]{{0,80}}\)\s*)?,?\s*(?:is|was)\s+(?:an?|the|one\s+of)\s[^.;:()]{{0,80}}?
        \b(?:in|of)\s+{_PART}(?=[A-ZÀ-ÖØ-ÞĀ-Ɏ])""",
    re.VERBOSE,
)
_LINK = re.compile(
    rf"""(?:['’]s)?\s*(?:[,،(]\s*|,?\s+(?:in|of|في|من|li|le\ li)\s+)
        {_PART}(?:(?:province|state|governorate|district|county|محافظة|ولاية|قضاء)\s+(?:of\s+)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_WORD, _GAP = re.compile(r"[^\W\d_][\w.'’‘ʿ-]*"), re.compile(r"[ \u00a0]")
_MOST_WORDS, _MOST_PARENTS = 4, 3


def parents_beside(text: str, end: int, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The names of wider places that follow the mention ending at `end`, at most three.

    Only divisions, countries and regions the gazetteer knows are parents; in a script with
    capitals they begin with one.
    """
    found: list[str] = []
    while len(found) < _MOST_PARENTS:
        parent, after = _linked(text, end, _LINK, gazetteer)
        if not parent and not found:
            parent, after = _linked(text, end, _DEFINED, gazetteer)
        if not parent:
            break
        found.append(parent)
        end = after
    return tuple(found)


def _linked(text: str, end: int, link: re.Pattern[str], gazetteer: Gazetteer) -> tuple[str, int]:
    """The wider place that `link` ties to what ends here, and where it ends; ("", end) if none."""
    linked = link.match(text, end)
    return _wide_name(text, linked.end(), gazetteer) if linked else ("", end)


def _wide_name(text: str, start: int, gazetteer: Gazetteer) -> tuple[str, int]:
    """The longest name of a wider place that begins here and where it ends, or ("", start)."""
    ends = []
    position = start
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, position)
        if not word or word[0][0].islower():
            break
        ends.append(word.end())
        gap = _GAP.match(text, word.end())
        if not gap:
            break
        position = gap.end()
    for end in reversed(ends):
        name = text[start:end]
        if name.endswith(".") and find_parent(name[:-1], gazetteer).places:
            # The full stop of the sentence.
            name = name[:-1]
        if find_parent(name, gazetteer).places:
            return name, end
    return "", start
