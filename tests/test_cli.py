"""The command line as people use it: what it prints, its exit codes, its plain messages."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geotrack.cli import VERBS, main
from tests.projects import ROOT, small_project


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run `geotrack` with arguments: (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(a) for a in arguments])
        except SystemExit as ending:
            code = int(ending.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def _table(folder: Path, text: str, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_verb_has_help_that_says_what_it_does(run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for verb, meaning in VERBS.items():
        assert meaning in out
        code, told, _ = run(verb, "--help")
        assert code == 0
        assert "Usage:" in told


def test_a_table_that_yields_nothing_names_the_columns_nobody_read(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "Incident Date,Spot,Blurb\n2024-08-15,Zakho,A strike\n")
    code, _, told = run("render", table, "-o", tmp_path / "a.csv")
    assert code != 0
    assert "no column of ours was seen in 'Spot', 'Blurb'" in told


def test_help_loads_neither_pandas_nor_folium() -> None:
    code = (
        "import sys\nfrom geotrack.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'folium', 'geopandas', 'matplotlib', 'pptx'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def test_a_look_up_starts_without_pandas() -> None:
    code = (
        "import sys\nfrom geotrack.cli import main\nmain(['places', 'find', 'Zakho'])\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def test_build_prints_what_it_read_placed_left_out_and_wrote(run, tmp_path: Path) -> None:
    folder = small_project(tmp_path / "p")
    code, out, err = run("build", folder)
    assert code == 0
    assert "Read     1 table: 3 events from 2 reports" in out
    assert "Placed   2 events on the map, at 3 locations" in out
    assert "Not placed  1 event" in out
    assert "data/events-0.csv row 5, date (32/13/2023)" in err
    assert out.rstrip().splitlines()[-1].endswith(os.path.join("maps", "small", "map.html"))
    code, out, _ = run("build", folder)
    assert code == 0
    assert "Nothing has changed" in out


def test_strict_exits_with_one_and_says_which_row(run, tmp_path: Path) -> None:
    code, _, err = run("build", small_project(tmp_path / "p"), "--strict")
    assert code == 1
    assert "row 5" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "no/such/folder"),
        ("check", "no-such-table.csv"),
        ("render", "no-such-table.csv", "-o", "x.html"),
        ("render", "no-such-table.csv", "-o", "x.docx"),
        ("geocode", "no-such-table.csv", "-o", "x.csv"),
        ("formats", "nosuch"),
        ("places", "find", "Zakho", "--places", "no-such.csv"),
        ("build", "--nosuch"),
        ("nosuch",),
    ],
)
def test_mistakes_are_one_plain_message_and_exit_two(run, arguments, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert code == 2
    assert err.strip()
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_check_lists_every_fault_with_row_and_column(run, tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "date,title,place,lat,lon,deaths\n"
        "03/04/2024,Ambiguous,Zakho,,,\n"
        "2024-05-05,Swapped,,43.4,137.1,\n"
        "2024-05-06,Odd count,Zakho,,,many\n"
        "2024-05-07,Fine,Zakho,,,3\n",
    )
    code, out, err = run("check", table)
    assert code == 1
    assert "row 2, date (03/04/2024)" in err
    assert "2024-04-03 (day first) or 2024-03-04 (month first)" in err
    assert "row 4, fatalities (many)" in err
    code, _, err = run("check", table, "--date-order", "dmy")
    assert "row 2" not in err


def test_check_of_a_good_table_exits_zero(run, tmp_path: Path) -> None:
    code, out, _ = run("check", _table(tmp_path, "date,title\n2024-05-07,Fine\n"))
    told = (
        "events.csv: columns read: date, title\n"
        "Beware   events.csv: no column was read as a place, so its events are without a place; "
        "if one is, name it under [columns] of geotrack.toml\n"
        "No fault found in 1 event.\n"
    )
    assert (code, out) == (0, told)


def test_check_says_what_each_header_was_read_as(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "Tarih,Olay,secret,tür\n2024-05-07,Fine,x,y\n")
    _, out, _ = run("check", table)
    assert out.splitlines()[0] == (
        "events.csv: columns read: Tarih as date, Olay as title, tür as event_type; "
        "kept private: secret"
    )


def test_how_a_table_is_read_can_be_said(run, tmp_path: Path) -> None:
    table = tmp_path / "events.csv"
    table.write_bytes("x,y\ndate,title\n2024,Dağ\n".encode("cp1254"))
    code, _, err = run("check", table)
    assert code == 1
    assert "read as windows-1254, a guess" in err
    said = ("--read", "encoding=cp1254", "--read", "header_row=2")
    assert run("check", table, *said)[0] == 0
    code, _, err = run("check", table, "--read", "sheet=x")
    assert code == 2
    assert "csv has no option 'sheet'" in err
    assert run("check", tmp_path, "--read", "sheet=x")[0] == 2
    assert run("render", table, *said, "-o", tmp_path / "a.geojson")[0] == 0
    assert "Dağ" in (tmp_path / "a.geojson").read_text("utf-8")


def test_a_dataset_is_named(run, tmp_path: Path) -> None:
    rows = (
        "id,type_of_violence,side_a,where_coordinates,date_start,best\n1,3,A,Zakho,2024-08-15,2\n"
    )
    table = _table(tmp_path, rows)
    code, out, _ = run("check", table, "--input-format", "ucdp", "--read", "separator=comma")
    assert code == 2
    more = "adm_1,adm_2,country,latitude,longitude,where_prec,date_prec,side_b"
    table = _table(tmp_path, rows.replace("best", f"best,{more}", 1))
    code, out, _ = run("check", table, "--input-format", "ucdp", "--read", "separator=comma")
    assert code == 0
    assert "type_of_violence as event_type" in out
    assert run("check", table, "--input-format", "ucpd")[0] == 2


def test_ignored_headers_are_named_on_the_terminal_only(run, tmp_path: Path) -> None:
    folder = small_project(tmp_path / "p", 6)
    for path in (folder / "data").glob("events-*.csv"):
        first, rest = path.read_text("utf-8").split("\n", 1)
        path.write_text(f"{first},informant\n{rest}", "utf-8")
    _, out, _ = run("build", folder)
    assert "Private  data/events-0.csv: secret, informant\n" in out
    assert out.count("Private ") == 3
    assert "and columns of 3 more files" in out
    manifest = (folder / "maps" / "small" / "manifest.json").read_text("utf-8")
    assert "informant" not in manifest
    assert json.loads(manifest)["columns"]["data/events-1.csv"] == {
        "read": {"date": "date", "title": "title", "place": "places"},
        "ignored": 1,
    }


def test_a_table_of_which_nothing_can_be_used_is_an_error(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "date,title\nsoon,x\nnever,y\n")
    code, _, err = run("render", table, "-o", tmp_path / "a.html")
    assert code == 2
    assert "no row of the event tables can be used" in err
    assert "events.csv row 2, date: 'soon' is no date" in err
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]
    assert run("check", table)[0] == 1


def test_check_of_the_example_finds_no_fault(run) -> None:
    code, out, err = run("check", ROOT)
    assert code == 0, err
    assert "\nNo fault found in " in out


def test_geocode_adds_coordinates_and_reasons_and_keeps_the_columns(run, tmp_path: Path) -> None:
    table = _table(
        tmp_path, "Where,remark\nZaxo,a\nMetina; Nowhereville,b\n,c\n", name="places.csv"
    )
    out_path = tmp_path / "out.csv"
    code, out, _ = run("geocode", table, "-o", out_path, "--country", "IQ")
    assert code == 0
    assert "3 place names, 2 placed" in out
    rows = list(csv.DictReader(out_path.read_text("utf-8").splitlines()))
    assert [r["remark"] for r in rows] == ["a", "b", "b", "c"]
    assert rows[0]["place_id"] == "gn:89570"
    assert rows[2]["longitude"] == ""
    assert rows[2]["reason"] == "not in the gazetteer"
    assert rows[3]["reason"] == "no place is named"


def test_geocode_wants_a_column_it_knows(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "date,ort\n2024,Zakho\n")
    code, _, err = run("geocode", table, "-o", tmp_path / "o.csv")
    assert code == 2
    assert "--column" in err
    code, _, _ = run("geocode", table, "-o", tmp_path / "o.csv", "--column", "ort")
    assert code == 0


def test_render_writes_each_output_and_the_rejects_beside(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "date,title,place\n2024-05-07,Fine,Zakho\n99/99/2024,Bad,Zakho\n")
    code, out, err = run(
        "render", table, "-o", tmp_path / "m.geojson", "-o", tmp_path / "m.csv", "--country", "IQ"
    )
    assert code == 0
    assert "1 event: 1 on the map, 0 not; 1 rejected" in out
    assert "row 3, date" in err
    features = json.loads((tmp_path / "m.geojson").read_text("utf-8"))["features"]
    longitude, latitude = features[0]["geometry"]["coordinates"]
    assert (round(longitude, 2), round(latitude, 2)) == (42.69, 37.15)
    assert (tmp_path / "m.geojson.rejects.csv").is_file()


def test_render_tells_of_a_table_without_places(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "date,title\n2024-05-07,Fine\n")
    _, out, err = run("render", table, "-o", tmp_path / "o.geojson")
    assert "no column was read as a place" in out + err


def test_render_reads_back_the_geojson_of_a_build(run, tmp_path: Path) -> None:
    source = ROOT / "maps" / "northern-iraq" / "events.geojson"
    code, out, err = run("render", source, "-o", tmp_path / "again.csv")
    assert code == 0, err
    again = list(csv.DictReader((tmp_path / "again.csv").read_text("utf-8").splitlines()))
    first = list(csv.DictReader((source.parent / "events.csv").read_text("utf-8").splitlines()))
    assert {r["event_id"]: r["date"] for r in again} == {r["event_id"]: r["date"] for r in first}


def test_init_from_a_spreadsheet_is_ready_to_build(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "date,title,place\n2024-05-07,Fine,Zakho\n", name="mine.csv")
    folder = tmp_path / "project"
    code, out, _ = run("init", folder, "--from", table, "--country", "IQ", "--title", "Mine")
    assert code == 0
    assert "geotrack build" in out
    assert run("check", folder)[0] == 0
    code, _, err = run("init", folder, "--from", table)
    assert code == 2
    assert "is there already" in err


def test_init_of_a_table_that_tells_nothing_leaves_nothing_behind(run, tmp_path: Path) -> None:
    table = _table(tmp_path, "a,b\n1,2\n")
    code, _, err = run("init", tmp_path / "project", "--from", table)
    assert code == 2
    assert "tells of events" in err
    assert not (tmp_path / "project").exists()


def test_an_empty_project_says_what_to_do_next(run, tmp_path: Path) -> None:
    assert run("init", tmp_path / "p")[0] == 0
    code, _, err = run("build", tmp_path / "p")
    assert code == 2
    assert "data/events.csv has a header but no rows" in err


def test_places_find_shows_kind_parents_source_and_runners_up(run) -> None:
    code, out, _ = run("places", "find", "Mergasur", "--country", "IQ")
    assert code == 0
    assert "Mergasur (town)" in out
    assert "km from the first" in out
    assert "source:" in out
    assert run("places", "find", "Xyzzyplugh")[0] == 1


def test_places_stats_counts(run) -> None:
    code, out, _ = run("places", "stats")
    assert code == 0
    assert "places" in out


def test_formats_lists_all_and_the_options_of_one(run) -> None:
    code, out, _ = run("formats")
    assert code == 0
    assert all(word in out for word in ("geojson", "briefing", "xlsx"))
    assert "encoding" in run("formats", "csv")[1]


def test_a_fault_of_ours_is_no_traceback(run, monkeypatch, tmp_path: Path) -> None:
    from geotrack import pipeline

    def broken(*_a: object, **_k: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr(pipeline, "build_project", broken)
    code, _, err = run("build", tmp_path)
    assert code == 2
    assert "this should not happen (ZeroDivisionError: x)" in err


def test_a_label_without_room_is_named_once_on_stderr(tmp_path: Path, run) -> None:
    """A hundred towns within a few kilometres: not every name can stand on the map."""
    rows = [
        f"2024-01-01,Event {i},Camp {i},{43 + i % 10 / 50},{37 + i // 10 / 50}" for i in range(100)
    ]
    table = _table(tmp_path, "date,title,place,lon,lat\n" + "\n".join(rows) + "\n")
    code, out, err = run("render", table, "-o", tmp_path / "a.png", "-o", tmp_path / "b.png")
    assert code == 0
    notes = [line for line in err.splitlines() if line.startswith("note: labels dropped")]
    assert len(notes) == len(set(notes))
    assert sum("Camp " in note for note in notes) == 1
    assert "note:" not in out
