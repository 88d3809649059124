// The Leaflet map of the page: basemap, figures, controls, and where to look.
import { addBasemap, corners } from "./basemap";
import type { PageData } from "./data";
import { data as text, el } from "./dom";
import type { MapView } from "./fragment";
import type { Drawable } from "./spots";
import { spotsOf } from "./spots";
import type { Basemap, Bounds } from "./types";
import { phrase } from "./words";
import { reducedMotion } from "./outside";

const WORLD: L.LatLngBoundsLiteral = [[-50, -160], [70, 160]];
/** How close a place outside the framed region is shown: near enough to see where it lies. */
const FAR_ZOOM = 6.5;

/** Makes what the map is drawn on; the function it returns draws the basemap at once. */
export function setUpMap(map: L.Map, data: PageData, basemap: Basemap, box: HTMLElement, fitAll: () => void): () => void {
  const { words, page } = data;
  const drawNow = addBasemap(map, basemap, page.focus);
  L.control.zoom({ position: "topleft", zoomInTitle: phrase(words, "map.zoom_in"), zoomOutTitle: phrase(words, "map.zoom_out") }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  const views = el("div", { class: "gt-views" },
    el("button", { type: "button", class: "gt-button", onclick: fitAll }, phrase(words, "map.view_all")),
    page.bounds && el("button", { type: "button", class: "gt-button", onclick: () => fitBounds(map, page.bounds!) }, phrase(words, "map.view_region")));
  L.DomEvent.disableClickPropagation(views);
  box.append(views, el("p", { class: "gt-attribution" }, ...page.credits.map((line) => text("span", line)), el("span", {}, "Leaflet")));
  // The middle stays where it is, for a link tells the middle.
  new ResizeObserver(() => map.invalidateSize({ pan: true, animate: false })).observe(map.getContainer());
  return drawNow;
}

export function fitBounds(map: L.Map, bounds: Bounds): void {
  map.fitBounds(corners(bounds), { animate: false, padding: [4, 4] });
}

export function viewOf(map: L.Map): MapView {
  const { lat, lng } = map.getCenter();
  return { lat, lon: lng, zoom: map.getZoom() };
}

/** The view's bounds in degrees; west may lie east of east. */
export function boundsOf(map: L.Map): Bounds {
  const bounds = map.getBounds();
  const turn = (lon: number): number => ((((lon + 180) % 360) + 360) % 360) - 180;
  const [west, east] = [bounds.getWest(), bounds.getEast()];
  if (east - west >= 360) return [-180, bounds.getSouth(), 180, bounds.getNorth()];
  return [turn(west), bounds.getSouth(), turn(east), bounds.getNorth()];
}

/** Frame these spots, on whichever side of the antimeridian they lie closer together. */
export function fitSpots(map: L.Map, data: PageData, spots: Iterable<number>, options: L.FitBoundsOptions): void {
  const bounds = boundsOfSpots(data, spots);
  map.fitBounds(bounds ?? WORLD, { animate: false, ...options });
}

function boundsOfSpots(data: PageData, spots: Iterable<number>): L.LatLngBounds | null {
  const { lat, lon } = data.spots;
  let [south, north] = [Infinity, -Infinity];
  const gaps = new Gaps();
  for (const spot of spots) {
    if (Number.isNaN(lat[spot]!)) continue;
    south = Math.min(south, lat[spot]!);
    north = Math.max(north, lat[spot]!);
    gaps.add(lon[spot]!);
  }
  const stretch = gaps.stretch();
  return stretch && L.latLngBounds([south, stretch[0]], [north, stretch[1]]);
}

/** The shortest stretch that holds all longitudes: everything but the widest gap between two. */
export function widestGap(lons: Iterable<number>): [west: number, east: number] | null {
  const gaps = new Gaps();
  for (const lon of lons) gaps.add(lon);
  return gaps.stretch();
}

/** The least and greatest longitude of each degree: a million need no sorting. */
class Gaps {
  private readonly low = new Float64Array(361).fill(Infinity);
  private readonly high = new Float64Array(361).fill(-Infinity);

  add(lon: number): void {
    const degree = Math.max(0, Math.min(360, Math.floor(lon + 180)));
    if (lon < this.low[degree]!) this.low[degree] = lon;
    if (lon > this.high[degree]!) this.high[degree] = lon;
  }

  stretch(): [west: number, east: number] | null {
    const used = Array.from(this.low, (_, degree) => degree).filter((degree) => this.low[degree]! < Infinity);
    if (!used.length) return null;
    const [first, last] = [used[0]!, used[used.length - 1]!];
    let [west, east] = [this.low[first]!, this.high[last]!];
    let gap = west + 360 - east;
    used.slice(1).forEach((degree, i) => {
      const [before, after] = [this.high[used[i]!]!, this.low[degree]!];
      if (after - before <= gap) return;
      gap = after - before;
      [west, east] = [after, before + 360];
    });
    return [west, east];
  }
}

/** Bring an event's places into view, if they are not. */
export function showEvent(map: L.Map, data: PageData, event: number): void {
  const spots = spotsOf(data, event);
  const bounds = map.getBounds();
  const near = (lon: number): number => lon + 360 * Math.round((map.getCenter().lng - lon) / 360);
  if (!spots.length || spots.every((spot) => bounds.contains([data.spots.lat[spot]!, near(data.spots.lon[spot]!)]))) return;
  const framed = boundsOfSpots(data, spots);
  if (!framed) return;
  const options = { padding: [60, 60] as L.PointTuple, maxZoom: Math.max(FAR_ZOOM, Math.min(map.getZoom(), 9)), duration: 0.7 };
  if (reducedMotion()) map.fitBounds(framed, { ...options, animate: false });
  else map.flyToBounds(framed, options);
}

/** The spots at which visible events are drawn, or all where none is. */
export function occupied(drawable: Drawable, visible: Uint8Array, nSpots: number): number[] {
  const [seen, all] = [new Uint8Array(nSpots), new Uint8Array(nSpots)];
  for (let row = 0; row < drawable.event.length; row++) (visible[drawable.event[row]!] ? seen : all)[drawable.spot[row]!] = 1;
  const found = seen.includes(1) ? seen : all;
  const spots: number[] = [];
  for (let spot = 0; spot < nSpots; spot++) if (found[spot]) spots.push(spot);
  return spots;
}
