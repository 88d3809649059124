"""Import of a GeoNames-format dump into a pack, against pandas + to_sql of the same file.

    python benchmarks/bench_import.py [--rows 1000000]

The dump is made here, the same every time: ids in no order, names of two to four syllables in
three scripts, one and a half other names a place on average (GeoNames has one), coordinates over
the globe. Each side runs in a process of its own, so that its peak memory is its own. The peer
neither checks, folds, sorts nor unites: it writes the columns as they are.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_SYLLABLES = (
    [
        "ba",
        "ka",
        "ra",
        "mi",
        "zo",
        "sha",
        "der",
        "qal",
        "han",
        "tel",
        "wa",
        "ku",
        "shi",
        "ma",
        "dar",
        "zar",
        "gul",
        "be",
        "ro",
        "na",
        "ti",
        "su",
        "per",
        "lo",
        "ven",
    ],
    [
        "با",
        "کا",
        "را",
        "می",
        "زو",
        "شا",
        "در",
        "قل",
        "خان",
        "تل",
        "وا",
        "کو",
        "شی",
        "ما",
        "دار",
        "زر",
        "گل",
        "بێ",
        "ڕۆ",
        "نا",
    ],
    [
        "ба",
        "ка",
        "ра",
        "ми",
        "зо",
        "ша",
        "дер",
        "кал",
        "хан",
        "тел",
        "ва",
        "ку",
        "ши",
        "ма",
        "дар",
        "зар",
        "гул",
        "бе",
    ],
)
_FEATURES = (("P", "PPL"), ("P", "PPL"), ("P", "PPL"), ("P", "PPLA3"), ("T", "MT"), ("H", "STM"),
             ("A", "ADM3"), ("S", "SCH"))  # fmt: skip


def make_dump(path: Path, rows: int) -> None:
    """A file of `rows` lines in GeoNames' 19 columns."""
    random_ = random.Random(7)  # noqa: S311 - the same names every time
    ids = list(range(20_000_000, 20_000_000 + rows))
    random_.shuffle(ids)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in ids:
            latin, *others = (
                "".join(random_.choices(syllables, k=random_.randint(2, 4)))
                for syllables in [
                    _SYLLABLES[0],
                    *random_.choices(_SYLLABLES, (6, 3, 1), k=random_.randint(0, 3)),
                ]
            )
            name = latin.title()
            class_, code = random_.choice(_FEATURES)
            population = random_.choice((0, 0, 0, 120, 2_400, 38_000))
            cells = (number, name, name, ",".join(others), f"{random_.uniform(-60, 70):.5f}",
                     f"{random_.uniform(-179, 179):.5f}", class_, code, random_.choice(_COUNTRIES),
                     "", f"{random_.randint(1, 20):02}", random_.randint(1, 400), "", "",
                     population, "", 500, "Asia/Baghdad", "2024-01-01")  # fmt: skip
            file.write("\t".join(map(str, cells)) + "\n")


_COUNTRIES = ("IQ", "TR", "SY", "IR", "SA", "JO", "KW", "AM")


def run_ours(dump: Path, out: Path) -> int:
    """Import as `geotrack places import` does; how many places there are."""
    from geotrack.gazetteer.importing.making import make_pack

    return make_pack([dump], out / "pack.sqlite").places


def run_peer(dump: Path, out: Path) -> int:
    """pandas reads the file in parts and writes them to SQLite, with an index on the name."""
    import sqlite3

    import pandas as pd

    database = sqlite3.connect(out / "peer.sqlite")
    count = 0
    for part in pd.read_csv(dump, sep="\t", header=None, quoting=3, dtype=str, chunksize=100_000):
        part.columns = [f"c{i}" for i in part.columns]
        part.to_sql("places", database, if_exists="append", index=False)
        count += len(part)
    database.execute("CREATE INDEX names ON places (c1)")
    database.close()
    return count


def measured(side: str, dump: Path, out: Path) -> dict[str, float]:
    """One side in a process of its own: seconds, peak memory, size of what it wrote."""
    command = [sys.executable, __file__, "--side", side, "--dump", str(dump), "--out", str(out)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def one_side(side: str, dump: Path, out: Path) -> None:
    """What the inner process does: run, and print the figures as JSON."""
    start = time.perf_counter()
    count = run_ours(dump, out) if side == "geotrack" else run_peer(dump, out)
    seconds = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size_mb = max(path.stat().st_size for path in out.glob("*.sqlite")) / 1e6
    told = {"places": count, "seconds": seconds, "cpu": time.process_time()}
    print(json.dumps(told | {"peak_mb": peak_mb, "size_mb": size_mb}))


def main() -> None:
    """Make the dump, run both sides, print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--side", choices=["geotrack", "pandas"])
    parser.add_argument("--dump", type=Path)
    parser.add_argument("--out", type=Path)
    told = parser.parse_args()
    if told.side:
        one_side(told.side, told.dump, told.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "made.txt"
        make_dump(dump, told.rows)
        print(f"{told.rows:,} rows, {dump.stat().st_size / 1e6:.0f} MB")
        for side in ("geotrack", "pandas"):
            out = Path(folder) / side
            out.mkdir()
            found = measured(side, dump, out)
            print(
                f"{side:9} {found['seconds']:6.1f} s ({found['cpu']:.1f} s of a core)  "
                f"{told.rows / found['seconds']:9,.0f} rows/s  "
                f"peak {found['peak_mb']:4.0f} MB  writes {found['size_mb']:4.0f} MB  "
                f"{found['places']:,.0f} places"
            )


if __name__ == "__main__":
    main()
