"""KML 2.2 with time spans, for Google Earth and its like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

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

    import pandas as pd

    from geotrack.schema import Column, Presentation
    from geotrack.tables import Tables

_KML = "http://www.opengis.net/kml/2.2"
# A balloon shows the description alone: a value put in by its name would be read as HTML.
_BALLOON = "$[description]"
# Said even where empty: readers would take them from name, description and time span instead,
# and by its date_kind a table is known for ours.
_BATCH = 10_000
_ALWAYS = ("title", "notes", "date", "date_kind")


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
    order = ["drawn", "rank", "event_type"]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f'<?xml version="1.0" encoding="utf-8"?>\n<kml xmlns="{_KML}"><Document>')
        file.write(f"{_element('name', presentation.title)}\n{_element('open', '1')}\n")
        file.write(_element("description", _html("\n".join(filter(None, about)))) + "\n")
        file.writelines(_style(name, *look) + "\n" for look, name in styles.items())
        for (drawn, _, kind), group in rows.groupby(order, sort=False):
            label = kind_in_words(str(kind), phrases)
            aside = "" if drawn else f" ({phrases['timeline.off_map'].lower()})"
            file.write(f"<Folder>{_element('name', label + aside)}\n")
            file.write(_element("visibility", "1" if drawn else "0") + "\n")
            for first in range(0, len(group), _BATCH):
                part = group.iloc[first : first + _BATCH]
                data = _extended(part, columns)
                for row, fields in zip(records(part), data, strict=True):
                    style = styles[row["event_type"], row["status"]]
                    file.write(_placemark(row, fields, style, phrases) + "\n")
            file.write("</Folder>")
        file.write("</Document></kml>\n")


def _element(tag: str, text: str) -> str:
    """An element that holds a text, whatever is in it.

    >>> _element("name", "A & <b>")
    '<name>A &amp; &lt;b&gt;</name>'
    """
    # Texts one by one, not a tree: five times as fast, and a million placemarks need no memory.
    return f"<{tag}>{escape(clean_text(text))}</{tag}>" if text else f"<{tag}/>"


def _html(text: str) -> str:
    """Text for where KML means HTML: no tag in it survives."""
    return str(html_text(text)).replace("\n", "<br/>")


def _style(name: str, event_type: str, status: str) -> str:
    """The pin in the type's colour, paler where it did not occur; KML writes aabbggrr."""
    look, drawn = type_style(event_type), status_style(status)
    red, green, blue = (look.colour[i : i + 2].lower() for i in (1, 3, 5))
    opacity = f"{round(255 * max(drawn.fill, 0.3)):02x}"
    colour = f"<color>{opacity}{blue}{green}{red}</color>"
    balloon = _element("text", _BALLOON)
    return (
        f'<Style id="{name}"><IconStyle>{colour}</IconStyle>'
        f"<BalloonStyle>{balloon}</BalloonStyle></Style>"
    )


def _placemark(row: dict[str, Any], fields: str, style: str, phrases: Mapping[str, str]) -> str:
    span = point = ""
    if row["date_start"]:
        end = _element("end", row["date_end"]) if row["date_end"] else ""
        span = f"<TimeSpan>{_element('begin', row['date_start'])}{end}</TimeSpan>"
    if not (math.isnan(row["longitude"]) or math.isnan(row["latitude"])):
        place = f"{number_text(row['longitude'])},{number_text(row['latitude'])}"
        point = f"<Point><coordinates>{place}</coordinates></Point>"
    return (
        f"<Placemark>{_element('name', told_title(row, phrases))}"
        f"<visibility>{int(row['drawn'])}</visibility>"
        f"{_element('description', _description(row, phrases))}{span}"
        f"<styleUrl>#{style}</styleUrl><ExtendedData>{fields}</ExtendedData>{point}</Placemark>"
    )


def _extended(rows: pd.DataFrame, columns: tuple[Column, ...]) -> list[str]:
    """For each row what it holds as Data; each distinct value is brought into form once."""
    told = []
    for column in columns:
        if column.unit == "degree":
            continue
        values = rows[column.name].to_numpy(dtype=object).tolist()
        formed = {value: _data(column.name, _text(value)) for value in dict.fromkeys(values)}
        told.append([formed[value] for value in values])
    return ["".join(fields) for fields in zip(*told, strict=True)]


def _data(name: str, text: str) -> str:
    if not text and name not in _ALWAYS:
        return ""
    return f"<Data name={quoteattr(clean_text(name))}>{_element('value', text)}</Data>"


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
