"""A row's coordinates, their precision and radius: on the globe and of our words, or named as
a reject. What is stated but not known is never drawn as a pin."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from geotrack.coordinates import MINUTE_KM, is_by_minutes, read_degrees, split_pair
from geotrack.dates import plain_digits

if TYPE_CHECKING:
    from geotrack.columns import Reject, Row

# ACLED's geo_precision (1 the town, 2 near it, 3 a larger region) and ours; the radii are
# rules of ours: how far the true spot may be from the coordinate.
_GEO_PRECISION_WORDS: dict[str, tuple[str, float]] = {
    "1": ("town", 3.0), "town": ("town", 3.0),
    "2": ("area", 15.0), "area": ("area", 15.0),
    "3": ("admin1", 60.0), "admin1": ("admin1", 60.0), "admin2": ("admin2", 30.0),
    "country": ("country", 500.0), "within 25 km": ("area", 25.0),
}  # fmt: skip
# UCDP's where_prec: 1 exact, 2 within 25 km, 3 and 4 a division, 5 a line or vague region, 6 a
# country, 7 the sea or air (UCDP GED Codebook). What is vaguer than a division is not pinned.
_WHERE_PREC = {"1": "exact", "2": "within 25 km", "3": "admin2", "4": "admin1",
               "5": "country", "6": "country", "7": "country"}  # fmt: skip
# A coordinate whose own decimals leave it wider than this is no spot but an area.
_EXACT_KM = 10.0
# The largest governorates reach so far from their middle.
_WIDE_KM = 250.0
_NOT_STATED = ("", "-", "n/a", "nan")
_NEEDLESS = re.compile(r"\.0+$")


def settle_coordinates(row: Row, reject: Reject) -> None:
    """Leave a pair of numbers on the globe, or nothing (the place's name then decides)."""
    if row["coordinates"]:
        _part_coordinates(row, reject)
    texts = row["longitude"], row["latitude"]
    if not any(texts):
        return
    longitude, latitude = read_degrees(texts[0], "EW"), read_degrees(texts[1], "NS")
    reason = ""
    if longitude is None or latitude is None:
        reason = (
            "left empty: longitude and latitude must both be decimal degrees, or degrees, minutes "
            "and seconds, with their marks (36°12'30\")"
        )
    elif longitude == 0 and latitude == 0:
        reason = "left empty: 0, 0 lies in the Atlantic and mostly means a missing value"
    elif abs(latitude) > 90 and abs(longitude) <= 90 and abs(latitude) <= 180:
        reason = "left empty: latitude is beyond 90; are longitude and latitude swapped?"
    elif abs(latitude) > 90 or abs(longitude) > 180:
        reason = "left empty: not on the globe"
    if reason:
        reject("longitude, latitude", ", ".join(texts), reason)
        row["longitude"] = row["latitude"] = ""
    else:
        row["longitude"], row["latitude"] = str(longitude), str(latitude)
        if any(map(is_by_minutes, texts)):
            row["radius_km"] = row["radius_km"] or str(MINUTE_KM)


def _part_coordinates(row: Row, reject: Reject) -> None:
    """A cell with both coordinates, where they have no columns of their own."""
    text, row["coordinates"] = row["coordinates"], ""
    if row["longitude"] or row["latitude"]:
        return
    pair = split_pair(text)
    if pair is None:
        reject("coordinates", text, "left empty: write latitude and longitude, as 36.19, 43.99")
    else:
        row["longitude"], row["latitude"] = pair


def settle_precision(row: Row, reject: Reject) -> None:
    """A precision that is stated but not known is as wide as a country: never a pin.

    Only where nothing is stated do the coordinate's own decimals decide.
    """
    if row["radius_km"]:
        row["radius_km"] = _radius(row["radius_km"], reject) if row["longitude"] else ""
    stated = _NEEDLESS.sub("", plain_digits(row["geo_precision"])).casefold()
    code = _NEEDLESS.sub("", plain_digits(row["where_prec"]))
    column, written = "geo_precision", row["geo_precision"]
    if stated in _NOT_STATED and code:
        stated, column, written = _WHERE_PREC.get(code, code), "where_prec", row["where_prec"]
    row["where_prec"] = ""
    row["geo_precision"] = "" if stated in _NOT_STATED else stated
    if row["longitude"] and stated not in (*_NOT_STATED, "exact", *_GEO_PRECISION_WORDS):
        known = ", ".join(_GEO_PRECISION_WORDS)
        reject(column, written, "not known, so the coordinate counts as no better than its "
               f"country and is not drawn; known are exact, {known}")  # fmt: skip
        row["geo_precision"] = "country"


def _radius(text: str, reject: Reject) -> str:
    try:
        radius_km = float(plain_digits(text))
    except ValueError:
        radius_km = math.nan
    # The ends of the earth are 20,000 km apart.
    if 0 <= radius_km <= 20_100:
        return str(radius_km)
    reject("radius_km", text, "left empty: not a number of kilometres")
    return ""


def given_precision(row: Row) -> tuple[str, float]:
    """What a given coordinate is worth: the stated precision, else what its decimals can tell.

    The last of n decimals of a degree stands for 111 km / 10^n; half of that is the radius.

    >>> told = {"geo_precision": "", "radius_km": "", "longitude": "43.99", "latitude": "36.19"}
    >>> given_precision(told), given_precision(told | {"geo_precision": "3"})
    (('exact', 0.6), ('admin1', 60.0))
    """
    stated = _GEO_PRECISION_WORDS.get(row["geo_precision"])
    if row["radius_km"]:
        radius_km = float(row["radius_km"])
        if row["geo_precision"] == "exact" or not stated:
            return _precision_of(radius_km), radius_km
        return stated[0], radius_km
    if stated:
        return stated
    decimals = min(len(row[c].partition(".")[2].rstrip("0")) for c in ("longitude", "latitude"))
    radius_km = round(max(111.2 / 10**decimals / 2, 0.1), 1)
    return _precision_of(radius_km), radius_km


def _precision_of(radius_km: float) -> str:
    """A circle is no spot; one as wide as a country is not drawn."""
    if radius_km > _WIDE_KM:
        return "country"
    return "exact" if radius_km <= _EXACT_KM else "area"
