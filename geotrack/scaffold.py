"""A new project: geotrack.toml, the events, and an empty table of corrections."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from geotrack.columns import match_columns
from geotrack.errors import OutputError
from geotrack.formats import format_for, function_of
from geotrack.project import read_project
from geotrack.projectkeys import FILE_NAME
from geotrack.readers.dialects import in_our_columns
from geotrack.schema import column_names

if TYPE_CHECKING:
    from pathlib import Path

# The columns of an empty table of events: enough to begin with.
_FIRST_COLUMNS = ("date", "title", "event_type", "places", "actor1", "actor2", "status",
                  "claimed_by", "source", "url", "quote", "notes")  # fmt: skip

_TOML = """\
# A geotrack project; `geotrack build` reads this file.
name = {name}
title = {title}
language = "en"
# Traffic light protocol or classification, shown on every output.
marking = ""
# How 03/04/2024 is to be read: "dmy" or "mdy". Without it such dates are rejected.
date_order = {order}

[inputs]
events = [{events}]
corrections = "data/corrections.csv"

# Documents to find events in; each event keeps its sentence.
# [reports]
# paths = ["data/reports"]

[focus]
# Two-letter codes of the countries in question; places there come first.
countries = [{countries}]
# The region to frame, in degrees: west, south, east, north.
# bounds = [41.0, 35.0, 46.5, 38.0]

[columns]
# Your spreadsheet's column = geotrack's column, for names geotrack does not know.
# "Where it happened" = "places"
"""


def make_project(
    folder: Path,
    table: Path | None = None,
    title: str = "",
    countries: tuple[str, ...] = (),
    date_order: str = "",
) -> list[Path]:
    """Make a project in `folder`, from a table if one is given; the files made.

    Raises OutputError where the folder holds a project already, InputError or FormatError where
    the table cannot be read. A table that cannot be used leaves nothing behind.
    """
    if (folder / FILE_NAME).exists():
        raise OutputError(f"{folder / FILE_NAME} is there already; nothing was changed")
    if table is not None:
        raw = function_of(format_for(table, to_write=False), to_write=False)(table)
        raw = in_our_columns(raw)
        match_columns(raw.frame.columns, raw.meant, raw.file)
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    events = data / (table.name if table else "events.csv")
    corrections = data / "corrections.csv"
    for path in (events, corrections):
        if path.exists() and not (table and path.resolve() == table.resolve()):
            raise OutputError(f"{path} is there already; nothing was changed")
    if table is None:
        events.write_text(",".join(_FIRST_COLUMNS) + "\n", encoding="utf-8")
    elif events.resolve() != table.resolve():
        shutil.copyfile(table, events)
    corrections.write_text(",".join(column_names("corrections")) + "\n", encoding="utf-8")
    name = folder.resolve().name
    text = _TOML.format(
        name=json.dumps(name, ensure_ascii=False),
        title=json.dumps(title or name, ensure_ascii=False),
        order=json.dumps(date_order),
        events=json.dumps(f"data/{events.name}", ensure_ascii=False),
        countries=", ".join(json.dumps(code) for code in countries),
    )
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    read_project(folder)
    return [folder / FILE_NAME, events, corrections]
