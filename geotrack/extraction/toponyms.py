"""Text -> the toponyms in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotrack.extraction.beside import parents_beside
from geotrack.extraction.found import Toponym
from geotrack.extraction.scan import context_mentions
from geotrack.gazetteer.names import fold_name
from geotrack.gazetteer.records import DEMONYM

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer


def find_toponyms(text: str, gazetteer: Gazetteer, language: str = "") -> list[Toponym]:
    """The toponyms of a text in their order, none overlapping another.

    `language` is a BCP 47 tag; empty: told from the script.
    """
    found: dict[int, Toponym] = {}
    for mention in context_mentions(text, (), gazetteer):
        marks = gazetteer.marks_of(fold_name(mention.name))
        kind = "demonym" if DEMONYM in marks.values() else "place"
        for match in re.finditer(rf"\b{re.escape(mention.name)}\b", text):
            start, end = match.span()
            parents = parents_beside(text, end, gazetteer)
            found[start] = Toponym(start, end, match[0], kind, "literal", parents)
    return [found[start] for start in sorted(found)]
