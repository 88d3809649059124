// The view as a link: window, filters, order, selection and the map's middle in the URL's fragment.
import { dayOf, partsOf, readDay } from "./days";
import { FACETS, type Facet, type FacetName } from "./facets";
import { ALL, SORTS, type Sort, type State, type Window } from "./store";

export interface MapView {
  lat: number;
  lon: number;
  zoom: number;
}

export interface View {
  state: Partial<State>;
  map: MapView | null;
  language: string;
}

/** What the fragment needs to know of the data to turn positions into lasting names and back. */
export interface Names {
  facets: Record<FacetName, Facet>;
  idOf: (event: number) => string;
  eventOf: (id: string) => number;
}

const LONGEST = 500;

export function writeFragment(state: State, map: MapView | null, language: string, names: Names): string {
  const parts: [string, string][] = [];
  if (language) parts.push(["lang", language]);
  if (state.window) parts.push(["time", state.window.map(dayText).join("..")]);
  if (state.query.trim()) parts.push(["q", state.query.slice(0, LONGEST)]);
  for (const name of FACETS) {
    for (const index of [...state[name]].sort((a, b) => a - b)) parts.push([name, names.facets[name].values[index] ?? ""]);
  }
  if (state.inView) parts.push(["inview", "1"]);
  if (state.sort !== "date") parts.push(["sort", state.sort]);
  if (state.selected >= 0) parts.push(["event", names.idOf(state.selected)]);
  if (map) parts.push(["map", [map.lat.toFixed(4), map.lon.toFixed(4), map.zoom.toFixed(2)].join(",")]);
  return parts.map(([key, value]) => `${key}=${encode(value)}`).join("&");
}

/** What a fragment asks for; whatever is not understood is left out. */
export function readFragment(fragment: string, names: Names): View {
  const state: Partial<State> = { ...ALL, hovered: -1 };
  let map: MapView | null = null;
  let language = "";
  const chosen = new Map<FacetName, Set<number>>();
  for (const part of fragment.replace(/^#/, "").split("&")) {
    const [key = "", raw = ""] = part.split(/=(.*)/s);
    const value = decode(raw);
    if (value === null) continue;
    if (key === "lang" && /^[A-Za-z-]{2,12}$/.test(value)) language = value;
    else if (key === "time") state.window = readWindow(value);
    else if (key === "q") state.query = value.slice(0, LONGEST);
    else if (key === "sort" && isSort(value)) state.sort = value;
    else if (key === "event") state.selected = names.eventOf(value);
    else if (key === "map") map = readMap(value);
    else if (key === "inview" && value === "1") state.inView = [-180, -90, 180, 90]; // the map sets the true bounds
    else if ((FACETS as readonly string[]).includes(key)) {
      const index = names.facets[key as FacetName].values.indexOf(value);
      if (index >= 0) (chosen.get(key as FacetName) ?? chosen.set(key as FacetName, new Set()).get(key as FacetName)!).add(index);
    }
  }
  for (const name of FACETS) state[name] = chosen.get(name) ?? new Set();
  return { state, map, language };
}

export function languageIn(fragment: string): string {
  return /(?:^#?|&)lang=([A-Za-z-]{2,12})(?:&|$)/.exec(fragment)?.[1] ?? "";
}

/** Readable in the address bar: every letter of every script stays. */
function encode(text: string): string {
  // A lone surrogate has no encoding at all.
  return encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replaceAll("%20", "+").replaceAll("%3A", ":").replaceAll("%2C", ",");
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    return null;
  }
}

export function dayText(day: number): string {
  const { year, month, day: number } = partsOf(day);
  return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(number).padStart(2, "0")].join("-");
}

function readWindow(text: string): Window | null {
  const [a, b] = text.split("..");
  try {
    const days = [readDay(a ?? ""), readDay(b ?? "")] as const;
    const limit = dayOf(9999, 12, 31);
    return days.every((day) => Math.abs(day) <= limit) ? [Math.min(...days), Math.max(...days)] : null;
  } catch {
    return null;
  }
}

function readMap(text: string): MapView | null {
  const [lat, lon, zoom] = text.split(",").map(Number);
  const fine = [lat, lon, zoom].every((value) => value !== undefined && Number.isFinite(value));
  if (!fine || Math.abs(lat!) > 90 || Math.abs(lon!) > 540 || zoom! < 0 || zoom! > 20) return null;
  return { lat: lat!, lon: lon!, zoom: zoom! };
}

function isSort(text: string): text is Sort {
  return (SORTS as readonly string[]).includes(text.replace(/^-/, ""));
}
