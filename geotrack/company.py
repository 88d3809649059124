"""What reports say beside an event: the places they tell of, and its figures told again."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geotrack.gazetteer.names import fold_name
from geotrack.geocoding.context import Neighbour
from geotrack.spots import SURE
from geotrack.tables import records, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from geotrack.gazetteer.records import Gazetteer, Place


def without_repeats(figures: pd.DataFrame, extracted: pd.DataFrame) -> pd.DataFrame:
    """The figures without those found in reports that say of their event what another says already:
    the same values of a thing of like name. The accounts still tell who said it."""
    # Only what has the same event and values as another can be a repeat of it.
    alike = figures[figures.duplicated(["event_id", "value_low", "value_high"], keep=False)]
    alike = alike[alike["event_id"] != ""]
    alike = alike.assign(found=alike["figure_id"].isin(extracted["figure_id"])).sort_values(
        ["found", "figure_id"], kind="stable"
    )
    told: dict[tuple[str, float, str], list[set[str]]] = {}
    gone = []
    for row in records(alike):
        names = {fold_name(word)[:4] for word in f"{row['what']} {row['unit']}".split()}
        known = told.setdefault((row["event_id"], row["value_low"], str(row["value_high"])), [])
        if row["found"] and any(names & other for other in known):
            gone.append(row["figure_id"])
        known.append(names)
    return figures[~figures["figure_id"].isin(gone)].reset_index(drop=True)


# Of the places that the reports of an event surely name so many, the most often named, speak for
# its own, with this weight each.
_MOST_COMPANY, _COMPANY_WEIGHT = 12, 0.5


def company_of(
    accounts: pd.DataFrame, mentions: pd.DataFrame, gazetteer: Gazetteer
) -> dict[str, tuple[Neighbour, ...]]:
    """For each event the places that its reports surely tell of, countries left out.

    A name in one event is read in the company of its whole report, as a reader does.
    """
    find = lru_cache(maxsize=None)(gazetteer.find_place)
    places = mentions[(mentions["kind"] == "place") & (mentions["score"] >= SURE)]
    reports = pd.Index(places["report_id"].unique())
    by_report = np.argsort(reports.get_indexer(pd.Index(places["report_id"])), kind="stable")
    ordered = places[["report_id", "value"]].iloc[by_report]
    pairs = zip(values_of(ordered["report_id"]), values_of(ordered["value"]), strict=True)
    around = {}
    beside: dict[tuple[str, ...], tuple[Neighbour, ...]] = {}
    for report_id, lines in groupby(pairs, key=itemgetter(0)):
        counted = Counter(place_id for _, place_id in lines if place_id)
        ranked = tuple(sorted(counted, key=lambda place_id: (-counted[place_id], place_id)))
        if ranked not in beside:
            beside[ranked] = _neighbours(ranked, find)
        around[report_id] = beside[ranked]
    company: dict[str, tuple[Neighbour, ...]] = {}
    told = zip(values_of(accounts["event_id"]), values_of(accounts["report_id"]), strict=True)
    for event_id, report_id in told:
        if report_id in around:
            company.setdefault(event_id, around[report_id])
    return company


def _neighbours(
    place_ids: Iterable[str], find: Callable[[str], Place | None]
) -> tuple[Neighbour, ...]:
    found = map(find, place_ids)
    kept = [place for place in found if place and place.kind != "country"][:_MOST_COMPANY]
    return tuple(Neighbour(place, _COMPANY_WEIGHT) for place in kept)
