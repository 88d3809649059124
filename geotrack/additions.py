"""A project's gazetteer grows by files: each import is a pack, named in geotrack.toml."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geotrack.errors import InputError
from geotrack.gazetteer.importing.making import Made, Options, make_pack
from geotrack.gazetteer.importing.reading import Progress, silent
from geotrack.gazetteer.packs import Pack, known_digest
from geotrack.outputs import replace_file
from geotrack.tomlfile import alone, edit_toml, enter_pack, find_project, read_toml

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

FOLDER = "data/gazetteer"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class Imported(NamedTuple):
    """What an import did: the pack, what came of the files, the lines changed in geotrack.toml."""

    project: Path
    pack: Pack
    made: Made
    changes: list[str]


def import_places(
    files: Sequence[Path],
    project: Path,
    name: str = "",
    options: Options = Options(),  # noqa: B008 - never changed
    progress: Progress = silent,
) -> Imported:
    """Import files as one pack of the project that `project` lies in.

    The pack's file is named after its content, so that geotrack.toml changes from the old pack to
    the new one in one step: whenever this is interrupted, it names a pack that is whole. Raises
    InputError for files that cannot be used, ProjectError where there is no project.
    """
    folder = find_project(project)
    read_toml(folder)
    name = _pack_name(files, name)
    home = folder / FOLDER
    with alone(folder, progress):
        _clear_leftovers(home, name)
        made = make_pack(files, home / f"{name}.made", options, progress)
        digest = _digest(made.path)
        path = home / f"{name}-{digest[:8]}.sqlite"
        replace_file(made.path, path)
        known_digest(path, folder / ".geotrack")
        shown = f"{FOLDER}/{path.name}"

        def change(document: TOMLDocument) -> None:
            enter_pack(document, name, shown, digest)

        changes = edit_toml(folder, change)
        _clear_old(home, name, path)
    return Imported(folder, Pack(name, path, digest), made._replace(path=path), changes)


def _pack_name(files: Sequence[Path], name: str) -> str:
    """The given name, else that of the first file, in plain letters."""
    made = name or re.sub(r"[^a-z0-9_-]+", "-", files[0].name.partition(".")[0].lower()).strip("-")
    if not _NAME.fullmatch(made):
        raise InputError(
            f"--name {made!r} cannot be the name of a pack: small letters a to z, digits, "
            "hyphens, such as iq-villages"
        )
    return made


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clear_leftovers(home: Path, name: str) -> None:
    """What a killed import of this pack left; no other one runs while we hold the lock."""
    for pattern in (f"{name}.made*", f"{name}.rejects.csv.*.tmp"):
        for path in home.glob(pattern):
            path.unlink(missing_ok=True)


def _clear_old(home: Path, name: str, kept: Path) -> None:
    """Earlier files of this pack, which geotrack.toml names no more."""
    for path in home.glob(f"{name}-*.sqlite"):
        if re.fullmatch(rf"{name}-[0-9a-f]{{8}}\.sqlite", path.name) and path != kept:
            # One that is held open on Windows goes with the next import.
            with suppress(OSError):
                path.unlink(missing_ok=True)
