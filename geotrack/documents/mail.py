"""E-mails (.eml) and pages saved as MHTML (.mhtml), which are e-mails inside."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING

from geotrack.documents.document import Document
from geotrack.documents.html import html_document
from geotrack.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_PARTS = 1000


def read_mail(data: bytes, file: str) -> Document:
    """The text of an e-mail: its plain part, else its HTML part; attachments are named only.

    A page saved as MHTML is read as the page it holds. Raises InputError where there is no text.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = list(_leaves(message, file))
    page = next((p for p in parts if p.get_content_type() == "text/html"), None)
    if _header(message, "Snapshot-Content-Location") or "Saved by" in _header(message, "From"):
        if page is None:
            raise InputError(f"{file} holds no page")
        document = html_document(_content(page), file)
        url = _header(message, "Snapshot-Content-Location") or document.url
        return document._replace(url=url, title=document.title or _header(message, "Subject"))
    plain = next((p for p in parts if p.get_content_type() == "text/plain"
                  and not p.is_attachment()), None)  # fmt: skip
    text = _content(plain) if plain is not None else ""
    if not text.strip() and page is not None:
        text = html_document(_content(page), file).text
    text, quoted = without_quotes(text)
    name, address = parseaddr(_header(message, "From"))
    published = _day(_header(message, "Date"))
    return Document(
        text,
        title=_header(message, "Subject"),
        author=name or address,
        published=published,
        published_basis="metadata" if published else "",
        language=_header(message, "Content-Language"),
        notes=(*quoted, *_notes(message, parts)),
    )


# What mail programs write above the mail they quote: "On 3 May 2021, A wrote:".
_ANNOUNCED = re.compile(r"^[^\n>]{0,200}\b(?:wrote|yazdı|schrieb|écrit|كتب)\s?:\s*$")


def without_quotes(text: str) -> tuple[str, tuple[str, ...]]:
    """A mail's own words, and a note where lines of an earlier mail were quoted in it: they are
    another's, of another day. A mail that quotes and says nothing itself is kept whole.

    >>> without_quotes("Seen today.\\nA wrote:\\n> Shelling near Zakho.")
    ('Seen today.', ('2 lines quote an earlier mail and are not read; save that mail beside it',))
    """
    lines = text.splitlines()
    own: list[str] = []
    for line in lines:
        if not line.lstrip().startswith(">"):
            own.append(line)
        elif own and _ANNOUNCED.match(own[-1]):
            own.pop()
    dropped = len(lines) - len(own)
    kept = "\n".join(own)
    if not dropped or not any(c.isalnum() for c in kept):
        return text, ()
    what = "line quotes" if dropped == 1 else "lines quote"
    also = "is" if dropped == 1 else "are"
    note = f"{dropped} {what} an earlier mail and {also} not read; save that mail beside it"
    return kept, (note,)


def _leaves(message: EmailMessage, file: str) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            raise InputError(f"{file} has more than {_MAX_PARTS} parts")
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _header(message: EmailMessage, name: str) -> str:
    """A header's text; one that cannot be read counts as absent."""
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _content(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError, KeyError):
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""


def _day(text: str) -> str:
    """The day of an e-mail's date where it was written, in its own time zone."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _notes(message: EmailMessage, parts: list[EmailMessage]) -> Iterator[str]:
    for part in parts:
        name = part.get_filename()
        if name and part.get_content_type() not in ("text/html",):
            yield f"its attachment {name!r} is not read; save it beside the e-mail"
    if any(p.defects for p in (message, *parts)):
        yield "it is damaged or cut off: " + ", ".join(
            sorted({type(d).__name__ for p in (message, *parts) for d in p.defects})
        )
