"""Small folders of made-up clippings, for tests; the sentences are as plain as they get."""

from __future__ import annotations

from pathlib import Path

STRIKE = "Turkish warplanes bombed Metina and Gara on 8 November 2021."
AGAIN = "Turkish jets bombed Gara and Metina on 8 November 2021."
TALKS = "Hadi al-Ameri met the Turkish ambassador in Baghdad on 10 November 2021."

TOML = """\
name = "clips"
title = "Clippings"
as_of = 2024-12-31

[inputs]
corrections = "corrections.csv"

[reports]
paths = ["clippings"]

[focus]
countries = ["IQ"]
"""


def clippings(folder: Path) -> Path:
    """Two documents that tell of one strike, one of them of talks too."""
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text(f"Strike in the north\n\n{STRIKE}\n", encoding="utf-8")
    page = (
        f"<html><head><title>Again</title></head><body><p>{AGAIN}</p><p>{TALKS}</p></body></html>"
    )
    (folder / "two.html").write_text(page, encoding="utf-8")
    return folder


def clippings_project(folder: Path) -> Path:
    """A project that is nothing but those clippings and an empty table of corrections."""
    clippings(folder / "clippings")
    (folder / "geotrack.toml").write_text(TOML, encoding="utf-8")
    correct(folder)
    return folder


def correct(folder: Path, *rows: str) -> None:
    """Write the corrections of a project, a line each."""
    lines = ["event_id,name,column,old,new,reason", *rows]
    (folder / "corrections.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def many(folder: Path, number: int) -> Path:
    """So many short documents, each with a day of its own."""
    folder.mkdir(parents=True)
    for i in range(number):
        text = (
            f"Number {i}\n\nTurkish warplanes bombed Metina on {1 + i % 28} May {1990 + i % 30}.\n"
        )
        (folder / f"{i:04}.txt").write_text(text, encoding="utf-8")
    return folder
