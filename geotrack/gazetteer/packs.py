"""A project's packs: index files it imported, named in geotrack.toml with their checksums."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.errors import GazetteerError, ProjectError
from geotrack.gazetteer.indexfile import open_index

_KEYS = {"name", "path", "sha256"}
_REMEDY = "run `geotrack places import` for it again"


class Pack(NamedTuple):
    """An imported index file of a project: what it is called, where it is, its sha256."""

    name: str
    path: Path
    sha256: str


def read_packs(entries: Sequence[Any], folder: Path) -> tuple[Pack, ...]:
    """The packs that `inputs.packs` of the geotrack.toml in `folder` names, each checked.

    A file's sha256 is reckoned once and remembered in `.geotrack/` by its size and times, so
    that a pack of a gigabyte costs a build nothing. Raises ProjectError naming the key, the file
    and what to do for a pack that is missing, changed or of another version.
    """
    packs = tuple(_pack(entry, number, folder) for number, entry in enumerate(entries, 1))
    names = [pack.name for pack in packs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ProjectError(f"geotrack.toml: inputs.packs names {twice!r} twice")
    for pack in packs:
        _check(pack, folder)
    return packs


def _pack(entry: Any, number: int, folder: Path) -> Pack:
    where = f"geotrack.toml: inputs.packs entry {number}"
    if not isinstance(entry, dict):
        raise ProjectError(f'{where} must be {{ path = "...", sha256 = "..." }}, not {entry!r}')
    unknown = [key for key in entry if key not in _KEYS]
    if unknown:
        raise ProjectError(f"{where}: unknown key {unknown[0]!r}; there are: name, path, sha256")
    for key in ("path", "sha256"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise ProjectError(f"{where} has no {key}; {_REMEDY}")
    path = folder / entry["path"]
    return Pack(str(entry.get("name") or path.stem), path, entry["sha256"].lower())


def _check(pack: Pack, folder: Path) -> None:
    where = f"geotrack.toml: inputs.packs names {pack.path.name!r}"
    if not pack.path.is_file():
        raise ProjectError(f"{where}, but there is no such file; {_REMEDY}")
    try:
        open_index(pack.path).close()
        digest = known_digest(pack.path, folder / ".geotrack")
    except GazetteerError as error:
        raise ProjectError(f"{where}: {error}") from None
    except OSError as error:
        raise ProjectError(f"{where}, which cannot be read: {error.strerror}") from None
    if digest != pack.sha256:
        raise ProjectError(
            f"{where} with sha256 {pack.sha256[:12]}..., but the file has {digest[:12]}...: "
            f"it is not the one that was imported; {_REMEDY}"
        )


def known_digest(path: Path, cache: Path) -> str:
    """The sha256 of a file, from `cache` where the file is as it was when it was reckoned.

    As it was: of one size, and neither written (mtime) nor touched in any other way (ctime,
    which no program can set back) since.
    """
    status = path.stat()
    mark = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    memory = _remembered(cache / "packs.json")
    key = path.name
    if key in memory and memory[key].get("mark") == mark:
        return str(memory[key].get("sha256"))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    memory[key] = {"mark": mark, "sha256": digest}
    _remember(cache / "packs.json", memory)
    return digest


def _remembered(path: Path) -> dict[str, dict[str, Any]]:
    try:
        memory = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(memory, dict):
        return {}
    return {key: value for key, value in memory.items() if isinstance(value, dict)}


def _remember(path: Path, memory: dict[str, dict[str, Any]]) -> None:
    # Where nothing can be written (a read-only disk) the sum is reckoned each time.
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        unfinished.write_text(json.dumps(memory, indent=1), encoding="utf-8")
        unfinished.replace(path)
