"""Install what the tests drive from outside Python: Chromium, and LibreOffice with pdftoppm.

As root on Debian or Ubuntu from their packages; elsewhere Playwright downloads a Chromium of
its own, and tests that need LibreOffice say that they are skipped. What is there is kept.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_PACKAGES = {
    "chromium": "chromium",
    "loimpress": "libreoffice-impress",
    "lowriter": "libreoffice-writer",
    "pdftoppm": "poppler-utils",
}
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def missing_packages() -> list[str]:
    """The Debian packages of the programs that are not on this machine."""
    found = {program for program in _PACKAGES if shutil.which(program)}
    if any(shutil.which(name) for name in _CHROMIUMS) or os.environ.get("GEOTRACK_CHROMIUM"):
        found.add("chromium")
    return [package for program, package in _PACKAGES.items() if program not in found]


def main() -> int:
    """Install what is missing; the exit code of what failed."""
    packages = missing_packages()
    if not packages:
        return 0
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends"]):
            command = ["apt-get", *arguments, *(packages if "install" in arguments else [])]
            code = subprocess.run(command, env=environment, check=False).returncode
            if code:
                return code
        return 0
    if "chromium" in packages:
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        return subprocess.run(command, check=False).returncode
    print(f"not installed, tests that need them are skipped: {', '.join(packages)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
