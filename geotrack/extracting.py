"""A project's reports -> events, places as told, accounts and figures, as if taken in from a table.

Two steps, each remembered document by document: reading (documents/) and finding (answers,
extraction/). Documents go through a few at a time, and what was found comes as tables: of all of
them at once, or part by part, so that more can be gone through than memory holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geotrack.answers import Answer, Bounds, answered
from geotrack.documents.reading import shelved_reports
from geotrack.extraction.events.finding import LANGUAGE
from geotrack.extraction.one import found_of
from geotrack.extraction.rows import ReportRows, left_out_counts, open_dates, rows_of
from geotrack.grouping import Intake
from geotrack.spots import SURE
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from collections.abc import Generator

    from geotrack.extraction.one import Found
    from geotrack.memory import Memory
    from geotrack.project import Project

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]


class Extracted(NamedTuple):
    """What reports yielded: the tables of an Intake, and figures, mentions and candidates.

    `told` counts documents, those remembered, events, candidates and why they were left out.
    """

    intake: Intake
    figures: pd.DataFrame
    mentions: pd.DataFrame
    candidates: pd.DataFrame
    told: dict[str, Any]


def extract_reports(
    project: Project,
    given: pd.DataFrame,
    memory: Memory,
    progress: Progress,
    bounds: Bounds = Bounds(),  # noqa: B008
    *,
    lean: bool = False,
) -> Extracted:
    """The events that a project's reports tell of; `given` is its own table of reports.

    `lean` leaves out what no output holds: texts, and mentions but for the places surely named.
    Raises GazetteerError where the gazetteer cannot be opened.
    """
    if not project.report_paths:
        nothing = _Made()
        nothing.tables["reports"].append(given)
        return nothing.taken(make_table("rejects"))
    (whole,) = extract_parts(project, given, memory, progress, bounds, lean=lean)
    return whole


def extract_parts(
    project: Project,
    given: pd.DataFrame,
    memory: Memory,
    progress: Progress,
    bounds: Bounds = Bounds(),  # noqa: B008
    *,
    lean: bool = False,
    most: int = 0,
) -> Generator[Extracted]:
    """The same in parts of so many reports each, in their order; 0: all in one, which may be empty.

    What could not be read is among the rejects of the first part; `told` counts what all parts so
    far have.
    """
    reading = shelved_reports(
        project.report_paths,
        project.folder,
        given=given,
        jobs=bounds.jobs,
        seconds=bounds.seconds,
        memory_mb=bounds.memory_mb,
        memory=memory,
        progress=lambda done, total: progress("reading reports", done, total),
    )
    made = _Made(lean=lean)
    with reading as shelved:
        rejects = shelved.rejects
        lines = (row for table in shelved.tables for row in records(table))
        # Closed whatever happens: its processes end then, not when they are done.
        with closing(answered(project, lines, memory, bounds)) as answers:
            for number, (line, answer) in enumerate(answers):
                if most and number and number % most == 0:
                    yield made.taken(rejects)
                    rejects = make_table("rejects")
                made.add(line, answer, project)
                if line["text"]:
                    progress("finding events", made.counts["documents"], shelved.number)
        yield made.taken(rejects)


_NO_ROWS = ReportRows([], [], [], [], [], [])


def _rows_of(
    line: Row, answer: Answer, project: Project, ids: set[str], faults: list[Row]
) -> ReportRows:
    """The rows of one report; `ids` and `faults` get its event ids and what is to be told of it."""
    if not line["text"]:
        return _NO_ROWS
    fault = answer.fault
    note = f"{fault}, while events were looked for" if fault else _foreign(line, project)
    file = line["path"] or line["report_id"]
    if note:
        reason = f"{file} {note}: it stands without events"
        faults.append({"file": file, "reason": reason})
    if answer.found is None:
        return _NO_ROWS
    told_in = found_of(answer.found)
    faults += _undated(line, told_in)
    rows = rows_of(line, told_in, project.language, ids)
    ids.update(row["event_id"] for row in rows.events)
    if not note and not rows.events and not rows.candidates and _is_unlike_english(line):
        reason = f"{file} does not read as English, and no event was found: it stands without"
        faults.append({"file": file, "reason": reason})
    return rows


# So many rows are held as such; then they become a table, which takes a fraction of their memory.
_MOST_ROWS = 2_000
# So many tables at the most become one.
_MOST_TABLES = 100
_TABLES = ("reports", "rejects", *ReportRows._fields)


class _Made:
    """The rows of reports as tables that grow until they are taken; `ids` are those of all events
    so far."""

    def __init__(self, *, lean: bool = False) -> None:
        self.counts: Counter[str] = Counter()
        self.tables: dict[str, list[pd.DataFrame]] = {name: [] for name in _TABLES}
        self._rows: dict[str, list[Row]] = {name: [] for name in _TABLES}
        self._left_out: Counter[str] = Counter()
        self._ids: set[str] = set()
        self._lean = lean

    def add(self, line: Row, answer: Answer, project: Project) -> None:
        """The rows of one report, which stands behind those before."""
        faults: list[Row] = []
        rows = _rows_of(line, answer, project, self._ids, faults)
        self.counts.update(
            documents=bool(line["text"]), remembered=answer.remembered, events=len(rows.events)
        )
        self._left_out.update(str(row["reason"]) for row in rows.candidates)
        if self._lean:
            line = line | {"text": ""}
            rows = rows._replace(mentions=list(filter(_names_surely, rows.mentions)))
        for name, found in {"reports": [line], "rejects": faults, **rows._asdict()}.items():
            self._rows[name] += found
            if len(self._rows[name]) >= _MOST_ROWS:
                self._settle(name)

    def _settle(self, name: str) -> None:
        tables = self.tables[name]
        tables.append(make_table(name, self._rows[name]))
        self._rows[name].clear()
        if len(tables) >= _MOST_TABLES:
            self.tables[name] = [pd.concat(tables, ignore_index=True)]

    def taken(self, rejects: pd.DataFrame) -> Extracted:
        """What was added since it was last taken; `rejects` come before its own."""
        found = {}
        for name in _TABLES:
            self._settle(name)
            before = [rejects] if name == "rejects" else []
            found[name] = pd.concat([*before, *self.tables[name]], ignore_index=True)
            self.tables[name] = []
        told = {
            "documents": self.counts["documents"],
            "remembered": self.counts["remembered"],
            "events": self.counts["events"],
            "candidates": self._left_out.total(),
            "left_out": left_out_counts(self._left_out),
        }
        intake = Intake(
            found["events"], found["named_places"], found["accounts"], found["reports"],
            found["rejects"], make_table("columns"),
        )  # fmt: skip
        return Extracted(intake, found["figures"], found["mentions"], found["candidates"], told)


def _names_surely(mention: Row) -> bool:
    return bool(mention["kind"] == "place" and mention["value"] and mention["score"] >= SURE)


def _undated(line: Row, found: Found) -> list[Row]:
    """A line for each reason why dates of a report's events stay open, with their words."""
    file = line["path"] or line["report_id"]
    return [
        {"file": file, "column": "published", "value": "; ".join(dict.fromkeys(texts)),
         "reason": f"left undated: {reason}"}
        for reason, texts in open_dates(found).items()
    ]  # fmt: skip


def _foreign(line: Row, project: Project) -> str:
    """What is told of a document in a language whose events nobody looks for yet."""
    language = line["language"] or project.report_language
    if language and language.split("-")[0].lower() != LANGUAGE:
        return f"is written in {language!r}, and events are found in {LANGUAGE!r} only"
    head = line["text"][:2000]
    letters = "" if head.isascii() else [c for c in head if c.isalpha()]
    if sum(c.isascii() for c in letters) * 2 < len(letters):
        return f"is not in Latin script, and events are found in {LANGUAGE!r} only"
    return ""


# Words that no English prose does without.
_ENGLISH = frozenset(
    {"the", "of", "and", "that", "with", "were", "said", "by", "from", "has", "have", "had", "at",
     "for", "which", "their", "this", "is", "it", "to", "been", "after", "they", "who", "on",
     "in", "a", "his", "he", "be", "not", "but"}
)  # fmt: skip
# English has every third to fourth word from this list; so few speak for another language.
_FEW, _ENOUGH_WORDS = 0.1, 12


def _is_unlike_english(line: Row) -> bool:
    """Whether a text of some length lacks the words that English cannot do without."""
    told = line["text"][:4000].casefold().split()
    return len(told) >= _ENOUGH_WORDS and sum(w in _ENGLISH for w in told) < _FEW * len(told)
