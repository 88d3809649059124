"""Markdown: a chronological table to read, with what is uncertain about each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geotrack.edtf import date_in_words
from geotrack.schema import DRAWN_ROLES
from geotrack.style import clean_text, counted, is_right_to_left, safe_url, words
from geotrack.summary import event_rows, numbered_sources
from geotrack.tables import own_cells, records
from geotrack.writers.rows import killed_in_words, kind_in_words, own_in_words, told_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geotrack.schema import Presentation
    from geotrack.tables import Tables

# What CommonMark or GitHub's tables take for markup in a line; `-` and the like only begin one.
_INLINE = re.compile(r"([\\`*_\[\]|~<>&$])")
# What may stand in an address as it is; the rest is written as %xx.
_URL = "%/:?#[]@!$&'()*+,;="
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")


def write_markdown(tables: Tables, path: Path, presentation: Presentation) -> None:
    """Title, one table line an event, figures as claimed, and numbered sources.

    All that comes from data is escaped: it is neither markup nor HTML where this is shown.
    """
    phrases = words(presentation.language)
    rows = event_rows(tables, presentation.language)
    own = own_cells(rows, presentation.publish)
    rows = rows.assign(**own)
    places = _places(tables, phrases)
    marking = _inline(presentation.marking)
    parts = [
        f"# {_inline(presentation.title or phrases['timeline.heading'])}",
        _inline(presentation.subtitle),
        f"**{marking}**" if marking else "",
        _inline(phrases["timeline.as_of.long"].format(date=presentation.as_of)),
        counted(presentation.language, "count.events", len(rows)),
        _events(records(rows), places, phrases, list(own)),
        _figures(tables, phrases),
        _sources(tables, phrases),
        "\n".join(_inline(line) + "  " for line in presentation.credits),
        f"**{marking}**" if marking else "",
    ]
    if is_right_to_left(presentation.language):
        parts = ['<div dir="rtl">', *parts, "</div>"]
    text = "\n\n".join(part for part in parts if part) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _inline(text: str) -> str:
    """Text as one line of Markdown that shows it as it is.

    >>> _inline("a|b *c* <script>")
    'a\\\\|b \\\\*c\\\\* \\\\<script\\\\>'
    """
    line = " ".join(clean_text(text).split())
    # A bare address would become a link, whatever it leads to; so would an @name.
    line = _LINK.sub(r"\1\\\2", _INLINE.sub(r"\\\1", line))
    return re.sub(r"^([#+\-=>]|\d+[.)])", r"\\\1", line)


def _table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = [_inline(header) for header in headers]
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def _events(
    rows: list[dict[str, Any]],
    named: Mapping[str, str],
    phrases: Mapping[str, str],
    own: list[str],
) -> str:
    heads = ("timeline.column.date", "timeline.column.event", "timeline.filter.type",
             "timeline.column.places", "timeline.killed", "timeline.column.sources")  # fmt: skip
    lines = []
    for row in rows:
        when = date_in_words(row["date"], phrases) if row["date"] else phrases["timeline.no_date"]
        told = [f"**{_inline(told_title(row, phrases))}**", _inline(row["notes"])]
        if row["claimed_by"]:
            told.append(_inline(f"{phrases['timeline.claimed_by']}: {row['claimed_by']}"))
        actors = _inline(" – ".join(filter(None, (row["actor1"], row["actor2"]))))
        topics = f"{phrases['timeline.topics']}: {row['topics']}" if row["topics"] else ""
        places = named.get(row["event_id"], "")
        killed = killed_in_words(row["fatalities_low"], row["fatalities_high"], phrases)
        lines.append(
            (
                _inline(when),
                "<br>".join(filter(None, [*told, actors, *map(_inline, own_in_words(row, own))])),
                _inline(kind_in_words(row["event_type"], phrases)),
                "<br>".join(filter(None, (places, _inline(topics)))),
                _inline(killed),
                ", ".join(f"\\[{number}\\]" for number in row["source_numbers"]),
            )
        )
    return _table([phrases[head] for head in heads], lines)


def _places(tables: Tables, phrases: Mapping[str, str]) -> dict[str, str]:
    """For each event its places; behind one that is no spot, how far it is known."""
    named: dict[str, list[str]] = {}
    for row in records(tables["locations"]):
        if row["role"] in DRAWN_ROLES:
            precision = row["geo_precision"]
            known = phrases.get(f"precision.{precision}", precision)
            aside = "" if precision in ("exact", "town") else f" ({known})"
            named.setdefault(row["event_id"], []).append(_inline(row["name"] + aside))
    return {event_id: "; ".join(names) for event_id, names in named.items()}


def _figures(tables: Tables, phrases: Mapping[str, str]) -> str:
    figures = tables["figures"]
    if figures.empty:
        return ""
    heads = ("what", "value", "places", "claimed")
    rows = []
    for row in records(figures):
        low, high = row["value_low"], row["value_high"]
        value = killed_in_words(low, high, {**phrases, "timeline.killed.zero": "0"})
        when = date_in_words(row["date"], phrases) if row["date"] else ""
        who = row["claimed_by"] or phrases["timeline.figures.no_claimant"]
        told = (row["what"], f"{value} {row['unit']}", row["places"], who, when)
        rows.append([_inline(text) for text in told])
    titles = [phrases[f"timeline.figures.{head}"] for head in heads]
    table = _table([*titles, phrases["timeline.column.date"]], rows)
    intro = _inline(phrases["timeline.figures.intro"])
    return f"## {_inline(phrases['timeline.figures'])}\n\n{intro}\n\n{table}"


def _sources(tables: Tables, phrases: Mapping[str, str]) -> str:
    rows = records(numbered_sources(tables))
    if not rows:
        return ""
    lines = []
    for row in rows:
        when = date_in_words(row["published"], phrases) if row["published"] else ""
        told = ", ".join(filter(None, (row["publisher"], row["title"], when)))
        url = safe_url(row["url"])
        link = f" <{quote(url, safe=_URL)}>" if url else ""
        lines.append(f"{row['number']}. {_inline(told or row['report_id'])}{link}")
    return f"## {_inline(phrases['timeline.sources'])}\n\n" + "\n".join(lines)
