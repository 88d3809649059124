"""KML 2.2 with time spans, for Google Earth and its like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from lxml import etree

from geotrack.edtf import date_in_words
from geotrack.style import clean_text, html_text, status_style, type_order, type_style, words
from geotrack.summary import is_drawn
from geotrack.tables import records
from geotrack.writers.csv import number_text
from geotrack.writers.rows import (
    FEATURE_COLUMNS,
    all_columns,
    flat_features,
    kind_in_words,
    told_title,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geotrack.schema import Column, Presentation
    from geotrack.tables import Tables

_KML = "http://www.opengis.net/kml/2.2"
# A balloon shows the description alone: a value put in by its name would be read as HTML.
_BALLOON = "$[description]"
# Said even where empty: readers would take them from name, description and time span instead.
_ALWAYS = ("title", "notes", "date")


def write_events_kml(tables: Tables, path: Path, presentation: Presentation) -> None:
    """One placemark a location, in a folder for each event type; every column as ExtendedData.

    TimeSpan runs from the first to the last possible day. What our maps do not draw (topics, what
    is known to the country only, what has no place) lies in folders that are not ticked. Programs
    show a description as HTML: in it all that comes from data is escaped as HTML first.
    """
    rows = flat_features(tables, presentation.language, presentation.publish)
    columns = all_columns(FEATURE_COLUMNS, rows)
    rows["drawn"] = is_drawn(rows)
    rows["rank"] = rows["event_type"].map(type_order)
    rows = rows.sort_values(
        ["drawn", "rank", "event_type"], ascending=[False, True, True], kind="stable"
    )
    phrases = words(presentation.language)
    about = (presentation.marking, phrases["timeline.as_of"].format(date=presentation.as_of),
             *presentation.credits)  # fmt: skip
    looks = sorted(set(zip(rows["event_type"], rows["status"], strict=True)))
    styles = {look: f"style{number}" for number, look in enumerate(looks)}
    with etree.xmlfile(str(path), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("kml", xmlns=_KML), file.element("Document"):
            _write(file, _element("name", presentation.title))
            _write(file, _element("open", "1"))
            _write(file, _element("description", _html("\n".join(filter(None, about)))))
            for look, name in styles.items():
                _write(file, _style(name, *look))
            for (drawn, _, kind), group in rows.groupby(
                ["drawn", "rank", "event_type"], sort=False
            ):
                label = kind_in_words(str(kind), phrases)
                aside = "" if drawn else f" ({phrases['timeline.off_map'].lower()})"
                with file.element("Folder"):
                    _write(file, _element("name", label + aside))
                    _write(file, _element("visibility", "1" if drawn else "0"))
                    for row in records(group):
                        style = styles[row["event_type"], row["status"]]
                        _write(file, _placemark(row, columns, style, phrases))


def _write(file: Any, element: Any) -> None:
    file.write(element)
    file.write("\n")


def _element(tag: str, text: str = "", **attributes: str) -> Any:
    element = etree.Element(tag, attributes)
    element.text = clean_text(text) or None
    return element


def _html(text: str) -> str:
    """Text for where KML means HTML: no tag in it survives."""
    return str(html_text(text)).replace("\n", "<br/>")


def _style(name: str, event_type: str, status: str) -> Any:
    """The pin in the type's colour, paler where it did not occur; KML writes aabbggrr."""
    look, drawn = type_style(event_type), status_style(status)
    red, green, blue = (look.colour[i : i + 2].lower() for i in (1, 3, 5))
    opacity = f"{round(255 * max(drawn.fill, 0.3)):02x}"
    style = _element("Style", id=name)
    icon = _element("IconStyle")
    icon.append(_element("color", f"{opacity}{blue}{green}{red}"))
    balloon = _element("BalloonStyle")
    balloon.append(_element("text", _BALLOON))
    style.extend((icon, balloon))
    return style


def _placemark(
    row: dict[str, Any], columns: tuple[Column, ...], style: str, phrases: Mapping[str, str]
) -> Any:
    mark = _element("Placemark")
    mark.append(_element("name", told_title(row, phrases)))
    mark.append(_element("visibility", "1" if row["drawn"] else "0"))
    mark.append(_element("description", _description(row, phrases)))
    if row["date_start"]:
        span = _element("TimeSpan")
        span.append(_element("begin", row["date_start"]))
        if row["date_end"]:
            span.append(_element("end", row["date_end"]))
        mark.append(span)
    mark.append(_element("styleUrl", f"#{style}"))
    data = _element("ExtendedData")
    for column in columns:
        text = _text(row[column.name])
        if (text or column.name in _ALWAYS) and column.unit != "degree":
            value = _element("Data", name=column.name)
            value.append(_element("value", text))
            data.append(value)
    mark.append(data)
    if not (math.isnan(row["longitude"]) or math.isnan(row["latitude"])):
        point = _element("Point")
        place = (number_text(row["longitude"]), number_text(row["latitude"]))
        point.append(_element("coordinates", ",".join(place)))
        mark.append(point)
    return mark


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else number_text(float(value))


def _description(row: dict[str, Any], phrases: Mapping[str, str]) -> str:
    precision = phrases.get(f"precision.{row['geo_precision']}", row["geo_precision"])
    where = f"{row['name']} ({precision})" if row["name"] else ""
    claimed = f"{phrases['timeline.claimed_by']}: {row['claimed_by']}" if row["claimed_by"] else ""
    when = date_in_words(row["date"], phrases) if row["date"] else phrases["timeline.no_date"]
    lines = (when, where, row["notes"], row["quote"], claimed, row["source"], row["source_url"])
    return _html("\n".join(filter(None, lines)))
