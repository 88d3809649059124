"""Fit the geocoder's weights to the corpora and write geotrack/geocoding/weights.json.

    python eval/fit_weights.py             # fit on all corpora, write
    python eval/fit_weights.py --check     # leave one corpus out at a time, print, write nothing

A conditional logistic regression: the points of a candidate are the sum of its features times
their weights, a softmax over candidates and "none of these" gives likelihoods, and the weights
make the right answers as likely as can be, held near zero by a penalty. As the company of a name
depends on the weights, contexts and weights are made in turns. Only what all documents share is
learned: some fifty numbers, no name, no place. Weights under "set" are left alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from corpora import NEAR_KM, PLACES, read_corpus
from gate import CORPORA, ROOT

from geotrack.areas import distance_km
from geotrack.extraction.parse import finder_of
from geotrack.extraction.publishers import (
    Publishers,
    add_document,
    country_of,
    home_of,
    host_of,
    told_by,
)
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.geocoding import features
from geotrack.geocoding.context import Context, sum_up
from geotrack.geocoding.ranking import find_named, in_context
from geotrack.geocoding.together import find_senses, sense_keys, settle

WEIGHTS = ROOT / "geotrack" / "geocoding" / "weights.json"
_TURNS, _STEPS, _PENALTY = 3, 400, 2.0
# Each corpus counts as much as one of so many toponyms.
_CORPUS_SIZE = 1000


class Case(NamedTuple):
    """One gold toponym: the features of each candidate, how far off it lies, and whether it is
    the very record the gold names."""

    corpus: str
    features: list[dict[str, float]]
    km: list[float]
    is_named: list[bool]


class Read(NamedTuple):
    """A document with its mentions, those asked for first."""

    document: dict
    mentions: list
    asked: int


def read_all(folder: Path, gazetteer) -> dict[str, list[Read]]:
    """All corpora; what does not depend on the weights."""
    told = {}
    find = finder_of(gazetteer, given=True)
    for name in PLACES:
        told[name] = []
        for document in read_corpus(folder, name):
            spans = tuple((t["start"], t["end"]) for t in document["toponyms"])
            mentions = list(find(document["text"], spans).mentions)
            told[name].append(Read(document, mentions, len(spans)))
    return told


def contexts(documents: list[Read], gazetteer) -> list[Context]:
    """The context of each document of a corpus: what its publisher's others tell of."""
    publishers = Publishers({})
    own = []
    hosts = [host_of(read.document.get("source") or "") for read in documents]
    for read, host in zip(documents, hosts, strict=True):
        here = Context(publisher_country=country_of(host))
        told = told_by(read.mentions[: read.asked], gazetteer, here) if host else {}
        own.append(told)
        if host:
            add_document(publishers, host, told)
    return [
        Context(home=home_of(publishers, host, told), publisher_country=country_of(host))
        for host, told in zip(hosts, own, strict=True)
    ]


def cases(told: dict[str, list[Read]], gazetteer) -> list[Case]:
    """Every gold toponym with a coordinate as a case, in the company the weights now give it."""
    features.weights.cache_clear()
    find_named.cache_clear()
    found = []
    for name, documents in told.items():
        for read, context in zip(documents, contexts(documents, gazetteer), strict=True):
            keys = sense_keys(read.mentions)
            senses = find_senses(read.mentions, keys, gazetteer)
            company = dict(zip((s.key for s in senses), settle(senses, context), strict=True))
            named = {sense.key: sense.named for sense in senses}
            home = sum_up(context.home)
            for t, key in zip(read.document["toponyms"], keys, strict=False):
                if t.get("lat") is None:
                    continue
                some = named[key].found
                told_of = [in_context(f, context, company[key], home)[0] for f in some]
                km = [
                    distance_km(f.place.longitude, f.place.latitude, t["lon"], t["lat"])
                    for f in some
                ]
                gold_id = f"gn:{t.get('geonames_id')}"
                is_named = [
                    gold_id in (f.place.place_id, *f.place.same_as.split(";")) for f in some
                ]
                found.append(Case(name, told_of, km, is_named))
    return found


def fit(some: list[Case], start: dict[str, float], fixed: dict[str, float]) -> dict[str, float]:
    """The weights that make the right candidates likeliest (Adam on the penalised likelihood)."""
    names = sorted({name for case in some for f in case.features for name in f} - set(fixed))
    column = {name: i for i, name in enumerate(names)}
    sizes = Counter(case.corpus for case in some)
    rows, group, right, none = [], [], [], []
    share = np.array([_CORPUS_SIZE / sizes[case.corpus] for case in some])
    for number, case in enumerate(some):
        nearest = min(case.km, default=np.inf)
        none.append(nearest > NEAR_KM and not any(case.is_named))
        # Right is what lies as near as any candidate, give or take: not all within 161 km.
        enough = min(NEAR_KM, max(20.0, 1.5 * nearest)) if nearest <= NEAR_KM else -1.0
        for told, km, named in zip(case.features, case.km, case.is_named, strict=True):
            row = np.zeros(len(names))
            for name, value in told.items():
                if name in column:
                    row[column[name]] = value
            rows.append(row)
            group.append(number)
            right.append(named if any(case.is_named) else km <= enough)
    weights = np.array([start.get(name, 0.0) for name in names])
    data = (np.array(rows), np.array(group), np.array(right), np.array(none), share)
    weights = _descend(weights, data)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def _descend(weights, data):
    x, group, right, none, share = data
    n = len(none)
    momentum, speed = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        points = x @ weights
        top = np.zeros(n)
        np.maximum.at(top, group, points)
        power = np.exp(points - top[group])
        whole = np.bincount(group, power, n) + np.exp(-top)
        good = np.bincount(group, power * right, n) + none * np.exp(-top)
        pull = power / whole[group] - power * right / np.maximum(good[group], 1e-12)
        slope = (x.T @ (pull * share[group]) + 2 * _PENALTY * weights) / share.sum()
        momentum = 0.9 * momentum + 0.1 * slope
        speed = 0.99 * speed + 0.01 * slope**2
        scale = np.sqrt(speed / (1 - 0.99**step)) + 1e-8
        weights = weights - 0.05 * momentum / (1 - 0.9**step) / scale
    return weights


def right_share(some: list[Case], weights: dict[str, float]) -> dict[str, str]:
    """Acc@161 by corpus with these weights, and the share that has a right candidate at all."""
    counts: dict[str, list[int]] = {}
    for case in some:
        count = counts.setdefault(case.corpus, [0, 0, 0])
        count[0] += 1
        if case.km:
            points = [sum(weights.get(k, 0) * v for k, v in f.items()) for f in case.features]
            count[1] += case.km[int(np.argmax(points))] <= NEAR_KM
            count[2] += min(case.km) <= NEAR_KM
    return {k: f"{100 * b / a:.1f} of {100 * c / a:.1f}" for k, (a, b, c) in counts.items()}


def main() -> None:
    """Fit and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--check", action="store_true", help="leave one corpus out at a time")
    options = parser.parse_args()
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    fitted, fixed = stored["fitted"], stored["set"]
    with opened_gazetteer([]) as gazetteer:
        told = read_all(options.corpora, gazetteer)
        for turn in range(1 if options.check else _TURNS):
            some = cases(told, gazetteer)
            if options.check:
                for left_out in PLACES:
                    others = fit([c for c in some if c.corpus != left_out], {}, fixed)
                    print(f"without {left_out:10}", right_share(some, others | fixed)[left_out])
                return
            fitted = fit(some, fitted, fixed)
            print(f"turn {turn + 1}:", right_share(some, fitted | fixed))
            new = json.dumps({"fitted": fitted, "set": fixed}, indent=1, sort_keys=True)
            WEIGHTS.write_text(new + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
