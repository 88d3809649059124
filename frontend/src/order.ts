// The order of the table's rows: chronological as the data come, or sorted by another column.
import type { Texts } from "./columns";
import { placesOf, type Data } from "./data";
import { fold } from "./fold";
import type { Sort } from "./store";

/** For each column other than the date, all events in its order; made once, when first asked for. */
export class Orders {
  private readonly known = new Map<string, Uint32Array>();

  constructor(private readonly data: Data) {}

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
    if (!order) this.known.set(column, (order = byRank(this.ranks(column))));
    return order;
  }

  private ranks(column: string): ArrayLike<number> {
    const { data } = this;
    const { events } = data;
    if (column === "type") return events.type;
    if (column === "status") return events.status;
    if (column === "title") return textRanks(events.title);
    return ranksOf(Array.from({ length: events.rows }, (_, i) => fold(placesOf(data, i)) || "\uffff"));
  }
}

function textRanks(texts: Texts): ArrayLike<number> {
  const ranks = ranksOf(texts.all().map(fold));
  return texts.codes ? Uint32Array.from(texts.codes, (code) => ranks[code]!) : ranks;
}

/** For each text its place in the order of all. */
function ranksOf(texts: string[]): Uint32Array {
  const different = [...new Set(texts)].sort();
  const at = new Map(different.map((text, i) => [text, i]));
  return Uint32Array.from(texts, (text) => at.get(text)!);
}

/** The positions sorted by rank, equal ones in their own order (a counting sort). */
export function byRank(ranks: ArrayLike<number>): Uint32Array {
  let most = 0;
  for (let i = 0; i < ranks.length; i++) most = Math.max(most, ranks[i]!);
  const starts = new Uint32Array(most + 2);
  for (let i = 0; i < ranks.length; i++) starts[ranks[i]! + 1]!++;
  for (let rank = 0; rank <= most; rank++) starts[rank + 1]! += starts[rank]!;
  const order = new Uint32Array(ranks.length);
  for (let i = 0; i < ranks.length; i++) order[starts[ranks[i]!]!++] = i;
  return order;
}
