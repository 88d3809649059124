"""Rivers and seas, from Natural Earth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geotrack.gazetteer.records import Place, PlaceName
from geotrack.gazetteer.world.tables import point_record, rows


def water_records(tables: Path) -> Iterator[tuple[Place, list[PlaceName]]]:
    """The places of waters.csv; a river also goes by its name with the word after it."""
    for row in rows(tables / "waters.csv"):
        place, names = point_record(row)
        if place.kind == "river":
            named = [name for name in (place.name, *names) if not name.endswith(" River")]
            names += [f"{name} River" for name in named]
        yield place, [PlaceName(name, "und", row["source"]) for name in names]
