"""Write the example's Word document and e-mail, data/reports/anbar.docx and claw-lock.eml.

The same bytes every time: what a document says of its own making is fixed.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path

from docx import Document

TARGET = Path(__file__).resolve().parents[1] / "data" / "reports"
# The day the example's data speak for (geotrack.toml).
DAY = datetime(2024, 12, 31, 9, tzinfo=UTC)

BOMB = (
    "A suicide car bomb killed five people and wounded ten at a border post in Al Anbar "
    "Governorate in December 2015, Iraqi officials said."
)
VOW = "Recep Tayyip Erdoğan said on 11 December 2015 that Turkish troops would not leave Iraq."
CLAW_LOCK = "Turkey began Operation Claw-Lock in the Kurdistan Region in April 2022.\n"


def word() -> bytes:
    """The report on al-Anbar."""
    document = Document()
    document.add_heading("Bomb at the border", level=1)
    for paragraph in (BOMB, VOW):
        document.add_paragraph(paragraph)
    about = document.core_properties
    about.title, about.author, about.language = "Bomb at the border", "", "en"
    about.created = about.modified = DAY.replace(tzinfo=None)
    made = BytesIO()
    document.save(made)
    return _steady(made.getvalue())


def _steady(data: bytes) -> bytes:
    """The same archive with fixed times."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist()):
            info = zipfile.ZipInfo(name, (2024, 12, 31, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return packed.getvalue()


def mail() -> bytes:
    """The message about the operation."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Desk <desk@example.org>"
    message["To"] = "map@example.org"
    message["Date"] = DAY
    message["Subject"] = "Claw-Lock"
    message["Message-ID"] = "<claw-lock@example.org>"
    message.set_content(CLAW_LOCK)
    return message.as_bytes()


def main() -> None:
    """Write both files."""
    (TARGET / "anbar.docx").write_bytes(word())
    (TARGET / "claw-lock.eml").write_bytes(mail())


if __name__ == "__main__":
    main()
