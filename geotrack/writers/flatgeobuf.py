"""FlatGeobuf: one feature a location."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from geotrack.writers.ogr import fixed_clock, point_wkb, write_layer
from geotrack.writers.rows import FEATURE_COLUMNS, all_columns, flat_features

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

_log = logging.getLogger(__name__)


def write_events_fgb(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One feature a location; its geometry is null where there is none.

    The spatial index, by which parts are fetched over the web, cannot hold a feature without a
    place: it is written only where every row has one.
    """
    rows = flat_features(tables, presentation.language, presentation.publish)
    points = point_wkb(rows)
    bare = sum(point is None for point in points)
    if bare:
        _log.info("%s: no spatial index, which %d rows without a place forbid", path.name, bare)
    about = {"TITLE": presentation.title, "DESCRIPTION": presentation.marking,
             "SPATIAL_INDEX": "NO" if bare else "YES"}  # fmt: skip
    with fixed_clock(presentation):
        write_layer(
            path, "FlatGeobuf", "events", all_columns(FEATURE_COLUMNS, rows), rows,
            ("Point", points), days=False,
            layer_options={name: text for name, text in about.items() if text},
        )  # fmt: skip
