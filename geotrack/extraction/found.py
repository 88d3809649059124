"""What is found in a text, before it becomes rows: toponyms, figures, events."""

from __future__ import annotations

from typing import NamedTuple


class Toponym(NamedTuple):
    """A span that names a place, or people by their place (kind `demonym`: "Iraqi").

    Offsets are code points, `end` exclusive. `role` is what the name stands for: `literal` (a
    place on the ground), `actor` ("Ankara said") or `modifier` ("the Baghdad meeting").
    `parents` are the wider places the text binds to it, narrowest first ("Duhok" of Zakho).
    `division` is the kind of division written behind it ("district"). `score` is how sure it is
    that the span names a place at all; `rule` is what found it.
    """

    start: int
    end: int
    name: str
    kind: str = "place"
    role: str = "literal"
    parents: tuple[str, ...] = ()
    score: float = 1.0
    rule: str = ""
    division: str = ""

    @property
    def in_full(self) -> str:
        """The name as it is asked for: "Zakho district" is another place than Zakho.

        >>> Toponym(0, 5, "Zakho", division="district").in_full
        'Zakho district'
        """
        return f"{self.name} {self.division}" if self.division else self.name


class FoundFigure(NamedTuple):
    """A counted thing of an event: "at least five killed" is what="killed", 5 and None (open).

    `start` and `end` are the words that carry it; `places` are positions in the report's
    toponyms, counted jointly. `value_high` is None where the text gives no upper bound.
    """

    start: int
    end: int
    what: str
    unit: str
    value_low: float
    value_high: float | None
    places: tuple[int, ...] = ()
    cumulative: bool = False


class FoundEvent(NamedTuple):
    """An event a report tells of, with the words that carry it and the rules that fired.

    `start` and `end` bound the quote, a sentence as a rule; `trigger` the word that gave the
    type. `scenes`, `venues`, `topics` are positions in the report's toponyms, `date` one in its
    dates (None: no date governs it). `left_out` says why it is a candidate only; empty for an
    event. Statuses and types are those of schema.py.
    """

    start: int
    end: int
    trigger: tuple[int, int]
    event_type: str
    sub_event_type: str = ""
    status: str = "occurred"
    title: str = ""
    actor1: str = ""
    actor2: str = ""
    claimed_by: str = ""
    scenes: tuple[int, ...] = ()
    venues: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    date: int | None = None
    fatalities_low: float | None = None
    fatalities_high: float | None = None
    figures: tuple[FoundFigure, ...] = ()
    score: float = 0.0
    rules: tuple[str, ...] = ()
    left_out: str = ""
