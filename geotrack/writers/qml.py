"""QGIS layer styles (QML): a rule for each type and status, the reach of a place, and time.

What did not occur is never filled like what did; a place known only as an area gets a dashed
circle of its radius on the ground; topics and countries are listed, not drawn: as on our own maps.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from geotrack.areas import KM_PER_DEGREE
from geotrack.schema import DRAWN_ROLES, OTHER_TYPE, UNDRAWN_PRECISIONS
from geotrack.style import (
    TYPE_STYLES,
    status_order,
    status_style,
    type_order,
    type_style,
    words,
)
from geotrack.summary import GROUND_KM, GROUND_PRECISIONS

# QGIS' names of our shapes.
_SHAPES = {"cross": "cross_fill"}
_SIZE_MM = "3.4"
# QGIS compares days with moments as texts, by which a day is over before it began: expressions
# make moments of them, the last one the end of its day. (Seen in 3.22 with mode 2, by fields.)
_BY_EXPRESSIONS, _WITH_BOTH_ENDS = "4", "1"
# What has no day is in view throughout: it may have been any day from the first to the last.
_BEGIN = "to_datetime(coalesce(\"date_start\", '{first}'))"
_END = "to_datetime(coalesce(\"date_end\", '{last}')) + to_interval('86399 seconds')"
# A circle on the ground in degrees, as areas.circle_around draws it, right in any projection.
_CIRCLE = (f'make_ellipse($geometry, "radius_km" / {KM_PER_DEGREE:.3f} / cos(radians($y)), '
           f'"radius_km" / {KM_PER_DEGREE:.3f}, 90, 64)')  # fmt: skip


def locations_qml(
    pairs: Iterable[tuple[str, str]],
    days: tuple[str, str],
    outlined: Iterable[str] = (),
    language: str = "en",
) -> str:
    """The style of a layer of locations with the fields of writers.rows.FEATURE_COLUMNS.

    `pairs` are the event types and statuses that occur: the legend has a line for each. `days`
    are the first and last of all (YYYY-MM-DD), both empty where nothing is dated. Places that are
    `outlined` in another layer (place_ids) get no circle.

    >>> 'startField="date_start"' in locations_qml([], ("2024-01-01", "2024-12-31"))
    True
    """
    root = _root(days)
    ground = _ground(outlined)
    known = sorted(
        {(kind if kind in TYPE_STYLES else OTHER_TYPE, status) for kind, status in pairs},
        key=lambda pair: (type_order(pair[0]), pair[0], status_order(pair[1])),
    )
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0",
                             enableorderby="0", forceraster="0")  # fmt: skip
    rules = ET.SubElement(renderer, "rules", key="all")
    symbols = ET.SubElement(renderer, "symbols")
    phrases = words(language)
    for number, (kind, status) in enumerate(known):
        label = phrases.get(f"type.{kind}", kind)
        if status != "occurred":
            label = f"{label} ({phrases.get(f'status.{status}', status)})"
        ET.SubElement(rules, "rule", key=f"rule{number}", symbol=str(number),
                      filter=_filter(kind, status), label=label)  # fmt: skip
        _marker(symbols, str(number), (kind, status), ground)
    ET.SubElement(root, "previewExpression").text = '"title"'
    return _text(root)


def areas_qml() -> str:
    """The style of outlines (a thin line) and circles (a dashed one), without a fill."""
    root = _root(("", ""))
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0",
                             enableorderby="0", forceraster="0")  # fmt: skip
    rules = ET.SubElement(renderer, "rules", key="all")
    symbols = ET.SubElement(renderer, "symbols")
    kinds = (("outline", "solid"), ("circle", "dash"))
    for number, (kind, line) in enumerate(kinds):
        ET.SubElement(rules, "rule", key=f"rule{number}", symbol=str(number), label=kind,
                      filter=f"\"area_kind\" = '{kind}'")  # fmt: skip
        symbol = _symbol(symbols, str(number), "fill")
        _layer(symbol, "SimpleFill", {
            "style": "no", "outline_color": "95,99,104,255", "outline_style": line,
            "outline_width": "0.3", "outline_width_unit": "MM",
        })  # fmt: skip
    return _text(root)


def _root(days: tuple[str, str]) -> ET.Element:
    root = ET.Element("qgis", version="3.22.0", styleCategories="AllStyleCategories")
    first, last = days
    if first:
        time = ET.SubElement(
            root, "temporal", enabled="1", mode=_BY_EXPRESSIONS, limitMode=_WITH_BOTH_ENDS,
            startField="date_start", endField="date_end", durationField="", durationUnit="d",
            fixedDuration="0", accumulate="0", startExpression=_BEGIN.format(first=first),
            endExpression=_END.format(last=last),
        )  # fmt: skip
        fixed = ET.SubElement(time, "fixedRange")
        ET.SubElement(fixed, "start")
        ET.SubElement(fixed, "end")
    return root


def _filter(kind: str, status: str) -> str:
    named = ", ".join(_literal(name) for name in TYPE_STYLES if name != OTHER_TYPE)
    typed = (
        f'("event_type" IS NULL OR "event_type" NOT IN ({named}))'
        if kind == OTHER_TYPE
        else f'"event_type" = {_literal(kind)}'
    )
    told = f'"status" = {_literal(status)}' if status else '"status" IS NULL'
    roles = ", ".join(map(_literal, DRAWN_ROLES))
    undrawn = ", ".join(map(_literal, UNDRAWN_PRECISIONS))
    return f'{typed} AND {told} AND "role" IN ({roles}) AND "geo_precision" NOT IN ({undrawn})'


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _ground(outlined: Iterable[str]) -> str:
    """The expression that is true of a location known only as a stretch of ground."""
    precisions = ", ".join(map(_literal, GROUND_PRECISIONS))
    rough = (f'"geo_precision" IN ({precisions}) OR '
             f'("radius_km" > {GROUND_KM:g} AND "geo_precision" <> \'town\')')  # fmt: skip
    ids = ", ".join(map(_literal, outlined))
    return f"({rough}) AND coalesce(\"place_id\", '') NOT IN ({ids})" if ids else rough


def _marker(symbols: ET.Element, name: str, pair: tuple[str, str], ground: str) -> None:
    """The dashed reach of an area, then the symbol of the type, drawn as its status asks."""
    kind, status = pair
    look, drawn = type_style(kind), status_style(status)
    red, green, blue = (int(look.colour[i : i + 2], 16) for i in (1, 3, 5))
    colour = f"{red},{green},{blue}"
    line = "dash" if drawn.dashes and drawn.dashes[0] > 2 else "dot" if drawn.dashes else "solid"
    symbol = _symbol(symbols, name, "marker")
    circle = _layer(
        symbol, "GeometryGenerator",
        {"SymbolType": "Fill", "geometryModifier": _CIRCLE, "units": "MapUnit"},
        {"enabled": ground},
    )  # fmt: skip
    _layer(_symbol(circle, f"@{name}@0", "fill"), "SimpleFill", {
        "style": "no", "outline_color": f"{colour},160", "outline_style": "dash",
        "outline_width": "0.25", "outline_width_unit": "MM",
    })  # fmt: skip
    filled = drawn.fill >= 1
    _layer(symbol, "SimpleMarker", {
        "name": _SHAPES.get(look.shape, look.shape), "size": _SIZE_MM, "size_unit": "MM",
        "color": f"{colour},{round(255 * drawn.fill)}",
        "outline_color": "255,255,255,255" if filled else f"{colour},255",
        "outline_style": line, "outline_width": "0.3" if filled else "0.5",
        "outline_width_unit": "MM",
    })  # fmt: skip
    if drawn.struck:
        _layer(symbol, "SimpleMarker", {
            "name": "line", "angle": "45", "size": "4.4", "size_unit": "MM",
            "color": f"{colour},255", "outline_color": f"{colour},255", "outline_style": "solid",
            "outline_width": "0.5", "outline_width_unit": "MM",
        })  # fmt: skip


def _symbol(symbols: ET.Element, name: str, kind: str) -> ET.Element:
    return ET.SubElement(symbols, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1",
                         force_rhr="0")  # fmt: skip


def _layer(
    symbol: ET.Element,
    kind: str,
    options: Mapping[str, str],
    driven: Mapping[str, str] | None = None,
) -> ET.Element:
    """A symbol layer; `driven` are properties that an expression decides for each feature."""
    layer = ET.SubElement(
        symbol, "layer", {"class": kind}, enabled="1", locked="0", **{"pass": "0"}
    )
    listed = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(listed, "Option", name=name, type="QString", value=value)
    if not driven:
        return layer
    outer = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(outer, "Option", name="name", type="QString", value="")
    properties = ET.SubElement(outer, "Option", name="properties", type="Map")
    for name, expression in driven.items():
        one = ET.SubElement(properties, "Option", name=name, type="Map")
        ET.SubElement(one, "Option", name="active", type="bool", value="true")
        ET.SubElement(one, "Option", name="expression", type="QString", value=expression)
        ET.SubElement(one, "Option", name="type", type="int", value="3")
    ET.SubElement(outer, "Option", name="type", type="QString", value="collection")
    return layer


def _text(root: ET.Element) -> str:
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"
