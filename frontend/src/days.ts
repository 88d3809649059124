// Days as whole numbers from 1970-01-01, so that windows are comparisons of integers.
import { phrase, type Words } from "./words";

const MS = 86_400_000;

export interface DayParts {
  year: number;
  month: number;
  day: number;
}

export function dayOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / MS);
}

export function partsOf(day: number): DayParts {
  const date = new Date(day * MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** "2024-08-15" or a number of days -> a number of days; anything else is an error. */
export function readDay(value: string | number): number {
  if (typeof value === "number" && Number.isFinite(value)) return Math.round(value);
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value));
  if (!match) throw new RangeError(`not a day: ${String(value)}`);
  return dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

export function dayInWords(day: number, words: Words): string {
  const parts = partsOf(day);
  return phrase(words, "date.day", {
    day: parts.day,
    month: words[`date.month.${parts.month}`] ?? String(parts.month),
    year: parts.year,
  });
}
