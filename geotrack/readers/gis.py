"""GeoPackage, Shapefile and FlatGeobuf, through GDAL (pyogrio)."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from typing import TYPE_CHECKING

from geotrack.columns import synonyms
from geotrack.errors import InputError
from geotrack.readers.frames import frame_table
from geotrack.readers.raw import MAX_BYTES, Note, RawTable

if TYPE_CHECKING:
    from pathlib import Path

# What a file of each kind begins with: GDAL opens by content, so nothing else may get there.
_BEGINS = {".gpkg": b"SQLite format 3\0", ".shp": b"\x00\x00\x27\x0a", ".fgb": b"fgb\x03"}
# Virtual tables that a GeoPackage has: its spatial index.
_INDEX = re.compile(r"\bUSING\s+rtree\b", re.IGNORECASE)
_GENERATED = re.compile(r"\bGENERATED\s+ALWAYS\b|\)\s*(?:VIRTUAL|STORED)\b", re.IGNORECASE)
# The parts of a shapefile, and how long its column names may be.
_PARTS, _SHORT = (".shp", ".dbf", ".shx", ".prj", ".cpg"), 10


def read_gis_table(path: Path, *, file: str = "", layer: str = "") -> RawTable:
    """The features of a layer: the named one, else the first that has any.

    Coordinates are brought to WGS 84; lines and polygons become the circle around them, as an
    area and with a note. Layers that are not read are named in the notes. Raises InputError for
    a file that is no such file, holds views or virtual tables (a layer that is computed is not
    read), has no such layer, or coordinates in no known reference system.
    """
    import pyogrio

    file = file or path.name
    source = _checked(path, file)
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(source)]
        chosen, notes = _layer(source, layers, layer, file)
        frame = pyogrio.read_dataframe(source, layer=chosen, datetime_as_string=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise InputError(f"{file} cannot be read: {error}") from None
    if source.lower().endswith((".shp", ".zip")):
        frame = frame.rename(columns=_whole_names([str(name) for name in frame.columns]))
    return frame_table(frame, file, notes)


def _checked(path: Path, file: str) -> str:
    """The path as GDAL is to open it, once the file is known to be what its suffix says."""
    suffix = path.suffix.lower()
    try:
        size = path.stat().st_size
        with path.open("rb") as opened:
            head = opened.read(100)
    except FileNotFoundError:
        raise InputError(f"{file} is not there") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from None
    if size > MAX_BYTES:
        raise InputError(f"{file} has {size:,} bytes; the limit is {MAX_BYTES:,}")
    if suffix == ".zip":
        return _zipped_shapefile(path, file)
    if not head.startswith(_BEGINS[suffix]):
        raise InputError(f"{file} is not a {suffix} file: it does not begin as one")
    if suffix == ".gpkg":
        _check_database(path, file)
    if suffix == ".shp":
        missing = [part for part in (".dbf", ".shx") if not _beside(path, part)]
        if missing:
            raise InputError(
                f"{file}: a shapefile is several files; {', '.join(missing)} is not beside it"
            )
    return str(path.resolve())


def _beside(path: Path, suffix: str) -> bool:
    return any(path.with_suffix(s).is_file() for s in (suffix, suffix.upper()))


def _zipped_shapefile(path: Path, file: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise InputError(f"{file} is damaged or cut off: {error}") from None
    shapes = [info.filename for info in members if info.filename.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise InputError(f"{file} holds {len(shapes)} shapefiles; geotrack reads one")
    unpacked = sum(info.file_size for info in members)
    if unpacked > MAX_BYTES:
        raise InputError(f"{file} unpacks to {unpacked:,} bytes; the limit is {MAX_BYTES:,}")
    with zipfile.ZipFile(path) as archive, archive.open(shapes[0]) as member:
        if not member.read(8).startswith(_BEGINS[".shp"]):
            raise InputError(f"{file}: {shapes[0]} is not a shapefile")
    return f"/vsizip/{path.resolve()}/{shapes[0]}"


def _check_database(path: Path, file: str) -> None:
    """Nothing in an SQLite file that would run when it is read: no views, no virtual tables."""
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True) as base:
            base.execute("PRAGMA trusted_schema=OFF")
            listed = base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        base.close()
    except sqlite3.Error as error:
        raise InputError(f"{file} is damaged: {error}") from None
    for kind, name, sql in listed:
        text = str(sql or "")
        virtual = text.upper().startswith("CREATE VIRTUAL") and not _INDEX.search(text)
        computed = kind == "view" or (kind == "table" and virtual)
        if computed or (kind == "table" and _GENERATED.search(text)):
            raise InputError(
                f"{file}: {str(name)[:60]!r} is computed when it is read (a view, a virtual table "
                "or a generated column), which a file of strangers might abuse; save the layer "
                "into a GeoPackage of its own"
            )
    tables = {str(name).lower() for kind, name, _ in listed if kind == "table"}
    if "gpkg_contents" not in tables:
        raise InputError(f"{file} is an SQLite database but no GeoPackage")


def _layer(source: str, layers: list[str], wanted: str, file: str) -> tuple[str, tuple[Note, ...]]:
    import pyogrio

    if wanted and wanted not in layers:
        raise InputError(f"{file} has no layer {wanted!r}; it has: {', '.join(layers)}")
    counts = {name: pyogrio.read_info(source, layer=name)["features"] for name in layers}
    # QGIS keeps its styles in a table of the same file.
    filled = [name for name in layers if counts[name] and name != "layer_styles"]
    chosen = wanted or next(iter(filled), "")
    if not chosen or not counts[chosen]:
        raise InputError(f"{file} holds no features")
    others = [name for name in filled if name != chosen]
    if wanted or not others:
        return chosen, ()
    reason = f"only layer {chosen!r} is read; set [read] layer to read another"
    return chosen, (Note("", "", ", ".join(map(repr, others)), reason),)


def _whole_names(names: list[str]) -> dict[str, str]:
    """Column names that a shapefile cut after ten letters, made whole where only one fits.

    >>> _whole_names(["sub_event_", "fatalities", "ward"])
    {'sub_event_': 'sub_event_type'}
    """
    known = {one for listed in synonyms().values() for one in listed}
    found = {}
    for name in names:
        whole = [one for one in known if len(one) > _SHORT and one[:_SHORT] == name.casefold()]
        if len(name) == _SHORT and len(whole) == 1 and name.casefold() not in known:
            found[name] = whole[0]
    return found
