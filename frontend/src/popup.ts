// What a click on the map shows: one event in short, or a chooser of several.
import { data, el } from "./dom";
import { symbolSvg } from "./symbols";
import type { LayerPayload } from "./types";
import { counted, phrase } from "./words";

const MOST_LISTED = 200;

/** "planned", "alleged", ...: a chip that reads and looks unlike `occurred`. */
export function statusChip(payload: LayerPayload, event: number): HTMLElement {
  const key = payload.statuses[payload.events.status[event]!]!.key;
  return el("span", { class: `gt-chip gt-status-${key}` }, phrase(payload.words, `status.${key}`));
}

export function symbolOf(payload: LayerPayload, event: number, size = 18): SVGElement {
  const { events, types, statuses } = payload;
  return symbolSvg(types[events.type[event]!]!, statuses[events.status[event]!]!, size);
}

export function typeWords(payload: LayerPayload, event: number): string {
  const key = payload.types[payload.events.type[event]!]!.key;
  return payload.words[`type.${key}`] ?? key;
}

/** The names of the places at a spot, as a heading. */
export function spotName(payload: LayerPayload, places: number[]): string {
  const names = places.map((place) => [payload.places.name[place], payload.places.local[place]].filter(Boolean).join(" \u00b7 "));
  return [...new Set(names)].slice(0, 3).join(", ");
}

/** Several events at one spot: a list of buttons, first to last. */
export function chooser(payload: LayerPayload, events: number[], places: number[], choose: (event: number) => void): HTMLElement {
  const { words } = payload;
  const list = el("ul", { class: "gt-chooser" });
  for (const event of events.slice(0, MOST_LISTED)) {
    list.append(
      el("li", {}, el("button", { type: "button", onclick: () => choose(event) },
        symbolOf(payload, event),
        el("span", { class: "gt-chooser-text" },
          data("span", payload.events.title[event]!, "gt-chooser-title"),
          el("span", { class: "gt-muted" }, payload.events.date[event]!, " \u00b7 ", statusWords(payload, event)),
        ),
      )),
    );
  }
  const rest = events.length - MOST_LISTED;
  return el("div", { class: "gt-popup" },
    data("h3", spotName(payload, places)),
    el("p", { class: "gt-muted" }, counted(words, "map.here", events.length)),
    list,
    rest > 0 && el("p", { class: "gt-muted" }, counted(words, "map.more", rest)),
  );
}

function statusWords(payload: LayerPayload, event: number): string {
  return phrase(payload.words, `status.${payload.statuses[payload.events.status[event]!]!.key}`);
}

/** One event in short. `more` adds a button that leads to the whole card. */
export function brief(payload: LayerPayload, event: number, places: number[], more?: () => void, back?: () => void): HTMLElement {
  const { words, events } = payload;
  const key = payload.statuses[events.status[event]!]!.key;
  return el("div", { class: "gt-popup" },
    back && el("button", { type: "button", class: "gt-link", onclick: back }, phrase(words, "map.back_to_list")),
    el("div", { class: "gt-brief-head" },
      symbolOf(payload, event, 22),
      data("h3", events.title[event]!),
    ),
    el("p", { class: "gt-brief-line" },
      key !== "occurred" && statusChip(payload, event),
      el("span", {}, events.date[event]!),
    ),
    el("p", { class: "gt-muted" }, typeWords(payload, event)),
    ...places.map((place) => el("p", { class: "gt-muted" }, data("span", spotName(payload, [place])), " \u00b7 ", precisionWords(payload, place))),
    !more && events.notes[event] ? data("p", events.notes[event]!, "gt-notes") : null,
    more && el("button", { type: "button", class: "gt-button", onclick: more }, phrase(words, "map.details")),
  );
}

/** "wider area, within about 12 km". */
export function precisionWords(payload: LayerPayload, place: number): string {
  const { words, places } = payload;
  const precision = phrase(words, `precision.${places.precision[place]!}`);
  const radius = places.radius_km[place];
  if (!radius) return precision;
  return phrase(words, "map.precision_radius", { precision, km: radius < 10 ? radius.toFixed(1).replace(/\.0$/, "") : Math.round(radius) });
}
