"""Work on hostile files in processes of their own, with bounds on time and memory.

One poisonous document must not stop ten thousand others: each item is worked on by a child
process that is stopped when it takes too long and that cannot take more memory than allowed
(where the system can bound it: not on Windows). Parent and child speak JSON, one line a message.

A child is `python -m geotrack.guarded`; it calls the function that the parent names, as
`module:function`, with one JSON value, and answers with what it returns.
"""

from __future__ import annotations

import json
import math
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.errors import GeotrackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Child = subprocess.Popen[str]

# What an ordinary document needs is a tenth of these.
SECONDS, MEMORY_MB = 60.0, 2000
# How faults begin that cost all that was allowed, and would again.
TOO_LONG, TOO_MUCH = "took longer than", "needs more than"


class Outcome(NamedTuple):
    """What became of one item: its position, what the function returned, or what went wrong."""

    position: int
    value: Any
    fault: str = ""


def guarded(
    function: str,
    items: Iterable[Any],
    *,
    jobs: int = 0,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
) -> Iterator[Outcome]:
    """Call `function` (`module:function`) with each item, in as many processes as `jobs`.

    Outcomes come as they are ready; `position` says of which item. `jobs` 0 takes every core.
    An item that takes more than `seconds`, more memory than `memory_mb`, or ends its process,
    has a fault in words; so has one for which the function raises a GeotrackError. Leaving the
    loop early ends the processes. Items are taken as they are needed, a few ahead.

    >>> [outcome.value for outcome in guarded("math:factorial", [5])]
    [120]
    """
    with guarding(function, jobs=jobs, seconds=seconds, memory_mb=memory_mb) as guard:
        for item in items:
            guard.ask(item)
            while guard.waiting >= AHEAD:
                yield guard.answer()
        while guard.waiting:
            yield guard.answer()


# So many items are asked at once at the most: enough to keep every core busy.
AHEAD = 128
# A child with work is sent so many items and characters in advance: less than a pipe holds, so
# that the two ends never wait for each other to read.
_SENT_ITEMS, _SENT_CHARACTERS = 8, 12_000


class Guard:
    """Processes at work: `ask` them an item, take an `answer`, that of any of those `waiting`.

    The first item `asked` has position 0. Made by `guarding`; its methods are for one thread.
    """

    def __init__(self, function: str, seconds: float, memory_mb: int, jobs: int) -> None:
        self.waiting = self.asked = 0
        self._work = _Work(
            function, seconds, memory_mb, queue.SimpleQueue(), queue.SimpleQueue(),
            threading.Event(), {}, set(),
        )  # fmt: skip
        self._jobs = jobs or os.cpu_count() or 1
        self._threads: list[threading.Thread] = []

    def ask(self, item: Any) -> int:
        """Hand an item over, and get its position; a process is started while there are fewer than
        may be, and than there are items."""
        position = self.asked
        self._work.todo.put((position, json.dumps(item) + "\n"))
        self.asked += 1
        self.waiting += 1
        if len(self._threads) < min(self._jobs, self.waiting):
            if not self._threads:
                threading.Thread(target=_watch, args=(self._work,), daemon=True).start()
            thread = threading.Thread(target=_serve, args=(self._work,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return position

    def answer(self) -> Outcome:
        """The next outcome; waits for it. Only while something is `waiting`."""
        outcome = self._work.done.get()
        self.waiting -= 1
        return outcome

    def answer_within(self, seconds: float) -> Outcome | None:
        """The same; None where there is none so soon."""
        try:
            outcome = self._work.done.get(timeout=seconds)
        except queue.Empty:
            return None
        self.waiting -= 1
        return outcome

    def end(self) -> None:
        """End the processes, whatever they are at."""
        self._work.stop.set()
        for _ in self._threads:
            self._work.todo.put(None)
        for child in list(self._work.due):
            child.kill()
        for thread in self._threads:
            thread.join(10)


@contextmanager
def guarding(
    function: str, *, jobs: int = 0, seconds: float = SECONDS, memory_mb: int = MEMORY_MB
) -> Iterator[Guard]:
    """Processes that call `function` (see `guarded`), for a `with` block; ended with it.

    >>> with guarding("math:factorial", jobs=1) as guard:
    ...     guard.ask(5), guard.answer().value
    (0, 120)
    """
    guard = Guard(function, seconds, memory_mb, jobs)
    try:
        yield guard
    finally:
        guard.end()


class _Work(NamedTuple):
    """What the threads share. `due` has for each child when its item in hand is too late, `late`
    the children that were ended for it."""

    function: str
    seconds: float
    memory_mb: int
    todo: queue.SimpleQueue[tuple[int, str] | None]
    done: queue.SimpleQueue[Outcome]
    stop: threading.Event
    due: dict[Child, float]
    late: set[Child]


def _watch(work: _Work) -> None:
    """One thread: ends children whose item takes too long."""
    while not work.stop.wait(_WATCH_SECONDS):
        now = time.monotonic()
        for child, due in list(work.due.items()):
            if now > due:
                work.late.add(child)
                child.kill()


_WATCH_SECONDS = 0.1
_NEVER = math.inf


def _serve(work: _Work) -> None:
    """One thread: hands items to its child, and takes a new child where one was ended."""
    child: Child | None = None
    sent: deque[tuple[int, str]] = deque()
    again: deque[tuple[int, str]] = deque()
    try:
        while not work.stop.is_set():
            item = _next(work, sent, again)
            if item is not None:
                child = child or _start(work)
                sent.append(item)
                _send(child, item[1])
                continue
            if child is None or not sent:
                break
            work.due[child] = time.monotonic() + work.seconds
            answer, fault = _receive(child, work)
            position, _ = sent.popleft()
            if answer is None:
                _end(child)
                work.due.pop(child, None)
                child = None
                # Those behind it have not been looked at.
                again.extend(sent)
                sent.clear()
                work.done.put(Outcome(position, None, fault))
            else:
                work.due[child] = _NEVER
                work.done.put(Outcome(position, answer.get("value"), answer.get("fault", "")))
    finally:
        if child is not None:
            _end(child)


def _next(
    work: _Work, sent: deque[tuple[int, str]], again: deque[tuple[int, str]]
) -> tuple[int, str] | None:
    """The next item to send; None where an answer is due first, or all is done."""
    if len(sent) >= _SENT_ITEMS:
        return None
    try:
        item = again.popleft() if again else work.todo.get(block=not sent)
    except queue.Empty:
        return None
    if item and sent and len(item[1]) + sum(len(line) for _, line in sent) > _SENT_CHARACTERS:
        again.appendleft(item)
        return None
    return item


def _send(child: Child, line: str) -> None:
    """Write a line to a child; one that has ended is told of by what it does not answer."""
    try:
        if child.stdin is not None:
            child.stdin.write(line)
            child.stdin.flush()
    except (OSError, ValueError):
        return


def _receive(child: Child, work: _Work) -> tuple[dict[str, Any] | None, str]:
    """The child's next answer, or None and why there is none."""
    line = ""
    try:
        if child.stdout is not None:
            line = child.stdout.readline()
    except (OSError, ValueError):
        line = ""
    if line.endswith("\n"):
        return json.loads(line), ""
    if child in work.late:
        return None, f"{TOO_LONG} {work.seconds:g} seconds"
    code = child.wait()
    return None, "" if work.stop.is_set() else f"ended its reader ({_cause(code)})"


def _start(work: _Work) -> Child:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
    }
    child = subprocess.Popen(  # noqa: S603 - this interpreter, this module
        [sys.executable, "-W", "ignore", "-m", "geotrack.guarded", work.function,
         str(work.memory_mb)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment,
    )  # fmt: skip
    work.due[child] = _NEVER
    return child


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _end(child: Child) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue


# --- in the child -------------------------------------------------------------------------


def main(function: str, memory_mb: int) -> None:
    """The child's loop: a line in, a line out, until its input ends."""
    # Ctrl-C reaches the whole terminal: the parent stops, tells so and ends its children.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory(memory_mb)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not be taken for an answer.
    os.dup2(2, 1)
    module, _, name = function.partition(":")
    call = getattr(import_module(module), name)
    for line in sys.stdin:
        try:
            answer = {"value": call(json.loads(line))}
        except MemoryError:
            answer = {"value": None, "fault": f"{TOO_MUCH} {memory_mb} MB of memory"}
        except RecursionError:
            answer = {"value": None, "fault": "is nested too deeply"}
        except GeotrackError as error:
            answer = {"value": None, "fault": str(error)}
        except Exception as error:  # noqa: BLE001 - a parser raises whatever it meets
            answer = {"value": None, "fault": f"cannot be read ({type(error).__name__}: {error})"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _bound_memory(memory_mb: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory_mb * 1_000_000
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
