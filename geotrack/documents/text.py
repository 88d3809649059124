"""Plain text and Markdown."""

from __future__ import annotations

import re

from geotrack.documents.document import Document, date_told
from geotrack.readers.encoding import decode_text

# Markdown's front matter, and what its keys mean here.
_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_KEYS = {
    "title": "title",
    "date": "published",
    "published": "published",
    "author": "author",
    "by": "author",
    "publisher": "publisher",
    "source": "publisher",
    "language": "language",
    "lang": "language",
    "url": "url",
    "link": "url",
}
_HEADING = re.compile(r"^#{1,2}[ \t]+(\S.{0,300})$", re.MULTILINE)
# Longer first lines are text, not titles; so is what ends like a sentence.
_TITLE = 160


def read_text(data: bytes, file: str) -> Document:
    """A text file in any common encoding; a short first line is its title.

    Raises InputError where the bytes are no text.
    """
    decoded = decode_text(data, file, what="text")
    notes = tuple(note.reason for note in decoded.notes)
    return Document(decoded.text, first_line(decoded.text), notes=notes)


def first_line(text: str) -> str:
    """The first line where it can be a title: short, and no sentence.

    >>> first_line("Strikes near Zap\\n\\nThe army said so."), first_line("The army said so.")
    ('Strikes near Zap', '')
    """
    line = text.lstrip("\ufeff \n\r\t").split("\n", 1)[0].strip()
    alone = "\n" in text.strip()
    return line if alone and len(line) <= _TITLE and not line.endswith((".", "!", ":", ",")) else ""


def read_markdown(data: bytes, file: str) -> Document:
    """A Markdown file: its front matter's title, date, author, source; else its first heading.

    The text keeps its marks of emphasis: offsets are those of the file's own text.
    """
    plain = read_text(data, file)
    text = plain.text.replace("\r\n", "\n").lstrip("\ufeff")
    front = _FRONT.match(text)
    told = _front_matter(front[1]) if front else {}
    text = text[front.end() :] if front else text
    heading = _HEADING.search(text)
    published = date_told(told.get("published", ""))
    return Document(
        text,
        title=told.get("title", "") or (heading[1].strip() if heading else first_line(text)),
        publisher=told.get("publisher", ""),
        author=told.get("author", ""),
        published=published,
        published_basis="metadata" if published else "",
        language=told.get("language", ""),
        url=told.get("url", ""),
        notes=plain.notes,
    )


def _front_matter(text: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        name = _KEYS.get(key.strip().casefold())
        if colon and name:
            told.setdefault(name, value.strip().strip("\"'"))
    return told
