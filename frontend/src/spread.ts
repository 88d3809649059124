// Symbols that would cover each other are moved apart by a few pixels, never far.
import type { Box } from "./labels";

export interface Movable {
  /** Where it truly is. */
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
  /** Where it is drawn. */
  atX: number;
  atY: number;
}

/** Above so many, overlap is what density looks like. */
const MOST = 150;
const ROUNDS = 14;
const FARTHEST = 16;

export function spread(items: Movable[]): void {
  if (items.length > MOST) return;
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let i = 0; i < items.length; i++) {
      for (let j = i + 1; j < items.length; j++) moved = part(items[i]!, items[j]!) || moved;
    }
    if (!moved) return;
  }
}

/** Push two items apart along the axis on which they overlap least. */
function part(a: Movable, b: Movable): boolean {
  const overX = a.halfWidth + b.halfWidth - Math.abs(a.atX - b.atX);
  const overY = a.halfHeight + b.halfHeight - Math.abs(a.atY - b.atY);
  if (overX <= 0.5 || overY <= 0.5) return false;
  const sideways = overX < overY;
  const ahead = sideways ? (a.atX - b.atX || a.x - b.x || -1) : (a.atY - b.atY || a.y - b.y || -1);
  const by = ((sideways ? overX : overY) / 2) * Math.sign(ahead);
  shift(a, sideways, by);
  shift(b, sideways, -by);
  return true;
}

function shift(item: Movable, sideways: boolean, by: number): void {
  if (sideways) item.atX = clamp(item.atX + by, item.x);
  else item.atY = clamp(item.atY + by, item.y);
}

function clamp(at: number, home: number): number {
  return Math.max(home - FARTHEST, Math.min(home + FARTHEST, at));
}

export function boxOf(item: Movable): Box {
  return { x0: item.atX - item.halfWidth, y0: item.atY - item.halfHeight, x1: item.atX + item.halfWidth, y1: item.atY + item.halfHeight };
}
