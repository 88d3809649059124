// How many events each day, month or year holds, uncertain dates spread over their interval.
import { EVER } from "./data";
import { dayOf, partsOf } from "./days";

export type Unit = "day" | "month" | "year";

export interface Bins {
  unit: Unit;
  /** First day of each bin, and one more: the day after the last bin. */
  edges: number[];
}

/** Parts of the bars, bin by bin: occurred and lasting by type, and what did not occur. */
export interface Bars {
  occurred: Float64Array[];
  lasting: Float64Array[];
  other: Float64Array;
}

const LONGEST_IN_DAYS = 130;
const LONGEST_IN_MONTHS = 366 * 21;

export function makeBins(first: number, last: number): Bins {
  const span = last - first + 1;
  if (span <= LONGEST_IN_DAYS) {
    return { unit: "day", edges: Array.from({ length: span + 1 }, (_, i) => first + i) };
  }
  const unit: Unit = span <= LONGEST_IN_MONTHS ? "month" : "year";
  const start = partsOf(first);
  const step = unit === "month" ? 1 : 12;
  let month = start.year * 12 + (unit === "month" ? start.month - 1 : 0);
  const edges: number[] = [];
  for (;;) {
    const edge = dayOf(Math.floor(month / 12), (month % 12) + 1, 1);
    edges.push(edge);
    if (edge > last) return { unit, edges };
    month += step;
  }
}

/** The bin that holds a day, clamped to the first and last. */
export function binOf(edges: ArrayLike<number>, day: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Dated {
  first: ArrayLike<number>;
  last: ArrayLike<number>;
  /** 0 no date, 1 day, 2 one unknown day within, 3 lasting. */
  kind: ArrayLike<number>;
  type: ArrayLike<number>;
}

/**
 * A lasting event counts in every bar it touches; one on an unknown day within an interval is
 * spread over the interval, so that it adds one in all. Long spans are added as steps, so that
 * the time this takes does not grow with them.
 */
export function countBars(bins: Bins, events: Dated, nTypes: number, shown: (event: number) => boolean, occurred: (event: number) => boolean): Bars {
  const edges = Int32Array.from(bins.edges);
  const n = edges.length - 1;
  const empty = (): Float64Array => new Float64Array(n + 1);
  const bars: Bars = { occurred: [], lasting: [], other: empty() };
  const rates: Float64Array[] = []; // by series: events a day, as steps from bin to bin
  for (let type = 0; type < nTypes; type++) {
    bars.occurred.push(empty());
    bars.lasting.push(empty());
  }
  for (let series = 0; series <= nTypes; series++) rates.push(empty());
  const end = edges[n]! - 1;
  let bin = 0;
  for (let i = 0; i < events.kind.length; i++) {
    if (!events.kind[i] || !shown(i)) continue;
    const type = events.type[i]!;
    const first = Math.max(events.first[i]!, edges[0]!);
    const last = Math.min(events.last[i]!, end);
    // Events come in order: mostly the bin is that of the event before, or the next.
    if (first < edges[bin]! || first >= edges[bin + 1]!) bin = binOf(edges, first);
    const did = occurred(i);
    if (events.kind[i] === 1) {
      (did ? bars.occurred[type]! : bars.other)[bin]!++;
      continue;
    }
    const to = last < edges[bin + 1]! ? bin : binOf(edges, last);
    if (events.kind[i] === 3) {
      const steps = did ? bars.lasting[type]! : bars.other;
      for (let at = bin; at <= to; at++) steps[at]!++;
      continue;
    }
    spreadOver(did ? bars.occurred[type]! : bars.other, rates[did ? type : nTypes]!, edges, first, last, bin, to);
  }
  for (let series = 0; series <= nTypes; series++) addRates(series < nTypes ? bars.occurred[series]! : bars.other, rates[series]!, edges);
  return bars;
}

/** One event in all over its days: the end bins by their share, those between by the rate. */
function spreadOver(bars: Float64Array, rates: Float64Array, edges: Int32Array, first: number, last: number, from: number, to: number): void {
  const rate = 1 / (last - first + 1);
  if (from === to) {
    bars[from]! += 1;
    return;
  }
  bars[from]! += (edges[from + 1]! - first) * rate;
  bars[to]! += (last + 1 - edges[to]!) * rate;
  rates[from + 1]! += rate;
  rates[to]! -= rate;
}

function addRates(bars: Float64Array, rates: Float64Array, edges: Int32Array): void {
  let rate = 0;
  for (let bin = 0; bin < edges.length - 1; bin++) {
    rate += rates[bin]!;
    bars[bin]! += rate * (edges[bin + 1]! - edges[bin]!);
  }
}

/** All that stands in a bar. */
export function heightOf(bars: Bars, bin: number): number {
  return [...bars.occurred, ...bars.lasting, bars.other].reduce((sum, part) => sum + part[bin]!, 0);
}

/** The first and last day that any event names; unknown ends do not count. */
export function spanOf(events: Dated): [first: number, last: number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < events.kind.length; i++) {
    if (!events.kind[i]) continue;
    const [first, last] = [events.first[i]!, events.last[i]!];
    const [isFirst, isLast] = [first > -EVER && first < EVER, last > -EVER && last < EVER];
    if (isFirst && first < low) low = first;
    if (isLast && last < low) low = last;
    if (isFirst && first > high) high = first;
    if (isLast && last > high) high = last;
  }
  return low <= high ? [low, high] : null;
}
