"""A project's reports -> events, places as told, accounts and figures, as if taken in from a table.

Two steps, each remembered document by document: reading (documents/) and finding (extraction/).
Each runs in processes of its own, with bounds on time and memory; a document that breaks one is
a reject, and the rest goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.cache import CACHE_FOLDER, digest_of, file_digest
from geotrack.documents.reading import read_reports
from geotrack.extraction.events.finding import LANGUAGE
from geotrack.extraction.one import Asked, Found, found_of
from geotrack.extraction.rows import left_out_counts, open_dates, rows_of
from geotrack.gazetteer.indexfile import WORLD_PATH
from geotrack.gazetteer.names import fold_name
from geotrack.geocoding.context import Neighbour
from geotrack.guarded import MEMORY_MB, SECONDS, TOO_LONG, TOO_MUCH, guarded
from geotrack.intake import Intake
from geotrack.memory import FILE
from geotrack.plugins import GAZETTEER, RESOLVER, plugin_version
from geotrack.project import project_gazetteer
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.gazetteer.records import Gazetteer, Place
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
) -> Extracted:
    """The events that a project's reports tell of; `given` is its own table of reports.

    Raises GazetteerError where the gazetteer cannot be opened.
    """
    if not project.report_paths:
        return _extracted(given, [], {}, {})
    reports, rejects = read_reports(
        project.report_paths,
        project.folder,
        given=given,
        jobs=bounds.jobs,
        seconds=bounds.seconds,
        memory_mb=bounds.memory_mb,
        memory=memory,
        progress=lambda done, total: progress("reading reports", done, total),
    )
    lines = [row for row in records(reports) if row["text"]]
    faults: list[Row] = []
    tables: dict[str, list[Row]] = {name: [] for name in _MADE}
    found = _found(project, lines, memory, progress, bounds)
    n_known = 0
    for line, (values, fault, known) in zip(lines, found, strict=True):
        n_known += known
        note = f"{fault}, while events were looked for" if fault else _foreign(line, project)
        if note:
            file = line["path"] or line["report_id"]
            reason = f"{file} {note}: it stands without events"
            faults.append({"file": file, "reason": reason})
        if values is None:
            continue
        told_in = found_of(values)
        faults += _undated(line, told_in)
        rows = rows_of(line, told_in, project.language)
        if not note and not rows.events and not rows.candidates and _is_unlike_english(line):
            file = line["path"] or line["report_id"]
            reason = f"{file} does not read as English, and no event was found: it stands without"
            faults.append({"file": file, "reason": reason})
        for name in _MADE:
            tables[name] += getattr(rows, name)
    told = {
        "documents": len(lines),
        "remembered": n_known,
        "events": len(tables["events"]),
        "candidates": len(tables["candidates"]),
        "left_out": left_out_counts(tables["candidates"]),
    }
    return _extracted(reports, [*records(rejects), *faults], tables, told)


def _extracted(
    reports: pd.DataFrame,
    rejects: list[Row],
    tables: Mapping[str, list[Row]],
    told: dict[str, Any],
) -> Extracted:
    made = {name: make_table(name, tables.get(name, ())) for name in _MADE}
    intake = Intake(
        made["events"], made["named_places"], made["accounts"], reports,
        make_table("rejects", rejects), make_table("columns"),
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
    letters = [c for c in head if c.isalpha()]
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


_MADE = ("events", "named_places", "accounts", "figures", "mentions", "candidates")
# What was found (None beside a fault), the fault, and whether it was remembered.
Answer = tuple[Any, str, bool]


def _found(
    project: Project, lines: list[Row], memory: Memory, progress: Progress, bounds: Bounds
) -> list[Answer]:
    """For each report its answer: from memory, else from a process."""
    asked = [_asked(project, line) for line in lines]
    settled = digest_of(bounds.seconds, bounds.memory_mb, *_about_places(project))
    answers = [_recalled(memory.recall(*_key(one, settled))) for one in asked]
    todo = [i for i, (_, _, known) in enumerate(answers) if not known]
    if todo:
        # A gazetteer that cannot be opened is one fault of the project, not of every document.
        with project_gazetteer(project):
            pass
    done = len(lines) - len(todo)
    outcomes = guarded(
        _FIND, [asked[i] for i in todo], jobs=bounds.jobs, seconds=bounds.seconds,
        memory_mb=bounds.memory_mb,
    )  # fmt: skip
    for outcome in outcomes:
        i = todo[outcome.position]
        answers[i] = (outcome.value, outcome.fault, False)
        if not outcome.fault or outcome.fault.startswith((TOO_LONG, TOO_MUCH)):
            kept = {"values": outcome.value, "fault": outcome.fault}
            memory.keep(kept, *_key(asked[i], settled))
        done += 1
        progress("finding events", done, len(lines))
    return answers


def _recalled(kept: Row | None) -> Answer:
    """What memory holds of a document; a fault that would cost as much again is one of it."""
    if kept is None:
        return None, "", False
    again = f" (remembered; delete {CACHE_FOLDER}/{FILE} to try again)" if kept["fault"] else ""
    return kept["values"], kept["fault"] + again, True


def _key(asked: Row, settled: str) -> tuple[object, ...]:
    """What an answer is filed under: all that was asked, files by their checksums."""
    return "found", {k: v for k, v in asked.items() if k not in ("curated", "packs")}, settled


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
        [world.st_size, world.st_mtime_ns] if world else [],
    ]


def without_repeats(figures: pd.DataFrame, extracted: pd.DataFrame) -> pd.DataFrame:
    """The figures without those found in reports that say of their event what another says already:
    the same values of a thing of like name. The accounts still tell who said it."""
    found = set(extracted["figure_id"])
    told: dict[tuple[str, float, str], list[set[str]]] = {}
    kept = []
    ranked = figures.assign(found=figures["figure_id"].isin(found)).sort_values(
        ["found", "figure_id"], kind="stable"
    )
    for row in records(ranked):
        names = {fold_name(word)[:4] for word in f"{row['what']} {row['unit']}".split()}
        known = told.setdefault((row["event_id"], row["value_low"], str(row["value_high"])), [])
        if not (row["found"] and row["event_id"] and any(names & other for other in known)):
            kept.append(row["figure_id"])
        known.append(names)
    return figures[figures["figure_id"].isin(kept)].reset_index(drop=True)


# ... and what speaks for the places of an event: the places its reports surely name, of which so
# many, the most often named, with this weight each; as sure as join.py wants them.
_MOST_COMPANY, _COMPANY_WEIGHT, _SURE = 12, 0.5, 0.75


def company_of(
    accounts: pd.DataFrame, mentions: pd.DataFrame, gazetteer: Gazetteer
) -> dict[str, tuple[Neighbour, ...]]:
    """For each event the places that its reports surely tell of, countries left out.

    A name in one event is read in the company of its whole report, as a reader does.
    """
    places = mentions[(mentions["kind"] == "place") & (mentions["score"] >= _SURE)]
    named: dict[str, Counter[str]] = {}
    for report_id, place_id in zip(places["report_id"], places["value"], strict=True):
        named.setdefault(report_id, Counter())[place_id] += 1
    known: dict[str, Place | None] = {}
    around: dict[str, tuple[Neighbour, ...]] = {}
    for report_id, counted in named.items():
        ranked = sorted(counted, key=lambda place_id: (-counted[place_id], place_id))
        found = (known.setdefault(i, gazetteer.find_place(i)) for i in filter(None, ranked))
        kept = [place for place in found if place and place.kind != "country"][:_MOST_COMPANY]
        around[report_id] = tuple(Neighbour(place, _COMPANY_WEIGHT) for place in kept)
    company: dict[str, tuple[Neighbour, ...]] = {}
    for event_id, report_id in zip(accounts["event_id"], accounts["report_id"], strict=True):
        if report_id in around:
            company.setdefault(event_id, around[report_id])
    return company
