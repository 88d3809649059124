"""How things look and read: colours, shapes, labels, escaping and words, one for all renderers.

Colours are from Okabe and Ito's set for all kinds of colour vision (2008), darkened where white
paper needs it; no two event types share a shape, so colour is never the only sign.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from geotrack.errors import ProjectError
from geotrack.schema import EVENT_TYPES, OTHER_TYPE, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS_FOLDER = Path(__file__).parent / "words"
RIGHT_TO_LEFT = ("ar", "ckb", "fa", "he", "ur")


class TypeStyle(NamedTuple):
    """An event type's colour (#rrggbb) and shape (a key of `SHAPES`)."""

    colour: str
    shape: str


class StatusStyle(NamedTuple):
    """How a status alters a symbol: fill opacity 0..1, outline dashes (points), struck through."""

    fill: float
    dashes: tuple[int, ...]
    struck: bool = False


TYPE_STYLES: dict[str, TypeStyle] = {
    "Battles": TypeStyle("#B22222", "diamond"),
    "Explosions/Remote violence": TypeStyle("#D55E00", "triangle"),
    "Violence against civilians": TypeStyle("#A02C6B", "cross"),
    "Protests": TypeStyle("#00805A", "pentagon"),
    "Riots": TypeStyle("#A67B00", "star"),
    "Strategic developments": TypeStyle("#0072B2", "square"),
    "Diplomacy and politics": TypeStyle("#5B4B9A", "circle"),
    OTHER_TYPE: TypeStyle("#5F6368", "hexagon"),
}

# What did not occur is never filled like what did.
STATUS_STYLES: dict[str, StatusStyle] = {
    "occurred": StatusStyle(1.0, ()),
    "alleged": StatusStyle(0.3, ()),
    "planned": StatusStyle(0.0, (4, 3)),
    "demanded": StatusStyle(0.0, (1, 2)),
    "denied": StatusStyle(0.0, (), struck=True),
}


def _regular(corners: int, turn: float = 0.0) -> tuple[tuple[float, float], ...]:
    angles = (math.pi / 2 + turn + 2 * math.pi * i / corners for i in range(corners))
    return tuple((round(math.cos(a), 4), round(math.sin(a), 4)) for a in angles)


def _star() -> tuple[tuple[float, float], ...]:
    outer, inner = _regular(5), _regular(5, math.pi / 5)
    return tuple(
        point for o, i in zip(outer, inner, strict=True) for point in (o, (i[0] * 0.5, i[1] * 0.5))
    )


_ARM = 0.36
# Outlines in a unit circle, y upwards; None is the circle itself.
SHAPES: dict[str, tuple[tuple[float, float], ...] | None] = {
    "circle": None,
    "triangle": _regular(3),
    "square": _regular(4, math.pi / 4),
    "diamond": _regular(4),
    "pentagon": _regular(5),
    "hexagon": _regular(6),
    "star": _star(),
    "cross": (
        (-_ARM, 1), (_ARM, 1), (_ARM, _ARM), (1, _ARM), (1, -_ARM), (_ARM, -_ARM),
        (_ARM, -1), (-_ARM, -1), (-_ARM, -_ARM), (-1, -_ARM), (-1, _ARM), (-_ARM, _ARM),
    ),
}  # fmt: skip


def type_style(event_type: str) -> TypeStyle:
    """The style of an event type; a type we do not know looks like `Other`.

    >>> type_style("Battles").shape
    'diamond'
    """
    return TYPE_STYLES.get(event_type, TYPE_STYLES[OTHER_TYPE])


def status_style(status: str) -> StatusStyle:
    """The style of a status; an unknown one is drawn as the doubtful thing it is: alleged."""
    return STATUS_STYLES.get(status, STATUS_STYLES["alleged"])


def type_order(event_type: str) -> int:
    """Where a type stands in legends: ACLED's order, then ours, then all others."""
    return EVENT_TYPES.index(event_type) if event_type in EVENT_TYPES else len(EVENT_TYPES)


def status_order(status: str) -> int:
    """Where a status stands in legends."""
    return STATUSES.index(status) if status in STATUSES else len(STATUSES)


# --- words --------------------------------------------------------------------------------


@cache
def words(language: str = "en") -> Mapping[str, str]:
    """Every phrase a reader sees, by key; what a language lacks comes from English.

    Raises ProjectError for a language without a file.

    >>> words("en")["status.planned"]
    'planned'
    """
    if not language.replace("-", "").isalnum():
        raise ProjectError(f"language {language!r} is not a language tag such as en")
    path = WORDS_FOLDER / f"{language}.json"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in WORDS_FOLDER.glob("*.json")))
        raise ProjectError(f"no words for the language {language!r}; there are: {known}")
    english = json.loads((WORDS_FOLDER / "en.json").read_text(encoding="utf-8"))
    return {**english, **json.loads(path.read_text(encoding="utf-8"))}


def counted(language: str, key: str, number: int) -> str:
    """A phrase with its number: `key.one` for 1, `key.other` for the rest.

    >>> counted("en", "count.events", 1), counted("en", "count.events", 1200)
    ('1 event', '1,200 events')
    """
    form = ".one" if number == 1 else ".other"
    return words(language)[key + form].format(n=f"{number:,}")


def is_right_to_left(language: str) -> bool:
    """Whether a language tag is written from right to left."""
    return language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT


# --- escaping -----------------------------------------------------------------------------

# The last four are the full-width forms, which some spreadsheets take for the plain ones.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def html_text(text: object) -> Markup:
    """Text made safe for HTML content and quoted attributes."""
    return escape(text)


def json_text(value: object) -> str:
    """JSON in its shortest form, every script as it is; not-a-number is refused."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def json_for_html(value: object) -> str:
    """JSON that can stand inside a <script type="application/json"> and cannot end it.

    >>> json_for_html({"title": "</script>"})
    '{"title":"\\\\u003c/script\\\\u003e"}'
    """
    text = json_text(value)
    for char, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(char, code)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def csv_text(text: str) -> str:
    """Text that a spreadsheet will not run as a formula: an apostrophe is put before it.

    Text that looks so guarded already gets one more: `csv_plain` always gives back what was.
    Source: OWASP, "CSV Injection".

    >>> csv_text("=1+1")
    "'=1+1"
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_plain(cell: str) -> str:
    """The text that `csv_text` made a cell of; any other cell as it is.

    >>> csv_plain("'=1+1"), csv_plain("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def clean_text(text: str) -> str:
    """Text without what no output can hold: control and non-characters, lone surrogates.

    >>> clean_text("a\\x00b\\ud800")
    'ab\\ufffd'
    """
    if text.isprintable() or not _UNCLEAN.search(text):
        return text
    return _NO_CHARACTER.sub("\ufffd", _CONTROLS.sub("", text))


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_UNCLEAN = re.compile(f"{_CONTROLS.pattern}|{_NO_CHARACTER.pattern}")


def safe_url(url: str) -> str:
    """The address if it is plain http or https, else the empty text: no `javascript:` links.

    >>> safe_url("javascript:alert(1)")
    ''
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
