// What a click on the map shows: one event in short, or a chooser of several.
import { dateOf, type Data } from "./data";
import { data as text, el } from "./dom";
import { symbolSvg } from "./symbols";
import { counted, phrase } from "./words";

const MOST_LISTED = 200;

/** "planned", "alleged", ...: a chip that reads and looks unlike `occurred`. */
export function statusChip(data: Data, event: number): HTMLElement {
  const key = statusKey(data, event);
  return el("span", { class: `gt-chip gt-status-${key}` }, phrase(data.words, `status.${key}`));
}

export function statusKey(data: Data, event: number): string {
  return data.statuses[data.events.status[event]!]!.key;
}

export function symbolOf(data: Data, event: number, size = 18): SVGElement {
  const { events, types, statuses } = data;
  return symbolSvg(types[events.type[event]!]!, statuses[events.status[event]!]!, size);
}

export function typeWords(data: Data, event: number): string {
  const key = data.types[data.events.type[event]!]!.key;
  return data.words[`type.${key}`] ?? key;
}

/** The names of the places at a spot, as a heading. */
export function spotName(data: Data, places: number[]): string {
  const names = places.map((place) => [data.places.name.at(place), data.places.local.at(place)].filter(Boolean).join(" \u00b7 "));
  return [...new Set(names)].slice(0, 3).join(", ");
}

/** Several events at one spot: a list of buttons, first to last. */
export function chooser(data: Data, events: number[], places: number[], choose: (event: number) => void): HTMLElement {
  const { words } = data;
  const list = el("ul", { class: "gt-chooser" });
  for (const event of events.slice(0, MOST_LISTED)) {
    list.append(
      el("li", {}, el("button", { type: "button", onclick: () => choose(event) },
        symbolOf(data, event),
        el("span", { class: "gt-chooser-text" },
          text("span", data.events.title.at(event), "gt-chooser-title"),
          el("span", { class: "gt-muted" }, dateOf(data, event), " \u00b7 ", phrase(words, `status.${statusKey(data, event)}`)),
        ),
      )),
    );
  }
  const rest = events.length - MOST_LISTED;
  return el("div", { class: "gt-popup" },
    text("h2", spotName(data, places)),
    el("p", { class: "gt-muted" }, counted(words, "map.here", events.length)),
    list,
    rest > 0 && el("p", { class: "gt-muted" }, counted(words, "map.more", rest)),
  );
}

/** One event in short. `more` adds a button that leads to the whole card. */
export function brief(data: Data, event: number, places: number[], more?: () => void, back?: () => void): HTMLElement {
  const { words, events } = data;
  const notes = events.notes.at(event);
  return el("div", { class: "gt-popup" },
    back && el("button", { type: "button", class: "gt-link", onclick: back }, phrase(words, "map.back_to_list")),
    el("div", { class: "gt-brief-head" }, symbolOf(data, event, 22), text("h2", events.title.at(event))),
    el("p", { class: "gt-brief-line" }, statusKey(data, event) !== "occurred" && statusChip(data, event), el("span", {}, dateOf(data, event))),
    el("p", { class: "gt-muted" }, typeWords(data, event)),
    ...places.map((place) => el("p", { class: "gt-muted" }, text("span", spotName(data, [place])), " \u00b7 ", precisionWords(data, place))),
    !more && notes ? text("p", notes, "gt-notes") : null,
    more && el("button", { type: "button", class: "gt-button", onclick: more }, phrase(words, "map.details")),
  );
}

/** "wider area, within about 12 km". */
export function precisionWords(data: Data, place: number): string {
  const { words, places } = data;
  const precision = phrase(words, `precision.${places.precision.at(place)}`);
  const radius = places.radius_km[place];
  if (!radius) return precision;
  return phrase(words, "map.precision_radius", { precision, km: radius < 10 ? radius.toFixed(1).replace(/\.0$/, "") : Math.round(radius) });
}
