// Event symbols, from the payload's styles: on canvas for the map, as SVG for everything else.
import { palette, shade } from "./theme";
import type { Corner, StatusStyle, TypeStyle } from "./types";

const SVG = "http://www.w3.org/2000/svg";
/** Shapes of one radius differ in visual size; these bring them level. */
const SCALE = 1.08;

function path(shape: Corner[] | null, x: number, y: number, r: number): Path2D {
  const outline = new Path2D();
  if (!shape) {
    outline.arc(x, y, r * 0.92, 0, 2 * Math.PI);
    return outline;
  }
  shape.forEach(([cx, cy], i) => {
    const at: [number, number] = [x + cx * r * SCALE, y - cy * r * SCALE];
    if (i) outline.lineTo(...at);
    else outline.moveTo(...at);
  });
  outline.closePath();
  return outline;
}

/** What did not occur is hollow, dashed or struck; the white below keeps it readable on ink. */
export function drawSymbol(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  r: number,
  type: TypeStyle,
  status: StatusStyle,
  thin = 1,
): void {
  const solid = status.fill >= 1;
  const { halo } = palette();
  const colour = shade(type.colour);
  const outline = path(type.shape, x, y, solid ? r : r * 0.94);
  ctx.save();
  ctx.lineJoin = "round";
  ctx.strokeStyle = halo;
  ctx.fillStyle = halo;
  ctx.lineWidth = (solid ? 2.6 : 4.4) * thin;
  ctx.stroke(outline);
  ctx.fill(outline);
  ctx.fillStyle = colour;
  ctx.globalAlpha = status.fill;
  ctx.fill(outline);
  ctx.globalAlpha = 1;
  if (!solid) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.max(1, 2 * thin);
    ctx.setLineDash(status.dashes.map((dash) => dash * Math.max(0.45, thin)));
    ctx.stroke(outline);
  }
  if (status.struck) strike(ctx, x, y, r, colour, thin);
  ctx.restore();
}

function strike(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string, thin: number): void {
  const line = new Path2D();
  line.moveTo(x - r * 1.15, y + r * 1.15);
  line.lineTo(x + r * 1.15, y - r * 1.15);
  ctx.setLineDash([]);
  ctx.strokeStyle = palette().halo;
  ctx.lineWidth = 4.6 * thin;
  ctx.stroke(line);
  ctx.strokeStyle = colour;
  ctx.lineWidth = Math.max(1, 2 * thin);
  ctx.stroke(line);
}

function svg(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** The same symbol for lists and legends; `type` null draws a neutral disc (status legend). */
export function symbolSvg(type: TypeStyle | null, status: StatusStyle | null, size = 18): SVGElement {
  const r = size / 2 - 2.5;
  const c = size / 2;
  const colour = type ? shade(type.colour) : palette().mixed;
  const fill = status?.fill ?? 1;
  const root = svg("svg", { width: size, height: size, viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true", class: "gt-symbol" });
  const look = {
    fill: colour,
    "fill-opacity": fill,
    stroke: colour,
    "stroke-width": fill < 1 ? 2 : 0.8,
    "stroke-linejoin": "round",
    "stroke-dasharray": (status?.dashes ?? []).join(" ") || "none",
  };
  const shape = type?.shape;
  root.append(
    shape
      ? svg("polygon", { ...look, points: shape.map(([x, y]) => `${(c + x * r * SCALE).toFixed(2)},${(c - y * r * SCALE).toFixed(2)}`).join(" ") })
      : svg("circle", { ...look, cx: c, cy: c, r: (r * 0.92).toFixed(2) }),
  );
  if (status?.struck) {
    const ends = { x1: 1.5, y1: size - 1.5, x2: size - 1.5, y2: 1.5 };
    root.append(svg("line", { ...ends, stroke: palette().halo, "stroke-width": 4.2 }));
    root.append(svg("line", { ...ends, stroke: colour, "stroke-width": 2 }));
  }
  return root;
}

/** A dashed ring with a soft middle: the sign for "somewhere in here". */
export function areaSvg(size = 18, dashed = true): SVGElement {
  const root = svg("svg", { width: size, height: size, viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true", class: "gt-symbol" });
  const dashes = dashed ? "3 2.2" : "none";
  root.append(svg("circle", {
    cx: size / 2, cy: size / 2, r: size / 2 - 1.5, fill: palette().mixed, "fill-opacity": 0.12,
    stroke: palette().mixed, "stroke-width": 1.3, "stroke-dasharray": dashes,
  }));
  return root;
}

type Sprite = { image: HTMLCanvasElement; half: number };

/** Symbols drawn once and stamped from then on; one sheet for each resolution of the screen. */
export class Sprites {
  private readonly made = new Map<number, Sprite>();

  constructor(
    private readonly types: TypeStyle[],
    private readonly statuses: StatusStyle[],
    private readonly radius: number,
    private readonly ratio: number,
  ) {}

  stamp(ctx: CanvasRenderingContext2D, x: number, y: number, type: number, status: number): void {
    const key = type * 16 + status;
    let sprite = this.made.get(key);
    if (!sprite) this.made.set(key, (sprite = this.make(type, status)));
    ctx.drawImage(sprite.image, x - sprite.half, y - sprite.half, sprite.half * 2, sprite.half * 2);
  }

  private make(type: number, status: number): Sprite {
    const half = Math.ceil(this.radius * 1.5) + 2;
    const image = document.createElement("canvas");
    image.width = image.height = Math.round(half * 2 * this.ratio);
    const ctx = image.getContext("2d")!;
    ctx.scale(image.width / (half * 2), image.width / (half * 2));
    drawSymbol(ctx, half, half, this.radius, this.types[type]!, this.statuses[status]!);
    return { image, half };
  }
}
