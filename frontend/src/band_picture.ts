// The time band's picture: bars by type, what lasts paler, what did not occur hollow.
import { emptied } from "./canvas";
import { dayInWords, partsOf } from "./days";
import type { Bars, Bins } from "./histogram";
import { FONT } from "./palette";
import { palette, shade } from "./theme";
import type { TypeStyle } from "./types";

export const HEIGHT = 66;
const AXIS = 16;

export interface BandPicture {
  bins: Bins;
  bars: Bars;
  /** The highest bar. */
  most: number;
  span: readonly [first: number, last: number];
  window: readonly [first: number, last: number] | null;
  types: TypeStyle[];
  words: Record<string, string>;
}

type Place = (day: number) => number;

/** Axis and bars are drawn once and then copied: a moving window changes neither. */
interface Kept {
  bars: Bars;
  width: number;
  ratio: number;
  dark: boolean;
  canvas: HTMLCanvasElement;
}

let kept: Kept | null = null;

export function drawBand(canvas: HTMLCanvasElement, width: number, picture: BandPicture): void {
  const ratio = window.devicePixelRatio || 1;
  const { dark } = palette();
  const { bars } = picture;
  if (!kept || kept.bars !== bars || kept.width !== width || kept.ratio !== ratio || kept.dark !== dark) {
    kept = { bars, width, ratio, dark, canvas: document.createElement("canvas") };
    drawBars(kept.canvas, width, picture);
  }
  const ctx = emptied(canvas, width, HEIGHT + AXIS);
  ctx.drawImage(kept.canvas, 0, 0, kept.canvas.width / ratio, kept.canvas.height / ratio);
  const { span } = picture;
  drawWindow(ctx, width, (day) => ((day - span[0]) / (span[1] + 1 - span[0])) * width, picture.window);
}

function drawBars(canvas: HTMLCanvasElement, width: number, picture: BandPicture): void {
  const ctx = emptied(canvas, width, HEIGHT + AXIS);
  const { span, bins, bars, most } = picture;
  const x: Place = (day) => ((day - span[0]) / (span[1] + 1 - span[0])) * width;
  drawAxis(ctx, width, x, picture);
  const colours = picture.types.map(({ colour }) => shade(colour));
  const scale = (HEIGHT - 12) / most;
  for (let bin = 0; bin < bins.edges.length - 1; bin++) {
    const left = x(bins.edges[bin]!);
    const gap = width / bins.edges.length > 4 ? 1 : 0;
    drawBar(ctx, left, Math.max(0.75, x(bins.edges[bin + 1]!) - left - gap), bars, bin, colours, scale);
  }
  ctx.fillStyle = palette().softInk;
  ctx.font = `10px ${FONT}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.fillText(most < 10 ? String(Math.round(most * 10) / 10) : String(Math.round(most)), 12, 0);
}

function drawBar(ctx: CanvasRenderingContext2D, left: number, wide: number, bars: Bars, bin: number, colours: string[], scale: number): void {
  let y = HEIGHT;
  const parts = [...bars.lasting.map((part, i) => [part, i, 0.38] as const), ...bars.occurred.map((part, i) => [part, i, 1] as const)];
  for (const [part, type, alpha] of parts) {
    const high = part[bin]! * scale;
    if (high <= 0) continue;
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colours[type]!;
    ctx.fillRect(left, y - high, wide, high);
    y -= high;
  }
  ctx.globalAlpha = 1;
  const high = bars.other[bin]! * scale;
  if (high <= 0) return;
  const { paper, ink } = palette();
  ctx.fillStyle = paper;
  ctx.fillRect(left, y - high, wide, high);
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 1.5]);
  ctx.strokeRect(left + 0.5, y - high + 0.5, Math.max(0, wide - 1), Math.max(0, high - 1));
  ctx.setLineDash([]);
}

function drawWindow(ctx: CanvasRenderingContext2D, width: number, x: Place, window: BandPicture["window"]): void {
  if (!window) return;
  const [a, b] = [x(window[0]), x(window[1] + 1)];
  const { veil, accent } = palette();
  ctx.fillStyle = veil;
  ctx.fillRect(0, 0, a, HEIGHT);
  ctx.fillRect(b, 0, width - b, HEIGHT);
  ctx.fillStyle = `${accent}26`;
  ctx.fillRect(a, 0, b - a, HEIGHT);
}

function drawAxis(ctx: CanvasRenderingContext2D, width: number, x: Place, { bins, words }: BandPicture): void {
  ctx.strokeStyle = palette().pillEdge;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(0, HEIGHT + 0.5);
  ctx.lineTo(width, HEIGHT + 0.5);
  ctx.stroke();
  ctx.fillStyle = palette().axis;
  ctx.font = `11px ${FONT}`;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  let free = -Infinity;
  for (const { day, text } of ticks(bins, words)) {
    const at = x(day);
    const wide = ctx.measureText(text).width;
    if (at < free || at + wide > width) continue;
    ctx.fillRect(Math.round(at), HEIGHT, 1, 4);
    ctx.fillText(text, at + 3, HEIGHT + 4);
    free = at + wide + 14;
  }
}

function ticks(bins: Bins, words: Record<string, string>): { day: number; text: string }[] {
  return bins.edges.slice(0, -1).flatMap((day, i) => {
    const { year, month, day: number } = partsOf(day);
    if (bins.unit === "day") return number === 1 || number === 15 || i === 0 ? [{ day, text: dayInWords(day, words) }] : [];
    return bins.unit === "year" || month === 1 || i === 0 ? [{ day, text: String(year) }] : [];
  });
}
