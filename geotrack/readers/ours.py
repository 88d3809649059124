"""Two tables of geotrack's own (events, locations) -> one table, a row an event at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.columns import fold_header
from geotrack.grouping import split_names
from geotrack.readers.raw import Note, RawTable, make_raw

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of a location what an event table may say of it; how it was found is found anew.
OF_LOCATIONS = {"name": "places", "role": "role", "parents": "parents", "longitude": "longitude",
                "latitude": "latitude", "radius_km": "radius_km",
                "geo_precision": "geo_precision", "country": "country",
                "admin1": "admin1", "admin2": "admin2"}  # fmt: skip
_EVENT_MARKS = frozenset(("event_id", "date", "date_kind", "places", "topics"))
# Earlier versions wrote none of these.
_LATER = frozenset(("parents",))
# Where the locations are read these say nothing more.
_COUNTED = frozenset(("places", "topics", "n_locations", "n_drawn"))


def is_events(headers: Iterable[str]) -> bool:
    """Whether these are the headers of events as geotrack writes them.

    >>> is_events(["event_id", "date", "date_kind", "places", "topics", "Ward"])
    True
    """
    return set(map(fold_header, headers)) >= _EVENT_MARKS


def is_locations(headers: Iterable[str]) -> bool:
    """Whether these are the headers of locations as geotrack writes them, without their events."""
    folded = set(map(fold_header, headers))
    return (
        folded >= {"location_id", "event_id", *OF_LOCATIONS} - _LATER and "date_kind" not in folded
    )


def with_locations(events: RawTable, locations: RawTable) -> RawTable:
    """The events with their places from the table of locations: a row an event at a place.

    An event keeps the row it has in its own table. Where a person has changed the places of an
    event there (`places`, `topics`), that is what counts, and a note says so. A location of an
    event that is not there is named in a note.
    """
    named = {fold_header(str(header)): str(header) for header in events.frame.columns}
    kept = [str(h) for h in events.frame.columns if fold_header(str(h)) not in _COUNTED]
    spots = {fold_header(str(header)): str(header) for header in locations.frame.columns}
    of_event: dict[str, list[dict[str, str]]] = {}
    for line in locations.frame.to_dict("records"):
        spot = {column: line[spots[column]] if column in spots else "" for column in OF_LOCATIONS}
        of_event.setdefault(line[spots["event_id"]].strip(), []).append(spot)
    lines, rows, changed = [], [], []
    nowhere = [""] * (len(OF_LOCATIONS) + 1)
    for row, line in zip(events.rows, events.frame.to_dict("records"), strict=True):
        own = [line[header] for header in kept]
        there = of_event.pop(line[named["event_id"]].strip(), [])
        scenes, topics = line[named["places"]], line[named["topics"]]
        told = {name for cell in (scenes, topics) for name in split_names(cell)}
        if told == {name for spot in there for name in split_names(spot["name"])}:
            spots_told = [[*spot.values(), ""] for spot in there] or [nowhere]
        else:
            changed.append(row)
            spots_told = [[scenes, *nowhere[2:], topics]]
        for cells in spots_told:
            lines.append([*own, *cells])
            rows.append(row)
    headers = [*kept, *OF_LOCATIONS.values(), "topic"]
    notes = [*events.notes, *_notes(changed, sorted(of_event))]
    return make_raw(headers, lines, rows, events.file, tuple(notes))


def _notes(changed: list[int], lost: list[str]) -> list[Note]:
    reason = "the places of this event are not those of the sheet of locations: these are taken"
    notes = [Note(str(row), "", "", reason) for row in changed]
    reason = "not read: the sheet of locations names events that are not there"
    return notes + [Note("", "", ", ".join(lost)[:200], reason)] * bool(lost)
