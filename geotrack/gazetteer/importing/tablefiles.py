"""Tables of places as files (CSV, workbook, GeoJSON): each row as (its number, cells by header)."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geotrack.columns import fold_header
from geotrack.errors import InputError
from geotrack.gazetteer.importing.tabular import COLUMN

_SEPARATORS = (",", ";", "\t", "|")
_MAX_FEATURE = 10_000_000
# A workbook's texts are held in memory; the largest sheet there can be has a fifth of this.
_MAX_WORKBOOK = 500_000_000
Rows = Iterator[tuple[int, Mapping[str, str]]]


def csv_rows(lines: Iterable[str], file: str) -> Rows:
    """The rows of a CSV file, whose separator its header tells."""
    lines = iter(lines)
    header = next(lines, "")
    mark = max(_SEPARATORS, key=header.count)
    reader = csv.reader(_before(header, lines), delimiter=mark, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        raise InputError(f"{file} row {reader.line_num}: broken CSV ({error})") from None


def _before(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def xlsx_rows(path: Path) -> Rows:
    """The rows of a workbook's first sheet; read row by row, values only."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > _MAX_WORKBOOK:
            raise InputError(
                f"{path.name} unpacks to {unpacked:,} bytes; the limit for a workbook is "
                f"{_MAX_WORKBOOK:,}: save it as CSV"
            )
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [str(cell or "").strip() for cell in next(rows, ())]
        for number, cells in enumerate(rows, 2):
            if any(cell is not None for cell in cells):
                shown = ["" if cell is None else str(cell) for cell in cells]
                yield number, dict(zip(names, shown, strict=False))
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its XML parser meets
        raise InputError(f"{path.name} is not a workbook that can be read: {error}") from None


def geojson_rows(chunks: Iterable[str], file: str) -> Rows:
    """The features of a FeatureCollection (or a feature a line), one after the other.

    A place that is more than a point stands in the middle of its bounding box.
    """
    for number, feature in enumerate(_features(chunks, file), 1):
        cells = {str(k): _cell(v) for k, v in (feature.get("properties") or {}).items()}
        if feature.get("id") is not None and "id" not in cells:
            cells["id"] = _cell(feature["id"])
        points = list(_points((feature.get("geometry") or {}).get("coordinates")))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        for header in [h for h in cells if COLUMN.get(fold_header(h)) in ("longitude", "latitude")]:
            del cells[header]
        cells["longitude"] = str((min(xs) + max(xs)) / 2) if xs else ""
        cells["latitude"] = str((min(ys) + max(ys)) / 2) if ys else ""
        yield number, cells


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(_cell(part) for part in value)
    return "" if value is None or isinstance(value, dict) else str(value)


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    """Every position of a geometry, however deep."""
    waiting = [coordinates]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list) and one:
            if isinstance(one[0], int | float) and not isinstance(one[0], bool):
                if len(one) > 1 and isinstance(one[1], int | float):
                    yield one[0], one[1]
            else:
                waiting += one


def _features(chunks: Iterable[str], file: str) -> Iterator[dict[str, Any]]:
    """Features read off the text as it comes, so that a large file is never held whole."""
    waiting, inside = "", False
    for part in chunks:
        waiting += part
        start = None if inside else _START.search(waiting)
        if start:
            inside = True
            waiting = waiting[start.end("list") :] if start["list"] else waiting
        while inside:
            feature, waiting = _first_feature(waiting, file)
            if feature is None:
                break
            yield feature
        if inside and waiting[:1] == "]":
            return
        if len(waiting) > _MAX_FEATURE:
            raise InputError(f"{file} holds {_MAX_FEATURE:,} characters without a whole feature")
    if not inside:
        raise InputError(f"{file} is no GeoJSON FeatureCollection")
    if waiting:
        raise InputError(f"{file} is broken GeoJSON, or cut off, behind its last whole feature")


# Where features begin: in the list of a collection, or the text is features one after the other.
_START = re.compile(r'\A\s*\{\s*"type"\s*:\s*"Feature"|"features"\s*:\s*(?P<list>\[)')
_DECODER = json.JSONDecoder()


def _first_feature(text: str, file: str) -> tuple[dict[str, Any] | None, str]:
    """The feature a text begins with, None where it is not whole yet, and the text behind it."""
    text = text.lstrip(" \t\r\n,\x1e")
    try:
        feature, end = _DECODER.raw_decode(text) if text[:1] == "{" else (None, 0)
    except json.JSONDecodeError:
        return None, text
    except RecursionError:
        raise InputError(f"{file} is nested too deeply to be GeoJSON") from None
    return feature, text[end:]
