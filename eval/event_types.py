"""Score the finder's triggers on PLOVER's gold sentences: the type of each sentence's main event.

    python eval/event_types.py       # accuracy of all, of the half tuned on and of the other half
    python eval/event_types.py -v    # and each wrong one of the tuned half, gold and answer

A verb-dictionary coder reaches 43 percent; the largest class is 12. Every second sentence, counted
from the first, was looked at while the word lists grew; the others were not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from geotrack.extraction.events.finding import find_events
from geotrack.extraction.events.plover import main_event, plover_type
from geotrack.extraction.found import Toponym

GOLD = Path(__file__).resolve().parents[2] / "shared" / "data" / "plover_gold_sentences.json"


class Answer(NamedTuple):
    """A sentence, the type it has in the gold file, and ours."""

    text: str
    gold: str
    ours: str


def answers(path: Path) -> list[Answer]:
    """Every gold sentence answered, in the file's order."""
    told = json.loads(path.read_text("utf-8"))
    found = []
    for entry in told:
        if entry["event"] == "DOCUMENT":
            continue
        text = entry["text"]
        main = main_event(find_events(text, _places(text, entry), []))
        found.append(Answer(text, entry["event"], plover_type(main) if main else ""))
    return found


def _places(text: str, entry: dict[str, object]) -> list[Toponym]:
    """The gold file's own place of the event, where it has one and the sentence names it."""
    told = entry.get("eventLoc")
    name = told.get("locText", "") if isinstance(told, dict) else ""
    at = text.find(name) if name else -1
    return [Toponym(at, at + len(name), name)] if at >= 0 else []


def accuracy(some: list[Answer]) -> float:
    """The share answered as the gold file does, in percent."""
    return round(100 * sum(a.gold == a.ours for a in some) / len(some), 1) if some else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Exit code 2 where the sentences are not at hand."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args(arguments)
    if not options.gold.is_file():
        print(f"no sentences in {options.gold}", file=sys.stderr)
        return 2
    all_of_them = answers(options.gold)
    tuned, other = all_of_them[::2], all_of_them[1::2]
    silent = sum(not a.ours for a in all_of_them)
    print(
        f"sentences {len(all_of_them)}  all {accuracy(all_of_them)}  tuned half {accuracy(tuned)}"
        f"  other half {accuracy(other)}  without an answer {silent}"
    )
    if options.verbose:
        for answer in tuned:
            if answer.gold != answer.ours:
                print(f"{answer.gold:11} {answer.ours or '-':11} {answer.text.strip()}")
        print(Counter((a.gold, a.ours) for a in tuned if a.gold != a.ours).most_common(20))
    return 0


if __name__ == "__main__":
    sys.exit(main())
