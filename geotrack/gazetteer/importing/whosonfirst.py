"""Who's On First as CSV: wof_id, placetype, name, lat, lon, geonameid, population, names."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator

from geotrack.errors import InputError
from geotrack.gazetteer.importing.geonames import geoname_id
from geotrack.gazetteer.importing.kinds import (
    KIND_OF_PLACETYPE,
    NO_PLACES,
    radius_of,
    settlement_kind,
)
from geotrack.gazetteer.importing.rows import (
    RawPlace,
    Reject,
    RowError,
    Tell,
    clean_name,
    joined_names,
    name_fault,
    point,
    whole_number,
)

SOURCE = "wof"
COLUMNS = ("wof_id", "placetype", "name", "lat", "lon", "geonameid", "population", "names")


def wof_places(
    lines: Iterable[str], file: str, country: str, tell: Tell, left_out: Counter[str]
) -> Iterator[RawPlace]:
    """The places of such a file, which is one country's.

    A place that GeoNames has too goes by that id, with its own as the other. Placetypes that
    have no kind of ours (postal codes, time zones) are counted in `left_out`.
    """
    reader = csv.DictReader(lines)
    header = reader.fieldnames or []
    missing = [column for column in COLUMNS[:5] if column not in header]
    if missing:
        raise InputError(f"{file} has no column {missing[0]!r}")
    try:
        for cells in reader:
            if None in cells:
                tell(Reject(file, reader.line_num, "", "", "more cells than the header has"))
                continue
            try:
                place = _wof_place(cells, file, reader.line_num, country, tell)
            except RowError as error:
                tell(Reject(file, reader.line_num, error.column, error.value, error.reason))
                continue
            if place is None:
                left_out[cells["placetype"] or "no placetype"] += 1
            else:
                yield place
    except csv.Error as error:
        raise InputError(f"{file} row {reader.line_num}: broken CSV ({error})") from None


def _wof_place(
    cells: dict[str, str | None], file: str, row: int, country: str, tell: Tell
) -> RawPlace | None:
    text = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    kind = KIND_OF_PLACETYPE.get(text["placetype"], "")
    if not kind:
        if text["placetype"] not in NO_PLACES:
            raise RowError("placetype", text["placetype"], "unknown kind: no placetype")
        return None
    if not (text["wof_id"].isascii() and text["wof_id"].isdigit() and len(text["wof_id"]) < 16):
        raise RowError("wof_id", text["wof_id"], "wof_id is not a number")
    name = clean_name(text["name"])
    wrong = name_fault(name)
    if wrong:
        raise RowError("name", name, f"the name {wrong}")
    longitude, latitude = point(text["lon"], text["lat"])
    population = whole_number(text["population"], "population")
    geonameid = geoname_id(text["geonameid"]) if text["geonameid"] else 0
    if kind == "village":
        kind = settlement_kind(population)
    elif text["placetype"] == "campus" and "airport" in name.casefold():
        kind = "airport"
    wof_id = f"wof:{text['wof_id']}"

    def fault(value: str, reason: str) -> None:
        tell(Reject(file, row, "names", value[:100], reason))

    others = [(other, "") for other in text["names"].split("|")]
    return RawPlace(
        f"gn:{geonameid}" if geonameid else wof_id,
        name,
        kind,
        longitude,
        latitude,
        radius_of(kind, population),
        country,
        "",
        "",
        population,
        SOURCE,
        "high" if geonameid else "medium",
        wof_id if geonameid else "",
        joined_names(others, name, fault),
        geonameid,
        file,
        row,
    )
