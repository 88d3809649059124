"""The finder's scores hold where the articles and sentences that are not ours are at hand."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("GEOTRACK_SHARED", ROOT.parent / "shared"))
sys.path.insert(0, str(ROOT / "eval"))


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the articles are not ours to publish")
def test_curated_events_are_found() -> None:
    import events

    reached = events.report(events.score(SHARED / "seeds", "curated"))
    assert reached["right"] >= 90
    assert reached["found"] >= 75
    assert min(reached["status"], reached["type"], reached["date"], reached["places"]) >= 90


@pytest.mark.skipif(
    not (SHARED / "data" / "plover_gold_sentences.json").is_file(), reason="not ours to publish"
)
def test_plover_types() -> None:
    import event_types

    answers = event_types.answers(SHARED / "data" / "plover_gold_sentences.json")
    assert event_types.accuracy(answers) >= 70
    assert event_types.accuracy(answers[1::2]) >= 60
