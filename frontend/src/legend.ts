// The legend is the filter: every kind of symbol with its number, to be switched off and on.
import { el, replaceChildren } from "./dom";
import type { Store } from "./store";
import { areaSvg, symbolSvg } from "./symbols";
import { grouped, phrase } from "./words";

type Hidden = "hiddenTypes" | "hiddenStatuses";

export class Legend {
  private readonly counts: { kind: Hidden; index: number; node: HTMLElement; box: HTMLInputElement }[] = [];
  private readonly reset: HTMLButtonElement;

  constructor(private readonly store: Store, host: HTMLElement) {
    const { payload } = store;
    const { words, types, statuses } = payload;
    this.reset = el("button", { type: "button", class: "gt-button gt-reset", hidden: true, onclick: () => store.reset() }, phrase(words, "map.reset"));
    const present = (column: number[], index: number): boolean => column.includes(index);
    const plain = { key: "plain", fill: 1, dashes: [], struck: false };
    replaceChildren(host,
      this.group("map.types", types.flatMap((type, i) => present(payload.events.type, i)
        ? [this.item("hiddenTypes", i, symbolSvg(type, plain), phrase(words, `type.${type.key}`))] : [])),
      this.group("map.statuses", statuses.flatMap((status, i) => present(payload.events.status, i)
        ? [this.item("hiddenStatuses", i, symbolSvg(null, status), phrase(words, `status.${status.key}`))] : [])),
      precisionKey(store),
      this.reset,
    );
    this.update();
  }

  update(): void {
    const { state, typeCounts, statusCounts } = this.store;
    for (const { kind, index, node, box } of this.counts) {
      const n = (kind === "hiddenTypes" ? typeCounts : statusCounts)[index] ?? 0;
      node.textContent = grouped(n);
      box.checked = !state[kind].has(index);
    }
    this.reset.hidden = !this.store.filtered;
  }

  private group(key: string, items: HTMLElement[]): HTMLElement {
    return el("fieldset", { class: "gt-group" }, el("legend", {}, phrase(this.store.payload.words, key)), ...items);
  }

  private item(kind: Hidden, index: number, symbol: SVGElement, label: string): HTMLElement {
    const box = el("input", { type: "checkbox", class: "gt-toggle" });
    box.checked = true;
    box.addEventListener("change", () => this.store.toggle(kind, index));
    const node = el("span", { class: "gt-count" });
    this.counts.push({ kind, index, node, box });
    return el("label", { class: "gt-key" }, box, symbol, el("span", { dir: "auto" }, label), node);
  }
}

/** How sharply the drawn places are known, counted in places. */
function precisionKey(store: Store): HTMLElement | null {
  const { payload } = store;
  const { words, places, locations, outlines } = payload;
  const drawn = new Set(locations.place.filter((_, row) => locations.drawn[row]));
  const sharp = [...drawn].filter((place) => !places.ground[place]).length;
  const isOutlined = (place: number): boolean => outlines[places.outline[place]!]?.circle === false;
  const outlined = [...drawn].filter((place) => places.ground[place] && isOutlined(place)).length;
  const circled = drawn.size - sharp - outlined;
  const row = (n: number, symbol: SVGElement, key: string): HTMLElement | false =>
    n > 0 && el("span", { class: "gt-key gt-still" }, symbol, phrase(words, key), el("span", { class: "gt-count" }, grouped(n)));
  const dot = symbolSvg(null, { key: "occurred", fill: 1, dashes: [], struck: false }, 14);
  if (!drawn.size) return null;
  return el("fieldset", { class: "gt-group" }, el("legend", {}, phrase(words, "map.places_known")),
    row(sharp, dot, "map.known_point"),
    row(circled, areaSvg(18, true), "map.known_circle"),
    row(outlined, areaSvg(18, false), "map.known_outline"));
}
