"""Another's gazetteer in place of ours: entry points of the group `geotrack.gazetteers`.

An entry point is a function as `index.open_gazetteer`: the project's curated files and packs go
in, an object that answers `records.Gazetteer` comes out. It may open ours and ask beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.errors import GazetteerError
from geotrack.plugins import GAZETTEER, load_plugin

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer

_ANSWERS = (
    "look_up", "marks_of", "known_keys", "find_place", "names_of", "largest_settlements",
)  # fmt: skip

Maker = Callable[[Sequence[Path], Sequence[Path]], "Gazetteer"]


def gazetteer_maker(name: str) -> Maker:
    """The function of an installed plug-in, checked to make a gazetteer.

    Raises GazetteerError naming the plug-ins there are, or what is wrong with this one.
    """
    make = load_plugin(GAZETTEER, name)

    def made(curated: Sequence[Path], packs: Sequence[Path]) -> Gazetteer:
        gazetteer: Gazetteer = make(curated, packs)
        lacking = [a for a in _ANSWERS if not callable(getattr(gazetteer, a, None))]
        if lacking:
            raise GazetteerError(
                f"the gazetteer plug-in {name!r} answers no {lacking[0]}; "
                "see geotrack.gazetteer.records.Gazetteer"
            )
        try:
            hash(gazetteer)
        except TypeError:
            raise GazetteerError(
                f"the gazetteer plug-in {name!r} makes an object without a hash"
            ) from None
        return gazetteer

    return made
