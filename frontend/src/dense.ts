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

interface Stamp {
  dx: Int16Array;
  dy: Int16Array;
  /** Red, green, blue as one number, and opacity. */
  rgb: Uint32Array;
  alpha: Uint8Array;
}

export class Dense {
  /** For each pixel the row (into `drawable`) drawn there last, -1 for none. */
  picks: Int32Array = new Int32Array(0);
  width = 0;
  private stamps = new Map<string, Stamp>();

  constructor(private readonly data: Data, private readonly drawable: Drawable) {}

  /** Whether the last picture was of squares, not of symbols. */
  squares = false;

  /** Colours changed. */
  forget(): void {
    this.stamps.clear();
  }

  /** Draw rows of visible events, `from` to `to`; says how many locations are in view. */
  draw(ctx: CanvasRenderingContext2D, frame: Frame, visible: Uint8Array, from: number, to: number, ratio: number): number {
    const width = Math.ceil(frame.width);
    const height = Math.ceil(frame.height);
    const inView = this.place(frame, visible, from, to, width, height);
    const occupied = this.occupied(width * height);
    this.squares = occupied > NOISE;
    if (this.squares) paintDensity(ctx, this.data, this.drawable, { picks: this.picks, width, height, ratio, frame, visible, from, to });
    else this.paint(ctx, width, height, ratio, RADIUS[occupied > FULL ? 1 : 0]!);
    return inView;
  }

  /** Each visible location's row into its pixel, the last one on top; and the cells' counts. */
  private place(frame: Frame, visible: Uint8Array, from: number, to: number, width: number, height: number): number {
    if (this.picks.length !== width * height) this.picks = new Int32Array(width * height);
    this.picks.fill(-1);
    this.width = width;
    const { picks } = this;
    const { event, spot } = this.drawable;
    const { x: xs, y: ys } = this.data.spots;
    this.across = Math.ceil(width / CELL);
    const cells = new Uint32Array(this.across * Math.ceil(height / CELL));
    const { world, x: cx, y: cy } = frame;
    const [middleX, middleY] = [frame.width / 2, frame.height / 2];
    // The wrap matters only where the world's edge may be in view.
    const wraps = Math.abs(cx - 0.5) + frame.width / world / 2 > 0.5;
    let inView = 0;
    for (let row = from; row < to; row++) {
      if (!visible[event[row]!]) continue;
      const at = spot[row]!;
      let away = xs[at]! - cx;
      if (wraps) away -= Math.round(away);
      const px = (away * world + middleX) | 0;
      const py = ((ys[at]! - cy) * world + middleY) | 0;
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      picks[py * width + px] = row;
      cells[((py / CELL) | 0) * this.across + ((px / CELL) | 0)]!++;
      inView++;
    }
    this.cells = cells;
    return inView;
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

  private cells = new Uint32Array(0);
  private across = 0;

  private occupied(n: number): number {
    let occupied = 0;
    for (let i = 0; i < n; i++) if (this.picks[i]! >= 0) occupied++;
    return occupied;
  }

  private paint(ctx: CanvasRenderingContext2D, width: number, height: number, ratio: number, radius: number): void {
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    const image = ctx.createImageData(wide, high);
    const pixels = new Uint32Array(image.data.buffer);
    const { picks, cells, across } = this;
    const most = Math.log(1 + cells.reduce((a, b) => Math.max(a, b), 1));
    const { event, soft } = this.drawable;
    const { type, status } = this.data.events;
    const table = this.table(radius, ratio);
    const nStatus = this.data.statuses.length;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const row = picks[y * width + x]!;
        if (row < 0) continue;
        const owner = event[row]!;
        const density = Math.log(1 + cells[((y / CELL) | 0) * across + ((x / CELL) | 0)]!) / most;
        const darker = 256 - Math.round(Math.max(0, density - 0.35) * 150);
        const stamp = table[(type[owner]! * nStatus + status[owner]!) * 2 + soft[row]!]!;
        const [cx, cy] = [Math.round(x * ratio), Math.round(y * ratio)];
        for (let i = 0; i < stamp.alpha.length; i++) {
          const px = cx + stamp.dx[i]!;
          const py = cy + stamp.dy[i]!;
          if (px < 0 || py < 0 || px >= wide || py >= high) continue;
          const at = py * wide + px;
          const a = stamp.alpha[i]!;
          const c = stamp.rgb[i]!;
          const r = ((c & 255) * darker) >> 8;
          const g = (((c >> 8) & 255) * darker) >> 8;
          const b = (((c >> 16) & 255) * darker) >> 8;
          if (a > 250) {
            pixels[at] = 0xff000000 | (b << 16) | (g << 8) | r;
            continue;
          }
          const under = pixels[at]!;
          const ua = under >>> 24;
          const out = a + ((ua * (255 - a)) >> 8);
          if (!out) continue;
          const share = (a * 256) / out; // of the new colour, in 256ths
          const rest = 256 - share;
          const mr = ((r * share + (under & 255) * rest) >> 8) & 255;
          const mg = ((g * share + ((under >> 8) & 255) * rest) >> 8) & 255;
          const mb = ((b * share + ((under >> 16) & 255) * rest) >> 8) & 255;
          pixels[at] = (out << 24) | (mb << 16) | (mg << 8) | mr;
        }
      }
    }
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.putImageData(image, 0, 0);
    ctx.restore();
  }

  /** A stamp for every type, status and sharpness. */
  private table(radius: number, ratio: number): Stamp[] {
    const { types, statuses } = this.data;
    return types.flatMap((_, type) => statuses.flatMap((_, status) => [0, 1].map((soft) => this.stamp(type, status, soft, radius, ratio))));
  }

  private stamp(type: number, status: number, soft: number, radius: number, ratio: number): Stamp {
    const key = [type, status, soft, radius, ratio].join(" ");
    let stamp = this.stamps.get(key);
    if (!stamp) this.stamps.set(key, (stamp = this.make(type, status, soft, radius, ratio)));
    return stamp;
  }

  private make(type: number, status: number, soft: number, radius: number, ratio: number): Stamp {
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
    const kept = Array.from({ length: side * side }, (_, i) => i).filter((i) => data[i * 4 + 3]! > 24);
    const offset = side >> 1;
    return {
      dx: Int16Array.from(kept, (i) => (i % side) - offset),
      dy: Int16Array.from(kept, (i) => Math.floor(i / side) - offset),
      rgb: Uint32Array.from(kept, (i) => data[i * 4]! | (data[i * 4 + 1]! << 8) | (data[i * 4 + 2]! << 16)),
      alpha: Uint8Array.from(kept, (i) => data[i * 4 + 3]!),
    };
  }
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
