"""A project's gazetteer grows by hand: a place that someone attests, in the curated file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geotrack.areas import distance_km
from geotrack.errors import GeotrackError, InputError
from geotrack.gazetteer.building import ids_elsewhere
from geotrack.gazetteer.curated import curated_place, read_curated
from geotrack.gazetteer.importing.rows import clean_name, language_tag, name_fault
from geotrack.gazetteer.importing.uniting import may_be_one
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.gazetteer.packs import read_packs
from geotrack.outputs import write_whole
from geotrack.tomlfile import (
    alone,
    edit_toml,
    enter_places,
    find_project,
    project_files,
    read_toml,
)

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Place

_HOME = "data/gazetteer/places.csv"
_PLACE_HEADER = (
    "place_id",
    "name",
    "kind",
    "longitude",
    "latitude",
    "radius_km",
    "country",
    "admin1",
    "admin2",
    "population",
    "source",
    "confidence",
    "same_as",
    "notes",
)
_NAME_HEADER = ("place_id", "name", "lang", "source")
# Two curated places of one name nearer than this are one written down twice.
_TWICE_KM = 1.0
_ID = re.compile(r"[a-z][a-z0-9]*:[\w.-]+")


class NewPlace(NamedTuple):
    """A place to be added, as typed; empty text where nothing is told.

    `names` are (name, BCP 47 tag or ""); `source` says who attests all this.
    """

    name: str
    kind: str
    longitude: str
    latitude: str
    source: str
    names: tuple[tuple[str, str], ...] = ()
    radius_km: str = ""
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: str = ""
    place_id: str = ""
    same_as: str = ""
    confidence: str = "medium"
    notes: str = ""


class Added(NamedTuple):
    """What was added: the place, the files, how many names, and geotrack.toml's new lines.

    `known` is the gazetteer's record of the same place, which the new one now stands for.
    """

    place: Place
    file: Path
    names_file: Path
    n_names: int
    changes: list[str]
    known: Place | None


def add_place(project: Path, new: NewPlace) -> Added:
    """Add a place to the first curated file of a project, which is made where there is none.

    The rules are those of `read_curated`. Raises InputError naming what is wrong, or the place
    that is there already: one of the same id, or of the same name within 1 km.
    """
    folder = find_project(project)
    with alone(folder):
        return _add(folder, new)


def _add(folder: Path, new: NewPlace) -> Added:
    data = read_toml(folder)
    files = project_files(folder, data)
    file = files[0] if files else folder / _HOME
    row, names = _checked(new)
    place = curated_place(row, f"the new place {row['name']!r}")
    for path in dict.fromkeys([*files, file]):
        if path.is_file() or path in files:
            _refuse_twice(place, path)
    known = _known(place, folder, data)
    if known:
        ids = [known.place_id, *ids_elsewhere(known.same_as), *ids_elsewhere(place.same_as)]
        others = dict.fromkeys(one for one in ids if one != place.place_id)
        row["same_as"] = ";".join(others)
        place = place._replace(same_as=row["same_as"])
    names_file = file.with_name("names.csv")
    lines = [{"place_id": place.place_id, "name": name, "lang": lang, "source": new.source.strip()}
             for name, lang in names]  # fmt: skip
    # Names without their place are passed over when read; a place without its names is not.
    if lines:
        _append(names_file, _NAME_HEADER, lines)
    _append(file, _PLACE_HEADER, [row])
    changes = [] if files else edit_toml(folder, lambda document: enter_places(document, _HOME))
    return Added(place, file, names_file, len(lines), changes, known)


def _checked(new: NewPlace) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The row and the names of a new place. Raises InputError for what may not stand there."""
    row = {column: " ".join(str(getattr(new, column)).split()) for column in _PLACE_HEADER}
    row["name"] = clean_name(new.name)
    row["country"] = row["country"].upper()
    if not row["source"]:
        raise InputError("--source is empty: say which person or publication attests the place")
    if not re.fullmatch("[A-Z]{2}|", row["country"]):
        raise InputError(f"--country {new.country!r} is no two-letter code such as IQ")
    names = []
    for name, lang in new.names:
        tag = language_tag(lang) if lang else "und"
        if lang and tag == "und":
            raise InputError(f"--name {name}:{lang}: {lang!r} is no language tag such as ckb")
        names.append((clean_name(name), tag))
    for text in (row["name"], *(name for name, _ in names)):
        if name_fault(text) or text[0] in "=+-@":
            raise InputError(f"the name {text!r} {name_fault(text) or 'begins with a sign'}")
    row["place_id"] = row["place_id"] or _own_id(row["name"])
    if not _ID.fullmatch(row["place_id"]):
        raise InputError(f"--id {row['place_id']!r} is no id such as gt:my-place or gn:97863")
    return row, list(dict.fromkeys(names))


def _own_id(name: str) -> str:
    slug = fold_name(name).replace(" ", "-")
    if not slug.isascii():
        raise InputError(f"{name!r} makes no plain id; give one with --id, such as gt:my-place")
    return f"gt:{slug}"


def _refuse_twice(place: Place, path: Path) -> None:
    keys = _keys([place.name])
    for other, names in read_curated(path):
        if place.place_id in (other.place_id, *ids_elsewhere(other.same_as)):
            raise InputError(
                f"{path.name} has {place.place_id} already: {other.name} ({other.kind}); change "
                "it there, or give the new place another --id"
            )
        away = distance_km(place.longitude, place.latitude, other.longitude, other.latitude)
        if away <= _TWICE_KM and keys & _keys([other.name, *(name.name for name in names)]):
            raise InputError(
                f"{path.name} has {other.name} ({other.kind}, {other.place_id}) already, "
                f"{away:.1f} km from there; change it there"
            )


def _keys(names: Sequence[str]) -> set[str]:
    folded = {fold_name(name) for name in names}
    return folded | {bare_name(key) for key in folded}


def _known(place: Place, folder: Path, data: Mapping[str, object]) -> Place | None:
    """The record that packs or the world have of the same place, so that the two become one."""
    inputs = data.get("inputs")
    told = inputs.get("packs", []) if isinstance(inputs, dict) else []
    packs: list[Path] = []
    # A broken pack is for the next build to name; it is no reason to refuse a place.
    with suppress(GeotrackError):
        packs = [pack.path for pack in read_packs(told, folder)]
    with opened_gazetteer([], packs) as gazetteer:
        same = gazetteer.find_place(place.place_id)
        if same:
            return same
        found = gazetteer.look_up(fold_name(place.name))
    near = [other for other in found if may_be_one(place, other)]
    return min(
        near,
        key=lambda p: distance_km(place.longitude, place.latitude, p.longitude, p.latitude),
        default=None,
    )


def _append(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Add lines to a CSV file, in the order of its own columns; it is replaced in one step."""
    old = path.read_bytes() if path.is_file() else b""
    text = old.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    columns = [cell.strip() for cell in lines[0]] if lines else []
    lacking = [c for c in header if c not in columns and any(row.get(c) for row in rows)]
    end = "\r\n" if "\r\n" in text else "\n"
    if not lines:
        columns = list(header)
        text = _csv_text([columns], end)
    elif lacking:
        columns += lacking
        filled = [[*line, *[""] * (len(columns) - len(line))] for line in lines[1:] if line]
        text = _csv_text([columns, *filled], end)
    elif not text.endswith("\n"):
        text += end
    text += _csv_text([[row.get(column, "") for column in columns] for row in rows], end)
    mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda new: _write(new, mark + text.encode("utf-8")))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _csv_text(lines: Sequence[Sequence[str]], end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows(lines)
    return out.getvalue()
