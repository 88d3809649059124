"""Given spans of a text -> mentions, with what the text says beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.beside import parents_beside
from geotrack.extraction.scan import context_mentions
from geotrack.geocoding.together import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.gazetteer.records import Gazetteer


def mentions_of(text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> list[Mention]:
    """The spans as mentions, in their order, then the text's other names as evidence."""
    asked = [Mention(text[start:end], parents_beside(text, end, gazetteer)) for start, end in spans]
    return asked + context_mentions(text, spans, gazetteer)
