"""Around the map: marking, title, edge arrows, scale bar, north arrow and the line of sources."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.patches import FancyBboxPatch
from matplotlib.path import Path

from geotrack.staticmap.box import Box
from geotrack.staticmap.lettering import one_line, shortened
from geotrack.style import counted, words

if TYPE_CHECKING:
    from geotrack.staticmap.frame import Frame
    from geotrack.staticmap.labels import Room
    from geotrack.staticmap.sheet import Sheet

INK, MUTED, RULE = "#1d1d1d", "#5c5c5c", "#c9c4b8"
FRAME = "#3b372f"
MARGIN = 12.0
MARKING_HEIGHT = 11.0
# Colours of the Traffic Light Protocol 2.0 on black (FIRST, 2022).
_TLP = {"TLP:RED": "#FF2B2B", "TLP:AMBER": "#FFC000", "TLP:GREEN": "#33FF00"}
_MOST_ARROWS = 5
_PLATE = 40


class Layout(NamedTuple):
    """Where the parts of the page stand."""

    map: Box
    panel: Box
    columns: int


# --- head and foot ------------------------------------------------------------------------


def draw_marking(sheet: Sheet, marking: str) -> float:
    """The marking at the top and bottom of the page; gives back the height of one bar."""
    text = one_line(marking)
    if not text:
        return 0.0
    size = 6.6
    text = sheet.cut_to(sheet.wrapped(text, sheet.width - 20, size, True), 1, sheet.width - 20,
                        size, True)[0]  # fmt: skip
    key = text.upper().replace("+STRICT", "")
    colour = _TLP.get(key, "#ffffff")
    for bottom in (0.0, sheet.height - MARKING_HEIGHT):
        sheet.box(Box(0, bottom, sheet.width, bottom + MARKING_HEIGHT), fill="black", zorder=60)
        sheet.text(
            sheet.width / 2, bottom + MARKING_HEIGHT / 2 - 0.36 * size, text, size,
            bold=True, colour=colour, align="centre", zorder=61,
        )  # fmt: skip
    return MARKING_HEIGHT


def title_lines(sheet: Sheet, title: str, width: float) -> tuple[list[str], float]:
    """The title in as few lines and as large as fit; an overlong one ends with an ellipsis."""
    for sizes, lines in (((17.0, 15.5, 14.0), 1), ((14.0, 12.5, 11.0), 2)):
        for size in sizes:
            found = sheet.wrapped(shortened(one_line(title), 600), width, size, True)
            if len(found) <= lines:
                return found, size
    return sheet.fitted(title, width, (9.5, 8.0), 3, True)


def _subtitle_lines(sheet: Sheet, subtitle: str) -> tuple[list[str], float]:
    return sheet.fitted(subtitle, sheet.width - 2 * MARGIN, (8.2, 7.6, 7.0), 2)


def head_height(sheet: Sheet, title: str, subtitle: str) -> float:
    """How much of the page title and subtitle take."""
    lines, size = title_lines(sheet, title, sheet.width - 2 * MARGIN)
    small, small_size = _subtitle_lines(sheet, subtitle)
    return 15.0 + len(lines) * size * 1.2 + len(small) * small_size * 1.28


def draw_head(sheet: Sheet, top: float, title: str, subtitle: str) -> None:
    """Title and subtitle, from `top` downwards."""
    lines, size = title_lines(sheet, title, sheet.width - 2 * MARGIN)
    y = top - 8.0
    for line in lines:
        y -= size
        sheet.lead(MARGIN, y, line, size, bold=True, colour=INK)
        y -= size * 0.2
    small, small_size = _subtitle_lines(sheet, subtitle)
    y -= 2.0
    for line in small:
        y -= small_size
        sheet.lead(MARGIN, y, line, small_size, colour=MUTED)
        y -= small_size * 0.28


def draw_sources(sheet: Sheet, bottom: float, text: str) -> float:
    """The line of sources at the foot; gives back its height."""
    width = sheet.width - 2 * MARGIN
    lines, size = sheet.fitted(text, width, (5.8, 5.4), 2)
    if lines[-1:] and lines[-1].endswith("…"):  # licences are cut only when there is no end to them
        lines, size = sheet.fitted(text, width, (5.0, 4.6), 6)
    height = len(lines) * size * 1.35 + 7.0
    y = bottom + height - 4.0
    for line in lines:
        y -= size
        sheet.lead(MARGIN, y, line, size, colour=MUTED)
        y -= size * 0.35
    return height


# --- scale and north ----------------------------------------------------------------------


def round_length(most_km: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is at most `most_km`.

    >>> round_length(130), round_length(0.7)
    (100.0, 0.5)
    """
    power = 10.0 ** math.floor(math.log10(most_km))
    return float(max(step for step in (1, 2, 5) if step * power <= most_km * 1.000001) * power)


def draw_scale_and_north(
    sheet: Sheet, frame: Frame, room: Room, language: str, *, north: bool = True
) -> Box:
    """One plate with the scale bar and the arrow to true north, in the emptiest corner."""
    per_point = frame.km_per_point
    length = round_length(per_point * frame.box.width * (0.2 if north else 0.32))
    bar = length / per_point
    plate_width, plate_height = bar + 52.0, 27.0
    north = north and frame.projection.kind != "world"
    if not north:
        plate_width, plate_height = bar + 34.0, 20.0
    plate = _emptiest_corner(frame.box, room, plate_width, plate_height)
    room.take(plate)
    _rounded(sheet, plate)
    left = plate.left + 10.0
    if north:
        centre = (plate.left + 15.0, plate.centre[1])
        _north_arrow(sheet, centre, frame.north_at(*plate.centre), words(language)["static.north"])
        left = plate.left + 34.0
    _scale_bar(sheet, left, plate.bottom + (7.0 if north else 4.5), bar, length, language)
    return plate


def _emptiest_corner(frame: Box, room: Room, width: float, height: float) -> Box:
    """A free box in a corner, else along the lower or upper edge, else the least crowded."""
    inner = frame.grown(-6.0)
    spare = max(inner.width - width, 0.0)
    places = [
        Box(inner.left + spare * at, bottom, inner.left + spare * at + width, bottom + height)
        for shares in ((0.0, 1.0), tuple(i / 24 for i in range(1, 24)))
        for bottom in (inner.bottom, inner.top - height)
        for at in shares
    ]
    return min(enumerate(places), key=lambda item: (room.taken_in(item[1]), item[0]))[1]


def _rounded(sheet: Sheet, box: Box, edge: str = RULE, alpha: float = 0.9) -> None:
    patch = FancyBboxPatch(
        (box.left, box.bottom), box.width, box.height, boxstyle="round,pad=0,rounding_size=2.5",
        facecolor="white", edgecolor=edge, lw=0.6, alpha=alpha, zorder=_PLATE,
    )  # fmt: skip
    sheet.add(patch)


def _scale_bar(sheet: Sheet, x: float, y: float, bar: float, length: float, language: str) -> None:
    phrases = words(language)
    high = 3.0
    for part in range(4):
        fill = INK if part % 2 == 0 else "white"
        sheet.box(
            Box(x + part * bar / 4, y, x + (part + 1) * bar / 4, y + high),
            fill=fill, edge=INK, lw=0.5, zorder=_PLATE + 1,
        )  # fmt: skip
    unit, number = ("km", length) if length >= 1 else ("m", length * 1000)
    end = phrases[f"static.scale.{unit}"].format(n=f"{number:,.10g}")
    half = f"{number / 2:,.10g}" if bar > 46 else ""
    for at, text in ((0.0, "0"), (bar / 2, half), (bar, end)):
        sheet.text(x + at, y + high + 3.2, text, 6.2, align="centre", zorder=_PLATE + 1)


def _north_arrow(sheet: Sheet, centre: tuple[float, float], angle: float, letter: str) -> None:
    """A small arrow towards true north; its left half dark, its right half light."""
    x, y = centre
    up = (math.cos(angle), math.sin(angle))
    side = (up[1], -up[0])

    def at(along: float, across: float) -> tuple[float, float]:
        return x + up[0] * along + side[0] * across, y + up[1] * along + side[1] * across

    tip, notch = at(5.5, 0), at(-6.0, 0)
    for across, fill in ((-4.2, INK), (4.2, "white")):
        half = Path([tip, at(-9.5, across), notch, tip], closed=True)
        sheet.path(half, facecolor=fill, edgecolor=INK, lw=0.6, zorder=_PLATE + 1)
    letter_x, letter_y = at(9.3, 0)
    sheet.text(letter_x, letter_y - 2.2, letter, 6.2, bold=True, align="centre", zorder=_PLATE + 1)


# --- what lies outside --------------------------------------------------------------------


def draw_edge_arrows(
    sheet: Sheet, frame: Frame, room: Room, places: list[tuple[str, float, float, int]],
    language: str,
) -> None:  # fmt: skip
    """At the frame's edge, arrows towards the places outside with the most events."""
    for name, lon, lat, number in places[:_MOST_ARROWS]:
        angle = frame.direction_to(lon, lat)
        phrase = words(language)["static.outside.place"]
        text = phrase.format(
            place=shortened(name, 26), events=counted(language, "count.events", number)
        )
        text = f"\u200f{text}" if sheet.rtl else text
        found = _edge_spot(sheet, frame.box, room, angle, text)
        if found is not None:
            _edge_arrow(sheet, *found, text)


def _edge_spot(
    sheet: Sheet, frame: Box, room: Room, angle: float, text: str
) -> tuple[Box, float] | None:
    """A free pill at the frame's edge as near to the direction as can be."""
    width, height = sheet.width_of(text, 6.6, True) + 21.0, 12.0
    inner = frame.grown(-4.0)
    for step in range(40):
        for sign in (1, -1):
            turned = angle + sign * math.radians(1.5 * step)
            box = _pill_at(inner, turned, width, height)
            if room.is_free(box):
                room.take(box.grown(1.0))
                return box, angle
    return None


def _pill_at(inner: Box, angle: float, width: float, height: float) -> Box:
    """A box of the given size, inside, touching the edge where the direction leaves it."""
    across, up = math.cos(angle), math.sin(angle)
    reach_x = (inner.width - width) / 2 / max(abs(across), 1e-9)
    reach_y = (inner.height - height) / 2 / max(abs(up), 1e-9)
    reach = min(reach_x, reach_y)
    x, y = inner.centre[0] + across * reach, inner.centre[1] + up * reach
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _edge_arrow(sheet: Sheet, box: Box, angle: float, text: str) -> None:
    _rounded(sheet, box, edge=INK, alpha=0.95)
    on_left = math.cos(angle) < 0
    x = box.left + 8.0 if on_left else box.right - 8.0
    draw_arrow(sheet, (x, box.centre[1]), angle, 4.4, zorder=_PLATE + 1)
    start = box.left + 16.0 if on_left else box.left + 5.0
    sheet.text(start, box.centre[1] - 2.4, text, 6.6, bold=True, zorder=_PLATE + 1)


def draw_arrow(
    sheet: Sheet, centre: tuple[float, float], angle: float, reach: float, zorder: float = 50
) -> None:
    """A solid arrow in a direction."""
    turn = math.cos(angle), math.sin(angle)
    shape = ((1.0, 0.0), (0.05, 0.85), (0.05, 0.28), (-1.0, 0.28), (-1.0, -0.28), (0.05, -0.28),
             (0.05, -0.85), (1.0, 0.0))  # fmt: skip
    points = [
        (
            centre[0] + reach * (a * turn[0] - b * turn[1]),
            centre[1] + reach * (a * turn[1] + b * turn[0]),
        )
        for a, b in shape
    ]
    sheet.path(Path(points, closed=True), facecolor=INK, edgecolor="none", lw=0, zorder=zorder)
