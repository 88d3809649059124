"""The front end as the package's build made it: our code, and Leaflet in the page's bundle."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from geotrack.errors import OutputError

BUILT = Path(__file__).parent.parent / "_built"


@cache
def asset(name: str) -> str:
    """The text of a built file: webmap.js, webmap.css, layer.js or layer.css.

    Raises OutputError where the package was not built.
    """
    path = BUILT / name
    if not path.is_file():
        raise OutputError(
            f"{name} is missing from the installed geotrack; install it anew, "
            "or run `npm ci && npm run build` in frontend/"
        )
    return path.read_text(encoding="utf-8")
