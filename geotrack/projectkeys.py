"""What geotrack.toml may hold: its keys with their types and meanings, and the file read so far.

What the values mean is for `project` to say.
"""

from __future__ import annotations

import difflib
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "geotrack.toml"

# Every key geotrack.toml may hold, with its type; docs/formats.md is checked against this.
KEYS: dict[str, dict[str, tuple[type, ...]]] = {
    "": {
        "name": (str,),
        "title": (str,),
        "subtitle": (str,),
        "language": (str,),
        "marking": (str,),
        "as_of": (str, date),
        "date_order": (str,),
    },
    "inputs": {
        "events": (str, list),
        "reports": (str,),
        "figures": (str,),
        "corrections": (str,),
        "places": (str, list),
        "packs": (list,),
    },
    "reports": {"paths": (str, list), "language": (str,), "recognizer": (str,)},
    "focus": {"countries": (list,), "bounds": (list,)},
    "geocoding": {"min_score": (int, float), "gazetteer": (str,), "resolver": (str,)},
    "read": {
        "format": (str,),
        "encoding": (str,),
        "separator": (str,),
        "sheet": (str,),
        "layer": (str,),
        "header_row": (int,),
    },
    "briefing": {
        "sections": (list,),
        "areas": (int,),
        "template": (str,),
        "since": (str,),
        "also": (list,),
    },
    "columns": {},
}

# What each key means, for docs/formats.md.
MEANINGS = {
    "name": "name of the output folder; the project's folder if not given",
    "title": "stands on every output",
    "subtitle": "stands below the title",
    "language": "of the outputs' words",
    "marking": "traffic light protocol or classification, on every output",
    "as_of": "the day the data speak for; else SOURCE_DATE_EPOCH, else the newest day told",
    "date_order": "`dmy` or `mdy`: how 03/04/2024 is read; without it such a date is rejected",
    "inputs.events": "event tables; paths or patterns such as `data/*.csv`; none is needed beside "
    "`reports.paths`",
    "inputs.reports": "table of reports",
    "inputs.figures": "table of figures",
    "inputs.corrections": "table of corrections",
    "inputs.places": "your own places; `names.csv` and `areas.geojson` beside it are read too",
    "inputs.packs": "imported gazetteers (see `geotrack places import`), each with its sha256",
    "reports.paths": "documents to find events in: files, folders or patterns such as "
    "`data/reports/*`; `inputs.reports` gives or corrects what they say of themselves",
    "reports.language": "of the documents that do not say theirs (default `en`)",
    "reports.recognizer": "what finds place names in them: `spacy` (ours and a spaCy pipeline) "
    "or an installed plug-in (entry point `geotrack.recognizers`)",
    "focus.countries": "two-letter codes; places there come first",
    "focus.bounds": "west, south, east, north in degrees: framed by the maps, places come first",
    "geocoding.min_score": "a match less sure than this is not placed (default 0.6)",
    "geocoding.gazetteer": "an installed plug-in (entry point `geotrack.gazetteers`) that answers "
    "in place of the built-in gazetteer",
    "geocoding.resolver": "an installed plug-in (entry point `geotrack.resolvers`) that says what "
    "the names mean in place of the built-in one",
    "read.encoding": "of the event tables (CSV), such as `windows-1254`; else found out",
    "read.separator": "`comma`, `semicolon`, `tab`, `pipe` or the character; else found out",
    "read.format": "of the event tables, such as `acled`; else by suffix, and by the columns",
    "read.sheet": "the sheet of a workbook, or `*` for all that name columns; else the first of "
    "these, and those with the same columns",
    "read.layer": "the layer of a GeoPackage; else the first that holds anything",
    "read.header_row": "the row that holds the headers; else the first that names columns",
    "briefing.sections": "which sections, in this order: docs/how-to.md lists them",
    "briefing.areas": "how many areas, and themes, have a slide of their own (default 3)",
    "briefing.template": "a .pptx whose layouts, colours and fonts the deck takes",
    "briefing.since": "an earlier build's folder: the deck tells what is new since",
    "briefing.also": "the same content as `html`, `docx`, `pdf`, written beside the deck",
    "columns": "your spreadsheet's column = geotrack's column; empty: ignore it",
    "columns.publish": "your other columns that are to reach the outputs, under their own names; "
    "those that are not named stay private",
}


def load_keys(path: Path) -> dict[str, Any]:
    """The content of a geotrack.toml whose keys are known and of the right type.

    Raises ProjectError for a missing or broken file, an unknown key (naming the nearest one) or
    a wrong type.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, FILE_NAME)
    ...     _ = path.write_text('[focus]\\ncountries = ["IQ"]', encoding="utf-8")
    ...     load_keys(path)
    {'focus': {'countries': ['IQ']}}
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ProjectError(
            f"there is no {FILE_NAME} in {path.parent.name or path.parent}; "
            "`geotrack init DIR` makes a project"
        ) from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path.name} is not UTF-8 text: {error.reason}") from None
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{path.name} is not TOML: {error}") from None
    _check_keys(data)
    return data


def _check_keys(data: Mapping[str, Any]) -> None:
    for key, value in data.items():
        if key in KEYS and key:
            if not isinstance(value, dict):
                raise ProjectError(f"{FILE_NAME}: {key} must be a table, [{key}]")
            if key != "columns":
                for inner, inner_value in value.items():
                    _check_key(f"{key}.", inner, inner_value, KEYS[key])
        else:
            _check_key("", key, value, KEYS[""])


def _check_key(prefix: str, key: str, value: object, known: Mapping[str, tuple[type, ...]]) -> None:
    names = [*known, *(k for k in KEYS if k and not prefix)]
    if key not in known:
        near = difflib.get_close_matches(key, names, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names)}"
        raise ProjectError(f"{FILE_NAME}: unknown key {prefix + key!r}; {hint}")
    kinds = known[key]
    if not isinstance(value, kinds) or isinstance(value, bool):
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise ProjectError(f"{FILE_NAME}: {prefix + key} must be {wanted}, not {value!r}")
