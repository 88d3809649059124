"""Real files of the field (../shared/data, not ours to publish): every row is read."""

from __future__ import annotations

import pytest

from geotrack.gazetteer.index import opened_gazetteer
from geotrack.join import locate
from tests.readers.taken import SHARED, reasons, taken

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the event data of ../shared/data, which are not published"
)
# What is wrong in the files themselves: a highest estimate below the lowest.
_OWN_FAULT = "left empty: it is below fatalities_low"


def test_ucdp_syria() -> None:
    found = taken(SHARED / "ucdp_ged_v19.1_syria.csv.gz")
    assert len(found.events) == 16_566
    assert {reason.split(" (")[0] for reason in reasons(found)} == {_OWN_FAULT}
    assert len(reasons(found)) == 58
    kinds = found.named_places["geo_precision"].value_counts()
    # where_prec 1 of 9,010 rows, 2 of 5,786, 3 of 334, 4 of 620, 5 and 6 of 816.
    assert (kinds["admin2"], kinds["admin1"], kinds["country"]) == (334, 620, 816)
    assert kinds["exact"] + kinds["area"] == 14_796
    assert (found.reports["title"] != "").mean() > 0.99


@pytest.mark.slow
def test_ucdp_of_the_whole_world() -> None:
    found = taken(SHARED / "ucdp_ged_v21.1_sample.csv.gz")
    assert len(found.events) == 176_579
    assert found.named_places["longitude"].notna().all()
    assert {reason.split(" (")[0] for reason in reasons(found)} == {_OWN_FAULT}
    with opened_gazetteer((), (), "") as gazetteer:
        located = locate(found.named_places, gazetteer)
    # The same number twice (in Mexico, in Pakistan), and one off Sabah said to be the Philippines'.
    assert {row["row"] for row in located.rejects} <= {"69197", "75935", "83344"}, located.rejects
    assert len(located.rejects) == 3


def test_gdelt() -> None:
    found = taken(SHARED / "gdelt2_20191024143000.export.csv.gz")
    assert len(found.events) == 2111
    assert not reasons(found)
    assert (found.events["event_type"] != "").all()
    with opened_gazetteer((), (), "") as gazetteer:
        located = locate(found.named_places, gazetteer)
    assert not located.rejects
    # ActionGeo_Type 1: the point of a country is no pin.
    of_countries = found.named_places.loc[found.named_places["geo_precision"] == "country"]
    drawn = located.locations[~located.locations["geo_precision"].isin(["country", "none"])]
    assert not set(of_countries["event_id"]) & set(drawn["event_id"])
