// The page's beginning: reads the payload, makes the store and the views, ties them together.
import "leaflet";
import "leaflet/dist/leaflet.css";
import "../styles/layer.css";
import "../styles/page.css";
import { addBasemap, corners } from "./basemap";
import { readDay } from "./days";
import { byId, data, el, replaceChildren } from "./dom";
import { EventView } from "./event_view";
import { Figures } from "./figures";
import { Legend } from "./legend";
import { Outside, reducedMotion } from "./outside";
import { figuresPanel, methodsPanel, Tray } from "./panels";
import type { Box } from "./labels";
import { brief, chooser, spotName } from "./popup";
import type { Spot } from "./spots";
import { Store, type Change } from "./store";
import { Table } from "./table";
import { Tabs } from "./tabs";
import { TimeBand } from "./timeband";
import { PAYLOAD_VERSION, type Basemap, type PagePayload } from "./types";
import { counted, phrase } from "./words";

interface Api {
  /** Move the time window; days as YYYY-MM-DD or as numbers from 1970-01-01. */
  setWindow: (first: string | number, last: string | number) => void;
  map: L.Map;
}

declare global {
  interface Window {
    geotrack?: Api;
    geotrackPage?: (map: L.Map) => void;
  }
}

function read<T>(id: string): T {
  return JSON.parse(byId(id).textContent ?? "null") as T;
}

/** How close a place outside the framed region is shown: near enough to see where it lies. */
const FAR_ZOOM = 6.5;
const WORLD: L.LatLngBoundsLiteral = [[-50, -160], [70, 160]];

class Page {
  private readonly payload = read<PagePayload>("gt-payload");
  private readonly basemap = read<Basemap>("gt-basemap");
  private readonly store = new Store(this.payload);
  private readonly root = document.documentElement;
  private readonly view: EventView;
  private readonly tabs: Tabs;
  private readonly table: Table;
  private readonly tray: Tray;
  private readonly legend: Legend;
  private readonly band: TimeBand;
  private readonly outside: Outside;
  private readonly status = el("p", { class: "gt-hidden", role: "status" });
  private readonly figures: Figures;
  private arrangedFor = "";
  private tooltip: L.Tooltip | null = null;
  private frames = 0;

  constructor(private readonly map: L.Map) {
    const { payload, store } = this;
    if (payload.version !== PAYLOAD_VERSION) throw new Error("geotrack: another payload version");
    this.view = new EventView(payload, {
      visible: () => store.visible,
      selected: () => store.state.selected,
      hovered: () => store.state.hovered,
      names: this.basemap.names,
      placeNames: true,
      obstacles: (symbols) => this.overlays(symbols),
      onPick: (events, spot) => this.pick(events, spot),
      onHover: (events, spot) => this.point(events, spot),
      onDrawn: () => this.root.setAttribute("data-frame", String(++this.frames)),
    });
    this.tabs = this.makeTabs();
    const panel = (id: string): HTMLElement => this.tabs.panels.get(id)!;
    const drawn = new Set(this.view.spots.flatMap((spot) => spot.events));
    this.figures = this.setUpMap();
    this.table = new Table(store, payload, panel("events"), (event) => this.show(event), (event) => drawn.has(event));
    this.tray = new Tray(store, payload, panel("tray"), (event) => this.open(event));
    if (payload.figures.length) figuresPanel(payload, panel("figures"));
    methodsPanel(payload, panel("methods"));
    byId<HTMLDetailsElement>("gt-legend").open = window.matchMedia("(min-width: 900px)").matches;
    this.legend = new Legend(store, byId("gt-legend-items"));
    this.outside = new Outside(map, store, this.view.spots, byId("gt-map-box"));
    this.band = new TimeBand(store, byId("gt-band"));
    byId("gt-page").append(this.status);
    store.subscribe((changed) => this.changed(changed));
    this.counts();
    this.map.invalidateSize({ pan: false });
    this.fitFirst(); // again: the head has taken its room by now
    this.outside.update();
    this.expose();
  }

  private makeTabs(): Tabs {
    const { words, figures } = this.payload;
    const specs = [["events", "map.tab_events"], ["tray", "map.tab_tray"], ["figures", "map.tab_figures"], ["methods", "map.tab_methods"]] as const;
    const host = byId("gt-side");
    host.append(this.searchBox());
    return new Tabs(specs.filter(([id]) => id !== "figures" || figures.length).map(([id, key]) => ({ id, label: phrase(words, key) })), host, phrase(words, "map.tabs"));
  }

  private searchBox(): HTMLElement {
    const label = phrase(this.payload.words, "map.search");
    const input = el("input", { type: "search", id: "gt-search", placeholder: label, "aria-label": label, autocomplete: "off", dir: "auto" });
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = self.setTimeout(() => this.store.set({ query: input.value }), 120);
    });
    this.store.subscribe((changed) => {
      if (changed.has("query") && input.value !== this.store.state.query) input.value = this.store.state.query;
    });
    return el("div", { class: "gt-search", role: "search" }, input);
  }

  private setUpMap(): Figures {
    const { map, payload } = this;
    const { words, page } = payload;
    this.fitFirst();
    addBasemap(map, this.basemap, page.focus);
    const figures = new Figures(map, payload);
    this.view.layer.addTo(map);
    const zoom = L.control.zoom({ position: "topleft", zoomInTitle: phrase(words, "map.zoom_in"), zoomOutTitle: phrase(words, "map.zoom_out") });
    zoom.addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
    const views = el("div", { class: "gt-views" },
      el("button", { type: "button", class: "gt-button", onclick: () => this.fitAll() }, phrase(words, "map.view_all")),
      page.bounds && el("button", { type: "button", class: "gt-button", onclick: () => this.fitFirst() }, phrase(words, "map.view_region")));
    L.DomEvent.disableClickPropagation(views);
    byId("gt-map-box").append(views, el("p", { class: "gt-attribution" }, ...page.credits.map((line) => data("span", line)), el("span", {}, "Leaflet")));
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
    return figures;
  }

  /** The boxes of labels and buttons that lie over the map. */
  private overlays(symbols: Box[]): Box[] {
    const { x, y } = this.map.getSize();
    const now = [this.map.getZoom(), x, y, this.store.nVisible].join(" ");
    if (now !== this.arrangedFor) this.figures?.arrange(symbols); // not on every pan: labels would jump
    this.arrangedFor = now;
    const host = this.map.getContainer().getBoundingClientRect();
    const over = byId("gt-map-box").querySelectorAll(".gt-figure-label, .gt-edge-button, .gt-views, .leaflet-bar");
    return [...over].map((node) => {
      const box = node.getBoundingClientRect();
      return { x0: box.left - host.left - 2, y0: box.top - host.top - 2, x1: box.right - host.left + 2, y1: box.bottom - host.top + 2 };
    });
  }

  private fitFirst(): void {
    const { bounds } = this.payload.page;
    if (bounds) this.map.fitBounds(corners(bounds), { animate: false, padding: [4, 4] });
    else this.fitAll();
  }

  private fitAll(): void {
    const shown = this.view.spots.filter((spot) => spot.events.some((event) => this.store.visible[event]));
    const spots = shown.length ? shown : this.view.spots;
    const bounds = spots.length ? L.latLngBounds(spots.map((spot) => [spot.lat, spot.lon])) : L.latLngBounds(WORLD);
    this.map.fitBounds(bounds, { animate: false, padding: [60, 50], maxZoom: 10 });
  }

  private changed(changed: ReadonlySet<Change>): void {
    const filters = [...changed].some((key) => key !== "selected" && key !== "hovered");
    if (filters) {
      this.table.refresh();
      this.tray.update();
      this.legend.update();
      this.outside.update();
      if (changed.size > 1 || !changed.has("window")) this.band.count();
      this.band.update();
      this.counts();
    }
    if (changed.has("selected") && !filters) this.table.select(false);
    if (changed.has("hovered")) this.table.hover();
    this.view.redraw();
  }

  private counts(): void {
    const { words } = this.payload;
    this.tabs.count("events", this.store.nVisible);
    this.tabs.count("tray", this.tray.size);
    if (this.payload.figures.length) this.tabs.count("figures", this.payload.figures.length);
    this.status.textContent = counted(words, "map.matching", this.store.nVisible);
  }

  /** A click on the map. */
  private pick(events: number[], spot: Spot): void {
    const { payload } = this;
    const list = (): void => this.popup(chooser(payload, events, spot.places, one), spot);
    const one = (event: number): void => {
      this.tabs.show("events");
      this.store.set({ selected: event });
      this.table.select(true);
      const more = (): void => this.toTable();
      this.popup(brief(payload, event, spot.places, more, events.length > 1 ? list : undefined), spot);
    };
    if (events.length === 1) one(events[0]!);
    else list();
  }

  private popup(content: HTMLElement, spot: Spot): void {
    this.tooltip?.remove();
    L.popup({ maxWidth: 330, minWidth: 230, maxHeight: 320, className: "gt-leaflet-popup", autoPanPadding: [30, 30] })
      .setLatLng([spot.lat, spot.lon]).setContent(content).openOn(this.map);
  }

  private toTable(): void {
    const row = document.querySelector<HTMLElement>(".gt-row.gt-selected");
    row?.scrollIntoView({ block: "start", behavior: reducedMotion() ? "auto" : "smooth" });
    row?.querySelector("button")?.focus({ preventScroll: true });
  }

  private point(events: number[], spot: Spot | null): void {
    const event = events.length === 1 ? events[0]! : -1;
    this.store.set({ hovered: event });
    this.tooltip?.remove();
    this.tooltip = null;
    if (!spot || !events.length) return;
    const { payload } = this;
    const title = event >= 0 ? payload.events.title[event]! : spotName(payload, spot.places);
    const line = event >= 0 ? payload.events.date[event]! : counted(payload.words, "count.events", events.length);
    this.tooltip = L.tooltip({ direction: "top", offset: [0, -12], className: "gt-tooltip" })
      .setLatLng([spot.lat, spot.lon])
      .setContent(el("div", {}, data("strong", title.slice(0, 140)), el("span", {}, line)))
      .addTo(this.map);
  }

  /** A row was chosen: bring its places into view, if they are not. */
  private show(event: number): void {
    this.map.closePopup();
    const spots = this.view.spots.filter((spot) => spot.events.includes(event));
    const view = this.map.getBounds();
    if (!spots.length || spots.every((spot) => view.contains([spot.lat, spot.lon]))) return;
    const bounds = L.latLngBounds(spots.map((spot) => [spot.lat, spot.lon]));
    const options = { padding: [60, 60] as L.PointTuple, maxZoom: FAR_ZOOM, duration: 0.7 };
    if (reducedMotion()) this.map.fitBounds(bounds, { ...options, animate: false });
    else this.map.flyToBounds(bounds, options);
  }

  private open(event: number): void {
    this.tabs.show("events");
    this.store.set({ selected: event });
    this.table.select(true);
    this.show(event);
  }

  private expose(): void {
    const setWindow: Api["setWindow"] = (first, last) => this.band.move([readDay(first), readDay(last)]);
    window.geotrack = { setWindow, map: this.map };
    this.root.setAttribute("data-events", String(this.payload.events.id.length));
    replaceChildren(byId("gt-counts"), this.headline());
    requestAnimationFrame(() => requestAnimationFrame(() => this.root.setAttribute("data-ready", "true")));
  }

  private headline(): HTMLElement {
    const { words, events } = this.payload;
    const off = events.off_map.filter(Boolean).length;
    const undated = events.kind.filter((kind) => kind === 0).length;
    const parts = [
      counted(words, "count.events", events.id.length),
      counted(words, "map.count_on", events.id.length - off),
      off ? counted(words, "map.count_off", off) : "",
      undated ? counted(words, "map.count_undated", undated) : "",
    ];
    return el("span", {}, parts.filter(Boolean).join(" \u00b7 "));
  }
}

window.geotrackPage = (map) => {
  new Page(map);
};
