"""Draw the pictures of docs/gallery.md and write the page: python scripts/make_gallery.py

The example's pictures come from its own tables; those of other regions from made-up events of the
tests, and say so. Pictures are cut to 256 colours, so that the repository stays small.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import geotrack  # noqa: E402
from geotrack.schema import Presentation  # noqa: E402
from geotrack.staticmap import View, map_png  # noqa: E402
from geotrack.staticmap.page import KINDS, SIZES, draw_map, paper_of  # noqa: E402
from tests.staticmap import cases  # noqa: E402

OUT = ROOT / "docs" / "gallery"
EXAMPLE = "maps/northern-iraq/events.geojson"


class Show(NamedTuple):
    """A picture: its file, region, what is said of it, its view, size and language."""

    name: str
    region: str
    caption: str
    view: View
    size: str = "slide"
    language: str = "en"


SHOWS = (
    Show("overview", "example", "Overview: symbols by type and status, circles and outlines where "
         "a place is no point, figures hatched over the ground they count jointly.", View()),
    Show("overview-ar", "example", "The same for readers of Arabic: the page starts at the right.",
         View(), language="ar"),
    Show("column", "example", "Two columns of a newspaper.", View(), size="column"),
    Show("multiples", "ukraine", "Small multiples by month: one frame, one scale (made-up events).",
         View("multiples", by="month")),
    Show("multiples-ckb", "example", "By year, in Sorani Kurdish.", View("multiples", by="year"),
         language="ckb"),
    Show("before-after", "sudan", "Before and after a day; what may lie on either side stands on "
         "neither (made-up events).", View("before-after", day="2023-07-01")),
    Show("density", "sudan", "Density: events that occurred, in hexagons; what is known less "
         "sharply is counted beside (made-up events).", View("density")),
    Show("districts", "ukraine", "By division, with classes; no fill is no zero (made-up events).",
         View("districts"), language="ar"),
    Show("locator", "example", "One event with all its places.",
         View("locator", event="ni-strikes-metina-asos")),
    Show("timeline", "example", "Timeline: stacked by type, uncertain dates spread and hatched, "
         "what lasts drawn as lines.", View("timeline", by="year")),
    Show("fiji", "fiji", "Across the antimeridian (made-up events).", View()),
    Show("greenland", "greenland", "Far north: an equal-area projection (made-up events).", View()),
)  # fmt: skip
_EVENTS = {"ukraine": 120, "sudan": 900, "fiji": 14, "greenland": 14}
_COUNTRIES = {"ukraine": "UA", "sudan": "SD", "fiji": "FJ", "greenland": "GL"}


def tables_of(region: str) -> tuple[Any, Presentation]:
    """The tables of a region and what stands on its pictures."""
    if region == "example":
        assembled = geotrack.assemble(geotrack.read_project(ROOT))
        return assembled.tables, assembled.presentation
    places = getattr(cases, region.upper())
    scatter = {"ukraine": 1.2, "sudan": 0.8}.get(region, 0.0)
    country = _COUNTRIES[region]
    tables = cases.region_tables(places, _EVENTS[region], scatter=scatter, country=country)
    title = f"Made-up events in {region.title()}"
    show = Presentation(title=title, subtitle="Not real: made for tests", as_of="2023-12-31",
                        version=geotrack.__version__)  # fmt: skip
    return tables, show


def small(png: bytes) -> bytes:
    """The picture in 256 colours, those of symbols among them."""
    from PIL import Image

    out = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def command(show: Show) -> str:
    """What a reader types for such a picture of a table of theirs."""
    table = EXAMPLE if show.region == "example" else "events.csv"
    parts = [f"geotrack render {table} -o {show.name}.png"]
    parts += [f"--{key} {value}" for key, value in show.view._asdict().items()
              if value and value != "overview"]  # fmt: skip
    parts += [f"--size {show.size}"] if show.size != "slide" else []
    parts += [f"--lang {show.language}"] if show.language != "en" else []
    return " ".join(parts)


_HEAD = f"""\
# Gallery of static maps

This page and its pictures are made by `python scripts/make_gallery.py`.

`geotrack render TABLE -o map.png` (or `.svg`, `.pdf`) draws a static map; `--kind` says which:
{", ".join(f"`{kind}`" for kind in KINDS)}. `--size` is {", ".join(f"`{size}`" for size in SIZES)}:
on a slide type follows the picture's width, on the others it has its true size in print. `--bbox
west,south,east,north` frames a region, `--lang` sets the language ({{languages}}), `--dpi` the
resolution (for SVG and PDF that of the relief only: all else are lines, and text stays text).
`--by month|year` steps multiples and the timeline; `--by district` shades the project's own
districts instead of first-level divisions. The same input gives the same bytes.

What each kind leaves out stands on the page: events that did not occur, dates that fit several
periods, places known less sharply than a hexagon or a division. Names that found no room are in
the log (`geotrack.staticmap.labels`, level info).
"""


def page() -> str:
    """The text of docs/gallery.md."""
    found = sorted(path.stem for path in (ROOT / "geotrack" / "words").glob("*.json"))
    parts = [_HEAD.format(languages=", ".join(f"`{one}`" for one in found))]
    for show in SHOWS:
        alt = show.caption.split(":")[0].rstrip(".")
        parts.append(f"## {show.name}\n\n{show.caption}\n\n```sh\n{command(show)}\n```\n\n"
                     f"![{alt}](gallery/{show.name}.png)\n")  # fmt: skip
    return "\n".join(parts)


def main() -> None:
    """Draw and write everything."""
    OUT.mkdir(exist_ok=True)
    for show in SHOWS:
        tables, presentation = tables_of(show.region)
        presentation = presentation._replace(language=show.language)
        if show.size == "slide":
            png = map_png(tables, presentation, width_px=1200, height_px=675, view=show.view)
        else:
            png = draw_map(tables, presentation, paper_of(show.size, 110), show.view).png(110)
        (OUT / f"{show.name}.png").write_bytes(small(png))
        print(f"{show.name}.png")
    (ROOT / "docs" / "gallery.md").write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
