// Events on a Leaflet map: one canvas that draws grounds, symbols, stacks and names.
// Uses the global L, so that it joins whatever Leaflet the page already has.
import { emptied } from "./canvas";
import type { Data } from "./data";
import { Dense, rowRange, rowsNear } from "./dense";
import { Items, type Marked } from "./items";
import type { Box } from "./labels";
import { drawNames } from "./names";
import { SYMBOL_RADIUS } from "./palette";
import { frameOf, makeDrawable, pixelX, pixelY, placesAt, type Drawable, type Frame } from "./spots";
import { Sprites } from "./symbols";
import { onTheme } from "./theme";
import type { BasemapName } from "./types";

export interface Spot {
  lat: number;
  lon: number;
  /** The places that lie here (indexes into places), each once. */
  places: number[];
}

export interface ViewOptions extends Marked {
  visible: () => Uint8Array;
  /** Visible events lie between these positions. */
  range: () => readonly [from: number, to: number];
  /** Names of the basemap, drawn where the events leave room; none on other people's maps. */
  names: BasemapName[];
  placeNames: boolean;
  /** What lies over the map and no name may hide under. */
  obstacles: (symbols: Box[]) => Box[];
  onPick: (events: number[], spot: Spot) => void;
  onHover: (events: number[], spot: Spot | null) => void;
  /** `few`: symbols; `many`: small ones; `squares`: only how many there are. */
  onDrawn: (how: "few" | "many" | "squares") => void;
}

/** From so many spots in view on, symbols are small and plain: density is the message. */
const DENSE = 400;
/** So near to a dense symbol (pixels) a click means it. */
const REACH = 5;

export class EventView {
  readonly layer: L.Layer;
  readonly drawable: Drawable;
  private map: L.Map | null = null;
  readonly canvas: HTMLCanvasElement;
  private ratio = 0;
  private sprites: Sprites | null = null;
  private readonly items: Items;
  private isDense = false;
  private readonly dense: Dense;
  private seen = new Int32Array(0);
  private round = 0;
  private waiting = 0;
  private corner = { zoom: 0, centre: null as L.LatLng | null };

  constructor(private readonly data: Data, private readonly options: ViewOptions) {
    this.drawable = makeDrawable(data);
    this.dense = new Dense(data, this.drawable);
    this.items = new Items(data, this.drawable, options);
    this.seen = new Int32Array(data.spots.rows);
    this.canvas = document.createElement("canvas");
    this.canvas.className = "gt-canvas leaflet-zoom-animated";
    this.canvas.setAttribute("aria-hidden", "true");
    this.layer = new L.Layer();
    this.layer.onAdd = (map) => this.attach(map);
    this.layer.onRemove = (map) => this.detach(map);
    onTheme(() => {
      this.sprites = null;
      this.dense.forget();
      this.redraw();
    });
  }

  /** Ask for a redraw; several in one frame become one. */
  redraw(): void {
    if (!this.waiting && this.map) this.waiting = requestAnimationFrame(() => this.draw());
  }

  /** Draw at once, as before the page is printed, instead of with the next frame. */
  drawNow(): void {
    cancelAnimationFrame(this.waiting);
    this.draw();
  }

  private attach(map: L.Map): L.Layer {
    this.map = map;
    const pane = map.getPane("geotrack-events") ?? map.createPane("geotrack-events");
    pane.style.zIndex = "450";
    pane.style.pointerEvents = "none";
    pane.append(this.canvas);
    map.on("move resize viewreset zoomend", this.redraw, this);
    map.on("zoomanim", this.animate, this);
    map.on("click", this.click, this);
    map.on("mousemove", this.hover, this);
    map.on("mouseout", this.leave, this);
    this.redraw();
    return this.layer;
  }

  private detach(map: L.Map): L.Layer {
    map.off("move resize viewreset zoomend", this.redraw, this);
    map.off("zoomanim", this.animate, this);
    map.off("click", this.click, this);
    map.off("mousemove", this.hover, this);
    map.off("mouseout", this.leave, this);
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.canvas.remove();
    this.map = null;
    return this.layer;
  }

  private animate(event: L.LeafletEvent): void {
    const { zoom, center } = event as L.ZoomAnimEvent;
    const map = this.map!;
    if (!this.corner.centre) return;
    const scale = map.getZoomScale(zoom, this.corner.zoom);
    // Where the canvas's corner comes to lie after the zoom, in the pane's pixels of now.
    const half = map.getSize().divideBy(2);
    const moved = map.project(this.corner.centre, zoom).subtract(map.project(center, zoom));
    const pane = L.DomUtil.getPosition(map.getPane("mapPane")!);
    const at = half.add(moved).subtract(half.multiplyBy(scale)).subtract(pane);
    L.DomUtil.setTransform(this.canvas, at, scale);
  }

  private prepare(map: L.Map): CanvasRenderingContext2D {
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    if (ratio !== this.ratio || !this.sprites) {
      this.ratio = ratio;
      this.sprites = new Sprites(this.data.types, this.data.statuses, SYMBOL_RADIUS, ratio);
    }
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint([0, 0]), 1);
    this.corner = { zoom: map.getZoom(), centre: map.getCenter() };
    return emptied(this.canvas, size.x, size.y);
  }

  private draw(): void {
    this.waiting = 0;
    const { map, items } = this;
    if (!map) return;
    const ctx = this.prepare(map);
    const frame = frameOf(map);
    const view = { x0: 0, y0: 0, x1: frame.width, y1: frame.height };
    const visible = this.options.visible();
    const picture = { ctx, map, frame, view, visible, sprites: this.sprites! };
    const [from, to] = rowRange(this.drawable, this.options.range());
    const spots = this.spotsInView(frame, visible, from, to);
    this.isDense = !spots;
    if (spots) items.draw(picture, spots);
    else {
      this.dense.draw(ctx, frame, visible, from, to, this.ratio);
      items.drawMarked(picture);
    }
    const symbols = items.all.map((item) => item.box);
    const { names, placeNames, obstacles } = this.options;
    drawNames(ctx, this.data, items.all, { names, placeNames, zoom: map.getZoom() }, frame, view, [...symbols, ...obstacles(symbols)]);
    this.options.onDrawn(!this.isDense ? "few" : this.dense.squares ? "squares" : "many");
  }

  /** The occupied spots in view and just outside it, or null if they are too many for symbols. */
  private spotsInView(frame: Frame, visible: Uint8Array, from: number, to: number): number[] | null {
    const { event, spot } = this.drawable;
    const { x, y } = this.data.spots;
    const spots: number[] = [];
    const round = ++this.round;
    const [margin, { width, height }] = [20, frame];
    for (let row = from; row < to; row++) {
      const at = spot[row]!;
      if (!visible[event[row]!] || this.seen[at] === round) continue;
      const px = pixelX(frame, x[at]!);
      const py = pixelY(frame, y[at]!);
      this.seen[at] = round;
      if (px < -margin || py < -margin || px > width + margin || py > height + margin) continue;
      if (spots.push(at) > DENSE) return null;
    }
    return spots;
  }

  /** What lies under a point of the map: the events there and their spot. */
  private under(point: L.Point): { events: number[]; spot: Spot } | null {
    const item = this.items.at(point);
    if (item) return { events: item.events, spot: this.spotOf(item.spot, item.events) };
    if (!this.isDense) return null;
    const { event, spot } = this.drawable;
    const rows = rowsNear(this.drawable, this.data, frameOf(this.map!), this.options.visible(), point.x, point.y, REACH);
    if (!rows.length) return null;
    const events = [...new Set(rows.map((row) => event[row]!))].sort((a, b) => a - b);
    return { events, spot: this.spotOf(spot[rows[0]!]!, events.slice(0, 1)) };
  }

  private spotOf(spot: number, events: number[]): Spot {
    const { lat, lon } = this.data.spots;
    return { lat: lat[spot]!, lon: this.nearLongitude(lon[spot]!), places: placesAt(this.data, spot, events) };
  }

  /** The longitude on the copy of the world that is in view. */
  private nearLongitude(lon: number): number {
    return lon + 360 * Math.round((this.map!.getCenter().lng - lon) / 360);
  }

  private click(event: L.LeafletEvent): void {
    const found = this.under((event as L.LeafletMouseEvent).containerPoint);
    if (found) this.options.onPick(found.events, found.spot);
  }

  private hover(event: L.LeafletEvent): void {
    const found = this.hoverable((event as L.LeafletMouseEvent).containerPoint);
    this.map!.getContainer().classList.toggle("gt-pointing", !!found);
    this.options.onHover(found?.events ?? [], found?.spot ?? null);
  }

  /** Like `under`, but cheap: where symbols are dense, only the one that was drawn last. */
  private hoverable(point: L.Point): { events: number[]; spot: Spot } | null {
    const item = this.items.at(point);
    if (item || !this.isDense) return item && { events: item.events, spot: this.spotOf(item.spot, item.events) };
    const row = this.dense.near(Math.round(point.x), Math.round(point.y), 3);
    if (row < 0) return null;
    const { event, spot } = this.drawable;
    return { events: [event[row]!], spot: this.spotOf(spot[row]!, [event[row]!]) };
  }

  private leave(): void {
    this.options.onHover([], null);
  }
}
