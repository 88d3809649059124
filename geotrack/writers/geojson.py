"""GeoJSON (RFC 7946): one feature a location; geometry null where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.style import json_text
from geotrack.tables import Tables, records
from geotrack.writers.rows import nested_features

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.schema import Presentation


def write_events_geojson(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One feature a location with its event's columns, event_id and n_locations.

    An event without any place is one feature with a null geometry. One feature a line, so that
    a change shows as one line. `sources` are the reports that tell of it, `source` and
    `source_url` the same as plain text for programs that show no lists, `quotes` their words.
    """
    joined = nested_features(tables, presentation.language, presentation.publish)
    with path.open("w", encoding="utf-8", newline="") as file:
        head = json_text({"type": "FeatureCollection", "metadata": facts_of(presentation)})
        file.write(head[:-1] + ',"features":[')
        for i, row in enumerate(records(joined)):
            file.write((",\n" if i else "\n") + json_text(feature_of(row)))
        file.write("\n]}\n")


def write_events_geojsonl(tables: Tables, path: Path, presentation: Presentation) -> None:
    """The same features, one a line and nothing else (newline-delimited GeoJSON).

    A marking stands on every feature, for there is no other place for it.
    """
    joined = nested_features(tables, presentation.language, presentation.publish)
    marked = {"marking": presentation.marking} if presentation.marking else {}
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in records(joined):
            file.write(json_text(feature_of(row) | marked) + "\n")


def facts_of(presentation: Presentation) -> dict[str, Any]:
    """What a file says of itself: title, day, marking and licence lines."""
    return {"title": presentation.title, "as_of": presentation.as_of,
            "marking": presentation.marking, "credits": list(presentation.credits)}  # fmt: skip


def feature_of(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `nested_features` as a GeoJSON feature; its coordinates become the geometry."""
    longitude, latitude = row.pop("longitude"), row.pop("latitude")
    placed = not pd.isna(longitude) and not pd.isna(latitude)
    point = {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]}
    properties = {str(name): plain_value(value) for name, value in row.items()}
    identity = {"id": properties["location_id"] or properties["event_id"]}
    geometry = point if placed else None
    return {"type": "Feature", **identity, "geometry": geometry, "properties": properties}


def plain_value(value: Any) -> Any:
    """A cell as JSON holds it: unknown is null, whole numbers are whole.

    >>> plain_value(5.0), plain_value(float("nan")), plain_value("")
    (5, None, None)
    """
    if isinstance(value, str):
        return value or None
    if isinstance(value, list):
        return [plain_value(part) for part in value]
    if isinstance(value, dict):
        return {name: plain_value(part) for name, part in value.items()}
    if pd.isna(value):
        return None
    number = float(value)
    return int(number) if number.is_integer() else round(number, 6)
