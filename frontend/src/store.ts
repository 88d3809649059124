// The one place where the state of the filters lives; views subscribe and read.
import { fold } from "./fold";
import type { LayerPayload } from "./types";

export type Window = readonly [first: number, last: number];

export interface State {
  /** null: all time, the undated included. */
  window: Window | null;
  query: string;
  hiddenTypes: ReadonlySet<number>;
  hiddenStatuses: ReadonlySet<number>;
  selected: number;
  hovered: number;
}

export type Change = keyof State;

const ALL: State = {
  window: null,
  query: "",
  hiddenTypes: new Set(),
  hiddenStatuses: new Set(),
  selected: -1,
  hovered: -1,
};

export class Store {
  state: State = ALL;
  /** 1 for each event that passes all filters. */
  readonly visible: Uint8Array;
  /** 1 for each event that passes all but the time window: what the time band counts. */
  readonly dateless: Uint8Array;
  nVisible = 0;
  /** Of the visible, how many lie only possibly in the window. */
  nPossible = 0;
  typeCounts: number[] = [];
  statusCounts: number[] = [];
  private readonly listeners: ((changed: ReadonlySet<Change>) => void)[] = [];
  private haystack: string[] | null = null;

  constructor(readonly payload: LayerPayload) {
    const n = payload.events.id.length;
    this.visible = new Uint8Array(n);
    this.dateless = new Uint8Array(n);
    this.filter();
  }

  subscribe(listener: (changed: ReadonlySet<Change>) => void): void {
    this.listeners.push(listener);
  }

  set(part: Partial<State>): void {
    const changed = new Set<Change>();
    for (const key of Object.keys(part) as Change[]) {
      if (part[key] !== this.state[key]) changed.add(key);
    }
    if (!changed.size) return;
    this.state = { ...this.state, ...part };
    if ([...changed].some((key) => key !== "selected" && key !== "hovered")) this.filter();
    for (const listener of this.listeners) listener(changed);
  }

  reset(): void {
    this.set({ ...ALL, selected: this.state.selected, hovered: -1 });
  }

  get filtered(): boolean {
    const { window, query, hiddenTypes, hiddenStatuses } = this.state;
    return !!window || !!query.trim() || hiddenTypes.size > 0 || hiddenStatuses.size > 0;
  }

  toggle(kind: "hiddenTypes" | "hiddenStatuses", index: number): void {
    const next = new Set(this.state[kind]);
    if (!next.delete(index)) next.add(index);
    this.set({ [kind]: next });
  }

  private filter(): void {
    const { events, types, statuses } = this.payload;
    const { window, hiddenTypes, hiddenStatuses } = this.state;
    const needles = fold(this.state.query).split(/\s+/).filter(Boolean);
    this.typeCounts = types.map(() => 0);
    this.statusCounts = statuses.map(() => 0);
    this.nVisible = 0;
    this.nPossible = 0;
    for (let i = 0; i < events.id.length; i++) {
      const type = events.type[i]!;
      const status = events.status[i]!;
      const found = !needles.length || this.finds(i, needles);
      const timely = !window || inWindow(events.first[i]!, events.last[i]!, window);
      const typed = !hiddenTypes.has(type);
      const stated = !hiddenStatuses.has(status);
      if (found && timely && stated) this.typeCounts[type]!++;
      if (found && timely && typed) this.statusCounts[status]!++;
      this.dateless[i] = found && typed && stated ? 1 : 0;
      this.visible[i] = found && typed && stated && timely ? 1 : 0;
      if (!this.visible[i]) continue;
      this.nVisible++;
      if (window && events.kind[i] === 2 && !inside(events.first[i]!, events.last[i]!, window)) {
        this.nPossible++;
      }
    }
  }

  private finds(event: number, needles: string[]): boolean {
    this.haystack ??= haystackOf(this.payload);
    const text = this.haystack[event]!;
    return needles.every((needle) => text.includes(needle));
  }
}

/** Whether an event's possible days touch the window; one without a date is in none. */
export function inWindow(first: number | null, last: number | null, window: Window): boolean {
  if (first === null && last === null) return false;
  return (first ?? -Infinity) <= window[1] && (last ?? Infinity) >= window[0];
}

function inside(first: number | null, last: number | null, window: Window): boolean {
  return (first ?? -Infinity) >= window[0] && (last ?? Infinity) <= window[1];
}

function haystackOf(payload: LayerPayload): string[] {
  const { events, locations, places, types, statuses, words } = payload;
  const parts = events.id.map((_, i) => [
    events.title[i]!, events.notes[i]!, events.actor1[i]!, events.actor2[i]!,
    events.claimed_by[i]!, events.sub_type[i]!, events.date[i]!,
    types[events.type[i]!]!.key, words[`status.${statuses[events.status[i]!]!.key}`] ?? "",
  ]);
  locations.event.forEach((event, row) => {
    const place = locations.place[row]!;
    parts[event]!.push(locations.written[row]!, places.name[place]!, places.local[place]!);
  });
  return parts.map((texts) => fold(texts.join("\n")));
}
