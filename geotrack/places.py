"""The places a project uses: those its figures count, and the records renderers draw and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from geotrack.geocoding import MIN_SCORE, Context, rank_places
from geotrack.schema import TABLES
from geotrack.tables import conform

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place


def resolve_figures(
    figures: pd.DataFrame, gazetteer: Gazetteer, context: Context, min_score: float = MIN_SCORE
) -> pd.DataFrame:
    """Figures with the ids of the places they count jointly; a name not surely found has none.

    A figure whose places are not all found gets no ids at all: half a sum is a wrong sum.
    Ids that the table gives are kept, all or none.
    """
    ids = []
    known_cells: dict[str, str] = {}
    for cell, given in zip(figures["places"], figures["place_ids"], strict=True):
        listed = [place_id.strip() for place_id in given.split(";") if place_id.strip()]
        if listed:
            known = all(gazetteer.find_place(place_id) for place_id in listed)
            ids.append(";".join(listed) if known else "")
            continue
        if cell not in known_cells:
            names = [name.strip() for name in cell.split(";") if name.strip()]
            best = [rank_places(name, gazetteer, context)[:1] for name in names]
            found = [c[0].place.place_id for c in best if c and c[0].score >= min_score]
            known_cells[cell] = ";".join(found) if len(found) == len(names) else ""
        ids.append(known_cells[cell])
    return figures.assign(place_ids=ids)


def used_places(
    place_ids: Iterable[str], gazetteer: Gazetteer, areas: Mapping[str, str]
) -> pd.DataFrame:
    """The places table for the ids in use, with outline and the name in the local script."""
    fields = {c.name for c in TABLES["places"]}
    rows = []
    for place_id in sorted(set(place_ids)):
        place = gazetteer.find_place(place_id)
        if place is not None:
            row = {k: v for k, v in place._asdict().items() if k in fields}
            row["population"] = place.population or None
            row["area"] = areas.get(place_id, "")
            row["area_kind"] = "outline" if row["area"] else ""
            row["name_local"] = local_name(place, gazetteer)
            rows.append(row)
    return conform("places", pd.DataFrame(rows, columns=pd.Index(sorted(fields))))


# Which tagged name stands on a map below the Latin one, the first that is attested.
_LOCAL_LANGUAGES = {"IQ": ("ckb", "ar"), "TR": ("tr",), "SY": ("ar",), "IR": ("fa", "ckb")}
_KURDISTAN = ("Duhok", "Erbil", "Sulaymaniyah", "Halabja")


def local_name(place: Place, gazetteer: Gazetteer) -> str:
    """The attested name in the script of the place's country; empty where none is tagged."""
    languages = _LOCAL_LANGUAGES.get(place.country, ())
    if place.country == "IQ" and place.admin1 not in _KURDISTAN:
        languages = ("ar",)
    names = gazetteer.names_of(place.place_id)
    for language in languages:
        for name in names:
            if name.lang.split("-")[0] == language and name.name != place.name:
                return name.name
    return ""
