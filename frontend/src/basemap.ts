// The offline basemap: vector layers on a canvas of their own below everything else.
import { palette } from "./theme";
import type { Basemap, Bounds } from "./types";

const PANE = "geotrack-basemap";
/** An SVG or canvas in the default pane would hide what lies below it. */
const Z_INDEX = "150";

type Style = (feature?: GeoJSON.Feature) => L.PathOptions;

const INK: L.PathOptions = { fill: false, interactive: false };

function styles(focus: Set<string>): [layer: string, style: Style][] {
  const colours = palette();
  return [
    ["countries", (feature) => ({
      interactive: false, stroke: false, fillOpacity: 1,
      fillColor: focus.has(String(feature?.properties?.["iso_a2"] ?? "")) ? colours.focus : colours.land,
    })],
    ["admin1", () => ({ ...INK, color: colours.admin1, weight: 0.9, dashArray: "4 3", opacity: 0.9 })],
    ["rivers", () => ({ ...INK, color: colours.river, weight: 1.1 })],
    ["lakes", () => ({ interactive: false, stroke: true, color: colours.river, weight: 0.8, fillColor: colours.lake, fillOpacity: 1 })],
    ["borders", (feature) => ({
      ...INK, color: colours.border, weight: 1.4,
      ...(feature?.properties?.["kind"] === "disputed" ? { dashArray: "5 4" } : {}),
    })],
  ];
}

/** Draws the basemap; the function it returns draws it anew, in the colours of then. */
export function addBasemap(map: L.Map, basemap: Basemap, focus: string[], across: boolean): () => void {
  const pane = map.createPane(PANE);
  pane.style.zIndex = Z_INDEX;
  pane.style.pointerEvents = "none";
  const renderer = L.canvas({ pane: PANE, padding: 0.4 });
  const focused = new Set(focus);
  const layers: [L.GeoJSON, string][] = [];
  // Where the frame crosses the antimeridian, the world stands twice side by side.
  for (const shift of across ? [0, 360] : [0]) {
    // Countries are cut where fine meets coarse: fill them without a stroke, lines come after.
    for (const [name, style] of styles(focused)) {
      const shapes = basemap.layers[name];
      if (!shapes) continue;
      const coordsToLatLng = ([lon, lat]: number[]): L.LatLng => L.latLng(lat ?? 0, (lon ?? 0) + shift);
      // Leaflet hands the options on to every path it makes; its types know only a GeoJSON's own.
      const options = { style, coordsToLatLng, interactive: false, pane: PANE, renderer, smoothFactor: 0.8 } as L.GeoJSONOptions;
      layers.push([L.geoJSON(shapes, options).addTo(map), name]);
    }
  }
  if (basemap.relief) addRelief(map, basemap.relief);
  map.getContainer().style.background = palette().sea;
  return () => {
    const now = new Map(styles(focused));
    map.getContainer().style.background = palette().sea;
    for (const [layer, name] of layers) layer.setStyle(now.get(name)!);
  };
}

/** Shaded relief; its image carries its own transparency. */
function addRelief(map: L.Map, relief: { url: string; bounds: Bounds }): void {
  const pane = map.createPane("geotrack-relief");
  pane.style.zIndex = "155";
  pane.style.pointerEvents = "none";
  L.imageOverlay(relief.url, corners(relief.bounds), { pane: "geotrack-relief", opacity: 0.36, alt: "", className: "gt-relief" }).addTo(map);
}

/** Bounds as Leaflet has them; those across the antimeridian go on beyond 180. */
export function corners([west, south, east, north]: Bounds): L.LatLngBoundsLiteral {
  return [[south, west], [north, east < west ? east + 360 : east]];
}
