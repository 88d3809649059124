"""KML and KMZ (Google Earth): one row a placemark."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from geotrack.errors import InputError
from geotrack.readers.raw import Note, RawTable, raw_of_records, read_bytes, without_tags
from geotrack.readers.shapes import circle_about, shape_notes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# So much a KML file may unpack to: a million placemarks.
MAX_UNPACKED = 500_000_000
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack",
           "Model")  # fmt: skip


def read_kml_table(path: Path, *, file: str = "") -> RawTable:
    """The placemarks of a KML file, or of the first KML file in a KMZ.

    Name, description, TimeStamp (a date as sharp as written), TimeSpan (a lasting one), the
    fields of ExtendedData and the folder become columns; a line or polygon the circle around it.
    Links to other files are not followed. Raises InputError for what is no KML, declares
    entities or a document type, or unpacks to more than 500 MB.
    """
    file = file or path.name
    data = read_bytes(path, file)
    if data.startswith(b"PK"):
        data = _unzipped(data, file)
    root = _parsed(data, file)
    records: list[dict[str, str]] = []
    kinds = []
    for placemark, folders in _placemarks(root):
        cells, kind = _spot(placemark, file, len(records) + 1)
        fields = _fields(placemark)
        if folders:
            fields.setdefault("folder", folders)
        records.append(fields | cells)
        kinds.append(kind)
    if not records:
        raise InputError(f"{file} holds no placemarks")
    links = sum(_tag(element) == "NetworkLink" for element in root.iter())
    notes = list(shape_notes(kinds))
    if links:
        reason = "links to other files are not followed; save what they show as KML of its own"
        notes.append(Note("", "NetworkLink", str(links), reason))
    return raw_of_records(records, file, tuple(notes))


def _unzipped(data: bytes, file: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
            if not names:
                raise InputError(f"{file} holds no .kml file")
            main = "doc.kml" if "doc.kml" in names else names[0]
            with archive.open(main) as part:
                unpacked = part.read(MAX_UNPACKED + 1)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        zlib.error,
    ) as error:
        raise InputError(f"{file} is damaged or cut off: {error}") from None
    if len(unpacked) > MAX_UNPACKED:
        raise InputError(f"{file} unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
    return unpacked


def _parsed(data: bytes, file: str) -> Any:
    from lxml import etree

    if len(data) > MAX_UNPACKED:
        raise InputError(f"{file} has more than {MAX_UNPACKED // 1_000_000} MB")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{file} is not KML that can be read: {error}") from None
    if root.getroottree().docinfo.doctype:
        raise InputError(f"{file} declares a document type; KML has none, so it is not read")
    if _tag(root) not in ("kml", "Document", "Folder", "Placemark"):
        raise InputError(f"{file} is not KML but XML of {_tag(root)!r}")
    return root


def _tag(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _placemarks(root: Any) -> Iterator[tuple[Any, str]]:
    """Every placemark with the names of the folders it lies in."""
    for element in root.iter():
        if _tag(element) == "Placemark":
            folders = [_text(above, "name") for above in element.iterancestors()
                       if _tag(above) == "Folder"]  # fmt: skip
            yield element, " / ".join(filter(None, reversed(folders)))


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if _tag(child) == name), None)


def _text(element: Any, *names: str) -> str:
    """The text of a child, of a child of a child ...; empty where there is none."""
    for name in names:
        element = _child(element, name) if element is not None else None
    return "".join(element.itertext()).strip() if element is not None else ""


def _fields(placemark: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in placemark.iter():
        if _tag(element) == "Data" and element.get("name"):
            found[element.get("name").strip()] = _text(element, "value")
        elif _tag(element) == "SimpleData" and element.get("name"):
            found[element.get("name").strip()] = "".join(element.itertext()).strip()
    own = {
        "title": _text(placemark, "name"),
        "notes": without_tags(_text(placemark, "description")),
        "date": _day(_text(placemark, "TimeStamp", "when")) or _span(placemark),
        "url": _child_link(placemark),
    }
    # Fields of the same name in ExtendedData are what a program wrote there on purpose.
    return {name: text for name, text in own.items() if text} | found


def _child_link(placemark: Any) -> str:
    link = next((child for child in placemark if _tag(child) == "link"), None)
    return str(link.get("href") or "") if link is not None else ""


def _day(text: str) -> str:
    """A time of KML as a date: what a clock says is left out."""
    return re.sub(r"T.*$", "", text)


def _span(placemark: Any) -> str:
    span = _child(placemark, "TimeSpan")
    if span is None:
        return ""
    begin, end = _day(_text(span, "begin")), _day(_text(span, "end"))
    if begin == end:
        return begin
    return f"{begin or '..'}/{end or '..'}"


def _spot(placemark: Any, file: str, number: int) -> tuple[dict[str, str], str]:
    shapes = [child for child in placemark if _tag(child) in _SHAPES]
    if not shapes:
        return {}, ""
    if _tag(shapes[0]) == "Point":
        where = f"{file} placemark {number}"
        (vertex, *_) = _vertices(shapes[0], where) or [("", "")]
        return {"longitude": vertex[0], "latitude": vertex[1]}, ""
    return _circle(shapes[0], f"{file} placemark {number}")


def _circle(element: Any, where: str) -> tuple[dict[str, str], str]:
    from shapely import MultiPoint

    pairs = [
        pair
        for part in element.iter()
        if _tag(part) in ("coordinates", "coord")
        for pair in _pairs(part, where)
    ]
    cells, _ = circle_about(MultiPoint([(float(x), float(y)) for x, y in pairs]))
    points = [part for part in element.iter() if _tag(part) == "Point"]
    alone = _tag(element) == "MultiGeometry" and len(points) == 1 and len(pairs) == 1
    return cells, "" if alone or not cells else _tag(element)


def _vertices(element: Any, where: str) -> list[tuple[str, str]]:
    coordinates = _child(element, "coordinates")
    return _pairs(coordinates, where) if coordinates is not None else []


def _pairs(element: Any, where: str) -> list[tuple[str, str]]:
    """Longitude and latitude of "x,y[,z] x,y[,z] ..."; gx:coord has spaces in place of commas."""
    text = (element.text or "").strip()
    tuples = [text.split()] if _tag(element) == "coord" else [t.split(",") for t in text.split()]
    try:
        return [(str(float(parts[0])), str(float(parts[1]))) for parts in tuples]
    except (ValueError, IndexError):
        raise InputError(f"{where}: its coordinates are broken: {text[:60]!r}") from None
