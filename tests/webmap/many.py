"""Large and odd tables made in code, for the page's limits."""

from __future__ import annotations

import datetime as dt

from geotrack.schema import EVENT_TYPES, STATUSES
from geotrack.tables import Tables, empty_tables, make_table


def many_events(number: int, *, one_spot: bool = False) -> Tables:
    """`number` dated events at as many points (or at one), all types and statuses in turn."""
    first = dt.date(2020, 1, 1)
    days = [str(first + dt.timedelta(days=i % 1500)) for i in range(number)]
    ids = [f"e{i:06d}" for i in range(number)]
    tables = empty_tables()
    tables["events"] = make_table(
        "events",
        (
            {"event_id": ids[i], "date": day, "date_start": day, "date_end": day,
             "date_kind": "day", "time_precision": "day", "date_basis": "text",
             "title": f"Event number {i}", "event_type": EVENT_TYPES[i % 7],
             "status": STATUSES[i % 5] if i % 3 == 0 else "occurred"}
            for i, day in enumerate(days)
        ),
    )  # fmt: skip
    tables["locations"] = make_table(
        "locations",
        (
            {"location_id": event_id, "event_id": event_id, "name": f"Place {i}", "role": "scene",
             "longitude": 42.0 if one_spot else 41 + (i * 7919 % 5000) / 1000,
             "latitude": 36.0 if one_spot else 35 + (i * 104729 % 3000) / 1000,
             "geo_precision": "exact", "country": "IQ"}
            for i, event_id in enumerate(ids)
        ),
    )  # fmt: skip
    return tables
