"""The payload read back in Python, as frontend/src/columns.ts reads it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from geotrack.webmap.payload import Payload

_TYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "i8": "<i1", "i16": "<i2", "i32": "<i4",
          "f32": "<f4"}  # fmt: skip


def tables_in(payload: Payload) -> dict[str, dict[str, list[Any]]]:
    """Every table of the payload, column by column."""
    data = gzip.decompress(payload.data)
    return {
        name: {column: _column(data, spec) for column, spec in table["columns"].items()}
        for name, table in payload.head["tables"].items()
    }


def _column(data: bytes, spec: dict[str, Any]) -> list[Any]:
    if "text" not in spec:
        return _numbers(data, spec)
    at, length = spec["text"]
    texts = data[at : at + length].decode("utf-8").split("\0") if spec["n"] else []
    assert len(texts) == spec["n"]
    return [texts[i] for i in _numbers(data, spec["codes"])] if "codes" in spec else texts


def _numbers(data: bytes, spec: dict[str, Any]) -> list[Any]:
    values = np.frombuffer(data, _TYPES[spec["type"]], spec["n"], spec["at"])
    if spec.get("delta"):
        values = np.cumsum(values.astype(np.int64))
    return [value.item() for value in values]


def head_of(html: str, name: str = "gt-head") -> Any:
    """A JSON part of a page, unpacked."""
    found = re.search(rf'<script type="text/plain" id="{name}">([^<]*)</script>', html)
    assert found is not None
    return json.loads(gzip.decompress(base64.b64decode(found[1])))
