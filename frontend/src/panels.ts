// The side panel's other tabs: what is not on the map, the figures, and how the map was made.
import { data, el, replaceChildren } from "./dom";
import { figureCard } from "./figures";
import { statusChip, symbolOf } from "./popup";
import type { Store } from "./store";
import type { PagePayload } from "./types";
import { counted, grouped, phrase } from "./words";

const MOST = 300;

/** Events without a pin, each with its reason, and those without a date. */
export class Tray {
  constructor(private readonly store: Store, private readonly payload: PagePayload, private readonly host: HTMLElement, private readonly choose: (event: number) => void) {
    this.update();
  }

  /** How many of the events that pass the filters are not on the map. */
  get size(): number {
    const { off_map } = this.payload.events;
    return off_map.reduce((n, reason, i) => n + (reason && this.store.visible[i] ? 1 : 0), 0);
  }

  update(): void {
    const { events, words } = this.payload;
    const visible = events.id.map((_, i) => i).filter((i) => this.store.visible[i]);
    const off = visible.filter((i) => events.off_map[i]);
    const undated = visible.filter((i) => events.kind[i] === 0);
    replaceChildren(this.host,
      el("p", { class: "gt-lead" }, phrase(words, "map.tray_lead")),
      this.section("map.tray_off", off, (i) => events.off_map[i]!),
      this.section("map.tray_undated", undated, (i) => phrase(words, `basis.${events.date_basis[i] || "none"}`)));
  }

  private section(key: string, list: number[], reason: (event: number) => string): HTMLElement {
    const { events, words } = this.payload;
    const rest = list.length - MOST;
    return el("section", {},
      el("h3", {}, phrase(words, key), " ", el("span", { class: "gt-count" }, grouped(list.length))),
      el("ul", { class: "gt-tray" }, ...list.slice(0, MOST).map((event) =>
        el("li", {}, el("button", { type: "button", "data-event": event, onclick: () => this.choose(event) },
          symbolOf(this.payload, event),
          el("span", {}, data("span", events.title[event]!.slice(0, 2000), "gt-tray-title"),
            el("span", { class: "gt-muted" }, events.date[event]!, " \u00b7 ", data("span", reason(event)))),
          statusChip(this.payload, event))))),
      rest > 0 && el("p", { class: "gt-muted" }, counted(words, "map.more", rest)));
  }
}

export function figuresPanel(payload: PagePayload, host: HTMLElement): void {
  replaceChildren(host, el("p", { class: "gt-lead" }, phrase(payload.words, "map.figures_lead")),
    ...payload.figures.map((figure) => figureCard(payload, figure)));
}

/** What was read, what was left out and why, whose data it is, and as of when. */
export function methodsPanel(payload: PagePayload, host: HTMLElement): void {
  const { words, page, rejects, events, reports } = payload;
  const on = events.off_map.filter((reason) => !reason).length;
  const rows: [string, string][] = [
    ["map.as_of", page.as_of],
    ["map.n_events", grouped(events.id.length)],
    ["map.n_on_map", grouped(on)],
    ["map.n_reports", grouped(reports.title.length)],
    ["map.n_rejects", grouped(payload.n_rejects)],
    ["map.made_with", page.program],
  ];
  replaceChildren(host,
    el("h3", {}, phrase(words, "map.how_to_read")),
    ...["points", "areas", "status", "dates", "counts", "claims"].map((key) => el("p", {}, phrase(words, `map.read.${key}`))),
    el("h3", {}, phrase(words, "map.what_was_read")),
    el("dl", { class: "gt-facts" }, ...rows.filter(([, text]) => text).flatMap(([key, text]) => [el("dt", {}, phrase(words, key)), data("dd", text)])),
    el("h3", {}, phrase(words, "map.rejects"), " ", el("span", { class: "gt-count" }, grouped(payload.n_rejects))),
    el("p", { class: "gt-muted" }, payload.n_rejects ? counted(words, "map.rejects_lead", payload.n_rejects) : phrase(words, "map.rejects_none")),
    payload.n_rejects > 0 && el("ul", { class: "gt-rejects" }, ...rejects.file.map((file, i) => el("li", {},
      data("strong", [file, rejects.row[i] && phrase(words, "map.row", { row: rejects.row[i]! }), rejects.column[i]].filter(Boolean).join(", ")),
      rejects.value[i] ? el("span", {}, " ", data("q", rejects.value[i]!)) : null,
      data("div", rejects.reason[i]!, "gt-muted")))),
    payload.n_rejects > rejects.file.length && el("p", { class: "gt-muted" }, counted(words, "map.more", payload.n_rejects - rejects.file.length)),
    el("h3", {}, phrase(words, "map.credits")),
    el("ul", {}, ...page.credits.map((line) => data("li", line)), el("li", {}, phrase(words, "map.credit_leaflet"))));
}
