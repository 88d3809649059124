"""What all tests share: hypothesis' profile, builds of tables only and one real Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.projects import TABLES_ONLY

# Derandomized: CI fails for what a change did, not for the luck of a draw.
settings.register_profile("geotrack", deadline=None, derandomize=True)
settings.load_profile("geotrack")

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def tables_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds write tables alone."""
    from geotrack import pipeline

    monkeypatch.setattr(pipeline, "BUILD_OUTPUTS", TABLES_ONLY)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium: GEOTRACK_CHROMIUM, else the system's, else Playwright's own."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    path = os.environ.get("GEOTRACK_CHROMIUM") or found
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield chromium
        chromium.close()
