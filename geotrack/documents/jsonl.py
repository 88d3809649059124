"""JSONL: one document a line, as `geotrack parse` reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geotrack.documents.document import MAX_CHARACTERS, Document, checked, date_told
from geotrack.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What other programs call our columns, ours first.
_KEYS = {
    "text": ("text", "content", "body", "maintext"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "source_domain", "sitename"),
    "author": ("author", "authors", "byline"),
    "published": ("published", "date", "date_publish", "dct", "published_at"),
    "language": ("language", "lang"),
    "url": ("url", "link"),
}
_IDS = ("report_id", "doc_id", "id")
_MAX_LINE = 4 * MAX_CHARACTERS


def read_jsonl(path: Path, file: str) -> Iterator[tuple[int, str, Document | InputError]]:
    """Each line's number, the id it gives itself (else empty), and its document or fault.

    Blank lines are passed over. Lines are read one at a time; a longer one than 20 million bytes
    is a fault.
    """
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(_MAX_LINE + 1):
            number += 1
            if len(line) > _MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(_MAX_LINE)
                yield (
                    number,
                    "",
                    InputError(f"{file} row {number} is longer than {_MAX_LINE:,} bytes"),
                )
            elif line.strip():
                yield (number, *_document(line, f"{file} row {number}"))


def _document(line: bytes, where: str) -> tuple[str, Document | InputError]:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return "", InputError(f"{where} is no JSON: {error}")
    if not isinstance(data, dict):
        return "", InputError(f'{where} is no object such as {{"doc_id": ..., "text": ...}}')
    told = {column: _told(data, keys) for column, keys in _KEYS.items()}
    told["published"] = date_told(told["published"])
    basis = "metadata" if told["published"] else ""
    own = next((_told(data, (key,)) for key in _IDS if data.get(key) not in (None, "")), "")
    try:
        document = Document(
            told["text"], told["title"], told["publisher"], told["author"], told["published"],
            basis, told["language"], told["url"],
        )  # fmt: skip
        return own, checked(document, where)
    except InputError as error:
        return own, error


def _told(data: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = data.get(key)
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value[:10])
        if isinstance(value, (str, int)) and value not in ("", True, False):
            return str(value)
    return ""
