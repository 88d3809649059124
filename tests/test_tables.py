"""The declared tables: exactly their columns, of their types, and nothing private leaves."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from geotrack.schema import (
    DRAWN_ROLES,
    EVENT_TYPES,
    GEO_PRECISIONS,
    NUMBER,
    OTHER_TYPE,
    PLACE_KINDS,
    PRECISION_OF_KIND,
    ROLE_OF_MENTION,
    ROLES,
    TABLES,
    UNDRAWN_PRECISIONS,
    column_names,
)
from geotrack.tables import (
    conform,
    empty_tables,
    make_table,
    published,
    records,
    to_geo,
)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_exactly_its_columns_of_their_types(name: str) -> None:
    assert len(set(column_names(name))) == len(column_names(name))
    for table in (make_table(name), make_table(name, [{}])):
        assert list(table.columns) == column_names(name)
        for column in TABLES[name]:
            assert str(table[column.name].dtype) == ("float64" if column.type == NUMBER else "str")


def test_vocabularies_fit_together() -> None:
    assert set(PRECISION_OF_KIND) == set(PLACE_KINDS)
    assert set(PRECISION_OF_KIND.values()) <= set(GEO_PRECISIONS)
    assert set(UNDRAWN_PRECISIONS) <= set(GEO_PRECISIONS)
    assert set(DRAWN_ROLES) <= set(ROLES)
    assert set(ROLE_OF_MENTION.values()) - {""} <= set(ROLES)
    assert OTHER_TYPE not in EVENT_TYPES


def test_what_a_row_lacks_is_unknown() -> None:
    (row,) = records(make_table("events", [{"title": "x", "fatalities_low": None, "notes": None}]))
    assert (row["title"], row["notes"], row["date"]) == ("x", "", "")
    assert math.isnan(row["fatalities_low"])


def test_numbers_may_be_written_as_text() -> None:
    table = make_table("events", [{"fatalities_low": "5"}, {"fatalities_low": ""}])
    assert table["fatalities_low"].tolist()[0] == 5
    assert table["fatalities_low"].isna().tolist() == [False, True]


def test_an_undeclared_column_is_refused() -> None:
    with pytest.raises(KeyError, match="events has no column 'phone'"):
        make_table("events", [{"phone": "1"}])


def test_conforming_twice_changes_nothing_and_leaves_the_input_alone() -> None:
    loose = pd.DataFrame({"title": ["b", "a"]}, index=[7, 3])
    once = conform("events", loose)
    assert once.index.tolist() == [0, 1]
    assert once.equals(conform("events", once))
    assert list(loose.columns) == ["title"]


def test_private_columns_stay_home() -> None:
    for name, table in empty_tables().items():
        private = {c.name for c in TABLES[name] if not c.published}
        assert not private & set(published(name, table).columns)
    assert {"path", "text", "sha256"} <= set(column_names("reports"))
    assert not {"path", "text", "sha256"} & set(published("reports", make_table("reports")).columns)
    assert "origin" not in published("events", make_table("events"))


def test_a_view_with_points_where_there_are_coordinates() -> None:
    locations = make_table("locations", [{"longitude": 43.5, "latitude": 37}, {"name": "nowhere"}])
    view = to_geo(locations)
    assert view.crs.to_epsg() == 4326
    assert (view.geometry[0].x, view.geometry[0].y) == (43.5, 37)
    assert view.geometry[1] is None
    assert "geometry" not in locations


def test_half_a_letter_is_marked_and_no_reason_to_stop() -> None:
    frame = pd.DataFrame({"title": pd.Series(["lone \ud800", None], dtype=object)})
    titles = conform("events", frame)["title"].tolist()
    assert titles[0] in ("lone \ufffd", "lone \ud800")  # the second where pyarrow is missing
    assert titles[1] == ""
