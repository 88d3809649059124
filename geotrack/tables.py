"""Making, checking and viewing the tables that schema.py declares."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from geotrack.columns import fold_header
from geotrack.schema import INTEGER, NUMBER, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import geopandas as gpd

Tables = dict[str, pd.DataFrame]
# Half a letter, which UTF-8 cannot hold.
_LONE = re.compile(r"[\ud800-\udfff]")


def make_table(name: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """A table of schema.py from rows; columns that a row lacks are unknown, others are refused.

    >>> make_table("rejects", [{"file": "a.csv", "reason": "empty"}]).loc[0, "reason"]
    'empty'
    """
    return conform(name, pd.DataFrame(list(rows)))


def conform(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with exactly the declared columns, in order and of the declared types.

    Raises KeyError for a column that schema.py does not declare.
    """
    declared = {column.name: column for column in TABLES[name]}
    unknown = [column for column in table.columns if column not in declared]
    if unknown:
        raise KeyError(f"{name} has no column {unknown[0]!r}")
    data = {
        column.name: _typed(table.get(column.name), column.type, table.index)
        for column in declared.values()
    }
    return pd.DataFrame(data, index=table.index).reset_index(drop=True)


def _typed(values: pd.Series | None, kind: str, index: pd.Index) -> pd.Series:
    if kind == NUMBER:
        if values is None:
            return pd.Series(float("nan"), index=index, dtype="float64")
        return pd.to_numeric(values, errors="coerce").astype("float64")
    if kind == INTEGER:
        return pd.Series(0 if values is None else values, index=index, dtype="int64")
    if values is None:
        return pd.Series("", index=index, dtype="str")
    return _as_text(values).where(values.notna(), "")


def whole_text(text: str) -> str:
    """The text with U+FFFD for each half of a letter (a lone surrogate), which UTF-8 cannot hold.

    >>> whole_text("a\\ud800b") == "a\\ufffdb"
    True
    """
    return _LONE.sub("\ufffd", text)


def _as_text(values: pd.Series) -> pd.Series:
    try:
        return values.astype("str")
    except UnicodeEncodeError:  # a lone surrogate, as JSON may hold; where pyarrow keeps the texts
        whole = [whole_text(value) if isinstance(value, str) else value for value in values]
        return pd.Series(whole, index=values.index, dtype=object).astype("str")


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts, column name -> value, as `to_dict("records")` gives them.

    Columns are taken out whole: pandas goes through texts one by one, which takes five times as
    long.

    >>> records(pd.DataFrame({"name": ["Zakho"], "score": [0.5]}))
    [{'name': 'Zakho', 'score': 0.5}]
    """
    names = list(table.columns)
    plain = all(isinstance(kind, (np.dtype, pd.StringDtype)) for kind in table.dtypes)
    if not (names and plain and table.columns.is_unique):
        return cast("list[dict[str, Any]]", table.to_dict("records"))
    columns = (values_of(table[name]) for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def values_of(column: pd.Series) -> list[Any]:
    """A column's values as Python's own; a number of numpy's in a column of objects as well.

    >>> values_of(pd.Series(["a", "b"]))
    ['a', 'b']
    """
    values: list[Any] = column.to_numpy(dtype=object).tolist()
    if column.dtype == object:
        return [value.item() if isinstance(value, np.generic) else value for value in values]
    return values


def empty_tables() -> Tables:
    """Every published table, without rows."""
    names = ("reports", "events", "accounts", "figures", "places", "locations", "rejects")
    return {name: make_table(name) for name in names}


def only_events(tables: Tables, event_ids: Collection[str]) -> Tables:
    """The tables with these events alone, their locations and accounts; all else as it is.

    >>> only_events(empty_tables(), {"e1"})["events"].empty
    True
    """
    found = dict(tables)
    for name in ("events", "locations", "accounts"):
        table = tables[name]
        found[name] = table[table["event_id"].isin(list(event_ids))].reset_index(drop=True)
    return found


def published(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Only the columns that may leave the house.

    >>> "origin" in published("events", make_table("events")).columns
    False
    """
    allowed = [column.name for column in TABLES[name] if column.published]
    return table[[column for column in allowed if column in table.columns]]


def own_cells(events: pd.DataFrame, publish: Iterable[str]) -> dict[str, list[str]]:
    """The person's own columns that are published (columns.publish), out of the events' `extra`.

    Every writer of events adds these, one list a column, in the order of the rows. A header is
    found whatever its case and punctuation and stands as the project writes it; where an output
    has a column of that name already, as "NAME (own)".

    >>> events = make_table("events", [{"event_id": "e1", "extra": '{"Ward": "3", "Phone": "1"}'}])
    >>> own_cells(events, ["ward"])
    {'ward': ['3']}
    """
    wanted = {fold_header(header): header for header in publish}
    if not wanted:
        return {}
    own = [
        {fold_header(header): cell for header, cell in json.loads(extra).items()} if extra else {}
        for extra in events["extra"]
    ]
    ours = {c.name for name in ("events", "locations") for c in TABLES[name]}
    taken = {fold_header(str(column)) for column in (*ours, *events.columns)}
    return {
        f"{header} (own)" if folded in taken else header: [cells.get(folded, "") for cells in own]
        for folded, header in wanted.items()
    }


def to_geo(locations: pd.DataFrame) -> gpd.GeoDataFrame:
    """Locations as a GeoDataFrame of points (WGS 84); without a coordinate the geometry is None."""
    import geopandas as gpd

    points = gpd.points_from_xy(locations["longitude"], locations["latitude"], crs="EPSG:4326")
    frame = gpd.GeoDataFrame(locations.copy(), geometry=points)
    frame.loc[locations["longitude"].isna() | locations["latitude"].isna(), "geometry"] = None
    return frame
