// Locations by where they lie: what the map draws as one symbol or one stack, and where on the screen.
import { lowerBound } from "./columns";
import type { Data } from "./data";

/** The drawn locations in flat columns, in the order of their events. */
export interface Drawable {
  event: Int32Array;
  spot: Int32Array;
  /** 1 where the place is only known to lie somewhere around. */
  soft: Uint8Array;
  /** The same by spot, made when first asked for. */
  readonly bySpot: BySpot;
}

/** For each spot the rows that lie there, from `starts[spot]` to `starts[spot + 1]`. */
interface BySpot {
  rows: Int32Array;
  starts: Int32Array;
}

export function makeDrawable(data: Data): Drawable {
  const { locations, places, spots } = data;
  let n = 0;
  for (let row = 0; row < locations.rows; row++) n += locations.drawn[row]!;
  const [event, spot, soft] = [new Int32Array(n), new Int32Array(n), new Uint8Array(n)];
  for (let row = 0, at = 0; row < locations.rows; row++) {
    if (!locations.drawn[row]) continue;
    const place = locations.place[row]!;
    event[at] = locations.event[row]!;
    spot[at] = places.spot[place]!;
    soft[at++] = places.ground[place]!;
  }
  let made: BySpot | null = null;
  return { event, spot, soft, get bySpot() { return (made ??= bySpot(spot, spots.rows)); } };
}

function bySpot(spot: Int32Array, nSpots: number): BySpot {
  const starts = new Int32Array(nSpots + 1);
  for (let row = 0; row < spot.length; row++) starts[spot[row]! + 1]!++;
  for (let i = 0; i < nSpots; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const rows = new Int32Array(spot.length);
  for (let row = 0; row < spot.length; row++) rows[next[spot[row]!]!++] = row; // events stay in order
  return { rows, starts };
}

/** Visible events of a spot, chronological, each once. */
export function eventsAt(drawable: Drawable, spot: number, visible: Uint8Array): number[] {
  const events: number[] = [];
  const { rows, starts } = drawable.bySpot;
  for (let i = starts[spot]!; i < starts[spot + 1]!; i++) {
    const event = drawable.event[rows[i]!]!;
    if (visible[event] && events[events.length - 1] !== event) events.push(event);
  }
  return events;
}

/** The places at a spot where any of the events are, each once. */
export function placesAt(data: Data, spot: number, events: Iterable<number>): number[] {
  const { locations, places } = data;
  const found = new Set<number>();
  for (const event of events) {
    for (let row = lowerBound(locations.event, event); locations.event[row] === event; row++) {
      const place = locations.place[row]!;
      if (locations.drawn[row] && places.spot[place] === spot) found.add(place);
    }
  }
  return [...found];
}

/** The spots at which an event is drawn, each once. */
export function spotsOf(data: Data, event: number): number[] {
  const { locations, places } = data;
  const found = new Set<number>();
  for (let row = lowerBound(locations.event, event); locations.event[row] === event; row++) {
    if (locations.drawn[row]) found.add(places.spot[locations.place[row]!]!);
  }
  return [...found];
}

/** One part of a stack: the events here that look alike. */
export interface Kind {
  type: number;
  status: number;
  n: number;
}

/** The kinds among events, most frequent first. */
export function kindsOf(data: Data, events: number[]): Kind[] {
  const kinds = new Map<number, Kind>();
  for (const event of events) {
    const type = data.events.type[event]!;
    const status = data.events.status[event]!;
    const key = type * 16 + status;
    const kind = kinds.get(key);
    if (kind) kind.n++;
    else kinds.set(key, { type, status, n: 1 });
  }
  return [...kinds.values()].sort((a, b) => b.n - a.n || a.status - b.status || a.type - b.type);
}

/** Where Web Mercator ends. */
const MOST_NORTH = 85.0511287798;

/** Web Mercator, 0..1 from the antimeridian eastwards. */
export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

/** Web Mercator, 0..1 from north to south. */
export function mercatorY(lat: number): number {
  const s = Math.sin((Math.max(-MOST_NORTH, Math.min(MOST_NORTH, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
}

/** Web Mercator (0..1) -> pixels of the map's container, by the copy of the world in view. */
export interface Frame {
  /** The view's centre in Web Mercator. */
  x: number;
  y: number;
  /** Pixels around the equator at this zoom. */
  world: number;
  width: number;
  height: number;
}

export function frameOf(map: L.Map): Frame {
  const { x: width, y: height } = map.getSize();
  const world = 256 * 2 ** map.getZoom();
  const centre = map.project(map.getCenter(), map.getZoom());
  return { x: centre.x / world, y: centre.y / world, world, width, height };
}

/** The horizontal pixel of a longitude (0..1), on whichever side of the antimeridian is nearer. */
export function pixelX(frame: Frame, x: number): number {
  const away = x - frame.x;
  return (away - Math.round(away)) * frame.world + frame.width / 2;
}

export function pixelY(frame: Frame, y: number): number {
  return (y - frame.y) * frame.world + frame.height / 2;
}
