// The side panel's other tabs: what is not on the map, the figures, and how the map was made.
import { dateOf, dateWords, whyOffMap, type PageData } from "./data";
import { data as text, el, replaceChildren } from "./dom";
import { figureCard } from "./figures";
import { statusChip, symbolOf } from "./popup";
import type { Store } from "./store";
import { counted, grouped, phrase } from "./words";

const MOST = 300;

/** Events without a pin, each with its reason, and those without a date. */
export class Tray {
  private late = true;

  constructor(private readonly store: Store, private readonly data: PageData, private readonly host: HTMLElement, private readonly choose: (event: number) => void) {}

  /** The filters changed: drawn anew at once if it is looked at, else when it next is. */
  update(): void {
    this.late = true;
    if (!this.host.hidden) this.draw();
  }

  draw(): void {
    if (!this.late) return;
    this.late = false;
    const { words, events, onMap } = this.data;
    const [off, undated]: [number[], number[]] = [[], []];
    let nUndated = 0;
    const [from, to] = this.store.range;
    for (let i = from; i < to; i++) {
      if (!this.store.visible[i]) continue;
      if (!onMap[i] && off.length < MOST) off.push(i);
      if (events.kind[i] === 0 && nUndated++ < MOST) undated.push(i);
    }
    replaceChildren(this.host,
      el("p", { class: "gt-lead" }, phrase(words, "map.tray_lead")),
      this.section("map.tray_off", off, this.store.nOffMap, (i) => whyOffMap(this.data, i)),
      this.section("map.tray_undated", undated, nUndated, (i) => phrase(words, `basis.${events.date_basis.at(i) || "none"}`)));
  }

  private section(key: string, list: number[], n: number, reason: (event: number) => string): HTMLElement {
    const { events, words } = this.data;
    return el("section", {},
      el("h2", {}, phrase(words, key), " ", el("span", { class: "gt-count" }, grouped(n))),
      el("ul", { class: "gt-tray" }, ...list.map((event) =>
        el("li", {}, el("button", { type: "button", "data-event": event, onclick: () => this.choose(event) },
          symbolOf(this.data, event),
          el("span", {}, text("span", events.title.at(event).slice(0, 2000), "gt-tray-title"),
            el("span", { class: "gt-muted" }, dateOf(this.data, event), " \u00b7 ", text("span", reason(event)))),
          statusChip(this.data, event))))),
      n > list.length && el("p", { class: "gt-muted" }, counted(words, "map.more", n - list.length)));
  }
}

export function figuresPanel(data: PageData, host: HTMLElement): void {
  replaceChildren(host, el("p", { class: "gt-lead" }, phrase(data.words, "map.figures_lead")),
    ...data.figures.map((figure) => figureCard(data, figure)));
}

/** What was read, what was left out and why, whose data it is, and as of when. */
export function methodsPanel(data: PageData, host: HTMLElement): void {
  const { words, page, rejects, nRejects, events, reports } = data;
  const version = page.version ? phrase(words, "map.program", { version: page.version }) : "";
  const rows: [string, string][] = [
    ["map.as_of", dateWords(data, data.dateKeys.indexOf(page.as_of)) || page.as_of],
    ["map.n_events", grouped(events.rows)],
    ["map.n_on_map", grouped(data.nOnMap)],
    ["map.n_reports", grouped(reports.rows)],
    ["map.n_rejects", grouped(nRejects)],
    ["map.made_with", version],
  ];
  replaceChildren(host,
    el("h2", {}, phrase(words, "map.how_to_read")),
    ...["points", "areas", "status", "dates", "counts", "claims"].map((key) => el("p", {}, phrase(words, `map.read.${key}`))),
    el("h2", {}, phrase(words, "map.what_was_read")),
    el("dl", { class: "gt-facts" }, ...rows.filter(([, told]) => told).flatMap(([key, told]) => [el("dt", {}, phrase(words, key)), text("dd", told)])),
    el("h2", {}, phrase(words, "map.rejects"), " ", el("span", { class: "gt-count" }, grouped(nRejects))),
    el("p", { class: "gt-muted" }, nRejects ? counted(words, "map.rejects_lead", nRejects) : phrase(words, "map.rejects_none")),
    nRejects > 0 && el("ul", { class: "gt-rejects" }, ...rejects.file.map((file, i) => el("li", {},
      text("strong", [file, rejects.row[i] && phrase(words, "map.row", { row: rejects.row[i]! }), rejects.column[i]].filter(Boolean).join(", ")),
      rejects.value[i] ? el("span", {}, " ", text("q", rejects.value[i]!)) : null,
      text("div", rejects.reason[i]!, "gt-muted")))),
    nRejects > rejects.file.length && el("p", { class: "gt-muted" }, counted(words, "map.more", nRejects - rejects.file.length)),
    words["language.unreviewed"] ? el("p", { class: "gt-warning" }, phrase(words, "language.unreviewed")) : null,
    el("h2", {}, phrase(words, "map.credits")),
    el("ul", {}, ...page.credits.map((line) => text("li", line)), el("li", {}, phrase(words, "map.credit_leaflet"))));
}
