// What a window of time touches: arithmetic on the tiles' periods, without a page.

/** A window of periods, both ends in it; whole: the undated count too. */
export interface Window {
  from: number;
  to: number;
  whole: boolean;
}

/** "3:1,4:12" -> how many up to and with a period. */
export function upTo(histogram: string, period: number): number {
  let sum = 0;
  for (const pair of histogram ? histogram.split(",") : []) {
    const [at, n] = pair.split(":");
    if (Number(at) <= period) sum += Number(n);
  }
  return sum;
}

/** How many of a point of counts the window touches: begun by its end less ended before it. */
export function countIn(point: Record<string, unknown>, window: Window): number {
  if (window.whole) return Number(point["n"] ?? 0);
  const begun = String(point["s"] ?? "");
  const ended = String(point["e"] ?? begun);
  return upTo(begun, window.to) - upTo(ended, window.from - 1);
}

/** Whether an event's possible days touch the window. */
export function isIn(event: Record<string, unknown>, window: Window): boolean {
  if (window.whole) return true;
  if (event["s"] === undefined) return false;
  return Number(event["s"]) <= window.to && Number(event["e"]) >= window.from;
}
