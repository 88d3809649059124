// Events on a Leaflet map: one canvas that draws grounds, symbols, stacks and names.
// Uses the global L, so that it joins whatever Leaflet the page already has.
import { drawCircle, drawOutline, radiusInPixels } from "./grounds";
import { drawLabels, type Box, type Label } from "./labels";
import { badge, dot, leader, pill, pillWidth, ring, short } from "./ink";
import { MIXED, SYMBOL_RADIUS } from "./palette";
import { kindsAt, makeSpots, type Kind, type Spot } from "./spots";
import { boxOf, spread, type Movable } from "./spread";
import { Sprites } from "./symbols";
import type { BasemapName, LayerPayload } from "./types";

export interface ViewOptions {
  visible: () => Uint8Array;
  selected: () => number;
  hovered: () => number;
  /** Names of the basemap, drawn where the events leave room; none on other people's maps. */
  names: BasemapName[];
  placeNames: boolean;
  /** What lies over the map and no name may hide under. */
  obstacles: (symbols: Box[]) => Box[];
  onPick: (events: number[], spot: Spot) => void;
  onHover: (events: number[], spot: Spot | null) => void;
  onDrawn: () => void;
}

interface Drawn extends Movable {
  spot: Spot;
  box: Box;
  kinds: Kind[];
  events: number[];
}

/** From so many spots in view on, symbols are small and plain: density is the message. */
const DENSE = 500;
const DENSE_RADIUS = 3.6;

export class EventView {
  readonly layer: L.Layer;
  readonly spots: Spot[];
  private map: L.Map | null = null;
  private readonly canvas: HTMLCanvasElement;
  private ratio = 1;
  private sprites: Sprites | null = null;
  private small: Sprites | null = null;
  private drawn: Drawn[] = [];
  private waiting = 0;
  private corner = { zoom: 0, centre: null as L.LatLng | null };

  constructor(private readonly payload: LayerPayload, private readonly options: ViewOptions) {
    this.spots = makeSpots(payload);
    this.canvas = document.createElement("canvas");
    this.canvas.className = "gt-canvas leaflet-zoom-animated";
    this.canvas.setAttribute("aria-hidden", "true");
    this.layer = new L.Layer();
    this.layer.onAdd = (map) => this.attach(map);
    this.layer.onRemove = (map) => this.detach(map);
  }

  /** Ask for a redraw; several in one frame become one. */
  redraw(): void {
    if (!this.waiting && this.map) this.waiting = requestAnimationFrame(() => this.draw());
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
      const { types, statuses } = this.payload;
      this.sprites = new Sprites(types, statuses, SYMBOL_RADIUS, ratio);
      this.small = new Sprites(types, statuses, DENSE_RADIUS, ratio);
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
    const { x: width, y: height } = map.getSize();
    const view = { x0: 0, y0: 0, x1: width, y1: height };
    const visible = this.options.visible();
    this.drawGrounds(ctx, map, visible, view);
    this.place(map, visible, view);
    if (this.drawn.length > DENSE) this.drawDense(ctx);
    else {
      for (const item of this.drawn) leader(ctx, item);
      for (const item of this.drawn) this.drawItem(ctx, item);
    }
    this.drawNames(ctx, map, view);
    this.options.onDrawn();
  }

  /** Each place's ground once, however many events it holds. */
  private drawGrounds(ctx: CanvasRenderingContext2D, map: L.Map, visible: Uint8Array, view: Box): void {
    const { places, outlines } = this.payload;
    const project = (lat: number, lon: number): L.Point => map.latLngToContainerPoint([lat, lon]);
    for (const spot of this.spots) {
      const events = spot.events.filter((event) => visible[event]);
      if (!events.length) continue;
      const strong = this.isMarked(events);
      for (const place of spot.places) {
        if (!places.ground[place]) continue;
        const outline = outlines[places.outline[place]!];
        const colour = this.colourOf(events);
        if (outline) drawOutline(ctx, project, outline, colour, strong);
        else {
          const at = project(spot.lat, spot.lon);
          const r = radiusInPixels(project, spot.lat, spot.lon, places.radius_km[place] ?? 0);
          const near = at.x + r > view.x0 && at.x - r < view.x1 && at.y + r > view.y0 && at.y - r < view.y1;
          if (near && r > SYMBOL_RADIUS) drawCircle(ctx, at.x, at.y, r, colour, strong);
        }
      }
    }
  }

  private colourOf(events: number[]): string {
    const { events: columns, types } = this.payload;
    const type = columns.type[events[0]!]!;
    return events.every((event) => columns.type[event] === type) ? types[type]!.colour : MIXED;
  }

  private isMarked(events: number[]): boolean {
    const selected = this.options.selected();
    const hovered = this.options.hovered();
    return events.some((event) => event === selected || event === hovered);
  }

  private place(map: L.Map, visible: Uint8Array, view: Box): void {
    this.drawn = [];
    const margin = 20;
    for (const spot of this.spots) {
      const at = map.latLngToContainerPoint([spot.lat, spot.lon]);
      if (at.x < view.x0 - margin || at.x > view.x1 + margin || at.y < view.y0 - margin || at.y > view.y1 + margin) continue;
      const events = spot.events.filter((event) => visible[event]);
      if (!events.length) continue;
      const kinds = kindsAt(this.payload, spot, visible);
      const [half, tall] = kinds.length === 1 ? [9, 9] : [pillWidth(kinds) / 2, 12];
      const item = { spot, kinds, events, x: at.x, y: at.y, atX: at.x, atY: at.y, halfWidth: half, halfHeight: tall };
      this.drawn.push({ ...item, box: boxOf(item) });
    }
    spread(this.drawn);
    for (const item of this.drawn) {
      item.box = boxOf(item);
      if (item.kinds.length > 1 || item.events.length < 2) continue;
      item.box.x1 += 7; // the badge at the upper right
      item.box.y0 -= 7;
    }
  }

  private drawDense(ctx: CanvasRenderingContext2D): void {
    for (const { kinds, x, y } of this.drawn) this.small!.stamp(ctx, x, y, kinds[0]!.type, kinds[0]!.status);
    for (const item of this.drawn) if (this.isMarked(item.events)) this.drawItem(ctx, item);
  }

  private drawItem(ctx: CanvasRenderingContext2D, item: Drawn): void {
    const { box, kinds, events, atX: x, atY: y } = item;
    if (this.isMarked(events)) ring(ctx, box);
    if (kinds.length > 1) pill(ctx, this.sprites!, kinds, x, y);
    else {
      this.sprites!.stamp(ctx, x, y, kinds[0]!.type, kinds[0]!.status);
      if (events.length > 1) badge(ctx, x + 9, y - 9, String(events.length));
    }
  }

  private drawNames(ctx: CanvasRenderingContext2D, map: L.Map, view: Box): void {
    const symbols = this.drawn.map((item) => item.box);
    const taken = [...symbols, ...this.options.obstacles(symbols)];
    const labels: Label[] = [];
    if (this.options.placeNames && this.drawn.length <= DENSE) {
      const order = [...this.drawn].sort((a, b) => b.events.length - a.events.length);
      const inView = ({ x, y }: Drawn): boolean => x > view.x0 && x < view.x1 && y > view.y0 && y < view.y1;
      for (const item of order.filter(inView).slice(0, 250)) labels.push(this.labelOf(item));
    }
    const zoom = map.getZoom();
    const seen = new Set(labels.map((label) => label.text));
    for (const name of this.options.names) {
      if (zoom < name.min_zoom || seen.has(name.text)) continue;
      const { x, y } = map.latLngToContainerPoint([name.lat, name.lon]);
      if (x < view.x0 || x > view.x1 || y < view.y0 || y > view.y1) continue;
      if (name.kind !== "town") seen.add(name.text); // it may come with several points
      if (name.kind === "town") taken.push(dot(ctx, x, y, taken));
      labels.push({ text: name.text, local: name.local, x, y, kind: name.kind, gap: 6 });
    }
    drawLabels(ctx, labels, taken, view);
  }

  private labelOf(item: Drawn): Label {
    const { places } = this.payload;
    const place = item.spot.places[0]!;
    const { box } = item;
    return {
      text: short(places.name[place]!),
      local: short(places.local[place]!),
      x: item.atX,
      y: item.atY,
      kind: "place",
      gap: box.x1 - item.atX + (item.kinds.length > 1 ? 7 : 4),
    };
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
    const item = this.itemAt((event as L.LeafletMouseEvent).containerPoint);
    if (item) this.options.onPick(item.events, item.spot);
  }

  private hover(event: L.LeafletEvent): void {
    const item = this.itemAt((event as L.LeafletMouseEvent).containerPoint);
    this.map!.getContainer().classList.toggle("gt-pointing", !!item);
    this.options.onHover(item?.events ?? [], item?.spot ?? null);
  }

  private leave(): void {
    this.options.onHover([], null);
  }
}
