"""PDF documents that hold text; a scan holds pictures of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from geotrack.documents.document import Document, date_told
from geotrack.documents.text import first_line
from geotrack.errors import InputError

_MAX_PAGES = 3000
# pdfium's mark for a hyphen at a line's end, and hyphens that stand there.
_BROKEN_WORD = re.compile("(?:[\ufffe\x02]|(?<=[a-zğışöçü])[-\u00ad])\r?\n(?=[a-zğışöçü])")
_PDF_DAY = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_PASSWORD_ERROR = 4


def read_pdf(data: bytes, file: str) -> Document:
    """The text of a PDF, its lines joined to paragraphs, words parted by hyphens joined.

    The day of creation in its metadata is that of the file and bears `?`. Raises InputError
    where it is encrypted, cut off, or a scan without text.
    """
    import pypdfium2

    if b"%%EOF" not in data:
        raise InputError(f"{file} is cut off: the end of the PDF is missing")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == _PASSWORD_ERROR or "assword" in str(error):
            raise InputError(f"{file} is encrypted; save it without a password") from None
        raise InputError(f"{file} is no PDF that can be read: {error}") from None
    count = len(document)
    if count > _MAX_PAGES:
        raise InputError(f"{file} has {count} pages; the limit is {_MAX_PAGES}")
    pages = [_page_text(document, number) for number in range(count)]
    told = {key: str(value) for key, value in document.get_metadata_dict().items()}
    if sum(len(page.strip()) for page in pages) < 10 * max(count, 1):
        raise InputError(f"{file} has {count} pages and hardly any text: a scan; run OCR on it")
    text = "\n\n".join(_paragraphs(page) for page in _without_running_lines(pages))
    day = _PDF_DAY.match(told.get("CreationDate", ""))
    published = date_told("-".join(part for part in day.groups() if part)) if day else ""
    return Document(
        text,
        title=told.get("Title", "") or first_line(text),
        author=told.get("Author", ""),
        published=f"{published}?" if published else "",
        published_basis="metadata" if published else "",
    )


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    textpage = page.get_textpage()
    text = str(textpage.get_text_bounded())
    textpage.close()
    page.close()
    return text.replace("\r\n", "\n")


def _without_running_lines(pages: list[str]) -> list[str]:
    """The pages without what stands first or last on most of them, page numbers apart."""
    if len(pages) < 3:
        return pages
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    seen = Counter(_shape(line) for lines in split for line in {*lines[:1], *lines[-1:]})
    running = {shape for shape, times in seen.items() if times * 2 > len(pages)}
    kept = []
    for lines in split:
        first = 1 if lines and _shape(lines[0]) in running else 0
        last = len(lines) - (len(lines) > first and _shape(lines[-1]) in running)
        kept.append("\n".join(lines[first:last]))
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _paragraphs(page: str) -> str:
    """The page's lines, joined but for those that end well before the others: paragraphs' ends.

    >>> _paragraphs("The ministry said on Sunday that the\\nstrikes went on.\\nNo more.")
    'The ministry said on Sunday that the strikes went on.\\nNo more.'
    """
    lines = _BROKEN_WORD.sub("", page).split("\n")
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    parts: list[str] = []
    for line in lines:
        short = len(line.strip()) < 0.7 * width
        parts.append(line.strip() + ("\n" if short or not line.strip() else " "))
    return "".join(parts).strip()
