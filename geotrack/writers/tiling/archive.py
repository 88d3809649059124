"""Tiles -> one PMTiles file (version 3), the same bytes for the same tiles.

The directory and header are the `pmtiles` package's; the specification is at
https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md.
"""

from __future__ import annotations

import gzip
from contextlib import closing
from typing import TYPE_CHECKING, Any

from geotrack.errors import OutputError
from geotrack.writers.tiling.mvt import encode_tile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from geotrack.writers.tiling.pyramid import Tile

Bounds = tuple[float, float, float, float]


def write_archive(
    path: Path, tiles: Iterable[Tile], last_zoom: int, bounds: Bounds, metadata: dict[str, Any]
) -> int:
    """Write the tiles, in any order, each at most once; how many there were.

    Raises OutputError where there is no tile at all.
    """
    from pmtiles.tile import zxy_to_tileid
    from pmtiles.writer import Writer

    number = 0
    with path.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        # Its spool of tiles is closed at the end only where there is an end.
        with closing(writer.tile_f):
            for tile in tiles:
                packed = gzip.compress(encode_tile(tile.layers), 6, mtime=0)
                writer.write_tile(zxy_to_tileid(tile.zoom, tile.x, tile.y), packed)
                number += 1
            if not number:
                raise OutputError(f"{path.name} would be empty: no event has a place to draw")
            writer.finalize(_header(bounds, last_zoom), metadata)
    return number


def _header(bounds: Bounds, last_zoom: int) -> dict[str, Any]:
    from pmtiles.tile import Compression, TileType

    west, south, east, north = (round(edge * 1e7) for edge in bounds)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_zoom": min(3, last_zoom),
        "center_lon_e7": (west + east) // 2, "center_lat_e7": (south + north) // 2,
    }  # fmt: skip
