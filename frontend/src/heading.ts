// What the page says of itself: its language, title and counts.
import type { PageData } from "./data";
import { byId, data as text, el, replaceChildren } from "./dom";
import { counted, phrase } from "./words";

/** The page's skeleton in the language that was chosen. */
export function speak({ words, language, page }: PageData, map: HTMLElement): void {
  const root = document.documentElement;
  root.lang = language;
  root.dir = page.rtl.includes(language) ? "rtl" : "ltr";
  const line = [page.subtitle, page.period[language] ?? ""].filter(Boolean);
  replaceChildren(byId("gt-line"), ...line.map((part, i) => el("span", {}, i ? " \u00b7 " : "", text("span", part))));
  if (!page.title && !page.name) document.querySelector("h1")!.textContent = phrase(words, "map.untitled");
  document.querySelector(".gt-skip")!.textContent = phrase(words, "map.skip");
  map.setAttribute("aria-label", phrase(words, "map.map_label"));
  byId("gt-map-box").setAttribute("aria-label", phrase(words, "map.map_region"));
  byId("gt-side").setAttribute("aria-label", phrase(words, "map.tabs"));
  byId("gt-band").setAttribute("aria-label", phrase(words, "map.time"));
  byId("gt-loading").remove();
  if (words["language.unreviewed"]) byId("gt-titles").append(el("p", { class: "gt-unreviewed" }, words["language.unreviewed"]));
}

/** How many events there are, on the map, off it, without a date. */
export function countsLine({ words, events, nOnMap }: PageData): HTMLElement {
  let undated = 0;
  for (let i = 0; i < events.rows; i++) if (events.kind[i] === 0) undated++;
  const off = events.rows - nOnMap;
  const parts = [
    counted(words, "count.events", events.rows),
    counted(words, "map.count_on", nOnMap),
    off ? counted(words, "map.count_off", off) : "",
    undated ? counted(words, "map.count_undated", undated) : "",
  ];
  return el("p", { id: "gt-counts" }, parts.filter(Boolean).join(" \u00b7 "));
}
