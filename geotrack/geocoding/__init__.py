"""Names in context -> ranked places, each with a score that means what it says, and its reasons."""

from geotrack.geocoding.context import Context, Neighbour, in_bounds
from geotrack.geocoding.nameparts import NameParts, split_name
from geotrack.geocoding.ranking import MIN_SCORE, Candidate, rank_places
from geotrack.geocoding.together import Mention, resolve_together

__all__ = [
    "MIN_SCORE",
    "Candidate",
    "Context",
    "Mention",
    "NameParts",
    "Neighbour",
    "in_bounds",
    "rank_places",
    "resolve_together",
    "split_name",
]
