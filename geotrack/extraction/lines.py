"""Lines of JSON, a document each: the interface for evaluation (`geotrack parse`), read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.edtf import parse_edtf
from geotrack.errors import InputError

# A line longer than this is no document.
_MOST_CHARACTERS = 50_000_000


class Document(NamedTuple):
    """One line read: what it says, or the fault that made it unusable; a warning where it was
    used all the same. `published` is EDTF."""

    doc_id: Any
    text: str = ""
    published: str = ""
    source: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    fault: str = ""
    warning: str = ""


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a file of JSON lines, in order; an unusable line as one with a fault."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _document(line, f"{path.name} line {number}")
    except FileNotFoundError:
        raise InputError(f"{path} is not there") from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}") from None


def _document(line: str, where: str) -> Document:
    if len(line) > _MOST_CHARACTERS:
        return Document(None, fault=f"{where}: longer than {_MOST_CHARACTERS:,} characters")
    try:
        data = json.loads(line.encode("utf-8", "surrogateescape").decode("utf-8"))
    except UnicodeDecodeError:
        return Document(None, fault=f"{where}: not UTF-8")
    except (ValueError, RecursionError):
        return Document(None, fault=f"{where}: not a line of JSON")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        doc_id = data.get("doc_id") if isinstance(data, dict) else None
        return Document(doc_id, fault=f"{where}: no object with a `text`")
    spans, fault = _spans(data, where)
    source = data.get("source")
    published, warning = published_day(data.get("date"))
    return Document(
        data.get("doc_id"),
        data["text"],
        published,
        source if isinstance(source, str) else "",
        spans,
        fault,
        f"{where}: {warning}" if warning else "",
    )


def published_day(told: Any) -> tuple[str, str]:
    """A document's `date` as an EDTF day, and what is said of one that cannot be read.

    >>> published_day("2009-03-20 12:24:52-05"), published_day("Tue Aug 04 19:01:21 +0000 2020")
    (('2009-03-20', ''), ('2020-08-04', ''))
    >>> published_day("last week")[1]
    "the date 'last week' cannot be read and counts as absent"
    """
    if told is None or told == "":
        return "", ""
    text = str(told).strip()
    for length in (10, 7, 4):
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text[:length]) and _is_day(text[:length]):
            return text[:length], ""
    for form in ("%a %b %d %H:%M:%S %z %Y", "%a, %d %b %Y %H:%M:%S %z"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date().isoformat(), ""  # noqa: DTZ007 - both have %z
    return "", f"the date {text[:40]!r} cannot be read and counts as absent"


def _is_day(text: str) -> bool:
    try:
        return bool(parse_edtf(text))
    except ValueError:
        return False


def _spans(data: dict[str, Any], where: str) -> tuple[tuple[tuple[int, int], ...], str]:
    told = data.get("toponyms", [])
    if not isinstance(told, list):
        return (), f"{where}: `toponyms` is no list"
    spans: list[tuple[int, int]] = []
    for number, span in enumerate(told, 1):
        match span:
            case {"start": int(start), "end": int(end)} if 0 <= start < end <= len(data["text"]):
                spans.append((start, end))
            case _:
                fault = f"{where}: toponym {number}: start and end do not lie within the text"
                return tuple(spans), fault
    return tuple(spans), ""
