"""Builds over partitions: equal however cut, going on after a kill, tiles beyond a page's limit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geotrack import formats, pipeline
from geotrack.grouping import grouping_key
from geotrack.partitions import Where
from geotrack.pipeline import build_project
from geotrack.project import read_project
from geotrack.scale import building, outputs, stages
from geotrack.scale.cutting import cut_inputs, read_piece
from tests.test_cluster import TABLES, _project, _same_tables


def _silent(*_: object) -> None:
    """Progress that nobody looks at."""


def _one_table(folder: Path, text: str | bytes, more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "events.csv").write_bytes(data)
    toml = f'[inputs]\nevents = "events.csv"\n{more}'
    (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
    return folder


@pytest.fixture
def tables_only(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tuple(o for o in pipeline.BUILD_OUTPUTS if o[0] in TABLES)
    monkeypatch.setattr(pipeline, "BUILD_OUTPUTS", kept)
    monkeypatch.setattr(building, "LARGE_BYTES", 0)


@pytest.mark.usefixtures("tables_only")
@pytest.mark.parametrize("rows", [13, 1000])
def test_however_cut_the_outputs_are_the_same(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _project(tmp_path / "project")
    monkeypatch.setattr(building, "LARGE_BYTES", 10**9)
    whole = build_project(folder, tmp_path / "whole")
    monkeypatch.setattr(building, "LARGE_BYTES", 0)
    monkeypatch.setattr(building, "MOST_ROWS", rows)
    parts = build_project(folder, tmp_path / "parts")
    _same_tables(whole.folder, parts.folder)
    assert parts.counts == whole.counts


@pytest.mark.usefixtures("tables_only")
@pytest.mark.parametrize("stage", ["reading", "gathering", "ranking names", "placing"])
def test_a_killed_build_goes_on_where_it_stood(
    stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _project(tmp_path / "project")
    monkeypatch.setattr(building, "MOST_ROWS", 20)

    class Killed(BaseException):
        pass

    def kill(now: str, done: int, _total: int) -> None:
        if now == stage and done >= 1:
            raise Killed

    with pytest.raises(Killed):
        build_project(folder, tmp_path / "out", progress=kill)
    work = next((folder / ".geotrack" / "parts").iterdir())
    before = {p: p.stat().st_mtime_ns for p in work.rglob("*-rows.parquet")}
    assert before
    resumed = build_project(folder, tmp_path / "out")
    clean = build_project(folder, tmp_path / "clean")
    _same_tables(resumed.folder, clean.folder)


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = read_project(_project(tmp_path / "project"))
    first = building.assemble_parts(project, "k" * 64, Where(), _silent, 20)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("done already")

    for name in ("read_piece", "group_rows", "locate"):
        monkeypatch.setattr(stages, name, never)
    again = building.assemble_parts(project, "k" * 64, Where(), _silent, 20)
    assert again.job.folder == first.job.folder


@pytest.mark.usefixtures("tables_only")
def test_beyond_a_page_tiles_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _project(tmp_path / "project")
    small = build_project(folder, tmp_path / "small")
    (small.folder / "map.html").write_text("the page of a smaller build")
    before = {name: (small.folder / name).read_bytes() for name in TABLES}
    monkeypatch.setattr(pipeline, "BUILD_OUTPUTS", formats.BUILD_OUTPUTS)
    monkeypatch.setattr(outputs, "PAGE_EVENTS", 5)
    monkeypatch.setattr(building, "MOST_ROWS", 20)
    (folder / "one.csv").write_bytes((folder / "one.csv").read_bytes() + b"\n")
    large = build_project(folder, tmp_path / "small")
    assert set(large.outputs) == {
        "events.csv", "locations.csv", "rejects.csv", "events.pmtiles", "map-tiles.html",
        "manifest.json",
    }  # fmt: skip
    for name in ("events.csv", "locations.csv", "rejects.csv"):
        assert (large.folder / name).read_bytes() == before[name], name
    assert not (large.folder / "map.html").exists(), "a page of other events would mislead"
    assert large.counts == small.counts
    manifest = json.loads((large.folder / "manifest.json").read_text(encoding="utf-8"))
    assert "more than 5 events" in manifest["not_written"]["map.html"]
    unchanged = build_project(folder, tmp_path / "small")
    assert unchanged.changed == []


# --- cutting ------------------------------------------------------------------------------

_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=12), st.integers(1, 5))
def test_pieces_hold_the_rows_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], rows: int
) -> None:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([("date", "title"), *(("2024", f"x{a}") for a, _ in cells)])
    folder = _one_table(tmp_path_factory.mktemp("cut"), text.getvalue())
    project = read_project(folder)
    pieces = cut_inputs(project, folder / "raw", rows, _silent)
    raws = [read_piece(piece, project) for piece in pieces]
    found = [(n, t) for raw in raws for n, t in zip(raw.rows, raw.frame["title"], strict=True)]
    (whole,) = [read_piece(p, project) for p in cut_inputs(project, folder / "w", 99, _silent)]
    assert found == list(zip(whole.rows, whole.frame["title"], strict=True))
    assert [n for n, _ in found] == list(range(2, len(cells) + 2))


def test_titles_separators_and_encodings_are_found_as_in_the_whole(tmp_path: Path) -> None:
    text = "sep=;\nEvents of the year\ndate;title;place\n" + "".join(
        f'2024-01-0{i};"a;\n""b""";Zaxo\n' for i in range(1, 6)
    )
    project = read_project(_one_table(tmp_path / "a", text))
    pieces = cut_inputs(project, tmp_path / "raw", 2, _silent)
    assert len(pieces) == 3
    raws = [read_piece(piece, project) for piece in pieces]
    from geotrack.readers.csv import read_csv_table

    whole = read_csv_table(tmp_path / "a" / "events.csv")
    assert [n for raw in raws for n in raw.rows] == whole.rows
    assert [t for raw in raws for t in raw.frame["title"]] == list(whole.frame["title"])
    assert [raw.notes for raw in raws] == [whole.notes, (), ()]


def test_other_encodings_and_broken_csv_are_left_to_the_reader(tmp_path: Path) -> None:
    for number, data in enumerate(("date,place\n2024,Şırnak\n".encode("cp1254"), b'date\n"x')):
        project = read_project(_one_table(tmp_path / str(number), data))
        (piece,) = cut_inputs(project, tmp_path / f"raw{number}", 1, _silent)
        assert piece.first_row == 0


def test_ids_that_can_meet_share_a_bucket() -> None:
    row = {"event_id": "", "date": "2024", "title": "A", "places": "Zaxo"}
    made = grouping_key(row, "a.csv")
    assert grouping_key(row | {"event_id": made}, "b.csv") == made
    assert grouping_key(row | {"event_id": f"{made}-0123456789"}, "b.csv") == made
    assert grouping_key(row | {"event_id": "TUR123-4"}, "b.csv") == "TUR123-4"
