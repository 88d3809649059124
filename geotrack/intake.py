"""A person's table -> events, their places as told, accounts and reports, and what was rejected.

Cells are settled in cells.py; here rows become events, with ids that do not depend on their order.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.cells import Row, Settings, given_precision, settle_row
from geotrack.columns import BEYOND, BEYOND_REASON, match_columns
from geotrack.edtf import parse_edtf
from geotrack.schema import ROLES, column_names
from geotrack.style import clean_text
from geotrack.tables import make_table

if TYPE_CHECKING:
    import pandas as pd


class Intake(NamedTuple):
    """The tables one input file yields (see schema.py); `named_places` are not yet located."""

    events: pd.DataFrame
    named_places: pd.DataFrame
    accounts: pd.DataFrame
    reports: pd.DataFrame
    rejects: pd.DataFrame
    columns: pd.DataFrame


class Settled(NamedTuple):
    """Rows (with their row in the file) whose cells are settled, what was rejected, and which
    header was read as what. Each row stands for itself: nothing depends on the others."""

    rows: list[tuple[int, Row]]
    rejects: list[dict[str, str]]
    columns: list[dict[str, str]]


def take_in(frame: pd.DataFrame, rows: list[int], file: str, settings: Settings) -> Intake:
    """Events from a table as written (headers as people name them, every cell str).

    `rows` gives each line's row in the file, for messages. `columns` of what comes back says
    which header was read as what and which were ignored. Raises InputError where no column
    means anything.
    """
    settled = settle_rows(frame, rows, file, settings)
    intake = group_rows(settled.rows, file, settled.rejects)
    return intake._replace(columns=make_table("columns", settled.columns))


def settle_rows(frame: pd.DataFrame, rows: list[int], file: str, settings: Settings) -> Settled:
    """The first half of `take_in`: each row by itself, as any part of a file can be read."""
    mapping = match_columns(frame.columns, settings.columns, file)
    headers = [str(header) for header in frame.columns if header != BEYOND]
    columns = [{"file": file, "header": h, "column": mapping.get(h, "")} for h in headers]
    lines = frame[list(mapping)].rename(columns=mapping).to_dict("records")
    rejects: list[dict[str, str]] = []
    settled: list[tuple[int, Row]] = []
    beyond = frame[BEYOND] if BEYOND in frame else [""] * len(lines)
    for number, line, extra in zip(rows, lines, beyond, strict=True):
        told = {str(name): clean_text(cell).strip() for name, cell in line.items() if cell}
        row = dict.fromkeys(_INTAKE_COLUMNS, "") | told

        def reject(column: str, value: str, reason: str, row_number: int = number) -> None:
            rejects.append(
                {"file": file, "row": str(row_number), "column": column,
                 "value": value[:200], "reason": reason}
            )  # fmt: skip

        if extra:
            reject(BEYOND, extra, BEYOND_REASON)
        elif settle_row(row, settings, reject):
            settled.append((number, row))
    return Settled(settled, rejects, columns)


def group_rows(
    settled: list[tuple[int, Row]], file: str, rejects: list[dict[str, str]]
) -> Intake:
    """The second half: rows -> events. It needs all rows of one `grouping_key`, in their order."""
    return _intake(_grouped(settled, file, rejects), file, rejects)


_INTAKE_COLUMNS = column_names("intake")


def ignored_headers(columns: pd.DataFrame) -> dict[str, list[str]]:
    """file -> its headers that were read as nothing, for files that have any."""
    idle = columns[columns["column"] == ""]
    return {str(file): list(rows) for file, rows in idle.groupby("file", sort=False)["header"]}


# --- rows -> events -----------------------------------------------------------------------

_PLACE_COLUMNS = ("places", "role", "venue", "topic", "longitude", "latitude", "geo_precision",
                  "where_prec", "country", "admin1", "admin2")  # fmt: skip


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
        contents.setdefault(key, set()).add(_hash(*row.values()))
    for row, key in zip(without, short, strict=True):
        shared = len(contents[key]) > 1
        row["event_id"] = f"e-{key}-{_hash(*row.values())}" if shared else f"e-{key}"


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
    groups: list[list[tuple[int, Row]]], file: str, rejects: list[dict[str, str]]
) -> Intake:
    events, accounts, named = [], [], []
    reports: dict[str, dict[str, str]] = {}
    for group in groups:
        number, row = group[0]
        origin = f"{file} row {number}"
        events.append({c: row[c] for c in _EVENT_COLUMNS} | {"origin": origin})
        accounts += _accounts(row, reports)
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


def _accounts(row: Row, reports: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """One account a report; publishers named in a `source` column become reports of their own."""
    ids = [part.strip() for part in row["report_id"].split(";") if part.strip()]
    for publisher, url in _sources(row["source"], row["url"]):
        report = {"report_id": f"s-{_hash(publisher, url)}", "publisher": publisher, "url": url}
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
    parents = ", ".join(row[c] for c in ("admin2", "admin1", "country") if row[c])
    base = {"event_id": row["event_id"], "parents": parents, "origin": origin}
    lines: list[dict[str, Any]] = [base | {"role": role, "name": name} for role, name in named]
    if not row["longitude"]:
        if not named and parents:
            return [base | {"role": "scene", "name": parents, "parents": ""}]
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
        # Shown by its divisions, which are not what it stands for: see join.is_nameless.
        lines.insert(0, base | {"role": "scene", "name": parents})
    precision, radius_km = given_precision(row)
    lines[0] |= {"longitude": row["longitude"], "latitude": row["latitude"],
                 "geo_precision": precision, "radius_km": radius_km}  # fmt: skip
    return lines


def settle_days(events: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Events with date_start, date_end, date_kind and time_precision read off their EDTF date.

    An open end stops at `as_of` (YYYY-MM-DD), or at the first day where that is later.
    """
    days = {text: _days(text, as_of) for text in events["date"].unique()}
    columns = ("date_start", "date_end", "date_kind", "time_precision")
    settled = {
        column: [days[text][i] for text in events["date"]] for i, column in enumerate(columns)
    }
    return events.assign(**settled)


def _days(text: str, as_of: str) -> tuple[str, str, str, str]:
    if not text:
        return "", "", "", "unknown"
    span = parse_edtf(text)
    first = span.first.isoformat() if span.first else ""
    last = span.last.isoformat() if span.last else (max(as_of, first) if first else "")
    return first, last, span.kind, span.precision


def newest_day(events: pd.DataFrame, reports: pd.DataFrame) -> str:
    """The day the data speak for: the newest day of publication, else of what occurred.

    Only days the data state count; an open end states none, a day that cannot be (after 2100,
    or years after all of ten others) is a slip. Empty where nothing is dated.
    """
    told = [text for text in reports["published"].unique() if text]
    told = told or list(events.loc[events["status"] == "occurred", "date"].unique())
    ends = []
    for text in filter(None, told):
        try:
            last = parse_edtf(text).last
        except ValueError:
            continue
        if last is not None and last.year <= _LAST_YEAR:
            ends.append(last)
    ends.sort()
    if len(ends) > _MANY and ends[-1].year - ends[-2].year > _LONE_YEARS:
        ends.pop()
    return ends[-1].isoformat() if ends else ""


# A lone day so many years after the next newest, of more than so many days, is a slip.
_LAST_YEAR, _LONE_YEARS, _MANY = 2100, 5, 10
