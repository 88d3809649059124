// The offline basemap on a canvas below everything else: the world coarsely, and over it, around
// the project's region, finer layers that fill their boxes.
import { ringsAndLines } from "./grounds";
import { groundLayer } from "./ground_layer";
import { mercatorX, mercatorY, type Frame } from "./spots";
import { onTheme, palette, type Palette } from "./theme";
import type { Basemap, Bounds } from "./types";

const PANE = "geotrack-basemap";
/** An SVG or canvas in the default pane would hide what lies below it. */
const Z_INDEX = "150";
/** Vertices nearer to each other than so many pixels are drawn as one. */
const NEAR = 0.6;

/** One ring or line in Web Mercator (0..1), and the box around it. */
interface Line {
  x: Float64Array;
  y: Float64Array;
  box: [x0: number, y0: number, x1: number, y1: number];
}

interface Shape {
  lines: Line[];
  isFocus: boolean;
  isDisputed: boolean;
}

/** A layer's name and its shapes, in the order in which layers are drawn. */
type Layers = [name: string, shapes: Shape[]][];

const ORDER = ["countries", "admin1", "rivers", "lakes", "borders"];

/** Adds the basemap; the function it returns draws it at once, as before the page is printed. */
export function addBasemap(map: L.Map, basemap: Basemap, focus: string[]): () => void {
  const pane = map.createPane(PANE);
  pane.style.zIndex = Z_INDEX;
  pane.style.pointerEvents = "none";
  const world = prepared(basemap.world, new Set(focus));
  const near = prepared(basemap.layers, new Set(focus));
  const boxes = basemap.near.map(([west, south, east, north]) => [mercatorX(west), mercatorY(north), mercatorX(east), mercatorY(south)] as const);
  const { layer, redraw, drawNow } = groundLayer(PANE, (ctx, frame) => {
    clipped(ctx, frame);
    for (const shift of [-1, 0, 1]) {
      const place = placeOf(frame, shift);
      drawLayers(ctx, world, place, frame);
      // What is known finely replaces what is known coarsely; a pixel is left for the seam.
      ctx.fillStyle = palette().sea;
      for (const [x0, y0, x1, y1] of boxes) ctx.fillRect(place.x(x0) + 1, place.y(y0) + 1, place.x(x1) - place.x(x0) - 2, place.y(y1) - place.y(y0) - 2);
      drawLayers(ctx, near, place, frame);
    }
    ctx.restore();
  });
  layer.addTo(map);
  if (basemap.relief) addRelief(map, basemap.relief);
  const colour = (): void => { map.getContainer().style.background = palette().sea; };
  colour();
  onTheme(() => {
    colour();
    redraw();
  });
  return drawNow;
}

function prepared(layers: Record<string, GeoJSON.FeatureCollection>, focus: Set<string>): Layers {
  return ORDER.flatMap((name): Layers => {
    const shapes = layers[name]?.features.map(({ geometry, properties }) => ({
      lines: ringsAndLines(geometry).map(lineOf),
      isFocus: focus.has(String(properties?.["iso_a2"] ?? "")),
      isDisputed: properties?.["kind"] === "disputed",
    }));
    return shapes ? [[name, shapes]] : [];
  });
}

function lineOf(positions: GeoJSON.Position[]): Line {
  const n = positions.length;
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  const box: Line["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < n; i++) {
    const [lon, lat] = positions[i]!;
    x[i] = mercatorX(lon!);
    y[i] = mercatorY(lat!);
    if (x[i]! < box[0]) box[0] = x[i]!;
    if (y[i]! < box[1]) box[1] = y[i]!;
    if (x[i]! > box[2]) box[2] = x[i]!;
    if (y[i]! > box[3]) box[3] = y[i]!;
  }
  return { x, y, box };
}

/** Web Mercator -> pixels, on one copy of the world. */
interface Place {
  x: (x: number) => number;
  y: (y: number) => number;
  scale: number;
  left: number;
  top: number;
}

function placeOf(frame: Frame, shift: number): Place {
  const scale = frame.world;
  const left = frame.width / 2 + (shift - frame.x) * scale;
  const top = frame.height / 2 - frame.y * scale;
  return { x: (x) => x * scale + left, y: (y) => y * scale + top, scale, left, top };
}

/** Only half a world to either side: farther out no event is drawn, and land would look empty. */
function clipped(ctx: CanvasRenderingContext2D, frame: Frame): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect((frame.width - frame.world) / 2, 0, frame.world, frame.height);
  ctx.clip();
}

function drawLayers(ctx: CanvasRenderingContext2D, layers: Layers, place: Place, frame: Frame): void {
  const colours = palette();
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  for (const [name, shapes] of layers) {
    const solid = shapes.filter(({ isFocus, isDisputed }) => !isFocus && !isDisputed);
    const others = shapes.filter(({ isFocus, isDisputed }) => isFocus || isDisputed);
    drawShapes(ctx, name, solid, place, frame, colours);
    for (const shape of others) drawShapes(ctx, name, [shape], place, frame, colours);
  }
}

/** Shapes that look alike, as one path. */
function drawShapes(ctx: CanvasRenderingContext2D, name: string, shapes: Shape[], place: Place, frame: Frame, colours: Palette): void {
  if (!shapes.length) return;
  ctx.beginPath();
  let any = false;
  for (const { lines } of shapes) for (const line of lines) any = trace(ctx, line, place, frame, name === "countries" || name === "lakes") || any;
  if (!any) return;
  const { isFocus, isDisputed } = shapes[0]!;
  ctx.setLineDash([]);
  if (name === "countries") {
    ctx.fillStyle = isFocus ? colours.focus : colours.land;
    ctx.fill("evenodd");
    return;
  }
  if (name === "lakes") {
    ctx.fillStyle = colours.lake;
    ctx.fill("evenodd");
    return stroke(ctx, colours.river, 0.8, []);
  }
  if (name === "admin1") return stroke(ctx, colours.admin1, 0.9, [4, 3]);
  if (name === "rivers") return stroke(ctx, colours.river, 1.1, []);
  stroke(ctx, colours.border, 1.4, isDisputed ? [5, 4] : []);
}

function stroke(ctx: CanvasRenderingContext2D, colour: string, width: number, dashes: number[]): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dashes);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Add a line to the path; false where none of it is in view. */
function trace(ctx: CanvasRenderingContext2D, { x, y, box }: Line, place: Place, frame: Frame, isRing: boolean): boolean {
  const { scale, left, top } = place;
  if (box[2] * scale + left < 0 || box[0] * scale + left > frame.width || box[3] * scale + top < 0 || box[1] * scale + top > frame.height) return false;
  if ((box[2] - box[0]) * scale < NEAR && (box[3] - box[1]) * scale < NEAR) return false;
  let [px, py] = [x[0]! * scale + left, y[0]! * scale + top];
  ctx.moveTo(px, py);
  const last = x.length - 1;
  for (let i = 1; i <= last; i++) {
    const [nx, ny] = [x[i]! * scale + left, y[i]! * scale + top];
    if (i < last && Math.abs(nx - px) < NEAR && Math.abs(ny - py) < NEAR) continue;
    ctx.lineTo(nx, ny);
    px = nx;
    py = ny;
  }
  if (isRing) ctx.closePath();
  return true;
}

/** Shaded relief; its image carries its own transparency. */
function addRelief(map: L.Map, relief: { url: string; bounds: Bounds }): void {
  const pane = map.createPane("geotrack-relief");
  pane.style.zIndex = "155";
  pane.style.pointerEvents = "none";
  L.imageOverlay(relief.url, corners(relief.bounds), { pane: "geotrack-relief", opacity: 0.36, alt: "", className: "gt-relief" }).addTo(map);
}

/** Bounds as Leaflet has them; those across the antimeridian go on beyond 180. */
export function corners([west, south, east, north]: Bounds): L.LatLngBoundsLiteral {
  return [[south, west], [north, east < west ? east + 360 : east]];
}
