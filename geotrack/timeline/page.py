"""The page: entries in groups, filters, claims and sources, put into one HTML file.

The file asks the network for nothing and its security policy allows nothing but its own script
and style, by their hashes. Same tables, same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geotrack.style import (
    clean_text,
    counted,
    is_right_to_left,
    json_for_html,
    safe_url,
    status_order,
    type_order,
    words,
)
from geotrack.summary import counts, numbered_sources, off_map, period
from geotrack.tables import records
from geotrack.timeline.claims import claim_rows
from geotrack.timeline.entries import (
    Entry,
    anchor_of,
    date_or_empty,
    event_entries,
    language_tag,
    span_of_years,
)
from geotrack.timeline.phrases import status_in_words, type_in_words
from geotrack.timeline.symbols import symbol_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

_HERE = Path(__file__).parent
# What clean_text would take away; looked for first, for a page may be 40 MB.
_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Month(NamedTuple):
    """A table of the page; `size` is its row count's power of two, for the layout estimate."""

    heading: str
    total: str
    size: int
    entries: list[Entry]


class Year(NamedTuple):
    """A section of the page."""

    anchor: str
    heading: str
    total: str
    months: list[Month]


class Choice(NamedTuple):
    """One line of a filter or legend: the value in the rows, its word and how many."""

    value: str
    word: str
    number: int


def write_timeline(tables: Tables, path: str | Path, presentation: Presentation) -> None:
    """Write the chronological table as one HTML file (UTF-8)."""
    page = timeline_html(tables, presentation)
    Path(path).write_text(page, encoding="utf-8", newline="\n")


def timeline_html(tables: Tables, presentation: Presentation) -> str:
    """The page as text."""
    page = _template().render(_context(tables, presentation))
    return clean_text(page) if _UNCLEAN.search(page) else page


@cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("timeline.html.j2")


def _context(tables: Tables, presentation: Presentation) -> dict[str, Any]:
    language = presentation.language
    phrases = words(language)
    entries = event_entries(tables, language)
    script = (_HERE / "timeline.js").read_text(encoding="utf-8")
    style = (_HERE / "timeline.css").read_text(encoding="utf-8") + _page_marks(presentation)
    types = _types(entries, phrases)
    statuses = _statuses(entries, phrases)
    pairs = sorted({(entry.event_type, entry.status) for entry in entries}, key=_pair_order)
    symbols = {pair: f"s{number}" for number, pair in enumerate(pairs)}
    sheet = [(symbols[pair], *pair) for pair in pairs]
    sheet += [(f"t{i}", choice.value, "occurred") for i, choice in enumerate(types)]
    return {
        "presentation": presentation,
        "words": phrases,
        "language": language_tag(language) or "en",
        "direction": "rtl" if is_right_to_left(language) else "ltr",
        "counted": lambda key, number: counted(language, key, number),
        "counts": counts(tables),
        "period": period(tables, presentation),
        "as_of": date_or_empty(presentation.as_of, phrases),
        "years": _grouped(entries, language),
        "types": types,
        "statuses": statuses,
        "year_choices": span_of_years(entry for entry in entries if entry.years[0]),
        "undated": sum(not entry.years[0] for entry in entries),
        "type_index": {choice.value: i for i, choice in enumerate(types)},
        "status_index": {choice.value: i for i, choice in enumerate(statuses)},
        "symbols": symbols,
        "symbol_sheet": symbol_sheet(sheet),
        "claims": claim_rows(tables, language),
        "off_map": _off_map(tables, language),
        "sources": _sources(tables, phrases),
        # Our own files, hashed in the policy; the messages are escaped for scripts.
        "script": Markup(script),  # noqa: S704
        "style": Markup(style),  # noqa: S704
        "policy": _policy(script, style),
        "messages": Markup(json_for_html({"shown": phrases["timeline.shown"]})),  # noqa: S704
    }


def _pair_order(pair: tuple[str, str]) -> tuple[int, str, int, str]:
    return type_order(pair[0]), pair[0], status_order(pair[1]), pair[1]


def _types(entries: Iterable[Entry], phrases: Mapping[str, str]) -> list[Choice]:
    found = Counter(entry.event_type for entry in entries)
    ordered = sorted(found, key=lambda value: (type_order(value), value))
    return [Choice(value, type_in_words(value, phrases), found[value]) for value in ordered]


def _statuses(entries: Iterable[Entry], phrases: Mapping[str, str]) -> list[Choice]:
    found = Counter(entry.status for entry in entries)
    ordered = sorted(found, key=lambda value: (status_order(value), value))
    return [Choice(value, status_in_words(value, phrases), found[value]) for value in ordered]


def _grouped(entries: Iterable[Entry], language: str) -> list[Year]:
    years = []
    for key, rows in groupby(entries, key=lambda entry: entry.slot.order[:2]):
        months = []
        for _, group in groupby(rows, key=lambda entry: entry.slot.order):
            listed = list(group)
            count = counted(language, "count.events", len(listed))
            size = min(len(listed).bit_length(), 12)
            months.append(Month(listed[0].slot.month, count, size, listed))
        total = sum(len(month.entries) for month in months)
        heading = months[0].entries[0].slot.year
        anchor = f"year-{key[0]}-{key[1]}"
        years.append(Year(anchor, heading, counted(language, "count.events", total), months))
    return years


def _sources(tables: Tables, phrases: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "number": row["number"],
            "publisher": row["publisher"],
            "title": row["title"],
            "published": date_or_empty(row["published"], phrases),
            "url": safe_url(row["url"]),
            "language": language_tag(row["language"]),
            "notes": row["notes"],
        }
        for row in numbered_sources(tables).to_dict("records")
    ]


def _off_map(tables: Tables, language: str) -> list[dict[str, Any]]:
    rows = records(off_map(tables, language))
    for row in rows:
        row["anchor"] = anchor_of(row["event_id"])
        row["date"] = date_or_empty(row["date"], words(language))
    return rows


def _policy(script: str, style: str) -> str:
    def digest(text: str) -> str:
        sha = hashlib.sha256(text.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(sha).decode('ascii')}'"

    return (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _page_marks(presentation: Presentation) -> str:
    """Printed pages carry the marking above and below; its text is escaped for CSS."""
    marking = clean_text(presentation.marking).strip()
    if not marking:
        return ""
    text = "".join(f"\\{ord(char):x} " for char in marking)
    box = f'content:"{text}";font:700 9pt sans-serif;letter-spacing:.06em'
    return f"@page{{@top-center{{{box}}}@bottom-center{{{box}}}}}\n"
