"""What holds for every data format: same bytes, nothing private, losses told, read by others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from geotrack.cli import main
from geotrack.formats import Format, all_formats, function_of
from geotrack.losses import lost
from geotrack.schema import Presentation
from geotrack.tables import empty_tables, make_table
from tests.programs import is_there
from tests.projects import ROOT
from tests.samples import PRESENTATION, sample_tables
from tests.writers.made import FORMATS, NAMES, written

SCHEMAS = Path(__file__).parent / "schemas"
# What GDAL reads of ours; how many features it finds in the sample (17 rows of locations).
OGR = {"geojson": 17, "geojsonl": 17, "gpkg": 17, "flatgeobuf": 17, "kml": 17,
       "linked-places": 16, "sqlite": 17, "xlsx": 12, "csv": 12}  # fmt: skip
_LAYERS = {"gpkg": "locations", "sqlite": "event_locations", "xlsx": "events"}
_DRIVERS = {"linked-places": "GeoJSON:"}


def test_every_data_format_of_the_registry_is_tested_here() -> None:
    # Pictures, pages and lists beside the events; tiles have tests of their own.
    shown = {"map", "timeline", "png", "svg", "pdf", "postgis", "merges", "candidates", "pmtiles"}
    writers = {f.name for f in all_formats().values() if f.writer and "slides" not in f.writer}
    assert writers - shown == set(NAMES)


def test_another_process_on_another_day_writes_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for number, folder in enumerate(folders):
        folder.mkdir()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(number),
                       "TZ": ("UTC", "Asia/Tokyo")[number]}  # fmt: skip
        command = [sys.executable, "-m", "tests.writers.made", str(folder)]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    one, two = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
    assert set(one) == {f"events{f.suffix}" for f in FORMATS}
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_private_is_in_no_format(name: str, tmp_path: Path) -> None:
    tables = sample_tables()
    tables["events"]["origin"] = "PRIVATE-WORD"
    for column in ("author", "path", "text", "sha256"):
        tables["reports"][column] = "PRIVATE-WORD"
    assert b"PRIVATE-WORD" not in _unpacked(written(name, tmp_path, tables), name)


def _unpacked(path: Path, name: str) -> bytes:
    if name == "xlsx":
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(part) for part in archive.namelist())
    if name == "parquet":
        import pyarrow.parquet as pq

        schema = pq.read_schema(path)
        return str((pq.read_table(path).to_pylist(), schema.names, schema.metadata)).encode()
    return path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_tables_without_rows_make_a_whole_file(name: str, tmp_path: Path) -> None:
    tables = empty_tables()
    assert written(name, tmp_path, tables).exists()


# --- losses -----------------------------------------------------------------------------------


def test_a_loss_is_told_only_where_there_is_something_to_lose() -> None:
    csv = all_formats()["csv"]
    told = lost(csv.loses, [sample_tables()], PRESENTATION)
    assert "figures (2)" in told
    assert "the marking" in told
    assert lost(csv.loses, [empty_tables()], Presentation()) == []


def test_quotes_are_lost_only_where_several_tell_of_one_event() -> None:
    def told(*quotes: str) -> list[str]:
        accounts = [{"event_id": "e", "report_id": f"r{q}", "quote": q} for q in quotes]
        tables = empty_tables() | {"accounts": make_table("accounts", accounts)}
        return lost(all_formats()["geojson"].loses, [tables], Presentation())

    assert told("a", "", "a") == []
    assert told("a", "b") == ["which words are whose, where several reports tell of an event (1)"]


def test_published_columns_are_carried_or_said_to_be_lost(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["events"]["extra"] = '{"Ward": "OWN-WORD"}'
    shown = PRESENTATION._replace(publish=("Ward",))
    for format_ in FORMATS:
        if format_.name in ("locations", "rejects"):
            continue
        path = tmp_path / f"own{format_.suffix}"
        function_of(format_, to_write=True)(tables, path, shown)
        held = b"OWN-WORD" in _unpacked(path, format_.name)
        losses = [loss for loss in format_.loses if loss.what == "presentation.publish"]
        assert held or losses, format_.name
        assert not (held and any("in words" not in loss.words for loss in losses)), format_.name


@pytest.mark.parametrize("format_", [f for f in FORMATS if f.loses], ids=lambda f: f.name)
def test_every_loss_names_what_there_is(format_: Format) -> None:
    tables = empty_tables()
    for loss in format_.loses:
        name, _, column = loss.what.partition(".")
        if name == "presentation":
            assert column in Presentation._fields
        else:
            assert name in tables and (not column or column in tables[name].columns)


def test_the_command_line_names_what_a_format_does_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main_quietly(["formats", "timelinejs"])
    assert "does not hold: events without a date" in capsys.readouterr().out
    table = tmp_path / "in.csv"
    table.write_text("date,title,longitude,latitude\n,Undated,43.1,36.2\n2024,A,43.1,36.2\n")
    main_quietly(["render", str(table), "-o", str(tmp_path / "out.timelinejs.json")])
    told = capsys.readouterr().err
    assert "1 events without a date are left out" in told
    assert "out.timelinejs.json does not hold: " in told
    assert "; coordinates (2); " in told


def main_quietly(arguments: list[str]) -> None:
    try:
        main(arguments)
    except SystemExit as ending:
        assert ending.code in (0, None)


def test_a_marking_stands_in_every_format_that_does_not_say_it_cannot(tmp_path: Path) -> None:
    for format_ in FORMATS:
        if format_.name in ("locations", "rejects") or any(
            loss.what == "presentation.marking" for loss in format_.loses
        ):
            continue
        path = written(format_.name, tmp_path)
        assert b"TLP:CLEAR" in _unpacked(path, format_.name), format_.name


# --- other programs ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", OGR)
def test_gdal_finds_every_feature(name: str, tmp_path: Path) -> None:
    is_there("ogrinfo (GDAL)", shutil.which("ogrinfo"))
    path = written(name, tmp_path)
    command = ["ogrinfo", "-ro", "-so", "-al", _DRIVERS.get(name, "") + str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr and "Warning" not in done.stderr, done.stderr
    layers = done.stdout.split("Layer name: ")[1:]
    wanted = _LAYERS.get(name)
    counts = [
        int(layer.partition("Feature Count: ")[2].split()[0])
        for layer in layers
        if not wanted or layer.split()[0] == wanted
    ]
    assert sum(counts) == OGR[name]


@pytest.mark.parametrize("name", ["geojson", "timelinejs", "linked-places"])
def test_json_keeps_its_schema(name: str, tmp_path: Path) -> None:
    data = json.loads(written(name, tmp_path).read_text("utf-8"))
    _validator(name).validate(data)


def test_each_line_of_geojsonl_is_a_feature(tmp_path: Path) -> None:
    feature = _validator("geojson").evolve(schema=_schema("geojson")["$defs"]["feature"])
    lines = written("geojsonl", tmp_path).read_text("utf-8").splitlines()
    assert len(lines) == 17
    for line in lines:
        data = json.loads(line)
        assert data["marking"] == "TLP:CLEAR"
        feature.validate(data)


def _schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    return found


def _validator(name: str) -> Any:
    schema = _schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("geojson", lambda d: d["features"][0]["geometry"].update(coordinates=[200, 36])),
        ("geojson", lambda d: d["features"][0].pop("properties")),
        ("timelinejs", lambda d: d["events"][0].pop("start_date")),
        ("timelinejs", lambda d: d["events"][0]["text"].update(headline="<script>")),
        ("linked-places", lambda d: d["features"][0].pop("names")),
        ("linked-places", lambda d: d["features"][0]["when"].update(timespans=[])),
    ],
)
def test_the_schemas_refuse_what_is_wrong(name: str, spoil: Any, tmp_path: Path) -> None:
    data = json.loads(written(name, tmp_path).read_text("utf-8"))
    spoil(data)
    with pytest.raises(jsonschema.ValidationError):
        _validator(name).validate(data)


def test_rejects_and_figures_of_nobody_are_no_obstacle(tmp_path: Path) -> None:
    tables = sample_tables()
    tables["figures"] = make_table("figures", [{"figure_id": "f", "event_id": "gone"}])
    for name in ("xlsx", "gpkg", "sqlite", "markdown"):
        assert written(name, tmp_path, tables).stat().st_size > 0
