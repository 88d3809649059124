// The table: the map's text alternative, linked to it both ways. Only the rows in sight exist.
import type { PageData } from "./data";
import { el, replaceChildren } from "./dom";
import { Orders } from "./order";
import { Row } from "./row";
import { SORTS, type Sort, type Store } from "./store";
import { onTheme } from "./theme";
import { grouped, phrase } from "./words";

/** Every row is so high (pixels), so that a row's place is a multiplication; see page.css. */
const ROW = 64;
const HEAD = 30;
/** Rows kept above and below those in sight. */
const SPARE = 6;
/** Browsers lay out no taller elements than some 30 million pixels: longer lists scroll in steps. */
const TALLEST = 12_000_000;
/** So many rows are printed; the rest is counted. */
const PRINTED = 500;

function setHeight(space: HTMLElement, pixels: number): void {
  const height = `${Math.max(0, pixels)}px`;
  if (space.style.height !== height) space.style.height = height;
}

export class Table {
  rows: Uint32Array = new Uint32Array(0);
  readonly orders: Orders;
  private readonly body = el("tbody");
  private readonly above = el("tr", { class: "gt-space", "aria-hidden": "true" }, el("td", { colspan: 4 }));
  private readonly below = el("tr", { class: "gt-space", "aria-hidden": "true" }, el("td", { colspan: 4 }));
  private readonly table: HTMLTableElement;
  private readonly none: HTMLElement;
  private readonly heads = new Map<string, { cell: HTMLElement; sign: HTMLElement }>();
  /** The rows that exist. */
  private readonly pool: Row[] = [];
  private shown: readonly [from: number, to: number] = [0, 0];
  private printing = false;

  constructor(private readonly store: Store, private readonly data: PageData, private readonly host: HTMLElement, private readonly choose: (event: number) => void) {
    const { words } = data;
    this.orders = new Orders(data);
    this.none = el("p", { class: "gt-empty" }, phrase(words, data.events.rows ? "map.none_match" : "map.no_events"));
    const head = el("tr", {},
      this.head("date", "map.date"), this.head("type", "map.type", "gt-sign"),
      el("th", { scope: "col", class: "gt-what" }, this.sorter("title", "map.event"), " ", this.sorter("place", "map.place")),
      this.head("status", "map.status", "gt-state"));
    this.table = el("table", { class: "gt-table" }, el("caption", { class: "gt-hidden" }, phrase(words, "map.table_caption")), el("thead", {}, head), this.body);
    replaceChildren(host, this.table, this.none);
    this.listen();
    this.body.append(this.above, this.below);
    onTheme(() => {
      for (const row of this.pool.splice(0)) row.node.remove(); // their symbols have the old colours
      this.render(true);
    });
    new ResizeObserver(() => {
      if (this.tall === host.clientHeight) return;
      this.tall = host.clientHeight;
      this.render(false);
    }).observe(host);
  }

  /** Ask the page how high the table is: once, when all is in its place. */
  measure(): void {
    this.tall = this.host.clientHeight;
  }

  /** Filters or the order changed: other rows. */
  refresh(): void {
    const { visible, nVisible, range, state } = this.store;
    this.rows = this.orders.rows(state.sort, visible, nVisible, range);
    this.none.hidden = this.rows.length > 0;
    this.table.setAttribute("aria-rowcount", String(this.rows.length + 1));
    for (const name of SORTS) this.mark(name);
    this.render(true);
  }

  /** Where an event stands among the rows, -1 if it is not there. */
  position(event: number): number {
    return event < 0 ? -1 : this.rows.indexOf(event);
  }

  /** Another event is selected: bring its row into sight, unless it is. */
  reveal(event: number, focus = false): void {
    this.tall = this.scroller.clientHeight; // a card may just have taken room
    const at = this.position(event);
    if (at >= 0 && !this.inSight(at)) this.scrollTo(at);
    this.render(true);
    if (focus) this.rowOf(event)?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }

  /** Selection or hovering changed. */
  touch(): void {
    const { selected, hovered } = this.store.state;
    for (const row of this.pool) row.mark(selected, hovered);
  }

  /** All rows, as many as are worth printing; afterwards those in sight again. */
  print(on: boolean): void {
    this.printing = on;
    this.render(true);
  }

  // --- scrolling ------------------------------------------------------------------------------

  /** Pixels of the list for each pixel that is scrolled; more than 1 only in very long lists. */
  private get ratio(): number {
    return Math.max(1, (this.rows.length * ROW) / TALLEST);
  }

  private get scroller(): HTMLElement {
    return this.host;
  }

  /** Where the list is scrolled to; known from scrolling, since asking would lay out the page anew. */
  private top(): number {
    return Math.min(this.scrolled * this.ratio, Math.max(0, this.rows.length * ROW - this.height()));
  }

  private height(): number {
    return Math.max(ROW, (this.tall || this.scroller.clientHeight) - HEAD);
  }

  private scrolled = 0;
  private tall = 0;

  private inSight(at: number): boolean {
    const top = this.top();
    return at * ROW >= top && (at + 1) * ROW <= top + this.height();
  }

  private scrollTo(at: number): void {
    const room = Math.min(this.height() / 3, Math.max(0, (this.height() - ROW) / 2));
    const wanted = Math.max(0, at * ROW - room);
    this.scroller.scrollTop = wanted / this.ratio;
    this.scrolled = this.scroller.scrollTop;
  }

  // --- drawing --------------------------------------------------------------------------------

  private render(anew: boolean): void {
    const n = this.rows.length;
    const first = Math.floor(this.top() / ROW);
    const from = this.printing ? 0 : Math.max(0, Math.min(n, first - SPARE));
    const to = this.printing ? Math.min(n, PRINTED) : Math.min(n, first + Math.ceil(this.height() / ROW) + SPARE);
    if (!anew && from === this.shown[0] && to === this.shown[1]) return;
    const focused = this.body.contains(document.activeElement) ? Number(document.activeElement!.closest<HTMLElement>("tr")?.dataset["event"] ?? -1) : -1;
    this.shown = [from, to];
    const tall = this.printing ? 0 : Math.min(TALLEST, n * ROW);
    const before = this.printing ? 0 : Math.max(0, Math.min(tall, (from * ROW) / this.ratio - this.slip(first)));
    setHeight(this.above, before);
    setHeight(this.below, tall - before - (to - from) * ROW);
    this.fill(from, to);
    if (focused >= 0) this.rowOf(focused)?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }

  /** As many rows as are wanted; those that exist are filled anew rather than made anew. */
  private fill(from: number, to: number): void {
    const { pool, data } = this;
    while (pool.length < to - from) {
      const row = new Row(data);
      pool.push(row);
      this.below.before(row.node);
    }
    while (pool.length > to - from) pool.pop()!.node.remove();
    const { selected, hovered } = this.store.state;
    pool.forEach((row, i) => {
      row.show(this.rows[from + i]!, from + i);
      row.mark(selected, hovered);
    });
  }

  /** In a list that scrolls in steps the rows in sight are set where the scroll stands. */
  private slip(first: number): number {
    return this.ratio > 1 ? (first - Math.max(0, first - SPARE)) * ROW * (1 - 1 / this.ratio) : 0;
  }

  private rowOf(event: number): HTMLElement | null {
    return event < 0 ? null : this.body.querySelector(`tr[data-event="${event}"]`);
  }

  // --- the head -------------------------------------------------------------------------------

  private head(name: string, key: string, className = ""): HTMLElement {
    return el("th", { scope: "col", class: className || `gt-${name}` }, this.sorter(name, key));
  }

  private sorter(name: string, key: string): HTMLElement {
    const sign = el("span", { class: "gt-sort-sign", "aria-hidden": "true" });
    const label = phrase(this.data.words, key);
    const cell = el("button", { type: "button", class: "gt-sort", onclick: () => this.sortBy(name) }, el("span", { class: "gt-sort-name" }, label), sign);
    this.heads.set(name, { cell, sign });
    return cell;
  }

  private sortBy(name: string): void {
    const { sort } = this.store.state;
    this.store.set({ sort: (sort === name ? `-${name}` : name) as Sort });
    this.scroller.scrollTop = 0;
    this.scrolled = 0;
  }

  private mark(name: string): void {
    const { cell, sign } = this.heads.get(name)!;
    const { sort } = this.store.state;
    const now = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
    sign.textContent = now === "ascending" ? "\u25b4" : now === "descending" ? "\u25be" : "";
    cell.setAttribute("aria-label", phrase(this.data.words, `map.sort_${now}`, { column: cell.querySelector(".gt-sort-name")!.textContent ?? "" }));
    const column = cell.closest("th");
    if (now !== "none" || !column?.querySelector(`[data-now]`)) column?.setAttribute("aria-sort", now);
    cell.toggleAttribute("data-now", now !== "none");
  }

  // --- hearing --------------------------------------------------------------------------------

  private listen(): void {
    const eventOf = (target: EventTarget | null): number => {
      const row = (target as Element | null)?.closest?.("tr[data-event]");
      return row ? Number(row.getAttribute("data-event")) : -1;
    };
    this.scroller.addEventListener("scroll", () => {
      this.scrolled = this.scroller.scrollTop;
      this.render(false);
    }, { passive: true });
    this.body.addEventListener("click", (event) => {
      const index = eventOf(event.target);
      if (index >= 0) this.choose(index);
    });
    this.body.addEventListener("mouseover", (event) => this.store.set({ hovered: eventOf(event.target) }));
    this.body.addEventListener("mouseleave", () => this.store.set({ hovered: -1 }));
    this.body.addEventListener("keydown", (event) => this.key(event, eventOf(event.target)));
  }

  /** Arrows, Home and End move through all rows, those that do not exist yet too. */
  private key(press: KeyboardEvent, event: number): void {
    const at = this.position(event);
    const last = this.rows.length - 1;
    const page = Math.max(1, Math.floor(this.height() / ROW) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + page, PageUp: at - page }[press.key];
    if (at < 0 || to === undefined) return;
    press.preventDefault();
    this.reveal(this.rows[Math.max(0, Math.min(last, to))]!, true);
  }

  get summary(): string {
    return grouped(this.rows.length);
  }
}
