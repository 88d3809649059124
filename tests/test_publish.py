"""A person's own columns: kept with the project, published only where it says so."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from geotrack.assembly import assemble
from geotrack.errors import ProjectError
from geotrack.pipeline import build_project
from geotrack.project import read_project
from geotrack.tables import make_table, own_cells

TABLE = """date,title,place,Ward,Informant,Country code
2024-08-15,Strike,Zakho,=1+1,Nobody's business,IQ
2024-08-16,Talks,Erbil,3,Nobody's business,IQ
"""


def project(folder: Path, columns: str) -> Path:
    (folder / "events.csv").write_text(TABLE, encoding="utf-8")
    (folder / "geotrack.toml").write_text(
        f'name = "p"\n[inputs]\nevents = "events.csv"\n[columns]\n{columns}\n', encoding="utf-8"
    )
    return folder


def test_columns_are_kept_and_published_where_named(tmp_path: Path) -> None:
    build_project(project(tmp_path, 'publish = ["ward"]'))
    out = tmp_path / "maps" / "p"
    rows = list(csv.DictReader((out / "events.csv").read_text("utf-8").splitlines()))
    assert [row["ward"] for row in rows] == ["'=1+1", "3"]
    features = json.loads((out / "events.geojson").read_text("utf-8"))["features"]
    assert [f["properties"]["ward"] for f in features] == ["=1+1", "3"]
    assert not any("Informant" in row for row in rows)
    for path in out.iterdir():
        assert b"Nobody" not in path.read_bytes(), path.name


def test_every_column_is_in_the_projects_own_tables(tmp_path: Path) -> None:
    tables = assemble(read_project(project(tmp_path, "")), cached=False).tables
    extra = json.loads(tables["events"]["extra"][0])
    assert extra == {"Ward": "=1+1", "Informant": "Nobody's business", "Country code": "IQ"}


def test_a_name_that_no_table_has_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="names the column 'wards'; did you mean 'Ward'"):
        build_project(project(tmp_path, 'publish = ["wards"]'))
    with pytest.raises(ProjectError, match="must be a list"):
        read_project(project(tmp_path, "publish = 3"))


def test_a_header_called_publish_may_still_be_mapped(tmp_path: Path) -> None:
    found = read_project(project(tmp_path, 'publish = "notes"'))
    assert found.publish == ()
    assert found.settings.columns == {"publish": "notes"}


def test_a_name_that_an_output_has_already(tmp_path: Path) -> None:
    events = make_table("events", [{"event_id": "e1", "extra": '{"Role": "guard"}'}])
    assert own_cells(events, ["Role"]) == {"Role (own)": ["guard"]}
    assert own_cells(events, []) == {}
