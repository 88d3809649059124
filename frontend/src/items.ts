// Symbols, stacks and grounds on the map: what stands at each spot, where it is drawn, and how.
import type { Data } from "./data";
import { rowRange } from "./dense";
import { drawCircle, drawOutline, radiusInPixels } from "./grounds";
import { badge, leader, pill, pillWidth, ring, short } from "./ink";
import type { Box } from "./labels";
import { SYMBOL_RADIUS } from "./palette";
import { eventsAt, kindsOf, pixelX, pixelY, placesAt, type Drawable, type Frame, type Kind } from "./spots";
import { boxOf, spread, type Movable } from "./spread";
import type { Sprites } from "./symbols";
import { palette, shade } from "./theme";

export interface Item extends Movable {
  spot: number;
  box: Box;
  kinds: Kind[];
  events: number[];
}

/** The event that is selected and the one pointed at; -1 for none. */
export interface Marked {
  selected: () => number;
  hovered: () => number;
}

/** A picture in the making. */
export interface Picture {
  ctx: CanvasRenderingContext2D;
  map: L.Map;
  frame: Frame;
  view: Box;
  visible: Uint8Array;
  sprites: Sprites;
}

/** So many places that are stretches of ground are looked at, wherever they lie. */
const MOST_GROUNDS = 400;

export class Items {
  /** What was drawn last. */
  all: Item[] = [];
  private grounds: number[] | null = null;

  constructor(private readonly data: Data, private readonly drawable: Drawable, private readonly marked: Marked) {}

  /** Everything at these spots, with the grounds that reach into the view. */
  draw(picture: Picture, spots: number[]): void {
    this.place(picture.frame, spots, picture.visible);
    this.drawGrounds(picture);
    for (const item of this.all) leader(picture.ctx, item);
    for (const item of this.all) this.drawItem(picture, item);
  }

  /** In a dense picture the selected and the pointed-at event still stand out. */
  drawMarked(picture: Picture): void {
    const { selected, hovered } = this.marked;
    this.all = [];
    for (const event of new Set([hovered(), selected()])) {
      if (event < 0 || !picture.visible[event]) continue;
      const kinds = kindsOf(this.data, [event]);
      const [from, to] = rowRange(this.drawable, [event, event + 1]);
      for (let row = from; row < to; row++) {
        const item = this.itemOf(picture.frame, this.drawable.spot[row]!, [event], kinds);
        this.drawGround(picture, item);
        this.drawItem(picture, item);
        this.all.push(item);
      }
    }
  }

  /** The item under a point of the map, the nearest; null for none. */
  at(point: L.Point): Item | null {
    let best: Item | null = null;
    let least = Infinity;
    for (const item of this.all) {
      const { x0, y0, x1, y1 } = item.box;
      if (point.x < x0 - 3 || point.x > x1 + 3 || point.y < y0 - 3 || point.y > y1 + 3) continue;
      const away = Math.hypot(item.atX - point.x, item.atY - point.y);
      if (away <= least) [best, least] = [item, away];
    }
    return best;
  }

  /** Each place's ground once, however many events it holds; also those whose middle is outside. */
  private drawGrounds(picture: Picture): void {
    const { frame, visible } = picture;
    const drawn = new Set(this.all.map((item) => item.spot));
    for (const spot of this.groundSpots()) {
      if (drawn.has(spot)) continue;
      const events = eventsAt(this.drawable, spot, visible);
      if (events.length) this.drawGround(picture, this.itemOf(frame, spot, events, []));
    }
    for (const item of this.all) this.drawGround(picture, item);
  }

  private groundSpots(): number[] {
    if (this.grounds) return this.grounds;
    const { places } = this.data;
    const found = new Set<number>();
    for (let place = 0; place < places.rows && found.size < MOST_GROUNDS; place++) if (places.ground[place]) found.add(places.spot[place]!);
    return (this.grounds = [...found]);
  }

  private drawGround({ ctx, map, frame, view }: Picture, item: Item): void {
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
    const selected = this.marked.selected();
    const hovered = this.marked.hovered();
    return events.some((event) => event === selected || event === hovered);
  }

  private itemOf(frame: Frame, spot: number, events: number[], kinds: Kind[]): Item {
    const x = pixelX(frame, this.data.spots.x[spot]!);
    const y = pixelY(frame, this.data.spots.y[spot]!);
    const [half, tall] = kinds.length < 2 ? [9, 9] : [pillWidth(kinds) / 2, 12];
    const item = { spot, kinds, events, x, y, atX: x, atY: y, halfWidth: half, halfHeight: tall };
    return { ...item, box: boxOf(item) };
  }

  private place(frame: Frame, spots: number[], visible: Uint8Array): void {
    this.all = spots.map((spot) => {
      const events = eventsAt(this.drawable, spot, visible);
      return this.itemOf(frame, spot, events, kindsOf(this.data, events));
    });
    spread(this.all);
    for (const item of this.all) {
      item.box = boxOf(item);
      if (item.kinds.length > 1 || item.events.length < 2) continue;
      item.box.x1 += 7; // the badge at the upper right
      item.box.y0 -= 7;
    }
  }

  private drawItem({ ctx, sprites }: Picture, item: Item): void {
    const { box, kinds, events, atX: x, atY: y } = item;
    if (this.isMarked(events)) ring(ctx, box);
    if (kinds.length > 1) pill(ctx, sprites, kinds, x, y);
    else {
      sprites.stamp(ctx, x, y, kinds[0]!.type, kinds[0]!.status);
      if (events.length > 1) badge(ctx, x + 9, y - 9, short(String(events.length)));
    }
  }
}
