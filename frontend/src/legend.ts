// The legend is the filter: every kind of symbol with its number, to be switched off and on.
import { el, replaceChildren } from "./dom";
import type { FacetName } from "./facets";
import type { Store } from "./store";
import { areaSvg, symbolSvg } from "./symbols";
import { onTheme } from "./theme";
import { grouped, phrase } from "./words";

interface Item {
  name: FacetName;
  index: number;
  node: HTMLElement;
  box: HTMLInputElement;
}

export class Legend {
  private items: Item[] = [];

  constructor(private readonly store: Store, private readonly host: HTMLElement) {
    this.draw();
    onTheme(() => this.draw());
  }

  update(): void {
    for (const { name, index, node, box } of this.items) {
      node.textContent = grouped(this.store.counts(name)[index] ?? 0);
      box.checked = !this.store.state[name].has(index);
    }
  }

  private draw(): void {
    const { data } = this.store;
    const { types, statuses, events } = data;
    this.items = [];
    const plain = { key: "plain", fill: 1, dashes: [], struck: false };
    const label = (name: FacetName, value: string): string => this.store.facets[name].label(value);
    replaceChildren(this.host,
      this.group("map.types", types.flatMap((type, i) => (events.type.includes(i)
        ? [this.item("type", i, symbolSvg(type, plain), label("type", type.key))] : []))),
      this.group("map.statuses", statuses.flatMap((status, i) => (events.status.includes(i)
        ? [this.item("status", i, symbolSvg(null, status), label("status", status.key))] : []))),
      precisionKey(this.store),
    );
    this.update();
  }

  private group(key: string, items: HTMLElement[]): HTMLElement | false {
    return items.length > 0 && el("fieldset", { class: "gt-group" }, el("legend", {}, phrase(this.store.data.words, key)), ...items);
  }

  private item(name: FacetName, index: number, symbol: SVGElement, label: string): HTMLElement {
    const box = el("input", { type: "checkbox", class: "gt-toggle" });
    box.checked = true;
    box.addEventListener("change", () => this.store.toggle(name, index));
    const node = el("span", { class: "gt-count" });
    this.items.push({ name, index, node, box });
    return el("label", { class: "gt-key" }, box, symbol, el("span", { dir: "auto" }, label), node);
  }
}

/** How sharply the drawn places are known, counted in places. */
function precisionKey(store: Store): HTMLElement | null {
  const { words, places, locations, outlines } = store.data;
  const drawn = new Uint8Array(places.rows);
  for (let row = 0; row < locations.rows; row++) if (locations.drawn[row]) drawn[locations.place[row]!] = 1;
  let [sharp, outlined, circled] = [0, 0, 0];
  for (let place = 0; place < places.rows; place++) {
    if (!drawn[place]) continue;
    if (!places.ground[place]) sharp++;
    else if (outlines[places.outline[place]!]?.circle === false) outlined++;
    else circled++;
  }
  const row = (n: number, symbol: SVGElement, key: string): HTMLElement | false =>
    n > 0 && el("span", { class: "gt-key gt-still" }, symbol, phrase(words, key), el("span", { class: "gt-count" }, grouped(n)));
  const dot = symbolSvg(null, { key: "occurred", fill: 1, dashes: [], struck: false }, 14);
  if (!sharp && !outlined && !circled) return null;
  return el("fieldset", { class: "gt-group" }, el("legend", {}, phrase(words, "map.places_known")),
    row(sharp, dot, "map.known_point"),
    row(circled, areaSvg(18, true), "map.known_circle"),
    row(outlined, areaSvg(18, false), "map.known_outline"));
}
