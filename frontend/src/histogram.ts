// How many events each day, month or year holds, uncertain dates spread over their interval.
import { dayOf, partsOf } from "./days";

export type Unit = "day" | "month" | "year";

export interface Bins {
  unit: Unit;
  /** First day of each bin, and one more: the day after the last bin. */
  edges: number[];
}

/** One bar in three parts, drawn apart: they do not say the same thing. */
export interface Bar {
  occurred: number;
  lasting: number;
  other: number;
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
export function binOf(edges: number[], day: number): number {
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
  first: (number | null)[];
  last: (number | null)[];
  kind: number[];
}

/**
 * A lasting event counts in every bar it touches; one on an unknown day within an interval is
 * spread over the interval, so that it adds one in all.
 */
export function countBars(bins: Bins, events: Dated, shown: Uint8Array, occurred: (event: number) => boolean): Bar[] {
  const { edges } = bins;
  const bars = Array.from({ length: edges.length - 1 }, (): Bar => ({ occurred: 0, lasting: 0, other: 0 }));
  const end = edges[edges.length - 1]! - 1;
  for (let i = 0; i < shown.length; i++) {
    if (!shown[i] || !events.kind[i]) continue;
    const first = events.first[i] ?? edges[0]!;
    const last = events.last[i] ?? end;
    const lasting = events.kind[i] === 3;
    const part: keyof Bar = !occurred(i) ? "other" : lasting ? "lasting" : "occurred";
    const days = last - first + 1;
    for (let bin = binOf(edges, first); bin < bars.length && edges[bin]! <= last; bin++) {
      const overlap = Math.min(last, edges[bin + 1]! - 1) - Math.max(first, edges[bin]!) + 1;
      if (overlap > 0) bars[bin]![part] += lasting ? 1 : overlap / days;
    }
  }
  return bars;
}
