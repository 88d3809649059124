"""Columns -> bytes: typed arrays and texts side by side, gzipped, in base64.

The other end is `frontend/src/columns.ts`; docs/webmap-payload.md describes the format. A page of
a million events stays small this way, and the browser need not parse it as JSON.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geotrack.style import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

# What clean_text takes out, but for the NUL that parts one text from the next.
_UNCLEAN = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PART = "\x00"
# Numbers of this many bytes and less are stored in the smallest type that holds them.
_SMALL = {"u": (np.uint8, np.uint16, np.uint32), "i": (np.int8, np.int16, np.int32)}
_CODES = {"uint8": "u8", "uint16": "u16", "uint32": "u32", "int8": "i8", "int16": "i16",
          "int32": "i32", "float32": "f32"}  # fmt: skip
# The more rows, the lighter the compression: a few per cent more bytes for much less time.
_LEVELS = ((20_000, 6), (2**62, 4))
# Texts looked at to see whether a column is worth searching for repeats.
_SAMPLE = 1000
_ALIGN = 8


class Packer:
    """Gathers columns into one gzipped run of bytes and says where in it each of them lies.

    It compresses in a thread of its own, which leaves the making of columns its core.
    """

    def __init__(self, rows: int) -> None:
        level = next(level for most, level in _LEVELS if rows <= most)
        self._squeeze = zlib.compressobj(level, wbits=31)
        self._pool = ThreadPoolExecutor(1)
        self._parts: list[Future[bytes]] = []
        self._length = 0
        self._known: dict[bytes, list[int]] = {}
        self._same: dict[tuple[str, int], dict[str, Any]] = {}

    def numbers(self, values: Any) -> dict[str, Any]:
        """A column of whole numbers, as differences from row to row where those are smaller."""
        whole = np.asarray(values)
        if whole.dtype == np.float32:
            return self._array(whole)
        whole = whole.astype(np.int64)
        plain = _smallest(whole)
        steps = np.diff(whole, prepend=0) if len(whole) else plain
        if abs(steps).max(initial=0) >= 2**31:
            return self._array(plain)
        steps = _smallest(steps)
        if steps.itemsize < plain.itemsize:
            return {**self._array(steps), "delta": 1}
        return self._array(plain)

    def texts(self, values: Iterable[str]) -> dict[str, Any]:
        """A column of texts: each different text once and a number a row, where that is shorter."""
        series = values if isinstance(values, np.ndarray) else np.array(list(values), dtype=object)
        if _all_differ(series[:: max(1, len(series) // _SAMPLE)]):
            return {"text": self._joined(series.tolist()), "n": len(series)}
        codes, different = pd.factorize(series)
        if len(different) * 2 > len(series) and len(series) > 1:
            return {"text": self._joined(series.tolist()), "n": len(series)}
        return {
            "text": self._joined(different.tolist()),
            "n": len(different),
            "codes": self.numbers(codes),
        }

    def column(
        self, series: pd.Series[Any], order: np.ndarray[Any, Any] | None = None
    ) -> dict[str, Any]:
        """A table's column of texts, in another order if one is given.

        Many say the same in every row: that is seen at once, and such columns are packed once.
        """
        if len(series) and bool((series == series.iloc[0]).all()):
            key = (str(series.iloc[0]), len(series))
            if key not in self._same:
                codes = np.zeros(len(series), dtype=np.uint8)
                text = {"text": self._joined([key[0]]), "n": 1}
                self._same[key] = {**text, "codes": self.numbers(codes)}
            return self._same[key]
        values = series.to_numpy(dtype=object)
        return self.texts(values if order is None else values[order])

    def packed(self) -> bytes:
        """All of it, gzipped; the same columns give the same bytes. Ends the packing."""
        done = b"".join(part.result() for part in self._parts)
        self._pool.shutdown()
        return done + self._squeeze.flush()

    def _array(self, values: np.ndarray[Any, Any]) -> dict[str, Any]:
        little = values.astype(values.dtype.newbyteorder("<"), copy=False)
        at = self._add(little.tobytes())
        return {"type": _CODES[values.dtype.name], "at": at, "n": len(values)}

    def _joined(self, texts: list[str]) -> list[int]:
        joined = _PART.join(texts)
        if joined.count(_PART) != max(len(texts) - 1, 0) or _UNCLEAN.search(joined):
            joined = _PART.join(map(clean_text, texts))
        data = joined.encode("utf-8")
        digest = hashlib.sha256(data).digest()
        if digest not in self._known:  # columns with the same texts share them
            self._known[digest] = [self._add(data), len(data)]
        return self._known[digest]

    def _add(self, data: bytes) -> int:
        at = self._length
        padding = -len(data) % _ALIGN
        self._parts.append(self._pool.submit(self._squeeze.compress, data + b"\0" * padding))
        self._length += len(data) + padding
        return at


def _all_differ(sample: np.ndarray[Any, Any]) -> bool:
    return len(sample) >= _SAMPLE and len(set(sample.tolist())) > len(sample) * 0.95


def _smallest(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same whole numbers in the smallest type that holds them all."""
    if not len(values):
        return values.astype(np.uint8)
    low, high = int(values.min()), int(values.max())
    for kind in _SMALL["i" if low < 0 else "u"]:
        limits = np.iinfo(kind)
        if limits.min <= low and high <= limits.max:
            return values.astype(kind)
    raise OverflowError(f"{low} to {high} is more than 32 bits hold")


def in_base64(data: bytes) -> str:
    """Bytes as text that can stand in a page: letters, digits, + / and = only.

    >>> in_base64(b"abc")
    'YWJj'
    """
    return base64.b64encode(data).decode("ascii")


def gzipped_json(text: str) -> str:
    """JSON text, gzipped and in base64; what the page reads as its head and its basemap."""
    squeeze = zlib.compressobj(6, wbits=31)
    return in_base64(squeeze.compress(text.encode("utf-8")) + squeeze.flush())
