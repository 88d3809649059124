// Small pieces of drawing on the map's canvas: rings, badges, stacks, dots.
import type { Box } from "./labels";
import { FONT } from "./palette";
import { palette } from "./theme";
import type { Kind } from "./spots";
import type { Movable } from "./spread";
import type { Sprites } from "./symbols";

const PILL_KINDS = 4;

/** Several kinds at one spot: each kind's own symbol with its number, so none hides another. */
export function pill(ctx: CanvasRenderingContext2D, sprites: Sprites, kinds: Kind[], x: number, y: number): void {
  const width = pillWidth(kinds);
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - 11.5, width, 23, 11.5);
  ctx.fillStyle = palette().pill;
  ctx.fill();
  ctx.strokeStyle = palette().pillEdge;
  ctx.lineWidth = 1;
  ctx.stroke();
  let at = x - width / 2 + 15;
  for (const kind of kinds.slice(0, PILL_KINDS)) {
    sprites.stamp(ctx, at, y, kind.type, kind.status);
    if (kind.n > 1) number(ctx, at + 11, y, String(kind.n));
    at += kindWidth(kind);
  }
  if (kinds.length > PILL_KINDS) number(ctx, at - 7, y, restOf(kinds));
}

/** From a symbol that was moved aside to where its place is. */
export function leader(ctx: CanvasRenderingContext2D, item: Movable): void {
  if (Math.hypot(item.atX - item.x, item.atY - item.y) < 4) return;
  ctx.beginPath();
  ctx.moveTo(item.atX, item.atY);
  ctx.lineTo(item.x, item.y);
  ctx.strokeStyle = palette().ink;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(item.x, item.y, 2, 0, 2 * Math.PI);
  ctx.fillStyle = palette().ink;
  ctx.fill();
}

const LONGEST_NAME = 40;

export function short(text: string): string {
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}\u2026` : text;
}

function kindWidth(kind: Kind): number {
  return kind.n > 1 ? 25 + 7 * String(kind.n).length : 21;
}

function restOf(kinds: Kind[]): string {
  return `+${kinds.slice(PILL_KINDS).reduce((sum, kind) => sum + kind.n, 0)}`;
}

export function pillWidth(kinds: Kind[]): number {
  const shown = kinds.slice(0, PILL_KINDS).reduce((sum, kind) => sum + kindWidth(kind), 0);
  return shown + 9 + (kinds.length > PILL_KINDS ? 7 * restOf(kinds).length + 4 : 0);
}

export function ring(ctx: CanvasRenderingContext2D, box: Box): void {
  const grow = 4;
  ctx.beginPath();
  ctx.roundRect(box.x0 - grow, box.y0 - grow, box.x1 - box.x0 + 2 * grow, box.y1 - box.y0 + 2 * grow, 16);
  ctx.fillStyle = palette().pill;
  ctx.fill();
  ctx.strokeStyle = palette().ink;
  ctx.lineWidth = 2.2;
  ctx.stroke();
}

export function badge(ctx: CanvasRenderingContext2D, x: number, y: number, text: string): void {
  const width = 9 + 6.5 * text.length;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - 7.5, width, 15, 7.5);
  ctx.fillStyle = palette().ink;
  ctx.fill();
  ctx.strokeStyle = palette().halo;
  ctx.lineWidth = 1.4;
  ctx.stroke();
  write(ctx, x, y, text, palette().halo, 10.5, "center");
}

function number(ctx: CanvasRenderingContext2D, x: number, y: number, text: string): void {
  write(ctx, x, y, text, palette().ink, 11.5, "left");
}

function write(ctx: CanvasRenderingContext2D, x: number, y: number, text: string, ink: string, size: number, align: CanvasTextAlign): void {
  ctx.font = `600 ${size}px ${FONT}`;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y + 0.5);
}

/** A town of the basemap: a small hollow dot; its box keeps labels off it. */
export function dot(ctx: CanvasRenderingContext2D, x: number, y: number, taken: Box[]): Box {
  const box = { x0: x - 3, y0: y - 3, x1: x + 3, y1: y + 3 };
  const free = !taken.some((other) => x > other.x0 && x < other.x1 && y > other.y0 && y < other.y1);
  if (free) {
    ctx.beginPath();
    ctx.arc(x, y, 2.4, 0, 2 * Math.PI);
    ctx.fillStyle = palette().halo;
    ctx.fill();
    ctx.strokeStyle = palette().softInk;
    ctx.lineWidth = 1.2;
    ctx.stroke();
  }
  return box;
}
