"""A deck of the reader's own as template: its layouts, colours and fonts, without its slides."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pptx
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn

from geotrack.errors import FormatError
from geotrack.slides.master import HEIGHT, WIDTH

if TYPE_CHECKING:
    from pathlib import Path

_EMU = 914_400
_MOST_BYTES, _MOST_UNPACKED = 100_000_000, 1_000_000_000


def open_template(path: Path) -> tuple[Any, Any, Any]:
    """The presentation without slides, its layout for the cover and the one for all other slides.

    Raises FormatError where the file is no 16:9 deck, or has no layout with a title.
    """
    deck = _opened(path)
    if abs(deck.slide_width / _EMU - WIDTH) > 0.1 or abs(deck.slide_height / _EMU - HEIGHT) > 0.1:
        wide, high = deck.slide_width / _EMU, deck.slide_height / _EMU
        raise FormatError(
            f"{path.name} has slides of {wide:.2f} by {high:.2f} inches; a template must have "
            f"{WIDTH:.2f} by {HEIGHT:.2f} (16:9, widescreen)"
        )
    _drop_slides(deck)
    return deck, _layout(deck, path, ("ctrTitle", "title")), _layout(deck, path, ("title",))


def _opened(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FormatError(f"{path.name} is too large for a template")
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
                raise FormatError(f"{path.name} is too large for a template")
        return pptx.Presentation(str(path))
    except FileNotFoundError:
        raise FormatError(f"there is no template {path.name}") from None
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"the template {path.name} is no PowerPoint deck (.pptx)") from None


def _drop_slides(deck: Any) -> None:
    ids = deck.slides._sldIdLst
    for entry in list(ids):
        deck.part.drop_rel(entry.rId)
        ids.remove(entry)
    for extra in deck.part._element.findall(qn("p:extLst")):
        deck.part._element.remove(extra)  # sections name slides that are gone


def _layout(deck: Any, path: Path, kinds: tuple[str, ...]) -> Any:
    """The layout with such a title and the fewest other places: a cover, or title only."""

    def rest(layout: Any) -> int:
        own = {shape._element.ph.get("type", "body") for shape in layout.placeholders}
        return len(own - {*kinds, "subTitle", "dt", "ftr", "sldNum"})

    for kind in kinds:
        found = [
            layout
            for layout in deck.slide_layouts
            if any(shape._element.ph.get("type") == kind for shape in layout.placeholders)
        ]
        if found:
            return min(found, key=rest)
    raise FormatError(f"the template {path.name} has no layout with a title")
