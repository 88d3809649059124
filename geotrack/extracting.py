"""A project's reports -> events, places as told, accounts and figures, as if taken in from a table.

Two steps, each remembered document by document: reading (documents/) and finding (extraction/).
Each runs in processes of its own, with bounds on time and memory; a document that breaks one is
a reject, and the rest goes on. Documents go through a few at a time: what is held of all of them is
what was found, as tables.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geotrack.cache import CACHE_FOLDER, digest_of, file_digest
from geotrack.documents.reading import shelved_reports
from geotrack.extraction.events.finding import LANGUAGE
from geotrack.extraction.one import Asked, Found, found_of
from geotrack.extraction.recognizers import recognizer_version
from geotrack.extraction.rows import ReportRows, left_out_counts, open_dates, rows_of
from geotrack.gazetteer.indexfile import WORLD_PATH
from geotrack.grouping import Intake
from geotrack.guarded import AHEAD, MEMORY_MB, SECONDS, TOO_LONG, TOO_MUCH, guarding
from geotrack.memory import FILE
from geotrack.plugins import GAZETTEER, RESOLVER, plugin_version
from geotrack.project import project_gazetteer
from geotrack.spots import SURE
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.guarded import Guard
    from geotrack.memory import Memory
    from geotrack.project import Project

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]
_FIND = "geotrack.extraction.one:find_in"


class Extracted(NamedTuple):
    """What reports yielded: the tables of an Intake, and figures, mentions and candidates.

    `told` counts documents, those remembered, events, candidates and why they were left out.
    """

    intake: Intake
    figures: pd.DataFrame
    mentions: pd.DataFrame
    candidates: pd.DataFrame
    told: dict[str, Any]


class Bounds(NamedTuple):
    """What each document may take, and on how many processes (0: one a core)."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB
    jobs: int = 0


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

    Documents are worked on a few at a time. `lean` leaves out what no output holds: texts, and
    mentions but for the places surely named. Raises GazetteerError where the gazetteer cannot be
    opened.
    """
    if not project.report_paths:
        return _extracted([given], [make_table("rejects")], _Made().tables(), {})
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
    reports, made = [make_table("reports")], _Made()
    faults: list[Row] = []
    counts: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    with reading as shelved:
        lines = _with_text(shelved.tables, reports, lean=lean)
        for line, answer in _found(project, lines, memory, bounds):
            rows = _rows_of(line, answer, project, made.ids, faults)
            counts.update(documents=1, remembered=answer[2], events=len(rows.events))
            left_out.update(str(row["reason"]) for row in rows.candidates)
            made.add(rows, lean=lean)
            progress("finding events", counts["documents"], shelved.number)
    told = {
        "documents": counts["documents"],
        "remembered": counts["remembered"],
        "events": counts["events"],
        "candidates": left_out.total(),
        "left_out": left_out_counts(left_out),
    }
    rejects = [shelved.rejects, make_table("rejects", faults)]
    return _extracted(reports, rejects, made.tables(), told)


def _with_text(
    tables: Iterator[pd.DataFrame], reports: list[pd.DataFrame], *, lean: bool
) -> Iterator[Row]:
    """The reports that have a text, one by one; `reports` gets them all, `lean` without texts."""
    for table in tables:
        reports.append(table.assign(text="") if lean else table)
        yield from (row for row in records(table) if row["text"])


_NO_ROWS = ReportRows([], [], [], [], [], [])


def _rows_of(
    line: Row, answer: Answer, project: Project, ids: set[str], faults: list[Row]
) -> ReportRows:
    """The rows of one report; `ids` and `faults` get its event ids and what is to be told of it."""
    values, fault, _ = answer
    note = f"{fault}, while events were looked for" if fault else _foreign(line, project)
    file = line["path"] or line["report_id"]
    if note:
        reason = f"{file} {note}: it stands without events"
        faults.append({"file": file, "reason": reason})
    if values is None:
        return _NO_ROWS
    told_in = found_of(values)
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


class _Made:
    """The rows of reports as tables that grow; `ids` are the ids of all events so far."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self._rows: dict[str, list[Row]] = {name: [] for name in ReportRows._fields}
        self._tables = {name: [make_table(name)] for name in ReportRows._fields}

    def add(self, rows: ReportRows, *, lean: bool) -> None:
        for name, found in rows._asdict().items():
            here = self._rows[name]
            here += filter(_names_surely, found) if lean and name == "mentions" else found
            if len(here) >= _MOST_ROWS:
                tables = self._tables[name]
                tables.append(make_table(name, here))
                here.clear()
                if len(tables) >= _MOST_TABLES:
                    self._tables[name] = [_joined(tables)]

    def tables(self) -> dict[str, pd.DataFrame]:
        return {
            name: _joined([*self._tables.pop(name), make_table(name, rows)])
            for name, rows in self._rows.items()
        }


def _names_surely(mention: Row) -> bool:
    return bool(mention["kind"] == "place" and mention["value"] and mention["score"] >= SURE)


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True)


def _extracted(
    reports: list[pd.DataFrame],
    rejects: list[pd.DataFrame],
    made: dict[str, pd.DataFrame],
    told: dict[str, Any],
) -> Extracted:
    intake = Intake(
        made["events"], made["named_places"], made["accounts"], _joined(reports),
        _joined(rejects), make_table("columns"),
    )  # fmt: skip
    return Extracted(intake, made["figures"], made["mentions"], made["candidates"], told)


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


# What was found (None beside a fault), the fault, and whether it was remembered.
Answer = tuple[Any, str, bool]
# So many reports wait for their answers, or for that of one before them.
_MOST_WAITING = 2000


class _Waiting(NamedTuple):
    """A report, what its answer is filed under, and that answer when it is there."""

    line: Row
    key: str
    answers: list[Answer]


def _found(
    project: Project, lines: Iterator[Row], memory: Memory, bounds: Bounds
) -> Iterator[tuple[Row, Answer]]:
    """Each report with its answer, in their order: from memory, else from a process."""
    settled = digest_of(bounds.seconds, bounds.memory_mb, *_about_places(project))
    held: deque[_Waiting] = deque()
    asked: dict[int, _Waiting] = {}
    processes = guarding(
        _FIND, jobs=bounds.jobs, seconds=bounds.seconds, memory_mb=bounds.memory_mb
    )
    with processes as guard:
        for line in lines:
            question = _asked(project, line)
            held.append(_Waiting(line, _key(question, settled), []))
            known = _recalled(memory.recall(held[-1].key))
            if known:
                held[-1].answers.append(known)
            else:
                if not guard.asked:
                    # A gazetteer that cannot be opened is a fault of the project, not of each
                    # document.
                    with project_gazetteer(project):
                        pass
                asked[guard.ask(question)] = held[-1]
            while guard.waiting >= AHEAD or (len(held) >= _MOST_WAITING and not held[0].answers):
                _take(guard, asked, memory)
            yield from _answered(held)
        while guard.waiting:
            _take(guard, asked, memory)
            yield from _answered(held)
    yield from _answered(held)


def _take(guard: Guard, asked: dict[int, _Waiting], memory: Memory) -> None:
    """Wait for an answer, and file it under its question."""
    outcome = guard.answer()
    one = asked.pop(outcome.position)
    one.answers.append((outcome.value, outcome.fault, False))
    if not outcome.fault or outcome.fault.startswith((TOO_LONG, TOO_MUCH)):
        memory.keep({"values": outcome.value, "fault": outcome.fault}, one.key)


def _answered(held: deque[_Waiting]) -> Iterator[tuple[Row, Answer]]:
    """Those that need not wait any longer for themselves or one before them."""
    while held and held[0].answers:
        done = held.popleft()
        yield done.line, done.answers[0]


def _recalled(kept: Row | None) -> Answer | None:
    """What memory holds of a document; a fault that would cost as much again is one of it."""
    if kept is None:
        return None
    again = f" (remembered; delete {CACHE_FOLDER}/{FILE} to try again)" if kept["fault"] else ""
    return kept["values"], kept["fault"] + again, True


def _key(asked: Row, settled: str) -> str:
    """What an answer is filed under: all that was asked, files by their checksums."""
    told = {k: v for k, v in asked.items() if k not in ("curated", "packs")}
    return digest_of("found", told, settled)


def _asked(project: Project, line: Row) -> Row:
    return Asked(
        text=line["text"],
        published=line["published"],
        own_day=line["published_basis"] == "text",
        language=line["language"] or project.report_language,
        order=project.settings.date_order,
        curated=tuple(map(str, project.places)),
        packs=tuple(str(pack.path) for pack in project.packs),
        gazetteer=project.gazetteer,
        resolver=project.resolver,
        recognizer=project.recognizer,
        countries=project.context.countries,
        bounds=project.context.bounds,
    )._asdict()


def _about_places(project: Project) -> list[object]:
    """Checksums of what the answers depend on besides the texts and the program."""
    beside = [path.with_name("names.csv") for path in project.places]
    files = [*project.places, *(path for path in beside if path.is_file())]
    world = WORLD_PATH.stat() if WORLD_PATH.is_file() else None
    used = ((GAZETTEER, project.gazetteer), (RESOLVER, project.resolver))
    return [
        [file_digest(path) for path in files],
        [pack.sha256 for pack in project.packs],
        [plugin_version(slot, name) for slot, name in used if name],
        recognizer_version(project.recognizer),
        [world.st_size, world.st_mtime_ns] if world else [],
    ]
