"""Sheets of other programs for timelines: TimelineJS's, and timemap's of Forensic Architecture."""

from __future__ import annotations

import json
import re

from geotrack.dates import date_to_edtf
from geotrack.readers.dialects.rules import Dialect, Rule, plain_number
from geotrack.readers.raw import without_tags
from geotrack.style import safe_url


def _date(year: str, month: str, day: str) -> str:
    """The parts as one date; what makes none is rejected by that text later."""
    told = [plain_number(part) for part in (year, month, day)]
    return "-".join(part.zfill(2) for part in told if part)


def _left_out(kind: str, headline: str) -> str:
    words = {"title": "the timeline's title", "era": "an era of the timeline"}
    kind = words.get(kind.casefold(), "")
    return f"left out: {kind} is no event ({headline})" if kind else ""


TIMELINEJS = Dialect(
    "timelinejs",
    "TimelineJS's spreadsheet",
    "TimelineJS documentation, 2024",
    marks=(("year", "headline", "media"), ("year", "headline", "display_date")),
    rules=(
        Rule("date", ("Year", "Month", "Day"), _date, "as sharp as its parts"),
        Rule("date_end", ("End Year", "End Month", "End Day"), _date),
        Rule("title", ("Headline",), without_tags, "without HTML"),
        Rule("notes", ("Text",), without_tags, "without HTML"),
        Rule("event_type", ("Group",)),
        Rule("url", ("Link", "Media"), lambda link, media: safe_url(link) or safe_url(media),
             "where it is an address"),
        Rule("source", ("Media Credit",), without_tags, "without HTML"),
    ),
    unread=("Month", "Day", "Year", "Type", "Background", "Time", "End Time", "Media"),
    left_out_by=("Type", "Headline"),
    left_out=_left_out,
)  # fmt: skip


def _us_date(text: str) -> str:
    """timemap reads 3/4/2020 as 4 March, whatever a project says elsewhere."""
    try:
        return date_to_edtf(text, "mdy")
    except ValueError:
        return text


def listed(*cells: str) -> list[str]:
    """Values of several columns, some of them a list in JSON or parted by commas."""
    found: list[str] = []
    for cell in cells:
        if cell.startswith("["):
            try:
                told = json.loads(cell)
            except ValueError:
                told = [cell]
            found += [str(one) for one in told if isinstance(one, str | int | float)]
        else:
            found += [part.strip() for part in cell.split(",")]
    return [one for one in dict.fromkeys(found) if one]


def _headline(description: str) -> str:
    first = re.split(r"(?<=[.!?])\s|\n", without_tags(description), maxsplit=1)[0]
    return first if len(first) <= 120 else first[:119].rstrip() + "…"


_SOURCES = ("sources", *(f"source{i}" for i in range(1, 10)))
TIMEMAP = Dialect(
    "timemap",
    "timemap's events (Forensic Architecture)",
    "timemap's own validation schema, 2021",
    marks=(("description", "date", "associations"), ("description", "date", "association1"),
           ("description", "date", "category_full"), ("description", "date", "time_display"),
           ("description", "date", "location", "category", "sources"),
           ("description", "date", "location", "category", "source1")),
    rules=(
        Rule("event_id", ("id",)),
        Rule("date", ("date",), _us_date, "3/4/2020 is 4 March"),
        Rule("title", ("description",), _headline, "its first sentence"),
        Rule("notes", ("description",), without_tags),
        Rule("event_type", ("category_full", "category", "type"),
             lambda full, category, kind: full or category or kind),
        Rule("places", ("location",)),
        Rule("latitude", ("latitude",)),
        Rule("longitude", ("longitude",)),
        Rule("report_id", _SOURCES, lambda *cells: "; ".join(listed(*cells)),
             "ids of timemap's sources: give that table as `inputs.reports`"),
    ),
    unread=("time", "time_precision", "type", "category"),
)  # fmt: skip


def _publisher(*cells: str) -> str:
    return ", ".join(listed(*cells))


def _address(url: str, *paths: str) -> str:
    return safe_url(url) or next(filter(None, map(safe_url, listed(*paths))), "")


def _day(text: str) -> str:
    found = _us_date(text)
    return "" if found in ("", text) and "/" in text else found


TIMEMAP_SOURCES = Dialect(
    "timemap-sources",
    "timemap's sources",
    "timemap's own validation schema, 2021",
    marks=(("id", "title", "paths"), ("id", "title", "path1"), ("id", "affil_s"),
           ("id", "title", "thumbnail")),
    rules=(
        Rule("report_id", ("id",)),
        Rule("title", ("title",), without_tags),
        Rule("publisher", ("affil_s", "affil1", "affil2"), _publisher),
        Rule("author", ("author",)),
        Rule("published", ("date",), _day, "3/4/2020 is 4 March"),
        Rule("url", ("url", "paths", "path1", "path2"), _address, "else the first of `paths`"),
        Rule("notes", ("description", "notes"),
             lambda told, notes: " ".join(filter(None, (without_tags(told), notes)))),
    ),
    table="reports",
)  # fmt: skip

TIMEMAP_CATEGORIES = Dialect(
    "timemap-categories",
    "timemap's categories",
    "timemap's own validation schema, 2021",
    marks=(("category", "description", "group"), ("id", "mode", "filter_paths")),
    rules=(),
    table="",
    refused="timemap's table of categories holds no events; give its table of events, in which "
    "each event names its category",
)
