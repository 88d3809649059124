// The phrases of the page, all from geotrack/words/*.json by way of the payload.
import type { Words } from "./types";

export type { Words };

/** The phrase of a key with its {holes} filled; an unknown key shows itself, to be noticed. */
export function phrase(words: Words, key: string, holes: Record<string, string | number> = {}): string {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = holes[name];
    return value === undefined ? whole : String(value);
  });
}

/** `key.one` for 1, `key.other` for the rest, with the number as {n}. */
export function counted(words: Words, key: string, n: number): string {
  return phrase(words, `${key}.${n === 1 ? "one" : "other"}`, { n: grouped(n) });
}

/** 1234567 -> 1,234,567, as style.counted does in Python. */
export function grouped(n: number): string {
  const [whole, rest] = String(n).split(".");
  return whole!.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
}
