"""Every data format written once from the sample tables, for tests that look into the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.formats import Format, all_formats, function_of
from tests.samples import PRESENTATION, sample_tables

if TYPE_CHECKING:
    from geotrack.tables import Tables

# The formats that hold data and are files; pictures, pages and slides have tests of their own.
NAMES = ("csv", "xlsx", "geojson", "geojsonl", "gpkg", "parquet", "flatgeobuf", "kml", "timelinejs",
         "linked-places", "acled", "sqlite", "markdown", "locations", "rejects")  # fmt: skip
FORMATS = tuple(all_formats()[name] for name in NAMES)


def written(name: str, folder: Path, tables: Tables | None = None) -> Path:
    """The file of a format in a folder."""
    format_: Format = all_formats()[name]
    path = folder / f"events{format_.suffix}"
    function_of(format_, to_write=True)(tables or sample_tables(), path, PRESENTATION)
    return path


if __name__ == "__main__":
    # For tests that compare the bytes of two processes: the folder to write into.
    import sys

    for name in NAMES:
        written(name, Path(sys.argv[1]))
