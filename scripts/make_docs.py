"""Write docs/formats.md from the code it describes; `--check` fails where it is out of date."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geotrack.columns import synonyms  # noqa: E402
from geotrack.formats import all_formats, function_of, options_of  # noqa: E402
from geotrack.gazetteer.importing.kinds import KIND_OF_CODE, KIND_OF_PLACETYPE  # noqa: E402
from geotrack.gazetteer.importing.reading import FORMATS  # noqa: E402
from geotrack.gazetteer.importing.tabular import SYNONYMS  # noqa: E402
from geotrack.projectkeys import KEYS, MEANINGS  # noqa: E402
from geotrack.readers.dialects import DIALECTS  # noqa: E402
from geotrack.readers.dialects.cameo import CODES, ROOTS  # noqa: E402
from geotrack.readers.dialects.polecat import MODES, TYPES  # noqa: E402
from geotrack.schema import TABLES  # noqa: E402
from geotrack.typewords import type_words  # noqa: E402

TARGET = ROOT / "docs" / "formats.md"

_INTRO = """\
# Formats: files, columns, keys, vocabularies

This page is written by `scripts/make_docs.py` from the code; a test keeps it in step.

All text is UTF-8 in what geotrack writes; coordinates are WGS 84 degrees; an empty cell means
"not known". `events.csv` has one row an event, `locations.csv` one row an event at a place,
`events.geojson` one feature a location (geometry null where there is none). What goes into HTML is
escaped; a text cell that a spreadsheet would run as a formula gets an apostrophe before it, which
geotrack takes off again when it reads the file.

Beside the columns below, `events.csv` has `places`, `topics`, `n_locations`, `n_drawn`, `sources`
(report ids), `source` (publishers, or titles where none is known), `source_url` and `quote`; a
feature of `events.geojson` has `sources` as a list with title, publisher, date and address, and
`quotes`.
`events.xlsx` holds the same in sheets, with a sheet that explains every column; a day is a date
there, anything less sharp is text. `events.gpkg` has the layer `locations` (features as above, days
of type DATE, styles and time for QGIS), `areas` (outlines) and plain tables.
`rejects.csv` lists rows that were not used, cells that were left empty, guesses that were made
(an encoding, a header row) and corrections that no longer fit, each with its reason.
"""

_DATES = """\
## Dates

EDTF (ISO 8601-2) levels 0 and 1, and `[a..b]`:

| text | meaning |
|---|---|
| `2024-08-15`, `2024-08`, `2024` | that day; some day of the month, of the year |
| `2024-21` | some day of spring (22 summer, 23 autumn, 24 winter; northern, by months) |
| `202X`, `2024-XX` | unspecified digits |
| `[2021-10-25..2021-10-31]` | one day within; either end may be open |
| `2022-04/2023-01`, `2022-04/..`, `2022-04/` | lasting; going on; end unknown |
| `?` `~` `%` behind a date or an end | uncertain; approximate; both |

Also read: `15.08.2024`, `15/08/2024` (with `date_order` where day and month could be swapped),
`15 Aug 2024`, `15/Aug/2024`, `2024 Aug 15`, `Aug. 15, 2024`, `Thursday, 15 August 2024`,
`Aug 2024`, month names in English, Turkish and Arabic, Arabic and
Persian digits, Excel's day numbers (1950 to 2100), `20240815`; columns `year`, `month`, `day`;
UCDP's `date_prec`. A span (`12-14 August 2024`, `Q3 2024`) is refused, since it may mean one day
within or all of them; so are years before 1700. `unknown`, `n/a`, `-` and `?` mean empty. An
open end stops at the project's `as_of`.

## Event types

ACLED's six types and 25 sub-types where they fit (ACLED Codebook, 2023). For what ACLED does not
record, `Diplomacy and politics` with: Meeting, Visit, Statement, Demand, Agreement, Vote, Election,
Legal step, Phone call, Planned institution. A type that is not known keeps its name and is drawn
as `Other`.
"""


def table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    headers = list(headers)
    lines = ["| " + " | ".join(headers) + " |", "|" + "---|" * len(headers)]
    lines += ["| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows]
    return "\n".join(lines)


def keys_part() -> str:
    """The keys of geotrack.toml."""
    rows = [
        (f"`{section + '.' if section else ''}{key}`",
         " or ".join(kind.__name__ for kind in kinds),
         MEANINGS[f"{section}.{key}" if section else key])
        for section, keys in KEYS.items()
        for key, kinds in keys.items()
    ]  # fmt: skip
    rows.append(('`columns."..."`', "str", MEANINGS["columns"]))
    rows.append(("`columns.publish`", "list", MEANINGS["columns.publish"]))
    return "## geotrack.toml\n\n" + table(("key", "type", "meaning"), rows)


def tables_part() -> str:
    """Every table with its columns."""
    shown = [name for name in TABLES if name not in ("intake", "named_places", "columns")]
    parts = ["## Tables\n\nColumns that are not published reach no output."]
    for name in shown:
        rows = [
            (f"`{c.name}`", c.type, c.unit, c.meaning, ", ".join(filter(None, c.vocabulary)),
             "" if c.published else "no")
            for c in TABLES[name]
        ]  # fmt: skip
        headers = ("column", "type", "unit", "meaning", "one of", "published")
        parts.append(f"### {name}\n\n" + table(headers, rows))
    return "\n\n".join(parts)


def formats_part() -> str:
    """Every format with its options."""
    rows = []
    for f in all_formats().values():
        ways = [w for w, there in (("read", f.reader), ("write", f.writer)) if there]
        options = {}
        for side, to_write in ((f.reader, False), (f.writer, True)):
            if side:
                options |= options_of(function_of(f, to_write=to_write))
        listed = ", ".join(f"`{k}={v!r}`" for k, v in options.items())
        rows.append((f.name, f"`{f.suffix}`", ", ".join(ways), f.meaning, listed))
    files = table(("format", "suffix", "", "what it is", "options"), rows)
    lost = [
        (f.name, *("; ".join(loss.words for loss in some) for some in (f.loses, f.unread)))
        for f in all_formats().values()
        if f.loses or f.unread
    ]
    told = (
        "What a format cannot hold; the note that `geotrack render` prints names what of it the "
        "data have. Private columns reach no format."
    )
    return f"## Files\n\n{files}\n\n{told}\n\n" + table(
        ("format", "does not hold", "holds, but is not read back"), lost
    )


def synonyms_part() -> str:
    """What columns of an event table may be called."""
    rows = [(f"`{column}`", ", ".join(names)) for column, names in synonyms().items()]
    text = "## Columns of event tables\n\nCase, accents and punctuation do not matter."
    return f"{text}\n\n" + table(("column", "also called"), rows)


_DATASETS = """\
## Datasets

A table of one of these is told by its columns, in CSV, Excel, JSON and GIS files alike;
`--input-format NAME` or `read.format` says so where the columns do not. Where several headers
stand for one column the first that is there is read, or all of them together. Columns not named
here stay private (`columns.publish` publishes them), and what geotrack.toml says of a header wins.

"Codes" means that each row has its coordinate from the dataset's own gazetteer, and a code for how
sharp it is: such a coordinate is held against its country only, not against our places of the
same name."""
_GIS = """\
## GIS files

GeoPackage, Shapefile (also zipped), FlatGeobuf, GeoParquet, GeoJSON, KML and KMZ: fields are
columns as above. Events stand at points. A line, polygon or multipoint becomes the circle around
it: the middle of its bounds, `radius_km` to its farthest vertex, `geo_precision` area (country,
which is not drawn, beyond 250 km), and `rejects.csv` says how many. An outline that is to be drawn
itself belongs into the gazetteer (`geotrack places import`). Coordinates of another reference
system are brought to WGS 84; of a file that names none, degrees are taken for WGS 84 with a note,
and anything else is refused. One layer is read (`read.layer`), the first that holds features.
A database with views, virtual tables or generated columns is refused, since they run when read.

| KML | column |
|---|---|
| `name`, `description` | `title`, `notes` (without HTML) |
| `TimeStamp/when` | `date`, as sharp as written |
| `TimeSpan` | `date` lasting from `begin` to `end` |
| `ExtendedData` | columns by their names |
| folders | `folder`, private |

| Linked Places | column |
|---|---|
| `@id`, `properties.title` | `event_id`, `title` |
| `when.timespans` (the first) | `date`: `in`; `earliest` to `latest` one day within; both lasting |
| `names` (the first) | `places` |
| `types` (the first), `descriptions`, `links` | `event_type`, `notes`, `url` |
| `geometry.certainty` | less-certain: area; uncertain: not drawn |

A list of objects in JSON may stand alone, under `data`, `events`, `results`, `records` or `items`,
or one a line. Any of these files may be gzipped (`.gz`)."""


def datasets_part() -> str:
    """What the columns of published datasets become."""
    parts = [_DATASETS]
    for dialect in DIALECTS.values():
        if not dialect.rules:
            continue
        about = f"{dialect.meaning} ({dialect.source})." + (" Codes." if dialect.coded else "")
        if dialect.table == "reports":
            about += " To be named as `inputs.reports`."
        rows = [
            (", ".join(f"`{h}`" for h in rule.headers), f"`{rule.column}`", rule.how)
            for rule in dialect.rules
        ]
        listed = table(("its columns", "ours", "how"), rows)
        parts.append(f"### {dialect.name}\n\n{about}\n\n{listed}")
    cameo = sorted((code, *told) for code, told in {**ROOTS, **CODES}.items())
    parts.append(
        "### CAMEO codes\n\nA code is read by its longest beginning that stands here.\n\n"
        + table(("code", "words", "type"), cameo)
    )
    plover = [(kind, "", ours) for kind, ours in TYPES.items()]
    plover += [(kind, mode, f"{ours}: {sub}") for (kind, mode), (ours, sub) in MODES.items()]
    parts.append(
        "### PLOVER types and modes\n\nAn ASSAULT on soldiers, rebels or paramilitaries is a "
        "battle, unless its mode says more.\n\n" + table(("type", "mode", "ours"), plover)
    )
    return "\n\n".join((*parts, _GIS))


def type_words_part() -> str:
    """The words that are read as event types."""
    rows = [(kind, ", ".join(words)) for kind, words in type_words().items()]
    return (
        "A `type` may also say, in any case, one of ACLED's sub-types or one of these words, which "
        "is then the sub-type:\n\n" + table(("type", "words"), rows)
    )


_PLACE_COLUMNS = """\
A table of places may call its columns so; `name_ar` or `name:ckb` is a name in that language. A
cell of `names` holds several, by `;` or `|`, a language behind a colon (`زاخو:ar`). An id without
a prefix gets `own:`."""
_FEATURE_CODES = """\
GeoNames feature codes by kind. A settlement is a city from 100,000 people, a town from 5,000 or as
the seat of a division; a code ending in H is historical, its confidence low:"""


def gazetteers_part() -> str:
    """What `geotrack places import` reads, and how kinds and columns become ours."""
    parts = [
        "## Gazetteers\n\n`geotrack places import` tells these apart by what stands in them:",
        table(("format", "what it is"), ((f"`{name}`", told) for name, told in FORMATS.items())),
        _PLACE_COLUMNS,
        table(
            ("column", "also called"),
            ((f"`{column}`", ", ".join(names)) for column, names in SYNONYMS.items()),
        ),
        _FEATURE_CODES,
        table(("kind", "codes"), _codes_by_kind(KIND_OF_CODE)),
        "Who's On First placetypes by kind:",
        table(("kind", "placetypes"), _codes_by_kind(KIND_OF_PLACETYPE)),
    ]
    return "\n\n".join(parts)


def _codes_by_kind(kinds: dict[str, str]) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for code, kind in kinds.items():
        found.setdefault(kind, []).append(code)
    return [(kind, ", ".join(codes)) for kind, codes in found.items()]


def page() -> str:
    """The whole page."""
    parts = (
        _INTRO,
        formats_part(),
        keys_part(),
        synonyms_part(),
        _DATES,
        type_words_part(),
        datasets_part(),
        gazetteers_part(),
        tables_part(),
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def main() -> int:
    """Write the page, or with --check compare it."""
    if "--check" in sys.argv:
        return 0 if TARGET.read_text(encoding="utf-8") == page() else 1
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
