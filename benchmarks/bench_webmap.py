"""The interactive map beside folium's own ways.

Run: python benchmarks/bench_webmap.py [10000 ...] [--slow]

For each way and number of events: seconds to build, those of the processor, and peak memory (a
process of its own), size of the file, seconds until the page is interactive, milliseconds to move
a 90-day window by a week (median of the steps). For our page also the table, search and filters,
in milliseconds until the map is drawn anew: sorted by title as soon as the page is ready, and the
slowest of some sorts, searches and filters a little later. Timings vary between machines: read the
ratios to our own line. Folium's pages link to a CDN; their libraries come from npm into a scratch
folder and are served from there, so that no page waits for a network. `--slow` adds a million
events and MarkerCluster at 100,000 (minutes). Needs node's npm, Chromium and the dev extras.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
PEERS = ("MarkerCluster", "FastMarkerCluster", "TimestampedGeoJson")
STEPS = 8
# A browser that says nothing for so long has failed.
PATIENCE_MS = 900_000
# A new window loads an interface of its own, which is not what is measured.
SETTLED_MS = 1500
LIBRARIES = {
    "leaflet": "1.9.4",
    "leaflet.awesome-markers": "2.0.5",
    "leaflet.markercluster": "1.5.3",
    "leaflet-timedimension": "1.1.1",
    "iso8601-js-period": "0.2.1",
    "jquery": "3.7.1",
    "moment": "2.30.1",
}
_FILES = {
    "leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "leaflet.timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "iso8601.min.js": "iso8601-js-period/iso8601.js",
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "jquery": "jquery/dist/jquery.min.js",
    "moment": "moment/min/moment.min.js",
}
FIRST_DAY = "2015-01-01"


def synthetic(number: int) -> pd.DataFrame:
    """Dated points made by rule (seeded): no real events."""
    rng = np.random.default_rng(1)
    consonants, vowels = np.array(list("bdhklmnqrstz"), object), np.array(list("aeiou"), object)
    syllables = np.add.outer(consonants, vowels).ravel()
    types = np.array(["Battles", "Protests", "Riots", "Strategic developments"], dtype=object)
    kinds = types[rng.integers(0, len(types), number)]

    def word() -> Any:
        parts = (syllables[rng.integers(0, len(syllables), number)] for _ in range(2))
        return next(parts) + next(parts)

    centres = rng.uniform((39, 30.5), (48, 37.5), (40, 2))[rng.integers(0, 40, number)]
    points = centres + rng.normal(0, 0.4, (number, 2))
    days = np.datetime64(FIRST_DAY) + rng.integers(0, 3600, number)
    return pd.DataFrame(
        {
            "longitude": points[:, 0].round(5),
            "latitude": points[:, 1].round(5),
            "date": days.astype(str).astype(object),
            "title": kinds + " near " + word() + " " + word(),
            "notes": word() + " " + word() + " " + word() + " " + word(),
            "event_type": kinds,
            "place": word(),
        }
    )


# --- building, in a process of its own ------------------------------------------------------


def build_geotrack(frame: pd.DataFrame, path: Path) -> None:
    from geotrack.schema import Presentation
    from geotrack.webmap.frames import tables_of
    from geotrack.webmap.page import write_map_html

    write_map_html(tables_of(frame), path, Presentation(title="Synthetic", as_of="2025-01-01"))


def _folium_map() -> Any:
    import folium

    return folium.Map(location=[34, 43.5], zoom_start=6, tiles=None, maxZoom=18)


def build_marker_cluster(frame: pd.DataFrame, path: Path) -> None:
    import folium
    from folium.plugins import MarkerCluster

    page = _folium_map()
    cluster = MarkerCluster(name="events").add_to(page)
    for row in frame.itertuples():
        folium.Marker([row.latitude, row.longitude], popup=row.title).add_to(cluster)
    page.save(path)


def build_fast_cluster(frame: pd.DataFrame, path: Path) -> None:
    from folium.plugins import FastMarkerCluster

    page = _folium_map()
    rows = frame[["latitude", "longitude", "date", "title"]].to_numpy().tolist()
    FastMarkerCluster(rows).add_to(page)
    page.save(path)


def build_timestamped(frame: pd.DataFrame, path: Path) -> None:
    from folium.plugins import TimestampedGeoJson

    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {"time": row.date, "popup": row.title, "icon": "circle"},
        }
        for row in frame.itertuples()
    ]
    page = _folium_map()
    collection = {"type": "FeatureCollection", "features": features}
    TimestampedGeoJson(collection, period="P7D", duration="P90D", auto_play=False).add_to(page)
    page.save(path)


BUILDERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "geotrack": build_geotrack,
    "MarkerCluster": build_marker_cluster,
    "FastMarkerCluster": build_fast_cluster,
    "TimestampedGeoJson": build_timestamped,
}


def build(way: str, number: int, path: Path) -> None:
    """Build one page and print the seconds it took and the peak memory in MB."""
    frame = synthetic(number)
    # Libraries are loaded before: importing folium or geopandas is not what is compared.
    BUILDERS[way](frame.head(10), path)
    begun, spent = time.perf_counter(), time.process_time()
    BUILDERS[way](frame, path)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"build_s": seconds, "cpu_s": cpu, "peak_mb": peak}))


# --- measuring in a browser -----------------------------------------------------------------

_WAIT = "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
_OURS = """async (n) => {
  const frame = () => +document.documentElement.dataset.frame, out = [];
  const turn = () => new Promise(r => {
    const c = new MessageChannel(); c.port1.onmessage = r; c.port2.postMessage(0); });
  for (let i = 0; i < n; i++) {
    const before = frame(), begun = performance.now();
    geotrack.setWindow(16436 + 7 * i, 16525 + 7 * i);
    while (frame() === before) await turn();
    out.push(performance.now() - begun);
  }
  return out; }"""
_ACT = """async ([parts, wait]) => {
  await new Promise(r => setTimeout(r, wait));
  const frame = () => +document.documentElement.dataset.frame, out = [];
  for (const part of parts) {
    for (const name of ["type", "status", "precision"])
      if (part[name]) part[name] = new Set(part[name]);
    const before = frame(), begun = performance.now();
    geotrack.store.set(part);
    while (frame() === before) await new Promise(r => setTimeout(r));
    out.push(performance.now() - begun);
  }
  return out; }"""
_SORTS = [{"sort": "title"}, {"sort": "place"}, {"sort": "-title"}, {"sort": "type"},
          {"sort": "date"}]  # fmt: skip
_SEARCHES = [{"query": "battles"}, {"query": "nela zi"}, {"query": ""}]
_FILTERS = [{"type": [0]}, {"precision": [0]}, {"type": []}, {"precision": []},
            {"inView": [42, 33, 45, 36]}, {"inView": None}]  # fmt: skip
# Markers are made before; a step takes away those of one window and adds those of the next.
_CLUSTER = """async (n) => {
  const map = Object.values(window).find(v => v instanceof L.Map);
  let group; map.eachLayer(l => { if (l instanceof L.MarkerClusterGroup) group = l; });
  const all = group.getLayers().map((m, i) => [i % 3600, m]), out = [];
  for (let i = 0; i < n; i++) {
    const begun = performance.now();
    group.clearLayers();
    group.addLayers(all.filter(([d]) => d >= 7 * i && d < 7 * i + 90).map(([, m]) => m));
    await new Promise(r => requestAnimationFrame(r));
    out.push(performance.now() - begun);
  }
  return out; }"""
_TIMESTAMPED = """async (n) => {
  const map = Object.values(window).find(v => v instanceof L.Map && v.timeDimension);
  const times = map.timeDimension.getAvailableTimes(), out = [];
  for (let i = 0; i < n; i++) {
    const begun = performance.now();
    map.timeDimension.setCurrentTime(times[20 + i]);
    await new Promise(r => requestAnimationFrame(r));
    out.push(performance.now() - begun);
  }
  return out; }"""
STEP_CODE = {
    "geotrack": _OURS,
    "MarkerCluster": _CLUSTER,
    "FastMarkerCluster": _CLUSTER,
    "TimestampedGeoJson": _TIMESTAMPED,
}


def measure(browser: Any, way: str, path: Path, libraries: Path) -> dict[str, float]:
    """Seconds to ready and the median milliseconds of a step."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.route("**/*", lambda route: _serve(route, libraries))
    page.goto("about:blank")
    page.wait_for_timeout(SETTLED_MS)
    begun = time.perf_counter()
    if way == "geotrack":
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-ready=true]")
    else:
        page.goto(path.as_uri(), wait_until="load")
        page.evaluate(_WAIT)
    ready = time.perf_counter() - begun
    result = {"ready_s": ready}
    if way == "geotrack":
        result["sort_at_once_ms"] = page.evaluate(_ACT, [_SORTS[:1], 0])[0]
        page.evaluate(_ACT, [_SORTS[-1:], 0])
    result["step_ms"] = statistics.median(page.evaluate(STEP_CODE[way], STEPS))
    if way == "geotrack":
        page.evaluate("geotrack.store.reset()")
        size = int(page.locator("html").get_attribute("data-events"))
        pause = 1000 + size / 100  # what a reader needs to look at so many
        for name, parts in (("sort", _SORTS), ("search", _SEARCHES), ("filter", _FILTERS)):
            result[f"{name}_ms"] = max(page.evaluate(_ACT, [parts, pause]))
            pause = 0
    context.close()
    return result


def _serve(route: Any, libraries: Path) -> None:
    url = route.request.url
    if url.startswith(("file:", "data:", "blob:")):
        route.continue_()
        return
    found = next((file for part, file in _FILES.items() if part in url), None)
    if found:
        route.fulfill(path=libraries / "node_modules" / found)
    else:
        kind = "text/css" if url.endswith(".css") else "text/javascript"
        route.fulfill(status=200, content_type=kind, body="")


# --- all of it ------------------------------------------------------------------------------


def cases(*, slow: bool) -> list[tuple[int, str]]:
    """Numbers of events and ways, in the order in which they run."""
    sizes = [int(text) for text in sys.argv[1:] if text.isdigit()] or [10_000, 100_000]
    listed = [(n, way) for n in sizes for way in ("geotrack", *PEERS)]
    late = (100_000, "MarkerCluster")  # it takes longer than all others together
    quick = [case for case in listed if case != late]
    return [*quick, (1_000_000, "geotrack"), late] if slow else quick


def main() -> None:
    """Print a line a case and, below each number of events, the ratios to the best peer."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        wanted = [f"{name}@{version}" for name, version in LIBRARIES.items()]
        npm = shutil.which("npm") or "npm"
        quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run([npm, "install", *quiet, *wanted], cwd=folder, check=True)
        chromium = os.environ.get("GEOTRACK_CHROMIUM") or shutil.which("chromium")
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        results: dict[int, dict[str, dict[str, float]]] = {}
        print(f"{'events':>9} {'way':20} {'build s':>8} {'cpu s':>7} {'MB':>6} {'file MB':>8} "
              f"{'ready s':>8} {'step ms':>8}")  # fmt: skip
        for number, way in cases(slow="--slow" in sys.argv):
            path = folder / f"{way}-{number}.html"
            command = [sys.executable, __file__, "--build", way, str(number), str(path)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            result = json.loads(told) | measure(browser, way, path, folder)
            result["file_mb"] = path.stat().st_size / 1e6
            results.setdefault(number, {})[way] = result
            print(f"{number:>9,} {way:20} {result['build_s']:8.2f} {result['cpu_s']:7.2f} "
                  f"{result['peak_mb']:6.0f} {result['file_mb']:8.2f} {result['ready_s']:8.2f} "
                  f"{result['step_ms']:8.1f}{acts(result)}", flush=True)  # fmt: skip
            path.unlink()
        browser.close()
        for number, ways in results.items():
            print(ratios(number, ways))


def acts(result: dict[str, float]) -> str:
    """What our page's table, search and filters take; nothing for the peers, which have none."""
    told = (f"{key[:-3].replace('_', ' ')} {result[key]:.0f}" for key in result
            if key in ("sort_at_once_ms", "sort_ms", "search_ms", "filter_ms"))  # fmt: skip
    return "".join(f"  {part}" for part in told)


def ratios(number: int, ways: dict[str, dict[str, float]]) -> str:
    """How many times faster than the best of the peers."""
    ours, peers = ways["geotrack"], [result for way, result in ways.items() if way != "geotrack"]
    if not peers:
        return f"{number:>9,} no peer does it"
    best = {key: min(peer[key] for peer in peers) for key in ("ready_s", "step_ms", "file_mb")}
    parts = (f"{key} {best[key] / ours[key]:.1f}x" for key in best)
    return f"{number:>9,} best peer to ours: {', '.join(parts)}"


if __name__ == "__main__":
    if "--build" in sys.argv:
        build(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
