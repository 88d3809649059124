"""Text for folium's figures that is put in as it stands."""

from __future__ import annotations

from branca.element import Element
from folium.template import Template


class RawText(Element):
    """Text put in as it stands: never read as a template, so braces in it are only braces."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "RawText"
        self.text = text
