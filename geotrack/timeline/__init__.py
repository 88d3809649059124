"""The chronological table: one self-contained page to read, filter, print and hand out.

`write_timeline` is the whole interface; `phrases` spells bounds of numbers for other renderers.
"""

from __future__ import annotations

from geotrack.timeline.page import timeline_html, write_timeline

__all__ = ["timeline_html", "write_timeline"]
