"""How fast the geocoder is, each figure beside a peer in the same run.

    python benchmarks/bench_geocoding.py            # needs the dev extra (rapidfuzz)

* a column of a million place names (10,000 distinct, 5 % misspelt), beside a pandas merge of the
  column with a table of all names, which finds the exact ones only and ranks nothing;
* look-ups: `geotrack places find` in a fresh process, and exact look-ups in a warm one;
* misspelt names, beside rapidfuzz.process.extractOne over all names, at the same recall;
* opening the index, and the memory of a process that geocodes.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from geotrack.gazetteer.index import Index, opened_gazetteer
from geotrack.gazetteer.names import fold_name
from geotrack.geocoding.ranking import find_named, rank_column
from geotrack.geocoding.spelling import slip_keys

_SEED = 20241122


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The median time of some runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def names_of_towns(index: Index) -> list[str]:
    """The main names of towns and cities, in the order of their ids."""
    query = "SELECT name FROM places WHERE kind IN ('city', 'town') ORDER BY place_id"
    return [row[0] for row in index.databases[-1].execute(query)]


def misspelt(name: str, chance: random.Random) -> str:
    """The name with one letter left out, doubled or swapped with the next."""
    at = chance.randrange(1, max(2, len(name) - 1))
    return chance.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :],
        )
    )


def column_of_names(index: Index, rows: int) -> tuple[list[str], list[str]]:
    """A column of names and its exact ones alone: 10,000 distinct names, 5 % of them misspelt."""
    chance = random.Random(_SEED)  # noqa: S311 - a benchmark's data
    towns = [name for name in names_of_towns(index) if name.isascii() and len(name) > 5]
    distinct = chance.sample(towns, 10_000)
    exact = distinct[500:]
    wrong = [misspelt(name, chance) for name in distinct[:500]]
    everything = [*exact, *wrong]
    return [chance.choice(everything) for _ in range(rows)], exact


def bench_column(index: Index, rows: int) -> dict[str, float]:
    """A column of names against a merge."""
    import pandas as pd

    column, exact = column_of_names(index, rows)
    distinct = set(exact)
    only_exact = [name for name in column if name in distinct]

    def ours(names: list[str]) -> None:
        find_named.cache_clear()
        rank_column(names, index)

    keys = list(index.databases[-1].execute("SELECT folded, place FROM keys"))
    table = pd.DataFrame(keys, columns=["folded", "place"]).drop_duplicates("folded")
    folded = pd.DataFrame({"folded": [fold_name(name) for name in only_exact]})
    whole = seconds(lambda: ours(column))
    some = seconds(lambda: ours(only_exact))
    merge = seconds(lambda: folded.merge(table, on="folded", how="left"))
    return {
        "column_s": whole,
        "column_exact_s": some,
        "pandas_merge_exact_s": merge,
        "ratio_to_merge": some / merge,
    }


def bench_fuzzy(index: Index, number: int = 40) -> dict[str, float]:
    """Misspelt names against rapidfuzz over all names: how fast, and how many are found."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    chance = random.Random(_SEED)  # noqa: S311
    towns = [name for name in names_of_towns(index) if name.isascii() and len(name) > 6]
    right = [fold_name(name) for name in chance.sample(towns, number)]
    known = [row[0] for row in index.databases[-1].execute("SELECT DISTINCT folded FROM keys")]
    have = set(known)
    asked = [(key, misspelt(key, chance)) for key in right]
    asked = [(key, wrong) for key, wrong in asked if wrong not in have and len(wrong) > 5]
    begun = time.perf_counter()
    ours = [index.known_keys(slip_keys(wrong)) for _, wrong in asked]
    ours_s = (time.perf_counter() - begun) / len(asked)
    figures = {"slip_ms": 1000 * ours_s}
    figures["slip_recall"] = sum(
        key in found for (key, _), found in zip(asked, ours, strict=True)
    ) / len(asked)
    for name, options in {
        "extract_one": {},
        "extract_one_osa": {"scorer": OSA.distance, "score_cutoff": 1},
    }.items():
        begun = time.perf_counter()
        theirs = [process.extractOne(wrong, known, **options) for _, wrong in asked]
        taken = (time.perf_counter() - begun) / len(asked)
        found = sum(
            bool(best) and best[0] == key for (key, _), best in zip(asked, theirs, strict=True)
        )
        figures[f"{name}_ms"] = 1000 * taken
        figures[f"{name}_recall"] = found / len(asked)
        figures[f"{name}_times_slower"] = taken / ours_s
    return figures


def bench_look_ups(index: Index) -> dict[str, float]:
    """Warm exact look-ups and a fresh process."""
    keys = [fold_name(name) for name in names_of_towns(index)[:5000]]
    for key in keys:
        index.look_up(key)
    warm = seconds(lambda: [index.look_up(key) for key in keys])
    find = [sys.executable, "-m", "geotrack", "places", "find", "Zakho"]
    fresh = seconds(lambda: subprocess.run(find, check=True, capture_output=True), 5)
    return {"warm_exact_ms": 1000 * warm / len(keys), "places_find_s": fresh}


def bench_opening() -> dict[str, float]:
    """Opening the index, and the first answer from it."""

    def opened() -> None:
        with opened_gazetteer([]) as index:
            index.look_up("zakho")

    return {"open_and_first_look_up_ms": 1000 * seconds(opened, 9)}


def memory_mb() -> float:
    """The peak memory of a fresh process that ranks a column."""
    code = (
        "import random, resource, sys; sys.path[:0] = ['benchmarks'];"
        "from bench_geocoding import column_of_names;"
        "from geotrack.gazetteer.index import opened_gazetteer;"
        "from geotrack.geocoding.ranking import rank_column\n"
        "with opened_gazetteer([]) as index:\n"
        "    rank_column(column_of_names(index, 20_000)[0], index)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(ran.stdout)


def main() -> None:
    """Print every figure as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    figures: dict[str, float] = bench_opening() | {"memory_mb": memory_mb()}
    with opened_gazetteer([]) as index:
        figures |= bench_look_ups(index)
        figures |= bench_column(index, options.rows)
        figures |= bench_fuzzy(index)
    figures["this_process_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=1))


if __name__ == "__main__":
    main()
