"""The built wheel, installed alone into a bare environment, runs the whole example."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.projects import ROOT

KEPT = ("events.csv", "locations.csv", "events.geojson")


def _run(*command: object, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GEOTRACK"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_alone_runs_the_whole_example(tmp_path: Path) -> None:
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    pins = ("-c", ROOT / "constraints.txt")
    _run(sys.executable, *pip, "wheel", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("geotrack-*.whl")
    venv.create(tmp_path / "bare", with_pip=True)
    scripts = tmp_path / "bare" / ("Scripts" if sys.platform == "win32" else "bin")
    _run(scripts / "python", *pip, "install", *pins, wheel, cwd=tmp_path)
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ROOT / "geotrack.toml", project)
    shutil.copytree(ROOT / "data", project / "data")
    printed = _run(scripts / "geotrack", "build", cwd=project)
    out = project / "maps" / "northern-iraq"
    assert printed.rstrip().endswith(os.path.join("maps", "northern-iraq", "map.html"))
    assert (out / "map.html").stat().st_size > 500_000
    assert (out / "briefing.pptx").is_file()
    for name in KEPT:
        kept = ROOT / "maps" / "northern-iraq" / name
        assert (out / name).read_bytes() == kept.read_bytes(), name
    where = _run(scripts / "python", "-c", "import geotrack; print(geotrack.__file__)", cwd=project)
    assert where.startswith(str(tmp_path))
