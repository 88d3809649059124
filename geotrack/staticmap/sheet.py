"""The sheet of paper: one figure whose coordinates are points (1/72 inch), and its text.

Everything is placed in points from the lower left corner of the page, so that boxes can be
compared without asking the figure.
"""

from __future__ import annotations

import io
import math
import re
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.patheffects import Stroke
from matplotlib.text import Text

from geotrack.staticmap.box import Box
from geotrack.staticmap.lettering import font_of, one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist
    from matplotlib.path import Path as MplPath

# The page the type sizes are made for; other sizes keep the same area in square inches.
DESIGN_INCHES = (10.0, 5.625)
LINE_HEIGHT = 1.25
ASCENT, DESCENT = 0.8, 0.25


def _text(
    x: float, y: float, text: str, size: float, bold: bool, colour: str, zorder: float
) -> Text:
    return Text(
        x, y, text, fontproperties=font_of(bold), fontsize=size, color=colour, zorder=zorder,
        ha="left", va="baseline", parse_math=False,
    )  # fmt: skip


# Spaced capitals are drawn with thin spaces (0.2 em); SVG has a property for that, with which a
# name stays a word that can be found.
_THIN = re.compile(rb'(<text style=")([^>]*>[^<]*\xe2\x80\x89[^<]*</text>)')


def _tracked(found: re.Match[bytes]) -> bytes:
    words = found[2].replace(b"\xe2\x80\x89", b"")
    return found[1] + b"letter-spacing: 0.2em; " + words


class Sheet:
    """One page to draw on. `width` and `height` are in points.

    Without `inches` (its width on paper) the page has the area of a slide, so that type keeps its
    share of any picture. On a page for readers from right to left (`rtl`) what goes around the map
    starts at the right.
    """

    def __init__(
        self, width_px: int, height_px: int, *, inches: float = 0.0, rtl: bool = False
    ) -> None:
        area = DESIGN_INCHES[0] * DESIGN_INCHES[1]
        self.dpi = width_px / inches if inches else math.sqrt(width_px * height_px / area)
        self.rtl = rtl
        # A hundredth of a pixel more, for the canvas rounds down.
        size = ((width_px + 0.01) / self.dpi, (height_px + 0.01) / self.dpi)
        self.figure = Figure(figsize=size, dpi=self.dpi, facecolor="white")
        canvas: Any = FigureCanvasAgg(self.figure)  # matplotlib leaves its canvases untyped
        self._canvas = canvas
        self.width, self.height = width_px * 72 / self.dpi, height_px * 72 / self.dpi
        self.axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, self.width)
        self.axes.set_ylim(0, self.height)
        self._renderer = canvas.get_renderer()
        self._measured: dict[tuple[str, float, bool], tuple[float, float, float]] = {}

    # --- measuring ---

    def extent(self, text: str, size: float, bold: bool = False) -> tuple[float, float, float]:
        """Width, height above and depth below the baseline of one line of text, in points.

        Height and depth are at least those of an ordinary line.
        """
        key = (text, size, bold)
        if key not in self._measured:
            font = font_of(bold).copy()
            font.set_size(size)
            pixels = self._renderer.get_text_width_height_descent(text or " ", font, ismath=False)
            width, height, depth = (value * 72 / self.dpi for value in pixels)
            self._measured[key] = (
                width if text else 0.0,
                max(height - depth, ASCENT * size),
                max(depth, DESCENT * size),
            )
        return self._measured[key]

    def width_of(self, text: str, size: float, bold: bool = False) -> float:
        """The width of one line of text, in points."""
        return self.extent(text, size, bold)[0]

    def wrapped(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        """The text in lines no wider than `width`; a word that is wider is broken."""
        lines: list[list[str]] = [[]]
        filled = 0.0
        space = self.width_of("n n", size, bold) - self.width_of("nn", size, bold)
        for word in self._pieces(one_line(text), width, size, bold):
            wide = self.width_of(word, size, bold)
            if lines[-1] and filled + space + wide > width:
                lines.append([])
            filled = filled + space + wide if lines[-1] else wide
            lines[-1].append(word)
        return [" ".join(line) for line in lines if line]

    def _pieces(self, text: str, width: float, size: float, bold: bool) -> Iterator[str]:
        """The words of a text; those wider than `width` in several pieces."""
        for word in text.split():
            rest = word
            while self.width_of(rest, size, bold) > width and len(rest) > 1:
                cut = self._fitting(rest, width, size, bold)
                yield rest[:cut]
                rest = rest[cut:]
            yield rest

    def _fitting(self, word: str, width: float, size: float, bold: bool) -> int:
        low, high = 1, min(len(word), 400)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width_of(word[:middle], size, bold) <= width:
                low = middle
            else:
                high = middle - 1
        return low

    def fitted(
        self, text: str, width: float, sizes: tuple[float, ...], lines: int, bold: bool = False
    ) -> tuple[list[str], float]:
        """The text wrapped at the largest size that needs no more than `lines` lines.

        If none does, it is cut with an ellipsis at the last size.
        """
        text = shortened(one_line(text), 2000)
        found: list[str] = []
        for size in sizes:
            found = self.wrapped(text, width, size, bold)
            if len(found) <= lines:
                return found, size
        return self.cut_to(found, lines, width, sizes[-1], bold), sizes[-1]

    def cut_to(
        self, lines: list[str], most: int, width: float, size: float, bold: bool = False
    ) -> list[str]:
        """The first `most` lines, the last with an ellipsis if any were left out."""
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while last and self.width_of(last + "…", size, bold) > width:
            last = last[:-1]
        return [*lines[: most - 1], last.rstrip() + "…"]

    # --- drawing ---

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = "#222222",
        align: str = "left",
        zorder: float = 50,
    ) -> Box:
        """Write one line; `y` is its baseline. Gives back the box it covers."""
        width, height, depth = self.extent(text, size, bold)
        left = x - {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * width
        self.add(_text(left, y, text, size, bold, colour, zorder))
        return Box(left, y - depth, left + width, y + height)

    def lead(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False,
        colour: str = "#222222", zorder: float = 50,
    ) -> Box:  # fmt: skip
        """Write one line from the side where reading starts: `x` from that side of the page."""
        if self.rtl:  # a line that begins in another script still reads from the right
            return self.text(
                self.width - x, y, f"\u200f{text}", size,
                bold=bold, colour=colour, align="right", zorder=zorder,
            )  # fmt: skip
        return self.text(x, y, text, size, bold=bold, colour=colour, zorder=zorder)

    def halo(self, box: Box, y: float, text: str, size: float, bold: bool) -> None:
        """Lay the halo of one line of text that begins at the left of `box`.

        It is a stroke-only copy: plain text goes over it, and stays text in SVG and PDF.
        """
        under = _text(box.left, y, text, size, bold, "#ffffff", 44)
        under.set_path_effects([Stroke(linewidth=2.0, foreground="#ffffff", joinstyle="round")])
        self.add(under)

    def add(self, artist: Artist, within: MplPath | Box | None = None) -> None:
        """Put an artist on the page, cut off at `within` if given."""
        self.axes.add_artist(artist)
        if within is None:
            artist.set_clip_on(False)
        elif isinstance(within, Box):
            edge = Rectangle(
                (within.left, within.bottom),
                within.width,
                within.height,
                transform=self.axes.transData,
            )
            artist.set_clip_path(edge)
        else:
            artist.set_clip_path(within, self.axes.transData)

    def box(self, box: Box, *, fill: str = "none", edge: str = "none", **more: Any) -> None:
        """Draw a rectangle."""
        self.add(
            Rectangle(
                (box.left, box.bottom),
                box.width,
                box.height,
                facecolor=fill,
                edgecolor=edge,
                **more,
            )
        )

    def path(self, path: MplPath, within: Box | None = None, **more: Any) -> None:
        """Draw a path given in points."""
        self.add(PathPatch(path, **more), within)

    def png(self, dpi: float) -> bytes:
        """The page as PNG, the same bytes every time; `dpi` is only noted in the file."""
        target = io.BytesIO()
        self._canvas.print_png(target, metadata={"Software": None}, pil_kwargs={"dpi": (dpi, dpi)})
        return target.getvalue()

    def svg(self, title: str) -> bytes:
        """The page as SVG whose text is text; the same bytes every time."""
        settings: Any = {"svg.fonttype": "none", "svg.hashsalt": "geotrack", "svg.id": "map"}
        facts = {"Date": None, "Creator": "geotrack", "Title": title}
        return _THIN.sub(_tracked, self._vector(settings, "svg", facts))

    def pdf(self, title: str) -> bytes:
        """The page as PDF with embedded TrueType fonts: text can be searched and edited."""
        facts = {"CreationDate": None, "Producer": None, "Creator": "geotrack", "Title": title}
        return self._vector({"pdf.fonttype": 42}, "pdf", facts)

    def _vector(self, settings: Any, kind: str, metadata: dict[str, Any]) -> bytes:
        target = io.BytesIO()
        with mpl.rc_context(settings):
            self.figure.savefig(target, format=kind, dpi=self.dpi, metadata=metadata)
        return target.getvalue()
