// The order of the table's rows: chronological as the data come, or sorted by another column.
import type { Numbers, Texts } from "./columns";
import type { Data } from "./data";
import type { Sort } from "./store";
import { TextRanks } from "./text_ranks";

/** An event at several places stands where its first few place it. */
const PLACES = 3;

/** For each column other than the date, all events in its order; made once, when first asked for. */
export class Orders {
  private readonly known = new Map<string, Uint32Array>();
  private readonly titles: TextRanks;
  private readonly placeNames: TextRanks;

  constructor(private readonly data: Data) {
    this.titles = new TextRanks(data.events.title);
    this.placeNames = new TextRanks(data.places.name);
  }

  /** Do a little of the sorting that takes longest; false when nothing is left to prepare. */
  prepare(): boolean {
    if (this.titles.step() || this.placeNames.step()) return true;
    const next = (["title", "place"] as const).find((column) => !this.known.has(column));
    if (next) this.order(next);
    return !!next;
  }

  /** The visible events as the table lists them. */
  rows(sort: Sort, visible: Uint8Array, n: number, [from, to]: readonly [number, number]): Uint32Array {
    const rows = new Uint32Array(n);
    const down = sort.startsWith("-");
    const column = down ? sort.slice(1) : sort;
    let at = 0;
    if (column === "date") for (let i = from; i < to; i++) { if (visible[i]) rows[at++] = i; }
    else for (const event of this.order(column)) if (visible[event]) rows[at++] = event;
    return down ? rows.reverse() : rows;
  }

  private order(column: string): Uint32Array {
    let order = this.known.get(column);
    if (!order) this.known.set(column, (order = this.made(column)));
    return order;
  }

  private made(column: string): Uint32Array {
    const { events } = this.data;
    if (column === "type") return byRank(events.type);
    if (column === "status") return byRank(events.status);
    if (column === "title") return byRank(rankRows(events.title, this.titles.all()));
    return this.byPlaces();
  }

  /** By the names of an event's scenes and venues, one after the other; those without come last. */
  private byPlaces(): Uint32Array {
    const { events, locations, places } = this.data;
    const ofPlace = rankRows(places.name, this.placeNames.all());
    const last = places.rows; // no rank is so high
    const slots = Array.from({ length: PLACES }, () => new Int32Array(events.rows).fill(-1));
    slots[0]!.fill(last);
    const isTopic = isText(locations.role, "topic");
    let used = 1;
    for (let row = 0, slot = 0, event = -1; row < locations.rows; row++) {
      if (locations.event[row] !== event) [event, slot] = [locations.event[row]!, 0];
      if (slot >= PLACES || isTopic(row)) continue;
      const rank = ofPlace[locations.place[row]!]!;
      if (slot && slots[slot - 1]![event] === rank) continue;
      slots[slot++]![event] = rank;
      used = Math.max(used, slot);
    }
    let order: Uint32Array | undefined;
    for (let slot = used - 1; slot >= 0; slot--) order = byRank(slot ? slots[slot]!.map((rank) => rank + 1) : slots[0]!, order);
    return order!;
  }
}

/** Whether a row's text is this one. */
function isText(texts: Texts, text: string): (row: number) => boolean {
  const { codes } = texts;
  if (!codes) return (row) => texts.at(row) === text;
  const code = texts.all().indexOf(text);
  return (row) => codes[row] === code;
}

/** For each row the rank of its text. */
function rankRows(texts: Texts, ranks: Uint32Array): Numbers {
  return texts.codes ? Uint32Array.from(texts.codes, (code) => ranks[code]!) : ranks;
}

/** The positions sorted by rank, equal ones in their own order or in that of `before` (a counting sort). */
export function byRank(ranks: ArrayLike<number>, before?: Uint32Array): Uint32Array {
  const n = ranks.length;
  let most = 0;
  for (let i = 0; i < n; i++) if (ranks[i]! > most) most = ranks[i]!;
  const starts = new Uint32Array(most + 2);
  for (let i = 0; i < n; i++) starts[ranks[i]! + 1]!++;
  for (let rank = 0; rank <= most; rank++) starts[rank + 1]! += starts[rank]!;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const at = before ? before[i]! : i;
    order[starts[ranks[at]!]!++] = at;
  }
  return order;
}
