// What lies outside the view: buttons at the map's edges that name it and lead there.
import { data, el } from "./dom";
import type { Spot } from "./spots";
import type { Store } from "./store";
import { counted, phrase } from "./words";

type Edge = "top" | "right" | "bottom" | "left";

interface Elsewhere {
  spot: Spot;
  events: Set<number>;
  edge: Edge;
  angle: number;
}

const PER_EDGE = 2;
/** Near enough to see where the place lies, not so near that nothing else is seen. */
const FAR_ZOOM = 6.5;
/** Spots this near to each other (degrees) are one direction, not many buttons. */
const NEAR = 0.6;

export class Outside {
  private readonly boxes: Record<Edge, HTMLElement>;

  constructor(private readonly map: L.Map, private readonly store: Store, private readonly spots: Spot[], host: HTMLElement) {
    const box = (edge: Edge): HTMLElement => el("div", { class: `gt-edge gt-edge-${edge}` });
    this.boxes = { top: box("top"), right: box("right"), bottom: box("bottom"), left: box("left") };
    host.append(el("div", { class: "gt-edges", role: "group", "aria-label": phrase(store.payload.words, "map.outside") }, ...Object.values(this.boxes)));
    map.on("moveend resize", () => this.update());
  }

  update(): void {
    const groups = this.gather();
    for (const edge of Object.keys(this.boxes) as Edge[]) {
      const here = groups.filter((group) => group.edge === edge).sort((a, b) => b.events.size - a.events.size);
      this.boxes[edge].replaceChildren(...here.slice(0, PER_EDGE).map((group) => this.button(group)), ...this.rest(here.slice(PER_EDGE)));
    }
  }

  private gather(): Elsewhere[] {
    const { visible } = this.store;
    const bounds = this.map.getBounds();
    const groups: Elsewhere[] = [];
    const outside = this.spots.filter((spot) => !bounds.contains([spot.lat, spot.lon]));
    for (const spot of outside) {
      const events = spot.events.filter((event) => visible[event]);
      if (!events.length) continue;
      const near = groups.find((group) => Math.hypot(group.spot.lat - spot.lat, group.spot.lon - spot.lon) < NEAR);
      if (near) for (const event of events) near.events.add(event);
      else groups.push({ spot, events: new Set(events), ...this.direction(spot) });
    }
    return groups;
  }

  /** The edge that the straight line from the middle to the spot crosses, and its slope. */
  private direction(spot: Spot): { edge: Edge; angle: number } {
    const size = this.map.getSize();
    const at = this.map.latLngToContainerPoint([spot.lat, spot.lon]);
    const dx = at.x - size.x / 2;
    const dy = at.y - size.y / 2;
    const sideways = Math.abs(dx) / size.x > Math.abs(dy) / size.y;
    const edge = sideways ? (dx > 0 ? "right" : "left") : dy > 0 ? "bottom" : "top";
    return { edge, angle: Math.round((Math.atan2(dy, dx) * 180) / Math.PI) };
  }

  private button(group: Elsewhere): HTMLElement {
    const { words, places } = this.store.payload as Store["payload"];
    const name = places.name[group.spot.places[0]!] ?? "";
    const arrow = el("span", { class: "gt-arrow", "aria-hidden": "true" }, "\u2192");
    arrow.style.transform = `rotate(${group.angle}deg)`;
    return el("button", { type: "button", class: "gt-edge-button", title: phrase(words, "map.outside_title"), onclick: () => this.go(group) },
      arrow, data("strong", name), el("span", {}, counted(words, "count.events", group.events.size)));
  }

  private rest(groups: Elsewhere[]): HTMLElement[] {
    if (!groups.length) return [];
    const events = new Set(groups.flatMap((group) => [...group.events]));
    return [el("span", { class: "gt-edge-rest" }, counted(this.store.payload.words, "map.outside_more", events.size))];
  }

  private go(group: Elsewhere): void {
    this.map.flyTo([group.spot.lat, group.spot.lon], Math.min(this.map.getZoom(), FAR_ZOOM), { duration: reducedMotion() ? 0 : 0.8 });
  }
}

export function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
