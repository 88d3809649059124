"""Linked Places (Linked Traces): GeoJSON whose features carry `when`, `names` and `types`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.readers.raw import value_text

if TYPE_CHECKING:
    from collections.abc import Mapping

# What `certainty` says of a geometry; of what is uncertain no spot is drawn.
_PRECISION = {"less-certain": "area", "uncertain": "country"}


def is_linked_places(data: Mapping[str, Any]) -> bool:
    """Whether a FeatureCollection is of Linked Places: by its context, else by its features."""
    context = str(data.get("@context", "")).casefold()
    if "linkedplaces" in context or "linked-places" in context:
        return True
    features = data.get("features") or [{}]
    first = features[0]
    return isinstance(first, dict) and "names" in first and ("when" in first or "@id" in first)


def linked_place(feature: Mapping[str, Any], where: str) -> dict[str, str]:
    """The cells of a feature but for its geometry (Linked Places format, version 1.2).

    `when.timespans` is the date: `in` a day, `earliest` and `latest` one day within; start and
    end together are lasting.
    """
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise InputError(f"{where}: its properties are not an object")
    record = {str(name): value_text(value) for name, value in properties.items()}
    names = [str(n["toponym"]) for n in _listed(feature, "names") if n.get("toponym")]
    types = [str(t.get("label") or t.get("sourceLabel") or "") for t in _listed(feature, "types")]
    told = [str(d.get("value", "")) for d in _listed(feature, "descriptions")]
    links = [str(link.get("identifier", "")) for link in _listed(feature, "links")]
    found = {
        "event_id": value_text(feature.get("@id") or feature.get("id")),
        "date": _when(feature.get("when")),
        "title": str(record.pop("title", "") or next(iter(names), "")),
        "places": next(iter(names), ""),
        "event_type": next(filter(None, types), ""),
        "notes": " ".join(filter(None, told)),
        "url": " ".join(link for link in links if link.startswith(("http://", "https://"))),
    }
    geometry = feature.get("geometry")
    certainty = geometry.get("certainty") if isinstance(geometry, dict) else ""
    if certainty in _PRECISION:
        found["geo_precision"] = _PRECISION[str(certainty)]
    if "event_title" in record:
        # One of geotrack's own: the feature is titled by its place, and its links lead to
        # gazetteers, not to who tells of the event.
        record["title"] = record.pop("event_title")
        found["url"] = ""
    # What the file's own properties say in our words stands.
    return {k: v for k, v in found.items() if v} | record


def _listed(feature: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    told = feature.get(name)
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _when(when: Any) -> str:
    spans = when.get("timespans") if isinstance(when, dict) else None
    if not isinstance(spans, list) or not spans or not isinstance(spans[0], dict):
        return ""
    start, end = (_bound(spans[0].get(name)) for name in ("start", "end"))
    if start == end or not end:
        return start
    # EDTF holds no set within an interval: the widest reading is the honest one.
    return f"{_edge(start, first=True)}/{_edge(end, first=False)}" if start else f"../{end}"


def _bound(told: Any) -> str:
    if not isinstance(told, dict):
        return str(told or "")
    if told.get("in"):
        return str(told["in"])
    low, high = str(told.get("earliest") or ""), str(told.get("latest") or "")
    return f"[{low}..{high}]" if low or high else ""


def _edge(text: str, *, first: bool) -> str:
    low, _, high = text.strip("[]").partition("..")
    return (low if first else high or low) or ".."
