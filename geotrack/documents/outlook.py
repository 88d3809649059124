"""Outlook messages (.msg): an OLE file of properties ([MS-OXMSG], [MS-OXPROPS])."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime, timedelta
from typing import Any

from geotrack.documents.document import MAX_UNPACKED, Document
from geotrack.documents.html import decode_html, html_document
from geotrack.documents.mail import without_quotes
from geotrack.errors import InputError

_SUBJECT, _BODY, _HTML, _SENDER, _SENDER_ADDRESS = 0x0037, 0x1000, 0x1013, 0x0C1A, 0x5D01
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_UNICODE, _BYTES_TEXT, _BINARY, _TIME = 0x001F, 0x001E, 0x0102, 0x0040
_PROPERTIES = "__properties_version1.0"
# Windows counts tenths of microseconds from 1601.
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read_msg(data: bytes, file: str) -> Document:
    """The text of an Outlook message: its plain body, else its HTML.

    Raises InputError where it is damaged, no message, or holds its text as RTF only.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _message(ole, file)
    except (OSError, struct.error, ValueError, IndexError, TypeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{file} is damaged, cut off or no Outlook message: {error}") from None


def _message(ole: Any, file: str) -> Document:
    if not ole.exists(_PROPERTIES):
        raise InputError(f"{file} is no Outlook message")
    text, page = _text(ole, _BODY), _stream(ole, _HTML, _BINARY)
    if not text.strip() and page:
        text = html_document(decode_html(page, file), file).text
    if not text.strip():
        raise InputError(f"{file} holds its text as RTF only; save the message as .eml or text")
    text, quoted = without_quotes(text)
    published = _day(ole)
    names = [".".join(path[-1:]) for path in ole.listdir() if path[0].startswith("__attach")]
    notes = ("its attachments are not read; save them beside the message",) if names else ()
    return Document(
        text,
        title=_text(ole, _SUBJECT),
        author=_text(ole, _SENDER) or _text(ole, _SENDER_ADDRESS),
        published=published,
        published_basis="metadata" if published else "",
        notes=(*quoted, *notes),
    )


def _stream(ole: Any, number: int, kind: int) -> bytes:
    name = f"__substg1.0_{number:04X}{kind:04X}"
    if not ole.exists(name) or ole.get_size(name) > MAX_UNPACKED:
        return b""
    with ole.openstream(name) as stream:
        return bytes(stream.read())


def _text(ole: Any, number: int) -> str:
    wide = _stream(ole, number, _UNICODE)
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return _stream(ole, number, _BYTES_TEXT).decode("cp1252", "replace").rstrip("\0")


def _day(ole: Any) -> str:
    """The day it was sent, else delivered, in universal time."""
    with ole.openstream(_PROPERTIES) as stream:
        data = stream.read()
    # A message's own properties follow a header of 32 bytes, 16 bytes each.
    times = {}
    for at in range(32, len(data) - 15, 16):
        kind, number, _, value = struct.unpack_from("<HHIQ", data, at)
        if kind == _TIME:
            times[number] = value
    ticks = times.get(_SUBMITTED) or times.get(_DELIVERED)
    if not ticks:
        return ""
    try:
        return (_EPOCH + timedelta(microseconds=ticks // 10)).date().isoformat()
    except OverflowError:
        return ""
