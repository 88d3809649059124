"""What a gazetteer holds, places and their names, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """A record of the gazetteer; `curated` is True for hand-checked ones.

    Coordinates are WGS 84 degrees; the true spot lies within `radius_km`. `n_names` tells how
    many names an index holds for it: famous places have many.
    """

    place_id: str
    name: str
    kind: str
    longitude: float
    latitude: float
    radius_km: float
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    source: str = ""
    confidence: str = ""
    same_as: str = ""
    curated: bool = False
    n_names: int = 0


class PlaceName(NamedTuple):
    """One name of a place, its BCP 47 tag (`und` where unknown) and who attests it."""

    name: str
    lang: str = "und"
    source: str = ""


# Sources of names that are no plain names of their place: who or what belongs to it ("Iraqi"), and
# short forms that are written as such and otherwise common words ("Ore.", "IN").
DEMONYM, ABBREVIATION = "demonym", "abbreviation"
MARKS = (DEMONYM, ABBREVIATION)

Records = Iterable[tuple[Place, Sequence[PlaceName]]]


class Gazetteer(Protocol):
    """What geocoding asks of a gazetteer; `Index` answers from SQLite, others may plug in theirs.

    Keys are names folded by `names.fold_name`. Every answer depends on the question alone, and
    the object is hashable, for answers are remembered by it.
    """

    def __hash__(self) -> int: ...

    def look_up(self, folded: str) -> list[Place]:
        """Every place filed under this key, in the order of place_id; one record an id."""

    def marks_of(self, folded: str) -> dict[str, str]:
        """By place_id the mark of each place that has this key by marked names only."""

    def known_keys(self, keys: Collection[str]) -> list[str]:
        """Those of the keys that a place is filed under, sorted."""

    def find_place(self, place_id: str) -> Place | None:
        """The record of an id, None where there is none."""

    def names_of(self, place_id: str) -> list[PlaceName]:
        """All names of a place as its sources write them, each once."""

    def largest_settlements(
        self, bounds: tuple[float, float, float, float], most: int
    ) -> list[Place]:
        """The settlements with most inhabitants within (west, south, east, north), largest first.

        West greater than east crosses the antimeridian.
        """
