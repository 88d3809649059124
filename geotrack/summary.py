"""What every renderer needs to know of the tables: rows in order, what is off the map, counts.

Counts count events; maps draw locations; an event at five places is still one event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geotrack.edtf import date_in_words
from geotrack.schema import DRAWN_ROLES, UNDRAWN_PRECISIONS, Presentation
from geotrack.style import safe_url, words
from geotrack.tables import records, values_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from geotrack.tables import Tables


def is_drawn(locations: pd.DataFrame) -> pd.Series:
    """For each location whether maps draw it: a scene or venue, known better than a country."""
    return (
        locations["role"].isin(DRAWN_ROLES)
        & ~locations["geo_precision"].isin(UNDRAWN_PRECISIONS)
        & locations["longitude"].notna()
        & locations["latitude"].notna()
    )


# Kinds of places that cover ground, and the radius from which on a spot is no spot any more.
GROUND_PRECISIONS = ("area", "admin2", "admin1")
GROUND_KM = 8.0


def is_ground(locations: pd.DataFrame) -> pd.Series:
    """For each location whether it is only known to lie somewhere in a stretch of ground.

    That is an area or a division, or a coordinate that may be many kilometres off. A town is a
    spot however large it is.
    """
    precision = locations["geo_precision"]
    rough = (locations["radius_km"] > GROUND_KM) & (precision != "town")
    return precision.isin(GROUND_PRECISIONS) | rough


def drawn_locations(tables: Tables) -> pd.DataFrame:
    """The locations that maps draw, each with its event's columns, in chronological order."""
    locations = tables["locations"]
    drawn = locations[is_drawn(locations)]
    events = chronological(tables["events"])
    events = events.assign(order=range(len(events)))
    joined = drawn.merge(events, on="event_id", how="inner", validate="many_to_one")
    return joined.sort_values(["order", "location_id"]).drop(columns="order").reset_index(drop=True)


def chronological(events: pd.DataFrame) -> pd.DataFrame:
    """Events by first possible day, then last, then title and id; the undated come last."""
    return events.iloc[chronological_order(events)].reset_index(drop=True)


def chronological_order(events: pd.DataFrame) -> npt.NDArray[np.intp]:
    """The positions of the events' rows in chronological order, as `chronological` has it.

    Days are few and are ranked once each; texts are compared only where days are the same.

    >>> frame = pd.DataFrame({"date": ["2024", ""], "date_start": ["2024-01-01", ""],
    ...     "date_end": ["2024-12-31", ""], "title": ["a", "b"], "event_id": ["1", "2"]})
    >>> [int(i) for i in chronological_order(frame.iloc[::-1])]
    [1, 0]
    """
    last = "9999-99-99"
    start = events["date_start"].where(events["date"] != "", "").replace("", last)
    days = _ranks(start) * (len(events) + 1) + _ranks(events["date_end"].replace("", last))
    order = np.argsort(days, kind="stable")
    # Plain lists: going through a column of texts one by one is many times slower.
    titles, ids = (events[name].to_numpy(dtype=object).tolist() for name in ("title", "event_id"))
    texts = [f"{title}\0{event_id}" for title, event_id in zip(titles, ids, strict=True)]
    ends = np.flatnonzero(np.diff(days[order], append=-1)) + 1
    first = 0
    for end in ends.tolist():
        if end - first > 1:
            order[first:end] = sorted(order[first:end].tolist(), key=texts.__getitem__)
        first = end
    return order


def _ranks(texts: pd.Series) -> npt.NDArray[np.intp]:
    """For each text its place among the different ones, which are few, in order."""
    codes, different = pd.factorize(texts.to_numpy(dtype=object))
    ranks = np.empty(len(different), dtype=np.intp)
    ranks[np.argsort(different)] = np.arange(len(different))
    return ranks[codes]


def off_map(tables: Tables, language: str = "en") -> pd.DataFrame:
    """Events that no map draws: event_id, title, date and the reason, chronological."""
    phrases = words(language)
    locations = tables["locations"]
    on_map = set(locations.loc[is_drawn(locations), "event_id"])
    events = chronological(tables["events"])
    events = events.loc[~events["event_id"].isin(on_map), ["event_id", "title", "date"]]
    scenes = locations[locations["role"].isin(DRAWN_ROLES)]
    reasons: dict[str, list[str]] = {}
    columns = ("event_id", "name", "geo_precision", "reason")
    for event_id, name, precision, reason in zip(*(scenes[c] for c in columns), strict=True):
        key = "off_map.coarse" if precision == "country" else "off_map.not_found"
        told = phrases[key].format(name=name, reason=reason)
        reasons.setdefault(event_id, []).append(told)
    reason = [
        "; ".join(reasons.get(event_id, [phrases["off_map.no_place"]]))
        for event_id in events["event_id"]
    ]
    return events.assign(reason=reason).reset_index(drop=True)


def numbered_sources(tables: Tables) -> pd.DataFrame:
    """The reports that tell of any event or figure, with a number from 1, in order of their id."""
    used = set(tables["accounts"]["report_id"]) | set(tables["figures"]["report_id"])
    reports = tables["reports"]
    reports = reports[reports["report_id"].isin(used)].sort_values("report_id")
    return reports.assign(number=range(1, len(reports) + 1)).reset_index(drop=True)


def event_sources(tables: Tables) -> dict[str, list[dict[str, str]]]:
    """For each event the reports that tell of it, in order of their id, as readers may know them.

    Of a report: report_id, title, publisher, published (EDTF) and url (safe ones only).
    """
    columns = ("report_id", "title", "publisher", "published", "url")
    reports = {row["report_id"]: row for row in records(tables["reports"])}
    found: dict[str, list[dict[str, str]]] = {}
    accounts = tables["accounts"][["event_id", "report_id"]].drop_duplicates()
    for row in records(accounts.sort_values(["event_id", "report_id"])):
        if report_id := row["report_id"]:
            report = reports.get(report_id, {}) | {"report_id": report_id}
            told = {column: report.get(column, "") for column in columns}
            told["url"] = safe_url(told["url"])
            found.setdefault(row["event_id"], []).append(told)
    return found


def event_rows(tables: Tables, language: str = "en") -> pd.DataFrame:
    """Events in chronological order with what a table or card shows beside their own columns.

    Adds date_words, places (scenes and venues, joined by '; '), topics, n_locations, n_drawn,
    sources (report ids joined by ';'), source_numbers (list of int) and quotes (list of str),
    the last three in order of the report's id.
    """
    phrases = words(language)
    rows = chronological(tables["events"])
    locations = tables["locations"]
    accounts = tables["accounts"].sort_values(["event_id", "report_id", "start", "quote"])
    numbers = dict(
        zip(*(numbered_sources(tables)[c] for c in ("report_id", "number")), strict=True)
    )
    scene = locations["role"].isin(DRAWN_ROLES)
    drawn = is_drawn(locations)
    spelt = {text: date_in_words(text, phrases) for text in rows["date"].unique()}
    rows["date_words"] = rows["date"].map(spelt)
    rows["places"] = _gathered(rows, locations[scene], "name").map("; ".join)
    rows["topics"] = _gathered(rows, locations[~scene], "name").map("; ".join)
    rows["n_locations"] = _gathered(rows, locations[scene], "location_id").map(len)
    rows["n_drawn"] = _gathered(rows, locations[drawn], "location_id").map(len)
    told = _gathered(rows, accounts, "report_id")
    rows["sources"] = told.map(";".join)
    rows["source_numbers"] = told.map(
        lambda ids: [int(numbers[report_id]) for report_id in ids if report_id in numbers]
    )
    rows["quotes"] = _gathered(rows, accounts, "quote")
    return rows


def _gathered(rows: pd.DataFrame, table: pd.DataFrame, column: str) -> pd.Series:
    """For each event the distinct non-empty values of a column, in the table's order."""
    lists: dict[str, list[str]] = {}
    for event_id, value in zip(values_of(table["event_id"]), values_of(table[column]), strict=True):
        values = lists.setdefault(event_id, [])
        if value and value not in values:
            values.append(value)
    return rows["event_id"].map(lambda event_id: lists.get(event_id, []))


def counts(tables: Tables) -> dict[str, int]:
    """The figures every output states, counted in events unless named otherwise."""
    events, locations = tables["events"], tables["locations"]
    drawn = is_drawn(locations)
    on_map = locations.loc[drawn, "event_id"].nunique()
    status = {
        f"status_{value}": int(number) for value, number in events["status"].value_counts().items()
    }
    return {
        "events": len(events),
        "on_map": on_map,
        "off_map": len(events) - on_map,
        "undated": int((events["date"] == "").sum()),
        "not_to_the_day": int((~events["time_precision"].isin(["day", "unknown"])).sum()),
        "locations": len(locations),
        "drawn_locations": int(drawn.sum()),
        "reports": len(tables["reports"]),
        "rejects": len(tables["rejects"]),
        **dict(sorted(status.items())),
    }


def reject_place(row: Mapping[str, Any]) -> str:
    """Where a row of rejects stands: file, row and column, as far as they are known."""
    where = f"{row['file']} row {row['row']}" if row["row"] else row["file"] or "project"
    return f"{where}, {row['column']}" if row["column"] else where


def period(tables: Tables, presentation: Presentation) -> str:
    """From the first to the last year or month of the dated events, in words; empty if none."""
    events = tables["events"]
    # Plain lists: going through a column of texts one by one is many times slower.
    starts, ends = (events[name].unique().tolist() for name in ("date_start", "date_end"))
    first, last = min(filter(None, starts), default=""), max(filter(None, ends), default="")
    if not (first and last):
        return ""
    phrases = words(presentation.language)
    if first[:4] == last[:4]:
        first_words, last_words = (date_in_words(d[:7], phrases) for d in (first, last))
    else:
        first_words, last_words = first[:4], last[:4]
    if first_words == last_words:
        return first_words
    return phrases["period"].format(first=first_words, last=last_words)
