"""Commands run one by one in processes of their own, for benchmarks that compare programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Cost(NamedTuple):
    """What a command took: seconds, those of the processor (with all its children), the largest
    process in MB, and what it printed."""

    seconds: float
    cpu_s: float
    peak_mb: int
    printed: str

    def told(self) -> dict[str, Any]:
        """The last line printed, which is JSON."""
        found: dict[str, Any] = json.loads(self.printed.splitlines()[-1])
        return found


def run(command: list[str]) -> Cost:
    """One run to its end; one that fails ends the benchmark with what it said."""
    begun = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(command)}\n{err.read().decode(errors='replace')}")
        printed = out.read().decode()
    taken = time.perf_counter() - begun
    return Cost(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, printed)


def load() -> str:
    """The machine's load, for every figure hangs on it."""
    return " ".join(f"{one:.1f}" for one in os.getloadavg())
