// What stands on the map at a zoom: counts gathered where they would overlap, events one by one.
import { radiusInPixels } from "../grounds";
import { FONT } from "../palette";
import { drawSymbol } from "../symbols";
import { palette } from "../theme";
import type { StatusStyle, TypeStyle } from "../types";
import { grouped } from "../words";
import type { TilePoint } from "./archive";
import { countIn, isIn, type Window } from "./periods";

/** Something drawn, in pixels of the canvas, for who clicks it. */
export interface Drawn {
  x: number;
  y: number;
  r: number;
  /** Events at the very spot, or none where these are counts. */
  events: Record<string, unknown>[];
  n: number;
  other: number;
  rough: number;
}

export interface Styles {
  types: Map<string, TypeStyle>;
  statuses: Map<string, StatusStyle>;
}

/** Counts nearer than this are one number. */
const APART = 44;

type Place = (point: TilePoint) => { x: number; y: number };

/** Counts in the window, gathered on a grid of the screen. */
export function gatherCounts(points: TilePoint[], window: Window, place: Place): Drawn[] {
  const cells = new Map<string, { n: number; other: number; rough: number; x: number; y: number }>();
  for (const point of points) {
    const n = countIn(point.said, window);
    if (!n) continue;
    const { x, y } = place(point);
    const key = `${Math.floor(x / APART)}/${Math.floor(y / APART)}`;
    const cell = cells.get(key) ?? { n: 0, other: 0, rough: 0, x: 0, y: 0 };
    cell.x = (cell.x * cell.n + x * n) / (cell.n + n);
    cell.y = (cell.y * cell.n + y * n) / (cell.n + n);
    cell.n += n;
    if (!Number(point.said["occurred"])) cell.other += n;
    // How many are rough is known for all times only: for a window it is their share.
    cell.rough += Math.round((Number(point.said["rough"] ?? 0) * n) / Number(point.said["n"] || 1));
    cells.set(key, cell);
  }
  return apart([...cells.values()].map((cell) => ({ ...cell, events: [], r: radiusOf(cell.n) })));
}

function radiusOf(n: number): number {
  return 8 + 2 * Math.log10(n) + 2.2 * grouped(n).length;
}

/** Numbers that would hide one another become one number, at the middle of what they count. */
function apart(drawn: Drawn[]): Drawn[] {
  const kept: Drawn[] = [];
  for (const one of drawn.sort((a, b) => b.n - a.n)) {
    const near = kept.find((other) => Math.hypot(one.x - other.x, one.y - other.y) < (one.r + other.r) * 0.85);
    if (!near) {
      kept.push(one);
      continue;
    }
    const n = near.n + one.n;
    near.x = (near.x * near.n + one.x * one.n) / n;
    near.y = (near.y * near.n + one.y * one.n) / n;
    near.n = n;
    near.other += one.other;
    near.rough += one.rough;
    near.r = radiusOf(n);
  }
  return kept;
}

/** Events in the window, those at one spot together. */
export function gatherEvents(points: TilePoint[], window: Window, place: Place): Drawn[] {
  const spots = new Map<string, Drawn>();
  for (const point of points) {
    if (!isIn(point.said, window)) continue;
    const { x, y } = place(point);
    const key = `${Math.round(x)}/${Math.round(y)}`;
    const spot = spots.get(key) ?? { x, y, r: 9, events: [], n: 0, other: 0, rough: 0 };
    spot.events.push(point.said);
    spot.n += 1;
    if (point.said["status"] !== "occurred") spot.other += 1;
    if (isRough(point.said)) spot.rough += 1;
    spots.set(key, spot);
  }
  return [...spots.values()];
}

const GROUND = new Set(["area", "admin1", "admin2"]);
const GROUND_KM = 8;

/** As summary.is_ground has it. */
export function isRough(event: Record<string, unknown>): boolean {
  const precision = String(event["precision"] ?? "");
  return GROUND.has(precision) || (Number(event["radius_km"] ?? 0) > GROUND_KM && precision !== "town");
}

export function drawCounts(ctx: CanvasRenderingContext2D, drawn: Drawn[]): void {
  const { ink, halo, mixed, paper } = palette();
  for (const { x, y, r, n, other, rough } of drawn) {
    ring(ctx, x, y, r, rough * 2 >= n, mixed);
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = other === n ? paper : mixed;
    ctx.fill();
    ctx.lineWidth = other === n ? 2 : 1.5;
    ctx.setLineDash(other === n ? [4, 3] : []);
    ctx.strokeStyle = other === n ? mixed : halo;
    ctx.stroke();
    ctx.setLineDash([]);
    write(ctx, x, y, grouped(n), other === n ? ink : halo);
  }
}

/** A dashed ring around what is mostly known only roughly. */
function ring(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, wanted: boolean, colour: string): void {
  if (!wanted) return;
  ctx.beginPath();
  ctx.arc(x, y, r + 4, 0, 2 * Math.PI);
  ctx.setLineDash([3, 3]);
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.setLineDash([]);
}

export function drawEvents(ctx: CanvasRenderingContext2D, drawn: Drawn[], styles: Styles, world: number, latOf: (y: number) => number): void {
  const { ink, halo, mixed } = palette();
  for (const spot of drawn) {
    const widest = Math.max(0, ...spot.events.filter(isRough).map((event) => Number(event["radius_km"] ?? 0)));
    const radius = widest ? radiusInPixels({ world }, latOf(spot.y), widest) : 0;
    ring(ctx, spot.x, spot.y, Math.max(8, Math.min(radius, 400)), spot.rough > 0, mixed);
    // What occurred stands on top of what did not.
    const top = spot.events.find((event) => event["status"] === "occurred") ?? spot.events[0]!;
    const type = styles.types.get(String(top["type"] ?? "")) ?? styles.types.get("Other")!;
    const status = styles.statuses.get(String(top["status"] ?? "")) ?? styles.statuses.get("alleged")!;
    drawSymbol(ctx, spot.x, spot.y, 7, type, status);
    if (spot.n > 1) {
      const label = grouped(spot.n);
      const wide = 7 + 6 * label.length;
      ctx.beginPath();
      ctx.roundRect(spot.x + 5, spot.y - 15, wide, 13, 6);
      ctx.fillStyle = ink;
      ctx.fill();
      write(ctx, spot.x + 5 + wide / 2, spot.y - 8.5, label, halo, 10);
    }
  }
}

function write(ctx: CanvasRenderingContext2D, x: number, y: number, text: string, ink: string, size = 11.5): void {
  ctx.font = `600 ${size}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y + 0.5);
}

/** The topmost of what is drawn around a point. */
export function drawnAt(drawn: Drawn[], x: number, y: number): Drawn | undefined {
  let best: Drawn | undefined;
  let least = Infinity;
  for (const one of drawn) {
    const away = Math.hypot(one.x - x, one.y - y);
    if (away <= one.r + 5 && away < least) [best, least] = [one, away];
  }
  return best;
}
