"""The briefing: a 16:9 deck with native tables and a native chart, built from the tables.

`write_briefing` is the whole interface.
"""

from __future__ import annotations

from geotrack.slides.briefing import write_briefing

__all__ = ["write_briefing"]
