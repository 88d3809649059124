"""GeoNames: the dump of 19 columns, alternateNamesV2 and the lists of division codes.

The columns are those of https://download.geonames.org/export/dump/readme.txt (CC BY 4.0).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from geotrack.gazetteer.importing.kinds import (
    GONE,
    KIND_OF_CODE,
    SEATS,
    radius_of,
    settlement_kind,
)
from geotrack.gazetteer.importing.rows import (
    MAX_NAMES,
    SPLIT_NAMES,
    RawPlace,
    Reject,
    RowError,
    Tell,
    clean_name,
    is_plain,
    joined_names,
    language_tag,
    name_fault,
    point,
    whole_number,
)

SOURCE = "geonames"
# GeoNames counts some 13 million; ids beyond this are none, and a bit for each takes 16 MB.
MAX_ID = 1 << 27
_FEATURE = re.compile(r"[AHLPRSTUV]\.[A-Z0-9]{0,6}")
# Codes, addresses and telephone prefixes among the alternate names.
_NO_NAMES = frozenset(
    ("link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny")
)


class AlternateName(NamedTuple):
    """One line of alternateNamesV2; `rank` sorts preferred names first, historic ones last."""

    geonameid: int
    rank: int
    name: str
    lang: str


def dump_places(
    lines: Iterable[str], file: str, tell: Tell, left_out: Counter[str], *, everything: bool = False
) -> Iterator[RawPlace]:
    """The places of a dump. Rows that cannot be used go to `tell`.

    Features that have no kind of ours (hotels, schools, roads ...) are counted in `left_out` by
    class and code, or with `everything` taken for areas.
    """
    for row, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 19:
            if line.strip():
                reason = f"{len(cells)} columns; a GeoNames dump has 19"
                tell(Reject(file, row, "", line[:100].strip(), reason))
            continue
        try:
            place = _dump_place(cells, file, row, tell, everything)
        except RowError as error:
            tell(Reject(file, row, error.column, error.value, error.reason))
            continue
        if place is None:
            left_out[f"{cells[6]}.{cells[7]}"] += 1
        else:
            yield place


def _dump_place(
    cells: list[str], file: str, row: int, tell: Tell, everything: bool
) -> RawPlace | None:
    code = f"{cells[6]}.{cells[7]}"
    kind, confidence = KIND_OF_CODE.get(code, ""), "high"
    if not kind and code.endswith("H"):
        kind, confidence = KIND_OF_CODE.get(code[:-1], ""), "low"
    if not kind:
        if code != "." and not _FEATURE.fullmatch(code):
            raise RowError("feature code", code, "unknown kind: no feature code of GeoNames")
        if not everything:
            return None
        kind, confidence = "area", "low"
    geonameid = geoname_id(cells[0])
    name = clean_name(cells[1])
    wrong = name_fault(name)
    if wrong:
        raise RowError("name", name, f"the name {wrong}")
    longitude, latitude = point(cells[5], cells[4])
    population = whole_number(cells[14], "population")
    if kind == "village":
        kind = settlement_kind(population, seat=cells[7] in SEATS)
        confidence = "low" if cells[7] in GONE else confidence
    return RawPlace(
        f"gn:{geonameid}",
        name,
        kind,
        longitude,
        latitude,
        radius_of(kind, population),
        cells[8] if len(cells[8]) == 2 and cells[8].isalpha() else "",
        f"code:{cells[10]}" if cells[10] not in ("", "00") else "",
        f"code:{cells[11]}" if cells[11] else "",
        population,
        SOURCE,
        confidence,
        "",
        _other_names(cells, name, file, row, tell),
        geonameid,
        file,
        row,
    )


def _other_names(cells: list[str], name: str, file: str, row: int, tell: Tell) -> str:
    """The names of a row beside its first: those of `alternatenames`, and the one in ASCII."""
    cell = f"{cells[3]},{cells[2]}" if cells[2] != name else cells[3]
    if not cell:
        return ""
    if is_plain(cell) and "  " not in cell:
        others = dict.fromkeys(map(str.strip, cell.split(",")))
        others.pop("", None)
        others.pop(name, None)
        return SPLIT_NAMES.join(others)

    def fault(value: str, reason: str) -> None:
        tell(Reject(file, row, "alternatenames", value[:100], reason))

    return joined_names(((other, "") for other in cell.split(",")), name, fault)


def geoname_id(text: str) -> int:
    """The number of a GeoNames id. Raises RowError for what is none."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < MAX_ID):
        raise RowError("geonameid", text, f"geonameid is not a number from 1 to {MAX_ID - 1:,}")
    return int(text)


def admin_codes(lines: Iterable[str], file: str, tell: Tell) -> Iterator[tuple[str, str]]:
    """(`IQ.05` or `IQ.05.1234`, name) of admin1CodesASCII.txt and admin2Codes.txt."""
    for row, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 4 or cells[0].count(".") not in (1, 2):
            if line.strip():
                tell(Reject(file, row, "", line[:100].strip(), "not a division's code and name"))
        elif wrong := name_fault(clean_name(cells[1])):
            tell(Reject(file, row, "name", cells[1][:100], f"the name {wrong}"))
        else:
            yield cells[0], clean_name(cells[1])


def division_of(place: RawPlace) -> tuple[str, str] | None:
    """(code, name) where a place of a dump is itself a first- or second-level division."""
    if (
        place.confidence == "low"
        or not place.admin1
        or place.kind not in ("governorate", "district")
    ):
        return None
    code = f"{place.country}.{place.admin1.removeprefix('code:')}"
    if place.kind == "governorate":
        return code, place.name
    return (f"{code}.{place.admin2.removeprefix('code:')}", place.name) if place.admin2 else None


def alternate_names(
    lines: Iterable[str], file: str, tell: Tell, wanted: bytearray
) -> Iterator[AlternateName]:
    """The names of alternateNamesV2 that belong to the `wanted` places (a bit for each id).

    Addresses, post codes and other codes that stand among them are no names and are passed
    over; a name that is broken goes to `tell`.
    """
    for row, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < 4 or not cells[1].isdigit():
            if line.strip():
                tell(Reject(file, row, "", line[:100].strip(), "not a line of alternateNamesV2"))
            continue
        number = int(cells[1])
        if number >= MAX_ID or not wanted[number >> 3] & (1 << (number & 7)):
            continue
        lang = cells[2]
        if lang in _NO_NAMES:
            continue
        name = clean_name(cells[3])
        wrong = name_fault(name)
        if wrong:
            tell(Reject(file, row, "alternate name", name[:100], f"the name {wrong}"))
            continue
        flags = [*cells[4:8], "", "", "", ""]
        rank = (flags[0] != "1") + 2 * (flags[2] == "1") + 4 * (flags[3] == "1")
        lang = "fr" if lang == "fr_1793" else lang if lang != "abbr" else ""
        yield AlternateName(number, rank, name, language_tag(lang) if lang else "")


def with_languages(names: str, tagged: Iterable[tuple[str, str]], own: str) -> str:
    """The names of a place with those of alternateNamesV2, which know their languages, first.

    The dump's own column repeats them without: such a name stands once, with its language.
    """
    told = dict.fromkeys(tagged)
    known = {name for name, _ in told}
    plain = [(name, "") for name in names.split(SPLIT_NAMES) if name and name not in known]
    joined = [*told, *plain][:MAX_NAMES]
    return joined_names(joined, own, lambda _value, _reason: None)
