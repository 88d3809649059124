// What is filtered, as CSV or GeoJSON: the page's own columns, in the words of the data.
import { dateOf, placesOf, rowsOf, whyOffMap, type PageData } from "./data";
import { EVER } from "./data";
import { dayText } from "./fragment";

// The last four are the full-width forms, which some spreadsheets take for the plain ones.
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A cell that no spreadsheet runs as a formula (as style.csv_text has it), quoted where it must be. */
export function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Row = Record<string, string | number | null>;

function day(value: number): string {
  return Math.abs(value) >= EVER ? "" : dayText(value);
}

/** An event's columns, as events.csv names them. */
export function eventRow(data: PageData, event: number): Row {
  const { events, reports, accounts } = data;
  const told = [...new Set(rowsOf(accounts, event).map((row) => accounts.report[row]!).filter((report) => report >= 0))];
  const number = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    event_id: events.event_id.at(event),
    date: data.dateKeys[events.date[event]!]!,
    date_start: day(events.first[event]!),
    date_end: day(events.last[event]!),
    time_precision: events.time_precision.at(event),
    date_basis: events.date_basis.at(event),
    title: events.title.at(event),
    notes: events.notes.at(event),
    event_type: data.types[events.type[event]!]!.key,
    sub_event_type: events.sub_event_type.at(event),
    actor1: events.actor1.at(event),
    actor2: events.actor2.at(event),
    fatalities_low: number(events.low[event]!),
    fatalities_high: number(events.high[event]!),
    status: data.statuses[events.status[event]!]!.key,
    claimed_by: events.claimed_by.at(event),
    date_words: dateOf(data, event),
    places: placesOf(data, event),
    off_map: whyOffMap(data, event),
    source: told.map((report) => reports.publisher.at(report) || reports.title.at(report)).join("; "),
    source_url: [...new Set(told.map((report) => reports.url.at(report)).filter(Boolean))].join(" "),
  };
}

export function* csvOf(data: PageData, rows: Iterable<number>): Generator<string> {
  let named = false;
  for (const event of rows) {
    const row = eventRow(data, event);
    if (!named) yield `${Object.keys(row).join(",")}\n`;
    named = true;
    yield `${Object.values(row).map(cell).join(",")}\n`;
  }
  if (!named) yield "event_id,date,title\n";
}

/** One feature a location, as events.geojson has it; without a place the geometry is null. */
export function* geojsonOf(data: PageData, rows: Iterable<number>): Generator<string> {
  const { page } = data;
  const metadata = { title: page.title, as_of: page.as_of, marking: page.marking, credits: page.credits };
  yield `${JSON.stringify({ type: "FeatureCollection", metadata }).slice(0, -1)},"features":[`;
  let first = true;
  for (const event of rows) {
    for (const feature of features(data, event)) {
      yield `${first ? "\n" : ",\n"}${JSON.stringify(feature)}`;
      first = false;
    }
  }
  yield "\n]}\n";
}

function features(data: PageData, event: number): object[] {
  const { locations, places, spots } = data;
  const properties = Object.fromEntries(Object.entries(eventRow(data, event)).map(([key, value]) => [key, value === "" ? null : value]));
  const at = rowsOf(locations, event);
  if (!at.length) return [{ type: "Feature", id: properties["event_id"], geometry: null, properties: { ...properties, n_locations: 0 } }];
  return at.map((row) => {
    const place = locations.place[row]!;
    const spot = places.spot[place]!;
    const [lon, lat] = [spots.lon[spot]!, spots.lat[spot]!];
    const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5;
    return {
      type: "Feature",
      id: `${properties["event_id"]}@${row - at[0]!}`,
      geometry: Number.isNaN(lon) ? null : { type: "Point", coordinates: [round(lon), round(lat)] },
      properties: {
        ...properties, n_locations: at.length, name: locations.name.at(row), place_id: places.place_id.at(place), place_name: places.name.at(place),
        role: locations.role.at(row), geo_precision: places.precision.at(place), radius_km: Number.isNaN(places.radius_km[place]!) ? null : Math.round(places.radius_km[place]! * 100) / 100,
        drawn: locations.drawn[row] === 1, reason: locations.reason.at(row),
      },
    };
  });
}
