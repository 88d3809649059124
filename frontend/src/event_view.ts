// Events on a Leaflet map: one canvas that draws grounds, symbols, stacks and names.
// Uses the global L, so that it joins whatever Leaflet the page already has.
import type { Data } from "./data";
import { Dense, rowRange, rowsNear } from "./dense";
import { drawCircle, drawOutline, radiusInPixels } from "./grounds";
import { drawLabels, type Box, type Label } from "./labels";
import { badge, dot, leader, pill, pillWidth, ring, short } from "./ink";
import { SYMBOL_RADIUS } from "./palette";
import { eventsAt, frameOf, kindsOf, makeDrawable, mercatorX, mercatorY, pixelX, pixelY, placesAt, type Drawable, type Frame, type Kind } from "./spots";
import { boxOf, spread, type Movable } from "./spread";
import { Sprites } from "./symbols";
import { onTheme, palette, shade } from "./theme";
import type { BasemapName } from "./types";

export interface Spot {
  lat: number;
  lon: number;
  /** The places that lie here (indexes into places), each once. */
  places: number[];
}

export interface ViewOptions {
  visible: () => Uint8Array;
  /** Visible events lie between these positions. */
  range: () => readonly [from: number, to: number];
  selected: () => number;
  hovered: () => number;
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

interface Drawn extends Movable {
  spot: number;
  box: Box;
  kinds: Kind[];
  events: number[];
}

/** From so many spots in view on, symbols are small and plain: density is the message. */
const DENSE = 400;
/** Names of places on the map: the more symbols there are, the fewer. */
const MOST_NAMES = 220;
const LEAST_NAMES = 40;
/** So near to a dense symbol (pixels) a click means it. */
const REACH = 5;

export class EventView {
  readonly layer: L.Layer;
  readonly drawable: Drawable;
  private map: L.Map | null = null;
  readonly canvas: HTMLCanvasElement;
  private ratio = 0;
  private sprites: Sprites | null = null;
  private drawn: Drawn[] = [];
  private isDense = false;
  private readonly dense: Dense;
  private seen = new Int32Array(0);
  private round = 0;
  private waiting = 0;
  private corner = { zoom: 0, centre: null as L.LatLng | null };

  constructor(private readonly data: Data, private readonly options: ViewOptions) {
    this.drawable = makeDrawable(data);
    this.dense = new Dense(data, this.drawable);
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
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint([0, 0]), 1);
    this.corner = { zoom: map.getZoom(), centre: map.getCenter() };
    const ctx = this.canvas.getContext("2d")!;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, size.x, size.y);
    return ctx;
  }

  private draw(): void {
    this.waiting = 0;
    const map = this.map;
    if (!map) return;
    const ctx = this.prepare(map);
    const frame = frameOf(map);
    const view = { x0: 0, y0: 0, x1: frame.width, y1: frame.height };
    const visible = this.options.visible();
    const [from, to] = rowRange(this.drawable, this.options.range());
    const spots = this.spotsInView(frame, visible, from, to);
    this.isDense = !spots;
    if (spots) this.drawFew(ctx, map, frame, spots, visible, view);
    else {
      this.drawn = [];
      this.dense.draw(ctx, frame, visible, from, to, this.ratio);
      this.drawMarked(ctx, map, frame, view);
    }
    this.drawNames(ctx, map, frame, view);
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

  private drawFew(ctx: CanvasRenderingContext2D, map: L.Map, frame: Frame, spots: number[], visible: Uint8Array, view: Box): void {
    this.place(frame, spots, visible);
    this.drawGrounds(ctx, map, frame, visible, view);
    for (const item of this.drawn) leader(ctx, item);
    for (const item of this.drawn) this.drawItem(ctx, item);
  }

  /** In a dense picture the selected and the pointed-at event still stand out. */
  private drawMarked(ctx: CanvasRenderingContext2D, map: L.Map, frame: Frame, view: Box): void {
    const { selected, hovered, visible } = this.options;
    const now = visible();
    for (const event of new Set([hovered(), selected()])) {
      if (event < 0 || !now[event]) continue;
      const kinds = kindsOf(this.data, [event]);
      const [from, to] = rowRange(this.drawable, [event, event + 1]);
      for (let row = from; row < to; row++) {
        const item = this.itemOf(frame, this.drawable.spot[row]!, [event], kinds);
        this.drawGround(ctx, map, frame, item, view);
        this.drawItem(ctx, item);
        this.drawn.push(item);
      }
    }
  }

  /** Each place's ground once, however many events it holds; also those whose middle is outside. */
  private drawGrounds(ctx: CanvasRenderingContext2D, map: L.Map, frame: Frame, visible: Uint8Array, view: Box): void {
    const drawn = new Set(this.drawn.map((item) => item.spot));
    for (const spot of this.groundSpots()) {
      if (drawn.has(spot)) continue;
      const events = eventsAt(this.drawable, spot, visible);
      if (events.length) this.drawGround(ctx, map, frame, this.itemOf(frame, spot, events, []), view);
    }
    for (const item of this.drawn) this.drawGround(ctx, map, frame, item, view);
  }

  private groundSpots(): number[] {
    if (this.grounds) return this.grounds;
    const { places } = this.data;
    const found = new Set<number>();
    for (let place = 0; place < places.rows && found.size < DENSE; place++) if (places.ground[place]) found.add(places.spot[place]!);
    return (this.grounds = [...found]);
  }

  private grounds: number[] | null = null;

  private drawGround(ctx: CanvasRenderingContext2D, map: L.Map, frame: Frame, item: Drawn, view: Box): void {
    const { places, outlines, spots } = this.data;
    const strong = this.isMarked(item.events);
    const colour = this.colourOf(item.events);
    const project = (lat: number, lon: number): L.Point => map.latLngToContainerPoint([lat, lon]);
    for (const place of placesAt(this.data, item.spot, item.events)) {
      if (!places.ground[place]) continue;
      const outline = outlines[places.outline[place]!];
      if (outline) {
        drawOutline(ctx, project, outline, colour, strong);
        continue;
      }
      const r = radiusInPixels(frame, spots.lat[item.spot]!, places.radius_km[place]! || 0);
      const near = item.x + r > view.x0 && item.x - r < view.x1 && item.y + r > view.y0 && item.y - r < view.y1;
      if (near && r > SYMBOL_RADIUS) drawCircle(ctx, item.x, item.y, r, colour, strong);
    }
  }

  private colourOf(events: number[]): string {
    const { events: columns, types } = this.data;
    const type = columns.type[events[0]!]!;
    return events.every((event) => columns.type[event] === type) ? shade(types[type]!.colour) : palette().mixed;
  }

  private isMarked(events: number[]): boolean {
    const selected = this.options.selected();
    const hovered = this.options.hovered();
    return events.some((event) => event === selected || event === hovered);
  }

  private itemOf(frame: Frame, spot: number, events: number[], kinds: Kind[]): Drawn {
    const x = pixelX(frame, this.data.spots.x[spot]!);
    const y = pixelY(frame, this.data.spots.y[spot]!);
    const [half, tall] = kinds.length < 2 ? [9, 9] : [pillWidth(kinds) / 2, 12];
    const item = { spot, kinds, events, x, y, atX: x, atY: y, halfWidth: half, halfHeight: tall };
    return { ...item, box: boxOf(item) };
  }

  private place(frame: Frame, spots: number[], visible: Uint8Array): void {
    this.drawn = spots.map((spot) => {
      const events = eventsAt(this.drawable, spot, visible);
      return this.itemOf(frame, spot, events, kindsOf(this.data, events));
    });
    spread(this.drawn);
    for (const item of this.drawn) {
      item.box = boxOf(item);
      if (item.kinds.length > 1 || item.events.length < 2) continue;
      item.box.x1 += 7; // the badge at the upper right
      item.box.y0 -= 7;
    }
  }

  private drawItem(ctx: CanvasRenderingContext2D, item: Drawn): void {
    const { box, kinds, events, atX: x, atY: y } = item;
    if (this.isMarked(events)) ring(ctx, box);
    if (kinds.length > 1) pill(ctx, this.sprites!, kinds, x, y);
    else {
      this.sprites!.stamp(ctx, x, y, kinds[0]!.type, kinds[0]!.status);
      if (events.length > 1) badge(ctx, x + 9, y - 9, short(String(events.length)));
    }
  }

  private drawNames(ctx: CanvasRenderingContext2D, map: L.Map, frame: Frame, view: Box): void {
    const symbols = this.drawn.map((item) => item.box);
    const taken = [...symbols, ...this.options.obstacles(symbols)];
    const labels: Label[] = [];
    if (this.options.placeNames) {
      const order = [...this.drawn].sort((a, b) => b.events.length - a.events.length);
      const inView = ({ x, y }: Drawn): boolean => x > view.x0 && x < view.x1 && y > view.y0 && y < view.y1;
      for (const item of order.filter(inView).slice(0, Math.max(LEAST_NAMES, MOST_NAMES - this.drawn.length))) labels.push(this.labelOf(item));
    }
    const zoom = map.getZoom();
    const seen = new Set(labels.map((label) => label.text));
    const { language } = this.data;
    for (const name of this.options.names) {
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

  private labelOf(item: Drawn): Label {
    const { places } = this.data;
    const place = placesAt(this.data, item.spot, item.events.slice(0, 1))[0] ?? 0;
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

  /** What lies under a point of the map: the events there and their spot. */
  private under(point: L.Point): { events: number[]; spot: Spot } | null {
    const item = this.itemAt(point);
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

  private itemAt(point: L.Point): Drawn | null {
    let best: Drawn | null = null;
    let least = Infinity;
    for (const item of this.drawn) {
      const { x0, y0, x1, y1 } = item.box;
      if (point.x < x0 - 3 || point.x > x1 + 3 || point.y < y0 - 3 || point.y > y1 + 3) continue;
      const away = Math.hypot(item.atX - point.x, item.atY - point.y);
      if (away <= least) [best, least] = [item, away];
    }
    return best;
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
    const item = this.itemAt(point);
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

function pointOf(frame: Frame, { lon, lat }: BasemapName): { x: number; y: number } {
  return { x: pixelX(frame, mercatorX(lon)), y: pixelY(frame, mercatorY(lat)) };
}
