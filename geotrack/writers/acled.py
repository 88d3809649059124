"""A CSV of ACLED's 31 columns, for tools that read its exports; nothing is made up to fill them."""

from __future__ import annotations

import logging
import math
from collections import Counter
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from geotrack.basemap.layers import load_layers
from geotrack.edtf import parse_edtf
from geotrack.schema import EVENT_TYPES
from geotrack.summary import is_drawn
from geotrack.tables import records
from geotrack.writers.csv import write_csv_rows
from geotrack.writers.rows import flat_features

if TYPE_CHECKING:
    from pathlib import Path

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

_log = logging.getLogger(__name__)

# As published (ACLED Codebook, 2023), in their order.
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
_TYPES = EVENT_TYPES[:6]
SUB_TYPES = (
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    "Excessive force against protesters", "Protest with intervention", "Peaceful protest",
    "Violent demonstration", "Mob violence", "Chemical weapon", "Air/drone strike",
    "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED",
    "Grenade", "Sexual violence", "Attack", "Abduction/forced disappearance", "Agreement",
    "Arrests", "Change to group/activity", "Disrupted weapons use",
    "Headquarters or base established", "Looting/property destruction",
    "Non-violent transfer of territory", "Other",
)  # fmt: skip
# 1 the town, 2 a small part of a region, 3 a larger region.
_GEO_PRECISION = {"exact": 1, "town": 1, "area": 2, "admin2": 3, "admin1": 3}


def write_acled_csv(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One row an event at a place, as ACLED counts; what its columns cannot state is left out.

    Written are events that occurred, of ACLED's six types, with a place that maps draw and a date
    that is a day (time_precision 1) or one day within a week (2) or month (3); `event_date` is
    then the middle of these, as ACLED's coders take it (ACLED Codebook). A date that
    is uncertain or approximate has the least sure code, 3, and stands in `tags` as it was told.
    What lasted would be an event a day there, which nobody told. An event at several places is a
    row each, as in ACLED, with no fatalities, for nobody told how they divide: `tags` holds what
    was told, places that maps do not draw included in their number. What is left out is
    counted in a warning. Columns that nothing of ours fills stay empty.
    """
    rows = flat_features(tables, presentation.language, presentation.publish)
    rows["drawn"] = is_drawn(rows) & (rows["role"] == "scene")
    told = records(rows)
    reasons = {row["event_id"]: _unfit(row) for row in told}
    at = Counter(row["event_id"] for row in told if row["drawn"])
    # One place of several is one of several, also where the others are not found.
    scenes = Counter(row["event_id"] for row in told if row["role"] == "scene")
    for event_id, reason in reasons.items():
        reasons[event_id] = reason or ("" if at[event_id] else "without a scene that maps draw")
    left = Counter(filter(None, reasons.values()))
    if left:
        listed = ", ".join(f"{n:,} {reason}" for reason, n in sorted(left.items()))
        _log.warning(
            "%s: %d of %d events are left out: %s",
            path.name, left.total(), len(reasons), listed,
        )  # fmt: skip
    seen: Counter[str] = Counter()
    lines = []
    for row in told:
        if row["drawn"] and not reasons[row["event_id"]]:
            seen[row["event_id"]] += 1
            lines.append(_line(row, seen[row["event_id"]], scenes[row["event_id"]]))
    write_csv_rows(path, list(COLUMNS), lines)


def _unfit(row: dict[str, Any]) -> str:
    """Why ACLED's columns cannot state an event; empty where they can."""
    if row["status"] != "occurred":
        return "that did not occur as far as known"
    if row["event_type"] not in _TYPES:
        return "of types that ACLED does not have"
    if not row["date"]:
        return "without a date"
    if not time_precision(row["date"]):
        return "that lasted or whose dates are wider than a month"
    return ""


def time_precision(text: str) -> int:
    """ACLED's time_precision of an EDTF date: 1 day, 2 week, 3 month; 0 where none is true.

    >>> [time_precision(d) for d in ("2024-08-15", "2024-08", "2024", "2024-08-15?")]
    [1, 3, 0, 3]
    """
    span = parse_edtf(text)
    if span.kind == "lasting" or span.first is None or span.last is None:
        return 0
    days = (span.last - span.first).days + 1
    if days > _MONTH:
        return 0
    if span.uncertain or span.approximate:
        return 3
    return 1 if days == 1 else 2 if days <= _WEEK else 3


_WEEK, _MONTH = 7, 31


def _middle(text: str) -> date:
    """The day that ACLED's coders take for one day within others."""
    span = parse_edtf(text)
    first, last = span.first or date.min, span.last or date.min
    return first + (last - first) // 2


def _line(row: dict[str, Any], number: int, of: int) -> dict[str, Any]:
    low, high = row["fatalities_low"], row["fatalities_high"]
    known = [value for value in (low, high) if not math.isnan(value)]
    tags = []
    if of > 1:
        killed = f", killed in all: {' to '.join(f'{v:g}' for v in known)}" if known else ""
        tags.append(f"place {number} of {of} of one event: {row['event_id']}{killed}")
    if set(row["date"]) & set("?~%"):
        tags.append(f"date uncertain: {row['date']}")
    day = _middle(row["date"])
    told = {
        "event_id_cnty": row["event_id"] if of == 1 else f"{row['event_id']}.{number}",
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": time_precision(row["date"]),
        "event_type": row["event_type"],
        "sub_event_type": row["sub_event_type"] if row["sub_event_type"] in SUB_TYPES else "",
        "actor1": row["actor1"],
        "actor2": row["actor2"],
        "country": _countries().get(row["country"], row["country"]),
        "admin1": row["admin1"],
        "admin2": row["admin2"],
        "location": row["place_name"] or row["name"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "geo_precision": _GEO_PRECISION[row["geo_precision"]],
        "source": row["source"],
        "notes": ". ".join(filter(None, (row["title"].rstrip("."), row["notes"]))),
        "fatalities": low if of == 1 else float("nan"),
        "tags": "; ".join(tags),
    }
    return dict.fromkeys(COLUMNS, "") | told


@cache
def _countries() -> dict[str, str]:
    layer = load_layers((-180.0, -90.0, 180.0, 90.0), only=("countries",))["countries"]
    return dict(zip(layer["iso_a2"], layer["name"], strict=True))
