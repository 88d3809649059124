// What lies outside the view: buttons at the map's edges that name it and lead there.
import { eventsCounted, type Data } from "./data";
import { data as text, el } from "./dom";
import { eventsAt, frameOf, pixelX, pixelY, placesAt, type Drawable } from "./spots";
import type { Store } from "./store";
import { counted, phrase } from "./words";

type Edge = "top" | "right" | "bottom" | "left";

interface Elsewhere {
  spot: number;
  events: Set<number>;
  edge: Edge;
  angle: number;
}

const PER_EDGE = 2;
/** Near enough to see where the place lies, not so near that nothing else is seen. */
const FAR_ZOOM = 6.5;
/** Spots this near to each other (degrees) are one direction, not many buttons. */
const NEAR = 0.6;
/** With more spots than this the map is about density, and edges name nothing. */
const MOST_SPOTS = 3000;

export class Outside {
  private readonly boxes: Record<Edge, HTMLElement>;
  private readonly data: Data;
  /** The buttons changed since somebody last looked where they are. */
  moved = true;

  constructor(private readonly map: L.Map, private readonly store: Store, private readonly drawable: Drawable, host: HTMLElement) {
    this.data = store.data;
    const box = (edge: Edge): HTMLElement => el("div", { class: `gt-edge gt-edge-${edge}` });
    this.boxes = { top: box("top"), right: box("right"), bottom: box("bottom"), left: box("left") };
    host.append(el("div", { class: "gt-edges", role: "group", "aria-label": phrase(this.data.words, "map.outside") }, ...Object.values(this.boxes)));
    map.on("moveend resize", () => {
      this.moved = true;
      this.update();
    });
  }

  update(): void {
    if (this.data.spots.rows <= MOST_SPOTS) this.moved = true;
    if (this.data.spots.rows > MOST_SPOTS) return;
    const groups = this.gather();
    for (const edge of Object.keys(this.boxes) as Edge[]) {
      const here = groups.filter((group) => group.edge === edge).sort((a, b) => b.events.size - a.events.size);
      this.boxes[edge].replaceChildren(...here.slice(0, PER_EDGE).map((group) => this.button(group)), ...this.rest(here.slice(PER_EDGE)));
    }
  }

  private gather(): Elsewhere[] {
    const { visible } = this.store;
    const { spots } = this.data;
    const frame = frameOf(this.map);
    const groups: Elsewhere[] = [];
    for (let spot = 0; spot < spots.rows; spot++) {
      const [x, y] = [pixelX(frame, spots.x[spot]!), pixelY(frame, spots.y[spot]!)];
      if (!(x < 0 || y < 0 || x > frame.width || y > frame.height)) continue;
      const events = eventsAt(this.drawable, spot, visible);
      if (!events.length) continue;
      const near = groups.find((group) => Math.hypot(spots.lat[group.spot]! - spots.lat[spot]!, spots.lon[group.spot]! - spots.lon[spot]!) < NEAR);
      if (near) for (const event of events) near.events.add(event);
      else groups.push({ spot, events: new Set(events), ...direction(frame, x, y) });
    }
    return groups;
  }

  private button(group: Elsewhere): HTMLElement {
    const { words, places } = this.data;
    const place = placesAt(this.data, group.spot, [...group.events].slice(0, 1))[0];
    const arrow = el("span", { class: "gt-arrow", "aria-hidden": "true" }, "\u2192");
    arrow.style.transform = `rotate(${group.angle}deg)`;
    return el("button", { type: "button", class: "gt-edge-button", title: phrase(words, "map.outside_title"), onclick: () => this.go(group) },
      arrow, text("strong", place === undefined ? "" : places.name.at(place)), el("span", {}, eventsCounted(this.data, group.events.size)));
  }

  private rest(groups: Elsewhere[]): HTMLElement[] {
    if (!groups.length) return [];
    const events = new Set(groups.flatMap((group) => [...group.events]));
    return [el("span", { class: "gt-edge-rest" }, counted(this.data.words, "map.outside_more", events.size))];
  }

  private go({ spot }: Elsewhere): void {
    const { lat, lon } = this.data.spots;
    const at: L.LatLngTuple = [lat[spot]!, lon[spot]!];
    const zoom = Math.min(this.map.getZoom(), FAR_ZOOM);
    if (reducedMotion()) this.map.setView(at, zoom, { animate: false });
    else this.map.flyTo(at, zoom, { duration: 0.8 });
  }
}

/** The edge that the straight line from the middle to a point crosses, and its slope. */
function direction(frame: { width: number; height: number }, x: number, y: number): { edge: Edge; angle: number } {
  const dx = x - frame.width / 2;
  const dy = y - frame.height / 2;
  const sideways = Math.abs(dx) / frame.width > Math.abs(dy) / frame.height;
  const edge = sideways ? (dx > 0 ? "right" : "left") : dy > 0 ? "bottom" : "top";
  return { edge, angle: Math.round((Math.atan2(dy, dx) * 180) / Math.PI) };
}

export function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
