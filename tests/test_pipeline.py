"""The build: whole, honest, the same every time, and unharmed by what goes wrong."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geotrack import inputs, outputs, pipeline
from geotrack.assembly import assemble
from geotrack.errors import InputError, OutputError, ProjectError, StrictError
from geotrack.formats import BUILD_OUTPUTS
from geotrack.manifest import MANIFEST
from geotrack.pipeline import build_project
from geotrack.project import lone_project, read_project
from geotrack.summary import is_drawn
from tests.projects import CORRECTIONS, EVENTS, ROOT, TABLES_ONLY, small_project

if TYPE_CHECKING:
    import pandas as pd

NAMES = [name for name, _ in BUILD_OUTPUTS]
EXAMPLE_KEPT = ("events.csv", "locations.csv", "events.geojson")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


# --- what it makes -------------------------------------------------------------------------


def test_a_build_writes_every_output_of_the_design(tmp_path: Path) -> None:
    report = build_project(small_project(tmp_path))
    made = {path.name for path in (tmp_path / "maps" / "small").iterdir()}
    assert made == {*NAMES, MANIFEST}
    assert all(size > 0 for size in report.outputs.values())
    assert report.counts["events"] == 3
    assert report.counts["on_map"] == 2
    assert report.counts["rejects"] == 1


def test_the_example_rebuilds_to_the_bytes_in_git(tmp_path: Path) -> None:
    build_project(ROOT, tmp_path)
    for name in EXAMPLE_KEPT:
        kept = ROOT / "maps" / "northern-iraq" / name
        assert (tmp_path / "northern-iraq" / name).read_bytes() == kept.read_bytes(), (
            f"{name} differs from the one in git: run `geotrack build` and look at the change"
        )


def test_the_examples_geojson_read_back_draws_the_same_places() -> None:
    """Given back to geotrack, no topic becomes a scene and no city its governorate."""
    ours = assemble(read_project(ROOT), cached=False).tables
    again = assemble(lone_project(ROOT / "maps/northern-iraq/events.geojson"), cached=False).tables
    columns = ["event_id", "role", "geo_precision", "longitude", "latitude"]

    def drawn(tables: dict[str, pd.DataFrame]) -> set[tuple[object, ...]]:
        rows = tables["locations"][is_drawn(tables["locations"])]
        return set(rows[columns].itertuples(index=False, name=None))

    assert len(drawn(ours)) == 22
    assert drawn(again) == drawn(ours)


def test_the_same_inputs_give_the_same_bytes_in_another_folder_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = small_project(tmp_path / "one")
    other = small_project(tmp_path / "elsewhere" / "other")
    build_project(one)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    build_project(other)
    assert _bytes(one / "maps" / "small") == _bytes(other / "maps" / "small")


def test_nothing_vanishes_between_the_sheet_and_the_outputs(
    tmp_path: Path, tables_only: None
) -> None:
    build_project(small_project(tmp_path))
    out = tmp_path / "maps" / "small"
    events, rejects = _rows(out / "events.csv"), _rows(out / "rejects.csv")
    assert [e["title"] for e in events] == [
        "A meeting",
        "Strikes on two areas",
        "A demand without a day",
    ]
    assert [(r["file"], r["row"], r["column"]) for r in rejects] == [
        ("data/events-0.csv", "5", "date")
    ]
    # One event at two places: one row of events, two of locations, two features.
    locations = [x for x in _rows(out / "locations.csv") if x["name"] in ("Metina", "Gara")]
    assert len({x["event_id"] for x in locations}) == 1
    assert len(locations) == 2
    features = json.loads((out / "events.geojson").read_text("utf-8"))["features"]
    demand = next(f for f in features if f["properties"]["title"] == "A demand without a day")
    assert demand["geometry"] is None
    assert [f["properties"]["n_locations"] for f in features if f["geometry"]] == [1, 2, 2]


def test_a_private_column_reaches_no_output(tmp_path: Path) -> None:
    text = EVENTS.replace("x1", "PRIVATE-WORD")
    folder = small_project(tmp_path)
    (folder / "data" / "events-0.csv").write_text(text, encoding="utf-8")
    build_project(folder)
    for name, data in _bytes(folder / "maps" / "small").items():
        assert b"PRIVATE-WORD" not in _unpacked(folder / "maps" / "small" / name, data), name


def _unpacked(path: Path, data: bytes) -> bytes:
    """The parts of a deck or workbook are deflated: look inside."""
    if path.suffix not in (".pptx", ".xlsx"):
        return data
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_past_a_formats_limit_it_is_not_written_and_the_manifest_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geotrack.writers import xlsx

    monkeypatch.setattr(pipeline, "BUILD_OUTPUTS", (*TABLES_ONLY, ("events.xlsx", "xlsx")))
    folder = small_project(tmp_path)
    out = folder / "maps" / "small"
    assert "events.xlsx" in build_project(folder).outputs
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    (folder / "data" / "more.csv").write_text("date,title\n2024-03-03,New\n", encoding="utf-8")
    report = build_project(folder)
    reason = "events.xlsx: sheet events would need 5 rows; a sheet holds 3"
    assert report.not_written == {"events.xlsx": reason}
    # The workbook of other data does not stay behind.
    assert not (out / "events.xlsx").exists()
    manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    assert manifest["not_written"] == {"events.xlsx": reason}
    assert "events.xlsx" not in manifest["outputs"]
    again = build_project(folder)
    assert (again.changed, again.not_written) == ([], {"events.xlsx": reason})


def test_as_of_follows_the_data_or_the_epoch_never_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables_only: None
) -> None:
    folder = small_project(tmp_path)
    toml = (folder / "geotrack.toml").read_text("utf-8").replace("as_of = 2024-12-31\n", "")
    (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
    assert assemble(read_project(folder)).presentation.as_of == "2023-10-04"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    assert assemble(read_project(folder)).presentation.as_of == "2025-01-01"


# --- incremental ---------------------------------------------------------------------------


def test_with_one_of_a_hundred_inputs_changed_exactly_that_one_is_read_again(
    tmp_path: Path, tables_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_project(tmp_path / "warm", n_files=100)
    assert build_project(folder).read_anew == 100
    changed = folder / "data" / "events-7.csv"
    changed.write_text("date,title,place\n2024-02-02,Another,Erbil\n", encoding="utf-8")
    read: list[str] = []
    original = inputs.read_events
    monkeypatch.setattr(
        inputs,
        "read_events",
        lambda path, file, project: read.append(file) or original(path, file, project),
    )
    report = build_project(folder)
    assert read == ["data/events-7.csv"]
    assert (report.read_anew, report.read_from_cache) == (1, 99)
    cold = tmp_path / "cold"
    shutil.copytree(folder, cold, ignore=shutil.ignore_patterns(".geotrack", "maps"))
    build_project(cold)
    warm_files, cold_files = _bytes(folder / "maps/small"), _bytes(cold / "maps/small")
    assert warm_files == cold_files


def test_an_unchanged_project_is_left_alone(tmp_path: Path, tables_only: None) -> None:
    folder = small_project(tmp_path)
    first = build_project(folder)
    before = {p.name: p.stat().st_mtime_ns for p in (folder / "maps/small").iterdir()}
    second = build_project(folder)
    assert second.changed == []
    assert second.counts == first.counts
    assert {p.name: p.stat().st_mtime_ns for p in (folder / "maps/small").iterdir()} == before


def test_a_spoilt_output_is_made_again(tmp_path: Path, tables_only: None) -> None:
    folder = small_project(tmp_path)
    build_project(folder)
    events = folder / "maps" / "small" / "events.csv"
    good = events.read_bytes()
    events.write_bytes(b"spoilt")
    assert build_project(folder).changed == ["events.csv"]
    assert events.read_bytes() == good


def test_a_broken_cache_is_read_over(tmp_path: Path, tables_only: None) -> None:
    folder = small_project(tmp_path)
    build_project(folder)
    good = _bytes(folder / "maps" / "small")
    for path in (folder / ".geotrack" / "intake").iterdir():
        path.write_text('{"events": [', encoding="utf-8")
    shutil.rmtree(folder / "maps")
    build_project(folder)
    assert _bytes(folder / "maps" / "small") == good


# --- what goes wrong -----------------------------------------------------------------------


def test_strict_fails_and_writes_nothing(tmp_path: Path, tables_only: None) -> None:
    folder = small_project(tmp_path)
    with pytest.raises(StrictError, match=r"events-0\.csv row 5"):
        build_project(folder, strict=True)
    assert not list(folder.glob("maps/small/*"))


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (lambda f: (f / "data/events-0.csv").write_bytes(b""), InputError, "is empty"),
        (lambda f: (f / "data/events-0.csv").write_bytes(b"\x00\x01\x02"), InputError, "binary"),
        (lambda f: (f / "data/events-0.csv").write_text("a,b\n1,2\n"), InputError, "tells of"),
        (lambda f: (f / "data/events-0.csv").unlink(), ProjectError, "no such file"),
        (lambda f: (f / "geotrack.toml").write_text("tilte = 'x'\n"), ProjectError, "'title'"),
        (lambda f: (f / "geotrack.toml").write_text("title = \n"), ProjectError, "not TOML"),
        (lambda f: (f / "corrections.csv").write_text("who,what\na,b\n"), InputError, "event_id"),
    ],
)
def test_a_broken_input_is_one_plain_error_and_leaves_the_outputs(
    tmp_path: Path, tables_only: None, spoil, error: type, message: str
) -> None:
    folder = small_project(tmp_path)
    build_project(folder)
    before = _bytes(folder / "maps" / "small")
    spoil(folder)
    with pytest.raises(error, match=message):
        build_project(folder)
    assert _bytes(folder / "maps" / "small") == before


def test_a_renderer_that_fails_leaves_the_outputs(
    tmp_path: Path, tables_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_project(tmp_path)
    build_project(folder)
    before = _bytes(folder / "maps" / "small")
    (folder / "data" / "more.csv").write_text("date,title\n2024-03-03,New\n", encoding="utf-8")
    real = pipeline.function_of

    def failing(format_, *, to_write: bool):
        if format_.name == "geojson" and to_write:
            raise OSError(28, "No space left on device")
        return real(format_, to_write=to_write)

    monkeypatch.setattr(pipeline, "function_of", failing)
    with pytest.raises(OSError, match="No space"):
        build_project(folder)
    assert _bytes(folder / "maps" / "small") == before


def test_a_file_held_open_elsewhere_gives_a_plain_message_and_all_stay_as_they_were(
    tmp_path: Path, tables_only: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_project(tmp_path)
    build_project(folder)
    before = _bytes(folder / "maps" / "small")
    (folder / "data" / "more.csv").write_text("date,title\n2024-03-03,New\n", encoding="utf-8")
    real = os.replace

    def refuse(new: Path, old: Path) -> None:
        if Path(old).name == "events.geojson":
            raise PermissionError(13, "Permission denied", str(old))
        real(new, old)

    monkeypatch.setattr(outputs.os, "replace", refuse)
    with pytest.raises(OutputError, match=r"events\.geojson cannot be replaced: it is open"):
        build_project(folder)
    assert _bytes(folder / "maps" / "small") == before


def test_a_pattern_for_events_leaves_out_the_other_tables(
    tmp_path: Path, tables_only: None
) -> None:
    folder = small_project(tmp_path)
    (folder / "corrections.csv").rename(folder / "data" / "corrections.csv")
    toml = (folder / "geotrack.toml").read_text("utf-8")
    toml = toml.replace('"corrections.csv"', '"data/corrections.csv"')
    (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
    assert build_project(folder).counts["events"] == 3


def test_a_correction_holds_when_a_like_row_is_added(tmp_path: Path, tables_only: None) -> None:
    folder = small_project(tmp_path)
    table = folder / "data" / "events-0.csv"
    table.write_text("date,title,place,source\n2024-01-01,Raid,Zakho,A\n", encoding="utf-8")
    build_project(folder)
    (row,) = _rows(folder / "maps/small/events.csv")
    fix = f"{row['event_id']},,status,,alleged,one source only\n"
    (folder / "corrections.csv").write_text(CORRECTIONS + fix, encoding="utf-8")
    table.write_text(
        "date,title,place,source\n2024-01-01,Raid,Zakho,B\n2024-01-01,Raid,Zakho,A\n",
        encoding="utf-8",
    )
    build_project(folder)
    rows = _rows(folder / "maps/small/events.csv")
    assert {row["status"] for row in rows} == {"alleged"}
    assert _rows(folder / "maps/small/rejects.csv") == []


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    for name in ("../out", "a/b", "..", "C:\\x"):
        toml = f"name = {json.dumps(name)}\n[inputs]\nevents = 'data/events-0.csv'\n"
        (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
        with pytest.raises(ProjectError, match="cannot be the name"):
            build_project(folder)


# --- killed, and two at once ---------------------------------------------------------------

_BUILD = "import sys; from geotrack.cli import main; main(['build', sys.argv[1]])"


def _start(folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", _BUILD, str(folder)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.mark.slow
def test_killed_at_any_moment_the_last_good_outputs_are_whole(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    build_project(folder)
    target = folder / "maps" / "small"
    good = _bytes(target)
    more = folder / "data" / "more.csv"
    for delay in (0.3, 0.9, 1.5, 2.1, 3.0):
        more.write_text(f"date,title,place\n2024-03-03,{delay},Erbil\n", encoding="utf-8")
        process = _start(folder)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        left = {name: target.joinpath(name).read_bytes() for name in good}
        # Each file is one whole version or another, never a torn one.
        json.loads(left[MANIFEST])
        json.loads(left["events.geojson"])
        assert left["map.png"].endswith(b"IEND\xaeB`\x82")
        assert left["map.html"].rstrip().endswith(b"</html>")
    more.unlink()
    build_project(folder)
    assert _bytes(target) == good


@pytest.mark.slow
def test_two_builds_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "both")
    processes = [_start(folder), _start(folder)]
    endings = [p.communicate()[1] for p in processes]
    assert [p.returncode for p in processes] == [0, 0], endings
    alone = small_project(tmp_path / "alone")
    build_project(alone)
    assert _bytes(folder / "maps" / "small") == _bytes(alone / "maps" / "small")


def test_a_figure_follows_its_merged_event_and_one_without_an_event_is_listed(
    tmp_path: Path, tables_only: None
) -> None:
    folder = small_project(tmp_path)
    events = "event_id,date,title\na,2024,Raid\nb,2024,The same raid\n"
    (folder / "data" / "events-0.csv").write_text(events, encoding="utf-8")
    figures = "figure_id,event_id,what,value_low\nf1,b,killed,2\nf2,nosuch,killed,3\n"
    (folder / "figures.csv").write_text(figures, encoding="utf-8")
    merge = "b,,merge,,a,told twice\n"
    (folder / "corrections.csv").write_text(CORRECTIONS + merge, encoding="utf-8")
    toml = (folder / "geotrack.toml").read_text("utf-8")
    toml = toml.replace("[focus]", 'figures = "figures.csv"\n[focus]')
    (folder / "geotrack.toml").write_text(toml, encoding="utf-8")
    tables = assemble(read_project(folder)).tables
    assert list(tables["figures"]["event_id"]) == ["a", "nosuch"]
    assert list(tables["rejects"]["value"]) == ["f2: nosuch"]


def test_how_tables_are_read_stands_in_geotrack_toml(tmp_path: Path, tables_only: None) -> None:
    folder = small_project(tmp_path)
    table = "Olaylar\nGün;Olay\n2024-01-02;Metina dağı\n"
    for path in (folder / "data").glob("*.csv"):
        path.write_bytes(table.encode("cp1254"))
    toml = folder / "geotrack.toml"
    plain = toml.read_text(encoding="utf-8") + '[columns]\n"Gün" = "date"\n'
    toml.write_text(plain, encoding="utf-8")
    guessed = build_project(folder).rejects["reason"].tolist()
    assert ["guess" in reason or "titles" in reason for reason in guessed] == [True, True]
    toml.write_text(f'{plain}[read]\nencoding = "cp1254"\nheader_row = 2\n', encoding="utf-8")
    report = build_project(folder, strict=True)
    assert (report.counts["events"], report.read_anew) == (1, 1)
    toml.write_text(f"{plain}[read]\nencodin = 1\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="did you mean 'encoding'"):
        build_project(folder)


def test_a_build_of_which_nothing_can_be_used_leaves_the_last_one(
    tmp_path: Path, tables_only: None
) -> None:
    folder = small_project(tmp_path)
    build_project(folder)
    before = _bytes(folder / "maps" / "small")
    (folder / "data" / "events-0.csv").write_text("date,title\nsoon,x\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 2, date: 'soon' is no date"):
        build_project(folder)
    assert _bytes(folder / "maps" / "small") == before
