"""A build over partitions: time, processor and memory of each stage.

Run: python benchmarks/bench_scale.py 1000000 --workers 2 --folder /tmp/bench
Ten million rows take hours on two cores. A run that was killed is run again with the same
arguments and goes on where it stood; its times are then those of the rest.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from made_events import write_made

from geotrack.partitions import Where
from geotrack.pipeline import build_project


def processor_seconds() -> float:
    """Of this process and of all its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def megabytes(who: int) -> int:
    """The largest resident size so far; of children that of the largest one."""
    return resource.getrusage(who).ru_maxrss // 1024


def make_project(folder: Path, number: int) -> Path:
    """A project of one table of so many made rows; what is there already is kept."""
    project = folder / f"made-{number}"
    project.mkdir(parents=True, exist_ok=True)
    table = project / "events.csv"
    if not table.is_file():
        write_made(table, number)
    toml = f'title = "Made {number:,}"\n[inputs]\nevents = "events.csv"\n'
    (project / "geotrack.toml").write_text(toml, encoding="utf-8")
    return project


def main() -> None:
    """Print a line a stage: seconds and processor's seconds since the start, peak megabytes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scheduler", default="")
    parser.add_argument("--folder", type=Path, required=True)
    told = parser.parse_args()
    project = make_project(told.folder, told.rows)
    begun, last = time.perf_counter(), ""
    print(f"{'stage':28} {'s':>8} {'cpu s':>8} {'MB here':>8} {'MB worker':>9}")

    def show(stage: str, done: int, total: int) -> None:
        nonlocal last
        if stage != last or done == total:
            sizes = megabytes(resource.RUSAGE_SELF), megabytes(resource.RUSAGE_CHILDREN)
            print(
                f"{f'{stage} {done}/{total}':28} {time.perf_counter() - begun:8.1f} "
                f"{processor_seconds():8.1f} {sizes[0]:8} {sizes[1]:9}",
                flush=True,
            )
        last = stage

    report = build_project(project, where=Where(told.workers, told.scheduler), progress=show)
    print(report.counts)
    print(report.outputs)


if __name__ == "__main__":
    main()
