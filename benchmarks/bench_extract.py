"""Documents made by rule -> events: seconds, processor, memory of each stage, and how they grow.

    python benchmarks/bench_extract.py 1000 4000 16000
    nice -n 5 python benchmarks/bench_extract.py 1000000 --folder /tmp/million

For each NUMBER `geotrack extract` reads so many documents in a process of its own: one to three
sentences each, in one JSONL file (`--kind headline`: one sentence, `long`: articles of 2,500
characters; `--files`: a file each, a tenth HTML). A line a stage (see watched.py): a stage is what
the progress names, with what comes behind it until the next. With `--folder` documents, outputs and
what was found are kept there: a run that was killed is run again with the same arguments and goes
on where it stood; its times are then those of the rest.

    python benchmarks/bench_extract.py 1000 --kill

Cold, again, and resumed after a kill halfway: seconds, and whether the bytes are the same. Beside
it the bare time of the same finders in one process, which is what the machinery costs, and spaCy's
small model where it is installed (a peer that finds names and nothing else).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from made_documents import MADE, write_files, write_jsonl
from measured import ROOT, load, run
from watched import Watched


def make(folder: Path, kind: str, number: int, *, files: bool) -> Path:
    """The folder of the documents; what is there already is kept."""
    documents = folder / f"{kind}-{'files' if files else 'jsonl'}-{number}"
    done = documents / ".done"
    if not done.is_file():
        documents.mkdir(parents=True, exist_ok=True)
        if files:
            write_files(documents, kind, number)
        else:
            write_jsonl(documents / "documents.jsonl", kind, number)
        done.touch()
    return documents


# --- one run, watched ---------------------------------------------------------------------


def watch_one(documents: Path, out: Path, number: int) -> None:
    """Run `geotrack extract` in this process and print its stages; a line of JSON at the end."""
    from geotrack.project import lone_project
    from geotrack.searching import extract_documents

    watched = Watched(number)

    def show(stage: str, done: int, total: int) -> None:
        # Parts of one file are one stage.
        name = stage.partition(" events")[0] if stage.startswith("writing") else stage
        watched.show(name, done, total)

    done = extract_documents(lone_project([documents]), [out], progress=show)
    watched.end_stage("")
    told: dict[str, Any] = {k: v for k, v in done.extraction.items() if k != "left_out"}
    print(json.dumps(told | {k: done.counts[k] for k in ("on_map", "rejects")}))


def by_stage(folder: Path, told: argparse.Namespace) -> None:
    """A table for each number."""
    for number in told.numbers:
        documents = make(folder, told.kind, number, files=told.files)
        out = folder / f"out-{documents.name}" / "events.csv"
        out.parent.mkdir(exist_ok=True)
        print(f"\n{number:,} documents ({documents.name}), load {load()}", flush=True)
        command = [sys.executable, __file__, str(number), "--watch", str(documents), str(out)]
        begun = time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(process.returncode)
        seconds = time.perf_counter() - begun
        cpu = usage.ru_utime + usage.ru_stime
        print(f"{'in all':34} {seconds:9.1f} {cpu:9.1f} {number / seconds:9.0f} "
              f"{usage.ru_maxrss * 1024 // 1_000_000:8}", flush=True)  # fmt: skip


# --- cold, again, killed ------------------------------------------------------------------


def command(documents: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "geotrack", "extract", str(documents), "-o", str(out)]


def killed_halfway(documents: Path, out: Path, number: int) -> int:
    """Start a run, kill it when half is found; how many answers are kept."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command(documents, out), stderr=subprocess.DEVNULL, env=environment)
    path = out.parent / ".geotrack" / "documents.sqlite"
    kept = 0
    while process.poll() is None and kept < number // 2:
        time.sleep(0.2)
        if path.exists():
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                try:
                    kept = int(database.execute("SELECT count(*) FROM kept").fetchone()[0])
                except sqlite3.Error:
                    continue
            database.close()
    process.send_signal(signal.SIGKILL)
    process.wait()
    return kept


def bare(kind: str, number: int) -> float:
    """Documents a processor's second of the finders alone, in this process."""
    from geotrack.extraction.one import Asked, find_in

    find_in(Asked("They met in Baghdad.")._asdict())
    begun = time.process_time()
    for i in range(number):
        text, day = MADE[kind](i)
        find_in(Asked(text, day, own_day=False)._asdict())
    return number / (time.process_time() - begun)


def spacy(kind: str, number: int) -> float:
    """Documents a processor's second of spaCy's small model; 0 where it is not installed."""
    try:
        import spacy as peer

        model = peer.load(os.environ.get("GEOTRACK_SPACY", "en_core_web_sm"))
    except (ImportError, OSError):
        return 0.0
    begun = time.process_time()
    for i in range(number):
        model(MADE[kind](i)[0])
    return number / (time.process_time() - begun)


def killed(folder: Path, told: argparse.Namespace) -> int:
    """The figures of --kill; 0 where all runs wrote the same bytes."""
    number = told.numbers[0]
    print(f"{number:,} documents, {os.cpu_count()} cores, load {load()}")
    few = min(number, 300)
    print(f"finders alone, one process: {bare(told.kind, few):8.0f} documents/s")
    rate = spacy(told.kind, min(few, 100))
    print(f"spaCy small, one process:   {rate:8.0f} documents/s (0: not installed)")
    documents = make(folder, told.kind, number, files=told.files)
    if told.files:
        poison = documents / "poison.txt"
        poison.write_text("Zakho and Amedi " * 300_000, encoding="utf-8")
    outs = [folder / name / "events.csv" for name in ("cold", "killed")]
    for out in outs:
        out.parent.mkdir(exist_ok=True)
    for what in ("cold", "again"):
        cost = run(command(documents, outs[0]))
        print(f"{what:27} {number / cost.seconds:8.0f} documents/s  {cost.seconds:6.1f} s "
              f"({cost.cpu_s:.1f} CPU)  {cost.printed.splitlines()[0]}")  # fmt: skip
    kept = killed_halfway(documents, outs[1], number)
    cost = run(command(documents, outs[1]))
    print(f"killed at {kept:,} kept, resumed: {cost.seconds:6.1f} s ({cost.cpu_s:.1f} CPU)  "
          f"{cost.printed.splitlines()[0]}")  # fmt: skip
    same = outs[0].read_bytes() == outs[1].read_bytes()
    print(f"resumed and cold run wrote the same bytes: {same}")
    return 0 if same else 1


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("numbers", type=int, nargs="*", default=[1000, 4000, 16000])
    parser.add_argument("--kind", choices=sorted(MADE), default="short")
    parser.add_argument("--files", action="store_true", help="a file a document, not JSONL")
    parser.add_argument("--folder", type=Path, help="where all is kept, to be gone on with")
    parser.add_argument("--kill", action="store_true", help="cold, again, killed and resumed")
    parser.add_argument("--watch", type=Path, nargs=2, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.watch:
        watch_one(*told.watch, told.numbers[0])
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = told.folder.resolve() if told.folder else Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if told.kill:
            return killed(folder, told)
        by_stage(folder, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
