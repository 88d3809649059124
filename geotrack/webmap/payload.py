"""Tables -> the payload of the map: columns (lists of one length), versioned, JSON.

The other end is `frontend/src/types.ts`, which says what each column holds. Events are in
chronological order, the undated last, and every other table points at them by position.
Only what is named here reaches the page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.edtf import date_in_words
from geotrack.schema import EVENT_TYPES, OTHER_TYPE, STATUSES
from geotrack.style import SHAPES, STATUS_STYLES, TYPE_STYLES, safe_url, words
from geotrack.summary import chronological, is_drawn, is_ground, off_map
from geotrack.webmap.columns import day_list, number_list, rounded_geometry, text_list

if TYPE_CHECKING:
    from geotrack.tables import Tables

VERSION = 1
# Prefixes of the phrases that the page needs.
_PHRASES = (
    "map.",
    "status.",
    "type.",
    "precision.",
    "basis.",
    "role.",
    "count.",
    "date.",
    "period",
)
_TYPES = (*EVENT_TYPES, OTHER_TYPE)
_KINDS = {"": 0, "day": 1, "within": 2, "lasting": 3}
# A longer list of alternatives than this is cut: the whole stays in locations.csv.
_LONGEST = 20_000
_LAST_LATIN = 0x24F


def layer_payload(tables: Tables, language: str = "en") -> dict[str, Any]:
    """What drawing the events takes, as plain lists: the payload of `EventLayer`.

    >>> from geotrack.tables import empty_tables
    >>> layer_payload(empty_tables())["events"]["id"]
    []
    """
    events = chronological(tables["events"])
    order = {event_id: i for i, event_id in enumerate(events["event_id"])}
    places, locations, outlines = _locations(tables, order)
    reports = tables["reports"].sort_values("report_id")
    return {
        "format": "geotrack-map",
        "version": VERSION,
        "words": _words(language),
        "types": _types(events),
        "statuses": [{"key": key, **STATUS_STYLES[key]._asdict()} for key in STATUSES],
        "events": _events(events, tables, language),
        "places": places,
        "locations": locations,
        "outlines": outlines,
        "accounts": _accounts(tables, order, reports),
        "reports": _reports(reports, language),
    }


def _words(language: str) -> dict[str, str]:
    return {key: text for key, text in words(language).items() if key.startswith(_PHRASES)}


def type_keys(events: pd.DataFrame) -> list[str]:
    """The types in legend order; what we have no style for is `Other`."""
    used = set(events["event_type"])
    return [key for key in _TYPES if key in used or (key == OTHER_TYPE and used - set(_TYPES))]


def _types(events: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"key": key, "colour": TYPE_STYLES[key].colour, "shape": SHAPES[TYPE_STYLES[key].shape]}
        for key in type_keys(events)
    ]


def _events(events: pd.DataFrame, tables: Tables, language: str) -> dict[str, list[Any]]:
    keys = type_keys(events)
    phrases = words(language)
    spelt = {text: date_in_words(text, phrases) for text in events["date"].unique()}
    off = off_map(tables, language)
    reasons = dict(zip(off["event_id"], off["reason"], strict=True))
    texts = ("title", "time_precision", "date_basis", "actor1", "actor2", "claimed_by", "notes")
    return {
        "id": text_list(events["event_id"]),
        **{name: text_list(events[name]) for name in texts},
        "date": [spelt[text] for text in events["date"]],
        "first": day_list(events["date_start"]),
        "last": day_list(events["date_end"]),
        "kind": [
            _KINDS.get(kind, 0) if text else 0
            for kind, text in zip(events["date_kind"], events["date"], strict=True)
        ],
        "type": [keys.index(t if t in keys else OTHER_TYPE) for t in events["event_type"]],
        "sub_type": text_list(events["sub_event_type"]),
        # An unknown status is drawn as the doubtful thing it is, as style.status_style has it.
        "status": [STATUSES.index(s if s in STATUSES else "alleged") for s in events["status"]],
        "fatalities": [
            range_in_words(low, high, language)
            for low, high in zip(events["fatalities_low"], events["fatalities_high"], strict=True)
        ],
        "off_map": text_list(reasons.get(event_id, "") for event_id in events["event_id"]),
    }


def range_in_words(low: float, high: float, language: str) -> str:
    """Bounds of a number as a phrase; empty where both are unknown.

    >>> range_in_words(5, float("nan"), "en")
    'at least 5'
    """
    bottom = "" if pd.isna(low) else f"{low:,.10g}"
    top = "" if pd.isna(high) else f"{high:,.10g}"
    if not bottom and not top:
        return ""
    key = "exactly" if bottom == top else "from" if not top else "to" if not bottom else "between"
    return words(language)[f"map.fatalities.{key}"].format(low=bottom, high=top)


def _locations(
    tables: Tables, order: dict[str, int]
) -> tuple[dict[str, list[Any]], dict[str, list[Any]], list[Any]]:
    """Places (each once), locations in the order of their events, and outlines."""
    table = tables["locations"]
    table = table[table["event_id"].isin(order.keys())]
    table = table.assign(
        event=table["event_id"].map(order).astype("int64"),
        drawn=is_drawn(table).astype("int64"),
        shown=table["place_name"].where(table["place_name"] != "", table["name"]),
    )
    table = table.sort_values(["event", "location_id"], kind="stable")
    keys = ["place_id", "shown", "longitude", "latitude", "radius_km", "geo_precision"]
    places = table[keys].drop_duplicates()
    groups = table.groupby(keys, dropna=False, sort=False).ngroup()
    local, outline, outlines = _gazetteer(tables["places"], places["place_id"])
    return (
        {
            "name": text_list(places["shown"]),
            "local": local,
            "lon": number_list(places["longitude"], 5),
            "lat": number_list(places["latitude"], 5),
            "radius_km": number_list(places["radius_km"], 2),
            "precision": text_list(places["geo_precision"]),
            "ground": [int(ground) for ground in is_ground(places)],
            # Around a coordinate of its own a circle is drawn, whatever the place's outline.
            "outline": [
                -1 if precision == "exact" else at
                for at, precision in zip(outline, places["geo_precision"], strict=True)
            ],
        },
        {
            "event": [int(event) for event in table["event"]],
            "place": [int(place) for place in groups],
            "written": text_list(table["name"]),
            "role": text_list(table["role"]),
            "reason": text_list(table["reason"]),
            "alternatives": [text[:_LONGEST] for text in text_list(table["alternatives"])],
            "drawn": [int(drawn) for drawn in table["drawn"]],
        },
        outlines,
    )


def _gazetteer(
    places: pd.DataFrame, used: pd.Series[Any]
) -> tuple[list[str], list[int], list[Any]]:
    """For each used place its local name and the position of its outline (-1: none)."""
    records = places.drop_duplicates("place_id").set_index("place_id")
    names = (own_script(name) for name in text_list(records["name_local"]))
    local = dict(zip(records.index, names, strict=True))
    areas = {key: area for key, area in records["area"].items() if area}
    outlines: list[Any] = []
    at: dict[str, int] = {}
    for place_id in used:
        if place_id in areas and place_id not in at:
            at[place_id] = len(outlines)
            ground = rounded_geometry(json.loads(areas[place_id]))
            is_circle = records.loc[place_id, "area_kind"] == "circle"
            outlines.append({"shape": ground, "circle": is_circle})
    return (
        [local.get(place_id, "") for place_id in used],
        [at.get(place_id, -1) for place_id in used],
        outlines,
    )


def own_script(name: str) -> str:
    """The name if it is written in another script than Latin, else the empty text.

    >>> own_script("Engüri"), own_script("زاخۆ")
    ('', 'زاخۆ')
    """
    return name if any(ord(letter) > _LAST_LATIN and letter.isalpha() for letter in name) else ""


def _accounts(tables: Tables, order: dict[str, int], reports: pd.DataFrame) -> dict[str, list[Any]]:
    table = tables["accounts"]
    table = table[table["event_id"].isin(order.keys())]
    table = table.assign(event=table["event_id"].map(order).astype("int64"))
    table = table.sort_values(["event", "report_id"], kind="stable")
    numbers = report_numbers(reports)
    return {
        "event": [int(event) for event in table["event"]],
        "report": [numbers.get(report_id, -1) for report_id in table["report_id"]],
        "quote": text_list(table["quote"]),
        "claimed_by": text_list(table["claimed_by"]),
        "date_told": text_list(table["date_told"]),
    }


def report_numbers(reports: pd.DataFrame) -> dict[str, int]:
    """Each report's position in the payload."""
    return {report_id: i for i, report_id in enumerate(reports["report_id"])}


def _reports(reports: pd.DataFrame, language: str) -> dict[str, list[Any]]:
    return {
        "title": text_list(reports["title"].where(reports["title"] != "", reports["report_id"])),
        "publisher": text_list(reports["publisher"]),
        "published": [date_words(text, language) for text in reports["published"]],
        "url": [safe_url(url) for url in text_list(reports["url"])],
    }


def date_words(text: str, language: str) -> str:
    """A date in words; what is no EDTF stands as it is, and nothing where there is none."""
    if not text:
        return ""
    try:
        return date_in_words(text, words(language))
    except ValueError:
        return text_list([text])[0]
