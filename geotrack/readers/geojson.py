"""GeoJSON feature collections: one row a feature, its properties the columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.readers.encoding import decode_text
from geotrack.readers.raw import RawTable, make_raw, read_bytes

if TYPE_CHECKING:
    from pathlib import Path


def read_geojson_table(path: Path, *, file: str = "") -> RawTable:
    """The features of a GeoJSON file; points become longitude and latitude, null stays empty.

    Lines and polygons are refused with an InputError: geotrack's events stand at points, areas
    belong into the gazetteer.
    """
    file = file or path.name
    decoded = decode_text(read_bytes(path, file), file)
    try:
        data = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{file} is not JSON: {error}") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise InputError(f"{file} is not a GeoJSON FeatureCollection")
    records = [_record(feature, f"{file} feature {i}") for i, feature in enumerate(features, 1)]
    headers = list(dict.fromkeys(name for record in records for name in record))
    lines = [[record.get(name, "") for name in headers] for record in records]
    return make_raw(headers, lines, list(range(1, len(lines) + 1)), file, decoded.notes)


def _record(feature: dict[str, Any], where: str) -> dict[str, str]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise InputError(f"{where}: its properties are not an object")
    record = {str(name): _text(value) for name, value in properties.items()}
    quotes = properties.get("quotes")
    if isinstance(quotes, list):
        # As geotrack writes them; a table has them in one cell.
        record["quote"] = " / ".join(quote for quote in quotes if isinstance(quote, str))
    geometry = feature.get("geometry")
    if geometry is None:
        return record
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if isinstance(kind, str) and kind != "Point":
        raise InputError(f"{where} is a {kind}; events stand at points")
    try:
        longitude, latitude = geometry["coordinates"][:2]
    except (TypeError, KeyError, ValueError):
        raise InputError(f"{where}: its geometry is broken") from None
    return record | {"longitude": _text(longitude), "latitude": _text(latitude)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
