"""The registry: name and suffix -> the function that reads or writes, and its options.

Functions are named by text and imported when used, so that `geotrack --help` stays fast. A
package of another's adds formats through the entry-point group `geotrack.formats`: each entry
is a `Format`.
"""

from __future__ import annotations

import difflib
import inspect
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack import losses
from geotrack.addresses import SCHEMES, Address
from geotrack.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class Format(NamedTuple):
    """A format: its name, the suffix it is known by, what it holds, and "module:function"s.

    A suffix may be longer than the last dot (".locations.csv"): the longest that fits wins. One
    that ends in "://" is the beginning of an address. `loses` is what the format cannot hold,
    `unread` what it holds and its reader leaves there.
    """

    name: str
    suffix: str
    meaning: str
    reader: str = ""
    writer: str = ""
    loses: tuple[losses.Loss, ...] = ()
    unread: tuple[losses.Loss, ...] = ()


BUILT_IN = (
    Format("csv", ".csv", "one row an event", "geotrack.readers.csv:read_csv_table",
           "geotrack.writers.csv:write_events_csv", losses.OF_EVENTS),
    Format("tsv", ".tsv", "tab-separated table", "geotrack.readers.csv:read_csv_table"),
    Format("xlsx", ".xlsx", "Excel workbook: events, locations, figures, sources, rejects",
           "geotrack.readers.xlsx:read_xlsx_table",
           "geotrack.writers.xlsx:write_events_xlsx", (losses.OUTLINES, losses.OFFSETS,
           losses.TOLD_DATES, losses.QUOTES), (losses.FIGURES, losses.REPORTS)),
    Format("geojson", ".geojson", "one feature a location",
           "geotrack.readers.json:read_json_table",
           "geotrack.writers.geojson:write_events_geojson",
           (losses.FIGURES, losses.OUTLINES, losses.OFFSETS, losses.TOLD_DATES, losses.QUOTES),
           (losses.REPORTS,)),
    Format("geojsonl", ".geojsonl", "the same, newline-delimited",
           "geotrack.readers.json:read_json_table",
           "geotrack.writers.geojson:write_events_geojsonl",
           (losses.FIGURES, losses.OUTLINES, losses.OFFSETS, losses.TOLD_DATES, losses.QUOTES),
           (losses.REPORTS,)),
    Format("gpkg", ".gpkg", "GeoPackage with styles and time for QGIS",
           "geotrack.readers.gis:read_gis_table",
           "geotrack.writers.gpkg:write_events_gpkg", unread=losses.OF_FEATURES),
    Format("parquet", ".parquet", "GeoParquet 1.1, one row a location",
           "geotrack.readers.parquet:read_parquet_table",
           "geotrack.writers.geoparquet:write_events_parquet", losses.OF_FEATURES),
    Format("flatgeobuf", ".fgb", "FlatGeobuf, one feature a location",
           "geotrack.readers.gis:read_gis_table",
           "geotrack.writers.flatgeobuf:write_events_fgb", losses.OF_FEATURES),
    Format("kml", ".kml", "KML with time spans, for Google Earth",
           "geotrack.readers.kml:read_kml_table",
           "geotrack.writers.kml:write_events_kml", losses.OF_FEATURES),
    Format("timelinejs", ".timelinejs.json", "TimelineJS, one slide an event",
           "geotrack.readers.forced:read_timelinejs_table",
           "geotrack.writers.timelinejs:write_timelinejs",
           losses.OF_TIMELINES),
    Format("linked-places", ".lpf.json", "Linked Places (JSON-LD), one feature a location",
           "geotrack.readers.json:read_json_table",
           "geotrack.writers.linkedplaces:write_linked_places", losses.OF_LINKED_PLACES),
    Format("acled", ".acled.csv", "ACLED's 31 columns, for tools that read its exports",
           "geotrack.readers.forced:read_acled_table",
           "geotrack.writers.acled:write_acled_csv",
           losses.OF_ACLED),
    Format("sqlite", ".sqlite", "SQLite database for Datasette: all tables, full-text search", "",
           "geotrack.writers.sqlite:write_sqlite"),
    Format("markdown", ".md", "chronological table to read", "",
           "geotrack.writers.markdown:write_markdown",
           losses.OF_PAGES),
    Format("postgis", "postgresql://", "PostGIS database: upsert by event_id",
           "geotrack.readers.postgis:read_postgis_table",
           "geotrack.writers.postgis:write_postgis", unread=losses.OF_FEATURES),
    Format("locations", ".locations.csv", "one row a location", "",
           "geotrack.writers.csv:write_locations_csv", losses.OF_LOCATIONS),
    Format("rejects", ".rejects.csv", "what could not be used", "",
           "geotrack.writers.csv:write_rejects_csv"),
    Format("merges", ".merges.csv", "pairs that may be one happening told twice", "",
           "geotrack.writers.csv:write_merges_csv"),
    Format("candidates", ".candidates.csv", "what reports hold and was left out, with the reason",
           "", "geotrack.writers.csv:write_candidates_csv"),
    Format("map", ".html", "interactive map, one file", "",
           "geotrack.webmap.page:write_map_html"),
    Format("timeline", ".timeline.html", "chronological table, one file", "",
           "geotrack.timeline.page:write_timeline"),
    Format("pmtiles", ".pmtiles", "vector tiles: events, and counts where they are too many", "",
           "geotrack.writers.pmtiles:write_pmtiles"),
    Format("png", ".png", "static map", "", "geotrack.staticmap.page:write_map_png"),
    Format("svg", ".svg", "static map, text as text", "", "geotrack.staticmap.page:write_map_svg"),
    Format("pdf", ".pdf", "static map to print", "", "geotrack.staticmap.page:write_map_pdf"),
    Format("briefing", ".pptx", "briefing deck", "", "geotrack.slides.briefing:write_briefing"),
    Format("briefing-html", "briefing.html", "the briefing as one page", "",
           "geotrack.slides.briefing:write_briefing_html"),
    Format("briefing-docx", ".docx", "the briefing as a Word document", "",
           "geotrack.slides.briefing:write_briefing_docx"),
    Format("briefing-pdf", "briefing.pdf", "the briefing as a handout", "",
           "geotrack.slides.briefing:write_briefing_pdf"),
    Format("json", ".json", "GeoJSON, Linked Places, or a list of objects",
           "geotrack.readers.json:read_json_table"),
    Format("jsonl", ".jsonl", "JSON lines, one object an event",
           "geotrack.readers.json:read_json_table"),
    Format("ndjson", ".ndjson", "the same", "geotrack.readers.json:read_json_table"),
    Format("jsonld", ".jsonld", "the same", "geotrack.readers.json:read_json_table"),
    Format("shapefile", ".shp", "ESRI shapefile", "geotrack.readers.gis:read_gis_table"),
    Format("zip", ".zip", "a zipped shapefile", "geotrack.readers.gis:read_gis_table"),
    Format("kmz", ".kmz", "the same, zipped", "geotrack.readers.kml:read_kml_table"),
    Format("ucdp", ".ucdp.csv", "UCDP GED", "geotrack.readers.forced:read_ucdp_table"),
    Format("gdelt", ".export.csv", "GDELT events, 61 columns without a header",
           "geotrack.readers.forced:read_gdelt_table"),
    Format("gtd", ".gtd.csv", "Global Terrorism Database",
           "geotrack.readers.forced:read_gtd_table"),
    Format("polecat", ".polecat.txt", "POLECAT, tab separated",
           "geotrack.readers.forced:read_polecat_table"),
    Format("timemap", ".timemap.csv", "timemap's events (Forensic Architecture)",
           "geotrack.readers.forced:read_timemap_table"),
    Format("txt", ".txt", "separated table", "geotrack.readers.csv:read_csv_table"),
)  # fmt: skip

# What `build` writes, in this order; the manifest comes last.
BUILD_OUTPUTS = (
    ("events.csv", "csv"),
    ("locations.csv", "locations"),
    ("events.geojson", "geojson"),
    ("rejects.csv", "rejects"),
    ("merges.csv", "merges"),
    ("events.xlsx", "xlsx"),
    ("events.gpkg", "gpkg"),
    ("timeline.html", "timeline"),
    ("map.html", "map"),
    ("map.png", "png"),
    ("map.svg", "svg"),
    ("map.pdf", "pdf"),
    ("briefing.pptx", "briefing"),
)


@cache
def all_formats() -> dict[str, Format]:
    """Every format by name: ours and those of installed plug-ins; ours win."""
    found = {format_.name: format_ for format_ in BUILT_IN}
    for entry in entry_points(group="geotrack.formats"):
        plugged = entry.load()
        if not isinstance(plugged, Format):
            raise FormatError(f"the plug-in {entry.name!r} is not a geotrack.formats.Format")
        found.setdefault(plugged.name, plugged)
    return found


def format_for(path: Path | Address, name: str = "", *, to_write: bool) -> Format:
    """The format of a name, else of the path's suffix or the address's beginning.

    Raises FormatError naming the nearest or all formats that would do.
    """
    side = "writer" if to_write else "reader"
    able = {f.name: f for f in all_formats().values() if getattr(f, side)}
    if name:
        if name in able:
            return able[name]
        near = difflib.get_close_matches(name, able, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(able)}"
        raise FormatError(f"no format {name!r} to {'write' if to_write else 'read'}; {hint}")
    fitting = [f for f in able.values() if _fits(f, path, to_write=to_write)]
    if not fitting:
        known = ", ".join(dict.fromkeys(f.suffix for f in able.values()))
        raise FormatError(
            f"{path.name}: geotrack {'writes' if to_write else 'reads'} no such files; "
            f"it knows {known}"
        )
    return max(fitting, key=lambda f: len(f.suffix))


def _fits(format_: Format, path: Path | Address, *, to_write: bool) -> bool:
    if isinstance(path, Address):
        return format_.suffix == SCHEMES[0]
    name = path.name.lower()
    # A gzipped file is read as what is in it.
    # "timeline.html" and "locations.csv", as a build calls them, are what they say they are.
    written = name if to_write else name.removesuffix(".gz")
    return f".{written}".endswith(format_.suffix)


def function_of(format_: Format, *, to_write: bool) -> Callable[..., Any]:
    """The function behind a format, imported now."""
    module, _, function = (format_.writer if to_write else format_.reader).partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def options_of(function: Callable[..., Any]) -> dict[str, Any]:
    """A format's options and their defaults: the keyword-only arguments of its function.

    >>> from geotrack.readers.csv import read_csv_table
    >>> sorted(options_of(read_csv_table))
    ['encoding', 'header_row', 'separator']
    """
    parameters = inspect.signature(function).parameters.values()
    internal = ("file", "mapped", "picture", "dialect")
    return {
        p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY and p.name not in internal
    }


def options_had(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the given options that a reader has: not every format has sheets or separators."""
    parameters = inspect.signature(function).parameters
    return {name: value for name, value in given.items() if name in parameters}


def checked_options(format_: Format, given: dict[str, str], *, to_write: bool) -> dict[str, Any]:
    """Options as given on the command line, each turned into the type of its default.

    Raises FormatError for one that the format does not have or a value of the wrong type.
    """
    known = options_of(function_of(format_, to_write=to_write))
    checked: dict[str, Any] = {}
    for name, text in given.items():
        if name not in known:
            listed = ", ".join(known) or "none"
            raise FormatError(f"{format_.name} has no option {name!r}; it has: {listed}")
        kind = type(known[name])
        try:
            checked[name] = kind(text) if kind in (int, float) else text
        except ValueError:
            raise FormatError(
                f"{format_.name}: {name} must be {kind.__name__}, not {text!r}"
            ) from None
    return checked
