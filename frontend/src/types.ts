// The payload that geotrack/webmap/payload.py writes; docs/webmap-payload.md describes it. A
// change of meaning raises `version` on both sides.
import type { Numbers, TableSpec, Texts } from "./columns";

export const PAYLOAD_VERSION = 3;
/** A day or coordinate that nobody knows. */
export const UNKNOWN = 0x7fffffff;

export type Bounds = [west: number, south: number, east: number, north: number];
export type Corner = [x: number, y: number];
export type Words = Record<string, string>;

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

/** Days count from 1970-01-01. Events are in chronological order, the undated last. */
export interface Events {
  rows: number;
  event_id: Texts;
  title: Texts;
  notes: Texts;
  sub_event_type: Texts;
  actor1: Texts;
  actor2: Texts;
  claimed_by: Texts;
  date_basis: Texts;
  time_precision: Texts;
  /** Into `dates`. */
  date: Numbers;
  /** First and last possible day; the first is -Infinity's stand-in where only the last is known. */
  first: Int32Array;
  last: Int32Array;
  /** 0 no date, 1 day, 2 one unknown day within, 3 lasting. */
  kind: Numbers;
  type: Numbers;
  status: Numbers;
  low: Numbers;
  high: Numbers;
}

/** A point of the map; several places may share one. Web Mercator, 0..1 from north-west. */
export interface Spots {
  rows: number;
  lon: Float64Array;
  lat: Float64Array;
  x: Float64Array;
  y: Float64Array;
}

export interface Places {
  rows: number;
  spot: Numbers;
  name: Texts;
  local: Texts;
  place_id: Texts;
  radius_km: Numbers;
  precision: Texts;
  /** 1 where it is only known to lie somewhere in a stretch of ground. */
  ground: Numbers;
  /** Index into `outlines`, -1 for none. */
  outline: Numbers;
}

/** Rows come in the order of their events. */
export interface Locations {
  rows: number;
  event: Numbers;
  place: Numbers;
  /** 1 where maps draw it. */
  drawn: Numbers;
  name: Texts;
  role: Texts;
  reason: Texts;
  admin1: Texts;
  country: Texts;
  alternatives: Texts;
}

export interface Accounts {
  rows: number;
  event: Numbers;
  /** Index into reports, -1 for none. */
  report: Numbers;
  quote: Texts;
  claimed_by: Texts;
  date_told: Texts;
}

export interface Reports {
  rows: number;
  report_id: Texts;
  title: Texts;
  publisher: Texts;
  url: Texts;
  /** Into `dates`. */
  published: Numbers;
}

export interface Figure {
  what: string;
  places: string;
  claimed_by: string;
  quote: string;
  /** EDTF. */
  date: string;
  event_id: string;
  low: number | null;
  high: number | null;
  unit: string;
  jointly: boolean;
  cumulative: boolean;
  total: boolean;
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
  name: string;
  title: string;
  subtitle: string;
  marking: string;
  /** From the first to the last day, in words, by language. */
  period: Record<string, string>;
  /** EDTF. */
  as_of: string;
  version: string;
  /** Those of the languages that are written from right to left. */
  rtl: string[];
  bounds: Bounds | null;
  focus: string[];
  credits: string[];
}

/** The head as it stands in the page; `tables` say where the columns lie. */
export interface Head {
  format: "geotrack-map";
  version: number;
  language: string;
  words: Record<string, Words>;
  /** In words: as many of `date_keys` as are not plain days, which come last. */
  dates: Record<string, string[]>;
  date_keys: string[];
  types: TypeStyle[];
  statuses: StatusStyle[];
  outlines: Ground[];
  tables: Record<"events" | "spots" | "places" | "locations" | "accounts" | "reports", TableSpec>;
}

export interface PageHead extends Head {
  page: PageFacts;
  figures: Figure[];
  rejects: RejectColumns;
  n_rejects: number;
}

/** A name of the basemap; `min_zoom` keeps small ones off small scales. */
export interface BasemapName {
  text: string;
  local: string;
  /** The name in some of the page's languages. */
  names?: Record<string, string>;
  lon: number;
  lat: number;
  kind: "country" | "admin1" | "town";
  min_zoom: number;
}

export interface Basemap {
  /** The one or two boxes that the fine layers fill; `world` lies around them. */
  near: Bounds[];
  layers: Record<string, GeoJSON.FeatureCollection>;
  world: Record<string, GeoJSON.FeatureCollection>;
  names: BasemapName[];
  relief: { url: string; bounds: Bounds } | null;
}
