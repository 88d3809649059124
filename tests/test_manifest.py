"""The manifest of a build: what it tells, in which form."""

from __future__ import annotations

import json
from pathlib import Path

from geotrack.manifest import MANIFEST
from geotrack.pipeline import build_project
from tests.projects import ROOT, small_project


def test_manifest_tells_inputs_versions_counts_and_what_was_left_out(
    tmp_path: Path, tables_only: None
) -> None:
    build_project(small_project(tmp_path))
    manifest = json.loads((tmp_path / "maps" / "small" / MANIFEST).read_text("utf-8"))
    assert set(manifest["inputs"]) == {"data/events-0.csv", "corrections.csv"}
    assert manifest["counts"]["rejects"] == len(manifest["rejects"]) == 1
    assert [row["reason"] for row in manifest["off_map"]] == ["no place is named"]
    assert manifest["as_of"] == "2024-12-31"
    assert str(tmp_path) not in json.dumps(manifest)


def test_the_manifest_keeps_its_schema(tmp_path: Path, tables_only: None) -> None:
    import jsonschema

    schema = json.loads((ROOT / "tests/writers/schemas/manifest.schema.json").read_text("utf-8"))
    build_project(small_project(tmp_path))
    manifest = json.loads((tmp_path / "maps" / "small" / MANIFEST).read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(manifest)
    assert manifest["not_written"] == {}
