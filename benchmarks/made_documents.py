"""Documents made by rule, the same on every machine: headlines, notes of a news wire, articles.

Towns are the largest of the world index between the Mediterranean and the Gulf; actors, days and
counts are drawn, so that hardly two documents are the same and names come back as often as in news.
"""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

ACTORS = (
    "Turkish forces", "Iraqi forces", "Syrian troops", "Iranian drones", "Militants", "Police",
    "Demonstrators", "Officials", "Gunmen", "Coalition aircraft", "Border guards", "Residents",
    "Peshmerga fighters", "Security forces", "Unknown assailants", "Tribal fighters",
)  # fmt: skip
TOLD = (
    "{actor} bombed a village near {town} on {day}.",
    "At least {n} people were killed in clashes between {actor} and gunmen in {town} on {day}.",
    "{actor} met tribal leaders in {town} on {day} to talk about the border.",
    "{actor} demanded on {day} that all foreign troops leave {town}.",
    "Parliament voted on {day} to extend the mandate until 2026.",
    "{actor} shelled the outskirts of {town} on {day}, wounding {n}.",
    "{actor} arrested {n} people in {town} on {day}.",
    "A bomb went off near {town} on {day}; {n} were hurt, {actor} said.",
    "Last week {actor} shelled the outskirts of {town}, wounding {n}.",
    "{actor} blocked the road to {town} on {day} over wages.",
)
FILLER = (
    "Nobody could say how long the situation would last, and few were willing to guess.",
    "The price of bread had risen again, shopkeepers said, and the roads were as bad as ever.",
    "An official who did not want to be named spoke of a difficult winter for the whole province.",
    "Residents have complained for years about power cuts, water and the state of the schools.",
)
_REGION = (25.0, 20.0, 60.0, 42.0)
_TOWNS = 2000


@cache
def towns() -> tuple[str, ...]:
    """The names of the region's largest towns."""
    from geotrack.gazetteer.index import open_gazetteer

    found = open_gazetteer([]).largest_settlements(_REGION, _TOWNS)
    return tuple(dict.fromkeys(place.name for place in found))


def _told(dice: random.Random, parts: int, filler: int) -> str:
    said = []
    for _ in range(parts):
        day = f"{dice.randint(1, 28)} {dice.choice(_MONTHS)} {dice.randint(2021, 2023)}"
        actor, town = dice.choice(ACTORS), dice.choice(towns())
        told = dice.choice(TOLD).format(actor=actor, town=town, day=day, n=dice.randint(2, 90))
        said.append(" ".join((told, *dice.sample(FILLER, filler))))
    return ("\n\n" if filler else " ").join(said)


_MONTHS = ("January", "March", "April", "June", "August", "October", "December")


def short(number: int) -> tuple[str, str]:
    """One to three sentences, and the day of publication."""
    dice = random.Random(number)  # noqa: S311 - the same documents everywhere
    return _told(dice, dice.randint(1, 3), 0), _day(number)


def headline(number: int) -> tuple[str, str]:
    """One sentence, and the day of publication."""
    dice = random.Random(number)  # noqa: S311 - the same documents everywhere
    return _told(dice, 1, 0), _day(number)


def article(number: int) -> tuple[str, str]:
    """Some 2,500 characters with six tellings, and the day of publication."""
    dice = random.Random(number)  # noqa: S311 - the same documents everywhere
    return _told(dice, 6, 4), _day(number)


def _day(number: int) -> str:
    return f"202{2 + number % 2}-{1 + number % 12:02}-{1 + number % 28:02}"


MADE = {"headline": headline, "short": short, "long": article}


def write_jsonl(path: Path, kind: str, number: int) -> None:
    """So many documents, one a line."""
    unfinished = path.with_suffix(".tmp")
    with unfinished.open("w", encoding="utf-8") as file:
        for i in range(number):
            text, day = MADE[kind](i)
            file.write(json.dumps({"doc_id": f"d{i:07}", "text": text, "date": day}) + "\n")
    unfinished.replace(path)


def write_files(folder: Path, kind: str, number: int) -> None:
    """So many documents as files, a tenth of them HTML, a thousand a folder."""
    for i in range(number):
        text, day = MADE[kind](i)
        here = folder / f"{i // 1000:04}"
        here.mkdir(parents=True, exist_ok=True)
        if i % 10:
            head = f"---\ntitle: Article {i}\ndate: {day}\n---\n"
            (here / f"{i:07}.md").write_text(f"{head}{text}\n", encoding="utf-8")
        else:
            body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
            meta = f'<meta property="article:published_time" content="{day}">'
            page = f"<html><head><title>Article {i}</title>{meta}</head><body>{body}</body></html>"
            (here / f"{i:07}.html").write_text(page, encoding="utf-8")
