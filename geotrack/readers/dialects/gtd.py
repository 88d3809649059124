"""The Global Terrorism Database (START, University of Maryland), as .xlsx or CSV."""

from __future__ import annotations

import math

from geotrack.readers.dialects.rules import Dialect, Rule, coded, plain_number

_UNKNOWN = ("unknown", "-9", "-99", ".")
# attacktype1 (GTD Codebook, August 2021) as ACLED's types; armed assaults on armed forces are
# battles, see `_type`.
_TYPES = {
    "1": "Violence against civilians", "2": "Violence against civilians",
    "3": "Explosions/Remote violence", "4": "Violence against civilians",
    "5": "Violence against civilians", "6": "Violence against civilians",
    "7": "Strategic developments", "8": "Violence against civilians",
}  # fmt: skip
_TYPE_WORDS = {
    "assassination": "1", "armed assault": "2", "bombing/explosion": "3", "hijacking": "4",
    "hostage taking (barricade incident)": "5", "hostage taking (kidnapping)": "6",
    "facility/infrastructure attack": "7", "unarmed assault": "8",
}  # fmt: skip
# targtype1: police, military, terrorists and non-state militias.
_ARMED = ("3", "4", "17")
_SPECIFICITY = {"1": "town", "2": "admin2", "3": "admin2", "4": "admin1", "5": "country"}


def _known(text: str) -> str:
    return "" if text.casefold() in _UNKNOWN else text


def _type(code: str, words: str, target: str) -> str:
    code = plain_number(code) or _TYPE_WORDS.get(words.casefold(), "")
    if code == "2" and plain_number(target) in _ARMED:
        return "Battles"
    return _TYPES.get(code, "")


def _killed(text: str) -> str:
    """A count that several attacks share is a fraction: one of the whole numbers about it."""
    try:
        number = float(text)
    except ValueError:
        return _known(text)
    if number < 0 or not math.isfinite(number):
        return ""
    low, high = math.floor(number), math.ceil(number)
    return str(low) if low == high else f"{low}-{high}"


def _group(name: str, uncertain: str) -> str:
    name = _known(name)
    return f"{name} (suspected)" if name and plain_number(uncertain) == "1" else name


def _date_end(resolution: str, extended: str) -> str:
    return resolution if plain_number(extended) == "1" else ""


def _notes(summary: str, doubt: str) -> str:
    told = (
        "Whether it was terrorism is in doubt (doubtterr 1)." if plain_number(doubt) == "1" else ""
    )
    return " ".join(filter(None, (summary, told)))


def _precision(specificity: str, vicinity: str) -> str:
    found = coded(_SPECIFICITY)(specificity)
    return "area" if found == "town" and plain_number(vicinity) == "1" else found


def _title(attack: str, group: str, city: str, country: str) -> str:
    where = _known(city) or _known(country)
    who = f" by {_known(group)}" if _known(group) else ""
    return f"{_known(attack) or 'Attack'}{who}" + (f": {where}" if where else "")


GTD = Dialect(
    "gtd",
    "Global Terrorism Database",
    "GTD Codebook, August 2021",
    marks=(("eventid", "iyear", "imonth"),),
    rules=(
        Rule("event_id", ("eventid",), plain_number),
        Rule("year", ("iyear",)),
        Rule("month", ("imonth",), None, "0 is unknown"),
        Rule("day", ("iday",), None, "0 is unknown"),
        Rule("date_end", ("resolution", "extended"), _date_end, "where `extended` is 1"),
        Rule("title", ("attacktype1_txt", "gname", "city", "country_txt"), _title,
             "the attack, by whom, where"),
        Rule("notes", ("summary", "doubtterr"), _notes, "and a doubt that it was terrorism"),
        Rule("event_type", ("attacktype1", "attacktype1_txt", "targtype1"), _type,
             "3 Explosions/Remote violence; 7 Strategic developments; 2 against police, military "
             "or militias Battles; else Violence against civilians; 9 none"),
        Rule("sub_event_type", ("attacktype1_txt",), _known),
        Rule("actor1", ("gname", "guncertain1"), _group, "`guncertain1` 1: suspected"),
        Rule("actor2", ("target1", "targtype1_txt"), lambda a, b: _known(a) or _known(b)),
        Rule("fatalities", ("nkill",), _killed, "a fraction: between the whole numbers about it"),
        Rule("places", ("city",), _known),
        Rule("admin1", ("provstate",), _known),
        Rule("country", ("country_txt",), _known),
        Rule("latitude", ("latitude",)),
        Rule("longitude", ("longitude",)),
        Rule("geo_precision", ("specificity", "vicinity"), _precision,
             "1 town (area with `vicinity` 1), 2 and 3 admin2, 4 admin1, 5 country: not drawn"),
        Rule("report_title", ("scite1", "scite2", "scite3"),
             lambda *told: "\n".join(" ".join(one.split()) for one in told if one),
             "a report each"),
    ),
    coded=True,
    unread=("location", "country", "region", "target", "type"),
)  # fmt: skip
