"""The briefing: a deck with native tables and chart; the same content as HTML, Word and PDF.

`write_briefing` writes the deck, `write_briefing_html`, `_docx` and `_pdf` the others.
"""

from __future__ import annotations

from geotrack.slides.briefing import (
    write_briefing,
    write_briefing_docx,
    write_briefing_html,
    write_briefing_pdf,
)

__all__ = ["write_briefing", "write_briefing_docx", "write_briefing_html", "write_briefing_pdf"]
