"""Linked Places 1.2 (JSON-LD that is GeoJSON too): one feature a location, dated by its event."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geotrack.edtf import parse_edtf
from geotrack.style import json_text
from geotrack.tables import records
from geotrack.writers.geojson import facts_of, plain_value
from geotrack.writers.rows import FEATURE_COLUMNS, all_columns, flat_features

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.schema import Column, Presentation
    from geotrack.tables import Tables

_log = logging.getLogger(__name__)

CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
# How sure a spot is, in the format's three words.
_CERTAINTY = {"exact": "certain", "town": "certain", "area": "less-certain",
              "admin2": "less-certain"}  # fmt: skip
_IDENTIFIERS = {
    "gn": "https://www.geonames.org/{}",
    "wof": "https://spelunker.whosonfirst.org/id/{}",
}


def write_linked_places(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One feature a location: the place as named, when its event was, links to gazetteers.

    A day within bounds has `earliest` and `latest`; what lasted has a start and an end. A feature
    is a place with a name: events that name none are left out and counted in a warning. Columns
    of ours stand under `properties`. Source: LinkedPasts, Linked Places format v1.2.
    """
    rows = flat_features(tables, presentation.language, presentation.publish)
    named = (rows["name"] != "") | (rows["place_name"] != "")
    if not named.all():
        number = int((~named).sum())
        _log.warning("%s: %d events that name no place are left out", path.name, number)
    rows = rows[named]
    columns = all_columns(FEATURE_COLUMNS, rows)
    head = {"type": "FeatureCollection", "@context": CONTEXT, "metadata": facts_of(presentation)}
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(json_text(head)[:-1] + ',"features":[')
        for number, row in enumerate(records(rows)):
            file.write((",\n" if number else "\n") + json_text(_feature(row, columns)))
        file.write("\n]}\n")


def _feature(row: dict[str, Any], columns: tuple[Column, ...]) -> dict[str, Any]:
    title = row["place_name"] or row["name"]
    own = {
        column.name: value
        for column in columns
        if column.unit != "degree" and (value := plain_value(row[column.name])) is not None
    }
    properties: dict[str, Any] = {
        "title": title,
        "ccodes": [row["country"]] if row["country"] else [],
    }
    # The place is what is titled here; the event keeps its own title beside it.
    properties |= {
        ("event_title" if name == "title" else name): value for name, value in own.items()
    }
    names = [{"toponym": name, "citations": [_citation(row)]}
             for name in dict.fromkeys((row["name"], row["place_name"])) if name]  # fmt: skip
    feature: dict[str, Any] = {
        "@id": f"urn:geotrack:{quote(row['location_id'] or row['event_id'], safe='')}",
        "type": "Feature",
        "properties": properties,
        "names": names,
        "geometry": {"type": "GeometryCollection", "geometries": _geometries(row)},
    }
    if when := _when(row):
        feature["when"] = when
    source, _, number = row["place_id"].partition(":")
    if source in _IDENTIFIERS:
        link = _IDENTIFIERS[source].format(quote(number, safe=""))
        feature["links"] = [{"type": "closeMatch", "identifier": link}]
    if row["notes"]:
        feature["descriptions"] = [{"value": row["notes"]}]
    return feature


def _citation(row: dict[str, Any]) -> dict[str, str]:
    url = row["source_url"].partition(" ")[0]
    label = row["source"] or row["sources"] or row["event_id"]
    return {"label": label, "@id": url} if url else {"label": label}


def _geometries(row: dict[str, Any]) -> list[dict[str, Any]]:
    longitude, latitude = row["longitude"], row["latitude"]
    if math.isnan(longitude) or math.isnan(latitude):
        return []
    certainty = _CERTAINTY.get(row["geo_precision"], "uncertain")
    return [{"type": "Point", "coordinates": [longitude, latitude], "certainty": certainty}]


def _when(row: dict[str, Any]) -> dict[str, Any]:
    """One time span in the format's own words, labelled with the EDTF date.

    What is open stays open: a start or end that nobody knows gets no day.
    """
    if not row["date"]:
        return {}
    span = parse_edtf(row["date"])
    days = [day.isoformat() if day else "" for day in (span.first, span.last)]
    if row["date_kind"] == "day":
        times = {"start": {"in": days[0]}}
    elif row["date_kind"] == "within":
        bounds = {name: day for name, day in zip(("earliest", "latest"), days, strict=True) if day}
        times = {"start": bounds, "end": bounds}
    else:
        first, _, last = row["date"].partition("/")
        begun = {"in": first} if days[0] else {"latest": days[1]}
        # Of what goes on, only that it had not ended on the day the data speak for.
        ended = {"in": last} if days[1] else {"earliest": row["date_end"]}
        times = {"start": begun, "end": ended}
    return {"timespans": [times], "label": row["date"]}
