"""What the gazetteer tells of a name, in few words: of what kind, how large, how many."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geotrack.gazetteer.records import ABBREVIATION, DEMONYM

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer

# Kinds from the widest to the smallest; the widest place of a name is the likeliest meant.
_RANK = ("continent", "country", "region", "governorate", "district", "sea", "river")
_SIZES = (1, 1_000, 10_000, 100_000, 1_000_000)
_COUNTS = (1, 2, 5, 20)
_FAME = (2, 5, 15, 40)
# The countries of a name that more places bear tell nothing.
_MOST_PLACES = 48


class Facts(NamedTuple):
    """What a key's places are like together: `signs` as features, `countries` they lie in,
    `divisions` as country and admin1, `wide` whether one is a country or a first-level division
    and which, `curated` whether a project's own gazetteer has one."""

    signs: tuple[str, ...] = ()
    mark: str = ""
    countries: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    curated: bool = False


@lru_cache(maxsize=50_000)
def facts_of(key: str, gazetteer: Gazetteer) -> Facts:
    """The facts of a key; empty where no place is filed under it."""
    places = gazetteer.look_up(key)
    if not places:
        return Facts()
    marks = gazetteer.marks_of(key)
    plain = [p for p in places if p.place_id not in marks]
    mark = "" if plain else (DEMONYM if DEMONYM in marks.values() else ABBREVIATION)
    if plain and marks:
        mark = f"also {next(iter(marks.values()))}"
    of = plain or places
    kinds = {p.kind for p in of}
    kind = next((k for k in _RANK if k in kinds), "settlement" if kinds & _SETTLED else "other")
    signs = (
        f"kind {kind}",
        f"size {_bucket(max(p.population for p in of), _SIZES)}",
        f"places {_bucket(len(of), _COUNTS)}",
        f"fame {_bucket(max(p.n_names for p in of), _FAME)}",
    )
    countries = frozenset(p.country for p in of) if len(of) <= _MOST_PLACES else frozenset()
    divisions = frozenset(f"{p.country} {p.admin1}" for p in of)
    wide = frozenset(
        p.country if p.kind == "country" else f"{p.country} {p.admin1 or p.name}"
        for p in of
        if p.kind in ("country", "governorate")
    )
    curated = any(p.curated for p in plain)
    return Facts((*signs, f"{signs[0]} {signs[1]}"), mark, countries, divisions, wide, curated)


_SETTLED = {"city", "town", "village"}


def _bucket(value: float, bounds: tuple[int, ...]) -> int:
    return sum(value >= bound for bound in bounds)
