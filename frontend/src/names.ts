// Names on the map: of places with events, busiest first, and of the basemap where there is room.
import type { Data } from "./data";
import { dot, short } from "./ink";
import type { Item } from "./items";
import { drawLabels, type Box, type Label } from "./labels";
import { mercatorX, mercatorY, pixelX, pixelY, placesAt, type Frame } from "./spots";
import type { BasemapName } from "./types";

/** Names of places on the map: the more symbols there are, the fewer. */
const MOST_NAMES = 220;
const LEAST_NAMES = 40;

export interface Names {
  /** Of the basemap. */
  names: BasemapName[];
  /** Whether places with events are named. */
  placeNames: boolean;
  zoom: number;
}

/** `taken` is where no name may stand: the items' boxes, and what lies over the map. */
export function drawNames(ctx: CanvasRenderingContext2D, data: Data, items: Item[], { names, placeNames, zoom }: Names, frame: Frame, view: Box, taken: Box[]): void {
  const labels: Label[] = [];
  if (placeNames) {
    const order = [...items].sort((a, b) => b.events.length - a.events.length);
    const inView = ({ x, y }: Item): boolean => x > view.x0 && x < view.x1 && y > view.y0 && y < view.y1;
    for (const item of order.filter(inView).slice(0, Math.max(LEAST_NAMES, MOST_NAMES - items.length))) labels.push(labelOf(data, item));
  }
  const seen = new Set(labels.map((label) => label.text));
  const { language } = data;
  for (const name of names) {
    const text = name.names?.[language] ?? name.text;
    if (zoom < name.min_zoom || seen.has(text)) continue;
    const { x, y } = pointOf(frame, name);
    if (x < view.x0 || x > view.x1 || y < view.y0 || y > view.y1) continue;
    if (name.kind !== "town") seen.add(text); // it may come with several points
    if (name.kind === "town") taken.push(dot(ctx, x, y, taken));
    labels.push({ text, local: name.local === text ? "" : name.local, x, y, kind: name.kind, gap: 6 });
  }
  drawLabels(ctx, labels, taken, view);
}

function labelOf(data: Data, item: Item): Label {
  const { places } = data;
  const place = placesAt(data, item.spot, item.events.slice(0, 1))[0] ?? 0;
  const { box } = item;
  return {
    text: short(places.name.at(place)),
    local: short(places.local.at(place)),
    x: item.atX,
    y: item.atY,
    kind: "place",
    gap: box.x1 - item.atX + (item.kinds.length > 1 ? 7 : 4),
  };
}

function pointOf(frame: Frame, { lon, lat }: BasemapName): { x: number; y: number } {
  return { x: pixelX(frame, mercatorX(lon)), y: pixelY(frame, mercatorY(lat)) };
}
