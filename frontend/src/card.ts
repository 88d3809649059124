// Everything known of one event.
import { dateOf, dateWords, rangeInWords, rowsOf, whyOffMap, type PageData } from "./data";
import { data as text, el } from "./dom";
import { figureCard } from "./figures";
import { linked } from "./links";
import { precisionWords, statusChip, statusKey, symbolOf, typeWords } from "./popup";
import { phrase } from "./words";

export interface CardActions {
  close: () => void;
  previous: (() => void) | null;
  next: (() => void) | null;
  show: (() => void) | null;
  copy: (button: HTMLButtonElement) => void;
  /** "3 of 70", for the pair of previous and next. */
  position: string;
}

export function eventCard(data: PageData, event: number, actions: CardActions): HTMLElement {
  const { words, events } = data;
  const id = events.event_id.at(event);
  const notes = events.notes.at(event);
  const sign = (key: string, mark: string, run: (() => void) | null): HTMLElement =>
    el("button", { type: "button", class: "gt-round gt-turn", disabled: !run, "aria-label": phrase(words, key), title: phrase(words, key), onclick: () => run?.() }, mark);
  return el("article", { class: "gt-card", "aria-labelledby": "gt-card-title" },
    el("div", { class: "gt-card-bar" },
      sign("map.previous", "\u2039", actions.previous), sign("map.next", "\u203a", actions.next),
      el("span", { class: "gt-muted gt-position" }, actions.position), sign("map.close", "\u00d7", actions.close)),
    el("div", { class: "gt-card-head" }, symbolOf(data, event, 24), el("h2", { id: "gt-card-title", dir: "auto", tabindex: -1, "data-text": true }, events.title.at(event).slice(0, 20_000))),
    facts(data, event),
    places(data, event),
    notes ? text("p", notes, "gt-notes") : null,
    ...data.figures.filter((figure) => figure.event_id === id && id).map((figure) => figureCard(data, figure)),
    accounts(data, event),
    el("div", { class: "gt-card-actions" },
      actions.show && el("button", { type: "button", class: "gt-button", onclick: actions.show }, phrase(words, "map.show_on_map")),
      copyButton(words, actions.copy)),
  );
}

function copyButton(words: Record<string, string>, copy: (button: HTMLButtonElement) => void): HTMLElement {
  const button: HTMLButtonElement = el("button", { type: "button", class: "gt-button", onclick: () => copy(button) }, phrase(words, "map.copy_link"));
  return button;
}

function facts(data: PageData, event: number): HTMLElement {
  const { words, events } = data;
  const list = el("dl", { class: "gt-facts" });
  const add = (key: string, ...value: (Node | string)[]): void => {
    list.append(el("dt", {}, phrase(words, key)), el("dd", {}, ...value));
  };
  const basis = events.date_basis.at(event);
  add("map.status", statusChip(data, event), " ", el("span", { class: "gt-muted" }, phrase(words, `map.status_means.${statusKey(data, event)}`)));
  add("map.date", dateOf(data, event), basis ? el("span", { class: "gt-muted" }, ` (${phrase(words, `basis.${basis}`)})`) : "");
  const sub = events.sub_event_type.at(event);
  add("map.type", typeWords(data, event), sub ? el("span", { class: "gt-muted" }, " \u00b7 ", text("span", sub)) : "");
  const actors = [events.actor1.at(event), events.actor2.at(event)].filter(Boolean);
  if (actors.length) add("map.actors", ...actors.map((actor) => text("div", actor)));
  const killed = rangeInWords(words, events.low[event]!, events.high[event]!);
  if (killed) add("map.fatalities", killed);
  if (events.claimed_by.at(event)) add("map.claimed_by", text("span", events.claimed_by.at(event)));
  return list;
}

function places(data: PageData, event: number): HTMLElement | null {
  const { words, locations, places } = data;
  const rows = rowsOf(locations, event);
  if (!rows.length) return el("p", { class: "gt-muted" }, whyOffMap(data, event));
  return el("section", {}, el("h3", {}, phrase(words, "map.places")),
    el("ul", { class: "gt-places" }, ...rows.map((row) => {
      const place = locations.place[row]!;
      const name = places.name.at(place);
      const local = places.local.at(place);
      const written = locations.name.at(row);
      const within = [locations.admin1.at(row), locations.country.at(row)].filter(Boolean).join(", ");
      const [reason, others] = [locations.reason.at(row), locations.alternatives.at(row)];
      return el("li", {},
        text("strong", name), local ? el("span", {}, " ", text("span", local, "gt-local")) : null,
        within ? el("span", { class: "gt-muted" }, " ", text("span", within)) : null,
        written && written !== name ? el("span", { class: "gt-muted" }, " ", phrase(words, "map.written_as"), " ", text("q", written)) : null,
        el("div", { class: "gt-muted" }, [phrase(words, `role.${locations.role.at(row)}`), precisionWords(data, place)].join(" \u00b7 ")),
        reason ? text("div", reason, "gt-reason") : null,
        others ? el("div", { class: "gt-reason" }, phrase(words, "map.alternatives"), " ", text("span", others)) : null);
    })));
}

function accounts(data: PageData, event: number): HTMLElement | null {
  const { words, accounts: told, reports } = data;
  const rows = rowsOf(told, event);
  if (!rows.length) return null;
  return el("section", {}, el("h3", {}, phrase(words, "map.sources")), ...rows.map((row) => {
    const report = told.report[row]!;
    const [quote, when, who] = [told.quote.at(row), told.date_told.at(row), told.claimed_by.at(row)];
    const publisher = report >= 0 ? reports.publisher.at(report) : "";
    const published = report >= 0 ? dateWords(data, reports.published[report]!) : "";
    return el("div", { class: "gt-account" },
      quote ? el("blockquote", { dir: "auto", "data-text": true }, quote) : null,
      report >= 0 ? el("p", {}, text("span", publisher), publisher ? ": " : "",
        linked(reports.title.at(report), reports.url.at(report)),
        el("span", { class: "gt-muted" }, published ? ` \u00b7 ${published}` : "")) : null,
      who ? el("p", { class: "gt-muted" }, phrase(words, "map.claimed_by"), ": ", text("span", who)) : null,
      when ? el("p", { class: "gt-muted" }, phrase(words, "map.date_told"), " ", text("q", when)) : null);
  }));
}
