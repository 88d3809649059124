"""One vector tile of points (Mapbox Vector Tile 2.1): protocol buffers written by hand.

The format is small: a tile is layers, a layer is its name, features, keys and values
(https://github.com/mapbox/vector-tile-spec/tree/master/2.1). Tests read our tiles with
`mapbox-vector-tile`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

# A tile is a square of so many units; x runs east, y south.
EXTENT = 4096


class Point(NamedTuple):
    """A point in the units of its tile, and what is said of it."""

    x: int
    y: int
    properties: Mapping[str, str | int | float]


def encode_tile(layers: Mapping[str, Sequence[Point]]) -> bytes:
    """A tile of these layers; those without points are left out.

    >>> len(encode_tile({"events": [Point(1, 2, {"n": 3})], "counts": []}))
    35
    """
    filled = ((name, points) for name, points in layers.items() if points)
    return b"".join(_field(3, _layer(name, points)) for name, points in filled)


def _layer(name: str, points: Iterable[Point]) -> bytes:
    keys: dict[str, int] = {}
    values: dict[tuple[type, str | int | float], int] = {}
    features = []
    for point in points:
        tags = []
        for key, value in point.properties.items():
            tags.append(keys.setdefault(key, len(keys)))
            tags.append(values.setdefault((type(value), value), len(values)))
        # MoveTo, once; then the way from the corner.
        geometry = b"\x09" + _varint(_zigzag(point.x)) + _varint(_zigzag(point.y))
        packed = b"".join(map(_varint, tags))
        features.append(_field(2, _field(2, packed) + b"\x18\x01" + _field(4, geometry)))
    return b"".join(
        (
            _field(1, name.encode()),
            *features,
            *(_field(3, key.encode()) for key in keys),
            *(_field(4, _value(value)) for _, value in values),
            b"\x28" + _varint(EXTENT),
            b"\x78\x02",
        )
    )


def _value(value: str | int | float) -> bytes:
    if isinstance(value, str):
        return _field(1, value.encode())
    if isinstance(value, int):
        return b"\x30" + _varint(_zigzag(value))
    return b"\x19" + struct.pack("<d", value)


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _varint(number: int) -> bytes:
    return _SHORT[number] if number < _LONG else _long_varint(number)


def _long_varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


# Nearly all numbers of a tile are made once: its units, its keys and most of its values.
_LONG = 2 * EXTENT
_SHORT = [_long_varint(number) for number in range(_LONG)]
