"""One function over many partitions: in this process, on all cores, or on a Dask cluster.

The function and what it is given must be picklable: a function at the top of a module (or a
`functools.partial` of one) and small values such as paths and numbers. Tables go through files
that every worker sees, so that no process holds more than a partition. Results are the same, in
the order of the partitions, whichever way they were worked on and however often one was begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, NamedTuple, TypeVar

from geotrack.errors import ClusterError, GeotrackError

Part = TypeVar("Part")
Result = TypeVar("Result")
# A partition whose worker died is begun anew so often; then the partition itself is to blame.
_RETRIES = 3
# So long a scheduler may take to answer.
_SECONDS_TO_CONNECT = 10


class Where(NamedTuple):
    """Where partitions are worked on: in this process, in so many processes, or on the Dask
    cluster of a scheduler's address (`tcp://host:8786`), which comes first.

    `crew` holds the processes that `kept_at_work` keeps."""

    workers: int = 1
    scheduler: str = ""
    crew: list[Executor] | None = None


@contextmanager
def kept_at_work(where: Where) -> Iterator[Where]:
    """The same place of work, its processes kept from one map to the next.

    They start once, and what they remember (opened gazetteers, ranked names) serves later stages.

    >>> with kept_at_work(Where(workers=1)) as where:
    ...     map_partitions(len, ["a", "bcd"], where)
    [1, 3]
    """
    crew: list[Executor] = []
    try:
        yield where._replace(crew=crew)
    finally:
        _dismiss(crew)


def _dismiss(crew: list[Executor]) -> None:
    while crew:
        crew.pop().shutdown(cancel_futures=True)


def map_partitions(
    function: Callable[[Part], Result],
    parts: Iterable[Part],
    where: Where = Where(),  # noqa: B008
    progress: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """`function` of each part, in the order of the parts.

    `progress` is called with how many are done, of how many. What the function raises is raised
    here. A worker that dies is replaced and its partition begun anew, up to three times; then
    ClusterError names the partition. Raises ClusterError too where the scheduler cannot be
    reached or the extra `cluster` is not installed.

    >>> map_partitions(len, ["a", "bcd"])
    [1, 3]
    """
    listed = list(parts)
    tell = progress or _silent
    if where.scheduler:
        return _on_cluster(function, listed, where.scheduler, tell)
    if where.workers > 1 and len(listed) > 1:
        if where.crew is not None:
            return _in_processes(function, listed, where.workers, where.crew, tell)
        with kept_at_work(where) as own:
            return map_partitions(function, listed, own, tell)
    results = []
    for part in listed:
        results.append(function(part))
        tell(len(results), len(listed))
    return results


def _silent(_done: int, _total: int) -> None:
    """Progress for those who do not look."""


def _in_processes(
    function: Callable[[Part], Result],
    parts: Sequence[Part],
    workers: int,
    crew: list[Executor],
    progress: Callable[[int, int], None],
) -> list[Result]:
    found: dict[int, Result] = {}
    for _ in range(_RETRIES):
        if not crew:
            # Started afresh, not forked: a fork of a process with threads may hang.
            crew.append(ProcessPoolExecutor(workers, mp_context=get_context("spawn")))
        left = {i: part for i, part in enumerate(parts) if i not in found}
        try:
            _fill(found, crew[0], function, left, progress)
        except BrokenProcessPool:
            _dismiss(crew)
            continue
        return [found[i] for i in range(len(parts))]
    lost = next(part for i, part in enumerate(parts) if i not in found)
    raise ClusterError(_died(lost))


def _fill(
    found: dict[int, Result],
    pool: Executor,
    function: Callable[[Part], Result],
    parts: dict[int, Part],
    progress: Callable[[int, int], None],
) -> None:
    total = len(found) + len(parts)
    futures = {pool.submit(function, part): i for i, part in parts.items()}
    for future in as_completed(futures):
        found[futures[future]] = future.result()
        progress(len(found), total)


def _died(part: object) -> str:
    return (
        f"workers died {_RETRIES} times over partition {part}: most likely memory ran out; use "
        "fewer workers, or smaller partitions"
    )


# --- on a cluster -------------------------------------------------------------------------


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise ClusterError(
            "a scheduler needs Dask: pip install 'geotrack[cluster]', here and on every worker"
        ) from None
    return distributed


def _on_cluster(
    function: Callable[[Part], Result],
    parts: Sequence[Part],
    scheduler: str,
    progress: Callable[[int, int], None],
) -> list[Result]:
    distributed = _distributed()
    try:
        client = distributed.Client(
            scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False, name="geotrack"
        )
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {scheduler}: write its address as tcp://HOST:PORT "
            f"({type(error).__name__})"
        ) from None
    with client, client.as_current():
        # Never remembered under their arguments: the files that these name may have changed.
        futures = client.map(function, parts, pure=False, retries=_RETRIES)
        part_of = {future.key: part for future, part in zip(futures, parts, strict=True)}
        for done, future in enumerate(distributed.as_completed(futures), 1):
            if future.status == "error":
                client.cancel(futures)
                raise _told(future.exception(), part_of[future.key], distributed)
            progress(done, len(parts))
        found: list[Result] = client.gather(futures)
        return found


def _told(error: BaseException, part: object, distributed: Any) -> BaseException:
    """An error of a worker, in words where it is none of ours."""
    if isinstance(error, GeotrackError):
        return error
    if isinstance(error, distributed.scheduler.KilledWorker):
        return ClusterError(_died(part))
    if isinstance(error, ModuleNotFoundError):
        return ClusterError(f"a worker lacks {error.name}: install the same geotrack there")
    return error
