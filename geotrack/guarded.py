"""Work on hostile files in processes of their own, with bounds on time and memory.

One poisonous document must not stop ten thousand others: each item is worked on by a child
process that is stopped when it takes too long and that cannot take more memory than allowed
(where the system can bound it: not on Windows). Parent and child speak JSON, one line a message.

A child is `python -m geotrack.guarded`; it calls the function that the parent names, as
`module:function`, with one JSON value, and answers with what it returns.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.errors import GeotrackError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    items: Sequence[Any],
    *,
    jobs: int = 0,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
) -> Iterator[Outcome]:
    """Call `function` (`module:function`) with each item, in as many processes as `jobs`.

    Outcomes come as they are ready; `position` says of which item. `jobs` 0 takes every core.
    An item that takes more than `seconds`, more memory than `memory_mb`, or ends its process,
    has a fault in words; so has one for which the function raises a GeotrackError. Leaving the
    loop early ends the processes.

    >>> [outcome.value for outcome in guarded("math:factorial", [5])]
    [120]
    """
    todo: queue.SimpleQueue[int] = queue.SimpleQueue()
    for index in range(len(items)):
        todo.put(index)
    done: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()
    stop = threading.Event()
    alive: set[subprocess.Popen[str]] = set()
    count = min(jobs or os.cpu_count() or 1, len(items))
    bounds = (function, items, seconds, memory_mb)
    threads = [
        threading.Thread(target=_serve, args=(bounds, todo, done, stop, alive), daemon=True)
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        running = count
        while running:
            outcome = done.get()
            if outcome is None:
                running -= 1
            else:
                yield outcome
    finally:
        stop.set()
        for child in list(alive):
            child.kill()
        for thread in threads:
            thread.join(10)


def _serve(
    bounds: tuple[str, Sequence[Any], float, int],
    todo: queue.SimpleQueue[int],
    done: queue.SimpleQueue[Outcome | None],
    stop: threading.Event,
    alive: set[subprocess.Popen[str]],
) -> None:
    """One thread: hands items to its child, and takes a new child where one was ended."""
    function, items, seconds, memory_mb = bounds
    child: subprocess.Popen[str] | None = None
    try:
        while not stop.is_set():
            try:
                index = todo.get_nowait()
            except queue.Empty:
                break
            child = child or _start(function, memory_mb)
            alive.add(child)
            answer, fault = _ask(child, items[index], seconds, stop)
            if answer is None:
                _end(child)
                alive.discard(child)
                child = None
                done.put(Outcome(index, None, fault))
            else:
                done.put(Outcome(index, answer.get("value"), answer.get("fault", "")))
    finally:
        if child is not None:
            _end(child)
        done.put(None)


def _start(function: str, memory_mb: int) -> subprocess.Popen[str]:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.Popen(  # noqa: S603 - this interpreter, this module
        [sys.executable, "-W", "ignore", "-m", "geotrack.guarded", function, str(memory_mb)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment,
    )


def _ask(
    child: subprocess.Popen[str], item: Any, seconds: float, stop: threading.Event
) -> tuple[dict[str, Any] | None, str]:
    """The child's answer, or None and why there is none."""
    late = threading.Event()

    def end_it() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, end_it)
    timer.start()
    line = ""
    try:
        if child.stdin is not None and child.stdout is not None:
            child.stdin.write(json.dumps(item) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
    except (OSError, ValueError):
        line = ""
    finally:
        timer.cancel()
    if line.endswith("\n"):
        return json.loads(line), ""
    if late.is_set():
        return None, f"{TOO_LONG} {seconds:g} seconds"
    code = child.wait()
    return None, "" if stop.is_set() else f"ended its reader ({_cause(code)})"


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _end(child: subprocess.Popen[str]) -> None:
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
