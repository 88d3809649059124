"""geotrack: dated events and the reports that tell of them, on maps, timelines and slides.

The public names, loaded when first used:

>>> import geotrack
>>> geotrack.parse_edtf("2024-08").kind
'within'
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

_PUBLIC = {
    "BuildReport": "geotrack.pipeline",
    "Context": "geotrack.geocoding",
    "EventLayer": "geotrack.webmap.layer",
    "EventMap": "geotrack.webmap.inline",
    "GeotrackError": "geotrack.errors",
    "Presentation": "geotrack.schema",
    "assemble": "geotrack.assembly",
    "build_project": "geotrack.pipeline",
    "date_in_words": "geotrack.edtf",
    "extract": "geotrack.searching",
    "event_map": "geotrack.webmap.inline",
    "fold_name": "geotrack.gazetteer.names",
    "make_table": "geotrack.tables",
    "open_gazetteer": "geotrack.gazetteer.index",
    "parse_edtf": "geotrack.edtf",
    "rank_places": "geotrack.geocoding",
    "read_project": "geotrack.project",
    "to_geo": "geotrack.tables",
    "words": "geotrack.style",
}

__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604 - the keys are texts

try:
    __version__ = version("geotrack")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0"


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'geotrack' has no attribute {name!r}")
    # Not `from geotrack.x import name`: words, for one, is also the name of a folder.
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
