"""What every reader of a document gives back, and the limits they share."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from geotrack.dates import date_to_edtf
from geotrack.errors import InputError

# An article is kilobytes, a long report some megabytes; more is a mistake or an attack.
MAX_BYTES = 50_000_000
# A book has a million characters.
MAX_CHARACTERS = 5_000_000
# What a zip or a mail may unpack to.
MAX_UNPACKED = 200_000_000


class Document(NamedTuple):
    """One document: its text and what it says of itself; empty where it says nothing.

    `published` is EDTF, `published_basis` what carries it (metadata or text), `notes` what was
    not read or is unsure, for the table of rejects.
    """

    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    published_basis: str = ""
    language: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()


_DROPPED = re.compile(
    # Control characters, soft hyphens, byte order marks, marks of writing direction.
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_document(text: str) -> str:
    r"""The text as it is kept, which all offsets count (code points, from 0).

    Unicode normal form C; lines end with `\n`, at most one blank line between two; runs of
    spaces and tabs are one space, none at a line's ends; control characters, soft hyphens and
    marks of writing direction are gone; joiners inside words (Persian, Kurdish) stay. Cleaning
    twice changes nothing.

    >>> clean_document("\ufeffTwo\u00a0 lines \r\n\r\n\r\nof tex\u00adt\t")
    'Two lines\n\nof text'
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _DROPPED.sub("", _LONE_SURROGATES.sub("\ufffd", text))
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    return _BLANK_LINES.sub("\n\n", text).strip()


def one_line(text: str, most: int = 300) -> str:
    """A title or a name: cleaned, on one line, not endless."""
    return " ".join(clean_document(text[: most * 4]).split())[:most]


def date_told(text: str) -> str:
    """A date from a document's metadata as EDTF, by day; empty where it cannot be read.

    >>> date_told("2024-08-15T10:30:00+03:00"), date_told("Aug 15, 2024"), date_told("03/04/24")
    ('2024-08-15', '2024-08-15', '')
    """
    text = text.strip()
    match = re.match(r"(\d{4}-\d{2}(?:-\d{2})?)(?:$|[T\s])", text)
    try:
        return date_to_edtf(match[1] if match else text)
    except ValueError:
        return ""


def checked(document: Document, file: str) -> Document:
    """The document with its text cleaned. Raises InputError where it has none, or too much."""
    if len(document.text) > MAX_CHARACTERS:
        raise InputError(
            f"{file} has {len(document.text):,} characters of text; the limit is {MAX_CHARACTERS:,}"
        )
    text = clean_document(document.text)
    if not any(c.isalnum() for c in text):
        raise InputError(f"{file} holds no text")
    return document._replace(
        text=text,
        title=one_line(document.title),
        publisher=one_line(document.publisher),
        author=one_line(document.author),
        language=one_line(document.language, 35),
        url=one_line(document.url, 2000),
    )
