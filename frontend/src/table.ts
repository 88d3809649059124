// The chronological table: the map's text alternative, linked to it both ways.
import { eventCard } from "./card";
import { partsOf } from "./days";
import { data, el, replaceChildren } from "./dom";
import { statusChip, symbolOf, typeWords } from "./popup";
import type { Store } from "./store";
import type { PagePayload } from "./types";
import { counted, phrase } from "./words";

const PAGE = 200;

export class Table {
  private readonly body = el("tbody");
  private readonly before: HTMLButtonElement;
  private readonly after: HTMLButtonElement;
  private readonly none: HTMLElement;
  private readonly placesOf: string[];
  private rows: number[] = [];
  private start = 0;

  constructor(
    private readonly store: Store,
    private readonly payload: PagePayload,
    host: HTMLElement,
    private readonly showOnMap: (event: number) => void,
    private readonly isDrawn: (event: number) => boolean,
  ) {
    const { words } = payload;
    this.placesOf = placesOf(payload);
    const more = (key: string, by: number): HTMLButtonElement =>
      el("button", { type: "button", class: "gt-button gt-more", onclick: () => { this.start += by; this.render(); } }, phrase(words, key));
    this.before = more("map.earlier_rows", -PAGE);
    this.after = more("map.later_rows", PAGE);
    this.none = el("p", { class: "gt-empty" }, phrase(words, payload.events.id.length ? "map.none_match" : "map.no_events"));
    const head = ["map.date", "map.event", "map.status"].map((key, i) => el("th", { scope: "col", colspan: i === 1 ? 2 : 1 }, phrase(words, key)));
    replaceChildren(host, this.before,
      el("table", { class: "gt-table" }, el("caption", { class: "gt-hidden" }, phrase(words, "map.table_caption")), el("thead", {}, el("tr", {}, ...head)), this.body),
      this.none, this.after);
    this.listen();
    this.refresh();
  }

  /** Filters changed: other rows. */
  refresh(): void {
    const { visible } = this.store;
    this.rows = [];
    for (let i = 0; i < visible.length; i++) if (visible[i]) this.rows.push(i);
    this.start = 0;
    const selected = this.rows.indexOf(this.store.state.selected);
    if (selected >= 0) this.start = Math.floor(selected / PAGE) * PAGE;
    this.render();
  }

  /** Another event is selected: open its card, and bring it into view unless it was clicked here. */
  select(scroll: boolean): void {
    const at = this.rows.indexOf(this.store.state.selected);
    if (at >= 0 && (at < this.start || at >= this.start + PAGE)) this.start = Math.floor(at / PAGE) * PAGE;
    this.render();
    const row = this.rowOf(this.store.state.selected);
    if (scroll && row) row.scrollIntoView({ block: "start", behavior: "auto" });
  }

  /** Scroll only if the card just opened is not in sight. */
  private reveal(event: number): void {
    const row = this.rowOf(event);
    const card = row?.nextElementSibling;
    if (!row || !card) return;
    const panel = row.closest(".gt-panel")!.getBoundingClientRect();
    const floor = Math.min(panel.bottom, window.innerHeight);
    if (card.getBoundingClientRect().bottom > floor) row.scrollIntoView({ block: "start" });
  }

  hover(): void {
    for (const row of this.body.querySelectorAll(".gt-row")) row.classList.remove("gt-hovered");
    this.rowOf(this.store.state.hovered)?.classList.add("gt-hovered");
  }

  private rowOf(event: number): HTMLElement | null {
    return event < 0 ? null : this.body.querySelector(`tr[data-event="${event}"]`);
  }

  private listen(): void {
    const eventOf = (target: EventTarget | null): number => {
      const row = (target as Element | null)?.closest?.("tr[data-event]");
      return row ? Number(row.getAttribute("data-event")) : -1;
    };
    this.body.addEventListener("click", (event) => {
      const index = eventOf(event.target);
      if (index < 0 || (event.target as Element).closest("a")) return;
      const next = this.store.state.selected === index ? -1 : index;
      this.store.set({ selected: next });
      if (next >= 0) {
        this.showOnMap(next);
        this.reveal(next);
      }
      this.body.querySelector<HTMLElement>(`tr[data-event="${index}"] button`)?.focus({ preventScroll: true });
    });
    this.body.addEventListener("mouseover", (event) => this.store.set({ hovered: eventOf(event.target) }));
    this.body.addEventListener("mouseleave", () => this.store.set({ hovered: -1 }));
  }

  private render(): void {
    this.none.hidden = this.rows.length > 0;
    this.start = Math.max(0, Math.min(this.start, Math.max(0, this.rows.length - 1)));
    const shown = this.rows.slice(this.start, this.start + PAGE);
    const nodes: HTMLElement[] = [];
    let year = "";
    for (const event of shown) {
      const now = this.yearOf(event);
      if (now !== year) nodes.push(el("tr", { class: "gt-year" }, el("th", { colspan: 4, scope: "rowgroup" }, now)));
      year = now;
      nodes.push(this.row(event));
      if (event === this.store.state.selected) nodes.push(this.card(event));
    }
    this.body.replaceChildren(...nodes);
    this.before.hidden = this.start === 0;
    const rest = this.rows.length - this.start - shown.length;
    this.after.hidden = rest <= 0;
    this.after.textContent = counted(this.payload.words, "map.later_rows", rest);
  }

  private yearOf(event: number): string {
    const { events, words } = this.payload;
    const day = events.first[event] ?? events.last[event];
    return day == null ? phrase(words, "map.undated") : String(partsOf(day).year);
  }

  private row(event: number): HTMLElement {
    const { events, statuses } = this.payload;
    const open = event === this.store.state.selected;
    const status = statuses[events.status[event]!]!.key;
    return el("tr", { class: `gt-row${open ? " gt-selected" : ""} gt-is-${status}`, "data-event": event },
      el("td", { class: "gt-date" }, events.date[event]!),
      el("td", { class: "gt-sign" }, el("span", { title: typeWords(this.payload, event) }, symbolOf(this.payload, event), el("span", { class: "gt-hidden" }, typeWords(this.payload, event)))),
      el("td", { class: "gt-what" },
        el("button", { type: "button", class: "gt-title", "aria-expanded": String(open), dir: "auto" }, events.title[event]!.slice(0, 2000)),
        data("div", this.placesOf[event]! || events.off_map[event]!, "gt-muted gt-where")),
      el("td", { class: "gt-state" }, statusChip(this.payload, event)));
  }

  private card(event: number): HTMLElement {
    const at = this.rows.indexOf(event);
    const go = (to: number): (() => void) | null => {
      const target = this.rows[to];
      return target === undefined ? null : () => {
        this.store.set({ selected: target });
        this.showOnMap(target);
        this.select(true);
      };
    };
    const card = eventCard(this.payload, event, {
      close: () => this.store.set({ selected: -1 }),
      previous: go(at - 1),
      next: go(at + 1),
      show: this.isDrawn(event) ? () => this.showOnMap(event) : null,
    });
    return el("tr", { class: "gt-card-row" }, el("td", { colspan: 4 }, card));
  }
}

/** For each event the names of its scenes and venues, as a line. */
function placesOf(payload: PagePayload): string[] {
  const { events, locations, places } = payload;
  const names = events.id.map(() => new Set<string>());
  locations.event.forEach((event, row) => {
    if (locations.role[row] !== "topic") names[event]!.add(places.name[locations.place[row]!]!);
  });
  return names.map((set) => [...set].join(", "));
}
