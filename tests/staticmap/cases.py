"""Event tables for regions all over the world, made from a seed: the static map must bear them."""

from __future__ import annotations

import random
from typing import NamedTuple

from geotrack.schema import EVENT_TYPES, STATUSES
from geotrack.tables import Tables, empty_tables, make_table


class Place(NamedTuple):
    """A place to put events at."""

    name: str
    longitude: float
    latitude: float
    local: str = ""
    precision: str = "town"
    radius_km: float = 3.0


UKRAINE = (
    Place("Kyiv", 30.52, 50.45, "Київ"),
    Place("Kharkiv", 36.25, 49.99, "Харків"),
    Place("Odesa", 30.72, 46.48, "Одеса"),
    Place("Donetsk Oblast", 37.8, 48.1, "Донецька область", "admin1", 110.0),
)
SUDAN = (
    Place("Khartoum", 32.53, 15.55, "الخرطوم"),
    Place("Omdurman", 32.48, 15.64, "أم درمان"),
    Place("El Fasher", 25.35, 13.63, "الفاشر"),
    Place("Jebel Marra", 24.27, 12.95, "جبل مرة", "area", 40.0),
    Place("Port Sudan", 37.22, 19.62, "بورتسودان"),
)
GAZA = (
    Place("Gaza City", 34.46, 31.5, "غزة"),
    Place("Khan Yunis", 34.30, 31.34, "خان يونس"),
    Place("Rafah", 34.25, 31.29, "رفح"),
)
FIJI = (
    Place("Suva", 178.44, -18.14),
    Place("Labasa", 179.36, -16.43),
    Place("Taveuni", -179.97, -16.85),
    Place("Lau Islands", -178.8, -18.2, "", "area", 60.0),
)
GREENLAND = (
    Place("Nuuk", -51.72, 64.18),
    Place("Pituffik", -68.7, 76.53),
    Place("Ittoqqortoormiit", -21.97, 70.49),
)
WORLD = (
    Place("Bogotá", -74.1, 4.7),
    Place("Kyiv", 30.5, 50.4),
    Place("Manila", 121.0, 14.6),
    Place("Sydney", 151.2, -33.9),
)
POLE = (Place("Station", 0.0, 90.0), Place("Camp", 120.0, 88.5))
NORTHERN_IRAQ = (
    Place("Zakho", 42.69, 37.15, "زاخۆ"),
    Place("Amedi", 43.49, 37.09, "ئامێدی"),
    Place("Erbil", 44.0, 36.19, "هەولێر"),
    Place("Mosul", 43.13, 36.34, "الموصل"),
    Place("Sinjar", 41.88, 36.32, "سنجار"),
    Place("Baghdad", 44.4, 33.34, "بغداد"),
)


def region_tables(
    places: tuple[Place, ...], events: int, *, scatter: float = 0.0, country: str = ""
) -> Tables:
    """So many events at random ones of the places; `scatter` (degrees) gives most of them
    coordinates of their own around the place."""
    chance = random.Random(7)  # noqa: S311 (the same data every time)
    rows, locations = [], []
    for number in range(events):
        day = f"2023-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        rows.append({
            "event_id": f"e{number}", "date": day, "date_start": day, "date_end": day,
            "date_kind": "day", "time_precision": "day", "title": f"Event {number}",
            "event_type": chance.choice(EVENT_TYPES),
            "status": chance.choice(("occurred",) * 6 + STATUSES),
        })  # fmt: skip
        place = chance.choice(places)
        own = scatter > 0 and chance.random() < 0.7
        locations.append({
            "location_id": f"l{number}", "event_id": f"e{number}", "name": place.name,
            "role": "scene", "place_id": "" if own else f"x:{place.name}",
            "place_name": "" if own else place.name, "country": country,
            "longitude": place.longitude + (chance.gauss(0, scatter) if own else 0.0),
            "latitude": place.latitude + (chance.gauss(0, scatter) if own else 0.0),
            "radius_km": 0.0 if own else place.radius_km,
            "geo_precision": "exact" if own else place.precision,
        })  # fmt: skip
    tables = empty_tables()
    tables["events"] = make_table("events", rows)
    tables["locations"] = make_table("locations", locations)
    tables["places"] = make_table("places", [
        {
            "place_id": f"x:{place.name}", "name": place.name, "name_local": place.local,
            "kind": "city" if place.precision == "town" else "area",
            "longitude": place.longitude, "latitude": place.latitude,
            "radius_km": place.radius_km, "population": 1000,
        }
        for place in places
    ])  # fmt: skip
    return tables
