"""Given spans of a text -> the places they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.beside import parents_beside
from geotrack.extraction.scan import context_mentions
from geotrack.geocoding.context import Context
from geotrack.geocoding.together import Mention, resolve_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.gazetteer.records import Gazetteer
    from geotrack.geocoding.ranking import Candidate


def mentions_of(text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> list[Mention]:
    """The spans as mentions, in their order, then the text's other names as evidence."""
    asked = [Mention(text[start:end], parents_beside(text, end, gazetteer)) for start, end in spans]
    return asked + context_mentions(text, spans, gazetteer)


def resolve_given(
    text: str,
    spans: Sequence[tuple[int, int]],
    gazetteer: Gazetteer,
    context: Context = Context(),  # noqa: B008
) -> list[list[Candidate]]:
    """For each span (start, end; code points, end exclusive) its ranked candidates."""
    return resolve_together(mentions_of(text, spans, gazetteer), gazetteer, context)[: len(spans)]
