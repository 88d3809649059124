// One canvas over the map: the tiles in view, drawn anew whenever view, window or theme change.
import { onTheme } from "../theme";
import type { Archive, TilePoint } from "./archive";
import { drawCounts, drawEvents, gatherCounts, gatherEvents, type Drawn, type Styles } from "./drawing";
import { countIn, isIn, type Window } from "./periods";

/** What is in view, for the line below the map. */
export interface InView {
  n: number;
  other: number;
  counted: boolean;
}

export class TileLayer {
  private window: Window = { from: 0, to: 0, whole: true };
  private drawn: Drawn[] = [];
  private round = 0;
  private readonly canvas = document.createElement("canvas");

  constructor(
    private readonly map: L.Map,
    private readonly archive: Archive,
    private readonly styles: Styles,
    private readonly seen: (view: InView) => void,
    private readonly failed: (error: unknown) => void,
  ) {
    this.canvas.className = "gt-tiles-canvas leaflet-zoom-hide";
    map.getPanes().overlayPane.append(this.canvas);
    map.on("moveend zoomend resize", () => void this.draw());
    onTheme(() => void this.draw());
  }

  setWindow(window: Window): void {
    this.window = window;
    void this.draw();
  }

  remove(): void {
    this.round = -1;
    this.canvas.remove();
  }

  /** What is drawn at a point of the map's container. */
  get items(): Drawn[] {
    return this.drawn;
  }

  private async draw(): Promise<void> {
    if (this.round < 0) return;
    const round = ++this.round;
    try {
      const points = await this.inView();
      // Another view has been asked for meanwhile.
      if (round === this.round) this.paint(points);
    } catch (error) {
      if (round === this.round) this.failed(error);
    }
  }

  /** The points of all tiles in view, each as often as the world is. */
  private async inView(): Promise<{ events: TilePoint[]; counts: TilePoint[] }> {
    const zoom = Math.max(0, Math.min(Math.round(this.map.getZoom()), this.archive.lastZoom));
    const side = 2 ** zoom;
    const bounds = this.map.getPixelBounds();
    const world = 256 * 2 ** this.map.getZoom();
    const span = (low: number, high: number): [number, number] => [Math.floor((low / world) * side), Math.floor((high / world) * side)];
    const [west, east] = span(bounds.min!.x, bounds.max!.x);
    const [north, south] = span(bounds.min!.y, bounds.max!.y);
    const asked: Promise<{ events: TilePoint[]; counts: TilePoint[] }>[] = [];
    for (let x = west; x <= east; x++) {
      const turn = Math.floor(x / side);
      const again = x - west >= side;
      const moved = (point: TilePoint): TilePoint => (turn || again ? { ...point, x: point.x + turn, again } : point);
      for (let y = Math.max(0, north); y <= Math.min(side - 1, south); y++) {
        const tile = this.archive.points(zoom, x - turn * side, y);
        asked.push(tile.then(({ events, counts }) => ({ events: events.map(moved), counts: counts.map(moved) })));
      }
    }
    const tiles = await Promise.all(asked);
    return { events: tiles.flatMap((tile) => tile.events), counts: tiles.flatMap((tile) => tile.counts) };
  }

  private paint(points: { events: TilePoint[]; counts: TilePoint[] }): void {
    const size = this.map.getSize();
    const sharp = window.devicePixelRatio || 1;
    this.canvas.width = size.x * sharp;
    this.canvas.height = size.y * sharp;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    const ctx = this.canvas.getContext("2d")!;
    ctx.scale(sharp, sharp);
    const world = 256 * 2 ** this.map.getZoom();
    const corner = this.map.getPixelBounds().min!;
    const place = (point: TilePoint): { x: number; y: number } => ({ x: point.x * world - corner.x, y: point.y * world - corner.y });
    const counts = gatherCounts(points.counts, this.window, place);
    const events = gatherEvents(points.events, this.window, place);
    drawEvents(ctx, events, this.styles, world, (y) => this.map.containerPointToLatLng([0, y]).lat);
    drawCounts(ctx, counts);
    this.drawn = [...counts, ...events];
    const inside = (point: TilePoint): boolean => {
      const { x, y } = place(point);
      return !point.again && x >= 0 && y >= 0 && x <= size.x && y <= size.y;
    };
    const seen = { n: 0, other: 0, counted: counts.length > 0 };
    for (const point of points.counts.filter(inside)) {
      const n = countIn(point.said, this.window);
      seen.n += n;
      if (!Number(point.said["occurred"])) seen.other += n;
    }
    for (const point of points.events.filter(inside)) {
      if (!isIn(point.said, this.window)) continue;
      seen.n += 1;
      if (point.said["status"] !== "occurred") seen.other += 1;
    }
    this.seen(seen);
  }
}
