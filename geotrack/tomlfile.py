"""geotrack.toml changed by the program: the user's comments, order and layout stay."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from geotrack.errors import OutputError, ProjectError
from geotrack.outputs import write_whole
from geotrack.projectkeys import FILE_NAME

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Progress = Callable[[str, int, int], None]


def find_project(start: Path) -> Path:
    """The folder with geotrack.toml: `start` or the nearest one above it.

    Raises ProjectError where there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise ProjectError(
        f"there is no {FILE_NAME} in {start.name or start} or above it; say where the project is "
        "with --project, or make one with `geotrack init DIR`"
    )


def read_toml(folder: Path) -> dict[str, Any]:
    """The content of a project's geotrack.toml as it stands, unchecked.

    Raises ProjectError where it is no TOML.
    """
    try:
        return tomllib.loads(_text(folder))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{FILE_NAME} is not TOML: {error}") from None


def project_files(folder: Path, data: dict[str, Any]) -> list[Path]:
    """The curated files that [inputs] places names, in its order; patterns are followed."""
    told = data.get("inputs", {}).get("places", [])
    files: list[Path] = []
    for pattern in [told] if isinstance(told, str) else told:
        fitting = sorted(folder.glob(pattern)) if re.search(r"[*?\[]", pattern) else []
        files += fitting or [folder / pattern]
    return list(dict.fromkeys(files))


def _text(folder: Path) -> str:
    try:
        return (folder / FILE_NAME).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ProjectError(f"there is no {FILE_NAME} in {folder.name}") from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{FILE_NAME} is not UTF-8 text: {error.reason}") from None


def edit_toml(folder: Path, change: Callable[[TOMLDocument], None]) -> list[str]:
    """Change a project's geotrack.toml in one step; the lines that differ, `-` old and `+` new.

    Raises ProjectError, and changes nothing, where the file is no TOML before or after.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    old = _text(folder)
    try:
        document = tomlkit.parse(old)
        change(document)
        new = tomlkit.dumps(document)
        tomllib.loads(new)
    except (TOMLKitError, tomllib.TOMLDecodeError, TypeError) as error:
        raise ProjectError(f"{FILE_NAME} cannot be changed: {error}") from None
    if new == old:
        return []
    write_whole(folder / FILE_NAME, lambda path: _write(path, new))
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def _write(path: Path, text: str) -> None:
    # Bytes, so that the line ends stay as they are.
    path.write_bytes(text.encode("utf-8"))


@contextmanager
def alone(folder: Path, progress: Progress | None = None) -> Iterator[None]:
    """One change of a project's gazetteer at a time: a second one waits, and says so."""
    cache = folder / ".geotrack"
    try:
        cache.mkdir(exist_ok=True)
        lock = FileLock(cache / "packs.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if progress:
                progress("waiting for another import into this project", 0, 0)
            lock.acquire(timeout=3600)
    except Timeout:
        raise OutputError("another import into this project has been running too long") from None
    except OSError as error:
        raise OutputError(f"cannot write into .geotrack: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()


def enter_pack(document: TOMLDocument, name: str, path: str, sha256: str) -> None:
    """Name a pack under [inputs] packs; an earlier entry of the name is replaced."""
    import tomlkit

    packs = _inputs(document).get("packs")
    if packs is None:
        packs = tomlkit.array().multiline(True)
        _inputs(document)["packs"] = packs
        packs = _inputs(document)["packs"]
    for entry in packs:
        if isinstance(entry, dict) and _pack_name(entry) == name:
            entry.update({"path": path, "sha256": sha256})
            return
    new = tomlkit.table() if isinstance(packs, tomlkit.items.AoT) else tomlkit.inline_table()
    new.update({"name": name, "path": path, "sha256": sha256})
    packs.append(new)


def _pack_name(entry: dict[str, Any]) -> str:
    return str(entry.get("name") or Path(str(entry.get("path", ""))).stem)


def enter_places(document: TOMLDocument, path: str) -> None:
    """Name a file of places under [inputs] places, where none is named yet."""
    _inputs(document)["places"] = [path]


def _inputs(document: TOMLDocument) -> Any:
    import tomlkit

    if "inputs" not in document:
        document["inputs"] = tomlkit.table()
    return document["inputs"]
