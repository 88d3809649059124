"""Tables -> the payload of the map: a head (JSON) and packed columns, versioned.

docs/webmap-payload.md describes it; the other end is `frontend/src/types.ts`. Events are in
chronological order, the undated last, and every other table points at them by position. Only
what is named here reaches the page. The page's words and dates come in every language there
are words for, so that its reader may choose.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geotrack.edtf import date_in_words
from geotrack.schema import EVENT_TYPES, OTHER_TYPE, STATUSES
from geotrack.style import SHAPES, STATUS_STYLES, TYPE_STYLES, WORDS_FOLDER, safe_url, words
from geotrack.summary import chronological_order, is_drawn, is_ground
from geotrack.webmap.columns import (
    coded,
    day_numbers,
    event_rows_of,
    group_numbers,
    rounded_geometry,
    text_list,
)
from geotrack.webmap.packing import Packer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotrack.tables import Tables

VERSION = 3
# Prefixes of the phrases that the page needs.
_PHRASES = (
    "map.", "status.", "type.", "precision.", "basis.", "role.", "count.", "date.", "period",
    "off_map.", "language.",
)  # fmt: skip
_TYPES = (*EVENT_TYPES, OTHER_TYPE)
_KINDS = {"": 0, "day": 1, "within": 2, "lasting": 3}
_DEGREES = 100_000  # coordinates are whole numbers of 1e-5 degrees, about a metre
UNKNOWN = 2**31 - 1  # a coordinate or day that nobody knows
# A longer list of alternatives than this is cut: the whole stays in locations.csv.
_LONGEST = 20_000
_LAST_LATIN = 0x24F
# Dates that the page words itself, by the phrase `date.day`.
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Payload(NamedTuple):
    """`head` says what there is and where in the unzipped `data` each column lies."""

    head: dict[str, Any]
    data: bytes


class Ordered(NamedTuple):
    """The tables as the payload has them: events chronological, the others by event."""

    order: np.ndarray[Any, Any]
    locations: pd.DataFrame
    location_events: np.ndarray[Any, Any]
    accounts: pd.DataFrame
    account_events: np.ndarray[Any, Any]
    reports: pd.DataFrame


def layer_payload(tables: Tables, language: str = "en") -> Payload:
    """What drawing the events takes: the payload of `EventLayer`.

    >>> from geotrack.tables import empty_tables
    >>> layer_payload(empty_tables()).head["tables"]["events"]["rows"]
    0
    """
    return make_payload(tables, language, {}, ())


def make_payload(
    tables: Tables, language: str, more: dict[str, Any], dates: Iterable[str]
) -> Payload:
    """The payload with `more` in its head, and the words of `dates` (EDTF) besides its own."""
    packer = Packer(len(tables["events"]))
    ordered = _ordered(tables)
    places, outlines = _places(tables, ordered, packer)
    used = _date_keys(tables["events"]["date"], tables["reports"]["published"], dates)
    told = [date for date in used if not _PLAIN_DAY.fullmatch(date)]
    head = {
        "format": "geotrack-map",
        "version": VERSION,
        "language": language,
        "words": {name: _words(name) for name in languages(language)},
        "dates": {name: [date_words(d, name) for d in told] for name in languages(language)},
        "date_keys": used,
        "types": _types(tables["events"]),
        "statuses": [{"key": key, **STATUS_STYLES[key]._asdict()} for key in STATUSES],
        "outlines": outlines,
        **more,
    }
    head["tables"] = {
        "events": _events(tables["events"], ordered, packer, used),
        **places,
        "accounts": _accounts(ordered, packer),
        "reports": _reports(ordered.reports, packer, used),
    }
    return Payload(head, packer.packed())


def _date_keys(
    dates: pd.Series[Any], published: pd.Series[Any], others: Iterable[str]
) -> list[str]:
    """The different dates, plain days last: those the page words itself."""
    columns = (column.unique().tolist() for column in (dates, published))
    used = {"", *others, *(date for column in columns for date in column)}
    return sorted(used, key=lambda date: (bool(_PLAIN_DAY.fullmatch(date)), date))


def _ordered(tables: Tables) -> Ordered:
    order = chronological_order(tables["events"])
    ids = pd.Index(tables["events"]["event_id"].to_numpy(dtype=object)[order])
    locations, location_events = event_rows_of(tables["locations"], ids, "location_id")
    accounts, account_events = event_rows_of(tables["accounts"], ids, "report_id")
    reports = tables["reports"].sort_values("report_id").reset_index(drop=True)
    return Ordered(order, locations, location_events, accounts, account_events, reports)


# --- words --------------------------------------------------------------------------------


def languages(first: str) -> list[str]:
    """The languages there are words for; the page's own comes first."""
    known = sorted(path.stem for path in WORDS_FOLDER.glob("*.json"))
    return [first, *(name for name in known if name != first)]


def _words(language: str) -> dict[str, str]:
    return {key: text for key, text in words(language).items() if key.startswith(_PHRASES)}


@cache
def date_words(text: str, language: str) -> str:
    """A date in words; what is no EDTF stands as it is, and nothing where there is none."""
    if not text:
        return ""
    try:
        return date_in_words(text, words(language))
    except ValueError:
        return text_list([text])[0]


# --- events -------------------------------------------------------------------------------


def numbered(values: Iterable[str]) -> dict[str, int]:
    """Each value's position."""
    return {value: i for i, value in enumerate(values)}


def type_keys(events: pd.DataFrame) -> list[str]:
    """The types in legend order; what we have no style for is `Other`."""
    used = set(events["event_type"].unique())
    return [key for key in _TYPES if key in used or (key == OTHER_TYPE and used - set(_TYPES))]


def _types(events: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"key": key, "colour": TYPE_STYLES[key].colour, "shape": SHAPES[TYPE_STYLES[key].shape]}
        for key in type_keys(events)
    ]


def _events(
    events: pd.DataFrame, ordered: Ordered, packer: Packer, dates: list[str]
) -> dict[str, Any]:
    order = ordered.order
    keys = type_keys(events)
    types = numbered(keys)

    def column(name: str) -> Any:
        return events[name].to_numpy(dtype=object)[order]

    kinds = np.where(column("date") == "", 0, coded(column("date_kind"), _KINDS, 0))
    texts = ("event_id", "title", "notes", "sub_event_type", "actor1", "actor2", "claimed_by",
             "date_basis", "time_precision")  # fmt: skip
    columns = {
        # An unknown status is drawn as the doubtful thing it is, as style.status_style has it.
        "status": packer.numbers(
            coded(column("status"), numbered(STATUSES), STATUSES.index("alleged"))
        ),
        "type": packer.numbers(coded(column("event_type"), types, types.get(OTHER_TYPE, 0))),
        "kind": packer.numbers(kinds),
        "first": packer.numbers(day_numbers(column("date_start"), UNKNOWN)),
        "last": packer.numbers(day_numbers(column("date_end"), UNKNOWN)),
        "date": packer.numbers(coded(column("date"), numbered(dates), 0)),
        "low": packer.numbers(events["fatalities_low"].to_numpy(dtype=np.float32)[order]),
        "high": packer.numbers(events["fatalities_high"].to_numpy(dtype=np.float32)[order]),
        **{name: packer.column(events[name], order) for name in texts},
    }
    return {"rows": len(events), "columns": columns}


# --- places and locations -----------------------------------------------------------------


def _places(
    tables: Tables, ordered: Ordered, packer: Packer
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Spots, places (each once), locations in the order of their events; and the outlines."""
    table = ordered.locations
    shown = table["place_name"].where(table["place_name"] != "", table["name"])
    keys = [table["place_id"], shown, table["longitude"], table["latitude"], table["radius_km"],
            table["geo_precision"]]  # fmt: skip
    numbers, first = group_numbers(keys)
    places = table.iloc[first]
    lon, lat = (_whole(places[name]) for name in ("longitude", "latitude"))
    spots, first_spot = group_numbers([lon, lat])
    local, outline, outlines = _gazetteer(tables["places"], places["place_id"])
    exact = places["geo_precision"].to_numpy() == "exact"
    columns = {
        "spot": packer.numbers(spots),
        "ground": packer.numbers(is_ground(places).to_numpy()),
        # Around a coordinate of its own a circle is drawn, whatever the place's outline.
        "outline": packer.numbers(np.where(exact, -1, outline)),
        "radius_km": packer.numbers(places["radius_km"].to_numpy(dtype=np.float32)),
        "precision": packer.texts(places["geo_precision"].to_numpy(dtype=object)),
        "name": packer.texts(shown.to_numpy(dtype=object)[first]),
        "local": packer.texts(local),
        "place_id": packer.texts(places["place_id"].to_numpy(dtype=object)),
    }
    alternatives = table["alternatives"].str.slice(0, _LONGEST)
    texts = ("name", "role", "reason", "admin1", "country")
    rows = {
        "event": packer.numbers(ordered.location_events),
        "place": packer.numbers(numbers),
        "drawn": packer.numbers(is_drawn(table).to_numpy()),
        **{name: packer.column(table[name]) for name in texts},
        "alternatives": packer.column(alternatives),
    }
    at = {"lon": packer.numbers(lon[first_spot]), "lat": packer.numbers(lat[first_spot])}
    return {
        "spots": {"rows": len(first_spot), "columns": at},
        "places": {"rows": len(places), "columns": columns},
        "locations": {"rows": len(table), "columns": rows},
    }, outlines


def _whole(degrees: pd.Series[Any]) -> np.ndarray[Any, Any]:
    values = degrees.to_numpy(dtype=np.float64) * _DEGREES
    return np.where(np.isnan(values), UNKNOWN, np.rint(np.nan_to_num(values))).astype(np.int64)


def _gazetteer(
    places: pd.DataFrame, used: pd.Series[Any]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], list[dict[str, Any]]]:
    """For each used place its local name and the position of its outline (-1: none)."""
    records = places.drop_duplicates("place_id").set_index("place_id")
    names = (own_script(name) for name in text_list(records["name_local"]))
    local = dict(zip(records.index, names, strict=True))
    areas = {key: area for key, area in records["area"].items() if area}
    outlines: list[dict[str, Any]] = []
    at: dict[str, int] = {}
    rows, different = pd.factorize(used.to_numpy(dtype=object))
    for place_id in different:
        if place_id in areas:
            at[place_id] = len(outlines)
            is_circle = bool(records.loc[place_id, "area_kind"] == "circle")
            shape = rounded_geometry(json.loads(areas[place_id]))
            outlines.append({"shape": shape, "circle": is_circle})
    names_used = np.array([local.get(place_id, "") for place_id in different], dtype=object)
    outline = np.array([at.get(place_id, -1) for place_id in different], dtype=np.int64)
    return names_used[rows], outline[rows], outlines


def own_script(name: str) -> str:
    """The name if it is written in another script than Latin, else the empty text.

    >>> own_script("Engüri"), own_script("زاخۆ")
    ('', 'زاخۆ')
    """
    return name if any(ord(letter) > _LAST_LATIN and letter.isalpha() for letter in name) else ""


# --- accounts and reports -----------------------------------------------------------------


def _accounts(ordered: Ordered, packer: Packer) -> dict[str, Any]:
    table = ordered.accounts
    numbers = report_numbers(ordered.reports)
    reports = coded(table["report_id"].to_numpy(dtype=object), numbers, -1)
    columns = {
        "event": packer.numbers(ordered.account_events),
        "report": packer.numbers(reports),
        **{name: packer.column(table[name]) for name in ("quote", "claimed_by", "date_told")},
    }
    return {"rows": len(table), "columns": columns}


def report_numbers(reports: pd.DataFrame) -> dict[str, int]:
    """Each report's position in the payload."""
    return numbered(reports["report_id"])


def _reports(reports: pd.DataFrame, packer: Packer, dates: list[str]) -> dict[str, Any]:
    at = numbered(dates)
    titles = reports["title"].where(reports["title"] != "", reports["report_id"])
    columns = {
        "published": packer.numbers([at[date] for date in reports["published"]]),
        "title": packer.texts(titles.to_numpy(dtype=object)),
        "publisher": packer.texts(reports["publisher"].to_numpy(dtype=object)),
        "url": packer.texts([safe_url(url) for url in text_list(reports["url"])]),
        "report_id": packer.texts(reports["report_id"].to_numpy(dtype=object)),
    }
    return {"rows": len(reports), "columns": columns}
