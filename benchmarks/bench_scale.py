"""A build over partitions: time, processor and memory of each stage.

Run: python benchmarks/bench_scale.py 1000000 --workers 2 --folder /tmp/bench
Ten million rows take hours on two cores. A run that was killed is run again with the same
arguments and goes on where it stood; its times are then those of the rest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from made_events import write_made
from watched import Watched

from geotrack.partitions import Where
from geotrack.pipeline import build_project


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
    """Print a line a stage (see watched.py), a stage being what the progress names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scheduler", default="")
    parser.add_argument("--folder", type=Path, required=True)
    told = parser.parse_args()
    project = make_project(told.folder, told.rows)
    watched = Watched(told.rows)
    report = build_project(
        project, where=Where(told.workers, told.scheduler), progress=watched.show
    )
    watched.end_stage("")
    print(report.counts)
    print(report.outputs)


if __name__ == "__main__":
    main()
