"""Putting outputs in their places: all rendered first, then moved, the manifest last."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STAGING = ".new-"
# Files written outside a build: no other run may take them for leftovers.
_LONE = ".one-"


@contextmanager
def staging(out: Path, prefix: str = _STAGING) -> Iterator[Path]:
    """A folder inside `out` for unfinished outputs; gone afterwards, whatever happens.

    Raises OutputError where `out` cannot be written to.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=out))
    except OSError as error:
        raise OutputError(f"cannot write into {out.name}: {error.strerror}") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(out: Path) -> None:
    """Remove what a killed build has left in `out`; only for who holds the project's lock."""
    for left in out.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)


def move_into_place(folder: Path, out: Path, names: list[str]) -> list[str]:
    """Move the named files from the staging folder to `out`; those whose bytes changed.

    Raises OutputError naming a file that another program holds open; those moved before it are
    put back, so that all stand as they were.
    """
    changed = [name for name in names if not _same_bytes(folder / name, out / name)]
    before = folder / "before"
    before.mkdir(exist_ok=True)
    moved: list[str] = []
    try:
        for name in changed:
            if (out / name).is_file():
                shutil.copyfile(out / name, before / name)
            replace_file(folder / name, out / name)
            moved.append(name)
    except OutputError:
        for name in moved:
            _put_back(before / name, out / name)
        raise
    return changed


def _put_back(before: Path, now: Path) -> None:
    if before.is_file():
        before.replace(now)
    else:
        now.unlink(missing_ok=True)


def replace_file(new: Path, old: Path) -> None:
    """os.replace with a plain message where the old file cannot be replaced."""
    try:
        os.replace(new, old)  # noqa: PTH105 - named so in docs and tests
    except PermissionError:
        raise OutputError(
            f"{old.name} cannot be replaced: it is open in another program, or the folder may "
            "not be written to; close it and run again"
        ) from None
    except OSError as error:
        raise OutputError(f"{old.name} cannot be put in its place: {error.strerror}") from None


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside `path`, then move it there: never half a file."""
    with staging(path.parent, _LONE) as folder:
        write(folder / path.name)
        replace_file(folder / path.name, path)


def _same_bytes(one: Path, other: Path) -> bool:
    if not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    return one.read_bytes() == other.read_bytes()
