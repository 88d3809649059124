"""Programs that tests drive from outside: skipped where absent, but never in CI."""

from __future__ import annotations

import os

import pytest


def is_there(name: str, found: object) -> None:
    """Skip the test where a program is absent; GEOTRACK_ALL_TESTS=1 makes that a failure."""
    if found:
        return
    told = f"{name} is not installed: python scripts/install_programs.py"
    if os.environ.get("GEOTRACK_ALL_TESTS"):
        pytest.fail(told)
    pytest.skip(told)
