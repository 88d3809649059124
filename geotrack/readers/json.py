"""JSON: GeoJSON, Linked Places, answers of APIs (ACLED's), TimelineJS, timemap; JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.readers.encoding import decode_text
from geotrack.readers.geojson import features_table
from geotrack.readers.raw import RawTable, raw_of_records, read_bytes, value_text

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.readers.raw import Note

# Where APIs and programs keep the rows.
_LISTS = ("data", "events", "results", "records", "items")


def read_json_table(path: Path, *, file: str = "") -> RawTable:
    """The table of a JSON file: features, or a list of objects, one row each.

    The list may stand alone, one object a line, under `data`, `events` or `results`, or as an
    object of objects; nested values become JSON text. Raises InputError, saying what was seen,
    for anything else.
    """
    file = file or path.name
    decoded = decode_text(read_bytes(path, file), file, what="JSON")
    data = _parsed(decoded.text, file)
    # One line of GeoJSON lines is a feature alone.
    data = [data] if _is_feature(data) else data
    if isinstance(data, dict) and ("features" in data or data.get("type") == "FeatureCollection"):
        return features_table(data, file, decoded.notes)
    if isinstance(data, list) and data and all(_is_feature(one) for one in data):
        return features_table({"features": data}, file, decoded.notes)
    return _objects_table(data, file, decoded.notes)


def _parsed(text: str, file: str) -> Any:
    """The file's value; a list where each line holds one."""
    try:
        return json.loads(text)
    except RecursionError:
        raise InputError(f"{file} is not JSON: it nests too deeply") from None
    except ValueError as error:
        if "Extra data" not in str(error) and not text.startswith("\x1e"):
            raise InputError(f"{file} is not JSON: {error}") from None
    values = []
    # A record separator stands before each text of a GeoJSON sequence (RFC 8142).
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip(" \t\r\x1e"):
            try:
                values.append(json.loads(line.strip(" \t\r\x1e")))
            except (ValueError, RecursionError) as error:
                raise InputError(f"{file} line {number} is not JSON: {error}") from None
    return values


def _is_feature(value: Any) -> bool:
    told = isinstance(value, dict) and value.get("type") == "Feature"
    return told and ("properties" in value or "geometry" in value)


def _objects_table(data: Any, file: str, notes: tuple[Note, ...]) -> RawTable:
    objects = _objects(data, file)
    if any(isinstance(one.get("start_date"), dict) for one in objects):
        objects = [_timeline_slide(one) for one in objects]
    records = [{str(name): value_text(v) for name, v in one.items()} for one in objects]
    return raw_of_records(records, file, notes)


def _objects(data: Any, file: str) -> list[dict[str, Any]]:
    if isinstance(data, dict):
        listed = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), None)
        if listed is None and data and all(isinstance(value, dict) for value in data.values()):
            # timemap's sources: an object of objects, by id.
            listed = [{"id": key} | value for key, value in data.items()]
        if listed is None:
            keys = ", ".join(repr(str(key)[:40]) for key in list(data)[:8])
            raise InputError(
                f"{file} holds no list of events: neither features nor {', '.join(_LISTS)}; "
                f"it has {keys or 'nothing'}"
            )
        data = listed
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise InputError(f"{file} is not a list of objects, one an event")
    if not data:
        raise InputError(f"{file} holds no events: its list is empty")
    return data


def _timeline_slide(slide: dict[str, Any]) -> dict[str, Any]:
    """A slide of TimelineJS's JSON with the headers of its spreadsheet."""

    def part(name: str) -> dict[str, Any]:
        told = slide.get(name)
        return told if isinstance(told, dict) else {}

    ends = {"": part("start_date"), "End ": part("end_date")}
    dates = {
        f"{end}{name.title()}": date.get(name)
        for end, date in ends.items()
        for name in ("year", "month", "day")
    }
    text, media = part("text"), part("media")
    named = {
        "Display Date": slide.get("display_date"), "Headline": text.get("headline"),
        "Text": text.get("text"), "Media": media.get("url"), "Media Credit": media.get("credit"),
        "Media Caption": media.get("caption"), "Link": media.get("link"),
        "Group": slide.get("group"),
    }  # fmt: skip
    read = ("start_date", "end_date", "text", "media", "group", "display_date")
    return dates | named | {k: v for k, v in slide.items() if k not in read}
