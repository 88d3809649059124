// The payload that geotrack/webmap/payload.py writes: columns, one entry a row. A change of
// meaning raises `version` on both sides.

export const PAYLOAD_VERSION = 1;

export type Bounds = [west: number, south: number, east: number, north: number];
export type Corner = [x: number, y: number];

/** A place's ground: a licensed outline, or a circle cut at the border of its country. */
export interface Ground {
  shape: GeoJSON.Geometry;
  circle: boolean;
}

export interface TypeStyle {
  key: string;
  colour: string;
  /** Outline in a unit circle, y upwards; null is the circle itself. */
  shape: Corner[] | null;
}

export interface StatusStyle {
  key: string;
  fill: number;
  dashes: number[];
  struck: boolean;
}

/** Days count from 1970-01-01; null where unknown. Indexes point into the lists beside them. */
export interface EventColumns {
  id: string[];
  title: string[];
  date: string[];
  first: (number | null)[];
  last: (number | null)[];
  /** 0 no date, 1 day, 2 one unknown day within, 3 lasting. */
  kind: number[];
  time_precision: string[];
  date_basis: string[];
  type: number[];
  sub_type: string[];
  status: number[];
  actor1: string[];
  actor2: string[];
  fatalities: string[];
  claimed_by: string[];
  notes: string[];
  /** Why it is on no map; empty if it is. */
  off_map: string[];
}

export interface PlaceColumns {
  name: string[];
  local: string[];
  lon: (number | null)[];
  lat: (number | null)[];
  radius_km: (number | null)[];
  precision: string[];
  /** 1 where it is only known to lie somewhere in a stretch of ground. */
  ground: number[];
  /** Index into `outlines`, -1 for none. */
  outline: number[];
}

export interface LocationColumns {
  event: number[];
  place: number[];
  written: string[];
  role: string[];
  reason: string[];
  alternatives: string[];
  /** 1 where maps draw it. */
  drawn: number[];
}

export interface AccountColumns {
  event: number[];
  report: number[];
  quote: string[];
  claimed_by: string[];
  date_told: string[];
}

export interface ReportColumns {
  title: string[];
  publisher: string[];
  published: string[];
  url: string[];
}

export interface Figure {
  label: string;
  value: string;
  what: string;
  places: string;
  date: string;
  claimed_by: string;
  quote: string;
  cumulative: boolean;
  total: boolean;
  /** Index into events, -1 for none. */
  event: number;
  /** Index into reports, -1 for none. */
  report: number;
  /** Drawn over this ground, once, with its label above or below; null: only listed. */
  shape: GeoJSON.Geometry | null;
  outline: boolean;
  box: Bounds | null;
}

export interface RejectColumns {
  file: string[];
  row: string[];
  column: string[];
  value: string[];
  reason: string[];
}

export interface PageFacts {
  title: string;
  subtitle: string;
  period: string;
  marking: string;
  as_of: string;
  program: string;
  language: string;
  direction: "ltr" | "rtl";
  bounds: Bounds | null;
  focus: string[];
  credits: string[];
}

export interface LayerPayload {
  format: "geotrack-map";
  version: number;
  words: Record<string, string>;
  types: TypeStyle[];
  statuses: StatusStyle[];
  events: EventColumns;
  places: PlaceColumns;
  locations: LocationColumns;
  accounts: AccountColumns;
  reports: ReportColumns;
  outlines: Ground[];
}

export interface PagePayload extends LayerPayload {
  page: PageFacts;
  figures: Figure[];
  rejects: RejectColumns;
  n_rejects: number;
}

/** A name of the basemap; `min_zoom` keeps small ones off small scales. */
export interface BasemapName {
  text: string;
  local: string;
  lon: number;
  lat: number;
  kind: "country" | "admin1" | "town";
  min_zoom: number;
}

export interface Basemap {
  layers: Record<string, GeoJSON.FeatureCollection>;
  names: BasemapName[];
  relief: { url: string; bounds: Bounds } | null;
}
