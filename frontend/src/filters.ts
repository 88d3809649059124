// The filters that are lists: actors, sources, precision; only what is in view; and the reset.
import { data as text, el, replaceChildren } from "./dom";
import type { FacetName } from "./facets";
import type { Store } from "./store";
import { fold } from "./fold";
import { counted, grouped, phrase } from "./words";

/** A longer list has a box to find its values with. */
const FINDABLE = 12;
const MOST = 60;

const LISTS: [FacetName, string][] = [["actor", "map.filter_actor"], ["source", "map.filter_source"], ["precision", "map.filter_precision"]];

export class Filters {
  private readonly lists: FacetList[] = [];
  private readonly reset: HTMLButtonElement;
  private readonly inView: HTMLInputElement;
  private readonly more: HTMLDetailsElement;
  private readonly badge = el("span", { class: "gt-count" });

  constructor(private readonly store: Store, host: HTMLElement, private readonly bounds: () => [number, number, number, number]) {
    const { words } = store.data;
    const input = this.searchBox();
    this.reset = el("button", { type: "button", class: "gt-button gt-reset", hidden: true, onclick: () => store.reset() }, phrase(words, "map.reset"));
    this.inView = el("input", { type: "checkbox", class: "gt-toggle" });
    this.inView.addEventListener("change", () => store.set({ inView: this.inView.checked ? this.bounds() : null }));
    for (const [name, key] of LISTS) if (store.facets[name].values.length > 1) this.lists.push(new FacetList(store, name, phrase(words, key)));
    this.more = el("details", { class: "gt-more-filters" },
      el("summary", {}, phrase(words, "map.more_filters"), " ", this.badge),
      el("div", { class: "gt-lists" }, ...this.lists.map(({ node }) => node)));
    this.more.addEventListener("toggle", () => this.update());
    replaceChildren(host,
      el("div", { class: "gt-search", role: "search" }, input, this.reset),
      el("div", { class: "gt-filter-line" },
        el("label", { class: "gt-key" }, this.inView, phrase(words, "map.in_view")), this.lists.length > 0 && this.more));
    store.subscribe((changed) => {
      if ([...changed].some((key) => key !== "selected" && key !== "hovered" && key !== "sort")) this.update();
      if (changed.has("query") && input.value !== store.state.query) input.value = store.state.query;
    });
  }

  update(): void {
    const { state } = this.store;
    this.reset.hidden = !this.store.filtered;
    this.inView.checked = !!state.inView;
    const n = LISTS.reduce((sum, [name]) => sum + state[name].size, 0);
    this.badge.textContent = n ? grouped(n) : "";
    if (this.more.open) for (const list of this.lists) list.update();
  }

  private searchBox(): HTMLInputElement {
    const label = phrase(this.store.data.words, "map.search");
    const input = el("input", { type: "search", id: "gt-search", placeholder: label, "aria-label": label, autocomplete: "off", dir: "auto" });
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = self.setTimeout(() => this.store.set({ query: input.value }), 120);
    });
    return input;
  }
}

class FacetList {
  readonly node: HTMLElement;
  private readonly list = el("ul", { class: "gt-values" });
  private readonly find: HTMLInputElement;
  private readonly rest = el("p", { class: "gt-muted" });

  constructor(private readonly store: Store, private readonly name: FacetName, label: string) {
    const long = store.facets[name].values.length > FINDABLE;
    const say = phrase(store.data.words, "map.find_value", { list: label });
    this.find = el("input", { type: "search", class: "gt-find", placeholder: say, "aria-label": say, hidden: !long, dir: "auto" });
    this.find.addEventListener("input", () => this.update());
    this.node = el("fieldset", { class: "gt-list" }, el("legend", {}, label), this.find, this.list, this.rest);
    this.list.addEventListener("change", (event) => {
      const box = event.target as HTMLInputElement;
      store.toggle(name, Number(box.value));
    });
  }

  /** The values with events first, by number; chosen ones always in the list. */
  update(): void {
    const { values, label } = this.store.facets[this.name];
    const counts = this.store.counts(this.name);
    const chosen = this.store.state[this.name];
    const needle = fold(this.find.value.trim());
    const fits = values.flatMap((value, i) => (!needle || fold(label(value)).includes(needle) ? [i] : []));
    const rank = (i: number): number => (chosen.has(i) ? 1e12 : 0) + counts[i]!;
    const sorted = fits.sort((a, b) => rank(b) - rank(a) || a - b);
    const focused = this.list.contains(document.activeElement) ? (document.activeElement as HTMLInputElement).value : null;
    replaceChildren(this.list, ...sorted.slice(0, MOST).map((i) => this.item(i, label(values[i]!), counts[i]!, chosen.has(i))));
    const left = sorted.length - MOST;
    this.rest.textContent = left > 0 ? counted(this.store.data.words, "map.more", left) : "";
    if (focused !== null) this.list.querySelector<HTMLInputElement>(`input[value="${focused}"]`)?.focus({ preventScroll: true });
  }

  private item(index: number, label: string, n: number, chosen: boolean): HTMLElement {
    const box = el("input", { type: "checkbox", class: "gt-toggle", value: index });
    box.checked = chosen;
    return el("li", {}, el("label", { class: n || chosen ? "gt-value" : "gt-value gt-none" }, box, text("span", label.slice(0, 200)), el("span", { class: "gt-count" }, grouped(n))));
  }
}
