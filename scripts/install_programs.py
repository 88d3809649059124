"""Install what the tests drive from outside: Chromium, LibreOffice, GDAL, PostGIS, QGIS.

As root on Debian or Ubuntu from their packages; elsewhere Playwright downloads a Chromium of
its own, and tests that need the others say that they are skipped. What is there is kept.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

_PACKAGES = {
    "chromium": "chromium",
    "loimpress": "libreoffice-impress",
    "lowriter": "libreoffice-writer",
    "pdftoppm": "poppler-utils",
    "ogrinfo": "gdal-bin",
}
# Of PostgreSQL the version that comes with the system, for each has its own PostGIS.
_POSTGIS = re.compile(r"^(postgresql-(\d+)-postgis-3) ", re.MULTILINE)
# QGIS is built for the system's Python, never for ours.
_SYSTEM_PYTHON = Path("/usr/bin/python3")
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def missing_packages() -> list[str]:
    """The Debian packages of the programs that are not on this machine."""
    found = {program for program in _PACKAGES if shutil.which(program)}
    if any(shutil.which(name) for name in _CHROMIUMS) or os.environ.get("GEOTRACK_CHROMIUM"):
        found.add("chromium")
    return [package for program, package in _PACKAGES.items() if program not in found]


def missing_postgis() -> list[str]:
    """PostGIS with its PostgreSQL, where neither is there and Debian's packages have it."""
    if any(Path("/usr/lib/postgresql").glob("*/lib/postgis-3.so")):
        return []
    listed = subprocess.run(
        ["apt-cache", "search", "--names-only", "^postgresql-[0-9]+-postgis-3$"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    found = sorted(_POSTGIS.findall(listed), key=lambda pair: int(pair[1]))
    return [name for name, _ in found[-1:]]


def missing_qgis() -> list[str]:
    """The package of QGIS's own Python, where it cannot be imported."""
    if not _SYSTEM_PYTHON.is_file():
        return ["python3-qgis"]
    asked = [str(_SYSTEM_PYTHON), "-c", "import qgis.core"]
    done = subprocess.run(asked, capture_output=True, check=False)
    return ["python3-qgis"] if done.returncode else []


def main() -> int:
    """Install what is missing; the exit code of what failed."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        return _install()
    packages = missing_packages()
    if not packages:
        return 0
    if "chromium" in packages:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        return subprocess.run(command, check=False).returncode
    print(f"not installed, tests that need them are skipped: {', '.join(packages)}")
    return 0


def _install() -> int:
    """What is missing, from Debian's packages; their lists are fetched only if anything is."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    postgis = any(Path("/usr/lib/postgresql").glob("*/lib/postgis-3.so"))
    if postgis and not missing_packages() and not missing_qgis():
        return 0
    code = subprocess.run(["apt-get", "update", "-q"], env=environment, check=False).returncode
    packages = [*missing_packages(), *missing_postgis(), *missing_qgis()]
    if code or not packages:
        return code
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
