"""Word documents (.docx): paragraphs, tables and core properties."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from geotrack.documents.document import MAX_UNPACKED, Document, date_told
from geotrack.documents.text import first_line
from geotrack.errors import InputError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://purl.org/dc/terms/}created": "published",
}


def read_docx(data: bytes, file: str) -> Document:
    """The text of a .docx in reading order, headers, footers and deleted text left out.

    The day of creation in its properties is that of the file and bears `?`. Raises InputError
    where it is damaged, no Word document, or unpacks to more than 200 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _part(archive, "word/document.xml", file)
            core = _part(archive, "docProps/core.xml", file, needed=False)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise InputError(f"{file} is damaged or cut off: {error}") from None
    text = _text(body, file)
    told = _core(core, file)
    published = date_told(told.get("published", ""))
    return Document(
        text,
        title=told.get("title", "") or first_line(text),
        author=told.get("author", ""),
        published=f"{published}?" if published else "",
        published_basis="metadata" if published else "",
        language=told.get("language", ""),
    )


def _part(archive: zipfile.ZipFile, name: str, file: str, *, needed: bool = True) -> bytes:
    """One file of the archive, read no further than the limit, whatever its header says."""
    if name not in archive.namelist():
        if needed:
            raise InputError(f"{file} is no Word document: it has no {name}")
        return b""
    with archive.open(name) as part:
        data = part.read(MAX_UNPACKED + 1)
    if len(data) > MAX_UNPACKED:
        raise InputError(f"{file} unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
    return data


def _events(data: bytes, file: str) -> Any:
    from lxml import etree

    parser = etree.iterparse(
        io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    try:
        yield from parser
    except etree.XMLSyntaxError as error:
        raise InputError(f"{file} is damaged: {error}") from None


def _text(data: bytes, file: str) -> str:
    """Paragraphs on lines of their own, cells parted by tabs."""
    parts: list[str] = []
    for _, element in _events(data, file):
        tag = element.tag
        if tag == f"{_WORD}t":
            parts.append(element.text or "")
        elif tag in (f"{_WORD}tab", f"{_WORD}tc"):
            parts.append("\t")
        elif tag in (f"{_WORD}br", f"{_WORD}cr"):
            parts.append("\n")
        elif tag == f"{_WORD}p":
            parts.append("\n" if _in_cell(element) else "\n\n")
            element.clear()
    return "".join(parts)


def _in_cell(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{_WORD}tc"


def _core(data: bytes, file: str) -> dict[str, str]:
    if not data:
        return {}
    return {
        _CORE[element.tag]: element.text or ""
        for _, element in _events(data, file)
        if element.tag in _CORE
    }
