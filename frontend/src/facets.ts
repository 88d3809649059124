// What events can be filtered by: for each value, the events that have it.
import type { Numbers, Texts } from "./columns";
import type { Data } from "./data";

export const FACETS = ["type", "status", "precision", "actor", "source"] as const;
export type FacetName = (typeof FACETS)[number];

/** The pseudo precision of an event that has no place at all. */
export const NO_PLACE = "none";

export interface Facet {
  name: FacetName;
  /** `hide`: chosen values are left out; `only`: where any is chosen, only those are shown. */
  mode: "hide" | "only";
  /** The values as they stand in the data; what readers see is said by `label`. */
  values: string[];
  label: (value: string) => string;
  /** Rows of value and event, sorted by event; without events, rows are events. */
  readonly codes: Numbers;
  readonly events: Numbers | null;
}

export function makeFacets(data: Data): Record<FacetName, Facet> {
  const { words, events } = data;
  const word = (prefix: string) => (value: string): string => words[`${prefix}.${value}`] ?? value;
  const plain = (value: string): string => value;
  return {
    type: new Listed("type", "hide", data.types.map(({ key }) => key), word("type"), () => ({ codes: events.type, events: null })),
    status: new Listed("status", "hide", data.statuses.map(({ key }) => key), word("status"), () => ({ codes: events.status, events: null })),
    precision: precision(data, word("precision")),
    actor: actors(data, plain),
    source: sources(data, plain),
  };
}

interface Rows {
  codes: Numbers;
  events: Numbers | null;
}

/** A facet whose rows are made when somebody first filters by it or counts it. */
class Listed implements Facet {
  private rows: Rows | null = null;

  constructor(readonly name: FacetName, readonly mode: Facet["mode"], readonly values: string[], readonly label: Facet["label"], private readonly make: () => Rows) {}

  get codes(): Numbers {
    return (this.rows ??= this.make()).codes;
  }

  get events(): Numbers | null {
    return (this.rows ??= this.make()).events;
  }
}

/** How sharply an event's scenes and venues are known; several at once are possible. */
function precision(data: Data, label: Facet["label"]): Facet {
  const { places } = data;
  const known = numbered(places.precision);
  const values = [...known.values];
  if (!values.includes(NO_PLACE)) values.push(NO_PLACE);
  return new Listed("precision", "only", values, label, () => precisionRows(data, known.codes, values.indexOf(NO_PLACE)));
}

function precisionRows({ locations, events }: Data, ofPlace: Numbers, none: number): Rows {
  const topic = locations.role.codes ? locations.role.all().indexOf("topic") : -1;
  const codes = new Uint8Array(locations.rows + events.rows);
  const owners = new Int32Array(locations.rows + events.rows);
  let n = 0;
  let row = 0;
  for (let event = 0; event < events.rows; event++) {
    const before = n;
    for (; locations.event[row] === event; row++) {
      const isTopic = locations.role.codes ? locations.role.codes[row] === topic : locations.role.at(row) === "topic";
      if (isTopic) continue;
      codes[n] = ofPlace[locations.place[row]!]!;
      owners[n++] = event;
    }
    if (n > before) continue;
    codes[n] = none;
    owners[n++] = event;
  }
  return { codes: codes.subarray(0, n), events: owners.subarray(0, n) };
}

/** Both actors of an event; the empty text is nobody. */
function actors(data: Data, label: Facet["label"]): Facet {
  const { actor1, actor2, rows } = data.events;
  const [a, b] = [numbered(actor1), numbered(actor2)];
  const values = [...new Set([...a.values, ...b.values])].filter(Boolean);
  return new Listed("actor", "only", values, label, () => {
    const at = new Map(values.map((value, i) => [value, i]));
    const [ofA, ofB] = [a, b].map((column) => column.values.map((value) => at.get(value) ?? -1));
    const codes: number[] = [];
    const owners: number[] = [];
    for (let event = 0; event < rows; event++) {
      const one = ofA![a.codes[event]!]!;
      const two = ofB![b.codes[event]!]!;
      if (one >= 0) { codes.push(one); owners.push(event); }
      if (two >= 0 && two !== one) { codes.push(two); owners.push(event); }
    }
    return { codes: Int32Array.from(codes), events: Int32Array.from(owners) };
  });
}

/** Publishers of the reports that tell of an event; a report's title where none is known. */
function sources(data: Data, label: Facet["label"]): Facet {
  const { accounts, reports } = data;
  const names = Array.from({ length: reports.rows }, (_, i) => reports.publisher.at(i) || reports.title.at(i));
  const values = [...new Set(names)];
  return new Listed("source", "only", values, label, () => {
    const at = new Map(values.map((value, i) => [value, i]));
    const ofReport = names.map((name) => at.get(name)!);
    const codes = Int32Array.from(accounts.report, (report) => (report < 0 ? -1 : ofReport[report]!));
    return { codes, events: accounts.event };
  });
}

/** A column of texts as numbers into its different values. */
function numbered(texts: Texts): { values: string[]; codes: Numbers } {
  if (texts.codes) return { values: texts.all(), codes: texts.codes };
  const values: string[] = [];
  const at = new Map<string, number>();
  const codes = Int32Array.from(texts.all(), (text) => {
    let code = at.get(text);
    if (code === undefined) { at.set(text, (code = values.length)); values.push(text); }
    return code;
  });
  return { values, codes };
}
