"""Column names as people write them -> the columns of the intake table."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from geotrack.errors import InputError, ProjectError
from geotrack.schema import column_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# The cells of one row under our column names.
Row = dict[str, str]
# Takes down what was wrong with a cell: called with column, value and reason.
Reject = Callable[[str, str, str], None]

# What people and published datasets call our columns, folded (see `fold_header`).
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "event_id": ("event_id", "id", "event_id_cnty", "eventid", "globaleventid"),
    "date": ("date", "event_date", "day", "when", "start", "start_date", "date_start", "begin",
             "from", "incident_date", "date_of_incident", "day_of_incident", "date_of_event",
             "tarih", "baslangic_tarihi", "التاريخ", "تاريخ"),
    "date_end": ("end", "end_date", "date_end", "until", "to", "bitis_tarihi"),
    "year": ("year", "iyear", "yil", "السنة"),
    "month": ("month", "imonth", "ay", "الشهر"),
    "day": ("day", "iday", "gun", "اليوم"),
    "time_precision": ("time_precision", "date_precision"),
    "date_prec": ("date_prec",),
    "title": ("title", "event", "headline", "what", "what_happened", "event_title", "baslik",
              "olay", "العنوان"),
    "notes": ("notes", "note", "description", "details", "summary", "brief_description",
              "event_description", "incident_description", "description_of_incident", "aciklama",
              "الوصف"),
    "event_type": ("event_type", "type", "category", "kind", "incident_type",
                   "type_of_incident", "tur", "olay_turu", "النوع"),
    "sub_event_type": ("sub_event_type", "subtype", "sub_type", "sub_event"),
    "actor1": ("actor1", "actor", "actor_1", "who", "perpetrator", "side_a"),
    "actor2": ("actor2", "actor_2", "target", "victim", "side_b"),
    "fatalities": ("fatalities", "deaths", "killed", "dead", "best", "number_killed",
                   "number_of_fatalities", "number_of_deaths", "fatalities_total",
                   "total_fatalities", "olu", "olu_sayisi",
                   "القتلى", "عدد_القتلى"),
    "fatalities_low": ("fatalities_low", "deaths_low", "low"),
    "fatalities_high": ("fatalities_high", "deaths_high", "high"),
    "status": ("status", "durum", "الحالة"),
    "claimed_by": ("claimed_by", "claim", "according_to"),
    "places": ("places", "place", "location", "locations", "where", "site", "town", "city",
               "village", "town_village", "placename", "place_name", "where_coordinates",
               "location_of_incident", "incident_location", "place_of_incident", "event_location",
               "yer", "konum", "المكان",
               "الموقع"),
    "role": ("role", "place_role"),
    "venue": ("venue",),
    "topic": ("topic", "topics", "topic_place"),
    "longitude": ("longitude", "lon", "lng", "long", "x", "boylam", "خط_الطول"),
    "latitude": ("latitude", "lat", "y", "enlem", "خط_العرض"),
    "coordinates": ("coordinates", "coordinate", "coords", "lat_long", "lat_lon", "lat_lng",
                    "latlon", "latlong", "latitude_longitude", "gps", "wkt", "koordinat",
                    "koordinatlar", "الإحداثيات", "احداثيات"),
    "geo_precision": ("geo_precision", "place_precision"),
    "radius_km": ("radius_km",),
    "where_prec": ("where_prec",),
    "country": ("country", "country_name", "ulke", "البلد"),
    "admin1": ("admin1", "adm_1", "province", "governorate", "state", "il", "المحافظة"),
    "admin2": ("admin2", "adm_2", "district", "ilce", "القضاء"),
    "parents": ("parents",),
    "report_id": ("report_id", "report"),
    "source": ("source", "sources", "publisher", "kaynak", "المصدر"),
    "report_title": ("report_title", "source_title", "source_headline", "article_title"),
    "report_date": ("report_date", "source_date", "publication_date", "date_published"),
    "url": ("url", "link", "source_url", "sourceurl"),
    "quote": ("quote", "excerpt"),
    "date_told": ("date_told",),
    "date_basis": ("date_basis",),
}  # fmt: skip

# The header that readers give to what stands beyond the last one: such a row is rejected.
BEYOND = "(cells beyond the header)"
BEYOND_REASON = (
    "the row has more cells than the header, so its cells may have shifted; "
    "put what holds the separator in quotes"
)
# A table that has none of these says nothing about events.
_TELLING = ("date", "year", "title", "places", "longitude", "notes")
_MAX_HEADER = 100
# These make a date where no column holds a whole one (the Global Terrorism Database's i...).
_DATE_PARTS = ("year", "month", "day")


def synonyms() -> dict[str, tuple[str, ...]]:
    """What each column of an event table may be called, folded."""
    return dict(_SYNONYMS)


@lru_cache(maxsize=20_000)
def fold_header(header: str) -> str:
    """A header without case, accents and punctuation.

    >>> fold_header(" Event Date "), fold_header("Başlık")
    ('event_date', 'baslik')
    """
    text = header.replace("ı", "i")
    text = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    return re.sub(r"[\W_]+", "_", text).strip("_")


_PART_OF_DATE = {name: part for part in _DATE_PARTS for name in map(fold_header, _SYNONYMS[part])}
_CANONICAL = {
    fold_header(synonym): column
    for column, names in _SYNONYMS.items()
    if column not in _DATE_PARTS
    for synonym in names
}


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Raises ProjectError, with the nearest right name, for a column geotrack does not have."""
    known = column_names("intake")
    for header, column in mapping.items():
        if column and column not in known:
            near = difflib.get_close_matches(column, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(known)}"
            raise ProjectError(f"[columns] {header!r} = {column!r}: no such column{hint}")


def match_columns(headers: Iterable[str], mapping: Mapping[str, str], file: str) -> dict[str, str]:
    """header -> intake column, for the headers that mean something to geotrack.

    `mapping` (header as written -> column, or "" to ignore it) wins over the synonyms. Raises
    InputError where two headers mean one column, or where no header means anything.

    >>> match_columns(["Event Date", "Lat", "secret"], {}, "a.csv")
    {'Event Date': 'date', 'Lat': 'latitude'}
    """
    headers = list(headers)
    wanted = {fold_header(header): column for header, column in mapping.items()}
    found: dict[str, str] = {}
    for header, column in _meanings(headers, wanted).items():
        folded = fold_header(header)
        rival = next((h for h, c in found.items() if c == column), None)
        if rival is None:
            found[header] = column
        elif folded in wanted and fold_header(rival) not in wanted:
            # What the project says in so many words beats what a synonym suggests.
            del found[rival]
            found[header] = column
        elif not (folded not in wanted and fold_header(rival) in wanted):
            found = _better_header(found, rival, header, column, file)
    if any(fold_header(header) == "date_kind" for header in headers):
        # One of geotrack's own tables: its first and last day follow from its EDTF date.
        found = {h: c for h, c in found.items() if c not in ("date_end", "time_precision")}
        if {"name", "location_id"} <= {fold_header(header) for header in headers}:
            # Of a location's two names the one as written is what was told; the other was found.
            found = {h: c for h, c in found.items() if c != "places"}
            found |= {h: "places" for h in headers if fold_header(h) == "name"}
    if not any(column in _TELLING for column in found.values()):
        raise InputError(
            f"{file}: none of its columns tells of events ({_listed(headers)}); name them date, "
            "title, place, latitude, longitude ... or map them under [columns] in geotrack.toml; "
            "where the header is not the first row, say which it is: [read] header_row"
        )
    return found


def _meanings(headers: list[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """header -> column as the project and the synonyms have it, two of one column included."""
    folded = {header: fold_header(header) for header in headers}
    meant = {h: wanted.get(f, _CANONICAL.get(f, "")) for h, f in folded.items()}
    parts = {h for h, f in folded.items() if f in _PART_OF_DATE and f not in wanted}
    with_year = any(_PART_OF_DATE[folded[h]] == "year" for h in parts) or "year" in meant.values()
    if with_year and not any(c == "date" for h, c in meant.items() if h not in parts):
        meant |= {h: _PART_OF_DATE[folded[h]] for h in parts}
    elif with_year:
        meant |= dict.fromkeys(parts, "")
    else:
        meant |= {h: "" for h in parts if _PART_OF_DATE[folded[h]] != "day"}
    return {header: column for header, column in meant.items() if column}


def known_headers(cells: Iterable[str], mapped: Collection[str] = ()) -> tuple[int, bool]:
    """How many columns of ours a row of cells names, and whether one of them tells of events.

    `mapped` are headers that the project maps itself, as written.

    >>> known_headers(["Event Date", "Lat", "secret"]), known_headers(["Incidents in 2024", ""])
    ((2, True), (0, False))
    """
    own = {fold_header(header) for header in mapped}
    folded = {fold_header(cell) for cell in cells if len(cell) <= _MAX_HEADER}
    columns = {_CANONICAL.get(f) or _PART_OF_DATE.get(f, "") for f in folded} - {""}
    telling = any(column in _TELLING for column in columns) or bool(folded & own)
    return len(columns) + len(folded & own), telling


def _better_header(
    found: dict[str, str], rival: str, header: str, column: str, file: str
) -> dict[str, str]:
    """Of two headers for one column the one that bears its very name; else it is a mistake."""
    named = [h for h in (rival, header) if fold_header(h) == column]
    if len(named) == 1:
        return {h: c for h, c in found.items() if h != rival} | {named[0]: column}
    if fold_header(rival) == fold_header(header):
        raise InputError(
            f"{file}: the columns {rival!r} and {header!r} both mean {column}; rename one"
        )
    raise InputError(
        f"{file}: the columns {rival!r} and {header!r} both mean {column}; "
        f'say which under [columns] in geotrack.toml, such as {header!r} = "{column}"'
    )


def _listed(headers: list[str]) -> str:
    shown = ", ".join(repr(header[:40]) for header in headers[:8])
    return shown + (f" and {len(headers) - 8} more" if len(headers) > 8 else "")
