// Very many events on one picture of pixels: density is the message, and it stays exact: each
// pixel remembers the last event drawn there, which is what a click picks.
import { lowerBound } from "./columns";
import { rgb, shade } from "./theme";
import { pixelX, pixelY, type Drawable, type Frame } from "./spots";
import type { Data } from "./data";
import { paintDensity } from "./density";
import { drawSymbol } from "./symbols";

/** Pixels around a dense symbol's middle; fewer where the map is fuller. */
const RADIUS = [3.9, 2.9];
const FULL = 4000;
/** From so many occupied pixels on symbols would only be noise: squares show how many there are. */
const NOISE = 30_000;
/** Side of the squares in which density is counted, in pixels. */
const CELL = 8;

/** A symbol's pixels, as steps from its middle in a picture of a certain width. */
interface Stamp {
  /** Pixels that hide what lies below, and those at the rim that mix with it. */
  solid: Int32Array;
  rim: Int32Array;
  /** Their colours as pixels have them: opacity, blue, green, red. */
  solidInk: Uint32Array;
  rimInk: Uint32Array;
}

/** No symbol reaches farther from its middle, in pixels. */
const RIM = 8;
/** Colours darken with density in so many steps. */
const SHADES = 12;

export class Dense {
  /** For each pixel the row (into `drawable`) drawn there last, -1 for none. */
  picks: Int32Array = new Int32Array(0);
  width = 0;
  /** The pixels that are occupied, in the order in which they came to be: the newest on top. */
  private pixels = new Int32Array(0);
  private occupied = 0;
  private stamps = new Map<number, Stamp>();
  private stampsFor = "";
  private image: ImageData | null = null;
  private cells = new Uint32Array(0);
  private across = 0;

  constructor(private readonly data: Data, private readonly drawable: Drawable) {}

  /** Whether the last picture was of squares, not of symbols. */
  squares = false;

  /** Colours changed. */
  forget(): void {
    this.stampsFor = "";
  }

  /** Draw rows of visible events, `from` to `to`. */
  draw(ctx: CanvasRenderingContext2D, frame: Frame, visible: Uint8Array, from: number, to: number, ratio: number): void {
    const width = Math.ceil(frame.width);
    const height = Math.ceil(frame.height);
    this.place(frame, visible, from, to, width, height);
    this.squares = this.occupied > NOISE;
    if (this.squares) paintDensity(ctx, this.data, this.drawable, { picks: this.picks, width, height, ratio, frame, visible, from, to });
    else this.paint(ctx, width, height, ratio, RADIUS[this.occupied > FULL ? 1 : 0]!);
  }

  /** Each visible location's row into its pixel, the last one on top; and the cells' counts. */
  private place(frame: Frame, visible: Uint8Array, from: number, to: number, width: number, height: number): void {
    if (this.picks.length !== width * height) {
      this.picks = new Int32Array(width * height).fill(-1);
      this.pixels = new Int32Array(width * height);
    } else for (let i = 0; i < this.occupied; i++) this.picks[this.pixels[i]!] = -1;
    this.width = width;
    this.across = Math.ceil(width / CELL);
    const cells = (this.cells = new Uint32Array(this.across * Math.ceil(height / CELL)));
    const { picks, pixels, across } = this;
    const { event, spot } = this.drawable;
    const { x: xs, y: ys } = this.data.spots;
    const { world, x: cx, y: cy } = frame;
    const [middleX, middleY] = [frame.width / 2, frame.height / 2];
    // The wrap matters only where the world's edge may be in view.
    const wraps = Math.abs(cx - 0.5) + frame.width / world / 2 > 0.5;
    let occupied = 0;
    for (let row = from; row < to; row++) {
      if (!visible[event[row]!]) continue;
      const at = spot[row]!;
      let away = xs[at]! - cx;
      if (wraps) away -= Math.round(away);
      const px = Math.floor(away * world + middleX);
      const py = Math.floor((ys[at]! - cy) * world + middleY);
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const pixel = py * width + px;
      if (picks[pixel]! < 0) pixels[occupied++] = pixel;
      picks[pixel] = row;
      cells[((py / CELL) | 0) * across + ((px / CELL) | 0)]!++;
    }
    this.occupied = occupied;
  }

  /** The row drawn at a pixel or within `reach` pixels of it, the nearest; -1 for none. */
  near(x: number, y: number, reach: number): number {
    const height = this.picks.length / (this.width || 1);
    let [best, least] = [-1, Infinity];
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        if (x + dx < 0 || y + dy < 0 || x + dx >= this.width || y + dy >= height) continue;
        const row = this.picks[(y + dy) * this.width + x + dx]!;
        const away = dx * dx + dy * dy;
        if (row >= 0 && away < least) [best, least] = [row, away];
      }
    }
    return best;
  }

  private paint(ctx: CanvasRenderingContext2D, width: number, height: number, ratio: number, radius: number): void {
    // A rim around the view takes what reaches over its edge, so that no stamp need be cut.
    const rim = Math.ceil(RIM * ratio);
    const [wide, high] = [Math.round(width * ratio) + 2 * rim, Math.round(height * ratio) + 2 * rim];
    if (this.image?.width !== wide || this.image.height !== high) this.image = ctx.createImageData(wide, high);
    const out = new Uint32Array(this.image.data.buffer);
    out.fill(0);
    const { picks, pixels, cells, across } = this;
    let most = 1;
    for (let i = 0; i < cells.length; i++) if (cells[i]! > most) most = cells[i]!;
    const shades = Uint8Array.from({ length: Math.min(most, 4096) + 1 }, (_, n) => Math.round(Math.max(0, Math.log(1 + n) / Math.log(1 + most) - 0.35) / 0.65 * (SHADES - 1)));
    const { event, soft } = this.drawable;
    const { type, status } = this.data.events;
    for (let i = 0; i < this.occupied; i++) {
      const pixel = pixels[i]!;
      const row = picks[pixel]!;
      const owner = event[row]!;
      const [x, y] = [pixel % width, (pixel / width) | 0];
      const n = cells[((y / CELL) | 0) * across + ((x / CELL) | 0)]!;
      const stamp = this.stamp(type[owner]!, status[owner]!, soft[row]!, shades[Math.min(n, shades.length - 1)]!, radius, ratio, wide);
      const [cx, cy] = [Math.round(x * ratio), Math.round(y * ratio)];
      stampAt(out, stamp, (cy + rim) * wide + cx + rim);
    }
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.putImageData(this.image, -rim, -rim);
    ctx.restore();
  }

  private stamp(type: number, status: number, soft: number, shade: number, radius: number, ratio: number, wide: number): Stamp {
    const now = `${radius} ${ratio} ${wide}`;
    if (this.stampsFor !== now) {
      this.stamps.clear();
      this.stampsFor = now;
    }
    const key = ((type * 16 + status) * 2 + soft) * SHADES + shade;
    let stamp = this.stamps.get(key);
    if (!stamp) this.stamps.set(key, (stamp = this.make(type, status, soft, shade, radius, ratio, wide)));
    return stamp;
  }

  private make(type: number, status: number, soft: number, shaded: number, radius: number, ratio: number, wide: number): Stamp {
    const half = Math.ceil(radius * 1.5) + 1;
    const side = Math.round(half * 2 * ratio) | 1;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    const ctx = canvas.getContext("2d", { willReadFrequently: true })!;
    const middle = side / 2 / ratio;
    ctx.scale(ratio, ratio);
    if (soft) softDisc(ctx, middle, radius * 1.5, shade(this.data.types[type]!.colour), this.data.statuses[status]!.fill >= 1);
    else drawSymbol(ctx, middle, middle, radius, this.data.types[type]!, this.data.statuses[status]!, radius / 7.5);
    const { data } = ctx.getImageData(0, 0, side, side);
    const reach = side >> 1;
    const darker = 1 - (shaded / (SHADES - 1)) * 0.38;
    const alpha = (i: number): number => data[i * 4 + 3]!;
    const ink = (i: number): number => {
      const [r, g, b] = [0, 1, 2].map((part) => Math.round(data[i * 4 + part]! * darker));
      return ((alpha(i) << 24) | (b! << 16) | (g! << 8) | r!) >>> 0;
    };
    const all = Array.from({ length: side * side }, (_, i) => i);
    const away = (i: number): number => (Math.floor(i / side) - reach) * wide + (i % side) - reach;
    const [solid, rim] = [all.filter((i) => alpha(i) > 250), all.filter((i) => alpha(i) > 24 && alpha(i) <= 250)];
    return {
      solid: Int32Array.from(solid, away), rim: Int32Array.from(rim, away),
      solidInk: Uint32Array.from(solid, (i) => (ink(i) | 0xff000000) >>> 0), rimInk: Uint32Array.from(rim, ink),
    };
  }
}

function stampAt(out: Uint32Array, { solid, solidInk, rim, rimInk }: Stamp, at: number): void {
  for (let i = 0; i < solid.length; i++) out[at + solid[i]!] = solidInk[i]!;
  for (let i = 0; i < rim.length; i++) {
    const under = out[at + rim[i]!]!;
    out[at + rim[i]!] = under ? mixed(rimInk[i]!, under) : rimInk[i]!;
  }
}

/** One colour over another, both as pixels have them. */
function mixed(over: number, under: number): number {
  const [a, b] = [over >>> 24, under >>> 24];
  const opacity = a + ((b * (255 - a)) >> 8);
  const share = ((a << 8) / (opacity || 1)) | 0; // of the upper colour, in 256ths
  const rest = 256 - share;
  const red = ((over & 255) * share + (under & 255) * rest) >> 8;
  const green = (((over >> 8) & 255) * share + ((under >> 8) & 255) * rest) >> 8;
  const blue = (((over >> 16) & 255) * share + ((under >> 16) & 255) * rest) >> 8;
  return ((opacity << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** A place known only as a stretch of ground: no edge, for nobody knows where its edge is. */
function softDisc(ctx: CanvasRenderingContext2D, middle: number, radius: number, colour: string, filled: boolean): void {
  const [r, g, b] = rgb(colour);
  const fade = ctx.createRadialGradient(middle, middle, 0, middle, middle, radius);
  const ink = (alpha: number): string => `rgba(${r},${g},${b},${alpha})`;
  fade.addColorStop(0, ink(filled ? 0.75 : 0.15));
  fade.addColorStop(0.55, ink(filled ? 0.5 : 0.5));
  fade.addColorStop(1, ink(0));
  ctx.fillStyle = fade;
  ctx.fillRect(0, 0, middle * 2, middle * 2);
}

/** Rows of events in [from, to): rows come in the order of their events. */
export function rowRange(drawable: Drawable, [from, to]: readonly [number, number]): [number, number] {
  return [lowerBound(drawable.event, from), lowerBound(drawable.event, to)];
}

/** Rows whose pixel lies within a few pixels of a point, nearest rows of the grid first. */
export function rowsNear(drawable: Drawable, data: Data, frame: Frame, visible: Uint8Array, x: number, y: number, reach: number): number[] {
  const { event, spot } = drawable;
  const found: [away: number, row: number][] = [];
  for (let row = 0; row < event.length; row++) {
    if (!visible[event[row]!]) continue;
    const dy = pixelY(frame, data.spots.y[spot[row]!]!) - y;
    if (dy > reach || dy < -reach) continue;
    const dx = pixelX(frame, data.spots.x[spot[row]!]!) - x;
    const away = dx * dx + dy * dy;
    if (away <= reach * reach) found.push([away, row]);
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, row]) => row);
}
