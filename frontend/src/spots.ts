// Locations gathered into spots: what the map draws as one symbol or one stack.
import type { LayerPayload } from "./types";

export interface Spot {
  lat: number;
  lon: number;
  /** The places that lie here (indexes into places), each once. */
  places: number[];
  /** Events here, chronological, each once; of all, filtered or not. */
  events: number[];
}

/** The drawn locations by coordinate; two names of one point share a spot. */
export function makeSpots(payload: LayerPayload): Spot[] {
  const { locations, places } = payload;
  const spots = new Map<string, Spot>();
  locations.event.forEach((event, row) => {
    if (!locations.drawn[row]) return;
    const place = locations.place[row]!;
    const lat = places.lat[place];
    const lon = places.lon[place];
    if (lat == null || lon == null) return;
    const key = `${lat.toFixed(4)} ${lon.toFixed(4)}`;
    let spot = spots.get(key);
    if (!spot) spots.set(key, (spot = { lat, lon, places: [], events: [] }));
    if (!spot.places.includes(place)) spot.places.push(place);
    // Rows come in the order of their events (payload.py), so a repeat is always the last one.
    if (spot.events[spot.events.length - 1] !== event) spot.events.push(event);
  });
  return [...spots.values()];
}

/** One part of a stack: the events here that look alike. */
export interface Kind {
  type: number;
  status: number;
  n: number;
}

/** The kinds among the visible events of a spot, most frequent first. */
export function kindsAt(payload: LayerPayload, spot: Spot, visible: Uint8Array): Kind[] {
  const kinds = new Map<number, Kind>();
  for (const event of spot.events) {
    if (!visible[event]) continue;
    const type = payload.events.type[event]!;
    const status = payload.events.status[event]!;
    const key = type * 16 + status;
    const kind = kinds.get(key);
    if (kind) kind.n++;
    else kinds.set(key, { type, status, n: 1 });
  }
  return [...kinds.values()].sort((a, b) => b.n - a.n || a.status - b.status || a.type - b.type);
}
