// The payload as the page works with it: typed columns, and the few things derived from them once.
import { lowerBound, numbersOf, textsOf, type Numbers, type TableSpec, type Texts } from "./columns";
import {
  PAYLOAD_VERSION, UNKNOWN,
  type Accounts, type Events, type Figure, type Ground, type Head, type Locations, type PageHead, type Places, type RejectColumns,
  type PageFacts, type Reports, type Spots, type StatusStyle, type TypeStyle, type Words,
} from "./types";
import { mercatorX, mercatorY } from "./spots";
import { counted, grouped, phrase } from "./words";

/** Days before and after every other: what an unknown end of a date compares as. */
export const EVER = 0x7ffffffe;
const DEGREE = 1e-5;

export interface Data {
  words: Words;
  language: string;
  /** Dates in words, in the page's language, but for plain days; read them by `dateWords`. */
  dates: string[];
  /** The dates as EDTF; `date` and `published` point here. */
  dateKeys: string[];
  types: TypeStyle[];
  statuses: StatusStyle[];
  outlines: Ground[];
  events: Events;
  spots: Spots;
  places: Places;
  locations: Locations;
  accounts: Accounts;
  reports: Reports;
  /** 1 for each event that the map draws. */
  onMap: Uint8Array;
  nOnMap: number;
}

export interface PageData extends Data {
  page: PageFacts;
  figures: Figure[];
  rejects: RejectColumns;
  nRejects: number;
}

export function makeData(head: Head, data: ArrayBuffer, language: string): Data {
  if (head.format !== "geotrack-map" || head.version !== PAYLOAD_VERSION) throw new Error("geotrack: another payload version");
  const chosen = head.words[language] ? language : head.language;
  const table = (name: keyof Head["tables"]): unknown => readTable(data, head.tables[name]);
  const events = table("events") as Events;
  tidyDays(events);
  const locations = table("locations") as Locations;
  const onMap = new Uint8Array(events.rows);
  let nOnMap = 0;
  for (let row = 0; row < locations.rows; row++) {
    const event = locations.event[row]!;
    if (!locations.drawn[row] || onMap[event]) continue;
    onMap[event] = 1;
    nOnMap++;
  }
  return {
    words: head.words[chosen]!,
    language: chosen,
    dates: head.dates[chosen]!,
    dateKeys: head.date_keys,
    types: head.types,
    statuses: head.statuses,
    outlines: head.outlines,
    events,
    spots: projected(table("spots") as Spots),
    places: table("places") as Places,
    locations,
    accounts: table("accounts") as Accounts,
    reports: table("reports") as Reports,
    onMap,
    nOnMap,
  };
}

export function makePageData(head: PageHead, data: ArrayBuffer, language: string): PageData {
  return { ...makeData(head, data, language), page: head.page, figures: head.figures, rejects: head.rejects, nRejects: head.n_rejects };
}

function readTable(data: ArrayBuffer, spec: TableSpec): Record<string, Numbers | Texts | number> {
  const columns: Record<string, Numbers | Texts | number> = { rows: spec.rows };
  for (const [name, column] of Object.entries(spec.columns)) {
    columns[name] = "text" in column ? textsOf(data, column, spec.rows) : numbersOf(data, column);
  }
  return columns;
}

/** Unknown ends become the ends of time, and no date at all becomes a span that nothing touches. */
function tidyDays(events: Events): void {
  const first = Int32Array.from(events.first);
  const last = Int32Array.from(events.last);
  for (let i = 0; i < events.rows; i++) {
    const [a, b] = [first[i] !== UNKNOWN, last[i] !== UNKNOWN];
    if (a && b) continue;
    if (!a && !b) [first[i], last[i]] = [EVER, -EVER];
    else if (!a) first[i] = -EVER;
    else last[i] = EVER;
  }
  events.first = first;
  events.last = last;
}

function projected(spots: Spots): Spots {
  const n = spots.rows;
  const [lon, lat, x, y] = [new Float64Array(n), new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    if (spots.lon[i] === UNKNOWN || spots.lat[i] === UNKNOWN) {
      lon[i] = lat[i] = x[i] = y[i] = NaN;
      continue;
    }
    lon[i] = spots.lon[i]! * DEGREE;
    lat[i] = spots.lat[i]! * DEGREE;
    x[i] = mercatorX(lon[i]!);
    y[i] = mercatorY(lat[i]!);
  }
  return { rows: n, lon, lat, x, y };
}

// --- reading one event --------------------------------------------------------------------------

/** The rows of an event in a table that is sorted by event. */
export function rowsOf(table: { event: Numbers }, event: number): number[] {
  const rows: number[] = [];
  for (let row = lowerBound(table.event, event); table.event[row] === event; row++) rows.push(row);
  return rows;
}

export function dateOf(data: Data, event: number): string {
  return dateWords(data, data.events.date[event]!) || phrase(data.words, "date.none");
}

/** A date in words, by its position in `dateKeys`; empty for none. */
export function dateWords(data: Data, index: number): string {
  const told = data.dates[index];
  if (told !== undefined) return told;
  const [year = "", month = "", day = ""] = (data.dateKeys[index] ?? "").split("-");
  return year && phrase(data.words, "date.day", { day: Number(day), month: data.words[`date.month.${Number(month)}`] ?? month, year });
}

/** Names of an event's scenes and venues, as a line. */
export function placesOf(data: Data, event: number): string {
  const { locations, places } = data;
  const rows = rowsOf(locations, event).filter((row) => locations.role.at(row) !== "topic");
  return [...new Set(rows.map((row) => places.name.at(locations.place[row]!)))].join(", ");
}

/** Why no map draws the event; empty if it is drawn. As summary.off_map has it in Python. */
export function whyOffMap(data: Data, event: number): string {
  if (data.onMap[event]) return "";
  const { locations, places, words } = data;
  const reasons = rowsOf(locations, event).filter((row) => locations.role.at(row) !== "topic").map((row) => {
    const coarse = places.precision.at(locations.place[row]!) === "country";
    return phrase(words, coarse ? "off_map.coarse" : "off_map.not_found", { name: locations.name.at(row), reason: locations.reason.at(row) });
  });
  return reasons.join("; ") || phrase(words, "off_map.no_place");
}

/** Bounds of a number as a phrase; empty where both are unknown. */
export function rangeInWords(words: Words, low: number | null, high: number | null): string {
  const known = (value: number | null): value is number => value !== null && !Number.isNaN(value);
  const [bottom, top] = [known(low) ? grouped(low) : "", known(high) ? grouped(high) : ""];
  if (!bottom && !top) return "";
  const key = bottom === top ? "exactly" : !top ? "from" : !bottom ? "to" : "between";
  return phrase(words, `map.fatalities.${key}`, { low: bottom, high: top });
}

export function eventsCounted(data: Data, n: number): string {
  return counted(data.words, "count.events", n);
}
