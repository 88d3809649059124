"""The tables of names that people keep: aliases, demonyms and abbreviations."""

from __future__ import annotations

from pathlib import Path

from geotrack.gazetteer.records import ABBREVIATION, DEMONYM, PlaceName
from geotrack.gazetteer.world.tables import rows


def kept_names(tables: Path) -> dict[str, list[PlaceName]]:
    """Names by the code of what they name: a country's ISO code, GeoNames' of a division, a region.

    Demonyms and abbreviations bear their mark as source.
    """
    found: dict[str, list[PlaceName]] = {}
    for file, source in (
        ("aliases.csv", "geotrack"),
        ("demonyms.csv", DEMONYM),
        ("abbreviations.csv", ABBREVIATION),
    ):
        for row in rows(tables / file):
            for name in row["names"].split("|"):
                told = PlaceName(name, row.get("lang") or "en", source)
                found.setdefault(row["code"], []).append(told)
    return found
