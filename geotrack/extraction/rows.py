"""What was found in a report -> rows of the tables, each event traceable to its words.

An event's id is a hash of the report and of the words that carry it: neither a better reading of
its date or places nor another report changes it, so a person's corrections keep their target.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.edtf import parse_edtf
from geotrack.style import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from geotrack.extraction.dating.dates import DateMention
    from geotrack.extraction.found import FoundEvent, FoundFigure, Toponym
    from geotrack.extraction.one import Found

Row = dict[str, Any]
# Ids of extracted events begin so.
EXTRACTED = "x-"
# A sentence without a title of its own stands for one up to here.
_TITLE = 120


class ReportRows(NamedTuple):
    """Rows of the tables of schema.py that one report yields."""

    events: list[Row]
    named_places: list[Row]
    accounts: list[Row]
    figures: list[Row]
    mentions: list[Row]
    candidates: list[Row]


def rows_of(
    report: Mapping[str, Any],
    found: Found,
    language: str = "en",
    others: Collection[str] = (),
) -> ReportRows:
    """The rows of a report (table of schema.py) for what was found in its text.

    `language` is the outputs', `others` are the ids of other reports' events: of a million, two
    hashes are likely the same once, and the later event then has a longer one. What says exactly
    what an earlier event of the report says is a candidate.
    """
    rows = ReportRows([], [], [], [], _mentions(report, found), [])
    taken = [event for event in found.events if not event.left_out]
    ids = _event_ids(report, taken, found)
    told: set[str] = set()
    for event in found.events:
        if event.left_out:
            rows.candidates.append(_candidate(report, event, found, event.left_out))
            continue
        event_id = ids.pop(0)
        if event_id in others:
            event_id = f"{event_id}-{_hash(report['report_id'], *_content(event, found))}"
        if event_id in told:
            rows.candidates.append(_candidate(report, event, found, _TWICE))
            continue
        told.add(event_id)
        row = _event(report, event, found, event_id, words(language)["extracted.note"])
        rows.events.append(row)
        rows.named_places.extend(_named_places(event, found, event_id, row["origin"]))
        rows.accounts.append(_account(report, event, found, event_id))
        rows.figures.extend(_figures(report, event, found, row))
    return rows


_TWICE = "the report says the same in the same words before"


# --- ids --------------------------------------------------------------------------------


def _event_ids(report: Mapping[str, Any], events: Sequence[FoundEvent], found: Found) -> list[str]:
    """A hash of report, quote and trigger; of all that is told where one trigger has several."""
    text = report["text"]
    short = [
        _hash(report["sha256"] or report["report_id"], _plain(text[event.start : event.end]),
              text[slice(*event.trigger)])
        for event in events
    ]  # fmt: skip
    shared = {key for key, times in Counter(short).items() if times > 1}
    contents = [
        _hash(*_content(event, found)) if key in shared else ""
        for key, event in zip(short, events, strict=True)
    ]
    different: dict[str, set[str]] = {}
    for key, content in zip(short, contents, strict=True):
        different.setdefault(key, set()).add(content)
    return [
        f"{EXTRACTED}{key}-{content}" if len(different[key]) > 1 else f"{EXTRACTED}{key}"
        for key, content in zip(short, contents, strict=True)
    ]


def _content(event: FoundEvent, found: Found) -> tuple[str, ...]:
    places = [row["name"] for row in _named_places(event, found, "", "")]
    return (_date(event, found), event.title, event.event_type, event.status, event.actor1,
            event.actor2, *places)  # fmt: skip


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _plain(text: str) -> str:
    return " ".join(text.split())


# --- rows -------------------------------------------------------------------------------


def _event(
    report: Mapping[str, Any], event: FoundEvent, found: Found, event_id: str, note: str
) -> Row:
    date = _date(event, found)
    quote = _plain(report["text"][event.start : event.end])
    return {
        "event_id": event_id,
        "date": date,
        "date_basis": _date_basis(report, event, found) if date else "none",
        "title": event.title or _shortened(quote),
        "notes": note.format(rules=", ".join(event.rules) or "?", score=f"{event.score:.2f}"),
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "actor1": event.actor1,
        "actor2": event.actor2,
        "fatalities_low": event.fatalities_low,
        "fatalities_high": event.fatalities_high,
        "status": event.status,
        "claimed_by": event.claimed_by,
        # As of a table's rows: what stands behind " row " is empty, a text has none.
        "origin": f"{report['path'] or report['report_id']} row ",
    }


def _shortened(quote: str) -> str:
    if len(quote) <= _TITLE:
        return quote
    return quote[:_TITLE].rsplit(" ", 1)[0] + " …"


def _date_told(event: FoundEvent, found: Found) -> DateMention | None:
    return None if event.date is None else found.dates[event.date]


def _date(event: FoundEvent, found: Found) -> str:
    """EDTF: the longer time where the words bound one ("since 2019"), else the date itself."""
    told = _date_told(event, found)
    return next((e for e in (told.interval, told.edtf) if e and _is_edtf(e)), "") if told else ""


@lru_cache(maxsize=10_000)
def _is_edtf(text: str) -> bool:
    try:
        return bool(parse_edtf(text))
    except ValueError:
        return False


def _date_basis(report: Mapping[str, Any], event: FoundEvent, found: Found) -> str:
    """The text, unless the words are reckoned from a day of publication it does not carry."""
    leans = event.date is not None and found.leaning[event.date]
    return (report["published_basis"] or "metadata") if leans else "text"


# How sharp a place is that the text calls a division.
_PRECISIONS = {"governorate": "admin1", "province": "admin1", "district": "admin2"}


def _named_places(event: FoundEvent, found: Found, event_id: str, origin: str) -> list[Row]:
    """The event's places, each once. People and actors named by a place are none."""
    rows: dict[tuple[str, tuple[str, ...]], Row] = {}
    roles = (("scene", event.scenes), ("venue", event.venues), ("topic", event.topics))
    for role, positions in roles:
        for toponym in (found.toponyms[i] for i in positions):
            if toponym.kind == "place" and toponym.role != "actor":
                rows.setdefault(
                    (toponym.in_full, toponym.parents),
                    {"event_id": event_id, "name": toponym.in_full, "role": role,
                     "parents": ", ".join(toponym.parents), "origin": origin,
                     "geo_precision": _PRECISIONS.get(toponym.division, "")},
                )  # fmt: skip
    return list(rows.values())


def _account(report: Mapping[str, Any], event: FoundEvent, found: Found, event_id: str) -> Row:
    told = _date_told(event, found)
    return {
        "event_id": event_id,
        "report_id": report["report_id"],
        "start": event.start,
        "end": event.end,
        "quote": _plain(report["text"][event.start : event.end]),
        "claimed_by": event.claimed_by,
        "date_told": _plain(told.text) if told else "",
        "told_as": event_id,
    }


def _figures(report: Mapping[str, Any], event: FoundEvent, found: Found, row: Row) -> list[Row]:
    made = [_figure(report, figure, found, row) for figure in event.figures]
    return list({figure["figure_id"]: figure for figure in made}.values())


def _figure(report: Mapping[str, Any], figure: FoundFigure, found: Found, event: Row) -> Row:
    quote = _plain(report["text"][figure.start : figure.end])
    values = (str(figure.value_low), str(figure.value_high))
    places = [
        ", ".join((toponym.in_full, *toponym.parents))
        for toponym in (found.toponyms[i] for i in figure.places)
        if toponym.kind == "place" and toponym.role != "actor"
    ]
    return {
        "figure_id": f"{event['event_id']}#{_hash(figure.what, figure.unit, *values, quote)}",
        "event_id": event["event_id"],
        "places": "; ".join(dict.fromkeys(places)),
        "what": figure.what,
        "unit": figure.unit,
        "value_low": figure.value_low,
        "value_high": figure.value_high,
        "date": event["date"],
        "cumulative": "yes" if figure.cumulative else "no",
        "claimed_by": event["claimed_by"],
        "report_id": report["report_id"],
        "quote": quote,
    }


def _mentions(report: Mapping[str, Any], found: Found) -> list[Row]:
    """Toponyms with the place each means, and dates, in the text's order."""
    base = {"report_id": report["report_id"]}
    rows = [
        base
        | _toponym(toponym, place_id, score)
        | {"text": report["text"][toponym.start : toponym.end]}
        for toponym, (place_id, score) in zip(found.toponyms, found.resolved, strict=True)
    ]
    for date in found.dates:
        told = {key: value for key, value in date._asdict().items() if key in _OF_DATE}
        rows.append(base | told | {"kind": "date", "reason": date.open})
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


_OF_DATE = ("start", "end", "text", "type", "value", "edtf", "interval", "rule")


def _toponym(toponym: Toponym, place_id: str, score: float) -> Row:
    return {
        "start": toponym.start,
        "end": toponym.end,
        "kind": toponym.kind,
        "role": toponym.role,
        "value": place_id,
        "score": score if place_id else toponym.score,
        "rule": toponym.rule,
    }


def _candidate(report: Mapping[str, Any], event: FoundEvent, found: Found, reason: str) -> Row:
    text = report["text"]
    return {
        "report_id": report["report_id"],
        "file": report["path"],
        "start": event.start,
        "end": event.end,
        "quote": _plain(text[event.start : event.end]),
        "trigger": _plain(text[slice(*event.trigger)]),
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "status": event.status,
        "date": _date(event, found),
        "places": "; ".join(row["name"] for row in _named_places(event, found, "", "")),
        "score": event.score,
        "rules": "; ".join(event.rules),
        "reason": reason,
    }


def open_dates(found: Found) -> dict[str, list[str]]:
    """Why dates of events stay open -> the words of those dates."""
    told = [_date_told(event, found) for event in found.events if not event.left_out]
    reasons: dict[str, list[str]] = {}
    for date in told:
        if date is not None and date.open and not date.edtf:
            reasons.setdefault(date.open, []).append(_plain(date.text))
    return reasons


def left_out_counts(reasons: Iterable[str]) -> dict[str, int]:
    """How many candidates were left out for which reason, the commonest first.

    >>> left_out_counts(["no date", "no place", "no date"])
    {'no date': 2, 'no place': 1}
    """
    counted = Counter(reasons)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
