// Packed columns (geotrack/webmap/packing.py) -> typed arrays, and texts that are decoded when read.

export type Numbers = Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array;

export interface NumberSpec {
  type: "u8" | "u16" | "u32" | "i8" | "i16" | "i32" | "f32";
  at: number;
  n: number;
  /** The numbers are steps from the row before. */
  delta?: 1;
}

export interface TextSpec {
  /** Where the texts lie, parted by NUL, and how many bytes they take. */
  text: [at: number, length: number];
  n: number;
  /** One number a row, into the texts; without it there is one text a row. */
  codes?: NumberSpec;
}

export interface TableSpec {
  rows: number;
  columns: Record<string, NumberSpec | TextSpec>;
}

const TYPES = {
  u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i8: Int8Array, i16: Int16Array, i32: Int32Array, f32: Float32Array,
} as const;

export function numbersOf(data: ArrayBuffer, spec: NumberSpec): Numbers {
  const stored = new TYPES[spec.type](data, spec.at, spec.n) as Numbers;
  if (!spec.delta) return stored;
  const summed = new Int32Array(spec.n);
  let sum = 0;
  for (let i = 0; i < spec.n; i++) summed[i] = sum += stored[i]!;
  return summed;
}

const UTF8 = new TextDecoder();

/** A column of texts over the payload's bytes: none becomes a string before somebody reads it. */
export class Texts {
  /** Where each different text begins, and one more: the end. Found as far as was asked for. */
  private starts: Uint32Array | null = null;
  private found = 0;
  private readonly known: string[] = [];

  constructor(private readonly bytes: Uint8Array, readonly size: number, readonly codes: Numbers | null, readonly rows: number) {}

  at(row: number): string {
    return this.text(this.codes ? this.codes[row]! : row);
  }

  /** A different text by its number. */
  text(index: number): string {
    const known = this.known[index];
    if (known !== undefined) return known;
    const starts = this.begins(index + 1);
    const text = UTF8.decode(this.bytes.subarray(starts[index]!, starts[index + 1]! - 1));
    if (this.codes) this.known[index] = text; // these few are read again and again
    return text;
  }

  /** All of the different texts from one number to another, at once: faster than one by one. */
  slice(from: number, to: number): string[] {
    if (from >= to) return [];
    const starts = this.begins(to);
    return UTF8.decode(this.bytes.subarray(starts[from]!, starts[to]! - 1)).split("\0");
  }

  /** The same as one string, its texts still parted by NUL. */
  joined(from: number, to: number): string {
    const starts = this.begins(to);
    return from < to ? UTF8.decode(this.bytes.subarray(starts[from]!, starts[to]! - 1)) : "";
  }

  all(): string[] {
    return this.slice(0, this.size);
  }

  /** The starts up to that of text `last`. */
  private begins(last: number): Uint32Array {
    const starts = (this.starts ??= new Uint32Array(this.size + 1));
    let at = starts[this.found]!;
    while (this.found < last) {
      const part = this.found + 1 < this.size ? this.bytes.indexOf(0, at) : this.bytes.length;
      starts[++this.found] = at = part + 1;
    }
    return starts;
  }
}

export function textsOf(data: ArrayBuffer, spec: TextSpec, rows: number): Texts {
  const bytes = new Uint8Array(data, spec.text[0], spec.text[1]);
  return new Texts(bytes, spec.n, spec.codes ? numbersOf(data, spec.codes) : null, rows);
}

/** The first row of a rising column whose value is not below `value`. */
export function lowerBound(rising: Numbers, value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
