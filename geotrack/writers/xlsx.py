"""An Excel workbook: events, locations, figures, sources, rejects, and a data dictionary."""

from __future__ import annotations

import logging
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from geotrack.errors import LimitError
from geotrack.schema import (
    FIGURES,
    LOCATIONS,
    REJECTS,
    REPORTS,
    Column,
    Presentation,
)
from geotrack.style import clean_text, csv_text, is_right_to_left
from geotrack.summary import numbered_sources
from geotrack.tables import Tables, published
from geotrack.writers.rows import EVENT_COLUMNS, all_columns, in_event_order, told_events

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_log = logging.getLogger(__name__)

# Excel's own bounds: rows of a sheet, UTF-16 units of a cell, the first day it can count.
MAX_ROWS, MAX_CELL, FIRST_DAY = 1_048_576, 32_767, "1900-03-01"
_DATED = ("date", "date_start", "date_end", "published")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CUT = " [cut here: Excel holds no more]"
# Wide columns are wrapped.
_WRAPPED = {"title": 48, "notes": 60, "quote": 60, "reason": 48, "alternatives": 40, "meaning": 70,
            "places": 32, "value": 32, "source_url": 32, "url": 32, "one_of": 60}  # fmt: skip
_WIDTHS = {"event_id": 30, "location_id": 34, "date": 26, "event_type": 28, "sub_event_type": 26,
           "actor1": 28, "actor2": 28, "claimed_by": 26, "source": 30} | _WRAPPED  # fmt: skip
# So many characters of a column's width go on a page of paper that can still be read.
_PAGE_WIDTH = 260
# A line of the standard font, in points; so many lines of a text are in view.
_LINE_POINTS, _MOST_LINES = 15, 12


def write_events_xlsx(tables: Tables, path: Path, presentation: Presentation) -> None:
    """The workbook: typed cells, days as days where they are days, a filter on every sheet.

    Text is written as text, whatever it looks like: no cell is ever a formula. Raises LimitError
    for more rows than a sheet holds.
    """
    import xlsxwriter

    sheets = _sheets(tables, presentation)
    for name, _, rows in sheets:
        if len(rows) >= MAX_ROWS:
            raise LimitError(
                f"{path.name}: sheet {name} would need {len(rows) + 1:,} rows; "
                f"a sheet holds {MAX_ROWS:,}"
            )
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    day = presentation.as_of if _DAY.fullmatch(presentation.as_of) else "1980-01-01"
    created = datetime.fromisoformat(day).replace(tzinfo=UTC)
    about = {"title": clean_text(presentation.title), "comments": clean_text(_about(presentation)),
             "author": "", "created": created}  # fmt: skip
    book.set_properties(about)
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#E8ECF0", "bottom": 1}),
        "text": book.add_format({"valign": "top"}),
        "wrapped": book.add_format({"valign": "top", "text_wrap": True}),
        "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
        # A cell that looks like a formula stays text even when somebody edits it.
        "quoted": book.add_format({"valign": "top", "text_wrap": True, "quote_prefix": True}),
    }
    for name, columns, rows in sheets:
        sheet = book.add_worksheet(name)
        if is_right_to_left(presentation.language):
            sheet.right_to_left()
        cut = _write_sheet(sheet, columns, rows, styles)
        _page(sheet, columns, presentation)
        if cut:
            _log.warning(
                "%s, sheet %s: %d texts are cut at %d characters, and say so",
                path.name, name, cut, MAX_CELL,
            )  # fmt: skip
    book.close()


def _sheets(
    tables: Tables, presentation: Presentation
) -> list[tuple[str, tuple[Column, ...], pd.DataFrame]]:
    """Name, columns and rows of each sheet, the dictionary last."""
    sources = numbered_sources(tables).drop(columns="number")
    events = told_events(tables, presentation.language, presentation.publish)
    told: list[tuple[str, tuple[Column, ...], pd.DataFrame]] = [
        ("events", all_columns(EVENT_COLUMNS, events), events),
        ("locations", _shown(LOCATIONS), published("locations", in_event_order(tables))),
        ("figures", _shown(FIGURES), published("figures", tables["figures"])),
        ("sources", _shown(REPORTS), published("reports", sources)),
        ("rejects", _shown(REJECTS), tables["rejects"]),
    ]
    return [*told, ("dictionary", DICTIONARY, dictionary_rows(told))]


def _shown(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.published)


DICTIONARY = tuple(
    Column(name, "text", "") for name in ("sheet", "column", "type", "unit", "meaning", "one_of")
)


def dictionary_rows(sheets: Iterable[tuple[str, tuple[Column, ...], Any]]) -> pd.DataFrame:
    """One row a column of each sheet: its type, unit, meaning and closed vocabulary."""
    rows = [
        (sheet, column.name, column.type, column.unit, column.meaning,
         ", ".join(filter(None, column.vocabulary)))
        for sheet, columns, _ in sheets
        for column in columns
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in DICTIONARY], dtype="str")


def _about(presentation: Presentation) -> str:
    lines = (presentation.marking, f"Data as of {presentation.as_of}", *presentation.credits)
    return "\n".join(filter(None, lines))


def _width(column: Column) -> int:
    return _WIDTHS.get(column.name, 18 if column.type == "text" else len(column.name) + 3)


def _page(sheet: Any, columns: tuple[Column, ...], presentation: Presentation) -> None:
    """Marking and title on paper; `&` begins a code there."""
    marking, title = (
        clean_text(text).replace("\n", " ").replace("&", "&&")[:100]
        for text in (presentation.marking, presentation.title)
    )
    sheet.set_landscape()
    sheet.fit_to_pages(1 + sum(map(_width, columns)) // _PAGE_WIDTH, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{title}&R{marking}")
    sheet.set_footer(f"&L{marking}&R&P")


def _write_sheet(
    sheet: Any, columns: tuple[Column, ...], rows: pd.DataFrame, styles: dict[str, Any]
) -> int:
    """Header, cells and filter; how many texts had to be cut."""
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _width(column))
        sheet.write_string(0, at, column.name, styles["head"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    cut = 0
    data = [rows[column.name].tolist() for column in columns]
    for number, cells in enumerate(zip(*data, strict=True), 1):
        lines = _lines(columns, cells)
        if lines > 1:
            sheet.set_row(number, lines * _LINE_POINTS)
        for at, (column, value) in enumerate(zip(columns, cells, strict=True)):
            cut += _write_cell(sheet, (number, at), column, value, styles)
    return cut


def _lines(columns: tuple[Column, ...], cells: tuple[Any, ...]) -> int:
    """How many lines the row's wrapped texts take, up to what a screen shows well.

    Excel would reckon this itself; LibreOffice and others show one line where it is not said.
    """
    most = 1
    for column, value in zip(columns, cells, strict=True):
        width = _WRAPPED.get(column.name)
        if width and value and len(value) > width // 2:
            # Words are not cut at the margin, so a line holds less than its width.
            most = max(most, sum(1 + len(part) * 10 // (width * 9) for part in value.split("\n")))
    return min(most, _MOST_LINES)


def _write_cell(
    sheet: Any, at: tuple[int, int], column: Column, value: Any, styles: dict[str, Any]
) -> bool:
    """One cell by its column's type; whether its text had to be cut."""
    if column.type != "text":
        if not pd.isna(value):
            sheet.write_number(*at, round(float(value), 6), styles["text"])
        return False
    if not value:
        return False
    if column.name in _DATED and _DAY.fullmatch(value) and value >= FIRST_DAY:
        sheet.write_datetime(*at, date.fromisoformat(value), styles["day"])
        return False
    text = _fitting(clean_text(value))
    quoted = csv_text(text) != text
    wide = column.name in _WRAPPED
    style = styles["quoted" if quoted else "wrapped" if wide else "text"]
    sheet.write_string(*at, text, style)
    return text.endswith(_CUT)


def _fitting(text: str) -> str:
    """Text that fits a cell; what is cut says so.

    >>> _fitting("short"), len(_fitting("x" * 40_000)), _fitting("x" * 40_000)[-32:]
    ('short', 32767, ' [cut here: Excel holds no more]')
    """
    # Characters beyond the basic plane take two units; only long texts need counting.
    if len(text) * 2 <= MAX_CELL or len(text.encode("utf-16-le")) // 2 <= MAX_CELL:
        return text
    units = text.encode("utf-16-le")[: 2 * (MAX_CELL - len(_CUT))]
    return units.decode("utf-16-le", "ignore") + _CUT
