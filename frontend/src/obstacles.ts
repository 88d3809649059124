// The boxes of labels and buttons that lie over the map, which no name on it may hide under.
import { byId } from "./dom";
import type { Figures } from "./figures";
import type { Box } from "./labels";
import type { Outside } from "./outside";
import type { Store } from "./store";

export class Obstacles {
  private arrangedFor = "";
  private buttons: Box[] | null = null;

  constructor(private readonly map: L.Map, private readonly store: Store, private readonly outside: () => Outside | undefined, private readonly figures: () => Figures | undefined) {}

  boxes(symbols: Box[]): Box[] {
    const outside = this.outside();
    // Asking where things are lays out the page: only when they may have moved.
    if (outside?.moved !== false || !this.buttons) this.buttons = this.find(".gt-edge-button, .gt-views, .leaflet-bar");
    const { buttons } = this;
    if (outside) outside.moved = false;
    if (!this.figures()?.any) return buttons;
    const { x, y } = this.map.getSize();
    const now = [this.map.getZoom(), x, y, this.store.nVisible].join(" ");
    if (now !== this.arrangedFor) this.figures()!.arrange(symbols, buttons); // not on every pan: labels would jump
    this.arrangedFor = now;
    return [...buttons, ...this.find(".gt-figure-label")];
  }

  private find(selector: string): Box[] {
    const host = this.map.getContainer().getBoundingClientRect();
    return [...byId("gt-map-box").querySelectorAll(selector)].map((node) => {
      const box = node.getBoundingClientRect();
      return { x0: box.left - host.left - 2, y0: box.top - host.top - 2, x1: box.right - host.left + 2, y1: box.bottom - host.top + 2 };
    });
  }
}
