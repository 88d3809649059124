// The page's beginning: reads the payload, makes the store and the views, ties them together.
import "leaflet";
import "leaflet/dist/leaflet.css";
import "../styles/layer.css";
import "../styles/page.css";
import { Address } from "./address";
import { eventCard } from "./card";
import { dateOf, eventsCounted, makePageData, type PageData } from "./data";
import { readDay } from "./days";
import { byId, data as text, el, replaceChildren } from "./dom";
import { EventView, type Spot } from "./event_view";
import { Figures } from "./figures";
import { Filters } from "./filters";
import { languageIn, readFragment, type View } from "./fragment";
import type { Box } from "./labels";
import { Legend } from "./legend";
import { take, takeJson } from "./load";
import { boundsOf, fitBounds, fitSpots, occupied, setUpMap, showEvent, viewOf } from "./map_setup";
import { Outside } from "./outside";
import { figuresPanel, methodsPanel, Tray } from "./panels";
import { pictureOf } from "./picture";
import { brief, chooser, spotName } from "./popup";
import { Sheet } from "./sheet";
import { Store, type Change } from "./store";
import { Table } from "./table";
import { Tabs } from "./tabs";
import { startTheme } from "./theme";
import { TimeBand } from "./timeband";
import { copyText, tools } from "./tools";
import type { Basemap, PageHead } from "./types";
import { counted, grouped, phrase } from "./words";

interface Api {
  /** Move the time window; days as YYYY-MM-DD or as numbers from 1970-01-01. */
  setWindow: (first: string | number, last: string | number) => void;
  map: L.Map;
  store: Store;
}

declare global {
  interface Window {
    geotrack?: Api;
  }
}

const WAIT_MS = 700;

class Page {
  private readonly store: Store;
  private readonly root = document.documentElement;
  private readonly view: EventView;
  private readonly tabs: Tabs;
  private readonly table: Table;
  private readonly tray: Tray;
  private readonly legend: Legend;
  private readonly band: TimeBand;
  private readonly outside: Outside;
  private readonly figures: Figures;
  private readonly address: Address;
  private readonly sheet: Sheet;
  private readonly cardHost = el("section", { id: "gt-card-host", hidden: true });
  private readonly status = el("p", { class: "gt-hidden", role: "status" });
  private readonly legendNote = el("p", { class: "gt-dense-note", hidden: true });
  private sayTimer = 0;
  private arrangedFor = "";
  private buttons: Box[] | null = null;
  private tooltip: L.Tooltip | null = null;
  private frames = 0;
  private returnTo: HTMLElement | null = null;

  constructor(private readonly map: L.Map, private readonly data: PageData, private readonly head: PageHead, private readonly basemap: Basemap) {
    const { words } = data;
    this.store = new Store(data);
    const { store } = this;
    this.speak();
    const side = byId("gt-side");
    const box = byId("gt-map-box");
    this.view = this.makeView();
    const filterHost = el("div", { class: "gt-filters" });
    side.append(filterHost);
    this.sheet = new Sheet(side, words);
    this.tabs = this.makeTabs(side);
    side.append(this.cardHost);
    const legendHost = el("div", { id: "gt-legend-items" });
    const legend = el("details", { id: "gt-legend", open: window.matchMedia("(min-width: 900px) and (min-height: 640px)").matches }, el("summary", {}, phrase(words, "map.legend")), legendHost);
    document.querySelector("header")!.after(el("section", { "aria-label": phrase(words, "map.legend") }, legend));
    const panel = (id: string): HTMLElement => this.tabs.panels.get(id)!;
    fitSpots(map, data, [], {}); // a map needs a view before anything is drawn on it
    setUpMap(map, data, this.basemap, box, () => this.fitAll());
    this.figures = new Figures(map, data);
    this.view.layer.addTo(map);
    box.append(this.legendNote);
    new Filters(store, filterHost, () => boundsOf(map));
    this.table = new Table(store, data, panel("events"), (event) => this.choose(event));
    this.tray = new Tray(store, data, panel("tray"), (event) => this.open(event));
    if (data.figures.length) figuresPanel(data, panel("figures"));
    methodsPanel(data, panel("methods"));
    this.legend = new Legend(store, legendHost);
    this.outside = new Outside(map, store, this.view.drawable, box);
    this.band = new TimeBand(store, byId("gt-band"));
    byId("gt-page").append(this.status);
    const names = { facets: store.facets, idOf: (event: number) => data.events.event_id.at(event), eventOf: (id: string) => data.events.event_id.all().indexOf(id) };
    this.address = new Address(store, () => viewOf(map), data.language === head.language ? "" : data.language, names, (view) => this.show(view));
    byId("gt-header").append(this.counts(), tools(data, Object.entries(head.words).map(([tag, phrases]) => [tag, phrases["language.name"] ?? tag]), {
      rows: () => this.table.rows,
      picture: () => pictureOf(map, data, [byId("gt-line").textContent ?? "", this.band.summary()]),
      link: () => this.address.link(),
      speak: (language) => this.switchTo(language),
      say: (said) => this.say(said, true),
    }));
    store.subscribe((changed) => this.changed(changed));
    map.invalidateSize({ pan: false });
    const asked = readFragment(location.hash, names);
    this.fitFirst();
    this.show(asked, true);
    this.changed(new Set<Change>(["query"]));
    map.on("moveend", () => this.moved());
    this.listen();
    this.expose();
  }

  // --- making ----------------------------------------------------------------------------------

  /** The page's skeleton in the language that was chosen. */
  private speak(): void {
    const { words, language, page } = this.data;
    this.root.lang = language;
    this.root.dir = page.rtl.includes(language) ? "rtl" : "ltr";
    const line = [page.subtitle, page.period[language] ?? ""].filter(Boolean);
    replaceChildren(byId("gt-line"), ...line.map((part, i) => el("span", {}, i ? " \u00b7 " : "", text("span", part))));
    if (!page.title && !page.name) document.querySelector("h1")!.textContent = phrase(words, "map.untitled");
    document.querySelector(".gt-skip")!.textContent = phrase(words, "map.skip");
    this.map.getContainer().setAttribute("aria-label", phrase(words, "map.map_label"));
    byId("gt-map-box").setAttribute("aria-label", phrase(words, "map.map_region"));
    byId("gt-side").setAttribute("aria-label", phrase(words, "map.tabs"));
    byId("gt-band").setAttribute("aria-label", phrase(words, "map.time"));
    byId("gt-loading").remove();
    if (words["language.unreviewed"]) byId("gt-titles").append(el("p", { class: "gt-unreviewed" }, words["language.unreviewed"]));
  }

  private makeView(): EventView {
    const { store } = this;
    return new EventView(this.data, {
      visible: () => store.visible,
      range: () => store.range,
      selected: () => store.state.selected,
      hovered: () => store.state.hovered,
      names: this.basemap.names,
      placeNames: true,
      obstacles: (symbols) => this.overlays(symbols),
      onPick: (events, spot) => this.pick(events, spot),
      onHover: (events, spot) => this.point(events, spot),
      onDrawn: (how) => {
        const note = how === "few" ? "" : phrase(this.data.words, how === "many" ? "map.dense" : "map.density");
        if (this.legendNote.textContent !== note) this.legendNote.textContent = note;
        this.legendNote.hidden = !note;
        this.root.setAttribute("data-frame", String(++this.frames));
      },
    });
  }

  private makeTabs(host: HTMLElement): Tabs {
    const { words, figures } = this.data;
    const specs = [["events", "map.tab_events"], ["tray", "map.tab_tray"], ["figures", "map.tab_figures"], ["methods", "map.tab_methods"]] as const;
    const listed = specs.filter(([id]) => id !== "figures" || figures.length);
    return new Tabs(listed.map(([id, key]) => ({ id, label: phrase(words, key) })), host, phrase(words, "map.tabs"), (id) => {
      if (id === "tray") this.tray?.draw();
      if (id !== "events") this.sheet?.open();
    });
  }

  private counts(): HTMLElement {
    const { words, events, nOnMap } = this.data;
    let undated = 0;
    for (let i = 0; i < events.rows; i++) if (events.kind[i] === 0) undated++;
    const off = events.rows - nOnMap;
    const parts = [
      counted(words, "count.events", events.rows),
      counted(words, "map.count_on", nOnMap),
      off ? counted(words, "map.count_off", off) : "",
      undated ? counted(words, "map.count_undated", undated) : "",
    ];
    return el("p", { id: "gt-counts" }, parts.filter(Boolean).join(" \u00b7 "));
  }

  // --- the map's view ---------------------------------------------------------------------------

  /** The boxes of labels and buttons that lie over the map. */
  private overlays(symbols: Box[]): Box[] {
    const { x, y } = this.map.getSize();
    const now = [this.map.getZoom(), x, y, this.store.nVisible].join(" ");
    const host = this.map.getContainer().getBoundingClientRect();
    const boxes = (selector: string): Box[] => [...byId("gt-map-box").querySelectorAll(selector)].map((node) => {
      const box = node.getBoundingClientRect();
      return { x0: box.left - host.left - 2, y0: box.top - host.top - 2, x1: box.right - host.left + 2, y1: box.bottom - host.top + 2 };
    });
    // Asking where buttons are lays out the page: only when they may have moved.
    if (this.outside?.moved !== false || !this.buttons) this.buttons = boxes(".gt-edge-button, .gt-views, .leaflet-bar");
    const { buttons } = this;
    if (this.outside) this.outside.moved = false;
    if (now !== this.arrangedFor) this.figures?.arrange(symbols, buttons); // not on every pan: labels would jump
    this.arrangedFor = now;
    return this.data.figures.length ? [...buttons, ...boxes(".gt-figure-label")] : buttons;
  }

  private fitFirst(): void {
    const { bounds } = this.data.page;
    if (bounds) fitBounds(this.map, bounds);
    else this.fitAll();
  }

  private fitAll(): void {
    fitSpots(this.map, this.data, occupied(this.view.drawable, this.store.visible), { padding: [60, 50], maxZoom: 10 });
  }

  private moved(): void {
    this.address.moved();
    if (this.store.state.inView) this.store.set({ inView: boundsOf(this.map) });
  }

  /** What a link asks for. */
  private show(view: View, first = false): void {
    if (view.language && !first && view.language !== this.data.language && this.head.words[view.language]) return location.reload();
    if (view.map) this.map.setView([view.map.lat, view.map.lon], view.map.zoom, { animate: false });
    else if (!first) this.fitFirst();
    this.map.closePopup();
    const inView = view.state.inView ? boundsOf(this.map) : null;
    this.store.set({ ...view.state, inView });
    this.table.reveal(this.store.state.selected);
  }

  // --- hearing ----------------------------------------------------------------------------------

  private changed(changed: ReadonlySet<Change>): void {
    const quiet: Change[] = ["selected", "hovered", "sort"];
    if ([...changed].some((key) => !quiet.includes(key))) {
      this.table.refresh();
      this.tray.update();
      this.legend.update();
      this.outside.update();
      if (changed.size > 1 || !changed.has("window")) this.band.count();
      this.band.update();
      this.tabs.count("events", this.store.nVisible);
      this.tabs.count("tray", this.store.nOffMap);
      if (this.data.figures.length) this.tabs.count("figures", this.data.figures.length);
      if (!this.band.player.playing) this.say(counted(this.data.words, "map.matching", this.store.nVisible));
      if (this.store.state.selected >= 0) this.drawCard();
    } else if (changed.has("sort")) this.table.refresh();
    if (changed.has("selected")) this.drawCard();
    if (changed.has("selected") || changed.has("hovered")) this.table.touch();
    this.view.redraw();
  }

  private listen(): void {
    window.addEventListener("beforeprint", () => {
      this.root.classList.add("gt-printing");
      this.table.print(true);
      this.map.invalidateSize({ pan: false, animate: false });
      this.view.drawNow();
    });
    window.addEventListener("afterprint", () => {
      this.root.classList.remove("gt-printing");
      this.table.print(false);
      this.map.invalidateSize({ pan: false, animate: false });
    });
    this.cardHost.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** Tell a screen reader, once things have settled; `aloud` also shows it for a moment. */
  private say(said: string, aloud = false): void {
    clearTimeout(this.sayTimer);
    if (aloud) {
      const note = el("p", { class: "gt-note", "aria-hidden": "true" }, said);
      byId("gt-page").append(note);
      setTimeout(() => note.remove(), 2600);
    }
    this.sayTimer = self.setTimeout(() => { this.status.textContent = said; }, aloud ? 0 : WAIT_MS);
  }

  private switchTo(language: string): void {
    this.address.write();
    const fragment = this.address.fragment(language === this.head.language ? "" : language);
    try {
      history.replaceState(null, "", `#${fragment}`);
    } catch {
      location.hash = fragment;
    }
    location.reload();
  }

  // --- one event --------------------------------------------------------------------------------

  /** A click on the map. */
  private pick(events: number[], spot: Spot): void {
    const { data } = this;
    const list = (): void => this.popup(chooser(data, events, spot.places, one), spot);
    const one = (event: number): void => {
      this.tabs.show("events");
      this.store.set({ selected: event });
      this.table.reveal(event);
      this.popup(brief(data, event, spot.places, () => this.toCard(), events.length > 1 ? list : undefined), spot);
    };
    if (events.length === 1) one(events[0]!);
    else list();
  }

  private popup(content: HTMLElement, spot: Spot): void {
    this.tooltip?.remove();
    L.popup({ maxWidth: 330, minWidth: Math.min(230, this.map.getSize().x - 70), maxHeight: Math.max(140, Math.min(320, this.map.getSize().y - 90)), className: "gt-leaflet-popup", autoPanPadding: [30, 30] })
      .setLatLng([spot.lat, spot.lon]).setContent(content).openOn(this.map);
  }

  private point(events: number[], spot: Spot | null): void {
    const event = events.length === 1 ? events[0]! : -1;
    this.store.set({ hovered: event });
    this.tooltip?.remove();
    this.tooltip = null;
    if (!spot || !events.length) return;
    const { data } = this;
    const title = event >= 0 ? data.events.title.at(event) : spotName(data, spot.places);
    const line = event >= 0 ? dateOf(data, event) : eventsCounted(data, events.length);
    this.tooltip = L.tooltip({ direction: "top", offset: [0, -12], className: "gt-tooltip" })
      .setLatLng([spot.lat, spot.lon])
      .setContent(el("div", {}, text("strong", title.slice(0, 140)), el("span", {}, line)))
      .addTo(this.map);
  }

  /** A row was chosen; once more, and its card closes. */
  private choose(event: number): void {
    if (this.store.state.selected === event) return this.close();
    this.select(event);
    this.sheet.open();
    this.toCard();
  }

  private select(event: number): void {
    this.map.closePopup();
    this.store.set({ selected: event });
    this.table.reveal(event);
    showEvent(this.map, this.data, event);
  }

  private open(event: number): void {
    this.tabs.show("events");
    this.select(event);
    this.toCard();
  }

  /** The keyboard's focus goes to the card, and comes back when it closes. */
  private toCard(): void {
    this.sheet.open();
    this.returnTo = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.cardHost.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  private close(): void {
    const event = this.store.state.selected;
    this.store.set({ selected: -1 });
    this.map.closePopup();
    if (this.returnTo?.isConnected) this.returnTo.focus({ preventScroll: true });
    else this.table.reveal(event, true);
    this.returnTo = null;
  }

  private drawCard(): void {
    const event = this.store.state.selected;
    const side = byId("gt-side");
    side.classList.toggle("gt-has-card", event >= 0);
    this.cardHost.hidden = event < 0;
    if (event < 0) return replaceChildren(this.cardHost);
    const at = this.table.position(event);
    const { words } = this.data;
    this.cardHost.setAttribute("aria-label", phrase(words, "map.card"));
    const go = (to: number): (() => void) | null => {
      const target = at < 0 ? undefined : this.table.rows[to];
      return target === undefined ? null : () => {
        this.select(target);
        this.cardHost.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
      };
    };
    replaceChildren(this.cardHost, eventCard(this.data, event, {
      close: () => this.close(),
      previous: go(at - 1),
      next: go(at + 1),
      show: this.data.onMap[event] ? () => { this.sheet.set("peek"); showEvent(this.map, this.data, event); } : null,
      copy: () => void copyText(this.address.link()).then((done) => this.say(phrase(words, done ? "map.copied" : "map.failed"), true)),
      position: at < 0 ? phrase(words, "map.filtered_out") : phrase(words, "map.position", { at: grouped(at + 1), of: grouped(this.table.rows.length) }),
    }));
    this.cardHost.scrollTop = 0;
  }

  // --- the outside ------------------------------------------------------------------------------

  private expose(): void {
    const setWindow: Api["setWindow"] = (first, last) => {
      this.band.move([readDay(first), readDay(last)]);
      this.view.drawNow(); // who moves it from outside need not wait for the next frame
    };
    window.geotrack = { setWindow, map: this.map, store: this.store };
    this.root.setAttribute("data-events", String(this.data.events.rows));
    requestAnimationFrame(() => requestAnimationFrame(() => {
      this.root.setAttribute("data-ready", "true");
      this.prepare();
    }));
  }

  /** What search needs, made in spare moments, so that the first search is as fast as the next. */
  private prepare(): void {
    const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 30));
    const work = (deadline?: IdleDeadline): void => {
      do if (!this.store.search.prepare()) return;
      while (deadline && deadline.timeRemaining() > 12);
      idle(work);
    };
    idle(work);
  }
}

function makeMap(): L.Map {
  const node = byId("gt-map");
  node.textContent = "";
  return L.map(node, {
    attributionControl: false, zoomControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 90,
    minZoom: 1, maxZoom: 14, worldCopyJump: true,
  });
}

async function start(): Promise<void> {
  startTheme();
  const [head, columns, basemap] = await Promise.all([takeJson<PageHead>("gt-head"), take("gt-columns"), takeJson<Basemap>("gt-basemap")]);
  new Page(makeMap(), makePageData(head, columns, languageIn(location.hash) || head.language), head, basemap);
}

if (document.getElementById("gt-head")) void start();
