"""PMTiles: the drawn locations as vector tiles in one file, for maps of more than a page holds."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geotrack.summary import counts
from geotrack.writers.tiling.archive import write_archive
from geotrack.writers.tiling.marks import BITS, Bins, marks_of, time_bins
from geotrack.writers.tiling.pyramid import MOST_EVENTS, count_tiles, event_tiles, make_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from geotrack.schema import Presentation
    from geotrack.tables import Tables
    from geotrack.writers.tiling.pyramid import Keyed


class Tiled(NamedTuple):
    """What the tiles tell of as a whole: the periods of their windows, and summary.counts."""

    bins: Bins
    counts: Mapping[str, int]


def write_pmtiles(tables: Tables, path: Path, presentation: Presentation) -> None:
    """Vector tiles of all drawn locations: layer `events` where there is room for each, layer
    `counts` where there is not (see tiling/pyramid.py). Raises OutputError where nothing is drawn.
    """
    events = tables["events"]
    bins = bins_of(events["date_start"], events["date_end"])
    marks = marks_of(tables, bins)
    order = np.lexsort(
        (
            np.array([str(p["id"]) + str(p.get("place", "")) for p in marks.properties]),
            marks.numbers["key"].to_numpy(),
        )
    )
    numbers = marks.numbers.iloc[order].reset_index(drop=True)
    triples = zip(*(numbers[c].tolist() for c in ("key", "x", "y")), strict=True)
    keyed = ((*t, marks.properties[i]) for t, i in zip(triples, order.tolist(), strict=True))
    write_tiles(path, numbers, keyed, Tiled(bins, counts(tables)), presentation)


def bins_of(start: pd.Series, end: pd.Series) -> Bins:
    """The periods of all dates, from their first to their last possible days."""
    days = [day for column in (start, end) for day in column.unique() if day]
    return time_bins(min(days, default=""), max(days, default=""))


def write_tiles(
    path: Path,
    numbers: pd.DataFrame,
    keyed: Iterable[Keyed],
    tiled: Tiled,
    presentation: Presentation,
) -> None:
    """Write the tiles of marks; both `numbers` and `keyed` come sorted by key."""
    plan = make_plan(numbers["key"].to_numpy())
    tiles = chain(count_tiles(numbers, plan), event_tiles(keyed, plan))
    metadata = _metadata(tiled, presentation, plan.last)
    write_archive(path, tiles, plan.last, _bounds(numbers), metadata)


def _bounds(numbers: pd.DataFrame) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees, of marks on the square of Web Mercator."""
    if numbers.empty:
        return (-180.0, -85.0, 180.0, 85.0)
    side = 2.0**BITS
    west, east = (float(e) / side * 360 - 180 for e in (numbers["x"].min(), numbers["x"].max()))
    north, south = (
        float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * float(e) / side)))))
        for e in (numbers["y"].min(), numbers["y"].max())
    )
    return west, south, east, north


# What the properties are, as TileJSON lists them.
_EVENT_FIELDS = {"id": "String", "title": "String", "type": "String", "status": "String",
                 "date": "String", "place": "String", "precision": "String",
                 "radius_km": "Number", "s": "Number", "e": "Number"}  # fmt: skip
_COUNT_FIELDS = {"n": "Number", "occurred": "Number", "rough": "Number", "undated": "Number",
                 "s": "String", "e": "String"}  # fmt: skip


def _metadata(tiled: Tiled, presentation: Presentation, last_zoom: int) -> dict[str, Any]:
    layers = (("events", _EVENT_FIELDS), ("counts", _COUNT_FIELDS))
    return {
        "name": presentation.title or presentation.name,
        "description": f"Events up to {presentation.as_of}" if presentation.as_of else "Events",
        "attribution": " · ".join(presentation.credits),
        "type": "overlay",
        "format": "pbf",
        "vector_layers": [
            {"id": name, "fields": fields, "minzoom": 0, "maxzoom": last_zoom}
            for name, fields in layers
        ],
        "geotrack": {
            "version": 1,
            "periods": tiled.bins.names(),
            "counts": dict(tiled.counts),
            "most_events": MOST_EVENTS,
            "as_of": presentation.as_of,
            "marking": presentation.marking,
        },
    }
