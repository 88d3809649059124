"""A file read as `geotrack check` reads it."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.inputs import read_events
from geotrack.project import lone_project
from geotrack.tables import records

if TYPE_CHECKING:
    from geotrack.grouping import Intake

SHARED = (
    Path(os.environ.get("GEOTRACK_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"
)


def taken(path: Path, **read: str) -> Intake:
    return read_events(path, path.name, lone_project(path, read=read))


def reasons(found: Intake) -> list[str]:
    return [row["reason"] for row in records(found.rejects)]


def only(table: Any) -> dict[str, Any]:
    (row,) = records(table)
    return row


def write_table(path: Path, *rows: dict[str, str], separator: str = ",") -> Path:
    """A CSV file of rows; the header is that of the first."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(file.getvalue(), encoding="utf-8", newline="")
    return path
