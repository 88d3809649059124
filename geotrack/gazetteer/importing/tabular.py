"""Any table of places: CSV, a workbook or GeoJSON with a name and a coordinate."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from geotrack.columns import fold_header
from geotrack.errors import InputError
from geotrack.gazetteer.importing.kinds import radius_of, settlement_kind
from geotrack.gazetteer.importing.rows import (
    RawPlace,
    Reject,
    RowError,
    Tell,
    clean_name,
    joined_names,
    language_tag,
    name_fault,
    point,
    whole_number,
)
from geotrack.schema import PLACE_KINDS

# What tables of places call the columns, folded (see columns.fold_header). Further columns such
# as `name_ar` or `name:ckb` are names in that language.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "place_id": ("place_id", "id", "pcode", "admin_pcode", "osm_id", "code"),
    "parent_id": ("parent_id", "parent"),
    "name": ("name", "place", "place_name", "placename", "title", "settlement", "ad", "yer", "isim",
             "الاسم", "المكان"),
    "longitude": ("longitude", "lon", "lng", "long", "x", "boylam", "خط_الطول"),
    "latitude": ("latitude", "lat", "y", "enlem", "خط_العرض"),
    "kind": ("kind", "type", "place_type", "category", "tur"),
    "radius_km": ("radius_km",),
    "country": ("country", "country_code", "iso", "iso_a2", "iso2", "ulke"),
    "admin1": ("admin1", "admin1_name", "adm1_name", "adm1_en", "governorate", "province", "state",
               "il", "المحافظة"),
    "admin2": ("admin2", "admin2_name", "adm2_name", "adm2_en", "district", "county", "ilce",
               "القضاء"),
    "population": ("population", "pop", "nufus"),
    "geonameid": ("geonameid", "geonames_id", "geoname_id"),
    "same_as": ("same_as",),
    "names": ("names", "alternate_names", "alternatenames", "alternative_names", "aliases",
              "other_names", "alt_name"),
    "source": ("source",),
}  # fmt: skip
COLUMN = {fold_header(name): column for column, names in SYNONYMS.items() for name in names}
_IN_LANGUAGE = re.compile(r"name[_: ]([a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)$", re.IGNORECASE)
# Names in one cell: separated so, a language behind a colon (`زاخو:ar`).
_BETWEEN_NAMES = re.compile(r"[;|]")
_WITH_LANGUAGE = re.compile(r"(.+):([a-z]{2,3}(?:-[A-Za-z]{2,4}){0,2})$")


def table_places(
    rows: Iterable[tuple[int, Mapping[str, str]]], file: str, country: str, source: str, tell: Tell
) -> Iterator[RawPlace]:
    """The places of (row number, cells by header). Rows that cannot be used go to `tell`.

    `country` and `source` hold where the table says nothing. Raises InputError where there is no
    column for the name or the coordinate.
    """
    columns: dict[str, str] = {}
    for row, cells in rows:
        if not columns:
            columns = match_place_columns(cells, file)
        try:
            yield _place(cells, columns, file, row, (country, source), tell)
        except RowError as error:
            tell(Reject(file, row, error.column, error.value, error.reason))


def match_place_columns(headers: Iterable[str], file: str) -> dict[str, str]:
    """header -> column; `name:ar` for a name in a language.

    >>> match_place_columns(["Name", "Lon", "Lat", "name_ar", "remarks"], "a.csv")
    {'Name': 'name', 'Lon': 'longitude', 'Lat': 'latitude', 'name_ar': 'name:ar'}
    """
    headers = list(headers)
    found: dict[str, str] = {}
    for header in headers:
        tag = _IN_LANGUAGE.match(header.strip())
        column = COLUMN.get(fold_header(header)) or (tag and f"name:{language_tag(tag[1])}")
        if column and column not in found.values():
            found[header] = column
    for needed in ("name", "longitude", "latitude"):
        if needed not in found.values():
            listed = ", ".join(repr(header[:40]) for header in headers[:12])
            raise InputError(
                f"{file} has no column for the {needed} of a place (it has {listed}); "
                f"name it {needed}"
            )
    return found


def _place(
    cells: Mapping[str, str], columns: Mapping[str, str], file: str, row: int,
    defaults: tuple[str, str], tell: Tell,
) -> RawPlace:  # fmt: skip
    text = {column: (cells.get(header) or "").strip() for header, column in columns.items()}
    name = clean_name(text["name"])
    wrong = name_fault(name)
    if wrong:
        raise RowError("name", name, f"the name {wrong}")
    longitude, latitude = point(text["longitude"], text["latitude"])
    population = whole_number(text.get("population", ""), "population")
    kind = _kind(text.get("kind", ""), population)
    country = text.get("country", "").upper() or defaults[0]
    if not re.fullmatch("[A-Z]{2}|", country):
        raise RowError("country", country, "country is no two-letter code such as IQ")
    place_id, other_id, number = _ids(text, name, longitude, latitude)
    for column in ("admin1", "admin2", "source", "same_as"):
        if text.get(column) and name_fault(text[column]):
            raise RowError(column, text[column], f"{column} {name_fault(text[column])}")

    def fault(value: str, reason: str) -> None:
        tell(Reject(file, row, "names", value[:100], reason))

    radius_km = whole_number(text.get("radius_km", ""), "radius_km", 3000)
    return RawPlace(
        place_id,
        name,
        kind,
        longitude,
        latitude,
        radius_km or radius_of(kind, population),
        country,
        text.get("admin1", ""),
        text.get("admin2", ""),
        population,
        text.get("source") or defaults[1],
        "medium",
        other_id,
        joined_names(_names(text), name, fault),
        number,
        file,
        row,
    )


# What tables call kinds, beside our own words.
_KIND_WORDS = {
    "hamlet": "village", "locality": "village", "settlement": "village", "ppl": "village",
    "populated place": "village", "military base": "base", "mountains": "mountain",
    "peak": "mountain", "range": "mountain", "province": "governorate", "state": "governorate",
    "suburb": "area", "neighbourhood": "area", "neighborhood": "area", "stream": "river",
    "refugee camp": "camp", "border crossing": "crossing", "county": "district",
}  # fmt: skip


def _kind(text: str, population: int) -> str:
    if not text:
        return settlement_kind(population)
    word = text.casefold().replace("_", " ")
    kind = word if word in PLACE_KINDS else _KIND_WORDS.get(word, "")
    if not kind:
        raise RowError("kind", text, f"unknown kind; there are: {', '.join(PLACE_KINDS)}")
    return kind


def _ids(text: Mapping[str, str], name: str, x: float, y: float) -> tuple[str, str, int]:
    """place_id, the other ids and the GeoNames id of a row; without an id a hash of what it tells.

    An id without a prefix gets `own:`, so that two sources' number 12 stay two.
    """
    others = [part.strip() for part in text.get("same_as", "").split(";") if part.strip()]
    number = 0
    if text.get("geonameid"):
        # Imported here for it alone: the two read different files.
        from geotrack.gazetteer.importing.geonames import geoname_id

        number = geoname_id(text["geonameid"])
    given = text.get("place_id", "")
    if given and (not given.isprintable() or len(given) > 100 or ";" in given):
        raise RowError("place_id", given, "place_id is no plain text of at most 100 characters")
    if given and given == text.get("parent_id"):
        raise RowError("parent_id", given, "the place is its own parent")
    own = given if ":" in given or not given else f"own:{given}"
    if number:
        others += [own] if own else []
        own = f"gn:{number}"
    elif own.startswith("gn:"):
        from geotrack.gazetteer.importing.geonames import geoname_id

        number = geoname_id(own[3:])
    if not own:
        told = unicodedata.normalize("NFC", f"{name}\x1f{x:.5f}\x1f{y:.5f}")
        own = f"own:{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    return own, ";".join(dict.fromkeys(other for other in others if other != own)), number


def _names(text: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column, cell in text.items():
        if column.startswith("name:") and cell:
            yield cell, column[5:]
    for part in _BETWEEN_NAMES.split(text.get("names", "")):
        tagged = _WITH_LANGUAGE.match(part.strip())
        yield (tagged[1], language_tag(tagged[2])) if tagged else (part, "")
