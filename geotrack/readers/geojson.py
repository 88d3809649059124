"""GeoJSON: one row a feature, its properties the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.columns import fold_header
from geotrack.errors import InputError
from geotrack.readers.linkedplaces import is_linked_places, linked_place
from geotrack.readers.raw import Note, RawTable, raw_of_records, value_text
from geotrack.readers.shapes import Reproject, circle_about, reprojection, shape_notes

if TYPE_CHECKING:
    from collections.abc import Mapping


def features_table(data: Mapping[str, Any], file: str, notes: tuple[Note, ...] = ()) -> RawTable:
    """The features of a GeoJSON FeatureCollection.

    Points become longitude and latitude, null stays empty. A line or polygon becomes the circle
    around it, as an area and with a note: never a pin. Coordinates of another reference system
    than WGS 84 (the `crs` of GeoJSON 2008) are reprojected. Raises InputError for anything that
    is no FeatureCollection, or whose coordinates are no degrees.
    """
    features = data.get("features")
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise InputError(f"{file} is not a GeoJSON FeatureCollection")
    turn = reprojection(_crs_name(data), file)
    linked = is_linked_places(data)
    records, kinds = [], []
    for i, feature in enumerate(features, 1):
        where = f"{file} feature {i}"
        record = linked_place(feature, where) if linked else _properties(feature, where)
        spot, kind = _spot(feature.get("geometry"), where, turn)
        kinds.append(kind)
        records.append(record | spot)
    return raw_of_records(records, file, (*notes, *shape_notes(kinds)))


def _crs_name(data: Mapping[str, Any]) -> str:
    crs = data.get("crs")
    told = crs.get("properties") if isinstance(crs, dict) else None
    return str(told.get("name") or "") if isinstance(told, dict) else ""


def _properties(feature: Mapping[str, Any], where: str) -> dict[str, str]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise InputError(f"{where}: its properties are not an object")
    record = {str(name): value_text(value) for name, value in properties.items()}
    named = {fold_header(name) for name in record}
    if feature.get("id") not in (None, "") and not named & {"id", "event_id", "eventid"}:
        record["id"] = value_text(feature["id"])
    return record


def _spot(geometry: Any, where: str, turn: Reproject | None) -> tuple[dict[str, str], str]:
    """Longitude and latitude of a geometry, with the radius of what is no point; its kind."""
    if geometry is None:
        return {}, ""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "Point" and turn is None:
        try:
            longitude, latitude = geometry["coordinates"][:2]
        except (TypeError, KeyError, ValueError):
            if geometry.get("coordinates") == []:
                return {}, ""
            raise InputError(f"{where}: its geometry is broken") from None
        return {"longitude": value_text(longitude), "latitude": value_text(latitude)}, ""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        found = shape(geometry)
    except (ShapelyError, TypeError, KeyError, ValueError, AttributeError, RecursionError):
        raise InputError(f"{where}: its geometry is broken") from None
    return circle_about(found, turn)
