"""Many documents over partitions: the same files as in memory, however they are cut."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from geotrack.assembly import assemble
from geotrack.project import lone_project
from geotrack.scale import documents
from geotrack.scale.documents import assembled_documents, found_in_documents, over_documents
from geotrack.searching import extract_documents
from geotrack.tables import records
from tests.extraction.clippings import AGAIN, STRIKE, TALKS, clippings, many

if TYPE_CHECKING:
    from geotrack.rendering import Rendered

TOLL = "Turkish strikes on Zap killed 12 fighters and destroyed 58 targets on 3 May 2021."
FILES = ("events.csv", "events.csv.merges.csv", "candidates.csv")


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


def folder_of(path: Path) -> Path:
    """Documents that tell of something, of nothing, of the same, in other letters; and a broken
    one."""
    many(path, 11)
    clippings(path / "clips")
    texts = {
        "00-toll": f"{TOLL} Officials said 12 fighters were killed in Zap on 3 May 2021.",
        "01-again": f"{TOLL} {AGAIN}",
        "02-arabic": "قصفت الطائرات التركية جبل متين يوم الاثنين في محافظة دهوك شمال العراق.",
        "03-plan": "Turkey may bomb Metina next week. Ankara could have struck Gara in May.",
        "04-yesterday": "Turkish warplanes bombed Hakurk yesterday.",
    }
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    (path / "broken.pdf").write_bytes(b"%PDF-1.4 of nothing")
    lines = (f'{{"id": "j-{i}", "text": "{TALKS} {STRIKE}", "date": "2021-11-{9 + i}"}}'
             for i in range(4))  # fmt: skip
    (path / "wire.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def extracted(folder: Path, out: Path, **given: Any) -> Rendered:
    out.mkdir()
    project = lone_project([folder], countries=("IQ",))._replace(**given)
    return extract_documents(
        project, [out / "events.csv"], candidates=out / "candidates.csv", progress=silent
    )


def decisions(folder: Path, out: Path) -> dict[str, Path]:
    """Corrections of events in several parts, and a table of reports."""
    with (out / "events.csv").open(encoding="utf-8", newline="") as file:
        events = {row["title"]: row for row in csv.DictReader(file)}
        ids = sorted(row["event_id"] for row in events.values())
    with (out / "events.csv.merges.csv").open(encoding="utf-8", newline="") as file:
        pair = list(csv.reader(file))[1][:6]
    rows = [
        pair,
        [ids[0], "", "drop", "", "", "not ours"],
        [ids[3], "", "status", "", "planned", "not yet"],
        ["", "Zap", "place", "", "", "unknown to us"],
        ["x-gone", "", "drop", "", "", "there is none"],
    ]
    corrections, reports = folder.with_name("corrections.csv"), folder.with_name("reports.csv")
    with corrections.open("w", encoding="utf-8", newline="") as file:
        header = ["event_id", "name", "column", "old", "new", "reason"]
        csv.writer(file).writerows([header, *rows])
    reports.write_text(
        "report_id,path,published,publisher\n"
        "day,04-yesterday.txt,2021-06-02,A paper\nbare,,2024-01-05,Nobody's\n",
        encoding="utf-8",
    )
    return {"corrections": corrections, "reports": reports}


def rejects_of(out: Path) -> list[tuple[str, ...]]:
    with (out / "events.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
        return sorted(map(tuple, csv.reader(file)))


@pytest.mark.parametrize("most", [3, 1000])
@pytest.mark.parametrize("decided", [False, True])
def test_files_are_those_of_one_table(
    most: int, decided: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "in")
    given: dict[str, Path] = {}
    whole = extracted(folder, tmp_path / "whole")
    if decided:
        given = decisions(folder, tmp_path / "whole")
        whole = extracted(folder, tmp_path / "decided", **given)
    kept = whole.outputs[0].parent
    monkeypatch.setattr(documents, "LARGE_BYTES", 0)
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", most)
    parts = extracted(folder, tmp_path / "parts", **given)
    for name in FILES:
        assert (tmp_path / "parts" / name).read_bytes() == (kept / name).read_bytes()
    assert rejects_of(tmp_path / "parts") == rejects_of(kept)
    assert parts.counts == whole.counts
    assert parts.extraction == whole.extraction
    assert len(parts.rejects) == len(whole.rejects) > 2
    assert [path.name for path in parts.outputs] == [path.name for path in whole.outputs]
    assert not list((tmp_path / "parts" / ".geotrack").glob("parts-*"))


def test_tables_of_parts_are_those_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = lone_project([folder_of(tmp_path / "in")], countries=("IQ",))
    whole = assemble(project, cached=False, check=True, lean=True)
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", 4)
    with found_in_documents(project, tmp_path, silent) as found:
        assert found.parts.job.n_buckets > 4
        parts = assembled_documents(found)
    assert parts.extraction == whole.extraction
    assert parts.presentation == whole.presentation
    assert sorted(parts.tables) == sorted(whole.tables)
    for name, table in whole.tables.items():
        rows, expected = (
            [json.dumps(row) for row in records(t)] for t in (parts.tables[name], table)
        )
        assert expected, name
        assert sorted(rows) == sorted(expected), name


def test_other_formats_get_the_same_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path / "in")
    project = lone_project([folder], countries=("IQ",))
    files: dict[str, list[bytes]] = {"events.geojson": [], "events.xlsx": [], "events.csv": []}
    for number, large in enumerate((10**9, 0)):
        monkeypatch.setattr(documents, "LARGE_BYTES", large)
        out = tmp_path / str(number)
        out.mkdir()
        extract_documents(project, [out / name for name in files], progress=silent)
        for name, found in files.items():
            found.append((out / name).read_bytes())
    for name in ("events.geojson", "events.csv"):
        assert files[name][0] == files[name][1], name
    assert all(data.startswith(b"PK") for data in files["events.xlsx"])


def test_what_a_killed_run_left_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clippings(tmp_path / "in")
    left = tmp_path / ".geotrack" / "parts-0123"
    left.mkdir(parents=True)
    (left / "part.parquet").write_bytes(b"half")
    left.with_suffix(".lock").touch()
    project = lone_project([folder], countries=("IQ",))
    with found_in_documents(project, tmp_path, silent):
        (own,) = (path for path in left.parent.glob("parts-*") if path.is_dir())
        assert own != left
        # A second run beside it leaves it alone.
        with found_in_documents(project, tmp_path, silent):
            assert own.is_dir()
    assert not list(left.parent.glob("parts-*"))


def test_many_documents_go_over_partitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = lone_project([clippings(tmp_path / "in")])
    assert not over_documents(project)
    monkeypatch.setattr(documents, "LARGE_BYTES", 100)
    assert over_documents(project)
    monkeypatch.setattr(documents, "find_spec", lambda _name: None)
    assert not over_documents(project)


def test_documents_that_tell_of_nothing_are_an_empty_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Nothing is told here.\n", encoding="utf-8")
    whole = extracted(folder, tmp_path / "whole")
    monkeypatch.setattr(documents, "LARGE_BYTES", 0)
    parts = extracted(folder, tmp_path / "parts")
    assert parts.counts == whole.counts
    for name in ("events.csv", "candidates.csv"):
        assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


@pytest.mark.parametrize("stage", ["finding events", "placing", "looking for events told twice"])
def test_a_run_that_was_stopped_goes_on(
    stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = clippings(tmp_path / "in")
    whole = extracted(folder, tmp_path / "whole")
    monkeypatch.setattr(documents, "LARGE_BYTES", 0)
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", 1)

    def stop(name: str, done: int, total: int) -> None:
        if name == stage and done == total:
            raise KeyboardInterrupt

    out = tmp_path / "stopped" / "events.csv"
    out.parent.mkdir()
    project = lone_project([folder], countries=("IQ",))
    with pytest.raises(KeyboardInterrupt):
        extract_documents(project, [out], progress=stop)
    assert [path.name for path in out.parent.iterdir()] == [".geotrack"]
    assert not list((out.parent / ".geotrack").glob("parts-*"))
    done = extract_documents(project, [out], progress=silent)
    assert done.extraction["remembered"] == done.extraction["documents"] == 2
    assert out.read_bytes() == whole.outputs[0].read_bytes()
