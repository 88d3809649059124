// The tiles: parts of a file beside the page, or of one that the reader picked.
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { FetchSource, FileSource, PMTiles } from "pmtiles";

/** A point of a tile: 0..1 across the world from the north-west, and what is said of it. */
export interface TilePoint {
  x: number;
  y: number;
  said: Record<string, unknown>;
  /** Set where the map shows the world twice and this is its second time. */
  again?: boolean;
}

export interface TilePoints {
  events: TilePoint[];
  counts: TilePoint[];
}

/** What the archive says of itself under "geotrack". */
export interface About {
  periods: string[];
  counts: Record<string, number>;
  most_events: number;
}

const MOST_HELD = 400;

export class Archive {
  private constructor(
    private readonly file: PMTiles,
    readonly lastZoom: number,
    readonly bounds: [west: number, south: number, east: number, north: number],
    readonly about: About,
  ) {}

  private readonly held = new Map<string, Promise<TilePoints>>();

  /** Raises an Error where it is no archive of ours, or the host answers no ranges. */
  static async open(source: string | File): Promise<Archive> {
    const file = new PMTiles(typeof source === "string" ? new FetchSource(source) : new FileSource(source));
    const header = await file.getHeader();
    const { geotrack } = (await file.getMetadata()) as { geotrack?: About & { version: number } };
    if (geotrack?.version !== 1 || !Array.isArray(geotrack.periods)) throw new Error("not written by geotrack");
    return new Archive(file, header.maxZoom, [header.minLon, header.minLat, header.maxLon, header.maxLat], geotrack);
  }

  /** The points of a tile; none where the archive has no such tile. */
  points(zoom: number, x: number, y: number): Promise<TilePoints> {
    const key = `${zoom}/${x}/${y}`;
    let found = this.held.get(key);
    if (!found) {
      found = this.read(zoom, x, y);
      // What failed is asked for anew; what was used longest ago goes first.
      found.catch(() => this.held.delete(key));
      this.held.set(key, found);
      if (this.held.size > MOST_HELD) this.held.delete(this.held.keys().next().value!);
    }
    return found;
  }

  private async read(zoom: number, x: number, y: number): Promise<TilePoints> {
    const tile = await this.file.getZxy(zoom, x, y);
    if (!tile) return { events: [], counts: [] };
    const layers = new VectorTile(new PbfReader(new Uint8Array(tile.data))).layers;
    const side = 2 ** zoom;
    const of = (name: string): TilePoint[] => {
      const layer = layers[name];
      const points: TilePoint[] = [];
      for (let i = 0; layer && i < layer.length; i++) {
        const feature = layer.feature(i);
        const at = feature.loadGeometry()[0]?.[0];
        if (at) points.push({ x: (x + at.x / layer.extent) / side, y: (y + at.y / layer.extent) / side, said: feature.properties });
      }
      return points;
    };
    return { events: of("events"), counts: of("counts") };
  }
}
