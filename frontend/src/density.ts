// So many events that symbols would be noise: small squares, darker where more occurred. What did
// not occur never joins that shade: where nothing else is, its squares are only a dotted pattern.
import type { Data } from "./data";
import type { Drawable, Frame } from "./spots";
import { palette } from "./theme";

/** Side of a square, in pixels. */
const CELL = 4;
/** From one event to the most: red, green, blue; on light paper and on dark. */
const LIGHT: Rgb[] = [[190, 216, 222], [92, 164, 180], [24, 100, 124], [6, 40, 56]];
const DARK: Rgb[] = [[38, 70, 80], [42, 128, 146], [104, 200, 216], [226, 248, 250]];

type Rgb = [number, number, number];

export interface Picture {
  picks: Int32Array;
  width: number;
  height: number;
  ratio: number;
  frame: Frame;
  visible: Uint8Array;
  from: number;
  to: number;
}

export function paintDensity(ctx: CanvasRenderingContext2D, data: Data, drawable: Drawable, picture: Picture): void {
  const { width, height, ratio } = picture;
  const across = Math.ceil(width / CELL);
  const down = Math.ceil(height / CELL);
  const { occurred, other } = countCells(data, drawable, picture, across, down);
  const most = Math.log(1 + occurred.reduce((a, b) => Math.max(a, b), 1));
  const ramp = rampOf(palette().dark ? DARK : LIGHT);
  const wide = Math.round(width * ratio);
  const image = ctx.createImageData(wide, Math.round(height * ratio));
  const pixels = new Uint32Array(image.data.buffer);
  const side = CELL * ratio;
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const n = occurred[row * across + column]!;
      if (!n && !other[row * across + column]) continue;
      const colour = ramp[n ? Math.round((Math.log(1 + n) / most) * 255) : 120]!;
      const [x0, y0] = [Math.round(column * side), Math.round(row * side)];
      const [x1, y1] = [Math.min(wide, Math.round((column + 1) * side)), Math.min(image.height, Math.round((row + 1) * side))];
      for (let y = y0; y < y1; y++) {
        for (let x = x0; x < x1; x++) if (n || ((x >> 1) + (y >> 1)) % 2) pixels[y * wide + x] = colour;
      }
    }
  }
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.putImageData(image, 0, 0);
  ctx.restore();
}

/** Locations by square: of events that occurred, and of all others. */
function countCells(data: Data, drawable: Drawable, picture: Picture, across: number, down: number): { occurred: Uint32Array; other: Uint32Array } {
  const { frame, visible, from, to, width, height } = picture;
  const { event, spot } = drawable;
  const { x: xs, y: ys } = data.spots;
  const { status } = data.events;
  const done = data.statuses.findIndex(({ key }) => key === "occurred");
  const occurred = new Uint32Array(across * down);
  const other = new Uint32Array(across * down);
  const wraps = Math.abs(frame.x - 0.5) + frame.width / frame.world / 2 > 0.5;
  for (let row = from; row < to; row++) {
    if (!visible[event[row]!]) continue;
    let away = xs[spot[row]!]! - frame.x;
    if (wraps) away -= Math.round(away);
    const px = (away * frame.world + frame.width / 2) | 0;
    const py = ((ys[spot[row]!]! - frame.y) * frame.world + frame.height / 2) | 0;
    if (px < 0 || py < 0 || px >= width || py >= height) continue;
    const cell = ((py / CELL) | 0) * across + ((px / CELL) | 0);
    if (status[event[row]!] === done) occurred[cell]!++;
    else other[cell]!++;
  }
  return { occurred, other };
}

/** 256 colours from the first to the last, as pixels have them. */
function rampOf(stops: Rgb[]): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(at));
    const [r, g, b] = stops[low]!.map((part, c) => Math.round(part + (stops[low + 1]![c]! - part) * (at - low)));
    return ((235 << 24) | (b! << 16) | (g! << 8) | r!) >>> 0;
  });
}
