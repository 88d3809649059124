// Counted things about areas jointly: drawn once over their union, labelled once, always a claim.
import { data, el } from "./dom";
import { linked } from "./links";
import type { Figure, PagePayload } from "./types";
import { phrase } from "./words";

const INK = "#6b4e16";
const PANE = "geotrack-figures";

export function addFigures(map: L.Map, payload: PagePayload): L.LayerGroup {
  const pane = map.createPane(PANE);
  pane.style.zIndex = "300";
  const renderer = L.svg({ pane: PANE });
  const group = L.layerGroup();
  for (const figure of payload.figures) {
    if (!figure.shape || !figure.at) continue;
    const style = {
      color: INK, weight: 1.6, opacity: 0.85, fillColor: INK, fillOpacity: 0.06, interactive: false,
      ...(figure.outline ? {} : { dashArray: "7 5" }),
    };
    const options = { style: () => style, interactive: false, pane: PANE, renderer } as unknown as L.GeoJSONOptions;
    group.addLayer(L.geoJSON({ type: "Feature", geometry: figure.shape, properties: {} } as GeoJSON.Feature, options));
    group.addLayer(label(map, payload, figure, figure.at));
  }
  return group.addTo(map);
}

function label(map: L.Map, payload: PagePayload, figure: Figure, [lon, lat]: [number, number]): L.Marker {
  const open = (): void => {
    L.popup({ maxWidth: 320, minWidth: 240, className: "gt-leaflet-popup" })
      .setLatLng([lat, lon])
      .setContent(el("div", { class: "gt-popup" }, figureCard(payload, figure)))
      .openOn(map);
  };
  const button = el("button", { type: "button", class: "gt-figure-label", onclick: (event) => { event.stopPropagation(); open(); } },
    data("strong", figure.value), data("span", figure.claimed_by ? phrase(payload.words, "map.figure_claimed", { who: figure.claimed_by }) : phrase(payload.words, "map.figure_unclaimed")));
  const icon = L.divIcon({ html: button, className: "gt-figure-icon", iconSize: [0, 0] });
  return L.marker([lat, lon], { icon, keyboard: false, interactive: false, pane: "markerPane" });
}

/** Everything known of a figure, for the popup and the list. */
export function figureCard(payload: PagePayload, figure: Figure): HTMLElement {
  const { words, reports } = payload;
  const source = figure.report >= 0 ? figure.report : null;
  const facts: [string, string][] = [
    ["map.figure_of", figure.what],
    ["map.places", figure.places],
    ["map.date", figure.date],
    ["map.claimed_by", figure.claimed_by],
  ];
  return el("article", { class: "gt-figure" },
    data("h3", figure.value),
    el("dl", {}, ...facts.filter(([, text]) => text).flatMap(([key, text]) => [el("dt", {}, phrase(words, key)), data("dd", text)])),
    figure.cumulative && el("p", { class: "gt-warning" }, phrase(words, "map.figure_cumulative")),
    figure.total && el("p", { class: "gt-warning" }, phrase(words, "map.figure_total")),
    !!figure.quote && el("blockquote", { dir: "auto" }, figure.quote),
    source !== null && el("p", { class: "gt-muted" }, data("span", reports.publisher[source]!), " \u00b7 ", linked(reports.title[source]!, reports.url[source]!)),
  );
}
