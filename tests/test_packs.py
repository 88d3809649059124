"""Packs in geotrack.toml: read, checked, replaced in one step; another's gazetteer instead."""

from __future__ import annotations

import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from geotrack.additions import import_places
from geotrack.errors import GazetteerError, InputError, ProjectError
from geotrack.gazetteer.index import Index, open_gazetteer
from geotrack.gazetteer.packs import known_digest
from geotrack.manifest import build_key
from geotrack.pipeline import build_project
from geotrack.project import project_gazetteer, read_project
from tests.projects import ROOT, small_project

HEADER = "id,name,lon,lat,kind,country\n"
HIROR = "7,Hiror,43.2,37.2,village,IQ\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def table(folder: Path, text: str = HIROR, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def packs_in(project: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads((project / "geotrack.toml").read_text("utf-8"))[
        "inputs"
    ]["packs"]
    return found


# --- geotrack.toml ------------------------------------------------------------------------


def test_an_import_is_named_in_geotrack_toml_and_nothing_else_changes(project: Path) -> None:
    file = project / "geotrack.toml"
    old = file.read_text("utf-8").replace("[inputs]", "# what goes in\n[inputs]  # here")
    file.write_text(old, encoding="utf-8")
    done = import_places([table(project.parent)], project)
    new = file.read_text("utf-8")
    assert [line for line in old.splitlines() if line not in new.splitlines()] == []
    assert [line[1:] for line in done.changes] == [
        line for line in new.splitlines() if line not in old.splitlines()
    ]
    assert packs_in(project) == [
        {"name": "own", "path": f"data/gazetteer/{done.pack.path.name}", "sha256": done.pack.sha256}
    ]
    assert read_project(project).packs == (done.pack,)


def test_a_second_import_takes_the_first_ones_place(project: Path) -> None:
    first = import_places([table(project.parent)], project)
    other = import_places([table(project.parent)], project, "other")
    second = import_places([table(project.parent, "8,Benavi,43.3,37.3,,IQ\n")], project)
    assert [pack["name"] for pack in packs_in(project)] == ["own", "other"]
    assert not first.pack.path.exists()
    assert read_project(project).packs == (second.pack, other.pack)
    again = import_places([table(project.parent, "8,Benavi,43.3,37.3,,IQ\n")], project)
    assert (again.pack, again.changes) == (second.pack, [])


def test_line_ends_and_tables_of_packs_stay_as_they_are(project: Path) -> None:
    file = project / "geotrack.toml"
    text = file.read_text("utf-8").replace("\n", "\r\n")
    file.write_bytes(text.encode())
    import_places([table(project.parent)], project)
    data = file.read_bytes()
    assert data.count(b"\r\n") >= text.count("\r\n")
    entry = packs_in(project)[0]
    file.write_text(
        small_toml() + "\n[[inputs.packs]]\n" + "".join(f'{k} = "{v}"\n' for k, v in entry.items()),
        encoding="utf-8",
    )
    import_places([table(project.parent)], project, "other")
    assert [pack["name"] for pack in packs_in(project)] == ["own", "other"]
    assert file.read_text("utf-8").count("[[inputs.packs]]") == 2


def small_toml() -> str:
    from tests.projects import TOML

    head, _, focus = TOML.partition("[focus]")
    return f"[focus]{focus}\n{head[head.index('[inputs]') :]}"


def test_without_a_project_nothing_is_imported(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"no geotrack\.toml in .* or above it"):
        import_places([table(tmp_path)], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.csv"]


def test_a_project_is_found_from_below(project: Path) -> None:
    done = import_places([table(project.parent)], project / "data")
    assert done.project == project.resolve()


@pytest.mark.parametrize("name", ["../up", "A B", "", "x" * 70])
def test_the_name_of_a_pack_is_plain(name: str, project: Path) -> None:
    file = table(project.parent, name="---.csv")
    with pytest.raises(InputError, match="cannot be the name of a pack"):
        import_places([file], project, name)


# --- what is checked ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('"own.sqlite"', "must be {"),
        ('{ path = "x.sqlite" }', "has no sha256"),
        ('{ path = "x.sqlite", sha256 = "0", size = 3 }', "unknown key 'size'"),
        ('{ path = "x.sqlite", sha256 = "0" }', "names 'x.sqlite', but there is no such file"),
    ],
)
def test_an_entry_that_is_wrong(entry: str, told: str, project: Path) -> None:
    file = project / "geotrack.toml"
    text = file.read_text("utf-8").replace("[focus]", f"packs = [{entry}]\n\n[focus]")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        read_project(project)
    assert told in str(caught.value)
    assert "geotrack.toml: inputs.packs" in str(caught.value)


def test_a_pack_that_changed_is_refused_until_it_is_imported_again(project: Path) -> None:
    done = import_places([table(project.parent)], project)
    with done.pack.path.open("ab") as file:
        file.write(b"\x00" * 4096)
    with pytest.raises(ProjectError, match=r"not the one that was imported; run `geotrack places"):
        read_project(project)
    import_places([table(project.parent)], project)
    assert read_project(project).packs == (done.pack,)


def test_a_pack_of_another_version_is_refused(project: Path) -> None:
    import sqlite3

    done = import_places([table(project.parent)], project)
    database = sqlite3.connect(done.pack.path)
    database.execute("PRAGMA user_version = 1")
    database.close()
    with pytest.raises(ProjectError, match=r"inputs\.packs names .* has version 1, this geotrack"):
        read_project(project)


def test_a_pack_whose_names_were_folded_otherwise_is_refused(project: Path) -> None:
    import sqlite3

    done = import_places([table(project.parent)], project)
    database = sqlite3.connect(done.pack.path)
    database.execute("UPDATE facts SET value = 'other' WHERE name = 'folding'")
    database.commit()
    database.close()
    with pytest.raises(ProjectError, match=r"files names otherwise; run `geotrack places import`"):
        read_project(project)


def test_a_pack_is_read_for_its_sum_only_when_it_changed(project: Path) -> None:
    done = import_places([table(project.parent)], project)
    memory = project / ".geotrack" / "packs.json"
    told = json.loads(memory.read_text("utf-8"))
    told[done.pack.path.name]["sha256"] = "remembered"
    memory.write_text(json.dumps(told), encoding="utf-8")
    assert known_digest(done.pack.path, project / ".geotrack") == "remembered"
    os.utime(done.pack.path)
    assert known_digest(done.pack.path, project / ".geotrack") == done.pack.sha256
    memory.write_text("[broken", encoding="utf-8")
    assert known_digest(done.pack.path, project / ".geotrack") == done.pack.sha256


# --- what a build makes of them -----------------------------------------------------------


def test_a_pack_comes_behind_the_curated_places_and_before_the_world(project: Path) -> None:
    import_places(
        [table(project.parent, "gn:89570,Zakho of the pack,42.7,37.2,town,IQ\n")], project
    )
    with project_gazetteer(read_project(project)) as gazetteer:
        assert isinstance(gazetteer, Index)
        # The world has this place from its curated list: that record stays, found by both names.
        (found,) = gazetteer.look_up("zakho of the pack")
        assert (found.name, found.curated) == ("Zakho", True)
    import_places(
        [table(project.parent, "gn:745044,Istanbul of the pack,29,41,city,TR\n")], project
    )
    told = read_project(project)
    with project_gazetteer(told) as gazetteer:
        (found,) = gazetteer.look_up("istanbul of the pack")
        assert found.name == "Istanbul of the pack"
        assert found in gazetteer.look_up("istanbul")
    places = project / "places.csv"
    places.write_text(
        "place_id,name,kind,longitude,latitude\ngn:745044,Ours,city,28.9,41.1\n", encoding="utf-8"
    )
    with project_gazetteer(told._replace(places=(places,))) as gazetteer:
        (found,) = gazetteer.look_up("istanbul of the pack")
        assert found.name == "Ours"


def test_a_build_is_made_anew_when_a_pack_changes(project: Path) -> None:
    keys = {build_key(read_project(project))}
    import_places([table(project.parent)], project)
    keys.add(build_key(read_project(project)))
    import_places([table(project.parent, "8,Benavi,43.3,37.3,,IQ\n")], project)
    told = read_project(project)
    keys.add(build_key(told))
    assert len(keys) == 3
    events = project / "data" / "events-1.csv"
    events.write_text("date,title,place\n2024-01-01,In Benavi,Benavi\n", encoding="utf-8")
    report = build_project(project)
    manifest = json.loads((report.folder / "manifest.json").read_text("utf-8"))
    pack = told.packs[0]
    assert manifest["inputs"][f"data/gazetteer/{pack.path.name}"] == {"sha256": pack.sha256}
    assert "own:8" in (report.folder / "locations.csv").read_text("utf-8")


# --- interrupted --------------------------------------------------------------------------


def test_an_import_that_is_killed_leaves_the_old_pack(project: Path) -> None:
    old = import_places([table(project.parent)], project)
    rows = "".join(f"{i},Place {i},{1 + i % 170},{i % 80},village,IQ\n" for i in range(1, 40_000))
    large = table(project.parent, rows, "large.csv")
    command = [sys.executable, "-m", "geotrack", "places", "import", str(large), "--name", "own",
               "--to", str(project)]  # fmt: skip
    for delay in (0.5, 1.0, 1.5, 2.0):
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        (pack,) = read_project(project).packs
        if pack == old.pack:
            open_gazetteer([], [pack.path]).databases[0].close()
    new = import_places([large], project, "own")
    assert new.made.places == 39_999
    left = {path.name for path in (project / "data" / "gazetteer").iterdir()}
    assert left == {new.pack.path.name}


# --- another's gazetteer ------------------------------------------------------------------


class Elsewhere:
    """A gazetteer that knows no place, as a plug-in would make one."""

    def __init__(self, curated: Sequence[Path], packs: Sequence[Path]) -> None:
        self.closed = False

    def look_up(self, folded: str) -> list[object]:
        return []

    def marks_of(self, folded: str) -> dict[str, str]:
        return {}

    def known_keys(self, keys: Sequence[str]) -> list[str]:
        return []

    def find_place(self, place_id: str) -> None:
        return None

    def names_of(self, place_id: str) -> list[object]:
        return []

    def largest_settlements(self, bounds: object, most: int) -> list[object]:
        return []

    def close(self) -> None:
        self.closed = True


class Unhashable(Elsewhere):
    __hash__ = None  # type: ignore[assignment]


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plug-ins as if they were installed."""

    def missing() -> None:
        raise ImportError("no module named elsewhere")

    def entry(name: str, load: object) -> SimpleNamespace:
        dist = SimpleNamespace(name="elsewhere", version="1.2")
        return SimpleNamespace(name=name, value=f"elsewhere:{name}", load=load, dist=dist)

    found = [
        entry("elsewhere", lambda: Elsewhere),
        entry("missing", missing),
        entry("number", lambda: 7),
        entry("half", lambda: lambda curated, packs: object()),
        entry("unhashable", lambda: Unhashable),
    ]
    real = importlib.metadata.entry_points
    monkeypatch.setattr(
        importlib.metadata,
        "entry_points",
        lambda **told: found if told.get("group") == "geotrack.gazetteers" else real(**told),
    )


def with_plugin(project: Path, name: str) -> Path:
    file = project / "geotrack.toml"
    file.write_text(small_toml() + f'\n[geocoding]\ngazetteer = "{name}"\n', encoding="utf-8")
    return project


def test_a_plug_in_answers_in_place_of_ours(project: Path, plugins: None) -> None:
    before = build_key(read_project(project))
    told = read_project(with_plugin(project, "elsewhere"))
    with project_gazetteer(told) as gazetteer:
        assert isinstance(gazetteer, Elsewhere)
        assert gazetteer.look_up("zakho") == []
    assert gazetteer.closed
    assert build_key(told) != before


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("elsewher", "did you mean 'elsewhere'"),
        ("missing", "cannot be loaded: no module named elsewhere"),
        ("number", "is no function"),
        ("half", "answers no look_up"),
        ("unhashable", "without a hash"),
    ],
)
def test_a_plug_in_that_is_none(name: str, told: str, project: Path, plugins: None) -> None:
    project_ = read_project(with_plugin(project, name))
    with pytest.raises(GazetteerError, match=told), project_gazetteer(project_):
        pass
