"""GDELT 2.0 events: 61 tab-separated columns without a header (57 or 58 in version 1.0)."""

from __future__ import annotations

from geotrack.readers.dialects.cameo import event_type, words_of
from geotrack.readers.dialects.rules import Dialect, Rule, coded, plain_number

# ActionGeo_Type: 1 a country, 2 a state of the USA, 3 a city there, 4 a city, 5 a first-level
# division elsewhere (GDELT Event Codebook 2.0).
_PRECISION = {"1": "country", "2": "admin1", "3": "town", "4": "town", "5": "admin1"}


def _title(code: str, one: str, other: str, where: str) -> str:
    sides = " – ".join(name.title() for name in (one, other) if name)
    told = ": ".join(filter(None, (sides, words_of(code))))
    return f"{told} ({where})" if told and where else told


def _place(name: str) -> str:
    """The gazetteer of GDELT marks what a whole division is: "Minsk, Belarus (general)"."""
    return name.replace(" (general)", "")


GDELT = Dialect(
    "gdelt",
    "GDELT events, 1.0 and 2.0",
    "GDELT Event Database Codebook 2.0, 2015",
    marks=(("globaleventid", "sqldate"),),
    rules=(
        Rule("event_id", ("GLOBALEVENTID",), plain_number),
        Rule("date", ("SQLDATE",), plain_number),
        Rule("title", ("EventCode", "Actor1Name", "Actor2Name", "ActionGeo_FullName"), _title,
             "the actors, the words of the CAMEO code, where"),
        Rule("event_type", ("EventCode",), event_type, "by its CAMEO code: see below"),
        Rule("sub_event_type", ("EventCode",), words_of, "the words of its CAMEO code"),
        Rule("actor1", ("Actor1Name",)),
        Rule("actor2", ("Actor2Name",)),
        Rule("places", ("ActionGeo_FullName",), _place),
        Rule("latitude", ("ActionGeo_Lat",)),
        Rule("longitude", ("ActionGeo_Long",)),
        Rule("geo_precision", ("ActionGeo_Type",), coded({"0": "country"} | _PRECISION),
             "3 and 4 town; 2 and 5 admin1; 1 country: not drawn"),
        Rule("url", ("SOURCEURL",)),
    ),
    coded=True,
    unread=("Year",),
)  # fmt: skip
