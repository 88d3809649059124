// The page for more events than a page can hold: it reads its tiles range by range.
import "leaflet";
import "leaflet/dist/leaflet.css";
import "../styles/tiles.css";
import { byId, data, el, replaceChildren } from "./dom";
import { takeJson } from "./load";
import { palette, onTheme, startTheme } from "./theme";
import { Archive } from "./tiles/archive";
import { drawnAt, isRough, type Drawn, type Styles } from "./tiles/drawing";
import { TileLayer } from "./tiles/layer";
import { timeWindow } from "./tiles/window";
import { symbolSvg } from "./symbols";
import type { StatusStyle, TypeStyle } from "./types";
import { counted, grouped, phrase, type Words } from "./words";

interface Head {
  tiles: string;
  words: Words;
  counts: Record<string, number>;
  types: TypeStyle[];
  statuses: StatusStyle[];
  credits: string[];
  bounds: [number, number, number, number] | null;
}

const MOST_LISTED = 20;

async function start(): Promise<void> {
  startTheme();
  const head = await takeJson<Head>("gt-head");
  const basemap = await takeJson<{ layers: Record<string, GeoJSON.FeatureCollection> }>("gt-basemap");
  const { words } = head;
  const map = L.map("gt-map", { zoomControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 14, zoomSnap: 1, attributionControl: false });
  L.control.zoom({ position: "topleft", zoomInTitle: phrase(words, "map.zoom_in"), zoomOutTitle: phrase(words, "map.zoom_out") }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false }).addTo(map);
  map.setView([25, 20], 2);
  ground(map, basemap.layers);
  const styles: Styles = { types: new Map(head.types.map((t) => [t.key, t])), statuses: new Map(head.statuses.map((s) => [s.key, s])) };
  foot(head);
  // The lines around the map grow and shrink; its middle stays.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  let layer: TileLayer | undefined;
  const open = async (source: string | File): Promise<void> => {
    say(phrase(words, "tiles.loading"));
    const archive = await Archive.open(source);
    layer?.remove();
    layer = new TileLayer(map, archive, styles, (view) => {
      const parts = [counted(words, "tiles.in_view", view.n)];
      if (view.other) parts.push(phrase(words, "tiles.not_occurred", { n: grouped(view.other) }));
      if (view.counted) parts.push(phrase(words, "tiles.counted"));
      say(parts.join(" \u00b7 "));
    }, () => pick(phrase(words, "tiles.broken")));
    const shown = layer;
    timeWindow(byId("gt-window"), archive.about.periods, words, (window) => shown.setWindow(window));
    map.invalidateSize({ animate: false });
    const [west, south, east, north] = head.bounds ?? archive.bounds;
    map.fitBounds([[south, west], [north, east < west ? east + 360 : east]], { animate: false, maxZoom: 9 });
  };
  const pick = (why: string): void => {
    const input = el("input", { type: "file", accept: ".pmtiles", id: "gt-pick" });
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) void open(file).catch(() => pick(phrase(words, "tiles.broken")));
    });
    replaceChildren(byId("gt-status"), el("span", {}, `${why} `), el("label", { for: "gt-pick" }, phrase(words, "tiles.pick", { file: head.tiles })), input);
  };
  map.on("click", (event: L.LeafletMouseEvent) => {
    const item = layer && drawnAt(layer.items, event.containerPoint.x, event.containerPoint.y);
    if (item) L.popup({ maxWidth: 320, maxHeight: 300 }).setLatLng(event.latlng).setContent(about(item, head, map)).openOn(map);
  });
  // A page opened as a file may not read its neighbours; nobody can change that but its reader.
  if (location.protocol === "file:") pick(phrase(words, "tiles.pick_why"));
  else await open(new URL(head.tiles, location.href).href).catch(() => pick(phrase(words, "tiles.no_ranges")));
}

function say(text: string): void {
  byId("gt-status").textContent = text;
}

/** Countries, lakes and borders below everything. */
function ground(map: L.Map, layers: Record<string, GeoJSON.FeatureCollection>): void {
  const pane = map.createPane("ground");
  pane.style.zIndex = "150";
  pane.style.pointerEvents = "none";
  const renderer = L.canvas({ pane: "ground", padding: 0.4 });
  const styles = (): Record<string, L.PathOptions> => {
    const { land, lake, border, river } = palette();
    return {
      countries: { stroke: false, fill: true, fillColor: land, fillOpacity: 1 },
      lakes: { color: river, weight: 0.8, fill: true, fillColor: lake, fillOpacity: 1 },
      borders: { fill: false, color: border, weight: 1.1 },
    };
  };
  const drawn: [string, L.GeoJSON][] = [];
  for (const [name, style] of Object.entries(styles())) {
    const shapes = layers[name];
    if (shapes) drawn.push([name, L.geoJSON(shapes, { style, interactive: false, pane: "ground", renderer } as L.GeoJSONOptions).addTo(map)]);
  }
  const paint = (): void => {
    map.getContainer().style.background = palette().sea;
    for (const [name, layer] of drawn) layer.setStyle(styles()[name]!);
  };
  paint();
  onTheme(paint);
}

/** What stands at a spot, as text. */
function about(item: Drawn, head: Head, map: L.Map): HTMLElement {
  const { words } = head;
  const box = el("div", { class: "gt-about" });
  if (!item.events.length) {
    box.append(el("p", {}, counted(words, "tiles.locations", item.n)));
    if (item.other) box.append(el("p", {}, phrase(words, "tiles.not_occurred", { n: grouped(item.other) })));
    if (item.rough) box.append(el("p", {}, phrase(words, "tiles.rough", { n: grouped(item.rough) })));
    const deeper = map.getZoom() < 12;
    box.append(el("p", { class: "gt-hint" }, phrase(words, deeper ? "tiles.zoom_for_more" : "tiles.too_many")));
    return box;
  }
  for (const event of item.events.slice(0, MOST_LISTED)) box.append(one(event, head));
  if (item.n > MOST_LISTED) box.append(el("p", { class: "gt-hint" }, phrase(words, "tiles.and_more", { n: grouped(item.n - MOST_LISTED) })));
  return box;
}

function one(event: Record<string, unknown>, head: Head): HTMLElement {
  const { words } = head;
  const text = (key: string): string => String(event[key] ?? "");
  const type = head.types.find((t) => t.key === text("type")) ?? head.types[head.types.length - 1]!;
  const status = head.statuses.find((s) => s.key === text("status")) ?? null;
  const where = [text("place"), words[`precision.${text("precision")}`] ?? ""].filter(Boolean).join(", ");
  const rough = isRough(event) ? phrase(words, "tiles.within_km", { km: grouped(Math.round(Number(event["radius_km"] ?? 0))) }) : "";
  return el("div", { class: "gt-one" },
    el("p", {}, symbolSvg(type, status) as unknown as HTMLElement, data("strong", text("title"))),
    el("p", {}, data("span", text("date") || phrase(words, "tiles.undated")), " \u00b7 ", words[`status.${text("status")}`] ?? text("status"), text("type") ? ` \u00b7 ${words[`type.${text("type")}`] ?? text("type")}` : ""),
    el("p", {}, data("span", where), rough && ` \u00b7 ${rough}`),
    el("p", { class: "gt-hint" }, data("span", text("id"))));
}

function foot(head: Head): void {
  const { words, counts } = head;
  const key = (node: Element, name: string): HTMLElement => el("span", { class: "gt-key" }, node as HTMLElement, ` ${phrase(words, name)}`);
  const disc = (name: string): HTMLElement => el("span", { class: `gt-disc gt-disc-${name}`, "aria-hidden": "true" });
  const off = (counts["off_map"] ?? 0) > 0 && el("p", {}, phrase(words, "tiles.off_map", { n: grouped(counts["off_map"]!) }));
  replaceChildren(byId("gt-foot"),
    el("p", {}, key(disc("n"), "tiles.key_counts"), key(disc("other"), "tiles.key_other"), key(disc("rough"), "tiles.key_rough"),
      ...head.statuses.map((status) => el("span", { class: "gt-key" }, symbolSvg(null, status) as unknown as HTMLElement, ` ${words[`status.${status.key}`] ?? status.key}`))),
    off || null,
    el("p", { class: "gt-hint" }, ...head.credits.flatMap((line) => [data("bdi", line), " \u00b7 "]), el("bdi", {}, "Leaflet, PMTiles")));
}

void start().catch(() => say("!"));
