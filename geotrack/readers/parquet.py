"""Parquet and GeoParquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.errors import FormatError, InputError
from geotrack.readers.frames import frame_table
from geotrack.readers.raw import MAX_BYTES, RawTable

if TYPE_CHECKING:
    from pathlib import Path


def read_parquet_table(path: Path, *, file: str = "") -> RawTable:
    """The rows of a Parquet file; a geometry (GeoParquet) becomes longitude and latitude.

    Raises InputError where it is no such file or unpacks to more than 2 GB, and FormatError
    where pyarrow is not installed.
    """
    file = file or path.name
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise FormatError(
            f"{file}: reading Parquet needs pyarrow: pip install 'geotrack[parquet]'"
        ) from None
    try:
        about = pq.read_metadata(path)
        groups = (about.row_group(i).total_byte_size for i in range(about.num_row_groups))
        unpacked = sum(groups)
        if unpacked > MAX_BYTES:
            raise InputError(f"{file} unpacks to {unpacked:,} bytes; the limit is {MAX_BYTES:,}")
        frame = _frame(path, about.metadata or {})
    except FileNotFoundError:
        raise InputError(f"{file} is not there") from None
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        raise InputError(f"{file} is not a Parquet file that can be read: {error}") from None
    return frame_table(frame, file)


def _frame(path: Path, metadata: Any) -> Any:
    if b"geo" in metadata:
        import geopandas as gpd

        return gpd.read_parquet(path)
    import pyarrow.parquet as pq

    # What pandas once noted in the file is not asked.
    return pq.read_table(path).to_pandas(ignore_metadata=True)
