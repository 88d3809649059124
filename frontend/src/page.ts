// The page: makes the store and the views, and ties them together.
import { Address } from "./address";
import { Chosen } from "./chosen";
import type { PageData } from "./data";
import { readDay } from "./days";
import { byId, el } from "./dom";
import { EventView } from "./event_view";
import { Figures } from "./figures";
import { Filters } from "./filters";
import { readFragment, type Names, type View } from "./fragment";
import { countsLine, speak } from "./heading";
import { Legend } from "./legend";
import { boundsOf, fitBounds, fitSpots, occupied, setUpMap, viewOf } from "./map_setup";
import { Obstacles } from "./obstacles";
import { Outside } from "./outside";
import { figuresPanel, methodsPanel, Tray } from "./panels";
import { pictureOf } from "./picture";
import { Sheet } from "./sheet";
import { Store, type Change } from "./store";
import { Table } from "./table";
import { Tabs } from "./tabs";
import { TimeBand } from "./timeband";
import { tools } from "./tools";
import type { Basemap, PageHead } from "./types";
import { counted, phrase } from "./words";

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
/** Nothing is prepared before the reader has had so long to begin. */
const SETTLED_MS = 600;
const QUIET: Change[] = ["selected", "hovered", "sort"];

export class Page {
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
  private readonly chosen: Chosen;
  private readonly drawGround: () => void;
  private readonly status = el("p", { class: "gt-hidden", role: "status" });
  private readonly legendNote = el("p", { class: "gt-dense-note", hidden: true });
  private sayTimer = 0;
  private frames = 0;

  constructor(private readonly map: L.Map, private readonly data: PageData, private readonly head: PageHead, basemap: Basemap) {
    const { words } = data;
    this.store = new Store(data);
    const { store } = this;
    speak(data, map.getContainer());
    const side = byId("gt-side");
    const box = byId("gt-map-box");
    this.chosen = new Chosen(map, store, data, {
      table: () => this.table, tabs: () => this.tabs, sheet: () => this.sheet,
      link: () => this.address.link(), say: (said, aloud) => this.say(said, aloud),
    });
    this.view = this.makeView(basemap);
    const filterHost = el("div", { class: "gt-filters" });
    side.append(filterHost);
    this.sheet = new Sheet(side, words);
    this.tabs = this.makeTabs(side);
    side.append(this.chosen.host);
    const legendHost = el("div", { id: "gt-legend-items" });
    const legend = el("details", { id: "gt-legend", open: window.matchMedia("(min-width: 900px) and (min-height: 640px)").matches }, el("summary", {}, phrase(words, "map.legend")), legendHost);
    document.querySelector("header")!.after(el("section", { "aria-label": phrase(words, "map.legend") }, legend));
    const panel = (id: string): HTMLElement => this.tabs.panels.get(id)!;
    this.drawGround = setUpMap(map, data, basemap, box, () => this.fitAll());
    this.figures = new Figures(map, data);
    this.view.layer.addTo(map);
    box.append(this.legendNote);
    new Filters(store, filterHost, () => boundsOf(map));
    this.table = new Table(store, data, panel("events"), (event) => this.chosen.choose(event));
    this.tray = new Tray(store, data, panel("tray"), (event) => this.chosen.open(event));
    if (data.figures.length) figuresPanel(data, panel("figures"));
    methodsPanel(data, panel("methods"));
    this.legend = new Legend(store, legendHost);
    this.outside = new Outside(map, store, this.view.drawable, box);
    this.band = new TimeBand(store, byId("gt-band"));
    byId("gt-page").append(this.status);
    const names: Names = { facets: store.facets, idOf: (event) => data.events.event_id.at(event), eventOf: (id) => data.events.event_id.all().indexOf(id) };
    this.address = new Address(store, () => viewOf(map), data.language === head.language ? "" : data.language, names, (view) => this.show(view));
    byId("gt-header").append(countsLine(data), tools(data, Object.entries(head.words).map(([tag, phrases]) => [tag, phrases["language.name"] ?? tag]), {
      rows: () => this.table.rows,
      picture: () => pictureOf(map, data, [byId("gt-line").textContent ?? "", this.band.summary()]),
      link: () => this.address.link(),
      speak: (language) => this.switchTo(language),
      say: (said) => this.say(said, true),
    }));
    this.begin(readFragment(location.hash, names));
    this.listen();
    this.expose();
  }

  // --- making ----------------------------------------------------------------------------------

  private makeView(basemap: Basemap): EventView {
    const { store } = this;
    const obstacles = new Obstacles(this.map, store, () => this.outside, () => this.figures);
    return new EventView(this.data, {
      visible: () => store.visible,
      range: () => store.range,
      selected: () => store.state.selected,
      hovered: () => store.state.hovered,
      names: basemap.names,
      placeNames: true,
      obstacles: (symbols) => obstacles.boxes(symbols),
      onPick: (events, spot) => this.chosen.pick(events, spot),
      onHover: (events, spot) => this.chosen.point(events, spot),
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

  /** The first view and state; all is in the page by now, so that it is laid out once. */
  private begin(asked: View): void {
    this.table.measure();
    if (asked.map) this.map.setView([asked.map.lat, asked.map.lon], asked.map.zoom, { animate: false });
    else this.fitFirst();
    this.store.set({ ...asked.state, inView: asked.state.inView ? boundsOf(this.map) : null });
    this.store.subscribe((changed) => this.changed(changed));
    this.changed(new Set<Change>(["query"]));
    this.table.reveal(this.store.state.selected);
    this.map.on("moveend", () => this.moved());
  }

  // --- the map's view ---------------------------------------------------------------------------

  private fitFirst(): void {
    const { bounds } = this.data.page;
    if (bounds) fitBounds(this.map, bounds);
    else this.fitAll();
  }

  private fitAll(): void {
    fitSpots(this.map, this.data, occupied(this.view.drawable, this.store.visible, this.data.spots.rows), { padding: [60, 50], maxZoom: 10 });
  }

  private moved(): void {
    this.address.moved();
    if (this.store.state.inView) this.store.set({ inView: boundsOf(this.map) });
  }

  /** What a link asks for. */
  private show(view: View): void {
    if (view.language && view.language !== this.data.language && this.head.words[view.language]) return location.reload();
    if (view.map) this.map.setView([view.map.lat, view.map.lon], view.map.zoom, { animate: false });
    else this.fitFirst();
    this.map.closePopup();
    const inView = view.state.inView ? boundsOf(this.map) : null;
    this.store.set({ ...view.state, inView });
    this.table.reveal(this.store.state.selected);
  }

  // --- hearing ----------------------------------------------------------------------------------

  private changed(changed: ReadonlySet<Change>): void {
    if ([...changed].some((key) => !QUIET.includes(key))) {
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
      if (this.store.state.selected >= 0) this.chosen.draw();
    } else if (changed.has("sort")) this.table.refresh();
    if (changed.has("selected")) this.chosen.draw();
    if (changed.has("selected") || changed.has("hovered")) this.table.touch();
    this.view.redraw();
  }

  private listen(): void {
    window.addEventListener("beforeprint", () => {
      this.root.classList.add("gt-printing");
      this.table.print(true);
      this.map.invalidateSize({ pan: false, animate: false });
      this.drawGround();
      this.view.drawNow();
      this.band.fit();
    });
    window.addEventListener("afterprint", () => {
      this.root.classList.remove("gt-printing");
      this.table.print(false);
      this.map.invalidateSize({ pan: false, animate: false });
      this.band.fit();
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

  // --- the outside ------------------------------------------------------------------------------

  private expose(): void {
    const setWindow: Api["setWindow"] = (first, last) => {
      this.band.move([readDay(first), readDay(last)]);
      this.view.drawNow(); // who moves it from outside need not wait for the next frame
    };
    window.geotrack = { setWindow, map: this.map, store: this.store };
    this.root.setAttribute("data-events", String(this.data.events.rows));
    requestAnimationFrame(() => {
      // The page was laid out and drawn for this frame by the time that the message arrives.
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => {
        this.root.setAttribute("data-ready", "true");
        this.prepare();
      };
      drawn.port2.postMessage(0);
    });
  }

  /** What search and sorting need, made in spare moments: the first is as fast as the next. */
  private prepare(): void {
    const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 30));
    const work = (deadline?: IdleDeadline): void => {
      do if (!this.store.search.prepare() && !this.table.orders.prepare()) return;
      while (deadline && deadline.timeRemaining() > 12);
      idle(work);
    };
    setTimeout(() => idle(work), SETTLED_MS);
  }
}
