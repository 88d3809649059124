"""What spelling search does with names the gazetteer lacks, and with names spelt wrong.

    python eval/unknown_names.py           # needs ../shared/regional-gazetteers

Real names of places that the world index does not have (from Who's On First's files of four
countries) should be placed nowhere: every one that is placed by sound or by one slip is a wrong
pin. Names it has, with one letter wrong, should be found again. Both within the project's focus,
where a guess is likeliest to be believed.
"""

from __future__ import annotations

import csv
import gzip
import random
import sys
from collections import Counter
from pathlib import Path

from geotrack.areas import distance_km
from geotrack.gazetteer.index import Index, opened_gazetteer
from geotrack.gazetteer.names import fold_name
from geotrack.geocoding import MIN_SCORE, Context, rank_places

FILES = Path(__file__).resolve().parents[2] / "shared" / "regional-gazetteers"
_SEED, _SAMPLE, _NEAR_KM = 20241122, 2000, 25.0


def missing_names(index: Index) -> list[tuple[str, dict[str, str]]]:
    """A sample of records whose names the index does not have, each with its country."""
    found = []
    for path in sorted(FILES.glob("wof_*.csv.gz")):
        country = path.name[4:6].upper()
        with gzip.open(path, "rt", encoding="utf-8") as file:
            found += [
                (country, row)
                for row in csv.DictReader(file)
                if len(row["name"]) > 4 and not index.look_up(fold_name(row["name"]))
            ]
    return random.Random(_SEED).sample(found, _SAMPLE)  # noqa: S311 - a sample, no secret


def count_missing(index: Index) -> Counter[str]:
    """How many missing names have a candidate, are placed, and are placed right all the same."""
    counts: Counter[str] = Counter()
    for country, row in missing_names(index):
        ranked = rank_places(row["name"], index, Context((country,)))
        counts["names"] += 1
        if ranked:
            best = ranked[0]
            counts["with a candidate"] += 1
            if best.score >= MIN_SCORE:
                counts["placed"] += 1
                point = (float(row["lon"]), float(row["lat"]))
                away_km = distance_km(*point, best.place.longitude, best.place.latitude)
                counts["placed right all the same"] += away_km <= _NEAR_KM
    return counts


def count_misspelt(index: Index) -> Counter[str]:
    """How many towns are found again with one letter left out."""
    chance = random.Random(_SEED)  # noqa: S311
    query = (
        "SELECT place_id, name, country FROM places WHERE kind IN ('city', 'town') "
        "AND country IN ('IQ', 'TR', 'SY', 'IR') AND length(name) > 5 ORDER BY place_id"
    )
    towns = index.databases[-1].execute(query).fetchall()
    counts: Counter[str] = Counter()
    for place_id, name, country in chance.sample(towns, min(len(towns), 500)):
        at = chance.randrange(1, len(name) - 1)
        wrong = name[:at] + name[at + 1 :]
        if index.look_up(fold_name(wrong)):
            continue
        ranked = rank_places(wrong, index, Context((country,)))
        counts["names"] += 1
        counts["right place first"] += bool(ranked) and ranked[0].place.place_id == place_id
        placed = bool(ranked) and ranked[0].score >= MIN_SCORE
        counts["placed"] += placed
        counts["placed right"] += placed and ranked[0].place.place_id == place_id
    return counts


def main() -> int:
    """Print both counts; exit code 2 where the files are not there."""
    if not FILES.is_dir():
        print(f"{FILES} is not there", file=sys.stderr)
        return 2
    with opened_gazetteer([]) as index:
        print("missing names, in the focus:", dict(count_missing(index)))
        print("misspelt names, in the focus:", dict(count_misspelt(index)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
