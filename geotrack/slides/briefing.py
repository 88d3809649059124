"""The briefing, slide by slide: composition only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.slides.builder import Deck
from geotrack.slides.facts import gather
from geotrack.slides.method import add_method
from geotrack.slides.opening import add_cover, add_key_figures
from geotrack.slides.pictures import add_overview_map, add_timeline
from geotrack.slides.tables import (
    add_chronology,
    add_claims,
    add_off_map,
    add_sources,
    add_uncertain,
)

if TYPE_CHECKING:
    from geotrack.schema import Presentation
    from geotrack.tables import Tables


def write_briefing(
    tables: Tables, path: str | Path, presentation: Presentation, picture: bytes | None = None
) -> None:
    """Write the deck. `picture` is the overview map as PNG; by default staticmap draws it."""
    facts = gather(tables, presentation)
    deck = Deck(presentation)
    add_cover(deck, facts)
    add_key_figures(deck, facts)
    add_claims(deck, facts)
    add_overview_map(deck, facts, tables, picture)
    add_timeline(deck, facts)
    add_chronology(deck, facts)
    add_uncertain(deck, facts)
    add_off_map(deck, facts)
    add_sources(deck, facts)
    add_method(deck, facts)
    Path(path).write_bytes(deck.bytes())
