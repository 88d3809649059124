// Everything known of one event.
import { data, el } from "./dom";
import { figureCard } from "./figures";
import { linked } from "./links";
import { precisionWords, statusChip, typeWords } from "./popup";
import type { PagePayload } from "./types";
import { phrase } from "./words";

export interface CardActions {
  close: () => void;
  previous: (() => void) | null;
  next: (() => void) | null;
  show: (() => void) | null;
}

export function eventCard(payload: PagePayload, event: number, actions: CardActions): HTMLElement {
  const { words } = payload;
  return el("div", { class: "gt-card" },
    facts(payload, event),
    places(payload, event),
    payload.events.notes[event] ? data("p", payload.events.notes[event]!, "gt-notes") : null,
    ...payload.figures.filter((figure) => figure.event === event).map((figure) => figureCard(payload, figure)),
    accounts(payload, event),
    el("div", { class: "gt-card-actions" },
      button(words, "map.previous", actions.previous), button(words, "map.next", actions.next),
      actions.show && button(words, "map.show_on_map", actions.show), button(words, "map.close", actions.close)),
  );
}

function button(words: Record<string, string>, key: string, run: (() => void) | null): HTMLElement {
  return el("button", { type: "button", class: "gt-button", disabled: !run, onclick: () => run?.() }, phrase(words, key));
}

function facts(payload: PagePayload, event: number): HTMLElement {
  const { words, events } = payload;
  const list = el("dl", { class: "gt-facts" });
  const add = (key: string, ...value: (Node | string)[]): void => {
    list.append(el("dt", {}, phrase(words, key)), el("dd", {}, ...value));
  };
  const basis = events.date_basis[event]!;
  add("map.status", statusChip(payload, event), " ", el("span", { class: "gt-muted" }, phrase(words, `map.status_means.${payload.statuses[events.status[event]!]!.key}`)));
  add("map.date", events.date[event]!, basis ? el("span", { class: "gt-muted" }, ` (${phrase(words, `basis.${basis}`)})`) : "");
  const sub = events.sub_type[event]!;
  add("map.type", typeWords(payload, event), sub ? el("span", { class: "gt-muted" }, " \u00b7 ", data("span", sub)) : "");
  const actors = [events.actor1[event]!, events.actor2[event]!].filter(Boolean);
  if (actors.length) add("map.actors", ...actors.map((actor) => data("div", actor)));
  if (events.fatalities[event]) add("map.fatalities", events.fatalities[event]!);
  if (events.claimed_by[event]) add("map.claimed_by", data("span", events.claimed_by[event]!));
  return list;
}

function places(payload: PagePayload, event: number): HTMLElement | null {
  const { words, locations, places } = payload;
  const rows = locations.event.flatMap((owner, row) => (owner === event ? [row] : []));
  if (!rows.length) return el("p", { class: "gt-muted" }, payload.events.off_map[event]!);
  return el("section", {}, el("h4", {}, phrase(words, "map.places")),
    el("ul", { class: "gt-places" }, ...rows.map((row) => {
      const place = locations.place[row]!;
      const name = places.name[place]!;
      const local = places.local[place]!;
      const written = locations.written[row]!;
      return el("li", {},
        data("strong", name), local ? el("span", {}, " ", data("span", local, "gt-local")) : null,
        written && written !== name ? el("span", { class: "gt-muted" }, " ", phrase(words, "map.written_as"), " ", data("q", written)) : null,
        el("div", { class: "gt-muted" }, [phrase(words, `role.${locations.role[row]!}`), precisionWords(payload, place)].join(" \u00b7 ")),
        locations.reason[row] ? data("div", locations.reason[row]!, "gt-reason") : null,
        locations.alternatives[row] ? el("div", { class: "gt-reason" }, phrase(words, "map.alternatives"), " ", data("span", locations.alternatives[row]!)) : null);
    })));
}

function accounts(payload: PagePayload, event: number): HTMLElement | null {
  const { words, accounts: told, reports } = payload;
  const rows = told.event.flatMap((owner, row) => (owner === event ? [row] : []));
  if (!rows.length) return null;
  return el("section", {}, el("h4", {}, phrase(words, "map.sources")), ...rows.map((row) => {
    const report = told.report[row]!;
    const quote = told.quote[row]!;
    const when = told.date_told[row]!;
    return el("div", { class: "gt-account" },
      quote ? el("blockquote", { dir: "auto" }, quote) : null,
      report >= 0 ? el("p", {}, data("span", reports.publisher[report]!), reports.publisher[report] ? ": " : "",
        linked(reports.title[report]!, reports.url[report]!),
        el("span", { class: "gt-muted" }, reports.published[report] ? ` \u00b7 ${reports.published[report]!}` : "")) : null,
      told.claimed_by[row] ? el("p", { class: "gt-muted" }, phrase(words, "map.claimed_by"), ": ", data("span", told.claimed_by[row]!)) : null,
      when ? el("p", { class: "gt-muted" }, phrase(words, "map.date_told"), " ", data("q", when)) : null);
  }));
}
