// Counted things about areas jointly: drawn once over their union, labelled once, always a claim.
import { dateWords, rangeInWords, type PageData } from "./data";
import { data, el } from "./dom";
import { ringsOf } from "./grounds";
import { touches, type Box } from "./labels";
import { linked } from "./links";
import { onTheme, palette } from "./theme";
import type { Bounds, Figure } from "./types";
import { phrase } from "./words";

const PANE = "geotrack-figures";

interface Placed {
  marker: L.Marker;
  node: HTMLElement;
  figure: Figure;
  /** From the label to the edge of its ground, where the two stand apart. */
  leader: L.Polyline;
}

const LEADER_PIXELS = 14;
/** What a label keeps free around it, so that a finger hits one thing at a time. */
const ROOM = 10;

export class Figures {
  private readonly placed: Placed[] = [];

  constructor(private readonly map: L.Map, page: PageData) {
    const pane = map.createPane(PANE);
    pane.style.zIndex = "300";
    // Before the layers that need it: a map without a view yet adds them in this order.
    const renderer = L.svg({ pane: PANE }).addTo(map);
    for (const figure of page.figures) {
      if (!figure.shape || !figure.box) continue;
      const style = (): L.PathOptions => ({
        color: palette().figure, weight: 1.6, opacity: 0.85, fillColor: palette().figure, fillOpacity: 0.06, interactive: false,
        ...(figure.outline ? {} : { dashArray: "7 5" }),
      });
      const options = { style, interactive: false, pane: PANE, renderer } as unknown as L.GeoJSONOptions;
      const ground = L.geoJSON({ type: "Feature", geometry: figure.shape, properties: {} } as GeoJSON.Feature, options).addTo(map);
      const leader = L.polyline([], { color: palette().figure, weight: 1.2, opacity: 0.85, interactive: false, pane: PANE, renderer });
      onTheme(() => {
        ground.setStyle(style);
        leader.setStyle({ color: palette().figure });
      });
      this.placed.push({ ...label(map, page, figure), leader: leader.addTo(map) });
    }
  }

  /** Whether any figure is drawn. */
  get any(): boolean {
    return this.placed.length > 0;
  }

  /** Move each label to the side of its ground where it covers least. */
  arrange(symbols: Box[], buttons: Box[]): void {
    const taken: Box[] = [...buttons];
    for (const { marker, node, figure, leader } of this.placed) {
      const choices = sides(this.map, figure.box!, node.offsetWidth, node.offsetHeight);
      const size = this.map.getSize();
      const cost = (box: Box): number =>
        5 * symbols.filter((other) => touches(box, other)).length +
        9 * taken.filter((other) => touches(box, other)).length +
        (box.x0 < 0 || box.y0 < 0 || box.x1 > size.x || box.y1 > size.y ? 40 : 0) +
        away(box, choices[0]!) / 60;
      const costs = choices.map(cost);
      const best = choices[costs.indexOf(Math.min(...costs))]!;
      // Without room of its own a label waits: two on one spot cannot be read or clicked apart. The
      // figure stands in the panel's list all the same.
      const around = { x0: best.x0 - ROOM, y0: best.y0 - ROOM, x1: best.x1 + ROOM, y1: best.y1 + ROOM };
      const isFree = !taken.some((other) => touches(around, other));
      node.style.visibility = isFree ? "" : "hidden";
      leader.setStyle({ opacity: isFree ? 0.85 : 0 });
      if (!isFree) continue;
      taken.push(best);
      marker.setLatLng(this.map.containerPointToLatLng([(best.x0 + best.x1) / 2, (best.y0 + best.y1) / 2]));
      leader.setLatLngs(leaderOf(this.map, figure, best));
    }
  }
}

/** The shortest line from a label's box to a corner of its ground; none where they nearly touch. */
function leaderOf(map: L.Map, figure: Figure, box: Box): L.LatLng[] {
  let nearest: { from: L.PointTuple; to: L.Point; length: number } | null = null;
  for (const [lon, lat] of ringsOf(figure.shape!).flat()) {
    const to = map.latLngToContainerPoint([lat ?? 0, lon ?? 0]);
    const from: L.PointTuple = [Math.min(Math.max(to.x, box.x0), box.x1), Math.min(Math.max(to.y, box.y0), box.y1)];
    const length = Math.hypot(to.x - from[0], to.y - from[1]);
    if (!nearest || length < nearest.length) nearest = { from, to, length };
  }
  if (!nearest || nearest.length < LEADER_PIXELS) return [];
  return [map.containerPointToLatLng(nearest.from), map.containerPointToLatLng(nearest.to)];
}

function away(a: Box, b: Box): number {
  return Math.hypot(a.x0 - b.x0, a.y0 - b.y0);
}

/** Boxes for a label around its ground: above and below, then aside, then farther off. */
function sides(map: L.Map, [west, south, east, north]: Bounds, width: number, height: number): Box[] {
  const { x: left, y: top } = map.latLngToContainerPoint([north, west]);
  const { x: right, y: bottom } = map.latLngToContainerPoint([south, east]);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const gap = 5;
  const across = [x, left + width / 2, right - width / 2, left, right, left - width / 2, right + width / 2];
  const along = [0, 0.6, 1.2, 2, 3].flatMap((away) => [top - gap - height * (0.5 + away), bottom + gap + height * (0.5 + away)]);
  const centres: [number, number][] = along.flatMap((cy) => across.map((cx): [number, number] => [cx, cy]));
  centres.push([left - gap - width / 2, y], [right + gap + width / 2, y]);
  return centres.map(([cx, cy]) => ({ x0: cx - width / 2, y0: cy - height / 2, x1: cx + width / 2, y1: cy + height / 2 }));
}

function label(map: L.Map, page: PageData, figure: Figure): Omit<Placed, "leader"> {
  const open = (): void => {
    L.popup({ maxWidth: 320, minWidth: 240, className: "gt-leaflet-popup" })
      .setLatLng(marker.getLatLng())
      .setContent(el("div", { class: "gt-popup" }, figureCard(page, figure)))
      .openOn(map);
  };
  const { words } = page;
  const who = figure.claimed_by ? phrase(words, "map.figure_claimed", { who: figure.claimed_by }) : phrase(words, "map.figure_unclaimed");
  const node = el("button", { type: "button", class: "gt-figure-label", onclick: (event) => { event.stopPropagation(); open(); } },
    data("strong", saidOf(page, figure)), data("span", who));
  const icon = L.divIcon({ html: node, className: "gt-figure-icon", iconSize: [0, 0] });
  const [west, , east, north] = figure.box!;
  const marker = L.marker([north, (west + east) / 2], { icon, keyboard: false, interactive: false }).addTo(map);
  return { marker, node, figure };
}

/** "56 bases jointly", in the page's language. */
function saidOf({ words }: PageData, figure: Figure): string {
  const value = rangeInWords(words, figure.low, figure.high);
  const said = phrase(words, "map.figure_value", { value, unit: figure.unit }).trim();
  return figure.jointly ? phrase(words, "map.figure_jointly", { figure: said }) : said;
}

function dateOfFigure(page: PageData, figure: Figure): string {
  return figure.date ? dateWords(page, page.dateKeys.indexOf(figure.date)) || figure.date : "";
}

/** Everything known of a figure, for the popup and the list. */
export function figureCard(page: PageData, figure: Figure): HTMLElement {
  const { words, reports } = page;
  const source = figure.report >= 0 ? figure.report : null;
  const facts: [string, string][] = [
    ["map.figure_of", figure.what],
    ["map.places", figure.places],
    ["map.date", dateOfFigure(page, figure)],
    ["map.claimed_by", figure.claimed_by],
  ];
  return el("article", { class: "gt-figure" },
    data("h2", saidOf(page, figure)),
    el("dl", {}, ...facts.filter(([, text]) => text).flatMap(([key, text]) => [el("dt", {}, phrase(words, key)), data("dd", text)])),
    figure.cumulative && el("p", { class: "gt-warning" }, phrase(words, "map.figure_cumulative")),
    figure.total && el("p", { class: "gt-warning" }, phrase(words, "map.figure_total")),
    !!figure.quote && el("blockquote", { dir: "auto" }, figure.quote),
    source !== null && el("p", { class: "gt-muted" }, data("span", reports.publisher.at(source)), reports.publisher.at(source) ? ": " : "", linked(reports.title.at(source), reports.url.at(source))),
  );
}
