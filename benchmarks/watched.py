"""A long run watched from within: what each of its stages takes.

Memory and processor of workers are read from /proc (Linux).
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


class Watched:
    """A line a stage: seconds, processor's seconds with those of the worker processes, so many of
    `number` a second, largest memory of this process and of all workers together (MB)."""

    def __init__(self, number: int) -> None:
        print(
            f"{'stage':34} {'s':>9} {'cpu s':>9} {'a second':>9} {'MB here':>8} {'MB workers':>10}",
            flush=True,
        )
        self.number, self.stage = number, "starting"
        self.here = self.workers = 0
        self._ended: dict[int, float] = {}
        self._begun, self._cpu = time.perf_counter(), 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def show(self, stage: str, _done: int, _total: int) -> None:
        """Told of progress: a new stage ends the one before it."""
        if stage != self.stage:
            self.end_stage(stage)

    def end_stage(self, following: str) -> None:
        """A line of the stage that is over."""
        self._sample()
        now, cpu = time.perf_counter(), time.process_time() + sum(self._ended.values())
        seconds = max(now - self._begun, 0.001)
        print(
            f"{self.stage:34} {seconds:9.1f} {cpu - self._cpu:9.1f} {self.number / seconds:9.0f} "
            f"{self.here:8} {self.workers:10}",
            flush=True,
        )
        self.stage, self.here, self.workers = following, 0, 0
        self._begun, self._cpu = now, cpu

    def _look(self) -> None:
        while not self._stop.wait(0.5):
            self._sample()

    def _sample(self) -> None:
        self.here = max(self.here, _resident(os.getpid()))
        workers = 0
        for pid in _children():
            try:
                told = (
                    Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                )
                workers += _resident(pid)
            except OSError:
                continue
            self._ended[pid] = (int(told[11]) + int(told[12])) / _TICKS
        self.workers = max(self.workers, workers)


def _children() -> list[int]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += map(int, (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    """Resident megabytes of a process."""
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * _PAGE // 1_000_000
