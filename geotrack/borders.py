"""Which country a spot lies in: the outlines of countries (Natural Earth), generalised."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geotrack.basemap.layers import load_layers

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_WORLD = (-180.0, -90.0, 180.0, 90.0)
# What touches a border, or lies off a coast, this near: 50 km, as far as the outlines and the
# coordinates of tables can be trusted.
_NEAR_DEGREES = 0.5


def lies_in(country: str, longitude: float, latitude: float, *, or_beside: bool = False) -> bool:
    """Whether a spot lies in a country (ISO 3166-1 alpha-2), or within 50 km of it.

    `or_beside`: or in one that borders it.

    >>> lies_in("ID", 95.32, 5.55), lies_in("SD", 31.67, 3.88)
    (True, False)
    >>> lies_in("SD", 31.67, 3.88, or_beside=True)
    True
    """
    from shapely import Point, dwithin

    spot = Point(longitude, latitude)
    own, beside = _shapes(country)
    tried = (*own, *beside) if or_beside else own
    return any(dwithin(shape, spot, _NEAR_DEGREES) for shape in tried)


# Neighbours' outlines may part by a hair.
_TOUCHING = 1e-6


@cache
def _shapes(country: str) -> tuple[tuple[BaseGeometry, ...], tuple[BaseGeometry, ...]]:
    """The outlines of a country, and of those that border it."""
    from shapely import dwithin

    own = tuple(shape for iso, shape in _countries() if iso == country)
    others = [shape for iso, shape in _countries() if iso != country]
    return own, tuple(o for o in others if any(dwithin(shape, o, _TOUCHING) for shape in own))


@cache
def _countries() -> list[tuple[str, BaseGeometry]]:
    """Each country's code and outline, made ready for many questions."""
    from shapely import prepare

    layer = load_layers(_WORLD, only=("countries",))["countries"]
    shapes = list(layer.geometry)
    prepare(shapes)
    return list(zip(layer["iso_a2"], shapes, strict=True))
