"""Score `geotrack parse --given-spans` on a folder of corpora against the floors in floors.toml.

    python eval/gate.py                    # ../shared/corpora; exit 1 where a floor is not reached
    python eval/gate.py --raise            # write what was reached where it is above the floor
    python eval/gate.py --lower NAME       # write what was reached for one corpus though it is less

A floor is a promise: it is lowered by that flag only, and the commit says why.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from corpora import (
    PLACES,
    Answer,
    accuracy,
    calibration_error,
    compare,
    is_on_ground,
    precision_from,
    read_corpus,
)

from geotrack.extraction.parse import parse_file
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.geocoding import MIN_SCORE

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
FLOORS = Path(__file__).with_name("floors.toml")
# The figures of which less is better; all others have floors.
LOWER = ("ece",)


def answer(folder: Path, names: tuple[str, ...]) -> dict[str, list[Answer]]:
    """Every corpus parsed as a user would and compared with its gold."""
    answers = {}
    with opened_gazetteer([]) as gazetteer, tempfile.TemporaryDirectory() as temporary:
        for name in names:
            gold = read_corpus(folder, name)
            given, out = Path(temporary, "given.jsonl"), Path(temporary, "out.jsonl")
            with given.open("w", encoding="utf-8") as file:
                for document in gold:
                    spans = [{"start": t["start"], "end": t["end"]} for t in document["toponyms"]]
                    asked = {
                        k: document[k]
                        for k in ("doc_id", "text", "date", "source")
                        if k in document
                    }
                    file.write(json.dumps(asked | {"toponyms": spans}) + "\n")
            parse_file(given, out, gazetteer, given=True)
            with out.open(encoding="utf-8") as file:
                answers[name] = compare(gold, map(json.loads, file), gazetteer)
    return answers


def figures(answers: dict[str, list[Answer]]) -> dict[str, dict[str, float]]:
    """Acc@161 by corpus; precision and calibration of each and of all together."""
    told = {}
    for name, some in (*answers.items(), ("all", [a for s in answers.values() for a in s])):
        told[name] = {
            "acc161": round(accuracy(some), 1),
            "precision_090": round(precision_from(some, 0.9), 1),
            "ground_090": round(precision_from(some, 0.9, is_on_ground), 1),
            "precision_min_score": round(precision_from(some, MIN_SCORE), 1),
            "ece": round(calibration_error(some), 1),
        }
    return told


def failures(
    reached: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]
) -> list[str]:
    """Each floor that is not reached, as a line."""
    return [
        f"{name}: {figure} {reached[name][figure]} does not reach its floor {floor}"
        for name, wanted in floors.items()
        if name in reached
        for figure, floor in wanted.items()
        if (reached[name][figure] > floor if figure in LOWER else reached[name][figure] < floor)
    ]


def moved(
    reached: dict[str, dict[str, float]], floors: dict[str, dict[str, float]], lower: str
) -> dict[str, dict[str, float]]:
    """The floors raised to what was reached; those of the corpus `lower` set to it."""
    new = {name: dict(wanted) for name, wanted in floors.items()}
    for name, wanted in new.items():
        for figure, floor in wanted.items():
            better = min if figure in LOWER else max
            value = reached[name][figure]
            wanted[figure] = value if name == lower else better(value, floor)
    return new


def write_floors(path: Path, floors: dict[str, dict[str, float]]) -> None:
    """floors.toml; its opening comment stays."""
    comment = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = list(comment)
    for name, wanted in floors.items():
        lines += ["", f"[{name}]", *(f"{figure} = {value}" for figure, value in wanted.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def held_to(path: Path, reached: dict[str, dict[str, float]], options: argparse.Namespace) -> int:
    """Exit code 1 where a floor of the file is not reached; with `--raise` (`up`) or `--lower` the
    floors are moved instead."""
    floors = tomllib.loads(path.read_text("utf-8"))
    if options.up or options.lower:
        write_floors(path, moved(reached, floors, options.lower))
        return 0
    failed = failures(reached, floors)
    print("\n".join(failed) if failed else "all floors reached")
    return 1 if failed else 0


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 where a floor is not reached, 2 where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--raise", dest="up", action="store_true")
    parser.add_argument("--lower", default="", metavar="NAME")
    options = parser.parse_args(arguments)
    names = tuple(name for name in PLACES if (options.corpora / f"{name}.jsonl").is_file())
    if not names:
        print(f"no corpus in {options.corpora}", file=sys.stderr)
        return 2
    answers = answer(options.corpora, names)
    reached = figures(answers)
    for name, told in reached.items():
        total = len(answers.get(name, [])) or sum(map(len, answers.values()))
        print(f"{name:10} {total:6,}  " + "  ".join(f"{k} {v:5.1f}" for k, v in told.items()))
    return held_to(options.floors, reached, options)


if __name__ == "__main__":
    sys.exit(main())
