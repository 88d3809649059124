"""Reports -> what was found in each: from memory, else from a process of its own.

They are asked for a few at a time and come in the order of the reports, whoever is done first. A
document that breaks the bounds on time and memory has a fault for an answer, and the rest goes on.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.cache import CACHE_FOLDER, digest_of, file_digest
from geotrack.extraction.one import Asked
from geotrack.extraction.recognizers import recognizer_version
from geotrack.gazetteer.indexfile import WORLD_PATH
from geotrack.guarded import AHEAD, MEMORY_MB, SECONDS, TOO_LONG, TOO_MUCH, guarding
from geotrack.memory import FILE, KEEP_SECONDS
from geotrack.plugins import GAZETTEER, RESOLVER, plugin_version
from geotrack.project import project_gazetteer

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from geotrack.guarded import Guard
    from geotrack.memory import Memory
    from geotrack.project import Project

Row = dict[str, Any]
_FIND = "geotrack.extraction.one:find_in"


class Bounds(NamedTuple):
    """What each document may take, and on how many processes (0: one a core)."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB
    jobs: int = 0


class Answer(NamedTuple):
    """What was found (None beside a fault), the fault, and whether it was remembered."""

    found: Any = None
    fault: str = ""
    remembered: bool = False


# So many reports wait for their answers, or for that of one before them.
_MOST_WAITING = 2000


class _Waiting(NamedTuple):
    """A report, what its answer is filed under, and that answer when it is there."""

    line: Row
    key: str
    answers: list[Answer]


def answered(
    project: Project, reports: Iterable[Row], memory: Memory, bounds: Bounds
) -> Generator[tuple[Row, Answer]]:
    """Each report (row of the table) with its answer, in their order; one without a text has none.

    Raises GazetteerError where the gazetteer cannot be opened: that is no fault of a document.
    """
    settled = digest_of(bounds.seconds, bounds.memory_mb, *_about_places(project))
    held: deque[_Waiting] = deque()
    asked: dict[int, _Waiting] = {}
    processes = guarding(
        _FIND, jobs=bounds.jobs, seconds=bounds.seconds, memory_mb=bounds.memory_mb
    )
    with processes as guard:
        for line in reports:
            question = _asked(project, line)
            held.append(_Waiting(line, _key(question, settled) if line["text"] else "", []))
            known = _recalled(memory.recall(held[-1].key)) if line["text"] else Answer()
            if known:
                held[-1].answers.append(known)
            else:
                if not guard.asked:
                    with project_gazetteer(project):
                        pass
                asked[guard.ask(question)] = held[-1]
            while guard.waiting >= AHEAD or (len(held) >= _MOST_WAITING and not held[0].answers):
                _take(guard, asked, memory)
            yield from _ready(held)
        while guard.waiting:
            _take(guard, asked, memory)
            yield from _ready(held)
    yield from _ready(held)


def _take(guard: Guard, asked: dict[int, _Waiting], memory: Memory) -> None:
    """Wait for an answer, and file it under its question."""
    outcome = guard.answer_within(KEEP_SECONDS)
    if outcome is None:
        # What was found before a document that takes long does not wait for it.
        memory.settle()
        outcome = guard.answer()
    one = asked.pop(outcome.position)
    one.answers.append(Answer(outcome.value, outcome.fault))
    if not outcome.fault or outcome.fault.startswith((TOO_LONG, TOO_MUCH)):
        memory.keep({"values": outcome.value, "fault": outcome.fault}, one.key)


def _ready(held: deque[_Waiting]) -> Iterator[tuple[Row, Answer]]:
    """Those that need not wait any longer for themselves or one before them."""
    while held and held[0].answers:
        done = held.popleft()
        yield done.line, done.answers[0]


def _recalled(kept: Row | None) -> Answer | None:
    """What memory holds of a document; a fault that would cost as much again is one of it."""
    if kept is None:
        return None
    again = f" (remembered; delete {CACHE_FOLDER}/{FILE} to try again)" if kept["fault"] else ""
    return Answer(kept["values"], kept["fault"] + again, remembered=True)


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
