"""The briefing as files: content is made once (`content`), each writer lays it out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.slides.builder import Deck
from geotrack.slides.content import briefing_parts, settings_from
from geotrack.slides.layouts import add_part

if TYPE_CHECKING:
    from geotrack.schema import Presentation
    from geotrack.slides.parts import Draw, Part
    from geotrack.tables import Tables

AREAS = 3


def write_briefing(
    tables: Tables,
    path: str | Path,
    presentation: Presentation,
    picture: bytes | None = None,
    *,
    sections: str = "",
    areas: int = AREAS,
    since: str = "",
    template: str = "",
) -> None:
    """Write the deck.

    `sections` are names joined by commas (content.SECTIONS), `areas` how many areas and themes get
    a slide of their own, `since` an earlier build's folder or events.csv, `template` a deck whose
    layouts, colours and fonts are used. `picture` stands for every map (PNG); by default staticmap
    draws them.
    """
    deck = Deck(presentation, Path(template) if template else None)
    for part in _parts(tables, presentation, picture, (sections, areas, since)):
        add_part(deck, part)
    Path(path).write_bytes(deck.bytes())


def write_briefing_html(
    tables: Tables, path: str | Path, presentation: Presentation, picture: bytes | None = None, *,
    sections: str = "", areas: int = AREAS, since: str = "",
) -> None:  # fmt: skip
    """Write the same content as one HTML file; the options are those of `write_briefing`."""
    from geotrack.slides.webpage import briefing_html

    parts = _parts(tables, presentation, picture, (sections, areas, since))
    text = briefing_html(parts, presentation)
    Path(path).write_text(text, encoding="utf-8", newline="\n")


def write_briefing_docx(
    tables: Tables, path: str | Path, presentation: Presentation, picture: bytes | None = None, *,
    sections: str = "", areas: int = AREAS, since: str = "",
) -> None:  # fmt: skip
    """Write the same content as a Word document; the options are those of `write_briefing`."""
    from geotrack.slides.word import briefing_docx

    parts = _parts(tables, presentation, picture, (sections, areas, since))
    Path(path).write_bytes(briefing_docx(parts, presentation))


def write_briefing_pdf(
    tables: Tables, path: str | Path, presentation: Presentation, picture: bytes | None = None, *,
    sections: str = "", areas: int = AREAS, since: str = "",
) -> None:  # fmt: skip
    """Write the same content as a PDF handout; the options are those of `write_briefing`."""
    from geotrack.slides.handout import briefing_pdf

    parts = _parts(tables, presentation, picture, (sections, areas, since))
    Path(path).write_bytes(briefing_pdf(parts, presentation))


def _parts(
    tables: Tables,
    presentation: Presentation,
    picture: bytes | None,
    how: tuple[str, int, str],
) -> list[Part]:
    return briefing_parts(tables, presentation, settings_from(*how), _drawer(picture))


def _drawer(picture: bytes | None) -> Draw:
    def draw(tables: Tables, presentation: Presentation, width_px: int, height_px: int) -> bytes:
        if picture is not None:
            return picture
        from geotrack.staticmap import map_png

        return map_png(tables, presentation, width_px=width_px, height_px=height_px, dpi=180)

    return draw
