"""The build's memory in `.geotrack/`: what each input was read into, under its checksum."""

from __future__ import annotations

import hashlib
import json
import math
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.grouping import Intake
from geotrack.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

CACHE_FOLDER = ".geotrack"
# A cache of this many files is tidied: the oldest go.
_MAX_FILES = 2000


@cache
def program_digest() -> str:
    """A checksum of the program itself, so that a new version reads everything anew."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        built = "_built" in path.parts and path.suffix in (".sqlite", ".npz", ".geojson")
        if path.is_file() and not built and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def digest_of(*parts: object) -> str:
    """A checksum of texts, numbers and nested lists or dicts of them."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_intake(folder: Path, key: str) -> Intake | None:
    """The tables filed under a key; None where there are none or the file is broken."""
    try:
        data = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        return Intake(*(_table(name, data[name]) for name in Intake._fields))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_intake(folder: Path, key: str, intake: Intake) -> None:
    """File the tables under a key; a reader never sees half a file."""
    data = {name: _plain(getattr(intake, name)) for name in Intake._fields}
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{key}.{os.getpid()}.tmp"
    unfinished.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(folder / f"{key}.json")
    files = sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime)
    for old in files[:-_MAX_FILES]:
        old.unlink(missing_ok=True)


def _plain(table: pd.DataFrame) -> dict[str, list[object]]:
    return {
        str(name): [None if isinstance(v, float) and math.isnan(v) else v for v in table[name]]
        for name in table.columns
    }


def _table(name: str, columns: Mapping[str, list[object]]) -> pd.DataFrame:
    rows = [dict(zip(columns, line, strict=True)) for line in zip(*columns.values(), strict=True)]
    return make_table(name, rows)
