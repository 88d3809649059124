"""Same deck, same bytes: the zip container without the hour it was written in."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

_EPOCH = (1980, 1, 1, 0, 0, 0)


def stamp_of(as_of: str) -> datetime:
    """The hour a file claims to be from: the data's day, else the zip format's first."""
    day = datetime.fromisoformat(as_of) if as_of else datetime(1980, 1, 1, tzinfo=UTC)
    return day.replace(tzinfo=UTC)


def steady_zip(data: bytes) -> bytes:
    """The archive again with fixed times and attributes; the content stays as it is."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()
