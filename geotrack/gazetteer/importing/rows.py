"""A place as a file tells it, what may be wrong with it, and where such faults are told."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

# A name is what people call a place, not a text; GeoNames' longest official names have 180.
MAX_NAME = 200
# Paris has some 300 names in GeoNames; what has more is no list of names.
MAX_NAMES = 500
# The population of the earth, as a bound for what stands in a column of inhabitants.
_MAX_POPULATION = 10_000_000_000
# Between names and between a name and its language; no name may hold them (see `name_fault`).
SPLIT_NAMES, SPLIT_LANG = "\x1e", "\x1f"
_UNSEEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")
# UTF-8 read as a western European code page: a lead byte's letter and a following one's sign.
_MOJIBAKE = re.compile(r"[Â-ôØÙÐÑ][\u0080-¿‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Reject(NamedTuple):
    """What could not be used; the columns of schema.REJECTS."""

    file: str
    row: int
    column: str
    value: str
    reason: str


class RawPlace(NamedTuple):
    """A place as a file tells it, checked as far as one row can be.

    `admin1` and `admin2` are names or, behind `code:`, a dump's codes. `names` holds the other
    names, SPLIT_NAMES between them and SPLIT_LANG before the language of one that has it.
    `geonameid` is 0 where there is none; `other_id` is the place's id in a second source.
    """

    place_id: str
    name: str
    kind: str
    longitude: float
    latitude: float
    radius_km: float
    country: str
    admin1: str
    admin2: str
    population: int
    source: str
    confidence: str
    other_id: str
    names: str
    geonameid: int
    file: str
    row: int


class RowError(ValueError):
    """A row that cannot be used: the column at fault, what stood there, and why."""

    def __init__(self, column: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, str(value)[:200], reason


Tell = Callable[[Reject], None]


def point(longitude: str, latitude: str) -> tuple[float, float]:
    """Longitude and latitude of two cells, in degrees.

    Raises RowError for what is no number or not on the globe, and for 0, 0, which stands for an
    unknown coordinate wherever it is found.

    >>> point("42.69", "37.15")
    (42.69, 37.15)
    """
    try:
        x, y = float(longitude), float(latitude)
    except ValueError:
        x = y = math.nan
    # Also false for what is no number.
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        _degrees(longitude, "longitude", 180)
        _degrees(latitude, "latitude", 90)
    if x == y == 0:
        raise RowError("longitude", "0, 0", "0, 0 stands for an unknown coordinate")
    return x, y


def _degrees(text: str, column: str, most: int) -> None:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise RowError(column, text, f"{column} is not a number")
    if abs(value) > most:
        raise RowError(column, text, f"{column} {text.strip()} is not on the globe")


def whole_number(text: str, column: str, most: int = _MAX_POPULATION) -> int:
    """A count of a cell, 0 for an empty one. Raises RowError for what is none."""
    if not text or text == "0":
        return 0
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= most:
        raise RowError(column, text, f"{column} is not a number from 0 to {most:,}")
    return int(value)


def name_fault(name: str) -> str:
    """Why a text cannot be a name; empty where it can.

    >>> name_fault("Zākhō"), name_fault("Z\\x00"), name_fault("ZÃ¤kho")[:30]
    ('', 'holds characters that are no text', 'was read in the wrong encoding')
    """
    if not name:
        return "is empty"
    if name.isascii() and name.isprintable() and len(name) <= MAX_NAME:
        return ""
    if len(name) > MAX_NAME:
        return f"is longer than {MAX_NAME} characters"
    if _UNSEEN.search(name):
        return "holds characters that are no text"
    if _MOJIBAKE.search(name) and _read_wrongly(name):
        return "was read in the wrong encoding: save the file as UTF-8 again"
    return ""


def _read_wrongly(name: str) -> bool:
    for code_page in ("cp1252", "latin-1"):
        try:
            return name.encode(code_page).decode("utf-8") != name
        except UnicodeError:
            continue
    return False


def clean_name(text: str) -> str:
    """A name as it is kept: composed, without blanks around it and doubled ones inside."""
    if text.isascii():
        return " ".join(text.split(" ")) if "  " in text else text.strip()
    return unicodedata.normalize("NFC", " ".join(text.split()))


def language_tag(text: str) -> str:
    """A language tag in BCP 47's writing; `und` for what is none.

    >>> language_tag("zh_hant_tw"), language_tag("CKB"), language_tag(""), language_tag("link")
    ('zh-Hant-TW', 'ckb', 'und', 'und')
    """
    tag = text.strip().replace("_", "-")
    if not _LANG.fullmatch(tag):
        return "und"
    first, *rest = tag.split("-")
    cased = [r.upper() if len(r) == 2 else r.title() if len(r) == 4 else r.lower() for r in rest]
    return "-".join([first.lower(), *cased])


def is_plain(cell: str) -> bool:
    """Whether every part of a cell of names can be a name as it stands, at one look.

    >>> is_plain("Zaxo,زاخو"), is_plain("Zaxo\\x01")
    (True, False)
    """
    if len(cell) > MAX_NAME:
        return False
    if cell.isascii():
        return cell.isprintable()
    return (
        not _UNSEEN.search(cell)
        and not _MOJIBAKE.search(cell)
        and unicodedata.is_normalized("NFC", cell)
        and "\xa0" not in cell
    )


def joined_names(
    names: Iterable[tuple[str, str]], own: str, fault: Callable[[str, str], None]
) -> str:
    """(name, language)s as RawPlace holds them, without the place's own name and doubles.

    A name that cannot be one is told to `fault` with the reason and left out, as is what comes
    after MAX_NAMES.
    """
    kept: dict[str, None] = {}
    for text, lang in names:
        name = clean_name(text)
        if not name or (name == own and not lang):
            continue
        wrong = name_fault(name)
        if wrong:
            fault(name, f"this name {wrong}; the place is kept without it")
        elif len(kept) >= MAX_NAMES:
            fault(name, f"more than {MAX_NAMES} names; the place is kept with the first")
            break
        else:
            kept[name + SPLIT_LANG + lang if lang else name] = None
    return SPLIT_NAMES.join(kept)
