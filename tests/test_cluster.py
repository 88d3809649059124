"""The same functions three ways: in this process, in processes, on a real Dask cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from geotrack.errors import ClusterError, InputError
from geotrack.partitions import Where, map_partitions
from geotrack.pipeline import build_project

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow
TABLES = ("events.csv", "locations.csv", "events.geojson", "rejects.csv")


# --- functions that workers run (they find them by name) ----------------------------------


def squared(number: int) -> int:
    return number * number


def refused(number: int) -> int:
    if number == 2:
        raise InputError("table.csv row 2: broken")
    return number


def fatal(number: int, marks: Path, once: bool) -> int:
    """Its process dies at number 2, every time or only the first."""
    mark = marks / "died"
    if number == 2 and not (once and mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow(number: int, marks: Path) -> int:
    (marks / f"{number}-{os.getpid()}").touch()
    time.sleep(0.4)
    return number


# --- a cluster on loopback ----------------------------------------------------------------


def _start(arguments: list[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": paths}
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=environment,
        )  # fmt: skip


def _start_worker(address: str, folder: Path, number: int) -> subprocess.Popen[bytes]:
    arguments = [
        "dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard",
        "--no-nanny", "--memory-limit", "0", "--local-directory", str(folder),
    ]  # fmt: skip
    return _start(arguments, folder, folder / f"worker-{number}.log")


class Cluster:
    def __init__(self, address: str, workers: list[subprocess.Popen[bytes]]) -> None:
        self.address = address
        self.workers = workers


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers, each a process, on 127.0.0.1."""
    pytest.importorskip("distributed")
    folder = tmp_path / "dask"
    folder.mkdir()
    about = folder / "scheduler.json"
    scheduler = _start(
        ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(about)], folder, folder / "scheduler.log",
    )  # fmt: skip
    started = [scheduler]
    try:
        address = _address(about, folder)
        workers = [_start_worker(address, folder, number) for number in range(2)]
        started += workers
        yield Cluster(address, workers)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _address(about: Path, folder: Path) -> str:
    import json

    for _ in range(300):
        if about.is_file() and about.read_text():
            return str(json.loads(about.read_text())["address"])
        time.sleep(0.1)
    raise AssertionError((folder / "scheduler.log").read_text())


# --- map_partitions -----------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_parts(workers: int) -> None:
    told: list[tuple[int, int]] = []
    found = map_partitions(
        squared, range(5), Where(workers), lambda done, total: told.append((done, total))
    )
    assert found == [0, 1, 4, 9, 16]
    assert told == [(i, 5) for i in range(1, 6)]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_part_is_raised_here(workers: int) -> None:
    with pytest.raises(InputError, match="row 2"):
        map_partitions(refused, range(4), Where(workers))


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    once = partial(fatal, marks=tmp_path, once=True)
    assert map_partitions(once, range(5), Where(2)) == [0, 1, 2, 3, 4]


def test_a_part_that_kills_every_process_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="partition"):
        map_partitions(partial(fatal, marks=tmp_path, once=False), range(3), Where(2))


def test_no_scheduler_is_said_plainly() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(ClusterError, match="tcp://HOST:PORT"):
        map_partitions(squared, range(2), Where(scheduler="tcp://127.0.0.1:9"))


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'geotrack\[cluster\]'"):
        map_partitions(squared, [1], Where(scheduler="tcp://127.0.0.1:9"))


def test_a_worker_killed_in_mid_run_costs_nothing(cluster: Cluster, tmp_path: Path) -> None:
    done = 0

    def kill_one(number: int, _total: int) -> None:
        nonlocal done
        done = number
        if number == 4:
            cluster.workers[0].kill()

    marks = tmp_path / "marks"
    marks.mkdir()
    found = map_partitions(
        partial(slow, marks=marks), range(16), Where(scheduler=cluster.address), kill_one
    )
    assert found == list(range(16))
    assert done == 16
    assert cluster.workers[0].wait() != 0
    pids = {path.name.split("-")[1] for path in marks.iterdir()}
    assert len(pids) == 2, "both workers had a part"


# --- a build ------------------------------------------------------------------------------


def _project(folder: Path) -> Path:
    """Two tables that share ids and duplicates, doubtful names, reports and corrections."""
    folder.mkdir()
    towns = ("Zakho", "Erbil", "Duhok", "Mosul", "Kirkuk", "Nowhere at all", "Zaxo", "Amedi")
    rows = ["event_id,date,title,place,source,url,longitude,latitude,status"]
    for i in range(48):
        town, day = towns[i % 8], f"2024-{1 + i % 12:02}-{1 + i % 28:02}"
        event_id = f"g{i // 2}" if i % 6 < 2 else ""
        spot = "44.0090,36.1911" if town == "Erbil" and i % 3 else ","
        status = ("occurred", "alleged", "")[i % 3] if i % 6 > 1 else "occurred"
        rows.append(f"{event_id},{day},Event {i % 11},{town},Agency {i % 4},,{spot},{status}")
    rows += [rows[5], rows[5].replace("Agency", "Other"), ",32.13.2024,Broken,Zakho,,,,,"]
    (folder / "one.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "two.csv").write_text("\n".join([rows[0], *rows[20:40]]) + "\n", encoding="utf-8")
    (folder / "corrections.csv").write_text(
        "event_id,name,column,old,new,reason\n"
        "g1,,drop,,,not an event\n"
        "g3,,merge,,g4,the same\n"
        ",Nowhere at all,place,,gn:98182,it is Baghdad\n"
        "g7,,status,,denied,denied since\n"
        "gone,,drop,,,was there once\n",
        encoding="utf-8",
    )
    (folder / "geotrack.toml").write_text(
        'title = "Cluster"\n[inputs]\nevents = ["one.csv", "two.csv"]\n'
        'corrections = "corrections.csv"\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def light_outputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of twenty rows, and the tables alone: pictures are tested elsewhere."""
    from geotrack import pipeline
    from geotrack.scale import building

    monkeypatch.setattr(building, "MOST_ROWS", 20)
    kept = tuple(o for o in pipeline.BUILD_OUTPUTS if o[0] in TABLES)
    monkeypatch.setattr(pipeline, "BUILD_OUTPUTS", kept)


def _sorted_lines(path: Path) -> list[bytes]:
    return sorted(line.rstrip(b",\n") for line in path.read_bytes().splitlines())


def _same_tables(one: Path, other: Path) -> None:
    for name in TABLES:
        assert _sorted_lines(one / name) == _sorted_lines(other / name), name
    # Whatever stands in order, stands in the same order.
    for name in ("events.csv", "locations.csv", "events.geojson"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


@pytest.mark.usefixtures("light_outputs")
def test_a_build_three_ways_with_a_worker_killed(cluster: Cluster, tmp_path: Path) -> None:
    folder = _project(tmp_path / "project")
    here = build_project(folder, tmp_path / "here")
    assert here.counts["rejects"] > 3, "duplicates, a broken date, a lost correction"
    cores = build_project(folder, tmp_path / "cores", where=Where(2))
    _same_tables(here.folder, cores.folder)
    killed: list[str] = []

    def kill_one(stage: str, done: int, _total: int) -> None:
        if stage == "gathering" and done == 1:
            cluster.workers[0].kill()
            killed.append(stage)

    spread = build_project(
        folder, tmp_path / "cluster", where=Where(scheduler=cluster.address), progress=kill_one
    )
    assert killed
    _same_tables(here.folder, spread.folder)
    assert spread.counts == here.counts
    assert not (folder / ".geotrack" / "parts").exists(), "cleared away when done"
