// The Leaflet map of the page: basemap, figures, controls, and where to look.
import { addBasemap, corners } from "./basemap";
import type { PageData } from "./data";
import { data as text, el } from "./dom";
import type { MapView } from "./fragment";
import type { Drawable } from "./spots";
import { spotsOf } from "./spots";
import { onTheme } from "./theme";
import type { Basemap, Bounds } from "./types";
import { phrase } from "./words";
import { reducedMotion } from "./outside";

const WORLD: L.LatLngBoundsLiteral = [[-50, -160], [70, 160]];
/** How close a place outside the framed region is shown: near enough to see where it lies. */
const FAR_ZOOM = 6.5;

export function setUpMap(map: L.Map, data: PageData, basemap: Basemap, box: HTMLElement, fitAll: () => void): void {
  const { words, page } = data;
  const across = !!page.bounds && page.bounds[0] > page.bounds[2] || crosses(data);
  onTheme(addBasemap(map, basemap, page.focus, across));
  L.control.zoom({ position: "topleft", zoomInTitle: phrase(words, "map.zoom_in"), zoomOutTitle: phrase(words, "map.zoom_out") }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  const views = el("div", { class: "gt-views" },
    el("button", { type: "button", class: "gt-button", onclick: fitAll }, phrase(words, "map.view_all")),
    page.bounds && el("button", { type: "button", class: "gt-button", onclick: () => fitBounds(map, page.bounds!) }, phrase(words, "map.view_region")));
  L.DomEvent.disableClickPropagation(views);
  box.append(views, el("p", { class: "gt-attribution" }, ...page.credits.map((line) => text("span", line)), el("span", {}, "Leaflet")));
  // The middle stays where it is, for a link tells the middle.
  new ResizeObserver(() => map.invalidateSize({ pan: true, animate: false })).observe(map.getContainer());
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
  const lons: number[] = [];
  for (const spot of spots) {
    if (Number.isNaN(lat[spot]!)) continue;
    south = Math.min(south, lat[spot]!);
    north = Math.max(north, lat[spot]!);
    lons.push(lon[spot]!);
  }
  if (!lons.length) return null;
  const [west, east] = widestGap(lons);
  return L.latLngBounds([south, west], [north, east]);
}

/** The shortest stretch that holds all longitudes: everything but the widest gap between two. */
export function widestGap(lons: number[]): [west: number, east: number] {
  const sorted = Float64Array.from(lons).sort();
  const last = sorted[sorted.length - 1]!;
  let [west, east, gap] = [sorted[0]!, last, sorted[0]! + 360 - last];
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]! - sorted[i - 1]! <= gap) continue;
    gap = sorted[i]! - sorted[i - 1]!;
    [west, east] = [sorted[i]!, sorted[i - 1]! + 360];
  }
  return [west, east];
}

function crosses(data: PageData): boolean {
  const lons = [...data.spots.lon].filter((lon) => !Number.isNaN(lon));
  return lons.length > 1 && widestGap(lons)[1] > 180;
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
export function occupied(drawable: Drawable, visible: Uint8Array): number[] {
  const found = new Set<number>();
  for (let row = 0; row < drawable.event.length; row++) if (visible[drawable.event[row]!]) found.add(drawable.spot[row]!);
  return found.size ? [...found] : [...new Set(drawable.spot)];
}
