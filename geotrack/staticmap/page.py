"""Static maps as files: one kind, one size, PNG, SVG or PDF, the same bytes for the same input."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import matplotlib as mpl
from matplotlib import style as matplotlib_style

from geotrack.errors import FormatError
from geotrack.staticmap import cells, chart, density, districts, locator, overview
from geotrack.staticmap.layout import Paper
from geotrack.staticmap.lettering import one_line
from geotrack.style import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.schema import Presentation
    from geotrack.staticmap.sheet import Sheet
    from geotrack.tables import Tables


WIDTH_PX, HEIGHT_PX = 2000, 1125
# Width and height in inches. A slide is shown, so its type follows its width; the others are
# printed, so type has its true size: A4 across, two columns of a newspaper, a square.
SIZES = {"slide": (10.0, 5.625), "a4": (11.69, 8.27), "column": (4.72, 7.1), "square": (6.5, 6.5)}
LEAST_DPI, MOST_DPI = 30, 1200


class View(NamedTuple):
    """What a static map shows: its kind, and what some kinds need besides.

    `by` is month or year (multiples, timeline), or district (districts); `day` (YYYY-MM-DD) parts
    before from after; `event` is the id of the one event of a locator.
    """

    kind: str = "overview"
    by: str = ""
    day: str = ""
    event: str = ""


def _overview(tables: Tables, presentation: Presentation, paper: Paper, _view: View) -> Sheet:
    return overview.compose(tables, presentation, paper).sheet


def _multiples(tables: Tables, presentation: Presentation, paper: Paper, view: View) -> Sheet:
    return cells.compose_multiples(tables, presentation, paper, view.by)


def _before_after(tables: Tables, presentation: Presentation, paper: Paper, view: View) -> Sheet:
    return cells.compose_compared(tables, presentation, paper, view.day)


def _density(tables: Tables, presentation: Presentation, paper: Paper, _view: View) -> Sheet:
    return density.compose_density(tables, presentation, paper)


def _districts(tables: Tables, presentation: Presentation, paper: Paper, view: View) -> Sheet:
    if view.by not in ("", "district"):
        raise FormatError(f"divisions are first-level ones, or by district; not by {view.by!r}")
    return districts.compose_districts(tables, presentation, paper, view.by)


def _locator(tables: Tables, presentation: Presentation, paper: Paper, view: View) -> Sheet:
    return locator.compose_locator(tables, presentation, paper, view.event).sheet


def _timeline(tables: Tables, presentation: Presentation, paper: Paper, view: View) -> Sheet:
    return chart.compose_chart(tables, presentation, paper, view.by)


KINDS: dict[str, Callable[[Tables, Presentation, Paper, View], Sheet]] = {
    "overview": _overview,
    "multiples": _multiples,
    "before-after": _before_after,
    "density": _density,
    "districts": _districts,
    "locator": _locator,
    "timeline": _timeline,
}


def draw_map(
    tables: Tables, presentation: Presentation, paper: Paper, view: View | None = None
) -> Sheet:
    """The page of a static map, drawn.

    Names that found no room are logged (logger `geotrack.staticmap.labels`, level info). Raises
    FormatError for a kind that does not exist or lacks what it needs.
    """
    view = view or View()
    if view.kind not in KINDS:
        raise FormatError(f"static maps have no kind {view.kind!r}; there are: {', '.join(KINDS)}")
    with matplotlib_style.context("default"), mpl.rc_context({"hatch.linewidth": 0.7}):
        return KINDS[view.kind](tables, presentation, paper, view)


def map_png(
    tables: Tables,
    presentation: Presentation,
    *,
    width_px: int = WIDTH_PX,
    height_px: int = HEIGHT_PX,
    dpi: float = 200,
    view: View | None = None,
) -> bytes:
    """A static map as PNG, an overview unless `view` says otherwise.

    The composition follows the size in pixels; `dpi` is noted in the file for printing.
    """
    return draw_map(tables, presentation, Paper(width_px, height_px), view).png(dpi)


def write_map(  # noqa: PLR0913 - its keywords are the options of the formats
    file_type: str,
    tables: Tables,
    path: str | Path,
    presentation: Presentation,
    *,
    kind: str = "overview",
    by: str = "",
    day: str = "",
    event: str = "",
    size: str = "slide",
    bbox: str = "",
    lang: str = "",
    dpi: int = 200,
) -> None:
    """Write a static map as png, svg or pdf; docs/gallery.md tells what the options are.

    SVG and PDF hold text as text; `dpi` is then the resolution of the relief alone.
    """
    if lang:
        words(lang)
        presentation = presentation._replace(language=lang)
    if bbox:
        presentation = presentation._replace(bounds=read_bbox(bbox))
    view = View(kind, by, day, event)
    sheet = draw_map(tables, presentation, paper_of(size, dpi), view)
    if file_type == "png":
        data = sheet.png(dpi)
    else:
        title = one_line(presentation.title)
        data = sheet.svg(title) if file_type == "svg" else sheet.pdf(title)
    Path(path).write_bytes(data)


# One function a format, as the registry wants them.
write_map_png = partial(write_map, "png")
write_map_svg = partial(write_map, "svg")
write_map_pdf = partial(write_map, "pdf")


def paper_of(size: str, dpi: int) -> Paper:
    """The page of a named size at a resolution.

    >>> paper_of("slide", 100)
    Paper(width_px=1000, height_px=562, inches=0.0)
    """
    if size not in SIZES:
        raise FormatError(f"static maps have no size {size!r}; there are: {', '.join(SIZES)}")
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise FormatError(f"dpi {dpi} is not between {LEAST_DPI} and {MOST_DPI}")
    wide, high = SIZES[size]
    return Paper(round(wide * dpi), round(high * dpi), 0.0 if size == "slide" else wide)


def read_bbox(text: str) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees; west may be greater than east (over 180).

    >>> read_bbox("177,-20,-178,-15")
    (177.0, -20.0, -178.0, -15.0)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise FormatError(f"bbox {text!r} is not four numbers such as 41,35,46.5,38") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90):
        raise FormatError(f"bbox {text!r} is not west, south, east, north in degrees")
    return west, south, east, north
