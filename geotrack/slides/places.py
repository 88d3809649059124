"""Parts on one area or one theme each: its map, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.slides.facts import all_sources, event_note
from geotrack.slides.parts import Part, Picture, Texts
from geotrack.style import counted, type_order
from geotrack.summary import drawn_locations
from geotrack.tables import only_events
from geotrack.timeline.phrases import status_in_words, type_in_words

if TYPE_CHECKING:
    import pandas as pd

    from geotrack.slides.facts import Facts
    from geotrack.slides.parts import Draw
    from geotrack.tables import Tables

_MOST_LINES = 7
_LEAST_KM = 110.0


def parts_of(
    kind: str,
    tables: Tables,
    facts: Facts,
    most: int,
    draw: Draw,
) -> list[Part]:
    """The areas (or themes) with most events, each with a map of its own; the rest has none."""
    drawn = drawn_locations(tables)
    if drawn.empty or not most:
        return []
    names = _areas(drawn) if kind == "areas" else drawn["event_type"].replace("", "Other")
    groups = [(str(name), group) for name, group in drawn.groupby(names, sort=True) if name]
    groups.sort(key=lambda item: (-item[1]["event_id"].nunique(), _order(kind, item[0])))
    return [_part(kind, name, group, tables, facts, draw) for name, group in groups[:most]]


def _order(kind: str, name: str) -> tuple[int, str]:
    return (type_order(name) if kind == "themes" else 0), name


def _areas(drawn: pd.DataFrame) -> pd.Series:
    """The first-level division each location is filed under, else the place itself."""
    own = drawn["place_name"].where(drawn["place_name"] != "", drawn["name"])
    return drawn["admin1"].where(drawn["admin1"] != "", own)


def _part(
    kind: str,
    name: str,
    group: pd.DataFrame,
    tables: Tables,
    facts: Facts,
    draw: Draw,
) -> Part:
    from geotrack.staticmap.frame import at_least
    from geotrack.staticmap.layout import data_bounds

    phrases, language = facts.words, facts.presentation.language
    ids = set(group["event_id"])
    rows = [row for row in facts.rows if row["event_id"] in ids]
    shown = type_in_words(name, phrases) if kind == "themes" else name
    number = counted(language, "count.events", len(rows))
    title = phrases["slides.area.title"].format(place=shown, events=number)
    lines = [_line(row, facts) for row in rows[-_MOST_LINES:]]
    if len(rows) > len(lines):
        lines.append(counted(language, "slides.area.more", len(rows) - len(lines)))
    own = only_events(tables, ids)
    kept = own["locations"]["location_id"].isin(group["location_id"])
    own["locations"] = own["locations"][kept].reset_index(drop=True)
    bounds = at_least(data_bounds(own), _LEAST_KM)
    show = facts.presentation._replace(title=title, subtitle="", bounds=bounds)
    titles = "; ".join(row["title"] for row in rows[-5:] if row["title"])
    alt = phrases["slides.area.alt"].format(place=shown, events=number, titles=titles)
    return Part(
        kind, title, tuple(all_sources(rows)), tuple(event_note(facts, row) for row in rows),
        (Texts(phrases["slides.area.heading"], tuple(lines)),),
        picture=Picture(lambda w, h: draw(own, show, w, h), alt),
    )  # fmt: skip


def _line(row: dict[str, Any], facts: Facts) -> str:
    """One event in a line: date, title, its status unless it occurred, its sources."""
    phrases = facts.words
    parts = [f"{row['date_words']}: {row['title'] or phrases['timeline.no_title']}"]
    if row["status"] != "occurred":
        parts.append(f"({status_in_words(row['status'], phrases)})")
    if row["claimed_by"]:
        parts.append(f"({phrases['slides.claimed'].format(who=row['claimed_by'])})")
    if row["source_numbers"]:
        parts.append(f"[{', '.join(map(str, row['source_numbers']))}]")
    return " ".join(parts)
