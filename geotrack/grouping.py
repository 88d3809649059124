"""Settled rows -> events, their places as told, accounts and reports.

Ids do not depend on the order of rows; rows that are one event are told by their id.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.dates import date_to_edtf
from geotrack.placecells import given_precision
from geotrack.schema import ROLES, column_names
from geotrack.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geotrack.columns import Row


class Intake(NamedTuple):
    """The tables one input file yields (see schema.py); `named_places` are not yet located."""

    events: pd.DataFrame
    named_places: pd.DataFrame
    accounts: pd.DataFrame
    reports: pd.DataFrame
    rejects: pd.DataFrame
    columns: pd.DataFrame


class Line(NamedTuple):
    """A row with its cells settled, its row in the file, its other cells (a JSON object, empty
    for none), and "yes" where its coordinates are those of a dataset with coders of its own."""

    number: int
    row: Row
    extra: str
    coded: str


def group_rows(
    settled: Iterable[Line], file: str, date_order: str, rejects: list[dict[str, str]]
) -> Intake:
    """Settled rows -> events. It needs all rows of one `grouping_key`, in their order."""
    lines = list(settled)
    groups = _grouped([(line.number, line.row) for line in lines], file, rejects)
    extras = {line.number: line.extra for line in lines}
    intake = _intake(groups, extras, file, date_order, rejects)
    if lines and lines[0].coded:
        return intake._replace(named_places=intake.named_places.assign(coded=lines[0].coded))
    return intake


_INTAKE_COLUMNS = column_names("intake")
# How other cells are kept: a JSON object.
as_json = json.JSONEncoder(ensure_ascii=False).encode

_PLACE_COLUMNS = (
    "places", "role", "venue", "topic", "longitude", "latitude", "coordinates", "geo_precision",
    "radius_km", "where_prec", "country", "admin1", "admin2", "parents",
)  # fmt: skip


def _grouped(
    settled: list[tuple[int, Row]], file: str, rejects: list[dict[str, str]]
) -> list[list[tuple[int, Row]]]:
    """Rows that are one event: those with one event_id that differ in their places only.

    Rows without an id get one of their content; a row told twice is rejected.
    """
    groups: dict[str, list[tuple[int, Row]]] = {}
    _give_ids(settled, file)
    for number, row in settled:
        group = groups.setdefault(row["event_id"], [])
        if group and not _same_event(group[0][1], row):
            reason = f"this event_id stands in row {group[0][0]} for another event"
        elif any(row == other for _, other in group):
            reason = f"the same as row {group[0][0]}"
        else:
            group.append((number, row))
            continue
        rejects.append({"file": file, "row": str(number), "column": "event_id",
                        "value": row["event_id"], "reason": reason})  # fmt: skip
    return [group for group in groups.values() if group]


def _same_event(one: Row, other: Row) -> bool:
    return all(one[c] == other[c] for c in _INTAKE_COLUMNS if c not in _PLACE_COLUMNS)


def _give_ids(settled: list[tuple[int, Row]], file: str) -> None:
    """A hash of file name, date, title and places; of the whole row where that is not unique."""
    without = [row for _, row in settled if not row["event_id"]]
    short = [_hash(file, row["date"], row["title"], row["places"]) for row in without]
    contents: dict[str, set[str]] = {}
    for row, key in zip(without, short, strict=True):
        contents.setdefault(key, set()).add(_content_hash(row))
    for row, key in zip(without, short, strict=True):
        shared = len(contents[key]) > 1
        row["event_id"] = f"e-{key}-{_content_hash(row)}" if shared else f"e-{key}"


# Columns that came later: where they are empty, ids stay what they were without them.
_LATER = frozenset(("coordinates", "radius_km", "parents", "report_title", "report_date"))


def _content_hash(row: Row) -> str:
    return _hash(*(cell for column, cell in row.items() if cell or column not in _LATER))


_GIVEN_HASH = re.compile(r"e-[0-9a-f]{10}(?=-[0-9a-f]{10}$|$)")


def grouping_key(row: Row, file: str) -> str:
    """What rows must share to be able to meet in one event id: the id itself, or the shorter of
    the hashes that stand for one (an id that a person took from our outputs included)."""
    if not row["event_id"]:
        return f"e-{_hash(file, row['date'], row['title'], row['places'])}"
    ours = _GIVEN_HASH.match(row["event_id"])
    return ours[0] if ours else row["event_id"]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _intake(
    groups: list[list[tuple[int, Row]]],
    extras: dict[int, str],
    file: str,
    order: str,
    rejects: list[dict[str, str]],
) -> Intake:
    events, accounts, named = [], [], []
    reports: dict[str, dict[str, str]] = {}
    for group in groups:
        number, row = group[0]
        origin = f"{file} row {number}"
        extra = _joint_extra([extras[n] for n, _ in group])
        events.append({c: row[c] for c in _EVENT_COLUMNS} | {"origin": origin, "extra": extra})
        dates = _report_dates(row, order, rejects, {"file": file, "row": str(number)})
        accounts += _accounts(row, dates, reports)
        for line_number, line in group:
            named += _named_places(line, f"{file} row {line_number}", file, rejects)
    return Intake(
        make_table("events", events),
        make_table("named_places", named),
        make_table("accounts", accounts),
        make_table("reports", list(reports.values())),
        make_table("rejects", rejects),
        make_table("columns"),
    )


_EVENT_COLUMNS = (
    "event_id", "date", "date_basis", "title", "notes", "event_type", "sub_event_type",
    "actor1", "actor2", "fatalities_low", "fatalities_high", "status", "claimed_by",
)  # fmt: skip


def _joint_extra(texts: list[str]) -> str:
    """The other cells of an event's rows; where these differ, joined by '; '."""
    if len(set(texts)) == 1:
        return texts[0]
    joint: dict[str, dict[str, None]] = {}
    for text in filter(None, texts):
        for header, cell in json.loads(text).items():
            joint.setdefault(header, {})[cell] = None
    return as_json({h: "; ".join(cells) for h, cells in joint.items()})


def _report_dates(
    row: Row, order: str, rejects: list[dict[str, str]], about: dict[str, str]
) -> list[str]:
    """The days a row's reports were published, as EDTF; empty where one cannot be read."""
    dates = []
    for text in row["report_date"].split(";") if row["report_date"] else ():
        try:
            dates.append(_report_date(text.strip(), order))
        except ValueError as error:
            rejects.append(about | {"column": "report_date", "value": text[:200],
                                    "reason": f"left empty: {error}"})  # fmt: skip
            dates.append("")
    return dates


_report_date = lru_cache(maxsize=10_000)(date_to_edtf)


_REPORT_COLUMNS = ("report_id", "source", "url", "report_title")


def _accounts(
    row: Row, dates: list[str], reports: dict[str, dict[str, str]]
) -> list[dict[str, Any]]:
    """One account a report; publishers named in a `source` column become reports of their own.

    Headlines and dates go with the publishers one by one; a single date is that of them all.
    """
    if not any(map(row.__getitem__, _REPORT_COLUMNS)):
        return []
    ids = [part.strip() for part in row["report_id"].split(";") if part.strip()]
    sources = _sources(row["source"], row["url"])
    titles = [line.strip() for line in row["report_title"].split("\n") if line.strip()]
    sources = sources or [("", "")] * len(titles)
    titles = titles if len(titles) == len(sources) else [""] * len(sources)
    dates = dates * len(sources) if len(dates) == 1 else dates
    dates = dates if len(dates) == len(sources) else [""] * len(sources)
    for (publisher, url), title, published in zip(sources, titles, dates, strict=True):
        key = (publisher, url, title, published) if title or published else (publisher, url)
        report = {"report_id": f"s-{_hash(*key)}", "publisher": publisher, "url": url,
                  "title": title, "published": published,
                  "published_basis": "metadata" if published else ""}  # fmt: skip
        reports.setdefault(report["report_id"], report)
        ids.append(report["report_id"])
    shared = {c: row[c] for c in ("event_id", "quote", "claimed_by", "date_told")}
    shared["told_as"] = row["event_id"]
    return [shared | {"report_id": report_id} for report_id in dict.fromkeys(ids)]


def _sources(source: str, url: str) -> list[tuple[str, str]]:
    """Publishers with their addresses: one each, or one for all; else each stands by itself."""
    publishers = [part.strip() for part in source.split(";") if part.strip()]
    urls = url.split()
    if not publishers:
        return [("", one) for one in urls]
    if len(urls) == len(publishers):
        return list(zip(publishers, urls, strict=True))
    if len(urls) <= 1:
        return [(publisher, url.strip()) for publisher in publishers]
    return [*((publisher, "") for publisher in publishers), *(("", one) for one in urls)]


def split_names(text: str) -> list[str]:
    """Place names as written in one cell, parted by semicolons or line breaks.

    >>> split_names("Metina; Zakho district, Duhok;")
    ['Metina', 'Zakho district, Duhok']
    """
    if not text:
        return []
    parts = re.split(r"[;\n|]", text)
    return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def _named_places(
    row: Row, origin: str, file: str, rejects: list[dict[str, str]]
) -> list[dict[str, Any]]:
    scenes, venues = split_names(row["places"]), split_names(row["venue"])
    told = row["role"].strip().casefold()
    role_told = told if told in ROLES else "scene"
    if told and told != role_told:
        rejects.append(
            {"file": file, "row": origin.rsplit(" ", 1)[1], "column": "role", "value": row["role"],
             "reason": f"read as scene: it is none of {', '.join(ROLES)}"}
        )  # fmt: skip
    named = [(role_told, name) for name in scenes]
    named += [("venue", name) for name in venues]
    named += [("topic", name) for name in split_names(row["topic"])]
    divisions = [row[c] for c in ("admin2", "admin1", "country") if row[c]]
    parents = row["parents"] or ", ".join(divisions)
    base = {"event_id": row["event_id"], "parents": parents, "origin": origin}
    lines: list[dict[str, Any]] = [base | {"role": role, "name": name} for role, name in named]
    if not row["longitude"]:
        if not named and parents:
            narrowest = next((c for c in ("admin2", "admin1") if row[c]), "")
            return [base | {"role": "scene", "name": parents, "parents": "",
                            "geo_precision": narrowest}]  # fmt: skip
        return lines
    # A row's coordinate is that of its one scene or, where it has none, of its one venue.
    pinned = scenes or venues
    if len(pinned) > 1:
        rejects.append(
            {"file": file, "row": origin.rsplit(" ", 1)[1], "column": "longitude, latitude",
             "value": f"{row['longitude']}, {row['latitude']}",
             "reason": f"left empty: one coordinate for {len(pinned)} places; give each a row"}
        )  # fmt: skip
        return lines
    if not pinned:
        # Shown by its divisions, which are not what it stands for: see spots.is_nameless.
        lines.insert(0, base | {"role": "scene", "name": parents})
    precision, radius_km = given_precision(row)
    lines[0] |= {"longitude": row["longitude"], "latitude": row["latitude"],
                 "geo_precision": precision, "radius_km": radius_km}  # fmt: skip
    return lines
