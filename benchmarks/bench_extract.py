"""A folder of articles made by rule -> events: seconds, documents a second, memory, resumption.

    python benchmarks/bench_extract.py [NUMBER]

NUMBER (10,000) articles of some 2,500 characters are made from templates: towns of the world index,
days, actors and filler, the same on every machine; a tenth as HTML, one a 5 MB text without a
full stop. `geotrack extract` reads them cold, is run again, and is run after being killed halfway.
Beside it: the bare time of the same finders in one process without any of the machinery, which
is what the machinery costs, and spaCy's small model where it is installed (a peer that finds names
and nothing else). Memory is the largest of any process (Linux).
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_TOWNS = """Zakho Amedi Duhok Erbil Sulaymaniyah Kirkuk Mosul Sinjar Baghdad Basra Ramadi Fallujah
Tikrit Samarra Karbala Najaf Halabja Rawanduz Soran Aleppo Homs Hama Idlib Raqqa Qamishli Ankara
Istanbul Diyarbakir Mardin Hakkari Tehran Tabriz Urmia Amman Irbid Beirut Tripoli Cairo Riyadh"""
TOWNS = _TOWNS.split()
ACTORS = ("Turkish forces", "Iraqi forces", "Militants", "Police", "Demonstrators", "Officials")
TOLD = (
    "{actor} bombed a village near {town} on {day}.",
    "At least {n} people were killed in clashes between {actor} and gunmen in {town} on {day}.",
    "{actor} met tribal leaders in {town} on {day} to talk about the border.",
    "{actor} demanded that all foreign troops leave {town}.",
    "Parliament voted on {day} to extend the mandate until 2026.",
    "Last week {actor} shelled the outskirts of {town}, wounding {n}.",
)
FILLER = (
    "Nobody could say how long the situation would last, and few were willing to guess.",
    "The price of bread had risen again, shopkeepers said, and the roads were as bad as ever.",
    "An official who did not want to be named spoke of a difficult winter for the whole province.",
    "Residents have complained for years about power cuts, water and the state of the schools.",
)


def article(number: int) -> tuple[str, str]:
    """The text and the day of the article of this number."""
    dice = random.Random(number)  # noqa: S311 - the same articles everywhere
    day = f"2023-{1 + number % 12:02}-{1 + number % 28:02}"
    parts = []
    for _ in range(6):
        town, actor = dice.choice(TOWNS), dice.choice(ACTORS)
        when = f"{dice.randint(1, 28)} {dice.choice(('March', 'June', 'October'))} 2023"
        told = dice.choice(TOLD).format(town=town, actor=actor, day=when, n=dice.randint(2, 30))
        parts.append(f"{told} {' '.join(dice.sample(FILLER, 4))}")
    return "\n\n".join(parts), day


def make(folder: Path, number: int) -> None:
    """The articles as files."""
    for i in range(number):
        text, day = article(i)
        if i % 10:
            head = f"---\ntitle: Article {i}\ndate: {day}\n---\n"
            (folder / f"{i:06}.md").write_text(f"{head}{text}\n", encoding="utf-8")
        else:
            body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
            meta = f'<meta property="article:published_time" content="{day}">'
            page = f"<html><head><title>Article {i}</title>{meta}</head><body>{body}</body></html>"
            (folder / f"{i:06}.html").write_text(page, encoding="utf-8")
    (folder / "poison.txt").write_text("Zakho and Amedi " * 300_000, encoding="utf-8")


def command(folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "geotrack", "extract", str(folder), "-o", str(out)]


def timed(folder: Path, out: Path) -> tuple[float, float, str]:
    """Seconds of a whole run, on the clock and of the processors, and what it said."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command(folder, out), capture_output=True, text=True, check=True)
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, spent, (done.stdout + done.stderr).splitlines()[0]


def killed_halfway(folder: Path, out: Path, number: int) -> int:
    """Start a run, kill it when half is found; how many answers are kept."""
    run = subprocess.Popen(command(folder, out), stderr=subprocess.DEVNULL)
    path = out.parent / ".geotrack" / "documents.sqlite"
    kept = 0
    while run.poll() is None and kept < number // 2 + number // 10:
        time.sleep(0.2)
        if path.exists():
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                try:
                    kept = int(database.execute("SELECT count(*) FROM kept").fetchone()[0])
                except sqlite3.Error:
                    continue
            database.close()
    run.send_signal(signal.SIGKILL)
    run.wait()
    return kept


def bare(number: int) -> float:
    """Documents a processor's second of the finders alone, in this process."""
    from geotrack.extraction.one import Asked, find_in

    find_in(Asked("They met in Baghdad.")._asdict())
    begun = time.process_time()
    for i in range(number):
        text, day = article(i)
        find_in(Asked(text, day, own_day=False)._asdict())
    return number / (time.process_time() - begun)


def spacy(number: int) -> float:
    """Documents a processor's second of spaCy's small model; 0 where it is not installed."""
    try:
        import spacy as peer

        model = peer.load(os.environ.get("GEOTRACK_SPACY", "en_core_web_sm"))
    except (ImportError, OSError):
        return 0.0
    begun = time.process_time()
    for i in range(number):
        model(article(i)[0])
    return number / (time.process_time() - begun)


def main() -> int:
    """Print one table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{number:,} articles, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    few = min(number, 300)
    print(f"finders alone, one process: {bare(few):8.0f} documents/s")
    rate = spacy(min(few, 100))
    print(f"spaCy small, one process:   {rate:8.0f} documents/s (0: not installed)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "articles")
        folder.mkdir()
        make(folder, number)
        for what in ("cold", "again"):
            seconds, spent, said = timed(folder, Path(name, "events.csv"))
            rate = number / seconds
            print(f"{what:27} {rate:8.0f} documents/s  {seconds:6.1f} s ({spent:.1f} CPU)  {said}")
        (Path(name) / "other").mkdir()
        kept = killed_halfway(folder, Path(name, "other", "events.csv"), number)
        seconds, spent, said = timed(folder, Path(name, "other", "events.csv"))
        print(f"killed at {kept:,} kept, resumed: {seconds:6.1f} s ({spent:.1f} CPU)  {said}")
        same = Path(name, "events.csv").read_bytes() == Path(name, "other/events.csv").read_bytes()
        print(f"resumed and cold run wrote the same bytes: {same}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"largest process: {largest:.0f} MB")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
