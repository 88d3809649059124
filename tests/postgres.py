"""A PostgreSQL of the tests' own with PostGIS: on a unix socket in a temporary folder, no network.

Run as root it is owned by the user `postgres`, for PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.programs import is_there

_OWNER = "postgres"


def server_programs() -> Path | None:
    """The folder of the newest PostgreSQL that has PostGIS, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/lib/postgis-3.so"), key=_version)
    return found[-1].parents[1] / "bin" if found else None


def _version(path: Path) -> int:
    return int(path.parts[4])


@contextmanager
def server() -> Iterator[str]:
    """The address of a database `events` with PostGIS; gone afterwards."""
    programs = server_programs()
    is_there("PostgreSQL with PostGIS", programs)
    assert programs is not None
    # A socket's path may have 107 bytes: pytest's own folders are too deep, and root's alone.
    folder = Path(tempfile.mkdtemp(prefix="gt-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _OWNER)
        data, log = folder / "data", folder / "log"
        _run(programs / "initdb", "-D", data, "-A", "trust", "-U", "ann", "-E", "UTF8",
             "--locale=C", "--no-sync")  # fmt: skip
        options = f"-c listen_addresses='' -k {folder} -F -c max_connections=20"
        _run(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")
        try:
            _run(programs / "createdb", "-h", folder, "-U", "ann", "events")
            yield f"postgresql://ann@{quote(str(folder), safe='')}/events"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: object) -> None:
    command = [str(program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={_OWNER}", f"--regid={_OWNER}", "--init-groups", *command]
    environment = {**os.environ, "HOME": "/tmp", "LC_ALL": "C"}  # noqa: S108 - nothing is put there
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False,
                          cwd="/", stdin=subprocess.DEVNULL)  # fmt: skip
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
