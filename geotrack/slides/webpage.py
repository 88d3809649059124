"""The briefing as one HTML file: pictures inside, no script, no network."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from geotrack.edtf import date_in_words
from geotrack.slides.bars import bars_png
from geotrack.slides.builder import in_ranges
from geotrack.slides.listing import shown_rows
from geotrack.slides.master import rgb
from geotrack.slides.text import one_line
from geotrack.style import is_right_to_left, safe_url, words

if TYPE_CHECKING:
    from geotrack.schema import Presentation
    from geotrack.slides.parts import Part

_MAP_PX = (1600, 900)


def briefing_html(parts: list[Part], presentation: Presentation) -> str:
    """The page as text."""
    phrases, language = words(presentation.language), presentation.language
    rtl = is_right_to_left(language)
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.filters["tidy"] = one_line
    day = date_in_words(presentation.as_of, phrases) if presentation.as_of else ""
    cover, *rest = parts
    return environment.get_template("briefing.html.j2").render(
        language=language,
        direction="rtl" if rtl else "ltr",
        words=phrases,
        marking=one_line(presentation.marking),
        as_of=phrases["slides.as_of"].format(date=day) if day else "",
        cover=cover,
        parts=[_shown(part, rtl, phrases) for part in rest],
    )


def _shown(part: Part, rtl: bool, phrases: Any) -> dict[str, Any]:
    """A part as the template wants it."""
    shown: dict[str, Any] = {
        "key": part.key, "title": part.title, "texts": part.texts, "cards": part.cards,
        "cited": phrases["slides.cited"].format(numbers=in_ranges(part.sources))
        if part.sources else "",
        "pictures": [], "table": None,
    }  # fmt: skip
    if part.picture is not None:
        shown["pictures"].append((_data(part.picture.draw(*_MAP_PX)), part.picture.alt))
    if part.bars is not None:
        bars = part.bars
        totals = [sum(values) for values in zip(*(s.values for s in bars.series), strict=True)]
        told = ", ".join(f"{k}: {n}" for k, n in zip(bars.categories, totals, strict=True))
        alt = phrases["slides.chart.alt"].format(title=part.title, values=told)
        shown["pictures"].append((_data(bars_png(bars, rtl)), alt))
    if part.listing is not None:
        start, stop, title = shown_rows(part.listing, phrases)
        shown["title"] = part.title if start == 0 and stop == len(part.listing.rows) else title
        shown["table"] = {
            "columns": [column.heading for column in part.listing.columns],
            "rows": [[_cell(cell) for cell in row] for row in part.listing.rows[start:stop]],
        }
    return shown


def _cell(cell: Any) -> dict[str, Any]:
    names = [name for name in ("bold", "italic", "struck") if getattr(cell, name)]
    return {
        "text": cell.text, "names": " ".join(names), "mark": cell.mark,
        "mark_colour": f"#{rgb(cell.mark_colour)}", "link": safe_url(cell.link),
    }  # fmt: skip


def _data(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
