"""Fit the recogniser (geotrack/extraction/recognizing/weights.json) to the corpora.

    python eval/fit_recognizer.py             # fit on all corpora, write
    python eval/fit_recognizer.py --check     # leave one corpus out at a time, print, write nothing
    python eval/fit_recognizer.py --folds     # leave a quarter of each out at a time, print

Logistic regressions over features that are there or not (features.py): one weighs a span by
itself; a second one knows besides how likely the first found its neighbours and its name elsewhere
(for the documents it learns from, by weights fitted without them); a third tells roles apart by
GeoWebNews' types. No feature holds a name or a content word of its own; what names are like
comes from the gazetteer, and lists of words are in cues.py. Needs `pip install 'geotrack[fit]'`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from corpora import read_corpus
from gate import CORPORA, ROOT

from geotrack.extraction.recognizing.caseless import caseless_spans
from geotrack.extraction.recognizing.choosing import (
    Fitted,
    choose_spans,
    points_of,
    weigh_spans,
)
from geotrack.extraction.recognizing.cues import PLACE_WORDS
from geotrack.extraction.recognizing.features import company_features, span_features
from geotrack.extraction.recognizing.lexicon import read_lexicon
from geotrack.extraction.recognizing.roles import ROLE_NAMES, role_features, roles_of
from geotrack.extraction.recognizing.spans import Span, find_spans, given_span
from geotrack.extraction.recognizing.tokens import tokenize
from geotrack.extraction.recognizing.view import View, view_of
from geotrack.gazetteer.index import opened_gazetteer

WEIGHTS = ROOT / "geotrack" / "extraction" / "recognizing" / "weights.json"
NAMES = ("lgl", "geovirus", "gwn")
# Arabic tweets; each place is marked once a tweet, so what comes again is no example.
CASELESS_NAMES = ("idrisi_ar",)
# GeoVirus leaves demonyms unmarked: they are no examples there, neither good nor bad.
NO_DEMONYMS = "geovirus"
# How far rare roles are raised to the weight of common ones: 0 not at all, 1 wholly.
_EVENED = 0.6
_FOLDS, _RAREST, _STRENGTH, _LEAST = 4, 5, 0.2, 0.02
# GeoWebNews' types as roles (Gritta, Pilehvar, Collier 2020, "A pragmatic guide to geoparsing
# evaluation", section 3); homonyms and languages are no places.
ROLE_OF_TYPE = {
    "Literal": "literal", "Mixed": "literal", "Coercion": "literal", "Embedded_Literal": "literal",
    "Literal_Modifier": "literal", "Metonymic": "actor", "Non_Literal_Modifier": "modifier",
    "Embedded_Non_Lit": "modifier", "Demonym": "modifier",
}  # fmt: skip


class Read(NamedTuple):
    """A document: its spans and their features, which of them are gold, and of which role."""

    corpus: str
    gold: frozenset[tuple[int, int]]
    spans: list[Span]
    view: View
    features: list[list[str]]
    right: list[bool]
    left_out: list[bool]
    roles: dict[tuple[int, int], str]


def _viewed(text: str, find, gazetteer) -> tuple[list, list[Span], View]:
    """A text's tokens, the spans that `find` finds among them, and how they are looked at."""
    tokens = tokenize(text)
    spans = find(text, tokens, gazetteer)
    return tokens, spans, view_of(text, tokens, spans, read_lexicon(), gazetteer)


def read_caseless(folder: Path, gazetteer) -> list[Read]:
    """The documents of the corpora in scripts without capitals; gold spans are the words they
    touch, whether or not a # or a preposition was marked with them."""
    found = []
    for name in CASELESS_NAMES:
        for document in read_corpus(folder, name):
            text = document["text"]
            tokens, spans, view = _viewed(text, caseless_spans, gazetteer)
            marked = set()
            for told in document["toponyms"]:
                span = given_span(text, tokens, told["start"], told["end"], gazetteer)
                marked.add(_without_kind(tokens, span.first, span.last))
            right = [span[:2] in marked for span in spans]
            seen = {span.key for span, good in zip(spans, right, strict=True) if good}
            left_out = [
                not good and span.key in seen for span, good in zip(spans, right, strict=True)
            ]
            gold = frozenset((tokens[a].start, tokens[b].end) for a, b in marked)
            features = [span_features(span, view) for span in spans]
            found.append(Read(name, gold, spans, view, features, right, left_out, {}))
    return found


def _without_kind(tokens: list, first: int, last: int) -> tuple[int, int]:
    """A gold span without the word for its kind, which English corpora leave out: "محافظة"."""
    while first < last and tokens[first].lower.removeprefix("ال") in PLACE_WORDS:
        first += 1
    return first, last


def read_all(folder: Path, gazetteer) -> list[Read]:
    """The documents of the corpora in scripts with capitals."""
    found = []
    for name in NAMES:
        for document in read_corpus(folder, name):
            _, spans, view = _viewed(document["text"], find_spans, gazetteer)
            gold = {(t["start"], t["end"]): ROLE_OF_TYPE.get(t.get("type", ""), "")
                    for t in document["toponyms"]}  # fmt: skip
            demonyms = [is_demonym(span, view) and name == NO_DEMONYMS for span in spans]
            features = [span_features(span, view) for span in spans]
            right = [(s.start, s.end) in gold for s in spans]
            roles = {span: role for span, role in gold.items() if role}
            found.append(Read(name, frozenset(gold), spans, view, features, right, demonyms, roles))
    return found


def is_demonym(span: Span, view: View) -> bool:
    """Whether a span tells people by their place, as `parse` writes kinds."""
    facts = view.facts.get(span.key)
    return span.known == "plural" or bool(facts and facts.mark == "demonym")


def regress(rows: list[list[str]], told: list, *, balanced: bool = False) -> dict:
    """Weights by class of the features that are there in five rows at least; `balanced`: rare
    classes count as much as common ones."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(name for row in rows for name in row)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{n: 1.0 for n in row if seen[n] >= _RAREST} for row in rows])
    sizes = Counter(told)
    weights = (
        {c: (sizes.total() / len(sizes) / sizes[c]) ** _EVENED for c in sizes} if balanced else None
    )
    model = LogisticRegression(C=_STRENGTH, max_iter=400, class_weight=weights).fit(matrix, told)
    names = vectors.get_feature_names_out()
    classes = [True] if len(model.classes_) == 2 else list(model.classes_)
    found = {}
    for number, name in enumerate(classes):
        weights = dict(zip(names, model.coef_[number], strict=True))
        weights["bias"] = weights.get("bias", 0.0) + model.intercept_[number]
        found[name] = {
            n: round(float(w), 2) for n, w in sorted(weights.items()) if abs(w) >= _LEAST
        }
    return found


def _examples(read: list[Read], more: list[list[list[str]]] | None = None) -> tuple[list, list]:
    rows, told = [], []
    for number, document in enumerate(read):
        for i, features in enumerate(document.features):
            if not document.left_out[i]:
                rows.append(features + (more[number][i] if more else []))
                told.append(document.right[i])
    return rows, told


def _company(document: Read, alone: dict) -> list[list[str]]:
    points = [points_of(features, alone) for features in document.features]
    return company_features(document.spans, document.view, points, points)


def fit_spans(read: list[Read]) -> tuple[dict, dict]:
    """The weights of spans by themselves and in company."""
    if not read:
        return {}, {}
    alone = regress(*_examples(read))[True]
    more: list = [None] * len(read)
    for fold in range(_FOLDS):
        weights = regress(*_examples([d for i, d in enumerate(read) if i % _FOLDS != fold]))[True]
        for i in range(fold, len(read), _FOLDS):
            more[i] = _company(read[i], weights)
    return alone, regress(*_examples(read, more))[True]


def fit(read: list[Read], caseless: list[Read]) -> Fitted:
    """All weights from these documents."""
    rows, told = [], []
    for document in read:
        spans = [s for s in document.spans if (s.start, s.end) in document.roles]
        rows += role_features(spans, document.view)
        told += [document.roles[s.start, s.end] for s in spans]
    roles = regress(rows, told, balanced=True) if told else {role: {} for role in ROLE_NAMES}
    return Fitted(*fit_spans(read), *fit_spans(caseless), roles)


def score(read: list[Read], fitted: Fitted, tally: dict) -> None:
    """Count what is found, right and there, and roles told, into `tally` by corpus."""
    for document in read:
        counts = tally.setdefault(document.corpus, Counter())
        chosen = choose_spans(document.spans, weigh_spans(document.spans, document.view, fitted))
        for i in chosen:
            span = document.spans[i]
            if document.left_out[i]:
                continue
            counts["found"] += 1
            counts["right"] += (span.start, span.end) in document.gold
        counts["there"] += len(document.gold)
        spans = [s for s in document.spans if (s.start, s.end) in document.roles]
        for span, told in zip(spans, roles_of(spans, document.view, fitted.roles), strict=True):
            role = document.roles[span.start, span.end]
            counts[f"told {told}"] += 1
            counts[f"is {role}"] += 1
            counts[f"both {role}"] += role == told


def shown(counts: Counter) -> str:
    """Exact F1 with precision and recall, and the F1 of each role, in percent."""
    p, r = counts["right"] / max(counts["found"], 1), counts["right"] / counts["there"]
    line = f"F1 {_f1(p, r):.1f} (P {100 * p:.1f} R {100 * r:.1f})"
    for role in ROLE_NAMES:
        if counts[f"is {role}"]:
            p = counts[f"both {role}"] / max(counts[f"told {role}"], 1)
            r = counts[f"both {role}"] / counts[f"is {role}"]
            line += f"; {role} F1 {_f1(p, r):.1f} (P {100 * p:.1f} R {100 * r:.1f})"
    return line


def _f1(p: float, r: float) -> float:
    return 100 * 2 * p * r / (p + r) if p + r else 0.0


def _apart(read: list[Read], fold: int, inside: bool) -> list[Read]:
    """The documents of one fold, or those of all others; neighbours stay together."""
    return [d for i, d in enumerate(read) if (i // 3 % _FOLDS == fold) is inside]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="leave one corpus out at a time")
    parser.add_argument("--folds", action="store_true", help="leave a quarter out at a time")
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args()
    with opened_gazetteer([]) as gazetteer:
        read = read_all(options.corpora, gazetteer)
        bare = read_caseless(options.corpora, gazetteer)
        tally: dict = {}
        if options.check:
            for name in NAMES:
                fitted = fit([d for d in read if d.corpus != name], [])
                score([d for d in read if d.corpus == name], fitted, tally)
        elif options.folds:
            for fold in range(_FOLDS):
                fitted = fit(*(_apart(some, fold, False) for some in (read, bare)))
                score(_apart(read, fold, True) + _apart(bare, fold, True), fitted, tally)
        else:
            fitted = fit(read, bare)
            text = json.dumps(fitted._asdict(), ensure_ascii=False, indent=0, sort_keys=True)
            WEIGHTS.write_text(text + "\n", encoding="utf-8")
            score(read + bare, fitted, tally)
    for name, counts in tally.items():
        print(f"{name:9} {shown(counts)}")


if __name__ == "__main__":
    main()
