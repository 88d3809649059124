"""What resolves names, ours or another's: entry points of the group `geotrack.resolvers`.

A resolver is a function as `together.resolve_together`: the mentions of one document (or the
single name of a table's cell), a gazetteer and the context go in; for each mention its candidates
come out, the likeliest first, each with a score that `min_score` is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from geotrack.geocoding.ranking import Candidate, rank_places
from geotrack.geocoding.together import Mention, resolve_together
from geotrack.plugins import RESOLVER, load_plugin

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer
    from geotrack.geocoding.context import Context

Resolver = Callable[[Sequence[Mention], "Gazetteer", "Context"], list[list[Candidate]]]
Ranker = Callable[[str, "Gazetteer", "Context"], list[Candidate]]


def resolver_named(name: str) -> Resolver:
    """The resolver of an installed plug-in; ours for an empty name.

    Raises GazetteerError where there is no such plug-in.
    """
    return load_plugin(RESOLVER, name) if name else resolve_together


def ranker_of(name: str) -> Ranker:
    """The same for the single names of a table."""
    if not name:
        return rank_places
    resolve = resolver_named(name)

    def rank(text: str, gazetteer: Gazetteer, context: Context) -> list[Candidate]:
        return resolve([Mention(text)], gazetteer, context)[0]

    return rank
