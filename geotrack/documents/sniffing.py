"""Which format a document is in: its name says, and its first bytes must agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotrack.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

# Suffix -> format.
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "mail",
    ".mhtml": "mail",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
    ".msg": "msg",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_NAMES = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "HTML",
    "pdf": "a PDF",
    "docx": "a Word document or another zip",
    "mail": "an e-mail",
    "msg": "an Outlook message or another OLE file",
    "image": "a picture; run OCR on it",
    "rtf": "RTF; save it as .docx",
}
_MAGIC = (
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "msg"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_HTML = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*){0,9}<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def format_of(path: Path, file: str) -> str:
    """The format a file's name promises. Raises InputError for a suffix that none has."""
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise InputError(
            f"{file} has the suffix {suffix!r}; documents end in {', '.join(SUFFIXES)}"
        )
    return SUFFIXES[suffix]


def check_content(data: bytes, promised: str, file: str) -> None:
    """Raises InputError where a file's first bytes are plainly of another format than its name.

    >>> check_content(b"%PDF-1.7 ...", "text", "a.txt")
    Traceback (most recent call last):
    geotrack.errors.InputError: a.txt is a PDF by its content, plain text by its name; rename it
    """
    found = _content_format(data[:4096])
    if found and found != promised:
        fits = _NAMES.get(promised, promised)
        raise InputError(f"{file} is {_NAMES[found]} by its content, {fits} by its name; rename it")
    if not found and promised in ("pdf", "docx", "msg"):
        raise InputError(f"{file} is not {_NAMES[promised]}, whatever its name says")


def _content_format(head: bytes) -> str:
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "html" if _HTML.match(head) else ""
