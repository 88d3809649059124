"""Small tables made in code, for the tests of every renderer: all statuses, kinds and traps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from geotrack.schema import Presentation
from geotrack.tables import Tables, empty_tables, make_table

if TYPE_CHECKING:
    import pandas as pd

HOSTILE = '<script>alert(1)</script>`${1}` </script> =HYPERLINK("http://x") javascript:alert(1)'

SQUARE = json.dumps(
    {
        "type": "Polygon",
        "coordinates": [[[42.4, 36.9], [43.1, 36.9], [43.1, 37.4], [42.4, 37.4], [42.4, 36.9]]],
    }
)

PRESENTATION = Presentation(
    name="sample",
    title="Reported operations in northern Iraq",
    subtitle="Sample data made for tests",
    marking="TLP:CLEAR",
    as_of="2024-12-31",
    bounds=(41.0, 35.0, 46.0, 38.0),
    credits=("Places: GeoNames (CC BY 4.0)",),
    version="0",
)


def _event(event_id: str, date: str, start: str, end: str, kind: str, **more: object) -> dict:
    precision = "day" if kind == "day" else ("month" if start else "unknown")
    row = {"status": "occurred", "event_type": "Strategic developments", "date_basis": "text"}
    row |= {"event_id": event_id, "date": date, "date_start": start, "date_end": end}
    return row | {"date_kind": kind, "time_precision": precision} | more


def _location(event_id: str, name: str, lon: float, lat: float, **more: object) -> dict:
    row = {"location_id": f"{event_id}@{name}", "event_id": event_id, "name": name}
    row |= {"role": "scene", "place_id": f"gt:{name.lower()}", "place_name": name}
    row |= {"longitude": lon, "latitude": lat, "radius_km": 3.0, "geo_precision": "town"}
    return row | {"country": "IQ", "score": 0.9, "reason": "curated place within the focus"} | more


def sample_tables() -> Tables:
    """Twelve events: five places at once, every status, no date, no place, country only."""
    nan = float("nan")
    events = [
        _event("e-strikes", "2023-10-04", "2023-10-04", "2023-10-04", "day",
               title="Air strikes on five mountain areas", event_type="Explosions/Remote violence",
               sub_event_type="Air/drone strike", actor1="Turkish armed forces", actor2="PKK",
               claimed_by="Turkish Ministry of Defence"),
        _event("e-week", "[2021-10-25..2021-10-31]", "2021-10-25", "2021-10-31", "within",
               title="Parliament extends the mandate", event_type="Diplomacy and politics",
               sub_event_type="Vote"),
        _event("e-lasting", "2015%/..", "2015-01-01", "2024-12-31", "lasting",
               title="Troops at a camp near Bashiqa"),
        _event("e-planned", "[2024-08-15?..]", "2024-08-15", "2024-12-31", "within",
               title="Joint centre to be set up", status="planned"),
        _event("e-demanded", "", "", "", "", title="Withdrawal demanded", status="demanded",
               event_type="Diplomacy and politics", sub_event_type="Demand"),
        _event("e-alleged", "2021-11-07", "2021-11-07", "2021-11-07", "day",
               title="Alleged attempt on the prime minister", status="alleged",
               event_type="Explosions/Remote violence", fatalities_low=0, fatalities_high=0),
        _event("e-denied", "2022-07", "2022-07-01", "2022-07-31", "within", status="denied",
               title="Shelling of a resort, denied", event_type="Violence against civilians",
               fatalities_low=5),
        _event("e-country", "2024", "2024-01-01", "2024-12-31", "within",
               title="Something known only to the country"),
        _event("e-arabic", "2023-10-05", "2023-10-05", "2023-10-05", "day",
               title="غارة على جبل كارة قرب العمادية", event_type="Explosions/Remote violence",
               notes="ھێرش بۆ سەر گارە"),
        _event("e-hostile", "2023-10-06", "2023-10-06", "2023-10-06", "day", title=HOSTILE,
               notes=HOSTILE, actor1=HOSTILE, claimed_by=HOSTILE, event_type="Battles"),
        _event("e-protest", "2021-11", "2021-11-01", "2021-11-30", "within",
               title="Protest over the count of votes", event_type="Protests", fatalities_low=5),
        _event("e-nowhere", "2020-01", "2020-01-01", "2020-01-31", "within",
               title="A killing without a day or place"),
    ]  # fmt: skip
    area = {"geo_precision": "area", "radius_km": 12.0}
    locations = [
        _location("e-strikes", "Metina", 43.5375, 37.1375, **area),
        _location("e-strikes", "Hakurk", 44.78, 36.97, **area),
        _location("e-strikes", "Zap", 43.66, 37.13, **area),
        _location("e-strikes", "Gara", 43.4958, 36.9708, **area),
        _location("e-strikes", "Asos", 45.2542, 35.9375, **area),
        _location("e-week", "Ankara", 32.8543, 39.9199, country="TR", role="venue"),
        _location("e-lasting", "Bashiqa camp", 43.38, 36.5, **area),
        _location("e-planned", "Baghdad", 44.4009, 33.3406),
        _location("e-demanded", "Iraq", 44.0, 33.0, role="topic", geo_precision="country"),
        _location("e-alleged", "Baghdad", 44.4009, 33.3406),
        _location("e-denied", "Zakho district", 42.6859, 37.1487, geo_precision="admin2",
                  radius_km=30.0, place_id="gt:zakho-district"),
        _location("e-country", "Iraq", 44.0, 33.0, geo_precision="country", radius_km=500.0),
        _location("e-arabic", "كارة", 43.4958, 36.9708, **area, place_id="gt:gara"),
        _location("e-hostile", HOSTILE, 43.0, 36.9, geo_precision="exact", radius_km=0.0,
                  place_id="", place_name="", reason=HOSTILE),
        _location("e-protest", "Baghdad", 44.4009, 33.3406),
        _location("e-protest", "Nowhereville", nan, nan, geo_precision="none", place_id="",
                  radius_km=nan, reason="no match in the gazetteer"),
    ]  # fmt: skip
    places = [
        {"place_id": "gt:zakho-district", "name": "Zakho district", "kind": "district",
         "longitude": 42.6859, "latitude": 37.1487, "radius_km": 30, "area": SQUARE,
         "name_local": "زاخۆ"},
        {"place_id": "gt:amedi-district", "name": "Amedi district", "kind": "district",
         "longitude": 43.4877, "latitude": 37.0921, "radius_km": 30, "name_local": "ئامێدی"},
        {"place_id": "gt:gara", "name": "Gara", "kind": "mountain", "longitude": 43.4958,
         "latitude": 36.9708, "radius_km": 12},
    ]  # fmt: skip
    tables = empty_tables()
    tables["events"] = make_table("events", events)
    tables["locations"] = make_table("locations", locations)
    tables["places"] = make_table("places", places)
    tables["reports"] = make_table(
        "reports",
        [
            {"report_id": "r1", "title": "Strikes after an attack", "publisher": "A Daily",
             "published": "2023-10", "url": "https://example.org/a"},
            {"report_id": "r2", "title": HOSTILE, "publisher": HOSTILE,
             "url": "javascript:alert(1)"},
        ],
    )  # fmt: skip
    tables["accounts"] = make_table(
        "accounts",
        [
            {"event_id": event["event_id"],
             "report_id": "r2" if event["event_id"] == "e-hostile" else "r1",
             "quote": "a short quote", "date_told": "on Friday"}
            for event in events
        ],
    )  # fmt: skip
    tables["figures"] = make_table(
        "figures",
        [
            {"figure_id": "f-56", "place_ids": "gt:zakho-district;gt:amedi-district",
             "places": "Zakho district; Amedi district", "what": "military bases",
             "unit": "bases", "value_low": 56, "value_high": 56, "claimed_by": "A monitor",
             "report_id": "r1"},
            {"figure_id": "f-58", "event_id": "", "what": "targets destroyed", "unit": "targets",
             "value_low": 58, "value_high": 58, "cumulative": "yes", "claimed_by": "A ministry",
             "report_id": "r1"},
        ],
    )  # fmt: skip
    tables["rejects"] = make_table(
        "rejects",
        [{"file": "a.csv", "row": "3", "column": "date", "value": "03/04/2024",
          "reason": "3 April or 4 March 2024? set date_order"}],
    )  # fmt: skip
    return tables


def put(table: pd.DataFrame, column: str, value: str, row: int | None = None) -> None:
    """Write any text into a cell, or into the whole column: pyarrow's text, where pandas has it,
    could not hold half a character."""
    cells = table[column].astype(object)
    cells[slice(None) if row is None else row] = value
    table[column] = cells
