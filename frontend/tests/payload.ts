// A small payload made in the shape that geotrack/webmap/payload.py writes.
import type { NumberSpec, TableSpec, TextSpec } from "../src/columns";
import { makePageData, type PageData } from "../src/data";
import type { PageHead } from "../src/types";

class Bytes {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  add(bytes: Uint8Array): number {
    const at = this.length;
    const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
    padded.set(bytes);
    this.parts.push(padded);
    this.length += padded.length;
    return at;
  }

  ints(values: number[]): NumberSpec {
    const array = Int32Array.from(values);
    return { type: "i32", at: this.add(new Uint8Array(array.buffer)), n: values.length };
  }

  floats(values: number[]): NumberSpec {
    const array = Float32Array.from(values);
    return { type: "f32", at: this.add(new Uint8Array(array.buffer)), n: values.length };
  }

  texts(values: string[]): TextSpec {
    const bytes = new TextEncoder().encode(values.join("\0"));
    return { text: [this.add(bytes), bytes.length], n: values.length };
  }

  all(): ArrayBuffer {
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole.buffer;
  }
}

/** Three events: a clash at Zakho, a planned talk at two places, a demand without date or place. */
export function sample(): PageData {
  const bytes = new Bytes();
  const table = (rows: number, columns: Record<string, NumberSpec | TextSpec>): TableSpec => ({ rows, columns });
  const nan = NaN;
  const never = 0x7fffffff;
  const tables: PageHead["tables"] = {
    events: table(3, {
      status: bytes.ints([0, 1, 0]), type: bytes.ints([0, 1, 1]), kind: bytes.ints([1, 2, 0]),
      first: bytes.ints([10, 20, never]), last: bytes.ints([10, 30, never]), date: bytes.ints([1, 2, 0]),
      low: bytes.floats([5, nan, nan]), high: bytes.floats([nan, nan, nan]),
      event_id: bytes.texts(["a", "b", "c"]), title: bytes.texts(["Clash at Zax\u00f3", "=Talk, planned", "Demand"]),
      notes: bytes.texts(["", "\u06a9\u0627\u0631\u06d5", ""]), sub_event_type: bytes.texts(["", "", ""]),
      actor1: bytes.texts(["One", "Two", ""]), actor2: bytes.texts(["Two", "", ""]), claimed_by: bytes.texts(["", "", ""]),
      date_basis: bytes.texts(["text", "text", ""]), time_precision: bytes.texts(["day", "longer", "unknown"]),
    }),
    spots: table(2, { lon: bytes.ints([4_268_000, 4_400_000]), lat: bytes.ints([3_714_000, 3_620_000]) }),
    places: table(2, {
      spot: bytes.ints([0, 1]), ground: bytes.ints([0, 1]), outline: bytes.ints([-1, -1]), radius_km: bytes.floats([1, 12]),
      precision: bytes.texts(["town", "area"]), name: bytes.texts(["Zakho", "Hills"]), local: bytes.texts(["\u0632\u0627\u062e\u06c6", ""]),
      place_id: bytes.texts(["gt:zakho", "gt:hills"]),
    }),
    locations: table(3, {
      event: bytes.ints([0, 1, 1]), place: bytes.ints([0, 0, 1]), drawn: bytes.ints([1, 1, 1]),
      name: bytes.texts(["Zakho", "Zakho", "Hills"]), role: bytes.texts(["scene", "venue", "scene"]), reason: bytes.texts(["r", "r", "r"]),
      admin1: bytes.texts(["", "", ""]), country: bytes.texts(["IQ", "IQ", "IQ"]), alternatives: bytes.texts(["", "", ""]),
    }),
    accounts: table(2, { event: bytes.ints([0, 1]), report: bytes.ints([0, 0]), quote: bytes.texts(["", ""]), claimed_by: bytes.texts(["", ""]), date_told: bytes.texts(["", ""]) }),
    reports: table(1, { published: bytes.ints([0]), title: bytes.texts(["A report"]), publisher: bytes.texts(["A Daily"]), url: bytes.texts(["https://example.org/a"]), report_id: bytes.texts(["r1"]) }),
  };
  const words = { "date.none": "no date", "off_map.no_place": "no place is named", "status.planned": "planned" };
  const head: PageHead = {
    format: "geotrack-map", version: 3, language: "en", words: { en: words }, dates: { en: ["", "11 January 1970", "one day"] },
    date_keys: ["", "1970-01-11", "[1970-01-21..1970-01-31]"],
    types: [{ key: "Battles", colour: "#B22222", shape: null }, { key: "Other", colour: "#5F6368", shape: null }],
    statuses: [{ key: "occurred", fill: 1, dashes: [], struck: false }, { key: "planned", fill: 0, dashes: [4, 3], struck: false }],
    outlines: [], tables, figures: [], rejects: { file: [], row: [], column: [], value: [], reason: [] }, n_rejects: 0,
    page: { name: "t", title: "T", subtitle: "", marking: "", period: {}, as_of: "", version: "", rtl: [], bounds: null, focus: [], credits: [] },
  };
  return makePageData(head, bytes.all(), "en");
}
