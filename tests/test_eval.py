"""The gate: how it counts, how floors move, and the geocoder held to them on the real corpora."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

EVAL = Path(__file__).parents[1] / "eval"
sys.path.insert(0, str(EVAL))

import corpora  # noqa: E402
import gate  # noqa: E402
import reading  # noqa: E402
from corpora import Answer  # noqa: E402

NEAR, FAR, NONE = Answer(10.0, 0.95), Answer(900.0, 0.95), Answer(None, 0.0)
LARGE = Answer(900.0, 0.92, radius_km=2000.0)


def test_what_is_not_answered_is_wrong() -> None:
    assert corpora.accuracy([NEAR, FAR, NONE, NONE]) == 25.0


def test_precision_counts_answers_of_that_score_only() -> None:
    answers = [NEAR, FAR, LARGE, NONE, Answer(900.0, 0.2)]
    assert corpora.precision_from(answers, 0.9) == pytest.approx(100 / 3)
    assert corpora.precision_from(answers, 0.9, corpora.is_on_ground) == pytest.approx(200 / 3)
    assert corpora.precision_from(answers, 0.99) == 100.0


def test_calibration_error() -> None:
    assert corpora.calibration_error([Answer(1.0, 0.75), Answer(1.0, 0.75)]) == pytest.approx(25.0)
    assert corpora.calibration_error([Answer(1.0, 0.5), Answer(999.0, 0.5)]) == pytest.approx(0.0)


def test_answers_are_found_by_document_and_span() -> None:
    gold = [{"doc_id": 1, "toponyms": [
        {"start": 0, "end": 3, "lat": 0.0, "lon": 0.0},
        {"start": 5, "end": 8, "lat": 0.0, "lon": 0.0},
        {"start": 9, "end": 12, "lat": None, "lon": None},
    ]}]  # fmt: skip
    answered = [{"doc_id": "1", "toponyms": [
        {"start": 0, "end": 3, "lat": 0.0, "lon": 1.0, "score": 0.5},
        {"start": 5, "end": 8, "lat": None, "lon": None, "score": 0.0},
    ]}]  # fmt: skip
    first, second = corpora.compare(gold, answered)
    assert first.km == pytest.approx(111.2, abs=0.1)
    assert second.km is None


def test_a_floor_not_reached_is_a_failure_and_an_upper_bound_works_the_other_way() -> None:
    reached = {"lgl": {"acc161": 80.0, "ece": 5.0}}
    assert gate.failures(reached, {"lgl": {"acc161": 80.0, "ece": 5.0}}) == []
    assert gate.failures(reached, {"gwn": {"acc161": 99.0}}) == []
    assert gate.failures(reached, {"lgl": {"acc161": 80.1}}) == [
        "lgl: acc161 80.0 does not reach its floor 80.1"
    ]
    assert len(gate.failures(reached, {"lgl": {"ece": 4.9}})) == 1


def test_floors_rise_by_themselves_and_fall_by_name_only(tmp_path: Path) -> None:
    floors = {"lgl": {"acc161": 80.0, "ece": 5.0}, "gwn": {"acc161": 70.0}}
    reached = {"lgl": {"acc161": 79.0, "ece": 4.0}, "gwn": {"acc161": 71.0}}
    raised = gate.moved(reached, floors, "")
    assert raised == {"lgl": {"acc161": 80.0, "ece": 4.0}, "gwn": {"acc161": 71.0}}
    assert gate.moved(reached, floors, "lgl")["lgl"]["acc161"] == 79.0
    path = tmp_path / "floors.toml"
    path.write_text("# why\n\n[lgl]\nacc161 = 1\n")
    gate.write_floors(path, raised)
    assert path.read_text().startswith("# why\n")
    assert tomllib.loads(path.read_text()) == raised


@pytest.mark.slow
@pytest.mark.skipif(
    not gate.CORPORA.is_dir(), reason="the corpora are not here: ../shared/corpora is missing"
)
def test_the_geocoder_reaches_its_floors(capsys: pytest.CaptureFixture[str]) -> None:
    code = gate.main([])
    assert code == 0, capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.skipif(
    not gate.CORPORA.is_dir(), reason="the corpora are not here: ../shared/corpora is missing"
)
def test_texts_are_read_as_well_as_the_floors_ask(capsys: pytest.CaptureFixture[str]) -> None:
    code = reading.main([])
    assert code == 0, capsys.readouterr().out


def test_a_role_not_found_is_one_missed() -> None:
    gold = {"a": {"toponyms": [
        {"start": 0, "end": 3, "type": "Literal"}, {"start": 5, "end": 8, "type": "Metonymic"},
        {"start": 9, "end": 12, "type": "Homonym"},
    ]}}  # fmt: skip
    answers = {"a": {"toponyms": [{"start": 0, "end": 3, "role": "literal"}]}}
    told = reading.roles(gold, answers)
    assert told == {"role_literal_f1": 100.0, "role_actor_f1": 0.0, "role_modifier_f1": 0.0}
