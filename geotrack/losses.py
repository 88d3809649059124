"""What formats cannot hold, and which of it a project has: said before anyone misses it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotrack.schema import Presentation
    from geotrack.tables import Tables


class Loss(NamedTuple):
    """Something a format cannot hold: a table, or a column as "table.column", in words.

    "events" means that some events cannot be written at all: the writer counts them itself;
    "accounts" the events of which several reports tell in words of their own.
    """

    what: str
    words: str


FIGURES = Loss("figures", "figures")
OUTLINES = Loss("places.area", "outlines of places")
OFFSETS = Loss("accounts.start", "where in a report a quote stands")
TOLD_DATES = Loss("accounts.date_told", "the words that carry a date")
REPORTS = Loss("reports.published", "titles, dates and languages of reports")
ROLES = Loss("locations.role", "which places are venues")
COORDINATES = Loss("locations.longitude", "coordinates")
PLACES = Loss("locations.reason", "why a place stands where it stands, and what else it could be")
QUOTES = Loss("accounts", "which words are whose, where several reports tell of an event")
PARENTS = Loss("locations.parents", "divisions that places are said to lie in")
MARKING = Loss("presentation.marking", "the marking")
OWN_COLUMNS = Loss("presentation.publish", "columns of the table's own that are published")
SUB_TYPES = Loss("events.sub_event_type", "sub-types of events")
BASES = Loss("events.date_basis", "what carries a date")

# A table of features, one row an event at a place.
OF_FEATURES = (FIGURES, OUTLINES, REPORTS, OFFSETS, TOLD_DATES, QUOTES)
# A table of events: their places by name only.
_OF_ROWS = (COORDINATES, PARENTS, PLACES, ROLES, FIGURES, OUTLINES, REPORTS, OFFSETS, TOLD_DATES)
OF_EVENTS = (*_OF_ROWS, QUOTES, MARKING)
# The same, to be read: the marking has its place, the rest stands in one text.
_IN_WORDS = (
    Loss("events.status", "the status, but in words behind the title"),
    Loss("events.notes", "notes as a column of their own"),
    Loss("events.actor1", "first actors as a column of their own"),
    Loss("events.actor2", "second actors as a column of their own"),
    Loss("events.fatalities_low", "the lowest count of killed, but in words"),
    Loss("events.fatalities_high", "the highest count of killed, but in words"),
    Loss("events.claimed_by", "whose claim it is as a column of its own"),
    Loss("accounts.quote", "which words are whose"),
    Loss("presentation.publish", "published columns of the table's own, but in words"),
)
OF_PAGES = (*_OF_ROWS, SUB_TYPES, BASES, *_IN_WORDS)
OF_TIMELINES = (
    Loss("events", "events without a date"),
    Loss("events.date", "whether an event lasted or was one day within, but in words"),
    Loss("locations.name", "places as a column of their own"),
    *OF_PAGES,
)
OF_ACLED = (
    Loss("events", "events that ACLED's columns cannot state (docs/how-to.md says which)"),
    Loss("events.date", "dates but for a day and its precision"),
    Loss("events.title", "titles, but at the beginning of notes"),
    Loss("events.notes", "notes without the title before them"),
    SUB_TYPES,
    Loss("accounts.quote", "quotes and addresses of reports"),
    Loss("events.fatalities_high", "the highest count of killed"),
    Loss("events.claimed_by", "whose claim an event is"),
    BASES,
    PARENTS,
    PLACES,
    *OF_FEATURES,
    OWN_COLUMNS,
    MARKING,
)
OF_LINKED_PLACES = (Loss("events", "events that name no place"), PARENTS, *OF_FEATURES)
OF_LOCATIONS = (Loss("events.title", "the events' own columns"), *OF_FEATURES, MARKING)


def lost(
    losses: tuple[Loss, ...], parts: Iterable[Tables], presentation: Presentation
) -> list[str]:
    """What of it these tables have at all, in words; of large tables parts come one by one, an
    event in one of them.

    >>> from geotrack.schema import Presentation
    >>> from geotrack.tables import empty_tables, make_table
    >>> tables = empty_tables() | {"figures": make_table("figures", [{"figure_id": "f"}])}
    >>> lost((FIGURES, MARKING), [tables], Presentation())
    ['figures (1)']
    """
    numbers: Counter[Loss] = Counter()
    for tables in parts:
        numbers.update({loss: _held(loss.what, tables) for loss in losses})
    told = []
    for loss in losses:
        name, _, column = loss.what.partition(".")
        if name == "presentation":
            told += [loss.words] if getattr(presentation, column) else []
        elif numbers[loss]:
            told.append(f"{loss.words} ({numbers[loss]:,})")
    return told


def _held(what: str, tables: Tables) -> int:
    """How many rows have it."""
    name, _, column = what.partition(".")
    if name not in tables or what == "events":
        return 0
    table = tables[name]
    if what == "accounts":
        told = table[table["quote"] != ""].drop_duplicates(["event_id", "quote"])
        return int((told["event_id"].value_counts() > 1).sum())
    if not column:
        return len(table)
    values = table[column]
    return int((values.notna() & (values.astype("str") != "")).sum())
