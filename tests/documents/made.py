"""Small documents made in the tests: nobody's text, every format."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

LINES = (
    "Talks on the border",
    "The two ministers met in Duhok on Friday to speak about the crossing at Ibrahim Khalil.",
    "They agreed on little, an official said, but will meet again next month in the capital.",
)
TEXT = "\n\n".join(LINES)
_FILLER = "More was said about roads, bridges and the customs office than about anything else. "
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Talks on the border | The Border Post</title>
<meta property="og:title" content="Talks on the border">
<meta property="og:site_name" content="The Border Post">
<meta name="author" content="A. Writer">
<meta property="article:published_time" content="2024-08-21T09:30:00+03:00">
<link rel="canonical" href="https://example.org/talks"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>
<article><h1>Talks on the border</h1>
<p>{LINES[1]} {_FILLER}</p><p>{LINES[2]} {_FILLER}</p><p>{_FILLER * 3}</p></article>
<script>document.write("not read")</script><footer>All rights reserved</footer></body></html>
"""


def make_pdf(lines: tuple[str, ...] = LINES, encrypt: bool = False) -> bytes:
    """A PDF of one page with Helvetica."""
    shown = "".join(f"({line}) Tj 0 -16 Td " for line in lines)
    stream = f"BT /F1 10 Tf 40 780 Td {shown}ET" if lines else "0 0 m 100 100 l S"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 8 0 R >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Title (Border talks) /Author (A. Writer) /CreationDate (D:20240821093000Z) >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -1 >>",
        "<< /Font << /F1 5 0 R >> >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    secret = f" /Encrypt 7 0 R /ID [<{'43' * 16}> <{'43' * 16}>]" if encrypt else ""
    return out + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R{secret} >>\n"
        f"startxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CORE = (
    '<cp:coreProperties xmlns:cp="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Border talks</dc:title>'
    "<dc:creator>A. Writer</dc:creator><dcterms:created>2024-08-21T09:30:00Z</dcterms:created>"
    "</cp:coreProperties>"
)


def make_docx(body: str = "") -> bytes:
    """A Word document of LINES and a table of two cells, or of the given XML in its body."""
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t in ("Zap", "5"))
    body = body or (
        "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
        + f"<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p><w:tbl><w:tr>{cells}"
        "</w:tr></w:tbl>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("docProps/core.xml", _CORE)
    return out.getvalue()


def make_zip_bomb() -> bytes:
    """A Word document of some kilobytes that unpacks to 300 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(b" " * 1_000_000)
    return out.getvalue()


MAIL = (
    "From: A. Writer <writer@example.org>\nTo: desk@example.org\nSubject: =?utf-8?q?Talks_=E2=80=93"
    "_Duhok?=\nDate: Wed, 21 Aug 2024 23:30:00 +0300\nMIME-Version: 1.0\n"
    'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n'
    f"\n{TEXT}\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; "
    'filename="map.pdf"\n\nxxxx\n--b--\n'
).encode()


def make_msg(properties: dict[str, bytes]) -> bytes:
    """An OLE compound file ([MS-CFB]) with these streams, each padded to 4096 bytes or more."""
    size = 512
    streams = {name: data.ljust(4096, b"\0") for name, data in properties.items()}
    streams = {name: data.ljust(-(-len(data) // size) * size, b"\0") for name, data in
               streams.items()}  # fmt: skip
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    fat: list[int] = []
    body = b""
    for name, data in streams.items():
        first, count = len(fat), len(data) // size
        fat += [*range(first + 1, first + count), 0xFFFFFFFE]
        entries.append((name, 2, first, len(properties[name].ljust(4096, b"\0"))))
        body += data
    directory_at, per = len(fat), 4
    sectors = -(-len(entries) // per)
    fat += [*range(directory_at + 1, directory_at + sectors), 0xFFFFFFFE]
    fat_at = len(fat)
    fat.append(0xFFFFFFFD)
    assert len(fat) <= 128
    directory = b""
    for number, (name, kind, start, length) in enumerate(entries):
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        child = 1 if number == 0 else 0xFFFFFFFF
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child, b"", 0, 0, 0,
            start, length,
        )  # fmt: skip
    directory = directory.ljust(sectors * size, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack(
        "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, directory_at, 0, 4096,
        0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    header += struct.pack("<109I", fat_at, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    return header + body + directory + table


def make_outlook() -> bytes:
    """An Outlook message with subject, sender, body and day of sending."""
    ticks = 133_687_422_000_000_000  # 2024-08-21 in universal time
    wide = {"0037": "Border talks", "0C1A": "A. Writer", "1000": TEXT}
    streams = {f"__substg1.0_{n}001F": text.encode("utf-16-le") for n, text in wide.items()}
    properties = b"\0" * 32 + struct.pack("<HHIQ", 0x40, 0x39, 6, ticks)
    return make_msg(streams | {"__properties_version1.0": properties})


def write_all(folder: Path) -> None:
    """One good document of every format, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "a.txt": TEXT.encode(),
        "b.md": f"---\ntitle: Border talks\ndate: 2024-08-21\n---\n{TEXT} *Soon.*".encode(),
        "c.html": PAGE.encode(),
        "d.pdf": make_pdf(),
        "e.docx": make_docx(),
        "f.eml": MAIL,
        "g.msg": make_outlook(),
        "h.jsonl": (
            b'{"doc_id": "j1", "text": "He fell on 3 May.", "date": "2024-05-04"}\n\n'
            b'{"doc_id": "j2", "text": ""}\nnot json\n'
        ),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
