"""Small projects on disk, for the tests of build, check and the command line."""

from __future__ import annotations

from pathlib import Path

from geotrack.formats import BUILD_OUTPUTS

ROOT = Path(__file__).resolve().parents[1]
# The outputs that take no second to write, for tests that build many times.
TABLES_ONLY = tuple(pair for pair in BUILD_OUTPUTS if pair[0].endswith(("csv", "geojson")))

TOML = """\
name = "small"
title = "A small project"
as_of = 2024-12-31
date_order = "dmy"

[inputs]
events = ["data/*.csv"]
corrections = "corrections.csv"

[focus]
countries = ["IQ"]
bounds = [41.0, 34.5, 47.0, 38.0]
"""

EVENTS = """\
Date,Title,Type,Place,Status,Source,secret
04/10/2023,Strikes on two areas,Explosions/Remote violence,Metina; Gara,occurred,A Daily,x1
2021-11,A meeting,Diplomacy and politics,Baghdad,,A Daily; B Weekly,x2
,A demand without a day,Diplomacy and politics,,demanded,B Weekly,x3
32/13/2023,A day that is none,Battles,Zakho,,A Daily,x4
"""

CORRECTIONS = "event_id,name,column,old,new,reason\n"


def small_project(folder: Path, n_files: int = 1) -> Path:
    """A project of `n_files` event tables; the first has a row that must be rejected."""
    (folder / "data").mkdir(parents=True)
    (folder / "geotrack.toml").write_text(TOML, encoding="utf-8")
    (folder / "corrections.csv").write_text(CORRECTIONS, encoding="utf-8")
    (folder / "data" / "events-0.csv").write_text(EVENTS, encoding="utf-8")
    for number in range(1, n_files):
        text = f"date,title,place\n2024-01-{1 + number % 28:02},Event {number},Zakho\n"
        (folder / "data" / f"events-{number}.csv").write_text(text, encoding="utf-8")
    return folder
