"""One file -> one report: what runs in a process of its own, so it needs no pandas."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from typing import Any

from geotrack.documents.dateline import dateline
from geotrack.documents.document import MAX_BYTES, Document, checked
from geotrack.documents.sniffing import check_content, format_of
from geotrack.readers.raw import read_bytes

# Format -> the function that reads its bytes, loaded when first needed.
_READERS = {
    "text": "geotrack.documents.text:read_text",
    "markdown": "geotrack.documents.text:read_markdown",
    "html": "geotrack.documents.html:read_html",
    "pdf": "geotrack.documents.pdf:read_pdf",
    "docx": "geotrack.documents.docx:read_docx",
    "mail": "geotrack.documents.mail:read_mail",
    "msg": "geotrack.documents.outlook:read_msg",
}


def read_one(asked: dict[str, str]) -> dict[str, Any]:
    """One file's report as a row, `notes` among its cells; `asked` has its path and its name.

    Raises InputError where it cannot be read. Runs in a process of its own (see guarded.py), so
    it takes and gives only what JSON holds.
    """
    path, file = Path(asked["path"]), asked["file"]
    promised = format_of(path, file)
    data = read_bytes(path, file, MAX_BYTES)
    check_content(data, promised, file)
    module, _, name = _READERS[promised].partition(":")
    document: Document = getattr(import_module(module), name)(data, file)
    document = with_dateline(checked(document, file))
    return row_of(document, file, hashlib.sha256(data).hexdigest())


def with_dateline(document: Document) -> Document:
    """The day the text's head carries, where the metadata have none, or only the file's own."""
    if document.published and not document.published.endswith("?"):
        return document
    told = dateline(document.text)
    return document._replace(published=told, published_basis="text") if told else document


def row_of(document: Document, file: str, sha256: str) -> dict[str, Any]:
    """The document as a row of the table, with `number` 0 and its notes as `told_notes`."""
    told = {k: v for k, v in document._asdict().items() if k != "notes"}
    row = told | {"report_id": f"d-{sha256[:10]}", "path": file, "sha256": sha256, "number": 0}
    return row | {"told_notes": list(document.notes)}
