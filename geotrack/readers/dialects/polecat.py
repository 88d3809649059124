"""POLECAT: weekly files of PLOVER events, tab separated."""

from __future__ import annotations

from geotrack.readers.dialects.rules import Dialect, Rule, plain_number

_DIPLOMACY, _STRATEGIC = "Diplomacy and politics", "Strategic developments"
_CIVILIANS, _REMOTE = "Violence against civilians", "Explosions/Remote violence"
# PLOVER's sixteen types (PLOVER Codebook 2.0); ASSAULT is a matter of its mode.
TYPES = {
    "AGREE": _DIPLOMACY, "CONSULT": _DIPLOMACY, "SUPPORT": _DIPLOMACY, "CONCEDE": _DIPLOMACY,
    "COOPERATE": _DIPLOMACY, "AID": _DIPLOMACY, "REQUEST": _DIPLOMACY, "ACCUSE": _DIPLOMACY,
    "REJECT": _DIPLOMACY, "THREATEN": _DIPLOMACY, "SANCTION": _DIPLOMACY,
    "RETREAT": _STRATEGIC, "MOBILIZE": _STRATEGIC, "COERCE": _STRATEGIC,
    "PROTEST": "Protests", "ASSAULT": _CIVILIANS,
}  # fmt: skip
# Modes that are another type, or that ACLED has a sub-type for.
MODES = {
    ("PROTEST", "riot"): ("Riots", "Violent demonstration"),
    ("COERCE", "arrest"): (_STRATEGIC, "Arrests"),
    ("ASSAULT", "abduct"): (_CIVILIANS, "Abduction/forced disappearance"),
    ("ASSAULT", "sexual"): (_CIVILIANS, "Sexual violence"),
    ("ASSAULT", "explosives"): (_REMOTE, "Remote explosive/landmine/IED"),
    ("ASSAULT", "suicide-attack"): (_REMOTE, "Suicide bomb"),
    ("ASSAULT", "heavy-weapons"): (_REMOTE, "Shelling/artillery/missile attack"),
    ("ASSAULT", "aerial"): (_REMOTE, "Air/drone strike"),
    ("ASSAULT", "drones"): (_REMOTE, "Air/drone strike"),
}
# What PLOVER says of whether it happened.
_STATUS = {"future": "planned", "hypothetical": "alleged", "negation": "denied"}
_ARMED = ("MIL", "REB", "PAR")


def _mode(text: str) -> str:
    return text.strip().casefold().replace("_", "-").replace(" ", "-")


def _type(kind: str, mode: str, sector: str) -> str:
    kind = kind.strip().upper()
    if (kind, _mode(mode)) in MODES:
        return MODES[kind, _mode(mode)][0]
    armed = any(code in sector.upper() for code in _ARMED)
    return "Battles" if kind == "ASSAULT" and armed else TYPES.get(kind, "")


def _sub_type(kind: str, mode: str) -> str:
    found = MODES.get((kind.strip().upper(), _mode(mode)))
    told = (kind.strip().capitalize(), _mode(mode))
    return found[1] if found else ": ".join(filter(None, told))


def _status(mode: str, contexts: str) -> str:
    told = {_mode(part) for part in (mode, *contexts.split(";"))}
    return next((status for word, status in _STATUS.items() if word in told), "")


def _title(kind: str, mode: str, who: str, whom: str, where: str) -> str:
    sides = " – ".join(filter(None, (who, whom)))
    told = ": ".join(filter(None, (sides, _sub_type(kind, mode))))
    return f"{told} ({where})" if told and where else told


def _place(city: str, placename: str, district: str, province: str, country: str) -> str:
    """What the point stands for: the sharpest of these that is told."""
    return city or placename or district or province or country


def _precision(kind: str, city: str, district: str, province: str) -> str:
    """A GeoNames feature code where there is one, else the sharpest column that is filled."""
    kind = kind.strip().upper().rpartition(".")[2]
    codes = {"PCL": "country", "ADM1": "admin1", "ADM2": "admin2", "PPL": "town"}
    for start, precision in codes.items():
        if kind.startswith(start):
            return precision
    if kind:
        return "area"
    if city:
        return "town"
    return "admin2" if district else "admin1" if province else "country"


POLECAT = Dialect(
    "polecat",
    "POLECAT",
    "PLOVER Codebook 2.0; POLECAT column list, 2023",
    marks=(("event_id", "quad_code", "event_mode"), ("actor_name", "recipient_name", "quad_code")),
    rules=(
        Rule("event_id", ("Event ID",)),
        Rule("date", ("Event Date",)),
        Rule("title", ("Event Type", "Event Mode", "Actor Name", "Recipient Name", "Placename"),
             _title, "the actors, the type and mode, where"),
        Rule("event_type", ("Event Type", "Event Mode", "Primary Recipient Sector"), _type,
             "by type and mode: see below"),
        Rule("sub_event_type", ("Event Type", "Event Mode"), _sub_type,
             "ACLED's where it fits, else type and mode"),
        Rule("status", ("Event Mode", "Contexts"), _status,
             "future: planned; hypothetical: alleged; negation: denied"),
        Rule("actor1", ("Actor Name",)),
        Rule("actor2", ("Recipient Name",)),
        Rule("places", ("City", "Placename", "District", "Province", "Country"), _place,
             "the first of these that is filled"),
        Rule("admin1", ("Province",)),
        Rule("country", ("Country",)),
        Rule("latitude", ("Latitude",)),
        Rule("longitude", ("Longitude",)),
        Rule("geo_precision", ("Feature Type", "City", "District", "Province"), _precision,
             "PPL town, ADM2 admin2, ADM1 admin1, PCL country (not drawn), else area; without a "
             "feature type the sharpest column that is filled"),
        Rule("source", ("Source",), lambda text: text.replace(";", ",")),
        Rule("report_date", ("Publication Date",)),
        Rule("report_title", ("Headline",)),
        Rule("geonames_id", ("GeoNames ID",), plain_number, "private"),
    ),
    coded=True,
    unread=("Intensity", "Language", "Version", "District"),
)  # fmt: skip
