// The offline basemap: vector layers on a canvas of their own below everything else.
import { BASEMAP } from "./palette";
import type { Basemap, Bounds } from "./types";

const PANE = "geotrack-basemap";
/** An SVG or canvas in the default pane would hide what lies below it. */
const Z_INDEX = "150";

type Style = (feature?: GeoJSON.Feature) => L.PathOptions;

const INK: L.PathOptions = { fill: false, interactive: false };

function styles(focus: Set<string>): [layer: string, style: Style][] {
  return [
    ["countries", (feature) => ({
      interactive: false, stroke: false, fillOpacity: 1,
      fillColor: focus.has(String(feature?.properties?.["iso_a2"] ?? "")) ? BASEMAP.focus : BASEMAP.land,
    })],
    ["admin1", () => ({ ...INK, color: BASEMAP.admin1, weight: 0.9, dashArray: "4 3", opacity: 0.9 })],
    ["rivers", () => ({ ...INK, color: BASEMAP.river, weight: 1.1 })],
    ["lakes", () => ({ interactive: false, stroke: true, color: BASEMAP.river, weight: 0.8, fillColor: BASEMAP.lake, fillOpacity: 1 })],
    ["borders", (feature) => ({
      ...INK, color: BASEMAP.border, weight: 1.4,
      ...(feature?.properties?.["kind"] === "disputed" ? { dashArray: "5 4" } : {}),
    })],
  ];
}

export function addBasemap(map: L.Map, basemap: Basemap, focus: string[]): void {
  const pane = map.createPane(PANE);
  pane.style.zIndex = Z_INDEX;
  pane.style.pointerEvents = "none";
  const renderer = L.canvas({ pane: PANE, padding: 0.4 });
  const focused = new Set(focus);
  // Countries are cut where fine meets coarse: fill them without a stroke, lines come after.
  for (const [name, style] of styles(focused)) {
    const layer = basemap.layers[name];
    if (!layer) continue;
    // Leaflet hands the options on to every path it makes; its types know only a GeoJSON's own.
    const options = { style, interactive: false, pane: PANE, renderer, smoothFactor: 0.8 } as L.GeoJSONOptions;
    L.geoJSON(layer, options).addTo(map);
    if (name === "countries" && basemap.relief) addRelief(map, basemap.relief);
  }
}

/** Shaded relief; its image carries its own transparency. */
function addRelief(map: L.Map, relief: { url: string; bounds: Bounds }): void {
  const pane = map.createPane("geotrack-relief");
  pane.style.zIndex = "155";
  pane.style.pointerEvents = "none";
  L.imageOverlay(relief.url, corners(relief.bounds), { pane: "geotrack-relief", opacity: 0.36, alt: "", className: "gt-relief" }).addTo(map);
}

export function corners([west, south, east, north]: Bounds): L.LatLngBoundsLiteral {
  return [[south, west], [north, east]];
}
