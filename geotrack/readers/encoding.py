"""Bytes -> text: the encoding given, certain or guessed, and whether it was a guess."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from charset_normalizer import from_bytes

from geotrack.errors import InputError
from geotrack.readers.raw import Note

_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Where Turkish has ğ ı ş İ Ş Ğ, the western European code page has ð ý þ Ý Þ Ð.
_TURKISH_BYTES = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_CENTRAL_EUROPEAN = ("cp1250", "iso8859_2", "cp1257", "iso8859_13")
_SHOWN = {"cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252",
          "cp1254": "windows-1254", "cp1256": "windows-1256", "cp1257": "windows-1257"}  # fmt: skip


class Decoded(NamedTuple):
    """A file's text, and a note where its encoding is a guess."""

    text: str
    notes: tuple[Note, ...] = ()


def decode_text(data: bytes, file: str, encoding: str = "", what: str = "CSV") -> Decoded:
    """The text of a file: the given encoding, else a BOM's, UTF-8, or the likeliest other.

    `what` the file should be stands in the messages (CSV, text, HTML).
    Raises InputError where no encoding fits, where UTF-8 is damaged (naming the row), or where
    the file is plainly not text.
    """
    if encoding:
        try:
            return Decoded(data.decode(encoding))
        except (LookupError, ValueError) as error:
            raise InputError(f"{file} cannot be read as {encoding}: {error}") from None
    for mark, name in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return Decoded(_decoded(data, name, file))
    wide = _unmarked_utf_16(data)
    if wide:
        return Decoded(_decoded(data, wide, file))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error.start, file)
        return _guessed(data, file, what)
    if "\x00" in text:
        raise InputError(f"{file} holds binary data; is it really a {what} file?")
    return Decoded(text)


def _unmarked_utf_16(data: bytes) -> str:
    """The UTF-16 of a file without a mark: nearly all its zero bytes stand at one side."""
    head = data[:4000]
    left, right = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(left, right) < max(4, len(head) // 10):
        return ""
    if min(left, right) * 20 > max(left, right):
        return ""
    return "utf-16-le" if right > left else "utf-16-be"


def _refuse_damaged(data: bytes, start: int, file: str) -> None:
    """UTF-8 but for a few bytes is no other encoding: the row is named, nothing is guessed."""
    lost = data.decode("utf-8", errors="replace")
    bad = lost.count("\ufffd")
    good = sum(not c.isascii() for c in lost) - bad
    if good > bad:
        parts = data[:start].split(b'"')
        row = 1 + sum(part.count(b"\n") for i, part in enumerate(parts) if i % 2 == 0)
        raise InputError(
            f"{file} row {row}: not UTF-8 (byte {start}) in a file that otherwise is; "
            "save it as UTF-8 again, or set [read] encoding in geotrack.toml"
        )


def _guessed(data: bytes, file: str, what: str) -> Decoded:
    guess = from_bytes(data[:200_000]).best()
    if guess is None or b"\x00" in data[:10_000]:
        raise InputError(
            f"{file} is not text in any encoding geotrack knows; save it as UTF-8 {what}"
        )
    name = guess.encoding
    if _looks_latin(data):
        turkish = _TURKISH_BYTES.search(data) or name not in _CENTRAL_EUROPEAN
        name = "cp1254" if turkish and _reads(data, "cp1254") else name
    text = _decoded(data, name, file)
    if "\x00" in text:
        raise InputError(f"{file} holds binary data; is it really a {what} file?")
    reason = (
        f"read as {_SHOWN.get(name, name)}, a guess: look at its special letters; if they are "
        "wrong, save the file as UTF-8 or set [read] encoding in geotrack.toml"
    )
    return Decoded(text, (Note("", "", "", reason),))


def _looks_latin(data: bytes) -> bool:
    """Whether bytes above 127 stand singly among Latin letters, as accents do, not as words do."""
    high = len(re.findall(rb"[\x80-\xff]", data))
    runs = re.findall(rb"[\x80-\xff]{3,}", data)
    return sum(map(len, runs)) * 4 < high


def _reads(data: bytes, encoding: str) -> bool:
    """Whether the bytes are letters and marks in an encoding, not control characters."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" for c in set(text) - set("\r\n\t"))


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file} looked like {encoding} but is not ({error.reason}, byte {error.start}); "
            "save it as UTF-8"
        ) from None
