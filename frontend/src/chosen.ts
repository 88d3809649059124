// One event: pointed at, picked on the map, chosen in the table; its popup, tooltip and card.
import { eventCard } from "./card";
import { dateOf, eventsCounted, type PageData } from "./data";
import { byId, data as text, el, replaceChildren } from "./dom";
import type { Spot } from "./event_view";
import { showEvent } from "./map_setup";
import { brief, chooser, spotName } from "./popup";
import type { Sheet } from "./sheet";
import type { Store } from "./store";
import type { Table } from "./table";
import type { Tabs } from "./tabs";
import { copyText } from "./tools";
import { grouped, phrase } from "./words";

/** What else of the page shows an event. */
export interface Beside {
  table: () => Table;
  tabs: () => Tabs;
  sheet: () => Sheet;
  link: () => string;
  say: (said: string, aloud: boolean) => void;
}

export class Chosen {
  readonly host = el("section", { id: "gt-card-host", hidden: true });
  private tooltip: L.Tooltip | null = null;
  private returnTo: HTMLElement | null = null;

  constructor(private readonly map: L.Map, private readonly store: Store, private readonly data: PageData, private readonly beside: Beside) {
    this.host.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** A click on the map. */
  pick(events: number[], spot: Spot): void {
    const { data } = this;
    const list = (): void => this.popup(chooser(data, events, spot.places, one), spot);
    const one = (event: number): void => {
      this.beside.tabs().show("events");
      this.store.set({ selected: event });
      this.beside.table().reveal(event);
      this.popup(brief(data, event, spot.places, () => this.toCard(), events.length > 1 ? list : undefined), spot);
    };
    if (events.length === 1) one(events[0]!);
    else list();
  }

  /** The pointer stands on events of the map, or on none. */
  point(events: number[], spot: Spot | null): void {
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
  choose(event: number): void {
    if (this.store.state.selected === event) return this.close();
    this.select(event);
    this.beside.sheet().open();
    this.toCard();
  }

  /** An event of the tray was chosen. */
  open(event: number): void {
    this.beside.tabs().show("events");
    this.select(event);
    this.toCard();
  }

  /** The selection, or what surrounds it, changed. */
  draw(): void {
    const event = this.store.state.selected;
    byId("gt-side").classList.toggle("gt-has-card", event >= 0);
    this.host.hidden = event < 0;
    if (event < 0) return replaceChildren(this.host);
    const table = this.beside.table();
    const at = table.position(event);
    const { words } = this.data;
    this.host.setAttribute("aria-label", phrase(words, "map.card"));
    const go = (to: number): (() => void) | null => {
      const target = at < 0 ? undefined : table.rows[to];
      return target === undefined ? null : () => {
        this.select(target);
        this.heading?.focus({ preventScroll: true });
      };
    };
    replaceChildren(this.host, eventCard(this.data, event, {
      close: () => this.close(),
      previous: go(at - 1),
      next: go(at + 1),
      show: this.data.onMap[event] ? () => { this.beside.sheet().set("peek"); showEvent(this.map, this.data, event); } : null,
      copy: () => void copyText(this.beside.link()).then((done) => this.beside.say(phrase(words, done ? "map.copied" : "map.failed"), true)),
      position: at < 0 ? phrase(words, "map.filtered_out") : phrase(words, "map.position", { at: grouped(at + 1), of: grouped(table.rows.length) }),
    }));
    this.host.scrollTop = 0;
  }

  private popup(content: HTMLElement, spot: Spot): void {
    this.tooltip?.remove();
    const { x, y } = this.map.getSize();
    L.popup({ maxWidth: 330, minWidth: Math.min(230, x - 70), maxHeight: Math.max(140, Math.min(320, y - 90)), className: "gt-leaflet-popup", autoPanPadding: [30, 30] })
      .setLatLng([spot.lat, spot.lon]).setContent(content).openOn(this.map);
  }

  private select(event: number): void {
    this.map.closePopup();
    this.store.set({ selected: event });
    this.beside.table().reveal(event);
    showEvent(this.map, this.data, event);
  }

  private get heading(): HTMLElement | null {
    return this.host.querySelector<HTMLElement>("h2");
  }

  /** The keyboard's focus goes to the card, and comes back when it closes. */
  private toCard(): void {
    this.beside.sheet().open();
    this.returnTo = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.heading?.focus({ preventScroll: true });
  }

  private close(): void {
    const event = this.store.state.selected;
    this.store.set({ selected: -1 });
    this.map.closePopup();
    if (this.returnTo?.isConnected) this.returnTo.focus({ preventScroll: true });
    else this.beside.table().reveal(event, true);
    this.returnTo = null;
  }
}
