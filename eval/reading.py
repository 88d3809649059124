"""Score `geotrack parse` on texts alone: toponyms found, their role, their place, and dates.

    python eval/reading.py                 # ../shared; exit 1 where a floor is not reached
    python eval/reading.py --raise         # write what was reached where it is above the floor
    python eval/reading.py --lower NAME    # write what was reached for one corpus though it is less

Floors stand in reading.toml. The weights were fitted on these very articles: what documents nobody
has seen would score is told by `python eval/fit_recognizer.py --folds`. Counted by the scorers of
../shared/eval: exact spans, and Acc@161km of all gold toponyms. GeoVirus marks no demonyms, so
those found in it do not count.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import warnings
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fit_recognizer import NO_DEMONYMS, ROLE_OF_TYPE
from gate import CORPORA, held_to

from geotrack.extraction.parse import parse_file
from geotrack.extraction.recognizing.roles import ROLE_NAMES
from geotrack.gazetteer.index import opened_gazetteer

FLOORS = Path(__file__).with_name("reading.toml")
NAMES = ("lgl", "geovirus", "gwn")
TIMES = Path("time", "aquaint.jsonl")


def scorer(name: str, folder: Path):
    """A scorer of ../shared/eval as a module."""
    spec = spec_from_file_location(name, folder.parent / "eval" / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def places(name: str, folder: Path, temporary: Path, gazetteer) -> dict[str, float]:
    """Exact F1 and Acc@161 of one corpus, in percent; the F1 of each role where types are told."""
    score_places = scorer("score_places", folder)
    out = temporary / f"{name}.jsonl"
    parse_file(folder / f"{name}.jsonl", out, gazetteer)
    gold, answers = score_places.load(folder / f"{name}.jsonl"), score_places.load(out)
    if name == NO_DEMONYMS:
        for answer in answers.values():
            answer["toponyms"] = [t for t in answer["toponyms"] if t["kind"] != "demonym"]
    told = score_places.score(gold, answers)
    figures = {"exact_f1": 100 * told["f1_exact"], "acc161_all": 100 * told["acc161"]}
    return {k: round(v, 1) for k, v in (figures | roles(gold, answers)).items()}


def roles(gold: dict, answers: dict) -> dict[str, float]:
    """The F1 of each role over all gold toponyms: one not found is one missed."""
    pairs = []
    for doc_id, document in gold.items():
        found = {(t["start"], t["end"]): t["role"] for t in answers[doc_id]["toponyms"]}
        for told in document["toponyms"]:
            role = ROLE_OF_TYPE.get(told.get("type", ""))
            if role:
                pairs.append((role, found.get((told["start"], told["end"]))))
    if not pairs:
        return {}
    figures = {}
    for role in ROLE_NAMES:
        both = sum(is_ == told == role for is_, told in pairs)
        sides = sum(is_ == role for is_, _ in pairs) + sum(told == role for _, told in pairs)
        figures[f"role_{role}_f1"] = 200 * both / sides if sides else 0.0
    return figures


def dates(folder: Path, temporary: Path, gazetteer) -> dict[str, float]:
    """The value F1 and strict F1 of dates in AQUAINT, in percent, function words trimmed."""
    asked, out, scored = (temporary / f"{name}.jsonl" for name in ("asked", "out", "scored"))
    with (folder / TIMES).open(encoding="utf-8") as file, asked.open("w", encoding="utf-8") as new:
        for document in map(json.loads, file):
            told = {k: document[k] for k in ("doc_id", "text")} | {"date": document["dct"]}
            new.write(json.dumps(told) + "\n")
    parse_file(asked, out, gazetteer, given=True)
    with out.open(encoding="utf-8") as file, scored.open("w", encoding="utf-8") as new:
        for answer in map(json.loads, file):
            new.write(json.dumps({"doc_id": answer["doc_id"], "timex": answer["dates"]}) + "\n")
    with warnings.catch_warnings():
        # The scorer leaves its files to be closed by whoever comes.
        warnings.simplefilter("ignore", ResourceWarning)
        told, _ = scorer("score_dates", folder).score(folder / TIMES, scored, "DATE", True)
    return {f"date_{k}": round(100 * told[k], 1) for k in ("value_F1", "strict_F1")}


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 where a floor is not reached, 2 where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--raise", dest="up", action="store_true")
    parser.add_argument("--lower", default="", metavar="NAME")
    options = parser.parse_args(arguments)
    if not (options.corpora / TIMES).is_file():
        print(f"no corpus in {options.corpora}", file=sys.stderr)
        return 2
    with opened_gazetteer([]) as gazetteer, tempfile.TemporaryDirectory() as temporary:
        reached = {n: places(n, options.corpora, Path(temporary), gazetteer) for n in NAMES}
        reached["aquaint"] = dates(options.corpora, Path(temporary), gazetteer)
    for name, told in reached.items():
        print(f"{name:9} " + "  ".join(f"{k} {v:5.1f}" for k, v in told.items()))
    return held_to(FLOORS, reached, options)


if __name__ == "__main__":
    sys.exit(main())
