"""The columns of GDELT's files, which have no header (GDELT Event Codebooks 1.03 and 2.0)."""

from __future__ import annotations

import re

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
          "Religion2Code", "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_HEAD = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip
_SPOTS = ("Actor1Geo", "Actor2Geo", "ActionGeo")
# Version 2.0; version 1.0 lacks the second-level division, its first years the address too.
COLUMNS = (
    *_HEAD,
    *(f"{spot}_{part}" for spot in _SPOTS for part in _PLACE),
    "DATEADDED",
    "SOURCEURL",
)
_OLD = tuple(name for name in COLUMNS if not name.endswith("ADM2Code"))
_BY_WIDTH = {61: COLUMNS, 58: _OLD, 57: _OLD[:-1]}
_FIRST_LINE = re.compile(r"\d{5,12}\t(?:19|20)\d{6}\t(?:19|20)\d{4}\t(?:19|20)\d\d\t")


def gdelt_header(text: str) -> tuple[str, ...]:
    """The header that a file of GDELT's lacks; nothing for any other text.

    >>> gdelt_header("date,title"), len(COLUMNS)
    ((), 61)
    """
    if not _FIRST_LINE.match(text):
        return ()
    first = text[: text.find("\n")] if "\n" in text else text
    return _BY_WIDTH.get(first.count("\t") + 1, ())
