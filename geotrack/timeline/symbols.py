"""Type symbols as SVG, drawn from style.py: one <symbol> a type and status, used by reference.

Presentation attributes only: the page's security policy forbids style attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from geotrack.style import SHAPES, status_style, type_style

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIZE = 9.0  # the unit circle's radius in a view box of 24 by 24


def symbol_sheet(pairs: Iterable[tuple[str, str, str]]) -> Markup:
    """The hidden SVG that holds every symbol: (id, event type, status) -> <symbol id=...>."""
    symbols = Markup("").join(_symbol(*pair) for pair in pairs)
    sheet = Markup('<svg class="sheet" width="0" height="0" aria-hidden="true">{}</svg>')
    return sheet.format(symbols)


def _symbol(symbol_id: str, event_type: str, status: str) -> Markup:
    look, state = type_style(event_type), status_style(status)
    attributes = Markup(
        'fill="{colour}" fill-opacity="{fill}" stroke="{colour}" stroke-width="{width}"'
        ' stroke-linejoin="round"{dashes}'
    ).format(
        colour=look.colour,
        fill=state.fill,
        width=3 if state.dashes else 2,
        dashes=_dashes(state.dashes),
    )
    struck = Markup("")
    if state.struck:
        struck = Markup('<path d="M3 21 21 3" stroke="{}" stroke-width="2.4"/>').format(look.colour)
    return Markup('<symbol id="{}" viewBox="0 0 24 24">{}{}</symbol>').format(
        symbol_id, _outline(look.shape, attributes), struck
    )


def _dashes(dashes: tuple[int, ...]) -> Markup:
    if not dashes:
        return Markup("")
    return Markup(' stroke-dasharray="{}"').format(" ".join(str(1.5 * dash) for dash in dashes))


def _outline(shape: str, attributes: Markup) -> Markup:
    corners = SHAPES[shape]
    if corners is None:
        return Markup('<circle cx="12" cy="12" r="{}" {}/>').format(_SIZE, attributes)
    points = " ".join(f"{12 + _SIZE * x:.2f},{12 - _SIZE * y:.2f}" for x, y in corners)
    return Markup('<polygon points="{}" {}/>').format(points, attributes)
