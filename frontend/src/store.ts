// The one place where the state of the filters lives; views subscribe and read.
import { EVER, type Data } from "./data";
import { FACETS, makeFacets, type Facet, type FacetName } from "./facets";
import { Search } from "./search";
import type { Bounds } from "./types";

export type Window = readonly [first: number, last: number];
export type Sort = "date" | "-date" | "type" | "-type" | "title" | "-title" | "place" | "-place" | "status" | "-status";
export const SORTS = ["date", "type", "title", "place", "status"] as const;

export interface State {
  /** null: all time, the undated included. */
  window: Window | null;
  query: string;
  type: ReadonlySet<number>;
  status: ReadonlySet<number>;
  precision: ReadonlySet<number>;
  actor: ReadonlySet<number>;
  source: ReadonlySet<number>;
  /** Only what lies in the view, whose bounds these are; null: wherever it lies. */
  inView: Bounds | null;
  sort: Sort;
  selected: number;
  hovered: number;
}

export type Change = keyof State;

const NONE: ReadonlySet<number> = new Set();
export const ALL: State = {
  window: null, query: "", type: NONE, status: NONE, precision: NONE, actor: NONE, source: NONE,
  inView: null, sort: "date", selected: -1, hovered: -1,
};

/** One bit a filter: an event is shown if it fails none. */
const BITS = { window: 1, query: 2, inView: 4, type: 8, status: 16, precision: 32, actor: 64, source: 128 } as const;
type Filter = keyof typeof BITS;
const FILTERS = Object.keys(BITS) as Filter[];

export class Store {
  state: State = ALL;
  /** Which filters each event fails. */
  readonly fails: Uint8Array;
  /** 1 for each event that passes all filters. */
  readonly visible: Uint8Array;
  nVisible = 0;
  /** Of the visible, how many lie only possibly in the window. */
  nPossible = 0;
  /** Of the visible, how many the map does not draw. */
  nOffMap = 0;
  /** Events without a date that pass all filters but the time window. */
  nUndated = 0;
  /** Visible events lie between these positions. */
  range: readonly [from: number, to: number] = [0, 0];
  readonly facets: Record<FacetName, Facet>;
  readonly search: Search;
  private readonly listeners: ((changed: ReadonlySet<Change>) => void)[] = [];
  private readonly counted = new Map<FacetName, Uint32Array>();

  constructor(readonly data: Data) {
    const n = data.events.rows;
    this.fails = new Uint8Array(n);
    this.visible = new Uint8Array(n);
    this.facets = makeFacets(data);
    this.search = new Search(data);
    this.count();
  }

  subscribe(listener: (changed: ReadonlySet<Change>) => void): void {
    this.listeners.push(listener);
  }

  set(part: Partial<State>): void {
    const changed = new Set<Change>();
    for (const key of Object.keys(part) as Change[]) if (!same(part[key], this.state[key])) changed.add(key);
    if (!changed.size) return;
    this.state = { ...this.state, ...part };
    const filters = FILTERS.filter((filter) => changed.has(filter));
    for (const filter of filters) this.apply(filter);
    if (filters.length) this.count();
    for (const listener of this.listeners) listener(changed);
  }

  /** No filters; what is selected and how the table is sorted stay. */
  reset(): void {
    const { selected, sort } = this.state;
    this.set({ ...ALL, selected, sort });
  }

  get filtered(): boolean {
    const { window, query, inView } = this.state;
    return !!window || !!query.trim() || !!inView || FACETS.some((name) => this.state[name].size > 0);
  }

  toggle(name: FacetName, index: number): void {
    const next = new Set(this.state[name]);
    if (!next.delete(index)) next.add(index);
    this.set({ [name]: next });
  }

  /** How many events each value of a facet has, under all filters but its own. */
  counts(name: FacetName): Uint32Array {
    let counts = this.counted.get(name);
    if (counts) return counts;
    const { codes, events, values } = this.facets[name];
    counts = new Uint32Array(values.length);
    const others = 255 & ~BITS[name];
    const last = new Int32Array(values.length).fill(-1);
    for (let row = 0; row < codes.length; row++) {
      const event = events ? events[row]! : row;
      const code = codes[row]!;
      if (this.fails[event]! & others || code < 0 || last[code] === event) continue;
      counts[code]!++;
      last[code] = event; // an event counts once, however often it has the value
    }
    this.counted.set(name, counts);
    return counts;
  }

  /** Whether an event passes all filters but the time window: what the time band counts. */
  isTimeless(event: number): boolean {
    return (this.fails[event]! & ~BITS.window) === 0;
  }

  private apply(filter: Filter): void {
    if (filter === "window") this.applyWindow();
    else if (filter === "query") this.mark(BITS.query, this.search.find(this.state.query));
    else if (filter === "inView") this.mark(BITS.inView, this.state.inView && inside(this.data, this.state.inView));
    else this.applyFacet(filter);
  }

  private applyWindow(): void {
    const { window } = this.state;
    if (!window) return this.mark(BITS.window, null);
    const { first, last, rows } = this.data.events;
    const [from, to] = window;
    const { fails } = this;
    for (let i = 0; i < rows; i++) {
      if (first[i]! <= to && last[i]! >= from) fails[i]! &= 254;
      else fails[i]! |= 1;
    }
  }

  private applyFacet(name: FacetName): void {
    const chosen = this.state[name];
    if (!chosen.size) return this.mark(BITS[name], null);
    const { codes, events, values, mode } = this.facets[name];
    const wanted = Uint8Array.from(values, (_, i) => ((mode === "only") === chosen.has(i) ? 1 : 0));
    const passes = new Uint8Array(this.data.events.rows);
    for (let row = 0; row < codes.length; row++) if (wanted[codes[row]!]) passes[events ? events[row]! : row] = 1;
    this.mark(BITS[name], passes);
  }

  /** Events with a 1 pass this filter; null: all do. */
  private mark(bit: number, passes: Uint8Array | null): void {
    const { fails } = this;
    const rest = 255 & ~bit;
    if (!passes) for (let i = 0; i < fails.length; i++) fails[i]! &= rest;
    else for (let i = 0; i < fails.length; i++) fails[i] = passes[i] ? fails[i]! & rest : fails[i]! | bit;
  }

  private count(): void {
    const { fails, visible } = this;
    const { onMap } = this.data;
    const { kind, first, last } = this.data.events;
    const [low, high] = this.state.window ?? [-EVER, EVER];
    this.counted.clear();
    let [n, possible, off, undated, from, to] = [0, 0, 0, 0, fails.length, 0];
    for (let i = 0; i < fails.length; i++) {
      const shown = fails[i] === 0;
      visible[i] = shown ? 1 : 0;
      if (kind[i] === 0 && (fails[i]! & 254) === 0) undated++;
      if (!shown) continue;
      n++;
      if (!onMap[i]) off++;
      if (from > i) from = i;
      to = i + 1;
      if (kind[i] === 2 && (first[i]! < low || last[i]! > high)) possible++;
    }
    [this.nVisible, this.nPossible, this.nOffMap, this.nUndated] = [n, possible, off, undated];
    this.range = [Math.min(from, to), to];
  }
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => value === b[i]);
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((value) => b.has(value));
  return false;
}

/** 1 for each event that is drawn somewhere inside the bounds; west may lie east of east. */
function inside(data: Data, [west, south, east, north]: Bounds): Uint8Array {
  const { locations, places, spots, events } = data;
  const within = new Uint8Array(spots.rows);
  for (let i = 0; i < spots.rows; i++) {
    const lon = spots.lon[i]!;
    const across = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
    within[i] = across && spots.lat[i]! >= south && spots.lat[i]! <= north ? 1 : 0;
  }
  const passes = new Uint8Array(events.rows);
  for (let row = 0; row < locations.rows; row++) {
    if (locations.drawn[row] && within[places.spot[locations.place[row]!]!]) passes[locations.event[row]!] = 1;
  }
  return passes;
}

/** Whether an event's possible days touch the window; one without a date is in none. */
export function inWindow(first: number, last: number, window: Window): boolean {
  return first <= window[1] && last >= window[0];
}
