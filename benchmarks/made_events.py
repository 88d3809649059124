"""Tables made by rule for the benchmarks: no real events.

Run: python benchmarks/made_events.py N OUT

Rows like those of an event data set: dated over ten years, at 20,000 real towns of the world index
named with their country (one in fifty misspelt), half of them with the town's coordinate, one in
fifty a copy of the row before, a fifth with an address of their own, statuses and types mixed.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
HEADER = ("date", "title", "place", "country", "event_type", "status", "longitude", "latitude",
          "fatalities", "source", "url")  # fmt: skip
TYPES = ("Battles", "Explosions/Remote violence", "Protests", "Riots", "Strategic developments")
STATUSES = ("occurred",) * 17 + ("alleged", "planned", "denied")


def towns(number: int) -> list[tuple[str, str, float, float]]:
    """The largest towns of the world index: name, country, longitude, latitude."""
    index = ROOT / "geotrack/_built/world.sqlite"
    database = sqlite3.connect(f"file:{index}?mode=ro", uri=True)
    query = (
        "SELECT name, country, longitude, latitude FROM places WHERE kind IN ('city', 'town') "
        "ORDER BY population DESC, place_id LIMIT ?"
    )
    return database.execute(query, (number,)).fetchall()


def made_rows(number: int, seed: int = 7) -> Iterator[tuple[object, ...]]:
    """So many rows, the same for the same number and seed."""
    draw = random.Random(seed)  # noqa: S311 - a table for measuring
    known = towns(20_000)
    last: tuple[object, ...] = ()
    for i in range(number):
        if last and draw.random() < 0.02:
            yield last
            continue
        name, country, x, y = known[int(len(known) * draw.random() ** 3)]
        if draw.random() < 0.02 and len(name) > 5:
            name = name[:3] + name[4:]
        day = f"{2015 + draw.randrange(10)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
        date = day if draw.random() < 0.9 else day[:7]
        given = draw.random() < 0.5
        url = f"https://news.example/{i}" if draw.random() < 0.2 else ""
        last = (
            date, f"Made event {i % 100_000}", name, country, draw.choice(TYPES),
            draw.choice(STATUSES), f"{x:.4f}" if given else "", f"{y:.4f}" if given else "",
            draw.randrange(9) if draw.random() < 0.2 else "", f"Agency {draw.randrange(50)}", url,
        )  # fmt: skip
        yield last


def write_made(path: Path, number: int, seed: int = 7) -> Path:
    """A CSV file of made rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        rows = made_rows(number, seed)
        while batch := list(islice(rows, 50_000)):
            writer.writerows(batch)
    return path


if __name__ == "__main__":
    write_made(Path(sys.argv[2]), int(sys.argv[1]))
