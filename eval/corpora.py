"""Corpora of texts with toponyms and their coordinates: read, answered, measured.

The corpora belong to others and stay outside the repository (../shared/corpora); see README.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.areas import distance_km

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer

# Of IDRISI only these types are places a gazetteer of the world can be asked for.
TYPES = {"idrisi_ar": {"Country", "City/town", "Province", "District"}}
PLACES = ("lgl", "geovirus", "gwn", "idrisi_ar")
NEAR_KM = 161.0


class Answer(NamedTuple):
    """One toponym with a gold coordinate: how far off the answer is (None: none), its score, and
    how far the place answered reaches from its point."""

    km: float | None
    score: float
    radius_km: float = 0.0


def read_corpus(folder: Path, name: str) -> list[dict[str, Any]]:
    """The documents of a corpus, each span once, with the types that are asked for only."""
    types = TYPES.get(name)
    documents = []
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as file:
        for line in file:
            document = json.loads(line)
            spans = {(t["start"], t["end"]): t for t in reversed(document["toponyms"])}
            document["toponyms"] = [
                spans[span]
                for span in sorted(spans)
                if not types or spans[span].get("type") in types
            ]
            documents.append(document)
    return documents


def compare(
    gold: Sequence[dict[str, Any]],
    answered: Iterable[dict[str, Any]],
    gazetteer: Gazetteer | None = None,
) -> list[Answer]:
    """Every gold toponym that has a coordinate, with its answer; radii by `gazetteer`."""
    given = {
        (str(document["doc_id"]), t["start"], t["end"]): t
        for document in answered
        for t in document["toponyms"]
    }
    answers = []
    for document in gold:
        for t in document["toponyms"]:
            if t.get("lat") is None:
                continue
            found = given.get((str(document["doc_id"]), t["start"], t["end"]), {})
            km = None
            if found.get("lat") is not None:
                km = distance_km(t["lon"], t["lat"], found["lon"], found["lat"])
            place = gazetteer.find_place(found["place_id"]) if gazetteer and km else None
            radius_km = place.radius_km if place else 0.0
            answers.append(Answer(km, found.get("score", 0.0), radius_km))
    return answers


def is_right(answer: Answer) -> bool:
    """Within 161 km (100 miles), the field's usual measure."""
    return answer.km is not None and answer.km <= NEAR_KM


def is_on_ground(answer: Answer) -> bool:
    """Within 161 km or within the answer's own radius: countries have no point all agree on."""
    return answer.km is not None and answer.km <= max(NEAR_KM, answer.radius_km)


def accuracy(answers: Sequence[Answer]) -> float:
    """Acc@161 in percent of all; what is not answered is wrong."""
    return 100 * sum(map(is_right, answers)) / len(answers)


def precision_from(
    answers: Sequence[Answer], score: float, right: Callable[[Answer], bool] = is_right
) -> float:
    """Of the answers with at least this score the share that is right, in percent."""
    kept = [answer for answer in answers if answer.km is not None and answer.score >= score]
    return 100 * sum(map(right, kept)) / len(kept) if kept else 100.0


def calibration_error(answers: Sequence[Answer], bins: int = 10) -> float:
    """Expected calibration error in percent points: |score - share right|, by tenths of score."""
    total = 0.0
    answered = [answer for answer in answers if answer.km is not None]
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        some = [a for a in answered if low <= a.score < high or (a.score == 1.0 == high)]
        if some:
            mean = sum(a.score for a in some) / len(some)
            total += abs(mean - sum(map(is_right, some)) / len(some)) * len(some)
    return 100 * total / len(answered)
