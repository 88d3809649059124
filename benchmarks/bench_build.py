"""Whole-process times of what a user waits for; run: python benchmarks/bench_build.py

Each command runs in a process of its own, RUNS times; the median counts. Timings vary between
machines: read them as ratios to the first line, a bare Python start.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
GEOTRACK = [sys.executable, "-m", "geotrack"]


def seconds(command: list[str], cwd: Path) -> float:
    """Wall time of one run; a failing command ends the benchmark."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def copy_example(folder: Path) -> Path:
    """The example's inputs in a folder of their own."""
    shutil.copy(ROOT / "geotrack.toml", folder)
    shutil.copytree(ROOT / "data", folder / "data", dirs_exist_ok=True)
    return folder


def write_events(path: Path, number: int) -> None:
    """A table of dated, placed rows, made by rule: no real events."""
    names = ("Zakho", "Erbil", "Baghdad", "Mosul", "Kirkuk", "Duhok")
    rows = (
        f"{2015 + i % 10}-{1 + i % 12:02}-{1 + i % 28:02},Event {i},{names[i % 6]}"
        for i in range(number)
    )
    path.write_text("date,title,place\n" + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Print a line a case: median seconds and the ratio to starting Python."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = copy_example(Path(scratch))
        write_events(folder / "events-10k.csv", 10_000)
        find = [*GEOTRACK, "places", "find", "Zakho"]
        table = ["render", "events-10k.csv", "-o", "out.csv", "-o", "out.geojson"]
        cases = {
            "python -c pass": ([sys.executable, "-c", "pass"], None),
            "geotrack --help": ([*GEOTRACK, "--help"], None),
            "geotrack places find": (find, None),
            "build, cold": ([*GEOTRACK, "build"], "cold"),
            "build, nothing changed": ([*GEOTRACK, "build"], None),
            "render 10,000 rows to CSV and GeoJSON": ([*GEOTRACK, *table], None),
        }
        base = 0.0
        for name, (command, state) in cases.items():
            times = []
            for _ in range(RUNS):
                if state == "cold":
                    shutil.rmtree(folder / ".geotrack", ignore_errors=True)
                    shutil.rmtree(folder / "maps", ignore_errors=True)
                times.append(seconds(command, folder))
            median = statistics.median(times)
            base = base or median
            print(f"{name:40} {median:7.2f} s  {median / base:7.1f}x")


if __name__ == "__main__":
    main()
