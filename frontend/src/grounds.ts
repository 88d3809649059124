// Places that are stretches of ground: their outline where one is licensed, else a dashed circle.

import type { Ground } from "./types";

export interface Projector {
  (lat: number, lon: number): { x: number; y: number };
}

const KM_PER_DEGREE = 111.195;

/** The circle's radius in pixels at its own latitude. */
export function radiusInPixels(frame: { world: number }, lat: number, radiusKm: number): number {
  const degrees = radiusKm / (KM_PER_DEGREE * Math.max(Math.cos((lat * Math.PI) / 180), 0.01));
  return (degrees / 360) * frame.world;
}

function hex(colour: string, alpha: number): string {
  return colour + Math.round(alpha * 255).toString(16).padStart(2, "0");
}

/** Densest in the middle and fading out: nobody knows where in it the event was. */
export function drawCircle(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, colour: string, strong: boolean): void {
  const soft = ctx.createRadialGradient(x, y, 0, x, y, r);
  soft.addColorStop(0, hex(colour, strong ? 0.3 : 0.2));
  soft.addColorStop(0.65, hex(colour, strong ? 0.2 : 0.12));
  soft.addColorStop(1, hex(colour, strong ? 0.1 : 0.04));
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = soft;
  ctx.fill();
  ctx.setLineDash([5, 4]);
  ctx.strokeStyle = hex(colour, strong ? 0.95 : 0.6);
  ctx.lineWidth = strong ? 1.8 : 1.1;
  ctx.stroke();
  ctx.setLineDash([]);
}

export function drawOutline(ctx: CanvasRenderingContext2D, project: Projector, ground: Ground, colour: string, strong: boolean): void {
  ctx.beginPath();
  for (const ring of ringsOf(ground.shape)) {
    ring.forEach(([lon, lat], i) => {
      const at = project(lat ?? 0, lon ?? 0);
      if (i) ctx.lineTo(at.x, at.y);
      else ctx.moveTo(at.x, at.y);
    });
    ctx.closePath();
  }
  ctx.fillStyle = hex(colour, strong ? 0.2 : 0.1);
  ctx.fill("evenodd");
  if (ground.circle) ctx.setLineDash([5, 4]);
  ctx.strokeStyle = hex(colour, strong ? 0.95 : 0.6);
  ctx.lineWidth = strong ? 1.8 : 1.1;
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The lines of any geometry: of areas their rings. */
export function ringsAndLines(shape: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (shape.type === "LineString") return [shape.coordinates];
  if (shape.type === "MultiLineString") return shape.coordinates;
  return ringsOf(shape);
}

export function ringsOf(shape: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (shape.type === "Polygon") return shape.coordinates;
  if (shape.type === "MultiPolygon") return shape.coordinates.flat();
  if (shape.type === "GeometryCollection") return shape.geometries.flatMap(ringsOf);
  return [];
}
