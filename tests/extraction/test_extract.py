"""Documents -> tables: the same as by hand, remembered, unharmed by poison, corrected for good."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import geotrack
from geotrack import answers, eventfacts, extracting, join, pipeline
from geotrack.answers import Bounds
from geotrack.assembly import assemble
from geotrack.documents import reading
from geotrack.errors import InputError, ProjectError
from geotrack.extracting import extract_reports
from geotrack.formats import BUILD_OUTPUTS
from geotrack.memory import FILE, Memory, opened_memory
from geotrack.pipeline import build_project
from geotrack.project import lone_project, read_project
from geotrack.schema import column_names
from geotrack.searching import extract_documents
from geotrack.single import check_path
from geotrack.summary import is_drawn
from geotrack.tables import Tables, make_table, records
from geotrack.writers import csv as csv_writer
from tests.extraction.clippings import (
    STRIKE,
    TALKS,
    TOML,
    clippings,
    clippings_project,
    correct,
    many,
)

TABLES_ONLY = tuple(pair for pair in BUILD_OUTPUTS if pair[0].endswith(("csv", "geojson")))


@pytest.fixture(autouse=True)
def tables_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BUILD_OUTPUTS", TABLES_ONLY)


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


def tables_of(folder: Path) -> Tables:
    return assemble(read_project(folder)).tables


def strike_ids(tables: Tables) -> list[str]:
    """The ids of the two tellings of the strike, the text's first."""
    accounts = tables["accounts"].sort_values("quote", ascending=False)
    return [a["event_id"] for a in records(accounts) if "bombed" in a["quote"]]


# --- as by hand -----------------------------------------------------------------------------


def test_a_folder_of_clippings_becomes_events_with_their_sentences(tmp_path: Path) -> None:
    tables = tables_of(clippings_project(tmp_path))
    accounts = {row["quote"]: row for row in records(tables["accounts"])}
    assert {STRIKE, TALKS} <= set(accounts)
    reports = {row["report_id"]: row for row in records(tables["reports"])}
    for quote, row in accounts.items():
        text = reports[row["report_id"]]["text"]
        assert " ".join(text[int(row["start"]) : int(row["end"])].split()) == quote
    events = tables["events"].set_index("event_id")
    event = events.loc[accounts[STRIKE]["event_id"]]
    assert (event["date"], event["time_precision"]) == ("2021-11-08", "day")
    assert event["event_type"] == "Explosions/Remote violence"
    locations = tables["locations"]
    here = locations[locations["event_id"] == event.name]
    drawn = set(here[is_drawn(here)]["place_id"])
    assert drawn == {"gt:metina", "gt:gara"}


def test_what_is_extracted_stands_beside_what_is_entered(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    (folder / "events.csv").write_text("date,title,place\n2021-11-08,By hand,Zakho\n", "utf-8")
    toml = TOML.replace("[inputs]", '[inputs]\nevents = ["events.csv"]')
    (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
    titles = set(tables_of(folder)["events"]["title"])
    assert "By hand" in titles
    assert len(titles) > 2


def test_the_projects_table_of_reports_gives_what_a_document_does_not_say(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    text = "Turkish warplanes bombed Metina on Friday.\n"
    (folder / "clippings" / "late.txt").write_text(text, encoding="utf-8")
    before = tables_of(folder)
    alone = before["events"].set_index("event_id")["date"]
    (note,) = records(before["rejects"])
    assert (note["file"], note["value"]) == ("clippings/late.txt", "Friday")
    assert note["reason"] == "left undated: no date of publication to reckon from"
    given = "report_id,path,published,publisher\nlate,clippings/late.txt,2021-11-10,A Daily\n"
    (folder / "reports.csv").write_text(given, encoding="utf-8")
    toml = TOML.replace("[inputs]", '[inputs]\nreports = "reports.csv"')
    (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
    tables = tables_of(folder)
    told = tables["events"].set_index("event_id")
    accounts = {row["quote"]: row for row in records(tables["accounts"])}
    event_id = accounts[text.strip()]["event_id"]
    assert tables["rejects"].empty
    # The id is that of before, though nothing was known of the day then.
    assert alone[event_id] == ""
    assert (told.loc[event_id, "date"], told.loc[event_id, "date_basis"]) == (
        "2021-11-05",
        "analyst",
    )


def test_added_reports_change_no_other_ids(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    before = set(tables_of(folder)["events"]["event_id"])
    more = "Turkish warplanes bombed Zap on 9 November 2021.\n"
    (folder / "clippings" / "a-first.txt").write_text(more, encoding="utf-8")
    after = set(tables_of(folder)["events"]["event_id"])
    assert before < after


def test_a_build_counts_documents_events_and_what_was_left_out(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    (folder / "clippings" / "broken.pdf").write_bytes(b"no PDF")
    first = build_project(folder)
    again = build_project(folder)
    manifest = json.loads((folder / "maps" / "clips" / "manifest.json").read_text("utf-8"))
    told = manifest["extraction"]
    assert told["documents"] == 2
    assert told["events"] == first.counts["events"] >= 3
    assert told["candidates"] == sum(told["left_out"].values())
    assert "clippings/one.txt" in manifest["inputs"]
    assert [r["file"] for r in manifest["rejects"]] == ["clippings/broken.pdf"]
    assert again.changed == []
    assert again.extraction["remembered"] == 2
    # A new document: the others are not read again.
    (folder / "clippings" / "more.txt").write_text("Nothing happened.\n", encoding="utf-8")
    assert build_project(folder).extraction["remembered"] == 2


def test_what_was_remembered_changes_no_byte(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    build_project(folder, tmp_path / "cold")
    (folder / "corrections.csv").touch()
    build_project(folder, tmp_path / "warm")
    for path in sorted((tmp_path / "cold" / "clips").iterdir()):
        assert path.read_bytes() == (tmp_path / "warm" / "clips" / path.name).read_bytes()


def test_check_lists_the_faults_of_documents(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    (folder / "clippings" / "broken.docx").write_bytes(b"no Word document")
    checked = check_path(folder)
    assert list(checked.rejects["file"]) == ["clippings/broken.docx"]
    assert checked.n_events >= 3
    assert not (folder / ".geotrack").exists()


def test_reports_without_any_event_are_no_build(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    for path in (folder / "clippings").iterdir():
        path.write_text("Nothing at all.", encoding="utf-8")
        path.rename(path.with_suffix(".txt"))
    with pytest.raises(InputError, match="no event was found in the reports"):
        build_project(folder)


def test_a_pattern_that_fits_nothing_is_told(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    toml = TOML.replace('"clippings"', '"clippings/*.eml"')
    (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"reports\.paths names 'clippings/\*\.eml'"):
        read_project(folder)


def test_the_public_function_gives_tables_and_keeps_nothing(tmp_path: Path) -> None:
    folder = clippings(tmp_path / "in")
    tables = geotrack.extract([folder], countries=("IQ",))
    assert STRIKE in set(tables["accounts"]["quote"])
    assert {"candidates", "mentions", "merges"} <= set(tables)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in", "one.txt", "two.html"]


# --- told twice, and a person's decisions -----------------------------------------------------


def test_a_pair_told_twice_is_merged_only_when_accepted(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    tables = tables_of(folder)
    n_events = len(tables["events"])
    (pair,) = records(tables["merges"])
    assert {pair["event_id"], pair["new"]} == set(strike_ids(tables))
    build_project(folder)
    lines = (folder / "maps" / "clips" / "merges.csv").read_text("utf-8").splitlines()
    header, cells = csv.reader(lines)
    # The first six cells of a line are a correction.
    assert header[:6] == column_names("corrections")
    correct(folder, ",".join(f'"{cell}"' for cell in cells[:6]))
    merged = tables_of(folder)
    assert len(merged["events"]) == n_events - 1
    assert merged["merges"].empty
    kept = merged["accounts"][merged["accounts"]["event_id"] == pair["new"]]
    assert kept["report_id"].nunique() == 2


def test_a_pair_kept_apart_is_listed_no_more(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    (pair,) = records(tables_of(folder)["merges"])
    correct(folder, f"{pair['event_id']},,apart,,{pair['new']},two raids")
    tables = tables_of(folder)
    assert tables["merges"].empty
    assert len(tables["rejects"]) == 0


def test_decisions_survive_the_next_build_and_added_reports(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    first, second = strike_ids(tables_of(folder))
    talks = next(row["event_id"] for row in records(tables_of(folder)["accounts"])
                 if row["quote"] == TALKS)  # fmt: skip
    correct(
        folder,
        f"{first},,title,,A raid,clearer",
        f"{first},,split,Gara,x-gara,two raids",
        f"{second},,drop,,,the same again",
        f"{talks},,status,,planned,not yet",
    )
    for number in range(3):
        report = build_project(folder)
        tables = tables_of(folder)
        events = tables["events"].set_index("event_id")
        assert events.loc[first, "title"] == events.loc["x-gara", "title"] == "A raid"
        assert events.loc[talks, "status"] == "planned"
        assert second not in events.index
        places = tables["locations"].set_index("event_id")["name"]
        assert (places[first], places["x-gara"]) == ("Metina", "Gara")
        assert report.counts["rejects"] == 0
        text = f"Turkish warplanes bombed Zap on {number + 2} November 2021.\n"
        (folder / "clippings" / f"0-{number}.txt").write_text(text, encoding="utf-8")


def test_a_decision_whose_event_is_gone_is_listed(tmp_path: Path) -> None:
    folder = clippings_project(tmp_path)
    first, _ = strike_ids(tables_of(folder))
    correct(folder, f"{first},,title,,A raid,clearer")
    (folder / "clippings" / "one.txt").unlink()
    (orphan,) = records(tables_of(folder)["rejects"])
    assert (orphan["file"], orphan["row"], orphan["value"]) == ("corrections.csv", "2", first)
    assert "there is no event" in orphan["reason"]


# --- poison, memory, interruption ---------------------------------------------------------------


def extracted(folder: Path, memory: Memory, **bounds: Any) -> extracting.Extracted:
    project = lone_project([folder])
    return extract_reports(project, make_table("reports"), memory, silent, Bounds(**bounds))


def test_a_poisonous_document_is_a_reject_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clippings(tmp_path / "in")
    for poison in ("DIE-OF-THIS", "SWELL-FROM-THIS", "BREAK-ON-THIS"):
        (folder / f"{poison.lower()}.txt").write_text(f"{STRIKE} {poison}", encoding="utf-8")
    monkeypatch.setattr(answers, "_FIND", "tests.extraction.poison:find_in")
    with opened_memory(tmp_path) as memory:
        done = extracted(folder, memory, memory_mb=1500)
        again = extracted(folder, memory, memory_mb=1500)
    reasons = {row["file"]: row["reason"] for row in records(done.intake.rejects)}
    assert sorted(reasons) == [
        "in/break-on-this.txt",
        "in/die-of-this.txt",
        "in/swell-from-this.txt",
    ]
    assert "signal 11" in reasons["in/die-of-this.txt"]
    assert "more than 1500 MB" in reasons["in/swell-from-this.txt"]
    assert all("stands without events" in reason for reason in reasons.values())
    assert done.told["documents"] == len(done.intake.reports) == 5
    assert done.told["events"] >= 3
    # What broke is tried again: another day it may pass. What took all it might is not.
    assert (done.told["remembered"], again.told["remembered"]) == (0, 3)
    last = {row["file"]: row["reason"] for row in records(again.intake.rejects)}
    assert "to try again" in last["in/swell-from-this.txt"]


def test_nothing_hangs_on_how_many_documents_are_in_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = many(tmp_path / "in", 60)
    project = lone_project([folder], countries=("IQ",))
    whole = assemble(project, cached=False, check=True)
    for module, name, value in (
        (reading, "_BATCH", 7), (extracting, "_MOST_ROWS", 5), (extracting, "_MOST_TABLES", 3),
        (answers, "_MOST_WAITING", 4), (join, "_MOST_LINES", 3), (eventfacts, "_MOST", 11),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    cut = assemble(project, cached=False, check=True, lean=True)
    assert whole.extraction == cut.extraction
    for name, table in whole.tables.items():
        if name not in ("mentions", "reports"):
            pd.testing.assert_frame_equal(table, cut.tables[name])
    told = whole.tables["reports"]
    assert set(cut.tables["reports"]["text"]) == {""}
    pd.testing.assert_frame_equal(told.assign(text=""), cut.tables["reports"])
    assert 0 < len(cut.tables["mentions"]) < len(whole.tables["mentions"])
    csv_writer.write_events_csv(whole.tables, tmp_path / "whole.csv", whole.presentation)
    monkeypatch.setattr(csv_writer, "_MOST_EVENTS", 9)
    csv_writer.write_events_csv(cut.tables, tmp_path / "cut.csv", cut.presentation)
    assert (tmp_path / "cut.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_memory_serves_what_was_asked_and_nothing_else(tmp_path: Path) -> None:
    with opened_memory(tmp_path) as memory:
        memory.keep({"a": [1, "ü"]}, "found", {"text": "x"})
        assert memory.recall("found", {"text": "x"}) == {"a": [1, "ü"]}
        assert memory.recall("found", {"text": "y"}) is None
    with opened_memory(tmp_path) as memory:
        assert memory.recall("found", {"text": "x"}) == {"a": [1, "ü"]}


def test_a_broken_memory_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / ".geotrack" / FILE
    path.parent.mkdir()
    path.write_bytes(b"not SQLite at all" * 100)
    with opened_memory(tmp_path) as memory:
        memory.keep(1, "x")
        assert memory.recall("x") == 1


def test_a_document_in_another_language_is_told_of(tmp_path: Path) -> None:
    folder = clippings(tmp_path / "in")
    (folder / "ku.txt").write_text("دوێنێ لە زاخۆ بۆردومان کرا.", encoding="utf-8")
    (folder / "tr.md").write_text("---\nlanguage: tr\n---\nDün Zaho vuruldu.\n", encoding="utf-8")
    done = extracted(folder, Memory())
    reasons = {row["file"]: row["reason"] for row in records(done.intake.rejects)}
    assert "not in Latin script" in reasons["in/ku.txt"]
    assert "written in 'tr'" in reasons["in/tr.md"]


# As the command line, but held up by documents that say so; tests begun in the background of a
# shell hand down that Ctrl-C is to be ignored.
_HELD_UP = """
import signal
from geotrack import answers
from geotrack.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
answers._FIND = "tests.extraction.poison:find_in"
main()
"""


def _n_kept(folder: Path) -> int:
    try:
        path = folder / ".geotrack" / FILE
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            number = database.execute("SELECT count(*) FROM kept").fetchone()[0]
        database.close()
        return int(number)
    except sqlite3.Error:
        return 0


MANY = 100


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.slow
def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path: Path, how: signal.Signals) -> None:
    folder = many(tmp_path / "in", MANY)
    waiting = "WAIT-AT-THIS. Turkish warplanes bombed Metina on 3 May 1980."
    # More than there are processes: the run cannot end before it is stopped.
    for i in range(2 * (os.cpu_count() or 1)):
        (folder / f"last-{i:03}.txt").write_text(f"{waiting} Part {i}.\n", encoding="utf-8")
    n_documents = len(list(folder.iterdir()))
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-c", _HELD_UP, "extract", str(folder), "-o"]
    run = subprocess.Popen(
        [*command, str(out / "events.csv")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    until = time.monotonic() + 60
    while _n_kept(out) < 20 and time.monotonic() < until and run.poll() is None:
        time.sleep(0.02)
    run.send_signal(how)
    _, told = run.communicate(timeout=30)
    n_kept = _n_kept(out)
    assert n_kept >= 20
    assert not (out / "events.csv").exists()
    if how == signal.SIGINT:
        assert run.returncode == 130
        assert "the same command goes on from there" in told
        assert "Traceback" not in told
    project = lone_project([folder])
    done = extract_documents(project, [out / "events.csv"], progress=silent)
    assert n_kept <= done.extraction["remembered"] <= MANY
    assert done.extraction["documents"] == n_documents
    whole = extract_documents(project, [tmp_path / "whole" / "events.csv"], progress=silent)
    assert whole.extraction["remembered"] == 0
    written = (tmp_path / "whole" / "events.csv").read_bytes()
    assert (out / "events.csv").read_bytes() == written


def test_a_text_in_another_language_of_latin_script_is_listed(tmp_path: Path) -> None:
    text = (
        "Savaş uçakları 12 Mart günü Metina bölgesindeki hedefleri vurdu. Bakanlık, iki kişinin "
        "öldüğünü ve üç aracın imha edildiğini açıkladı."
    )
    (tmp_path / "tr.txt").write_text(text, encoding="utf-8")
    (reject,) = geotrack.extract([tmp_path])["rejects"].to_dict("records")
    assert "does not read as English" in reject["reason"]
