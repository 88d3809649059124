"""Which country a spot lies in, and what that means for a coordinate that a table gives."""

from __future__ import annotations

import pytest

from geotrack.borders import lies_in
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.join import locate
from geotrack.tables import make_table, records


@pytest.mark.parametrize(
    ("country", "spot", "inside", "beside"),
    [
        ("ID", (95.32, 5.55), True, True),  # Banda Aceh, 2,976 km from the middle
        ("CL", (-70.9, -53.2), True, True),  # Punta Arenas
        ("SD", (31.67, 3.88), False, True),  # in South Sudan since 2011
        ("MA", (-13.2, 25.0), False, True),  # Western Sahara
        ("PK", (32.98, 32.98), False, False),  # the same number twice: in the sea
        ("XX", (44.0, 36.0), False, False),
    ],
)
def test_spots(country: str, spot: tuple[float, float], *, inside: bool, beside: bool) -> None:
    assert lies_in(country, *spot) is inside
    assert lies_in(country, *spot, or_beside=True) is beside


@pytest.mark.parametrize(
    ("parent", "spot", "coded", "kept"),
    [
        ("Indonesia", (95.32, 5.55), "", True),
        ("Sudan", (31.67, 3.88), "yes", True),
        ("Sudan", (31.67, 3.88), "", False),
        ("Indonesia", (43.0, 36.0), "yes", False),
    ],
)
def test_a_coordinate_is_held_against_the_outline_of_its_country(
    parent: str, spot: tuple[float, float], coded: str, *, kept: bool
) -> None:
    line = {"event_id": "e", "name": parent, "role": "scene", "parents": "", "coded": coded,
            "longitude": spot[0], "latitude": spot[1], "radius_km": 3.0, "geo_precision": "town",
            "origin": "a.csv row 2"}  # fmt: skip
    line |= {"parents": parent}
    with opened_gazetteer((), (), "") as gazetteer:
        found = locate(make_table("named_places", [line]), gazetteer)
    (location,) = records(found.locations)
    assert (location["geo_precision"] != "none") is kept
    assert len(found.rejects) == (0 if kept else 1)
