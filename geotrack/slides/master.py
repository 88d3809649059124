"""The deck's own look: theme, master and two layouts made from python-pptx's plain template."""

from __future__ import annotations

from typing import Any, NamedTuple

import pptx
from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from geotrack.schema import EVENT_TYPES
from geotrack.style import TYPE_STYLES


class Box(NamedTuple):
    """A rectangle on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float


WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
SOFT, RULE, NIGHT, WHITE = "5A6470", "D5DAE0", "16202B", "FFFFFF"
# Colours by their role in the theme, so that a deck of another's keeps that one's colours.
INK, ACCENT, WASH = "text", "accent", "wash"
_ROLES = {
    INK: MSO_THEME_COLOR.TEXT_1, ACCENT: MSO_THEME_COLOR.ACCENT_1,
    WASH: MSO_THEME_COLOR.BACKGROUND_2,
}  # fmt: skip
_OWN = {INK: "1D2733", ACCENT: TYPE_STYLES["Strategic developments"].colour[1:], WASH: "F3F5F7"}
FONT = "Calibri"

TITLE = Box(MARGIN, 0.4, WIDTH - 2 * MARGIN, 0.72)
BODY = Box(MARGIN, 1.4, WIDTH - 2 * MARGIN, 5.1)
SOURCES = Box(MARGIN, 6.56, WIDTH - 2 * MARGIN, 0.3)
FOOT_LEFT = Box(MARGIN, 6.98, 3.9, 0.3)
FOOT_MIDDLE = Box(4.6, 6.98, 4.133, 0.3)
FOOT_RIGHT = Box(11.333, 6.98, 1.4, 0.3)
COVER_TITLE = Box(0.85, 0.9, 11.6, 1.9)
COVER_SUBTITLE = Box(0.85, 2.9, 11.6, 0.95)
COVER_BAND = 4.15

_FOOTERS = {"dt": FOOT_LEFT, "ftr": FOOT_MIDDLE, "sldNum": FOOT_RIGHT}
_ALIGN = {"dt": "l", "ftr": "ctr", "sldNum": "r"}
_DROPPED = ("printerSettings", "thumbnail")


def new_deck(rtl: bool = False) -> Any:
    """An empty 16:9 presentation with a cover layout (0) and a title layout (1).

    With `rtl` everything stands mirrored, for readers from right to left.
    """
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _drop_leftovers(deck)
    _keep_layouts(deck, ("Title Slide", "Title Only"))
    _set_theme(deck)
    _set_master(deck.slide_master)
    cover, plain = deck.slide_layouts
    _set_cover(cover)
    _set_plain(plain)
    if rtl:
        for level in (deck.slide_master, cover, plain):
            _mirror(level)
    return deck


def _mirror(level: Any) -> None:
    """Everything on a master or layout on the other side, titles beginning at the right."""
    for shape in level.shapes:
        mirror(shape)
    for style in level._element.iter(qn("a:lvl1pPr")):
        style.set("rtl", "1")
        style.set("algn", {"l": "r", "r": "l"}.get(style.get("algn", "l"), "ctr"))


def mirror(shape: Any) -> None:
    """The shape on the other side of the slide."""
    shape.left = Inches(WIDTH) - shape.left - shape.width


def mirrored(box: Box) -> Box:
    """The box on the other side of the slide."""
    return box._replace(left=WIDTH - box.left - box.width)


def place(shape: Any, box: Box) -> None:
    """Put a shape at a box."""
    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)


def _drop_leftovers(deck: Any) -> None:
    """The template's thumbnail and printer settings show somebody else's work."""
    for part in (deck.part.package, deck.part):
        for key, relation in list(part._rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _DROPPED:
                part._rels.pop(key)


def _keep_layouts(deck: Any, names: tuple[str, ...]) -> None:
    for layout in list(deck.slide_layouts):
        if layout.name not in names:
            deck.slide_layouts.remove(layout)


def _set_theme(deck: Any) -> None:
    part = deck.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "geotrack")
    own = _OWN[ACCENT]
    colours = {"dk1": _OWN[INK], "dk2": NIGHT, "lt2": _OWN[WASH], "hlink": own, "folHlink": own}
    accents = [own, *(TYPE_STYLES[name].colour[1:] for name in EVENT_TYPES)]
    colours |= {f"accent{i}": colour for i, colour in enumerate(accents[:6], 1)}
    for name, colour in colours.items():
        (entry,) = root.iter(qn(f"a:{name}"))
        entry[:] = [etree.Element(qn("a:srgbClr"), val=colour)]
    for group in ("a:majorFont", "a:minorFont"):
        (fonts,) = root.iter(qn(group))
        fonts.find(qn("a:latin")).set("typeface", FONT)
        fonts.find(qn("a:cs")).set("typeface", "Arial")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_master(master: Any) -> None:
    boxes = {"title": TITLE, "body": BODY, **_FOOTERS}
    for shape in master.placeholders:
        kind = shape._element.ph.get("type", "body")
        place(shape, boxes[kind])
        _set_margins(shape)
        if kind in _FOOTERS:
            _footer_style(shape, kind)
        if kind == "dt":  # the template's date field would show today
            _plain_text(shape, "")
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("sz", "2800")
    run.set("b", "1")


def _set_margins(shape: Any) -> None:
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _plain_text(shape: Any, text: str) -> None:
    for paragraph in shape._element.txBody.findall(qn("a:p")):
        for child in list(paragraph):
            paragraph.remove(child)
    shape.text_frame.text = text


def _footer_style(shape: Any, kind: str) -> None:
    body = shape._element.txBody
    level = body.find(qn("a:lstStyle")).find(qn("a:lvl1pPr"))
    level.set("algn", _ALIGN[kind])
    run = level.find(qn("a:defRPr"))
    run.set("sz", "1000")
    for child in list(run):
        run.remove(child)
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=_OWN[INK] if kind == "ftr" else SOFT)
    if kind == "ftr":
        run.set("b", "1")


def _layout_shapes(layout: Any, boxes: dict[str, Box]) -> None:
    for shape in layout.placeholders:
        kind = shape._element.ph.get("type")
        place(shape, boxes[kind])
        if kind == "dt":
            _plain_text(shape, "")


def _bar(layout: Any, box: Box, colour: str) -> None:
    """A plain rectangle behind everything else."""
    shapes = layout.shapes
    element = shapes._spTree.add_autoshape(
        900 + len(shapes), "Band", MSO_SHAPE.RECTANGLE.xml_value,
        *(Inches(value) for value in box),
    )  # fmt: skip
    style = element.find(qn("p:style"))
    if style is not None:
        element.remove(style)
    properties = element.spPr
    fill = etree.SubElement(properties, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour)
    line = etree.SubElement(properties, qn("a:ln"))
    etree.SubElement(line, qn("a:noFill"))
    layout.shapes._spTree.remove(element)
    layout.shapes._spTree.insert(2, element)


def _set_cover(layout: Any) -> None:
    layout.name = "Cover"
    boxes = {"ctrTitle": COVER_TITLE, "subTitle": COVER_SUBTITLE, **_FOOTERS}
    _layout_shapes(layout, boxes)
    for shape in layout.placeholders:
        kind = shape._element.ph.get("type")
        if kind in ("ctrTitle", "subTitle"):
            _set_margins(shape)
            shape.text_frame.vertical_anchor = None
            body = shape._element.txBody.find(qn("a:bodyPr"))
            body.set("anchor", "b" if kind == "ctrTitle" else "t")
            _cover_style(shape, 40 if kind == "ctrTitle" else 20, kind == "ctrTitle")
    _bar(layout, Box(0, COVER_BAND, WIDTH, 0.07), _OWN[ACCENT])
    _bar(layout, Box(0, 0, WIDTH, COVER_BAND), NIGHT)


def _cover_style(shape: Any, size: int, bold: bool) -> None:
    styles = shape._element.txBody.find(qn("a:lstStyle"))
    for child in list(styles):
        styles.remove(child)
    level = etree.SubElement(styles, qn("a:lvl1pPr"), marL="0", indent="0", algn="l")
    etree.SubElement(level, qn("a:buNone"))
    run = etree.SubElement(level, qn("a:defRPr"), sz=str(size * 100), b=str(int(bold)))
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val="FFFFFF" if bold else "D7DEE6")


def _set_plain(layout: Any) -> None:
    layout.name = "Title and content"
    _layout_shapes(layout, {"title": TITLE, **_FOOTERS})
    _bar(layout, Box(MARGIN, 1.16, 0.9, 0.05), _OWN[ACCENT])
    _bar(layout, Box(MARGIN, 6.9, WIDTH - 2 * MARGIN, 0.01), RULE)


def rgb(colour: str) -> RGBColor:
    """A colour from `RRGGBB`, `#RRGGBB` or one of our own theme's roles."""
    colour = _OWN.get(colour, colour)
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def paint(colour: Any, role: str) -> None:
    """Give a python-pptx colour a role of the theme, or `RRGGBB`."""
    if role in _ROLES:
        colour.theme_color = _ROLES[role]
    else:
        colour.rgb = rgb(role)


def points(value: float) -> Any:
    """A font size for python-pptx."""
    return Pt(value)
