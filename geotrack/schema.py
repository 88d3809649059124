"""The tables, their columns and their vocabularies: declared once, used by every room.

Data flows as pandas tables. Text columns hold str and the empty text where nothing is known;
number columns hold float64 (or Int64) and NaN (or NA). A column that is not `published` never
reaches an output. Coordinates are WGS 84 degrees, longitude first; distances end in `_km`.
"""

from __future__ import annotations

from typing import NamedTuple

# One type serves all numbers that may be unknown; counts that are always known are "integer".
TEXT, NUMBER, INTEGER = "text", "number", "integer"


class Column(NamedTuple):
    """One column: its name, type, what it means, its unit and closed vocabulary if it has one."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    vocabulary: tuple[str, ...] = ()
    published: bool = True


# --- vocabularies -------------------------------------------------------------------------

# Drawn in this order. The first six are ACLED's event types (ACLED Codebook, 2023); the
# seventh is ours, for what ACLED does not record.
EVENT_TYPES = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
    "Diplomacy and politics",
)
OTHER_TYPE = "Other"
STATUSES = ("occurred", "planned", "demanded", "alleged", "denied")
DATE_KINDS = ("day", "within", "lasting", "")
TIME_PRECISIONS = ("day", "week", "month", "season", "year", "longer", "unknown")
# Who says so: the text itself, the document's metadata, an inference of the analyst's from
# the text, or knowledge from outside it (the date then bears EDTF's `?`).
DATE_BASES = ("text", "metadata", "analyst", "outside", "none", "")
ROLES = ("scene", "venue", "topic")
# The roles that are drawn on maps: a topic is what is talked about, not where it happened.
DRAWN_ROLES = ("scene", "venue")
# Sharpest first. `exact`: given coordinates; the others follow the kind of the place.
GEO_PRECISIONS = ("exact", "town", "area", "admin2", "admin1", "country", "none")
# A place known only this coarsely is named in the tray, never pinned.
UNDRAWN_PRECISIONS = ("country", "none")
AREA_KINDS = ("outline", "circle", "")
PLACE_KINDS = (
    "city",
    "town",
    "village",
    "camp",
    "base",
    "crossing",
    "airport",
    "mountain",
    "valley",
    "river",
    "island",
    "desert",
    "sea",
    "area",
    "subdistrict",
    "district",
    "governorate",
    "region",
    "country",
    "continent",
)
# Divisions cover the places in them; they are known by outline or radius, not by a point.
DIVISION_KINDS = ("governorate", "district", "subdistrict")
PRECISION_OF_KIND = {
    "city": "town",
    "town": "town",
    "village": "town",
    "camp": "area",
    "base": "area",
    "crossing": "town",
    "airport": "town",
    "mountain": "area",
    "valley": "area",
    "river": "area",
    "island": "area",
    "desert": "area",
    "sea": "country",
    "area": "area",
    "subdistrict": "admin2",
    "district": "admin2",
    "governorate": "admin1",
    "region": "country",
    "country": "country",
    "continent": "country",
}
# The roles of toponyms in text (`geotrack parse`) and what they become at an event.
ROLE_OF_MENTION = {"literal": "scene", "actor": "", "modifier": "topic"}

# The sections a briefing may have, in their usual order.
SECTIONS = (
    "contents",
    "key",
    "claims",
    "map",
    "new",
    "timeline",
    "chronology",
    "areas",
    "themes",
    "unsure",
    "disputed",
    "off_map",
    "sources",
    "method",
)

# --- tables -------------------------------------------------------------------------------

_EVENT_ID = Column("event_id", TEXT, "the event's stable id: the given one, else a hash")
_REPORT_ID = Column("report_id", TEXT, "the report's id")
_LONGITUDE = Column("longitude", NUMBER, "east of Greenwich, WGS 84", "degree")
_LATITUDE = Column("latitude", NUMBER, "north of the equator, WGS 84", "degree")
_RADIUS = Column("radius_km", NUMBER, "the true spot lies within this distance", "km")
_ADMIN1 = Column("admin1", TEXT, "first-level division (governorate, province, state)")
_ADMIN2 = Column("admin2", TEXT, "second-level division (district)")
_COUNTRY = Column("country", TEXT, "ISO 3166-1 alpha-2 code")
_CLAIMED_BY = Column("claimed_by", TEXT, "whose claim it is, where the report says so")

REPORTS = (
    _REPORT_ID,
    Column("title", TEXT, "what the document is about"),
    Column("publisher", TEXT, "who published it"),
    Column("author", TEXT, "who wrote it", published=False),
    Column("published", TEXT, "EDTF date of publication"),
    Column("published_basis", TEXT, "what carries that date", vocabulary=DATE_BASES),
    Column("language", TEXT, "BCP 47 tag"),
    Column("url", TEXT, "where it can be read"),
    Column("notes", TEXT, "remarks on the document"),
    Column("path", TEXT, "the document's file, relative to the project", published=False),
    Column("sha256", TEXT, "the document's checksum", published=False),
    Column("text", TEXT, "the document's text", published=False),
)

# TIMEX3's types of dates in text (ISO-TimeML).
TIMEX_TYPES = ("DATE", "TIME", "DURATION", "SET")
MENTION_KINDS = ("place", "demonym", "date", "actor")

MENTIONS = (
    _REPORT_ID,
    Column("start", NUMBER, "the mention's first code point in the report's text", "code points"),
    Column("end", NUMBER, "one past its last code point", "code points"),
    Column("text", TEXT, "the words"),
    Column("kind", TEXT, "what is mentioned", vocabulary=MENTION_KINDS),
    Column("role", TEXT, "of a place: literal, actor or modifier"),
    Column("type", TEXT, "of a date: TIMEX3's type", vocabulary=TIMEX_TYPES),
    Column("value", TEXT, "of a date: TIMEX3's value; of a place: the place_id"),
    Column("edtf", TEXT, "of a date: EDTF; empty for durations and what is not resolved"),
    Column("interval", TEXT, "of a date: EDTF of the longer time it bounds (since 2019)"),
    Column("score", NUMBER, "how sure, 0 to 1; empty for dates, which rules find"),
    Column("rule", TEXT, "what found it"),
    Column("reason", TEXT, "why a date stays open"),
)

EVENTS = (
    _EVENT_ID,
    Column("date", TEXT, "EDTF date, no sharper than the source allows"),
    Column("date_start", TEXT, "first possible day, YYYY-MM-DD"),
    Column("date_end", TEXT, "last possible day, YYYY-MM-DD; an open end stops at as_of"),
    Column(
        "date_kind",
        TEXT,
        "day; within: one unknown day between start and end; lasting: all of them",
        vocabulary=DATE_KINDS,
    ),
    Column("time_precision", TEXT, "how sharp the date is", vocabulary=TIME_PRECISIONS),
    Column("date_basis", TEXT, "what carries the date", vocabulary=DATE_BASES),
    Column("title", TEXT, "the event in one line"),
    Column("notes", TEXT, "what else is known, and how it was read"),
    Column("event_type", TEXT, "ACLED's six types, or Diplomacy and politics"),
    Column("sub_event_type", TEXT, "ACLED's 25 sub-types, or those of docs/formats.md"),
    Column("actor1", TEXT, "who acted"),
    Column("actor2", TEXT, "on or with whom"),
    Column("fatalities_low", NUMBER, "at least so many killed", "persons"),
    Column("fatalities_high", NUMBER, "at most so many killed; unknown if empty", "persons"),
    Column("status", TEXT, "whether it happened", vocabulary=STATUSES),
    _CLAIMED_BY,
    Column("origin", TEXT, "input file and row", published=False),
    Column(
        "extra",
        TEXT,
        "the table's other columns as a JSON object; those that `columns.publish` names are "
        "published under their own names",
        published=False,
    ),
)

# What a row of events says beside the event's own columns, gathered from the other tables.
EVENT_EXTRAS = (
    Column("places", TEXT, "scenes and venues as written, joined by '; '"),
    Column("topics", TEXT, "places talked about, joined by '; '"),
    Column("n_locations", INTEGER, "at how many places it is"),
    Column("n_drawn", INTEGER, "at how many of them maps draw it"),
    Column("sources", TEXT, "ids of the reports that tell of it, joined by ';'"),
    Column("quote", TEXT, "the words that carry it, joined by ' / '"),
    Column("source", TEXT, "publishers, or titles where none is known, joined by '; '"),
    Column("source_url", TEXT, "where those reports can be read, joined by a space"),
)

ACCOUNTS = (
    _EVENT_ID,
    _REPORT_ID,
    Column("start", NUMBER, "the quote's first code point in the report", "code points"),
    Column("end", NUMBER, "one past the quote's last code point", "code points"),
    Column("quote", TEXT, "the words that carry the event"),
    _CLAIMED_BY,
    Column("date_told", TEXT, "the words that carry the date"),
    Column("told_as", TEXT, "the event id this account came in under, before merges"),
)

FIGURES = (
    Column("figure_id", TEXT, "the figure's id"),
    Column("event_id", TEXT, "the event it belongs to, if any"),
    Column("place_ids", TEXT, "the places it counts jointly, joined by ';'"),
    Column("places", TEXT, "those places as written, joined by '; '"),
    Column("what", TEXT, "what is counted"),
    Column("unit", TEXT, "in what unit"),
    Column("value_low", NUMBER, "at least so many"),
    Column("value_high", NUMBER, "at most so many; unknown if empty"),
    Column("date", TEXT, "EDTF date the figure holds for"),
    Column("cumulative", TEXT, "yes: counts from some day on; may contain other events"),
    Column("total_of", TEXT, "figures this one is the total of: never drawn beside them"),
    _CLAIMED_BY,
    _REPORT_ID,
    Column("quote", TEXT, "the words that carry it"),
)

PLACES = (
    Column("place_id", TEXT, "gn: GeoNames, wof: Who's On First, gt: curated here"),
    Column("name", TEXT, "the name to show"),
    Column("name_local", TEXT, "the name in the local script, where attested"),
    Column("kind", TEXT, "what sort of place", vocabulary=PLACE_KINDS),
    _LONGITUDE,
    _LATITUDE,
    _RADIUS,
    Column("area", TEXT, "its ground as a GeoJSON geometry, where it is more than a circle"),
    Column(
        "area_kind",
        TEXT,
        "outline: a licensed one; circle: of radius_km, cut at the border of its country",
        vocabulary=AREA_KINDS,
    ),
    _COUNTRY,
    _ADMIN1,
    _ADMIN2,
    Column("population", NUMBER, "inhabitants", "persons"),
    Column("source", TEXT, "where the record comes from"),
    Column("confidence", TEXT, "high, medium or low"),
    Column("same_as", TEXT, "ids of the same place elsewhere, joined by ';'"),
)

NAMES = (
    Column("place_id", TEXT, "the place"),
    Column("name", TEXT, "one of its names"),
    Column("lang", TEXT, "BCP 47 tag, script included; und where unknown"),
    Column("source", TEXT, "who attests it"),
)

LOCATIONS = (
    Column("location_id", TEXT, "event id and a hash of name and role"),
    _EVENT_ID,
    Column("name", TEXT, "the place as written"),
    Column("role", TEXT, "what the place is to the event", vocabulary=ROLES),
    Column("parents", TEXT, "divisions it is said to lie in, narrowest first, joined by ', '"),
    Column("place_id", TEXT, "the gazetteer's record; empty where not found or given"),
    Column("place_name", TEXT, "the record's name"),
    _LONGITUDE,
    _LATITUDE,
    _RADIUS,
    Column("geo_precision", TEXT, "how sharp the place is", vocabulary=GEO_PRECISIONS),
    _ADMIN1,
    _ADMIN2,
    _COUNTRY,
    Column("score", NUMBER, "how sure the match is, 0 to 1"),
    Column("reason", TEXT, "why it stands there, or why it stands nowhere"),
    Column("alternatives", TEXT, "runners-up: name (place_id, km away, score), joined by '; '"),
)

REJECTS = (
    Column("file", TEXT, "the input file"),
    Column("row", TEXT, "its row (1 is the header); empty where the whole file is meant"),
    Column("column", TEXT, "the column at fault"),
    Column("value", TEXT, "what stood there"),
    Column("reason", TEXT, "why it could not be used, and what would be right"),
)

CORRECTIONS = (
    Column("event_id", TEXT, "the event to correct; empty for a place name in all events"),
    Column("name", TEXT, "the place as written, for column `place`"),
    Column("column", TEXT, "an event column, or place, drop, merge, apart, split"),
    Column("old", TEXT, "what stood there; checked when given"),
    Column(
        "new",
        TEXT,
        "what is right: a value, a place id, the other event",
    ),
    Column("reason", TEXT, "why"),
)

# What the rules saw in a report and did not take for an event, with the reason.
CANDIDATES = (
    _REPORT_ID,
    Column("file", TEXT, "the document"),
    Column("start", NUMBER, "the quote's first code point in the report", "code points"),
    Column("end", NUMBER, "one past the quote's last code point", "code points"),
    Column("quote", TEXT, "the words looked at"),
    Column("trigger", TEXT, "the word that made them a candidate"),
    Column("event_type", TEXT, "the type it would have had"),
    Column("sub_event_type", TEXT, "the sub-type it would have had"),
    Column("status", TEXT, "the status it would have had", vocabulary=STATUSES),
    Column("date", TEXT, "EDTF date it would have had"),
    Column("places", TEXT, "places it would have had, joined by '; '"),
    Column("score", NUMBER, "how sure, 0 to 1"),
    Column("rules", TEXT, "the rules that fired, joined by '; '"),
    Column("reason", TEXT, "why it was left out"),
)

# Pairs that may be one happening told twice; the first six columns are a row of corrections.
MERGES = (
    Column("event_id", TEXT, "the event that would be dissolved"),
    Column("name", TEXT, "empty: as in corrections"),
    Column("column", TEXT, "merge: as in corrections"),
    Column("old", TEXT, "empty: as in corrections"),
    Column("new", TEXT, "the event that would take its accounts and places"),
    Column("reason", TEXT, "what speaks for it, as the reason of the correction"),
    Column("score", NUMBER, "how much speaks for it, 0 to 1"),
    Column("shared", TEXT, "fields that agree, and in what, joined by '; '"),
    Column("conflicting", TEXT, "fields that do not agree, joined by '; '"),
    Column("title", TEXT, "the title of event_id"),
    Column("into_title", TEXT, "the title of new"),
    Column("date", TEXT, "the EDTF date of event_id"),
    Column("into_date", TEXT, "the EDTF date of new"),
    Column("sources", TEXT, "report ids of event_id, joined by ';'"),
    Column("into_sources", TEXT, "report ids of new, joined by ';'"),
)

# What a person's spreadsheet is read into, before ids, dates and places are settled.
INTAKE = (
    _EVENT_ID,
    *(Column(name, TEXT, "as written") for name in ("date", "date_end", "time_precision")),
    *(Column(name, TEXT, "part of a date, as written") for name in ("year", "month", "day")),
    Column("date_prec", TEXT, "UCDP's: 1 the day, 2 to 5 one day between start and end"),
    *(c for c in EVENTS if c.name in ("date_basis", "title", "notes")),
    *(c for c in EVENTS if c.name in ("event_type", "sub_event_type", "actor1", "actor2")),
    Column("fatalities", TEXT, "as written; low and high win"),
    Column("fatalities_low", TEXT, "as written"),
    Column("fatalities_high", TEXT, "as written"),
    Column("status", TEXT, "as written"),
    _CLAIMED_BY,
    Column("places", TEXT, "scenes as written, joined by ';'"),
    Column("role", TEXT, "what the row's places are to the event: scene, venue or topic"),
    Column("venue", TEXT, "where people met, joined by ';'"),
    Column("topic", TEXT, "places talked about, joined by ';'"),
    Column("longitude", TEXT, "as written"),
    Column("latitude", TEXT, "as written"),
    Column("coordinates", TEXT, "both in one cell, as written: latitude first, but for WKT"),
    Column("geo_precision", TEXT, "as written"),
    Column("radius_km", TEXT, "as written: the true spot lies within this distance"),
    Column("where_prec", TEXT, "UCDP's, as written"),
    Column("country", TEXT, "parent of the places"),
    Column("admin1", TEXT, "parent of the places"),
    Column("admin2", TEXT, "parent of the places"),
    Column("parents", TEXT, "all of them, narrowest first, joined by ', '; wins over the three"),
    _REPORT_ID,
    Column("source", TEXT, "publishers, joined by ';'"),
    Column("report_title", TEXT, "their headlines, one a line"),
    Column("report_date", TEXT, "when they were published, joined by ';'"),
    Column("url", TEXT, "where it can be read"),
    Column("quote", TEXT, "the words that carry the event"),
    Column("date_told", TEXT, "the words that carry the date"),
)

# An event at a place as told, before the gazetteer has been asked.
NAMED_PLACES = (
    _EVENT_ID,
    Column("name", TEXT, "the place as written, its parents behind commas or in brackets"),
    Column("role", TEXT, "what the place is to the event", vocabulary=ROLES),
    Column("parents", TEXT, "parents from other columns, joined by ', '"),
    _LONGITUDE,
    _LATITUDE,
    _RADIUS,
    Column(
        "geo_precision",
        TEXT,
        "of given coordinates; without them the division the place is said to be",
        vocabulary=GEO_PRECISIONS,
    ),
    Column("coded", TEXT, "yes: the coordinate is that of a dataset with coders of its own"),
    Column("origin", TEXT, "input file and row", published=False),
)

# What the headers of the input files were read as; an ignored one may be nobody's business.
COLUMNS = (
    Column("file", TEXT, "the input file"),
    Column("header", TEXT, "its header as written", published=False),
    Column("column", TEXT, "the column it was read as; empty: ignored"),
    Column("holds", TEXT, "status: read as nothing, its cells look like statuses", published=False),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "reports": REPORTS,
    "mentions": MENTIONS,
    "events": EVENTS,
    "accounts": ACCOUNTS,
    "figures": FIGURES,
    "places": PLACES,
    "names": NAMES,
    "locations": LOCATIONS,
    "rejects": REJECTS,
    "corrections": CORRECTIONS,
    "intake": INTAKE,
    "named_places": NAMED_PLACES,
    "columns": COLUMNS,
    "candidates": CANDIDATES,
    "merges": MERGES,
}


def column_names(table: str) -> list[str]:
    """The declared columns of a table, in order.

    >>> column_names("rejects")
    ['file', 'row', 'column', 'value', 'reason']
    """
    return [column.name for column in TABLES[table]]


class Presentation(NamedTuple):
    """What every output says besides the data.

    `bounds` (west, south, east, north, degrees) is the region to frame, None: fit the data.
    `as_of` is the day (YYYY-MM-DD) the data speak for. `marking` (TLP, classification) stands
    on every page, picture and slide. `credits` are the licence lines of what was used.
    """

    name: str = "map"
    title: str = ""
    subtitle: str = ""
    language: str = "en"
    marking: str = ""
    as_of: str = ""
    bounds: tuple[float, float, float, float] | None = None
    credits: tuple[str, ...] = ()
    version: str = ""
    # Columns of the person's own that are published: see tables.unfolded.
    publish: tuple[str, ...] = ()
