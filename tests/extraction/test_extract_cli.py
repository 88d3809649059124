"""`geotrack extract`: what it writes and says."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geotrack.cli import main
from geotrack.extraction import one
from geotrack.extraction.found import Toponym
from tests.extraction.clippings import STRIKE, clippings

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[str, str]:
    try:
        main(["extract", *map(str, arguments)])
    except SystemExit as ending:
        assert ending.code in (0, None)
    told = capsys.readouterr()
    return told.out, told.err


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_documents_become_tables_and_everything_else_is_told(tmp_path: Path, capsys) -> None:
    folder = clippings(tmp_path / "in")
    (folder / "scan.pdf").write_bytes(b"no PDF")
    (folder / "talk.txt").write_text("Will they strike?\n\nNobody was bombed.", encoding="utf-8")
    out = tmp_path / "out" / "events.csv"
    out.parent.mkdir()
    printed, err = run(
        capsys, folder, "-o", out, "-o", out.with_suffix(".geojson"),
        "--candidates", tmp_path / "candidates.csv", "--country", "IQ",
    )  # fmt: skip
    assert printed.startswith("Reports  3 documents: ")
    assert "in/scan.pdf is not a PDF" in err
    events = rows(out)
    assert STRIKE in {row["quote"] for row in events}
    assert all(row["sources"] for row in events)
    features = json.loads(out.with_suffix(".geojson").read_text("utf-8"))["features"]
    assert {f["properties"]["event_id"] for f in features} == {r["event_id"] for r in events}
    assert [r["file"] for r in rows(out.with_name("events.csv.rejects.csv"))] == ["in/scan.pdf"]
    assert len(rows(out.with_name("events.csv.merges.csv"))) == 1
    for row in rows(tmp_path / "candidates.csv"):
        assert row["reason"]
        assert row["quote"]


def test_a_second_run_reads_nothing_anew_and_takes_corrections(tmp_path: Path, capsys) -> None:
    folder, out = clippings(tmp_path / "in"), tmp_path / "events.csv"
    run(capsys, folder, "-o", out, "--country", "IQ")
    merges = out.with_name("events.csv.merges.csv")
    n_events = len(rows(out))
    printed, _ = run(capsys, folder, "-o", out, "--country", "IQ", "--corrections", merges)
    assert "2 documents (2 unchanged)" in printed
    assert len(rows(out)) == n_events - 1
    # Nothing is left to decide: the table of the run before is gone.
    assert not merges.exists()


def test_what_documents_do_not_say_may_be_given(tmp_path: Path, capsys) -> None:
    folder, out = tmp_path / "in", tmp_path / "events.csv"
    folder.mkdir()
    text = "Turkish warplanes bombed Metina on Friday."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    given = tmp_path / "given.csv"
    given.write_text("report_id,path,published\na,in/a.txt,2021-11-10\n", encoding="utf-8")
    run(capsys, folder, "-o", out, "--reports", given)
    assert [row["date"] for row in rows(out)] == ["2021-11-05"]


def test_documents_without_events_give_an_empty_table(tmp_path: Path, capsys) -> None:
    folder, out = tmp_path / "in", tmp_path / "events.csv"
    folder.mkdir()
    (folder / "a.txt").write_text("Nothing at all.", encoding="utf-8")
    printed, _ = run(capsys, folder, "-o", out)
    assert "0 events found" in printed
    assert rows(out) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("gone", "-o", "out.csv"), "gone is not there"),
        ((".", "-o", "out.xyz"), "geotrack writes no such files"),
        ((".", "-o", "out.csv", "--country", "iraq"), "two-letter codes"),
    ],
)
def test_mistakes_are_told_in_a_line(
    tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch, arguments, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ending:
        main(["extract", *arguments])
    assert ending.value.code == 2
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err


def shouting(text: str, gazetteer: Gazetteer) -> list[Toponym]:
    """A recogniser that takes one word, and no other, for a place."""
    start = text.find("METINA")
    return [Toponym(start, start + 6, "METINA")] if start >= 0 and gazetteer else []


def test_another_recogniser_is_asked_for_by_name(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Turkish warplanes bombed METINA near Zakho on 3 May 2021.")
    monkeypatch.setattr(one, "_recognizer", {"shouting": shouting}.__getitem__)
    asked = one.Asked(text=(folder / "a.txt").read_text(), recognizer="shouting")._asdict()
    assert [row["name"] for row in one.find_in(asked)["toponyms"]] == ["METINA"]


def test_a_recogniser_that_is_not_there_is_told_before_anything_is_read(tmp_path, capsys) -> None:
    (tmp_path / "a.txt").write_text("They met in Baghdad.")
    with pytest.raises(SystemExit) as ending:
        main(["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "x.csv"),
              "--recognizer", "nobody"])  # fmt: skip
    assert ending.value.code
    told = capsys.readouterr().err
    assert "no recogniser plug-in 'nobody' ([reports] recognizer, --recognizer)" in told
    assert not (tmp_path / "x.csv").exists()
