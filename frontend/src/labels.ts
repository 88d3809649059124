// Names on the map: as many as fit without touching each other or a symbol.
import { FONT } from "./palette";
import { palette, type Palette } from "./theme";

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export interface Label {
  text: string;
  /** The name in the local script, drawn after the first. */
  local: string;
  x: number;
  y: number;
  kind: "place" | "town" | "country" | "admin1";
  /** How far from its point a place's label begins. */
  gap: number;
}

interface Look {
  font: string;
  ink: (palette: Palette) => string;
  spacing: string;
  height: number;
}

const LOOK: Record<Label["kind"], Look> = {
  place: { font: `600 12px ${FONT}`, ink: ({ ink }) => ink, spacing: "0px", height: 15 },
  town: { font: `11px ${FONT}`, ink: ({ softInk }) => softInk, spacing: "0px", height: 13 },
  country: { font: `600 12px ${FONT}`, ink: ({ country }) => country, spacing: "2px", height: 15 },
  admin1: { font: `italic 11px ${FONT}`, ink: ({ admin1Name }) => admin1Name, spacing: "0.4px", height: 13 },
};

export function touches(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && a.x1 > b.x0 && a.y0 < b.y1 && a.y1 > b.y0;
}

/** Where a label of this size may stand: beside, above or below its point; areas' on it. */
export function positions(label: Label, width: number, height: number): Box[] {
  const box = (x: number, y: number): Box => ({ x0: x, y0: y, x1: x + width, y1: y + height });
  const { x, y, gap } = label;
  if (label.kind === "country" || label.kind === "admin1") return [box(x - width / 2, y - height / 2)];
  return [
    box(x + gap, y - height / 2),
    box(x - gap - width, y - height / 2),
    box(x - width / 2, y - gap - height + 2),
    box(x - width / 2, y + gap - 2),
    box(x + gap * 0.7, y - gap * 0.7 - height),
    box(x + gap * 0.7, y + gap * 0.7),
  ];
}

/** Side of the squares by which taken boxes are found, in pixels. */
const SQUARE = 64;

/** What is taken, by where it lies: a label asks its neighbours only. */
export class Room {
  private readonly squares = new Map<number, Box[]>();

  constructor(taken: Iterable<Box> = []) {
    for (const box of taken) this.take(box);
  }

  take(box: Box): void {
    this.each(box, (key) => {
      const square = this.squares.get(key);
      if (square) square.push(box);
      else this.squares.set(key, [box]);
      return false;
    });
  }

  isFree(box: Box): boolean {
    return !this.each(box, (key) => this.squares.get(key)?.some((other) => touches(box, other)) ?? false);
  }

  /** Whether any square that the box reaches into says yes. */
  private each({ x0, y0, x1, y1 }: Box, ask: (key: number) => boolean): boolean {
    for (let row = Math.floor(y0 / SQUARE); row <= y1 / SQUARE; row++) {
      for (let column = Math.floor(x0 / SQUARE); column <= x1 / SQUARE; column++) if (ask(row * 65_536 + column)) return true;
    }
    return false;
  }
}

/** Draw the labels, most important first; those that find no room are left out. */
export function drawLabels(ctx: CanvasRenderingContext2D, labels: Label[], taken: Box[], view: Box): number {
  let drawn = 0;
  const room = new Room(taken);
  for (const label of labels) {
    const look = LOOK[label.kind];
    const first = widthOf(ctx, label.text, look, spacingOf(label.text, look));
    const second = label.local ? widthOf(ctx, label.local, look, "0px") + 6 : 0;
    const box = positions(label, first + second, look.height).find(
      (at) => at.x0 >= view.x0 && at.x1 <= view.x1 && at.y0 >= view.y0 && at.y1 <= view.y1 && room.isFree(at),
    );
    if (!box) continue;
    room.take(box);
    ctx.font = look.font;
    write(ctx, label, box, first, look);
    drawn++;
  }
  ctx.letterSpacing = "0px";
  return drawn;
}

/** Widths once measured: the same names are placed anew at every step. */
const widths = new Map<string, number>();
const MOST_WIDTHS = 20_000;

function widthOf(ctx: CanvasRenderingContext2D, text: string, look: Look, spacing: string): number {
  const key = `${look.font}|${spacing}|${text}`;
  let width = widths.get(key);
  if (width !== undefined) return width;
  ctx.font = look.font;
  ctx.letterSpacing = spacing;
  width = ctx.measureText(text).width;
  ctx.letterSpacing = "0px";
  if (widths.size > MOST_WIDTHS) widths.clear();
  widths.set(key, width);
  return width;
}

/** Letters that join, as Arabic's do, may not be spaced apart. */
function spacingOf(text: string, look: Look): string {
  return /[\u0590-\u08ff\ufb1d-\ufefc]/.test(text) ? "0px" : look.spacing;
}

function write(ctx: CanvasRenderingContext2D, label: Label, box: Box, first: number, look: Look): void {
  const y = (box.y0 + box.y1) / 2;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineJoin = "round";
  const colours = palette();
  ctx.strokeStyle = colours.paper;
  ctx.globalAlpha = 1;
  const runs: [string, number, string][] = [[label.text, box.x0, spacingOf(label.text, look)]];
  if (label.local) runs.push([label.local, box.x0 + first + 6, "0px"]);
  for (const [text, x, spacing] of runs) {
    ctx.letterSpacing = spacing;
    ctx.lineWidth = label.kind === "place" ? 3.5 : 2.5;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = look.ink(colours);
    ctx.fillText(text, x, y);
  }
}
