"""Lines of JSON in, lines of JSON out, and what is said of a line that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geotrack.cli import program
from geotrack.errors import InputError
from geotrack.extraction.parse import parse_file, read_documents
from geotrack.gazetteer.index import opened_gazetteer

TEXT = "Shelling was heard near Zakho in Duhok, Iraq, on Monday."


def spans(text: str, *names: str) -> list[dict[str, int]]:
    return [{"start": text.index(n), "end": text.index(n) + len(n)} for n in names]


def parsed(tmp_path: Path, *lines: Any) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    told = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    given.write_text("\n".join(told) + "\n", encoding="utf-8")
    with opened_gazetteer([]) as gazetteer:
        done = parse_file(given, out, gazetteer, given=True)
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert done.documents == len(answers)
    return answers, done.faults


def test_each_given_span_is_answered_with_the_best_place(tmp_path: Path) -> None:
    document = {"doc_id": 7, "text": TEXT, "toponyms": spans(TEXT, "Zakho", "Duhok", "Iraq")}
    (answer,), faults = parsed(tmp_path, document)
    assert not faults
    assert answer["doc_id"] == 7
    zakho, duhok, iraq = answer["toponyms"]
    assert (zakho["name"], zakho["geonames_id"]) == ("Zakho", "89570")
    assert (zakho["lat"], zakho["lon"]) == pytest.approx((37.1487, 42.6859), abs=0.05)
    assert duhok["place_id"] in ("gn:96994", "gn:97270")
    assert iraq["geonames_id"] == "99237"
    assert all(0 < t["score"] <= 0.99 for t in answer["toponyms"])
    assert {t["kind"] for t in answer["toponyms"]} == {"place"}


def test_who_belongs_to_a_place_is_a_demonym(tmp_path: Path) -> None:
    text = "Iraqi officials spoke."
    (answer,), _ = parsed(tmp_path, {"doc_id": 1, "text": text, "toponyms": spans(text, "Iraqi")})
    (toponym,) = answer["toponyms"]
    assert (toponym["kind"], toponym["geonames_id"]) == ("demonym", "99237")


def test_offsets_are_code_points(tmp_path: Path) -> None:
    text = "🗺️ In 𝐁aghdad: Baghdad."
    start = text.rindex("Baghdad")
    document = {"doc_id": "a", "text": text, "toponyms": [{"start": start, "end": start + 7}]}
    (answer,), _ = parsed(tmp_path, document)
    assert answer["toponyms"][0]["name"] == "Baghdad"
    assert answer["toponyms"][0]["geonames_id"] == "98182"


def test_the_dates_of_the_text_come_too(tmp_path: Path) -> None:
    (answer,), faults = parsed(tmp_path, {"doc_id": 1, "text": TEXT, "date": "2024-08-21T08:00Z"})
    assert not faults
    (told,) = answer["dates"]
    assert told == {"start": 49, "end": 55, "text": "Monday", "type": "DATE", "value": "2024-08-19"}


def test_a_date_that_cannot_be_read_counts_as_absent_with_a_warning(tmp_path: Path) -> None:
    (answer,), faults = parsed(tmp_path, {"doc_id": 1, "text": TEXT, "date": "yesterday"})
    assert answer["dates"][0]["value"] == "XXXX-WXX-1"
    assert faults == ("in.jsonl line 1: the date 'yesterday' cannot be read and counts as absent",)


def test_half_a_character_goes_out_as_it_came_in(tmp_path: Path) -> None:
    line = '{"doc_id": "\\ud800", "text": "\\ud83d Zakho", "toponyms": [{"start": 0, "end": 7}]}'
    (answer,), _ = parsed(tmp_path, line)
    assert answer["doc_id"] == "\ud800"
    assert answer["toponyms"][0]["name"] == "\ud83d Zakho"


def test_a_name_nobody_knows_is_answered_with_nothing(tmp_path: Path) -> None:
    text = "Qwxyzzyburg"
    (answer,), _ = parsed(tmp_path, {"doc_id": 1, "text": text, "toponyms": spans(text, text)})
    (toponym,) = answer["toponyms"]
    assert toponym["lat"] is toponym["lon"] is toponym["geonames_id"] is None
    assert toponym["score"] == 0.0


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "in.jsonl line 2: not a line of JSON"),
        ("[" * 100_000, "in.jsonl line 2: not a line of JSON"),
        ("[1]", "in.jsonl line 2: no object with a `text`"),
        ({"doc_id": 2}, "in.jsonl line 2: no object with a `text`"),
        ({"doc_id": 2, "text": "a", "toponyms": 3}, "in.jsonl line 2: `toponyms` is no list"),
        (
            {"doc_id": 2, "text": "abc", "toponyms": [{"start": 2, "end": 9}]},
            "in.jsonl line 2: toponym 1: start and end do not lie within the text",
        ),
        (
            {"doc_id": 2, "text": "abc", "toponyms": [{"start": "0", "end": 1}]},
            "in.jsonl line 2: toponym 1: start and end do not lie within the text",
        ),
    ],
)
def test_an_unusable_line_is_answered_by_one_with_its_error(
    tmp_path: Path, line: Any, fault: str
) -> None:
    good = {"doc_id": 1, "text": TEXT, "toponyms": spans(TEXT, "Zakho")}
    answers, faults = parsed(tmp_path, good, line, good)
    assert faults == (fault,)
    assert answers[1]["error"] == fault
    assert answers[0]["toponyms"] == answers[2]["toponyms"] != []


def test_bytes_that_are_no_utf8_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"doc_id": 1, "text": "\xff\xfe"}\n')
    assert [document.fault for document in read_documents(path)] == ["in.jsonl line 1: not UTF-8"]


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match="is not there"):
        list(read_documents(Path("nowhere.jsonl")))


def test_a_publishers_other_documents_tell_where_it_is_at_home(tmp_path: Path) -> None:
    """Georgia's Athens or Greece's: the same words, told by papers at home elsewhere."""
    text = "The mayor of Athens spoke."
    asked = {"doc_id": 1, "text": text, "toponyms": spans(text, "Athens")}
    answers = {}
    for host, towns in {
        "one.example": ("Atlanta", "Macon", "Savannah", "Georgia"),
        "two.example": ("Patras", "Piraeus", "Thessaloniki", "Volos"),
    }.items():
        others = [
            {"doc_id": town, "source": f"http://{host}/{town}", "text": f"In {town} it rained.",
             "toponyms": [{"start": 3, "end": 3 + len(town)}]}
            for town in towns
        ]  # fmt: skip
        told, _ = parsed(tmp_path, *others, asked | {"source": f"http://{host}/1"})
        answers[host] = told[-1]["toponyms"][0]["geonames_id"]
    assert answers == {"one.example": "4180386", "two.example": "264371"}


def test_the_verb_says_what_it_did_and_what_it_could_not_use(tmp_path: Path) -> None:
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    document = {"doc_id": 1, "text": TEXT, "toponyms": spans(TEXT, "Zakho", "Iraq")}
    given.write_text(json.dumps(document) + "\nbroken\n", encoding="utf-8")
    ran = CliRunner().invoke(
        program, ["parse", str(given), "-o", str(out), "--given-spans"], catch_exceptions=False
    )
    assert ran.exit_code == 0
    assert "2 documents, 2 toponyms, 2 with a place" in ran.output
    assert "in.jsonl line 2: not a line of JSON" in ran.output
    assert len(out.read_text("utf-8").splitlines()) == 2
