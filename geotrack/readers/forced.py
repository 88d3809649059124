"""A file read as a named dataset, whatever its headers say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from geotrack.readers.csv import read_csv_table
from geotrack.readers.json import read_json_table
from geotrack.readers.xlsx import read_xlsx_table

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from geotrack.readers.raw import RawTable


def read_as(
    path: Path,
    *,
    dialect: str,
    file: str = "",
    mapped: Collection[str] = (),
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    header_row: int = 0,
) -> RawTable:
    """The table of a CSV, Excel or JSON file, marked as of `dialect`; options as theirs."""
    suffix = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    if suffix == "xlsx":
        found = read_xlsx_table(path, file=file, mapped=mapped, sheet=sheet, header_row=header_row)
    elif suffix in ("json", "jsonl", "ndjson", "geojson"):
        found = read_json_table(path, file=file)
    else:
        found = read_csv_table(
            path, file=file, mapped=mapped, encoding=encoding, separator=separator,
            header_row=header_row,
        )  # fmt: skip
    more = tuple(raw._replace(dialect=dialect) for raw in found.more)
    return found._replace(dialect=dialect, more=more)


read_acled_table = partial(read_as, dialect="acled")
read_gdelt_table = partial(read_as, dialect="gdelt")
read_gtd_table = partial(read_as, dialect="gtd")
read_polecat_table = partial(read_as, dialect="polecat")
read_timelinejs_table = partial(read_as, dialect="timelinejs")
read_timemap_table = partial(read_as, dialect="timemap")
read_ucdp_table = partial(read_as, dialect="ucdp")
