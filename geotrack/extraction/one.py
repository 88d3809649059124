"""One report's text -> what is found in it, as plain values: what runs in a process of its own.

No pandas, and nothing but what JSON holds goes in and comes out (see guarded.py).
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.extraction.dating.dates import DateMention, find_dates
from geotrack.extraction.events.finding import find_events
from geotrack.extraction.found import FoundEvent, FoundFigure, Toponym
from geotrack.extraction.recognizers import recognizer_named
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.geocoding.context import Context
from geotrack.geocoding.resolvers import resolver_named
from geotrack.geocoding.together import Mention

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer

Resolved = tuple[str, float]


class Asked(NamedTuple):
    """What is asked of a process: a text, when and in what language it was written, which of day
    and month it writes first (`order`), and what the project says of places.

    `published` is EDTF, `own_day` whether the text itself carries it.
    """

    text: str
    published: str = ""
    own_day: bool = True
    language: str = ""
    order: str = ""
    curated: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    gazetteer: str = ""
    resolver: str = ""
    countries: tuple[str, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    recognizer: str = ""


class Found(NamedTuple):
    """What a text holds: toponyms, for each the place it means (id, score; "" where nobody asked),
    dates, for each whether it leans on the day of publication, events and candidates."""

    toponyms: tuple[Toponym, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    dates: tuple[DateMention, ...] = ()
    leaning: tuple[bool, ...] = ()
    events: tuple[FoundEvent, ...] = ()


def find_in(asked: dict[str, Any]) -> dict[str, Any]:
    """The values of `Found` for those of `Asked`, both as JSON holds them.

    Raises GazetteerError where the gazetteer cannot be opened.

    >>> from geotrack.guarded import guarded
    >>> asked = [Asked("They met in Baghdad on 3 May 2021.")._asdict()]
    >>> (outcome,) = guarded("geotrack.extraction.one:find_in", asked)
    >>> told = found_of(outcome.value)
    >>> told.toponyms[0].name, [d.edtf for d in told.dates]
    ('Baghdad', ['2021-05-03'])
    """
    told = Asked(**asked)
    gazetteer = _gazetteer(tuple(told.curated), tuple(told.packs), told.gazetteer)
    toponyms = _recognizer(told.recognizer)(told.text, gazetteer)
    dates = find_dates(told.text, told.published, told.language, told.order)
    events = find_events(told.text, toponyms, dates, told.language or "en")
    needed = any(not event.left_out for event in events)
    resolved = _resolved(toponyms, told, gazetteer) if needed else [("", 0.0)] * len(toponyms)
    found = Found(
        tuple(toponyms), tuple(resolved), tuple(dates), tuple(_leaning(dates, told)), tuple(events)
    )
    return {
        "toponyms": [toponym._asdict() for toponym in found.toponyms],
        "resolved": found.resolved,
        "dates": [date._asdict() for date in found.dates],
        "leaning": found.leaning,
        "events": [
            event._asdict() | {"figures": [figure._asdict() for figure in event.figures]}
            for event in found.events
        ],
    }


def found_of(values: dict[str, Any]) -> Found:
    """What `find_in` answered, as records again."""
    return Found(
        tuple(Toponym(**_tuples(row)) for row in values["toponyms"]),
        tuple((place_id, score) for place_id, score in values["resolved"]),
        tuple(DateMention(**row) for row in values["dates"]),
        tuple(values["leaning"]),
        tuple(
            FoundEvent(
                **_tuples(row)
                | {"figures": tuple(FoundFigure(**_tuples(one)) for one in row["figures"])}
            )
            for row in values["events"]
        ),
    )


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}


_recognizer = cache(recognizer_named)
_OPEN = ExitStack()


@lru_cache(maxsize=1)
def _gazetteer(curated: tuple[str, ...], packs: tuple[str, ...], plugin: str) -> Gazetteer:
    """The gazetteer, opened once for all documents of a process and closed with it."""
    opened = opened_gazetteer([Path(p) for p in curated], [Path(p) for p in packs], plugin)
    return _OPEN.enter_context(opened)


def _resolved(toponyms: list[Toponym], told: Asked, gazetteer: Gazetteer) -> list[Resolved]:
    """For each toponym the place it most likely means in the company of the others."""
    bounds = (*told.bounds,) if told.bounds else None
    context = Context(tuple(told.countries), bounds, language="en")
    mentions = tuple(Mention(toponym.in_full, toponym.parents) for toponym in toponyms)
    return _meant(mentions, context, told.resolver, gazetteer)


@lru_cache(maxsize=20_000)
def _meant(
    mentions: tuple[Mention, ...], context: Context, resolver: str, gazetteer: Gazetteer
) -> list[Resolved]:
    """The same by what it depends on: many short documents name the same few places."""
    ranked = resolver_named(resolver)(mentions, gazetteer, context)
    return [(c[0].place.place_id, c[0].score) if c else ("", 0.0) for c in ranked]


def _leaning(dates: list[DateMention], told: Asked) -> list[bool]:
    """For each date whether it would say something else without a day of publication that the
    text itself does not carry."""
    if told.own_day or not told.published or not dates:
        return [False] * len(dates)
    alone = find_dates(told.text, "", told.language, told.order)
    same = {(date.start, date.end, date.edtf, date.interval) for date in alone}
    return [(date.start, date.end, date.edtf, date.interval) not in same for date in dates]
