"""GeoJSON (RFC 7946): one feature a location; geometry null where there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.summary import event_rows, event_sources
from geotrack.tables import Tables, own_cells, published, records
from geotrack.writers.csv import in_event_order, source_names, source_urls

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.schema import Presentation


def write_events_geojson(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One feature a location with its event's columns, event_id and n_locations.

    An event without any place is one feature with a null geometry. One feature a line, so that
    a change shows as one line. `sources` are the reports that tell of it, `source` and
    `source_url` the same as plain text for programs that show no lists, `quotes` their words.
    """
    locations = in_event_order(tables)
    rows = event_rows(tables, presentation.language)
    told = event_sources(tables)
    sources = rows["event_id"].map(lambda event_id: told.get(event_id, []))
    events = published("events", rows).assign(
        n_locations=rows["event_id"].map(locations["event_id"].value_counts()).fillna(0),
        source=sources.map(source_names),
        source_url=sources.map(source_urls),
        sources=sources,
        quotes=rows["quotes"],
        **own_cells(rows, presentation.publish),
    )
    joined = events.merge(published("locations", locations), on="event_id", how="left")
    facts = {"title": presentation.title, "as_of": presentation.as_of,
             "marking": presentation.marking, "credits": list(presentation.credits)}  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        head = _json({"type": "FeatureCollection", "metadata": facts})
        file.write(head[:-1] + ',"features":[')
        for i, row in enumerate(records(joined)):
            file.write((",\n" if i else "\n") + _json(_feature(row)))
        file.write("\n]}\n")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
