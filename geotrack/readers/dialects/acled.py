"""ACLED's exports (CSV, XLSX) and the answers of its API (JSON)."""

from __future__ import annotations

import difflib

from geotrack.readers.dialects.rules import Dialect, Rule, coded, plain_number
from geotrack.schema import EVENT_TYPES

# The types of ACLED, and those of files from before 2019 (ACLED Codebook, 2019 and 2023).
_TYPES = {name.casefold(): name for name in EVENT_TYPES[:6]} | {
    "battle-no change of territory": "Battles",
    "battle-government regains territory": "Battles",
    "battle-non-state actor overtakes territory": "Battles",
    "remote violence": "Explosions/Remote violence",
    "riots/protests": "Riots",
    "strategic development": "Strategic developments",
    "headquarters or base established": "Strategic developments",
    "non-violent transfer of territory": "Strategic developments",
}
# So like must a misspelt type be to the right one.
_LIKE = 0.85
# ACLED's inter1 and inter2 in files from before 2024; newer ones have the words.
INTER = {
    "0": "", "1": "State forces", "2": "Rebel group", "3": "Political militia",
    "4": "Identity militia", "5": "Rioters", "6": "Protesters", "7": "Civilians",
    "8": "External/Other forces",
}  # fmt: skip


def event_type(text: str) -> str:
    """One of ACLED's types, misspelt or of an older file; else the text itself.

    >>> event_type("Explosions/Remote Violance"), event_type("Battle-No change of territory")
    ('Explosions/Remote violence', 'Battles')
    """
    folded = " ".join(text.casefold().split())
    near = difflib.get_close_matches(folded, _TYPES, n=1, cutoff=_LIKE)
    return _TYPES[near[0]] if near else text


def _disorder(text: str) -> str:
    kinds = ("Political violence", "Demonstrations", "Strategic developments")
    parts = [difflib.get_close_matches(part.strip(), kinds, n=1, cutoff=_LIKE) or [part.strip()]
             for part in text.split(";")]  # fmt: skip
    return "; ".join(part[0] for part in parts)


ACLED = Dialect(
    "acled",
    "ACLED, exported or from the API",
    "ACLED Codebook, 2023",
    marks=(("event_id_cnty", "event_date"), ("event_date", "sub_event_type", "inter1")),
    rules=(
        Rule("event_id", ("event_id_cnty", "data_id")),
        Rule("date", ("event_date",)),
        Rule("time_precision", ("time_precision",), plain_number,
             "1 the day, 2 its week, 3 its month"),
        Rule("event_type", ("event_type",), event_type,
             "misspelt ones and those of before 2019 as today's"),
        Rule("sub_event_type", ("sub_event_type",)),
        Rule("actor1", ("actor1",)),
        Rule("actor2", ("actor2",)),
        Rule("places", ("location",)),
        Rule("admin2", ("admin2",)),
        Rule("admin1", ("admin1",)),
        Rule("country", ("country",)),
        Rule("latitude", ("latitude",)),
        Rule("longitude", ("longitude",)),
        Rule("geo_precision", ("geo_precision",), plain_number,
             "1 town (3 km), 2 area (15 km), 3 admin1 (60 km)"),
        Rule("source", ("source",), None, "parted at `;`, a report each"),
        Rule("notes", ("notes",)),
        Rule("fatalities", ("fatalities",)),
        Rule("disorder_type", ("disorder_type",), _disorder, "misspelt ones put right; private"),
        Rule("inter1", ("inter1",), coded(INTER), "codes 1 to 8 as words; private"),
        Rule("inter2", ("inter2",), coded(INTER), "codes 1 to 8 as words; private"),
    ),
    coded=True,
    unread=("year", "region", "iso", "admin3", "timestamp", "interaction"),
)  # fmt: skip
